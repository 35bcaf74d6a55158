"""The second reading of the law, its second part, point by point: by the bodies and dates of rulings.py.

Nothing is refused of history for being unlawful; entries registered for a trigger; whom the order binds; and open data,
which the applicant uses.
"""

import json

import pytest

import cases
import tool
from law_oracle import LawOracle, stored_events
from oracle import bound, instant, is_basis
from rulings import (
    ASKER, AUTHORITY, CYBER, ELSEWHERE, END, FAR, GOOD, HEIR, HOLDER, JINAN, LATE, MET, NOBODY, OTHER, OUT, OUT_AUTHORITY, OVERDUE,
    PROVINCE, S, TOWN, WATER, Told, bare, lines, made, of, plain, refuses, rules_so, shown, takes_live, tool_rules_so, tool_shows,
)
from test_law import BOOKS
from violations import ViolationOracle

BASIS, FILING, REFUSED, PURPOSE = "sd329.22.basis", "sd329.15.filing", "sd329.25.refused", "sd329.28"
REPLIED, UPDATED = "sd329.23.competence", "sd329.16.competence"
R, T = "sd329.23/R", "sd329.16/T"


def unfounded(**more):
    return Told().register(**{"legalBasis": None, **more})


def shared(sharing, **more):
    return Told().entry(sharing=sharing, **more)


def listing(*entries, **more):
    return Told().entry().entry("F", OTHER).trigger(*entries, **more)


def open_data(**more):
    return Told().entry(openness="onApplication").apply(**more)


def ours(body, *other):
    """An entry of a body that the order perhaps does not bind, and a request for it."""
    case = Told(*other)
    if body in ELSEWHERE:
        case.outside(body)
    return case.register(department=body, at="2019-12-02").request()


def project(of, seen_by):
    case = Told().outside(OUT_AUTHORITY).outside(TOWN)
    return case.project(of).seen("2024-02-01", seen_by).started()


def decreed(body, sharing="conditional", at="2025-09-01"):
    case = Told().adopted("decree-809/1", "2025-08-01")
    if body in ELSEWHERE:
        case.outside(body)
    return case.register(department=body, at="2019-12-02", sharing=sharing).request(at=at)


def found(event, department=HOLDER, rule=BASIS):
    return plain(rule, department, event)


# As TABLE of test_rulings.py: the history, obligations, violations, and as-of (and known-at) if not the end
TABLE = {
    # T1: restricted without a basis
    "registered without a basis": (unfounded, {}, [found("entry-E")]),
    "registered as not shared without a basis": (lambda: unfounded(sharing="notShared"), {}, [found("entry-E")]),
    "registered as shared with all, without a basis": (lambda: unfounded(sharing="unconditional"), {}, []),
    "registered as shared with all, and no basis at that": (lambda: unfounded(sharing="unconditional", legalBasis="无"), {}, []),
    "registered with a basis": (lambda: unfounded(legalBasis=GOOD), {}, []),
    "registered with one that is none": (lambda: unfounded(legalBasis="暂无"), {}, [found("entry-E")]),
    "registered by another's hand": (
        lambda: unfounded(actor=OTHER), {}, [found("entry-E")]),
    "registered without a basis before the order": (lambda: unfounded(at="2020-01-31T23:59:59.999+08:00"), {}, []),
    "registered without a basis on the order's day": (
        lambda: unfounded(at="2020-02-01T00:00:00+08:00"), {}, [found("entry-E")]),
    "restricted by a revision": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-05", sharing="conditional"), {}, [found("revised")]),
    "restricted by a revision that states a basis": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-05", sharing="conditional", legalBasis=GOOD), {}, []),
    "restricted by a revision, on the basis that was stated": (
        lambda: unfounded(sharing="unconditional", legalBasis=GOOD).revise("2024-06-05", sharing="notShared"), {}, []),
    "restricted by a revision, on what is no basis": (
        lambda: unfounded(sharing="unconditional", legalBasis="条例").revise("2024-06-05", sharing="notShared"), {}, [found("revised")]),
    "no longer restricted": (
        lambda: unfounded().revise("2024-06-05", sharing="unconditional"), {}, [found("entry-E")]),
    "a basis stated since": (lambda: unfounded().revise("2024-06-05", legalBasis=GOOD), {}, [found("entry-E")]),
    "still no basis": (
        lambda: unfounded().revise("2024-06-05", legalBasis="–"), {}, [found("entry-E"), found("revised")]),
    "a basis stated, and then none": (lambda: unfounded(legalBasis=GOOD).revise("2024-06-05", legalBasis="无"), {}, []),
    "restricted still, and something else revised": (
        lambda: unfounded().revise("2024-06-05", format="表"), {}, [found("entry-E")]),
    "restricted in another way": (
        lambda: unfounded().revise("2024-06-05", sharing="notShared"), {}, [found("entry-E"), found("revised")]),
    "restricted, and revised to a basis of an earlier day, told later": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-10", sharing="conditional").revise(
            "2024-06-05", "basis", legalBasis=GOOD), {}, []),
    "restricted before the basis, told after it": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-10", "basis", legalBasis=GOOD).revise(
            "2024-06-05", sharing="conditional"), {}, [found("revised")]),
    "restricted at the moment of the basis, told before it": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-05", sharing="conditional").revise(
            "2024-06-05", "basis", legalBasis=GOOD), {}, [found("revised")]),
    "restricted at the moment of the basis, told after it": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-05", "basis", legalBasis=GOOD).revise(
            "2024-06-05", sharing="conditional"), {}, []),
    "a basis that is not known yet": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-04", "basis", "2024-08-01", legalBasis=GOOD).revise(
            "2024-06-05", sharing="conditional"), {}, [found("revised")], END, "2024-07-31"),
    "a basis that is known": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-04", "basis", "2024-08-01", legalBasis=GOOD).revise(
            "2024-06-05", sharing="conditional"), {}, [], END, "2024-08-01"),
    "shared with all by then, as far as time goes": (
        lambda: unfounded(at="2019-12-02").revise("2024-06-10", "later", sharing="conditional").revise(
            "2024-06-01", "earlier", sharing="unconditional").revise("2024-06-05", legalBasis="无"), {}, [found("later")]),
    "restricted before the registration, which states the basis": (
        lambda: unfounded(legalBasis=GOOD).revise("2024-02-01", sharing="conditional"), {}, [found("revised")]),
    "shared as it was registered, before the registration": (
        lambda: unfounded(sharing="unconditional").revise("2024-02-01", legalBasis="无"), {}, []),
    "restricted by whose it is by then": (
        lambda: unfounded(sharing="unconditional").moved("2024-06-04").revise("2024-06-05", sharing="conditional"), {},
        [found("revised", HEIR)]),
    "restricted by the act that moves it": (
        lambda: unfounded(sharing="unconditional").revise("2024-06-05", sharing="conditional", department=OTHER), {},
        [found("revised", OTHER)]),
    "restricted by whose it is not yet": (
        lambda: unfounded(sharing="unconditional").moved("2024-06-06").revise("2024-06-05", sharing="conditional"), {},
        [found("revised")]),
    "a utility restricts without a basis": (lambda: unfounded(department=WATER), {}, [found("entry-E", WATER)]),

    # T1: filed with another
    "filed with one's own authority": (lambda: Told().entry().file(), {}, []),
    "filed with another city's": (lambda: Told().entry().file(authority=JINAN), {}, [found("filed", rule=FILING)]),
    "filed with the province's": (lambda: Told().entry().file(authority=PROVINCE), {}, [found("filed", rule=FILING)]),
    "filed with no data authority": (lambda: Told().entry().file(authority=CYBER), {}, [found("filed", rule=FILING)]),
    "filed with a body that nobody knows": (lambda: Told().entry().file(authority=NOBODY), {}, []),
    "filed by a body that nobody knows": (lambda: Told().entry().file(department=NOBODY, authority=JINAN), {}, []),
    "filed with a body of which nobody knows yet": (
        lambda: Told(JINAN).entry().file(authority=JINAN).body(JINAN, "2025-01-01"), {}, [], "2024-12-31"),
    "filed with a body that is known since": (
        lambda: Told(JINAN).entry().file(authority=JINAN).body(JINAN, "2025-01-01"), {}, [found("filed", rule=FILING)]),
    "filed with another before the order": (lambda: Told().entry().file("2020-01-31", authority=JINAN), {}, []),
    "filed with another on the order's day": (
        lambda: Told().entry().file("2020-02-01", authority=JINAN), {}, [found("filed", rule=FILING)]),

    # T1: requests for what may be taken, or is not shared
    "a request for what is shared on request": (lambda: shared("conditional").request(), {R: OVERDUE}, []),
    "a request for what is shared with all": (lambda: shared("unconditional").request(), {R: None}, []),
    "a request for what is not shared": (lambda: shared("notShared").request(), {R: None}, []),
    "a request for what was shared with all": (
        lambda: shared("unconditional").revise("2024-06-02", sharing="conditional", legalBasis=GOOD).request(), {R: OVERDUE}, []),
    "a request for what is shared with all since": (
        lambda: shared("conditional").request().revise("2024-06-04", sharing="unconditional"), {R: OVERDUE}, []),
    "a request for what is shared with all, told later": (
        lambda: shared("conditional").request().revise("2024-06-02", known="2024-08-01", sharing="unconditional"), {R: None}, []),
    "a request for what is shared with all, which is not known yet": (
        lambda: shared("conditional").request().revise("2024-06-02", known="2024-08-01", sharing="unconditional"),
        {R: OVERDUE}, [], END, "2024-07-31"),
    "a request before the registration of what is not shared": (
        lambda: shared("notShared", at="2024-07-01").revise("2024-06-01", sharing="conditional", legalBasis=GOOD).request(), {R: None}, []),
    "a request before the registration of what is shared on request": (
        lambda: shared("conditional", at="2024-07-01").request(), {R: OVERDUE}, []),
    "a request for what is shared with all, replied to by another": (
        lambda: shared("unconditional").request().reply("2024-06-05", OTHER), {R: None}, []),
    "a request for what is shared with all, refused without reasons": (
        lambda: shared("unconditional").request().reply("2024-06-05", HOLDER, "refused"), {R: None},
        [plain("sd329.23.reasons", HOLDER, "reply")]),
    "a request for what is shared with all, under the decree": (
        lambda: decreed(HOLDER, "unconditional"), {"sc809.21.unconditional/R": OVERDUE, R: None, "sc809.21.conditional/R": None}, []),
    "a request for what is not shared, under the decree": (
        lambda: decreed(HOLDER, "notShared"),
        {"sc809.21.unconditional/R": None, R: None, "sc809.21.conditional/R": None}, []),

    # T2: registered for a trigger; 2024-06-03 and fifteen working days: Tuesday 2024-06-25
    "an entry registered for a trigger": (
        lambda: listing().register("N", at="2024-06-25T23:59:59.999+08:00", trigger="T"), {T: MET}, []),
    "an entry registered too late": (lambda: listing().register("N", at="2024-06-26T00:00:00+08:00", trigger="T"), {T: LATE}, []),
    "an entry registered for nothing": (lambda: listing().register("N", at="2024-06-05"), {T: OVERDUE}, []),
    "an entry registered before the trigger": (
        lambda: listing().register("N", at="2024-06-02T23:59:59.999+08:00", trigger="T"), {T: OVERDUE}, []),
    "an entry of another registered by the trigger's department": (
        lambda: listing().register("N", OTHER, "2024-06-05", HOLDER, trigger="T"), {T: MET | {"department": HOLDER}}, []),
    "an entry registered by another, whose it is": (
        lambda: listing().register("N", OTHER, "2024-06-05", trigger="T"), {T: OVERDUE}, [of(UPDATED, HOLDER, event="entry-N")]),
    "an entry registered by another, whose it is not": (
        lambda: listing().register("N", HOLDER, "2024-06-05", OTHER, trigger="T"), {T: OVERDUE}, [of(UPDATED, HOLDER, event="entry-N")]),
    "an entry registered for a trigger that lists others": (
        lambda: listing("E").register("N", at="2024-06-05", trigger="T"), {f"{T}/E": OVERDUE, f"{T}/N": None, T: None}, []),
    "an entry registered by another for a trigger that lists others": (
        lambda: listing("E").register("N", OTHER, "2024-06-05", trigger="T"), {f"{T}/E": OVERDUE}, []),
    "an entry registered under the decree": (
        lambda: Told().entry().adopted("decree-809/1", "2025-08-01").trigger(at="2025-09-01", effective="2025-09-01").register(
            "N", at="2025-09-15", trigger="T"), {"sc809.17/T": OVERDUE}, []),
    "an entry registered by another under the decree": (
        lambda: Told().entry().adopted("decree-809/1", "2025-08-01").trigger(at="2025-09-01", effective="2025-09-01").register(
            "N", OTHER, "2025-09-15", trigger="T"), {"sc809.17/T": OVERDUE}, []),
    "an entry registered and retired again": (
        lambda: listing().register("N", at="2024-06-05", trigger="T").act(
            "catalog.entry-retired", "2024-06-06", HOLDER, entry="N", reason="无"), {T: MET}, []),

    # T3: whom the order binds; what is out of scope is below
    "an entry of another province's body": (lambda: ours(OUT), {R: None}, []),
    "an entry of a township": (lambda: ours(TOWN), {R: None}, []),
    "an entry of a body that nobody knows": (lambda: ours(NOBODY), {R: OVERDUE}, []),
    "an entry of a body of which nobody knows yet": (
        lambda: Told().register(department=OUT, at="2019-12-02").request().outside(OUT, known="2024-08-01"), {R: OVERDUE}, [],
        END, "2024-07-31"),
    "an entry of a body that is known since": (
        lambda: Told().register(department=OUT, at="2019-12-02").request().outside(OUT, known="2024-08-01"), {R: None}, []),
    "an entry that was a township's": (
        lambda: Told().outside(TOWN).register(department=TOWN, at="2019-12-02").moved("2024-06-02", HOLDER).request(),
        {R: OVERDUE | {"department": HOLDER}}, []),
    "an entry that is a township's since": (
        lambda: Told().outside(TOWN).entry().request().moved("2024-06-04", TOWN), {R: OVERDUE | {"department": HOLDER}}, []),
    "another province's body asks": (
        lambda: Told().outside(OUT).entry().act("share.requested", "2024-06-03", OUT, request="R", entry="E", requester=OUT,
                                                purpose="核验", legalBasis=GOOD, receivedAt="2024-06-03" + S), {R: OVERDUE}, []),
    "a request of a township's, replied to by another": (lambda: ours(TOWN).reply("2024-06-05", OTHER), {R: None}, []),
    "a request of ours, replied to by a township": (
        lambda: Told().outside(TOWN).entry().request().reply("2024-06-05", TOWN), {R: OVERDUE}, [of(REPLIED, HOLDER, by=TOWN, event="reply")]),
    "a township refuses without reasons": (lambda: ours(TOWN).reply("2024-06-05", TOWN, "refused"), {R: None}, []),
    "a township's trigger": (
        lambda: Told().outside(TOWN).trigger(department=TOWN).reviewed("2024-06-05", OTHER), {T: None}, []),
    "a township's incident": (
        lambda: Told().outside(TOWN).incident(department=TOWN).report("2024-06-04", JINAN, by=OTHER),
        {"sd329.31.remedy/I": None, "sd329.31.report/I/dataAuthority": None, "sd329.31.report/I/cyberspaceAuthority": None}, []),
    "paper demanded by a township": (lambda: Told().outside(TOWN).entry().paper(TOWN), {}, []),
    "paper demanded by another province's body": (lambda: Told().outside(OUT).entry().paper(OUT), {}, []),
    "paper demanded by one of ours": (lambda: Told().entry().paper(OTHER), {}, [plain("sd329.27", OTHER, "paper")]),
    "a township restricts without a basis": (lambda: Told().outside(TOWN).register(department=TOWN, legalBasis=None), {}, []),
    "a township files with another": (lambda: Told().outside(TOWN).entry().file(department=TOWN, authority=JINAN), {}, []),
    "one of ours files with another province's": (
        lambda: Told().outside(OUT_AUTHORITY).entry().file(authority=OUT_AUTHORITY), {}, [found("filed", rule=FILING)]),
    "a township starts unapproved": (lambda: project(TOWN, AUTHORITY), {}, [plain("sd329.9.authority", AUTHORITY, "seen")]),
    "another province's authority approves": (lambda: project(HOLDER, OUT_AUTHORITY), {}, [plain("sd329.9.start", HOLDER, "started")]),
    "the decree binds another province's body": (
        lambda: decreed(OUT), {"sc809.21.conditional/R": OVERDUE | {"department": OUT}, R: None}, []),
    "the decree binds a township": (lambda: decreed(TOWN), {"sc809.21.conditional/R": OVERDUE | {"department": TOWN}}, []),
    "the decree finds another's act for a township": (
        lambda: decreed(TOWN).reply("2025-09-03", OTHER), {"sc809.21.conditional/R": OVERDUE},
        [of("sc809.21.conditional.competence", TOWN, event="reply")]),

    # T4: open data is used by the applicant
    "used as applied for": (lambda: open_data().reported(), {}, []),
    "used otherwise": (lambda: open_data().reported(purpose="别的"), {}, [plain(PURPOSE, HOLDER, "use")]),
    "used otherwise, as another recorded": (
        lambda: open_data().reported(purpose="别的", by=OTHER), {}, [plain(PURPOSE, HOLDER, "use")]),
    "used otherwise, of whose it is by then": (
        lambda: open_data().moved("2024-06-09").reported(purpose="别的"), {}, [plain(PURPOSE, HEIR, "use")]),
    "used otherwise, of whose it is not yet": (
        lambda: open_data().moved("2024-06-11").reported(purpose="别的"), {}, [plain(PURPOSE, HOLDER, "use")]),
    "used otherwise before the registration": (
        lambda: Told().entry(openness="onApplication", at="2024-07-01").moved("2024-06-01").apply().reported(purpose="别的"), {},
        [plain(PURPOSE, HOLDER, "use")]),
    "used otherwise, of a township's": (
        lambda: open_data().outside(TOWN).moved("2024-06-09", TOWN).reported(purpose="别的"), {}, []),
    "used otherwise, of an application not known": (
        lambda: open_data(known="2024-08-01").reported(purpose="别的"), {}, [], END, "2024-07-31"),
    "used after the refusal": (lambda: open_data().answer().reported(), {}, [plain(REFUSED, HOLDER, "use")]),
    "used as it was refused": (lambda: open_data().answer("2024-06-10").reported(), {}, [plain(REFUSED, HOLDER, "use")]),
    "used as it was refused, told before": (lambda: open_data().reported().answer("2024-06-10"), {}, [plain(REFUSED, HOLDER, "use")]),
    "used before the refusal": (lambda: open_data().answer("2024-06-10T09:00:00.001+08:00").reported(), {}, []),
    "used after an agreement": (lambda: open_data().answer(decision="agreed").reported(), {}, []),
    "used after an agreement in part": (lambda: open_data().answer(decision="partlyAgreed").reported(), {}, []),
    "used without an answer": (lambda: open_data().reported(), {}, []),
    "used after a refusal by another": (lambda: open_data().answer(by=OTHER).reported(), {}, []),
    "used after refusals by another and by whose it is": (
        lambda: open_data().answer("2024-06-04", OTHER, id="other").answer().reported(), {}, [plain(REFUSED, HOLDER, "use")]),
    "used after a refusal by whose it was": (
        lambda: open_data().moved("2024-06-04").answer().reported(), {}, [plain(REFUSED, HEIR, "use")]),
    "used after a refusal by whose it is": (
        lambda: open_data().moved("2024-06-04").answer(by=HEIR).reported(), {}, [plain(REFUSED, HEIR, "use")]),
    "used after a refusal by whose it was not yet": (lambda: open_data().moved("2024-06-06").answer(by=HEIR).reported(), {}, []),
    "used after an agreement, then a refusal by the heir": (
        lambda: open_data().answer("2024-06-04", decision="agreed").moved("2024-06-05").answer("2024-06-06", HEIR, id="heir").reported(), {},
        [plain(REFUSED, HEIR, "use")]),
    "used after a refusal that is not known yet": (
        lambda: open_data().answer(known="2024-08-01").reported(), {}, [], END, "2024-07-31"),
    "used after a refusal, of a township's": (
        lambda: open_data().outside(TOWN).answer().moved("2024-06-09", TOWN).reported(), {}, []),
    "used otherwise after the refusal": (
        lambda: open_data().answer().reported(purpose="别的"), {}, [plain(REFUSED, HOLDER, "use"), plain(PURPOSE, HOLDER, "use")]),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_oracles_rule_so(name):
    rules_so(TABLE[name])


@pytest.mark.parametrize("name", TABLE)
def test_the_tool_rules_so(name, tmp_path):
    tool_rules_so(TABLE[name], tmp_path)


def test_every_rule_is_found_and_not():
    found = {one[0] for _, _, expected, *_ in TABLE.values() for one in expected}
    assert {BASIS, FILING, REFUSED, PURPOSE} <= found
    assert {rule["rule"] for rule in BOOKS["order-329/1"]["violations"]} >= {BASIS, FILING, REFUSED, PURPOSE}


# T1: what is a basis

NONE = [
    "无", "暂无", "–", "条例", "许可法", "第五条", "《条例》。", "——（无）——", "《许 可 法》", "　无　", "$+123", "１２３", "…", "e\u0301é",
    "𠀀𠀀𠀀", "a b c", "№12", "a_b-c"]
SOME = [
    "行政许可法", "《条例》第十条", "许可法。第", "１２３４", "a b c d", "𠀀𠀀𠀀𠀀", "e\u0301e\u0301", "第 五 条 款", "《法》第５条", "Ⅻabc", "法律依据", "½123"]


def test_the_oracles_know_a_basis():
    assert not any(map(is_basis, NONE)) and all(map(is_basis, SOME)) and not is_basis("")


def test_the_tool_knows_a_basis(tmp_path):
    case = Told()
    for number, text in enumerate([*NONE, *SOME]):
        case.register(f"E{number}", legalBasis=text)
    report = json.loads(tool.must(
        ["audit", made(tmp_path, case.lines), "--as-of", END, "--known-at", FAR, "--format", "json"]))
    assert [one["event"] for one in report["violations"]] == [f"entry-E{number}" for number in range(len(NONE))]
    assert {(one["rule"], one["article"]) for one in report["violations"]} == {(BASIS, "第二十二条")}


# Evidence: each is by the ids of its events

EVIDENCE = {
    "a registration": (lambda: unfounded(), BASIS, ["entry-E"]),
    "a revision that says how it is shared": (
        lambda: unfounded(sharing="unconditional").moved("2024-06-03", OTHER).moved("2024-06-04").revise(
            "2024-06-05", sharing="conditional"), BASIS, ["entry-E", "revised", "moved-13"]),
    "a revision that says whose it is": (
        lambda: unfounded(sharing="unconditional").moved("2024-06-04").revise("2024-06-05", sharing="conditional", department=OTHER),
        BASIS, ["entry-E", "revised"]),
    "a revision of the basis": (
        lambda: unfounded(at="2019-12-02", sharing="unconditional", department=TOWN).outside(TOWN).revise(
            "2024-06-03", "first", sharing="notShared").revise("2024-06-04", "last", sharing="conditional").moved("2024-06-04").revise(
                "2024-06-05", legalBasis="无"), BASIS, ["entry-E", "last", "moved-15", "revised"]),
    "a filing": (lambda: Told().entry().file(authority=JINAN), FILING, ["filed", f"body-{HOLDER}", f"body-{JINAN}"]),
    "a use otherwise": (
        lambda: open_data().moved("2024-06-04", OTHER).moved("2024-06-09").moved("2024-06-11", OTHER).reported(purpose="别的"), PURPOSE,
        ["applied", "entry-E", "moved-14", "use"]),
    "a use after a refusal": (
        lambda: Told().entry(openness="onApplication").moved("2024-06-02", OTHER).apply().moved("2024-06-04", HEIR).answer(
            by=HEIR).moved("2024-06-07", ASKER).reported(), REFUSED,
        ["answer", "applied", "entry-E", "moved-12", "moved-14", "moved-16", "use"]),
    "a reply by another, of what is shared on request since": (
        lambda: shared("unconditional").revise("2024-06-02", "way", sharing="conditional", legalBasis=GOOD).request().reply(
            "2024-06-05", OTHER), REPLIED, ["askedR", "entry-E", "reply", "way"]),
    "an entry registered by another": (
        lambda: listing().register("N", OTHER, "2024-06-05", trigger="T"), UPDATED, ["entry-N", "trigger"]),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_evidence(name):
    assert shown(EVIDENCE[name]) == sorted(EVIDENCE[name][2])


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_tool_s_evidence(name, tmp_path):
    tool_shows(EVIDENCE[name], tmp_path)


# T3: what is out of scope: article, body, event

OUTSIDE = {
    "a request": (lambda: ours(TOWN), [("第二十三条", TOWN, "askedR")]),
    "a request elsewhere": (lambda: ours(OUT), [("第二十三条", OUT, "askedR")]),
    "a request of one of ours": (lambda: ours(HOLDER), []),
    "a request of nobody": (lambda: ours(NOBODY), []),
    "a request for what a township shares with all": (
        lambda: Told().outside(TOWN).register(department=TOWN, sharing="unconditional").request(), []),
    "a request from before the order": (
        lambda: Told().outside(TOWN).register(department=TOWN, at="2019-12-02").request(at="2020-01-31"), []),
    "a request under the decree": (lambda: decreed(TOWN), []),
    "an incident, once": (
        lambda: Told().outside(TOWN).incident(department=TOWN), [("第三十一条", TOWN, "incident")]),
    "an incident of another province's authority": (
        lambda: Told().outside(OUT_AUTHORITY).incident(department=OUT_AUTHORITY), [("第三十一条", OUT_AUTHORITY, "incident")]),
    "a trigger, once": (
        lambda: Told().outside(TOWN).entry("E", TOWN).entry("F", TOWN).trigger("E", "F", department=TOWN), [("第十六条", TOWN, "trigger")]),
    "a trigger without entries": (lambda: Told().outside(TOWN).trigger(department=TOWN), [("第十六条", TOWN, "trigger")]),
    "a trigger of others' entries alone": (lambda: Told().outside(TOWN).entry().trigger("E", department=TOWN), []),
    "checks are not": (lambda: Told().outside(TOWN).entry().paper(TOWN), []),
    "several, in the log's order": (
        lambda: ours(TOWN).outside(OUT).incident("2020-03-02", OUT).trigger(department=TOWN),
        [("第二十三条", TOWN, "askedR"), ("第三十一条", OUT, "incident"), ("第十六条", TOWN, "trigger")]),
}


def listed(outside) -> list:
    return [(one["article"], one["department"], one["event"]) for one in outside]


@pytest.mark.parametrize("name", OUTSIDE)
def test_the_oracle_knows_what_is_out_of_scope(name):
    case, expected = OUTSIDE[name]
    report = LawOracle(stored_events(case().lines, instant(FAR)), BOOKS).report(bound(END), bound(FAR))
    assert listed(report["outOfScope"]) == expected


@pytest.mark.parametrize("name", OUTSIDE)
def test_the_tool_knows_what_is_out_of_scope(name, tmp_path):
    case, expected = OUTSIDE[name]
    path = made(tmp_path, case().lines)
    scope = ["--as-of", END, "--known-at", FAR]
    report = json.loads(tool.must(["audit", path, *scope, "--format", "json"]))
    events = [json.loads(line) for line in tool.must(["events", path]).splitlines()]
    assert listed(report["outOfScope"]) == expected and list(report) == sorted(report)
    for one in report["outOfScope"]:
        assert list(one) == ["article", "department", "event", "position"] and events[one["position"]]["id"] == one["event"]
    for body in (TOWN, OUT, HOLDER):
        own = json.loads(tool.must(["audit", path, *scope, "--format", "json", "--department", body]))
        assert listed(own["outOfScope"]) == [one for one in expected if one[1] == body]
    tool.must(["audit", path, *scope, *(["--strict"] if expected else [])])  # nobody's fault


# A book of one's own says whom it binds


def own(**more) -> dict:
    words = {"zh": "应当。", "en": "It shall."}
    return {
        "schema": "govledger.rule-book/1", "book": "own/1", "title": words, "inForceFrom": "2020-02-01", "obligations": [{
            "rule": "own.remedy", "article": "第一条", "duty": "incidentRemedy", "trigger": "incident.detected", "start": "occurredOn",
            "period": None, "countsStartDay": False, "startOnRestDay": "countsFromNextWorkingDay", "periodEnd": "midnight",
            "calendar": "finallyInForce", "dischargedBy": ["incident.remedied"], "text": words}],
        "violations": [{"rule": "own.paper", "article": "第一条", "check": "againstSharing", "act": "paper.demanded",
                        "by": "department", "sharing": ["conditional"], "text": words, "message": words}], **more}


SCOPES = {  # what the book says, and the bodies of which it is found
    "everybody": ({}, [HOLDER, WATER, OUT, TOWN, NOBODY]),
    "the province": ({"binds": {"province": "370000", "notKinds": ["township"]}}, [HOLDER, WATER, NOBODY]),
    "another province": ({"binds": {"province": "320000", "notKinds": ["township"]}}, [OUT, NOBODY]),
    "no utilities": ({"binds": {"province": "370000", "notKinds": ["utility"]}}, [HOLDER, TOWN, NOBODY]),
}


def of_everybody():
    case = Told().outside(OUT).outside(TOWN).entry()
    for body in (HOLDER, WATER, OUT, TOWN, NOBODY):
        case.act("incident.detected", "2024-06-03", body, incident=f"I-{body}", department=body, kind="leak", summary="泄露")
        case.act("paper.demanded", "2024-06-03", body, demand=f"D-{body}", department=body, entry="E", matter="登记")
    return case


@pytest.mark.parametrize("name", SCOPES)
def test_the_oracles_read_whom_a_book_binds(name):
    scope, bodies = SCOPES[name]
    events = stored_events(of_everybody().lines, instant(FAR))
    report = LawOracle(events, BOOKS).report(bound(END), bound(FAR), [own(**scope)])
    findings = ViolationOracle(events, BOOKS).findings(bound(END), bound(FAR), [own(**scope)])
    assert [o["department"] for o in report["obligations"]] == [one["department"] for one in findings] == bodies
    assert {one["department"] for one in report["outOfScope"]} == {HOLDER, WATER, OUT, TOWN, NOBODY} - set(bodies)


@pytest.mark.parametrize("name", SCOPES)
def test_the_tool_reads_whom_a_book_binds(name, tmp_path):
    scope, bodies = SCOPES[name]
    place = tmp_path / "own.json"
    place.write_text(json.dumps(own(**scope), ensure_ascii=False), encoding="utf-8")
    path = made(tmp_path, of_everybody().lines)
    report = json.loads(tool.must(["audit", path, "--as-of", END, "--known-at", FAR, "--rules", place, "--format", "json"]))
    assert [o["department"] for o in report["obligations"]] == [one["department"] for one in report["violations"]] == bodies
    assert {one["department"] for one in report["outOfScope"]} == {HOLDER, WATER, OUT, TOWN, NOBODY} - set(bodies)


# As it happens

PLAN = {"plan": "P", "title": "专项规划"}
LIVE = {  # what is recorded before, the act, how live recording takes it, and what an audit finds of it once it is recorded
    "registered without a basis": (Told, lambda case: case.register(legalBasis=None), "第二十二条", "legalBasis", [BASIS]),
    "registered with one that is none": (Told, lambda case: case.register(legalBasis="许可法"), "第二十二条", "legalBasis", [BASIS]),
    "registered with a basis": (Told, lambda case: case.register(legalBasis="行政许可法"), None, None, []),
    "registered as shared with all, without": (
        Told, lambda case: case.register(sharing="unconditional", legalBasis=None), None, None, []),
    "restricted without a basis": (
        lambda: unfounded(sharing="unconditional"), lambda case: case.revise("2024-06-05", sharing="conditional"),
        "第二十二条", "legalBasis", [BASIS]),
    "restricted on what is none": (
        lambda: unfounded(sharing="unconditional"), lambda case: case.revise("2024-06-05", sharing="conditional", legalBasis="条例"),
        "第二十二条", "legalBasis", [BASIS]),
    "restricted on what was stated": (
        lambda: unfounded(sharing="unconditional", legalBasis=GOOD), lambda case: case.revise("2024-06-05", sharing="conditional"),
        None, None, []),
    "the basis revised to none": (
        lambda: Told().register(), lambda case: case.revise("2024-06-05", legalBasis="无"), None, None, []),
    "filed with another": (
        lambda: Told().entry(), lambda case: case.file(authority=JINAN), "第十五条", "authority", [FILING]),
    "filed with one's own": (lambda: Told().entry(), lambda case: case.file(), None, None, []),
    "asked for what is not shared": (lambda: shared("notShared"), lambda case: case.request(), "第二十三条", "entry", []),
    "asked for what is shared with all": (lambda: shared("unconditional"), lambda case: case.request(), None, None, []),
    "a special plan filed with a city's": (
        Told, lambda case: case.act("plan.special-filed", "2024-06-03", NOBODY, department=NOBODY, authority=AUTHORITY, **PLAN),
        "第八条", "authority", []),
    "a special plan of a city's": (
        Told, lambda case: case.act("plan.special-filed", "2024-06-03", HOLDER, department=HOLDER, authority=PROVINCE, **PLAN),
        "第八条", "department", []),
    "a special plan of nobody": (
        Told, lambda case: case.act("plan.special-filed", "2024-06-03", NOBODY, department=NOBODY, authority=PROVINCE, **PLAN),
        None, None, []),
    "a node's plan filed with a city's": (
        Told, lambda case: case.act("cloud.node-plan-filed", "2024-06-03", AUTHORITY, node="K", authority=AUTHORITY, filedWith=JINAN,
                                    title="方案"), "第十条", "filedWith", []),
    "a node's plan filed with the province's": (
        Told, lambda case: case.act("cloud.node-plan-filed", "2024-06-03", AUTHORITY, node="K", authority=AUTHORITY, filedWith=PROVINCE,
                                    title="方案"), None, None, []),
    "a node built under the order": (
        Told, lambda case: case.act("cloud.legacy-node-declared", "2024-06-03", AUTHORITY, node="K", builder=AUTHORITY,
                                    builtOn="2020-02-01", name="节点"), "第十条", "builtOn", []),
    "a node built before the order": (
        Told, lambda case: case.act("cloud.legacy-node-declared", "2024-06-03", AUTHORITY, node="K", builder=AUTHORITY,
                                    builtOn="2020-01-31", name="节点"), None, None, []),
    "an entry registered for a trigger": (listing, lambda case: case.register("N", at="2024-06-05", trigger="T"), None, None, []),
    "an entry registered for a trigger by another": (
        listing, lambda case: case.register("N", OTHER, "2024-06-05", trigger="T"), "第十六条", None, [UPDATED]),
    "open data used after a refusal": (lambda: open_data().answer(), lambda case: case.reported(), "第二十五条", None, [REFUSED]),
    "open data used after an agreement": (
        lambda: open_data().answer(decision="agreed"), lambda case: case.reported(), None, None, []),
    "open data used otherwise": (open_data, lambda case: case.reported(purpose="别的"), "第二十八条", None, [PURPOSE]),
    "open data of a township's used otherwise": (
        lambda: open_data().outside(TOWN).moved("2024-06-09", TOWN), lambda case: case.reported(purpose="别的"), None, None, []),
    "a reply by another to a township's request": (lambda: ours(TOWN), lambda case: case.reply("2024-06-05", OTHER), None, None, []),
    "paper demanded by a township": (lambda: Told().outside(TOWN).entry(), lambda case: case.paper(TOWN), None, None, []),
}


@pytest.mark.parametrize("name", LIVE)
def test_as_it_happens(name, tmp_path):
    takes_live(*LIVE[name], tmp_path)


def test_what_is_refused_of_history_as_well(tmp_path):
    """State secrets are outside the order, and what is cited must be there."""
    for number, (change, key) in enumerate([({"stateSecret": True}, "stateSecret"), ({"trigger": "T-none"}, "trigger")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        refuses(lambda: Told().entry(), lambda case: case.register("N", **change), key, folder)


def test_the_generators_know_what_is_refused():
    """The same table, for what random histories expect of live recording beside what an audit finds."""
    from histories import Draft
    from violation_histories import Refusals

    def draft(line):
        one = json.loads(line)
        return Draft(one["id"], one["type"], instant(one["occurredAt"]), one["actor"], one["data"], [], 0, True)

    for name, (before, act, article, _, rules) in LIVE.items():
        case, refusals = before(), Refusals()
        for line in case.lines:
            refusals.judge(draft(line))
        last = act(case).lines[-1]
        if rules in ([UPDATED], [REFUSED], [PURPOSE]):  # what only an audit knows
            article = ""
        assert refusals.judge(draft(last)) == (article or ""), name
