import LedgerCore
import Testing
import WorkingDays

@testable import LedgerSQLite

/// Simple records whose ids, streams and times follow from a number.
enum Sample {
  static let start = "2024-03-01T09:00:00.000+08:00"

  static func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

  static func code(_ number: Int) throws -> BodyCode {
    let digits = String(number)
    let padded = String(repeating: "0", count: 9 - digits.count) + digits
    return try #require(BodyCode(withoutCheck: "11370000" + padded))
  }

  /// Record `number`: a body, its entry, then requests and replies for the entry.
  static func record(_ number: Int) throws -> Record {
    let body = try code(1)
    let data: EventData
    switch number {
    case 0:
      data = .departmentRegistered(
        DepartmentRegistered(
          department: body, name: "山东省大数据局", division: try #require(Division("370000")),
          kind: .dataAuthority))
    case 1:
      data = .catalogEntryRegistered(
        CatalogEntryRegistered(
          entry: "C-1", department: body, name: "电子证照目录", classification: "证照",
          format: "JSON", fields: [EntryField(name: "证照编号", type: "字符串")],
          updateCycle: "每日", sharing: .conditional, sharingMode: "接口", useRequirements: "核验",
          legalBasis: "《山东省电子政务和政务数据管理办法》第二十二条", openness: .notOpen))
    case let number where number % 2 == 0:
      data = .shareRequested(
        ShareRequested(
          request: Identifier("SR-\(number)"), entry: "C-1", requester: body, purpose: "核验",
          legalBasis: "依法履职", receivedAt: try instant(start)))
    default:
      data = .shareReplied(
        ShareReplied(request: Identifier("SR-\(number - 1)"), decision: .agreed, terms: "仅供核验"))
    }
    return Record(
      id: Identifier("r-\(number)"), occurredAt: try instant(start), actor: body, data: data)
  }

  static func records(_ numbers: Range<Int>) throws -> [Record] { try numbers.map(record) }
}

/// The law and the clock that tests record with.
struct Recording {
  let law: BundledLaw
  let now: Instant

  init() throws {
    law = try BundledLaw.load()
    now = try Sample.instant("2024-04-01T12:00:00+08:00")
  }

  func recorder(_ transaction: SQLiteTransaction) -> Recorder {
    Recorder(into: transaction, law: law, mode: .live, now: now)
  }

  @discardableResult
  func record(_ records: [Record], in store: SQLiteEventStore) throws -> [Receipt] {
    try store.writeBlocking { transaction in
      try records.map { try recorder(transaction).record($0) }
    }
  }
}

extension SQLiteEventStore {
  /// All leaves, read in pages of a size.
  func leaves(pagesOf limit: Int) async throws -> [[UInt8]] {
    var leaves: [[UInt8]] = []
    while true {
      let page = try await page(from: Int64(leaves.count), limit: limit)
      if page.ranges.isEmpty { return leaves }
      leaves += page.ranges.map { Array(page.bytes[$0]) }
    }
  }
}
