"""The independent reading of transparency logs against published vectors, before it judges the tool."""

import random

import pytest

import transparency as t

# The eight leaves of the Certificate Transparency project and the roots over the first one, two, … of them.
ENTRIES = [bytes.fromhex(text) for text in
           ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]]
LEAVES = [t.leaf_hash(entry) for entry in ENTRIES]
ROOTS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
INCLUSION = {
    (0, 8): """
        96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (5, 8): """
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (0, 1): "",
}
CONSISTENCY = {
    (1, 8): INCLUSION[0, 8],
    (6, 8): """
        0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 5): """
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
    (8, 8): "",
}
# golang.org/x/mod/sumdb/note
TEXT = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_LINE = ("— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_LINE = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
SUM = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

LOG = t.SignerKey("log.example", t.SIGNATURE, bytes([1]) * 32)
WITNESSES = [t.SignerKey(f"w{i}.example", t.COSIGNATURE, bytes([10 + i]) * 32) for i in range(3)]


def hashes(text):
    return [bytes.fromhex(line) for line in text.split()]


def numbered(count):
    return [t.leaf_hash(number.to_bytes(8, "big")) for number in range(count)]


def signed(size, leaves, *lines):
    text = t.Checkpoint(LOG.name, size, t.root(leaves[:size])).text
    return t.sign(text, LOG.line(text), *[witness.line(text, 1000 + i) for i, witness in lines])


# Trees


def test_roots():
    assert t.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [t.root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize("index, size", INCLUSION)
def test_published_inclusion(index, size):
    path = hashes(INCLUSION[index, size])
    assert t.inclusion_path(index, LEAVES[:size]) == path
    t.check_inclusion(LEAVES[index], index, size, path, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize("old_size, size", CONSISTENCY)
def test_published_consistency(old_size, size):
    path = hashes(CONSISTENCY[old_size, size])
    assert t.consistency_path(old_size, LEAVES[:size]) == path
    t.check_consistency(old_size, bytes.fromhex(ROOTS[old_size - 1]), size, bytes.fromhex(ROOTS[size - 1]), path)


def test_all_pairs_up_to_70_and_none_with_a_change():
    leaves = numbered(70)
    roots = [t.root(leaves[:size]) for size in range(71)]
    wrong = bytes(32)
    for size in range(71):
        for index in range(size):
            path = t.inclusion_path(index, leaves[:size])
            t.check_inclusion(leaves[index], index, size, path, roots[size])
            for bad in [path + [wrong], path[:-1] if path else [wrong], path[1:] if path else [wrong]]:
                with pytest.raises(t.Refused):
                    t.check_inclusion(leaves[index], index, size, bad, roots[size])
            with pytest.raises(t.Refused):
                t.check_inclusion(wrong, index, size, path, roots[size])
        for old_size in range(size + 1):
            path = t.consistency_path(old_size, leaves[:size])
            t.check_consistency(old_size, roots[old_size], size, roots[size], path)
            for bad in [path + [wrong], *[path[:i] + [wrong] + path[i + 1:] for i in range(len(path))]]:
                with pytest.raises(t.Refused):
                    t.check_consistency(old_size, roots[old_size], size, roots[size], bad)
            with pytest.raises(t.Refused):
                t.check_consistency(old_size, wrong, size, roots[size], path)


def test_random_logs_up_to_2000():
    rng = random.Random(5)
    leaves = numbered(2000)
    for _ in range(30):
        size = rng.randint(1, 2000)
        index, old_size = rng.randrange(size), rng.randint(0, size)
        t.check_inclusion(leaves[index], index, size, t.inclusion_path(index, leaves[:size]), t.root(leaves[:size]))
        path = t.consistency_path(old_size, leaves[:size])
        t.check_consistency(old_size, t.root(leaves[:old_size]), size, t.root(leaves[:size]), path)


# Tiles


@pytest.mark.parametrize("place, path", [
    ((0, 1234067, 256), "tile/0/x001/x234/067"), ((63, 0, 255), "tile/63/000.p/255"), ((1, 1000, 1), "tile/1/x001/000.p/1"),
    (("entries", 273, 112), "tile/entries/273.p/112"), ((0, 999, 256), "tile/0/999")])
def test_tile_paths(place, path):
    assert t.tile_path(*place) == path
    assert t.read_tile_path(path) == place


@pytest.mark.parametrize("path", [
    "tile/0/0", "tile/00/000", "tile/64/000", "tile/0/x000/000", "tile/0/001/000", "tile/0/000.p/0", "tile/0/000.p/256",
    "tile/0/000.p/01", "/tile/0/000", "tile/0/000\n", "tile/0/x009/x223/x372/x036/x854/x775/808", "tile/0/٠٠٠"])
def test_other_tile_paths_are_refused(path):
    with pytest.raises(t.Refused):
        t.read_tile_path(path)


def test_tiles_of_70000_leaves():
    found = t.tiles(70_000)
    assert len(found) == 273 + 4
    assert found[273:] == [(0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]


def test_a_static_log_is_read_and_every_changed_file_noticed(tmp_path):
    entries = [b"entry %d" % number * (number % 5) for number in range(600)]
    leaves = [t.leaf_hash(entry) for entry in entries]
    for level, number, width in t.tiles(600):
        parts = {t.tile_path(level, number, width): t.tile(leaves, level, number, width)}
        if level == 0:
            bundle = entries[number * 256:number * 256 + width]
            parts[t.tile_path("entries", number, width)] = b"".join(len(e).to_bytes(2, "big") + e for e in bundle)
        for path, data in parts.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    assert t.read_static_log(tmp_path, 600) == entries
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(paths) == 7
    for path in paths:
        data = path.read_bytes()
        for changed in [data[:-1], data[:-1] + bytes([data[-1] ^ 1]), data + b"\0"]:
            path.write_bytes(changed)
            with pytest.raises(t.Refused):
                t.read_static_log(tmp_path, 600)
        path.write_bytes(data)


# Keys and notes


@pytest.mark.parametrize("text", [PETER, ENOCH, SUM])
def test_published_keys(text):
    assert t.read_verifier_key(text).text == text


def test_published_signature():
    key = t.read_signer_key(PETER_SECRET)
    assert key.text == PETER_SECRET and key.verifier.text == PETER
    assert key.line(TEXT) == PETER_LINE
    note = t.read_note(t.sign(TEXT, PETER_LINE, ENOCH_LINE))
    keys = [t.read_verifier_key(PETER), t.read_verifier_key(ENOCH)]
    assert list(t.verify_note(note, keys)) == keys
    assert list(t.verify_note(note, keys[1:])) == keys[1:]
    with pytest.raises(t.Refused, match="no signature"):
        t.verify_note(note, [])
    with pytest.raises(t.Refused, match="wrong"):
        t.verify_note(t.read_note(t.sign(TEXT + b"x\n", PETER_LINE)), keys)


def test_mangled_keys_are_refused():
    for read, text in [(t.read_verifier_key, PETER), (t.read_signer_key, PETER_SECRET)]:
        for place in range(len(text)):
            for other in [text[:place], text[:place] + chr(ord(text[place]) + 1) + text[place + 1:], text[place:]]:
                if other != text:
                    with pytest.raises(t.Refused):
                        read(other)


SIGNED = t.sign(TEXT, PETER_LINE)


@pytest.mark.parametrize("data", [
    b"", TEXT, TEXT + b"\n", SIGNED[:-1], SIGNED + b"\n", SIGNED.replace(b"\n", b"\r\n"), b"\t" + SIGNED, b"\xff" + SIGNED,
    SIGNED + b"more\n", SIGNED.replace(b"Neumann x", b"Neumann  x"), SIGNED.replace("—".encode(), b"-"),
    SIGNED.replace(b"AM=\n", b"AN=\n"), SIGNED.replace(b"PeterN", b"Peter+N"), TEXT + b"\n" + PETER_LINE.encode() * 101])
def test_other_notes_are_refused(data):
    with pytest.raises(t.Refused):
        t.read_note(data)


def test_cosignature():
    # The example of tlog-cosignature, signed with another key; Swift's tests pin the same line.
    text = b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    key = t.SignerKey("witness.example/w1", t.COSIGNATURE, bytes(range(32)))
    assert t.cosigned_message(1679315147, text) == b"cosignature/v1\ntime 1679315147\n" + text
    assert key.verifier.text == "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    line = key.line(text, 1679315147)
    assert line == ("— witness.example/w1 519lMgAAAABkGFDLBuRDazBLVac2NE+Y+IjbjQOcXLfF9CSDZVUIoS83rE1nFZsVE8YiWV6Ngr7lV8H6bdoBQGP"
                    "/l73euDMQ9k+bBQ==\n")
    note = t.read_note(t.sign(text, line))
    assert t.verify_note(note, [key.verifier]) == {key.verifier: 1679315147}
    for payload in [note.signatures[0][2][:-1], b"\x80" + note.signatures[0][2][1:], bytes(72)]:
        with pytest.raises(t.Refused):
            key.verifier.statement(payload, text)


# Checkpoints, proofs, policies


@pytest.mark.parametrize("text", [
    "a\n1\n", "\n1\nR\n", "a\n01\nR\n", "a\n-1\nR\n", "a\n1\nR", "a\n1\nR\n\n", "a\n1\nAAAA\n", "a\n9223372036854775808\nR\n",
    "a\n1\nR\n\nx\n", "a\n1 \nR\n", "a\n1\n R\n", "a\n١\nR\n"])
def test_other_checkpoints_are_refused(text):
    with pytest.raises(t.Refused):
        t.read_checkpoint(text.replace("R", t.base64_text(bytes(32))).encode())


def test_checkpoint():
    data = signed(7, LEAVES)
    checkpoint = t.verify_checkpoint(data, LOG.verifier)
    assert checkpoint == t.Checkpoint(LOG.name, 7, bytes.fromhex(ROOTS[6]))
    assert t.read_note(data).bytes == data
    extended = t.Checkpoint("go.sum database tree", 0, bytes(32), ("extension",))
    assert t.read_checkpoint(extended.text) == extended
    with pytest.raises(t.Refused, match="origin"):
        t.verify_checkpoint(data, WITNESSES[0].verifier)


def policy(text="group g 2 w0 w1 w2\nquorum g\n"):
    witnesses = "".join(f"witness w{i} {key.verifier.text}\n" for i, key in enumerate(WITNESSES))
    return f"# policy\nlog {LOG.verifier.text} https://log.example/\n\n{witnesses}{text}".encode()


def test_policy():
    rule = t.read_policy(policy())
    for pattern in range(8):
        cosigners = [(i, WITNESSES[i]) for i in range(3) if pattern >> i & 1]
        data = signed(8, LEAVES, *cosigners)
        if len(cosigners) >= 2:
            assert rule.verify(data).size == 8
        else:
            with pytest.raises(t.Refused, match="quorum"):
                rule.verify(data)
    twice = signed(8, LEAVES, (0, WITNESSES[0]), (1, WITNESSES[0]))
    with pytest.raises(t.Refused, match="quorum"):
        rule.verify(twice)
    assert t.read_policy(policy("quorum none\n")).verify(signed(8, LEAVES)).size == 8


@pytest.mark.parametrize("text", [
    "", "quorum g\n", "quorum none", "quorum none\r\n", "quorum none\nquorum none\n", "group g 0 w0\nquorum g\n",
    "group g 2 w0\nquorum g\n", "group g 01 w0\nquorum g\n", "group g any w0 w0\nquorum g\n", "group w0 any w1\nquorum w0\n",
    "group none any w1\nquorum none\n", "group g any none\nquorum g\n", "group g any g\nquorum g\n", "quorum none none\n",
    "group g any w0\ngroup h any w0\nquorum h\n", "log x\nquorum none\n", "unknown\nquorum none\n",
    f"log {LOG.verifier.text}\nquorum none\n", f"witness x {WITNESSES[0].verifier.text}\nquorum none\n",
    f"witness x {t.SignerKey('x', t.SIGNATURE, bytes(32)).verifier.text}\nquorum none\n"])
def test_other_policies_are_refused(text):
    with pytest.raises(t.Refused):
        t.read_policy(policy(text))


def test_proof_file():
    leaves = numbered(300)
    proof = t.Proof(123, tuple(t.inclusion_path(123, leaves)), signed(300, leaves), b"extra")
    assert t.read_proof(proof.bytes) == proof
    rule = t.read_policy(policy("quorum none\n"))
    assert proof.verify(leaves[123], rule).size == 300
    with pytest.raises(t.Refused, match="leads to"):
        proof.verify(leaves[124], rule)
    head = b"c2sp.org/tlog-proof@v1\n"
    for bad in [b"", head, proof.bytes[1:], proof.bytes + b"\n", proof.bytes.replace(b"index 123", b"index 0123"),
                proof.bytes.replace(b"extra ZXh0cmE=\n", b"extra \n"), proof.bytes.replace(b"\n\n", b"\n", 1),
                proof.bytes.replace(b"\n\n", b"\n\n\n", 1), head + b"index 0\n" + t.base64_text(bytes(32)).encode() * 64]:
        with pytest.raises(t.Refused):
            t.read_proof(bad)


def test_witness_request():
    leaves = numbered(20)
    path = t.consistency_path(6, leaves)
    head = t.consistency_text(6, path)
    assert t.read_consistency(head) == (6, path)
    assert t.read_witness_request(head + b"\n" + signed(20, leaves)) == (6, path, signed(20, leaves))
    line = t.base64_text(bytes(32)).encode() + b"\n"
    for bad in [b"", b"old 06\n", b"old 6", head[:-1], head + b"\n", b" " + head, b"old 6\n" + line * 64]:
        with pytest.raises(t.Refused):
            t.read_consistency(bad)


def test_whole_files_are_those_of_the_swift_tests():
    # IndependentFilesTests.swift makes the same proof file and request and expects the same digests.
    leaves = numbered(300)
    checkpoint = signed(300, leaves, (0, WITNESSES[0]), (1, WITNESSES[1]))
    proof = t.Proof(123, tuple(t.inclusion_path(123, leaves)), checkpoint, b"extra")
    assert t.leaf_hash(proof.bytes).hex() == "88a17652de2194af9bdf7636a1aad447b95be143602daf719a06c8cfa359dca2"
    request = t.consistency_text(77, t.consistency_path(77, leaves)) + b"\n" + checkpoint
    assert t.leaf_hash(request).hex() == "13362004abc09c8807c50ea03f46f9097fb7c1d86762dd7be171c0f567dd278d"
