/// Numbers as rows hold them: one after the other, the lowest byte of each first.
enum LittleEndian {
  static func bytes<Number: FixedWidthInteger>(
    of numbers: UnsafeBufferPointer<Number>
  ) -> [UInt8] {
    let size = MemoryLayout<Number>.size
    return [UInt8](unsafeUninitializedCapacity: numbers.count * size) { bytes, count in
      let raw = UnsafeMutableRawBufferPointer(bytes)
      for place in numbers.indices {
        raw.storeBytes(
          of: numbers[place].littleEndian, toByteOffset: place * size, as: Number.self)
      }
      count = numbers.count * size
    }
  }

  /// The number at a place among as many as the bytes hold. The place must be among them.
  static func number<Number: FixedWidthInteger>(
    at place: Int, in bytes: UnsafeRawBufferPointer
  ) -> Number {
    let offset = place * MemoryLayout<Number>.size
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}
