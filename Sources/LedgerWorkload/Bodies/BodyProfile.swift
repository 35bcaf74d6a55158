import LedgerCore

/// What is known of a kind of body: its names, and the data that it keeps.
struct BodyProfile: Sendable {
  let kind: BodyKind
  /// The name of such a body of a province, a city and a county, where `%` is the division's name;
  /// `nil` where there is none.
  let names: (province: String?, city: String?, county: String?)
  /// The classification (分类) of its catalogue entries.
  let classification: String
  /// What its data is about.
  let subject: DataSubject
  /// How many entries it has, compared with others.
  let weight: Int
  /// What its data sets are called.
  let topics: [String]

  private init(
    _ kind: BodyKind, _ names: (String?, String?, String?), _ classification: String,
    _ subject: DataSubject, _ weight: Int, _ topics: String
  ) {
    self.kind = kind
    self.names = names
    self.classification = classification
    self.subject = subject
    self.weight = weight
    self.topics = topics.split(separator: " ").map(String.init)
  }

  /// The name of such a body in a division; `nil` where there is none.
  func name(in listed: ListedDivision) -> String? {
    let pattern: String? =
      switch listed.division.level {
      case .province: names.province
      case .city: names.city
      case .county: names.county
      }
    guard let pattern, let gap = pattern.firstIndex(of: "%") else { return nil }
    return pattern[..<gap] + listed.name + pattern[pattern.index(after: gap)...]
  }

  /// By `BodyType.rawValue`.
  static let ofTypes: [BodyProfile] = [
    // government
    BodyProfile(
      .government, ("%人民政府", "%人民政府", "%人民政府"),
      "综合政务", .record, 6,
      "政府规章 行政规范性文件 政府工作报告 重大决策事项 政府常务会议纪要 督查事项"),
    // dataAuthority
    BodyProfile(
      .dataAuthority, ("%大数据局", "%大数据局", "%大数据局"),
      "综合政务", .record, 20,
      "政务数据目录 共享申请办理 电子证照目录 政务信息系统 数据供需对接 政务云资源"),
    // cyberspaceAuthority
    BodyProfile(
      .cyberspaceAuthority, ("中共%委网络安全和信息化委员会办公室", "中共%委网络安全和信息化委员会办公室", "中共%委网络安全和信息化委员会办公室"),
      "网络安全", .record, 8,
      "关键信息基础设施 网络安全事件 互联网新闻信息服务单位 数据安全检查 网站备案核验 网络安全培训"),
    // publicSecurity
    BodyProfile(
      .department, ("%公安厅", "%公安局", "%公安局"),
      "公共安全", .person, 60,
      "常住人口登记 机动车登记 机动车驾驶证 出入境证件 居住证 户籍迁移"),
    // humanResources
    BodyProfile(
      .department, ("%人力资源和社会保障厅", "%人力资源和社会保障局", "%人力资源和社会保障局"),
      "社会保障", .person, 60,
      "职工养老保险参保 失业保险待遇 工伤认定 就业登记 专业技术资格 劳动合同备案"),
    // civilAffairs
    BodyProfile(
      .department, ("%民政厅", "%民政局", "%民政局"),
      "社会救助", .person, 50,
      "婚姻登记 最低生活保障对象 特困供养人员 社会组织登记 养老机构备案 殡葬服务"),
    // propertyRegistration
    BodyProfile(
      .institution, ("%国土测绘院", "%不动产登记中心", "%不动产登记中心"),
      "自然资源", .property, 45,
      "不动产权证书 不动产抵押登记 不动产查封登记 宅基地使用权 房屋所有权 不动产登记证明"),
    // powerSupply
    BodyProfile(
      .utility, ("国网%电力公司", "国网%供电公司", "国网%供电公司"),
      "公用事业", .customer, 18,
      "用电客户 用电量 停电计划 电费账单 用电报装 分布式电源接入"),
    // subdistrict
    BodyProfile(
      .township, (nil, nil, "%城关街道办事处"),
      "基层治理", .person, 4,
      "社区网格 居民出入台账 志愿服务队伍 便民服务办件 高龄津贴初审 社区工作者名册"),
    // marketSupervision
    BodyProfile(
      .department, ("%市场监督管理局", "%市场监督管理局", "%市场监督管理局"),
      "市场监管", .enterprise, 60,
      "企业登记 个体工商户登记 食品经营许可 特种设备使用登记 行政处罚 经营异常名录"),
    // naturalResources
    BodyProfile(
      .department, ("%自然资源厅", "%自然资源和规划局", "%自然资源和规划局"),
      "自然资源", .property, 50,
      "建设用地规划许可 国有土地使用权出让 矿业权登记 地质灾害隐患点 林地变更 国土空间规划"),
    // health
    BodyProfile(
      .department, ("%卫生健康委员会", "%卫生健康委员会", "%卫生健康局"),
      "医疗卫生", .person, 50,
      "出生医学证明 医疗机构执业许可 医师执业注册 预防接种 死亡医学证明 职业病诊断"),
    // education
    BodyProfile(
      .department, ("%教育厅", "%教育局", "%教育和体育局"),
      "教育", .person, 50,
      "中小学学籍 高中阶段毕业证书 教师资格 民办学校办学许可 家庭经济困难学生资助 校车使用许可"),
    // taxation
    BodyProfile(
      .department, ("国家税务总局%税务局", "国家税务总局%税务局", "国家税务总局%税务局"),
      "税务", .enterprise, 45,
      "纳税人登记 纳税信用等级 增值税发票 完税证明 税收违法案件 非税收入征缴"),
    // housing
    BodyProfile(
      .department, ("%住房和城乡建设厅", "%住房和城乡建设局", "%住房和城乡建设局"),
      "城乡建设", .property, 45,
      "建筑工程施工许可 商品房预售许可 房屋交易合同备案 公共租赁住房保障对象 建筑业企业资质 竣工验收备案"),
    // waterSupply
    BodyProfile(
      .utility, (nil, "%水务集团有限公司", "%自来水有限公司"),
      "公用事业", .customer, 15,
      "用水客户 用水量 停水通知 水质检测 水费账单 用水报装"),
    // socialInsurance
    BodyProfile(
      .institution, ("%社会保险事业中心", "%社会保险事业中心", "%社会保险事业中心"),
      "社会保障", .person, 40,
      "养老保险缴费 养老金发放 社会保障卡 企业年金备案 待遇资格认证 参保单位"),
    // justice
    BodyProfile(
      .department, ("%司法厅", "%司法局", "%司法局"),
      "司法行政", .person, 35,
      "律师执业 公证书 法律援助案件 社区矫正对象 司法鉴定机构 人民调解案件"),
    // finance
    BodyProfile(
      .department, ("%财政厅", "%财政局", "%财政局"),
      "财政", .record, 30,
      "政府采购合同 财政补贴发放 会计师事务所 行政事业性收费 部门预算 国有资产处置"),
    // developmentAndReform
    BodyProfile(
      .department, ("%发展和改革委员会", "%发展和改革委员会", "%发展和改革局"),
      "宏观经济", .enterprise, 35,
      "固定资产投资项目核准 公共信用信息 招标投标 价格监测 重点项目 节能审查"),
    // transport
    BodyProfile(
      .department, ("%交通运输厅", "%交通运输局", "%交通运输局"),
      "交通运输", .property, 40,
      "道路运输经营许可 营运车辆 从业人员资格 船舶登记 公路超限运输许可 出租汽车经营"),
    // agriculture
    BodyProfile(
      .department, ("%农业农村厅", "%农业农村局", "%农业农村局"),
      "农业农村", .property, 35,
      "土地承包经营权 农业机械登记 种子生产经营许可 动物防疫 高标准农田 农民专业合作社"),
    // emergency
    BodyProfile(
      .department, ("%应急管理厅", "%应急管理局", "%应急管理局"),
      "安全生产", .enterprise, 35,
      "安全生产许可 危险化学品经营许可 生产安全事故 应急避难场所 应急物资储备 特种作业操作证"),
    // medicalSecurity
    BodyProfile(
      .department, ("%医疗保障局", "%医疗保障局", "%医疗保障局"),
      "医疗保障", .person, 40,
      "基本医疗保险参保 异地就医备案 定点医疗机构 医疗救助对象 生育保险待遇 医保药品目录"),
    // ecology
    BodyProfile(
      .department, ("%生态环境厅", "%生态环境局", nil),
      "生态环境", .facility, 35,
      "排污许可 环境影响评价批复 空气质量监测 危险废物转移 地表水监测断面 重点排污单位"),
    // diseaseControl
    BodyProfile(
      .institution, ("%疾病预防控制中心", "%疾病预防控制中心", "%疾病预防控制中心"),
      "公共卫生", .caseFile, 20,
      "传染病监测 疫苗接种单位 慢性病监测 饮用水监测 健康证明 病媒生物监测"),
    // town
    BodyProfile(
      .township, (nil, nil, "%城关镇人民政府"),
      "基层治理", .person, 4,
      "村级组织名录 农村宅基地申请 村级集体资产 防汛责任人 低保申请初审 村务公开事项"),
    // approval
    BodyProfile(
      .department, (nil, "%行政审批服务局", "%行政审批服务局"),
      "政务服务", .record, 40,
      "行政许可办理结果 电子证照 办件评价 中介服务机构 审批事项目录 并联审批"),
    // veterans
    BodyProfile(
      .department, ("%退役军人事务厅", "%退役军人事务局", "%退役军人事务局"),
      "退役军人", .person, 30,
      "优待证 伤残军人 烈士褒扬 退役士兵安置 优抚对象 双拥活动"),
    // gasSupply
    BodyProfile(
      .utility, (nil, "%燃气集团有限公司", "%燃气有限公司"),
      "公用事业", .customer, 12,
      "用气客户 用气量 燃气安检 管网设施 气费账单 用气报装"),
    // water
    BodyProfile(
      .department, ("%水利厅", "%水利局", "%水利局"),
      "水利", .facility, 30,
      "取水许可 水库大坝 河道采砂许可 水土保持方案 水文监测 河长名录"),
    // industry
    BodyProfile(
      .department, ("%工业和信息化厅", "%工业和信息化局", "%工业和信息化局"),
      "工业经济", .enterprise, 30,
      "中小企业名录 技术改造项目 民用爆炸物品生产许可 工业园区 企业技术中心 绿色工厂"),
    // commerce
    BodyProfile(
      .department, ("%商务厅", "%商务局", "%商务和投资促进局"),
      "商务", .enterprise, 30,
      "外商投资企业 对外贸易经营者备案 成品油零售经营 单用途预付卡备案 拍卖企业许可 报废机动车回收"),
    // cultureAndTourism
    BodyProfile(
      .department, ("%文化和旅游厅", "%文化和旅游局", "%文化和旅游局"),
      "文化旅游", .facility, 30,
      "旅行社业务许可 导游人员 文物保护单位 娱乐场所经营许可 非物质文化遗产 公共图书馆"),
    // publicResources
    BodyProfile(
      .institution, ("%公共资源交易中心", "%公共资源交易中心", "%公共资源交易服务中心"),
      "公共资源", .enterprise, 25,
      "工程建设交易 土地使用权交易 中标结果 投标保证金 评标专家 产权交易"),
    // heatSupply
    BodyProfile(
      .utility, (nil, "%热力集团有限公司", "%热力有限公司"),
      "公用事业", .customer, 10,
      "用热客户 供热面积 换热站 供热收费 室温监测 用热报装"),
    // audit
    BodyProfile(
      .department, ("%审计厅", "%审计局", "%审计局"),
      "审计监督", .record, 15,
      "审计项目 审计整改 内部审计机构 审计结果公告 经济责任审计 政府投资审计"),
    // statistics
    BodyProfile(
      .department, ("%统计局", "%统计局", "%统计局"),
      "统计", .record, 20,
      "统计单位名录 规模以上工业 人口抽样调查 价格指数 城乡居民收入 固定资产投资"),
    // meteorology
    BodyProfile(
      .institution, ("%气象局", "%气象局", "%气象局"),
      "气象", .facility, 20,
      "气象观测 灾害预警 雷电防护装置检测 人工影响天气 农业气象 气候公报"),
    // housingFund
    BodyProfile(
      .institution, ("%直机关住房资金管理中心", "%住房公积金管理中心", nil),
      "住房保障", .person, 30,
      "公积金缴存 公积金贷款 公积金提取 缴存单位 异地转移接续 逾期贷款"),
    // publicTransport
    BodyProfile(
      .utility, (nil, "%公共交通集团有限公司", nil),
      "公用事业", .facility, 12,
      "公交线路 公交站点 公交刷卡 车辆实时位置 公交场站 老年乘车卡"),
    // urbanManagement
    BodyProfile(
      .department, (nil, "%城市管理局", "%综合行政执法局"),
      "城市管理", .caseFile, 30,
      "户外广告设置许可 建筑垃圾处置许可 违法建设查处 占道经营 市容环卫设施 数字城管案件"),
    // science
    BodyProfile(
      .department, ("%科学技术厅", "%科学技术局", "%科学技术局"),
      "科技", .enterprise, 20,
      "高新技术企业 科技计划项目 技术合同登记 外国人工作许可 科技型中小企业 重点实验室"),
    // archives
    BodyProfile(
      .institution, ("%档案馆", "%档案馆", "%档案馆"),
      "档案", .record, 12,
      "开放档案目录 婚姻档案 政府公报 民生档案 地方志 知青档案"),
    // petitions
    BodyProfile(
      .department, ("%信访局", "%信访局", "%信访局"),
      "社会治理", .caseFile, 15,
      "信访事项 信访复查 网上信访 领导接访 信访积案 满意度评价"),
    // marine
    BodyProfile(
      .department, ("%海洋局", "%海洋发展和渔业局", nil),
      "海洋渔业", .property, 20,
      "海域使用权 海洋观测 渔业捕捞许可 海洋牧场 海岛名录 渔船登记"),
    // forestry
    BodyProfile(
      .department, ("%林业局", "%林业局", nil),
      "林业", .property, 20,
      "林木采伐许可 古树名木 自然保护地 林权登记 野生动物保护 森林火险"),
    // energy
    BodyProfile(
      .department, ("%能源局", "%能源局", nil),
      "能源", .facility, 15,
      "充电设施 光伏发电备案 煤矿生产能力 油气管道 电力建设项目 能源消费"),
    // grain
    BodyProfile(
      .department, ("%粮食和物资储备局", "%粮食和物资储备局", nil),
      "粮食储备", .facility, 12,
      "粮食收购企业备案 储备粮库点 粮食价格 应急供应网点 粮食质量监测 物资储备"),
    // financialSupervision
    BodyProfile(
      .department, ("%地方金融监督管理局", "%地方金融监督管理局", nil),
      "金融", .enterprise, 20,
      "小额贷款公司 融资担保公司 上市后备企业 非法集资线索 典当行 地方交易场所"),
  ]
}
