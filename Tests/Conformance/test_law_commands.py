"""notice, adopt, compare, explain, upcoming and rule books from files, from outside.

What a command must say follows from `audit` (held to law_oracle.py by test_law.py), from the books
and from the log. CONFORMANCE_SCALE multiplies the random histories and the mutations of books.
"""

import copy
import json
import random
import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

import capsule
import codes
import schemas
import test_certificates as proofs
import tool
import transparency as t
from cases import as_certified, at, places
from law_histories import cuts, law_history
from law_oracle import LawOracle, instant
from oracle import BUNDLED, ONE_DAY, Calendar, beijing_date, bound, stored
from test_certificates import keys  # noqa: F401
from test_law import BOOKS, FAR, REPLY, Case, LawLedger, book, needs_tool, requestable, rule  # noqa: F401

pytestmark = needs_tool

SCALE = tool.scale()
HISTORIES = max(3, int(8 * SCALE))
MUTATIONS = max(60, int(500 * SCALE))
WORKERS = 4
NOW = "2026-11-20"
CITY = Case.DEPARTMENT
LATER = {
    "notice": "国办发明电〔2026〕9号", "issuedOn": "2026-11-19",
    "off": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10",
            "2027-02-11", "2027-02-12"],
    "worked": ["2027-02-07"]}
ISSUER = codes.make(random.Random("an issuer"), "100000")


# Driving


def fail(code, *arguments, input=""):
    """The tool refuses with one line, which is returned."""
    status, out, err = tool.run(arguments, input)
    assert status == code, f"exit {status}, not {code}: {err}{out[:500]}"
    assert err.startswith("govledger: ") and err.count("\n") == 1 and err.endswith("\n"), err
    return err


def made(folder, text, *init) -> Path:
    path = folder / "ledger.db"
    tool.must(["init", path, *init])
    tool.must(["record", path, "--import", "-"], text)
    return path


def events(ledger, *options) -> list:
    return [json.loads(line) for line in tool.must(["events", ledger, *options]).splitlines()]


def audit(ledger, *options) -> dict:
    report = json.loads(tool.must(["audit", ledger, "--format", "json", *options]))
    return report


def by_id(report: dict) -> dict:
    return {each["id"]: each for each in report["obligations"]}


def sound(ledger):
    """Projections made again are equal, and everything agrees with the raw bytes."""
    assert ": equal" in tool.must(["rebuild", ledger])
    assert ": everything agrees\n" in tool.must(["verify", ledger])


def written(folder, name, document) -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def valid(schema, document):
    wrong = [f"{e.json_path}: {e.message[:200]}" for e in schemas.validator(schema).iter_errors(document)]
    assert not wrong, wrong


def refused_alike(ledger, before):
    assert events(ledger) == before, "something was recorded"


# notice


def pending_in_2027(folder, *init):
    """Obligations that end in 2026, in 2027, and in 2027 without need of a calendar."""
    case = Case().entry()
    for name, effective in [("T1", "2026-11-02"), ("T2", "2026-12-14"), ("T3", "2026-12-28"), ("T4", "2027-01-25")]:
        case.act("catalog.update-triggered", "2026-11-01T09:00:00+08:00", trigger=name, department=CITY,
                 kind="lawAmended", instrument="法", effectiveOn=effective, entries=["C"])
    return made(folder, case.text, *init)


def test_a_notice_makes_provisional_dates_firm(tmp_path):
    ledger = pending_in_2027(tmp_path)
    file = written(tmp_path, "2027.json", LATER)
    before = by_id(audit(ledger))
    assert [(o["dueOn"], o["provisionalDueOn"]) for o in before.values()] == [
        ("2026-11-23", None), (None, "2027-01-04"), (None, "2027-01-18"), (None, "2027-02-15")]
    size = len(events(ledger))
    out = tool.must(["notice", ledger, file])
    assert f"{LATER['notice']}: recorded at position {size}\n" in out
    assert "2027-12-31" in out and "open obligations with a firm due date now: 3 more than before" in out
    after = by_id(audit(ledger))
    # 1 to 3 January off; 5 to 12 February off but Sunday the 7th worked.
    assert [(o["dueOn"], o["provisionalDueOn"]) for o in after.values()] == [
        ("2026-11-23", None), ("2027-01-05", None), ("2027-01-19", None), ("2027-02-22", None)]
    (event,) = [e for e in events(ledger) if e["data"].get("notice") == LATER["notice"]]
    assert event["data"] == LATER and event["type"] == "calendar.notice-issued" and event["position"] == size
    bundled = [e["actor"] for e in events(ledger, "--type", "calendar.notice-issued")]
    assert len(set(bundled)) == 1, "by default the body that issued those that come with the program"
    shown = {o["obligation"]: (o["due_on"], o["provisional_due_on"]) for o in
             json.loads(tool.must(["show", ledger, "obligations", "--json"]))}
    assert shown == {name: (o["dueOn"], o["provisionalDueOn"]) for name, o in after.items()}
    sound(ledger)
    # Before the day of its issue it is not known.
    for known_at, then in [("2026-11-18", before), ("2026-11-19T00:00:00+08:00", after)]:
        found = by_id(audit(ledger, "--known-at", known_at))
        assert {n: (o["dueOn"], o["provisionalDueOn"]) for n, o in found.items()} == {
            n: (o["dueOn"], o["provisionalDueOn"]) for n, o in then.items()}
    found = json.loads(tool.must(["compare", ledger, "--known-at", "2026-11-18", "--known-at", "2026-11-19", "--format",
                                  "json"]))
    assert {d["first"]["id"] for d in found["differences"]} == {"sd329.16/T2/C", "sd329.16/T3/C", "sd329.16/T4/C"}
    # It is in the log already, so that it changes nothing beside it.
    assert json.loads(tool.must(["compare", ledger, "--calendar", "in-force", "--calendar", file, "--format", "json"])
                      )["differences"] == []


def test_the_notice_that_moved_a_date_is_named(tmp_path):
    """Also where the days that it moved come after many that were only not known before."""
    ledger = pending_in_2027(tmp_path)
    tool.must(["notice", ledger, "-"], json.dumps(LATER))
    found = json.loads(tool.must(["compare", ledger, "--known-at", "2026-11-18", "--known-at", "2026-11-19", "--format",
                                  "json"]))
    assert len(found["differences"]) == 3
    for each in found["differences"]:
        for language in ("zh", "en"):
            assert any(LATER["notice"] in why[language] for why in each["why"]), each


def test_the_same_notice_again_adds_nothing(tmp_path):
    ledger = pending_in_2027(tmp_path)
    file = written(tmp_path, "2027.json", LATER)
    size = len(events(ledger))
    tool.must(["notice", ledger, file])
    for path, text in [(file, ""), ("-", json.dumps(LATER)), ("-", json.dumps(dict(reversed(LATER.items()))))]:
        out = tool.must(["notice", ledger, path], text)
        assert f"{LATER['notice']}: already at position {size}\n" in out
        assert "0 more than before" in out
    assert len(events(ledger)) == size + 1
    # The same name with other days.
    before = events(ledger)
    for other in ({**LATER, "worked": []}, {**LATER, "issuedOn": "2026-11-18"}):
        assert LATER["notice"] in fail(65, "notice", ledger, "-", input=json.dumps(other))
    refused_alike(ledger, before)
    sound(ledger)


@pytest.mark.parametrize("change", ["days in another order", "another body", "a title"])
def test_the_same_notice_from_elsewhere(tmp_path, change):
    """What is in the log already is accepted when its days are the same, whoever records it."""
    ledger = pending_in_2027(tmp_path)
    tool.must(["notice", ledger, "-"], json.dumps(LATER))
    before = events(ledger)
    same, options = dict(LATER), []
    if change == "days in another order":
        same["off"] = LATER["off"][::-1]
    elif change == "a title":
        same["title"] = "国务院办公厅关于2027年部分节假日安排的通知"
    else:
        options = ["--actor", CITY]
    assert ": already at position " in tool.must(["notice", ledger, "-", *options], json.dumps(same))
    refused_alike(ledger, before)


def test_a_list_of_notices(tmp_path):
    ledger = pending_in_2027(tmp_path, "--empty")
    bundled = schemas.load(schemas.BUNDLED / "holiday-notices.json")
    size = len(events(ledger))
    issuer = {"schema": "govledger.notices/1", "issuer": ISSUER, "notices": [*bundled["notices"][-2:], LATER]}
    out = tool.must(["notice", ledger, "-"], json.dumps(issuer))
    for number, each in enumerate(issuer["notices"]):
        assert f"{each['notice']}: recorded at position {size + number}\n" in out
    recorded = events(ledger)[size:]
    assert [e["data"]["notice"] for e in recorded] == [n["notice"] for n in issuer["notices"]]
    assert {e["actor"] for e in recorded} == {ISSUER}
    assert all(e["occurredAt"] == f"{e['data']['issuedOn']}T00:00:00.000+08:00" for e in recorded)
    for each in recorded:
        valid("event", each)
    # All that come with the program, of which two are there, recorded by another body.
    out = tool.must(["notice", ledger, schemas.BUNDLED / "holiday-notices.json"])
    assert out.count(": recorded at position ") == len(bundled["notices"]) - 2
    assert out.count(": already at position ") == 2
    sound(ledger)


def test_whose_notice_it_is(tmp_path):
    ledger = pending_in_2027(tmp_path)
    tool.must(["notice", ledger, "-", "--actor", CITY], json.dumps(LATER))
    assert events(ledger)[-1]["actor"] == CITY
    fail(64, "notice", ledger, "-", "--actor", "me", input=json.dumps(LATER))
    fail(64, "notice", ledger)
    fail(66, "notice", ledger, tmp_path / "none.json")
    fail(66, "notice", tmp_path / "none.db", "-", input=json.dumps(LATER))


NOT_NOTICES = {
    "nothing": "", "not JSON": "{", "an array": [], "a text": "x", "no days at all": {**LATER, "off": [], "worked": []},
    "without a name": {k: v for k, v in LATER.items() if k != "notice"},
    "without its issue": {k: v for k, v in LATER.items() if k != "issuedOn"},
    "a day that is not": {**LATER, "off": ["2027-02-29"]}, "off and worked": {**LATER, "worked": ["2027-01-01"]},
    "a day twice": {**LATER, "off": ["2027-01-01", "2027-01-01"]}, "more": {**LATER, "extra": 1},
    "another format": {"schema": "govledger.notices/2", "notices": [LATER]},
    "an issuer that is none": {"schema": "govledger.notices/1", "issuer": "x", "notices": [LATER]},
    "none": {"schema": "govledger.notices/1", "notices": []},
    "the second wrong": {"schema": "govledger.notices/1", "notices": [LATER, {**LATER, "notice": "二", "off": 1}]},
    "two of one name": {"schema": "govledger.notices/1", "notices": [LATER, {**LATER, "worked": []}]},
}


def test_what_is_no_notice_is_refused(tmp_path):
    ledger = pending_in_2027(tmp_path)
    before = events(ledger)
    wrong = []
    for name, document in NOT_NOTICES.items():
        text = document if isinstance(document, str) and name != "a text" else json.dumps(document)
        status, out, err = tool.run(["notice", ledger, "-"], text)
        if status != 65 or not err.startswith("govledger: ") or err.count("\n") != 1:
            wrong.append(f"{name}: exit {status}: {err or out}")
    assert not wrong, "\n".join(wrong)
    refused_alike(ledger, before)


# adopt


def across_august() -> Case:
    """Matters before and after 2025-08-01, some met, some late, extended, corrected and open."""
    case = Case().entry().entry("D")
    for number, day in enumerate(["2025-06-02", "2025-07-31", "2025-08-01", "2025-08-04", "2025-09-22", "2025-09-26"]):
        case.trigger(f"T{number}", day, ["C", "D"])
        if number % 2:
            case.act("catalog.trigger-reviewed", f"2025-{9 + number // 4:02}-1{number}T10:00:00+08:00", trigger=f"T{number}",
                     outcome="noChangeNeeded", reason="不涉及", entry="C")
        case.request(f"R{number}", f"{day}T10:00:00+08:00")
        if number in (1, 3, 5):
            at = (date.fromisoformat(day) + timedelta(days=9)).isoformat()
            case.act("share.extended", f"{at}T09:00:00+08:00", request=f"R{number}", authority=Case.AUTHORITY,
                     days=10, reason="协调")
        if number > 0:
            at = (date.fromisoformat(day) + timedelta(days=18)).isoformat()
            case.act("share.replied", f"{at}T09:00:00+08:00", request=f"R{number}", decision="agreed")
        if number == 4:
            case.act("share.provided", "2025-10-20T09:00:00+08:00", request="R4", mode="interface")
        case.incident(f"I{number}", f"{day}T11:00:00+08:00", grade="larger")
    return case


def test_adopting_a_bundled_book(tmp_path):
    """A past day: what is judged, what is shown and what a rebuild makes follow at once."""
    ledger = made(tmp_path, across_august().text)
    before = audit(ledger)
    size = len(events(ledger))
    out = tool.must(["adopt", ledger, "decree-809/1", "--from", "2025-08-01", "--actor", Case.AUTHORITY])
    assert "decree-809/1" in out and "2025-08-01" in out and f"position {size}" in out
    (event,) = events(ledger)[size:]
    assert event["data"] == {"book": "decree-809/1", "from": "2025-08-01"} and event["actor"] == Case.AUTHORITY
    valid("event", event)
    after = audit(ledger)
    assert after["ruleBook"] == "order-329/1,decree-809/1" and before["ruleBook"] == "order-329/1"
    same = audit(ledger, "--rules", "order-329/1,decree-809/1", "--as-of", after["asOf"], "--known-at", after["knownAt"])
    assert same == after
    for each in after["obligations"]:
        start = each["trigger"]["on"]
        if each["rule"].startswith("sc809."):
            assert start >= "2025-08-01"
        elif not each["rule"].startswith("sd329.31."):
            assert start < "2025-08-01", each
    shown = {o["obligation"]: o["due_on"] for o in json.loads(tool.must(["show", ledger, "obligations", "--json"]))
             if not o["only_if_done"]}
    assert shown == {name: o["dueOn"] for name, o in by_id(after).items()}
    sound(ledger)
    # As it was known before the adoption.
    earlier = stored(instant(event["recordedAt"]) - 1)
    assert audit(ledger, "--known-at", earlier)["ruleBook"] == "order-329/1"
    assert audit(ledger, "--rules", "order-329/1")["ruleBook"] == "order-329/1"


@pytest.mark.parametrize("start", ["2019-01-01", "2025-07-31", "2025-08-04", "2025-09-23", "2026-11-01"])
def test_the_day_from_which_a_book_applies(tmp_path, start):
    """Before what is recorded, in the middle of it and after it; never before its own day in force."""
    ledger = made(tmp_path, across_august().text)
    tool.must(["adopt", ledger, "decree-809/1", "--from", start, "--actor", Case.AUTHORITY])
    report = audit(ledger)
    # An adoption takes effect with the later of the two days.
    effect = max(start, "2025-08-01")
    for each in report["obligations"]:
        if not each["rule"].startswith("sd329.31."):
            assert each["rule"].startswith("sc809.") == (each["trigger"]["on"] >= effect), each
    sound(ledger)


def test_adopting_a_book_of_ones_own(tmp_path):
    ledger = made(tmp_path, across_august().text)
    own = book({**REPLY, "duty": "shareReply", "rule": "own.reply", "period": {"workingDays": 3}}, name="own/1")
    path = written(tmp_path, "own.json", own)
    tool.must(["adopt", ledger, path, "--from", "2025-07-31", "--actor", CITY])
    assert events(ledger)[-1]["data"] == {"book": "own/1", "from": "2025-07-31", "document": own}
    path.unlink()  # the log has it
    report = audit(ledger)
    assert report["ruleBook"] == "order-329/1,own/1"
    replies = {o["id"]: (o["dueOn"], o["workingDays"]) for o in report["obligations"] if o["id"].endswith(tuple("012345"))
               and "/R" in o["id"]}
    assert replies["sd329.23/R0"][1] == 10 and replies["own.reply/R1"] == ("2025-08-05", 3)
    assert {name for name in replies if "/R" in name} == {"sd329.23/R0", *(f"own.reply/R{n}" for n in range(1, 6))}
    sound(ledger)
    assert audit(ledger, "--rules", "own/1")["ruleBook"] == "own/1", "a name of an adopted book"
    assert {o["rule"] for o in audit(ledger, "--rules", "own/1")["obligations"]} == {"own.reply"}
    # Its name is taken, here and by those that come with the program.
    before = events(ledger)
    other = written(tmp_path, "other.json", {**own, "inForceFrom": "2019-06-02"})
    assert "own/1" in fail(65, "adopt", ledger, other, "--from", "2025-09-01", "--actor", CITY)
    taken = written(tmp_path, "taken.json", {**own, "book": "decree-809/1"})
    assert "decree-809/1" in fail(65, "adopt", ledger, taken, "--from", "2025-09-01", "--actor", CITY)
    refused_alike(ledger, before)
    # The same book again from another day, by its name or as a file; a new version of it.
    tool.must(["adopt", ledger, "own/1", "--from", "2025-09-01", "--actor", CITY])
    tool.must(["adopt", ledger, written(tmp_path, "own.json", own), "--from", "2025-10-01", "--actor", CITY])
    second = {**own, "book": "own/2", "obligations": [{**own["obligations"][0], "period": {"workingDays": 4}}]}
    tool.must(["adopt", ledger, written(tmp_path, "two.json", second), "--from", "2025-09-26", "--actor", CITY])
    report = audit(ledger)
    assert {o["id"]: o["workingDays"] for o in report["obligations"] if o["id"].startswith("own.reply/")} == {
        "own.reply/R1": 3, "own.reply/R2": 3, "own.reply/R3": 3, "own.reply/R4": 3, "own.reply/R5": 4}
    sound(ledger)


def test_usage_of_adopt(tmp_path):
    ledger = made(tmp_path, across_august().text)
    before = events(ledger)
    assert "nobody/1" in fail(66, "adopt", ledger, "nobody/1", "--from", "2025-08-01", "--actor", CITY)
    fail(66, "adopt", ledger, tmp_path / "none.json", "--from", "2025-08-01", "--actor", CITY)
    fail(66, "adopt", tmp_path / "none.db", "decree-809/1", "--from", "2025-08-01", "--actor", CITY)
    fail(64, "adopt", ledger, "decree-809/1", "--from", "2025-08-01")
    fail(64, "adopt", ledger, "decree-809/1", "--actor", CITY)
    fail(64, "adopt", ledger, "decree-809/1", "--from", "2025-02-29", "--actor", CITY)
    fail(64, "adopt", ledger, "decree-809/1", "--from", "2025-08-01", "--actor", "me")
    fail(65, "adopt", ledger, written(tmp_path, "not.json", "{"), "--from", "2025-08-01", "--actor", CITY)
    refused_alike(ledger, before)
    line = {"id": "x", "type": "rules.adopted", "occurredAt": "2025-08-01T00:00:00+08:00", "actor": CITY,
            "data": {"book": "nobody/1", "from": "2025-08-01"}}
    assert "nobody/1" in fail(65, "record", ledger, "-", input=json.dumps(line) + "\n")
    refused_alike(ledger, before)


def test_adopting_again_is_said(tmp_path):
    """Once more the same book from the same day adds nothing new to the law."""
    ledger = made(tmp_path, across_august().text)
    tool.must(["adopt", ledger, "decree-809/1", "--from", "2025-08-01", "--actor", CITY])
    report = audit(ledger, "--as-of", NOW, "--known-at", FAR)
    status, _, err = tool.run(["adopt", ledger, "decree-809/1", "--from", "2025-08-01", "--actor", CITY])
    assert status in (0, 65) and (status == 0 or "decree-809/1" in err)
    assert audit(ledger, "--as-of", NOW, "--known-at", FAR)["obligations"] == report["obligations"]
    sound(ledger)


# compare


def duties(books) -> dict:
    return {rule["rule"]: rule["duty"] for each in books for rule in each["obligations"]}


def paired(first: dict, second: dict, books) -> list:
    """Findings on one duty about one subject, and None where an audit has none."""
    duty = duties(books)

    def keyed(report):
        found = {}
        for each in report["obligations"]:
            subject = each["id"].removeprefix(each["rule"])
            key = (duty[each["rule"]], each["trigger"]["position"], subject)
            assert key not in found, f"two of one duty: {key}"
            found[key] = each
        return found

    one, other = keyed(first), keyed(second)
    return [(one.get(key), other.get(key)) for key in dict.fromkeys([*one, *other])]


def differ(first, second) -> bool:
    keys = ("verdict", "dueOn", "provisionalDueOn", "dueAt")
    return first is None or second is None or any(first.get(k) != second.get(k) for k in keys)


def ordered(pairs) -> list:
    return sorted(pairs, key=lambda p: json.dumps(p, sort_keys=True))


def check_comparison(ledger, options, first: dict, second: dict, books):
    """`compare` with these options lists the differences of the two reports, and nothing else."""
    found = json.loads(tool.must(["compare", ledger, "--format", "json", *options]))
    valid("comparison", found)
    for side, report in (("first", first), ("second", second)):
        assert found[side] == {key: report[key] for key in ("asOf", "knownAt", "ruleBook")}
    first, second = ({**report, "obligations": [as_certified(each) for each in report["obligations"]]}
                     for report in (first, second))  # as certificates, comparisons are of findings by themselves
    pairs = paired(first, second, books)
    assert found["compared"] == len(pairs)
    expected = [pair for pair in pairs if differ(*pair)]
    assert ordered(expected) == ordered([(d["first"], d["second"]) for d in found["differences"]])
    positions = [(d["first"] or d["second"])["trigger"]["position"] for d in found["differences"]]
    assert positions == sorted(positions)
    for each in found["differences"]:
        for why in each["why"]:
            assert re.search("[\u4e00-\u9fff]", why["zh"]) and re.match("[a-z0-9]", why["en"]), why
            assert "nil" not in why["en"] and "Optional" not in why["en"], why
    table = tool.must(["compare", ledger, *options])
    assert f"(比对义务): {len(pairs)}; " in table and f"(不同): {len(expected)}\n" in table
    for pair in expected:
        for each in filter(None, pair):
            assert each["id"] in table
    return found


def test_a_decree_compared(tmp_path):
    """A history across 2025-08-01 under Order 329 alone, and with Decree 809."""
    ledger = made(tmp_path, across_august().text)
    scope = ["--as-of", "2026-12-31", "--known-at", FAR]  # an adoption of today counts
    both = "order-329/1,decree-809/1"
    first, second = (audit(ledger, *scope, "--rules", rules) for rules in ("order-329/1", both))
    found = check_comparison(
        ledger, [*scope, "--rules", "order-329/1", "--rules", both], first, second, BOOKS.values())
    assert 12 <= len(found["differences"]) < found["compared"]
    ids = {(d["first"] or d["second"])["id"] for d in found["differences"]}
    assert not {i for i in ids if i.endswith(("/R0", "/R1", "/T0/C", "/T1/D")) and not i.startswith("sc809.22/") or i.startswith("sd329.31")}
    moved = {(d["first"] or {}).get("id"): d["second"] for d in found["differences"]}
    assert moved["sd329.16/T2/D"]["dueOn"] == "2025-08-15"
    assert moved["sd329.23/R3"]["extendedDays"] == 10
    for each in found["differences"]:
        said = " ".join(why["en"] for why in each["why"])
        for side in ("first", "second"):
            if each[side]:
                assert each[side]["rule"] in said or each["first"] is None or each["second"] is None
    # The same when the book is adopted, and the first is judged by the order alone.
    tool.must(["adopt", ledger, "decree-809/1", "--from", "2025-08-01", "--actor", CITY])
    first, second = audit(ledger, *scope, "--rules", "order-329/1"), audit(ledger, *scope)
    again = check_comparison(
        ledger, [*scope, "--rules", "order-329/1", "--rules", "in-force"], first, second, BOOKS.values())
    assert again["differences"] == found["differences"]


def test_the_shift_of_2020(tmp_path):
    """Ten working days from 2020-01-17 end on 2020-02-05 as the Spring Festival was arranged, and on
    2020-02-07 after the notice of 2020-01-27 extended it."""
    measures = book(REPLY, name="shift/1", force="2019-01-01")
    path = written(tmp_path, "shift.json", measures)
    case = Case().entry()
    for day in ["2020-01-02", "2020-01-06", "2020-01-10", "2020-01-14", "2020-01-17", "2020-01-19"]:
        case.request(f"R{day[8:]}", f"{day}T15:00:00+08:00")
    ledger = made(tmp_path, case.text)
    scope = ["--rules", path, "--as-of", "2020-01-31"]
    reports = [audit(ledger, *scope, "--known-at", day) for day in ("2020-01-20", "2020-01-27")]
    assert [by_id(r)["t.reply/R17"]["dueOn"] for r in reports] == ["2020-02-05", "2020-02-07"]
    found = check_comparison(
        ledger, [*scope, "--known-at", "2020-01-20", "--known-at", "2020-01-27"], *reports, [measures])
    moved = {d["first"]["id"]: (d["first"]["dueOn"], d["second"]["dueOn"]) for d in found["differences"]}
    counted = {}
    calendars = [Calendar([n for n in BUNDLED if n.issued <= date(2020, 1, day)]) for day in (20, 27)]
    for each in reports[0]["obligations"]:
        dates = tuple(c.due(date.fromisoformat(each["trigger"]["on"]), 10)[0].isoformat() for c in calendars)
        if dates[0] != dates[1]:
            counted[each["id"]] = dates
    assert moved == counted and "t.reply/R17" in moved and "t.reply/R02" not in moved
    for each in found["differences"]:
        for language in ("zh", "en"):
            assert any("国办发明电〔2020〕1号" in why[language] for why in each["why"]), each["why"]


def test_compared_calendars(tmp_path):
    """As known when each clock started, and with another notice beside those in force."""
    case = Case().entry()
    for day in ["2020-01-17", "2020-02-10", "2025-11-03", "2025-12-26", "2026-11-02"]:
        case.request(f"R{day}", f"{day}T15:00:00+08:00")
        case.trigger(f"T{day}", day, ["C"])
    measures = book({**REPLY, "duty": "shareReply"}, rule(
        "t.update", "catalog.update-triggered", {"workingDays": 40}, ["catalog.entry-revised"], "effectiveOn",
        each="entry"), name="calendars/1", force="2019-01-01")
    started = copy.deepcopy(measures)
    for each in started["obligations"]:
        each["calendar"] = "knownWhenTheClockStarted"
    ledger = made(tmp_path, case.text)
    files = [written(tmp_path, f"{n}.json", b) for n, b in enumerate((measures, started))]
    scope = ["--as-of", NOW, "--known-at", FAR]
    reports = [audit(ledger, *scope, "--rules", file) for file in files]
    options = [*scope, "--rules", files[0], "--calendar"]
    found = json.loads(tool.must(
        ["compare", ledger, *options, "in-force", "--calendar", "at-start", "--format", "json"]))
    valid("comparison", found)
    expected = [pair for pair in paired(*reports, [measures]) if differ(*pair)]
    shape = lambda each: each and {k: each.get(k) for k in ("id", "verdict", "dueOn", "provisionalDueOn")}
    assert ordered([[shape(o) for o in p] for p in expected]) == ordered(
        [[shape(d["first"]), shape(d["second"])] for d in found["differences"]])
    ids = {d["first"]["id"] for d in found["differences"]}
    assert "t.reply/R2020-01-17" in ids and "t.reply/R2020-02-10" not in ids
    turned = json.loads(tool.must(
        ["compare", ledger, *options, "at-start", "--calendar", "in-force", "--format", "json"]))
    assert [(d["second"], d["first"]) for d in turned["differences"]] == [
        (d["first"], d["second"]) for d in found["differences"]]
    same = json.loads(tool.must(
        ["compare", ledger, *options, "at-start", "--calendar", "at-start", "--format", "json"]))
    assert same["differences"] == [] and same["compared"] == found["compared"]

    # A notice of one's own: the same as if it were recorded.
    off = {"notice": "试验〔2026〕1号", "issuedOn": "2020-01-01", "off": ["2020-02-12", "2025-11-06", "2026-11-09"],
           "worked": []}
    file = written(tmp_path, "off.json", off)
    for document in (off, {"schema": "govledger.notices/1", "notices": [LATER, off]}):
        written(tmp_path, "off.json", document)
        other = tmp_path / "other.db"
        shutil.copy(ledger, other)
        tool.must(["notice", other, file])
        reports = [audit(each, *scope, "--rules", files[0]) for each in (ledger, other)]
        found = json.loads(tool.must(["compare", ledger, *options, "in-force", "--calendar", file, "--format", "json"]))
        valid("comparison", found)
        expected = [pair for pair in paired(*reports, [measures]) if differ(*pair)]
        assert len(expected) >= 3
        assert ordered([[shape(o) for o in p] for p in expected]) == ordered(
            [[shape(d["first"]), shape(d["second"])] for d in found["differences"]])
        assert any("试验〔2026〕1号" in why["zh"] for d in found["differences"] for why in d["why"])
        other.unlink()


def test_usage_of_compare(tmp_path):
    ledger = made(tmp_path, across_august().text)
    twice = lambda option, *values: [word for value in values for word in (option, value)]
    for wrong in [[], ["--rules", "order-329/1"], twice("--rules", *["order-329/1"] * 3),
                  twice("--known-at", "2025-01-01", "soon"), twice("--as-of", "2025-02-29", "2025-01-01"),
                  [*twice("--rules", "order-329/1", "in-force"), "--format", "csv"],
                  [*twice("--rules", "order-329/1", "in-force"), "--lang", "en"]]:
        fail(64, "compare", ledger, *wrong)
    for missing in [twice("--rules", "order-329/1", "nobody/1"), twice("--rules", "order-329/1", tmp_path / "none.json"),
                    twice("--calendar", "in-force", tmp_path / "none.json")]:
        fail(66, "compare", ledger, *missing)
    bad = written(tmp_path, "bad.json", {"schema": "x"})
    fail(65, "compare", ledger, *twice("--rules", "order-329/1", bad))
    fail(65, "compare", ledger, *twice("--calendar", "in-force", bad))
    fail(66, "compare", tmp_path / "none.db", *twice("--rules", "order-329/1", "in-force"))
    # One value holds for both audits.
    found = json.loads(tool.must(["compare", ledger, "--rules", "order-329/1", *twice("--as-of", "2025-07-01", NOW),
                                  "--known-at", FAR, "--format", "json"]))
    assert found["first"]["ruleBook"] == found["second"]["ruleBook"] == "order-329/1"
    assert found["first"]["knownAt"] == found["second"]["knownAt"]
    same = json.loads(tool.must(["compare", ledger, *twice("--rules", "order-329/1", "order-329/1"), "--format", "json"]))
    assert same["differences"] == [] and same["compared"] == len(audit(ledger, "--rules", "order-329/1")["obligations"])


# Random histories


class Random:
    """A random history in a ledger, with its books as files."""

    def __init__(self, folder, seed, matters, sharings):
        self.rng = random.Random(f"law commands {seed}")
        self.found = law_history(seed, matters, BOOKS, sharings)
        self.ledger = LawLedger(folder, self.found.text, self.found.books)
        self.books = [*BOOKS.values(), *self.found.books]

    def rules(self):
        """None, or some books as an argument of --rules."""
        if self.rng.random() < 0.4:
            return None
        some = self.rng.sample(self.books, self.rng.randint(1, len(self.books)))
        return ",".join(str(self.ledger.paths.get(b["book"], b["book"])) for b in some)


def randomly(check, sharings, seeds, matters=24):
    def one(seed):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Random(Path(folder), seed, matters, sharings))
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}") from error

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, seeds))


def test_random_comparisons(requestable):  # noqa: F811
    counted = []

    def check(given):
        rng, ledger = given.rng, given.ledger.path
        pairs = cuts(rng, given.found, 3)
        for _ in range(3):
            (as_of, known_at), other = rng.choice(pairs), rng.choice(pairs)
            rules = given.rules()
            scopes = [{"--as-of": as_of, "--known-at": known_at, "--rules": rules} for _ in range(2)]
            for option in rng.sample(["--as-of", "--known-at", "--rules"], rng.choice([1, 1, 2])):
                scopes[1][option] = {"--as-of": other[0], "--known-at": other[1], "--rules": given.rules()}[option]
            reports = []
            for scope in scopes:
                reports.append(audit(ledger, *(w for o, v in scope.items() if v is not None for w in (o, v))))
            options = [word for option in scopes[0] for scope in scopes
                       for word in (option, scope[option] or "in-force")]
            found = check_comparison(ledger, options, *reports, given.books)
            counted.append(len(found["differences"]))

    randomly(check, requestable, range(300, 300 + HISTORIES))
    assert sum(counted) > 3 * HISTORIES


DAY_LINE = re.compile(r"^ +(\d{4}-\d\d-\d\d) \S+ +(\S+) +(.+)$", re.M)


def check_explained(ledger, finding, scope, size):
    for language in ("zh", "en"):
        text = tool.must(["explain", ledger, finding["id"], "--lang", language, *scope])
        assert finding["id"] in text and finding["department"] in text and finding["article"] in text
        for key in ("dueOn", "provisionalDueOn", "dueAt"):
            if finding.get(key) and not (key == "dueOn" and finding.get("dueAt")):
                assert finding[key] in text, (finding["id"], key)
        assert finding["verdict"] in text.splitlines()[-1] + text.splitlines()[-2], text
        assert finding["trigger"]["on"] in text
        if finding["discharge"]:
            assert str(finding["discharge"]["position"]) in text and finding["discharge"]["event"] in text
        days = [d for d, _, _ in DAY_LINE.findall(text)]
        if finding["workingDays"] is not None and (finding["dueOn"] or finding["provisionalDueOn"]):
            last = finding["dueOn"] or finding["provisionalDueOn"]
            first = finding.get("restartedOn") or finding["trigger"]["on"]
            expected, day = [], date.fromisoformat(first)
            while day.isoformat() <= last:
                expected.append(day.isoformat())
                day += ONE_DAY
            assert days == expected, (finding["id"], days[:2], days[-2:], first, last)
            numbers = [int(n) for _, n, _ in DAY_LINE.findall(text) if n.isdigit()]
            assert numbers == list(range(1, finding["workingDays"] + finding.get("extendedDays", 0) + 1))
        mentioned = re.findall(r"第(\d+)号事件" if language == "zh" else r"event (\d+)\b", text)
        assert mentioned and all(int(n) < size for n in mentioned), mentioned
        assert int(mentioned[0]) < size and str(finding["trigger"]["position"]) in mentioned
        assert "nil" not in text and "Optional(" not in text


def test_every_kind_of_obligation_is_explained(requestable):  # noqa: F811
    def check(given):
        ledger, size = given.ledger.path, len(given.ledger.events)
        as_of, known_at = given.rng.choice(cuts(given.rng, given.found, 3))
        rules = given.rules()
        scope = ["--as-of", as_of, "--known-at", known_at, *(["--rules", rules] if rules else [])]
        report = audit(ledger, *scope)
        kinds = {}
        for each in report["obligations"]:
            signs = tuple(k for k in ("extendedDays", "excludedDays", "restartedOn", "suspended", "lateEvidence", "dueAt",
                                      "provisionalDueOn", "calendarDays", "discharge") if each.get(k))
            kinds.setdefault((each["rule"], each["verdict"], signs), each)
        for finding in given.rng.sample(list(kinds.values()), min(8, len(kinds))):
            check_explained(ledger, finding, scope, size)

    randomly(check, requestable, range(400, 400 + HISTORIES))


def test_usage_of_explain(tmp_path):
    ledger = made(tmp_path, across_august().text)
    for unknown in ["none", "", "sd329.23/none", "sd329.23/R1/", "SD329.23/R1", "sc809.21.conditional/R3", "\u2028\n\x1b[31m"]:
        assert len(fail(66, "explain", ledger, unknown)) < 300
    fail(64, "explain", ledger)
    fail(64, "explain", ledger, "sd329.23/R1", "--lang", "fr")
    fail(66, "explain", ledger, "sd329.23/R1", "--rules", "nobody/1")
    fail(66, "explain", tmp_path / "none.db", "sd329.23/R1")
    fail(66, "explain", ledger, "sd329.23/R1", "--as-of", "2025-07-30")  # not asked yet
    assert tool.must(["explain", ledger, "sc809.21.conditional/R3", "--rules", "decree-809/1"])


def test_the_words_of_an_explanation(tmp_path):
    """An extension, its notices and whether the evidence came late, all with positions."""
    case = Case().entry().request("R", "2025-09-26T15:20:00+08:00")
    case.act("share.extended", "2025-10-10T09:00:00+08:00", request="R", authority=Case.AUTHORITY, days=10, reason="协调")
    case.act("share.replied", "2025-10-20T09:00:00+08:00", source="2025-11-20T09:00:00+08:00", request="R", decision="agreed")
    ledger = made(tmp_path, case.text)
    last = {e["data"]["request"] + e["type"]: e["position"] for e in events(ledger) if "request" in e["data"]}
    notice = next(e["position"] for e in events(ledger) if e["data"].get("notice") == "国办发明电〔2024〕12号")
    english = tool.must(["explain", ledger, "sc809.21.conditional/R", "--rules", "decree-809/1"])
    chinese = tool.must(["explain", ledger, "sc809.21.conditional/R", "--rules", "decree-809/1", "--lang", "zh"])
    text = next(r["text"] for r in BOOKS["decree-809/1"]["obligations"] if r["rule"] == "sc809.21.conditional")
    assert text["zh"] in chinese and text["en"] in english
    for said in (english, chinese):
        for word in ("share.extended", "2025-10-30", "国办发明电〔2024〕12号", "met", "decree-809/1", "2025-08-01"):
            assert word in said, word
    for act in ("share.extended", "share.replied"):
        assert f"event {last['R' + act]}" in english and f"第{last['R' + act]}号事件" in chinese
    days = {d: rest for d, _, rest in DAY_LINE.findall(english)}
    assert "国办发明电〔2024〕12号" in days["2025-10-01"] and "国办发明电〔2024〕12号" in days["2025-09-28"]
    assert f"event {notice}" in english or str(notice) in days["2025-10-01"], "the notice's position in the log"
    assert "extension" in days["2025-10-17"] and "extension" not in days["2025-10-16"]


# Late evidence


def test_late_evidence_on_and_off(tmp_path):
    """A reply of Friday 2024-06-07 that became known on Thursday the 13th: three working days later, for the
    10th was the Dragon Boat Festival."""
    case = Case().entry().request("R", "2024-06-03T09:00:00+08:00").request("S", "2024-06-03T09:00:00+08:00")
    case.act("share.replied", "2024-06-07T09:00:00+08:00", source="2024-06-13T08:00:00+08:00", request="R", decision="agreed")
    case.act("share.replied", "2024-06-07T09:00:00+08:00", source="2024-06-07T10:00:00+08:00", request="S", decision="agreed")
    ledger = made(tmp_path, case.text)
    for days, late in [(None, True), (0, True), (1, True), (2, True), (3, None), (4, None), (3650, None)]:
        report = audit(ledger, *(["--late-evidence", days] if days is not None else []))
        found = by_id(report)
        assert found["sd329.23/R"].get("lateEvidence") is late, days
        assert "lateEvidence" not in found["sd329.23/S"]
        assert all(o["verdict"] == "met" and o["imported"] for o in found.values())
        valid("report", report)
    fail(64, "audit", ledger, "--late-evidence", "-1")
    fail(64, "audit", ledger, "--late-evidence", "x")
    text = tool.must(["explain", ledger, "sd329.23/R"])
    assert "2024-06-13" in text, "when it became known"
    # What was known earlier: there the verdict was another, and `compare` says so.
    found = json.loads(tool.must(["compare", ledger, "--known-at", "2024-06-12", "--known-at", "2024-06-13", "--as-of",
                                  "2024-06-30", "--format", "json"]))
    assert [(d["first"]["verdict"], d["second"]["verdict"], d["first"]["id"]) for d in found["differences"]] == [
        ("overdue", "met", "sd329.23/R")]
    why = found["differences"][0]["why"]
    position = next(e["position"] for e in events(ledger) if e["type"] == "share.replied" and e["data"]["request"] == "R")
    assert any(str(position) in each["en"] and str(position) in each["zh"] for each in why), why


# upcoming


def due_within(findings, calendar, start: date, within: int, department) -> list:
    last = start if within == 0 else calendar.due(start, within)[0]
    found = [f for f in findings if f["discharge"] is None and not f["_closing"] and f["dueOn"]
             and start.isoformat() <= f["dueOn"] <= last.isoformat() and department in (None, f["department"])]
    return sorted((f["dueOn"], f["id"], f["department"], f["trigger"]["position"], f["trigger"]["on"],
                   f["dueAt"], f["rule"], f["article"]) for f in found)


def test_upcoming_in_random_histories(requestable):  # noqa: F811
    seen = []

    def check(given):
        rng, ledger = given.rng, given.ledger.path
        oracle = LawOracle(given.ledger.events, BOOKS)
        far = bound("2027-12-31")
        report = oracle.report(far, far)
        findings = report["obligations"]
        assert {f["id"] for f in findings} == set(by_id(audit(ledger, "--as-of", "2027-12-31", "--known-at", "2027-12-31")))
        open_ = [f for f in findings if f["discharge"] is None and not f["_closing"] and f["dueOn"]]
        calendar = oracle.calendar(beijing_date(far))
        for _ in range(5):
            start = date(2020, 3, 1) + timedelta(days=rng.randint(0, 2400))
            if open_ and rng.random() < 0.8:
                start = date.fromisoformat(rng.choice(open_)["dueOn"]) - timedelta(days=rng.choice([0, 0, 1, 2, 5, 30]))
            within = rng.choice([0, 0, 1, 2, 3, 5, 10, 20, 60])
            if start.year > 2026 or (start + timedelta(days=within * 2 + 20)).year > 2026:
                continue
            department = rng.choice([None, None, rng.choice(open_)["department"] if open_ else None])
            options = ["--within", within, "--from", start, *(["--department", department] if department else [])]
            found = json.loads(tool.must(["upcoming", ledger, *options, "--json"]))
            expected = due_within(findings, calendar, start, within, department)
            shown = [(o["dueOn"], o["obligation"], o["department"], o["position"], o["startOn"], o["dueAt"], o["rule"],
                      o["article"]) for o in found]
            assert sorted(shown) == expected, options
            assert [o["department"] for o in found] == sorted((o["department"] for o in found)) or \
                [o["dueOn"] for o in found] == sorted(o["dueOn"] for o in found)
            table = tool.must(["upcoming", ledger, *options])
            for each in found:
                (row,) = [line for line in table.splitlines() if f" {each['obligation']} " in line]
                assert each["dueOn"] in row and each["department"] in table
            assert len(table.splitlines()) == (len(found) + 2 if found else 1)
            seen.append(len(found))

    randomly(check, requestable, range(500, 500 + HISTORIES))
    assert sum(seen) > HISTORIES


def test_upcoming(tmp_path):
    """A list that moves with an extension, a stop, a notice and an adoption; hours too."""
    now = date(2026, 11, 27)
    calendar = Calendar(BUNDLED)
    day = now - timedelta(days=2)
    case = Case().entry().request("R", f"{day}T09:00:00+08:00").apply("A", f"{day}T09:00:00+08:00")
    case.act("catalog.update-triggered", f"{day}T09:00:00+08:00", trigger="T", department=CITY, kind="lawAmended",
             instrument="法", effectiveOn="2026-12-25", entries=[])
    ledger = made(tmp_path, case.text)
    due = calendar.due(day, 10)[0]

    def listed(n, *options):
        return json.loads(tool.must(["upcoming", ledger, "--within", n, "--json", *options]))

    def within(n, *options):
        since = [] if "--from" in options else ["--from", now]
        return {o["obligation"]: o["dueOn"] for o in listed(n, *since, *options)}

    today = beijing_date(int(time.time() * 1000))
    assert listed(3650) in (listed(3650, "--from", today), listed(3650, "--from", today + ONE_DAY))
    assert within(10) == {"sd329.23/R": due.isoformat()}
    assert within(10, "--department", Case.OTHER) == {} and within(10, "--department", CITY) == within(10)
    assert "sd329.23/R" in tool.must(["upcoming", ledger, "--within", 10, "--from", now])
    assert within(0, "--from", due) == {"sd329.23/R": due.isoformat()} == within(1, "--from", due - ONE_DAY)
    assert within(10, "--from", due + ONE_DAY) == {} == within(0, "--from", due - ONE_DAY)
    tool.must(["adopt", ledger, "disclosure-2019/1", "--from", "2019-05-15", "--actor", CITY])
    tool.must(["adopt", ledger, "decree-809/1", "--from", "2025-08-01", "--actor", CITY])
    twenty = calendar.due(day, 20)[0].isoformat()
    assert within(25) == {"sc809.21.conditional/R": due.isoformat(), "ogi2019.33/A": twenty}
    more = Case()
    more.lines = []
    at = stored(instant(f"{now}T00:00:00+08:00") + 1)
    more.act("open.consultation-begun", at, application="A", party="某公司")
    more.act("share.extended", at, request="R", authority=Case.AUTHORITY, days=5, reason="协调")
    tool.must(["record", ledger, "--import", "-"], more.text.replace('"e', '"m'))
    assert within(25) == {"sc809.21.conditional/R": calendar.due(day, 15)[0].isoformat()}
    assert within(3650) == within(25) | {
        "sc809.17/T": None, "ogi2019.33/A": None}  # no firm dates yet: of the update of 2027, and with fifteen days of consultation
    (provisional,) = [o["provisionalDueOn"] for o in listed(3650, "--from", now) if o["obligation"] == "sc809.17/T"]
    (row,) = [line for line in tool.must(
        ["upcoming", ledger, "--within", 3650, "--from", now]).splitlines() if "sc809.17/T" in line]
    assert provisional > "2027" and f"{provisional} (暂定)" in row
    tool.must(["notice", ledger, "-"], json.dumps({**LATER, "issuedOn": "2026-11-20"}))
    assert set(within(60)) == {"sc809.21.conditional/R", "sc809.17/T", "ogi2019.33/A"}
    sound(ledger)
    for wrong in [[], ["--within", "-1"], ["--within", "x"], ["--within", "100000"], ["--within", 3, "--from", "2025-02-29"],
                  ["--within", 3, "--department", "x"]]:
        fail(64, "upcoming", ledger, *wrong)
    fail(66, "upcoming", tmp_path / "none.db", "--within", 3)


# Rule books from files


ENUMS = ["countsFromNextWorkingDay", "deemedReceivedNextWorkingDay", "midnight", "closeOfBusiness", "finallyInForce",
         "knownWhenTheClockStarted", "movesToNextWorkingDay", "stands", "department", "authority", "entry", "recipient",
         "effectiveOn", "promulgatedOn", "receivedOn", "occurredOn", "sameLevelAuthority", "headOfBody", "conditional",
         "agreed", "larger", "other", "dataAuthority", "provincialCyberspaceAuthority", "refusalWithoutReasons", "remark",
         "own.competence", "own.recipient", *schemas.TYPES]
WRONG = [None, True, False, 0, 1, 3650, 3651, -1, 1.5, 2.0, "", "x", " ", [], {}, ["x"], {"zh": "一"}, {"workingDays": 3},
         {"calendarDays": 3}, {"hours": 3}, {"workingDays": 3, "hours": 1}, {"zh": "一", "en": "x"}, "17:30", "24:00", "9:00",
         "2025-02-29", "2025-03-01", {"sharing": ["conditional"]}, {"grade": []}, {"province": "370000", "notKinds": ["township"]}]
KEYS = ["where", "each", "recipients", "obligated", "closeOfBusinessAt", "lastDayOnRestDay", "closedBy", "extension",
        "suspension", "restart", "onlyIfDone", "note", "duty", "inForceUntil", "grade", "binds"]


def values(books) -> dict:
    """What stands under each key anywhere in the books."""
    found = {}
    for each in books:
        for place in places(each):
            if isinstance(place[-1], str):
                found.setdefault(place[-1], []).append(at(each, place))
    return found


def mutated_book(rng, pool) -> dict:
    document = copy.deepcopy(rng.choice(list(BOOKS.values())))
    keep = rng.sample(document["obligations"], min(len(document["obligations"]), 2))
    document["obligations"] = keep
    document["book"] = "mutant/1"
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        form = rng.random()
        every = [p for p in places(document) if "text" not in p or rng.random() < 0.2]
        if form < 0.25:
            place = rng.choice(every)
            holder = at(document, place[:-1])
            del holder[place[-1]]
        elif form < 0.55:
            place = rng.choice(every)
            name = next((k for k in reversed(place) if isinstance(k, str)), "")
            other = rng.choice(pool[name]) if rng.random() < 0.6 and name in pool else rng.choice(WRONG + ENUMS)
            if isinstance(place[-1], int) and isinstance(other, list) and other and rng.random() < 0.8:
                other = rng.choice(other)
            at(document, place[:-1])[place[-1]] = copy.deepcopy(other)
        elif form < 0.7:
            holders = [document, *(at(document, p) for p in places(document) if isinstance(at(document, p), dict))]
            name = rng.choice(KEYS)
            rng.choice(holders)[name] = copy.deepcopy(rng.choice(pool.get(name, WRONG) if rng.random() < 0.7 else WRONG))
        elif form < 0.85 and document.get("obligations"):
            rules = [r for r in document["obligations"] if isinstance(r, dict)] if isinstance(
                document["obligations"], list) else []
            if rules:  # several keys of another rule
                one, other = rng.choice(rules), rng.choice(pool["obligations"])
                other = rng.choice(other)
                for key in rng.sample(sorted(other), rng.randint(1, 4)):
                    if key != "rule":
                        one[key] = copy.deepcopy(other[key])
        else:
            lists = [at(document, p) for p in places(document) if isinstance(at(document, p), list)]
            some = rng.choice(lists) if lists else []
            if some:
                form = rng.randrange(4)
                if form == 0:
                    some.append(copy.deepcopy(rng.choice(some)))
                elif form == 1:
                    some.append(rng.choice(ENUMS + [None, 1]))
                elif form == 2:
                    some.clear()
                else:
                    rng.shuffle(some)
    return document


CORE = {
    "department.registered", "catalog.entry-registered", "catalog.entry-revised", "catalog.entry-retired",
    "catalog.update-triggered", "catalog.trigger-reviewed", "catalog.filed", "share.requested", "share.replied",
    "share.withdrawn", "incident.detected", "incident.remedied", "incident.reported", "project.submitted",
    "project.reviewed", "project.started", "calendar.notice-issued", "rules.adopted", "audit.attested",
}
BEGUN_ABOUT_ENTRIES = {
    "collection.started", "paper.demanded", "data.accessed", "verification.raised", "open.applied"}


def keys_of(act):
    """The properties of a type beyond the contract's core; none for any other name."""
    if act not in schemas.TYPES or act in CORE:
        return {}
    return schemas.load(schemas.SCHEMAS / "events" / f"{act}.json")["properties"]


def names_no_act(rule):
    """Whether a rule of violations names an act, a key or a choice that there is not: no schema can tell."""
    bodies = lambda act: {k for k, v in keys_of(act).items() if v.get("$ref", "").endswith("/bodyCode")}
    choices = lambda act: {c for v in keys_of(act).values() for c in v.get("enum", [])}
    divided = lambda act: any(v.get("$ref", "").endswith("/divisionCode") for v in keys_of(act).values())
    for one in rule.get("acts", []):
        if one["by"] not in bodies(one["act"]) or not set(one.get("choices", [])) <= choices(one["act"]):
            return True
        if one.get("ofOwnDivision") and not divided(one["act"]):
            return True
    act = rule.get("act")
    if rule["check"] == "anotherPurpose":
        return act not in ("data.used", "open.use-reported")
    if rule["check"] not in ("withoutEarlier", "againstSharing"):
        return False
    if rule["by"] not in bodies(act):
        return True
    if rule["check"] == "againstSharing":
        optional = set(keys_of(act)) - set(schemas.load(schemas.SCHEMAS / "events" / f"{act}.json")["required"])
        return act not in BEGUN_ABOUT_ENTRIES or rule.get("exception", "exceptionBasis") not in optional | {"exceptionBasis"}
    earlier = rule["earlier"]
    return (
        earlier == act or not keys_of(earlier) or next(iter(keys_of(earlier))) != next(iter(keys_of(act)))
        or "choice" in rule and rule["choice"] not in choices(earlier)
        or "authority" in rule and rule["authority"] not in bodies(earlier))


def contradictory(document) -> bool:
    """What the schema cannot say: names that are not distinct, an act with two effects."""
    names = [r["rule"] for r in document["obligations"] + document["violations"]]
    if len(set(names)) < len(names):
        return True
    if document.get("inForceUntil", "9999-12-31") < document["inForceFrom"]:
        return True
    if any(names_no_act(one) for one in document["violations"]):
        return True
    for one in document["obligations"]:
        ends = one["dischargedBy"] + one.get("closedBy", [])
        if one["trigger"] == "catalog.update-triggered" and ends.count("catalog.entry-retired") == 2:
            ends.remove("catalog.entry-retired")  # one that cites the trigger discharges, any other closes
        moves = [one["extension"]["by"]] if "extension" in one else []
        moves += [act for pair in one.get("suspension", []) for act in (pair["from"], pair["until"])]
        moves += [one["restart"]["asked"], one["restart"]["received"]] if "restart" in one else []
        acts = [one["trigger"], *ends, *moves]
        if len(set(acts)) < len(acts):
            return True
    return False


def test_a_wrong_book_is_refused_as_the_schema_refuses_it(tmp_path):
    ledger = tmp_path / "ledger.db"
    tool.must(["init", ledger])
    judge, rng, pool = schemas.validator("rule-book"), random.Random(809), values(BOOKS.values())
    mutants = [mutated_book(rng, pool) for _ in range(MUTATIONS)]
    counts = {"accepted": 0, "refused": 0, "contradictory": 0}

    def check(numbered):
        number, document = numbered
        path = written(tmp_path, f"{number}.json", document)
        accepted = judge.is_valid(document)
        status, out, err = tool.run(["audit", ledger, "--rules", path, "--format", "json"])
        path.unlink()
        kind = "accepted" if accepted else "refused"
        if accepted and contradictory(document):
            kind = "contradictory"
        counts[kind] += 1
        if status == 65:
            # The file, the place in it, what was found and what was expected.
            if not re.fullmatch(rf"govledger: {re.escape(str(path))}: [^\n]*found [^\n]+, expected [^\n]+\n", err):
                return f"{number}: a message without place: {err}"
        if status not in (0, 65):
            return f"{number}: exit {status}: {err}"
        if (status == 0) != (kind == "accepted"):
            said = [f"{e.json_path}: {e.message[:150]}" for e in judge.iter_errors(document)][:3]
            return f"{number}: {kind} by the schema, tool {status}: {err.strip()} {said}\n{json.dumps(document, ensure_ascii=False)}"
        return None

    with ThreadPoolExecutor(WORKERS) as workers:
        wrong = [found for found in workers.map(check, enumerate(mutants)) if found]
    assert not wrong, f"{len(wrong)} of {len(mutants)}\n" + "\n\n".join(each[:3000] for each in wrong[:8])
    assert min(counts["accepted"], counts["refused"]) > MUTATIONS / 10, counts


PATHS = {
    "obligations[0].period": lambda b: b["obligations"][0].update(period={"workingDays": 0}),
    "obligations[1].start": lambda b: b["obligations"][1].update(start="receivedAt"),
    "obligations[0].text.en": lambda b: b["obligations"][0]["text"].pop("en"),
    "inForceFrom": lambda b: b.update(inForceFrom="2025-02-29"),
    "title": lambda b: b.pop("title"),
    "binds.province": lambda b: b.update(binds={"province": "37", "notKinds": ["township"]}),
    "binds.notKinds": lambda b: b.update(binds={"province": "370000", "notKinds": ["village"]}),
    "violations": lambda b: b.update(violations=None),
    "obligations[1].dischargedBy": lambda b: b["obligations"][1].update(dischargedBy=[]),
    "obligations[1].duty": lambda b: b["obligations"][1].pop("duty"),
    "obligations[0].extension": lambda b: b["obligations"][0].update(
        extension={"by": "catalog.update-extended", "atMost": 5, "times": 1, "consent": "nobody"}),
    "obligations[0].note": lambda b: b["obligations"][0].update(note="x"),
    "obligations[1].rule": lambda b: b["obligations"][1].update(rule=b["obligations"][0]["rule"]),
    "obligations[0].rule": lambda b: b["obligations"][0].update(rule="own.competence"),
    "obligations[2].rule": lambda b: b["obligations"][2].update(rule="own.recipient"),
    "violations[0].rule": lambda b: b["violations"][0].update(rule="own.recipient"),
    "violations[0].grade": lambda b: b["violations"][0].update(grade="grave"),
    "obligations[3].grade": lambda b: b["obligations"][3].update(grade="remark"),
    "obligations[0].lastDayOnRestDay": lambda b: b["obligations"][0].update(lastDayOnRestDay="stands"),
    "obligations[0].closeOfBusinessAt": lambda b: b["obligations"][0].update(periodEnd="closeOfBusiness"),
}


@pytest.mark.parametrize("place", PATHS)
def test_the_place_of_a_fault_is_named(tmp_path, place):
    ledger = tmp_path / "ledger.db"
    tool.must(["init", ledger])
    document = copy.deepcopy(BOOKS["decree-809/1"])
    document["book"] = "mutant/1"
    PATHS[place](document)
    path = written(tmp_path, "mutant.json", document)
    for command in (["audit", ledger, "--rules", path], ["adopt", ledger, path, "--from", "2025-08-01", "--actor", CITY],
                    ["compare", ledger, "--rules", path, "--rules", "order-329/1"]):
        err = fail(65, *command)
        assert str(path) in err and place.split(".")[-1] in err and place.split(".")[0] in err, err
    line = {"id": "x", "type": "rules.adopted", "occurredAt": "2025-08-01T00:00:00+08:00", "actor": CITY,
            "data": {"book": "mutant/1", "from": "2025-08-01", "document": document}}
    err = fail(65, "record", ledger, "-", input=json.dumps(line, ensure_ascii=False) + "\n")
    assert place.split(".")[-1] in err and "line 1" in err


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"schema":1}', "\ufeff{}", '{"a":1,"a":2}', "[" * 100_000])
def test_what_is_no_book_at_all(tmp_path, text):
    ledger = tmp_path / "ledger.db"
    tool.must(["init", ledger])
    path = written(tmp_path, "not.json", text)
    assert str(path) in fail(65, "audit", ledger, "--rules", path)


def test_a_book_for_a_regulation_of_ones_own(tmp_path):
    """An invented regulation, with nothing of the engine touched: every finding is the oracle's."""
    measures = book(
        rule("wz.5", "verification.raised", {"calendarDays": 7}, ["verification.resolved"], lastDayOnRestDay="stands"),
        rule("wz.6", "open.applied", {"workingDays": 5}, ["open.replied"], closedBy=["open.withdrawn"],
             restart={"asked": "open.correction-requested", "received": "open.corrected", "times": 2}),
        rule("wz.7", "incident.detected", {"hours": 2}, ["incident.reported"], "occurredOn", each="recipient",
             recipients=["cyberspaceAuthority"], where={"grade": ["major", "extraordinary"]}),
        name="weizao-2024/1", force="2024-01-01")
    valid("rule-book", measures)
    case = Case().entry().apply("A", "2024-03-01T09:00:00+08:00").apply("B", "2023-12-29T09:00:00+08:00")
    case.act("open.correction-requested", "2024-03-05T09:00:00+08:00", application="A", missing=["用途"])
    case.act("open.corrected", "2024-03-11T09:00:00+08:00", application="A", receivedAt="2024-03-11T09:00:00+08:00")
    case.act("verification.raised", "2024-03-01T09:00:00+08:00", verification="V", entry="C", requester=Case.OTHER,
             problem="有误", receivedAt="2024-03-01T09:00:00+08:00")
    case.incident("I", "2024-03-01T23:30:00+08:00", grade="major").incident("J", "2024-03-01T23:30:00+08:00", grade="larger")
    ledger = LawLedger(tmp_path, case.text, [measures])
    tool.must(["adopt", ledger.path, ledger.paths["weizao-2024/1"], "--from", "2024-01-01", "--actor", CITY])
    found = {o["id"]: (o["verdict"], o["dueOn"]) for o in audit(ledger.path)["obligations"] if o["rule"].startswith("wz")}
    assert found == {"wz.6/A": ("overdue", "2024-03-18"), "wz.5/V": ("overdue", "2024-03-08"),
                     "wz.7/I/cyberspaceAuthority": ("overdue", "2024-03-02")}
    ledger.check(NOW, FAR, [measures])
    for name in found:
        assert "weizao-2024/1" in tool.must(["explain", ledger.path, name])
    sound(ledger.path)


# Certificates and capsules under adopted law


def with_adoptions(seed, sharings):
    """A random history in which books were adopted; its books of its own are in the log."""
    for number in range(seed * 100, seed * 100 + 100):
        found = law_history(number, 24, BOOKS, sharings)
        if any(d.type == "rules.adopted" for d in found.drafts):
            return found
    raise AssertionError("no adoption in a hundred histories")


def test_certificates_under_adopted_law(keys, tmp_path, requestable):  # noqa: F811
    """Both verifiers accept what `prove` says of every kind of obligation, with clocks that were moved."""
    seen = set()

    def one(seed):
        found, rng = with_adoptions(seed, requestable), random.Random(seed)
        ledger = proofs.Ledger(tmp_path / str(seed), keys, text=found.text)
        options = []
        for grade in ("included", "attested"):
            if grade == "attested":
                as_of, known_at = rng.choice(cuts(rng, found, 4))
                options = ["--as-of", as_of, *(["--known-at", known_at] if bound(known_at) < found.latest else [])]
                attestation = ledger.attest(*options)
                assert keys.policy.verify(attestation).size
                data = events(ledger.path)[-1]["data"]
                options = ["--as-of", data["asOf"], "--known-at", data["knownAt"]]
            report = ledger.report(*options)
            moved = [o for o in report["obligations"] if {"extendedDays", "excludedDays", "restartedOn", "suspended"} & o.keys()]
            some = rng.sample(moved, min(3, len(moved))) + rng.sample(report["obligations"], min(4, len(report["obligations"])))
            for obligation in some:
                document = proofs.check_accepted(keys, ledger.prove(obligation["id"]))
                assert document["grade"] == grade and document["ruleBook"] == report["ruleBook"]
                assert document["obligation"] == as_certified(obligation), f"seed {seed}"
                seen.update([obligation["verdict"], *obligation, grade])
                seen.update(day["role"] for day in document["days"])
        assert tool.must(["verify", ledger.path])

    seeds = range(1, 1 + max(4, HISTORIES))
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, seeds))
    assert seen >= {"met", "overdue", "start", "counted"}, seen
    if len(seeds) >= 16:
        assert seen >= {"extendedDays", "excludedDays", "extended", "excluded"}, seen


def test_certificates_by_one_bundled_book(keys, tmp_path):  # noqa: F811
    """Rules that everyone knows can be proven without an adoption, others cannot."""
    ledger = proofs.Ledger(tmp_path / "l", keys, text=across_august().text)
    for name, obligation in [("decree-809/1", "sc809.21.conditional/R3"), ("incident-2025/1", None),
                             ("order-329/1", "sd329.23/R3")]:
        report = ledger.report("--rules", name)
        for each in [obligation] if obligation else [o["id"] for o in report["obligations"]][:1]:
            document = proofs.check_accepted(keys, ledger.prove(each, "--rules", name))
            assert document["ruleBook"] == name
            assert document["obligation"] == as_certified(
                next(o for o in report["obligations"] if o["id"] == each))
    own = written(tmp_path, "own.json", book(REPLY, name="own/1"))
    for rules in (own, "order-329/1,decree-809/1"):
        fail(65, "prove", ledger.path, "sd329.23/R0" if rules != own else "t.reply/R0", "--key", ledger.key, "--rules", rules)
    # Adopted, the same book is in the log for all to see.
    tool.must(["adopt", ledger.path, own, "--from", "2025-06-01", "--actor", CITY])
    document = proofs.check_accepted(keys, ledger.prove("t.reply/R0"))
    assert document["ruleBook"] == "order-329/1,own/1"
    shown = {e["event"]["type"] for e in document["events"]}
    assert "rules.adopted" in shown
    # Without the adoption nothing follows.
    for changed in ({**document, "events": [e for e in document["events"] if e["event"]["type"] != "rules.adopted"]},
                    {**document, "ruleBook": "order-329/1"}, {**document, "ruleBook": "own/1"},
                    {**document, "ruleBook": "own/1,order-329/1"}):
        proofs.check_refused(keys.policy_file, proofs.written(changed))


def test_an_adoption_that_is_not_shown_is_not_law(keys, tmp_path):  # noqa: F811
    """The ledger adopted the decree from 2026 on. By the names of the books in force, and without the
    adoption, nobody shows that a request of 2025 was judged by it."""
    case = Case().entry().request("R", "2025-09-26T15:20:00+08:00")
    case.act("share.extended", "2025-10-10T09:00:00+08:00", request="R", authority=Case.AUTHORITY, days=5, reason="协调")
    case.act("share.replied", "2025-10-20T09:00:00+08:00", request="R", decision="agreed")
    case.act("rules.adopted", "2025-12-01T00:00:00+08:00", book="decree-809/1", **{"from": "2026-01-01"})
    ledger = proofs.Ledger(tmp_path / "l", keys, text=case.text)
    report = ledger.report()
    assert report["ruleBook"] == "order-329/1,decree-809/1"
    assert {o["id"]: o["verdict"] for o in report["obligations"]} == {"sd329.23/R": "late"}
    hypothetical = proofs.check_accepted(keys, ledger.prove("sc809.21.conditional/R", "--rules", "decree-809/1"))
    assert hypothetical["obligation"]["verdict"] == "met" and hypothetical["ruleBook"] == "decree-809/1"
    proofs.check_refused(keys.policy_file, proofs.written({**hypothetical, "ruleBook": report["ruleBook"]}))


def test_mutations_of_certificates_with_clocks_are_refused(keys, tmp_path):  # noqa: F811
    case = Case().entry().entry("D").request("R", "2025-09-26T15:20:00+08:00").apply("A", "2025-09-01T09:00:00+08:00")
    case.act("rules.adopted", "2025-07-01T00:00:00+08:00", book="decree-809/1", **{"from": "2025-08-01"})
    case.act("rules.adopted", "2025-07-01T00:00:00+08:00", book="disclosure-2019/1", **{"from": "2019-05-15"})
    case.act("share.extended", "2025-10-10T09:00:00+08:00", request="R", authority=Case.AUTHORITY, days=5, reason="协调")
    case.act("share.replied", "2025-10-20T09:00:00+08:00", request="R", decision="agreed")
    case.act("open.consultation-begun", "2025-09-03T09:00:00+08:00", application="A", party="某公司")
    case.act("open.consultation-ended", "2025-09-10T09:00:00+08:00", application="A")
    case.act("open.replied", "2025-10-30T09:00:00+08:00", application="A", decision="agreed")
    ledger = proofs.Ledger(tmp_path / "l", keys, text=case.text)
    names = ["sc809.21.conditional/R", "ogi2019.33/A", "sc809.22/R"]
    valid_, rng = [ledger.prove(name) for name in names], random.Random(809)
    ledger.attest()
    valid_ += [ledger.prove(name) for name in names]
    documents = [proofs.check_accepted(keys, data) for data in valid_]
    assert documents[0]["obligation"]["extendedDays"] == 5 and documents[1]["obligation"]["excludedDays"] == 7
    # Acts that moved the clock cannot be left out.
    for document, act in [(documents[3], "share.extended"), (documents[4], "open.consultation-begun"),
                          (documents[4], "open.consultation-ended"), (documents[1], "open.consultation-ended")]:
        assert any(e["event"]["type"] == act for e in document["events"])
        changed = {**document, "events": [e for e in document["events"] if e["event"]["type"] != act]}
        proofs.check_refused(keys.policy_file, proofs.written(changed))
    tried = [c for c in (proofs.mutated(rng, rng.choice(valid_), valid_) for _ in range(MUTATIONS // 3)) if c not in valid_]

    def check(change):
        try:
            proofs.certificate.verify(change, keys.policy)
        except t.Refused:
            proofs.check_refused(keys.policy_file, change)
            return 1
        return proofs.verify_tool(keys.policy_file, change)[0]

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(check, tried)) > len(tried) * 0.95


def verified(policy, *arguments, stdin=None):
    done = subprocess.run([f"{tool.path()}-verify", "--policy", policy, *map(str, arguments)], stdin=stdin,
                          capture_output=True, timeout=120)
    assert done.returncode >= 0
    return done.returncode, done.stdout, done.stderr.decode()


def test_a_capsule_with_adoptions(keys, tmp_path, requestable):  # noqa: F811
    for seed in range(1, 3):
        found, rng = with_adoptions(seed, requestable), random.Random(seed)
        ledger = proofs.Ledger(tmp_path / str(seed), keys, text=found.text)
        tool.must(["adopt", ledger.path, "decree-809/1", "--from", "2025-08-01", "--actor", CITY])
        tool.must(["checkpoint", ledger.path, "--key", ledger.key])
        file = tmp_path / f"capsule-{seed}"
        tool.must(["export", ledger.path, "--output", file])
        content = capsule.read(file.read_bytes(), keys.policy)
        assert [b["book"] for b in content.books] and {b["book"] for b in content.books} == set(BOOKS)
        schemas.validator("capsule").validate(content.summary)
        for as_of, known_at in [*cuts(rng, found, 4), ("2026-12-31", FAR)]:
            options = ["--as-of", as_of, "--known-at", known_at]
            report = tool.run_bytes(["audit", ledger.path, "--format", "json", *options])
            code, out, err = verified(keys.policy_file, file, *options)
            assert (code, err) == (0, "") and out == report[1], f"seed {seed} {options}"
        assert "decree-809/1" in json.loads(out)["ruleBook"]
        # It is read once, so it may come through a pipe.
        with subprocess.Popen(["cat", file], stdout=subprocess.PIPE) as pipe:
            code, piped, err = verified(keys.policy_file, "-", *options, stdin=pipe.stdout)
            pipe.stdout.close()
        assert (code, err) == (0, "") and piped == out
        # Imported, it is the same law.
        copied = tmp_path / f"copy-{seed}"
        tool.must(["import", file, copied, "--policy", keys.policy_file])
        options = ["--as-of", "2026-12-31", "--known-at", FAR, "--format", "json"]
        assert tool.must(["audit", copied, *options]) == tool.must(["audit", ledger.path, *options])
        sound(copied)
        for command in (["adopt", copied, "decree-809/1", "--from", "2025-09-01", "--actor", CITY],
                        ["notice", copied, written(tmp_path, "2027.json", LATER)]):
            assert "only read" in fail(74, *command)
