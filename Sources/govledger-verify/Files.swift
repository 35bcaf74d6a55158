import LedgerCore
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
    self.path = path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Refusal(66, "\(path): no such file that can be read") }
  }

  /// The same file from its beginning.
  func again() throws(Refusal) -> InputFile {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw Refusal(
        74, "\(path): the log adopts rule books, so it must be read twice; give it as a file")
    }
    var file = self
    file.ahead = []
    return file
  }

  /// Whether the first byte opens a JSON object.
  mutating func beginsAsJSON() throws(Refusal) -> Bool {
    if ahead.isEmpty { ahead = try read(1) }
    return ahead.first == UInt8(ascii: "{")
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
      guard !failed else { throw Refusal(74, "\(path): cannot be read") }
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

/// Standard output and standard error.
enum StandardOutput {
  /// Writes bytes to standard output.
  static func write(_ bytes: [UInt8]) throws(Refusal) {
    guard put(bytes[...], STDOUT_FILENO) else {
      throw Refusal(74, "standard output: cannot be written")
    }
  }

  /// The most characters of a complaint.
  private static let longestComplaint = 1000

  /// Writes one line to standard error.
  static func complain(_ message: String) {
    // What is refused, or a file's name, may hold anything, in any length.
    let scalars = message.unicodeScalars
    let line = scalars.prefix(longestComplaint).map { $0.isPlain ? $0 : " " }
    let end = scalars.count > longestComplaint ? "…\n" : "\n"
    let text = "govledger-verify: " + String(String.UnicodeScalarView(line)) + end
    _ = put(Array(text.utf8)[...], STDERR_FILENO)
  }

  private static func put(_ bytes: ArraySlice<UInt8>, _ descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}

extension Unicode.Scalar {
  /// Whether the scalar keeps to its line and its place on a terminal.
  fileprivate var isPlain: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
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
