/// An article of Order 329, as the table of coverage tells of it.
struct Article {
  let number: Int
  /// Words of its own.
  let words: String
  /// What it is about.
  let gloss: String
  /// Why no act follows from it that a ledger would record, or none of its own.
  let note: String?

  init(_ number: Int, _ words: String, _ gloss: String, note: String? = nil) {
    self.number = number
    self.words = words
    self.gloss = gloss
    self.note = note
  }

  /// `第二十三条` for 23.
  var name: String { Self.name(of: number) }

  /// The Chinese name of an article below 100.
  static func name(of number: Int) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    let (tens, units) = number.quotientAndRemainder(dividingBy: 10)
    return "第" + (tens > 1 ? digits[tens % 10] : "") + (tens > 0 ? "十" : "") + digits[units] + "条"
  }

  /// All of them.
  static let all = [
    Article(
      1, "规范电子政务建设与发展，推进政务数据共享与开放", "aim",
      note: "立法目的 · the aim of the order: nothing is done under it"),
    Article(
      2, "本省行政区域内", "scope; state secrets go by their own laws",
      note: "适用范围 · scope: what lies outside it is refused"),
    Article(
      3, "本办法所称政务数据", "what e-government and government data are"),
    Article(
      4, "统筹规划、集约建设、整合共享、开放便民、保障安全的原则", "principles",
      note: "原则 · principles, which the other articles carry out"),
    Article(
      5, "加强对本行政区域内电子政务和政务数据相关工作的领导", "leadership, plans and budgets of governments",
      note: "领导和预算 · leadership and budgets, which are no acts on data"),
    Article(
      6, "大数据工作主管部门负责本级电子政务和政务数据的管理", "the data authority of each level"),
    Article(
      7, "给予表彰和奖励", "commendations",
      note: "表彰奖励另有规定 · honours, under rules of their own"),
    Article(
      8, "发展规划", "development plans, annual plans, special plans"),
    Article(
      9, "报本级人民政府大数据工作主管部门审核", "review of projects"),
    Article(
      10, "电子政务云节点", "nodes of the government cloud"),
    Article(
      11, "开展部署业务系统、应用管理等活动", "systems on the nodes"),
    Article(
      12, "本级电子政务网络的建设和管理", "government networks"),
    Article(
      13, "共性应用支撑系统", "shared support systems"),
    Article(
      14, "政务数据的汇聚和统筹管理", "gathering and overall management of data",
      note: "由各部门目录汇总 · follows from the departments' entries"),
    Article(
      15, "政务数据实行目录管理", "catalogues, their seven items and their filing"),
    Article(
      16, "15个工作日内更新本部门政务数据目录", "update of the catalogue"),
    Article(
      17, "一数一源、多元校核", "one source, verification by many, no collecting twice"),
    Article(
      18, "完整性、准确性、时效性和可用性", "quality of data"),
    Article(
      19, "购买社会数据", "data bought from society"),
    Article(
      20, "基础数据库", "base and theme databases"),
    Article(
      21, "政务信息资源交换共享平台", "exchange and sharing platforms"),
    Article(
      22, "共享类型", "types of sharing and their basis in law"),
    Article(
      23, "10个工作日内予以答复", "use of others' data: requests and replies"),
    Article(
      24, "政务数据开放网站", "sites of open data"),
    Article(
      25, "开放范围", "scope of openness; applications"),
    Article(
      26, "数据互联、协同联动的政务服务体系", "one service system from province to village",
      note: "体系建设 · a structure of services, no single act"),
    Article(
      27, "不得要求申请人另行提供纸质材料", "no paper where data is shared"),
    Article(
      28, "与获取数据的申请保持一致", "use of open data as applied for"),
    Article(
      29, "定期组织进行安全风险评估和安全测评", "security of infrastructure"),
    Article(
      30, "预防攻击、侵入、干扰政务数据库", "prevention of attacks",
      note: "技术措施；事件见第三十一条 · technical measures; what happens all the same is an incident (31)"),
    Article(
      31, "立即采取补救措施", "security rules, drills, incidents and their reports"),
    Article(
      32, "国家标准、行业标准、地方标准", "standards",
      note: "标准另行制定 · standards, which are made elsewhere"),
    Article(
      33, "指定工作人员", "officers in charge"),
    Article(
      34, "培训计划", "training"),
    Article(
      35, "监督评估工作机制", "supervision and evaluation"),
    Article(
      36, "法律、法规已经规定法律责任的，适用其规定", "liability under other laws"),
    Article(
      37, "依法予以处分", "disciplinary action"),
    Article(
      38, "依法追究法律责任", "liability for harm to security"),
    Article(
      39, "执行本办法", "institutions are bound, utilities by reference"),
    Article(
      40, "自 2020 年 2 月 1 日起施行", "the day from which the order applies",
      note: "规则簿的 inForceFrom · transition: the book's field inForceFrom"),
  ]
}
