import Foundation

/// The files that follow from the schemas, by their paths in the package.
struct GeneratedFiles {
  private(set) var contents: [String: String] = [:]

  /// The folders that hold nothing but generated files.
  static let folders = [
    "Sources/LedgerCore/Vocabulary/Generated", "Sources/GovDataLedger/Projections/Rows",
  ]

  /// Writes all that follows from the schemas of a package.
  init(of package: URL) throws {
    let vocabulary = try Vocabulary(under: package)
    contents = try Self.formatted(vocabulary.swiftSources(), in: package)
    contents["Schemas/projections.sql"] = vocabulary.projectionsSQL()
    contents["Sources/CBundledFiles/bundled_files.c"] = vocabulary.bundledFilesSource()
    for name in ["record", "event"] {
      let path = "Schemas/\(name).json"
      let text = try String(contentsOf: package.appending(path: path), encoding: .utf8)
      contents[path] = try vocabulary.schemaOfRecords(text, isStored: name == "event")
    }
    let coverage = try Coverage(vocabulary, under: package)
    contents["Schemas/coverage.md"] = coverage.markdown()
    contents["Schemas/order-329.md"] = try LiterateBook(coverage, under: package).markdown()
  }

  /// The files of a package that are not what the schemas give: changed, missing or left over.
  func differences(in package: URL) throws -> [String] {
    var differences = contents.filter { path, text in
      (try? String(contentsOf: package.appending(path: path), encoding: .utf8)) != text
    }.map(\.key)
    for folder in Self.folders {
      let names =
        (try? FileManager.default.contentsOfDirectory(
          atPath: package.appending(path: folder).path)) ?? []
      differences += names.map { "\(folder)/\($0)" }.filter { contents[$0] == nil }
    }
    return differences.sorted()
  }

  /// Makes the files of a package what the schemas give, and returns those that were not.
  func write(to package: URL) throws -> [String] {
    let differences = try differences(in: package)
    for path in differences {
      let url = package.appending(path: path)
      guard let text = contents[path] else {
        try FileManager.default.removeItem(at: url)
        continue
      }
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    return differences
  }

  /// Swift sources as the package's formatter lays them out.
  private static func formatted(
    _ sources: [String: String], in package: URL
  ) throws -> [String: String] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vocabulary-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = sources.keys.sorted()
    for (number, path) in paths.enumerated() {
      try sources[path]?.write(
        to: folder.appending(path: "\(number).swift"), atomically: false, encoding: .utf8)
    }
    let format = Process()
    format.executableURL = URL(filePath: "/usr/bin/env")
    format.arguments = [
      "swift", "format", "format", "--in-place", "--recursive", "--parallel", "--configuration",
      package.appending(path: ".swift-format").path, folder.path,
    ]
    try format.run()
    format.waitUntilExit()
    guard format.terminationStatus == 0 else {
      throw VocabularyError("`swift format` ended with status \(format.terminationStatus)")
    }
    var formatted: [String: String] = [:]
    for (number, path) in paths.enumerated() {
      formatted[path] = try String(
        contentsOf: folder.appending(path: "\(number).swift"), encoding: .utf8)
    }
    return formatted
  }
}
