"""A transparency log read independently: trees, proofs, tiles, signed notes, checkpoints, policies.

Written from RFC 6962, RFC 9162 and the C2SP specifications (signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles,
tlog-proof, tlog-policy, tlog-witness), sharing nothing with the tool. Only the canonical form of every text is read;
`Refused` says what is wrong. Trees are lists of leaf hashes, hashes are `bytes`.
"""

import base64
import hashlib
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MOST_HASHES, MOST_SIGNATURES, MOST_BYTES = 63, 100, 1_000_000
SIGNATURE, COSIGNATURE = 0x01, 0x04  # types of keys


class Refused(ValueError):
    """What was read or checked is not as it must be."""


def need(condition, message):
    if not condition:
        raise Refused(message)


# Trees (RFC 6962 section 2.1)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def split(count: int) -> int:
    """The largest power of two below a number above one."""
    return 1 << (count - 1).bit_length() - 1


def root(leaves: list) -> bytes:
    if not leaves:
        return sha256(b"")
    level = list(leaves)  # pairing neighbours level by level gives the same tree as splitting from the top
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) & ~1:]
    return level[0]


def inclusion_path(index: int, leaves: list) -> list:
    """PATH(m, D[n]) of section 2.1.1, from the leaf upward."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion_path(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion_path(index - k, leaves[k:]) + [root(leaves[:k])]


def consistency_path(old_size: int, leaves: list) -> list:
    """PROOF(m, D[n]) of section 2.1.2; nothing from an empty tree."""

    def subproof(m, part, whole):
        if m == len(part):
            return [] if whole else [root(part)]
        k = split(len(part))
        if m <= k:
            return subproof(m, part[:k], whole) + [root(part[k:])]
        return subproof(m - k, part[k:], False) + [root(part[:k])]

    return subproof(old_size, leaves, True) if old_size else []


def check_inclusion(leaf: bytes, index: int, size: int, path: list, expected: bytes):
    """RFC 9162 section 2.1.3.2, step by step."""
    need(0 <= index < size, f"no leaf {index} in a tree of {size}")
    need(len(path) <= MOST_HASHES, f"{len(path)} hashes")
    fn, sn, found = index, size - 1, leaf
    for sibling in path:
        need(sn != 0, "too many hashes")
        if fn & 1 or fn == sn:
            found = node_hash(sibling, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, sibling)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "too few hashes")
    need(found == expected, f"the proof leads to {found.hex()}, not to {expected.hex()}")


def check_consistency(old_size: int, old_root: bytes, size: int, new_root: bytes, path: list):
    """RFC 9162 section 2.1.4.2, step by step."""
    need(0 <= old_size <= size, f"a tree of {size} does not begin with one of {old_size}")
    need(len(path) <= MOST_HASHES, f"{len(path)} hashes")
    if old_size in (0, size):
        need(not path, "hashes where none belong")
        need(old_root == (new_root if old_size else sha256(b"")), "another root of the old tree")
        need(size or new_root == sha256(b""), "another root of the empty tree")
        return
    need(path, "no hashes")
    path = list(path) if old_size & (old_size - 1) else [old_root, *path]
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old, new = path[0], path[0]
    for sibling in path[1:]:
        need(sn != 0, "too many hashes")
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "too few hashes")
    need(old == old_root, f"the proof leads to the old root {old.hex()}, not to {old_root.hex()}")
    need(new == new_root, f"the proof leads to the root {new.hex()}, not to {new_root.hex()}")


# Tiles (C2SP tlog-tiles)


def tile_path(level, number: int, width: int = 256) -> str:
    """`level` is a number, or the word entries."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < 256 else "")


_TILE = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?")


def read_tile_path(text: str):
    """The level, or the word entries, the number and the width."""
    found = _TILE.fullmatch(text)
    need(found, f"not a tile's path: {text!r}")
    level = found[1] if found[1] == "entries" else int(found[1])
    number = int(found[2].replace("x", "").replace("/", ""))
    width = int(found[3] or 256)
    need(level == "entries" or level <= 63, f"level {level}")
    need(number < 1 << 63 and 1 <= width <= 256 and tile_path(level, number, width) == text, f"not canonical: {text!r}")
    return level, number, width


def tiles(size: int) -> list:
    """Level, number and width of every tile of a tree."""
    found, level = [], 0
    while size >> 8 * level:
        full, partial = divmod(size >> 8 * level, 256)
        found += [(level, number, 256) for number in range(full)]
        found += [(level, full, partial)] if partial else []
        level += 1
    return found


def tile(leaves: list, level: int, number: int, width: int) -> bytes:
    """What the tile must hold."""
    span = 256 ** level
    places = range(number * 256, number * 256 + width)
    return b"".join(root(leaves[place * span:(place + 1) * span]) for place in places)


def read_bundle(data: bytes) -> list:
    """The entries of a bundle: each after its length in two bytes."""
    entries, place = [], 0
    while place < len(data):
        need(place + 2 <= len(data), "half a length at the end")
        (length,) = struct.unpack_from(">H", data, place)
        need(place + 2 + length <= len(data), "a cut entry at the end")
        entries.append(data[place + 2:place + 2 + length])
        place += 2 + length
    return entries


def read_static_log(folder: Path, size: int) -> list:
    """All entries of a log that was exported as static tiles, every tile compared with them."""
    entries = []
    for level, number, width in tiles(size):
        if level == 0:
            bundle = read_bundle((folder / tile_path("entries", number, width)).read_bytes())
            need(len(bundle) == width, f"bundle {number} has {len(bundle)} entries, not {width}")
            entries += bundle
    leaves = [leaf_hash(entry) for entry in entries]
    for level, number, width in tiles(size):
        path = tile_path(level, number, width)
        need((folder / path).read_bytes() == tile(leaves, level, number, width), f"{path} does not fit the entries")
    return entries


# Texts


def base64_text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def read_base64(text: str, what: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Refused(f"{what} is not base64: {text[:80]!r}") from None
    need(base64_text(data) == text, f"{what} is not canonical base64: {text[:80]!r}")
    return data


def read_hash(text: str, what: str) -> bytes:
    data = read_base64(text, what)
    need(len(data) == 32, f"{what} has {len(data)} bytes")
    return data


def read_number(text: str, what: str) -> int:
    need(re.fullmatch(r"0|[1-9][0-9]{0,18}", text), f"{what} is not a decimal: {text[:80]!r}")
    need(int(text) < 1 << 63, f"{what} is too large: {text}")
    return int(text)


def read_hashes(lines: list) -> list:
    need(len(lines) <= MOST_HASHES, f"{len(lines)} hashes")
    return [read_hash(line, f"hash {place}") for place, line in enumerate(lines)]


def check_name(name: str):
    """What a key may be called (C2SP signed-note)."""
    bad = [c for c in name if c.isspace() or c == "+" or ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0]
    need(name and not bad, f"not a key's name: {name!r}")


# Keys (C2SP signed-note; the private form is that of Go's sumdb/note)


def key_id(name: str, type: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([type]) + public)[:4]


@dataclass(frozen=True)
class VerifierKey:
    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.type, self.public)

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64_text(bytes([self.type]) + self.public)}"

    def statement(self, payload: bytes, text: bytes):
        """The time of a valid cosignature, 0 for a valid signature; refuses every other."""
        time = 0
        try:
            if self.type == COSIGNATURE:
                need(len(payload) == 72, "a cosignature of another length")
                (time,) = struct.unpack(">Q", payload[:8])
                need(time < 1 << 63, "a time too large")
                payload, text = payload[8:], cosigned_message(time, text)
            Ed25519PublicKey.from_public_bytes(self.public).verify(payload, text)
        except InvalidSignature:
            raise Refused(f"the signature of {self.name} is wrong") from None
        return time


def _read_key(text: str):
    parts = text.split("+", 2)
    need(len(parts) == 3, f"not name+id+key: {text!r}")
    name, id, key = parts
    check_name(name)
    need(re.fullmatch("[0-9a-f]{8}", id), f"not a key's identifier: {id!r}")
    data = read_base64(key, "the key")
    need(len(data) == 33 and data[0] in (SIGNATURE, COSIGNATURE), f"not a key of type 1 or 4: {text!r}")
    return name, bytes.fromhex(id), data[0], data[1:]


def read_verifier_key(text: str) -> VerifierKey:
    name, id, type, public = _read_key(text)
    key = VerifierKey(name, type, public)
    need(key.id == id, f"the identifier of {name} is {key.id.hex()}, not {id.hex()}")
    return key


@dataclass(frozen=True)
class SignerKey:
    name: str
    type: int
    seed: bytes = field(repr=False)

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.type, self.private.public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{base64_text(bytes([self.type]) + self.seed)}"

    def line(self, text: bytes, time: int = 0) -> str:
        """The signature line for a note's text; a cosigner names a time."""
        payload = b""
        if self.type == COSIGNATURE:
            payload, text = struct.pack(">Q", time), cosigned_message(time, text)
        data = self.verifier.id + payload + self.private.sign(text)
        return f"— {self.name} {base64_text(data)}\n"


def read_signer_key(text: str) -> SignerKey:
    prefix = "PRIVATE+KEY+"
    need(text.startswith(prefix), "not a signer key")
    name, id, type, seed = _read_key(text.removeprefix(prefix))
    key = SignerKey(name, type, seed)
    need(key.verifier.id == id, f"the identifier of {name} is {key.verifier.id.hex()}, not {id.hex()}")
    return key


def cosigned_message(time: int, text: bytes) -> bytes:
    return f"cosignature/v1\ntime {time}\n".encode() + text


# Notes (C2SP signed-note)


@dataclass(frozen=True)
class Note:
    text: bytes
    signatures: tuple  # of (name, key identifier, payload)

    @property
    def bytes(self) -> bytes:
        lines = [f"— {name} {base64_text(id + payload)}\n" for name, id, payload in self.signatures]
        return self.text + b"\n" + "".join(lines).encode()


def sign(text: bytes, *lines: str) -> bytes:
    return text + b"\n" + "".join(lines).encode()


def read_note(data: bytes) -> Note:
    need(len(data) <= MOST_BYTES, f"a note of {len(data)} bytes")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("a note that is not UTF-8") from None
    need(all(byte >= 0x20 or byte == 0x0A for byte in data), "a control character in a note")
    text, blank, lines = data.rpartition(b"\n\n")
    need(blank and lines.endswith(b"\n"), "a note without a blank line and signature lines after it")
    signatures = [_read_signature(line) for line in lines.decode()[:-1].split("\n")]
    need(len(signatures) <= MOST_SIGNATURES, f"{len(signatures)} signatures")
    return Note(text + b"\n", tuple(signatures))


def _read_signature(line: str):
    parts = line.split(" ")
    need(len(parts) == 3 and parts[0] == "—", f"not a signature line: {line[:80]!r}")
    check_name(parts[1])
    data = read_base64(parts[2], "the signature")
    need(len(data) >= 5, "a signature without bytes")
    return parts[1], data[:4], data[4:]


def verify_note(note: Note, keys) -> dict:
    """The known keys that signed, each with its time; refuses without any, and when one that is known is wrong."""
    known = {(key.name, key.id): key for key in keys}
    found = {}
    for name, id, payload in note.signatures:
        if key := known.get((name, id)):
            time = key.statement(payload, note.text)
            found.setdefault(key, time)
    need(found, "no signature by a known key")
    return found


# Checkpoints and proof files (C2SP tlog-checkpoint, tlog-proof, tlog-witness)


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    extensions: tuple = ()

    @property
    def text(self) -> bytes:
        lines = [self.origin, str(self.size), base64_text(self.root), *self.extensions]
        return "".join(line + "\n" for line in lines).encode()


def read_checkpoint(text: bytes) -> Checkpoint:
    lines = text.decode().split("\n")
    need(len(lines) >= 4 and lines.pop() == "" and all(lines), "a checkpoint has at least three lines, none of them blank")
    return Checkpoint(lines[0], read_number(lines[1], "the size"), read_hash(lines[2], "the root"), tuple(lines[3:]))


def verify_checkpoint(data: bytes, log: VerifierKey) -> Checkpoint:
    """A signed checkpoint, checked with the key of its log."""
    note = read_note(data)
    checkpoint = read_checkpoint(note.text)
    need(checkpoint.origin == log.name, f"the origin is {checkpoint.origin!r}, not {log.name!r}")
    verify_note(note, [log])
    return checkpoint


@dataclass(frozen=True)
class Proof:
    index: int
    hashes: tuple
    checkpoint: bytes  # the signed note
    extra: bytes = b""

    @property
    def bytes(self) -> bytes:
        extra = [f"extra {base64_text(self.extra)}"] if self.extra else []
        lines = ["c2sp.org/tlog-proof@v1", *extra, f"index {self.index}", *map(base64_text, self.hashes), ""]
        return "".join(line + "\n" for line in lines).encode() + self.checkpoint

    def verify(self, leaf: bytes, policy: "Policy") -> Checkpoint:
        checkpoint = policy.verify(self.checkpoint)
        check_inclusion(leaf, self.index, checkpoint.size, list(self.hashes), checkpoint.root)
        return checkpoint


def _head_and_note(data: bytes):
    """The lines before the first blank line, and the signed note after it."""
    head, blank, note = data.partition(b"\n\n")
    need(blank and head.isascii(), "no head before a blank line")
    read_checkpoint(read_note(note).text)
    return head.decode().split("\n"), note


def read_proof(data: bytes) -> Proof:
    lines, note = _head_and_note(data)
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = read_base64(lines.pop(0).removeprefix("extra "), "the extra data")
        need(extra, "an extra line without data")
    need(lines and lines[0].startswith("index "), "no index line")
    index = read_number(lines.pop(0).removeprefix("index "), "the index")
    return Proof(index, tuple(read_hashes(lines)), note, extra)


def consistency_text(old_size: int, hashes: list) -> bytes:
    lines = [f"old {old_size}", *map(base64_text, hashes)]
    return "".join(line + "\n" for line in lines).encode()


def read_consistency(text: bytes):
    """The old size and the hashes of a consistency proof: the head of a request to a witness."""
    need(text.endswith(b"\n") and text.isascii(), "no newline at the end, or not ASCII")
    first, *lines = text.decode()[:-1].split("\n")
    need(first.startswith("old "), f"not an old size: {first[:80]!r}")
    return read_number(first.removeprefix("old "), "the old size"), read_hashes(lines)


def read_witness_request(data: bytes):
    """The old size, the hashes and the signed checkpoint of an add-checkpoint request."""
    lines, note = _head_and_note(data)
    return *read_consistency("".join(line + "\n" for line in lines).encode()), note


# Policies (C2SP tlog-policy)


@dataclass
class Policy:
    logs: list = field(default_factory=list)
    witnesses: dict = field(default_factory=dict)  # name to key
    groups: dict = field(default_factory=dict)  # name to (number, members), in order
    quorum: bytes = None

    def is_quorum(self, cosigners) -> bool:
        reached = {name for name in cosigners if name in self.witnesses}
        for name, (number, members) in self.groups.items():
            if sum(member in reached for member in members) >= number:
                reached.add(name)
        return self.quorum == b"none" or self.quorum in reached

    def verify(self, data: bytes) -> Checkpoint:
        """A signed checkpoint, with a log's signature and a quorum of cosignatures."""
        note = read_note(data)
        checkpoint = read_checkpoint(note.text)
        logs = [log for log in self.logs if log.name == checkpoint.origin]
        need(logs, f"no log with the origin {checkpoint.origin!r}")
        signed = verify_note(note, [*self.logs, *self.witnesses.values()])
        need(any(log in signed for log in logs), "the log has not signed")
        cosigners = [name for name, key in self.witnesses.items() if key in signed]
        need(self.is_quorum(cosigners), f"no quorum {self.quorum} in {cosigners}")
        return checkpoint


def read_policy(data: bytes) -> Policy:
    need(len(data) <= MOST_BYTES, f"a policy of {len(data)} bytes")
    need(data.endswith(b"\n") and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data), "a control character, or no newline at the end")
    policy, members = Policy(), set()
    for number, line in enumerate(data[:-1].split(b"\n"), 1):
        words = re.split(rb"[ \t]+", line.strip(b" \t"))
        if words == [b""] or words[0].startswith(b"#"):
            continue
        try:
            _read_statement(policy, members, *words)
        except Refused as error:
            raise Refused(f"line {number}: {error}") from None
    need(policy.quorum is not None, "no quorum line")
    return policy


def _read_statement(policy: Policy, members: set, keyword: bytes, *words: bytes):
    if keyword == b"log":
        need(1 <= len(words) <= 2, "not log <vkey> [<url>]")
        key = _read_policy_key(words[0], policy.logs)
        policy.logs.append(key)
    elif keyword == b"witness":
        need(2 <= len(words) <= 3, "not witness <name> <vkey> [<url>]")
        _check_new(policy, words[0])
        key = _read_policy_key(words[1], policy.witnesses.values())
        need(key.type == COSIGNATURE, "a witness's key must be of type 4")
        policy.witnesses[words[0]] = key
    elif keyword == b"group":
        need(len(words) >= 3, "not group <name> <all|any|k> <name>...")
        name, threshold, *names = words
        _check_new(policy, name)
        for member in names:
            _check_defined(policy, member)
            need(member not in members, f"{member} is a member twice")
            members.add(member)
        special = {b"all": len(names), b"any": 1}
        count = special[threshold] if threshold in special else read_number(threshold.decode("latin-1"), "the threshold")
        need(1 <= count <= len(names), f"a threshold of {count} in {len(names)}")
        policy.groups[name] = (count, names)
    elif keyword == b"quorum":
        need(len(words) == 1 and policy.quorum is None, "not one line quorum <name>")
        if words[0] != b"none":
            _check_defined(policy, words[0])
        policy.quorum = words[0]
    else:
        raise Refused(f"not a keyword: {keyword}")


def _read_policy_key(word: bytes, others) -> VerifierKey:
    try:
        key = read_verifier_key(word.decode())
    except UnicodeDecodeError:
        raise Refused("a key that is not UTF-8") from None
    need(all(key.public != other.public for other in others), f"the key of {key.name} is there already")
    return key


def _check_new(policy: Policy, name: bytes):
    need(name != b"none" and name not in policy.witnesses and name not in policy.groups, f"{name} is taken")


def _check_defined(policy: Policy, name: bytes):
    need(name in policy.witnesses or name in policy.groups, f"{name} is not defined before")
