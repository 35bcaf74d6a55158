"""What the tests of the second reading share: bodies, records, and how a table of cases is asked of the oracles and of the tool.

A row of a table is the history, what is found of obligations (None: there is none), the violations and remarks, and as-of (and
known-at) if not the end.
"""

import json

import cases
import tool
from law_oracle import LawOracle, stored_events
from oracle import bound, instant
from test_law import BOOKS, agree
from violations import ViolationOracle, of_grade

FAR = "2028-01-01T00:00:00+08:00"
END = "2026-11-20"
S = "T09:00:00+08:00"


def code(number: int, division="370600") -> str:
    return cases.code(f"11{division}MB29{number:05}")


HOLDER, ASKER, OTHER, AUTHORITY, CYBER, WATER = (code(number) for number in range(1, 7))
PROVINCE_CYBER, PROVINCE = code(7, "370000"), code(8, "370000")
JINAN, JINAN_CYBER = code(9, "370100"), code(10, "370100")
HEIR = code(11)
NOBODY = code(12)  # never registered
BODIES = {
    HOLDER: ("370600", "department"), ASKER: ("370600", "department"), OTHER: ("370600", "department"),
    AUTHORITY: ("370600", "dataAuthority"), CYBER: ("370600", "cyberspaceAuthority"), WATER: ("370600", "utility"),
    PROVINCE_CYBER: ("370000", "cyberspaceAuthority"), PROVINCE: ("370000", "dataAuthority"),
    JINAN: ("370100", "dataAuthority"), JINAN_CYBER: ("370100", "cyberspaceAuthority"), HEIR: ("370600", "department"),
}


def when(at: str) -> str:
    return at if "T" in at else at + S


class Case:
    """Records in the log's order, each known as it happens unless it is said when."""

    def __init__(self, *without):
        self.lines = []
        for body in BODIES:
            if body not in without:
                self.body(body)

    def act(self, type, at, actor=HOLDER, known=None, id=None, **data):
        self.lines.append(json.dumps({
            "id": id or f"e{len(self.lines)}", "type": type, "occurredAt": when(at), "actor": actor, "data": data,
            "sourceRecordedAt": when(known or at)}, ensure_ascii=False))
        return self

    def body(self, body, at="2019-06-03"):
        division, kind = BODIES[body]
        return self.act("department.registered", at, body, department=body, name="某单位", division=division, kind=kind, id=f"body-{body}")

    def entry(self, name="E", department=HOLDER, at="2019-12-02", **more):
        return self.act("catalog.entry-registered", at, department, **{**cases.entry_data(name, **more), "department": department},
                        id=f"entry-{name}")

    def moved(self, at, to=HEIR, entry="E", known=None):
        return self.act("catalog.entry-revised", at, HOLDER, known, entry=entry, department=to, id=f"moved-{len(self.lines)}")

    # 2024-06-03 and ten working days: Tuesday 2024-06-18, for the 10th was off.
    def request(self, name="R", at="2024-06-03", received=None, by=ASKER, purpose="核验", known=None, **more):
        return self.act("share.requested", at, by, known, request=name, entry="E", requester=by, purpose=purpose,
                        legalBasis="《行政许可法》", receivedAt=when(received or at), id="asked" + name, **more)

    def reply(self, at, by=HOLDER, decision="agreed", id="reply", known=None, request="R", **more):
        return self.act("share.replied", at, by, known, request=request, decision=decision, id=id, **more)

    def withdraw(self, at, by=ASKER, id="back"):
        return self.act("share.withdrawn", at, by, request="R", reason="无", id=id)

    def use(self, at="2024-06-10", purpose="核验", by=ASKER, **more):
        data = {"purpose": purpose, "request": "R", **more}
        return self.act("data.used", at, by, use="U", department=by, id="use",
                        **{key: value for key, value in data.items() if value is not None})

    # 2024-06-03 and fifteen working days: Tuesday 2024-06-25.
    def trigger(self, *entries, at="2024-06-03", effective="2024-06-03", department=HOLDER, **more):
        return self.act("catalog.update-triggered", at, department, trigger="T", department=department, kind="lawAmended",
                        instrument="法", effectiveOn=effective, entries=list(entries), id="trigger", **more)

    def reviewed(self, at, by=HOLDER, id="reviewed", **entry):
        return self.act("catalog.trigger-reviewed", at, by, trigger="T", outcome="noChangeNeeded", reason="无", id=id, **entry)

    def revised(self, at, by=HOLDER, entry="E", id="revised"):
        return self.act("catalog.entry-revised", at, by, entry=entry, trigger="T", format="表", id=id)

    def retired(self, at, by=HOLDER, id="retired", **trigger):
        return self.act("catalog.entry-retired", at, by, entry="E", reason="无", id=id, **trigger)

    def incident(self, at="2024-06-03", department=HOLDER, **more):
        return self.act("incident.detected", at, department, incident="I", department=department, kind="leak", summary="泄露",
                        id="incident", **more)

    def remedied(self, at, by=HOLDER):
        return self.act("incident.remedied", at, by, incident="I", measures="关闭接口", id="remedied")

    def report(self, at, to=AUTHORITY, kind="dataAuthority", by=HOLDER, id="report"):
        return self.act("incident.reported", at, by, incident="I", recipient=to, recipientKind=kind, id=id)

    def project(self, department=HOLDER, at="2024-01-02", id="project", **exempt):
        return self.act("project.submitted", at, department, **cases.project_data("J", department=department, **exempt), id=id)

    def seen(self, at, by=AUTHORITY, outcome="approved", id="seen"):
        return self.act("project.reviewed", at, by, project="J", authority=by, outcome=outcome, id=id)

    def started(self, at="2024-03-01", by=HOLDER, **more):
        return self.act("project.started", at, by, project="J", id="started", **more)

    def adopted(self, book, on):
        return self.act("rules.adopted", "2019-12-02", AUTHORITY, book=book, **{"from": on})


GOOD = "《行政许可法》第三十四条"
OUT, TOWN = code(13, "320100"), code(14, "370602")
OUT_AUTHORITY = code(15, "320100")
COUNTY, COUNTY_BODY = code(16, "370602"), code(17, "370602")
ELSEWHERE = {
    OUT: ("320100", "department"), OUT_AUTHORITY: ("320100", "dataAuthority"), TOWN: ("370602", "township"),
    COUNTY: ("370602", "dataAuthority"), COUNTY_BODY: ("370602", "department")}


class Told(Case):
    """With what is told beside the acts that open and end duties."""

    def outside(self, body, at="2019-06-03", known=None):
        division, kind = ELSEWHERE[body]
        return self.act("department.registered", at, body, known, department=body, name="某单位", division=division, kind=kind,
                        id=f"body-{body}")

    def register(self, name="E", department=HOLDER, at="2024-03-01", actor=None, known=None, **more):
        data = {**cases.entry_data(name), "department": department, **more}
        return self.act("catalog.entry-registered", at, actor or department, known, id=f"entry-{name}",
                        **{key: value for key, value in data.items() if value is not None})

    def revise(self, at, id="revised", known=None, by=HOLDER, **change):
        return self.act("catalog.entry-revised", at, by, known, entry="E", id=id, **change)

    def file(self, at="2024-03-01", department=HOLDER, authority=AUTHORITY):
        return self.act("catalog.filed", at, department, department=department, authority=authority, entries=["E"], id="filed")

    def paper(self, by, at="2024-03-01"):
        return self.act("paper.demanded", at, by, demand="D", department=by, entry="E", matter="登记", id="paper")

    def apply(self, at="2024-06-03", known=None):
        return self.act("open.applied", at, HOLDER, known, application="A", entry="E", applicant="某公司", purpose="研究",
                        receivedAt=at + S, id="applied")

    def answer(self, at="2024-06-05", by=HOLDER, decision="refused", id="answer", known=None):
        return self.act("open.replied", at, by, known, application="A", decision=decision, id=id)

    def reported(self, at="2024-06-10", purpose="研究", by=HOLDER):
        return self.act("open.use-reported", at, by, application="A", purpose=purpose, id="use")


def of(rule, *expected, by=OTHER, event="act"):
    """A finding of a body whose act it was not, or of a report to another."""
    return rule, by, event, sorted(expected)


def plain(rule, by, event):
    return rule, by, event, None


MET, LATE, OVERDUE, PENDING, CLOSED, DONE = (
    {"verdict": verdict} for verdict in ("met", "late", "overdue", "pending", "closed", "done"))
CLOSED = CLOSED | {"discharge": None, "workingDaysTaken": None, "secondsTaken": None}


def still(days):
    return {"verdict": "open", "daysOpen": days, "discharge": None, "secondsTaken": None}


# Asking


def times(row) -> tuple:
    rest = row[3:]
    return (rest + (FAR,))[:2] if rest else (END, FAR)


def holds(expected, actual) -> bool:
    """Whether what is found has the keys and values that are expected; None: no such key, or null."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(holds(value, actual.get(key)) for key, value in expected.items())
    return agree(expected, actual)


def check(found: dict, violations: list, obligations: dict, expected: list):
    for name, keys in obligations.items():
        assert (name in found) if keys is not None else (name not in found), name
        assert keys is None or holds(keys, found[name]), (name, keys, found[name])
    listed = [(one["rule"], one["department"], one["event"], one.get("expected")) for one in violations]
    assert sorted(listed, key=str) == sorted(expected, key=str), (listed, expected)


def rules_so(row):
    """What the oracles find of a row's history."""
    case, obligations, expected, *_ = row
    events = stored_events(case().lines, instant(FAR))
    as_of, known_at = (bound(time) for time in times(row))
    report = LawOracle(events, BOOKS).report(as_of, known_at)
    findings = ViolationOracle(events, BOOKS).findings(as_of, known_at)
    check({o["id"]: o for o in report["obligations"]}, findings, obligations, expected)


def made(folder, lines):
    """A ledger of a history."""
    path = folder / "ledger.db"
    tool.must(["init", path, "--empty"])
    tool.must(["record", path, "--import", "-"], "".join(line + "\n" for line in lines))
    return path


def tool_rules_so(row, folder):
    """What the tool finds of a row's history: as expected, and as the oracles."""
    case, obligations, expected, *_ = row
    path = made(folder, case().lines)
    as_of, known_at = times(row)
    report = json.loads(tool.must(["audit", path, "--as-of", as_of, "--known-at", known_at, "--format", "json"]))
    found = sorted(report["violations"] + report["remarks"], key=lambda one: (one["position"], one["rule"]))
    check({o["id"]: o for o in report["obligations"]}, found, obligations, expected)
    events = [json.loads(line) for line in tool.must(["events", path]).splitlines()]
    mine = ViolationOracle(events, BOOKS).findings(bound(as_of), bound(known_at))
    for grade, kind in (("violation", "violations"), ("remark", "remarks")):
        for one, other in zip(of_grade(mine, grade), report[kind], strict=True):
            assert other["evidence"] == one["evidence"], (one["rule"], one["evidence"], other["evidence"])
            assert all(text in other["message"] for text in one["message"].values()), (one["message"], other["message"])
            assert other.get("byReference", False) == one["byReference"]
            for key in ("applicant", "daysLate"):
                assert other.get(key) == one.get(key), (one["rule"], key)
    assert report["outOfScope"] == LawOracle(events, BOOKS).report(bound(as_of), bound(known_at))["outOfScope"]
    strict = any(o["verdict"] in ("late", "overdue") for o in report["obligations"]) or report["violations"]
    arguments = ["audit", path, "--as-of", as_of, "--known-at", known_at, "--strict"]
    assert tool.run(arguments)[0] == (1 if strict else 0), "done, open and remarks are no faults"
    assert ": equal" in tool.must(["rebuild", path])


def shown(row) -> list:
    """The ids of the events that a finding rests on."""
    case, rule, _ = row
    findings = ViolationOracle(stored_events(case().lines, instant(FAR)), BOOKS).findings(bound(END), bound(FAR))
    (found,) = [one for one in findings if one["rule"] == rule]
    return sorted(one["event"] for one in found["evidence"])


def tool_shows(row, folder):
    """That the tool rests a finding on the events that are expected, in its report and in its explanation, and proves it by them."""
    case, rule, expected = row
    path = made(folder, case().lines)
    report = json.loads(tool.must(["audit", path, "--as-of", END, "--known-at", FAR, "--format", "json"]))
    (found,) = [one for one in report["violations"] + report["remarks"] if one["rule"] == rule]
    assert sorted(one["event"] for one in found["evidence"]) == sorted(expected)
    text = tool.must(["explain", path, f"{rule}/{found['event']}", "--as-of", END, "--known-at", FAR])
    assert all(one in text for one in [*found.get("expected", []), *expected])


def bare(case) -> list:
    """The records of a history without the times of their sources, as they happen."""
    return [{key: value for key, value in json.loads(line).items() if key != "sourceRecordedAt"} for line in case.lines]


def lines(records) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


def takes_live(before, act, article, key, rules, folder):
    """How an act is recorded after others: live unless an article (and a key) is against it, else only as history or when violations
    are allowed; and which violations an audit finds of it then."""
    case = before()
    earlier = list(case.lines)
    record = bare(act(case))[-1:]
    for number, flag in enumerate([["--import"], ["--allow-violations"]] if article else [[]]):
        place = folder / str(number)
        place.mkdir()
        path = made(place, earlier)
        if article:
            status, out, err = tool.run(["record", path, "-"], lines(record))
            assert status == 65 and not out and article in err and (key is None or f"data.{key}" in err), err
        tool.must(["record", path, "-", *flag], lines(record))
        report = json.loads(tool.must(["audit", path, "--format", "json"]))
        assert [one["rule"] for one in report["violations"] if one["event"] == record[0]["id"]] == rules


def refuses(before, act, key, folder):
    """That an act is refused however it is recorded, by its key."""
    case = before()
    path = made(folder, case.lines)
    record = bare(act(case))[-1:]
    for flag in ([], ["--import"], ["--allow-violations"]):
        status, out, err = tool.run(["record", path, "-", *flag], lines(record))
        assert status == 65 and not out and f"data.{key}" in err, (flag, err)


def recorded(path, record, *flags) -> bool:
    """Whether an act is recorded."""
    status, _, err = tool.run(["record", path, "-", *flags], lines([record]))
    assert status in (0, 65), err
    return status == 0
