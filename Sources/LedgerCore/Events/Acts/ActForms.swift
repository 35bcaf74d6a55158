/// The forms, by the part of the law that they come from.
extension ActForm {
  /// Acts about share requests (政务数据共享条例 arts. 21 and 22).
  static let sharing = [
    ActForm(
      .shareExtended, .shareRequest, .follows, "request",
      [.code("authority"), .days, .date("noticedOn").optional, .text("reason")]),
    ActForm(.shareSupplementRequested, .shareRequest, .follows, "request", [.texts("missing")]),
    ActForm(.shareSupplemented, .shareRequest, .follows, "request", [.instant("receivedAt")]),
    ActForm(
      .shareProvided, .shareRequest, .follows, "request",
      [.choice("mode", "interface", "batch", "file")]),
  ]

  /// Acts about updates of the catalogue (政务数据共享条例 art. 17).
  static let catalogue = [
    ActForm(
      .updateExtended, .updateTrigger, .follows, "trigger",
      [.code("authority"), .days, .known("entry", .catalogEntry).optional, .text("reason")]),
    ActForm(.updateSubmitted, .updateTrigger, .followsOnce, "trigger", [.code("authority")]),
    ActForm(.updatePublished, .updateTrigger, .follows, "trigger", []),
  ]

  /// Verifications of data (校核, Order 329 art. 17, 政务数据共享条例 art. 26).
  static let verifications = [
    ActForm(
      .verificationRaised, .verification, .opens, "verification",
      [
        .known("entry", .catalogEntry), .text("problem"), .instant("receivedAt"),
        .code("requester"),
      ]),
    ActForm(
      .verificationResolved, .verification, .followsOnce, "verification",
      [.text("explanation").optional, .choice("outcome", "corrected", "confirmed")]),
  ]

  /// Applications for data open on application (Order 329 arts. 24 and 25, 政府信息公开条例 arts. 30,
  /// 32 and 33).
  static let openness = [
    ActForm(
      .openApplied, .openApplication, .opens, "application",
      [
        .text("applicant"), .known("entry", .catalogEntry), .text("purpose"),
        .instant("receivedAt"),
      ]),
    ActForm(
      .openCorrectionRequested, .openApplication, .follows, "application", [.texts("missing")]),
    ActForm(.openCorrected, .openApplication, .follows, "application", [.instant("receivedAt")]),
    ActForm(.openConsultationBegun, .openApplication, .follows, "application", [.text("party")]),
    ActForm(
      .openConsultationEnded, .openApplication, .follows, "application",
      [.text("outcome").optional]),
    ActForm(
      .openExtended, .openApplication, .follows, "application",
      [.text("consentedBy"), .days, .date("noticedOn").optional, .text("reason")]),
    ActForm(
      .openReplied, .openApplication, .followsOnce, "application",
      [.choice("decision", "agreed", "partlyAgreed", "refused"), .text("reasons").optional]),
    ActForm(.openWithdrawn, .openApplication, .followsOnce, "application", [.text("reason")]),
  ]

  /// The end of an incident (国家网络安全事件报告管理办法 art. 8).
  static let incidents = [
    ActForm(.incidentClosed, .incident, .followsOnce, "incident", [.text("conclusion")]),
    ActForm(
      .incidentSummarised, .incident, .follows, "incident", [.code("recipient"), .text("summary")]),
  ]
}
