"""The commands of contract.md §7: what they print, their exit codes, and errors of one line."""

import base64
import csv
import hashlib
import io
import json
import os
import random
import re
import signal
import subprocess
import time

import pytest
import rfc8785

import cases
from cases import (
    AUTHORITY, DEPARTMENT, LATER_TIME, REQUESTER, STRANGER, TYPES, Follower, Ledger, act, base, dumps, error_line, events,
    fail, files, filler, following, jsonl, receipts, record, request_data, run, start, succeed)

AS_OF = "2024-12-31T23:59:59.999+08:00"
KNOWN_AT = "2099-12-31T23:59:59.999+08:00"
VIEWS = ("catalog", "requests", "obligations", "incidents", "projects")
OBLIGATIONS = [  # of base(), by trigger position and id
    "sd329.16/T-1/E-cond", "sd329.16/T-2", "sd329.23/SR-1", "sd329.23/SR-2", "sd329.23/SR-3", "sd329.23/SR-4",
    "sd329.31.remedy/I-1", "sd329.31.report/I-1/cyberspaceAuthority", "sd329.31.report/I-1/dataAuthority", "sd329.31.remedy/I-2",
    "sd329.31.report/I-2/cyberspaceAuthority", "sd329.31.report/I-2/dataAuthority"]
VERDICTS = ("met", "late", "overdue", "pending", "closed", "done", "open")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A ledger that holds base(): to read from, never to write to."""
    return Ledger.create(tmp_path_factory.mktemp("commands") / "ledger", base())


@pytest.fixture
def fresh(ledger, tmp_path):
    return ledger.copy(tmp_path / "fresh")


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """3,000 generated records: the file, and a ledger that holds them."""
    folder = tmp_path_factory.mktemp("generated")
    path = folder / "history.jsonl"
    path.write_bytes(succeed("generate", "--events", 3000, "--seed", 7).out)
    assert path.read_bytes().count(b"\n") == 3000
    big = Ledger.create(folder / "ledger")
    succeed("record", big, path)
    return path, big


def audit(ledger, *options):
    return succeed("audit", ledger, "--as-of", AS_OF, "--known-at", KNOWN_AT, *options).out


def report(ledger, *options):
    return json.loads(audit(ledger, "--format", "json", *options))


# MARK: Usage


USAGE = [  # the arguments, and what the error must name
    ("nosuch", "nosuch"), ("nosuch LEDGER", "nosuch"), ("--nosuch", "--nosuch"), ("audit LEDGER --nosuch", "--nosuch"),
    ("record LEDGER - --nosuch", "--nosuch"), ("events LEDGER -x", "-x"), ("init", ""), ("record", ""), ("audit", ""), ("events", ""),
    ("show", ""), ("show LEDGER", ""), ("rebuild", ""), ("verify", ""), ("show LEDGER nosuch", "nosuch"), ("init NEW surplus", "surplus"),
    ("verify LEDGER surplus", "surplus"), ("audit LEDGER --format xml", "xml"), ("audit LEDGER --as-of", "--as-of"),
    ("audit LEDGER --as-of yesterday", "yesterday"), ("audit LEDGER --as-of 2024-02-30", "2024-02-30"),
    ("audit LEDGER --as-of 2024-12-31T10:00:00", "2024-12-31T10:00:00"), ("audit LEDGER --as-of=", "--as-of"),
    ("audit LEDGER --known-at 2023-02-29T00:00:00Z", "2023-02-29"), ("audit LEDGER --department XYZ", "XYZ"),
    (f"audit LEDGER --department {DEPARTMENT[:17]}I", DEPARTMENT[:17]), ("events LEDGER --from -1", "--from"), ("events LEDGER --from x", "x"),
    ("events LEDGER --from 99999999999999999999", "99999999999999999999"), ("record LEDGER - --batch 0", "--batch"),
    ("record LEDGER - --batch -5", "--batch"), ("record LEDGER - --batch x", "x"), ("generate --events x --seed 1", "x"),
    ("generate --events 10 --seed x", "x"), ("generate --events -1 --seed 1", "--events"), ("deadline --working-days 10", "--from"),
    *((f"generate --events 10 --seed 1 --unlawful {share}", "--unlawful") for share in ("x", "-0.1", "1.01", "nan", "inf", "5%")),
    ("deadline --from 2025-09-26", "--working-days"), ("deadline --from 2025-09-26 --working-days x", "x"),
]


@pytest.mark.parametrize("arguments, wrong", USAGE, ids=[a for a, _ in USAGE])
def test_wrong_usage_is_64_and_one_line(arguments, wrong, fresh, tmp_path):
    before = events(fresh)
    known = {"LEDGER": str(fresh), "NEW": str(tmp_path / "new.sqlite")}
    result = run(*(known.get(a, a) for a in arguments.split()), cwd=tmp_path)
    line = error_line(result, 64)
    assert wrong in line, f"the error does not say what is wrong: {line}"
    assert result.out == b"", result
    assert not (tmp_path / "new.sqlite").exists() and events(fresh) == before


def test_help_is_printed_and_names_every_command():
    result = succeed("--help")
    for name in ("init", "record", "audit", "deadline", "events", "show", "rebuild", "verify", "generate", "demo", "schema",
                 "keygen", "checkpoint", "consistency", "witness", "accept", "export"):
        assert re.search(rf"\b{name}\b", result.out.decode()), name


@pytest.mark.parametrize("name", [
    "init", "record", "audit", "deadline", "events", "show", "rebuild", "verify", "generate", "demo", "schema",
    "keygen", "checkpoint", "consistency", "witness", "accept", "export"])
def test_each_command_has_help(name):
    assert name in succeed(name, "--help").out.decode()


# MARK: init


def test_init_makes_an_empty_ledger(tmp_path):
    empty = Ledger.create(tmp_path / "ledger")
    assert empty.path.read_bytes().startswith(b"SQLite format 3\0")
    assert events(empty) == []
    found = report(empty)
    assert found["ledger"] == {"size": 0, "root": base64.b64encode(hashlib.sha256(b"").digest()).decode()}
    assert found["obligations"] == found["remarks"] == found["violations"] == found["outOfScope"] == [] and set(found["summary"].values()) == {0}
    succeed("verify", empty)
    succeed("rebuild", empty)
    for view in VIEWS:
        assert json.loads(succeed("show", empty, view, "--json").out) == []


def test_init_never_overwrites(fresh, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    before = events(fresh)
    for path in (fresh.path, tmp_path / "notes.txt", tmp_path / "empty", tmp_path / "folder"):
        line = fail(73, "init", path)
        assert path.name in line, line
    assert events(fresh) == before
    assert (tmp_path / "notes.txt").read_text() == "mine" and (tmp_path / "empty").read_bytes() == b""
    assert list((tmp_path / "folder").iterdir()) == []


def test_init_in_a_missing_folder_is_73(tmp_path):
    assert "nowhere" in fail(73, "init", tmp_path / "nowhere" / "ledger.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_may_have_any_file_name(tmp_path):
    for name in ("账本 一.sqlite", "a?b#c%20.db", "--ledger.db", "file:memory", "no-suffix"):
        path = tmp_path / name
        succeed("init", "--empty", path)
        assert path.is_file(), f"{name} is not where it was asked for"
        succeed("record", path, "-", stdin=jsonl(base()))
        assert len(events(path)) == len(base())


# MARK: Missing things


@pytest.mark.parametrize("arguments", [
    ["record", "L", "-"], ["audit", "L"], ["events", "L"], ["events", "L", "--follow"], ["rebuild", "L"], ["verify", "L"],
    *(["show", "L", view] for view in VIEWS)], ids=" ".join)
def test_a_missing_ledger_is_66_and_is_not_made(arguments, tmp_path):
    for path in (tmp_path / "missing.sqlite", tmp_path / "nowhere" / "missing.sqlite"):
        result = run(*(path if a == "L" else a for a in arguments), stdin=jsonl(base()), timeout=30)
        line = error_line(result, 66)
        assert "missing.sqlite" in line, line
        assert result.out == b"" and list(tmp_path.iterdir()) == []


def test_a_missing_input_file_is_66(fresh, tmp_path):
    before = events(fresh)
    assert "nosuch.jsonl" in fail(66, "record", fresh, tmp_path / "nosuch.jsonl")
    assert "nosuch.jsonl" in fail(66, "record", fresh, tmp_path / "nowhere" / "nosuch.jsonl")
    assert events(fresh) == before


def test_a_folder_as_input_is_an_error(fresh, tmp_path):
    (tmp_path / "folder").mkdir()
    assert "folder" in fail((65, 66, 74), "record", fresh, tmp_path / "folder")


def test_output_into_a_missing_folder_is_73(fresh, tmp_path):
    result = run("audit", fresh, "--format", "json", "--output", tmp_path / "nowhere" / "report.json")
    assert "nowhere" in error_line(result, 73)
    assert result.out == b""


@pytest.mark.parametrize("arguments", [
    ["events", "L"], ["audit", "L", "--format", "json"], ["audit", "L"], ["audit", "L", "--format", "csv"], ["show", "L", "catalog"],
    ["show", "L", "requests", "--json"], ["generate", "--events", "100", "--seed", "1"]], ids=" ".join)
def test_a_full_disk_is_74(arguments, ledger):
    with open("/dev/full", "wb") as full:
        fail(74, *(ledger if a == "L" else a for a in arguments), stdout=full)


# MARK: record


def test_record_reads_a_file_a_dash_and_standard_input(tmp_path):
    raw = jsonl(base())
    (tmp_path / "input.jsonl").write_bytes(raw)
    stored = []
    for index, arguments in enumerate(([tmp_path / "input.jsonl"], ["-"], [])):
        one = Ledger.create(tmp_path / f"ledger-{index}")
        result = succeed("record", one, *arguments, stdin=raw)
        assert [(r.added, r.first, r.last, r.already) for r in receipts(result.out)] == [(len(base()), 0, len(base()) - 1, 0)]
        stored.append([{k: v for k, v in json.loads(e).items() if k != "recordedAt"} for e in events(one)])
    assert stored[0] == stored[1] == stored[2]


def test_errors_on_standard_input_name_the_line(fresh):
    before = events(fresh)
    for arguments in (["-"], []):
        result = run("record", fresh, *arguments, stdin=b"\n" + jsonl(filler(random.Random(1), 3)) + b"{]\n")
        line = error_line(result, 65)
        assert re.search(r"\bline 5\b", line) and result.out == b"", result
    assert events(fresh) == before


def test_record_in_batches_answers_each_commit(fresh, ledger):
    size = len(base())
    records = filler(random.Random(2), 25)
    answers = record(fresh, records, "--batch", 10)
    assert [(r.added, r.first, r.last) for r in answers] == [
        (10, size, size + 9), (10, size + 10, size + 19), (5, size + 20, size + 24)]
    again = record(fresh, [*records, *following().values()], "--batch", 10)
    assert sum(r.already for r in again) == 25 and sum(r.added for r in again) == len(TYPES)
    assert len(events(fresh)) == size + 25 + len(TYPES)


@pytest.mark.parametrize("at, kept", [(1, 0), (10, 0), (11, 10), (20, 10), (23, 20), (25, 20)])
def test_a_broken_record_spares_the_batches_before_it(at, kept, fresh):
    before = events(fresh)
    lines = [dumps(r) for r in filler(random.Random(3), 25)]
    lines[at - 1] = b'{"id":"broken"}'
    result = run("record", fresh, "-", "--batch", 10, stdin=b"\n".join(lines) + b"\n")
    line = error_line(result, 65)
    assert re.search(rf"\bline {at}\b", line), line
    assert sum(r.added for r in receipts(result.out or b"recorded 0 events\n")) == kept, result
    after = events(fresh)
    assert after[: len(before)] == before and len(after) == len(before) + kept


def test_batches_are_answered_as_they_are_committed(fresh):
    """A caller that feeds a pipe sees each durable batch without closing it."""
    lines = [dumps(r) + b"\n" for r in filler(random.Random(4), 6)]
    process = start("record", fresh, "-", "--batch", 3, stdin=subprocess.PIPE)
    try:
        process.stdin.write(b"".join(lines[:3]))
        process.stdin.flush()
        os.set_blocking(process.stdout.fileno(), False)
        seen = b""

        def answered():
            nonlocal seen
            seen += process.stdout.read() or b""
            return b"\n" in seen
        assert cases.wait_until(answered, 20), "no answer to the first batch while the input stays open"
        assert receipts(seen)[0].added == 3
        assert len(events(fresh)) == len(base()) + 3, "answered before it was durable"
        process.stdin.write(b"".join(lines[3:]))
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
    assert len(events(fresh)) == len(base()) + 6


def test_a_long_record_is_silent_in_a_pipe(generated):
    """fixture `generated` recorded 3,000 events through succeed(), which demands an empty standard error."""
    assert len(events(generated[1])) == 3000


# MARK: events


def test_events_from(ledger):
    everything = events(ledger)
    assert events(ledger, "--from", 0) == everything
    for n in (1, 7, len(everything) - 1, len(everything), len(everything) + 100):
        assert events(ledger, "--from", n) == everything[n:]


def test_events_by_stream_and_type(ledger):
    everything = [(json.loads(e), e) for e in events(ledger)]
    for stream in {e["stream"] for e, _ in everything}:
        assert events(ledger, "--stream", stream) == [raw for e, raw in everything if e["stream"] == stream]
    for kind in TYPES:
        expected = [raw for e, raw in everything if e["type"] == kind]
        assert expected and events(ledger, "--type", kind) == expected
    assert [json.loads(e)["type"] for e in events(ledger, "--stream", "share-request/SR-1")] == [
        "share.requested", "share.replied", "share.provided"]
    assert events(ledger, "--stream", "share-request/SR-none") == []
    assert events(ledger, "--stream", "share-request/SR-1", "--type", "share.replied") == [
        raw for e, raw in everything if e["id"] == "b-replied-1"]
    asked = next(e["position"] for e, _ in everything if e["id"] == "b-asked-2")
    assert [json.loads(e)["id"] for e in events(ledger, "--type", "share.requested", "--from", asked)] == [
        "b-asked-2", "b-asked-3", "b-asked-4"]


def test_events_agree_on_a_long_ledger(generated):
    """Reading from any position gives the same bytes, across sealed bundles and the unfinished tail."""
    everything = events(generated[1])
    for n in (1, 255, 256, 257, 511, 512, 2559, 2560, 2815, 2816, 2999):
        assert events(generated[1], "--from", n) == everything[n:]
    for line in everything:
        assert rfc8785.dumps(json.loads(line)) == line
    assert [json.loads(e)["position"] for e in everything] == list(range(3000))


def test_follow_prints_what_another_process_records(fresh):
    before = events(fresh)
    with Follower(fresh) as follower:
        assert follower.wait(len(before), 20), "the events that are there already are printed first"
        for index, one in enumerate(following().values()):
            if index == 6:
                break
            record(fresh, [one])
            assert follower.wait(len(before) + index + 1, 5), f"event {index} was not seen within 5 s"
        record(fresh, filler(random.Random(5), 300))
        assert follower.wait(len(before) + 306, 10)
        lines = follower.stop()
    assert lines == events(fresh)


def test_follow_from_a_position_and_by_type(fresh):
    before = events(fresh)
    with Follower(fresh, "--from", len(before), "--type", "incident.detected") as follower:
        time.sleep(0.5)
        record(fresh, [following()["project.submitted"], following()["incident.detected"]])
        assert follower.wait(1, 5)
        time.sleep(0.5)
        lines = follower.stop()
    assert lines == events(fresh)[-1:]


def test_follow_ends_when_its_reader_goes(fresh):
    follower = start("events", fresh, "--follow", stdout=subprocess.PIPE)
    try:
        follower.stdout.readline()
        follower.stdout.close()
        for index in range(3):
            record(fresh, [act(f"late-{index}", "incident.detected", {
                "incident": f"late-{index}", "department": DEPARTMENT, "kind": "risk", "summary": "弱口令"}, at=LATER_TIME)])
            time.sleep(0.5)
        check_pipe_end(follower.wait(timeout=10), follower.stderr.read())
    finally:
        follower.kill()
        follower.wait()


# MARK: A reader that goes away


def check_pipe_end(code, error):
    assert code in (0, 74, -signal.SIGPIPE, 128 + signal.SIGPIPE), (code, error)
    assert error.count(b"\n") <= 1 and b"Fatal" not in error and b" at /" not in error, error


@pytest.mark.parametrize("arguments", [
    ["events", "L"], ["audit", "L", "--format", "json"], ["audit", "L", "--format", "csv"], ["show", "L", "requests", "--json"],
    ["generate", "--events", "20000", "--seed", "1"]], ids=" ".join)
def test_a_broken_pipe_is_quiet(arguments, generated):
    process = start(*(generated[1] if a == "L" else a for a in arguments))
    try:
        assert process.stdout.read(10)
        process.stdout.close()
        code = process.wait(timeout=60)
        check_pipe_end(code, process.stderr.read())
    finally:
        process.kill()
        process.wait()


def test_events_into_head(generated):
    done = subprocess.run(
        ["sh", "-c", '"$0" events "$1" | head -1', cases.TOOL, str(generated[1])], capture_output=True, timeout=60)
    assert done.returncode == 0 and done.stdout == events(generated[1])[0] + b"\n"
    assert done.stderr == b""


# MARK: audit


def test_audit_report_is_canonical_json_on_one_line(ledger):
    raw = audit(ledger, "--format", "json")
    assert raw.endswith(b"\n") and raw.count(b"\n") == 1
    found = json.loads(raw)
    assert rfc8785.dumps(found) + b"\n" == raw
    assert found["schema"] == "govledger.audit/1" and found["ruleBook"] == "order-329/1"
    assert (found["asOf"], found["knownAt"], found["ledger"]["size"]) == (AS_OF, KNOWN_AT, len(base()))
    assert len(base64.b64decode(found["ledger"]["root"], validate=True)) == 32
    assert [o["id"] for o in found["obligations"]] == OBLIGATIONS
    assert found["remarks"] == found["violations"] == found["outOfScope"] == []
    place = {record["id"]: position for position, record in enumerate(base())}
    assert found["corrected"] == [{
        "correctedBy": {"event": "b-corrected", "position": place["b-corrected"]}, "event": "b-mistake",
        "position": place["b-mistake"], "reason": "重复录入"}]
    verdicts = [o["verdict"] for o in found["obligations"]]
    assert found["summary"] == {v: verdicts.count(v) for v in VERDICTS} | {
        "corrected": 1, "remarks": 0, "violations": 0}
    assert [o["id"] for o in found["obligations"] if "daysOpen" in o] == [
        "sd329.31.remedy/I-2", "sd329.31.report/I-2/cyberspaceAuthority", "sd329.31.report/I-2/dataAuthority"]


def merkle(leaves):
    """RFC 6962's root."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2])]
        level = pairs + level[len(pairs) * 2:]
    return level[0]


def test_audit_names_the_root_of_the_printed_events(ledger, generated):
    for one in (ledger, generated[1]):
        assert report(one)["ledger"]["root"] == base64.b64encode(merkle(events(one))).decode()


def test_audit_is_the_same_bytes_every_time(generated, tmp_path):
    for form in ("json", "csv", "table"):
        raw = audit(generated[1], "--format", form)
        assert raw == audit(generated[1], "--format", form)
        for env in ({"TZ": "America/New_York", "LANG": "C", "LC_ALL": "C"}, {"TZ": "Asia/Kathmandu", "LC_ALL": "zh_CN.UTF-8"}):
            assert raw == audit_in(env, generated[1], form), f"{form} depends on {env}"
    succeed("rebuild", generated[1])
    assert audit(generated[1], "--format", "json") == audit(generated[1], "--format", "json")


def audit_in(env, ledger, form):
    return succeed("audit", ledger, "--as-of", AS_OF, "--known-at", KNOWN_AT, "--format", form, env=env).out


def test_audit_output_is_the_same_bytes_as_standard_output(ledger, tmp_path):
    for form in ("json", "csv", "table"):
        raw = audit(ledger, "--format", form)
        assert audit(ledger, "--format", form, "--output", tmp_path / form) == b""
        assert (tmp_path / form).read_bytes() == raw
        assert audit(ledger, "--format", form, "--output", "-") == raw
    assert audit(ledger) == audit(ledger, "--format", "table"), "a table unless asked otherwise"


def test_audit_resumes_with_the_same_bytes(tmp_path):
    ledger, state = tmp_path / "ledger", tmp_path / "state"
    lines = succeed("generate", "--events", "3000", "--seed", "5").out.splitlines(keepends=True)
    succeed("init", "--empty", ledger)
    for start in range(0, 3000, 750):
        succeed("record", ledger, "--import", stdin=b"".join(lines[start:start + 750]))
        resumed = audit(ledger, "--format", "json", "--resume", state)
        assert resumed == audit(ledger, "--format", "json")
        assert resumed == audit(ledger, "--format", "json", "--resume", state)
    saved = state.read_bytes()
    earlier = ["audit", ledger, "--as-of", "2020-06-01", "--known-at", KNOWN_AT, "--format", "json"]
    assert succeed(*earlier, "--resume", state).out == succeed(*earlier).out, "it answers any question"
    state.write_bytes(saved[:-1])
    assert str(state) in fail((65, 74), "audit", ledger, "--as-of", AS_OF, "--known-at", KNOWN_AT, "--resume", state)


def test_audit_instants_may_be_written_in_any_way(ledger):
    raw = audit(ledger, "--format", "json")
    for as_of in ("2024-12-31", "2024-12-31T15:59:59.999Z", "2024-12-31t10:59:59.9999-05:00"):
        for known_at in (KNOWN_AT, "2099-12-31"):
            assert succeed("audit", ledger, "--as-of", as_of, "--known-at", known_at, "--format", "json").out == raw


def test_audit_defaults_to_now(ledger):
    earlier = cases.datetime.now(cases.BEIJING) - cases.timedelta(seconds=1)
    found = json.loads(succeed("audit", ledger, "--format", "json").out)
    later = cases.datetime.now(cases.BEIJING)
    assert earlier <= cases.instant(found["asOf"]) <= later and earlier <= cases.instant(found["knownAt"]) <= later
    assert [o["id"] for o in found["obligations"]] == OBLIGATIONS


def test_audit_counts_what_had_happened_and_was_known(ledger, tmp_path):
    def verdicts(one, *options):
        found = json.loads(succeed("audit", one, "--format", "json", *options).out)["obligations"]
        return {o["id"]: o["verdict"] for o in found}

    assert verdicts(ledger, "--as-of", "2024-02-29", "--known-at", KNOWN_AT) == {}
    assert verdicts(ledger, "--as-of", AS_OF, "--known-at", "2024-12-31") == {}, "nothing was recorded yet"
    imported = Ledger.create(tmp_path / "imported")
    told = {"b-replied-1": "2024-05-01T00:00:00+08:00"}
    record(imported, [{**r, "sourceRecordedAt": told.get(r["id"], "2024-04-01T08:00:00+08:00")} for r in base()], "--import")
    assert verdicts(imported, "--as-of", AS_OF, "--known-at", "2024-03-31") == {}
    assert verdicts(imported, "--as-of", AS_OF, "--known-at", "2024-04-30")["sd329.23/SR-1"] == "overdue"
    assert verdicts(imported, "--as-of", AS_OF, "--known-at", "2024-05-01T00:00:00+08:00")["sd329.23/SR-1"] == "met"
    assert verdicts(imported, "--as-of", "2024-03-05", "--known-at", KNOWN_AT)["sd329.23/SR-1"] == "pending"


def test_audit_of_one_department(fresh):
    other = cases.entry_data("E-other", department=REQUESTER)
    record(fresh, [
        act("x-entry", "catalog.entry-registered", other, at=LATER_TIME),
        act("x-asked", "share.requested", request_data("SR-other", "E-other", receivedAt=LATER_TIME), at=LATER_TIME)])
    whole = report(fresh)
    assert "sd329.23/SR-other" in {o["id"] for o in whole["obligations"]}
    for department in (DEPARTMENT, REQUESTER, AUTHORITY, STRANGER):
        part = report(fresh, "--department", department)
        assert part["obligations"] == [o for o in whole["obligations"] if o["department"] == department]
        assert part["ledger"] == whole["ledger"]
        verdicts = [o["verdict"] for o in part["obligations"]]
        assert all(part["summary"][v] == verdicts.count(v) for v in VERDICTS)
    assert [o["id"] for o in report(fresh, "--department", REQUESTER)["obligations"]] == ["sd329.23/SR-other"]


def test_audit_csv(ledger):
    raw = audit(ledger, "--format", "csv").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(raw, newline=""), strict=True))
    found = report(ledger)["obligations"]
    assert {"id", "rule", "article", "department", "dueOn", "verdict"} <= set(rows[0])
    assert [r["id"] for r in rows if r["id"] in OBLIGATIONS] == OBLIGATIONS
    by_id = {r["id"]: r for r in rows}
    for o in found:
        row = by_id[o["id"]]
        assert (row["verdict"], row["dueOn"], row["article"], row["department"]) == (
            o["verdict"], o["dueOn"] or "", o["article"], o["department"])
        assert None not in row and None not in row.values(), "a row has too many or too few fields"


def test_audit_csv_quotes_what_needs_it(fresh):
    name = 'SR,"一"'
    record(fresh, [act("x", "share.requested", request_data(name, receivedAt=LATER_TIME), at=LATER_TIME)])
    rows = list(csv.DictReader(io.StringIO(audit(fresh, "--format", "csv").decode("utf-8"), newline=""), strict=True))
    assert f"sd329.23/{name}" in {r["id"] for r in rows}


def test_audit_strict(ledger, fresh, tmp_path):
    raw = audit(ledger, "--format", "json")
    assert report(ledger)["summary"]["overdue"] >= 1, "SR-3 was never answered"
    result = run("audit", ledger, "--as-of", AS_OF, "--known-at", KNOWN_AT, "--format", "json", "--strict")
    assert result.code == 1 and result.out == raw, result
    assert result.err.count(b"\n") <= 1
    early = ["--as-of", "2024-03-04T12:00:00+08:00", "--known-at", KNOWN_AT]
    summary = json.loads(succeed("audit", ledger, *early, "--format", "json", "--strict").out)["summary"]
    assert summary["late"] == summary["overdue"] == summary["violations"] == 0
    result = run("audit", ledger, "--as-of", AS_OF, "--known-at", KNOWN_AT, "--strict", "--output", tmp_path / "r", "--format", "json")
    assert result.code == 1 and (tmp_path / "r").read_bytes() == raw, result
    record(fresh, [act("v", "project.started", {"project": "P-2"}, at="2024-03-04T10:00:00+08:00")], "--import")
    assert run("audit", fresh, *early, "--strict").code == 1, "a violation alone"


def test_audit_with_an_unknown_rule_book(ledger):
    for book in ("nosuch/1", "order-329/999"):
        result = run("audit", ledger, "--rules", book)
        assert book in error_line(result, (64, 65, 66))
        assert result.out == b""
    assert audit(ledger, "--format", "json", "--rules", "order-329/1") == audit(ledger, "--format", "json")


# MARK: deadline (its dates have a test of their own)


def test_deadline_prints_the_date_alone():
    assert succeed("deadline", "--from", "2025-09-26", "--working-days", 10).out == b"2025-10-16\n"


def test_deadline_past_the_calendar_is_65():
    result = run("deadline", "--from", "2098-09-26", "--working-days", 10)
    line = error_line(result, 65)
    assert result.out == b"" and re.search(r"2098-\d\d-\d\d", line), result


def test_deadline_from_no_real_date():
    for date in ("2025-02-30", "soon"):
        assert date in fail((64, 65), "deadline", "--from", date, "--working-days", 10)


def test_deadline_explains():
    lines = succeed("deadline", "--from", "2025-09-26", "--working-days", 10, "--explain").out.decode()
    for day in ("2025-09-28", "2025-10-01", "2025-10-08", "2025-10-11", "2025-10-16"):
        assert day in lines, f"{day} is not explained"


# MARK: show


@pytest.mark.parametrize("view, expected", [
    ("catalog", {"E-cond", "E-open", "E-not", "E-next"}), ("requests", {"SR-1", "SR-2", "SR-3"}), ("obligations", set(OBLIGATIONS)),
    ("incidents", {"I-1", "I-2"}), ("projects", {"P-1", "P-2", "P-3", "P-4", "P-5"})])
def test_show(view, expected, ledger):
    raw = succeed("show", ledger, view, "--json").out
    rows = json.loads(raw)
    assert isinstance(rows, list) and all(isinstance(r, dict) for r in rows)
    assert len({tuple(sorted(r)) for r in rows}) == 1, "every row has the same keys"
    values = [set(v for v in r.values() if isinstance(v, str)) for r in rows]
    for identifier in expected:
        assert sum(identifier in v for v in values) == 1, f"{identifier} does not have one row"
    assert raw == succeed("show", ledger, view, "--json").out
    table = succeed("show", ledger, view).out.decode("utf-8")
    assert table.endswith("\n") and not table.lstrip().startswith(("[", "{"))
    for identifier in expected:
        assert identifier in table, f"{identifier} is not in the table"


def test_show_follows_the_log(fresh):
    before = {view: succeed("show", fresh, view, "--json").out for view in VIEWS}
    record(fresh, following().values())
    for view in VIEWS:
        assert succeed("show", fresh, view, "--json").out != before[view], f"{view} does not show the new events"


# MARK: rebuild and verify


def test_rebuild_says_equal(ledger, generated, fresh):
    for one in (fresh, generated[1]):
        before = {view: succeed("show", one, view, "--json").out for view in VIEWS}, events(one)
        said = succeed("rebuild", one).out.decode().lower()
        assert "equal" in said and "unequal" not in said and "not equal" not in said, said
        assert before == ({view: succeed("show", one, view, "--json").out for view in VIEWS}, events(one))


def test_verify_finds_nothing_wrong(ledger, generated):
    for one in (ledger, generated[1]):
        succeed("verify", one)


def test_reading_changes_nothing(ledger, tmp_path):
    one = ledger.copy(tmp_path / "copy")
    succeed("events", one)
    before = one.path.read_bytes()
    succeed("verify", one)
    audit(one)
    for view in VIEWS:
        succeed("show", one, view)
    assert one.path.read_bytes() == before


# MARK: generate


def test_generate_is_decided_by_its_seed(tmp_path):
    first = succeed("generate", "--events", 500, "--seed", 42).out
    assert first == succeed("generate", "--events", 500, "--seed", 42, env={"TZ": "America/New_York", "LC_ALL": "C"}, cwd=tmp_path).out
    assert first != succeed("generate", "--events", 500, "--seed", 43).out
    for name in ("0", "18446744073709551615"):
        assert succeed("generate", "--events", 20, "--seed", name).out.count(b"\n") == 20


@pytest.mark.parametrize("count", [1, 2, 3, 17, 256, 1000])
def test_generate_writes_exactly_that_many_records_which_are_lawful(count, tmp_path):
    raw = succeed("generate", "--events", count, "--seed", count).out
    assert raw.endswith(b"\n") and raw.count(b"\n") == count
    one = Ledger.create(tmp_path / "ledger")
    assert sum(r.added for r in receipts(succeed("record", one, "-", stdin=raw).out)) == count
    assert report(one)["violations"] == report(one)["remarks"] == []
    succeed("verify", one)


def test_generate_makes_unlawful_acts_for_import(tmp_path):
    raw = succeed("generate", "--events", 2000, "--seed", 3, "--unlawful", "0.2").out
    assert raw.count(b"\n") == 2000
    one = Ledger.create(tmp_path / "ledger")
    error_line(run("record", one, "-", stdin=raw), 65)
    succeed("record", one, "-", "--import", stdin=raw)
    found = report(one)
    assert len(found["violations"]) > 100 and found["remarks"]
    assert len({finding["rule"] for finding in found["violations"] + found["remarks"]}) > 25
    plain = succeed("generate", "--events", 300, "--seed", 3).out
    assert plain == succeed("generate", "--events", 300, "--seed", 3, "--unlawful", "0").out


def test_generated_history_is_realistic(generated):
    records = [json.loads(line) for line in generated[0].read_bytes().splitlines()]
    assert len({r["id"] for r in records}) == 3000
    kinds = {r["type"] for r in records}
    assert {
        "department.registered", "catalog.entry-registered", "catalog.update-triggered", "share.requested", "share.replied",
        "share.withdrawn", "incident.detected"} <= kinds, f"missing: {set(TYPES) - kinds}"
    found = json.loads(succeed("audit", generated[1], "--format", "json").out)["summary"]
    assert found["met"] > 0 and found["late"] > 0, found


# MARK: demo and schema


def test_demo(tmp_path):
    folder = tmp_path / "demo"
    result = succeed("demo", folder)
    said = result.out.decode()
    for article in ("第十六条", "第二十三条"):
        assert article in said or "sd329." in said, said
    for verdict in VERDICTS:
        assert verdict in said, f"the summary lacks {verdict}"
    made = [p for p in folder.rglob("*") if p.is_file() and p.read_bytes()[:16] == b"SQLite format 3\0"]
    assert len(made) == 1, files(folder).keys()
    assert 150 <= len(events(made[0])) <= 400
    succeed("verify", made[0])


def test_demo_without_a_folder(tmp_path):
    assert succeed("demo", cwd=tmp_path, env={"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}).out


def test_schema(tmp_path):
    names = succeed("schema").out.decode().split("\n")[:-1]
    assert len(names) >= len(TYPES) and len(set(names)) == len(names)
    for kind in TYPES:
        assert any(kind in name for name in names), f"no schema for {kind}"
    for name in names:
        assert succeed("schema", name.split()[0]).out.strip(), name
    assert "nosuch" in fail((64, 66), "schema", "nosuch")
