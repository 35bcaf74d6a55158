"""Random histories through the tool and through the oracle: every verdict must agree.

CONFORMANCE_SCALE multiplies the number of histories. On disagreement the failure names the seed,
the instants, both answers, and the records that bear on it; `history(seed, parts, latest)` in
histories.py makes the same ledger again.
"""

import base64
import csv
import hashlib
import io
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
import rfc8785

import codes
import tool
from histories import History, history, instants
from oracle import ANY, BUNDLED, EXTENSION, VERDICTS, Calendar, OneOf, Oracle, bound, instant, midnight, stored

SCALE = tool.scale()
SMALL = max(10, int(400 * SCALE))  # ledgers of one history
COMPOSED = max(2, int(24 * SCALE))  # ledgers of a hundred histories each
GROUPS = 8
FAR = "2028-01-01T00:00:00+08:00"


# Comparing


def bearing(lines, subject: str) -> list:
    """The lines that name what an obligation or event is about, and all holiday notices."""
    raw = [(line, json.loads(line)) for line in lines if line.strip()]
    names = set(subject.split("/")) | {subject}
    parts = subject.split("/")
    names |= {"/".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}
    keys = ("entry", "request", "trigger", "incident", "project")
    chosen = set()
    for _ in range(2):  # a request leads to its entry, an entry no further
        found = {
            index for index, (_, record) in enumerate(raw)
            if record["id"] in names
            or record["type"] == "calendar.notice-issued"
            or any(record["data"].get(key) in names for key in keys)
        }
        if found == chosen:
            break
        chosen = found
        for index in chosen:
            data = raw[index][1]["data"]
            if raw[index][1]["type"] == "share.requested" and data["request"] in names:
                names.add(data["entry"])
            if raw[index][1]["id"] in names:
                names |= {data[key] for key in keys if key in data}
    bodies = {raw[index][1]["data"].get(key) for index in chosen for key in ("authority", "department")}
    chosen |= {
        index for index, (_, record) in enumerate(raw)
        if record["type"] == "department.registered" and record["data"]["department"] in bodies}
    return [raw[index][0].strip() for index in sorted(chosen)]


def same(expected, actual) -> bool:
    if expected is ANY:
        return actual is None or (isinstance(actual, int) and not isinstance(actual, bool))
    if isinstance(expected, OneOf):
        return actual in expected
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and same(value, actual[key]) for key, value in expected.items())
    return type(expected) is type(actual) and expected == actual


def shown(value):
    def unsettled(part):
        return "anything" if part is ANY else sorted(part)

    return json.dumps(value, ensure_ascii=False, default=unsettled)


def disagreements(expected: dict, actual: dict, lines) -> list:
    """What differs between the oracle's report and the tool's, in words, the worst first."""
    found = []
    for key in ("schema", "asOf", "knownAt", "ruleBook", "department", "summary", "remarks", "outOfScope"):
        if key not in actual or not same(expected[key], actual[key]):
            found.append(f"{key}: oracle {shown(expected[key])}, tool {shown(actual.get(key))}")

    theirs = {o["id"]: o for o in actual["obligations"]}
    ours = {o["id"]: o for o in expected["obligations"]}
    if len(theirs) != len(actual["obligations"]):
        found.append("the tool names an obligation twice")
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        mine, its = ours.get(name), theirs.get(name)
        if mine is None or its is None:
            text = f"obligation {name}: " + ("only the tool has it" if mine is None else "the tool lacks it")
        else:
            wrong = [key for key in mine if key not in its or not same(mine[key], its[key])]
            wrong += {"daysOpen"} & its.keys() - mine.keys()
            if not wrong:
                continue
            text = f"obligation {name}:" + "".join(
                f"\n    {key}: oracle {shown(mine.get(key, 'no key'))}, tool "
                + (shown(its[key]) if key in its else "lacks the key") for key in wrong)
        text += "\n  oracle: " + shown(mine) + "\n  tool:   " + shown(its)
        found.append(text + "\n  records:\n    " + "\n    ".join(bearing(lines, name)))
    if not found and list(ours) != list(theirs):
        at = next(i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b)
        found.append(f"order of obligations: number {at} is {list(ours)[at]!r}, tool {list(theirs)[at]!r}")

    key = lambda v: (v["position"], v["rule"])
    ours = {key(v): v for v in expected["violations"]}
    theirs = {key(v): v for v in actual["violations"]}
    for name in sorted(ours.keys() | theirs.keys()):
        mine, its = ours.get(name), theirs.get(name)
        right = (
            mine is not None and its is not None
            and all(same(mine[k], its.get(k)) for k in ("rule", "article", "position", "event"))
            and its.get("department") in mine["departments"] and its.get("evidence") in mine["evidence"]
            and its.get("expected") == mine.get("expected")
            and isinstance(its.get("message"), str) and its["message"].strip()
        )
        if not right:
            event = (mine or its)["event"]
            found.append(f"violation {name}: oracle {shown(mine)}, tool {shown(its)}\n  records:\n    "
                         + "\n    ".join(bearing(lines, event)))
    if [key(v) for v in actual["violations"]] != sorted(map(key, actual["violations"])):
        found.append("order of violations")
    return found


# Driving the tool


class Ledger:
    """A history recorded in a new ledger, with the oracle that answers for it."""

    def __init__(self, folder: Path, found: History, name="ledger.db"):
        self.history = found
        self.path = folder / name
        tool.must(["init", "--empty", self.path])
        tool.must(["record", self.path, "--import", "-"], found.text)
        self.recorded = int(time.time() * 1000)
        self.oracle = Oracle(found.lines, self.recorded)

    @property
    def about(self) -> str:
        h = self.history
        return f"history(seed={h.seed}, parts={h.parts}, latest={h.latest})"

    def audit(self, as_of, known_at, *more, exits=0) -> dict:
        arguments = ["audit", self.path, "--as-of", as_of, "--known-at", known_at, "--format", "json"]
        code, out, err = tool.run([*arguments, *more])
        assert code == exits, f"{self.about} as of {as_of} known at {known_at}: exit {code}: {err}"
        return json.loads(out)

    def check(self, as_of, known_at, department=None):
        more = [] if department is None else ["--department", department]
        actual = self.audit(as_of, known_at, *more)
        expected = self.oracle.audit(bound(as_of), bound(known_at), department)
        wrong = disagreements(expected, actual, self.history.lines)
        assert not wrong, (
            f"{self.about} --as-of {as_of} --known-at {known_at} {' '.join(more)}: "
            f"{len(wrong)} disagreements\n" + "\n".join(wrong[:5]))
        return expected, actual


def check_history(seed: int, parts: int, pairs: int) -> Counter:
    found = history(seed, parts)
    seen = Counter()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder), found)
        for as_of, known_at in instants(random.Random(seed), found, pairs):
            expected, actual = ledger.check(as_of, known_at)
            seen.update((o["rule"], o["verdict"]) for o in expected["obligations"])
        if seed % 10 == 0:
            tool.must(["verify", ledger.path])
    return seen


def check_histories(seeds, parts, pairs):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda seed: check_history(seed, parts, pairs), seeds):
            pass


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> Ledger:
    """One ledger of forty histories, for what holds of every report."""
    return Ledger(tmp_path_factory.mktemp("verdicts"), history(82, 40))


# The oracle and the histories themselves


def test_the_oracle_knows_the_known_answers():
    final = Calendar(BUNDLED)
    early = Calendar([n for n in BUNDLED if n.issued <= date(2020, 1, 20)])
    for calendar, start, count, due in [
        (final, "2020-01-17", 10, "2020-02-07"), (early, "2020-01-17", 10, "2020-02-05"),
        (final, "2024-02-02", 10, "2024-02-21"), (final, "2025-09-26", 15, "2025-10-23"),
        (final, "2025-09-26", 10, "2025-10-16"), (final, "2026-02-14", 10, "2026-03-06"),
    ]:
        assert calendar.due(date.fromisoformat(start), count) == (date.fromisoformat(due), True)
    assert final.due(date(2026, 12, 31), 1) == (date(2027, 1, 1), False)
    assert early.due(date(2020, 12, 30), 10)[1] is False
    assert [n.name for n in BUNDLED if EXTENSION[1] in n.off | n.worked] == [
        "国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]


def test_the_oracle_reads_times():
    at = instant("2025-09-26T15:20:00.000+08:00")
    for text in ("2025-09-26t07:20:00z", "2025-09-26T21:20:00.0009+14:00",
                 "2025-09-26T01:50:00.00099999-05:30", "2025-09-26T07:20:00-00:00"):
        assert instant(text) == at
    assert stored(at) == "2025-09-26T15:20:00.000+08:00"
    assert stored(bound("2025-12-31")) == "2025-12-31T23:59:59.999+08:00"
    assert midnight(date(2025, 9, 26)) == instant("2025-09-25T16:00:00Z")


def test_the_bundled_notices_are_the_published_calendar():
    """The tool's own notices file says the same as the independent calendar, day by day."""
    path = tool.REPOSITORY / "Sources" / "LedgerCore" / "Bundled" / "holiday-notices.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["schema"] == "govledger.notices/1"
    theirs = {
        n["notice"]: (n["issuedOn"], set(n["off"]), set(n["worked"])) for n in found["notices"]}
    ours = {
        n.name: (n.issued.isoformat(), {d.isoformat() for d in n.off}, {d.isoformat() for d in n.worked})
        for n in BUNDLED}
    assert theirs == ours


def test_the_histories_reach_every_verdict():
    """Nothing below is empty: each rule's verdicts, unknown due dates and violations all occur."""
    seen = Counter()
    for seed in range(12):
        found = history(seed, 60)
        oracle = Oracle(found.lines, int(time.time() * 1000))
        for as_of, known_at in instants(random.Random(seed), found, 12):
            report = oracle.audit(bound(as_of), bound(known_at))
            seen.update((o["rule"], o["verdict"], o["dueOn"] is None) for o in report["obligations"])
            seen.update(v["rule"] for v in report["violations"])
            seen.update((one["article"], "out of scope") for one in report["outOfScope"])
            seen.update("by " + oracle.records[o["discharge"]["position"]].type for o in report["obligations"] if o["discharge"])
    for rule in ("sd329.16", "sd329.23"):
        for verdict in ("met", "late", "overdue", "pending", "closed"):
            assert seen[rule, verdict, False] >= 20, (rule, verdict)
        for verdict in ("met", "late", "pending", "closed"):
            assert seen[rule, verdict, True] >= 2, (rule, verdict, "past the calendar")
    for rule in ("sd329.31.remedy", "sd329.31.report"):
        assert {key[1:] for key in seen if key[0] == rule} == {("done", True), ("open", True)}
        assert seen[rule, "done", True] >= 20 and seen[rule, "open", True] >= 20, rule
    for rule in ("sd329.23.reasons", "sd329.9.start", "sd329.9.authority", "sd329.16.competence", "sd329.23.competence",
                 "sd329.31.remedy.competence", "sd329.31.report.competence", "sd329.31.report.recipient", "sd329.15.filing",
                 "sd329.22.basis", "by catalog.entry-registered", "by catalog.trigger-reviewed"):
        assert seen[rule] >= 20, rule
    for article in ("第十六条", "第二十三条", "第三十一条"):
        assert seen[article, "out of scope"] >= 10, article


def test_a_seed_gives_the_same_history():
    assert history(3, 2).text == history(3, 2).text != history(4, 2).text


# Cases worked by hand, against the oracle and the tool both


def _case_lines(rng):
    department, other, authority = (codes.make(rng) for _ in range(3))
    counter = iter(range(1000))
    lines = []

    def act(type, at, source=None, actor=department, **data):
        record = {"id": f"e{next(counter)}", "type": type, "occurredAt": at, "actor": actor,
                  "data": data}
        if source:
            record["sourceRecordedAt"] = source
        lines.append(json.dumps(record, ensure_ascii=False))

    def entry(name, at="2019-12-01T09:00:00+08:00"):
        act("catalog.entry-registered", at, at, entry=name, department=department, name="目录",
            classification="基础", format="表", fields=[{"name": "a", "type": "C"}], updateCycle="每日",
            sharing="conditional", sharingMode="接口", useRequirements="按需", legalBasis="《条例》第十条",
            openness="notOpen")

    def request(name, received, reply=None, withdrawn=None, entry="C"):
        act("share.requested", received, received, request=name, entry=entry, requester=other,
            purpose="核验", legalBasis="第一条", receivedAt=received)
        if withdrawn:
            act("share.withdrawn", withdrawn, withdrawn, actor=other, request=name, reason="撤回")
        if reply:
            act("share.replied", reply, reply, request=name, decision="agreed")

    def trigger(name, effective, entries, at=None):
        at = at or effective + "T00:00:00+08:00"
        act("catalog.update-triggered", at, at, trigger=name, department=department,
            kind="lawAmended", instrument="数据安全法", effectiveOn=effective, entries=entries)

    def revised(entry, at, trigger=None, **change):
        if trigger:
            change["trigger"] = trigger
        change.setdefault("useRequirements", f"自{at}起")  # what changes nothing is no update
        act("catalog.entry-revised", at, at, entry=entry, **change)

    for name in ("C", "D", "D/1", "E", "F", "G"):
        entry(name)
    request("last-moment", "2025-09-26T15:20:00+08:00", "2025-10-16T23:59:59.9999+08:00")
    request("midnight", "2025-09-26T15:20:00+08:00", "2025-10-16T16:00:00Z")
    request("rest-day", "2026-02-14T23:59:59.999+08:00", "2026-03-06T10:00:00+08:00")
    request("extension", "2020-01-31T16:00:00Z", "2020-02-15T05:59:59.999+14:00")
    request("late-by-no-working-day", "2020-01-31T16:00:00Z", "2020-02-17T00:00:00+14:00")
    request("before-the-law", "2020-01-31T15:59:59.999Z", "2020-03-17T00:00:00Z")
    request("late-on-a-rest-day", "2024-02-02T08:00:00+08:00", "2024-02-24T08:00:00+08:00")
    request("withdrawn", "2024-06-03T08:00:00+08:00", None, "2024-06-18T23:59:59+08:00")
    request("withdrawn-late", "2024-06-03T08:00:00+08:00", None, "2024-06-19T00:00:00+08:00")
    request("crossed", "2024-06-03T08:00:00+08:00", "2024-06-19T00:00:00+08:00", "2024-06-04T08:00:00+08:00")
    request("answered-first", "2024-06-03T08:00:00+08:00", "2024-06-01T08:00:00+08:00")
    trigger("T", "2021-09-01", ["D", "D/1", "E", "F"])
    revised("D", "2021-09-23T23:59:59+08:00", "T")
    revised("D/1", "2021-09-24T00:00:00+08:00", "T", updateCycle="实时")
    revised("G", "2021-09-10T00:00:00+08:00", "T")
    act("catalog.entry-retired", "2021-09-23T12:00:00+08:00", "2021-09-23T12:00:00+08:00", entry="E", reason="无")
    act("catalog.entry-retired", "2021-09-24T12:00:00+08:00", "2021-09-24T12:00:00+08:00", entry="F", reason="无")
    trigger("U", "2027-06-01", [], "2026-01-05T00:00:00+08:00")
    trigger("V", "2021-11-01", [], "2021-10-05T00:00:00+08:00")
    revised("G", "2021-11-22T00:00:00Z", "V")
    trigger("W", "2020-01-31", ["G"])
    act("incident.detected", "2022-05-01T10:00:00.500+08:00", "2022-05-01T10:00:00.500+08:00",
        incident="I", department=department, kind="leak", summary="泄露")
    for at in ("2022-05-06T10:00:01.499+08:00", "2022-05-05T10:00:01.499+08:00"):
        act("incident.reported", at, at, incident="I", recipient=authority, recipientKind="dataAuthority")
    return lines


BY_HAND = {  # dueOn, verdict, working days taken, working days late
    "sd329.23/last-moment": ("2025-10-16", "met", 10, None),
    "sd329.23/midnight": ("2025-10-16", "late", 11, 1),
    "sd329.23/rest-day": ("2026-03-06", "met", 10, None),
    "sd329.23/extension": ("2020-02-14", "met", 10, None),
    "sd329.23/late-by-no-working-day": ("2020-02-14", "late", 10, 0),
    "sd329.23/late-on-a-rest-day": ("2024-02-21", "late", 12, 2),
    "sd329.23/withdrawn": ("2024-06-18", "closed", None, None),
    "sd329.23/withdrawn-late": ("2024-06-18", "overdue", None, None),
    "sd329.23/crossed": ("2024-06-18", "closed", None, None),
    "sd329.23/answered-first": ("2024-06-18", "overdue", None, None),
    "sd329.16/T/D": ("2021-09-23", "met", 15, None),
    "sd329.16/T/D/1": ("2021-09-23", "late", 16, 1),
    "sd329.16/T/E": ("2021-09-23", "closed", None, None),
    "sd329.16/T/F": ("2021-09-23", "overdue", None, None),
    "sd329.16/U": (None, "pending", None, None),
    "sd329.16/V": ("2021-11-22", "met", 15, None),
    "sd329.31.remedy/I": (None, "open", None, None),
    "sd329.31.report/I/dataAuthority": (None, "done", 1, None),
    "sd329.31.report/I/cyberspaceAuthority": (None, "open", None, None),
}


def by_hand(report) -> dict:
    return {o["id"]: (o["dueOn"], o["verdict"], o["workingDaysTaken"], o["workingDaysLate"])
            for o in report["obligations"]}


def test_the_oracle_agrees_with_cases_worked_by_hand():
    oracle = Oracle(_case_lines(random.Random(1)), int(time.time() * 1000))
    report = oracle.audit(bound("2026-11-20"), bound(FAR))
    assert by_hand(report) == BY_HAND
    found = {o["id"]: o for o in report["obligations"]}
    assert found["sd329.16/U"]["provisionalDueOn"] == "2027-06-22"
    assert found["sd329.31.report/I/dataAuthority"]["secondsTaken"] == 4 * 86_400
    assert found["sd329.31.remedy/I"]["daysOpen"] == (date(2026, 11, 20) - date(2022, 5, 1)).days
    assert report["summary"] == {
        "met": 5, "late": 4, "overdue": 3, "pending": 1, "closed": 3, "done": 1, "open": 2, "remarks": 0, "violations": 0,
        "corrected": 0}


def test_the_tool_agrees_with_cases_worked_by_hand(tmp_path):
    lines = _case_lines(random.Random(1))
    ledger = Ledger(tmp_path, History(0, 0, 0, lines, []))
    assert by_hand(ledger.audit("2026-11-20", FAR)) == BY_HAND
    for as_of in ("2026-11-20", "2021-09-23", "2021-09-24T00:00:00+08:00", "2025-10-16", "2027-12-31"):
        for known_at in (FAR, "2020-01-20", "2020-01-27", "2021-09-24", "2019-11-20"):
            ledger.check(as_of, known_at)


# Random histories


@pytest.mark.parametrize("group", range(GROUPS))
def test_small_histories(group):
    check_histories(range(group, SMALL, GROUPS), parts=1, pairs=5)


@pytest.mark.parametrize("group", range(GROUPS // 2))
def test_composed_histories(group):
    check_histories(range(100_000 + group, 100_000 + COMPOSED, GROUPS // 2), parts=100, pairs=6)


def test_a_history_of_thousands_of_records(tmp_path):
    found = history(5, 280)
    assert len(found.drafts) >= 4_500
    ledger = Ledger(tmp_path, found)
    for as_of, known_at in instants(random.Random(5), found, 10):
        ledger.check(as_of, known_at)
    assert "equal" in tool.must(["rebuild", ledger.path])
    tool.must(["verify", ledger.path])


def test_what_the_ledger_recorded_itself_is_known_from_that_very_millisecond(tmp_path):
    """Recorded in several commands without times of their source: known-at cuts between them."""
    found = history(901, 6)
    lines = []
    for line in found.lines:
        if line.strip():
            record = json.loads(line)
            record.pop("sourceRecordedAt", None)
            lines.append(json.dumps(record, ensure_ascii=False))
    path = tmp_path / "ledger.db"
    tool.must(["init", "--empty", path])
    for start in range(0, len(lines), 20):
        tool.must(["record", path, "--import", "-"], "\n".join(lines[start : start + 20]) + "\n")
        time.sleep(0.003)
    stamps = {
        event["id"]: instant(event["recordedAt"])
        for event in map(json.loads, tool.must(["events", path]).splitlines())}
    assert len(set(stamps.values())) > 3
    ledger = object.__new__(Ledger)
    ledger.history = History(901, 6, found.latest, lines, found.drafts)
    ledger.path = path
    ledger.oracle = Oracle(lines, 0, stamps)
    sizes = set()
    for at in sorted(set(stamps.values())):
        for known_at in (at - 1, at):
            expected, _ = ledger.check(FAR, stored(known_at))
            sizes.add(len(expected["obligations"]))
    assert len(sizes) > 3


# What holds of every report


def test_events_are_the_input_in_order(ledger):
    """Positions, ids and times as read independently; the root is RFC 6962's over these bytes."""
    out = tool.run_bytes(["events", ledger.path])[1]
    leaves = out.split(b"\n")[:-1]
    assert len(leaves) == len(ledger.oracle.records)
    for leaf, record in zip(leaves, ledger.oracle.records):
        event = json.loads(leaf)
        assert rfc8785.dumps(event) == leaf
        assert (event["position"], event["id"], event["type"]) == (record.position, record.id, record.type)
        assert event["occurredAt"] == stored(record.at)
        assert event.get("sourceRecordedAt") == (record.source and stored(record.source))
        if "receivedAt" in record.data:
            assert event["data"]["receivedAt"] == stored(instant(record.data["receivedAt"]))

    def root(nodes):
        if len(nodes) == 1:
            return nodes[0]
        split = 1 << ((len(nodes) - 1).bit_length() - 1)
        return hashlib.sha256(b"\x01" + root(nodes[:split]) + root(nodes[split:])).digest()

    report = ledger.audit(FAR, FAR)
    expected = root([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves])
    assert report["ledger"] == {
        "size": len(leaves), "root": base64.b64encode(expected).decode("ascii")}


def test_two_audits_are_the_same_canonical_bytes(ledger, tmp_path):
    arguments = ["audit", ledger.path, "--as-of", "2025-12-31", "--known-at", FAR, "--format", "json"]
    code, first, err = tool.run_bytes(arguments)
    assert code == 0, err
    assert tool.run_bytes(arguments)[1] == first
    assert rfc8785.dumps(json.loads(first)) + b"\n" == first
    # The same instants, written otherwise, and into a file.
    again = ["audit", ledger.path, "--as-of", "2025-12-31T15:59:59.9999z",
             "--known-at", "2027-12-31T10:30:00-05:30", "--format", "json", "--output", tmp_path / "report"]
    code, out, err = tool.run_bytes(again)
    assert (code, out) == (0, b""), err
    assert (tmp_path / "report").read_bytes() == first
    # The same lines recorded in another ledger: the same verdicts at other recording times.
    twin = Ledger(tmp_path, ledger.history)
    theirs = json.loads(tool.run_bytes(["audit", twin.path, *arguments[2:]])[1])
    ours = json.loads(first)
    assert theirs.pop("ledger")["size"] == ours.pop("ledger")["size"]
    assert theirs == ours


def test_without_instants_the_audit_is_of_now(ledger):
    before = int(time.time() * 1000)
    report = json.loads(tool.must(["audit", ledger.path, "--format", "json"]))
    after = int(time.time() * 1000) + 1
    as_of, known_at = instant(report["asOf"]), instant(report["knownAt"])
    assert before <= as_of <= after and before <= known_at <= after
    assert not disagreements(ledger.oracle.audit(as_of, known_at), report, ledger.history.lines)


def test_csv_has_the_same_verdicts(ledger):
    for as_of in ("2025-12-31", FAR):
        report = ledger.audit(as_of, FAR)
        out = tool.run_bytes(
            ["audit", ledger.path, "--as-of", as_of, "--known-at", FAR, "--format", "csv"])[1]
        rows = list(csv.reader(io.StringIO(out.decode("utf-8"), newline=""), strict=True))
        header, *body = rows
        assert all(len(row) == len(header) for row in body)
        id_column, verdict_column = header.index("id"), header.index("verdict")
        verdicts = [(row[id_column], row[verdict_column]) for row in body
                    if row[verdict_column] in VERDICTS]
        assert verdicts == [(o["id"], o["verdict"]) for o in report["obligations"]]


def test_the_table_is_printed(ledger):
    assert tool.must(["audit", ledger.path, "--as-of", FAR, "--known-at", FAR]).strip()


def test_a_department_sees_its_own(ledger):
    whole, _ = ledger.check(FAR, FAR)
    departments = Counter(o["department"] for o in whole["obligations"])
    assert len(departments) > 10
    for department, count in departments.most_common()[::5]:
        expected, actual = ledger.check(FAR, FAR, department)
        assert len(actual["obligations"]) == count
    stranger = codes.make(random.Random("nobody"))
    expected, actual = ledger.check(FAR, FAR, stranger)
    assert not actual["obligations"] and not actual["violations"] and not actual["outOfScope"]
    outside = sorted({one["department"] for one in whole["outOfScope"]})
    assert outside
    for department in outside[::3]:
        expected, actual = ledger.check(FAR, FAR, department)
        assert actual["outOfScope"] and {one["department"] for one in actual["outOfScope"]} == {department}


def test_strict_exits_1_for_late_overdue_or_a_violation(ledger, tmp_path):
    outcomes = set()
    small = [Ledger(tmp_path, history(seed), f"{seed}.db") for seed in range(300, 312)]
    for found in [ledger, *small]:
        for as_of in (FAR, "2020-02-01", "2022-06-30"):
            summary = found.check(as_of, FAR)[1]["summary"]
            bad = bool(summary["late"] + summary["overdue"] + summary["violations"])
            outcomes.add(bad)
            report = found.audit(as_of, FAR, "--strict", exits=int(bad))
            assert report["summary"] == summary
    assert outcomes == {True, False}


def test_rebuild_says_equal_and_verify_passes(ledger):
    before = tool.run_bytes(["audit", ledger.path, "--as-of", FAR, "--known-at", FAR, "--format", "json"])
    assert "equal" in tool.must(["rebuild", ledger.path])
    tool.must(["verify", ledger.path])
    after = tool.run_bytes(["audit", ledger.path, "--as-of", FAR, "--known-at", FAR, "--format", "json"])
    assert before == after and before[0] == 0
