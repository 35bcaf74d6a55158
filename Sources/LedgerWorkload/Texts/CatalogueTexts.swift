/// What stands in catalogue entries and in the acts that change them.
enum CatalogueTexts {
  /// The names of data sets, by body type and number.
  static let names: [[String]] = BodyType.allCases.map { type in
    qualifiers.flatMap { qualifier in type.profile.topics.map { $0 + qualifier } }
  }

  private static let qualifiers = [
    "信息", "变更信息", "注销信息", "年度统计", "电子证照", "核验结果", "业务办理记录", "名录",
    "历史数据", "监督检查结果",
  ]

  static let formats = [
    "数据库表", "数据库表（MySQL）", "电子表格（XLSX）", "接口（JSON）", "文本（CSV）", "电子文件（PDF/OFD）",
  ]

  static let updateCycles = ["实时", "每日", "每周", "每月", "每季度", "每年", "不定期"]

  static let modes = ["接口调用", "库表交换", "文件下载", "数据核验", "联机查询"]

  static let useRequirements = [
    "仅限履行法定职责使用，不得用于其他目的。",
    "仅用于政务服务事项办理中的信息核验，不得留存。",
    "使用部门应当落实数据安全责任，不得向第三方提供。",
    "按照申请的用途和范围使用，使用期满应当删除。",
    "可在全省行政机关范围内使用，使用时应当注明数据来源。",
  ]

  /// What stands in the place of a basis, and is none (art. 22).
  static let noBasis = "暂无"

  static let restrictionBases = [
    "《中华人民共和国网络安全法》第四十五条",
    "《中华人民共和国居民身份证法》第十九条",
    "《中华人民共和国统计法》第九条",
    "《中华人民共和国税收征收管理法》第八条",
    "《中华人民共和国政府信息公开条例》第十五条",
    "《中华人民共和国保守国家秘密法实施条例》有关工作秘密管理的规定",
    "《不动产登记暂行条例》第二十六条",
  ]

  static let retirementReasons = [
    "业务系统停用，数据不再产生。",
    "机构职责调整，数据由其他部门提供。",
    "与国家统一目录重复，合并至新目录条目。",
    "事项取消，数据不再采集。",
  ]

  static let noChangeReasons = [
    "经核对，该条目的属性、共享类型和使用要求均不受影响。",
    "修订内容不涉及本部门数据的采集和共享。",
    "现有目录条目已符合新规定，无需调整。",
    "相关条款仅作文字修改，目录内容不变。",
  ]
}
