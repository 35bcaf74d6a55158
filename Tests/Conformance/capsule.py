"""A capsule read and written independently, from the description in Schemas/capsule.json.

One POSIX ustar archive with a log's events, tiles, signed checkpoints, notices and rule books. The archive is Python's
tarfile, the frames are the `lz4` tool's, trees and signatures are transparency.py's; nothing is shared with the tool.

    python capsule.py FILE POLICY       verifies a capsule and says what it holds
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import rfc8785

import transparency as t

SCHEMA = "govledger.capsule/1"
MOST_DOCUMENT, MOST_BOOKS, MOST_CHECKPOINTS, MOST_NOTE = 1 << 18, 64, 100_000, 1_000_000
BLOCK = 512


@dataclass
class Capsule:
    summary: dict
    checkpoint: t.Checkpoint
    earlier: list
    notices: dict
    books: list
    entries: list


# The archive


def header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info.tobuf(tarfile.USTAR_FORMAT)


def member(name: str, content: bytes) -> bytes:
    return header(name, len(content)) + content + bytes(-len(content) % BLOCK)


def archive(members) -> bytes:
    """The members, the digest over them and the end mark."""
    raw = [member(name, content) for name, content in members]
    digest = t.base64_text(t.root([t.leaf_hash(each) for each in raw])) + "\n"
    return b"".join(raw) + member("digest", digest.encode()) + bytes(2 * BLOCK)


def read_archive(data: bytes) -> list:
    """Name and content of every member; the archive must be byte for byte as it is written here."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:", format=tarfile.USTAR_FORMAT) as archived:
            members = [(each.name, archived.extractfile(each).read()) for each in archived if each.isreg()]
    except tarfile.TarError as error:
        raise t.Refused(f"not an archive: {error}") from None
    t.need(members and members[-1][0] == "digest", "no digest at the end")
    t.need(archive(members[:-1]) == data, "not the bytes that are written for these members")
    return members


# Bundles


def pack(entries: list) -> bytes:
    bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bundle"
        file.write_bytes(bundle)
        # The tool can say the content's size only of a file.
        return subprocess.run(["lz4", "-q", "-c", "-9", "--content-size", file], check=True, capture_output=True).stdout


def unpack(frame: bytes) -> list:
    done = subprocess.run(["lz4", "-q", "-d", "-c"], input=frame, capture_output=True)
    t.need(done.returncode == 0, f"not a frame: {done.stderr.decode()[:200]}")
    return t.read_bundle(done.stdout)


# The tree's members


def bundle_path(number: int, width: int) -> str:
    return t.tile_path("entries", number, width) + ".lz4"


def tree_members(size: int):
    """Level (or the word entries), number and width of the tree's members in their order."""
    whole = {level: (size >> 8 * level) // 256 for level in range(8)}
    partial = {level: (size >> 8 * level) % 256 for level in range(8)}
    for level in reversed(range(8)):
        if partial[level]:
            yield level, whole[level], partial[level]

    def below(level, number):
        yield level, number, 256
        if level == 0:
            yield "entries", number, 256
        else:
            for child in range(256):
                yield from below(level - 1, number * 256 + child)

    for level in reversed(range(1, 8)):
        for place in range(partial[level]):
            yield from below(level - 1, whole[level] * 256 + place)
    if partial[0]:
        yield "entries", whole[0], partial[0]


# Capsules


def write(entries: list, checkpoint: bytes, notices: dict, books: list, earlier=(), projections: bytes = None) -> bytes:
    """`checkpoint` and `earlier` are signed notes, the earlier ones by ascending size."""
    claim = t.read_checkpoint(t.read_note(checkpoint).text)
    leaves = [t.leaf_hash(entry) for entry in entries]
    books = sorted(books, key=lambda book: book_path(book["book"]))
    summary = {
        "schema": SCHEMA, "origin": claim.origin, "size": claim.size, "root": t.base64_text(claim.root),
        "ruleBooks": [book["book"] for book in books], "notices": len(notices["notices"]), "checkpoints": len(earlier),
    }
    if projections is not None:
        summary["ledgerDigests"] = {"projections": t.base64_text(projections)}
    members = [("capsule.json", rfc8785.dumps(summary)), ("checkpoint", checkpoint)]
    for note in earlier:
        members.append((f"checkpoints/{t.read_checkpoint(t.read_note(note).text).size}", note))
    members.append(("notices.json", rfc8785.dumps(notices)))
    members += [(book_path(book["book"]), rfc8785.dumps(book)) for book in books]
    for level, number, width in tree_members(claim.size):
        if level == "entries":
            members.append((bundle_path(number, width), pack(entries[number * 256:number * 256 + width])))
        else:
            members.append((t.tile_path(level, number, width), t.tile(leaves, level, number, width)))
    return archive(members)


def book_path(name: str) -> str:
    return f"rule-books/{name.replace('/', '-')}.json"


def read(data: bytes, policy: t.Policy) -> Capsule:
    """Verifies all of a capsule."""
    members = iter(read_archive(data))

    def content(name, most):
        found, data = next(members, ("the end", b""))
        t.need(found == name, f"{found} where {name} must stand")
        t.need(len(data) <= most, f"{name} has {len(data)} bytes")
        return data

    def document(name):
        data = content(name, MOST_DOCUMENT)
        try:
            value = json.loads(data)
        except ValueError as error:
            raise t.Refused(f"{name} is not JSON: {error}") from None
        t.need(isinstance(value, dict) and rfc8785.dumps(value) == data, f"{name} is not canonical")
        return value

    summary = document("capsule.json")
    t.need(set(summary) - {"ledgerDigests"} == {"schema", "origin", "size", "root", "ruleBooks", "notices", "checkpoints"}, "keys")
    t.need(summary["schema"] == SCHEMA, "another schema")
    t.need(len(summary["ruleBooks"]) <= MOST_BOOKS and summary["checkpoints"] <= MOST_CHECKPOINTS, "too many")
    if "ledgerDigests" in summary:
        t.need(set(summary["ledgerDigests"]) == {"projections"}, "other digests")
        t.read_hash(summary["ledgerDigests"]["projections"], "the digest")
    checkpoint = policy.verify(content("checkpoint", MOST_NOTE))
    head = (summary["origin"], summary["size"], summary["root"])
    t.need(head == (checkpoint.origin, checkpoint.size, t.base64_text(checkpoint.root)), "the summary has another head")

    earlier = []
    for _ in range(summary["checkpoints"]):
        name, note = next(members, ("the end", b""))
        logs = [log for log in policy.logs if log.name == checkpoint.origin]
        older = t.verify_checkpoint(note, *[log for log in logs if (log.name, log.id) in signers(note)][:1] or logs[:1])
        t.need(name == f"checkpoints/{older.size}", f"{name} is of {older.size}")
        t.need((earlier[-1].size if earlier else -1) < older.size < checkpoint.size, "checkpoints out of order")
        earlier.append(older)
    notices = document("notices.json")
    t.need(notices["schema"] == "govledger.notices/1" and len(notices["notices"]) == summary["notices"], "other notices")
    paths = [book_path(name) for name in summary["ruleBooks"]]
    t.need(paths == sorted(set(paths)), "rule books out of order")
    books = [document(path) for path in paths]
    t.need([book["book"] for book in books] == summary["ruleBooks"], "other rule books")

    tiles, entries = [], []
    for level, number, width in tree_members(checkpoint.size):
        if level == "entries":
            bundle = unpack(content(bundle_path(number, width), 1 << 25))
            t.need(len(bundle) == width and number * 256 == len(entries), f"bundle {number} has {len(bundle)} entries")
            entries += bundle
        else:
            tiles.append((level, number, width, content(t.tile_path(level, number, width), 256 * 32)))
    leaves = [t.leaf_hash(entry) for entry in entries]
    for level, number, width, found in tiles:
        t.need(found == t.tile(leaves, level, number, width), f"{t.tile_path(level, number, width)} does not fit the entries")
    for each in [*earlier, checkpoint]:
        t.need(t.root(leaves[:each.size]) == each.root, f"the checkpoint of {each.size} is of another tree")
    t.need(next(members)[0] == "digest" and next(members, None) is None, "more members")
    return Capsule(summary, checkpoint, earlier, notices, books, entries)


def signers(note: bytes) -> set:
    return {(name, id) for name, id, _ in t.read_note(note).signatures}


if __name__ == "__main__":
    found = read(Path(sys.argv[1]).read_bytes(), t.read_policy(Path(sys.argv[2]).read_bytes()))
    print(f"{found.checkpoint.origin}: {len(found.entries)} events, {len(found.earlier)} earlier checkpoints")
