@testable import LedgerCore
import Testing
import TestSupport

/// The writer's memory is bounded, keeps what is used, and never tells of another stream.
@Suite struct RecorderMemoryTests {
  private func name(_ number: Int) -> NameHash {
    NameHash(StreamName(.shareRequest, Identifier("R\(number)")))
  }

  private func stream(_ version: Int64) -> RecorderMemory.Stream {
    RecorderMemory.Stream(state: .exists, version: version)
  }

  @Test func whatIsUsedStays() {
    let memory = RecorderMemory(largestGeneration: 10)
    memory.remember(name(0), stream(0))
    for number in 1...100 {
      memory.remember(name(number), stream(Int64(number)))
      #expect(memory.stream(name(0))?.version == 0, "after \(number)")
    }
    #expect(memory.stream(name(1)) == nil && memory.stream(name(100))?.version == 100)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func agreesWithADictionary(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let generation = Int.random(in: 1...20, using: &generator)
    let memory = RecorderMemory(largestGeneration: generation)
    var all: [NameHash: Int64] = [:]
    var recent: [NameHash] = []
    for step in 0..<2000 {
      let name = name(Int.random(in: 0..<60, using: &generator))
      if Bool.random(using: &generator) {
        memory.remember(name, stream(Int64(step)))
        all[name] = Int64(step)
      } else if let found = memory.stream(name) {
        #expect(found.version == all[name], "seed \(seed), step \(step)")
      } else {
        // Only what was not used for a whole generation may be forgotten.
        #expect(!recent.suffix(generation).contains(name), "seed \(seed), step \(step)")
        continue
      }
      recent.append(name)
    }
    memory.forget()
    #expect(memory.stream(name(1)) == nil)
  }
}
