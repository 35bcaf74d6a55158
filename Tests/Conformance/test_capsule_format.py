"""The independent reading of capsules on capsules that it writes itself, and the one that the Swift tests read.

`capsules/python.tar` is what `example()` writes. The Swift tests (CapsuleFixtureTests) read it, write the same log and
compare every member; so both sides have the same format to the byte, but for the compressed form of bundles.
"""

import random
import subprocess
from pathlib import Path

import jsonschema
import pytest

import capsule
import schemas
import transparency as t

FIXTURE = Path(__file__).parent / "capsules" / "python.tar"
KEY = t.SignerKey("capsule.example/log", t.SIGNATURE, bytes([1]) * 32)
POLICY = t.read_policy(f"log {KEY.verifier.text}\nquorum none\n".encode())
NOTICES = {
    "schema": "govledger.notices/1",
    "notices": [{"notice": "国办发〔2024〕1号", "issuedOn": "2024-01-01", "off": ["2024-01-01"], "worked": []}],
}
BOOK = {
    "schema": "govledger.rule-book/1", "book": "tiny/1", "title": {"zh": "办法", "en": "measures"}, "inForceFrom": "2020-02-01",
    "obligations": [], "violations": [],
}


def entry(position: int) -> bytes:
    return f"event {position}".encode()


def signed(entries: list, size: int, key=KEY) -> bytes:
    text = t.Checkpoint("capsule.example/log", size, t.root([t.leaf_hash(each) for each in entries[:size]])).text
    return t.sign(text, key.line(text))


def example(size: int = 258, earlier=(0, 7, 256)) -> bytes:
    entries = [entry(position) for position in range(size)]
    older = [signed(entries, each) for each in earlier if each < size]
    return capsule.write(entries, signed(entries, size), NOTICES, [BOOK], older, projections=bytes(range(32)))


def without_frames(data: bytes) -> list:
    """The members, but frames as their entries; another version of the lz4 tool may pack otherwise."""
    members = capsule.read_archive(data)[:-1]
    return [(name, capsule.unpack(content) if name.endswith(".lz4") else content) for name, content in members]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 513])
def test_round_trip(size):
    found = capsule.read(example(size), POLICY)
    assert found.entries == [entry(position) for position in range(size)]
    assert [each.size for each in found.earlier] == [each for each in (0, 7, 256) if each < size]
    assert found.notices == NOTICES and found.books == [BOOK]
    schemas.validator("capsule").validate(found.summary)
    schemas.validator("notice").validate(found.notices)


def test_the_fixture_is_what_is_written():
    data = FIXTURE.read_bytes()
    assert capsule.read(data, POLICY).checkpoint.size == 258
    assert without_frames(data) == without_frames(example())


def test_any_tool_opens_it():
    names = subprocess.run(["tar", "tf", FIXTURE], check=True, capture_output=True, text=True).stdout.split()
    assert names == [name for name, _ in capsule.read_archive(FIXTURE.read_bytes())]
    assert names[:5] == ["capsule.json", "checkpoint", "checkpoints/0", "checkpoints/7", "checkpoints/256"]
    assert names[5:] == [
        "notices.json", "rule-books/tiny-1.json", "tile/1/000.p/1", "tile/0/001.p/2", "tile/0/000", "tile/entries/000.lz4",
        "tile/entries/001.p/2.lz4", "digest",
    ]


def test_order_of_a_tree_of_three_levels():
    members = list(capsule.tree_members(65_536 + 257))
    assert members[:7] == [(2, 0, 1), (1, 1, 1), (0, 257, 1), (1, 0, 256), (0, 0, 256), ("entries", 0, 256), (0, 1, 256)]
    assert members[-3:] == [(0, 256, 256), ("entries", 256, 256), ("entries", 257, 1)]
    assert sorted((level, *rest) for level, *rest in members if level != "entries") == sorted(t.tiles(65_536 + 257))


def test_every_changed_byte_is_refused():
    data, rng = example(4, (3,)), random.Random(3)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= rng.randrange(1, 256)
        with pytest.raises(t.Refused):
            capsule.read(bytes(changed), POLICY)


def test_cut_and_longer_files_are_refused():
    data = example(4)
    for changed in [data[:-1], data[:-512], data[:-1024], data[:700], data + bytes(512), b"", data + data]:
        with pytest.raises(t.Refused):
            capsule.read(changed, POLICY)


def change(name: str, content: bytes):
    members = capsule.read_archive(example())[:-1]
    assert name in dict(members)
    return capsule.archive([(each, content if each == name else found) for each, found in members])


@pytest.mark.parametrize("name, content", [
    ("checkpoints/7", signed([entry(position + 1) for position in range(7)], 7)),
    ("checkpoints/7", signed([entry(position) for position in range(8)], 8)),
    ("checkpoint", signed([entry(position) for position in range(258)], 258, t.SignerKey(KEY.name, t.SIGNATURE, bytes([2]) * 32))),
    ("checkpoint", signed([entry(position) for position in range(257)], 257)),
    ("tile/0/000", bytes(8192)),
    ("tile/1/000.p/1", bytes(32)),
    ("tile/entries/001.p/2.lz4", capsule.pack([entry(256), entry(256)])),
    ("tile/entries/001.p/2.lz4", capsule.pack([entry(256)])),
    ("notices.json", b"{}\n"),
])
def test_what_does_not_agree_is_refused_under_a_right_digest(name, content):
    with pytest.raises(t.Refused):
        capsule.read(change(name, content), POLICY)


def test_members_out_of_order_are_refused_under_a_right_digest():
    members = capsule.read_archive(example())[:-1]
    for place in range(len(members) - 1):
        swapped = members[:place] + [members[place + 1], members[place]] + members[place + 2:]
        for other in [swapped, members[:place] + members[place + 1:], members[:place + 1] + members[place:]]:
            with pytest.raises(t.Refused):
                capsule.read(capsule.archive(other), POLICY)


@pytest.mark.parametrize("other", [
    {"size": -1}, {"size": "258"}, {"schema": "govledger.capsule/2"}, {"ruleBooks": ["tiny/1", "tiny/1"]}, {"ruleBooks": ["tiny"]},
    {"checkpoints": 100_001}, {"root": "x"}, {"ledgerDigests": {}}, {"more": 1},
])
def test_schema_refuses_other_summaries(other):
    summary = capsule.read(example(4), POLICY).summary
    with pytest.raises(jsonschema.ValidationError):
        schemas.validator("capsule").validate({**summary, **other})
