"""Mistakes are corrected, never erased (rulings.md): each sentence with the history that shows it, asked of the oracles and
of the tool, and what strangers, repetitions and later knowledge make of it.
"""

import json
import os
import subprocess

import pytest

import tool
from law_oracle import LawOracle, stored_events
from oracle import Oracle, bound, instant
from rulings import ASKER, AUTHORITY, END, FAR, HOLDER, JINAN, OTHER, Case, made
from test_law import BOOKS
from violations import ViolationOracle, of_grade

BEFORE, AFTER = "2024-07-31", "2024-08-02"
R = "sd329.23/R"


class Told(Case):
    def correct(self, event, at="2024-08-01", by=HOLDER, id=None, known=None, **more):
        return self.act("record.corrected", at, by, known, id=id or f"c-{event}", event=event, reason="录入有误", **more)

    def anew(self, department=OTHER, at="2019-12-02"):
        self.entry("E", department, at)
        line = json.loads(self.lines.pop())
        self.lines.append(json.dumps({**line, "id": "anew"}, ensure_ascii=False))
        return self


def answered():
    return Told().entry().request().reply("2024-06-05")


def moved():
    return Told().entry().moved("2024-02-01", to=OTHER).request()


def started():
    return Told().project().seen("2024-02-01").started()


# The history, the obligations' verdicts, the violations' rules, what is listed as corrected; at END unless said otherwise
TABLE = {
    "nothing": (answered, {R: "met"}, [], []),
    "a reply": (lambda: answered().correct("reply"), {R: "overdue"}, [], ["reply"]),
    "a reply, as known before": (lambda: answered().correct("reply"), {R: "met"}, [], [], END, BEFORE),
    "a reply, as of before": (lambda: answered().correct("reply"), {R: "met"}, [], [], BEFORE, END),
    "a reply, known later": (
        lambda: answered().correct("reply", at="2024-07-01", known="2024-08-01"), {R: "met"}, [], [], END, BEFORE),
    "a reply, and another": (
        lambda: answered().correct("reply").reply("2024-07-01", id="second"), {R: "late"}, [], ["reply"]),
    "a request": (lambda: answered().correct("askedR", by=ASKER), {}, [], ["askedR"]),
    "an entry": (lambda: answered().correct("entry-E"), {}, [], ["entry-E"]),
    "an entry, registered anew": (
        lambda: answered().correct("entry-E").anew(HOLDER), {R: "met"}, [], ["entry-E"]),
    "an entry, registered anew as another's": (
        lambda: answered().correct("entry-E").anew(), {R: "overdue"}, ["sd329.23.competence"], ["entry-E"]),
    "an entry, registered anew, as known before": (
        lambda: answered().correct("entry-E").anew(), {R: "met"}, [], [], END, BEFORE),
    "a transfer": (lambda: moved().reply("2024-06-05"), {R: "overdue"}, ["sd329.23.competence"], []),
    "a transfer that was none": (
        lambda: moved().reply("2024-06-05").correct(f"moved-{len(Told().lines) + 1}"), {R: "met"}, [],
        [f"moved-{len(Told().lines) + 1}"]),
    "a withdrawal": (
        lambda: Told().entry().request().withdraw("2024-06-05").correct("back", by=ASKER), {R: "overdue"}, [], ["back"]),
    "an approval": (lambda: started().correct("seen", by=AUTHORITY), {}, ["sd329.9.start"], ["seen"]),
    "a start without approval": (
        lambda: Told().project().started().correct("started"), {}, [], ["started"]),
    "a correction": (
        lambda: answered().correct("reply", id="c1").correct("c1", at="2024-08-03", id="c2"), {R: "met"}, [], ["c1"]),
    "a correction, as known between": (
        lambda: answered().correct("reply", id="c1").correct("c1", at="2024-08-03", id="c2"), {R: "overdue"}, [], ["reply"],
        END, AFTER),
    "a correction of a correction": (
        lambda: answered().correct("reply", id="c1").correct("c1", id="c2").correct("c2", id="c3"), {R: "overdue"}, [],
        ["reply", "c2"]),
    "corrected by its authority": (lambda: answered().correct("reply", by=AUTHORITY), {R: "overdue"}, [], ["reply"]),
}


def times(name):
    return TABLE[name][4:] or (END, END)


def check(report, violations, name):
    _, verdicts, rules, listed, *_ = TABLE[name]
    assert {o["id"]: o["verdict"] for o in report["obligations"]} == verdicts
    assert sorted(one["rule"] for one in violations) == sorted(rules)
    assert [one["event"] for one in report["corrected"]] == listed
    assert report["summary"]["corrected"] == len(listed)


@pytest.mark.parametrize("name", TABLE)
def test_the_oracles_rule_so(name):
    events = stored_events(TABLE[name][0]().lines, instant(FAR))
    as_of, known_at = map(bound, times(name))
    findings = ViolationOracle(events, BOOKS).findings(as_of, known_at)
    check(LawOracle(events, BOOKS).report(as_of, known_at), findings, name)
    plain = Oracle(TABLE[name][0]().lines, instant(FAR)).audit(as_of, known_at)
    check(plain, plain["violations"], name)


def audit(path, as_of=END, known_at=END, *more):
    return json.loads(tool.must(["audit", path, "--as-of", as_of, "--known-at", known_at, "--format", "json", *more]))


@pytest.mark.parametrize("name", TABLE)
def test_the_tool_rules_so(name, tmp_path):
    lines = TABLE[name][0]().lines
    path = made(tmp_path, lines)
    as_of, known_at = times(name)
    report = audit(path, as_of, known_at)
    check(report, report["violations"], name)
    events = [json.loads(line) for line in tool.must(["events", path]).splitlines()]
    assert [one["id"] for one in events if not one["id"].startswith("notice-")] == [json.loads(line)["id"] for line in lines]
    mine = of_grade(ViolationOracle(events, BOOKS).findings(bound(as_of), bound(known_at)), "violation")
    assert [one["evidence"] for one in report["violations"]] == [one["evidence"] for one in mine]
    oracle = LawOracle(events, BOOKS).report(bound(as_of), bound(known_at))
    assert report["corrected"] == oracle["corrected"]
    tool.must(["verify", path])
    tool.must(["rebuild", path])
    for one in report["obligations"]:
        tool.must(["explain", path, one["id"], "--as-of", as_of, "--known-at", known_at])
    for one in report["violations"]:
        tool.must(["explain", path, f"{one['rule']}/{one['event']}", "--as-of", as_of, "--known-at", known_at])


def test_the_table_and_the_department(tmp_path):
    path = made(tmp_path, answered().correct("reply").lines)
    text = tool.must(["audit", path, "--as-of", END, "--known-at", END])
    assert "c-reply" in text and "录入有误" in text
    assert [one["event"] for one in audit(path, END, END, "--department", HOLDER)["corrected"]] == ["reply"]
    assert audit(path, END, END, "--department", ASKER)["corrected"] == []
    (row,) = json.loads(tool.must(["show", path, "corrections", "--json"]))
    assert row["event"] == "reply" and row["reason"] == "录入有误"


# What is refused always: (the history, the record, the key that the error names)
REFUSED = {
    "an event that is not there": (answered, lambda: Told().correct("nothing"), "data.event"),
    "a stranger's": (answered, lambda: Told().correct("reply", by=OTHER), "actor"),
    "another division's authority": (answered, lambda: Told().correct("reply", by=JINAN), "actor"),
    "what is corrected already": (
        lambda: answered().correct("reply"), lambda: Told().correct("reply", id="c2"), "data.event"),
    "itself": (answered, lambda: Told().correct("c9", id="c9"), "data.event"),
    "what would be a second reply": (
        lambda: answered().correct("reply", id="c1").reply("2024-07-01", id="second"),
        lambda: Told().correct("c1", id="c2"), "data.event"),
    "what would be a second registration": (
        lambda: answered().correct("entry-E", id="c1").anew(), lambda: Told().correct("c1", id="c2"), "data.event"),
    "what would be a second correction": (
        lambda: answered().correct("reply", id="c1").correct("c1", id="c2").correct("reply", id="c4"),
        lambda: Told().correct("c2", id="c3"), "data.event"),
    "a request for what is gone": (
        lambda: answered().correct("entry-E"), lambda: Told().request("R2"), "data.entry"),
    "a reply to what is gone": (
        lambda: answered().correct("askedR", by=ASKER), lambda: Told().reply("2024-08-05", id="late"), "data.request"),
}


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name, live, tmp_path):
    history, record, key = REFUSED[name]
    path = made(tmp_path, history().lines)
    line = json.loads(record().lines[-1])
    if live:
        del line["sourceRecordedAt"]
    before = tool.must(["events", path])
    code, _, err = tool.run(["record", path, *([] if live else ["--import"]), "-"], json.dumps(line, ensure_ascii=False) + "\n")
    assert code == 65 and key in err, err
    assert tool.must(["events", path]) == before
    tool.must(["verify", path])


def test_a_repetition_of_what_was_corrected(tmp_path):
    lines = answered().correct("reply").lines
    path = made(tmp_path, lines)
    before = tool.must(["events", path])
    tool.must(["record", path, "--import", "-"], "".join(line + "\n" for line in lines))
    assert tool.must(["events", path]) == before


def verifier():
    return os.path.join(os.path.dirname(tool.path()), "govledger-verify")


def test_certificates_and_capsules(tmp_path):
    """An attestation is never corrected; certificates before and after, and an audit by the other tool."""
    path = tmp_path / "ledger.db"
    key = tmp_path / "key"
    env = {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    tool.must(["init", path, "--empty", "--origin", "example.org/corrections"])
    public = tool.must(["keygen", "--origin", "example.org/corrections", "--output", key], env=env).strip().splitlines()[-1]
    policy = tmp_path / "policy"
    policy.write_text(f"log {public}\nquorum none\n")
    case = answered()
    tool.must(["record", path, "--import", "-"], "".join(line + "\n" for line in case.lines))
    tool.must(["prove", path, R, "--key", key, "--output", tmp_path / "before"], env=env)
    tool.must(["attest", path, "--key", key], env=env)
    attested = [json.loads(line) for line in tool.must(["events", path]).splitlines()][-1]
    line = json.loads(Told().correct(attested["id"], by=attested["actor"]).lines[-1])
    del line["sourceRecordedAt"]
    code, _, err = tool.run(["record", path, "-"], json.dumps(line, ensure_ascii=False) + "\n")
    assert code == 65 and "data.event" in err
    tool.must(["record", path, "--import", "-"], Told().correct("reply").lines[-1] + "\n")
    tool.must(["attest", path, "--key", key], env=env)
    tool.must(["prove", path, R, "--key", key, "--output", tmp_path / "after"], env=env)
    before, after = (json.loads((tmp_path / name).read_text()) for name in ("before", "after"))
    assert before["obligation"]["verdict"] == "met" and after["obligation"]["verdict"] == "overdue"
    shown = {one["event"]["id"] for one in after["events"]}
    assert {"reply", "c-reply"} <= shown
    for name in ("before", "after"):
        subprocess.run([verifier(), "--policy", policy, tmp_path / name], check=True, capture_output=True)
    # Without the correction the events shown say otherwise.
    hidden = {**after, "events": [one for one in after["events"] if one["event"]["id"] != "c-reply"]}
    (tmp_path / "hidden").write_text(json.dumps(hidden, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
    assert subprocess.run([verifier(), "--policy", policy, tmp_path / "hidden"], capture_output=True).returncode == 1
    tool.must(["checkpoint", path, "--key", key], env=env)
    capsule = tmp_path / "capsule"
    tool.must(["export", path, "--output", capsule], env=env)
    done = subprocess.run(
        [verifier(), "--policy", policy, "--as-of", END, "--known-at", END, capsule], check=True, capture_output=True)
    assert json.loads(done.stdout)["corrected"] == audit(path)["corrected"]
    assert json.loads(done.stdout) == audit(path)
