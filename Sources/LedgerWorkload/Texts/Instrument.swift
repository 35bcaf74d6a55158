import WorkingDays

/// A law or regulation whose coming into force made departments look at their catalogues (art. 16).
struct Instrument: Sendable {
  let name: String
  /// The name as a basis is cited: in title marks.
  let citation: String
  let promulgatedOn: CivilDate?
  let effectiveOn: CivilDate
  /// The kinds of body that it touches most.
  let touches: [BodyType]

  private init?(
    _ name: String, _ promulgatedOn: String, _ effectiveOn: String, _ touches: [BodyType]
  ) {
    guard let effective = CivilDate(effectiveOn) else { return nil }
    self.name = name
    citation = "《" + name + "》"
    self.promulgatedOn = CivilDate(promulgatedOn)
    self.effectiveOn = effective
    self.touches = touches
  }

  /// Laws and regulations of the years 2020 to 2026, in order of coming into force.
  static let all: [Instrument] = [
    Instrument(
      "保障农民工工资支付条例", "2019-12-30", "2020-05-01", [.humanResources, .housing, .transport]),
    Instrument(
      "中华人民共和国固体废物污染环境防治法（2020年修订）", "2020-04-29", "2020-09-01",
      [.ecology, .urbanManagement, .agriculture]),
    Instrument(
      "中华人民共和国民法典", "2020-05-28", "2021-01-01",
      [.civilAffairs, .propertyRegistration, .naturalResources, .justice]),
    Instrument(
      "中华人民共和国行政处罚法（2021年修订）", "2021-01-22", "2021-07-15",
      [.justice, .marketSupervision, .transport]),
    Instrument(
      "中华人民共和国数据安全法", "2021-06-10", "2021-09-01",
      [.dataAuthority, .cyberspaceAuthority, .publicSecurity]),
    Instrument(
      "中华人民共和国契税法", "2020-08-11", "2021-09-01", [.taxation, .propertyRegistration, .housing]),
    Instrument(
      "中华人民共和国个人信息保护法", "2021-08-20", "2021-11-01",
      [.publicSecurity, .humanResources, .health, .education]),
    Instrument(
      "山东省大数据发展促进条例", "2021-09-30", "2022-01-01",
      [.dataAuthority, .approval, .developmentAndReform]),
    Instrument(
      "中华人民共和国市场主体登记管理条例", "2021-07-27", "2022-03-01",
      [.marketSupervision, .approval, .taxation]),
    Instrument(
      "中华人民共和国印花税法", "2021-06-10", "2022-07-01", [.taxation, .finance, .propertyRegistration]),
    Instrument(
      "中华人民共和国反电信网络诈骗法", "2022-09-02", "2022-12-01",
      [.publicSecurity, .cyberspaceAuthority, .justice]),
    Instrument(
      "中华人民共和国妇女权益保障法（2022年修订）", "2022-10-30", "2023-01-01",
      [.civilAffairs, .humanResources, .health]),
    Instrument(
      "中华人民共和国黄河保护法", "2022-10-30", "2023-04-01", [.water, .ecology, .naturalResources]),
    Instrument(
      "中华人民共和国无障碍环境建设法", "2023-06-28", "2023-09-01", [.housing, .transport, .civilAffairs]),
    Instrument(
      "社会保险经办条例", "2023-08-16", "2023-12-01",
      [.socialInsurance, .humanResources, .medicalSecurity]),
    Instrument(
      "中华人民共和国行政复议法（2023年修订）", "2023-09-01", "2024-01-01",
      [.justice, .marketSupervision, .naturalResources]),
    Instrument(
      "未成年人网络保护条例", "2023-10-16", "2024-01-01", [.cyberspaceAuthority, .education, .civilAffairs]),
    Instrument(
      "中华人民共和国保守国家秘密法（2024年修订）", "2024-02-27", "2024-05-01",
      [.publicSecurity, .dataAuthority, .cyberspaceAuthority]),
    Instrument(
      "中华人民共和国公司法（2023年修订）", "2023-12-29", "2024-07-01",
      [.marketSupervision, .approval, .commerce]),
    Instrument(
      "公平竞争审查条例", "2024-06-06", "2024-08-01",
      [.marketSupervision, .developmentAndReform, .commerce]),
    Instrument(
      "网络数据安全管理条例", "2024-09-24", "2025-01-01",
      [.dataAuthority, .cyberspaceAuthority, .powerSupply]),
    Instrument(
      "公共安全视频图像信息系统管理条例", "2025-01-13", "2025-04-01",
      [.publicSecurity, .transport, .education]),
    Instrument(
      "中华人民共和国民营经济促进法", "2025-04-30", "2025-05-20",
      [.developmentAndReform, .marketSupervision, .industry]),
    Instrument(
      "政务数据共享条例", "2025-05-28", "2025-08-01",
      [.dataAuthority, .publicSecurity, .humanResources, .marketSupervision]),
    Instrument(
      "中华人民共和国反不正当竞争法（2025年修订）", "2025-06-27", "2025-10-15",
      [.marketSupervision, .commerce, .cyberspaceAuthority]),
    Instrument(
      "中华人民共和国增值税法", "2024-12-25", "2026-01-01", [.taxation, .finance, .commerce]),
    Instrument(
      "中华人民共和国治安管理处罚法（2025年修订）", "2025-06-27", "2026-01-01",
      [.publicSecurity, .justice, .education]),
    Instrument(
      "中华人民共和国网络安全法（2025年修正）", "2025-10-28", "2026-01-01",
      [.cyberspaceAuthority, .publicSecurity, .dataAuthority]),
  ].compactMap(\.self)

  /// The places of those that come into force in a span.
  static func effective(in span: Span) -> [Int] {
    all.indices.filter { span.days.contains(HistoryTime.day(of: all[$0].effectiveOn)) }
  }

  /// What changes a single department's functions.
  static let functionChanges = [
    "机构编制委员会关于调整部门职责和内设机构的通知", "关于承接省级下放行政权力事项的决定",
    "关于公布权责清单动态调整事项的通知", "关于相对集中行政许可权改革的实施方案",
  ]
}
