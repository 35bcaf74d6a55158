"""A ledger of 2,000 events in which one byte was flipped: `verify` finds it and names the first place that is wrong.

CONFORMANCE_SCALE multiplies the sample; at 1 it is a few hundred flips of some 300,000 that are possible.
"""

import os
import random
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

import capsule
import tool
from cases import run, succeed

ORIGIN = "tampered.example/city"
SCALE = tool.scale()
EVENTS = 2000


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tampered")
    ledger, key = folder / "ledger", folder / "key"
    succeed("keygen", "--origin", ORIGIN, "--output", key)
    succeed("init", "--empty", ledger, "--origin", ORIGIN)
    lines = succeed("generate", "--events", str(EVENTS), "--seed", "21").out.splitlines(keepends=True)
    for start in (0, EVENTS // 2):
        succeed("record", ledger, "-", "--import", stdin=b"".join(lines[start:start + EVENTS // 2]))
        succeed("checkpoint", ledger, "--key", key)
    change(ledger, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert not succeed("verify", ledger).out.startswith(b"disagree")
    return ledger


def change(ledger, statement, *values):
    database = sqlite3.connect(ledger, isolation_level=None)
    try:
        database.execute(statement, values).fetchall()
    finally:
        database.close()


def flipped(data, generator):
    changed = bytearray(data)
    changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
    return bytes(changed)


def in_bundle(row, generator):
    return f"bundle {row[0]}", flipped(row[1], generator)


def in_event_of_bundle(row, generator):
    """A byte of an event, with the bundle compressed anew, as somebody would who wants it to go unnoticed."""
    entries = capsule.unpack(row[1])
    place = generator.randrange(len(entries))
    entries[place] = flipped(entries[place], generator)
    position = row[0] * 256 + place
    return rf"position {position}\b|tile 0/{row[0]} |bundle {row[0]}\b", capsule.pack(entries)


def in_tail(row, generator):
    # A time of recording that was put off shows at the event after it.
    return rf"position ({row[0]}|{row[0] + 1})\b|log_head|checkpoint", flipped(row[1], generator)


def in_tile(row, generator):
    return f"tile {row[0] >> 32}/{row[0] & 0xFFFFFFFF} ", flipped(row[1], generator)


def in_checkpoint(row, generator):
    return rf"checkpoint.*\b{row[0]}\b", flipped(row[1], generator)


KINDS = {
    "bundle": (in_bundle, "SELECT number, data FROM log_bundles", "UPDATE log_bundles SET data = ? WHERE number = ?"),
    "event": (in_event_of_bundle, "SELECT number, data FROM log_bundles", "UPDATE log_bundles SET data = ? WHERE number = ?"),
    "tail": (in_tail, "SELECT position, event FROM log_tail", "UPDATE log_tail SET event = ? WHERE position = ?"),
    "tile": (
        in_tile, "SELECT level << 32 | number, hashes FROM log_tiles",
        "UPDATE log_tiles SET hashes = ? WHERE level << 32 | number = ?"),
    "checkpoint": (
        in_checkpoint, "SELECT size, note FROM log_checkpoints", "UPDATE log_checkpoints SET note = ? WHERE size = ?"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_byte_is_found_and_named(kind, whole, tmp_path):
    damage, select, update = KINDS[kind]
    database = sqlite3.connect(whole)
    rows = database.execute(select).fetchall()
    database.close()
    assert rows

    def attempt(index):
        generator = random.Random(f"{kind} {index}")
        row = generator.choice(rows)
        expected, data = damage(row, generator)
        copy = tmp_path / f"{kind}-{index}"
        shutil.copy(whole, copy)
        change(copy, update, data, row[0])
        result = run("verify", copy)
        for suffix in ("", "-wal", "-shm", "-lock"):
            if os.path.exists(f"{copy}{suffix}"):
                os.unlink(f"{copy}{suffix}")
        return expected, result

    with ThreadPoolExecutor(4) as pool:
        for expected, result in pool.map(attempt, range(int(60 * SCALE))):
            assert result.code == 1, f"expected {expected}\n{result}"
            assert re.search(expected, result.out.decode()), f"expected {expected}\n{result}"
