"""Whatever is answered is on disk, also when it is only said again: seen in the system calls of the process (`strace`).

A writer was killed right after its commit, so that the write-ahead log holds frames that nobody is known to have synced. Who
then answers "already recorded", or gives the stored checkpoint, has read them: before the answer is written to standard output
the write-ahead log must be synced, or the main file after the frames were folded back into it.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cases import DEPARTMENT, LATER_TIME, act, base, command, jsonl, receipts, run, start, succeed
from damage import ORIGIN, Site, head

CALLS = "write,writev,pwrite64,pwritev,fsync,fdatasync,sync_file_range,syncfs,sync,sendto,sendmsg,sendfile"


def incident(name):
    return act(name, "incident.detected", {
        "incident": name, "department": DEPARTMENT, "kind": "risk", "summary": "弱口令"}, at=LATER_TIME)


@pytest.fixture(scope="module")
def strace():
    """The tracer, which must be able to trace here."""
    found = shutil.which("strace")
    assert found, "strace is missing: apt-get install -y strace"
    tried = subprocess.run([found, "-f", "-o", "/dev/null", "true"], capture_output=True)
    if tried.returncode != 0:
        pytest.skip(f"processes cannot be traced here: {tried.stderr.decode()[:200]}")
    return found


class Interrupted:
    """A ledger whose last writer was killed after it had answered, so that its commits stand in the write-ahead log."""

    def __init__(self, folder):
        self.site = Site(folder)
        self.site.folder.mkdir(parents=True)
        self.ledger = self.site.ledger
        succeed("keygen", "--origin", ORIGIN, "--output", self.site.key)
        succeed("init", "--empty", self.ledger, "--origin", ORIGIN)
        succeed("record", self.ledger, "-", stdin=jsonl(base()))

    def interrupted_after(self, *commands):
        """Runs commands beside a writer, which then commits once more and is killed at once."""
        writer = start("record", self.ledger, "-", "--batch", 1, stdin=subprocess.PIPE)
        try:
            self.feed(writer, incident("before"))
            for arguments in commands:
                succeed(*arguments)
            self.feed(writer, incident("last"))
        finally:
            writer.kill()
            writer.communicate()
        assert Path(f"{self.ledger}-wal").stat().st_size > 0, "the killed writer left nothing in the write-ahead log"
        return self

    @staticmethod
    def feed(writer, line):
        writer.stdin.write(jsonl([line]))
        writer.stdin.flush()
        assert writer.stdout.readline().startswith(b"recorded 1 event")


def traced(strace, folder, *arguments):
    """Runs the tool under strace: its standard output, and its calls as (name, path of the descriptor, number of it).

    No other connection, Python's neither, may have been opened since the kill: the last to close would fold the frames back.
    """
    assert Path(f"{arguments[1]}-wal").exists()
    trace = folder / "trace"
    done = subprocess.run(
        [strace, "-f", "-qq", "-y", "-s", "16", "-o", trace, "-e", f"trace={CALLS}", *command(*arguments)],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    assert done.returncode == 0, (done.returncode, done.stderr)
    calls, unfinished = [], {}
    for line in trace.read_text(errors="replace").splitlines():
        pid, _, rest = line.partition(" ")
        rest = rest.strip()
        resumed = re.match(r"<\.\.\. (\w+) resumed>", rest)
        if resumed:
            # A sync counts when it has returned, a write when it begins.
            name, call = unfinished.pop(pid, (resumed[1], None))
            if call and "sync" in name:
                calls.append(call)
            continue
        found = re.match(r"(\w+)\((?:(\d+)<(.*?)>)?", rest)
        if not found:
            continue
        call = (found[1], found[3] or "", int(found[2]) if found[2] else -1)
        if rest.endswith("<unfinished ...>"):
            unfinished[pid] = (found[1], call)
            if "sync" in found[1]:
                continue
        calls.append(call)
    return done.stdout, calls


def check_synced_before_the_answer(calls, ledger, what):
    """Of the calls up to the first write to standard output one syncs what was read, and nothing of it is written after."""
    answer = next((i for i, (name, _, number) in enumerate(calls) if number == 1 and "write" in name), None)
    assert answer is not None, f"no answer among {calls[-20:]}"
    ledger = str(ledger)
    before = calls[:answer]
    synced = max((i for i, (name, path, _) in enumerate(before) if name in ("fsync", "fdatasync") and path in (ledger, f"{ledger}-wal")
                  or name in ("sync", "syncfs")), default=None)
    seen = [f"{name} {Path(path).name}" for name, path, _ in calls]
    assert synced is not None, f"{what}: answered before anything was synced: {seen}"
    written = [i for i, (name, path, _) in enumerate(before) if "write" in name and path in (ledger, f"{ledger}-wal")]
    # With the frames folded back the write-ahead log may be begun anew, which holds no commit of the answer's.
    folded = [i for i in written if calls[i][1] == ledger]
    assert not folded or max(folded) < synced, f"{what}: the main file was written after its last sync: {seen}"


@pytest.mark.parametrize("options", [[], ["--batch", 1], ["--batch", 10], ["--import"]], ids=lambda o: "-".join(map(str, o)).strip("-") or "all")
def test_already_recorded_is_answered_after_a_sync(options, strace, tmp_path):
    """Every line is in the log, the last of them only in frames that a killed writer left."""
    site = Interrupted(tmp_path / "site").interrupted_after()
    same = tmp_path / "same.jsonl"
    same.write_bytes(jsonl([incident("before"), incident("last")]))
    out, calls = traced(strace, tmp_path, "record", site.ledger, same, *options)
    answers = receipts(out)
    assert (sum(a.added for a in answers), sum(a.already for a in answers)) == (0, 2)
    assert head(site.ledger)[0] == len(base()) + 2
    check_synced_before_the_answer(calls, site.ledger, "record")


def test_a_notice_already_recorded_is_answered_after_a_sync(strace, tmp_path):
    site = Interrupted(tmp_path / "site")
    notice = tmp_path / "notice.json"
    notice.write_text(json.dumps({"notice": "试验通知", "issuedOn": "2024-06-02", "off": ["2031-10-01"], "worked": []}))
    arguments = ("notice", site.ledger, notice, "--actor", DEPARTMENT)
    site.interrupted_after(arguments)
    out, calls = traced(strace, tmp_path, *arguments)
    assert b"already" in out and head(site.ledger)[0] == len(base()) + 3, out
    check_synced_before_the_answer(calls, site.ledger, "notice")


def test_an_adoption_already_recorded_is_answered_after_a_sync(strace, tmp_path):
    site = Interrupted(tmp_path / "site")
    arguments = ("adopt", site.ledger, "disclosure-2019/1", "--from", "2024-07-01", "--actor", DEPARTMENT)
    site.interrupted_after(arguments)
    out, calls = traced(strace, tmp_path, *arguments)
    assert b"already" in out and head(site.ledger)[0] == len(base()) + 3, out
    check_synced_before_the_answer(calls, site.ledger, "adopt")


def test_a_stored_checkpoint_is_given_after_a_sync(strace, tmp_path):
    """The head is that of the frames; its checkpoint was signed and stored once, and the file put back with its frames."""
    site = Interrupted(tmp_path / "site").interrupted_after()
    # The checkpoint is stored while another process holds the ledger open, which is then killed: it stays in the frames.
    writer = start("record", site.ledger, "-", "--batch", 1, stdin=subprocess.PIPE)
    try:
        site.feed(writer, incident("very-last"))
        first = site.site.sign()
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    out, calls = traced(strace, tmp_path, "checkpoint", site.ledger, "--key", site.site.key)
    assert out == first
    check_synced_before_the_answer(calls, site.ledger, "checkpoint")


def test_a_checkpoint_of_frames_that_a_killed_writer_left_is_signed_after_a_sync(strace, tmp_path):
    """A signature goes out over events: they are on disk before."""
    site = Interrupted(tmp_path / "site").interrupted_after()
    out, calls = traced(strace, tmp_path, "checkpoint", site.ledger, "--key", site.site.key)
    assert f"\n{head(site.ledger)[0]}\n".encode() in out
    check_synced_before_the_answer(calls, site.ledger, "checkpoint")


def test_the_trace_shows_the_sync_of_a_new_record(strace, tmp_path):
    """What is looked for is seen where it must be: a new event is synced before its receipt."""
    site = Interrupted(tmp_path / "site").interrupted_after()
    new = tmp_path / "new.jsonl"
    new.write_bytes(jsonl([incident("new")]))
    out, calls = traced(strace, tmp_path, "record", site.ledger, new)
    assert receipts(out)[0].added == 1
    check_synced_before_the_answer(calls, site.ledger, "record")


def test_an_answer_to_a_killed_writers_lines_survives_without_the_frames(tmp_path):
    """After the answer the one file holds what was answered: a copy of it alone has the events."""
    site = Interrupted(tmp_path / "site").interrupted_after()
    answers = receipts(succeed("record", site.ledger, "-", stdin=jsonl([incident("before"), incident("last")])).out)
    assert answers[0].already == 2
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(site.ledger, copy)
    result = run("events", copy)
    assert result.code == 0 and b'"id":"last"' in result.out, result
