import ArgumentParser
import GovDataLedger

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Derive the verdict on one obligation, or one violation, step by step.",
    discussion: """
      The text of the article, what opened the obligation, what stopped or extended its clock, each \
      day counted or not and by which notice, the discharge and the verdict, with positions in the \
      log. Of a violation: the act, and each act and fact that makes it one.
      """)

  enum Language: String, ExpressibleByArgument, CaseIterable { case zh, en }

  @OptionGroup var target: LedgerArgument

  @Argument(
    help: """
      The obligation, such as sd329.23/SR-1, or the violation: its rule and the act's event, such as \
      sd329.23.reasons/sr-1-replied.
      """)
  var finding: String

  @OptionGroup var question: AuditQuestion

  @Option(help: "The language of the explanation.")
  var lang = Language.en

  func run() async throws {
    let (explanation, names) = try await target.reading { ledger in
      let explanation = try await ledger.explain(
        Identifier(finding), asOf: question.asOf, knownAt: question.knownAt,
        rules: try await question.choice.choice(for: ledger))
      return (explanation, try await ledger.names(of: explanation.finding.bodies))
    }
    let text = ExplanationText(explanation, names: names, language: lang)
    for line in text.lines { try Output.line(line) }
  }
}
