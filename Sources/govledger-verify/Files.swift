import LedgerCore
import MerkleLog
import WorkingDays

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file, or standard input, that is read once from its beginning.
struct InputFile {
  private let descriptor: Int32
  private let path: String
  /// What was read to look at, and is not handed out yet.
  private var ahead: [UInt8] = []

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Refusal) {
    self.path = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      // The system lacks the means, or the file is at fault.
      let status: Int32 = [EMFILE, ENFILE, ENOMEM, EIO].contains(errno) ? 74 : 66
      throw Refusal(status, "\(path): cannot be opened: \(String(cString: strerror(errno)))")
    }
  }

  /// Whether the first byte opens a JSON object.
  ///
  /// - Throws: a refusal also when the file is a private key's.
  mutating func beginsAsJSON() throws(Refusal) -> Bool {
    if ahead.isEmpty { ahead = try read(Self.keySize) }
    try refusePrivateKey(in: ahead)
    return ahead.first == UInt8(ascii: "{")
  }

  /// How many bytes a file of a private key has at most.
  private static let keySize = 4096

  /// Whoever gives a key file by mistake must not find it quoted in an error.
  private func refusePrivateKey(in bytes: [UInt8]) throws(Refusal) {
    if PrivateKeyText.isFound(in: bytes) {
      throw Refusal(1, "\(path): holds a private key, which belongs nowhere; give another file")
    }
  }

  /// The next bytes: as many as asked for, fewer only at the end.
  mutating func next(_ count: Int) throws(Refusal) -> [UInt8] {
    let known = ahead.prefix(count)
    ahead = Array(ahead.dropFirst(count))
    return known + (known.count < count ? try read(count - known.count) : [])
  }

  /// All bytes to the end.
  mutating func readAll(
    atMost limit: Int = UnverifiedCertificate.largestSize
  ) throws(Refusal) -> [UInt8] {
    let bytes = try next(limit + 1)
    try refusePrivateKey(in: bytes)
    guard bytes.count <= limit else {
      throw Refusal(1, "\(path): expected at most \(limit) bytes, found more")
    }
    return bytes
  }

  private func read(_ count: Int) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let wanted = min(count - bytes.count, 1 << 16)
      var failed = false
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        let found = systemRead(descriptor, buffer.baseAddress, wanted)
        failed = found < 0
        filled = max(0, found)
      }
      if failed, errno == EINTR { continue }
      guard !failed else {
        throw Refusal(74, "\(path): cannot be read: \(String(cString: strerror(errno)))")
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int
{
  read(descriptor, bytes, count)
}

/// Standard output.
enum StandardOutput {
  /// Writes bytes to standard output.
  static func write(_ bytes: [UInt8]) throws(Refusal) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw Refusal(
          74, "standard output: cannot be written: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(written)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// Ends the program.
func leave(_ status: Int32) -> Never { exit(status) }

/// The machine's clock.
enum SystemClock {
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    return Instant(millisecondsSinceEpoch: milliseconds) ?? .max
  }
}
