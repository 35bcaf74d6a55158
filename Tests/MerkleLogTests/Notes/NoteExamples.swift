import MerkleLog

/// Keys and notes to test with: those of the documentation of golang.org/x/mod/sumdb/note, and some
/// made with an independent implementation (Python's `cryptography`).
enum NoteExamples {
  static let text = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """
  static let peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let peterSecret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let peterLine =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    + "6KE6RyyBwJnAM=\n"
  static let enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
  static let enochLine =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33W"
    + "Wd1RvMc+QQ=\n"

  static let logKey =
    "example.com/behind-the-sofa+13e30ba2+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
  static let logSecret =
    "PRIVATE+KEY+example.com/behind-the-sofa+13e30ba2+ASAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/"
  static let witnessKey = "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
  static let witnessSecret =
    "PRIVATE+KEY+witness.example/w1+e75f6532+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
  static let body = """
    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    """
  static let time: Int64 = 1_679_315_147
  static let logLine =
    "— example.com/behind-the-sofa E+MLootScofIiK0RZI/1vBb3DLwLb9bRvYSiPagYXhmOMuCwTwTFDFGPPIh+bN0l"
    + "JBDcB8sSuVirgwX2FlEsjzuB1gQ=\n"
  static let witnessLine =
    "— witness.example/w1 519lMgAAAABkGFDLBuRDazBLVac2NE+Y+IjbjQOcXLfF9CSDZVUIoS83rE1nFZsVE8YiWV6N"
    + "gr7lV8H6bdoBQGP/l73euDMQ9k+bBQ==\n"

  static func note(_ parts: String...) throws(MerkleLogError) -> UnverifiedNote {
    try UnverifiedNote(parts.joined().utf8)
  }

  /// A key of a seed that is this byte 32 times.
  static func key(
    _ name: String, _ seed: UInt8, _ type: SignatureType = .ed25519
  ) throws(MerkleLogError) -> SignerKey {
    try SignerKey(
      name: try KeyName(name), type: type, seed: Array(repeating: seed, count: 32))
  }
}
