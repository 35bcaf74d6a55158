// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "GovDataLedger",
  products: [
    .library(name: "GovDataLedger", targets: ["GovDataLedger"]),
    // What the benchmarks measure apart; a service needs none of them.
    .library(name: "LedgerArchive", targets: ["LedgerArchive"]),
    .library(name: "LedgerWorkload", targets: ["LedgerWorkload"]),
    .library(name: "MerkleLog", targets: ["MerkleLog"]),
    .executable(name: "govledger", targets: ["govledger"]),
    .executable(name: "govledger-verify", targets: ["govledger-verify"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Arrows point down only: each target may depend on those below it.
    .executableTarget(
      name: "govledger",
      dependencies: ["GovDataLedger", "LedgerWorkload", "StandardStreams", arguments],
      swiftSettings: strict),
    // What an auditor runs: no database, no full Foundation.
    .executableTarget(
      name: "govledger-verify",
      dependencies: ["LedgerArchive", "StandardStreams", "LedgerCore", "MerkleLog"],
      swiftSettings: strict),
    .target(
      name: "GovDataLedger",
      dependencies: ["LedgerSQLite", "LedgerArchive", "LedgerCore", grdb],
      swiftSettings: strict),
    .target(
      name: "LedgerWorkload",
      dependencies: ["LedgerCore"],
      exclude: ["Sample/sample-history.jsonl"],
      swiftSettings: strict),
    .target(
      name: "LedgerSQLite",
      dependencies: ["LedgerArchive", "LedgerCore", "CSQLiteOptions", grdb, sqlite],
      swiftSettings: strict),
    .target(
      name: "LedgerArchive",
      dependencies: ["LedgerCore", "CLZ4"],
      swiftSettings: strict),
    // Writes what follows from Schemas/events: `swift run vocabulary`.
    .executableTarget(name: "vocabulary", swiftSettings: strict),
    .target(
      name: "StandardStreams", dependencies: ["LedgerCore", "MerkleLog"], swiftSettings: strict),
    .target(
      name: "LedgerCore",
      dependencies: ["MerkleLog", "WorkingDays", "CBundledFiles"],
      exclude: ["Bundled"],
      swiftSettings: strict),
    .target(name: "MerkleLog", dependencies: ["CSHA256Lanes", crypto], swiftSettings: strict),
    .target(name: "WorkingDays", swiftSettings: strict),
    .target(name: "CSHA256Lanes", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "CBundledFiles", cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "CSQLiteOptions", cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("sqlite3")]),
    .systemLibrary(
      name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),

    // What several test targets share.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "VocabularyTests", dependencies: ["vocabulary"], swiftSettings: strict),
    .testTarget(
      name: "WorkingDaysTests", dependencies: ["WorkingDays", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MerkleLogTests", dependencies: ["MerkleLog", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LedgerCoreTests", dependencies: ["LedgerCore", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerArchiveTests", dependencies: ["LedgerArchive", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerSQLiteTests",
      dependencies: ["LedgerSQLite", "LedgerWorkload", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "GovDataLedgerTests",
      dependencies: ["GovDataLedger", "LedgerWorkload", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LedgerWorkloadTests", dependencies: ["LedgerWorkload", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "StandardStreamsTests", dependencies: ["StandardStreams"], swiftSettings: strict),
    // Runs the built tools as processes.
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["govledger", "govledger-verify", "GovDataLedger", "TestSupport"],
      swiftSettings: strict),
  ],
  cLanguageStandard: .c2x
)
