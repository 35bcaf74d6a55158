import LedgerCore

/// What stands in the records of incidents.
enum IncidentTexts {
  static func summaries(_ kind: IncidentKind) -> [String] {
    switch kind {
    case .leak: leaks
    case .damage: damage
    case .loss: losses
    case .risk: risks
    }
  }

  private static let leaks = [
    "接口鉴权配置错误，部分核验记录可被未授权访问。", "工作人员误将含个人信息的表格发送至外部邮箱。",
    "对外网站页面公示时未对身份证号码脱敏。",
  ]
  private static let damage = [
    "存储阵列故障，部分业务表损坏。", "升级脚本错误覆盖了共享库表中的历史数据。", "服务器感染勒索病毒，部分文件被加密。",
  ]
  private static let losses = [
    "备份介质保管不当遗失。", "机房断电造成当日增量数据丢失。", "运维人员误删除交换前置机数据。",
  ]
  private static let risks = [
    "发现高危漏洞，可能导致越权查询。", "监测到对数据接口的异常高频调用。", "第三方运维账号口令泄露。",
    "共享数据被发现用于申请用途以外的场景。",
  ]

  static let conclusions = [
    "原因已查明，措施已落实，未发现数据扩散。", "影响已消除，相关人员已处理，同类系统已排查。",
  ]

  static let measures = [
    "关闭相关接口，修复鉴权配置，通知受影响人员。", "从备份恢复数据并核对一致性。",
    "更换全部账号口令，开启双因素认证。", "隔离受感染主机，修补漏洞并开展全面排查。",
    "召回误发文件，对责任人批评教育并组织培训。",
  ]
}
