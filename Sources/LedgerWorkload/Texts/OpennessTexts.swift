/// What stands in applications for open data.
enum OpennessTexts {
  static let applicants = [
    "某高校公共管理学院", "某软件科技有限公司", "某市民", "某行业协会", "某交通大数据研究院", "某商业银行济南分行",
  ]

  static let purposes = [
    "公共服务设施可达性研究", "开发便民出行应用", "企业信用评价模型研发", "学术论文数据分析", "普惠金融风险评估",
    "城市停车诱导服务", "空气质量与健康影响研究",
  ]

  static let consent = "本机关政府信息公开工作机构负责人"

  static let extensions = ["数据量较大，需要分批脱敏。", "需要征求数据提供单位意见。"]

  static let reasons = ["部分字段涉及个人隐私，脱敏后提供。", "申请用途不明确，无法确认使用范围。"]

  static let missing = ["未说明使用期限。", "未提供申请人身份证明。", "申请内容描述不明确。"]

  static let lapse = "申请人逾期未补正，视为放弃申请。"
}
