#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The three descriptors that every process is started with: standard input, output and error.
package enum StandardStreams {
  /// Makes sure that all three are open, so that no file that is opened later becomes one of them.
  /// To be called before anything else.
  ///
  /// One that was closed still fails when it is used: `/dev/null` stands in for it, opened the wrong
  /// way round.
  package static func hold() {
    let streams = [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    for (descriptor, mode) in streams where fcntl(descriptor, F_GETFD) < 0 {
      // Those below are open by now, so that this is the lowest free descriptor, which is given.
      guard open("/dev/null", mode) == descriptor else { exit(74) }
    }
  }
}

/// The command line as the system handed it over.
package enum CommandLineWords {
  /// What is wrong with the first argument that is not UTF-8; `nil` when all are. Swift repairs what
  /// is not, and would then work on a file of another name.
  package static var fault: String? {
    for number in 0..<Int(CommandLine.argc) {
      guard let word = CommandLine.unsafeArgv[number], String(validatingCString: word) == nil else {
        continue
      }
      return "argument \(number) is not UTF-8: found “\(String(cString: word))”"
    }
    return nil
  }
}
