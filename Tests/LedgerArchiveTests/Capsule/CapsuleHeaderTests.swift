import LedgerArchive
import Testing

@Suite("A capsule's header")
struct CapsuleHeaderTests {
  private let archive: Archive

  init() throws {
    archive = Archive(try CapsuleExamples.small())
  }

  @Test(
    "with another field is refused, though its checksum is right",
    arguments: [
      ("directory", 156, "5"), ("link", 156, "1"), ("symbolic link", 156, "2"),
      ("pax header", 156, "x"), ("long name", 156, "L"), ("sparse", 156, "S"), ("old", 156, "\0"),
      ("executable", 100, "0000755"), ("mode with blank", 100, " 000644"),
      ("short mode", 100, "000644\0"), ("mode of 12 bits", 100, "0100644"),
      ("owner", 108, "0001750"), ("group", 116, "0000144"), ("owner's name", 265, "root"),
      ("group's name", 297, "root"), ("time", 136, "14717465624"),
      ("blank time", 136, "           "), ("GNU magic", 257, "ustar  \0"),
      ("no magic", 257, "\0\0\0\0\0\0\0\0"), ("version", 263, "01"), ("link's name", 157, "a"),
      ("device", 329, "0000000"), ("minor device", 337, "0000001"), ("prefix", 345, "a"),
      ("end of block", 511, "\u{1}"), ("after the name", 60, "a"),
    ])
  func fields(name: String, offset: Int, text: String) throws {
    for place in archive.members.indices {
      var changed = archive
      changed.members[place].changes = [offset: Array(text.utf8)]
      let error = try CapsuleExamples.refusal(of: changed.bytes)
      #expect(error?.code == .header, "\(archive.members[place].name)")
      #expect(error.map { archive.members[place].name.hasPrefix($0.member) } == true)
    }
  }

  @Test(
    "with a size that is not eleven octal digits and a zero is refused",
    arguments: [
      ("negative in base 256", "\u{80}"), ("blank", " "), ("sign", "+"), ("minus", "-"),
      ("digit 8", "00000000008\0"), ("blanks", "          4\0"), ("no zero", "000000000004"),
      ("blank instead of zero", "00000000004 "), ("short", "4\0"), ("hexadecimal", "0000000000a\0"),
      ("empty", "\0\0\0\0\0\0\0\0\0\0\0\0"),
    ])
  func octal(name: String, text: String) throws {
    for place in archive.members.indices {
      var changed = archive
      var bytes = Array(text.utf8)
      if name == "negative in base 256" { bytes = [0x80] + [UInt8](repeating: 0, count: 11) }
      changed.members[place].changes = [124: bytes]
      #expect(try CapsuleExamples.refusal(of: changed.bytes)?.code == .header)
      changed.members[place].changes = [124: [UInt8](repeating: 0xff, count: 12)]
      #expect(try CapsuleExamples.refusal(of: changed.bytes)?.code == .header)
    }
  }

  @Test("with a size that its member cannot have is refused before it is read")
  func sizes() throws {
    for place in archive.members.indices {
      for size in ["77777777777", "10000000000", "00200000000", "00000000000"] {
        var changed = archive
        changed.members[place].changes = [124: Array(size.utf8)]
        let bytes = changed.bytes
        // Much more would be there to read.
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        let given = CapsuleExamples.source(bytes)
        var taken = 0
        let error = #expect(throws: CapsuleError.self) {
          let capsule = try UnverifiedCapsule { count in
            let next = given(min(count, 512))
            taken += 512
            return next.isEmpty ? zeros : next
          }
          var reader = try capsule.verified(by: ExampleLog.policy())
          while try reader.next() != nil {}
          _ = try reader.finish()
        }
        #expect(error?.code == .size, "\(archive.members[place].name) of \(size)")
        #expect(taken <= bytes.count)
      }
    }
  }

  @Test("with a wrong checksum is refused")
  func checksum() throws {
    for place in archive.members.indices {
      for text in ["000000\0 ", "0000000 ", " 0000000"] {
        var changed = archive
        changed.members[place].changes = [148: Array(text.utf8)]
        changed.members[place].sumsUp = false
        #expect(try CapsuleExamples.refusal(of: changed.bytes)?.code == .header)
      }
    }
  }

  @Test(
    "with a name that leads elsewhere is refused",
    arguments: ["../checkpoint", "/checkpoint", "./capsule.json", "checkpoints/", "CAPSULE.JSON"])
  func names(name: String) throws {
    for place in archive.members.indices {
      var changed = archive
      changed.members[place].name = name
      #expect(try CapsuleExamples.refusal(of: changed.bytes) != nil)
    }
  }
}
