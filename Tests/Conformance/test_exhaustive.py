"""Every small case of every rule, judged by the tool and by the oracle: no difference.

exhaustive_cases.py says what is exhaustive. Matters are independent, so thousands of cases stand in
one history; it is imported once and audited at a few times. A failure names the cases' acts.
"""

import json
import re
from itertools import islice

import pytest

import tool
from exhaustive_cases import (
    CORRECT, FINAL, HEIR, ONCE, TIMES, Shape, Step, all_cases, beginning, cases_of_two, shapes,
    succession, text,
)
from law_oracle import LawOracle, stored_events
from oracle import DAY, beijing_date, bound, instant, midnight, stored
from rulings import END, FAR
from test_law import BOOKS, disagreements

SCALE = tool.scale()
LONG = SCALE >= 1
OF_TWO, OF_MORE = (1, 1) if LONG else (round(2.4 / SCALE), round(24 / SCALE))
OF_ENDED = 1 if LONG else round(20 / SCALE)
AT_ONCE = 8000  # cases in one history
SHAPES = {shape.name: shape for shape in shapes(BOOKS)}


def limit(shape: Shape) -> int:
    """The last millisecond of the period, when nothing moves it; of none, some days on."""
    limit = shape.clock([])[1]
    return shape.begins + 3 * DAY if limit is None else limit


def times(shape: Shape) -> list:
    """As-of and known-at: at the end; before what is told late; and about the last day."""
    last, before = limit(shape), shape.late_at - 1
    found = [(END, FAR), (END, stored(before)), (stored(last), FAR)]
    if LONG:
        moved = midnight(FINAL.due(beijing_date(last), 10)[0]) + DAY - 1
        found += [(stored(last + 1), FAR), (stored(moved), stored(before))]
    return found


def portions(cases):
    """The cases in portions of one history each."""
    while portion := list(islice(cases, AT_ONCE)):
        yield portion


def described(wrong: list, portion: list) -> str:
    """What differs, and what the cases are in which it does."""
    numbers = sorted({int(number) for one in wrong for number in re.findall(r"\bm(\d+)\b", one)})
    cases = [f"m{number}: {', '.join(map(str, portion[number][0]))}"
             f"{' (opening late)' if portion[number][1] else ''}" for number in numbers[:12]]
    shown = [one[:3000] for one in wrong[:2]]
    return f"{len(wrong)} disagreements in {len(numbers)} cases\n" + "\n".join(cases + shown)


@pytest.mark.parametrize("name", SHAPES)
def test_the_tool_and_the_oracle_find_the_same(name, tmp_path):
    shape = SHAPES[name]
    for portion in portions(all_cases(shape, OF_TWO, OF_MORE)):
        compare(shape, portion, [], tmp_path)


@pytest.mark.parametrize("late", [False, True], ids=["told as it happens", "told late"])
@pytest.mark.parametrize("when", TIMES)
@pytest.mark.parametrize("name", SHAPES)
def test_they_find_the_same_where_a_body_ends(name, when, late, tmp_path):
    shape = SHAPES[name].ended(when)
    for portion in portions(cases_of_two(shape, OF_ENDED)):
        compare(shape, portion, [succession(shape, late)], tmp_path)


def compare(shape: Shape, portion: list, more: list, folder):
    """Imports the cases as one history, with more records in it, and holds each audit to the oracle."""
    records = beginning(shape.book)
    for place, (steps, late) in enumerate(portion):
        records += shape.records(place, steps, late)
    lines = text(records + more)
    path = folder / "ledger.db"
    tool.must(["init", path, "--empty"])
    tool.must(["record", path, "--import", "-"], lines)
    events = stored_events(lines.splitlines(), instant(FAR))
    oracle = LawOracle(events, BOOKS)
    for as_of, known_at in times(shape):
        arguments = ["--as-of", as_of, "--known-at", known_at, "--format", "json"]
        report = json.loads(tool.must(["audit", path, *arguments]))
        wrong = disagreements(oracle.report(bound(as_of), bound(known_at)), report, events)
        assert not wrong, f"{' '.join(arguments)}: {described(wrong, portion)}"
    path.unlink()


def test_every_rule_has_its_cases():
    rules = [rule["rule"] for book in BOOKS.values() for rule in book["obligations"]]
    assert sorted({shape.rule["rule"] for shape in SHAPES.values()}) == sorted(rules)
    for shape in SHAPES.values():
        roles = {kind.role for kind in shape.kinds}
        assert "discharge" in roles and roles <= {"open", "discharge", "close", "move"}


# What the ledger refuses, whoever tells it


def refused(shape: Shape, steps: list, folder) -> bool:
    """Whether the last act of a case is refused, and nothing before it."""
    path = folder / f"{len(list(folder.iterdir()))}.db"
    tool.must(["init", path, "--empty"])
    *before, last = beginning(shape.book) + shape.records(0, steps)
    tool.must(["record", path, "--import", "-"], text(before))
    status, _, err = tool.run(["record", path, "--import", "-"], text([last]))
    assert status in (0, 65), err
    return status == 65


@pytest.mark.parametrize("name", ["sd329.23", "sc809.22", "ogi2019.33", "cir2025.8"])
def test_what_is_no_case_is_refused(name, tmp_path):
    """The cases leave out what the ledger never records, an act of some types done again by the
    same body, and no more than that."""
    shape = SHAPES[name]
    for kind in shape.kinds:
        step = Step(kind, at=shape.begins + DAY)
        again = Step(kind, at=shape.begins + 2 * DAY)
        assert refused(shape, [step, again], tmp_path) == (kind.type in ONCE), kind.name


# What the cases found


def told(name: str, *acts) -> tuple:
    """A case by hand: the kind of each act, when it happens, and of a correction what it corrects;
    corrections are told late."""
    shape, steps = SHAPES[name], []
    kinds = {kind.name: kind for kind in shape.kinds} | {"correct": CORRECT}
    for kind, when, *target in acts:
        step = Step(kinds[kind], when=when, late=bool(target), target=(target or [None])[0])
        step.at = shape.place(steps, step, shape.clock(steps))
        steps.append(step)
    return shape, steps


# A case, the day known, the rule, and each of its obligations: what opened it, verdict, due date
FOUND = {
    f"one duty of two acts that count, {name}": (
        (name, (kind, "last"), ("correct", "after", 0), (kind, "after")), "2026-09-01", name,
        [("m0-0", "overdue", due)])
    for name, kind, due in (
        ("sc809.17.publication", "submitted", "2025-11-06"), ("sc809.22", "replied", "2025-12-02"),
        ("cir2025.8", "closed", "2026-01-04"))
} | {
    f"one duty of the act that remains, {name}": (
        (name, (kind, "last"), ("correct", "after", 0), (kind, "after")), END, name,
        [("m0-2", "overdue", due)])
    for name, kind, due in (
        ("sc809.17.publication", "submitted", "2025-11-25"), ("sc809.22", "replied", "2025-12-19"),
        ("cir2025.8", "closed", "2026-01-20"))
} | {
    "extended after the last day, on which others were asked": (
        ("ogi2019.33", ("begun", "last"), ("extended", "after")), END, "ogi2019.33",
        [("m0-head", "overdue", "2024-07-02")]),
    "extended on the last day": (
        ("ogi2019.33", ("begun", "last"), ("extended", "last")), END, "ogi2019.33",
        [("m0-head", "overdue", "2024-07-30")]),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_the_cases_found(name, tmp_path):
    case, known_at, rule, expected = FOUND[name]
    shape, steps = told(*case)
    lines = text(beginning(shape.book) + shape.records(0, steps))
    path = tmp_path / "ledger.db"
    tool.must(["init", path, "--empty"])
    tool.must(["record", path, "--import", "-"], lines)
    arguments = ["--as-of", END, "--known-at", known_at, "--format", "json"]
    reports = [
        LawOracle(stored_events(lines.splitlines(), instant(FAR)), BOOKS).report(
            bound(END), bound(known_at)),
        json.loads(tool.must(["audit", path, *arguments]))]
    for report in reports:
        assert expected == [
            (one["trigger"]["event"], one["verdict"], one["dueOn"])
            for one in report["obligations"] if one["rule"] == rule]


def test_a_duty_is_opened_once_by_a_body_and_its_heir(tmp_path):
    """The old body's submission is told after the heir's, and took place before it: the import was
    refused, since both opened the duty to publish."""
    shape = SHAPES["sc809.17:whole"].ended("last")
    submitted = next(kind for kind in shape.kinds if kind.name == "submitted")
    steps = [Step(submitted, HEIR, "last", late=True), Step(submitted, when="before")]
    for step in steps:
        step.at = shape.place(steps, step, shape.clock([]))
    compare(shape, [(steps, False)], [succession(shape, late=False)], tmp_path)
