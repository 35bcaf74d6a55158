"""Rule books through the tool and through the law oracle: every finding must agree.

CONFORMANCE_SCALE multiplies the number of random histories. A failure names the seed, the
arguments, both answers and the records that bear on them.
"""

import json
import os
import random
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import codes
import schemas
import tool
from histories import history, instants
from law_histories import cuts, law_history, random_book
from law_oracle import EXTRA_KEYS, LawOracle, stored_events
from oracle import ANY, DAY, VERDICTS, OneOf, Oracle, bound, instant, midnight, stored
from test_verdicts import shown

SCALE = tool.scale()
STAGING = os.environ.get("LAW_STAGING")  # a folder of books, while the tool is being built
SMALL = max(8, int(48 * SCALE))
LARGE = max(2, int(4 * SCALE))
GROUPS = 8
FAR = "2028-01-01T00:00:00+08:00"
BASE_KEYS = (
    "id", "rule", "article", "department", "trigger", "dueOn", "provisionalDueOn", "workingDays", "discharge",
    "verdict", "workingDaysTaken", "workingDaysLate", "secondsTaken",
)


def bundled_books() -> dict:
    """The books that come with the tool, by name, in the order of their days in force."""
    found = {}
    places = [tool.REPOSITORY / "Sources" / "LedgerCore" / "Bundled"]
    if STAGING:  # books that are not bundled yet
        places.append(Path(STAGING))
    for place in places:
        for path in sorted(place.glob("*.json")):
            book = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(book, dict) and book.get("schema") == "govledger.rule-book/1":
                if all("duty" in rule for rule in book["obligations"]):
                    found.setdefault(book["book"], book)
    return dict(sorted(found.items(), key=lambda one: one[1]["inForceFrom"]))


BOOKS = bundled_books()


def tool_has_books() -> bool:
    try:
        return not STAGING or "--late-evidence" in tool.run(["audit", "--help"])[1]
    except tool.ToolMissing:
        return False


needs_tool = pytest.mark.skipif(not tool_has_books(), reason="staging: the tool does not know rule books yet")


# Comparing


def agree(expected, actual) -> bool:
    if expected is ANY:
        return True
    if isinstance(expected, OneOf):
        return actual in expected
    return type(expected) is type(actual) and expected == actual


def differences(mine: dict, its: dict) -> list:
    wrong = [key for key in BASE_KEYS if key not in its or not agree(mine[key], its[key])]
    wrong += [key for key in EXTRA_KEYS if not agree(mine[key], its.get(key))]
    return wrong


def disagreements(report: dict, actual: dict, events) -> list:
    """What differs between the oracle's report and the tool's."""
    found = []
    for key in ("asOf", "knownAt", "ruleBook", "outOfScope"):
        if not agree(report[key], actual.get(key)):
            found.append(f"{key}: oracle {shown(report[key])}, tool {shown(actual.get(key))}")
    ours = {o["id"]: o for o in report["obligations"]}
    theirs = {o["id"]: o for o in actual["obligations"]}
    if len(theirs) != len(actual["obligations"]):
        found.append("the tool names an obligation twice")
    for name in dict.fromkeys([*theirs, *ours]):
        mine, its = ours.get(name), theirs.get(name)
        if its is None:
            if mine["_optional"]:
                continue
            text = "the tool lacks it"
        elif mine is None:
            text = "only the tool has it"
        else:
            wrong = differences(mine, its)
            if not wrong:
                continue
            text = "".join(f"\n    {key}: oracle {shown(mine[key])}, tool {shown(its.get(key, 'no key'))}" for key in wrong)
        text = f"obligation {name}: {text}\n  oracle: {shown(mine)}\n  tool:   {shown(its)}"
        found.append(text + "\n  events:\n    " + "\n    ".join(bearing(events, mine or its)))
    order = [(o["trigger"]["position"], o["id"].encode("utf-8")) for o in actual["obligations"]]
    if order != sorted(order):
        found.append("order of obligations")
    counted = Counter(o["verdict"] for o in actual["obligations"])
    for verdict in VERDICTS:
        if actual["summary"][verdict] != counted[verdict]:
            found.append(f"summary: {verdict} {actual['summary'][verdict]}, but {counted[verdict]} are listed")
    for kind in ("remarks", "violations"):
        if actual["summary"][kind] != len(actual[kind]):
            found.append(f"summary: {kind} {actual['summary'][kind]}, but {len(actual[kind])} are listed")
        found += differing(kind, report[kind], actual[kind])
    return found


def differing(kind: str, mine: list, its: list) -> list:
    """What differs between the violations, or the remarks, of the oracle and the tool."""
    key = lambda v: (v["position"], v["rule"])
    found, ours, theirs = [], {key(v): v for v in mine}, {key(v): v for v in its}
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name), theirs.get(name)
        if other is None and not one["required"]:
            continue
        if one is None or other is None or one["article"] != other["article"] \
                or one["event"] != other["event"] or other["department"] not in one["departments"] \
                or other["evidence"] not in one["evidence"] or one.get("expected") != other.get("expected"):
            found.append(f"{kind} {name}: oracle {shown(one)}, tool {shown(other)}")
    if list(map(key, its)) != sorted(map(key, its)):
        found.append(f"order of {kind}")
    return found


def bearing(events, finding) -> list:
    """The events on the matter of a finding, those of its entries, and adoptions without documents."""
    names = {finding["id"], *finding["id"].split("/")}
    parts = finding["id"].split("/")
    names |= {"/".join(parts[i:j]) for i in range(1, len(parts)) for j in range(i + 1, len(parts) + 1)}
    keys = ("entry", "request", "trigger", "incident", "verification", "application")
    lines = []
    names |= {e["data"]["entry"] for e in events if "entry" in e["data"]
              and any(e["data"].get(k) in names for k in keys[1:])}
    for event in events:
        if event["type"] in ("rules.adopted", "calendar.notice-issued") or any(
                event["data"].get(k) in names for k in keys):
            shortened = {**event, "data": {k: v if k != "document" else "…" for k, v in event["data"].items()}}
            lines.append(json.dumps(shortened, ensure_ascii=False))
    return lines


# Driving the tool


class LawLedger:
    def __init__(self, folder: Path, text: str, books=(), bundled=None, init=()):
        self.folder, self.path = folder, folder / "ledger.db"
        tool.must(["init", self.path, *init])
        tool.must(["record", self.path, "--import", "-"], text)
        self.events = [json.loads(line) for line in tool.must(["events", self.path]).splitlines()]
        self.oracle = LawOracle(self.events, BOOKS, bundled)
        self.paths = {}
        for number, book in enumerate(books):
            path = folder / f"book-{number}.json"
            path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
            self.paths[book["book"]] = path

    def check(self, as_of, known_at, rules=None, evidence=None, about=""):
        """`rules`: documents, given by name when the tool has them and by path otherwise."""
        arguments = ["audit", self.path, "--as-of", as_of, "--known-at", known_at, "--format", "json"]
        if rules is not None:
            arguments += ["--rules", ",".join(str(self.paths.get(b["book"], b["book"])) for b in rules)]
        if evidence is not None:
            arguments += ["--late-evidence", evidence]
        actual = json.loads(tool.must(arguments))
        days = 2 if evidence is None else evidence
        report = self.oracle.report(bound(as_of), bound(known_at), rules, days)
        wrong = disagreements(report, actual, self.events)
        assert not wrong, (f"{about} {' '.join(map(str, arguments[2:]))}: {len(wrong)} disagreements\n"
                           + "\n".join(wrong[:5]))
        return report, actual


@pytest.fixture(scope="session")
def requestable(tmp_path_factory):
    return probed(tmp_path_factory.mktemp("probe"))


def probed(folder: Path) -> tuple:
    """The sharing types of entries for which the ledger accepts requests as history: all of them."""
    accepted = []
    for sharing in ("conditional", "unconditional", "notShared"):
        case = Case()
        case.entry("C", sharing)
        case.request("R", "2025-09-01T09:00:00+08:00")
        path = folder / f"{sharing}.db"
        tool.must(["init", path])
        if tool.run(["record", path, "--import", "-"], case.text)[0] == 0:
            accepted.append(sharing)
    assert accepted == ["conditional", "unconditional", "notShared"]
    return tuple(accepted)


# Cases worked by hand


class Case:
    """A small history: a department and its authority in Jinan, one entry, and what is added."""

    DEPARTMENT, AUTHORITY, CYBER, QINGDAO, OTHER = (
        codes.make(random.Random(f"law case {i}"), d)
        for i, d in enumerate(["370100", "370100", "370100", "370200", "370100"]))

    def __init__(self):
        self.lines = []
        for code, division, kind in [
            (self.DEPARTMENT, "370100", "department"), (self.AUTHORITY, "370100", "dataAuthority"),
            (self.CYBER, "370100", "cyberspaceAuthority"), (self.QINGDAO, "370200", "dataAuthority"),
        ]:
            self.act("department.registered", "2019-06-03T09:00:00+08:00", department=code, name="单位",
                     division=division, kind=kind)

    # Whose acts are not the department's.
    ACTORS = {"share.requested": OTHER, "share.withdrawn": OTHER, "share.supplemented": OTHER,
              "catalog.update-published": AUTHORITY}

    def act(self, type, at, source=None, actor=None, **data):
        """`source`: when it became known, the moment of the act itself unless said; `actor`: whose act it is unless said."""
        self.lines.append(json.dumps({
            "id": f"e{len(self.lines)}", "type": type, "occurredAt": at,
            "actor": actor or self.ACTORS.get(type, self.DEPARTMENT), "data": data,
            "sourceRecordedAt": source or at}, ensure_ascii=False))
        return self

    def entry(self, name="C", sharing="conditional"):
        return self.act(
            "catalog.entry-registered", "2019-06-03T10:00:00+08:00", entry=name, department=self.DEPARTMENT,
            name="目录", classification="基础", format="表", fields=[{"name": "a", "type": "C"}], updateCycle="每日",
            sharing=sharing, sharingMode="接口", useRequirements="按需", legalBasis="《条例》第十条", openness="onApplication")

    def request(self, name, received, entry="C"):
        return self.act("share.requested", received, request=name, entry=entry, requester=self.OTHER, purpose="核验",
                        legalBasis="第一条", receivedAt=received)

    def apply(self, name, received):
        return self.act("open.applied", received, application=name, entry="C", applicant="张三", purpose="研究",
                        receivedAt=received)

    def trigger(self, name, effective, entries=(), **more):
        return self.act("catalog.update-triggered", effective + "T09:00:00+08:00", trigger=name,
                        department=self.DEPARTMENT, kind="lawAmended", instrument="法", effectiveOn=effective,
                        entries=list(entries), **more)

    def incident(self, name, at, **more):
        return self.act("incident.detected", at, incident=name, department=self.DEPARTMENT, kind="leak",
                        summary="泄露", **more)

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


def rule(name, trigger, period, done, start="receivedOn", **more):
    made = {
        "rule": name, "article": "第一条", "duty": "d" + "".join(c for c in name if c.isalnum()), "trigger": trigger,
        "start": start, "period": period, "countsStartDay": False, "startOnRestDay": "countsFromNextWorkingDay",
        "periodEnd": "midnight", "calendar": "finallyInForce", "dischargedBy": done,
        "text": {"zh": "应当。", "en": "It shall."}, **more}
    if period and "calendarDays" in period:
        made.setdefault("lastDayOnRestDay", "movesToNextWorkingDay")
    return made


def book(*rules, name="case/1", force="2019-06-01", violations=()):
    return {"schema": "govledger.rule-book/1", "book": name, "title": {"zh": "案例", "en": "Case"},
            "inForceFrom": force, "obligations": list(rules), "violations": list(violations)}


REPLY = rule("t.reply", "share.requested", {"workingDays": 10}, ["share.replied"], closedBy=["share.withdrawn"])
EXTENDED = {**REPLY, "extension": {"by": "share.extended", "atMost": 10, "times": 1, "consent": "sameLevelAuthority"}}
OPEN = rule(
    "t.open", "open.applied", {"workingDays": 20}, ["open.replied"], closedBy=["open.withdrawn"],
    extension={"by": "open.extended", "atMost": 20, "times": 1, "consent": "headOfBody"},
    suspension=[{"from": "open.consultation-begun", "until": "open.consultation-ended"}],
    restart={"asked": "open.correction-requested", "received": "open.corrected", "times": 1})
SUMMARY = rule("t.summary", "incident.closed", {"calendarDays": 30}, ["incident.summarised"], "occurredOn")
URGENT = rule("t.urgent", "incident.detected", {"hours": 4}, ["incident.reported"], "occurredOn", each="recipient",
              recipients=["cyberspaceAuthority"], where={"grade": ["larger", "major", "extraordinary"]})
END = "2026-11-20"


def shift():
    return Case().entry().request("R", "2020-01-17T15:00:00+08:00")


def extended(at, authority=None, days=10, reply=None):
    # Received Friday 2025-09-26: ten working days end on Thursday 2025-10-16 (28 September and 11 October are
    # worked, 1 to 8 October off); ten more end on Thursday 2025-10-30.
    case = Case().entry().request("R", "2025-09-26T15:20:00+08:00")
    case.act("share.extended", at, request="R", authority=authority or Case.AUTHORITY, days=days, reason="协调")
    if reply:
        case.act("share.replied", reply, request="R", decision="agreed")
    return case


def consulted(reply=None):
    # Received Friday 2025-01-17. Counted: 20, 21, 22 January (3); consultation from the 22nd to Thursday
    # 6 February, excluded 23 January to 6 February; then 7, 8 (worked Saturday), 10-14, 17-21 and 24-28
    # February are the other seventeen.
    case = Case().entry().apply("A", "2025-01-17T10:00:00+08:00")
    case.act("open.consultation-begun", "2025-01-22T09:00:00+08:00", application="A", party="某公司")
    case.act("open.consultation-ended", "2025-02-06T17:00:00+08:00", application="A")
    if reply:
        case.act("open.replied", reply, application="A", decision="agreed")
    return case


def corrected(received="2024-03-20T09:00:00+08:00", again=False):
    # Applied Friday 2024-03-01; asked on the 8th; the correction came on Wednesday the 20th: 20 working days
    # after it, with 4 and 5 April off (Qingming) and Sunday 7 April worked, end on Thursday 18 April.
    case = Case().entry().apply("A", "2024-03-01T10:00:00+08:00")
    case.act("open.extended", "2024-03-04T09:00:00+08:00", application="A", consentedBy="局长", days=5, reason="多")
    case.act("open.correction-requested", "2024-03-08T09:00:00+08:00", application="A", missing=["用途"])
    if received:
        case.act("open.corrected", "2024-03-21T09:00:00+08:00", application="A", receivedAt=received)
    if again:
        case.act("open.correction-requested", "2024-03-25T09:00:00+08:00", application="A", missing=["期限"])
        case.act("open.corrected", "2024-03-29T09:00:00+08:00", application="A",
                 receivedAt="2024-03-29T09:00:00+08:00")
    return case


def urgent(reported):
    case = Case().incident("I", "2025-11-05T22:15:00.250+08:00", grade="larger")
    return case.act("incident.reported", reported, incident="I", recipient=Case.CYBER,
                    recipientKind="cyberspaceAuthority")


def summarised(closed):
    return Case().incident("I", "2025-01-02T09:00:00+08:00").act(
        "incident.closed", closed, incident="I", conclusion="完")


def stopped_on_the_last_day():
    # Ten working days end on 2024-06-18; stopped that very day, and running again on the 20th: overdue then.
    case = Case().entry().request("R", "2024-06-03T09:00:00+08:00")
    case.act("share.supplement-requested", "2024-06-18T23:59:59.999+08:00", request="R", missing=["依据"])
    return case


def provided(reply="agreed"):
    case = Case().entry().request("R", "2025-09-01T09:00:00+08:00")
    case.act("share.replied", "2025-09-12T09:00:00+08:00", request="R", decision=reply, reasons="说明")
    return case


def strangers():
    """Nobody is registered: whose consent it is cannot be known to be wrong."""
    case = extended("2025-10-10T09:00:00+08:00", Case.OTHER)
    case.lines = [line for line in case.lines if '"department.registered"' not in line]
    return case


STOPPED = {**REPLY, "suspension": [{"from": "share.supplement-requested", "until": "share.supplemented"}]}
PROVIDE = rule("t.provide", "share.replied", {"workingDays": 20}, ["share.provided"], "occurredOn",
               where={"decision": ["agreed"]}, closedBy=["share.withdrawn"])
ENTRY = rule("t.update", "catalog.update-triggered", {"workingDays": 10},
             ["catalog.entry-revised", "catalog.entry-retired", "catalog.trigger-reviewed"], "effectiveOn", each="entry",
             closedBy=["catalog.entry-retired"],
             extension={"by": "catalog.update-extended", "atMost": 5, "times": 2, "consent": "sameLevelAuthority"})
PUBLISH = rule("t.publish", "catalog.update-submitted", {"workingDays": 2}, ["catalog.update-published"], "occurredOn",
               obligated="authority")


def two_entries():
    # 2024-06-03 and ten working days: 2024-06-18 (10 June is off); five more: 25 June.
    case = Case().entry("C").entry("D").trigger("T", "2024-06-03", ["C", "D"])
    case.act("catalog.update-extended", "2024-06-17T09:00:00+08:00", trigger="T", entry="C", days=3,
             authority=Case.AUTHORITY, reason="多")
    case.act("catalog.update-extended", "2024-06-18T09:00:00+08:00", trigger="T", days=9,
             authority=Case.AUTHORITY, reason="多")
    return case


# name: case, rule, as-of, known-at, id, what is found (a key with None is not there, or null)
TABLE = {
    "the shift, as known before": (shift, REPLY, END, "2020-01-20", "t.reply/R", {"dueOn": "2020-02-05"}),
    "the shift, as known after": (shift, REPLY, END, "2020-01-27", "t.reply/R", {"dueOn": "2020-02-07"}),
    "the shift, as known when the clock started": (
        shift, {**REPLY, "calendar": "knownWhenTheClockStarted"}, END, FAR, "t.reply/R", {"dueOn": "2020-02-05"}),
    "start day counted": (shift, {**REPLY, "countsStartDay": True}, END, FAR, "t.reply/R", {"dueOn": "2020-02-06"}),
    "rest day, counted from the next": (
        lambda: Case().entry().request("R", "2024-06-08T09:00:00+08:00"), REPLY, END, FAR, "t.reply/R",
        {"dueOn": "2024-06-24"}),  # Saturday; Monday the 10th is off: 11-14, 17-21, 24
    "rest day, deemed the next": (
        lambda: Case().entry().request("R", "2024-06-08T09:00:00+08:00"),
        {**REPLY, "startOnRestDay": "deemedReceivedNextWorkingDay"}, END, FAR, "t.reply/R",
        {"dueOn": "2024-06-25"}),
    "past the calendar": (
        lambda: Case().entry().request("R", "2026-11-19T09:00:00+08:00"), {**REPLY, "period": {"workingDays": 40}},
        END, FAR, "t.reply/R", {"dueOn": None, "provisionalDueOn": "2027-01-14", "verdict": "pending"}),
    "extended at the last moment": (
        lambda: extended("2025-10-16T23:59:59.999+08:00", reply="2025-10-30T23:59:59.999+08:00"), EXTENDED, END, FAR,
        "t.reply/R", {"dueOn": "2025-10-30", "extendedDays": 10, "verdict": "met", "workingDays": 10}),
    "extended a millisecond late": (
        lambda: extended("2025-10-17T00:00:00.000+08:00", reply="2025-10-30T12:00:00+08:00"), EXTENDED, END, FAR,
        "t.reply/R", {"dueOn": "2025-10-16", "extendedDays": None, "verdict": "late"}),
    "extended by the authority of another city": (
        lambda: extended("2025-10-10T09:00:00+08:00", Case.QINGDAO), EXTENDED, END, FAR, "t.reply/R",
        {"dueOn": "2025-10-16", "extendedDays": None, "verdict": "overdue"}),
    "extended by the cyberspace authority": (
        lambda: extended("2025-10-10T09:00:00+08:00", Case.CYBER), EXTENDED, END, FAR, "t.reply/R",
        {"dueOn": "2025-10-16", "extendedDays": None}),
    "extended by more than the law allows": (
        lambda: extended("2025-10-10T09:00:00+08:00", days=30), EXTENDED, END, FAR, "t.reply/R",
        {"dueOn": "2025-10-30", "extendedDays": 10}),
    "the extension not yet known": (
        lambda: extended("2025-10-16T23:59:59.999+08:00"), EXTENDED, END, "2025-10-16T23:59:59.998+08:00", "t.reply/R",
        {"dueOn": "2025-10-16", "extendedDays": None, "verdict": "overdue"}),
    "pending on the extended day": (
        lambda: extended("2025-10-16T12:00:00+08:00"), EXTENDED, "2025-10-30", FAR, "t.reply/R", {"verdict": "pending"}),
    "overdue after the extended day": (
        lambda: extended("2025-10-16T12:00:00+08:00"), EXTENDED, "2025-10-31T00:00:00+08:00", FAR, "t.reply/R",
        {"verdict": "overdue"}),
    "consulted over the Spring Festival": (
        lambda: consulted("2025-02-28T23:59:59.999+08:00"), OPEN, END, FAR, "t.open/A",
        {"dueOn": "2025-02-28", "excludedDays": 15, "verdict": "met"}),
    "consulted, and replied a millisecond late": (
        lambda: consulted("2025-03-01T00:00:00+08:00"), OPEN, END, FAR, "t.open/A",
        {"dueOn": "2025-02-28", "excludedDays": 15, "verdict": "late"}),
    "while consulting": (
        consulted, OPEN, "2025-02-05", FAR, "t.open/A",
        {"dueOn": None, "provisionalDueOn": None, "suspended": True, "verdict": "pending"}),
    "restarted, the days granted lapsed": (
        corrected, OPEN, END, FAR, "t.open/A",
        {"dueOn": "2024-04-18", "restartedOn": "2024-03-20", "extendedDays": None, "verdict": "overdue"}),
    "asked a second time": (
        lambda: corrected(again=True), OPEN, END, FAR, "t.open/A",
        {"dueOn": "2024-04-18", "restartedOn": "2024-03-20"}),
    "asked a second time, where two are allowed": (
        lambda: corrected(again=True), {**OPEN, "restart": {**OPEN["restart"], "times": 2}}, END, FAR, "t.open/A",
        {"dueOn": "2024-04-28", "restartedOn": "2024-03-29"}),  # Sunday 28 April was worked
    "never corrected": (
        lambda: corrected(received=None), OPEN, END, FAR, "t.open/A",
        {"dueOn": None, "suspended": True, "verdict": "pending"}),
    "asked for a correction within seven days": (
        corrected, rule("t.ask", "open.applied", {"workingDays": 7}, ["open.correction-requested"], onlyIfDone=True),
        END, FAR, "t.ask/A", {"dueOn": "2024-03-12", "verdict": "met"}),
    "never asked": (
        lambda: Case().entry().apply("A", "2024-03-01T10:00:00+08:00"),
        rule("t.ask", "open.applied", {"workingDays": 7}, ["open.correction-requested"], onlyIfDone=True),
        END, FAR, "t.ask/A", None),
    "four hours to the millisecond": (
        lambda: urgent("2025-11-06T02:15:00.250+08:00"), URGENT, END, FAR, "t.urgent/I/cyberspaceAuthority",
        {"verdict": "met", "dueOn": "2025-11-06", "dueAt": "2025-11-06T02:15:00.250+08:00", "hours": 4,
         "workingDays": None}),
    "four hours and a millisecond": (
        lambda: urgent("2025-11-06T02:15:00.251+08:00"), URGENT, END, FAR, "t.urgent/I/cyberspaceAuthority",
        {"verdict": "late"}),
    "four hours, pending at their end": (
        lambda: urgent("2025-11-06T03:15:00+08:00"), URGENT, "2025-11-06T02:15:00.250+08:00", FAR,
        "t.urgent/I/cyberspaceAuthority", {"verdict": "pending"}),
    "four hours, overdue a millisecond after": (
        lambda: urgent("2025-11-06T03:15:00+08:00"), URGENT, "2025-11-06T02:15:00.251+08:00", FAR,
        "t.urgent/I/cyberspaceAuthority", {"verdict": "overdue"}),
    "an incident without a grade": (
        lambda: Case().incident("I", "2025-11-05T22:15:00+08:00"), URGENT, END, FAR,
        "t.urgent/I/cyberspaceAuthority", None),
    "thirty days to a rest day": (  # 2025-01-05 and 30 days: Tuesday 4 February, the festival's last day off
        lambda: summarised("2025-01-05T09:00:00+08:00"), SUMMARY, END, FAR, "t.summary/I",
        {"dueOn": "2025-02-05", "calendarDays": 30, "workingDays": None, "verdict": "overdue"}),
    "thirty days to a rest day, which stands": (
        lambda: summarised("2025-01-05T09:00:00+08:00"), {**SUMMARY, "lastDayOnRestDay": "stands"}, END, FAR,
        "t.summary/I", {"dueOn": "2025-02-04"}),
    "thirty days to a worked Saturday": (  # Saturday 8 February 2025 was worked
        lambda: summarised("2025-01-09T09:00:00+08:00"), SUMMARY, END, FAR, "t.summary/I", {"dueOn": "2025-02-08"}),
    "stopped on the last millisecond": (
        stopped_on_the_last_day, STOPPED, END, FAR, "t.reply/R", {"suspended": True, "dueOn": None, "verdict": "pending"}),
    "stopped on the last day, and running again": (
        lambda: stopped_on_the_last_day().act(
            "share.supplemented", "2024-06-20T09:00:00+08:00", request="R", receivedAt="2024-06-20T09:00:00+08:00"),
        STOPPED, END, FAR, "t.reply/R", {"suspended": None, "dueOn": "2024-06-18", "verdict": "overdue"}),
    "withdrawn while stopped": (
        lambda: stopped_on_the_last_day().act("share.withdrawn", "2024-09-20T09:00:00+08:00", request="R", reason="无"),
        STOPPED, END, FAR, "t.reply/R", {"suspended": True, "verdict": "closed"}),
    "an agreeing reply opens provision": (
        provided, PROVIDE, END, FAR, "t.provide/R",  # 15-19, 22-26, 28-30 September; 9-11, 13-16 October
        {"dueOn": "2025-10-16", "verdict": "overdue"}),
    "a refusal opens none": (lambda: provided("refused"), PROVIDE, END, FAR, "t.provide/R", None),
    "no provision before the reply is known": (
        provided, PROVIDE, END, "2025-09-12T08:59:59.999+08:00", "t.provide/R", None),
    "an extension for one entry and one for all": (
        two_entries, ENTRY, END, FAR, "t.update/T/C", {"dueOn": "2024-06-25", "extendedDays": 5}),
    "an extension for all only": (
        two_entries, ENTRY, END, FAR, "t.update/T/D", {"dueOn": "2024-06-25", "extendedDays": 5}),
    "the extension of one entry alone": (
        two_entries, {**ENTRY, "extension": {**ENTRY["extension"], "times": 1}}, END, FAR, "t.update/T/C",
        {"dueOn": "2024-06-21", "extendedDays": 3}),
    "retired in time": (
        lambda: Case().entry().trigger("T", "2024-06-03", ["C"]).act(
            "catalog.entry-retired", "2024-06-18T23:59:59.999+08:00", entry="C", reason="无"),
        ENTRY, END, FAR, "t.update/T/C", {"verdict": "closed"}),
    "retired too late": (
        lambda: Case().entry().trigger("T", "2024-06-03", ["C"]).act(
            "catalog.entry-retired", "2024-06-19T00:00:00+08:00", entry="C", reason="无"),
        ENTRY, END, FAR, "t.update/T/C", {"verdict": "overdue"}),
    "the authority publishes in two days": (
        lambda: Case().entry().trigger("T", "2024-06-03").act(
            "catalog.update-submitted", "2024-06-06T09:00:00+08:00", trigger="T", authority=Case.AUTHORITY),
        PUBLISH, END, FAR, "t.publish/T", {"department": Case.AUTHORITY, "dueOn": "2024-06-11"}),
    "at the close of business": (
        lambda: Case().entry().request("R", "2024-06-03T09:00:00+08:00").act(
            "share.replied", "2024-06-18T17:29:59.999+08:00", request="R", decision="agreed"),
        {**REPLY, "periodEnd": "closeOfBusiness", "closeOfBusinessAt": "17:30"}, END, FAR, "t.reply/R",
        {"dueOn": "2024-06-18", "verdict": "met"}),
    "after the close of business": (
        lambda: Case().entry().request("R", "2024-06-03T09:00:00+08:00").act(
            "share.replied", "2024-06-18T17:30:00.001+08:00", request="R", decision="agreed"),
        {**REPLY, "periodEnd": "closeOfBusiness", "closeOfBusinessAt": "17:30"}, END, FAR, "t.reply/R",
        {"dueOn": "2024-06-18", "verdict": "late"}),
    "known two working days later": (  # Friday 7 June; Monday off; Tuesday, Wednesday
        lambda: Case().entry().request("R", "2024-06-03T09:00:00+08:00").act(
            "share.replied", "2024-06-07T09:00:00+08:00", "2024-06-12T23:59:59.999+08:00", request="R", decision="agreed"),
        REPLY, END, FAR, "t.reply/R", {"verdict": "met", "lateEvidence": None, "imported": True}),
    "known three working days later": (
        lambda: Case().entry().request("R", "2024-06-03T09:00:00+08:00").act(
            "share.replied", "2024-06-07T09:00:00+08:00", "2024-06-13T00:00:00+08:00", request="R", decision="agreed"),
        REPLY, END, FAR, "t.reply/R", {"verdict": "met", "lateEvidence": True, "imported": True}),
    "consent of a body that nobody registered": (
        strangers, EXTENDED, END, FAR, "t.reply/R", {"dueOn": "2025-10-30", "extendedDays": 10}),
    "two discharges, and only one of them known late": (
        lambda: Case().entry().request("R", "2024-06-03T09:00:00+08:00").act(
            "share.provided", "2024-06-07T09:00:00+08:00", "2024-09-07T09:00:00+08:00", request="R", mode="file").act(
            "share.provided", "2024-06-11T09:00:00+08:00", "2024-06-11T10:00:00+08:00", request="R", mode="file"),
        {**REPLY, "dischargedBy": ["share.provided"]}, END, FAR, "t.reply/R",
        {"verdict": "met", "lateEvidence": None}),  # one in time was known in time
    "a reply, late, after a withdrawal": (
        lambda: Case().entry().request("R", "2024-06-03T09:00:00+08:00").act(
            "share.withdrawn", "2024-06-04T09:00:00+08:00", request="R", reason="无").act(
            "share.extended", "2024-06-05T09:00:00+08:00", request="R", authority=Case.AUTHORITY, days=10, reason="多").act(
            "share.replied", "2024-06-19T00:00:00+08:00", request="R", decision="agreed"),
        EXTENDED, END, FAR, "t.reply/R",         {"dueOn": "2024-06-18", "extendedDays": None, "verdict": "closed", "discharge": None}),
    "extended twice": (
        lambda: extended("2025-10-10T09:00:00+08:00", days=4).act(
            "share.extended", "2025-10-22T23:59:59.999+08:00", request="R", authority=Case.AUTHORITY, days=10, reason="多"),
        {**EXTENDED, "extension": {**EXTENDED["extension"], "times": 2}}, END, FAR, "t.reply/R",
        {"dueOn": "2025-10-30", "extendedDays": 10}),  # after four days 22 October; six of the ten are left
    "no number of days": (
        lambda: Case().incident("I", "2024-06-03T09:00:00+08:00"),
        rule("t.now", "incident.detected", None, ["incident.reported"], "occurredOn"), END, FAR, "t.now/I",
        {"dueOn": None, "verdict": "open", "daysOpen": 900}),
    "before its book is in force": (
        lambda: Case().entry().request("R", "2019-05-31T23:59:59.999+08:00"), REPLY, END, FAR, "t.reply/R", None),
}


EVIDENCE = {0: True, 1: True, 2: None, 3: None}  # the case of two working days


def known_in_two_days():
    return TABLE["known two working days later"][0]()


@pytest.mark.parametrize("days", EVIDENCE)
def test_the_oracle_counts_late_evidence(days):
    oracle = LawOracle(stored_events(known_in_two_days().lines, instant(FAR)), {})
    report = oracle.report(bound(END), bound(FAR), [book(REPLY)], days)
    assert report["obligations"][0]["lateEvidence"] is EVIDENCE[days]


@needs_tool
def test_the_tool_counts_late_evidence(tmp_path):
    ledger = LawLedger(tmp_path, known_in_two_days().text, [book(REPLY)])
    for days, late in EVIDENCE.items():
        _, actual = ledger.check(END, FAR, [book(REPLY)], days)
        assert actual["obligations"][0].get("lateEvidence") is late


def found_in(report, name):
    return next((o for o in report["obligations"] if o["id"] == name), None)


def assert_found(finding, expected):
    if expected is None:
        assert finding is None
        return
    assert finding is not None
    assert {key: finding.get(key) for key in expected} == expected


@pytest.mark.parametrize("name", TABLE)
def test_the_oracle_agrees_with_cases_worked_by_hand(name):
    case, law, as_of, known_at, subject, expected = TABLE[name]
    oracle = LawOracle(stored_events(case().lines, instant(FAR)), {})
    report = oracle.report(bound(as_of), bound(known_at), [book(law)])
    assert_found(found_in(report, subject), expected)


@needs_tool
@pytest.mark.parametrize("name", TABLE)
def test_the_tool_agrees_with_cases_worked_by_hand(name, tmp_path):
    case, law, as_of, known_at, subject, expected = TABLE[name]
    document = book(law)
    ledger = LawLedger(tmp_path, case().text, [document])
    _, actual = ledger.check(as_of, known_at, [document], about=name)
    assert_found(found_in(actual, subject), expected)


# The law in force, by hand


def adopted(document, start, at="2023-01-01T00:00:00+08:00"):
    case = Case().entry()
    for number, day in enumerate(("2024-02-29", "2024-03-01", "2024-06-03")):
        case.request(f"R{number}", f"{day}T23:59:59.999+08:00")
    case.act("rules.adopted", at, book=document["book"], document=document, **{"from": start})
    return case


NEWER = book({**REPLY, "rule": "n.reply", "duty": "shareReply"}, name="newer/1", force="2024-03-01")
LAW = {  # adopted from, known at: the rules that govern the three requests
    ("2020-02-01", FAR): ["sd329.23", "n.reply", "n.reply"],  # never before its own day in force
    ("2024-03-01", FAR): ["sd329.23", "n.reply", "n.reply"],
    ("2024-03-02", FAR): ["sd329.23", "sd329.23", "n.reply"],
    ("2024-06-04", FAR): ["sd329.23", "sd329.23", "sd329.23"],
    ("2024-03-01", "2024-07-01"): ["sd329.23", "n.reply", "n.reply"],
}


@pytest.mark.parametrize("start,known_at", LAW)
def test_the_oracle_finds_the_law_in_force(start, known_at):
    oracle = LawOracle(stored_events(adopted(NEWER, start).lines, instant(FAR)), BOOKS)
    report = oracle.report(bound(END), bound(known_at))
    assert [o["rule"] for o in report["obligations"]] == LAW[start, known_at]


def test_the_oracle_ignores_what_was_adopted_later():
    case = adopted(NEWER, "2024-03-01", at="2024-09-01T00:00:00+08:00")
    oracle = LawOracle(stored_events(case.lines, instant(FAR)), BOOKS)
    for as_of, known_at, name in [
        (END, "2024-08-31", "sd329.23"), ("2024-08-31", END, "sd329.23"), (END, END, "n.reply"),
        ("2024-09-01T00:00:00+08:00", "2024-09-01T00:00:00+08:00", "n.reply"),
    ]:
        report = oracle.report(bound(as_of), bound(known_at))
        assert report["obligations"][-1]["rule"] == name
    report = oracle.report(bound(END), bound(END), [BOOKS["order-329/1"]])
    assert {o["rule"] for o in report["obligations"]} == {"sd329.23"}


@needs_tool
@pytest.mark.parametrize("start,known_at", LAW)
def test_the_tool_finds_the_law_in_force(start, known_at, tmp_path):
    ledger = LawLedger(tmp_path, adopted(NEWER, start).text, [NEWER])
    _, actual = ledger.check(END, known_at)
    assert [o["rule"] for o in actual["obligations"]] == LAW[start, known_at]
    assert actual["ruleBook"] == "order-329/1,newer/1"
    for rules in ([BOOKS["order-329/1"]], [NEWER], [BOOKS["order-329/1"], NEWER], [NEWER, BOOKS["order-329/1"]]):
        ledger.check(END, known_at, rules)


@needs_tool
def test_the_tool_ignores_what_was_adopted_later(tmp_path):
    case = adopted(NEWER, "2024-03-01", at="2024-09-01T00:00:00+08:00")
    ledger = LawLedger(tmp_path, case.text)
    for as_of, known_at, name in [
        (END, "2024-08-31", "order-329/1"), ("2024-08-31", END, "order-329/1"), (END, END, "order-329/1,newer/1")]:
        _, actual = ledger.check(as_of, known_at)
        assert actual["ruleBook"] == name


# What is compared: an answer like the oracle's own passes, and any change of it does not


def answer(report: dict) -> dict:
    """The oracle's report as a tool would print it."""
    def chosen(value):
        return sorted(value)[0] if isinstance(value, OneOf) else None if value is ANY else value

    obligations = []
    for one in report["obligations"]:
        made = {key: chosen(one[key]) for key in BASE_KEYS}
        made |= {key: chosen(one[key]) for key in EXTRA_KEYS if chosen(one[key]) is not None}
        obligations.append(made)
    listed = {kind: [
        {k: v[k] for k in ("rule", "article", "position", "event", "expected") if k in v}
        | {"department": sorted(v["departments"])[0], "evidence": v["evidence"][0]} for v in report[kind]]
        for kind in ("remarks", "violations")}
    return {**report, "ruleBook": chosen(report["ruleBook"]), "obligations": obligations, **listed}


def test_a_wrong_answer_is_noticed():
    changed = Counter()
    for seed in range(6):
        found = law_history(seed, 40, BOOKS)
        oracle = LawOracle(stored_events(found.lines, int(time.time() * 1000)), BOOKS)
        (as_of, known_at), rng = cuts(random.Random(seed), found, 1)[0], random.Random(seed)
        report = oracle.report(bound(as_of), bound(known_at), [*BOOKS.values(), *found.books])
        assert not disagreements(report, answer(report), [])
        for number, one in enumerate(report["obligations"]):
            for key in [*BASE_KEYS, *EXTRA_KEYS]:
                if one[key] is ANY or key in ("id", "verdict", "trigger") or rng.random() < 0.8:
                    continue
                wrong = answer(report)
                wrong["obligations"][number][key] = "else" if one[key] is None else None
                assert disagreements(report, wrong, []), key
                changed[key] += 1
            wrong = answer(report)
            wrong["outOfScope"] = [*report["outOfScope"], {}]
            assert disagreements(report, wrong, [])
            wrong = answer(report)
            del wrong["obligations"][number]
            assert one["_optional"] or disagreements(report, wrong, [])
    assert all(changed[key] for key in [*BASE_KEYS, *EXTRA_KEYS] if key not in ("id", "verdict", "trigger"))


# The oracle against the older oracle, and what the histories reach


@pytest.mark.parametrize("group", range(4))
def test_the_two_oracles_agree_on_order_329(group):
    for seed in range(7_000 + group * 5, 7_000 + group * 5 + 5):
        found = history(seed, 20)
        now = int(time.time() * 1000)
        events = stored_events(found.lines, now)
        older, newer = Oracle(found.lines, now), LawOracle(events, BOOKS)
        for as_of, known_at in instants(random.Random(seed), found, 5):
            theirs = older.audit(bound(as_of), bound(known_at))
            ours = newer.report(bound(as_of), bound(known_at), [BOOKS["order-329/1"]])
            assert [o["id"] for o in theirs["obligations"]] == [o["id"] for o in ours["obligations"]]
            for one, mine in zip(theirs["obligations"], ours["obligations"]):
                for key in (*BASE_KEYS, "daysOpen"):
                    assert mine[key] is ANY or mine[key] == one.get(key), (seed, key, one, mine)
            for kind in ("remarks", "violations"):
                keys = ("position", "rule", "article", "event", "departments", "evidence")
                listed = lambda report: [(*(v[key] for key in keys), v.get("expected")) for v in report[kind]]
                assert listed(theirs) == listed(ours)
            assert theirs["summary"] == ours["summary"] and theirs["outOfScope"] == ours["outOfScope"]


def test_the_histories_reach_everything():
    seen = Counter()
    for seed in range(100):
        found = law_history(seed, 40, BOOKS)
        oracle = LawOracle(stored_events(found.lines, int(time.time() * 1000)), BOOKS)
        for as_of, known_at in cuts(random.Random(seed), found, 5):
            for rules in (None, [*BOOKS.values()], found.books):
                report = oracle.report(bound(as_of), bound(known_at), rules)
                for v in report["violations"]:
                    seen[v["rule"]] += 1
                    seen["invented"] += v["rule"].startswith("zz") and "expected" in v
                seen["remarks"] += len(report["remarks"])
                for one in report["outOfScope"]:
                    own = one["article"] not in ("第十六条", "第二十三条", "第三十一条")  # of an invented book
                    seen["out of scope of a book of one's own" if own else "out of scope"] += 1
                for o in report["obligations"]:
                    seen["registered for it"] += bool(
                        o["discharge"]) and oracle.records[o["discharge"]["position"]].type == "catalog.entry-registered"
                    kind = next((k for k in ("hours", "calendarDays", "workingDays") if o[k]), "none")
                    seen[kind, o["verdict"]] += 1
                    seen[o["rule"], o["verdict"]] += 1
                    for key in EXTRA_KEYS:
                        seen[key] += o[key] is not None
                    seen["provisional"] += o["provisionalDueOn"] is not None
                    seen[kind] += 1
                    if o["discharge"] and o["dueOn"]:
                        act = oracle.records[o["discharge"]["position"]]
                        seen["edge", act.at - midnight(date.fromisoformat(o["dueOn"])) - DAY in (-1, 0)] += 1
    for verdict in ("done", "open"):
        assert seen["none", verdict] >= 20 and sum(n for k, n in seen.items() if k[0] == verdict) == 0, verdict
    assert sum(seen["none", verdict] for verdict in VERDICTS) == seen["none"] == sum(
        seen["none", verdict] for verdict in ("done", "open", "closed"))
    for kind in ("workingDays", "calendarDays", "hours"):
        for verdict in ("met", "late", "overdue", "pending", "closed"):
            if (kind, verdict) != ("hours", "closed"):
                assert seen[kind, verdict] >= 5, (kind, verdict)
    for name, verdicts in {
        "sc809.17": "met late overdue closed", "sc809.21.conditional": "met late overdue closed",
        "sc809.22": "met late overdue", "sc809.26": "met late overdue", "ogi2019.33": "met late overdue closed",
        "ogi2019.30": "met", "cir2025.4": "met late overdue", "cir2025.8": "met late overdue pending",
        "cir2025.4.infrastructure": "met late overdue", "cir2025.4.central": "met late overdue",
        "sc809.17.publication": "met late overdue", "sd329.31.remedy": "done open", "sd329.31.report": "done open",
    }.items():
        for verdict in verdicts.split():
            assert seen[name, verdict], (name, verdict)
    for name in ("sd329.16", "sd329.23", "sd329.31.remedy", "sd329.31.report", "sc809.17", "sc809.17.publication",
                 "sc809.21.conditional", "sc809.22", "sc809.26", "ogi2019.33", "ogi2019.30", "cir2025.4", "cir2025.8"):
        assert seen[name + ".competence"] >= 5, name
    assert seen["sd329.31.report.recipient"] >= 20 and seen["cir2025.4.recipient"] >= 5
    assert seen["invented"] >= 100 and seen["remarks"] >= 5
    assert seen["out of scope"] >= 100 and seen["out of scope of a book of one's own"] >= 20
    for key in EXTRA_KEYS:
        assert seen[key] >= 20 or key == "heirOf", key  # of bodies that end: test_bodies.py
    assert seen["registered for it"] >= 20
    for rule in ("sd329.22.basis", "sd329.15.filing"):
        assert seen[rule] >= 20, rule
    assert seen["edge", True] >= 100 and seen["provisional"] >= 20


def test_a_seed_gives_the_same_history():
    once, twice = law_history(3, 20, BOOKS), law_history(3, 20, BOOKS)
    assert once.text == twice.text != law_history(4, 20, BOOKS).text


def test_random_books_keep_to_the_form():
    """What the specification forbids never occurs, and the schema agrees."""
    valid = schemas.validator("rule-book")
    for seed in range(200):
        made = random_book(random.Random(seed), f"zz-{seed}/1")
        names = [r["rule"] for r in made["obligations"] + made["violations"]]
        assert len(set(names)) == len(names)
        for one in made["obligations"]:
            period = one["period"]
            assert ("lastDayOnRestDay" in one) == (period is not None and "calendarDays" in period)
            if period is None or "workingDays" not in period:
                assert one["startOnRestDay"] == "countsFromNextWorkingDay" and one["calendar"] == "finallyInForce"
            if period is None or "hours" in period:
                assert not {"extension", "suspension", "restart"} & one.keys()
        valid.validate(made)


def test_random_records_keep_to_the_schemas():
    valid = schemas.validator("record")
    for seed in range(12):
        for line in law_history(seed, 16, BOOKS).lines:
            valid.validate(json.loads(line))


# Random histories through the tool


def some_rules(rng, found) -> list:
    """None (the law in force), then single books, then several."""
    books = [*BOOKS.values(), *found.books]
    return [None, [BOOKS["order-329/1"]], rng.sample(books, rng.randint(1, len(books)))]


def check_law_history(seed, matters, pairs, requestable):
    found = law_history(seed, matters, BOOKS, requestable)
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        ledger = LawLedger(Path(folder), found.text, found.books)
        for as_of, known_at in cuts(rng, found, pairs):
            for rules in some_rules(rng, found):
                evidence = rng.choice([None, None, 0, 1, 2, 3, 30])
                ledger.check(as_of, known_at, rules, evidence,
                             f"law_history({seed}, {matters}, BOOKS, {requestable}, {found.latest})")


def check_law_histories(seeds, matters, pairs, requestable):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda seed: check_law_history(seed, matters, pairs, requestable), seeds):
            pass


@needs_tool
@pytest.mark.parametrize("group", range(GROUPS))
def test_small_law_histories(group, requestable):
    check_law_histories(range(group, SMALL, GROUPS), 24, 3, requestable)


@needs_tool
@pytest.mark.parametrize("group", range(GROUPS // 4))
def test_large_law_histories(group, requestable):
    check_law_histories(range(100_000 + group, 100_000 + LARGE, GROUPS // 4), 400, 4, requestable)


# A ledger without notices


@needs_tool
def test_a_ledger_without_notices_counts_by_the_bundled(tmp_path):
    """Made with --empty: nothing is recorded, and the notices that come with the program are known."""
    case = Case().entry().request("R", "2024-06-03T09:00:00+08:00").request("S", "2023-06-05T09:00:00+08:00")
    case.act("calendar.notice-issued", "2023-11-01T09:00:00+08:00", notice="试验通知", issuedOn="2023-11-01",
             off=["2024-06-04"], worked=["2024-06-08"])
    document = book(REPLY)
    ledger = LawLedger(tmp_path, case.text, [document], init=["--empty"])
    assert not [e for e in ledger.events if e["data"].get("notice", "试验通知") != "试验通知"]
    _, actual = ledger.check(END, FAR, [document])
    assert_found(found_in(actual, "t.reply/R"), {"dueOn": "2024-06-18", "provisionalDueOn": None})
    assert_found(found_in(actual, "t.reply/S"), {"dueOn": "2023-06-19", "provisionalDueOn": None})
