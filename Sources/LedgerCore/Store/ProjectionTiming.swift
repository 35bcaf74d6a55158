/// When the projections take in what is recorded.
public enum ProjectionTiming: Sendable {
  /// In the commit of the events themselves.
  case inline
  /// Not before they are asked to catch up: recording is faster, and reading them is out of date.
  case later
}
