"""kill -9 during a long `record`, at random moments (environment CRASH_RUNS, 50 unless told).

After each: the ledger opens, holds a whole number of batches, and every batch that was acknowledged; recording the same
file again completes it. Every third run kills the recovery itself.
"""

import json
import os
import random
import signal
import subprocess
import time

import pytest

from cases import Ledger, command, error_line, events, receipts, run, succeed

RUNS = int(os.environ.get("CRASH_RUNS", "50"))
EVENTS, BATCH = 60_000, 500


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A generated file that takes this tool on this machine some seconds to record (a debug build is slow), and its ids."""
    folder = tmp_path_factory.mktemp("history")
    lines = succeed("generate", "--events", EVENTS, "--seed", 7, timeout=300).out.splitlines(keepends=True)
    assert len(lines) == EVENTS
    trial = Ledger.create(folder / "trial")
    began = time.monotonic()
    succeed("record", trial, "-", "--batch", BATCH, stdin=b"".join(lines[:2000]))
    speed = 2000 / (time.monotonic() - began)
    count = min(EVENTS, max(10_000, int(speed * 6) // BATCH * BATCH))
    path = folder / "history.jsonl"
    path.write_bytes(b"".join(lines[:count]))
    return path, [json.loads(line)["id"] for line in lines[:count]]


def kill(seconds, *arguments, out=subprocess.DEVNULL):
    """Runs a command that is killed after `seconds`. Gives its exit code and what it said on standard error."""
    process = subprocess.Popen(command(*arguments), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        pass
    process.kill()
    _, error = process.communicate()
    return process.returncode, error


def killed_record(ledger, path, seconds, answers):
    """Records until it is killed after `seconds`. Says whether it was still at it, and what it had acknowledged."""
    with open(answers, "wb") as out:
        code, error = kill(seconds, "record", ledger, path, "--batch", BATCH, out=out)
    assert code in (0, -signal.SIGKILL), (code, error)
    assert error == b"", error
    said = answers.read_bytes()
    whole = said[: said.rfind(b"\n") + 1]  # the last line may be cut
    return code != 0, receipts(whole) if whole else []


def check(ledger, ids, answers, full):
    stored = events(ledger)
    size = len(stored)
    assert size % BATCH == 0, f"{size} events are no whole number of batches"
    acknowledged = max((r.last + 1 for r in answers if r.added), default=0)
    assert size >= acknowledged, f"{acknowledged} events were acknowledged, {size} are there"
    for position, line in enumerate(stored):
        event = json.loads(line)
        assert (event["position"], event["id"]) == (position, ids[position])
    if full:
        succeed("verify", ledger)
    return size


def test_kill_during_record(history, tmp_path):
    path, ids = history
    generator = random.Random(9)
    longest = 1.5
    in_flight = sizes = partial = 0
    ledger = None
    for index in range(RUNS):
        if index % 3 != 2:
            ledger = Ledger.create(tmp_path / f"ledger-{index}")
            known = 0
        began = time.monotonic()
        in_time, answers = killed_record(ledger, path, generator.uniform(0.05, longest), tmp_path / "answers")
        if in_time:
            in_flight += 1
        else:
            longest = max(0.1, min(longest, 0.9 * (time.monotonic() - began)))
        size = check(ledger, ids, answers, full=index % 5 == 4)
        assert size >= known, f"run {index}: {known} events were there, {size} are left"
        if not in_time:
            assert size == len(ids)
        known = size
        sizes += size
        partial += 0 < size < len(ids)
    assert in_flight >= RUNS // 2, f"only {in_flight} of {RUNS} were killed at work: the file is too short for this machine"
    assert partial >= RUNS // 4, f"only {partial} of {RUNS} kills left a part of the file: the moments are badly chosen"
    assert sizes > 0, "nothing was ever recorded"

    answers = receipts(succeed("record", ledger, path, "--batch", BATCH, timeout=600).out)
    assert sum(r.already for r in answers) == known and sum(r.added for r in answers) == len(ids) - known
    assert check(ledger, ids, answers, full=True) == len(ids)


def test_kill_during_a_record_of_the_whole_file_leaves_nothing_or_all(history, tmp_path):
    path, ids = history
    generator = random.Random(10)
    for index in range(6):
        ledger = Ledger.create(tmp_path / f"ledger-{index}")
        kill(generator.uniform(0.05, 1.0), "record", ledger, path)
        stored = events(ledger)
        assert len(stored) in (0, len(ids)), f"{len(stored)} events of an all-or-nothing file"
        succeed("verify", ledger)


def test_kill_during_rebuild_leaves_the_ledger_whole(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger")
    succeed("record", ledger, "-", stdin=succeed("generate", "--events", 3_000, "--seed", 3).out)
    before = events(ledger), succeed("show", ledger, "obligations", "--json").out
    generator = random.Random(11)
    for _ in range(6):
        kill(generator.uniform(0.01, 0.6), "rebuild", ledger)
        assert before == (events(ledger), succeed("show", ledger, "obligations", "--json").out)
    succeed("verify", ledger)
    succeed("rebuild", ledger)


def test_kill_during_init_can_be_done_again(tmp_path):
    """A killed `init` leaves nothing, a ledger, or a file that is refused in one line; never something half open."""
    generator = random.Random(12)
    for index in range(15):
        path = tmp_path / f"ledger-{index}.sqlite"
        process = subprocess.Popen(
            command("init", "--empty", path), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(generator.uniform(0, 0.06))
        process.kill()
        process.wait()
        result = run("events", path)
        if result.code == 0:
            assert result.out == b""
            succeed("verify", path)
        else:
            error_line(result, (65, 66))
