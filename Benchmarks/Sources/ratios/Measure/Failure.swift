/// A job that was not done, or not done right: it has no figure.
struct Failure: Error, CustomStringConvertible {
  /// What is wrong.
  let description: String

  init(_ description: String) { self.description = description }
}

/// Throws unless a condition holds that what was measured must fulfil.
func check(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw Failure(message()) }
}

/// The value, which must be there.
func found<Value>(_ value: Value?, _ message: @autoclosure () -> String) throws -> Value {
  guard let value else { throw Failure(message()) }
  return value
}
