/// What stands in the records of the government cloud.
enum CloudTexts {
  static let nodePlan = "电子政务云节点建设方案"
  static let node = "电子政务云节点"
  static let secondNode = "电子政务云同城灾备节点"
  static let legacyNodes = ["政务数据中心机房", "智慧城市云平台", "政务服务云平台"]

  static let systems = [
    "综合执法管理系统", "档案数字化管理系统", "业务协同办公平台", "数据质量监测系统", "公众服务小程序",
    "证照核验服务系统", "视频会商系统", "信用信息管理系统",
  ]

  static let rejections = ["未完成网络安全等级保护定级备案，请完成后重新申请。", "与现有系统功能重复，建议整合部署。"]
}
