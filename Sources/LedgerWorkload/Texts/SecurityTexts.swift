import LedgerCore

/// What stands in the records of security and of those who are responsible for it.
enum SecurityTexts {
  /// Rules that departments set, with their kinds.
  static let rules: [(kind: SecurityRulesSet.Kind, title: String)] = [
    (.managementRules, "政务数据安全管理制度"), (.emergencyPlan, "网络和数据安全事件应急处置预案"),
    (.managementRules, "政务信息系统运行维护管理办法"),
  ]

  /// Rules of those who keep nodes, networks and support systems, with their kinds.
  static let applicationRules: [(kind: SecurityRulesSet.Kind, title: String)] = [
    (.applicationRules, "电子政务云安全应用规则"), (.applicationRules, "电子政务外网接入安全规则"),
    (.emergencyPlan, "电子政务基础设施应急处置预案"),
  ]

  static let results = [
    "未发现高风险隐患。", "发现中风险隐患三项，已限期整改。", "发现弱口令账户，已全部整改。", "等级保护测评结论为良。",
  ]

  static let scenarios = [
    "勒索病毒感染业务服务器", "共享接口遭高频爬取", "机房断电切换备用链路", "政务网站页面被篡改", "个人信息批量泄露处置",
  ]

  static let surnames = ["王", "李", "张", "刘", "孙", "赵", "于", "宋", "孔", "姜"]
  static let givenNames = ["建国", "海燕", "志强", "晓琳", "鲁宁", "明哲", "秀兰", "振华"]
  static let posts = ["首席数据官", "信息中心主任", "科技信息化科科长", "数据安全联络员", "办公室副主任"]
}
