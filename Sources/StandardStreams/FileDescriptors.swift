#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many files the process may open.
package enum FileDescriptors {
  /// What the system says when as many more files cannot be opened; `nil` when they can.
  ///
  /// To be asked before any work: the runtime's threads open files too, and where they cannot, they
  /// end the program without a word.
  package static func lack(of count: Int) -> String? {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    for _ in 0..<count {
      let descriptor = dup(STDIN_FILENO)
      guard descriptor >= 0 else { return String(cString: strerror(errno)) }
      opened.append(descriptor)
    }
    return nil
  }
}
