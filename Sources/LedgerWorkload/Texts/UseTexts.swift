/// What stands in demands of paper.
enum UseTexts {
  static let anotherItem = "申请以外的数据项"

  /// Matters of government service (政务服务事项).
  static let matters = [
    "不动产转移登记", "企业设立登记", "医师执业注册", "建筑工程施工许可", "护照签发", "食品经营许可",
    "公证办理", "道路运输经营许可", "结婚登记", "养老机构备案",
  ]

  /// The laws that ask for paper (art. 27, 除法律、法规另有规定外).
  static let paperBases = [
    "《中华人民共和国公证法》第二十七条", "《不动产登记暂行条例》第十六条", "《中华人民共和国护照法》第六条",
    "《婚姻登记条例》第五条",
  ]
}
