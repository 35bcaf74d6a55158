"""What the checks of hostile use share: a ledger with a key of its own, processes without powers, looks into the file."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

import transparency as t
from cases import TOOL, Result, base, check_no_crash, events, filler, record, succeed
from random import Random

ORIGIN = "log.weifang.example/city"
OBLIGATION = "sd329.23/SR-1"  # of base()
VERIFIER = TOOL + "-verify"
AS_OF, KNOWN_AT = "2024-12-31T23:59:59.999+08:00", "2099-12-31T23:59:59.999+08:00"
AUDIT = ("--as-of", AS_OF, "--known-at", KNOWN_AT, "--format", "json")

# A crash is told by its signal; the backtrace that the runtime would make first takes seconds.
os.environ.setdefault("SWIFT_BACKTRACE", "enable=no")

# What a command may exit with when it is not done (contract.md §7), besides 64 for wrong usage.
FAILURES = (1, 65, 66, 73, 74)


def template(folder, count=300):
    """A ledger of base() and more, never signed: to be copied."""
    ledger = folder / "template.sqlite"
    succeed("init", "--empty", ledger, "--origin", ORIGIN)
    # An attestation must be what a replay finds, which that of base() is not.
    history = [one for one in base() if one["type"] != "audit.attested"]
    assert len(history) <= count, "base() holds more"
    record(ledger, history + filler(Random(3), count - len(history)))
    return ledger


def copied(ledger, to):
    """Copies a ledger's file with its write-ahead log, as a backup does."""
    for suffix in ("", "-wal"):
        Path(f"{to}{suffix}").unlink(missing_ok=True)
        if os.path.exists(f"{ledger}{suffix}"):
            shutil.copy(f"{ledger}{suffix}", f"{to}{suffix}")
    for suffix in ("-shm",):
        Path(f"{to}{suffix}").unlink(missing_ok=True)
    return Path(to)


class City:
    """A copy of the template with a key that was made beside it: a key must not be copied."""

    def __init__(self, folder, example):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.ledger = copied(example, self.folder / "ledger.sqlite")
        self.key_file = self.folder / "city.key"
        self.memory = self.folder / "city.key.signed"
        self.vkey = succeed("keygen", "--origin", ORIGIN, "--output", self.key_file).out.decode().strip()
        self.key = t.read_signer_key(self.key_file.read_text().strip())

    def sign(self, *options):
        return succeed("checkpoint", self.ledger, "--key", self.key_file, *options).out

    def grow(self, count, tag):
        record(self.ledger, filler(Random(count), count, tag))

    def leaves(self, ledger=None):
        return [t.leaf_hash(line) for line in events(ledger or self.ledger)]

    def state(self, ledger=None):
        """The events and the checkpoints: what signing may change."""
        ledger = ledger or self.ledger
        return events(ledger), rows(ledger, "SELECT size, note FROM log_checkpoints ORDER BY size")


def rows(ledger, query):
    """What a query finds in a copy of the file, so that the file itself is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(copied(ledger, Path(folder) / "copy"))
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()


def change(ledger, statement, *values):
    database = sqlite3.connect(ledger, isolation_level=None)
    try:
        database.execute(statement, values).fetchall()
    finally:
        database.close()


def report(ledger):
    return succeed("audit", ledger, *AUDIT).out


def is_whole(ledger, expected):
    """The ledger audits as before and verifies."""
    assert report(ledger) == expected
    succeed("verify", ledger)


# MARK: Processes


def powerless():
    """The start of a command line that takes root's powers away: then a file's mode counts for root as for anybody."""
    if os.geteuid() != 0:
        return []
    prefix = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    try:
        if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix
    except FileNotFoundError:
        pass
    pytest.skip("setpriv cannot take root's powers away here")


def execute(line, stdin=b"", timeout=30, **options):
    """Runs a whole command line, such as one that begins with powerless(); it must end and not crash."""
    line = list(map(str, line))
    try:
        done = subprocess.run(line, input=stdin, capture_output=True, timeout=timeout, **options)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"no end after {timeout} s: {' '.join(line)}") from None
    result = Result(line, done.returncode, done.stdout, done.stderr)
    check_no_crash(result)
    return result


def verify_file(*arguments, **options):
    return execute([VERIFIER, *arguments], **options)


def device(path, minor):
    """A copy of /dev/null (1, 3) or /dev/full (1, 7), so that the real one is never at risk."""
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, minor))
        with open(path, "rb+", buffering=0):
            pass
    except OSError as error:
        pytest.skip(f"no device can be made here: {error}")
    return path


def is_refused(result):
    """Not done, with one line of error and nothing on standard output; the line."""
    assert result.code in FAILURES, f"not refused\n{result}"
    assert result.out == b"", f"something was printed\n{result}"
    text = result.err.decode("utf-8")
    assert text.endswith("\n") and text.count("\n") == 1, f"standard error is not exactly one line\n{result}"
    return text[:-1]
