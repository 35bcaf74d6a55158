import LedgerCore

/// The names of the common infrastructure, without that of the division before them.
enum WorksTexts {
  static let networks = ["电子政务外网", "电子政务外网骨干网扩容工程", "电子政务外网IPv6改造工程", "电子政务外网备份链路"]

  /// Shared support systems, with their kinds.
  static let support: [(kind: InfrastructureRecorded.Kind, name: String)] = [
    (.identityAuthentication, "统一身份认证平台"), (.electronicSeal, "电子印章系统"),
    (.otherShared, "统一公共支付平台"), (.otherShared, "电子证照库管理系统"),
  ]

  /// Databases that the province builds, with their kinds (art. 20).
  static let databases: [(kind: PlatformRecorded.Kind, name: String)] =
    ["人口", "法人单位", "空间地理", "电子证照", "公共信用", "宏观经济"].map {
      (PlatformRecorded.Kind.baseDatabase, $0 + "基础数据库")
    } + ["医疗健康", "交通出行", "生态环境"].map { (PlatformRecorded.Kind.themeDatabase, $0 + "主题数据库") }

  static let exchangePlatform = "政务信息资源交换共享平台"
  static let openDataSite = "公共数据开放网"
}
