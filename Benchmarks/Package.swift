// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

let ledger: Target.Dependency = .product(name: "GovDataLedger", package: "GovDataLedger")
let workload: Target.Dependency = .product(name: "LedgerWorkload", package: "GovDataLedger")
let archive: Target.Dependency = .product(name: "LedgerArchive", package: "GovDataLedger")
let merkle: Target.Dependency = .product(name: "MerkleLog", package: "GovDataLedger")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "GovDataLedgerBenchmarks",
  dependencies: [
    .package(name: "GovDataLedger", path: "../"),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "ratios",
      dependencies: ["CCores", "CRivalSQLite", ledger, workload, archive, crypto, arguments],
      swiftSettings: strict),
    .target(name: "CCores", cSettings: [.treatAllWarnings(as: .error)]),
    .systemLibrary(
      name: "CRivalSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .executableTarget(
      name: "Micro",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"), ledger, workload, archive, merkle,
      ],
      path: "Benchmarks/Micro",
      swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
