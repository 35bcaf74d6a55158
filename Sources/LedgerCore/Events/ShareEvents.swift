import WorkingDays

/// `share.requested`: a department asks for conditionally shared data (共享申请, art. 23).
public struct ShareRequested: Hashable, Sendable, EventPayload {
  /// The request.
  public let request: Identifier
  /// The catalogue entry asked for.
  public let entry: Identifier
  /// The body that asks.
  public let requester: BodyCode
  /// What the data is for; it may not be used for anything else (art. 23).
  public let purpose: String
  /// The duty in law that the data serves.
  public let legalBasis: String
  /// The items asked for, when not all.
  public let items: [String]?
  /// When the platform received the request; 10 working days run from that day.
  public let receivedAt: Instant

  /// Records a request.
  public init(
    request: Identifier, entry: Identifier, requester: BodyCode, purpose: String,
    legalBasis: String, items: [String]? = nil, receivedAt: Instant
  ) {
    self.request = request
    self.entry = entry
    self.requester = requester
    self.purpose = purpose
    self.legalBasis = legalBasis
    self.items = items
    self.receivedAt = receivedAt
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    entry = try reader.identifier("entry")
    let items = try reader.optional("items") { reader throws(LedgerError) in
      try reader.distinct(orEmpty: false) { reader throws(LedgerError) in
        Identifier(try reader.text())
      }
    }
    self.items = items?.map(\.text)
    legalBasis = try reader.text("legalBasis")
    purpose = try reader.text("purpose")
    receivedAt = try reader.instant("receivedAt")
    request = try reader.identifier("request")
    requester = try reader.bodyCode("requester")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("entry", entry)
    writer.member("items", items)
    writer.member("legalBasis", legalBasis)
    writer.member("purpose", purpose)
    writer.member("receivedAt", receivedAt)
    writer.member("request", request)
    writer.member("requester", requester)
  }

  var stream: StreamName { StreamName(.shareRequest, request) }
}

/// What a department answers to a share request (art. 23).
public enum ShareDecision: String, Sendable, CaseIterable {
  /// Agreed to share (同意共享).
  case agreed
  /// Refused to share (不同意共享); reasons must be given.
  case refused
}

/// `share.replied`: the answer to a share request (答复, art. 23).
public struct ShareReplied: Hashable, Sendable, EventPayload {
  /// The request.
  public let request: Identifier
  /// The answer.
  public let decision: ShareDecision
  /// The terms on which the data is to be used.
  public let terms: String?
  /// The reasons of a refusal (art. 23: 应当说明理由).
  public let reasons: String?

  /// Records an answer.
  public init(
    request: Identifier, decision: ShareDecision, terms: String? = nil, reasons: String? = nil
  ) {
    self.request = request
    self.decision = decision
    self.terms = terms
    self.reasons = reasons
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    decision = try reader.choice("decision")
    reasons = try reader.optionalText("reasons")
    request = try reader.identifier("request")
    terms = try reader.optionalText("terms")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("decision", decision)
    writer.member("reasons", reasons)
    writer.member("request", request)
    writer.member("terms", terms)
  }

  var stream: StreamName { StreamName(.shareRequest, request) }
}

/// `share.withdrawn`: the requester takes a request back.
public struct ShareWithdrawn: Hashable, Sendable, EventPayload {
  /// The request.
  public let request: Identifier
  /// Why.
  public let reason: String

  /// Records a withdrawal.
  public init(request: Identifier, reason: String) {
    self.request = request
    self.reason = reason
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    reason = try reader.text("reason")
    request = try reader.identifier("request")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("reason", reason)
    writer.member("request", request)
  }

  var stream: StreamName { StreamName(.shareRequest, request) }
}
