"""No message ever quotes a private key, wherever a key file was given by mistake, and a key that others read is named."""

import json

import pytest

import transparency as t
from cases import CRASHES, command, events, succeed
from hostile import OBLIGATION, ORIGIN, VERIFIER, City, execute, is_refused, template

PIECE = 12  # characters of the secret that are too many


class Case(City):
    """A city with a witness, a capsule and a certificate: what the commands below are given beside the key."""

    def __init__(self, folder, example):
        super().__init__(folder, example)
        self.witness = self.folder / "witness.key"
        witness = succeed("keygen", "--cosigner", "--origin", "w.example", "--output", self.witness).out.decode().strip()
        self.policy = self.folder / "policy"
        self.policy.write_text(f"log {self.vkey}\nquorum none\n")
        self.cosigned = self.folder / "cosigned"
        self.cosigned.write_text(f"log {self.vkey}\nwitness w {witness}\nquorum w\n")
        self.checkpoint = self.folder / "checkpoint"
        self.checkpoint.write_bytes(self.sign())
        self.certificate = self.folder / "certificate"
        succeed("prove", self.ledger, OBLIGATION, "--key", self.key_file, "--output", self.certificate)
        self.capsule = self.folder / "capsule"
        succeed("export", self.ledger, "--output", self.capsule)
        self.secret = t.base64_text(bytes([t.SIGNATURE]) + self.key.seed)
        assert self.key.text.endswith(self.secret)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    return Case(folder / "city", template(folder, 130))


def pieces(secret):
    return {secret[i:i + PIECE] for i in range(len(secret) - PIECE + 1)}


def check_silent(result, secret, what):
    """Not one piece of the secret is in what was printed."""
    for stream, text in (("standard output", result.out), ("standard error", result.err)):
        text = text.decode("utf-8", "replace").replace("\\", "").replace("\n", "")
        count = sum(piece in text for piece in pieces(secret))
        assert count == 0, f"{what}: {count} pieces of the private key on {stream}"


# The key as a file may hold it: KEY stands for the key, LONG for one of 200 characters.
FORMS = {
    "plain": "KEY\n", "without newline": "KEY", "leading blanks": "   \t KEY\n", "leading lines": "\n\n\nKEY\n", "CRLF": "KEY\r\n",
    "several lines": "KEY\nKEY\nKEY\n", "in JSON": '{"id":"KEY","type":"share.requested"}\n', "in a policy": "log KEY\nquorum none\n",
    "long": "LONG\n",
}
# Further forms for the files that are read so, by a word of the place.
POLICIES = {
    "a witness": "witness w KEY\nquorum w\n", "a group": "group KEY any KEY\nquorum KEY\n", "a quorum": "log VKEY\nquorum KEY\n",
    "a keyword": "KEY log\n", "an address": "log VKEY KEY\nquorum KEY\n"}
DOCUMENTS = {
    "a string": '"KEY"\n', "a list": '["KEY"]\n', "a key": '{"KEY":1}\n', "not closed": '{"id":"KEY', "not quoted": "[KEY]\n",
    "values": '{"notice":"KEY","issuedOn":"KEY","off":["KEY"],"worked":[],"name":"KEY","schema":"KEY"}\n'}
NOTES = {
    "a root": f"{ORIGIN}\n120\nKEY\n\n— {ORIGIN} KEY\n", "a size": f"{ORIGIN}\nKEY\nAAAA\n\n— {ORIGIN} AAAA\n",
    "an origin": "KEY\n120\nAAAA\n\n— KEY AAAA\n", "a hash": "old 3\nKEY\n", "an old size": "old KEY\n"}
MORE = {
    "--policy": POLICIES, "notice": DOCUMENTS, "adopt": DOCUMENTS, "audit --rules": DOCUMENTS, "--calendar": DOCUMENTS, "record": DOCUMENTS,
    "FILE": DOCUMENTS, "accept": NOTES, "witness": NOTES, "--proof": NOTES, "--state": NOTES}


def forms(place):
    found = dict(FORMS)
    for word, more in MORE.items():
        if word in place.replace(",", "").split() or place.endswith(word):
            found |= more
    return found


def long_key(case):
    """A key of 200 characters with the case's secret: a name that is long."""
    for length in range(1, 200):
        key = t.SignerKey("n" * length, t.SIGNATURE, case.key.seed)
        if len(key.text) == 200:
            return key.text
    raise AssertionError("no name gives 200 characters")


def key_in_a_form(case, text, folder):
    path = folder / "key-in-a-form"
    text = text.replace("VKEY", case.vkey).replace("KEY", case.key.text).replace("LONG", long_key(case))
    path.write_text(text, encoding="utf-8", newline="")
    path.chmod(0o600)
    return path


PLACES = {  # where a file is expected: L a ledger, F the key file, K the ledger's own key, W a witness's, P a policy, …
    "verify --policy": "verify L --policy F", "accept": "accept L F", "accept --policy": "accept L C --policy F",
    "witness": "witness F --key W --state NEW", "witness --proof": "witness C --key W --state NEW --proof F",
    "witness --policy": "witness C --key W --state NEW --policy F", "witness --state": "witness C --key W --state F",
    "notice": "notice L F", "adopt": "adopt L F --from 2025-01-01 --actor 11370100MB2846001M", "audit --rules": "audit L --rules F",
    "attest --rules": "attest L --key K --rules F", "prove --rules": f"prove L {OBLIGATION} --key K --rules F",
    "compare --rules": "compare L --rules F --rules order-329/1", "compare --calendar": "compare L --calendar in-force --calendar F",
    "record": "record L F", "record --import": "record L F --import", "record -": "record L - < F", "import": "import F NEW --policy P",
    "import --policy": "import CAPSULE NEW --policy F", "audit --resume": "audit L --resume F", "audit LEDGER": "audit F",
    "verify LEDGER": "verify F", "events LEDGER": "events F", "record LEDGER": "record F JSONL", "show LEDGER": "show F catalog",
    "rebuild LEDGER": "rebuild F", "checkpoint LEDGER": "checkpoint F --key K", "export LEDGER": "export F --output NEW",
    "init": "init F", "keygen --output": "keygen --origin a.example --output F", "export --tiles": "export L --tiles F",
    "demo": "demo F", "witness --key": "witness C --key F --state NEW", "explain --rules": f"explain L {OBLIGATION} --rules F",
    "verifier --policy": "VERIFIER --policy F CERTIFICATE", "verifier FILE": "VERIFIER --policy P F",
    "verifier --policy, capsule": "VERIFIER --policy F CAPSULE", "verifier --rules": "VERIFIER --policy P --rules F CAPSULE",
    "verifier -": "VERIFIER --policy P - < F",
}


def filled(case, words, key, folder):
    """The command line of a place, and the bytes of its standard input."""
    known = {
        "L": case.ledger, "F": key, "K": case.key_file, "W": case.witness, "P": case.policy, "C": case.checkpoint,
        "CAPSULE": case.capsule, "CERTIFICATE": case.certificate, "NEW": folder / "new", "JSONL": folder / "none.jsonl"}
    words = words.split()
    stdin = b""
    if "<" in words:
        words, stdin = words[:words.index("<")], key.read_bytes()
    line = [str(known.get(word, word)) for word in words]
    return ([VERIFIER, *line[1:]] if line[0] == "VERIFIER" else command(*line)), stdin


@pytest.mark.parametrize("place", PLACES)
def test_a_key_where_another_file_belongs_is_not_quoted(place, case, tmp_path):
    """In every form: refused without a piece of the secret, and the key file is as it was."""
    (tmp_path / "none.jsonl").write_bytes(b"")
    stored, quoted = events(case.ledger), []
    for form, text in forms(place).items():
        key = key_in_a_form(case, text, tmp_path)
        content = key.read_bytes()
        line, stdin = filled(case, PLACES[place], key, tmp_path)
        result = execute(line, stdin)
        if not (place == "witness --key" and form in ("plain", "without newline")):
            assert result.code != 0 and result.code not in CRASHES, f"{form}\n{result}"
        try:
            check_silent(result, case.secret, form)
        except AssertionError as error:
            quoted.append(str(error))
        assert key.read_bytes() == content, f"{form}: the key file was written over"
        assert not (tmp_path / "new").exists() or case.secret.encode() not in (tmp_path / "new").read_bytes()
    assert not quoted, "\n".join(quoted)
    assert events(case.ledger) == stored


VALUES = {  # the text of the key itself, where a value is expected
    "witness --log": "witness C --key W --state NEW --log KEY", "checkpoint --key": "checkpoint L --key KEY",
    "verify --policy": "verify L --policy KEY", "verifier --policy": "VERIFIER --policy KEY CERTIFICATE",
    "keygen --origin": "keygen --origin KEY --output NEW", "init --origin": "init NEW --origin KEY",
    "audit --as-of": "audit L --as-of KEY", "audit --department": "audit L --department KEY",
}


@pytest.mark.parametrize("place", VALUES)
def test_a_key_as_a_value_is_not_quoted(place, case, tmp_path):
    for text in (case.key.text, long_key(case), f" {case.key.text}", case.key.text + "\n"):
        line, _ = filled(case, VALUES[place], case.key_file, tmp_path)
        result = execute([text if word == "KEY" else word for word in line])
        assert result.code != 0, result
        check_silent(result, case.secret, place)


def test_a_witness_refuses_a_signers_key_and_does_not_quote_it(case, tmp_path):
    result = execute(command("witness", case.checkpoint, "--key", case.key_file, "--state", tmp_path / "state"))
    is_refused(result)
    check_silent(result, case.secret, "witness --key")


def test_a_record_with_a_key_in_it_is_not_quoted(case, tmp_path):
    """Whatever key of the record holds it, and however the line is broken."""
    whole = {"id": "one", "type": "share.requested", "occurredAt": "2024-06-03T10:00:00+08:00", "actor": "11370100MB2846004Y",
             "data": {"request": "R", "entry": "E-cond"}}
    broken = [{**whole, key: case.key.text} for key in whole] + [
        {**whole, case.key.text: 1}, {**whole, "data": {case.key.text: 1}}, {**whole, "data": {**whole["data"], "entry": case.key.text}},
        {**whole, "data": [case.key.text]}, [case.key.text], case.key.text]
    lines = [json.dumps(one) for one in broken] + [f'{{"id":{case.key.text}}}', f'{{"id":"{case.key.text}"', f'"{case.key.text}"]']
    for line in lines:
        result = execute(command("record", case.ledger, "-"), line.encode() + b"\n")
        is_refused(result)
        check_silent(result, case.secret, line.replace(case.key.text, "KEY")[:100])


# MARK: A key that others may read


SIGNERS = {
    "checkpoint": "checkpoint L --key K", "attest": "attest L --key K", "prove": f"prove L {OBLIGATION} --key K",
    "witness": "witness C --key W --state NEW --policy COSIGNED"}


def signing(case, name, folder):
    known = {"L": case.ledger, "K": case.key_file, "W": case.witness, "C": case.checkpoint, "NEW": folder / "state",
             "COSIGNED": case.cosigned}
    return command(*[known.get(word, word) for word in SIGNERS[name].split()])


@pytest.fixture(scope="module")
def exposed(tmp_path_factory):
    """A case of its own, whose keys' modes are changed."""
    folder = tmp_path_factory.mktemp("exposed")
    return Case(folder / "city", template(folder, 130))


def signed_in_mode(case, name, mode, folder):
    """The key file of a command, and what it answers while the file has this mode."""
    key = case.witness if name == "witness" else case.key_file
    key.chmod(mode)
    try:
        return key, execute(signing(case, name, folder))
    finally:
        key.chmod(0o600)


@pytest.mark.parametrize("name", SIGNERS)
@pytest.mark.parametrize("mode", [0o644, 0o604], ids=oct)
def test_a_key_that_others_may_read_is_named_in_a_warning(mode, name, exposed, tmp_path):
    """It signs, and one line on standard error has the word warning and the file's name."""
    key, result = signed_in_mode(exposed, name, mode, tmp_path)
    assert result.code == 0 and result.out, result
    text = result.err.decode()
    assert text.count("\n") == 1 and text.endswith("\n") and "warning" in text.lower() and key.name in text, result
    check_silent(result, exposed.secret, name)


@pytest.mark.parametrize("name", SIGNERS)
@pytest.mark.parametrize("mode", [0o600, 0o400], ids=oct)
def test_a_key_of_its_owner_alone_is_no_matter(mode, name, exposed, tmp_path):
    _, result = signed_in_mode(exposed, name, mode, tmp_path)
    assert result.code == 0 and result.err == b"", result


@pytest.mark.parametrize("name", SIGNERS)
@pytest.mark.parametrize("mode", [0o602, 0o666, 0o777], ids=oct)
def test_a_key_that_everybody_may_write_is_refused(mode, name, exposed, tmp_path):
    before = exposed.state()
    key, result = signed_in_mode(exposed, name, mode, tmp_path)
    assert key.name in is_refused(result)
    assert exposed.state() == before
