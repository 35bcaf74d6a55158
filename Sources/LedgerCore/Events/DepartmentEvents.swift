/// What a body is (arts. 6, 9, 15, 31, 39).
public enum BodyKind: String, Sendable, CaseIterable {
  /// A department (有关部门).
  case department
  /// The authority in charge of big data work (大数据工作主管部门).
  case dataAuthority
  /// The cyberspace authority (网信部门).
  case cyberspaceAuthority
  /// A people's government (人民政府).
  case government
  /// An institution that laws authorise to manage public affairs (事业单位, art. 39).
  case institution
  /// A public utility (公用事业运营单位), bound by reference (参照, art. 39).
  case utility
}

/// `department.registered`: a body enters the ledger, with its division and kind.
public struct DepartmentRegistered: Hashable, Sendable, EventPayload {
  /// The body.
  public let department: BodyCode
  /// The division whose body it is; the level follows from the code.
  public let division: Division
  /// What it is.
  public let kind: BodyKind
  /// Its full name.
  public let name: String

  /// Registers a body.
  public init(department: BodyCode, name: String, division: Division, kind: BodyKind) {
    self.department = department
    self.division = division
    self.kind = kind
    self.name = name
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    department = try reader.bodyCode("department")
    division = try reader.member("division") { reader throws(LedgerError) in
      try reader.division()
    }
    kind = try reader.choice("kind")
    name = try reader.text("name")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("department", department)
    writer.member("division", division.description)
    writer.member("kind", kind)
    writer.member("name", name)
  }

  var stream: StreamName { StreamName(.department, Identifier(department.description)) }
}
