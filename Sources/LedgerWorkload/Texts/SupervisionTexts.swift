/// What stands in the records of training, evaluation and referral.
enum SupervisionTexts {
  static let trainings = [
    "政务数据共享应用培训班", "首席数据官能力提升培训班", "数据安全与个人信息保护培训", "政务数据目录编制业务培训",
  ]

  static let results = ["优秀", "良好", "良好", "合格", "需改进"]

  static let basis = "《山东省电子政务和政务数据管理办法》第三十七条"

  static let findings = [
    "共享申请多次逾期未答复", "政务数据目录长期未更新", "数据安全事件未按规定报告", "未经审核开工建设信息化项目",
  ]

  /// To whom it is referred, after the division's name.
  static let supervisors = "监察委员会"
}
