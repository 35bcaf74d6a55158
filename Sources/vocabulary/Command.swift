import Foundation

/// `swift run vocabulary`: writes what follows from `Schemas/events`; with `--check` it only says
/// which files differ, and exits 1 if there are any.
@main
enum Command {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.isEmpty || arguments == ["--check"] else {
      fail("usage: swift run vocabulary [--check]", status: 64)
    }
    let package = URL(filePath: FileManager.default.currentDirectoryPath)
    do {
      let files = try GeneratedFiles(of: package)
      guard arguments.isEmpty else {
        let differences = try files.differences(in: package)
        if differences.isEmpty { return }
        fail(
          "not what the schemas give; run `swift run vocabulary`:\n"
            + differences.joined(separator: "\n"), status: 1)
      }
      for path in try files.write(to: package) { print(path) }
    } catch {
      fail("\(error)", status: 65)
    }
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("vocabulary: \(message)\n".utf8))
    exit(status)
  }
}
