/// What stands in the records of where data comes from and how good it is.
enum ManagementTexts {
  static let collections = [
    "开展年度专项普查", "补充本部门业务办理所需信息", "建设专题数据库", "核实服务对象基本情况", "开展行业统计调查",
    "采集现场检查记录",
  ]

  /// The laws that let data be collected although it is shared (art. 17, 除法律、法规另有规定外).
  static let collectionBases = [
    "《中华人民共和国统计法》第七条", "《全国人口普查条例》", "《全国经济普查条例》",
    "《中华人民共和国反恐怖主义法》第五十一条", "《中华人民共和国传染病防治法》第十二条",
  ]

  static let problems = [
    "部分记录证件号码位数不符。", "同一对象存在重复记录。", "状态字段与实际办理情况不一致。", "更新日期晚于约定更新周期。",
    "地址信息缺失行政区划。", "与申请人提供的证照信息不一致。",
  ]

  static let explanations = ["经核对，数据与原始档案一致。", "数据为历史时点信息，无需更正。"]
}
