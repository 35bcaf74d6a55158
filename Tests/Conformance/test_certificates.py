"""attest, prove and govledger-verify from outside: certificates judged by the independent verifier.

The tool is the environment's GOVLEDGER, or .build/debug/govledger; govledger-verify stands beside it.
CONFORMANCE_SCALE multiplies the histories and mutations.
"""

import base64
import copy
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest
import rfc8785

import certificate
import histories
import key_memory
import schemas
import tool
import transparency as t
from cases import (
    AUTHORITY, DEPARTMENT, GOVERNMENT, REQUESTER, TOOL, act, as_certified, at, base, entry_data, events, fail, jsonl, now, places,
    request_data, run, succeed)
from oracle import bound
from violation_histories import violation_history

VERIFIER = TOOL + "-verify"
ORIGIN = "city.example/ledger"
SCALE = tool.scale()
MUTATIONS = int(600 * SCALE)
VERDICTS = {"met", "late", "overdue", "pending", "closed", "done", "open"}
WORKERS = 4


# Ledgers, keys and policies


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return Keys(folder)


class Keys:
    """A log's key with its policy, a witness's, and others' of the same and of another name."""

    def __init__(self, folder):
        self.folder = folder
        self.log = folder / "log.key"
        self.verifier = succeed("keygen", "--origin", ORIGIN, "--output", self.log).out.decode().strip()
        self.text = f"log {self.verifier}\nquorum none\n"
        self.policy_file = self.file("policy", self.text)
        self.policy = t.read_policy(self.text.encode())

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


class Ledger:
    """A ledger with a key of its own copy, so that what the key remembers is of this ledger alone."""

    def __init__(self, folder, keys, records=(), text=None):
        folder.mkdir(exist_ok=True)
        self.path, self.key = folder / "ledger.sqlite", folder / "log.key"
        shutil.copy(keys.log, self.key)
        key_memory.give(self.key)
        succeed("init", "--empty", self.path, "--origin", ORIGIN)
        if records or text:
            succeed("record", self.path, "-", "--import", stdin=text.encode() if text else jsonl(records))

    def __fspath__(self):
        return str(self.path)

    def __str__(self):
        return str(self.path)

    def attest(self, *options):
        return succeed("attest", self, "--key", self.key, *options).out

    def prove(self, obligation, *options):
        return succeed("prove", self, obligation, "--key", self.key, *options).out

    def report(self, *options):
        return json.loads(succeed("audit", self, "--format", "json", *options).out)


def verify_tool(policy, data, *options, timeout=30):
    """govledger-verify over bytes: its exit status, standard output and standard error."""
    done = subprocess.run(
        [VERIFIER, "--policy", str(policy), *options, "-"], input=data, capture_output=True, timeout=timeout)
    assert done.returncode >= 0, f"killed by signal {-done.returncode}: {done.stderr!r}"
    return done.returncode, done.stdout, done.stderr


def check_refused(policy, data, *codes):
    code, out, err = verify_tool(policy, data)
    assert code in (codes or (1,)), f"exit {code}: {err[:300]!r}"
    assert out == b"" and err.startswith(b"govledger-verify: ") and err.count(b"\n") == 1 and err.endswith(b"\n"), err
    assert len(err) < 4096 and not any(c in err.decode() for c in "\u2028\u2029\u0085\x1b\u202e"), err
    return err.decode()


def check_accepted(keys, data):
    """Both verifiers accept, the schema too, and the words are the document's; the document."""
    code, out, err = verify_tool(keys.policy_file, data)
    assert (code, err) == (0, b""), f"exit {code}: {err!r}\n{data!r}"
    document = certificate.verify(data, keys.policy)
    statement = document["statement"]
    assert out.decode() == statement["zh"] + "\n" + statement["en"] + "\n"
    errors = [f"{e.json_path}: {e.message[:200]}" for e in schemas.validator("certificate").iter_errors(document)]
    assert not errors, errors
    return document


# Generated histories and the sample


def sample(rng, report, each):
    """The report's obligations, at most `each` of every verdict and rule."""
    groups = defaultdict(list)
    for obligation in report["obligations"]:
        groups[obligation["verdict"], obligation["rule"]].append(obligation)
    return [one for group in groups.values() for one in rng.sample(group, min(each, len(group)))]


@pytest.mark.parametrize("grade", ["included", "attested"])
def test_random_histories(keys, tmp_path, grade):
    seen = set()

    def one(seed):
        rng = random.Random(f"certificates {seed} {grade}")
        history = histories.history(seed, 2)
        ledger = Ledger(tmp_path / str(seed), keys, text=history.text)
        options = []
        if grade == "attested":
            as_of, known_at = histories.instants(rng, history, 3)[-1]
            latest = now(minutes=-1)  # nobody attests what will be known
            options = ["--as-of", as_of, "--known-at", known_at if bound(known_at) < bound(latest) else latest]
            ledger.attest(*options)
        report = ledger.report(*options)
        for obligation in rng.sample(sample(rng, report, 1), min(3, len(sample(rng, report, 1)))):
            document = check_accepted(keys, ledger.prove(obligation["id"]))
            assert document["grade"] == grade
            assert document["obligation"] == as_certified(obligation), f"seed {seed}"
            seen.add(obligation["verdict"])

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, range(700, 700 + max(4, int(6 * SCALE)))))
    assert len(seen) >= 3


@pytest.fixture(scope="module")
def bundled(keys, tmp_path_factory):
    """The sample of the demo: certificates of every verdict, before and after an attestation."""
    folder = tmp_path_factory.mktemp("sample")
    succeed("demo", folder / "demo")
    found = next(p for p in (folder / "demo").rglob("*") if p.is_file() and p.read_bytes()[:16] == b"SQLite format 3\0")
    lines = [json.loads(line) for line in events(found)]
    given = ("position", "stream", "version", "recordedAt", "schema")
    ledger = Ledger(folder / "ledger", keys, [{k: v for k, v in line.items() if k not in given} for line in lines])
    # Two requests of now, so that there are also obligations that are pending, and closed.
    succeed("record", ledger, "-", stdin=jsonl([
        act("entry-now", "catalog.entry-registered", entry_data("E-now"), at=now(minutes=-3)),
        act("asked-now", "share.requested", request_data("SR-now", "E-now", receivedAt=now(minutes=-2)), at=now(minutes=-2)),
        act("asked-back", "share.requested", request_data("SR-back", "E-now", receivedAt=now(minutes=-2)), at=now(minutes=-2)),
        act("back", "share.withdrawn", {"request": "SR-back", "reason": "撤回"}, at=now(minutes=-1), actor=REQUESTER)]))
    chosen = {}
    for obligation in ledger.report()["obligations"]:
        chosen.setdefault(obligation["verdict"], obligation["id"])
    violations = [f"{each['rule']}/{each['event']}" for each in ledger.report()["violations"]]
    proofs = {("included", verdict): ledger.prove(id) for verdict, id in chosen.items()}
    found = {("included", id): ledger.prove(id) for id in violations}
    before = succeed("audit", ledger, "--format", "json", "--as-of", "2026-01-01", "--known-at", "2030-01-01").out
    shutil.copytree(folder / "ledger", folder / "first")
    note = ledger.attest()
    after = succeed("audit", ledger, "--format", "json", "--as-of", "2026-01-01", "--known-at", "2030-01-01").out
    proofs |= {("attested", verdict): ledger.prove(id) for verdict, id in chosen.items()}
    found |= {("attested", id): ledger.prove(id) for id in violations}
    return {"ledger": ledger, "proofs": proofs, "violations": found, "note": note, "before": before, "after": after, "chosen": chosen,
            "first": folder / "first" / "ledger.sqlite"}


def test_every_verdict_and_grade(keys, bundled):
    assert set(bundled["chosen"]) == VERDICTS
    for (grade, verdict), data in bundled["proofs"].items():
        document = check_accepted(keys, data)
        assert (document["grade"], document["obligation"]["verdict"]) == (grade, verdict)
        assert document["obligation"]["id"] == bundled["chosen"][verdict]


def test_every_violation_and_grade(keys, bundled):
    reported = {f"{each['rule']}/{each['event']}": as_certified(each) for each in bundled["ledger"].report()["violations"]}
    assert len(reported) == 10
    for (grade, id), data in bundled["violations"].items():
        document = check_accepted(keys, data)
        assert (document["grade"], document["violation"]) == (grade, reported[id])


@pytest.mark.parametrize("grade", ["included", "attested"])
def test_random_violations(keys, tmp_path, grade):
    """Each violation of histories of unlawful acts, or many: what the audit says, and nothing less than its evidence."""
    seen = set()

    def one(seed):
        rng = random.Random(f"violations {seed} {grade}")
        history = violation_history(400_000 + seed)
        ledger = Ledger(tmp_path / str(seed), keys, text="".join(line + "\n" for line in history.lines))
        if grade == "attested":
            ledger.attest()
        data = json.loads(events(ledger)[-1])["data"] if grade == "attested" else {}
        scope = ["--as-of", data["asOf"], "--known-at", data["knownAt"]] if data else []
        report = ledger.report(*scope)
        groups = defaultdict(list)
        for violation in report["violations"]:
            groups[violation["rule"]].append(violation)
        for group in rng.sample(sorted(groups), min(len(groups), 6)):
            violation = rng.choice(groups[group])
            proof = ledger.prove(f"{violation['rule']}/{violation['event']}")
            document = check_accepted(keys, proof)
            assert (document["grade"], document["violation"]) == (grade, as_certified(violation)), f"seed {seed}"
            text = succeed("explain", ledger, f"{violation['rule']}/{violation['event']}", *scope).out.decode()
            for each in violation["evidence"]:
                assert f"event {each['position']} " in text and each["event"] in text
            cited = {each["position"] for each in violation["evidence"]}
            for place, shown in enumerate(document["events"]):
                less = copy.deepcopy(document)
                del less["events"][place]
                if shown["event"]["position"] in cited:
                    check_refused(keys.policy_file, written(less))
                    with pytest.raises(t.Refused):
                        certificate.verify(written(less), keys.policy)
            seen.add(group)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, range(max(4, int(6 * SCALE)))))
    assert len(seen) >= 8


def test_neither_an_obligation_nor_a_violation(keys, bundled):
    ledger = bundled["ledger"]
    lawful = next(json.loads(line)["id"] for line in events(ledger) if json.loads(line)["type"] == "share.requested")
    for id in ("sd329.23.reasons/none", f"sd329.23.reasons/{lawful}", "sd329.23.reasons/", "sd329.99/x", "sd329.23.reasons"):
        for command in (["explain", ledger, id], ["prove", ledger, id, "--key", ledger.key]):
            message = fail(66, *command)
            assert "no obligation or violation" in str(message), message


def test_the_schema_refuses_other_documents(bundled):
    validator = schemas.validator("certificate")
    for data in [*bundled["proofs"].values(), *bundled["violations"].values()]:
        document = json.loads(data)
        document |= {key: document[key][:most] for key, most in (("days", 3), ("events", 2)) if key in document}  # enough of a kind
        validator.validate(document)
        for place in random.Random(len(data)).sample(list(places(document)), 12):
            holder = at(document, place[:-1])
            if isinstance(holder, dict) and "data" not in place and place[-1] not in ("correlation", "causation", "sourceRecordedAt"):
                changed = copy.deepcopy(document)
                del at(changed, place[:-1])[place[-1]]
                assert not validator.is_valid(changed), f"without {place}"
            if isinstance(at(document, place), dict):
                changed = copy.deepcopy(document)
                at(changed, place)["extra"] = None
                assert not validator.is_valid(changed), f"more in {place}"
            changed = copy.deepcopy(document)
            at(changed, place[:-1])[place[-1]] = 1.5
            assert not validator.is_valid(changed), f"another type of {place}"
        for key, value in [("grade", "replayed"), ("checkpoint", "x"), ("events", []), ("schema", "govledger.certificate/2"),
                           ("grade", {"attested": "included", "included": "attested"}[document["grade"]])]:
            assert not validator.is_valid({**document, key: value}), key
        assert not validator.is_valid({**document, "extra": 1}) and not validator.is_valid([document])


def test_what_attest_records(keys, bundled):
    """Every digest is computed again, from a ledger that holds only what was attested."""
    ledger = bundled["ledger"]
    lines = events(ledger)
    (attested,) = [json.loads(line) for line in lines if json.loads(line)["type"] == "audit.attested"]
    data = attested["data"]
    leaves = [t.leaf_hash(line) for line in lines]
    assert attested["position"] == data["size"] == len(lines) - 1 and attested["stream"] == "attestation/order-329"
    assert data["root"] == t.base64_text(t.root(leaves[:data["size"]]))
    checkpoint = keys.policy.verify(bundled["note"])
    assert (checkpoint.size, checkpoint.root) == (len(lines), t.root(leaves))

    scope = ["--as-of", data["asOf"], "--known-at", data["knownAt"]]
    report = succeed("audit", bundled["first"], "--format", "json", *scope).out
    document = json.loads(report)
    assert document["ledger"] == {"size": data["size"], "root": data["root"]}
    assert data["reportDigest"] == base64.b64encode(hashlib.sha256(report).digest()).decode()
    obligations = certificate.obligations_root(
        document | {"obligations": [as_certified(each) for each in document["obligations"]]})
    assert data["obligations"] == len(obligations)
    assert data["obligationsRoot"] == t.base64_text(t.root(obligations))
    violations = certificate.violations_root(document)
    assert data["violations"] == len(violations) == 11  # ten violations and a remark
    assert data["violationsRoot"] == t.base64_text(t.root(violations))
    assert data["ruleBook"] == "order-329/1"
    assert data["asOf"] == data["knownAt"] == attested["occurredAt"] <= attested["recordedAt"]


def test_an_attestation_changes_nothing_else(bundled):
    before, after = json.loads(bundled["before"]), json.loads(bundled["after"])
    assert after["ledger"]["size"] == before["ledger"]["size"] + 1
    assert {**before, "ledger": None} == {**after, "ledger": None}


def test_the_verifier_links_neither_sqlite_nor_foundation():
    """Neither itself nor through another library."""
    listed = subprocess.run(["ldd", VERIFIER], capture_output=True, text=True, check=True)
    needed = [line.split()[0] for line in listed.stdout.splitlines()]
    assert any(name.startswith("libswiftCore") for name in needed), "ldd lists the libraries"
    for part in ("sqlite", "libFoundation.so", "libFoundationInternationalization", "libFoundationNetworking", "libcurl"):
        assert not any(part in name for name in needed), needed
    assert b"sqlite3_open" not in open(VERIFIER, "rb").read()


# Tampering


def written(document):
    """Canonical JSON where there is such a thing."""
    try:
        return rfc8785.dumps(document) + b"\n"
    except rfc8785.CanonicalizationError:
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def other_value(rng, value):
    match value:
        case bool() | None:
            return rng.choice([0, "", [], "x"])
        case int():
            return rng.choice([value + 1, value - 1, -value - 1, value ^ 256, 1 << 53, str(value), None])
        case str():
            spot = rng.randrange(len(value) + 1)
            return rng.choice([
                value[:spot] + rng.choice("0A/é=") + value[spot:], value[:-1], value.swapcase() + " ", None,
                value[::-1] + "\n", "\u2028\u202e\x1b" + value])
        case list():
            return rng.choice([value[1:] if value else [0], value + value if value else [[]], value + [None], {}, None])
        case _:
            return rng.choice([{}, {**value, "extra": 1}, None, [value]])


def mutated(rng, data, others):
    """Other bytes than a certificate's, in one of many ways."""
    form = rng.random()
    if form < 0.4:
        changed = bytearray(data)
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        return bytes(changed)
    if form < 0.45:
        spot, length = rng.randrange(len(data)), rng.choice([1, 1, 2, 30, 4000])
        return rng.choice([data[:spot], data[:spot] + data[spot + length:], data[:spot] + data[spot:spot + length] + data[spot:]])
    document, other = json.loads(data), json.loads(rng.choice(others))
    if form < 0.75:
        place = rng.choice(list(places(document)))
        at(document, place[:-1])[place[-1]] = other_value(rng, at(document, place))
    elif form < 0.85:
        for key in rng.sample(sorted(other), rng.randint(1, 4)):
            document[key] = other[key]
    elif form < 0.95:
        shown = document["events"]
        match rng.randrange(5):
            case 0: shown.pop(rng.randrange(len(shown)))
            case 1: shown.insert(rng.randrange(len(shown)), copy.deepcopy(rng.choice(shown)))
            case 2: rng.shuffle(shown)
            case 3: shown.append(rng.choice(other["events"]))
            case 4: rng.choice(shown)["proof"] = rng.choice(other["events"])["proof"]
    else:
        place = rng.choice([p for p in places(document) if p[-1] in ("proof", "path")])
        path = at(document, place)
        at(document, place[:-1])[place[-1]] = rng.choice([path[1:], path[:-1], path[::-1], path + path[-1:], path * 40])
    return written(document)


def test_mutations_are_refused(keys, bundled):
    data = [*bundled["proofs"].values(), *bundled["violations"].values()]
    valid = set(data)
    rng = random.Random(329)
    tried = [change for change in (mutated(rng, rng.choice(data), data) for _ in range(MUTATIONS)) if change not in valid]
    assert len(tried) > MUTATIONS * 0.9

    def check(change):
        # A certificate put together of two may be a valid one of its own, as when one shows a notice
        # that the other has no need of.
        try:
            certificate.verify(change, keys.policy)
        except t.Refused:
            check_refused(keys.policy_file, change)
            return 1
        statement = json.loads(change)["statement"]
        code, out, err = verify_tool(keys.policy_file, change)
        assert code == 0 and out.decode().startswith(statement["zh"]) or code == 1, err
        return code

    with ThreadPoolExecutor(WORKERS) as pool:
        refused = sum(pool.map(check, tried))
    assert refused > len(tried) * 0.95


def test_words_are_made_again(keys, bundled):
    for data in bundled["proofs"].values():
        document = json.loads(data)
        for key, language in [("statement", "zh"), ("statement", "en"), ("law", "zh"), ("law", "en")]:
            changed = copy.deepcopy(document)
            changed[key][language] += "。"
            assert key in check_refused(keys.policy_file, written(changed))
        for verdict in VERDICTS - {document["obligation"]["verdict"]}:
            changed = copy.deepcopy(document)
            changed["obligation"]["verdict"] = verdict
            check_refused(keys.policy_file, written(changed))


def test_hiding_a_discharge(keys, bundled):
    """Under an attestation what is left out is missed; without one, the grade says that it may be."""
    for grade in ("attested", "included"):
        document = json.loads(bundled["proofs"][grade, "late"])
        position = document["obligation"]["discharge"]["position"]
        document["events"] = [each for each in document["events"] if each["event"]["position"] != position]
        check_refused(keys.policy_file, written(document))


def hostile(data):
    document = json.loads(data)

    def with_(**changes):
        return written({**document, **changes})

    event = document["events"][0]
    text = data.decode()
    yield "nothing", b""
    yield "a line end", b"\n"
    yield "an array", b"[]\n"
    yield "white space before", b" " + data
    yield "a mark of byte order", b"\xef\xbb\xbf" + data
    yield "no line end", data[:-1]
    yield "two line ends", data + b"\n"
    yield "carriage return", data[:-1] + b"\r\n"
    yield "a second document", data + data
    yield "ten megabytes of space", b"{" + b" " * 10_000_000
    yield "ten megabytes behind", data + b" " * 10_000_000
    yield "zeros", bytes(10_000_000)
    yield "a long string", with_(statement={"en": "x" * 3_000_000, "zh": ""})
    yield "a long id", with_(obligation={**document["obligation"], "id": "sd329.23/" + "\u202e\u2028x" * 200_000})
    yield "a hundred thousand events", with_(events=[0] * 100_000)
    yield "a hundred thousand same events", (
        text.replace('"events":[', '"events":[' + "{}," * 100_000, 1).encode())
    yield "257 events", with_(events=[event] * 257)
    yield "fifty thousand hashes", with_(events=[{**event, "proof": ["A" * 43 + "="] * 50_000}])
    yield "a hundred thousand days", with_(days=document["days"] * 5000)
    yield "a hundred thousand keys", b"{" + b",".join(b'"%d":0' % i for i in range(100_000)) + b"}\n"
    yield "many keys of one name", b"{" + b",".join([b'"a":0'] * 200_000) + b"}\n"
    yield "deep arrays", b'{"a":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}\n"
    yield "deep objects", b'{"a":' * 500_000 + b"0" + b"}" * 500_000
    yield "deep and open", b'{"a":[' * 1_000_000
    for number in ("1e999", "9" * 400, "-1", "1.0", "-0", "9007199254740993", "18446744073709551616", "1e2"):
        yield f"position {number}", text.replace(f'"position":{event["event"]["position"]},', f'"position":{number},').encode()
        if document["attestation"]:
            yield f"index {number}", text.replace(f'"index":{document["attestation"]["index"]},', f'"index":{number},').encode()
    yield "a key twice", text.replace('{"asOf"', '{"asOf":"2020-01-01T00:00:00.000+08:00","asOf"', 1).encode()
    yield "a lone surrogate", text.replace('"schema"', '"\\ud800"', 1).encode()
    yield "not UTF-8", data.replace(b'"zh"', b'"\xff\xfe"', 1)
    yield "a zero", data.replace(b"law", b"l\x00w", 1)
    note = document["checkpoint"]
    for name, changed in [
        ("no signature", note.rpartition("\n\n")[0] + "\n\n"), ("empty", ""),
        ("carriage returns", note.replace("\n", "\r\n")), ("a leading zero", note.replace("\n", "\n0", 1)),
        ("a hundred thousand signatures", note + note.split("\n\n")[1] * 20_000),
        ("another size", note.replace(f"\n{note.split(chr(10))[1]}\n", "\n9\n", 1)),
    ]:
        yield f"checkpoint: {name}", with_(checkpoint=changed)
    # The algorithm stands before the key, whose identifier names both; the type of a cosignature is another.
    head, line = note.split("\n\n")
    raw = base64.b64decode(line.split(" ")[2])
    for name, payload in [("key id", bytes(4) + raw[4:]), ("cut", raw[:-1]), ("long", raw + b"\0"), ("none", raw[:4]),
                          ("a time before", raw[:4] + bytes(8) + raw[4:]), ("zero", raw[:4] + bytes(64))]:
        line = f"— {ORIGIN} {base64.b64encode(payload).decode()}\n"
        yield f"signature: {name}", with_(checkpoint=head + "\n\n" + line)


@pytest.mark.parametrize("grade", ["attested", "included"])
def test_hostile_files(keys, bundled, grade):
    def check(case):
        name, data = case
        begun = time.monotonic()
        try:
            check_refused(keys.policy_file, data)
        except AssertionError as error:
            return f"{name}: {error}"
        passed = time.monotonic() - begun
        return None if passed < 20 else f"{name}: {passed:.1f} s"

    with ThreadPoolExecutor(WORKERS) as pool:
        wrong = [found for found in pool.map(check, hostile(bundled["proofs"][grade, "late"])) if found]
    assert not wrong, "\n".join(wrong)


def test_other_policies(keys, bundled, tmp_path):
    data = bundled["proofs"]["attested", "met"]
    same_name = succeed("keygen", "--origin", ORIGIN, "--output", tmp_path / "a").out.decode().strip()
    other = succeed("keygen", "--origin", "other.example", "--output", tmp_path / "b").out.decode().strip()
    key = t.read_verifier_key(keys.verifier)
    swapped = t.VerifierKey(key.name, t.COSIGNATURE, key.public).text  # the type's byte, with its own identifier
    witness = t.SignerKey("witness.example", t.COSIGNATURE, bytes(32)).verifier.text
    for text in [
        f"log {same_name}\nquorum none\n", f"log {other}\nquorum none\n", f"log {swapped}\nquorum none\n",
        f"witness w {swapped}\nquorum w\n", "quorum none\n", f"log {keys.verifier}\nwitness w {witness}\nquorum w\n",
        f"log {keys.verifier}\n", "", "x", f"log {keys.verifier}+\nquorum none\n",
    ]:
        check_refused(keys.file("other", text), data)
    assert verify_tool(keys.file("more", f"log {same_name}\nlog {keys.verifier}\nquorum none\n"), data)[0] == 0


def test_a_quorum_of_witnesses(keys, bundled):
    """A policy that asks for a witness takes a certificate whose checkpoint the witness cosigned, and no other."""
    signer = t.SignerKey("province.example", t.COSIGNATURE, bytes(range(32)))
    policy = f"log {keys.verifier}\nwitness province {signer.verifier.text}\nquorum province\n"
    document = json.loads(bundled["proofs"]["attested", "late"])
    check_refused(keys.file("witnessed", policy), bundled["proofs"]["attested", "late"])
    note = document["checkpoint"]
    text = note.split("\n\n")[0].encode() + b"\n"
    document["checkpoint"] = note + signer.line(text, 1_700_000_000)
    data = written(document)
    assert verify_tool(keys.file("witnessed", policy), data)[0] == 0
    assert certificate.verify(data, t.read_policy(policy.encode()))
    document["checkpoint"] = note + signer.line(text + b"x", 1_700_000_000)
    check_refused(keys.file("witnessed", policy), written(document))


def test_another_log_of_the_same_key(keys, bundled, tmp_path):
    """Checkpoints of two ledgers with one name and key do not stand in for each other."""
    other = Ledger(tmp_path / "other", keys, base()[:-1])
    document = json.loads(bundled["proofs"]["included", "met"])
    document["checkpoint"] = json.loads(other.prove("sd329.23/SR-1"))["checkpoint"]
    check_refused(keys.policy_file, written(document))


def test_usage_of_the_verifier(keys, bundled, tmp_path):
    good = tmp_path / "good.json"
    good.write_bytes(bundled["proofs"]["attested", "met"])

    def status(*arguments, stdin=b""):
        done = subprocess.run([VERIFIER, *map(str, arguments)], input=stdin, capture_output=True, timeout=30)
        if done.returncode:
            assert done.stdout == b"" and done.stderr.count(b"\n") == 1, done
        return done.returncode

    policy = keys.policy_file
    assert status("--policy", policy, good) == status(good, "--policy", policy) == status("--help") == 0
    for wrong in [[], [good], ["--policy", policy], ["--policy"], ["--policy", policy, good, good],
                  ["--policy", policy, "--verbose", "x", good], ["--policy", policy, "--as-of", "soon", good]]:
        assert status(*wrong) == 64, wrong
    assert status("--policy", policy, tmp_path / "none") == status("--policy", tmp_path / "none", good) == 66
    assert status("--policy", policy, tmp_path) in (66, 74)
    assert status("--policy", "-", "-", stdin=keys.text.encode()) == 1  # nothing is left for the certificate
    assert status("--policy", policy, tmp_path / "\u2028\x1b[31m") == 66


# The commands


def test_commands(keys, tmp_path):
    """Exit statuses and outputs of attest and prove."""
    ledger = Ledger(tmp_path / "l", keys, base()[:-1])
    size = len(events(ledger))
    other = tmp_path / "other.key"
    succeed("keygen", "--origin", "other.example", "--output", other)

    # A key that will not do leaves no trace.
    assert ORIGIN in fail(65, "attest", ledger, "--key", other)
    assert ORIGIN in fail(65, "prove", ledger, "sd329.23/SR-1", "--key", other)
    assert fail(66, "attest", ledger, "--key", tmp_path / "none")
    assert fail(64, "attest", ledger) and fail(64, "prove", ledger, "sd329.23/SR-1") and fail(64, "prove", ledger)
    assert fail(66, "attest", tmp_path / "none", "--key", ledger.key)
    assert fail((65, 66), "attest", ledger, "--key", ledger.key, "--rules", "order-328/1")
    assert fail(64, "attest", ledger, "--key", ledger.key, "--as-of", "soon")
    assert fail(65, "attest", ledger, "--key", ledger.key, "--known-at", "2099-01-01")
    assert len(events(ledger)) == size

    for unknown in ["sd329.23/none", "x", "", "sd329.23/SR-1/", "SR-1", "sd329.23/sr-1", "x" * 100_000, "\u2028\u0085\n\x1b"]:
        assert len(fail((65, 66), "prove", ledger, unknown, "--key", ledger.key)) < 400
    included = ledger.prove("sd329.23/SR-1")
    assert check_accepted(keys, included)["grade"] == "included"

    # Twice at once: each is an event with a checkpoint over it.
    for count in (1, 2):
        checkpoint = keys.policy.verify(ledger.attest())
        assert checkpoint.size == size + count == len(events(ledger))
    assert check_accepted(keys, ledger.prove("sd329.23/SR-1"))["attestation"]["event"]["position"] == size + 1
    assert check_accepted(keys, included)["checkpoint"] != ""  # as good as ever

    # By a date in the past: what it does not know is proven without it, the rest by it.
    ledger.attest("--as-of", "2024-03-02")
    document = check_accepted(keys, ledger.prove("sd329.23/SR-1"))
    known = document["grade"] == "attested"
    assert known == ("sd329.23/SR-1" in {o["id"] for o in ledger.report("--as-of", "2024-03-02")["obligations"]})
    assert succeed("verify", ledger).out


def test_outputs(keys, tmp_path):
    ledger = Ledger(tmp_path / "l", keys, base()[:-1])
    said = succeed("prove", ledger, "sd329.23/SR-1", "--key", ledger.key, "--output", tmp_path / "c.json").out.decode()
    data = (tmp_path / "c.json").read_bytes()
    statement = check_accepted(keys, data)["statement"]
    assert said == statement["zh"] + "\n" + statement["en"] + "\n"
    assert ledger.prove("sd329.23/SR-1", "--output", "-").startswith(b'{"asOf"')

    # An old certificate is replaced, but not for nothing; no draft stays behind.
    fail((65, 66), "prove", ledger, "none", "--key", ledger.key, "--output", tmp_path / "c.json")
    assert (tmp_path / "c.json").read_bytes() == data
    fail(73, "prove", ledger, "sd329.23/SR-1", "--key", ledger.key, "--output", tmp_path / "none" / "c.json")
    fail(73, "prove", ledger, "sd329.23/SR-1", "--key", ledger.key, "--output", tmp_path)
    assert not list(tmp_path.rglob("*.new-*"))

    # What is read is never written over, by whatever name.
    os.symlink(ledger.path, tmp_path / "link")
    os.link(ledger.key, tmp_path / "hard")
    kept = [ledger.path.read_bytes(), ledger.key.read_bytes()]
    for target in (ledger.path, ledger.key, tmp_path / "link", tmp_path / "hard", tmp_path / "l" / ".." / "l" / "log.key"):
        fail(73, "prove", ledger, "sd329.23/SR-1", "--key", ledger.key, "--output", target)
    fail(73, "audit", ledger, "--format", "json", "--output", ledger.path)
    fail(73, "export", ledger, "--output", ledger.path)
    assert [ledger.path.read_bytes(), ledger.key.read_bytes()] == kept
    succeed("verify", ledger)


def test_an_empty_ledger(keys, tmp_path):
    ledger = Ledger(tmp_path / "l", keys)
    assert fail((65, 66), "attest", ledger, "--key", ledger.key)
    assert fail((65, 66), "prove", ledger, "sd329.23/SR-1", "--key", ledger.key)
    ledger.attest("--actor", AUTHORITY)
    (event,) = map(json.loads, events(ledger))
    empty = t.base64_text(t.root([]))
    assert (event["actor"], event["data"]["size"], event["data"]["obligations"]) == (AUTHORITY, 0, 0)
    assert event["data"]["root"] == event["data"]["obligationsRoot"] == event["data"]["violationsRoot"] == empty


def test_a_read_only_file(keys):
    """Root may write anywhere, so the tool is run as nobody, who may read the ledger and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(pathlib.Path(folder), keys, base()[:-1])
        for file in pathlib.Path(folder).iterdir():
            os.chmod(file, 0o444)
        tool = os.path.join(folder, "govledger")
        shutil.copy(TOOL, tool)
        os.chmod(tool, 0o755)
        os.chmod(folder, 0o555)
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run([tool, "attest", ledger.path, "--key", ledger.key], capture_output=True, **user)
        os.chmod(folder, 0o755)
        # The copied key may be read by others, which is said before the error.
        assert done.returncode in (65, 73, 74) and done.stderr.count(b"\n") == 2 and b"warning" in done.stderr, done


# Histories made for trouble


ENTRY = act("e-1", "catalog.entry-registered", entry_data("E-cond"))
ASKED = act("asked", "share.requested", request_data("SR-1"), at="2024-03-04T09:30:00+08:00", actor=REQUESTER)


def both_grades(keys, ledger, *ids):
    documents = [check_accepted(keys, ledger.prove(id)) for id in ids]
    ledger.attest()
    attested = [check_accepted(keys, ledger.prove(id)) for id in ids]
    assert {each["grade"] for each in documents} == {"included"} and {each["grade"] for each in attested} == {"attested"}
    for before, after in zip(documents, attested):
        assert before["obligation"] == after["obligation"]
    return attested


def test_an_entry_that_moved_very_often(keys, tmp_path):
    """Nobody escapes a certificate by moving an entry about: only the last move is shown."""
    moves = [act(f"move-{i}", "catalog.entry-revised", {"entry": "E-cond", "department": [DEPARTMENT, REQUESTER][i % 2]})
             for i in range(300)]
    ledger = Ledger(tmp_path / "l", keys, [*base()[:6], ENTRY, *moves, ASKED])
    document = check_accepted(keys, ledger.prove("sd329.23/SR-1"))
    assert len(document["events"]) == 3 and document["obligation"]["department"] == REQUESTER


def test_more_events_than_a_certificate_shows(keys, tmp_path):
    notices = [act(f"notice-{i}", "calendar.notice-issued", {
        "notice": f"试验{i}", "issuedOn": "2024-01-02", "off": [f"{2031 + i // 12}-{i % 12 + 1:02}-03"], "worked": []},
        actor=GOVERNMENT) for i in range(260)]
    ledger = Ledger(tmp_path / "l", keys, [*base()[:6], ENTRY, *notices, ASKED])
    assert "256" in fail(65, "prove", ledger, "sd329.23/SR-1", "--key", ledger.key)


def test_triggers(keys, tmp_path):
    """Many entries, none, odd ids, and periods that leave the known calendar and the last year."""
    def trigger(id, on, entries):
        return act(f"trigger-{id}", "catalog.update-triggered", {
            "trigger": id, "department": DEPARTMENT, "kind": "lawAmended", "instrument": "法", "effectiveOn": on,
            "entries": entries})

    odd = ["a/b", "b", 'x"y', "\\", "é", "e\u0301", "/", "𠀀", "“", "%00", "'", "{}"]
    many = [f"X{i:03}" for i in range(300)]
    ledger = Ledger(tmp_path / "l", keys, [
        *base()[:6], ENTRY, *[act(f"o-{i}", "catalog.entry-registered", entry_data(id)) for i, id in enumerate(odd + many)],
        trigger("many", "2024-03-01", many), trigger("T“\"\\", "2024-03-01", odd), trigger("none", "2024-02-29", []),
        trigger("later", "2026-12-31", []), trigger("last", "9999-12-20", ["E-cond"]),
        act("reviewed", "catalog.trigger-reviewed", {"trigger": "many", "outcome": "noChangeNeeded", "reason": "无"}),
        act("retired", "catalog.entry-retired", {"entry": "b", "reason": "无"}, at="2024-03-08T09:00:00+08:00"),
        act("cited", "catalog.entry-retired", {"entry": "a/b", "reason": "无", "trigger": "T“\"\\"},
            at="2024-03-09T09:00:00+08:00"),
        *[act(f"asked-{i}", "share.requested", request_data(f"{id}#", id), actor=REQUESTER) for i, id in enumerate(odd[4:8])]])
    documents = both_grades(
        keys, ledger, "sd329.16/many/X299", "sd329.16/none", "sd329.16/later", "sd329.16/last/E-cond",
        *[f'sd329.16/T“"\\/{id}' for id in odd], *[f"sd329.23/{id}#" for id in odd[4:8]])
    verdicts = {each["obligation"]["id"]: each["obligation"]["verdict"] for each in documents}
    assert verdicts['sd329.16/T“"\\/b'] == "closed" and verdicts['sd329.16/T“"\\/a/b'] == "met"
    assert verdicts["sd329.16/many/X299"] == "met" and verdicts["sd329.16/none"] == "overdue"
    later, last = (next(d for d in documents if d["obligation"]["id"] == id)
                   for id in ("sd329.16/later", "sd329.16/last/E-cond"))
    assert {day["reason"] for day in later["days"]} >= {"unknownWeekday", "unknownWeekend"} and last["days"] == []


def test_crossing_acts_and_imports(keys, tmp_path):
    """A withdrawal that crossed the reply, a receipt after the request, and what its source recorded when."""
    def late(record, at):
        return {**record, "sourceRecordedAt": at}

    ledger = Ledger(tmp_path / "l", keys, [
        *base()[:6], ENTRY,
        *[act(f"asked-{n}", "share.requested", request_data(f"SR-{n}"), at="2024-03-01T09:30:00+08:00", actor=REQUESTER)
          for n in range(4)],
        act("back-0", "share.withdrawn", {"request": "SR-0", "reason": "无"}, at="2024-03-15T09:00:00+08:00", actor=REQUESTER),
        act("reply-0", "share.replied", {"request": "SR-0", "decision": "agreed"}, at="2024-03-15T08:59:00+08:00"),
        act("back-1", "share.withdrawn", {"request": "SR-1", "reason": "无"}, at="2024-03-18T23:59:59.999+08:00", actor=REQUESTER),
        act("back-2", "share.withdrawn", {"request": "SR-2", "reason": "无"}, at="2024-03-19T00:00:00+08:00", actor=REQUESTER),
        late(act("reply-3", "share.replied", {"request": "SR-3", "decision": "agreed"}, at="2024-03-18T10:00:00+08:00"),
             "2024-05-01T09:00:00+08:00")])
    ids = [f"sd329.23/SR-{n}" for n in range(4)]
    verdicts = [each["obligation"]["verdict"] for each in both_grades(keys, ledger, *ids)]
    assert verdicts == ["met", "closed", "overdue", "met"]
    ledger.attest("--as-of", "2024-04-01", "--known-at", "2024-04-30")
    # Only the reply has a time of its source; the rest was recorded today.
    assert all(check_accepted(keys, ledger.prove(id))["grade"] == "included" for id in ids)


def test_a_notice_in_the_log(keys, tmp_path):
    """The notice of 2027: before it the due date is provisional, after it firm, and the certificate shows it."""
    asked = act("asked", "share.requested", request_data("SR-1", receivedAt=now(minutes=-2)), at=now(minutes=-2), actor=REQUESTER)
    triggered = act("trigger", "catalog.update-triggered", {
        "trigger": "T", "department": DEPARTMENT, "kind": "lawAmended", "instrument": "法", "effectiveOn": "2026-12-28",
        "entries": []})
    notice = act("notice", "calendar.notice-issued", {
        "notice": "试验通知", "issuedOn": now()[:10], "off": ["2027-01-01", "2027-01-02", "2027-01-03"], "worked": ["2027-01-09"]},
        actor=GOVERNMENT, at=now(minutes=-1))
    ledger = Ledger(tmp_path / "l", keys, [*base()[:6], ENTRY, triggered, asked])
    (before,) = both_grades(keys, ledger, "sd329.16/T")
    assert before["obligation"]["dueOn"] is None and before["obligation"]["provisionalDueOn"]
    succeed("record", ledger, "-", stdin=jsonl([notice]))
    ledger.attest()
    after = check_accepted(keys, ledger.prove("sd329.16/T"))
    assert after["obligation"]["dueOn"] == "2027-01-18" and after["grade"] == "attested"
    assert [(each["notice"], each["position"] is None) for each in after["notices"]] == [("试验通知", False)]
    assert any(each["event"]["id"] == "notice" for each in after["events"])


# Attestations that someone else recorded


def forged(ledger, **changes):
    """What attest would record, with changes, put into the log by hand."""
    scope = ["--as-of", "2025-01-01", "--known-at", now()]
    report = ledger.report(*scope)
    raw = succeed("audit", ledger, "--format", "json", *scope).out
    leaves = certificate.obligations_root(report)
    data = {
        "asOf": report["asOf"], "knownAt": report["knownAt"], "ruleBook": "order-329/1", **report["ledger"],
        "obligations": len(leaves), "obligationsRoot": t.base64_text(t.root(leaves)),
        "violations": 0, "violationsRoot": t.base64_text(t.root([])),
        "projectionsDigest": report["ledger"]["root"],
        "reportDigest": base64.b64encode(hashlib.sha256(raw).digest()).decode(), **changes}
    succeed("record", ledger, "-", stdin=jsonl([act("forged", "audit.attested", data, at=now(seconds=-1))]))


OTHER_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize("changes, is_root", [
    ({}, None), ({"obligations": 2}, False), ({"obligations": 0}, False), ({"obligations": 9007199254740991}, False),
    ({"root": OTHER_HASH}, True), ({"size": 3}, True), ({"obligationsRoot": OTHER_HASH}, False),
    ({"violations": 1}, False), ({"violationsRoot": t.base64_text(t.leaf_hash(b""))}, False),
    ({"reportDigest": OTHER_HASH}, False)], ids=str)
def test_forged_attestations(keys, tmp_path, changes, is_root):
    """prove shows nothing under an attestation that a replay does not confirm; verify names a wrong root."""
    ledger = Ledger(tmp_path / "l", keys, [*base()[:6], ENTRY, ASKED])
    forged(ledger, **changes)
    if is_root is None:
        assert check_accepted(keys, ledger.prove("sd329.23/SR-1"))["grade"] == "attested"
    else:
        assert "position 8" in fail(65, "prove", ledger, "sd329.23/SR-1", "--key", ledger.key)
    if is_root:
        result = run("verify", ledger)
        assert result.code == 1 and b"attestation position 8 (forged)" in result.out, result
    else:
        succeed("verify", ledger)
    ledger.attest()  # an honest one puts it right for whoever proves
    assert check_accepted(keys, ledger.prove("sd329.23/SR-1"))["grade"] == "attested"


def test_a_question_about_the_future_says_so(keys, tmp_path):
    asked = act("asked", "share.requested", request_data("SR-1", receivedAt=now(days=-1)), at=now(days=-1), actor=REQUESTER)
    ledger = Ledger(tmp_path / "l", keys, [*base()[:6], ENTRY, asked])
    fail(65, "attest", ledger, "--key", ledger.key, "--as-of", "2030-01-01", "--known-at", "2030-01-01")
    ledger.attest("--as-of", "2030-01-01")
    succeed("record", ledger, "-", stdin=jsonl([
        act("reply", "share.replied", {"request": "SR-1", "decision": "agreed"}, at=now(seconds=-1))]))
    document = check_accepted(keys, ledger.prove("sd329.23/SR-1"))
    statement = document["statement"]
    assert document["obligation"]["verdict"] == "overdue" and "what happened since is not in it" in statement["en"]
    assert "其后发生的事项未计入" in statement["zh"]
    ledger.attest()
    document = check_accepted(keys, ledger.prove("sd329.23/SR-1"))
    assert document["obligation"]["verdict"] == "met" and "since" not in document["statement"]["en"]
    # Who attested, and when, stands in the words.
    event = document["attestation"]["event"]
    for text in document["statement"].values():
        assert event["actor"] in text and event["recordedAt"] in text
