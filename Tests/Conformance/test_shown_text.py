"""What is shown to people cannot deceive them: direction and control characters are escaped, cells of a table of values
begin no formula; JSON stays exact. Also here: notices of the year 9999, and the mode of new ledgers.
"""

import csv
import io
import json
import os
import stat

import pytest

from cases import (
    AUTHORITY, CYBER, DEPARTMENT, GOVERNMENT, LATER_TIME, REQUESTER, Ledger, act, base, command, dumps, events, error_line,
    files, jsonl, record, request_data, run, succeed)
from hostile import AUDIT, ORIGIN, City, execute, template, verify_file

# Direction, line and other controls that the record format admits, and what they are called when they are shown.
DIRECTIONS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
LINES = [0x2028, 0x2029]
BREAKS = [0x09, 0x0A, 0x0D]
REFUSED = [0x00, 0x07, 0x08, 0x1B, 0x1F, 0x7F, 0x85, 0x9B]
NAME = "".join(f"甲{chr(point)}乙" for point in DIRECTIONS + LINES + BREAKS)
SCOPE = AUDIT[:4]


def hostile_history():
    """base() with such names and texts wherever a text is free."""
    history = [one for one in base() if one["type"] != "audit.attested"]
    for one in history:
        data = one["data"]
        if one["type"] == "department.registered" and data["department"] != AUTHORITY:
            data["name"] = NAME
        for key in ("name", "purpose", "reason", "reasons", "terms", "applicant", "summary", "title", "explanation", "problem", "post", "site"):
            if isinstance(data.get(key), str) and not one["type"].startswith(("data.used", "open.use")):
                if key != "purpose" or one["type"] not in ("share.requested", "open.applied"):
                    data[key] = NAME
    return history


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    found = Ledger.create(tmp_path_factory.mktemp("shown") / "ledger")
    record(found, hostile_history(), "--import")
    return found


SHOWN = {
    "audit": ["audit", "L", *SCOPE], "audit of one": ["audit", "L", *SCOPE, "--department", DEPARTMENT],
    "explain zh": ["explain", "L", "sd329.23/SR-1", *SCOPE, "--lang", "zh"],
    "explain en": ["explain", "L", "sd329.23/SR-3", *SCOPE, "--lang", "en"],
    "upcoming": ["upcoming", "L", "--within", "20", "--from", "2024-03-05"],
    "compare": ["compare", "L", *SCOPE, "--known-at", "2099-12-30", "--calendar", "in-force", "--calendar", "at-start"],
    **{f"show {view}": ["show", "L", view] for view in (
        "bodies", "catalog", "requests", "applications", "verifications", "incidents", "projects", "plans", "nodes", "systems", "officers",
        "trainings", "purchases", "sharing", "unfiled", "without-officer", "security", "purposes", "quality")},
}
# Where the names are surely shown.
NAMED = ("audit", "explain zh", "explain en", "upcoming", "show bodies", "show catalog", "show projects", "show sharing", "show without-officer")


@pytest.mark.parametrize("name", SHOWN)
def test_names_are_shown_escaped(name, ledger):
    """No direction, line or control character reaches a terminal; each has its number instead."""
    arguments = SHOWN[name]
    if name == "compare":
        arguments = ["compare", "L", "--as-of", SCOPE[1], "--known-at", SCOPE[3], "--calendar", "in-force", "--calendar", "at-start"]
    out = succeed(*[ledger if word == "L" else word for word in arguments]).out.decode("utf-8")
    raw = sorted({f"U+{ord(c):04X}" for c in out if ord(c) in DIRECTIONS + LINES + REFUSED or c in "\t\r"})
    assert not raw, f"shown as they are: {raw}"
    assert "甲\n乙" not in out, "a name breaks the line"
    if name in NAMED:
        assert "甲" in out, "the name is not shown at all"
    if "甲" in out:
        cut = "…" in out
        for point in DIRECTIONS + LINES:
            assert cut or f"甲\\u{{{point:X}}}乙" in out or f"甲\\u{{{point:04X}}}乙" in out, f"U+{point:04X} is not told"


def test_a_certificates_words_are_escaped(tmp_path):
    """prove --output and govledger-verify print the same words; a name in them is escaped, or not shown."""
    city = City(tmp_path / "city", template(tmp_path, 130))
    other = Ledger.create(tmp_path / "other")
    record(other, hostile_history(), "--import")
    key = tmp_path / "key"
    vkey = succeed("keygen", "--origin", ORIGIN, "--output", key).out.decode().strip()
    (tmp_path / "policy").write_text(f"log {vkey}\nquorum none\n")
    assert city.vkey != vkey
    succeed("prove", other, "sd329.23/SR-1", "--key", key, "--output", tmp_path / "certificate")
    result = verify_file("--policy", tmp_path / "policy", tmp_path / "certificate")
    assert result.code == 0
    assert not any(ord(c) in DIRECTIONS + LINES + REFUSED for c in result.out.decode())


def test_json_is_exact(ledger):
    """What machines read is what was recorded."""
    bodies = {row["department"]: row["name"] for row in json.loads(succeed("show", ledger, "bodies", "--json").out)}
    assert bodies[DEPARTMENT] == NAME and bodies[CYBER] == NAME
    stored = [json.loads(line) for line in events(ledger)]
    assert [one["data"] for one in stored] == [one["data"] | {
        key: value for key, value in new["data"].items() if key == "receivedAt"} for one, new in zip(hostile_history(), stored)]


@pytest.mark.parametrize("point", [0x061C, 0x202E, 0x2066, *LINES, 0x00, 0x1B, 0x7F, 0x85], ids=lambda point: f"U+{point:04X}")
def test_errors_escape_what_they_quote(point, ledger):
    """Refused: a value with the character, in an enumeration, an id, a key, and at the command line."""
    bad = f"甲{chr(point)}乙"
    good = {"department": "11370102MB2846007", "name": "x", "division": "370102", "kind": "department"}
    for one in (act("e", "department.registered", {**good, "kind": bad}), act("e", bad, good), act("e", "department.registered", {**good, bad: 1}),
                act(bad, "department.registered", good), act("e", "share.withdrawn", {"request": bad, "reason": "x"}, at=bad)):
        result = run("record", ledger, "-", stdin=dumps(one) + b"\n")
        line = error_line(result, 65)
        assert chr(point) not in line, f"{one}\n{result}"
    if point:
        for arguments in (["show", ledger, bad], ["audit", ledger, "--as-of", bad], ["audit", f"/nowhere/{bad}"], ["explain", ledger, f"sd329.23/{bad}"]):
            result = run(*arguments)
            assert result.code and chr(point) not in result.err.decode(), result


# MARK: Tables of values


DANGEROUS = ("=cmd|x", "@SUM(1)", "-1+1", "+1", "=1+1", "-2", "@a", '=HYPERLINK("http://a.example";"b")', "=a,b", '="x"', "+\"", "-'")


@pytest.fixture(scope="module")
def formulas(tmp_path_factory):
    """Requests, replies and violations with ids that a table program would compute."""
    found = Ledger.create(tmp_path_factory.mktemp("formulas") / "ledger", base())
    history = []
    for index, text in enumerate(DANGEROUS):
        history += [
            act(text, "share.requested", request_data(text, receivedAt="2024-03-04T09:30:00+08:00"), actor=REQUESTER),
            act(f"{text}r", "share.replied", {"request": text, "decision": "agreed"}, at="2024-03-20T09:00:00+08:00"),
            act(f"{text}p", "paper.demanded", {
                "demand": f"{text}d", "department": DEPARTMENT, "entry": "E-cond", "matter": text})]
    record(found, history, "--import")
    return found


def test_cells_of_csv_begin_no_formula(formulas):
    """Read back as a table program reads it. A cell that would begin one has an apostrophe before it, and nothing is lost."""
    out = succeed("audit", formulas, *SCOPE, "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1, "not a table"
    cells = [cell for row in rows for cell in row]
    begun = sorted({cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")})
    assert not begun, f"cells that are computed: {begun}"
    for text in DANGEROUS:
        for cell in (f"'{text}", f"'{text}r"):
            assert cell in cells, f"{cell} is missing"
        assert f"sd329.23/{text}" in cells, "an id that begins no formula is changed"


def test_other_cells_are_as_they_were(formulas):
    """Only cells that begin so have an apostrophe: the table says what the report says."""
    table = list(csv.DictReader(io.StringIO(succeed("audit", formulas, *SCOPE, "--format", "csv").out.decode("utf-8"), newline="")))
    report = json.loads(succeed("audit", formulas, *SCOPE, "--format", "json").out)
    found = {row["id"]: row for row in table if row["kind"] == "obligation"}
    assert set(found) == {one["id"] for one in report["obligations"]}
    for one in report["obligations"]:
        row = found[one["id"]]
        plain = lambda text: text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
        assert plain(row["event"]) == one["trigger"]["event"] and row["verdict"] == one["verdict"]
        assert (row["event"] != one["trigger"]["event"]) == (one["trigger"]["event"][0] in "=+-@")
        if one.get("discharge"):
            assert plain(row["dischargeEvent"]) == one["discharge"]["event"]
    assert {one["trigger"]["event"] for one in report["obligations"]} >= set(DANGEROUS), "JSON is not exact"
    assert {one["event"] for one in report["violations"]} >= {f"{text}p" for text in DANGEROUS}


def test_names_with_controls_in_csv(ledger):
    """What is in a cell stays in it, and begins with no blank that hides a formula."""
    out = succeed("audit", ledger, *SCOPE, "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]


# MARK: The year 9999


NOTICES = {
    "off": {"off": ["9999-12-31"], "worked": []}, "worked": {"off": ["2032-05-01"], "worked": ["9999-01-02"]},
    "first day": {"off": ["9999-01-01"], "worked": []}, "both": {"off": ["9999-12-30"], "worked": ["9999-12-25"]},
    "among others": {"off": ["2032-05-03", "9999-06-01"], "worked": []}}


@pytest.mark.parametrize("days", NOTICES)
def test_a_notice_of_the_year_9999_is_refused(days, tmp_path):
    """By the command, live and as history; and as another calendar."""
    ledger = Ledger.create(tmp_path / "ledger", base())
    before = events(ledger)
    notice = {"notice": "国办发明电〔9999〕1号", "issuedOn": "2024-01-02", **NOTICES[days]}
    path = tmp_path / "notice.json"
    path.write_bytes(dumps(notice))
    for stdin, arguments in ((b"", ["notice", ledger, path]), (dumps(notice), ["notice", ledger, "-"]),
                             (b"", ["compare", ledger, *SCOPE, "--calendar", "in-force", "--calendar", path])):
        assert "9999" in error_line(run(*arguments, stdin=stdin), 65)
    one = jsonl([act("notice-9999", "calendar.notice-issued", notice, at=LATER_TIME, actor=GOVERNMENT)])
    for options in ([], ["--import"], ["--allow-violations"]):
        assert "9999" in error_line(run("record", ledger, "-", *options, stdin=one), 65)
    assert events(ledger) == before
    succeed("verify", ledger)
    succeed("deadline", "--from", "2025-09-26", "--working-days", "10")


# MARK: The mode of new ledgers


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o007], ids=oct)


@UMASKS
@pytest.mark.parametrize("options", [[], ["--empty"], ["--origin", "a.example"]], ids=" ".join)
def test_a_new_ledger_is_for_its_owner_alone(options, umask, tmp_path):
    ledger = tmp_path / "ledger.sqlite"
    assert execute(command("init", *options, ledger), umask=umask).code == 0
    assert mode(ledger) == 0o600
    assert execute(command("record", ledger, "-"), jsonl(base()), umask=umask).code == 0
    for name in files(tmp_path):
        assert name.endswith("-lock") or mode(tmp_path / name) == 0o600, name
    assert mode(ledger) == 0o600


@UMASKS
def test_the_demos_ledger_too(umask, tmp_path):
    assert execute(command("demo", tmp_path / "demo"), umask=umask).code == 0
    found = [path for path in (tmp_path / "demo").rglob("*") if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3"]
    assert found and all(mode(path) == 0o600 for path in found)


@UMASKS
def test_an_imported_ledger_too(umask, tmp_path):
    city = City(tmp_path / "city", template(tmp_path, 130))
    city.sign()
    (tmp_path / "policy").write_text(f"log {city.vkey}\nquorum none\n")
    succeed("export", city.ledger, "--output", tmp_path / "capsule")
    result = execute(command("import", tmp_path / "capsule", tmp_path / "imported", "--policy", tmp_path / "policy"), umask=umask)
    assert result.code == 0, result
    assert mode(tmp_path / "imported") == 0o600


def test_a_ledgers_mode_is_its_owners_to_change(tmp_path):
    """An existing ledger keeps the mode that it was given."""
    ledger = Ledger.create(tmp_path / "ledger")
    ledger.path.chmod(0o640)
    record(ledger, base())
    assert mode(ledger) == 0o640
