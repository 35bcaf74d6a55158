"""What holds of every book of up to five acts, proved by a solver over verdict_model.py.

Each property is shown able to fail: a mutated model gives a counterexample. The model is tied to the
tool: of concrete books, drawn at random and by the solver itself, both give the same verdicts.
"""

import json
import random
from datetime import timedelta

import pytest
import z3

import tool
from exhaustive_cases import CORRECT, ELSEWHERE, RIGHT, WRONG, Step, beginning, shapes, text
from oracle import DAY, beijing_date, midnight, stored
from test_law import BOOKS
from verdict_model import (
    ACTS, BITS, BODIES, FINAL, LAST_DAY, MUTATIONS, VERDICTS, Book, Model, number,
)

SCALE = tool.scale()
HOUR = 3_600_000
SHAPES = {shape.name: shape for shape in shapes(BOOKS)}
MOST = 900_000  # milliseconds for one question


def subjects(shape) -> list:
    return shape.rule.get("recipients", [None])


MODELS = [(name, subject) for name, shape in SHAPES.items() for subject in subjects(shape)]
AS_OF, LATER, KNOWN_AT = (z3.BitVec(name, BITS) for name in ("asOf", "later", "knownAt"))
BOOK, PLACE, OTHER_PLACE = Book.free(), z3.BitVec("place", BITS), z3.BitVec("other", BITS)


def is_at(*places):
    """Conditions of each act: whether it is at one of the places."""
    return lambda i: z3.Or(*(place == i for place in places))


def there(place, holds):
    """What holds of the act at a place."""
    return z3.Or(*(z3.And(place == i, holds(i)) for i in range(ACTS)))


def answers(name: str, subject, property: str, mutation=None):
    """A counterexample to a property of a rule, or nothing. That the order of the log changes
    nothing is proved of itself; for the others the acts are told as they happen."""
    ordered = property != ORDER
    model = Model(SHAPES[name], subject, mutation, ordered)
    questions = PROPERTIES[property][0](model)
    if ordered:
        questions = [questions]
    none = [kind == 0 for kind in BOOK.kind[acts_of(name, property):]]
    for claims in questions:
        if (found := ask(model, *claims, *none)) is not None:
            return described(model, found)
    return None


def acts_of(name: str, property: str) -> int:
    """The number of acts: of the rule whose clock is stopped and restarted fewer can be asked."""
    if "restart" not in SHAPES[name].rule:
        return ACTS
    return 2 if property == ORDER else ACTS - 1


def ask(model, *claims):
    """A book within the bounds of which something holds, or nothing."""
    solver = z3.SolverFor("QF_BV")
    solver.set("timeout", MOST)
    solver.add(model.told(BOOK), AS_OF >= 0, AS_OF <= LATER, LATER <= LAST_DAY, KNOWN_AT >= 0,
               KNOWN_AT <= LAST_DAY + 20, *claims)
    answer = solver.check()
    assert answer != z3.unknown, solver.reason_unknown()
    return solver.model() if answer == z3.sat else None


# Properties: each gives what would be a counterexample; ORDER several, of which each would be


def not_one_verdict(model):
    """An obligation with no verdict, or with two."""
    judged = model.judged(BOOK, AS_OF, KNOWN_AT)
    one = z3.PbEq([(judged.verdicts[verdict], 1) for verdict in VERDICTS], 1)
    return [judged.exists, z3.Not(one)]


def turns(model):
    """A final verdict that a later as-of turns into another, or an overdue one into anything but
    late. No correction is dated between the two: what is known is fixed."""
    now, then = (model.judged(BOOK, at, KNOWN_AT) for at in (AS_OF, LATER))
    still = [z3.Implies(kind == model.correct, z3.Or(at <= AS_OF, at > LATER))
             for kind, at in zip(BOOK.kind, BOOK.at, strict=True)]
    final = [z3.And(now[one], z3.Not(then[one])) for one in ("met", "late", "done", "closed")]
    revived = z3.And(now["overdue"], z3.Not(then["overdue"]), z3.Not(then["late"]))
    return [*still, z3.Or(*final, revived)]


def by_a_stranger(model):
    """An act by a body whose it is not that changes a verdict. What an entry says from then on is
    a fact about the entry: of a revision see `test_a_stranger_may_anticipate_a_revision`."""
    def strange(i):
        return z3.And(BOOK.kind[i] != 0, BOOK.kind[i] != model.correct,
                      z3.Not(model.of_type(BOOK.kind[i], "catalog.entry-revised")),
                      z3.Not(model.competent(BOOK.kind[i], BOOK.by[i])))

    return [there(PLACE, strange), *changes(model, is_at(PLACE))]


def changes(model, gone):
    with_it = model.judged(BOOK, AS_OF, KNOWN_AT)
    return [z3.Not(with_it.same(model.judged(BOOK.without(gone), AS_OF, KNOWN_AT)))]


def before_its_duty(model):
    """A discharge before the duty that changes a verdict; the retirement of an entry is a closing
    and its revision a fact as well."""
    judged = model.judged(BOOK, AS_OF, KNOWN_AT)
    only = model.numbers(lambda one: one.role == "discharge" and one.type not in (
        "catalog.entry-retired", "catalog.entry-revised", model.rule["trigger"]))

    def early(i):
        return z3.And(judged.exists, model.among(BOOK.kind[i], only), BOOK.at[i] < judged.begin)

    return [there(PLACE, early), *changes(model, is_at(PLACE))]


def by_the_order_of_the_log(model):
    """Two acts of different days that follow each other in the log, and may not be told in the
    other order. Corrections name what they correct, and come after it."""
    plain = [kind != model.correct for kind in BOOK.kind]
    one = model.judged(BOOK, AS_OF, KNOWN_AT)
    return [[*plain, BOOK.at[i] != BOOK.at[i + 1], z3.Not(one.same(
        model.judged(BOOK.swapped(i), AS_OF, KNOWN_AT)))] for i in range(ACTS - 1)]


def by_what_is_corrected(model):
    """A corrected act that is not as if it, and its correction, had never been."""
    judged = model.judged(BOOK, AS_OF, KNOWN_AT)

    def corrects(i):
        return z3.And(judged.stands[i], BOOK.target[i] == OTHER_PLACE)

    plain = there(OTHER_PLACE, lambda i: BOOK.kind[i] != model.correct)
    return [there(PLACE, corrects), plain, *changes(model, is_at(PLACE, OTHER_PLACE))]


def by_what_is_not_known(model):
    """An act that is known later, or done later, and changes a verdict all the same."""
    def unknown(i):
        return z3.Or(BOOK.known[i] > KNOWN_AT, BOOK.at[i] > AS_OF)

    return [there(PLACE, unknown), *changes(model, is_at(PLACE))]


def by_what_follows(model):
    """An act after the first end, none that opens the duty, that changes a verdict."""
    judged = Model(model.shape, model.subject).judged(BOOK, AS_OF, KNOWN_AT)

    def ended(i):
        acts = model.numbers(lambda one: one.role != "open")
        return z3.And(judged.exists, model.among(BOOK.kind[i], acts), z3.Or(
            *(z3.And(judged.end[j], judged.before(j, i)) for j in range(ACTS) if j != i)))

    return [there(PLACE, ended), *changes(model, is_at(PLACE))]


ORDER = "the order of the log changes nothing"
# Each with the mutation of the model under which it fails
PROPERTIES = {
    "exactly one verdict": (not_one_verdict, "overlap"),
    "what is met stays met": (turns, "lastEnd"),
    "an act by a stranger changes nothing": (by_a_stranger, "strangers"),
    "an act before its duty changes nothing": (before_its_duty, "beforeCounts"),
    ORDER: (by_the_order_of_the_log, "logOrder"),
    "a corrected act is as if it had never been": (by_what_is_corrected, "neverCorrected"),
    "what is not known or done yet changes nothing": (by_what_is_not_known, "allKnown"),
    "what follows the first end changes nothing": (by_what_follows, "lastEnd"),
}


@pytest.mark.parametrize("property", PROPERTIES)
@pytest.mark.parametrize("name,subject", MODELS)
def test_it_holds_of_every_book(name, subject, property):
    assert answers(name, subject, property) is None


def may_fail(name, property) -> bool:
    """Whether a mutation is seen in the verdicts of a rule: not which of its discharges counts,
    where there is no period."""
    timed = SHAPES[name].rule["period"] is not None
    return timed or PROPERTIES[property][1] not in ("lastEnd", "logOrder", "overlap")


@pytest.mark.parametrize("name,subject,property", [
    (*one, property) for one in MODELS for property in PROPERTIES if may_fail(one[0], property)])
def test_a_mutated_model_fails(name, subject, property):
    mutation = PROPERTIES[property][1]
    assert answers(name, subject, property, mutation) is not None, MUTATIONS[mutation]


def test_every_mutation_is_used():
    assert {mutation for _, mutation in PROPERTIES.values()} == set(MUTATIONS)


def described(model, found) -> str:
    """A counterexample's acts."""
    def value(of):
        return found.eval(of, model_completion=True).as_signed_long()

    acts = []
    for i in range(ACTS):
        kind = value(BOOK.kind[i])
        if kind:
            name = "correct" if kind == model.correct else model.kinds[kind - 1].name
            acts.append(f"{name} by {value(BOOK.by[i])} on {value(BOOK.at[i])} known "
                        f"{value(BOOK.known[i])} of {value(BOOK.target[i])}")
    return f"as of {value(AS_OF)}, {value(LATER)} known {value(KNOWN_AT)}: {'; '.join(acts)}"


# Of each matter and duty one rule


def applies(rule: dict, says: dict):
    """Whether a rule takes an opening act, by what that says: each value is a variable."""
    holds = []
    for key, allowed in rule.get("where", {}).items():
        values = [z3.StringVal(one) for one in allowed]
        unsaid = says[key] == ""
        told = z3.Or(*(says[key] == one for one in values))
        if key == "instrumentLevel":  # what is not said may be any
            told = z3.Or(told, unsaid)
        elif key == "operator":
            told = z3.If(unsaid, z3.BoolVal("other" in allowed), told)
        holds.append(told)
    return z3.And(*holds)


@pytest.mark.parametrize("duty", sorted({
    rule["duty"] for book in BOOKS.values() for rule in book["obligations"]}))
def test_one_rule_governs_a_duty(duty):
    """Whatever books are adopted and whatever is told: of the newest book whose rules of the duty
    take the act no more than one rule does."""
    says = {key: z3.String(key) for key in ("sharing", "operator", "grade", "decision",
                                             "instrumentLevel")}
    solver = z3.Solver()
    solver.set("timeout", MOST)
    clashes = []
    for book in BOOKS.values():
        takes = [applies(rule, says) for rule in book["obligations"] if rule["duty"] == duty]
        clashes += [z3.And(one, other) for i, one in enumerate(takes) for other in takes[:i]]
    solver.add(z3.Or(*clashes))
    assert solver.check() == z3.unsat


def test_two_rules_for_one_duty_are_seen():
    says = {"sharing": z3.String("sharing")}
    one, other = ({"where": {"sharing": kinds}} for kinds in (["conditional"], [
        "unconditional", "conditional"]))
    solver = z3.Solver()
    solver.add(applies(one, says), applies(other, says))
    assert solver.check() == z3.sat


# What does not hold, and is no fault


def test_a_correction_between_may_turn_what_is_met():
    """A correction dated between two as-ofs is what is known then: it may turn a verdict."""
    model = Model(SHAPES["sd329.23"], None)
    now, then = (model.judged(BOOK, at, KNOWN_AT) for at in (AS_OF, LATER))
    assert ask(model, now["met"], then["overdue"]) is not None


def test_a_stranger_may_anticipate_a_revision():
    """s3.md U6: a revision that says what the entry says already discharges nothing, whoever said
    it first; s1.md P1: an act by another changes nothing. /root/spec/faults4.md X3 asks."""
    model = Model(SHAPES["sd329.16:entry"], None)

    def strange(i):
        return z3.And(model.of_type(BOOK.kind[i], "catalog.entry-revised"),
                      z3.Not(model.competent(BOOK.kind[i], BOOK.by[i])))

    assert ask(model, there(PLACE, strange), *changes(model, is_at(PLACE))) is not None


# The model and the tool


PAIRS = 3  # of as-of and known-at for each rule
DRAWN = max(2, round(24 * SCALE))  # for each of these, at random


class World:
    """Where the days, or hours, of a model are in the world."""

    def __init__(self, shape):
        self.shape, self.period = shape, shape.rule["period"] or {}

    def act(self, tick: int) -> int:
        """When an act takes place."""
        return self.day(tick) + 15 * HOUR if "hours" not in self.period else self.hour(tick)

    def cut(self, tick: int) -> str:
        """An as-of, or a known-at."""
        return stored(self.hour(tick) if "hours" in self.period else self.day(tick) + DAY - 1)

    def hour(self, tick: int) -> int:
        return self.shape.begins + tick * HOUR

    def day(self, tick: int) -> int:
        base = beijing_date(self.shape.begins)
        if "calendarDays" in self.period or tick == 0:
            return midnight(base + timedelta(days=tick))
        if tick > 0:
            return midnight(FINAL.due(base, tick)[0])
        before = base
        while FINAL.due(before, -tick)[0] > base or not FINAL.works(before):
            before -= timedelta(days=1)
        return midnight(before)


def steps_of(model, world, values) -> list:
    """A case out of a book's values: for each act its kind, day, day known, body, target, meant."""
    steps, places = [], {}
    for i, (kind, at, known, by, target, meant) in enumerate(values):
        if kind == 0:
            continue
        places[i] = len(steps)
        if kind == model.correct:
            step = Step(CORRECT, RIGHT, target=places[target])
        else:
            one = model.kinds[kind - 1]
            way = RIGHT if by == BODIES.index(one.by) else WRONG
            step = Step(one, way if meant else ELSEWHERE)
        step.at, step.known = world.act(at), world.act(known)
        steps.append(step)
    return steps


def drawn(rng, model, solver, verdict=None):
    """A book that the ledger records: kinds, bodies and days drawn at random, as far as they go."""
    period = model.rule["period"] or {}
    last = next(iter(period.values()), 6)
    days = sorted({-1, 0, 0, 1, 2, last - 1, last, last, last + 1, last + 5, last + 10, last + 11})
    solver.push()
    wishes = []
    for i in range(ACTS):
        wishes += [BOOK.kind[i] == rng.randint(0, model.correct), BOOK.at[i] == rng.choice(days),
                   BOOK.by[i] == rng.randrange(len(BODIES)),
                   BOOK.known[i] == BOOK.at[i] + rng.choice([0, 0, 0, 30])]
    rng.shuffle(wishes)
    if verdict is not None:
        solver.add(verdict)
        if solver.check() != z3.sat:
            solver.pop()
            return None
    for wish in wishes:
        solver.push()
        solver.add(wish)
        if solver.check() != z3.sat:
            solver.pop()
    found = solver.model() if solver.check() == z3.sat else None
    while solver.num_scopes():
        solver.pop()
    return found


def values_of(found) -> list:
    def value(of):
        return found.eval(of, model_completion=True).as_signed_long()

    return [(value(BOOK.kind[i]), value(BOOK.at[i]), value(BOOK.known[i]), value(BOOK.by[i]),
             value(BOOK.target[i]), z3.is_true(found.eval(BOOK.meant[i], model_completion=True)))
            for i in range(ACTS)]


def verdict_of(judged, found):
    """What the model says of concrete acts: a verdict, or that there is no obligation."""
    said = [one for one in VERDICTS
            if z3.is_true(found.eval(judged[one], model_completion=True))]
    assert len(said) <= 1
    return said[0] if said else None


@pytest.mark.parametrize("name,subject", MODELS)
def test_the_model_and_the_tool_agree(name, subject, tmp_path):
    """Of books drawn at random and of one for each verdict that there may be, all in one history
    for each as-of."""
    rng = random.Random(f"solver {name} {subject}")
    model, world = Model(SHAPES[name], subject), World(SHAPES[name])
    last = next(iter((model.rule["period"] or {}).values()), 6)
    seen = set()
    for place in range(PAIRS):
        as_of = rng.choice([last - 1, last, last + 1, last + 6, last + 12])
        known_at = rng.choice([LAST_DAY + 20, as_of])
        judged = model.judged(BOOK, number(as_of), number(known_at))
        solver = z3.SolverFor("QF_BV")
        solver.add(model.told(BOOK), model.recorded(BOOK), *(at <= last + 12 for at in BOOK.at))
        found = [drawn(rng, model, solver) for _ in range(DRAWN)]
        found += [drawn(rng, model, solver, judged[verdict]) for verdict in VERDICTS]
        found = [one for one in found if one is not None]
        cases = [steps_of(model, world, values_of(one)) for one in found]
        records = beginning(model.shape.book)
        for number_, steps in enumerate(cases):
            records += model.shape.records(number_, steps)
        path = tmp_path / f"{place}.db"
        tool.must(["init", path, "--empty"])
        tool.must(["record", path, "--import", "-"], text(records))
        arguments = ["--as-of", world.cut(as_of), "--known-at", world.cut(known_at)]
        report = json.loads(tool.must(["audit", path, *arguments, "--format", "json"]))
        verdicts = {one["id"]: one["verdict"] for one in report["obligations"]}
        assert len(verdicts) == len(report["obligations"]), "an obligation is listed twice"
        part = {"entry": "/{}-E", "whole": ""}.get(model.shape.form, f"/{subject}" if subject else "")
        for number_, one in enumerate(found):
            tag = f"m{number_}"
            expected = verdict_of(judged, one)
            seen.add(expected)
            assert verdicts.get(f"{model.rule['rule']}/{tag}{part.format(tag)}") == expected, (
                f"{' '.join(arguments)}: {[*map(str, cases[number_])]} {described(model, one)}")
    assert len(seen) > 1, "books of one verdict only say little"
