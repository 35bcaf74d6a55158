"""Several processes on one ledger: writers wait for each other, readers always work, nothing is lost."""

import json
import random
import signal
import sqlite3
import subprocess
import threading
import time

import pytest

from cases import (
    DEPARTMENT, LATER_TIME, Follower, Ledger, act, base, dumps, ended, error_line, events, filler, following, instant, jsonl, receipts,
    record, run, start, succeed)

WRITERS, EACH = 8, 200


@pytest.fixture
def ledger(tmp_path):
    return Ledger.create(tmp_path / "ledger", base())


def check_log(stored, size):
    """Gapless positions and stream versions, times that never decrease."""
    assert len(stored) == size
    versions, last = {}, None
    for position, line in enumerate(stored):
        event = json.loads(line)
        assert event["position"] == position
        assert event["version"] == versions.get(event["stream"], -1) + 1
        versions[event["stream"]] = event["version"]
        moment = instant(event["recordedAt"])
        assert last is None or moment >= last
        last = moment


class Readers:
    """Readers that go on while the writers write; what they see may only grow."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.stop = threading.Event()
        self.rounds = {"events": 0, "audit": 0, "show": 0}
        self.failures = []
        self.threads = [threading.Thread(target=self._run, args=(name,)) for name in self.rounds]

    def _run(self, name):
        seen = []
        try:
            while not self.stop.is_set() or self.rounds[name] == 0:
                if name == "events":
                    stored = events(self.ledger)
                    assert stored[: len(seen)] == seen, "what was read before is no longer there"
                    check_log(stored, len(stored))
                    seen = stored
                elif name == "audit":
                    size = json.loads(succeed("audit", self.ledger, "--format", "json").out)["ledger"]["size"]
                    assert size >= len(seen)
                    seen = [None] * size
                else:
                    rows = json.loads(succeed("show", self.ledger, "incidents", "--json").out)
                    assert len(rows) >= len(seen)
                    seen = rows
                self.rounds[name] += 1
        except BaseException as error:  # reported by the main thread
            self.failures.append(f"{name}: {error}")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, kind, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=180)
        if kind is None:
            assert not self.failures, "\n".join(self.failures)
            assert all(self.rounds.values()), self.rounds


@pytest.mark.parametrize("batch", [20, None], ids=["batches-of-20", "whole-files"])
def test_several_writers_and_readers(batch, ledger, tmp_path):
    files = []
    for w in range(WRITERS):
        path = tmp_path / f"writer-{w}.jsonl"
        path.write_bytes(jsonl(filler(random.Random(w), EACH, f"w{w}")))
        files.append(path)
    options = ["--batch", batch] if batch else []
    with Readers(ledger), Follower(ledger) as follower:
        writers = [start("record", ledger, path, *options) for path in files]
        results = [ended(w) for w in writers]
        for result in results:
            assert result.code == 0 and result.err == b"", result
        size = len(base()) + WRITERS * EACH
        assert follower.wait(size, 10), f"the follower saw {len(follower.lines)} of {size}"
        followed = follower.stop()
    stored = events(ledger)
    check_log(stored, size)
    assert followed == stored
    ids = [json.loads(line)["id"] for line in stored]
    claimed = set()
    for w, result in enumerate(results):
        answers = receipts(result.out)
        assert sum(r.added for r in answers) == EACH and len(answers) == (EACH // batch if batch else 1)
        mine = [p for r in answers for p in range(r.first, r.last + 1)]
        assert [ids[p] for p in mine] == [f"w{w}-{i}" for i in range(EACH)], "not where the receipt says"
        assert not claimed & set(mine)
        claimed |= set(mine)
    assert claimed == set(range(len(base()), size))
    succeed("verify", ledger)
    assert "equal" in succeed("rebuild", ledger).out.decode()


def at_once(ledger, folder, records):
    """One process for each record, all started before any is waited for."""
    paths = [folder / f"record-{i}.jsonl" for i in range(len(records))]
    for path, one in zip(paths, records):
        path.write_bytes(dumps(one) + b"\n")
    writers = [start("record", ledger, path) for path in paths]
    return [ended(w) for w in writers]


def test_one_of_many_contradictory_writers_wins(ledger, tmp_path):
    replies = [act(f"reply-{i}", "share.replied", {"request": "SR-3", "decision": "agreed"}, at=LATER_TIME) for i in range(WRITERS)]
    results = at_once(ledger, tmp_path, replies)
    won = [i for i, r in enumerate(results) if r.code == 0]
    assert len(won) == 1, [r.code for r in results]
    for i, result in enumerate(results):
        if i not in won:
            line = error_line(result, 65)
            assert "line 1" in line and "SR-3" in line
    stored = [json.loads(e) for e in events(ledger)]
    assert [e["id"] for e in stored if e["stream"] == "share-request/SR-3"] == ["b-asked-3", f"reply-{won[0]}"]


def test_the_same_record_from_many_writers_is_recorded_once(ledger, tmp_path):
    results = at_once(ledger, tmp_path, [following()["incident.detected"]] * WRITERS)
    for result in results:
        assert result.code == 0 and result.err == b"", result
    answers = [r for result in results for r in receipts(result.out)]
    assert (sum(r.added for r in answers), sum(r.already for r in answers)) == (1, WRITERS - 1)
    assert len(events(ledger)) == len(base()) + 1


def test_a_killed_writer_does_not_hold_up_the_others(ledger, tmp_path):
    long = tmp_path / "long.jsonl"
    long.write_bytes(jsonl(filler(random.Random(1), 20_000, "long")))
    for index in range(5):
        killed = start("record", ledger, long, stdout=subprocess.DEVNULL)
        time.sleep(0.1 + 0.15 * index)
        killed.kill()
        ended_code = killed.wait()
        killed.stderr.close()
        assert ended_code in (0, -signal.SIGKILL)
        began = time.monotonic()
        record(ledger, filler(random.Random(index), 20, f"after-{index}"))
        assert time.monotonic() - began < 30
    stored = events(ledger)
    long_kept = sum(json.loads(e)["id"].startswith("long-") for e in stored)
    assert long_kept in (0, 20_000), "a whole file or nothing of it"
    check_log(stored, len(base()) + 100 + long_kept)
    succeed("verify", ledger)


def hold(ledger):
    """Another program's write lock on the ledger."""
    connection = sqlite3.connect(ledger.path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_readers_work_while_the_writer_lock_is_held(ledger):
    connection = hold(ledger)
    try:
        assert len(events(ledger)) == len(base())
        assert json.loads(succeed("audit", ledger, "--format", "json").out)["ledger"]["size"] == len(base())
        json.loads(succeed("show", ledger, "requests", "--json").out)
        succeed("verify", ledger)
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_writer_waits_or_says_why_not(ledger):
    connection = hold(ledger)
    try:
        waiting = start("record", ledger, "-", stdin=subprocess.PIPE)
        waiting.stdin.write(dumps(following()["incident.detected"]) + b"\n")
        waiting.stdin.close()
        waiting.stdin = None
        time.sleep(2)
    finally:
        connection.execute("ROLLBACK")
        connection.close()
    result = ended(waiting)
    if result.code == 0:
        assert len(events(ledger)) == len(base()) + 1
    else:
        error_line(result, (73, 74))
        assert len(events(ledger)) == len(base())


def test_auditing_while_another_process_writes(ledger, tmp_path):
    """Audits at fixed instants during a long record: each sees a whole log, and the settled past stays as it was."""
    path = tmp_path / "long.jsonl"
    path.write_bytes(jsonl(filler(random.Random(2), 6_000, "long")))
    fixed = ["--as-of", "2024-05-31", "--known-at", "2099-12-31", "--format", "json"]
    before = json.loads(succeed("audit", ledger, *fixed).out)
    writer = start("record", ledger, path, "--batch", 25)
    sizes = []
    try:
        while writer.poll() is None:
            found = json.loads(succeed("audit", ledger, *fixed).out)
            assert {**found, "ledger": None} == {**before, "ledger": None}
            sizes.append(found["ledger"]["size"])
    finally:
        result = ended(writer)
    assert result.code == 0, result
    assert sizes == sorted(sizes) and len(sizes) >= 2
    assert len(set(sizes)) >= 2, f"no audit saw the log grow: {sizes}"


def test_a_commit_is_seen_at_once(ledger):
    """A process reads what another committed a moment ago."""
    for index in range(10):
        record(ledger, [act(f"x-{index}", "incident.detected", {
            "incident": f"x-{index}", "department": DEPARTMENT, "kind": "risk", "summary": "弱口令"}, at=LATER_TIME)])
        assert json.loads(events(ledger)[-1])["id"] == f"x-{index}"
        assert run("events", ledger, "--from", len(base()) + index).out.count(b"\n") == 1
