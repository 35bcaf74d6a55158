import Foundation

extension Double {
  /// The number for people: three digits that count, thousands apart.
  var shown: String {
    if magnitude >= 1000 {
      let digits = Array(String(Int(rounded())))
      var text = ""
      for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3), digits[index - 1] != "-" {
          text.append(",")
        }
        text.append(digit)
      }
      return text
    }
    return String(format: magnitude >= 100 ? "%.0f" : magnitude >= 10 ? "%.1f" : "%.2f", self)
  }
}
