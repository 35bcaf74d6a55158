"""`govledger deadline` against an independent calendar (PyPI `chinesecalendar`).

Every start of 2020 to 2026 with 1 to 40 working days goes through `deadline --batch`; a sample goes
through the single command. What was known on a date is the published calendar without the years
whose notice was not yet issued, and without the 2020 extension before it was. CONFORMANCE_SCALE=8
tries every start and number with every known-on date.
"""

import random
import re
from datetime import date, timedelta
from functools import cache

import pytest
from chinese_calendar import is_workday

import tool

SCALE = tool.scale()
ONE_DAY = timedelta(days=1)
STARTS = [date(2020, 1, 1) + timedelta(days=i) for i in range(2557)]
NUMBERS = range(1, 41)
ISSUED = {  # by the year that the notice arranges
    2020: date(2019, 11, 21), 2021: date(2020, 11, 25), 2022: date(2021, 10, 25),
    2023: date(2022, 12, 8), 2024: date(2023, 10, 25), 2025: date(2024, 11, 12),
    2026: date(2025, 11, 4),
}
EXTENDED = date(2020, 1, 27)
BEFORE_EXTENSION = {date(2020, 1, 31): True, date(2020, 2, 1): True, date(2020, 2, 2): False}
KNOWN_ON = sorted(
    {day for issued in [*ISSUED.values(), EXTENDED] for day in (issued - ONE_DAY, issued)}
    | {date(2020, 1, 20), date(2019, 1, 1), date(2030, 1, 1)}
)
UNKNOWN = "unknown"


@cache
def works(day, known_on):
    """Whether a day is worked as known on a date; None when nothing is known of its year."""
    if day.year not in ISSUED or (known_on and ISSUED[day.year] > known_on):
        return None
    if known_on and known_on < EXTENDED and day in BEFORE_EXTENSION:
        return BEFORE_EXTENSION[day]
    return is_workday(day)


@cache
def due_dates(start, known_on):
    """The due dates for 1 to 40 working days, day by day; `unknown` past what was known."""
    found, day = [], start
    while len(found) < len(NUMBERS):
        day += ONE_DAY
        worked = works(day, known_on)
        if worked is None:
            return found + [UNKNOWN] * (len(NUMBERS) - len(found))
        if worked:
            found.append(day.isoformat())
    return found


def expected(start, number, known_on):
    return due_dates(start, known_on)[number - 1]


def check_batch(cases):
    lines = "".join(f"{s} {n} {k.isoformat() if k else '-'}\n" for s, n, k in cases)
    code, out, err = tool.run(["deadline", "--batch"], lines)
    assert code == 0, f"exit {code}: {err}"
    assert out.endswith("\n")
    answers = out[:-1].split("\n")
    assert len(answers) == len(cases), f"{len(cases)} cases, {len(answers)} answers; {err}"
    wrong = [
        f"from {s} working days {n} known on {k or 'now'}: tool {answer}, calendar {expected(s, n, k)}"
        for (s, n, k), answer in zip(cases, answers)
        if answer != expected(s, n, k)
    ]
    assert not wrong, f"{len(wrong)} of {len(cases)} differ:\n" + "\n".join(wrong[:20])


def cases_known_on():
    """Each start with several known-on dates; all of them around the 2020 extension."""
    for start in STARTS:
        everything = SCALE >= 8 or start < date(2020, 3, 20)
        for number in NUMBERS:
            if everything:
                chosen = KNOWN_ON
            else:
                turn = start.toordinal() * 3 + number
                near = [k for k in KNOWN_ON if abs((k - start).days) < 800]
                chosen = {near[turn % len(near)], KNOWN_ON[turn % len(KNOWN_ON)]}
            for known_on in sorted(chosen):
                yield start, number, known_on


# The calendar itself


@pytest.mark.parametrize("start, number, known_on, due", [
    ("2020-01-17", 10, None, "2020-02-07"),
    ("2020-01-17", 10, "2020-01-20", "2020-02-05"),
    ("2020-01-17", 10, "2020-01-26", "2020-02-05"),
    ("2020-01-17", 10, "2020-01-27", "2020-02-07"),
    ("2024-02-02", 10, None, "2024-02-21"),
    ("2025-09-26", 15, None, "2025-10-23"),
    ("2025-09-26", 10, None, "2025-10-16"),
    ("2026-02-14", 10, None, "2026-03-06"),
    ("2026-12-31", 1, None, UNKNOWN),
    ("2025-12-31", 1, "2025-11-03", UNKNOWN),
    ("2025-12-31", 1, "2025-11-04", "2026-01-04"),
])
def test_the_known_answers(start, number, known_on, due):
    known = known_on and date.fromisoformat(known_on)
    assert expected(date.fromisoformat(start), number, known) == due
    check_batch([(date.fromisoformat(start), number, known)])


def test_the_calendar_has_the_known_working_days_in_each_year():
    totals = [sum(works(d, None) for d in STARTS if d.year == y) for y in range(2020, 2027)]
    assert totals == [249, 250, 249, 249, 251, 248, 248]
    assert works(date(2024, 2, 9), None) is True


# The tool


def test_every_start_and_number_of_working_days():
    cases = [(start, number, None) for start in STARTS for number in NUMBERS]
    assert len(cases) == 102_280
    check_batch(cases)


def test_every_start_and_number_as_known_on_earlier_dates():
    cases = list(cases_known_on())
    assert len(cases) > 150_000
    assert {k for _, _, k in cases} == set(KNOWN_ON)
    check_batch(cases)


def sample():
    rng = random.Random("deadline sample")
    cases = [(date(2020, 1, 17), 10, date(2020, 1, 20)), (date(2020, 1, 17), 10, None),
             (date(2026, 12, 31), 1, None), (date(2026, 11, 20), 40, None),
             (date(2020, 12, 31), 5, date(2020, 11, 24))]
    while len(cases) < int(150 * max(SCALE, 0.1)):
        known_on = rng.choice([None, rng.choice(KNOWN_ON)])
        cases.append((rng.choice(STARTS), rng.choice(NUMBERS), known_on))
    return cases


def arguments(start, number, known_on):
    known = ["--known-on", known_on.isoformat()] if known_on else []
    return ["deadline", "--from", start.isoformat(), "--working-days", number, *known]


def test_the_single_command_agrees():
    seen = set()
    for start, number, known_on in sample():
        due = expected(start, number, known_on)
        code, out, err = tool.run(arguments(start, number, known_on))
        case = f"from {start} working days {number} known on {known_on or 'now'}"
        seen.add(due == UNKNOWN)
        if due == UNKNOWN:
            assert (code, out) == (65, ""), f"{case}: exit {code}, {out!r}"
            assert len(err.splitlines()) == 1 and err.strip(), f"{case}: {err!r}"
        else:
            assert (code, out) == (0, due + "\n"), f"{case}: exit {code}, {out!r}, {err!r}"
    assert seen == {True, False}


NOTICE_OF = {year: name for year, name in [
    (2020, "国办发明电〔2019〕16号"), (2021, "国办发明电〔2020〕27号"), (2022, "国办发明电〔2021〕11号"),
    (2023, "国办发明电〔2022〕16号"), (2024, "国办发明电〔2023〕7号"), (2025, "国办发明电〔2024〕12号"),
    (2026, "国办发明电〔2025〕7号")]}


def notice_deciding(day, known_on):
    """The notice that makes a day other than its weekday would; None for an ordinary day."""
    if works(day, known_on) == (day.weekday() < 5):
        return None
    if day in BEFORE_EXTENSION and (known_on is None or known_on >= EXTENDED):
        return "国办发明电〔2020〕1号"
    return NOTICE_OF[day.year]


def test_an_explanation_names_every_day_once_and_the_notice_that_decides_it():
    cases = [c for c in sample() if expected(*c) != UNKNOWN][: int(60 * max(SCALE, 0.2))]
    cases.append((date(2025, 9, 26), 15, None))
    for start, number, known_on in cases:
        due = expected(start, number, known_on)
        case = f"from {start} working days {number} known on {known_on or 'now'}"
        out = tool.must([*arguments(start, number, known_on), "--explain"])
        first, *listing = out.splitlines()
        assert first == due, case
        listed = [line for line in listing if re.match(r"\d{4}-\d\d-\d\d", line)]
        days = [start + timedelta(days=i) for i in range((date.fromisoformat(due) - start).days + 1)]
        assert [line[:10] for line in listed] == [d.isoformat() for d in days], case
        for day, line in zip(days[1:], listed[1:]):
            notice = notice_deciding(day, known_on)
            assert notice is None or notice in line, f"{case}: {notice} decides {day}: {line}"
