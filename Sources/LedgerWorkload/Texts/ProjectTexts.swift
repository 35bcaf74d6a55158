import LedgerCore

/// What stands in the records of projects.
enum ProjectTexts {
  static func names(_ kind: ProjectKind) -> [String] {
    switch kind {
    case .develop: developments
    case .maintain: maintenance
    case .purchase: purchases
    }
  }

  private static let developments = [
    "综合业务管理平台升级改造项目", "“一网通办”协同办理系统建设项目", "数据治理与共享交换平台项目",
    "移动执法系统建设项目", "智慧监管应用系统项目", "电子证照应用场景开发项目",
  ]
  private static let maintenance = [
    "政务信息系统年度运行维护项目", "数据库及中间件运维服务项目", "网络安全运维服务项目",
  ]
  private static let purchases = [
    "政务云资源服务采购项目", "数据服务采购项目", "等级保护测评服务采购项目", "视频会议服务采购项目",
  ]

  static let approvals = [
    "建设内容符合统一规划，同意立项。", "已明确数据共享清单，审核通过。",
  ]
  static let returns = ["数据共享清单不完整，退回补充。", "投资概算依据不足，退回修改。"]
  static let rejections = [
    "与省级统建系统功能重复，不予通过。", "不使用统一政务云资源，不符合集约化建设要求。",
  ]
}
