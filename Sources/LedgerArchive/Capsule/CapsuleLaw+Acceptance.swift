import LedgerCore
import WorkingDays

extension CapsuleLaw {
  /// The law that the capsule's events were judged by, when whoever reads it knows all of it: each
  /// notice and each rule book must be, byte for byte, one of the reader's own. Nothing that only
  /// the maker of the capsule says is believed.
  ///
  /// - Throws: ``CapsuleError`` with the code `document`, naming the first that is not known.
  public func accepted(by own: BundledLaw) throws(CapsuleError) -> BundledLaw {
    for notice in notices where !own.notices.contains(notice) {
      throw CapsuleError(
        .document, Capsule.noticesName, "the notice “\(notice.name)” is not one that is known here")
    }
    var accepted: [RuleBook] = []
    for (book, document) in zip(ruleBooks, ruleBookDocuments) {
      guard let known = own.books.first(where: { $0.name == book.name }),
        BundledLaw.document(of: book.name) == document
      else {
        throw CapsuleError(
          .document, Self.member(of: book.name), "the rule book is not one that is known here")
      }
      accepted.append(known)
    }
    return BundledLaw(notices: notices, books: accepted)
  }

  /// The law that comes with the program.
  ///
  /// - Throws: ``CapsuleError`` when it cannot be read.
  public static func bundled() throws(CapsuleError) -> CapsuleLaw {
    try CapsuleLaw(notices: BundledLaw.noticesDocument, ruleBooks: BundledLaw.bookDocuments)
  }
}
