/// What stands in plans.
enum PlanTexts {
  static let developmentPlan = "电子政务和政务数据发展规划"

  static let annualPlans = ["数字政府建设工作要点", "政务数据工作计划", "大数据工作要点"]

  static let specialPlans = ["信息化建设专项规划", "数据资源建设专项规划", "“互联网+政务服务”建设专项规划"]

  /// After the division's name.
  static let reform = "机构改革方案"

  /// The years that a plan of a year covers: to the end of the five years in which it falls.
  static func period(of year: Int) -> String {
    let end = (year + 4) / 5 * 5
    return "\(year > 2020 ? end - 4 : year)—\(year > 2020 ? end : 2022)年"
  }
}
