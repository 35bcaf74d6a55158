import LedgerCore

/// What a data set is about, which gives its attributes (属性).
enum DataSubject: Int, CaseIterable, Sendable {
  case person
  case enterprise
  case property
  case facility
  case caseFile
  case customer
  case record

  var attributes: AttributeSet { AttributeSet.ofSubjects[rawValue] }
}

/// The attributes of a kind of data set.
struct AttributeSet: Sendable {
  /// Those that an entry is registered with.
  let fields: [EntryField]
  /// The same and one more, after a revision.
  let extended: [EntryField]
  /// Selections of them that a request may ask for.
  let selections: [[String]]

  private init(_ columns: String, more: String) {
    fields = Self.fields(columns)
    extended = fields + Self.fields(more)
    let names = fields.map(\.name)
    selections = [Array(names.prefix(2)), Array(names.prefix(3)), Array(names.suffix(2))]
  }

  /// Reads `name:type` pairs.
  private static func fields(_ columns: String) -> [EntryField] {
    columns.split(separator: " ").map { column in
      let parts = column.split(separator: ":")
      return EntryField(name: String(parts[0]), type: String(parts[1]))
    }
  }

  /// By `DataSubject.rawValue`.
  static let ofSubjects: [AttributeSet] = [
    AttributeSet(
      "公民身份号码:字符型C(18) 姓名:字符型C(50) 性别:代码型 办理日期:日期型 状态:代码型",
      more: "联系地址:字符型C(200)"),
    AttributeSet(
      "统一社会信用代码:字符型C(18) 名称:字符型C(200) 法定代表人:字符型C(50) 证照编号:字符型C(40)",
      more: "经营状态:代码型"),
    AttributeSet(
      "不动产单元号:字符型C(28) 坐落:字符型C(200) 面积:数值型N(12,2) 用途:代码型 权利人:字符型C(100)",
      more: "登记时间:日期时间型"),
    AttributeSet(
      "设施编码:字符型C(30) 设施名称:字符型C(100) 经度:数值型N(10,6) 纬度:数值型N(10,6) 运行状态:代码型",
      more: "维护单位:字符型C(100)"),
    AttributeSet(
      "案件编号:字符型C(30) 案件类型:代码型 发生地点:字符型C(200) 受理时间:日期时间型 办理结果:字符型C(500)",
      more: "结案时间:日期时间型"),
    AttributeSet(
      "户号:字符型C(20) 户名:字符型C(100) 地址:字符型C(200) 用量:数值型N(12,2) 抄表日期:日期型",
      more: "欠费金额:数值型N(12,2)"),
    AttributeSet(
      "编号:字符型C(30) 标题:字符型C(200) 发布单位:字符型C(100) 发布日期:日期型 正文:文本型",
      more: "有效性:代码型"),
  ]
}
