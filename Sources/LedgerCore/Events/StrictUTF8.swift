/// UTF-8 read without repair.
enum StrictUTF8 {
  /// The string of a part of `bytes`; `nil` when it is not valid UTF-8.
  static func string(_ bytes: [UInt8], in range: Range<Int>) -> String? {
    bytes.withUnsafeBufferPointer { all in
      let part = UnsafeBufferPointer(rebasing: all[range])
      // Decoding repairs what is invalid, and then the bytes differ. This is several times faster
      // than `String(validating:as:)`, which is not specialised.
      var string = String(decoding: part, as: UTF8.self)
      let isSame = string.withUTF8 { $0.elementsEqual(part) }
      return isSame ? string : nil
    }
  }
}
