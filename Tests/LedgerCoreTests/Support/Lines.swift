import LedgerCore
import Testing

/// A valid line of input of every type, as a service would write it.
enum Lines {
  static let code = "11370000MB284651XL"

  static func data(_ type: EventType) -> String {
    switch type {
    case .departmentRegistered:
      #"{"department":"\#(code)","name":"某厅","division":"370000","kind":"department"}"#
    case .bodyRenamed:
      #"{"department":"\#(code)","name":"某局","on":"2020-01-01","instrument":"文"}"#
    case .bodySucceeded:
      #"{"department":"\#(code)","successors":[{"department":"11370100MB28460052","scope":["C-7"]},"#
        + #"{"department":"11370000MB2846002K"}],"on":"2020-01-01","instrument":"文"}"#
    case .divisionChanged:
      #"{"division":"370684","successor":"370614","on":"2020-01-01","instrument":"文"}"#
    case .catalogEntryRegistered:
      #"{"entry":"C-7","department":"\#(code)","name":"许可","classification":"许可","format":"库","#
        + #""fields":[{"name":"号","type":"字符"},{"name":"期","type":"日期"}],"updateCycle":"每日","#
        + #""sharing":"conditional","sharingMode":"接口","useRequirements":"核验","#
        + #""legalBasis":"条例","openness":"notOpen"}"#
    case .catalogEntryRevised: #"{"entry":"C-7","format":"文件","trigger":"T-1"}"#
    case .catalogEntryRetired: #"{"entry":"C-7","reason":"划转","trigger":"T-1"}"#
    case .catalogUpdateTriggered:
      #"{"trigger":"T-1","department":"\#(code)","kind":"lawAmended","instrument":"数据安全法","#
        + #""promulgatedOn":"2021-06-10","effectiveOn":"2021-09-01","entries":["C-7","C-8"]}"#
    case .catalogTriggerReviewed:
      #"{"trigger":"T-1","entry":"C-7","outcome":"noChangeNeeded","reason":"无影响"}"#
    case .catalogFiled:
      #"{"department":"\#(code)","authority":"\#(code)","entries":["C-7","C-8"]}"#
    case .shareRequested:
      #"{"request":"SR-1","entry":"C-7","requester":"\#(code)","purpose":"核验","#
        + #""legalBasis":"许可法","items":["号","期"],"receivedAt":"2025-09-26T15:20:00+08:00"}"#
    case .shareReplied:
      #"{"request":"SR-1","decision":"refused","terms":"无","reasons":"涉密"}"#
    case .shareWithdrawn: #"{"request":"SR-1","reason":"不再需要"}"#
    case .shareRevoked: #"{"request":"SR-1","reason":"用途变更"}"#
    case .shareRelinquished: #"{"request":"SR-1","reason":"不再使用"}"#
    case .incidentRegraded: #"{"incident":"I-1","grade":"major","reason":"影响扩大"}"#
    case .openLapsed: #"{"application":"A-1","reason":"逾期未补正"}"#
    case .incidentDetected:
      #"{"incident":"I-1","department":"\#(code)","kind":"leak","summary":"泄露","#
        + #""grade":"larger","operator":"other"}"#
    case .incidentRemedied: #"{"incident":"I-1","measures":"封堵"}"#
    case .incidentReported:
      #"{"incident":"I-1","recipient":"\#(code)","recipientKind":"cyberspaceAuthority"}"#
    case .projectSubmitted:
      #"{"project":"P-1","department":"\#(code)","kind":"develop","name":"平台","#
        + #""fixedAssetInvestment":false,"stateSubsidy":true}"#
    case .projectReviewed:
      #"{"project":"P-1","authority":"\#(code)","outcome":"approved","reasons":"同意"}"#
    case .projectStarted: #"{"project":"P-1"}"#
    case .calendarNoticeIssued:
      #"{"notice":"国办发明电〔2026〕9号","issuedOn":"2026-11-04","off":["2027-01-01"],"#
        + #""worked":["2027-01-03"]}"#
    case .rulesAdopted: #"{"book":"order-329/1","from":"2020-02-01"}"#
    case .auditAttested:
      #"{"asOf":"2024-12-31T23:59:59.999+08:00","knownAt":"2025-01-31T23:59:59.999+08:00","#
        + #""obligations":3,"obligationsRoot":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","#
        + #""projectionsDigest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","#
        + #""reportDigest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","#
        + #""root":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","ruleBook":"order-329/1","size":7,"#
        + #""violations":2,"violationsRoot":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}"#
    case .catalogUpdateExtended:
      #"{"trigger":"T-1","authority":"\#(code)","days":5,"entry":"C-7","reason":"涉及多个部门"}"#
    case .catalogUpdateSubmitted: #"{"trigger":"T-1","authority":"\#(code)"}"#
    case .catalogUpdatePublished: #"{"trigger":"T-1"}"#
    case .shareExtended:
      #"{"request":"SR-1","authority":"\#(code)","days":5,"noticedOn":"2025-09-26","#
        + #""reason":"涉及多个部门"}"#
    case .shareSupplementRequested: #"{"request":"SR-1","missing":["用途","依据"]}"#
    case .shareSupplemented: #"{"request":"SR-1","receivedAt":"2025-09-26T15:20:00+08:00"}"#
    case .shareProvided: #"{"request":"SR-1","mode":"interface"}"#
    case .verificationRaised:
      #"{"verification":"V-1","entry":"C-7","requester":"\#(code)","problem":"有误","#
        + #""receivedAt":"2025-09-26T15:20:00+08:00"}"#
    case .verificationResolved:
      #"{"verification":"V-1","outcome":"corrected","explanation":"已更正"}"#
    case .openApplied:
      #"{"application":"A-1","entry":"C-7","applicant":"某公司","purpose":"研究","#
        + #""receivedAt":"2025-09-26T15:20:00+08:00"}"#
    case .openCorrectionRequested: #"{"application":"A-1","missing":["用途"]}"#
    case .openCorrected: #"{"application":"A-1","receivedAt":"2025-09-26T15:20:00+08:00"}"#
    case .openConsultationBegun: #"{"application":"A-1","party":"某公司"}"#
    case .openConsultationEnded: #"{"application":"A-1","outcome":"同意公开"}"#
    case .openExtended:
      #"{"application":"A-1","consentedBy":"负责人","days":20,"noticedOn":"2025-09-26","#
        + #""reason":"涉及多个部门"}"#
    case .openReplied: #"{"application":"A-1","decision":"partlyAgreed","reasons":"涉密"}"#
    case .openWithdrawn: #"{"application":"A-1","reason":"不再需要"}"#
    case .incidentClosed: #"{"incident":"I-1","conclusion":"已处置"}"#
    case .incidentSummarised:
      #"{"incident":"I-1","recipient":"\#(code)","summary":"总结"}"#
    case .planPublished:
      #"{"plan":"PL-1","government":"\#(code)","period":"2021—2025年","title":"发展规划"}"#
    case .planAnnualSet:
      #"{"plan":"PL-2","authority":"\#(code)","developmentPlan":"PL-1","title":"工作计划","#
        + #""year":2025}"#
    case .planSpecialFiled:
      #"{"plan":"PL-3","authority":"\#(code)","department":"\#(code)","developmentPlan":"PL-1","#
        + #""title":"专项规划"}"#
    case .projectCompleted: #"{"project":"P-1"}"#
    case .cloudNodePlanFiled:
      #"{"node":"CN-1","authority":"\#(code)","filedWith":"\#(code)","title":"建设方案"}"#
    case .cloudNodeCommissioned: #"{"node":"CN-1","builder":"\#(code)","name":"云节点"}"#
    case .cloudLegacyNodeDeclared:
      #"{"node":"CN-2","builder":"\#(code)","builtOn":"2018-06-30","name":"云平台"}"#
    case .cloudNodeMerged: #"{"node":"CN-2","authority":"\#(code)","into":"CN-1"}"#
    case .cloudUseApplied:
      #"{"system":"CS-1","authority":"\#(code)","department":"\#(code)","name":"受理系统","#
        + #""node":"CN-1"}"#
    case .cloudUseDecided:
      #"{"system":"CS-1","authority":"\#(code)","outcome":"rejected","reasons":"资源不足"}"#
    case .cloudSystemDeployed: #"{"system":"CS-1","department":"\#(code)","node":"CN-1"}"#
    case .infrastructureRecorded:
      #"{"infrastructure":"IF-1","builder":"\#(code)","kind":"network","name":"政务外网"}"#
    case .platformRecorded:
      #"{"platform":"PF-1","builder":"\#(code)","kind":"exchangePlatform","name":"共享平台"}"#
    case .catalogMasterCompiled:
      #"{"compilation":"MC-1","authority":"\#(code)","division":"370000","entries":160000}"#
    case .sourceAssigned:
      #"{"item":"DI-1","department":"\#(code)","entry":"C-7","supersedes":"\#(code)"}"#
    case .collectionStarted:
      #"{"collection":"CO-1","department":"\#(code)","entry":"C-7","exceptionBasis":"许可法","#
        + #""purpose":"核验"}"#
    case .qualityAssessed:
      #"{"entry":"C-7","accuracy":96,"assessor":"\#(code)","completeness":100,"timeliness":0,"#
        + #""usability":93}"#
    case .purchaseApplied:
      #"{"purchase":"PU-1","authority":"\#(code)","data":"通行速度","department":"\#(code)","#
        + #""purpose":"评估"}"#
    case .purchaseDecided:
      #"{"purchase":"PU-1","authority":"\#(code)","outcome":"approved","reasons":"需要"}"#
    case .purchaseCompleted:
      #"{"purchase":"PU-1","data":"通行速度","department":"\#(code)","supplier":"某公司"}"#
    case .purchaseCatalogued: #"{"purchase":"PU-1","entry":"C-7"}"#
    case .dataAccessed:
      #"{"access":"DA-1","calls":18250,"entry":"C-7","on":"2025-09-25","requester":"\#(code)"}"#
    case .dataUsed:
      #"{"use":"DU-1","department":"\#(code)","purpose":"核验","request":"SR-1"}"#
    case .openPublished: #"{"entry":"C-7","mode":"onApplication","site":"开放网站"}"#
    case .openUseReported: #"{"application":"A-1","purpose":"研究"}"#
    case .paperDemanded:
      #"{"demand":"PD-1","department":"\#(code)","entry":"C-7","exceptionBasis":"公证法","#
        + #""matter":"登记"}"#
    case .securityRulesSet:
      #"{"department":"\#(code)","kind":"emergencyPlan","title":"应急处置预案"}"#
    case .securityAssessed:
      #"{"department":"\#(code)","kind":"riskAssessment","result":"无高风险"}"#
    case .securityDrillHeld: #"{"department":"\#(code)","scenario":"数据泄露"}"#
    case .officerDesignated: #"{"department":"\#(code)","name":"张某","post":"副主任"}"#
    case .trainingPlanned:
      #"{"training":"TR-1","authority":"\#(code)","title":"目录培训","year":2025}"#
    case .trainingHeld: #"{"training":"TR-1","participants":120}"#
    case .evaluationRecorded:
      #"{"evaluation":"EV-1","department":"\#(code)","government":"\#(code)","period":"2024年","#
        + #""result":"良好"}"#
    case .recordCorrected:
      #"{"event":"sr-1-replied","reason":"录入错误","replacedBy":"sr-2-replied"}"#
    case .accountabilityReferred:
      #"{"referral":"RF-1","basis":"第三十七条","department":"\#(code)","findings":["逾期","缺目录"],"#
        + #""referredTo":"监察机关"}"#
    }
  }

  static func line(_ type: EventType) -> String {
    #"{"id":"r-1","type":"\#(type.rawValue)","occurredAt":"2025-09-26T15:20:00+08:00","#
      + #""actor":"\#(code)","data":\#(data(type))}"#
  }

  /// The line of a type with one text in it replaced, which must be there.
  static func line(
    _ type: EventType, _ found: String, _ written: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let line = line(type)
    try #require(line.contains(found), "\(line)", sourceLocation: sourceLocation)
    return line.replacing(found, with: written)
  }
}

extension EventType {
  /// The types that hold texts, numbers and lists of them, which a page is read for without the strict
  /// reader when they are written plainly.
  static let plain = allCases.filter {
    ![.bodySucceeded, .calendarNoticeIssued, .rulesAdopted, .auditAttested].contains($0)
  }
}
