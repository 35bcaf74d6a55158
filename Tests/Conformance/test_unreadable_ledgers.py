"""A ledger that cannot be read, or whose tables hold extreme numbers: a clear word and an exit status that is true.

Errors of opening and reading are 66 or 74 with the system's words, never "damaged"; whatever stands in the tables, no command
is killed, waits, or makes an audit that differs from the true one.
"""

import os
import shutil
import sqlite3
import subprocess

import pytest

from cases import command, events, filler, jsonl, succeed
from hostile import (
    AUDIT, KNOWN_AT, AS_OF, OBLIGATION, City, copied, execute, is_refused, powerless, report, template)
from random import Random

EXITS = (0, 1, 65, 66, 74)
WAIT = 20

COMMANDS = {
    "audit": ["audit", "L", *AUDIT], "verify": ["verify", "L"], "events": ["events", "L"], "show": ["show", "L", "requests"],
    "upcoming": ["upcoming", "L", "--within", "10", "--from", "2024-03-05"],
    "explain": ["explain", "L", OBLIGATION, "--as-of", AS_OF, "--known-at", KNOWN_AT], "export": ["export", "L", "--output", "OUT"],
    "consistency": ["consistency", "L", "--from", "7"], "checkpoint": ["checkpoint", "L", "--key", "K"],
    "record": ["record", "L", "MORE"], "rebuild": ["rebuild", "L"]}
WRITING = ("checkpoint", "record", "rebuild")
SLOW = ("explain", "rebuild", "verify")


class Truth:
    """A signed ledger of a sealed bundle and a tail, and what is true of it."""

    def __init__(self, folder):
        self.city = City(folder / "city", template(folder, 264))
        self.city.sign()
        self.more = folder / "more.jsonl"
        self.more.write_bytes(jsonl(filler(Random(8), 3, "more")))
        self.true = {name: execute(self.line(name, self.city.ledger)).out for name in ("audit", "events", "explain")}

    def line(self, name, ledger):
        known = {"L": ledger, "K": self.city.key_file, "MORE": self.more, "OUT": f"{ledger}.capsule"}
        return command(*[known.get(word, word) for word in COMMANDS[name]])

    def check(self, name, ledger, what, codes=EXITS):
        """Runs a command; what is wrong with how it ends."""
        try:
            result = execute(self.line(name, ledger), timeout=WAIT)
        except AssertionError as error:
            return [f"{what}: {name}: {str(error)[:300]}"]
        finally:
            if os.path.exists(f"{ledger}.capsule"):
                os.unlink(f"{ledger}.capsule")
        lines = result.err.decode("utf-8", "replace").splitlines()
        wrong = []
        if result.code not in codes:
            wrong.append("not one of the exits")
        if result.code == 0 and (lines or result.out != self.true.get(name, result.out)):
            wrong.append("done, with another answer than the true one")
        told = result.code == 1 and name in ("verify", "rebuild") and result.out
        if result.code and not (told and not lines or len(lines) == 1 and lines[0].startswith("govledger: ") and len(lines[0]) > 20):
            wrong.append("no clear line")
        return [f"{what}: {name}: exit {result.code}, {each}: {result.err[:200]!r}" for each in wrong]


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    return Truth(tmp_path_factory.mktemp("truth"))


# MARK: Extreme numbers in the tables

NUMBERS = (-(1 << 63), (1 << 63) - 1, -1, 0, 1 << 53)
OTHERS = ("text", b"\x00\xff" * 8, 1.5, float("inf"))  # where a column takes more than numbers
COLUMNS = {
    "log_tail.position": NUMBERS, "log_bundles.number": NUMBERS, "log_tiles.number": NUMBERS + OTHERS, "log_tiles.level": NUMBERS + OTHERS,
    "log_checkpoints.size": NUMBERS, "log_head.size": NUMBERS + OTHERS, "log_law.position": NUMBERS, "projection_lag.position": NUMBERS,
    "log_capsule.size": NUMBERS + OTHERS, "log_index.key": NUMBERS}


def put(ledger, table, column, value, last):
    """Puts a value into the first or the last row, or into a new one; says whether the table takes it."""
    database = sqlite3.connect(ledger, isolation_level=None)
    try:
        if database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,):
            rest = ", data" if table == "log_index" else ""
            database.execute(f"INSERT INTO {table} ({column}{rest}) VALUES (?{', zeroblob(64)' if rest else ''})", (value,))
        else:
            order = "DESC" if last else "ASC"
            database.execute(
                f"UPDATE {table} SET {column} = ? WHERE rowid = (SELECT rowid FROM {table} ORDER BY rowid {order} LIMIT 1)", (value,))
        return True
    except sqlite3.Error:
        return False
    finally:
        database.close()


@pytest.mark.parametrize("column", COLUMNS)
def test_extreme_values(column, truth, tmp_path):
    """The least and the greatest by every command, others by some; those that write on a copy of their own."""
    table, name = column.split(".")
    wrong, tried = [], 0
    for index, value in enumerate(COLUMNS[column]):
        altered = copied(truth.city.ledger, tmp_path / "altered.sqlite")
        if not (put(altered, table, name, value, index % 2 == 0) or put(altered, table, name, value, index % 2 == 1)):
            continue
        tried += 1
        for place, each in enumerate(COMMANDS):
            if each != "audit" and index > 1 and (index + place) % (4 if each in SLOW else 2):
                continue
            ledger = altered
            if each in WRITING:
                ledger = copied(altered, tmp_path / "written.sqlite")
            wrong += truth.check(each, ledger, f"{value!r}"[:40])
    assert tried >= 4
    assert not wrong, f"{len(wrong)} with {tried} values:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize("table", ["log_tail", "log_bundles", "log_tiles", "log_head", "log_origin", "log_checkpoints", "log_index", "log_law"])
def test_an_emptied_or_missing_table(table, truth, tmp_path):
    wrong = []
    for statement in (f"DELETE FROM {table}", f"DROP TABLE {table}"):
        altered = copied(truth.city.ledger, tmp_path / "altered.sqlite")
        database = sqlite3.connect(altered, isolation_level=None)
        database.execute(statement)
        database.close()
        for each in COMMANDS:
            wrong += truth.check(each, copied(altered, tmp_path / "written.sqlite") if each in WRITING else altered, statement)
    assert not wrong, "\n".join(wrong)


# MARK: Files that cannot be opened or read


DENIED = ("permission", "denied", "not permitted")


def check_words(result, words, codes=(66, 74)):
    """One line with the system's words, which does not blame the ledger."""
    line = is_refused(result).lower()
    assert result.code in codes, result
    assert any(word in line for word in words), f"the system's words are missing\n{result}"
    assert "damage" not in line and "not a ledger" not in line, result


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "consistency"])
def test_a_ledger_that_may_not_be_read(name, truth, tmp_path):
    prefix = powerless()
    ledger = copied(truth.city.ledger, tmp_path / "ledger.sqlite")
    ledger.chmod(0)
    check_words(execute([*prefix, *truth.line(name, ledger)]), DENIED)


def test_a_folder_that_may_not_be_entered(truth, tmp_path):
    prefix = powerless()
    (tmp_path / "closed").mkdir()
    ledger = copied(truth.city.ledger, tmp_path / "closed" / "ledger.sqlite")
    ledger.parent.chmod(0)
    try:
        for name in ("audit", "events", "verify", "record"):
            check_words(execute([*prefix, *truth.line(name, ledger)]), DENIED)
        check_words(execute([*prefix, *command("init", ledger.parent / "new")]), DENIED, (73, 74))
    finally:
        ledger.parent.chmod(0o700)


@pytest.mark.parametrize("words", [
    "record L F", "verify L --policy F", "accept L F", "notice L F", "audit L --rules F", "compare L --calendar in-force --calendar F",
    "witness F --key W --state S",
    "import F S --policy F", "checkpoint L --key F", "adopt L F --from 2025-01-01 --actor 11370100MB2846001M", "audit L --resume F"])
def test_an_input_that_may_not_be_read(words, truth, tmp_path):
    prefix = powerless()
    closed = tmp_path / "input"
    closed.write_bytes(b"x\n")
    closed.chmod(0)
    witness = tmp_path / "witness.key"
    succeed("keygen", "--cosigner", "--origin", "w.example", "--output", witness)
    known = {"L": truth.city.ledger, "F": closed, "W": witness, "S": tmp_path / "state"}
    check_words(execute([*prefix, *command(*[known.get(word, word) for word in words.split()])]), DENIED)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_no_file(name, truth, tmp_path):
    """A folder and a device are named as what they are; a FIFO is not waited for."""
    folder, fifo = tmp_path / "folder", tmp_path / "fifo"
    folder.mkdir()
    os.mkfifo(fifo)
    line = is_refused(execute(truth.line(name, folder), timeout=WAIT)).lower()
    assert any(word in line.replace(str(folder).lower(), "") for word in ("folder", "directory", "not a file")), line
    assert "damage" not in line
    for path in (fifo, "/dev/null", "/dev/zero"):
        result = execute(truth.line(name, path), timeout=WAIT)
        assert result.code in EXITS and is_refused(result)
    assert sorted(os.listdir(tmp_path)) == ["fifo", "folder"], "something was made beside what is no ledger"


@pytest.mark.parametrize("name", COMMANDS)
def test_an_empty_file_and_others(name, truth, tmp_path):
    """Each is refused, and left as it is."""
    for content in (b"", b"\n", b"SQLite format 3\0", b"x" * 10_000, bytes(8192)):
        path = tmp_path / "ledger.sqlite"
        path.write_bytes(content)
        result = execute(truth.line(name, path), timeout=WAIT)
        assert result.code in (65, 66) and is_refused(result)
        assert path.read_bytes() == content


@pytest.mark.parametrize("part", [100, 4095, 8192, 0.3, 0.7, -4096, -1])
def test_a_truncated_file(part, truth, tmp_path):
    """Refused by every command that reads what is missing; an audit that is made is the true one."""
    whole = truth.city.ledger.read_bytes()
    cut = whole[:int(len(whole) * part) if isinstance(part, float) else part]
    wrong = []
    for name in COMMANDS:
        for suffix in ("", "-wal", "-shm"):
            (tmp_path / f"ledger.sqlite{suffix}").unlink(missing_ok=True)
        (tmp_path / "ledger.sqlite").write_bytes(cut)
        wrong += truth.check(name, tmp_path / "ledger.sqlite", f"{part}")
    assert not wrong, "\n".join(wrong)


# MARK: Faults of the system, injected


def faulty(path, *faults):
    """The start of a command line whose system calls on a file fail."""
    if not shutil.which("strace"):
        pytest.skip("strace is missing")
    prefix = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", str(path)]
    for fault in faults:
        prefix += ["-e", f"inject={fault}"]
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    return prefix


@pytest.mark.parametrize("name", ["audit", "events", "verify", "show", "record", "checkpoint"])
@pytest.mark.parametrize("when", ["1+", "3+", "9+"])
def test_an_error_of_reading_is_told_as_such(when, name, truth, tmp_path):
    """EIO from the disk, from the n-th read on."""
    ledger = copied(truth.city.ledger, tmp_path / "ledger.sqlite")
    result = execute([*faulty(ledger, f"pread64:error=EIO:when={when}"), *truth.line(name, ledger)], timeout=60)
    if result.code == 0:
        assert when != "1+" and result.out == truth.true.get(name, result.out), result
    else:
        check_words(result, ("input/output error", "i/o error", "disk i/o", "eio"), (74,))


@pytest.mark.parametrize("error, words", [
    ("EMFILE", ["too many open files"]), ("EIO", ["input/output error", "i/o error"]), ("EACCES", DENIED), ("ELOOP", ["symbolic link", "loop"])])
def test_an_error_of_opening_is_told_as_such(error, words, truth, tmp_path):
    ledger = copied(truth.city.ledger, tmp_path / "ledger.sqlite")
    for name in ("audit", "verify", "events", "record"):
        result = execute([*faulty(ledger, f"openat:error={error}"), *truth.line(name, ledger)], timeout=60)
        check_words(result, words)


@pytest.mark.parametrize("fault", ["pwrite64:error=EIO", "pwrite64:error=ENOSPC", "fdatasync,fsync:error=EIO", "ftruncate,fallocate:error=ENOSPC"])
def test_an_error_of_writing_is_74_and_loses_nothing(fault, truth, tmp_path):
    """On the write-ahead log: what is not recorded is not acknowledged, and all that was there is there.

    What was recorded, and acknowledged, but could not be put into the one file is said to stand beside it.
    """
    ledger = copied(truth.city.ledger, tmp_path / "ledger.sqlite")
    result = execute([*faulty(f"{ledger}-wal", fault), *truth.line("record", ledger)], timeout=60)
    assert result.code in (0, 74), result
    if result.code and result.out:
        assert b"recorded 3 events" in result.out and b"-wal" in result.err and b"damage" not in result.err.lower(), result
        assert len(events(ledger)) == len(events(truth.city.ledger)) + 3
        assert succeed("verify", ledger)
        return
    if result.code:
        is_refused(result)
        assert "damage" not in result.err.decode().lower(), result
        assert events(ledger) == events(truth.city.ledger)
    assert succeed("verify", ledger) and (result.code == 0 or report(ledger) == truth.true["audit"])
