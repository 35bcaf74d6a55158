// Rows of security, officers, training, evaluation and referral (Order 329 arts. 29 to 38).

/// A row of `security_measures`.
public struct SecurityMeasureRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "security_measures"
  /// Position of the event.
  public let position: Int64
  /// The body.
  public let department: String
  /// `managementRules`, `emergencyPlan`, `applicationRules`, `riskAssessment`, `securityTest` or
  /// `drill`.
  public let kind: String
  /// The title, the result or the scenario.
  public let subject: String
  /// When.
  public let takenAt: String
}

/// A row of `officers`.
public struct OfficerRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "officers"
  /// Position of officer.designated.
  public let position: Int64
  /// The body.
  public let department: String
  /// Who.
  public let name: String
  /// In what post.
  public let post: String
  /// When.
  public let designatedAt: String
}

/// A row of `trainings`.
public struct TrainingRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "trainings"
  /// The training.
  public let training: String
  /// The authority that planned it.
  public let authority: String
  /// Its title.
  public let title: String
  /// The year.
  public let year: Int
  /// When it was planned.
  public let plannedAt: String
  /// When it was last held.
  public let heldAt: String?
  /// How many took part then.
  public let participants: Int?
  /// Position of training.planned.
  public let position: Int64
}

/// A row of `evaluations`.
public struct EvaluationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "evaluations"
  /// The evaluation.
  public let evaluation: String
  /// The department.
  public let department: String
  /// The government that evaluates.
  public let government: String
  /// The period.
  public let period: String
  /// The result.
  public let result: String
  /// When.
  public let recordedAt: String
  /// Position of evaluation.recorded.
  public let position: Int64
}

/// A row of `referrals`.
public struct ReferralRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "referrals"
  /// The referral.
  public let referral: String
  /// The body whose acts are referred.
  public let department: String
  /// The findings: a JSON list.
  public let findings: String
  /// The law that it rests on.
  public let basis: String
  /// To whom.
  public let referredTo: String
  /// When.
  public let referredAt: String
  /// Position of accountability.referred.
  public let position: Int64
}
