"""What can be made again from the events is not believed blindly: indexes, tiles, the places of the law.

An id that the index has lost must not be recorded a second time, a stream must not lose an event, and a second answer to one
request must not be taken for the first. `rebuild` makes all of it again, and leaves the events and the head alone.

Where entries of the index are is known of format 8: they are looked for by their hash, and where they are not found (another
format) bits are flipped at random.
"""

import hashlib
import json
import re
import sqlite3
from contextlib import closing

import pytest

from cases import events, jsonl, receipts, run, succeed
from damage import (
    NOTICES, TIMES, Site, attempts, change, check_none, everything_agrees, flipped, generated, head, remove_beside, rows, scaled, seeded, stored,
    wrong)

GENERATED, REPEATED = 5000, 80
SIZE, INDEXED = NOTICES + GENERATED + REPEATED, 4096  # the first run of the index is written when it is full
# Acts that may be done again and again: only the index stands between the same id and a second event.
REPEATABLE = ("quality.assessed", "security.drill-held", "security.assessed", "officer.designated", "open.use-reported")
GIVEN = ("position", "stream", "version", "recordedAt", "schema", "sourceRecordedAt")
AUDIT = (*TIMES, "--format", "json")


class Indexed:
    def __init__(self, site):
        self.site = site
        self.events = [json.loads(entry) for entry in stored(site.ledger)]
        self.lines = [{k: v for k, v in event.items() if k not in GIVEN} for event in self.events]
        with closing(sqlite3.connect(site.ledger)) as database:
            self.index = dict(database.execute("SELECT key, data FROM log_index"))
        self.head = head(site.ledger)
        self.audit = succeed("audit", site.ledger, *AUDIT).out
        remove_beside(site.ledger)
        self.again = [p for p in range(INDEXED) if self.events[p]["type"] in REPEATABLE]
        self.answered = [
            p for p in range(INDEXED)
            if self.events[p]["type"] == "share.replied" and self.is_newest(p)]

    def is_newest(self, position):
        stream = self.events[position]["stream"]
        return all(e["stream"] != stream for e in self.events[position + 1:position + 400])

    def stream(self, name):
        return [e["position"] for e in self.events if e["stream"] == name]

    def copy(self, folder, *statements):
        site = self.site.copy(folder / "site")
        if statements:
            assert change(site.ledger, *statements) == len(statements)
            remove_beside(site.ledger)
        return site


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    lines = generated(GENERATED, 1)
    half = GENERATED // 2
    acts = [act for act in map(json.loads, lines[:half]) if act["type"] in REPEATABLE]
    repeated = [{**acts[i % len(acts)], "id": f"repeated-{i}"} for i in range(REPEATED)]
    site = Site.of(tmp_path_factory.mktemp("indexed") / "site", [*lines[:half], *jsonl(repeated).splitlines(keepends=True), *lines[half:]])
    found = Indexed(site)
    assert found.index, "a log of this size has rows in log_index"
    assert len(found.again) > 50 and len(found.answered) > 50
    return found


# MARK: Where a name stands in the index


def name_hash(name):
    return hashlib.sha256(b"\0" + name.encode()).digest()


def entry_places(index, name, position):
    """(key, place of the first byte) of the eight bytes for an event: its offset, and forty bits of the hash of its name."""
    needle = position.to_bytes(3, "little") + name_hash(name)[:5][::-1]
    return [(key, data.find(needle)) for key, data in index.items() if needle in data]


SALTS = (0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31)


def filter_bits(name, prefixes=INDEXED):
    """(place of the byte, bit) of the eight bits that a run's filter has for a name: a split-block Bloom filter."""
    bits = int.from_bytes(name_hash(name)[:5], "big")
    blocks = (prefixes * 12 + 255) // 256
    mixed = bits
    for factor in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
        mixed = (mixed ^ mixed >> 33) * factor % 2**64
    key = (mixed ^ mixed >> 33) % 2**32
    block = (bits >> 8) * blocks >> 32
    for lane, salt in enumerate(SALTS):
        bit = (key * salt % 2**32) >> 27
        yield block * 32 + lane * 4 + bit // 8, bit % 8


def flip_entry(whole, name, position, generator):
    """A bit of the entry of an event, anywhere in it."""
    found = entry_places(whole.index, name, position)
    if not found:
        return flip_anywhere(whole, generator)
    key, place = generator.choice(found)
    return key, place + generator.randrange(8), generator.randrange(8)


def flip_filter(whole, name, position, generator):
    """One of the bits by which the filter knows the name. The filter is a row of the same index without entries."""
    places = list(filter_bits(name))
    keys = [
        key for key, data in whole.index.items()
        if all(place < len(data) and data[place] >> bit & 1 for place, bit in places) and not len(data) == 8 * INDEXED]
    if not keys:
        return flip_anywhere(whole, generator)
    return generator.choice(keys), *generator.choice(places)


def flip_end(whole, name, position, generator):
    """The last bytes of a row: what ends it, such as a checksum."""
    key = generator.choice(sorted(whole.index))
    return key, len(whole.index[key]) - 1 - generator.randrange(16), generator.randrange(8)


def flip_anywhere(whole, generator):
    key = generator.choice(sorted(whole.index))
    return key, generator.randrange(len(whole.index[key])), generator.randrange(8)


def flip_kind(kind):
    """A bit of a row of one kind, which the key's upper bits tell: 2 for recent events, 3 for the types of bundles."""
    def flip(whole, name, position, generator):
        keys = [key for key in sorted(whole.index) if key >> 59 == kind]
        if not keys:
            return flip_anywhere(whole, generator)
        key = generator.choice(keys)
        return key, generator.randrange(len(whole.index[key])), generator.randrange(8)
    return flip


REGIONS = {
    "entry": flip_entry, "filter": flip_filter, "end": flip_end, "anywhere": lambda w, name, position, g: flip_anywhere(w, g),
    "recent": flip_kind(2), "types": flip_kind(3)}


def drawn(whole, region, purpose, positions, name, count):
    """Positions, and a flip in the index of the event there: of its `id`, or of its `stream`."""
    trials = []
    for index in range(scaled(count)):
        generator = seeded(purpose, region, index)
        position = generator.choice(positions)
        trials.append((position, REGIONS[region](whole, whole.events[position][name], position, generator)))
    return trials


def damaged(whole, flip, folder):
    key, place, bit = flip
    return whole.copy(folder, ("UPDATE log_index SET data = ? WHERE key = ?", flipped(whole.index[key], place, bit), key))


@pytest.mark.parametrize("region", REGIONS)
def test_the_same_id_is_never_recorded_twice(region, whole, tmp_path):
    """Recorded again, a line is answered as already recorded, or refused: there is no second event of its id."""
    trials = drawn(whole, region, "ids", whole.again, "id", count=30)

    def attempt(trial, folder):
        position, flip = trial
        site = damaged(whole, flip, folder)
        others = seeded("others", position).sample(whole.again, 5)
        result = run("record", site.ledger, "-", "--import", stdin=jsonl([whole.lines[p] for p in [position, *others]]))
        if head(site.ledger) != whole.head:
            return f"row {flip[0]}, byte {flip[1]}, bit {flip[2]}: a second event of {whole.lines[position]['id']}\n{result}"
        assert result.code != 0 or receipts(result.out)[0].added == 0, result
        return None

    check_none(attempts(tmp_path, trials, attempt), len(trials))


@pytest.mark.parametrize("region", REGIONS)
def test_no_stream_loses_an_event(region, whole, tmp_path):
    """`events --stream` prints all of a stream's events, or fails."""
    trials = drawn(whole, region, "streams", whole.answered, "stream", count=30)

    def attempt(trial, folder):
        position, flip = trial
        site = damaged(whole, flip, folder)
        stream = whole.events[position]["stream"]
        result = run("events", site.ledger, "--stream", stream)
        found = [json.loads(line)["position"] for line in result.out.splitlines()]
        if result.code == 0 and found != whole.stream(stream):
            return f"row {flip[0]}, byte {flip[1]}, bit {flip[2]}: {stream} has {whole.stream(stream)}, printed: {found}"
        return None

    check_none(attempts(tmp_path, trials, attempt), len(trials))


@pytest.mark.parametrize("region", ["anywhere", "recent", "types"])
def test_no_type_loses_an_event(region, whole, tmp_path):
    """`events --type` prints all of a type's events, or fails."""
    trials = []
    for index in range(scaled(30)):
        generator = seeded("types", region, index)
        trials.append((generator.choice(whole.events)["type"], REGIONS[region](whole, None, 0, generator)))

    def attempt(trial, folder):
        kind, flip = trial
        site = damaged(whole, flip, folder)
        result = run("events", site.ledger, "--type", kind)
        found = [json.loads(line)["position"] for line in result.out.splitlines()]
        expected = [e["position"] for e in whole.events if e["type"] == kind]
        if result.code == 0 and found != expected:
            return f"row {flip[0]}, byte {flip[1]}, bit {flip[2]}: {kind} has {len(expected)} events, printed: {len(found)}"
        return None

    check_none(attempts(tmp_path, trials, attempt), len(trials))


@pytest.mark.parametrize("region", ["entry", "filter"])
def test_no_request_is_answered_twice(region, whole, tmp_path):
    """What may follow is decided by the whole stream: a reply that the index has lost still stands."""
    trials = drawn(whole, region, "answers", whole.answered, "stream", count=30)

    def attempt(trial, folder):
        position, flip = trial
        site = damaged(whole, flip, folder)
        second = {k: v for k, v in whole.lines[position].items() if k not in ("causation", "correlation")}
        result = run("record", site.ledger, "-", "--import", stdin=jsonl([{**second, "id": "a-second-reply"}]))
        if result.code == 0 or head(site.ledger) != whole.head:
            return f"row {flip[0]}, byte {flip[1]}, bit {flip[2]}: a second reply in {whole.events[position]['stream']}\n{result}"
        return None

    check_none(attempts(tmp_path, trials, attempt), len(trials))


# MARK: rebuild


def mended(whole, site):
    """`rebuild` makes all agree again, and neither events nor head are other than before."""
    with closing(sqlite3.connect(site.ledger)) as database:
        before = database.execute("SELECT count(*), sum(length(data)) FROM log_bundles").fetchone()
    first = run("verify", site.ledger)
    assert first.code in (0, 1), first
    rebuilt = run("rebuild", site.ledger)
    assert rebuilt.code in (0, 1), rebuilt
    assert first.code == 0 or rebuilt.code == 1 and rebuilt.out.strip(), f"something was wrong, and nothing is said of it\n{rebuilt}"
    everything_agrees(site.ledger)
    assert head(site.ledger) == whole.head
    with closing(sqlite3.connect(site.ledger)) as database:
        assert database.execute("SELECT count(*), sum(length(data)) FROM log_bundles").fetchone() == before
        assert dict(database.execute("SELECT key, data FROM log_index")) == whole.index
    return first, rebuilt


@pytest.mark.parametrize("region", REGIONS)
def test_rebuild_mends_an_index(region, whole, tmp_path):
    trials = drawn(whole, region, "mend", whole.again, "id", count=3)

    def attempt(trial, folder):
        _, flip = trial
        site = damaged(whole, flip, folder)
        first, rebuilt = mended(whole, site)
        assert first.code == 1, f"row {flip[0]}, byte {flip[1]}, bit {flip[2]} was not found\n{first}"
        return None

    check_none(attempts(tmp_path, trials, attempt), len(trials))


def index_deleted(whole, generator):
    return [("DELETE FROM log_index WHERE key = ?", generator.choice(sorted(whole.index)))]


def index_emptied(whole, generator):
    return [("UPDATE log_index SET data = x'' WHERE key = ?", generator.choice(sorted(whole.index)))]


def index_added(whole, generator):
    key, data = generator.choice(sorted(whole.index.items()))
    return [("INSERT INTO log_index (key, data) VALUES (?, ?)", max(whole.index) + 65_536, data)]


def tile_flipped(whole, generator):
    level, number, hashes = generator.choice(rows(whole.site.ledger, "log_tiles"))
    changed = flipped(hashes, generator.randrange(len(hashes)), generator.randrange(8))
    return [("UPDATE log_tiles SET hashes = ? WHERE level = ? AND number = ?", changed, level, number)]


def last_tile_flipped(whole, generator):
    """A tile at the edge, from which the next root is made."""
    level, number, hashes = max(r for r in rows(whole.site.ledger, "log_tiles") if r[0] == 0)
    changed = flipped(hashes, generator.randrange(len(hashes)), generator.randrange(8))
    return [("UPDATE log_tiles SET hashes = ? WHERE level = ? AND number = ?", changed, level, number)]


def tile_deleted(whole, generator):
    level, number, _ = generator.choice(rows(whole.site.ledger, "log_tiles"))
    return [("DELETE FROM log_tiles WHERE level = ? AND number = ?", level, number)]


def tile_added(whole, generator):
    level, number, hashes = max(rows(whole.site.ledger, "log_tiles"))
    return [("INSERT INTO log_tiles (level, number, hashes) VALUES (?, ?, ?)", level, number + 1, hashes)]


def law_positions(whole):
    return [row[0] for row in rows(whole.site.ledger, "log_law")]


def law_deleted(whole, generator):
    """A notice of which nobody knows any more: due dates become others."""
    return [("DELETE FROM log_law WHERE position = ?", generator.choice(law_positions(whole)))]


def first_law_deleted(whole, generator):
    return [("DELETE FROM log_law WHERE position = ?", min(law_positions(whole)))]


def law_moved(whole, generator):
    free = next(p for p in range(200, SIZE) if p not in law_positions(whole))
    return [("UPDATE log_law SET position = ? WHERE position = ?", free, generator.choice(law_positions(whole)))]


def law_added(whole, generator):
    free = next(p for p in range(200, SIZE) if p not in law_positions(whole))
    return [("INSERT INTO log_law (position) VALUES (?)", free)]


def law_beyond(whole, generator):
    return [("INSERT INTO log_law (position) VALUES (?)", SIZE + 1000)]


DAMAGES = [
    index_deleted, index_emptied, index_added, tile_flipped, last_tile_flipped, tile_deleted, tile_added, law_deleted,
    first_law_deleted, law_moved, law_added, law_beyond]
damages = pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)


@damages
def test_a_damaged_table_of_the_log_changes_no_report(damage, whole, tmp_path):
    site = whole.copy(tmp_path, *damage(whole, seeded(damage.__name__)))
    found = wrong(run("audit", site.ledger, *AUDIT), whole.audit)
    assert not found, found
    remove_beside(site.ledger)
    stream = whole.events[whole.answered[0]]["stream"]
    truth = succeed("events", whole.site.ledger, "--stream", stream).out
    found = wrong(run("events", site.ledger, "--stream", stream), truth, partly=True)
    assert not found, found


@damages
def test_nothing_wrong_is_recorded_over_a_damaged_table_of_the_log(damage, whole, tmp_path):
    """A record is refused and changes nothing, or the head that follows is that of the whole log with this event at its end."""
    site = whole.copy(tmp_path, *damage(whole, seeded(damage.__name__)))
    copy = whole.copy(tmp_path / "true")
    line = {**whole.lines[whole.again[-1]], "id": "one-more"}
    result = run("record", site.ledger, "-", "--import", stdin=jsonl([line]))
    if result.code != 0:
        assert head(site.ledger) == whole.head, result
        assert result.err.strip() and result.out == b"", result
        return
    # The time of recording differs, and the root with it: what must be so is that the events give it.
    import transparency as t

    entries = stored(site.ledger)
    assert entries[:SIZE] == stored(copy.ledger) and len(entries) == SIZE + 1
    size, root = head(site.ledger)
    assert (size, root) == (SIZE + 1, t.root([t.leaf_hash(e) for e in entries])), f"the head is not that of the events\n{result}"


@damages
def test_rebuild_mends_a_damaged_table_of_the_log(damage, whole, tmp_path):
    """The events are intact: `rebuild` says what it mended, and then all agrees under the head as it was."""
    site = whole.copy(tmp_path, *damage(whole, seeded(damage.__name__)))
    first, rebuilt = mended(whole, site)
    assert first.code == 1, f"verify did not find it\n{first}"
    assert not re.search(rb"(?<!not )\bequal\b", rebuilt.out), rebuilt
    assert rows(site.ledger, "log_tiles") == rows(whole.site.ledger, "log_tiles")
    assert rows(site.ledger, "log_law") == rows(whole.site.ledger, "log_law")
    assert succeed("audit", site.ledger, *AUDIT).out == whole.audit


def test_without_damage_all_this_is_answered(whole, tmp_path):
    """The same lines, streams and replies on the whole ledger: what is refused above is refused for the damage."""
    site = whole.copy(tmp_path)
    again = receipts(succeed("record", site.ledger, "-", "--import", stdin=jsonl([whole.lines[p] for p in whole.again])).out)
    assert (again[0].added, again[0].already) == (0, len(whole.again))
    one_more = {**whole.lines[whole.again[-1]], "id": "one-more"}
    assert receipts(succeed("record", site.ledger, "-", "--import", stdin=jsonl([one_more])).out)[0].added == 1
    for position in whole.answered[:3]:
        stream = whole.events[position]["stream"]
        assert [json.loads(e)["position"] for e in events(site.ledger, "--stream", stream)] == whole.stream(stream)
    for kind in ("share.replied", "officer.designated", "calendar.notice-issued"):
        printed = [json.loads(e)["position"] for e in events(site.ledger, "--type", kind)]
        assert printed[:-1 if kind == one_more["type"] else None] == [e["position"] for e in whole.events if e["type"] == kind]
    assert {key >> 59 for key in whole.index} == {0, 1, 2, 3}
    assert entry_places(whole.index, whole.events[whole.again[0]]["id"], whole.again[0]), "the layout of the index is another"
