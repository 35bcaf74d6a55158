"""The ledger's file: what is no ledger is refused and left alone; what was tampered with is found by `verify`.

The tampering goes through SQLite itself, in every table that has rows, whatever their names: one value of each column, a
row deleted, a row doubled. Only tables that cannot be derived from the log (format and migration notes) may stay unnoticed.
"""

import json
import random
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from cases import (
    TYPES, Ledger, base, check_no_crash, dumps, error_line, events, files, following, jsonl, run, succeed)

# A table with such a name says what the file is. Its content is not in the log: a change is refused at opening (65), found
# (1) or not noticed (0).
NOT_DERIVED = re.compile(r"(?i)(?:^|_)(?:meta|metadata|settings?|config|migrations?|identity|origin|format)(?:$|_)")

COMMANDS = {
    "record": lambda path: ("record", path, "-"),
    "audit": lambda path: ("audit", path),
    "events": lambda path: ("events", path),
    "follow": lambda path: ("events", path, "--follow"),
    "show": lambda path: ("show", path, "catalog"),
    "rebuild": lambda path: ("rebuild", path),
    "verify": lambda path: ("verify", path),
}


def apart(records):
    """The same records with ids of entries, requests and the like that no generated history uses."""
    prefixes = rb"E|SR|T|I|P|V|OA|PL|CN|CS|IF|PF|MC|DI|CO|PU|DA|DU|PD|TR|EV|RF"
    return [re.sub(rb'"(' + prefixes + rb')-', rb'"zz-\1-', dumps(r)) for r in records]


NEXT = apart(following().values())


def connect(ledger):
    """The ledger's file as SQLite sees it, with all of its tricks allowed."""
    connection = sqlite3.connect(ledger.path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def unchanged(copy, whole):
    stored = events(copy)
    if stored != whole[1]:
        wrong = next((i for i, (a, b) in enumerate(zip(stored, whole[1])) if a != b), min(len(stored), len(whole[1])))
        raise AssertionError(f"{len(stored)} of {len(whole[1])} events, and position {wrong} is not what was recorded")


def settle(ledger):
    """Moves whatever stands in the write-ahead log into the file, so that its bytes are all there is."""
    connection = connect(ledger)
    assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    connection.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A ledger with every type, a sealed bundle and an unfinished tail: to copy, never to write to."""
    folder = tmp_path_factory.mktemp("whole")
    ledger = Ledger.create(folder / "ledger", apart(base()))
    succeed("record", ledger, "-", stdin=jsonl(NEXT))
    # Its divisions have data authorities of their own already.
    succeed("record", ledger, "-", "--allow-violations", stdin=succeed("generate", "--events", 300, "--seed", 11).out)
    succeed("verify", ledger)
    settle(ledger)
    succeed("verify", ledger)
    return ledger, events(ledger)


# MARK: What is no ledger


def text_file(path, _):
    path.write_text("这不是账本。\n" * 300)


def empty_file(path, _):
    path.write_bytes(b"")


def one_byte(path, _):
    path.write_bytes(b"S")


def json_file(path, _):
    path.write_bytes(jsonl(base()))


def random_file(path, _):
    path.write_bytes(random.Random(5).randbytes(65_536))


def other_database(path, _):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE events (position INTEGER PRIMARY KEY, payload BLOB)")
    connection.execute("INSERT INTO events VALUES (0, x'00')")
    connection.commit()
    connection.close()


def other_application(path, _):
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA application_id = 1196444487; PRAGMA user_version = 10200; CREATE TABLE gpkg_contents (x)")
    connection.close()


def empty_database(path, _):
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE t (x); DROP TABLE t; VACUUM")
    connection.close()
    assert path.stat().st_size > 0


def pragma(name, value):
    def make(path, whole):
        shutil.copyfile(whole.path, path)
        connection = sqlite3.connect(path)
        assert connection.execute(f"PRAGMA {name}").fetchone()[0] != value
        connection.execute(f"PRAGMA {name} = {value}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return make


def truncated(size):
    def make(path, whole):
        raw = whole.path.read_bytes()
        path.write_bytes(raw[: size if isinstance(size, int) else int(len(raw) * size)])
    return make


def damaged(offset, new):
    def make(path, whole):
        raw = bytearray(whole.path.read_bytes())
        assert raw[offset: offset + len(new)] != new
        raw[offset: offset + len(new)] = new
        path.write_bytes(raw)
    return make


NO_LEDGERS = {
    "text-file": text_file, "empty-file": empty_file, "one-byte": one_byte, "json-lines": json_file, "random-bytes": random_file,
    "other-database": other_database, "other-application": other_application, "empty-database": empty_database,
    "application-id-0": pragma("application_id", 0), "application-id-other": pragma("application_id", 1196444487),
    "format-newer": pragma("user_version", 999), "format-0": pragma("user_version", 0),
    "format-negative": pragma("user_version", -1),
    "truncated-50-bytes": truncated(50), "truncated-100-bytes": truncated(100), "truncated-one-page": truncated(4096),
    "truncated-half": truncated(0.5), "truncated-nearly-whole": truncated(0.95),
    "header-magic": damaged(0, b"sQLite format 4\0"), "header-first-byte": damaged(0, b"\0"), "header-zeros": damaged(0, bytes(100)),
    "header-page-size": damaged(16, b"\x03\x21"), "header-read-version": damaged(19, b"\x09"),
    "header-payload-fraction": damaged(21, b"\x07"), "header-schema-format": damaged(44, b"\0\0\0\xff"),
    "header-application-id": damaged(68, b"\xff"), "header-user-version": damaged(60, b"\x7f"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", NO_LEDGERS)
def test_what_is_no_ledger_is_refused_and_left_alone(kind, command, whole, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "thing.sqlite"
    NO_LEDGERS[kind](path, whole[0])
    before = path.read_bytes()
    result = run(*COMMANDS[command](path), stdin=jsonl(NEXT), timeout=60)
    # A truncated ledger is still one: verify may also report what is missing as a finding.
    found = command == "verify" and kind.startswith("truncated") and result.code == 1
    if found:
        assert result.out.strip(), result
    else:
        line = error_line(result, 65)
        assert "thing.sqlite" in line, line
        if kind == "format-newer":
            assert "999" in line, f"the newer format is not named: {line}"
    assert path.read_bytes() == before, "the file was changed"
    if "-wal" not in "".join(files(folder)):
        assert list(files(folder)) == ["thing.sqlite"], files(folder).keys()
    else:
        assert all(not raw for name, raw in files(folder).items() if name.endswith("-wal")), "something waits to be written"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_no_ledger(command, tmp_path):
    (tmp_path / "folder").mkdir()
    line = error_line(run(*COMMANDS[command](tmp_path / "folder"), stdin=jsonl(base()), timeout=60), 65)
    assert "folder" in line and list((tmp_path / "folder").iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_file_is_66(command, tmp_path):
    line = error_line(run(*COMMANDS[command](tmp_path / "missing.sqlite"), stdin=jsonl(base()), timeout=60), 66)
    assert "missing.sqlite" in line and list(tmp_path.iterdir()) == []


def test_the_file_says_what_it_is(whole):
    connection = sqlite3.connect(whole[0].path)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    assert application != 0 and 1 <= version < 999 and journal == "wal"
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


def test_the_events_lie_in_the_file_for_any_tool(whole):
    """The tail's rows hold the canonical bytes: an auditor finds the last event with SQLite alone."""
    connection = connect(whole[0])
    last = whole[1][-1]
    found = any(
        (value if isinstance(value, bytes) else str(value).encode()) == last
        for table in tables(connection) for row in connection.execute(f"SELECT * FROM {quoted(table)}") for value in row)
    connection.close()
    assert found


# MARK: Tampering through SQLite


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def tables(connection):
    """Every table of the file but SQLite's own."""
    return [
        name for name, kind in connection.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
        if kind in ("table", "shadow") and not name.startswith("sqlite_")]


def columns(connection, table):
    """The columns that are stored (not generated), and those that name a row."""
    rows = list(connection.execute(f"PRAGMA table_xinfo({quoted(table)})"))
    stored = [r[1] for r in rows if r[6] == 0]
    keys = [r[1] for r in sorted((r for r in rows if r[5]), key=lambda r: r[5])]
    without_rowid = connection.execute(
        "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", (table,)).fetchone()[0]
    if not without_rowid:
        keys = [next(n for n in ("rowid", "_rowid_", "oid") if n not in {c.lower() for c in stored})]
    return stored, keys


def other_values(value):
    """Values of the same kind that are not this one, the smallest change first."""
    if isinstance(value, bytes):
        middle = len(value) // 2
        flips = [value[:i] + bytes([value[i] ^ 1]) + value[i + 1:] for i in (middle, len(value) - 1, 0) if value]
        return [*flips, value + b"\0"]
    if isinstance(value, int):
        return [value + 1, value - 1, value + 1_000_003, -value - 1]
    if isinstance(value, float):
        return [value + 1.0]
    if isinstance(value, str):
        changed = [value[:-1] + ("0" if value[-1] != "0" else "1")] if value else []
        return [*changed, value + "x"]
    return []


def without_triggers(connection, change):
    """Makes a change as one who does not let triggers stop him, and puts them back."""
    connection.execute("BEGIN IMMEDIATE")
    triggers = list(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {quoted(name)}")
    try:
        done = change()
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK")
        return False
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("COMMIT")
    return done


def tampers(whole):
    """(description, table, change) for every table: changes take a connection and say whether they were possible."""
    connection = connect(whole)
    generator = random.Random(31)
    result = []
    for table in tables(connection):
        stored, keys = columns(connection, table)
        name, where = quoted(table), " AND ".join(f"{quoted(k)} IS ?" for k in keys)
        key_list = ", ".join(map(quoted, keys))
        rows = list(connection.execute(f"SELECT {key_list} FROM {name} ORDER BY {key_list}"))
        if not rows:
            continue
        for column in stored:
            filled = list(connection.execute(
                f"SELECT {key_list}, {quoted(column)} FROM {name} WHERE {quoted(column)} IS NOT NULL ORDER BY {key_list}"))
            for row in ([generator.choice(filled)] if filled else []) + ([filled[-1]] if len(filled) > 1 and len(stored) <= 4 else []):
                *key, value = row

                def update(c, table=name, column=column, where=where, key=key, value=value):
                    for new in other_values(value):
                        def set_value(new=new):
                            return c.execute(
                                f"UPDATE {table} SET {quoted(column)} = ? WHERE {where}", (new, *key)).rowcount == 1
                        if without_triggers(c, set_value):
                            return True
                    return False

                result.append((f"{table}.{column} of {key}: {str(value)[:40]!r} changed", table, update))
        for label, row in {"first": rows[0], "some": generator.choice(rows), "last": rows[-1]}.items():
            def delete(c, table=name, where=where, row=row):
                return without_triggers(c, lambda: c.execute(f"DELETE FROM {table} WHERE {where}", row).rowcount == 1)

            result.append((f"{table}: {label} row {list(row)} deleted", table, delete))

        def empty(c, table=name):
            return without_triggers(c, lambda: c.execute(f"DELETE FROM {table}").rowcount >= 1)

        result.append((f"{table}: emptied", table, empty))
    connection.close()
    return result


def everywhere(whole, folder, trials, check):
    """Runs check(copy, trial) for each trial on a copy of its own, a few at a time; returns what went wrong."""
    def attempt(item):
        index, trial = item
        copy = whole.copy(folder / f"copy-{index}")
        try:
            return check(copy, trial)
        except AssertionError as error:
            return f"{trial[0]}: {str(error)[:1200]}"
        finally:
            shutil.rmtree(copy.folder)

    with ThreadPoolExecutor(3) as pool:
        return [problem for problem in pool.map(attempt, enumerate(trials)) if problem]


def apply(copy, change):
    connection = connect(copy)
    try:
        return change(connection)
    finally:
        connection.close()


def test_verify_finds_every_tampered_table(whole, tmp_path):
    trials = tampers(whole[0])
    tampered = set()

    def check(copy, trial):
        description, table, change = trial
        if not apply(copy, change):
            return None  # a constraint forbids it; other changes of this table count
        tampered.add(table)
        result = run("verify", copy, timeout=120)
        if NOT_DERIVED.search(table):
            assert result.code in (0, 1, 65), result
        else:
            assert result.code == 1, f"not found\n{result}"
        if result.code == 1:
            assert result.out.strip(), f"nothing is said\n{result}"
        assert result.err.count(b"\n") <= 1, result
        return None

    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, f"{len(problems)} of {len(trials)}:\n" + "\n".join(problems)
    assert tampered == {t[1] for t in trials}, "a table could not be tampered with at all"
    assert any(not NOT_DERIVED.search(t) for t in tampered)


def test_nothing_crashes_on_a_tampered_ledger(whole, tmp_path):
    """Every command on a tampered file either works or says in one line what is wrong."""
    everything = tampers(whole[0])
    trials = random.Random(41).sample(everything, min(24, len(everything)))

    def check(copy, trial):
        description, _, change = trial
        if not apply(copy, change):
            return None
        for name, arguments in COMMANDS.items():
            if name != "follow":
                result = run(*arguments(copy), stdin=jsonl(NEXT), timeout=120)
                if result.code not in (0, 1):
                    error_line(result, (65, 74))
        return None

    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, f"{len(problems)} of {len(trials)}:\n" + "\n".join(problems)


def test_rebuild_mends_what_can_be_derived(whole, tmp_path):
    """A changed projection makes `rebuild` say unequal (1); after it all is well again."""
    trials = [t for t in tampers(whole[0]) if " deleted" in t[0] and " last row" in t[0] and not NOT_DERIVED.search(t[1])]
    mended = []

    def check(copy, trial):
        description, table, change = trial
        if not apply(copy, change):
            return None
        result = run("rebuild", copy, timeout=120)
        assert result.code in (0, 1, 65), result
        if result.code == 1 and run("verify", copy).code == 0:
            mended.append(table)
            unchanged(copy, whole)
            assert "equal" in succeed("rebuild", copy).out.decode()
        return None

    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, "\n".join(problems)
    assert len(mended) >= 5, f"catalogue, requests, obligations, incidents and projects can be rebuilt; mended: {mended}"


def test_a_lost_table_or_index_never_crashes(whole, tmp_path):
    connection = connect(whole[0])
    trials = [
        (f"{kind} {name} dropped", name, f"DROP {kind} {quoted(name)}")
        for name, kind in connection.execute(
            "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'index', 'view') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")]
    connection.close()
    assert trials

    def check(copy, trial):
        def drop(c):
            c.execute(trial[2])
            return True

        if not apply(copy, drop):
            return None
        for arguments in (("verify", copy), ("events", copy), ("audit", copy), ("rebuild", copy)):
            result = run(*arguments, timeout=120)
            if result.code not in (0, 1):
                error_line(result, (65, 74))
        return None

    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, "\n".join(problems)


# MARK: Damage below SQLite


FLIPS = 64


def flips(size, count, seed):
    generator = random.Random(seed)
    return [(offset, 1 << generator.randrange(8)) for offset in sorted(generator.sample(range(100, size), count))]


def test_a_flipped_bit_anywhere_is_found_or_harmless(whole, tmp_path):
    """Each flip: verify finds it (1), the file is refused (65), or it lay in unused space and nothing changed."""
    trials = [(f"byte {o} ^ {b}", o, b) for o, b in flips(whole[0].path.stat().st_size, FLIPS, 71)]
    found = []

    def check(copy, trial):
        _, offset, bit = trial
        with open(copy.path, "r+b") as file:
            file.seek(offset)
            old = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([old ^ bit]))
        result = run("verify", copy, timeout=120)
        if result.code == 0:
            unchanged(copy, whole)
            assert json.loads(succeed("audit", copy, "--as-of", "2025-12-31", "--known-at", "2099-12-31", "--format", "json").out) == expected
        else:
            found.append(offset)
            if result.code == 1:
                assert result.out.strip(), result
            else:
                error_line(result, (65, 74))
        return None

    expected = json.loads(succeed("audit", whole[0], "--as-of", "2025-12-31", "--known-at", "2099-12-31", "--format", "json").out)
    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, "\n".join(problems)
    assert len(found) >= FLIPS * 2 // 5, f"only {len(found)} of {FLIPS} flips were found"


def test_no_damage_of_the_header_crashes(whole, tmp_path):
    raw = whole[0].path.read_bytes()
    trials = [(f"header byte {o} = {v}", o, v) for o in range(100) for v in (raw[o] ^ 0xFF,)]

    def check(copy, trial):
        _, offset, value = trial
        with open(copy.path, "r+b") as file:
            file.seek(offset)
            file.write(bytes([value]))
        for name in ("verify", "events") if offset % 4 == 0 else ("verify",):
            result = run(name, copy, timeout=120)
            if result.code == 0:
                unchanged(copy, whole)
            elif result.code == 1:
                assert name == "verify" and result.out.strip(), result
            else:
                error_line(result, (65, 74))
        return None

    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, "\n".join(problems)


def test_a_damaged_page_never_crashes(whole, tmp_path):
    """Whole pages of zeros, of noise, and of another page."""
    raw = whole[0].path.read_bytes()
    size = int.from_bytes(raw[16:18], "big")
    count = len(raw) // size
    pages = random.Random(81).sample(range(1, count), min(15, count - 1))
    trials = [(f"page {p}: {how}", p, how) for p, how in zip(pages, ["zeros", "noise", "another"] * 5)]

    def check(copy, trial):
        _, page, how = trial
        damage = bytearray(raw)
        other = page % (count - 1) + 1
        new = {"zeros": bytes(size), "noise": random.Random(page).randbytes(size), "another": raw[other * size: (other + 1) * size]}
        damage[page * size: (page + 1) * size] = new[how]
        copy.path.write_bytes(damage)
        for arguments in (("verify", copy), ("events", copy), ("audit", copy), ("rebuild", copy)):
            result = run(*arguments, timeout=120)
            check_no_crash(result)
            if result.code not in (0, 1):
                error_line(result, (65, 74))
        return None

    problems = everywhere(whole[0], tmp_path, trials, check)
    assert not problems, "\n".join(problems)


def test_a_ledger_moves_with_its_file_alone(whole, tmp_path):
    """After a clean end the file alone is the ledger."""
    (tmp_path / "elsewhere").mkdir()
    moved = Ledger(tmp_path / "elsewhere")
    one = whole[0].copy(tmp_path / "one")
    succeed("record", one, "-", stdin=jsonl([{**following()["incident.detected"], "id": "moved", "data": {
        **following()["incident.detected"]["data"], "incident": "moved"}}]))
    stored = events(one)
    shutil.copyfile(one.path, moved.path)
    assert events(moved) == stored and len(stored) == len(whole[1]) + 1
    succeed("verify", moved)
    assert {json.loads(e)["type"] for e in stored} == set(TYPES)
