"""Standard streams that are closed, full or without a reader change no exit status and crash nothing.

What cannot be printed on standard output is 74; what cannot be said on standard error is not said. A process that may open
only a few files ends in order too. And nothing that was meant for a closed stream ends up in another file.
"""

import os
import subprocess
from dataclasses import dataclass

import pytest

from cases import CRASHES, command, files, jsonl, filler, succeed
from hostile import AUDIT, OBLIGATION, VERIFIER, City, change, execute, report, template
from random import Random


@dataclass
class Case:
    """A city and files for the command lines below."""

    city: City
    known: dict

    def line(self, words):
        line = [str(self.known.get(word, word)) for word in words.split()]
        return [VERIFIER, *line[1:]] if line[0] == "VERIFIER" else command(*line)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    city = City(folder / "city", template(folder, 130))
    other = folder / "other"
    other.mkdir()
    policy = other / "policy"
    policy.write_text(f"log {city.vkey}\nquorum none\n")
    checkpoint = other / "checkpoint"
    checkpoint.write_bytes(city.sign())
    capsule, certificate = other / "capsule", other / "certificate"
    succeed("export", city.ledger, "--output", capsule)
    succeed("prove", city.ledger, OBLIGATION, "--key", city.key_file, "--output", certificate)
    forged = other / "forged"
    forged.write_bytes(certificate.read_bytes().replace(b"sd329.23", b"sd329.24", 1))
    damaged = other / "damaged.sqlite"
    damaged.write_bytes(city.ledger.read_bytes())
    change(damaged, "UPDATE bodies SET name = 'x'")
    good, refused = other / "good.jsonl", other / "refused.jsonl"
    good.write_bytes(jsonl(filler(Random(5), 3, "s")))
    succeed("record", city.ledger, good)
    city.sign()
    refused.write_bytes(jsonl(filler(Random(6), 2, "r")) + b'{"id":"x"}\n')
    empty = other / "empty"
    empty.write_bytes(b"")
    return Case(city, {
        "L": city.ledger, "K": city.key_file, "P": policy, "CHECKPOINT": checkpoint, "CAPSULE": capsule, "CERTIFICATE": certificate,
        "FORGED": forged, "DAMAGED": damaged, "GOOD": good, "REFUSED": refused, "EMPTY": empty, "MISSING": other / "missing",
        "NOWHERE": other / "nowhere" / "out", "OUT": other / "out", "AS-OF": AUDIT[1], "KNOWN-AT": AUDIT[3]})


SCOPE = "--as-of AS-OF --known-at KNOWN-AT"
COMMANDS = {  # the command line, and its exit status
    f"audit L {SCOPE} --format json": 0, f"audit L {SCOPE}": 0, f"audit L {SCOPE} --strict": 1, f"audit L {SCOPE} --output OUT": 0,
    "deadline --from 2025-09-26 --working-days 10": 0, "events L": 0, "show L obligations": 0, f"explain L {OBLIGATION}": 0,
    "upcoming L --within 5": 0, "verify L": 0, "verify DAMAGED": 1, "rebuild L": 0, "record L GOOD": 0, "record L - < GOOD": 0,
    "checkpoint L --key K": 0, "consistency L --from 3": 0, "generate --events 300 --seed 1": 0, "schema share.requested": 0,
    "accept L CHECKPOINT": 0, "--help": 0, "audit --help": 0, "nosuch": 64, "audit L --nosuch": 64, "show L nosuch": 64,
    "record L REFUSED": 65, "record L - < REFUSED": 65, "audit EMPTY": 65, "record L MISSING": 66, "audit MISSING": 66,
    "init L": 73, "audit L --output NOWHERE": 73, "keygen --origin a.example --output K": 73,
    "VERIFIER --policy P CERTIFICATE": 0, "VERIFIER --policy P CAPSULE": 0, "VERIFIER --policy P - < CERTIFICATE": 0,
    "VERIFIER --policy P FORGED": 1, "VERIFIER --nosuch": 64, "VERIFIER --policy P MISSING": 66, "VERIFIER --policy EMPTY CERTIFICATE": 1,
}
ORDINARY = {}


def started(case, words, **streams):
    line, stdin = words.split(" < ")[0], words.split(" < ")[1:]
    with open(case.known[stdin[0]] if stdin else case.known["EMPTY"], "rb") as input:
        return subprocess.run(case.line(line), **({"stdin": input} | streams), timeout=30)


def ordinary(case, words):
    """The exit status with ordinary streams, and whether something is printed."""
    if words not in ORDINARY:
        done = started(case, words, capture_output=True)
        assert done.returncode == COMMANDS[words] or "EMPTY" in words and done.returncode in (65, 66), (words, done)
        ORDINARY[words] = (done.returncode, bool(done.stdout))
    return ORDINARY[words]


def through_shell(redirection):
    """The command line with a redirection that only a shell can say."""
    def run(case, words):
        line, stdin = words.split(" < ")[0], words.split(" < ")[1:]
        with open(case.known[stdin[0]] if stdin else case.known["EMPTY"], "rb") as input:
            return subprocess.run(
                ["sh", "-c", f'exec "$@" {redirection}', "sh", *case.line(line)], stdin=input, capture_output=True, timeout=30)
    return run


def without_reader(stream):
    def run(case, words):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            return started(case, words, **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: writer}))
        finally:
            os.close(writer)
    return run


STREAMS = {  # how to run, and whether standard output, and standard input, are of use
    "stderr closed": (through_shell("2>&-"), True, True), "stderr full": (through_shell("2>/dev/full"), True, True),
    "stderr without reader": (without_reader("stderr"), True, True), "stderr for reading": (through_shell("2</dev/null"), True, True),
    "stdin closed": (through_shell("<&-"), True, False), "stdin a folder": (through_shell("</"), True, False),
    "stdout closed": (through_shell(">&-"), False, True), "stdout full": (through_shell(">/dev/full"), False, True),
    "both full": (through_shell(">/dev/full 2>&1"), False, True), "both closed": (through_shell(">&- 2>&-"), False, True),
    "all closed": (through_shell("<&- >&- 2>&-"), False, False),
}


@pytest.mark.parametrize("words", COMMANDS)
def test_the_exit_status_is_that_of_ordinary_streams(words, case):
    code, prints = ordinary(case, words)
    before = {name: data for name, data in files(case.city.folder).items() if not name.endswith(("-shm", "-wal"))}
    wrong = []
    for name, (run, has_output, has_input) in STREAMS.items():
        done = run(case, words)
        allowed = {code}
        if prints and not has_output:
            allowed = {74} if code == 0 else {74, code}
        if " < " in words and not has_input:
            allowed = {65, 66, 74}
        if done.returncode not in allowed or done.returncode in CRASHES or b"Fatal" in (done.stderr or b""):
            wrong.append(f"{name}: exit {done.returncode}, expected {sorted(allowed)}; {(done.stderr or b'')[:200]!r}")
        if words.endswith("--output OUT"):
            assert case.known["OUT"].read_bytes() == execute(case.line(words.removesuffix(" --output OUT"))).out
    assert not wrong, "\n".join(wrong)
    after = {name: data for name, data in files(case.city.folder).items() if not name.endswith(("-shm", "-wal"))}
    if words.split()[0] not in ("rebuild", "record", "checkpoint", "accept"):
        assert {name: after.get(name) for name in before} == before, "what was printed went into another file"
    assert not any(data for name, data in after.items() if name.endswith("-lock")), "something was printed into a lock"


def test_the_ledger_is_whole_after_all_that(case):
    """Runs last: no closed stream's number was taken by the ledger's file and then printed into."""
    succeed("verify", case.city.ledger)
    assert case.city.key_file.read_text() == case.city.key.text + "\n"


@pytest.mark.parametrize("words", [
    f"audit L {SCOPE} --format json", "events L", "record L GOOD", "verify L", "checkpoint L --key K", "init NEW", "deadline --from 2025-09-26 --working-days 1",
    "VERIFIER --policy P CERTIFICATE", f"VERIFIER --policy P {SCOPE} CAPSULE"])
def test_few_files_may_be_open(words, case, tmp_path):
    """With a limit that the dynamic linker cannot live with it is the linker that says so."""
    true = execute(case.line(words)).out if "NEW" not in words else None
    wrong = []
    for limit in range(3, 21):
        line = [str(tmp_path / f"new-{limit}") if word == "NEW" else word for word in case.line(words)]
        done = subprocess.run(["sh", "-c", f'ulimit -n {limit} && exec "$@"', "sh", *line], capture_output=True, timeout=30)
        if done.returncode == 127 and b"shared librar" in done.stderr:
            continue
        if done.returncode == 0:
            if true is not None and not words.startswith("verify"):
                assert done.stdout == true, f"limit {limit}: another answer"
            continue
        said = done.stderr.decode()
        if done.returncode not in ((66, 73, 74) if "NEW" in words else (66, 74)) or said.count("\n") != 1 or "damaged" in said:
            wrong.append(f"limit {limit}: exit {done.returncode}: {said[:200]!r}")
    assert not wrong, "\n".join(wrong)
    assert report(case.city.ledger)
