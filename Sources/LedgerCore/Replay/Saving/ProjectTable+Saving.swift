import WorkingDays

extension ProjectTable {
  func save(to writer: inout StateWriter) throws {
    try writer.list(projects) { writer, project in
      writer.code(project.department)
      writer.flag(project.isUnderInvestmentLaw)
      writer.optional(project.started) { $0.moment($1) }
    }
    try writer.table(streams)
    try writer.list(reviews) { writer, review in
      writer.number(review.project)
      writer.citation(review.citation)
      writer.code(review.authority)
      writer.choice(review.outcome)
    }
    try writer.list(starts) { writer, start in
      writer.number(start.project)
      writer.citation(start.citation)
    }
  }

  init(from reader: inout StateReader) throws(LedgerError) {
    let projects = try reader.list { Project(from: &$0) }
    reader.limits.projects = Int64(projects.count)
    let streams: NameTable<ProjectRecord> = try reader.table()
    let reviews = try reader.list { Review(from: &$0) }
    let starts = try reader.list { Start(from: &$0) }
    self.init(streams: streams, projects: projects, reviews: reviews, starts: starts)
  }
}

extension ProjectTable.Project {
  fileprivate init?(from reader: inout CompactReader) {
    guard let department = reader.code(), let isUnderInvestmentLaw = reader.flag(),
      let started = reader.optional({ $0.moment() })
    else { return nil }
    self.init(
      department: department, isUnderInvestmentLaw: isUnderInvestmentLaw, started: started)
  }
}

extension ProjectTable.Review {
  fileprivate init?(from reader: inout CompactReader) {
    guard let project = reader.number32(below: reader.limits.projects),
      let citation = reader.citation(), let authority = reader.code(),
      let outcome: ProjectOutcome = reader.choice()
    else { return nil }
    self.init(project: project, citation: citation, authority: authority, outcome: outcome)
  }
}

extension ProjectTable.Start {
  fileprivate init?(from reader: inout CompactReader) {
    guard let project = reader.number32(below: reader.limits.projects),
      let citation = reader.citation()
    else { return nil }
    self.init(project: project, citation: citation)
  }
}
