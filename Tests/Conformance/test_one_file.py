"""The ledger is one file: whole after every command that ends, known to be incomplete when it is copied before, read without
leave to write, and locked by nobody who merely waits. What has no such file, or a clock that went back, is told in a word.

Other users are those that `setpriv` makes; a folder that cannot be written is a mount or another user's. Both need root, which
the machines that run the checks give; elsewhere these checks are skipped and say so.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import damage
from cases import (
    BASE_TIME, DEPARTMENT, LATER_TIME, TOOL, Result, act, base, command, ended, events, files, jsonl, run, start, succeed)
from damage import ORIGIN, Site, everything_agrees, head, scaled, words

INCOMPLETE = re.compile(r"(?i)incomplete|not whole|copied|copy|in use|-wal|write-ahead|不完整")
OTHER = 65534
AUDIT = ("--as-of", "2025-12-31", "--known-at", "2099-12-31", "--format", "json")


def incident(name, at=LATER_TIME):
    return act(name, "incident.detected", {
        "incident": name, "department": DEPARTMENT, "kind": "risk", "summary": "弱口令"}, at=at)


def create(folder, records):
    site = Site(folder)
    site.folder.mkdir(parents=True)
    succeed("keygen", "--origin", ORIGIN, "--output", site.key)
    succeed("init", "--empty", site.ledger, "--origin", ORIGIN)
    succeed("record", site.ledger, "-", stdin=jsonl(records))
    return site


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return create(tmp_path_factory.mktemp("example") / "site", base())


@pytest.fixture
def site(example, tmp_path):
    return example.copy(tmp_path / "site")


def beside(ledger):
    """The files beside the ledger, with their sizes."""
    ledger = Path(ledger)
    return {p.name[len(ledger.name):]: p.stat().st_size for p in ledger.parent.iterdir() if p.name.startswith(ledger.name + "-")}


# MARK: The one file


class Writer:
    """`record --batch 1`, fed line by line: a process that has the ledger open between its commits."""

    def __init__(self, ledger):
        self.process = start("record", ledger, "-", "--batch", 1, stdin=subprocess.PIPE)

    def record(self, *records):
        for each in records:
            self.process.stdin.write(jsonl([each]))
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            assert answer.startswith(b"recorded 1 event"), (answer, self.process.poll())

    def end(self):
        return ended(self.process)

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()


def a_batch_whose_later_line_is_refused():
    return jsonl([incident("x-1"), incident("x-2"), incident("x-1", BASE_TIME)])


def notice(folder):
    path = folder / "notice.json"
    path.write_text(json.dumps({"notice": "试验通知", "issuedOn": "2024-06-02", "off": ["2031-10-01"], "worked": []}))
    return path


# What ends, how it ends, and what it is told.
ENDINGS = {
    "record": (0, lambda s: ("record", s.ledger, "-"), jsonl([incident("x")])),
    "record-batches": (0, lambda s: ("record", s.ledger, "-", "--batch", 3), jsonl([incident(f"x-{i}") for i in range(10)])),
    "record-the-same": (0, lambda s: ("record", s.ledger, "-"), jsonl(base()[-1:])),
    "record-refused": (65, lambda s: ("record", s.ledger, "-"), jsonl([incident("x"), {"id": "y"}])),
    "record-refused-in-a-later-batch": (65, lambda s: ("record", s.ledger, "-", "--batch", 2), a_batch_whose_later_line_is_refused()),
    "record-usage": (64, lambda s: ("record", s.ledger, "-", "--batch", "none"), b""),
    "checkpoint": (0, lambda s: ("checkpoint", s.ledger, "--key", s.key), b""),
    "attest": (0, lambda s: ("attest", s.ledger, "--key", s.key), b""),
    "rebuild": (0, lambda s: ("rebuild", s.ledger), b""),
    "notice": (0, lambda s: ("notice", s.ledger, notice(s.folder), "--actor", DEPARTMENT), b""),
    "adopt": (0, lambda s: ("adopt", s.ledger, "order-329/1", "--from", "2024-07-01", "--actor", DEPARTMENT), b""),
    "adopt-refused": (64, lambda s: ("adopt", s.ledger, "order-329/1", "--from", "2024-07-01", "--actor", "nobody"), b""),
    "audit": (0, lambda s: ("audit", s.ledger), b""),
    "events": (0, lambda s: ("events", s.ledger), b""),
    "show": (0, lambda s: ("show", s.ledger, "obligations"), b""),
    "verify": (0, lambda s: ("verify", s.ledger), b""),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_one_file_is_whole_after_every_command_that_ends(ending, site, tmp_path):
    """A copy of it alone has all that was answered, and agrees."""
    status, arguments, stdin = ENDINGS[ending]
    result = run(*arguments(site), stdin=stdin)
    assert result.code in ((64, 65) if status == 64 else (status,)), result
    assert not beside(site.ledger).get("-wal"), f"content waits beside the ledger: {beside(site.ledger)}"
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(site.ledger, copy)
    everything_agrees(copy)
    assert events(copy) == events(site.ledger)
    assert head(copy) == head(site.ledger)


def test_the_one_file_is_whole_after_init(tmp_path):
    ledger = tmp_path / "ledger"
    succeed("init", ledger)
    assert not beside(ledger).get("-wal"), beside(ledger)
    everything_agrees(ledger)


def check_incomplete(copy):
    """`verify` and `audit` of a copy that lacks the write-ahead log say so, whatever they would say of the rest."""
    for arguments, statuses in (
            (("verify", copy), (1,)), (("audit", copy, *AUDIT), None), (("events", copy), None), (("record", copy, "-"), None)):
        before = copy.read_bytes()
        result = run(*arguments, stdin=jsonl([incident("onto-a-copy")]))
        assert b"everything agrees" not in result.out, result
        assert result.code in statuses if statuses else result.code != 0, result
        assert arguments[0] == "events" or arguments[0] == "verify" or result.out == b"", result
        assert INCOMPLETE.search(words(result)), f"nothing says that the copy is incomplete\n{result}"
        assert copy.read_bytes() == before, f"the copy was changed by {arguments[0]}"


@pytest.mark.parametrize("answers", [1, 40])
def test_a_copy_of_a_ledger_in_use_says_that_it_is_incomplete(answers, site, tmp_path):
    """Of what the writer has answered the main file alone may hold nothing. Once the writer has ended it holds all."""
    with Writer(site.ledger) as writer:
        writer.record(*(incident(f"w-{i}") for i in range(answers)))
        copy = tmp_path / "elsewhere" / "c.db"
        copy.parent.mkdir()
        shutil.copyfile(site.ledger, copy)
        if damage.rows(copy, "log_head") == [(len(base()) + answers, head(site.ledger)[1])]:
            everything_agrees(copy)  # folded back after every answer: the copy has it all
        else:
            damage.remove_beside(copy)
            check_incomplete(copy)
        assert len(events(site.ledger)) == len(base()) + answers
        assert writer.end().code == 0
    check_whole(site, len(base()) + answers, tmp_path)


@pytest.mark.parametrize("answers", [1, 40])
def test_a_copy_of_a_killed_writers_ledger_says_that_it_is_incomplete(answers, site, tmp_path):
    """The original, with what lies beside it, has all that was answered; the next writer makes it whole."""
    with Writer(site.ledger) as writer:
        writer.record(*(incident(f"w-{i}") for i in range(answers)))
        writer.kill()
    copy = tmp_path / "elsewhere" / "c.db"
    copy.parent.mkdir()
    shutil.copyfile(site.ledger, copy)
    wal = beside(site.ledger).get("-wal")
    if wal:
        check_incomplete(copy)
    assert len(events(site.ledger)) == len(base()) + answers
    everything_agrees(site.ledger)
    succeed("record", site.ledger, "-", stdin=jsonl([incident("next")]))
    check_whole(site, len(base()) + answers + 1, tmp_path)


def check_whole(site, size, folder):
    assert not beside(site.ledger).get("-wal"), beside(site.ledger)
    copy = folder / "whole.sqlite"
    shutil.copyfile(site.ledger, copy)
    everything_agrees(copy)
    assert len(events(copy)) == size


# MARK: Readers


def as_user(*arguments, user=OTHER, stdin=b"", timeout=120, home="/"):
    """Runs the tool as another user without any privilege."""
    line = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command(*arguments)]
    done = subprocess.run(line, input=stdin, capture_output=True, timeout=timeout, cwd=home)
    result = Result(line[:1] + line[4:], done.returncode, done.stdout, done.stderr)
    assert result.code >= 0, result
    return result


@pytest.fixture
def public(example):
    """A folder that every user can reach: pytest's own are closed to others."""
    if os.geteuid() != 0:
        pytest.skip("only root can run the tool as another user")
    assert shutil.which("setpriv"), "setpriv (util-linux) is missing"
    folder = Path(tempfile.mkdtemp(prefix="one-file-", dir="/tmp"))
    folder.chmod(0o755)
    # The tool itself may lie where others cannot reach it.
    reach = subprocess.run(
        ["setpriv", f"--reuid={OTHER}", f"--regid={OTHER}", "--clear-groups", TOOL, "--help"], capture_output=True)
    assert reach.returncode == 0, f"another user cannot run {TOOL}: {reach.stderr!r}; put it where others can reach it"
    site = Site(folder)
    shutil.copyfile(example.ledger, site.ledger)
    site.ledger.chmod(0o644)
    yield site
    shutil.rmtree(folder)


READING = {
    "audit": ("audit", *AUDIT), "audit-table": ("audit",), "verify": ("verify",), "events": ("events",),
    "events-stream": ("events", "--stream", "share-request/SR-1"), "show": ("show", "obligations"),
    "explain": ("explain", "sd329.23/SR-1"), "upcoming": ("upcoming", "--within", "3"), "compare": ("compare", "--as-of", "2024-04-01", "--as-of", "2025-01-01"),
}


def reading(name, ledger):
    first, *rest = READING[name]
    positional = [r for r in rest[:1] if first in ("show", "explain")]
    return (first, ledger, *positional, *rest[len(positional):])


def check_reads(name, ledger, reader):
    """It works, prints what the owner gets elsewhere, and leaves nothing behind."""
    before = sorted(p.name for p in ledger.parent.iterdir())
    result = reader(*reading(name, ledger))
    assert result.code == 0 and result.err == b"", result
    if name == "verify":
        assert b"everything agrees" in result.out
    assert sorted(p.name for p in ledger.parent.iterdir()) == before, f"left behind: {beside(ledger)}"
    return result.out


@pytest.mark.parametrize("name", READING)
def test_a_reader_needs_no_leave_to_write(name, public):
    """Another user's file in another user's folder."""
    out = check_reads(name, public.ledger, as_user)
    if name in ("audit", "events", "events-stream", "explain", "show"):
        assert out, "nothing was read"


@contextmanager
def read_only_mount(folder):
    mounted = folder.parent / f"{folder.name}-ro"
    mounted.mkdir()
    bound = subprocess.run(["mount", "--bind", folder, mounted], capture_output=True)
    try:
        if bound.returncode != 0:
            yield None
            return
        subprocess.run(["mount", "-o", "remount,ro,bind", mounted], check=True, capture_output=True)
        yield mounted
    finally:
        if bound.returncode == 0:
            subprocess.run(["umount", mounted], check=True)
        mounted.rmdir()


@pytest.mark.parametrize("name", READING)
def test_a_reader_reads_from_a_medium_that_cannot_be_written(name, site):
    """Root itself cannot write to a read-only mount; where mounts are not allowed, the folder of another user is one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount, or run the tool as another user")
    with read_only_mount(site.folder) as mounted:
        if mounted is None:
            pytest.skip("mounts are not allowed here: test_a_reader_needs_no_leave_to_write shows it with another user")
        before = files(site.folder)
        check_reads(name, mounted / site.ledger.name, run)
        assert files(site.folder) == before


@pytest.mark.parametrize("owner", [0, 1000], ids=["root", "uid-1000"])
@pytest.mark.parametrize("name", ["audit", "verify", "events", "show"])
def test_a_reader_leaves_nothing_that_locks_the_writer_out(name, owner, public):
    """In a folder that all may write to: afterwards the owner records as before."""
    os.chown(public.ledger, owner, owner)
    os.chmod(public.folder, 0o777)
    result = as_user(*reading(name, public.ledger))
    assert result.code == 0, result
    for path in public.folder.iterdir():
        assert path.stat().st_uid == owner, f"the reader left {path.name}, mode {stat.S_IMODE(path.stat().st_mode):o}"
    written = as_user("record", public.ledger, "-", user=owner or 0, stdin=jsonl([incident("after-the-reader")]))
    assert written.code == 0, written
    assert as_user(*reading(name, public.ledger)).code == 0


def test_a_reader_beside_a_writer_leaves_nothing_that_locks_it_out(public):
    """A reader of another user comes while the owner writes, and outlives it: the owner's next record works."""
    os.chown(public.ledger, 1000, 1000)
    os.chmod(public.folder, 0o777)
    for index in range(scaled(6)):
        writer = subprocess.Popen(
            ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", *command("record", public.ledger, "-", "--batch", 1)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        writer.stdin.write(jsonl([incident(f"u-{index}")]))
        writer.stdin.flush()
        answer = writer.stdout.readline()
        reader = subprocess.Popen(
            ["setpriv", f"--reuid={OTHER}", f"--regid={OTHER}", "--clear-groups", *command("events", public.ledger)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, error = writer.communicate(timeout=60)
        read, read_error = reader.communicate(timeout=60)
        assert answer.startswith(b"recorded 1 event") and writer.returncode == 0, (answer, error)
        assert reader.returncode in (0, 74), (reader.returncode, read_error)
        assert reader.returncode != 0 or read.count(b"\n") >= len(base()) + index
        assert not [p.name for p in public.folder.iterdir() if p.stat().st_uid == OTHER]
    everything_agrees(public.ledger)


def test_readers_beside_writers_that_come_and_go_see_no_damage(site):
    """Audits go on while writers start, record and end. Each report is that of the log as it was after some commit."""
    rounds = scaled(25)
    reports, refusals, stop = [], [], threading.Event()

    def read(arguments):
        while not stop.is_set():
            reports.append((arguments[0], run(*arguments)))

    audit = ("audit", site.ledger, *AUDIT)
    readers = [threading.Thread(target=read, args=(each,)) for each in (audit, audit, ("events", site.ledger))]
    for reader in readers:
        reader.start()
    try:
        for index in range(rounds):
            records = [incident(f"r-{index}-{i}") for i in range(1 + index % 3)]
            succeed("record", site.ledger, "-", stdin=jsonl(records))
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    everything_agrees(site.ledger)
    whole = events(site.ledger)
    roots = {size: damage.t.base64_text(damage.root(whole[:size])) for size in range(len(base()), len(whole) + 1)}
    read_sizes = set()
    for name, result in reports:
        if result.code != 0:
            refusals.append(result)
            continue
        if name == "events":
            lines = result.out.split(b"\n")[:-1]
            assert lines == whole[:len(lines)] and len(lines) >= len(base())
            continue
        ledger = json.loads(result.out)["ledger"]
        assert roots.get(ledger["size"]) == ledger["root"], f"no state of the log: {ledger}"
        read_sizes.add(ledger["size"])
    for result in refusals:
        assert result.code == 74 and b"try again" in result.err, f"damage where there is none\n{result}"
    assert len(refusals) <= max(1, len(reports) // 10), f"{len(refusals)} of {len(reports)} were told to try again"
    assert len(read_sizes) > 2, f"the readers saw too little: {read_sizes}"


# MARK: The writer's lock


def test_a_writer_that_waits_for_its_input_holds_nobody_up(site):
    """`record` of a file that is still being written, all or nothing: others record meanwhile."""
    waiting = start("record", site.ledger, "-", stdin=subprocess.PIPE)
    try:
        waiting.stdin.write(jsonl([incident("waiting-1")]))
        waiting.stdin.flush()
        time.sleep(1)
        assert waiting.poll() is None
        began = time.monotonic()
        other = run("record", site.ledger, "-", stdin=jsonl([incident("other")]), timeout=60)
        assert other.code == 0, other
        assert time.monotonic() - began < 5, "it waited for the other's input"
        signed = run("checkpoint", site.ledger, "--key", site.key, timeout=60)
        assert signed.code == 0, signed
        waiting.stdin.write(jsonl([incident("waiting-2")]))
        assert ended(waiting).code == 0
    finally:
        if waiting.poll() is None:
            waiting.kill()
            waiting.communicate()
    assert [json.loads(e)["id"] for e in events(site.ledger)][len(base()):] == ["other", "waiting-1", "waiting-2"]
    everything_agrees(site.ledger)


def test_a_writer_in_the_middle_of_a_batch_holds_nobody_up(site):
    """`--batch 100` with three lines so far."""
    waiting = start("record", site.ledger, "-", "--batch", 100, stdin=subprocess.PIPE)
    try:
        waiting.stdin.write(jsonl([incident(f"waiting-{i}") for i in range(3)]))
        waiting.stdin.flush()
        time.sleep(1)
        other = run("record", site.ledger, "-", stdin=jsonl([incident("other")]), timeout=60)
        assert other.code == 0, other
        assert ended(waiting).code == 0
    finally:
        if waiting.poll() is None:
            waiting.kill()
            waiting.communicate()
    assert [json.loads(e)["id"] for e in events(site.ledger)][len(base()):] == ["other", "waiting-0", "waiting-1", "waiting-2"]


# MARK: Drafts


def draft_names(path):
    """Names that a killed process may have left: with every process number that is likely to come, and with 1 and 2."""
    now = int(Path("/proc/loadavg").read_text().split()[-1])
    most = int(Path("/proc/sys/kernel/pid_max").read_text())
    numbers = {1, 2, *((now + i) % most for i in range(3000))}
    return [f"{path.name}{form}-{n}" for n in numbers for form in (".new", ".new-lock", ".draft")] + [f"{path.name}.new"]


def litter(path, content):
    for name in draft_names(path):
        (path.parent / name).write_bytes(content)


DRAFTS = {"empty": b"", "half-made": b"SQLite format 3\0" + bytes(84), "text": b"draft\n"}


@pytest.mark.parametrize("draft", DRAFTS)
def test_drafts_of_a_killed_init_block_nobody(draft, tmp_path):
    """As many as there are process numbers to come: the next `init` meets one of its own name for certain."""
    ledger = tmp_path / "L"
    litter(ledger, DRAFTS[draft])
    succeed("init", ledger)
    everything_agrees(ledger)
    succeed("record", ledger, "-", stdin=jsonl(base()))


@pytest.mark.parametrize("draft", DRAFTS)
def test_drafts_of_a_killed_checkpoint_block_nobody(draft, site):
    """The memory of what was signed is replaced as a whole: its drafts lie beside the key."""
    litter(Path(f"{site.key}.signed"), DRAFTS[draft])
    litter(site.ledger, DRAFTS[draft])
    assert site.sign() == site.sign()
    succeed("record", site.ledger, "-", stdin=jsonl([incident("x")]))
    site.sign()
    everything_agrees(site.ledger)


@pytest.mark.parametrize("draft", DRAFTS)
def test_drafts_of_a_killed_output_block_nobody(draft, site):
    site.sign()
    for name in ("report.json", "ledger.capsule"):
        litter(site.folder / name, DRAFTS[draft])
    succeed("audit", site.ledger, "--output", site.folder / "report.json", "--format", "json")
    succeed("export", site.ledger, "--output", site.folder / "ledger.capsule")
    assert json.loads((site.folder / "report.json").read_bytes())["ledger"]["size"] == len(base())


# MARK: Names that are no files


def raw_run(*arguments, cwd):
    """Runs the tool with arguments that need not be UTF-8."""
    line = [os.fsencode(TOOL), *(os.fsencode(a) if isinstance(a, str) else a for a in arguments)]
    done = subprocess.run(line, input=jsonl(base()), capture_output=True, cwd=cwd, timeout=60)
    return Result([repr(a) for a in line], done.returncode, done.stdout, done.stderr)


NAMES = {
    "memory": b":memory:", "uri": b"file:x", "uri-memory": b"file::memory:?cache=shared", "uri-mode": b"file:x?mode=memory",
    "not-utf8": b"ledger-\xff\xfe", "latin1": "Jürgen".encode("latin-1"), "empty": b"",
}


@pytest.mark.parametrize("verb", ["init", "record", "audit", "verify"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_file_is_refused_in_a_clear_line(name, verb, tmp_path):
    more = ["-"] if verb == "record" else []
    result = raw_run(verb, NAMES[name], *more, cwd=tmp_path)
    assert result.code in (64, 65, 66, 73), result
    assert result.out == b"" and list(tmp_path.iterdir()) == [], f"{list(tmp_path.iterdir())}\n{result}"
    text = result.err.decode("utf-8")  # whatever the name was, the message is text
    first = text.splitlines()[0]
    assert re.match(r"govledger: |Error: ", first), result
    if result.code != 64:
        assert text.count("\n") == 1, result
    if name in ("memory", "uri", "not-utf8", "latin1"):
        assert not re.search(r"another program|\.new-|No such file", first), f"not the reason\n{result}"


@pytest.mark.parametrize("name", ["memory", "uri"])
def test_such_a_name_with_its_folder_is_a_file(name, tmp_path):
    """`./:memory:` is a path like any other."""
    path = b"./" + NAMES[name]
    assert raw_run("init", path, cwd=tmp_path).code == 0
    assert raw_run("verify", path, cwd=tmp_path).code == 0
    assert (tmp_path / NAMES[name].decode()).is_file()


# MARK: The clock


def a_year_ahead(*arguments, stdin=b""):
    """Runs the tool under a clock that is a year ahead."""
    found = shutil.which("faketime")
    assert found, "faketime is missing: apt-get install -y faketime"
    done = subprocess.run([found, "-f", "+366d", *command(*arguments)], input=stdin, capture_output=True, timeout=60)
    assert done.returncode == 0, done
    return done.stdout


@pytest.fixture
def ahead(site):
    """A request recorded by a clock that was a year ahead."""
    late = act("ahead", "share.requested", {
        "request": "SR-ahead", "entry": "E-cond", "requester": DEPARTMENT, "purpose": "核验", "legalBasis": "依法履职",
        "receivedAt": LATER_TIME}, at=LATER_TIME)
    assert a_year_ahead("record", site.ledger, "-", stdin=jsonl([late])).startswith(b"recorded 1 event")
    recorded = json.loads(events(site.ledger)[-1])["recordedAt"]
    assert recorded > time.strftime("%Y-%m-%dT", time.gmtime(time.time() + 300 * 86400)), f"the tool did not obey: {recorded}"
    return site


@pytest.mark.parametrize("name", ["audit-table", "audit-json", "audit-csv"])
def test_a_clock_set_back_hides_no_event_silently(name, ahead):
    """A default audit is of now; events that came from a later clock are said to be left out, or it is refused."""
    result = run("audit", ahead.ledger, "--format", name.split("-")[1])
    if result.code == 0 and b"SR-ahead" not in result.out:
        assert result.err.strip(), f"a report without the newest event, and no word of it\n{result}"
    known = succeed("audit", ahead.ledger, "--known-at", "2099-12-31", "--format", name.split("-")[1])
    assert b"SR-ahead" in known.out


def test_a_clock_set_back_hides_no_event_silently_from_an_attestation(ahead):
    """It is signed: an attestation that leaves events out for the clock's sake is refused, or it says so."""
    result = run("attest", ahead.ledger, "--key", ahead.key)
    assert result.code != 0 or result.err.strip(), result


def test_recording_goes_on_after_the_clock_was_set_back(ahead):
    """Times of recording never decrease; what comes next is recorded, and a word may be said of it."""
    result = run("record", ahead.ledger, "-", stdin=jsonl([incident("after")]))
    assert result.code == 0, result
    times = [json.loads(e)["recordedAt"] for e in events(ahead.ledger)]
    assert times == sorted(times)
    everything_agrees(ahead.ledger)
