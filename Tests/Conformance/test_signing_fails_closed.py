"""A signer that does not know what it signed before signs nothing, until its operator says so with --without-memory.

The memory is KEY.signed beside the key, made by `keygen`; a witness's is its state file. Whatever is wrong with the
memory, or with the key's being the only one, `checkpoint`, `attest` and `prove` fail: nothing on standard output,
nothing signed, nothing recorded.
"""

import os
import random
import shutil
import stat

import pytest

import transparency as t
from cases import command, ended, events, files, filler, record, run, start, succeed
from hostile import (
    FAILURES, OBLIGATION, ORIGIN, City, change, copied, device, execute, is_refused, powerless, template)

WAY_OUT = "--without-memory"
COMMANDS = ("checkpoint", "attest", "prove")
SIZE = 160  # more than base() has
WAIT = 15  # seconds: what waits for a FIFO that nobody writes into never ends


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return template(tmp_path_factory.mktemp("example"), SIZE)


@pytest.fixture
def city(example, tmp_path):
    """A ledger that was never signed, and a new key: nothing is signed yet."""
    return City(tmp_path / "city", example)


def line(name, city, *options, key=None, ledger=None):
    subject = [OBLIGATION] if name == "prove" else []
    return command(name, ledger or city.ledger, *subject, "--key", key or city.key_file, *options)


def ask(name, city, *options, key=None, ledger=None, prefix=()):
    return execute([*prefix, *line(name, city, *options, key=key, ledger=ledger)], timeout=WAIT)


def check_refused(name, city, *options, **how):
    """Refused without a trace, with the way out in the error."""
    before, kept = city.state(), memory_of(city)
    result = ask(name, city, *options, **how)
    said = is_refused(result)
    assert WAY_OUT in said, f"the way out is not named\n{result}"
    assert city.state() == before, "something was recorded or signed"
    assert memory_of(city) == kept, "the memory was changed"


def check_signs(name, city, *options, **how):
    result = ask(name, city, *options, **how)
    assert result.code == 0 and result.out, result
    if name != "prove":
        found = t.verify_checkpoint(result.out, city.key.verifier)
        assert found.root == t.root(city.leaves()[:found.size])


def memory_of(city):
    try:
        mode = os.lstat(city.memory).st_mode
    except FileNotFoundError:
        return None
    return (stat.S_IFMT(mode), city.memory.read_bytes() if stat.S_ISREG(mode) else None)


# MARK: What keygen makes


def test_keygen_makes_the_memory(city):
    """Beside the key, for its owner alone, without the secret; and with it the first checkpoint is signed."""
    assert city.memory.is_file() and city.memory.stat().st_size > 0
    assert stat.S_IMODE(city.memory.stat().st_mode) & 0o022 == 0
    assert t.base64_text(city.key.seed)[:12] not in city.memory.read_text()
    assert stat.S_IMODE(city.key_file.stat().st_mode) == 0o600
    t.verify_checkpoint(city.sign(), city.key.verifier)
    city.grow(3, "more")
    t.verify_checkpoint(city.sign(), city.key.verifier)


def test_a_memory_that_is_there_is_never_made_anew(tmp_path):
    """keygen beside the memory of a key that was lost: the memory stays as it is."""
    memory = tmp_path / "city.key.signed"
    memory.write_bytes(b"what another key signed\n")
    result = run("keygen", "--origin", ORIGIN, "--output", tmp_path / "city.key")
    assert result.code == 73 and result.out == b"", result
    assert files(tmp_path) == {memory.name: b"what another key signed\n"}


# MARK: The memory


def flipped(place):
    def damage(city):
        data = bytearray(city.memory.read_bytes())
        data[int(place * (len(data) - 1))] ^= 1
        city.memory.write_bytes(data)
    return damage


def of_another_key(city):
    """The memory of a key of the same name that signed the same ledger."""
    other = City(city.folder / "other", city.ledger)
    other.sign()
    shutil.copy(other.memory, city.memory)


def replaced(make):
    def damage(city):
        city.memory.unlink(missing_ok=True)
        make(city.memory)
    return damage


MEMORIES = {  # what becomes of the memory, by what it is called
    "missing": replaced(lambda memory: None),
    "empty": replaced(lambda memory: memory.write_bytes(b"")),
    "one newline": replaced(lambda memory: memory.write_bytes(b"\n")),
    "nonsense": replaced(lambda memory: memory.write_bytes(b"nonsense\n")),
    "not UTF-8": replaced(lambda memory: memory.write_bytes(b"\xff\xfe\x00" * 50)),
    "zeros": lambda city: city.memory.write_bytes(bytes(len(city.memory.read_bytes()))),
    "cut": lambda city: city.memory.write_bytes(city.memory.read_bytes()[:-20]),
    "twice": lambda city: city.memory.write_bytes(city.memory.read_bytes() * 2),
    "of another key": of_another_key,
    "dangling link": replaced(lambda memory: memory.symlink_to(memory.parent / "nowhere")),
    "link to nothing": replaced(lambda memory: memory.symlink_to(device(memory.parent / "null", 3))),
    "large": replaced(lambda memory: memory.write_bytes(b"x\n" * 600_000)),
    **{f"flipped {place}": flipped(place) for place in (0, 0.5, 0.95)},
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("memory", MEMORIES)
def test_without_its_memory_a_key_signs_nothing(memory, name, city):
    """After a checkpoint, with newer events to sign. The operator's word starts the memory again."""
    city.sign()
    city.grow(2, "new")
    MEMORIES[memory](city)
    check_refused(name, city)
    check_refused(name, city)
    check_signs(name, city, WAY_OUT)
    assert city.memory.is_file() and city.memory.stat().st_size > 0
    city.grow(1, "newer")
    check_signs(name, city)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("memory", ["missing", "empty"])
def test_a_new_key_needs_its_memory_too(memory, name, city):
    """Nothing was signed yet: a key without a memory may all the same have signed another copy of the ledger."""
    MEMORIES[memory](city)
    check_refused(name, city)
    check_signs(name, city, WAY_OUT)
    city.grow(1, "newer")
    check_signs(name, city)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_memory_that_may_not_be_read(name, city):
    prefix = powerless()
    city.sign()
    city.grow(2, "new")
    city.memory.chmod(0)
    check_refused(name, city, prefix=prefix)
    check_signs(name, city, WAY_OUT, prefix=prefix)
    city.grow(1, "newer")
    check_signs(name, city, prefix=prefix)


@pytest.mark.parametrize("make", [lambda memory: memory.mkdir(), lambda memory: os.mkfifo(memory)], ids=["folder", "FIFO"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_memory_that_is_no_file(name, make, city):
    """Nothing waits for a FIFO; with --without-memory it is refused or made anew, and does not wait either."""
    city.sign()
    city.grow(2, "new")
    city.memory.unlink()
    make(city.memory)
    check_refused(name, city)
    result = ask(name, city, WAY_OUT)
    assert result.code in (0, *FAILURES), result


# MARK: The key


def key_copied(city):
    key = city.folder / "copy.key"
    shutil.copy2(city.key_file, key)
    return key


def folder_copied(city):
    shutil.copytree(city.folder, city.folder / "backup")
    return city.folder / "backup" / "city.key"


def linked(city):
    key = city.folder / "link.key"
    key.symlink_to("city.key")
    return key


def linked_twice(city):
    os.link(city.key_file, city.folder / "second.key")
    return city.folder / "second.key"


def with_memory(placed):
    """The key as `placed` puts it, and a copy of its memory beside it."""

    def placed_with_memory(city):
        key = placed(city)
        shutil.copy2(city.memory, f"{key}.signed")
        return key

    return placed_with_memory


def has_second_link(city):
    """The key under its own name, with its memory; but another process may use its other name."""
    linked_twice(city)
    return city.key_file


KEYS = {
    "copied": key_copied, "copied with its memory": with_memory(key_copied), "in a copied folder": folder_copied,
    "symbolic link": linked, "symbolic link with a memory": with_memory(linked), "hard link": linked_twice,
    "hard link with a memory": with_memory(linked_twice), "has a hard link": has_second_link}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("how", KEYS)
def test_a_key_that_is_not_the_only_one_signs_nothing(how, name, city):
    city.sign()
    city.grow(2, "new")
    key = KEYS[how](city)
    check_refused(name, city, key=key)
    check_signs(name, city, WAY_OUT, key=key)
    if "cop" in how:
        city.grow(1, "newer")
        check_signs(name, city, key=key)


# MARK: What no word of an operator signs


@pytest.fixture
def rolled_back(city, tmp_path):
    """A ledger whose newer events were signed, and which was then put back to what it was."""
    backup = copied(city.ledger, tmp_path / "backup")
    city.grow(40, "lost")
    city.sign()
    copied(backup, city.ledger)
    return city


@pytest.mark.parametrize("options", [[], [WAY_OUT]], ids=["plain", "without memory"])
@pytest.mark.parametrize("grows_by", [0, 39, 60])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_ledger_that_was_rolled_back_is_not_signed_and_not_written(name, grows_by, options, rolled_back):
    """Also not when asked again: attest does not grow it, event by event, to the size that was signed."""
    city = rolled_back
    if grows_by:
        city.grow(grows_by, "other")
    before, memory = city.state(), city.memory.read_bytes()
    for _ in range(2):
        result = ask(name, city, *options)
        assert result.code == 1 if name != "attest" else result.code in FAILURES, result
        assert is_refused(result)
        assert city.state() == before, "a ledger that was rolled back was written"
        assert city.memory.read_bytes() == memory


@pytest.mark.parametrize("name", COMMANDS)
def test_a_copied_memory_is_held_to_as_well(name, rolled_back):
    """A key that was copied with its memory, and the operator's word: the memory can be read, so it counts."""
    city = rolled_back
    key = folder_copied(city)
    before = city.state()
    result = ask(name, city, WAY_OUT, key=key)
    assert result.code == 1 if name != "attest" else result.code in FAILURES, result
    assert is_refused(result) and city.state() == before


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("size", [SIZE - 10, SIZE, SIZE + 40])
def test_the_ledgers_own_checkpoint_is_held_to_without_a_memory(size, name, city):
    """Without a memory there is still the checkpoint in the ledger: what contradicts it is not signed."""
    leaves = [t.leaf_hash(bytes([i % 251])) for i in range(size)]
    text = t.Checkpoint(ORIGIN, size, t.root(leaves)).text
    note = t.sign(text, city.key.line(text))
    change(city.ledger, "INSERT INTO log_checkpoints VALUES (?, ?, ?)", size, note, t.leaf_hash(note))
    city.memory.unlink(missing_ok=True)
    before = events(city.ledger) if run("events", city.ledger).code == 0 else None
    result = ask(name, city, WAY_OUT)
    assert result.code in (1, 65), result  # a fork, or a damaged ledger
    assert is_refused(result)
    if before is not None:
        assert events(city.ledger) == before


# MARK: At once


@pytest.mark.parametrize("names", [("checkpoint", "checkpoint"), ("attest", "checkpoint"), ("attest", "attest"), ("prove", "attest")])
@pytest.mark.parametrize("memory", ["there", "missing"])
def test_two_forks_are_never_both_signed(memory, names, city, tmp_path):
    """Two processes with one key sign two forks at once; also both by their operators' word."""
    fork = copied(city.ledger, tmp_path / "fork.sqlite")
    options = [] if memory == "there" else [WAY_OUT]
    if options:
        city.memory.unlink(missing_ok=True)
    for round in range(2):
        record(fork, filler(random.Random(1), 1, f"other-{round}"))
        record(city.ledger, filler(random.Random(1), 1, f"one-{round}"))
        before = [events(ledger) for ledger in (city.ledger, fork)]
        both = [start(*line(name, city, *options, ledger=ledger)[1:])
                for name, ledger in zip(names, (city.ledger, fork))]
        outcomes = [ended(process) for process in both]
        assert sorted(outcome.code == 0 for outcome in outcomes) == [False, True], [str(o) for o in outcomes]
        for outcome, ledger, stored in zip(outcomes, (city.ledger, fork), before):
            if outcome.code:
                assert is_refused(outcome)
                assert events(ledger) == stored, "the fork that was refused was written"


@pytest.mark.parametrize("name", COMMANDS)
def test_several_processes_sign_one_ledger(name, city):
    """All of them in one history: every signed root is that of the ledger at its size, and the ledger verifies."""
    processes = [start(*line(name, city)[1:]) for _ in range(4)]
    outcomes = [ended(process) for process in processes]
    assert all(outcome.code == 0 for outcome in outcomes), [str(o) for o in outcomes]
    leaves = city.leaves()
    for _, note in city.state()[1]:
        found = t.verify_checkpoint(note, city.key.verifier)
        assert found.root == t.root(leaves[:found.size])
    city.sign()
    succeed("verify", city.ledger)


# MARK: Witnesses


class Witness:
    def __init__(self, folder, city):
        folder.mkdir()
        self.key_file, self.state, self.policy = folder / "witness.key", folder / "state", folder / "policy"
        vkey = succeed("keygen", "--cosigner", "--origin", "witness.example/w", "--output", self.key_file).out.decode().strip()
        self.key = t.read_verifier_key(vkey)
        self.policy.write_text(f"log {city.vkey}\nwitness w {vkey}\nquorum w\n")

    def ask(self, checkpoint, *options, prefix=()):
        return execute([
            *prefix, *command("witness", "-", "--key", self.key_file, "--state", self.state, "--policy", self.policy, *options)],
            stdin=checkpoint, timeout=WAIT)

    def cosigns(self, checkpoint, *options, **how):
        result = self.ask(checkpoint, *options, **how)
        assert result.code == 0, result
        t.read_policy(self.policy.read_bytes()).verify(result.out)
        return result.out


@pytest.fixture
def witness(city, tmp_path):
    return Witness(tmp_path / "witness", city)


def test_a_state_that_does_not_exist_yet_is_a_first_use(city, witness):
    note = city.sign()
    witness.cosigns(note)
    assert witness.state.is_file() and note.split(b"\n")[2] in witness.state.read_bytes()
    witness.cosigns(note)


STATES = {
    "empty": lambda state: state.write_bytes(b""),
    "one newline": lambda state: state.write_bytes(b"\n"),
    "nonsense": lambda state: state.write_bytes(b"nonsense\n"),
    "not UTF-8": lambda state: state.write_bytes(b"\xff\xfe\x00" * 50),
    "zeros": lambda state: state.write_bytes(bytes(len(state.read_bytes()))),
    "cut": lambda state: state.write_bytes(state.read_bytes()[:-20]),
    "nonsense after": lambda state: state.write_bytes(state.read_bytes() + b"\nnonsense\n"),
    "flipped size": lambda state: state.write_bytes(state.read_bytes().replace(b"\n%d\n" % SIZE, b"\n%d0\n" % SIZE)),
    "dangling link": lambda state: (state.unlink(), state.symlink_to(state.parent / "nowhere")),
    "link to nothing": lambda state: (state.unlink(), state.symlink_to(device(state.parent / "null", 3))),
}


@pytest.mark.parametrize("damage", STATES)
def test_a_witness_that_has_lost_its_state_cosigns_nothing(damage, city, witness):
    note = city.sign()
    witness.cosigns(note)
    STATES[damage](witness.state)
    kept = witness.state.read_bytes() if witness.state.exists() and not witness.state.is_symlink() else None
    for _ in range(2):
        result = witness.ask(note)
        assert WAY_OUT in is_refused(result), f"the way out is not named\n{result}"
        assert kept is None or witness.state.read_bytes() == kept
    witness.cosigns(note, WAY_OUT)
    assert note.split(b"\n")[2] in witness.state.read_bytes()
    witness.cosigns(note)


@pytest.mark.parametrize("damage", ["empty", "nonsense", "dangling link"])
def test_a_witness_with_such_a_state_from_the_start(damage, city, witness):
    witness.state.write_bytes(b"")
    STATES[damage](witness.state)
    assert WAY_OUT in is_refused(witness.ask(city.sign()))


def test_a_state_that_may_not_be_read(city, witness):
    prefix = powerless()
    note = city.sign()
    witness.cosigns(note)
    witness.state.chmod(0)
    assert WAY_OUT in is_refused(witness.ask(note, prefix=prefix))
    witness.cosigns(note, WAY_OUT, prefix=prefix)
    witness.cosigns(note, prefix=prefix)


@pytest.mark.parametrize("make", [lambda state: state.mkdir(), lambda state: os.mkfifo(state)], ids=["folder", "FIFO"])
def test_a_state_that_is_no_file(make, city, witness):
    """Nothing waits for a FIFO."""
    make(witness.state)
    is_refused(witness.ask(city.sign()))


def test_a_fork_is_never_cosigned_by_the_operators_word(city, witness):
    """A state that can be read counts, whatever the options."""
    witness.cosigns(city.sign())
    kept = witness.state.read_bytes()
    for size in (SIZE - 50, SIZE):
        leaves = [t.leaf_hash(bytes([i % 251])) for i in range(size)]
        text = t.Checkpoint(ORIGIN, size, t.root(leaves)).text
        result = witness.ask(t.sign(text, city.key.line(text)), WAY_OUT)
        assert result.code == 1, result
        assert "— witness.example/w ".encode() not in result.out and witness.state.read_bytes() == kept
