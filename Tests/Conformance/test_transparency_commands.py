"""keygen, checkpoint, consistency, witness, accept, verify --policy and export --tiles, judged by an independent reading.

What the tool signs is checked by `transparency`, and what `transparency` signs is given to the tool.
"""

import base64
import copy
import os
import random
import shutil
import sqlite3
import stat
import time

import pytest

import key_memory
import transparency as t
from cases import (
    Ledger, base, ended, error_line, events, fail, files, filler, jsonl, record, run, start, succeed)

ORIGIN, PROVINCE = "log.jinan.example/city", "log.shandong.example/province"
SIZES = (0, 1, 41, 255, 256, 257, 300)


class City:
    """A ledger with its key, which the tests know in two ways: as the tool's file, and in Python."""

    def __init__(self, folder, records=(), name=ORIGIN, origin=True):
        self.folder = folder
        folder.mkdir(parents=True)
        self.key_file = folder / "city.key"
        self.vkey = succeed("keygen", "--origin", name, "--output", self.key_file).out.decode()[:-1]
        self.key = t.read_signer_key(self.key_file.read_text()[:-1])
        self.ledger = folder / "ledger.sqlite"
        succeed("init", "--empty", self.ledger, *(["--origin", name] if origin else []))
        if records:
            record(self.ledger, records)

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        city = copy.copy(self)
        city.folder, city.key_file, city.ledger = folder, folder / "city.key", folder / "ledger.sqlite"
        key_memory.move_in(city.key_file)
        return city

    @property
    def memory(self):
        return self.folder / "city.key.signed"

    def sign(self):
        return succeed("checkpoint", self.ledger, "--key", self.key_file).out

    def leaves(self, size=None):
        return [t.leaf_hash(line) for line in events(self.ledger)][:size]

    def checkpoint(self, size=None, leaves=None):
        """What Python signs with the city's key over the city's events, or over others."""
        leaves = self.leaves(size) if leaves is None else leaves
        text = t.Checkpoint(self.key.name, len(leaves), t.root(leaves)).text
        return t.sign(text, self.key.line(text))

    def proof(self, old, size=None):
        leaves = self.leaves(size)
        return t.consistency_text(old, t.consistency_path(old, leaves))


class Province:
    """A witness with its state."""

    def __init__(self, folder, city, name=PROVINCE):
        self.folder = folder
        folder.mkdir(parents=True)
        self.key_file, self.state, self.policy_file = folder / "key", folder / "state", folder / "policy"
        self.vkey = succeed("keygen", "--origin", name, "--output", self.key_file, "--cosigner").out.decode()[:-1]
        self.key = t.read_signer_key(self.key_file.read_text()[:-1])
        self.policy_file.write_text(f"log {city.vkey}\nwitness province {self.vkey}\nquorum province\n")
        self.policy = t.read_policy(self.policy_file.read_bytes())

    def ask(self, checkpoint, proof=None, *options, trust=True):
        """Runs `witness` on bytes."""
        (self.folder / "checkpoint").write_bytes(checkpoint)
        options = list(options)
        if proof is not None:
            (self.folder / "proof").write_bytes(proof)
            options += ["--proof", self.folder / "proof"]
        if trust:
            options += ["--policy", self.policy_file]
        return run("witness", self.folder / "checkpoint", "--key", self.key_file, "--state", self.state, *options)

    def cosign(self, checkpoint, proof=None, *options, trust=True):
        result = self.ask(checkpoint, proof, *options, trust=trust)
        assert result.code == 0 and result.err == b"", result
        return result.out


def grown(count, seed=3):
    return base() + filler(random.Random(seed), count - len(base()))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return City(tmp_path_factory.mktemp("example") / "city", grown(300))


@pytest.fixture
def city(example, tmp_path):
    """A ledger of 300 events that has no checkpoint yet."""
    return example.copy(tmp_path / "city")


@pytest.fixture
def province(tmp_path, city):
    return Province(tmp_path / "province", city)


# MARK: Keys


@pytest.mark.parametrize("cosigner", [False, True])
def test_a_key_is_the_form_of_others_and_its_owners_alone(cosigner, tmp_path):
    path = tmp_path / "key"
    out = succeed("keygen", "--origin", ORIGIN, "--output", path, *(["--cosigner"] if cosigner else [])).out.decode()
    text = path.read_text()
    assert out.endswith("\n") and text.endswith("\n") and out.count("\n") == text.count("\n") == 1
    key = t.read_signer_key(text[:-1])
    assert t.read_verifier_key(out[:-1]) == key.verifier
    assert (key.name, key.type) == (ORIGIN, t.COSIGNATURE if cosigner else t.SIGNATURE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(files(tmp_path)) == (["key"] if cosigner else ["key", "key.signed"])
    if not cosigner:
        assert key_memory.notes(path) == b""


def test_two_keys_differ(tmp_path):
    keys = {succeed("keygen", "--origin", ORIGIN, "--output", tmp_path / f"key-{i}").out for i in range(3)}
    assert len(keys) == 3


def test_a_key_is_never_overwritten(tmp_path):
    path = tmp_path / "key"
    path.write_text("mine")
    for target in (path, tmp_path, tmp_path / "nowhere" / "key"):
        line = fail(73, "keygen", "--origin", ORIGIN, "--output", target)
        assert target.name in line
    assert files(tmp_path) == {"key": b"mine"}


@pytest.mark.parametrize("arguments", [
    ["--origin", "two words", "--output", "KEY"], ["--origin", "a+b", "--output", "KEY"], ["--origin", "", "--output", "KEY"],
    ["--origin", "a\nb", "--output", "KEY"], ["--origin", ORIGIN], ["--output", "KEY"], ["--origin", ORIGIN, "--output", "-"]])
def test_wrong_usage_of_keygen(arguments, tmp_path):
    fail(64, "keygen", *[str(tmp_path / "key") if a == "KEY" else a for a in arguments])
    assert files(tmp_path) == {}


@pytest.mark.parametrize("text", [
    "", "\n", "KEY\n\n", "KEY\r\n", " KEY", "\nKEY", "KEY\nKEY\n", "VKEY\n", "PRIVATE+KEY+a+00000000+AAAA", "K\xff"])
def test_other_forms_of_a_key_are_refused_and_not_shown(text, city):
    secret = city.key_file.read_text()[:-1]
    path = city.folder / "other"
    path.write_text(text.replace("VKEY", city.vkey).replace("KEY", secret), encoding="latin-1")
    line = fail(65, "checkpoint", city.ledger, "--key", path)
    assert "other" in line and secret[-30:] not in line
    assert not os.path.exists(f"{path}.signed")


def test_a_key_without_a_final_newline_signs(city):
    city.key_file.write_text(city.key.text)
    t.verify_checkpoint(city.sign(), city.key.verifier)


def test_a_key_that_everybody_may_write_is_refused(city):
    city.key_file.chmod(0o602)
    assert "city.key" in fail(65, "checkpoint", city.ledger, "--key", city.key_file)
    city.key_file.chmod(0o640)
    city.sign()


def test_a_key_that_everybody_may_read_is_named(city):
    city.key_file.chmod(0o644)
    line = error_line(run("checkpoint", city.ledger, "--key", city.key_file), 0)
    assert "warning" in line and "city.key" in line and "chmod 600" in line


def test_a_missing_key_is_66(city):
    assert "nokey" in fail(66, "checkpoint", city.ledger, "--key", city.folder / "nokey")


# MARK: Checkpoints


def test_every_size_is_signed(tmp_path):
    city = City(tmp_path / "city")
    records, recorded = grown(max(SIZES)), 0
    for size in SIZES:
        if size > recorded:
            record(city.ledger, records[recorded:size])
            recorded = size
        out = city.sign()
        found = t.verify_checkpoint(out, t.read_verifier_key(city.vkey))
        leaves = city.leaves()
        assert (found.size, found.root, found.extensions) == (size, t.root(leaves), ()) and len(leaves) == size
        # Ed25519 has one signature for a text: Python's is the same, byte for byte.
        assert out == city.checkpoint()
        assert city.sign() == out
        assert key_memory.notes(city.key_file) == out
    line = succeed("verify", city.ledger).out.decode().splitlines()[-1]
    assert line.startswith(f"checkpoints: {len(SIZES)}, the newest of {SIZES[-1]} events")


def test_the_private_key_never_enters_the_ledger(city):
    city.sign()
    secret = city.key.seed
    for name, data in files(city.folder).items():
        if name != "city.key":
            assert secret not in data and base64.b64encode(secret)[:20] not in data and city.key.text.encode() not in data, name


def test_a_python_key_signs(city):
    other = t.SignerKey(ORIGIN, t.SIGNATURE, bytes(range(32)))
    path = city.folder / "python.key"
    path.write_text(other.text + "\n")
    path.chmod(0o600)
    key_memory.give(path)
    out = succeed("checkpoint", city.ledger, "--key", path).out
    assert t.verify_checkpoint(out, other.verifier).size == 300


def test_the_first_key_names_a_ledger_without_origin(tmp_path):
    city = City(tmp_path / "city", origin=False)
    city.sign()
    stranger = tmp_path / "stranger"
    succeed("keygen", "--origin", "log.other.example", "--output", stranger)
    line = fail(65, "checkpoint", city.ledger, "--key", stranger)
    assert ORIGIN in line and "log.other.example" in line
    assert key_memory.notes(stranger) == b""


def test_another_origin_is_refused(tmp_path):
    city = City(tmp_path / "city")
    other = tmp_path / "other.sqlite"
    succeed("init", "--empty", other, "--origin", "log.other.example")
    line = fail(65, "checkpoint", other, "--key", city.key_file)
    assert ORIGIN in line and "log.other.example" in line


def test_a_witness_key_signs_no_log(city, province):
    assert "key" in fail(65, "checkpoint", city.ledger, "--key", province.key_file)


@pytest.mark.parametrize("name", ["two words", "a+b", ""])
def test_an_origin_that_no_key_can_have_is_64(name, tmp_path):
    fail(64, "init", tmp_path / "ledger.sqlite", "--origin", name)
    assert files(tmp_path) == {}


# MARK: Old copies and forks


def copied(city, folder):
    """The ledger alone, as a backup has it."""
    folder.mkdir(exist_ok=True)
    for path in city.folder.glob("ledger.sqlite*"):
        shutil.copy(path, folder)
    return folder


def restored(city, folder):
    for path in city.folder.glob("ledger.sqlite*"):
        path.unlink()
    for path in folder.glob("ledger.sqlite*"):
        shutil.copy(path, city.folder)


@pytest.mark.parametrize("signed_before", [False, True], ids=["never signed", "signed before"])
@pytest.mark.parametrize("grows_by", [0, 1, 80])
def test_a_restored_old_copy_is_noticed(signed_before, grows_by, city, tmp_path):
    if signed_before:
        city.sign()
    backup = copied(city, tmp_path / "backup")
    record(city.ledger, filler(random.Random(1), 40, "lost"))
    signed = t.read_checkpoint(t.read_note(city.sign()).text)
    restored(city, backup)
    if grows_by:
        record(city.ledger, filler(random.Random(2), grows_by, "later"))
    before = city.memory.read_bytes()
    result = run("checkpoint", city.ledger, "--key", city.key_file)
    line = error_line(result, 1)
    head = city.leaves()
    for part in (f"size {len(head)}", t.base64_text(t.root(head)), "size 340", t.base64_text(signed.root)):
        assert part in line, line
    assert result.out == b"" and city.memory.read_bytes() == before


def test_two_forks_are_noticed(city, tmp_path):
    fork = copied(city, tmp_path / "fork") / "ledger.sqlite"
    record(city.ledger, filler(random.Random(1), 1, "one"))
    record(fork, filler(random.Random(1), 1, "other"))
    city.sign()
    fail(1, "checkpoint", fork, "--key", city.key_file)


def test_two_forks_at_once_are_never_both_signed(city, tmp_path):
    fork = copied(city, tmp_path / "fork") / "ledger.sqlite"
    outcomes = []
    for round in range(4):
        record(fork, filler(random.Random(1), 1, f"other-{round}"))
        record(city.ledger, filler(random.Random(1), 1, f"one-{round}"))
        both = [start("checkpoint", ledger, "--key", city.key_file) for ledger in (city.ledger, fork)]
        outcomes.append([ended(process).code for process in both])
    # One of them, whichever came first, and from then on always that one.
    assert sorted(outcomes[0]) == [0, 1] and all(outcome == outcomes[0] for outcome in outcomes), outcomes


def test_several_processes_sign_one_ledger(city):
    files = []
    for writer in range(3):
        path = city.folder / f"records-{writer}"
        path.write_bytes(jsonl(filler(random.Random(writer), 60, f"w{writer}")))
        files.append(path)
    writers = [start("record", city.ledger, path, "--batch", 5) for path in files]
    signers = [start("checkpoint", city.ledger, "--key", city.key_file) for _ in range(8)]
    for process in writers:
        assert ended(process).code == 0
    notes = [ended(process) for process in signers]
    leaves = city.leaves()
    for note in notes:
        assert note.code == 0, note
        found = t.verify_checkpoint(note.out, city.key.verifier)
        assert found.root == t.root(leaves[:found.size])
    city.sign()
    succeed("verify", city.ledger)


def test_killed_at_any_moment_it_signs_on(city):
    """Whatever a killed process leaves, the next one signs the same or a later head, and nothing else is ever signed."""
    rng = random.Random(23)
    signed = {}
    for round in range(12):
        record(city.ledger, filler(random.Random(round), 5, f"k{round}"))
        process = start("checkpoint", city.ledger, "--key", city.key_file)
        time.sleep(rng.random() * 0.08)
        process.kill()
        process.communicate()
        if key_memory.notes(city.key_file):
            # What was remembered may have been given away: it stays signed.
            left = t.read_checkpoint(t.read_note(key_memory.notes(city.key_file)).text)
            assert signed.setdefault(left.size, left.root) == left.root
        found = t.verify_checkpoint(city.sign(), city.key.verifier)
        assert signed.setdefault(found.size, found.root) == found.root and found.size == 305 + 5 * round
    leaves = city.leaves()
    assert all(root == t.root(leaves[:size]) for size, root in signed.items())
    assert f"checkpoints: {len(signed)}, " in succeed("verify", city.ledger).out.decode()


@pytest.mark.parametrize("content", [b"nonsense\n", b"\xff", b"log\n1\n"])
def test_a_damaged_memory_is_named(content, city):
    city.memory.write_bytes(content)
    assert "city.key.signed" in fail(65, "checkpoint", city.ledger, "--key", city.key_file)


# MARK: Consistency


def test_consistency_proofs_of_random_sizes(tmp_path):
    city = City(tmp_path / "city", grown(700))
    checkpoint = t.read_checkpoint(t.read_note(city.sign()).text)
    record(city.ledger, filler(random.Random(9), 30, "unsigned"))
    leaves = city.leaves(700)
    rng = random.Random(11)
    for old in {0, 1, 255, 256, 257, 512, 699, 700, *(rng.randrange(701) for _ in range(20))}:
        proof = succeed("consistency", city.ledger, "--from", old).out
        found, hashes = t.read_consistency(proof)
        assert found == old and hashes == t.consistency_path(old, leaves)
        t.check_consistency(old, t.root(leaves[:old]), 700, checkpoint.root, hashes)
    assert "701" in fail(65, "consistency", city.ledger, "--from", 701)
    fail(64, "consistency", city.ledger, "--from", -1)
    fail(64, "consistency", city.ledger)


def test_without_a_checkpoint_nothing_is_proven_or_exported(city, tmp_path):
    for arguments in (["consistency", city.ledger, "--from", 0], ["export", city.ledger, "--tiles", tmp_path / "tiles"]):
        assert "govledger checkpoint" in fail(66, *arguments)
    assert not (tmp_path / "tiles").exists()


# MARK: Witnesses


def test_a_city_is_witnessed_from_end_to_end(city, province):
    first = city.sign()
    before = int(time.time())
    cosigned = province.cosign(first)
    assert province.policy.verify(cosigned).size == 300
    times = t.verify_note(t.read_note(cosigned), [province.key.verifier])
    assert before <= times[province.key.verifier] <= int(time.time())
    assert province.state.read_bytes() == first
    assert succeed("accept", city.ledger, "-", "--policy", province.policy_file, stdin=cosigned).out == cosigned
    assert city.sign() == cosigned

    record(city.ledger, filler(random.Random(5), 100, "more"))
    second = city.sign()
    proof = succeed("consistency", city.ledger, "--from", 300).out
    assert proof == city.proof(300)
    code, lines = found(city, "--policy", province.policy_file)
    assert code == 1 and [line.split(": ")[0] for line in lines] == [
        "signature log_checkpoints size 400 (position 399, bundle 1)"]
    accepted = province.cosign(second, proof)
    succeed("accept", city.ledger, "-", stdin=accepted)
    out = succeed("verify", city.ledger, "--policy", province.policy_file).out.decode()
    assert "checkpoints: 2, the newest of 400 events; signed as the policy asks" in out


def test_the_tool_witnesses_a_log_of_pythons(tmp_path, city, province):
    leaves = [t.leaf_hash(bytes([i % 256, i // 256])) for i in range(600)]
    seen, rng = 0, random.Random(4)
    for size in sorted(rng.sample(range(1, 600), 8)):
        proof = t.consistency_text(seen, t.consistency_path(seen, leaves[:size])) if seen else None
        checkpoint = city.checkpoint(leaves=leaves[:size])
        assert province.policy.verify(province.cosign(checkpoint, proof)).size == size
        # The same head again is cosigned again, with an empty proof or none.
        province.cosign(checkpoint)
        province.cosign(checkpoint, t.consistency_text(size, []))
        seen = size


def test_pythons_witness_is_accepted(city, tmp_path):
    witness = t.SignerKey("w.example", t.COSIGNATURE, bytes([7]) * 32)
    policy = tmp_path / "policy"
    policy.write_text(f"log {city.vkey}\nwitness w {witness.verifier.text}\nquorum w\n")
    note = t.read_note(city.sign())
    cosigned = note.bytes + witness.line(note.text, 1234).encode()
    assert found(city, "--policy", policy)[0] == 1
    assert succeed("accept", city.ledger, "-", "--policy", policy, stdin=cosigned).out == cosigned
    succeed("verify", city.ledger, "--policy", policy)
    assert t.read_policy(policy.read_bytes()).verify(city.sign()).size == 300
    # A newer one takes its place.
    newer = note.bytes + witness.line(note.text, 2345).encode()
    assert succeed("accept", city.ledger, "-", "--policy", policy, stdin=newer).out == newer


@pytest.mark.parametrize("size", [299, 300, 340])
def test_a_fork_is_refused_with_both_heads(size, city, province):
    province.cosign(city.sign())
    state = province.state.read_bytes()
    forked = city.checkpoint(leaves=[t.leaf_hash(bytes([i % 251])) for i in range(size)])
    proof = None
    if size == 340:
        leaves = [t.leaf_hash(bytes([i % 251])) for i in range(size)]
        proof = t.consistency_text(300, t.consistency_path(300, leaves))
    result = province.ask(forked, proof)
    error_line(result, 1)
    assert result.out == state + b"\n" + forked, "the evidence is not both heads"
    for head in (state, forked):
        t.verify_checkpoint(head, city.key.verifier)
    assert province.state.read_bytes() == state


def test_without_the_right_proof_nothing_is_cosigned(city, province):
    province.cosign(city.sign())
    state = province.state.read_bytes()
    record(city.ledger, filler(random.Random(5), 100, "more"))
    second = city.sign()
    for proof in (None, city.proof(299), city.proof(400), t.consistency_text(0, [])):
        result = province.ask(second, proof)
        assert "300" in error_line(result, 65) and result.out == b""
    for proof in (b"", b"old 300", b"old 0300\n", b"old 300\n\n", city.proof(300) + b"\n", b"old 300\nAAAA\n"):
        assert "proof" in error_line(province.ask(second, proof), 65)
    assert province.state.read_bytes() == state
    province.cosign(second, city.proof(300))


def test_a_stranger_does_not_speak_for_the_log(city, province):
    stranger = t.SignerKey(ORIGIN, t.SIGNATURE, bytes([9]) * 32)
    text = t.Checkpoint(ORIGIN, 300, t.root(city.leaves())).text
    forged = city.checkpoint().replace(city.key.line(text).encode(), city.key.line(text + b"x").encode())
    for note in (t.sign(text, stranger.line(text)), forged):
        assert error_line(province.ask(note), 65)
        assert error_line(province.ask(note, None, "--log", city.vkey, trust=False), 65)
        assert not province.state.exists()
    # Nobody has given a key: the first head is believed, and later ones held to it.
    province.cosign(t.sign(text, stranger.line(text)), trust=False)


def test_log_is_the_short_way_to_trust(city, province):
    province.cosign(city.sign(), None, "--log", city.vkey, trust=False)
    fail(64, "witness", "-", "--key", province.key_file, "--state", province.state, "--log", "nonsense")
    fail(64, "witness", "-", "--key", province.key_file, "--state", province.state, "--log", city.vkey,
         "--policy", province.policy_file)


def test_several_logs_share_a_state(tmp_path, city, province):
    other = City(tmp_path / "other", name="log.qingdao.example")
    checkpoints = [city.sign(), other.sign()]
    for checkpoint in checkpoints:
        province.cosign(checkpoint, trust=False)
    assert province.state.read_bytes() == b"\n".join(checkpoints), "not ordered by origin"
    province.cosign(checkpoints[0], trust=False)


@pytest.mark.parametrize("content", [b"", b"\n", b"nonsense\n", b"log\n1\nAAAA\n\n"])
def test_what_is_no_checkpoint_is_refused(content, city, province):
    city.sign()
    assert "checkpoint" in error_line(province.ask(content), 65)
    fail(65, "accept", city.ledger, "-", stdin=content)


def test_a_huge_input_is_refused(city, province):
    fail(65, "accept", city.ledger, "-", stdin=b"x\n" * 1_000_000)


# MARK: Accepting


def test_only_the_ledgers_checkpoint_is_accepted(city, province):
    own = city.sign()
    other = city.checkpoint(leaves=[t.leaf_hash(b"x")] * 300)
    smaller = city.checkpoint(299)
    for note in (other, smaller):
        fail(65, "accept", city.ledger, "-", stdin=note)
        fail(65, "accept", city.ledger, "-", "--policy", province.policy_file, stdin=note)
    # Nothing of a witness that the policy knows.
    fail(65, "accept", city.ledger, "-", "--policy", province.policy_file, stdin=own)
    assert city.sign() == own


def test_a_wrong_cosignature_is_not_accepted(city, province):
    own = city.sign()
    text = t.read_note(own).text
    wrong = own + province.key.line(text + b"x", 5).encode()
    fail(65, "accept", city.ledger, "-", "--policy", province.policy_file, stdin=wrong)
    assert city.sign() == own
    right = own + province.key.line(text, 5).encode()
    assert succeed("accept", city.ledger, "-", stdin=right).out == right
    # Without a policy what is there is never replaced, neither a witness's word nor the log's.
    assert succeed("accept", city.ledger, "-", stdin=wrong).out == right
    forged = t.sign(text, city.key.line(text + b"x"))
    assert succeed("accept", city.ledger, "-", stdin=forged).out == right


# MARK: Static tiles


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 700])
def test_exported_tiles_are_those_of_the_checkpoint(size, tmp_path):
    city = City(tmp_path / "city", grown(size) if size >= len(base()) else base()[:size])
    checkpoint = city.sign()
    stored = events(city.ledger)
    if size >= len(base()):
        # What is recorded after the checkpoint is no part of the export.
        record(city.ledger, filler(random.Random(8), 290, "unsigned"))
    target = tmp_path / "tiles"
    succeed("export", city.ledger, "--tiles", target)
    assert (target / "checkpoint").read_bytes() == checkpoint
    entries = t.read_static_log(target, size)
    assert entries == stored
    found = t.verify_checkpoint(checkpoint, city.key.verifier)
    assert t.root([t.leaf_hash(entry) for entry in entries]) == found.root
    names = {"checkpoint"}
    for level, number, width in t.tiles(size):
        names.add(t.tile_path(level, number, width))
        if level == 0:
            names.add(t.tile_path("entries", number, width))
    assert set(files(target)) == names


def test_a_folder_in_use_is_left_alone(city, tmp_path):
    city.sign()
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine").write_text("mine")
    for target in (used, used / "mine", tmp_path / "no" / "where"):
        fail(73, "export", city.ledger, "--tiles", target)
    assert files(used) == {"mine": b"mine"}
    empty = tmp_path / "empty"
    empty.mkdir()
    succeed("export", city.ledger, "--tiles", empty)
    fail(73, "export", city.ledger, "--tiles", empty)
    fail(64, "export", city.ledger)


# MARK: Verification


def tamper(city, sql, *arguments):
    connection = sqlite3.connect(city.ledger)
    connection.execute(sql, arguments)
    connection.commit()
    connection.close()


def found(city, *options):
    result = run("verify", city.ledger, *options)
    assert result.code in (0, 1) and result.err == b"", result
    return result.code, result.out.decode().splitlines()


def test_a_policy_decides_whose_checkpoints_count(city, province, tmp_path):
    assert found(city)[0] == 0
    code, lines = found(city, "--policy", province.policy_file)
    assert code == 1 and lines[0].startswith("signature log_checkpoints"), "nothing is signed yet"
    city.sign()
    policy = tmp_path / "policy"
    policy.write_text(f"log {city.vkey}\nquorum none\n")
    assert found(city, "--policy", policy)[0] == 0
    stranger = t.SignerKey(ORIGIN, t.SIGNATURE, bytes([9]) * 32)
    for line in (stranger.verifier.text, province.vkey):
        policy.write_text(f"log {line}\nquorum none\n")
        code, lines = found(city, "--policy", policy)
        assert code == 1 and lines == [line for line in lines if line.startswith("signature log_checkpoints size 300")]
    for text in ("", "log nonsense\nquorum none\n", f"log {city.vkey}\n"):
        policy.write_text(text)
        assert "policy" in fail(65, "verify", city.ledger, "--policy", policy)
    fail(66, "verify", city.ledger, "--policy", tmp_path / "none")


def test_every_flipped_byte_of_a_stored_note_is_found(city, tmp_path):
    note = city.sign()
    policy = tmp_path / "policy"
    policy.write_text(f"log {city.vkey}\nquorum none\n")
    rng = random.Random(17)
    for place in rng.sample(range(len(note)), 25):
        flipped = note[:place] + bytes([note[place] ^ rng.randrange(1, 256)]) + note[place + 1:]
        tamper(city, "UPDATE log_checkpoints SET note = ?", flipped)
        for options in ([], ["--policy", policy]):
            code, lines = found(city, *options)
            assert code == 1 and len(lines) == 1, (place, lines)
            assert lines[0].startswith("checkpoint log_checkpoints size 300 (position 299, bundle 1): "), lines
    tamper(city, "UPDATE log_checkpoints SET note = ?", note)
    assert found(city, "--policy", policy)[0] == 0


def test_a_checkpoint_of_another_log_is_found(city):
    """Well signed and stored as the tool stores it, but of events that the log does not hold."""
    for leaves, at in (([t.leaf_hash(b"x")] * 300, 300), ([t.leaf_hash(b"x")] * 17, 17), ([t.leaf_hash(b"x")] * 400, 400)):
        tamper(city, "DELETE FROM log_checkpoints")
        note = city.checkpoint(leaves=leaves)
        tamper(city, "INSERT INTO log_checkpoints VALUES (?, ?, ?)", at, note, t.leaf_hash(note))
        code, lines = found(city)
        assert code == 1 and lines[0].startswith(f"checkpoint log_checkpoints size {at} "), lines
        tail = [line for line in lines if line.startswith("tail position 300 (bundle 1): signed events are missing")]
        assert bool(tail) == (at == 400), lines


@pytest.mark.parametrize("signed", [True, False])
def test_a_missing_tail_is_told_apart(signed, city):
    if signed:
        city.sign()
    tamper(city, "DELETE FROM log_tail WHERE position >= 290")
    code, lines = found(city)
    tails = [line for line in lines if line.startswith("tail position 290 (bundle 1): ")]
    word = "signed" if signed else "unsigned"
    assert code == 1 and len(tails) == 1 and f": {word} events are missing" in tails[0], lines
