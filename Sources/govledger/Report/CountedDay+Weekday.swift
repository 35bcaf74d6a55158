import GovDataLedger

extension CountedDay {
  /// The day of the week.
  var weekday: BilingualText {
    switch day.date.weekday {
    case .monday: BilingualText(zh: "周一", en: "Mon")
    case .tuesday: BilingualText(zh: "周二", en: "Tue")
    case .wednesday: BilingualText(zh: "周三", en: "Wed")
    case .thursday: BilingualText(zh: "周四", en: "Thu")
    case .friday: BilingualText(zh: "周五", en: "Fri")
    case .saturday: BilingualText(zh: "周六", en: "Sat")
    case .sunday: BilingualText(zh: "周日", en: "Sun")
    }
  }
}
