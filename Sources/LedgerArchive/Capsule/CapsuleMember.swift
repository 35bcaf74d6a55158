/// A member of the archive as it stands in the file: header, content and padding.
struct CapsuleMember {
  let name: String

  /// All its bytes: a multiple of 512.
  let bytes: [UInt8]

  /// Where its content lies in them.
  let range: Range<Int>

  var content: ArraySlice<UInt8> { bytes[range] }
}
