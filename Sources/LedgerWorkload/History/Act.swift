import LedgerCore

/// What will happen. Each act makes one record when its time comes; it decides the rest by then.
enum Act: Sendable {
  case registerBody(Int)
  case registerSecondAuthority
  case mergeBody
  /// A department registers entries of its catalogue, one after the other.
  case registerEntries(body: Int, left: Int)
  case adoptRules
  /// A notice, by its index in the bundled law.
  case issueNotice(Int)
  /// Something begins of its own accord.
  case begin(Beginning)
  /// A law, by its index, touches a department.
  case trigger(instrument: Int, body: Int)
  case answer(TriggerAnswer)
  case reply(OpenRequest)
  case withdraw(OpenRequest, replyFollows: Bool)
  case remedy(OpenIncident)
  case report(OpenIncident, ReportRecipient)
  case review(OpenProject)
  case start(OpenProject)
  /// A part of the common infrastructure comes about.
  case works(Works)
  /// A government publishes the development plan of a year.
  case publishPlan(seat: Int, year: Int)
  /// An authority sets its plan of a year.
  case setAnnualPlan(seat: Int, year: Int)
  case follow(Sequel)

  /// Whether it registers a body or an entry of the first catalogues.
  var isRegistration: Bool {
    switch self {
    case .registerBody, .registerSecondAuthority, .registerEntries: true
    default: false
    }
  }
}

/// What begins of its own accord.
enum Beginning: Int, CaseIterable, Sendable {
  case request
  case project
  case incident
  case filing
  case revision
  case retirement
  case registration
  case functionChange
  case specialPlan
  case cloudUse
  case works
  case master
  case source
  case collection
  case verification
  case quality
  case purchase
  case access
  case paper
  case publication
  case application
  case securityRules
  case assessment
  case drill
  case officer
  case training
  case evaluation
  case referral
}

/// A share request without an answer.
struct OpenRequest: Sendable {
  let serial: Int
  /// The body whose data is asked for.
  let holder: Int
  let requester: Int
  /// What the data is for, by its place among the texts.
  let purpose: Int
  /// The items that are asked for; `nil` for all.
  let items: [String]?
  /// The day of receipt, from which is counted.
  let receivedOn: Int
  /// Whether it was withdrawn while a reply was on its way.
  var isWithdrawn = false
}

/// An incident that has not been reported or remedied.
struct OpenIncident: Sendable {
  let serial: Int
  let body: Int
}

/// A project that has not started.
struct OpenProject: Sendable {
  let serial: Int
  let body: Int
  /// The number of reviews that it has had.
  var reviews = 0
  /// Whether its start does not wait for a review.
  var startsRegardless = false
}

/// How a department answers an update trigger.
struct TriggerAnswer: Sendable {
  /// What the answer does.
  enum Kind: Sendable {
    /// It revises the entry.
    case revise
    /// It retires the entry.
    case retire
    /// It finds that the entry, or without one all that is touched, needs no change.
    case review
  }

  let trigger: Int
  /// The answer's number among those to the trigger.
  let number: Int
  let body: Int
  let entry: EntryReference?
  /// The law that the trigger is about; `nil` for a change of functions.
  let instrument: Int?
  let kind: Kind
}
