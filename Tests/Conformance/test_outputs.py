"""Where output goes: a device, a FIFO and a link are written through, a plain file is replaced as a whole, the ledger's own
files and the key are refused (73), and a disk that is full destroys nothing.

Devices are copies in a temporary folder: the real /dev/null is never at risk.
"""

import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import threading

import pytest

from cases import command, files, succeed
from hostile import (
    AUDIT, FAILURES, OBLIGATION, City, copied, device, execute, is_refused, is_whole, report, template)

OWN = ("", "-wal", "-shm", "-lock", "-journal")  # what may stand beside a ledger, by what follows its name


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return template(tmp_path_factory.mktemp("example"), 130)


@pytest.fixture(scope="module")
def expected(example):
    return report(example)


@pytest.fixture
def city(example, tmp_path):
    return City(tmp_path / "city", example)


@pytest.fixture
def ledger(example, tmp_path):
    """A ledger in a folder of its own."""
    (tmp_path / "ledger").mkdir()
    return copied(example, tmp_path / "ledger" / "ledger.sqlite")


def audit(ledger, output, **options):
    return execute(command("audit", ledger, *AUDIT, "--output", output), **options)


def check_done(result):
    """Audit prints nothing besides the report; prove and export say a word on standard output."""
    assert result.code == 0 and result.err == b"" and (result.out == b"" or "audit" not in result.command), result


# MARK: What is no plain file


def test_a_device_is_written_through(ledger, expected, tmp_path):
    """/dev/null, here a copy of it: it is there afterwards, and a device."""
    null = device(tmp_path / "null", 3)
    check_done(audit(ledger, null))
    assert stat.S_ISCHR(null.lstat().st_mode) and null.stat().st_rdev == os.makedev(1, 3)
    assert sorted(os.listdir(tmp_path)) == ["ledger", "null"]
    is_whole(ledger, expected)


def test_a_link_to_a_device_is_written_through(ledger, tmp_path):
    null = device(tmp_path / "null", 3)
    link = tmp_path / "link"
    link.symlink_to("null")
    check_done(audit(ledger, link))
    assert link.is_symlink() and stat.S_ISCHR(null.lstat().st_mode)


def read_in_background(path):
    """Reads a FIFO to its end in a thread that nobody has to wait for."""
    found = []
    thread = threading.Thread(target=lambda: found.append(path.read_bytes()), daemon=True)
    thread.start()
    return thread, found


@pytest.mark.parametrize("linked", [False, True], ids=["FIFO", "link to a FIFO"])
def test_a_fifo_is_written_through(linked, ledger, expected, tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    output = fifo
    if linked:
        output = tmp_path / "link"
        output.symlink_to(fifo)
    thread, found = read_in_background(fifo)
    check_done(audit(ledger, output))
    assert stat.S_ISFIFO(fifo.lstat().st_mode), "the FIFO was replaced"
    thread.join(timeout=10)
    assert found == [expected]


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"])
def test_standard_output_by_its_names(name, ledger, expected, tmp_path):
    """Into a pipe, and into a file that is standard output."""
    result = audit(ledger, name, cwd=tmp_path)
    assert (result.code, result.out, result.err) == (0, expected, b""), result
    path = tmp_path / "out"
    with open(path, "wb") as out:
        done = subprocess.run(command("audit", ledger, *AUDIT, "--output", name), stdout=out, stderr=subprocess.PIPE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"") and path.read_bytes() == expected
    assert sorted(os.listdir(tmp_path)) == ["ledger", "out"]


# MARK: Links


@pytest.mark.parametrize("how", ["absolute", "relative", "of a link", "through a linked folder"])
@pytest.mark.parametrize("there", [True, False], ids=["there", "dangling"])
def test_a_link_stays_and_what_it_names_gets_the_report(there, how, ledger, expected, tmp_path):
    target = tmp_path / "folder" / "target"
    target.parent.mkdir()
    if there:
        target.write_bytes(b"old" * 100_000)
        target.chmod(0o640)
    link = output = tmp_path / "link"
    match how:
        case "absolute":
            link.symlink_to(target)
        case "relative":
            link.symlink_to("folder/target")
        case "of a link":
            (tmp_path / "second").symlink_to("folder/target")
            link.symlink_to("second")
        case "through a linked folder":
            link.symlink_to("folder")
            output = link / "target"
    read = os.readlink(link)
    check_done(audit(ledger, output))
    assert link.is_symlink() and os.readlink(link) == read, "the link was replaced"
    assert target.is_file() and not target.is_symlink() and target.read_bytes() == expected
    if there:
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(target.parent) == ["target"], "something was left behind"


def test_a_link_that_leads_nowhere_is_73(ledger, tmp_path):
    for name, to in (("missing", tmp_path / "nowhere" / "target"), ("loop", "loop")):
        (tmp_path / name).symlink_to(to)
        result = audit(ledger, tmp_path / name)
        assert result.code == 73 and is_refused(result)
        assert (tmp_path / name).is_symlink()


# MARK: Plain files


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664], ids=oct)
def test_a_plain_file_is_replaced_as_a_whole_and_keeps_its_mode(mode, ledger, expected, tmp_path):
    """A reader that has the old one open reads the old one to its end."""
    path = tmp_path / "report"
    path.write_bytes(b"old\n" * 50_000)
    path.chmod(mode)
    with open(path, "rb") as reader:
        half = reader.read(100_000)
        check_done(audit(ledger, path))
        assert half + reader.read() == b"old\n" * 50_000, "the file was written over in place"
    assert path.read_bytes() == expected and stat.S_IMODE(path.stat().st_mode) == mode
    assert sorted(os.listdir(tmp_path)) == ["ledger", "report"]


def test_a_hard_link_gets_the_report(ledger, expected, tmp_path):
    """The name that was given has the whole report; the other one has the old file or the same report."""
    path, other = tmp_path / "report", tmp_path / "other"
    path.write_bytes(b"old")
    os.link(path, other)
    check_done(audit(ledger, path))
    assert path.read_bytes() == expected and other.read_bytes() in (b"old", expected)


@pytest.mark.parametrize("name", ["folder", "folder/", "link", ".", "/"])
def test_a_folder_is_73(name, ledger, expected, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    result = audit(ledger, name, cwd=tmp_path)
    assert result.code == 73 and is_refused(result)
    assert list((tmp_path / "folder").iterdir()) == [] and (tmp_path / "link").is_symlink()
    is_whole(ledger, expected)


def test_stale_drafts_block_nothing(ledger, expected, tmp_path):
    """Also in a container, where every process has the same small number."""
    (tmp_path / "out").mkdir()
    drafts = {f"report.new-{number}" for number in range(1, 40)} | {"report.new", "report.tmp"}
    for name in drafts:
        (tmp_path / "out" / name).write_bytes(b"stale")
    output = tmp_path / "out" / "report"
    check_done(audit(ledger, output))
    assert output.read_bytes() == expected
    own_numbers = ["unshare", "--pid", "--fork", "--mount-proc"]
    if subprocess.run([*own_numbers, "true"], capture_output=True).returncode:
        pytest.skip("no process numbers of one's own here")
    output.write_bytes(b"old")
    for _ in range(3):
        check_done(execute([*own_numbers, *command("audit", ledger, *AUDIT, "--output", output)]))
        assert output.read_bytes() == expected


# MARK: The ledger's own files


def spelled(how, path, folder):
    """A path to a file in another way, and the folder in which that is said."""
    match how:
        case "absolute":
            return path, folder
        case "relative":
            return path.name, path.parent
        case "around":
            (path.parent / "x").mkdir()
            return f"./x/../{path.name}", path.parent
        case "slashes":
            return f"{path.parent}//.//{path.name}", folder
        case "link":
            (folder / "link").symlink_to(path)
            return folder / "link", folder
        case "link of a link":
            (folder / "first").symlink_to(path)
            (folder / "link").symlink_to("first")
            return folder / "link", folder
        case "linked folder":
            (folder / "there").symlink_to(path.parent)
            return folder / "there" / path.name, folder


SPELLINGS = ("absolute", "relative", "around", "slashes", "link", "link of a link", "linked folder")


@pytest.mark.parametrize("suffix", OWN, ids=lambda suffix: suffix or "file")
@pytest.mark.parametrize("how", SPELLINGS)
def test_the_ledgers_own_files_are_no_output(how, suffix, ledger, expected, tmp_path):
    """Whether or not the file is there, and however it is named."""
    path = ledger.parent / (ledger.name + suffix)
    before = files(ledger.parent)
    output, folder = spelled(how, path, tmp_path)
    result = audit(ledger, output, cwd=folder)
    assert result.code == 73 and is_refused(result)
    after = files(ledger.parent)
    assert {name: after.get(name) for name in before if not name.endswith("-shm")} == {
        name: before[name] for name in before if not name.endswith("-shm")}
    assert not any(data == expected for data in after.values()), "the report lies in one of the ledger's files"
    is_whole(ledger, expected)


@pytest.mark.parametrize("suffix", OWN, ids=lambda suffix: suffix or "file")
@pytest.mark.parametrize("name", ["audit", "prove", "export"])
def test_the_ledgers_own_files_in_use_are_no_output(name, suffix, city, expected):
    """While another process has the ledger open, with newer events in the write-ahead log; its -journal is empty."""
    city.sign()
    database = sqlite3.connect(city.ledger)
    try:
        database.execute("SELECT count(*) FROM log_tail").fetchall()
        city.grow(3, "newer")
        current = report(city.ledger)
        (city.folder / "ledger.sqlite-journal").touch()
        for there in ("-wal", "-shm", "-lock"):
            assert (city.folder / f"ledger.sqlite{there}").exists()
        lines = {
            "audit": ["audit", city.ledger, *AUDIT], "export": ["export", city.ledger],
            "prove": ["prove", city.ledger, OBLIGATION, "--key", city.key_file]}
        before = city.state()
        result = execute(command(*lines[name], "--output", f"{city.ledger}{suffix}"))
        assert result.code == 73 and is_refused(result)
        assert city.state() == before
        is_whole(city.ledger, current)
    finally:
        database.close()
    is_whole(city.ledger, current)


@pytest.mark.parametrize("suffix", OWN, ids=lambda suffix: suffix or "file")
def test_a_ledger_that_is_named_by_a_link_has_the_same_files(suffix, ledger, expected, tmp_path):
    link = tmp_path / "link.sqlite"
    link.symlink_to(ledger)
    result = audit(link, f"{ledger}{suffix}")
    assert result.code == 73 and is_refused(result)
    is_whole(ledger, expected)


def test_a_hard_link_of_the_ledger_does_not_harm_it(ledger, expected, tmp_path):
    os.link(ledger, tmp_path / "second")
    result = audit(ledger, tmp_path / "second")
    assert result.code in (0, 73), result
    is_whole(ledger, expected)


@pytest.mark.parametrize("how", ["relative", "link", "around"])
@pytest.mark.parametrize("which", ["key", "memory", "memory's lock", "", "-wal", "-lock"])
def test_prove_does_not_write_over_key_memory_or_ledger(which, how, city, expected, tmp_path):
    city.sign()
    path = {
        "key": city.key_file, "memory": city.memory, "memory's lock": city.folder / "city.key.signed-lock"}.get(
            which, city.folder / f"ledger.sqlite{which}")
    if which.endswith("lock") and not path.exists():
        pytest.skip("there is no such lock")
    before = {name: data for name, data in files(city.folder).items() if not name.endswith("-shm")}
    output, folder = spelled(how, path, tmp_path)
    result = execute(command("prove", city.ledger, OBLIGATION, "--key", city.key_file, "--output", output), cwd=folder)
    assert result.code == 73 and is_refused(result)
    after = files(city.folder)
    assert {name: after.get(name) for name in before} == before
    city.sign()
    is_whole(city.ledger, expected)


@pytest.mark.parametrize("how", ["relative", "link", "around"])
@pytest.mark.parametrize("suffix", ["", "-wal", "-lock"], ids=lambda suffix: suffix or "file")
def test_export_does_not_write_over_the_ledger(suffix, how, city, expected, tmp_path):
    city.sign()
    output, folder = spelled(how, city.folder / f"ledger.sqlite{suffix}", tmp_path)
    result = execute(command("export", city.ledger, "--output", output), cwd=folder)
    assert result.code == 73 and is_refused(result)
    is_whole(city.ledger, expected)


@pytest.mark.parametrize("how", ["relative", "link", "around"])
@pytest.mark.parametrize("suffix", OWN, ids=lambda suffix: suffix or "file")
def test_a_saved_replay_does_not_write_over_the_ledger(suffix, how, ledger, expected, tmp_path):
    state, folder = spelled(how, ledger.parent / f"{ledger.name}{suffix}", tmp_path)
    before = ledger.read_bytes()
    result = execute(command("audit", ledger, *AUDIT, "--resume", state), cwd=folder)
    assert result.code in (65, 73) and is_refused(result)
    assert ledger.read_bytes() == before
    is_whole(ledger, expected)


def test_a_saved_replay_does_not_replace_a_device(ledger, tmp_path):
    null = device(tmp_path / "null", 3)
    result = execute(command("audit", ledger, *AUDIT, "--resume", null))
    assert result.code in (0, *FAILURES), result
    assert stat.S_ISCHR(null.lstat().st_mode)


# MARK: prove and export elsewhere


@pytest.mark.parametrize("name", ["prove", "export"])
@pytest.mark.parametrize("kind", ["device", "FIFO", "link", "dangling", "plain"])
def test_prove_and_export_write_as_audit_does(kind, name, city, tmp_path):
    city.sign()
    line = {"prove": ["prove", city.ledger, OBLIGATION, "--key", city.key_file], "export": ["export", city.ledger]}[name]

    def check_content(found):
        if name == "prove":
            assert json.loads(found)["obligation"]["id"] == OBLIGATION
        else:
            assert found == capsule.read_bytes()

    capsule = tmp_path / "capsule"
    check_done(execute(command("export", city.ledger, "--output", capsule)))
    output = tmp_path / "output"
    thread = None
    match kind:
        case "device":
            device(output, 3)
        case "FIFO":
            os.mkfifo(output)
            thread, found = read_in_background(output)
        case "link":
            (tmp_path / "target").write_bytes(b"old" * 100_000)
            output.symlink_to("target")
        case "dangling":
            output.symlink_to("target")
        case "plain":
            output.write_bytes(b"old" * 100_000)
            output.chmod(0o640)
    before = stat.S_IFMT(output.lstat().st_mode)
    check_done(execute(command(*line, "--output", output)))
    assert stat.S_IFMT(output.lstat().st_mode) == before
    if thread:
        thread.join(timeout=10)
        check_content(*found)
    elif kind != "device":
        check_content(output.read_bytes())
    if kind == "plain":
        assert stat.S_IMODE(output.stat().st_mode) == 0o640


# MARK: A full disk


@pytest.mark.parametrize("name", ["audit", "prove", "export"])
def test_a_full_device_is_74(name, city, expected, tmp_path):
    """A copy of /dev/full, directly and by a link, which stays."""
    city.sign()
    full = device(tmp_path / "full", 7)
    (tmp_path / "link").symlink_to("full")
    line = {"audit": ["audit", city.ledger, *AUDIT], "prove": ["prove", city.ledger, OBLIGATION, "--key", city.key_file],
            "export": ["export", city.ledger]}[name]
    for output in (full, tmp_path / "link"):
        result = execute(command(*line, "--output", output))
        assert result.code == 74 and is_refused(result)
    assert stat.S_ISCHR(full.lstat().st_mode) and (tmp_path / "link").is_symlink()
    is_whole(city.ledger, expected)


def test_a_link_to_dev_full_is_74(ledger, tmp_path):
    (tmp_path / "link").symlink_to("/dev/full")
    result = audit(ledger, tmp_path / "link")
    assert result.code == 74 and is_refused(result)
    assert (tmp_path / "link").is_symlink() and stat.S_ISCHR(os.stat("/dev/full").st_mode)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A ledger whose report is larger than what may be written below."""
    ledger = tmp_path_factory.mktemp("large") / "ledger.sqlite"
    succeed("init", "--empty", ledger)
    succeed("record", ledger, "-", "--import", stdin=succeed("generate", "--events", 1500, "--seed", 5).out)
    assert len(report(ledger)) > 80_000
    return ledger


@pytest.mark.parametrize("linked", [False, True], ids=["plain", "link"])
def test_a_disk_that_fills_up_leaves_the_old_file(linked, large, tmp_path):
    """A limit on the size of files stands for the disk: the old report stays, and no draft does."""
    path = output = tmp_path / "report"
    path.write_bytes(b"old\n")
    if linked:
        output = tmp_path / "link"
        output.symlink_to("report")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))

    result = audit(large, output, preexec_fn=limit, restore_signals=False)
    assert result.code == 74 and is_refused(result)
    assert path.read_bytes() == b"old\n" and len(os.listdir(tmp_path)) == (2 if linked else 1)
    succeed("audit", large, *AUDIT)
