"""What the checks of damaged files share: a ledger to damage, its bytes and tables, and the judgement of what is printed.

A file is damaged below SQLite (a bit of the raw bytes) or through it (a row). Whatever was done, a command either prints, byte
for byte, what it prints of the whole file, or ends with another status than 0 and prints no report.

Environment, for long runs:
    DAMAGE_FLIPS    flips over the whole file (300 unless told; a night's run: 20000)
    DAMAGE_TAIL     events of the unsealed tail of which every byte is tried (6 unless told; at most 240)
    DAMAGE_SCALE    multiplies the samples of rows, runs and repetitions (1 in a long run, LONG_RUN=1; otherwise tool.USUAL)
    DAMAGE_SEED     another sample
"""

import json
import os
import random
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import key_memory
import tool
import transparency as t
from cases import run, succeed

FLIPS = int(os.environ.get("DAMAGE_FLIPS", "300"))
TAIL = int(os.environ.get("DAMAGE_TAIL", "6"))
SCALE = tool.scale("DAMAGE_SCALE")
SEED = int(os.environ.get("DAMAGE_SEED", "13"))
ORIGIN = "damage.example/city"
BUNDLE = 256
NOTICES = 8  # what `init` records
TIMES = ("--as-of", "2026-06-30T18:00:00+08:00", "--known-at", "2099-12-31T00:00:00+08:00")
SUFFIXES = ("-wal", "-shm", "-lock", "-journal")

# What the log is; all else can be made again from it.
LOG = ("log_bundles", "log_tail", "log_tiles", "log_head", "log_law", "log_checkpoints", "log_origin")

# Words by which somebody sees what is wrong: that it is, or where. The exact words are the tool's.
NAMED = re.compile(r"(?i)damaged|disagree|does not (?:agree|match)|position \d+|bundle \d+|tile \d+|log_\w+|\broot\b|\bhead\b|\d+ events|损坏")


def seeded(*what):
    return random.Random(" ".join(map(str, (SEED, *what))))


def scaled(count):
    return max(1, int(count * SCALE))


# MARK: A ledger to damage


class Site:
    """A folder with a ledger and the key that signs it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.ledger = self.folder / "ledger.sqlite"
        self.key = self.folder / "key"

    def __str__(self):
        return str(self.folder)

    @classmethod
    def of(cls, folder, lines):
        """A ledger of these lines, after the holiday notices of `init`."""
        site = cls(folder)
        site.folder.mkdir(parents=True)
        succeed("keygen", "--origin", ORIGIN, "--output", site.key)
        succeed("init", site.ledger, "--origin", ORIGIN)
        succeed("record", site.ledger, "-", "--import", stdin=b"".join(lines))
        settle(site.ledger)
        assert head(site.ledger)[0] == NOTICES + len(lines)
        return site

    @classmethod
    def create(cls, folder, events, seed, *options):
        """A ledger of this many events that have been generated."""
        return cls.of(folder, generated(events, seed, *options))

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        key_memory.move_in(Site(folder).key)
        return Site(folder)

    def sign(self):
        return succeed("checkpoint", self.ledger, "--key", self.key).out


def generated(events, seed, *options):
    return succeed("generate", "--events", events, "--seed", seed, *options).out.splitlines(keepends=True)


def settle(ledger):
    """Moves what stands in the write-ahead log into the file: its bytes are then all there is."""
    with closing(sqlite3.connect(ledger)) as database:
        assert database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    remove_beside(ledger)


def remove_beside(ledger):
    for suffix in SUFFIXES:
        Path(f"{ledger}{suffix}").unlink(missing_ok=True)


# MARK: Tables


def change(ledger, *statements):
    """Runs statements (each a text, or a text and its values) in one transaction; says how many rows they changed."""
    with closing(sqlite3.connect(ledger, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        before = database.total_changes
        for statement in statements:
            text, *values = (statement,) if isinstance(statement, str) else statement
            database.execute(text, values)
        changed = database.total_changes - before
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return changed


def rows(ledger, table):
    """Every row of a table, as it is in the file and its write-ahead log. None where SQLite cannot read it."""
    with closing(sqlite3.connect(ledger)) as database:
        try:
            return sorted(database.execute(f"SELECT * FROM {table}"), key=repr)
        except sqlite3.DatabaseError:
            return None


def log(ledger, tables=LOG):
    return {table: rows(ledger, table) for table in tables}


def head(ledger):
    """The size and the root that the last commit left."""
    (row,) = rows(ledger, "log_head")
    return row[:2]


def stored(ledger):
    """The events as they stand in bundles and tail."""
    import capsule

    with closing(sqlite3.connect(ledger)) as database:
        bundles = [row[0] for row in database.execute("SELECT data FROM log_bundles ORDER BY number")]
        tail = [row[0] for row in database.execute("SELECT event FROM log_tail ORDER BY position")]
    return [entry for bundle in bundles for entry in capsule.unpack(bundle)] + tail


def root(entries):
    return t.root([t.leaf_hash(entry) for entry in entries])


# MARK: Bytes


def varint(raw, place):
    """A number of SQLite's variable length, and the place after it."""
    value = 0
    for index in range(9):
        byte = raw[place + index]
        if index == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + index + 1


class Bytes:
    """Where the rows of a table lie in a SQLite file."""

    def __init__(self, ledger):
        self.raw = Path(ledger).read_bytes()
        self.page_size = int.from_bytes(self.raw[16:18], "big")
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro&immutable=1", uri=True)) as database:
            self.roots = dict(database.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
            try:
                self.owners = dict(database.execute("SELECT pageno, name FROM dbstat"))
            except sqlite3.OperationalError:  # a SQLite without dbstat: places are then named by page alone
                self.owners = {}

    def place(self, offset):
        page = offset // self.page_size + 1
        return f"byte {offset}, page {page} of {self.owners.get(page, 'no table that is known')}"

    def leaves(self, table):
        """Where the leaf pages of a table begin, in the order of its rows."""
        def below(page):
            start = (page - 1) * self.page_size
            kind, count = self.raw[start], int.from_bytes(self.raw[start + 3:start + 5], "big")
            if kind == 0x0D:
                yield start, count
                return
            assert kind == 0x05, f"page {page} of {table} is of kind {kind}"
            for index in range(count):
                at = start + 12 + 2 * index
                cell = start + int.from_bytes(self.raw[at:at + 2], "big")
                yield from below(int.from_bytes(self.raw[cell:cell + 4], "big"))
            yield from below(int.from_bytes(self.raw[start + 8:start + 12], "big"))

        yield from below(self.roots[table])

    def rows(self, table):
        """The key of each row with the bytes it takes: its header and its values."""
        for start, count in self.leaves(table):
            for index in range(count):
                at = start + 8 + 2 * index
                cell = start + int.from_bytes(self.raw[at:at + 2], "big")
                size, after = varint(self.raw, cell)
                key, after = varint(self.raw, after)
                assert size <= self.page_size - 35, f"row {key} of {table} goes on in another page"
                yield key, range(cell, after + size)

    def frames(self, table):
        """The bytes of the leaf pages that say where the rows are: page headers and pointers."""
        for start, count in self.leaves(table):
            yield from range(start, start + 8 + 2 * count)


def flipped(raw, offset, bit):
    changed = bytearray(raw)
    changed[offset] ^= 1 << bit
    return bytes(changed)


# MARK: Judgement


def wrong(result, truth, partly=False):
    """What is wrong with what a command printed; None when nothing is.

    `partly`: the command prints as it reads, so that what came before the damage may have been printed.
    """
    if result.code == 0:
        if result.out == truth:
            return None
        return f"exit 0 with another output: {difference(result.out, truth)}"
    if result.out and not partly:
        return f"exit {result.code}, and yet a report of {len(result.out)} bytes: {result.out[:200]!r}"
    if not result.err.strip():
        return f"exit {result.code} without a word"
    return None


def difference(found, truth):
    at = next((i for i, (a, b) in enumerate(zip(found, truth)) if a != b), min(len(found), len(truth)))
    start = max(0, at - 80)
    return f"at byte {at}: {found[start:at + 60]!r} instead of {truth[start:at + 60]!r}"


def words(result):
    """What was said, without the paths in it: those of the tests have telling names of their own."""
    return re.sub(r"/[\w./-]+", "", (result.out + b"\n" + result.err).decode("utf-8", "replace"))


def check_named(result):
    """The refusal says what is damaged, or where."""
    assert NAMED.search(words(result)), f"neither what is damaged nor where\n{result}"


def everything_agrees(ledger):
    result = run("verify", ledger)
    assert result.code == 0 and b"everything agrees" in result.out, result


def attempts(folder, items, attempt, threads=2):
    """Runs attempt(item, a folder of its own) for each item, two at a time; what each returns, in order, None left out."""
    folder = Path(folder)

    def one(numbered):
        index, item = numbered
        mine = folder / f"attempt-{index}"
        mine.mkdir()
        try:
            return attempt(item, mine)
        except AssertionError as error:
            return f"{item}: {str(error)[:1500]}"
        finally:
            shutil.rmtree(mine)

    with ThreadPoolExecutor(threads) as pool:
        return [found for found in pool.map(one, enumerate(items)) if found]


def check_none(problems, count):
    assert not problems, f"{len(problems)} of {count} (DAMAGE_SEED={SEED}):\n" + "\n".join(problems[:12])


def obligation_met_by(report, position):
    """The obligation of an audit's report that the event at a position discharges."""
    return next(o for o in json.loads(report)["obligations"] if (o.get("discharge") or {}).get("position") == position)
