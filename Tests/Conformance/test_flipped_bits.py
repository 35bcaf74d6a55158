"""An audit's verdict rests on checked bytes: on a ledger with one flipped bit, or an altered digit, it is the true one or none.

Every byte of the unsealed tail is tried, a sample of the whole file, and the alteration by which a late answer was once made
of one in time and laundered. `damage` says how the samples are made longer.
"""

import json
import re
import shutil
from contextlib import contextmanager

import pytest

import capsule
import transparency as t
from cases import act, jsonl, run, succeed
from damage import (
    BUNDLE, FLIPS, LOG, NOTICES, TAIL, TIMES, Bytes, Site, attempts, change, check_named, check_none, flipped, head, log,
    obligation_met_by, remove_beside, root, rows, scaled, seeded, settle, stored, words, wrong)

# Events generated with this seed: the eleventh replies to a request, as does the 258th.
HISTORY_SEED = 5
TINY, SMALL, LARGE = max(14, TAIL), BUNDLE + 5 - NOTICES, 600


def arguments(ledger, key=None, obligation=None):
    """The commands that read the log and judge, with what they are asked."""
    return {
        "audit-json": ("audit", ledger, *TIMES, "--format", "json"),
        "audit-table": ("audit", ledger, *TIMES, "--format", "table"),
        "audit-csv": ("audit", ledger, *TIMES, "--format", "csv"),
        "events": ("events", ledger),
        "explain": ("explain", ledger, obligation, *TIMES),
        "compare": ("compare", ledger, "--as-of", "2026-06-01", "--as-of", "2026-06-30", "--known-at", "2099-12-31"),
        "checkpoint": ("checkpoint", ledger, "--key", key),
        "prove": ("prove", ledger, obligation, "--key", key),
        "attest": ("attest", ledger, "--key", key, *TIMES[:2]),  # nobody attests what will be known
        "record": ("record", ledger, "-"),
    }


class Judged:
    """A ledger whose true answers are known."""

    def __init__(self, site, reply):
        self.site, self.reply = site, reply
        self.raw = site.ledger.read_bytes()
        self.bytes = Bytes(site.ledger)
        self.log = log(site.ledger)
        self.stored = stored(site.ledger)
        report = succeed(*arguments(site.ledger)["audit-json"]).out
        self.obligation = obligation_met_by(report, reply)["id"]
        self.truth = {
            name: succeed(*command).out for name, command in arguments(site.ledger, obligation=self.obligation).items()
            if name in ("audit-json", "audit-table", "audit-csv", "events", "explain", "compare")}
        self.size = len(self.stored)
        remove_beside(site.ledger)

    def another(self, identifier="later"):
        """A record that may come next."""
        body = re.search(rb'"department":"(\w{18})"', b"".join(self.stored))[1].decode()
        return jsonl([act(identifier, "incident.detected", {
            "incident": identifier, "department": body, "kind": "risk", "summary": "弱口令"},
            at="2026-06-30T10:00:00+08:00", actor=body)])

    def signed_truth(self, folder):
        """What the commands print that sign, each on a copy of its own: Ed25519 signs the same bytes in the same way."""
        for name in ("checkpoint", "prove"):
            copy = self.site.copy(folder / name)
            self.truth[name] = succeed(*arguments(copy.ledger, copy.key, self.obligation)[name]).out


def a_reply(site, first, last):
    """The newest position of a stretch at which a reply stands that discharges an obligation."""
    report = succeed(*arguments(site.ledger)["audit-json"]).out
    replies = {(o.get("discharge") or {}).get("position") for o in json.loads(report)["obligations"]}
    return max(p for p in replies & set(range(first, last)) if b'"type":"share.replied"' in stored(site.ledger)[p])


def judged(folder, events, seed, *options):
    site = Site.create(folder / "site", events, seed, *options)
    size = NOTICES + events
    return Judged(site, a_reply(site, size // BUNDLE * BUNDLE, size))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """An unsealed tail and nothing else, never signed: every byte of it can be tried."""
    folder = tmp_path_factory.mktemp("tiny")
    whole = judged(folder, TINY, HISTORY_SEED)
    whole.signed_truth(folder)
    return whole


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """One sealed bundle and a short tail, never signed."""
    return judged(tmp_path_factory.mktemp("small"), SMALL, HISTORY_SEED)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Bundles, a tail, a checkpoint: a file of which a sample is tried."""
    folder = tmp_path_factory.mktemp("large")
    site = Site.create(folder / "site", LARGE, 8, "--import")
    site.sign()
    settle(site.ledger)
    return Judged(site, a_reply(site, 0, LARGE))


# MARK: Every byte of the tail


def tail_regions():
    return [*range(NOTICES + TINY - TAIL, NOTICES + TINY), "pages"]


def bytes_of_region(whole, region):
    if region == "pages":
        return list(whole.bytes.frames("log_tail"))
    return list(dict(whole.bytes.rows("log_tail"))[region])


@pytest.mark.parametrize("region", tail_regions(), ids=lambda r: r if r == "pages" else f"position-{r}")
def test_a_flipped_bit_of_any_byte_of_the_tail_changes_no_audit(region, tiny, tmp_path):
    """One bit of each byte of the row (its header, key, length and event), or of the page's own bytes."""
    offsets = bytes_of_region(tiny, region)
    assert len(offsets) > (8 if region == "pages" else 200)
    flips = [(offset, seeded("tail", offset).randrange(8)) for offset in offsets]

    def attempt(flip, folder):
        offset, bit = flip
        ledger = folder / "ledger.sqlite"
        ledger.write_bytes(flipped(tiny.raw, offset, bit))
        found = wrong(run(*arguments(ledger)["audit-json"]), tiny.truth["audit-json"])
        return found and f"{tiny.bytes.place(offset)}, bit {bit}: {found}"

    check_none(attempts(tmp_path, flips, attempt), len(flips))


READ_ONLY = ("audit-table", "events", "explain", "compare")
SIGNING = ("checkpoint", "prove")


def sample_of_tail(whole, command, count=60):
    """Bits of the generated events of the tail: of the notices before them the small ledgers have no use."""
    generator = seeded("sample", command)
    offsets = [offset for key, row in whole.bytes.rows("log_tail") if key >= NOTICES for offset in row]
    return [(offset, generator.randrange(8)) for offset in sorted(generator.sample(offsets, min(scaled(count), len(offsets))))]


@pytest.mark.parametrize("command", [*READ_ONLY, *SIGNING])
def test_a_flipped_bit_of_the_tail_changes_no_answer(command, tiny, tmp_path):
    """What the commands say is true or is not said. `events` may have printed lines before it came to the damage."""
    flips = sample_of_tail(tiny, command)

    def attempt(flip, folder):
        offset, bit = flip
        site = tiny.site.copy(folder / "site")
        site.ledger.write_bytes(flipped(tiny.raw, offset, bit))
        result = run(*arguments(site.ledger, site.key, tiny.obligation)[command])
        found = wrong(result, tiny.truth[command], partly=command == "events")
        if not found and result.code != 0 and rows(site.ledger, "log_checkpoints") not in (None, []):
            found = f"exit {result.code}, and yet a checkpoint was stored"
        return found and f"{tiny.bytes.place(offset)}, bit {bit}: {found}"

    check_none(attempts(tmp_path, flips, attempt), len(flips))


def test_nothing_is_recorded_after_a_flipped_bit_of_the_tail(tiny, tmp_path):
    """A record comes after the true events, or is refused and changes nothing: least of all the root that tells of the flip."""
    flips = sample_of_tail(tiny, "record", 100)

    def attempt(flip, folder):
        offset, bit = flip
        ledger = folder / "ledger.sqlite"
        ledger.write_bytes(flipped(tiny.raw, offset, bit))
        before = log(ledger, ("log_head", "log_tail"))
        result = run("record", ledger, "-", stdin=tiny.another())
        found = None
        if result.code == 0:
            now = rows(ledger, "log_tail")
            if now is None or [e for p, e in sorted(now)][:-1] != tiny.stored:
                found = "recorded after events that are not what was recorded"
        elif result.out:
            found = f"exit {result.code}, and yet a receipt: {result.out!r}"
        elif log(ledger, ("log_head", "log_tail")) != before:
            found = f"exit {result.code}, and yet the log was changed"
        return found and f"{tiny.bytes.place(offset)}, bit {bit}: {found}"

    check_none(attempts(tmp_path, flips, attempt), len(flips))


@pytest.mark.parametrize("command", ["audit-json", "audit-table"])
def test_a_flipped_bit_of_the_tail_after_a_bundle_changes_no_audit(command, small, tmp_path):
    flips = sample_of_tail(small, command, 25)

    def attempt(flip, folder):
        offset, bit = flip
        ledger = folder / "ledger.sqlite"
        ledger.write_bytes(flipped(small.raw, offset, bit))
        found = wrong(run(*arguments(ledger)[command]), small.truth[command])
        return found and f"{small.bytes.place(offset)}, bit {bit}: {found}"

    check_none(attempts(tmp_path, flips, attempt), len(flips))


# MARK: A sample of everything


SAMPLED = ("audit-json", "audit-table", "events")


def check_no_report_changes(large, flips, folder):
    def attempt(flip, folder):
        offset, bit = flip
        ledger = folder / "ledger.sqlite"
        ledger.write_bytes(flipped(large.raw, offset, bit))
        for command in SAMPLED:
            found = wrong(run(*arguments(ledger)[command]), large.truth[command], partly=command == "events")
            if found:
                return f"{command}: {large.bytes.place(offset)}, bit {bit}: {found}"
        return None

    check_none(attempts(folder, flips, attempt), len(flips))


def test_a_flipped_bit_anywhere_changes_no_report(large, tmp_path):
    """Whatever page the bit is in: the log's tables, the indexes, the projections, the header, unused space."""
    generator = seeded("anywhere")
    flips = [(offset, generator.randrange(8)) for offset in sorted(generator.sample(range(len(large.raw)), min(FLIPS, len(large.raw))))]
    check_no_report_changes(large, flips, tmp_path)


@pytest.mark.parametrize("table", ["log_bundles", "log_tail", "log_tiles", "log_law", "log_checkpoints", "log_head"])
def test_a_flipped_bit_of_the_logs_tables_changes_no_report(table, large, tmp_path):
    """As above, where it matters most: pages of the log's own tables, small ones as often as large ones."""
    pages = [page for page, owner in large.bytes.owners.items() if owner == table]
    assert pages, "this SQLite cannot say which pages are whose"
    generator = seeded(table)
    size = large.bytes.page_size
    flips = []
    for _ in range(scaled(25)):
        start = (generator.choice(pages) - 1) * size
        filled = [i for i in range(start, start + size) if large.raw[i]]
        flips.append((generator.choice(filled), generator.randrange(8)))
    check_no_report_changes(large, flips, tmp_path)


@pytest.mark.parametrize("command", ["audit-json", "audit-table", "audit-csv", "explain", "compare"])
def test_altered_projections_change_no_report(command, tiny, tmp_path):
    """Names, dates and verdicts of a report come from the log: what the projections say instead is not believed."""
    site = tiny.site.copy(tmp_path / "site")
    assert change(
        site.ledger, "UPDATE bodies SET name = '改名局'", "UPDATE obligations SET due_on = '2099-01-01', discharged_at = NULL",
        "DELETE FROM catalog_entries") >= 6
    found = wrong(run(*arguments(site.ledger, obligation=tiny.obligation)[command]), tiny.truth[command])
    assert not found, found


# MARK: An altered digit


def other_day(event):
    """The event ten days later or earlier, of the same length."""
    match = re.search(rb'"occurredAt":"\d{4}-\d\d-(\d\d)', event)
    day = int(match[1])
    other = day + 10 if day + 10 <= 28 else day - 10 if day > 10 else day + 1
    changed = event[:match.start(1)] + b"%02d" % other + event[match.end(1):]
    assert len(changed) == len(event) and changed != event
    return changed


def alter(site, position, consistently=False):
    """Alters the day of an act where it is stored; `consistently`: the tiles and the head as well, as a saboteur would."""
    entries = stored(site.ledger)
    entries[position] = other_day(entries[position])
    bundle = position // BUNDLE
    if position < len(entries) // BUNDLE * BUNDLE:
        sealed = entries[bundle * BUNDLE:(bundle + 1) * BUNDLE]
        statements = [("UPDATE log_bundles SET data = ? WHERE number = ?", capsule.pack(sealed), bundle)]
        if consistently:
            leaves = [t.leaf_hash(entry) for entry in entries]
            statements.append((
                "UPDATE log_tiles SET hashes = ? WHERE level = 0 AND number = ?", t.tile(leaves, 0, bundle, BUNDLE), bundle))
    else:
        statements = [("UPDATE log_tail SET event = ? WHERE position = ?", entries[position], position)]
    if consistently:
        statements.append(("UPDATE log_head SET root = ?", root(entries)))
    assert change(site.ledger, *statements) == len(statements)
    remove_beside(site.ledger)
    return entries


SIGNATURES = ["unsigned", "signed", "signed-earlier"]


class Altered:
    """Ledgers in which a day is altered, in the tail or in a sealed bundle: without a checkpoint, with one of the head, and
    with one of an earlier size."""

    def __init__(self, folder, tiny, small):
        self.folder = folder
        self.whole = {"tail": tiny, "bundle": small}
        self.reply = {"tail": tiny.reply, "bundle": a_reply(small.site, 0, BUNDLE)}
        self.sites = {}
        for where, whole in self.whole.items():
            self.sites[where, "unsigned"] = whole.site
            for signature in SIGNATURES[1:]:
                site = whole.site.copy(folder / f"{where}-{signature}")
                site.sign()
                if signature == "signed-earlier":
                    succeed("record", site.ledger, "-", stdin=whole.another())
                settle(site.ledger)
                self.sites[where, signature] = site

    def site(self, where, signature, folder, consistently=False):
        site = self.sites[where, signature].copy(folder / "site")
        alter(site, self.reply[where], consistently)
        return site

    def commands(self, where, site):
        return {
            **arguments(site.ledger, site.key, self.whole[where].obligation), "verify": ("verify", site.ledger),
            "export": ("export", site.ledger, "--output", site.folder / "capsule")}


@pytest.fixture(scope="module")
def altered(tiny, small, tmp_path_factory):
    return Altered(tmp_path_factory.mktemp("altered"), tiny, small)


@contextmanager
def untouched(ledger, tables=LOG):
    before = log(ledger, tables)
    yield
    after = log(ledger, tables)
    changed = [table for table in tables if before[table] != after[table]]
    assert not changed, f"changed: {changed}"


COMMANDS = ["audit-json", "audit-table", "audit-csv", "events", "explain", "compare", "checkpoint", "prove", "attest", "record", "export"]
CASES = [
    (where, signature, command) for where in ("tail", "bundle") for signature in SIGNATURES for command in COMMANDS
    if (command != "export" or signature == "signed") and (where == "tail" or signature != "signed-earlier")]


@pytest.mark.parametrize("where, signature, command", CASES, ids=["-".join(case) for case in CASES])
def test_an_altered_day_is_refused_by_every_command(where, signature, command, altered, tmp_path):
    """Each ends with another status than 0, prints nothing, says what or where, and leaves the log as it is."""
    site = altered.site(where, signature, tmp_path)
    with untouched(site.ledger):
        result = run(*altered.commands(where, site)[command], stdin=altered.whole[where].another("another"))
    if (where, command) == ("bundle", "explain"):  # what it rests on is true: only what is read is checked
        assert result.code == 0 and result.out == altered.whole[where].truth["explain"], result
        report = succeed(*arguments(altered.sites[where, signature].ledger)["audit-json"]).out
        asked = obligation_met_by(report, altered.reply[where])["id"]
        result = run("explain", site.ledger, asked, *TIMES)
    assert result.code != 0, f"done all the same\n{result}"
    assert result.out == b"" or command == "events", result
    check_named(result)
    assert not (site.folder / "capsule").exists(), "a capsule of altered events was written"


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("where", ["tail", "bundle"])
def test_an_altered_day_is_not_to_be_mended(where, signature, altered, tmp_path):
    """`verify` names the place and does not send anybody to `rebuild`, which refuses: it would make all agree with a lie."""
    site = altered.site(where, signature, tmp_path)
    with untouched(site.ledger):
        verified = run("verify", site.ledger)
        assert verified.code == 1, verified
        check_named(verified)
        assert not re.search(r"(?i)(?:run|use|with|by) `?govledger rebuild", words(verified)), f"laundering is advised\n{verified}"
        rebuilt = run("rebuild", site.ledger)
        assert rebuilt.code != 0, rebuilt
        assert b"mended" not in rebuilt.out, rebuilt
        check_named(rebuilt)
    again = run("verify", site.ledger)
    assert again.code == 1, f"after rebuild nothing is found any more\n{again}"


@pytest.mark.parametrize("signature", ["signed", "signed-earlier"])
@pytest.mark.parametrize("where", ["tail", "bundle"])
@pytest.mark.parametrize("command", ["audit-json", "audit-table", "explain", "record", "attest", "verify"])
def test_a_checkpoint_shows_what_tiles_and_head_were_made_to_hide(command, where, signature, altered, tmp_path):
    """Tiles and head agree with the altered event: what was signed does not."""
    site = altered.site(where, signature, tmp_path, consistently=True)
    with untouched(site.ledger):
        result = run(*altered.commands(where, site)[command], stdin=altered.whole[where].another("another"))
    assert result.code != 0, result
    assert result.out == b"" or command == "verify", result
    check_named(result)


# MARK: The head


def other_root(site):
    size, found = head(site.ledger)
    return "UPDATE log_head SET root = ?", flipped(found, 7, 3)


def empty_root(site):
    return ("UPDATE log_head SET root = x''",)


def larger(site):
    return ("UPDATE log_head SET size = size + 1",)


def smaller(site):
    return ("UPDATE log_head SET size = size - 1",)


def smaller_with_its_root(site):
    """The root is that of the smaller log, but the tail has one event more."""
    return "UPDATE log_head SET size = size - 1, root = ?", root(stored(site.ledger)[:-1])


def no_head(site):
    return ("DELETE FROM log_head",)


HEADS = [other_root, empty_root, larger, smaller, smaller_with_its_root, no_head]


@pytest.mark.parametrize("command", ["audit-json", "explain", "attest", "record", "checkpoint", "rebuild"])
@pytest.mark.parametrize("damage", HEADS, ids=lambda d: d.__name__)
def test_nothing_is_judged_or_recorded_under_an_altered_head(damage, command, tiny, tmp_path):
    site = tiny.site.copy(tmp_path / "site")
    assert change(site.ledger, damage(site)) == 1
    remove_beside(site.ledger)
    commands = {**arguments(site.ledger, site.key, tiny.obligation), "rebuild": ("rebuild", site.ledger)}
    with untouched(site.ledger):
        result = run(*commands[command], stdin=tiny.another())
    assert result.code != 0, result
    assert result.out == b"" or command == "rebuild", result
    check_named(result)


# MARK: A log that was cut back


@pytest.mark.parametrize("head_too", [False, True], ids=["head-untouched", "head-set-back"])
@pytest.mark.parametrize("command", ["audit-json", "audit-table", "events", "explain", "record", "attest", "verify"])
def test_a_log_cut_back_under_its_checkpoint_is_refused(command, head_too, altered, tmp_path):
    """The last two events are gone; with the head set back to the rest only the checkpoint remembers them."""
    site = altered.sites["tail", "signed"].copy(tmp_path / "site")
    tiny = altered.whole["tail"]
    kept = tiny.size - 2
    statements = [("DELETE FROM log_tail WHERE position >= ?", kept)]
    if head_too:
        statements.append(("UPDATE log_head SET size = ?, root = ?", kept, root(tiny.stored[:kept])))
    assert change(site.ledger, *statements) == 2 + head_too
    remove_beside(site.ledger)
    commands = {**arguments(site.ledger, site.key, tiny.obligation), "verify": ("verify", site.ledger)}
    with untouched(site.ledger):
        result = run(*commands[command], stdin=tiny.another())
    assert result.code != 0, result
    assert result.out == b"" or command in ("events", "verify"), result
    check_named(result)


@pytest.mark.parametrize("where", ["tail", "bundle"])
def test_the_whole_ledger_is_answered_for(where, altered, tmp_path):
    """Without damage every one of these commands works: a refusal of the others is the damage's."""
    for signature in SIGNATURES:
        for command in COMMANDS:
            if command == "export" and signature == "unsigned":
                continue
            copy = altered.sites[where, signature].copy(tmp_path / f"{signature}-{command}")
            result = run(*altered.commands(where, copy)[command], stdin=altered.whole[where].another("another"))
            assert result.code == 0, result
            shutil.rmtree(copy.folder)
