"""export, import and govledger-verify from outside: capsules judged by the independent reader, and by its own."""

import json
import random
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

import capsule
import schemas
import tool
import transparency as t
from cases import TOOL, check_no_crash, events, fail, Result, succeed

VERIFIER = TOOL + "-verify"
ORIGIN = "capsule.example/city"
TIMES = ["--as-of", "2026-06-30", "--known-at", "2099-12-31"]
SCALE = tool.scale()


def verify(policy, path, *options, stdin=b""):
    line = [VERIFIER, "--policy", str(policy), *options, str(path)]
    done = subprocess.run(line, input=stdin, capture_output=True, timeout=120)
    result = Result(["govledger-verify", *line[1:]], done.returncode, done.stdout, done.stderr)
    check_no_crash(result)
    return result


class City:
    """A ledger with checkpoints at 700 and 1,500 events and one event more, its capsule and policy."""

    def __init__(self, folder):
        self.folder = folder
        self.ledger, self.key, self.capsule = folder / "ledger", folder / "key", folder / "capsule"
        self.policy = folder / "policy"
        verifier = succeed("keygen", "--origin", ORIGIN, "--output", self.key).out.decode().strip()
        self.policy.write_text(f"log {verifier}\nquorum none\n")
        succeed("init", "--empty", self.ledger, "--origin", ORIGIN)
        lines = succeed("generate", "--events", "1501", "--seed", "11").out.splitlines(keepends=True)
        start = 0
        for end in (700, 1500, 1501):
            succeed("record", self.ledger, "-", "--import", stdin=b"".join(lines[start:end]))
            start = end
            if end < 1501:
                succeed("checkpoint", self.ledger, "--key", self.key)
        succeed("export", self.ledger, "--output", self.capsule)
        self.bytes = self.capsule.read_bytes()


def contents(data):
    """What a capsule says: how hard its frames were packed, and so the digest over them, may differ."""
    members = []
    for name, content in capsule.read_archive(data):
        if name.endswith(".lz4"):
            content = subprocess.run(["lz4", "-dc"], input=content, stdout=subprocess.PIPE, check=True).stdout
        if name != "digest":
            members.append((name, content))
    return members


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    return City(tmp_path_factory.mktemp("city"))


def test_the_independent_reader_finds_the_log(city):
    found = capsule.read(city.bytes, t.read_policy(city.policy.read_bytes()))
    assert found.entries == events(city.ledger)[:1500]
    assert [each.size for each in found.earlier] == [700]
    schemas.validator("capsule").validate(found.summary)
    assert found.summary["origin"] == ORIGIN and found.summary["size"] == 1500


def test_any_tar_opens_it(city, tmp_path):
    subprocess.run(["tar", "xf", city.capsule, "-C", tmp_path], check=True)
    lines = subprocess.run(["lz4", "-dc", tmp_path / "tile/entries/000.lz4"], capture_output=True, check=True).stdout
    assert int.from_bytes(lines[:2], "big") == len(events(city.ledger)[0])


def test_the_verifier_prints_the_report_of_the_ledger(city, tmp_path):
    copy = tmp_path / "copy"
    assert ORIGIN.encode() in succeed("import", city.capsule, copy, "--policy", city.policy).out
    report = succeed("audit", copy, *TIMES, "--format", "json").out
    assert json.loads(report)["ledger"]["size"] == 1500
    for path, stdin in ((city.capsule, b""), ("-", city.bytes)):
        result = verify(city.policy, path, *TIMES, stdin=stdin)
        assert (result.code, result.err) == (0, b"") and result.out == report
    assert events(copy) == events(city.ledger)[:1500]
    succeed("verify", copy, "--policy", city.policy)
    assert b"equal" in succeed("rebuild", copy).out
    succeed("export", copy, "--output", tmp_path / "again")
    assert contents((tmp_path / "again").read_bytes()) == contents(city.bytes)


def test_an_imported_ledger_is_only_read(city, tmp_path):
    copy = tmp_path / "copy"
    succeed("import", city.capsule, copy, "--policy", city.policy)
    line = succeed("generate", "--events", "1501", "--seed", "11").out.splitlines(keepends=True)[1500]
    assert "only read" in fail(74, "record", copy, "-", "--import", stdin=line)
    assert len(events(copy)) == 1500


def test_places_and_inputs(city, tmp_path):
    copy = tmp_path / "copy"
    copy.write_bytes(b"mine")
    fail(73, "import", city.capsule, copy, "--policy", city.policy)
    assert copy.read_bytes() == b"mine"
    fail(66, "import", tmp_path / "none", tmp_path / "other", "--policy", city.policy)
    fail(66, "import", city.capsule, tmp_path / "other", "--policy", tmp_path / "none")
    fail(64, "export", city.ledger)
    fail(64, "export", city.ledger, "--output", tmp_path / "a", "--tiles", tmp_path / "b")
    assert verify(city.policy, tmp_path / "none").code == 66
    assert verify(tmp_path / "none", city.capsule).code == 66
    empty = tmp_path / "empty"
    succeed("init", "--empty", empty)
    fail(66, "export", empty, "--output", tmp_path / "capsule")
    assert not (tmp_path / "capsule").exists() and not (tmp_path / "other").exists()


def test_another_key_convinces_nobody(city, tmp_path):
    other = t.SignerKey(ORIGIN, t.SIGNATURE, bytes([9]) * 32)
    policy = tmp_path / "policy"
    policy.write_text(f"log {other.verifier.text}\nquorum none\n")
    assert verify(policy, city.capsule).code == 1
    fail(65, "import", city.capsule, tmp_path / "copy", "--policy", policy)
    assert not (tmp_path / "copy").exists()


def test_law_that_the_verifier_does_not_know_is_refused(city, tmp_path):
    """The maker of a capsule cannot bring a holiday of his own, though no signature covers it."""
    members = capsule.read_archive(city.bytes)[:-1]
    changed = []
    for name, content in members:
        if name == "notices.json":
            document = json.loads(content)
            document["notices"][0]["off"].append("2020-03-02")
            content = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        changed.append((name, content))
    forged = tmp_path / "forged"
    forged.write_bytes(capsule.archive(changed))
    capsule.read(forged.read_bytes(), t.read_policy(city.policy.read_bytes()))
    result = verify(city.policy, forged)
    assert result.code == 1 and b"not one that is known here" in result.err
    fail(65, "import", forged, tmp_path / "copy", "--policy", city.policy)


def test_every_change_is_refused_and_named(city, tmp_path):
    random_ = random.Random(5)
    size = len(city.bytes)

    def damaged(index):
        bytes_ = bytearray(city.bytes)
        kind = index % 5
        place = random_.randrange(size)
        if kind == 0:
            del bytes_[place:]
        elif kind == 1:
            bytes_ += bytes(random_.randrange(1, 2000))
        elif kind == 2:
            block = place // 512 * 512
            del bytes_[block:block + 512]
        else:
            bytes_[place] ^= 1 << random_.randrange(8)
        path = tmp_path / f"bad-{index}"
        path.write_bytes(bytes_)
        result = verify(city.policy, path)
        path.unlink()
        return index, result

    with ThreadPoolExecutor(4) as pool:
        for index, result in pool.map(damaged, range(int(300 * SCALE))):
            assert result.code == 1 and result.out == b"", (index, result)
            assert result.err.count(b"\n") == 1 and result.err.startswith(b"govledger-verify: "), (index, result)
