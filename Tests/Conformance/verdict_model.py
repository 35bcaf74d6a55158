"""Verdicts as formulas: one obligation of a rule of a book, and up to five acts, whatever they are.

A reading of the pages of its own, beside the tool and the oracle, for a solver (test_solver.py): it
says nothing of this or that history, but what holds of all of them within the bounds. What a rule
does (conditions of the act that opens, discharges, closings, the clock) is read from its book.

What is left of the world:

- days are working days, counted from the day of the matter's opening (0); acts of one day are done
  at one moment. Of a period of calendar days they are calendar days, with the days on which it may
  end looked up; of a period of hours they are hours;
- bodies: the holder, the requester, the authority, and a stranger;
- one subject: an entry of a trigger, a recipient of a report;
- the opening of the matter stands (corrections of it are among exhaustive_cases.py).

The order of the log is the order of the acts' numbers; when each happens, is known and is corrected
is free. A model is mutated, to see that what is proved could fail: `mutation` names one of MUTATIONS.
"""

from dataclasses import dataclass
from datetime import date

import z3

import tool
from exhaustive_cases import FINAL, ONCE, Shape
from oracle import beijing_date
from rulings import ASKER, AUTHORITY, HOLDER, OTHER

BITS = 9
ACTS = 5 if tool.scale() >= 1 else 4  # the usual run is content with one less
FIRST_DAY, LAST_DAY = -3, 70
BODIES = [HOLDER, ASKER, AUTHORITY, OTHER]
MUTATIONS = {
    "strangers": "whoever acts discharges",
    "overlap": "what was done after its due date is overdue as well",
    "lastEnd": "the last end decides",
    "beforeCounts": "an act before its duty discharges",
    "logOrder": "what was told first was first",
    "neverCorrected": "corrections change nothing",
    "allKnown": "what is not known yet counts",
}
ANYBODY = {"open.withdrawn", "open.corrected"}
REQUESTERS = {"share.withdrawn", "share.supplemented", "share.relinquished"}
VERDICTS = ("met", "late", "overdue", "pending", "closed", "done", "open")


def number(value: int):
    return z3.BitVecVal(value, BITS)


def total(conditions):
    return sum((z3.If(one, number(1), number(0)) for one in conditions), number(0))


def least(one, other):
    return z3.If(one <= other, one, other)


def most(one, other):
    return z3.If(one <= other, other, one)


@dataclass
class Book:
    """Five acts on a matter, as variables; an act of kind 0 is none."""

    kind: list
    at: list
    known: list
    by: list
    target: list
    meant: list  # a report reaches whom it should, an extension has its authority's consent

    @staticmethod
    def free(name="") -> "Book":
        def words(key):
            return [z3.BitVec(f"{key}{name}{i}", BITS) for i in range(ACTS)]

        return Book(words("kind"), words("at"), words("known"), words("by"), words("target"),
                    [z3.Bool(f"meant{name}{i}") for i in range(ACTS)])

    def without(self, *gone) -> "Book":
        """The same acts but some: conditions of each place under which it is none."""
        kind = [z3.If(z3.Or(*(of(i) for of in gone)), number(0), one)
                for i, one in enumerate(self.kind)]
        return Book(kind, self.at, self.known, self.by, self.target, self.meant)

    def swapped(self, i: int) -> "Book":
        """The same acts, with two that follow each other told in the other order."""
        def swap(values):
            return [*values[:i], values[i + 1], values[i], *values[i + 2:]]

        return Book(*(swap(values) for values in vars(self).values()))


class Model:
    """What a rule makes of any acts at any as-of and known-at."""

    def __init__(self, shape: Shape, subject: str | None, mutation=None, as_it_happens=False):
        """`as_it_happens`: of books of which the acts are told in their order in the world."""
        assert mutation is None or mutation in MUTATIONS
        self.as_it_happens = as_it_happens
        self.shape, self.rule, self.subject, self.mutation = shape, shape.rule, subject, mutation
        self.kinds = shape.kinds
        self.correct = len(self.kinds) + 1
        self.extends = self.rule.get("extension", {}).get("by")
        self.days = next((k.says["days"] for k in self.kinds if k.type == self.extends), 0)
        self.opens_later = shape.opening != self.rule["trigger"]

    # Kinds

    def numbers(self, fits) -> list:
        return [i + 1 for i, kind in enumerate(self.kinds) if fits(kind)]

    def among(self, kind, numbers):
        return z3.Or(*(kind == one for one in numbers)) if numbers else z3.BoolVal(False)

    def of_type(self, kind, *types):
        return self.among(kind, self.numbers(lambda one: one.type in types))

    def bears(self, one) -> bool:
        """Whether a kind of act is on the matter, and about the subject."""
        if one.name == "retired-plainly":
            return False
        return one.says.get("recipientKind", self.subject) == self.subject or "each" not in self.rule

    def competent(self, kind, by):
        """Whether a body may do an act: an act of anybody, the requester's own, or the duty's."""
        owner = AUTHORITY if self.rule.get("obligated") == "authority" else HOLDER

        def whose(one):
            if one.type in ANYBODY:
                return z3.BoolVal(True)
            if one.type in REQUESTERS:
                return by == BODIES.index(ASKER)
            # What opens a later duty is of whose the matter is.
            later = one.type == self.rule["trigger"] or one.type == "incident.regraded"
            return by == BODIES.index(HOLDER if later else owner)

        return z3.Or(*(z3.And(kind == i + 1, whose(one)) for i, one in enumerate(self.kinds)))

    # What may be told

    def told(self, book: Book):
        """The acts are within the bounds."""
        each = []
        for i in range(ACTS):
            each += [
                book.kind[i] >= 0, book.kind[i] <= self.correct,
                book.at[i] >= FIRST_DAY, book.at[i] <= LAST_DAY,
                book.known[i] >= book.at[i], book.known[i] <= LAST_DAY + 20,
                book.by[i] >= 0, book.by[i] < len(BODIES),
                book.target[i] >= 0, book.target[i] < ACTS,
                z3.Implies(book.kind[i] == self.correct, z3.And(
                    book.target[i] < i,
                    *(z3.Implies(book.target[i] == j, book.kind[j] != 0) for j in range(i))))]
            if self.as_it_happens:  # wherever the corrections stand
                each += [z3.Or(book.at[j] <= book.at[i], *(
                    book.kind[one] == self.correct for one in (i, j))) for j in range(i)]
        return z3.And(*each)

    def recorded(self, book: Book):
        """The ledger records the acts: some of those that it does, for concrete histories."""
        def both(i, j, fits):
            return z3.And(fits(book.kind[i]), fits(book.kind[j]))

        found = []
        for i in range(ACTS):
            found.append(self.among(book.kind[i], range(self.correct + 1)))
            for place, kind in enumerate(self.kinds):
                sides = [BODIES.index(kind.by), BODIES.index(kind.wrong)]
                found.append(z3.Implies(book.kind[i] == place + 1, z3.Or(
                    *(book.by[i] == one for one in sides))))
                if kind.elsewhere is None:
                    found.append(z3.Implies(book.kind[i] == place + 1, book.meant[i]))
                else:  # what goes astray does so by the right body
                    found.append(z3.Implies(z3.And(book.kind[i] == place + 1, z3.Not(
                        book.meant[i])), book.by[i] == sides[0]))
            found.append(z3.Implies(
                book.kind[i] == self.correct, z3.And(book.meant[i], book.by[i] == 0)))
            for j in range(i + 1, ACTS):
                for type in sorted({kind.type for kind in self.kinds} & ONCE):
                    found.append(z3.Not(z3.And(book.by[i] == book.by[j], both(
                        i, j, lambda kind, type=type: self.of_type(kind, type)))))
                corrects = z3.And(book.kind[j] == self.correct, book.target[j] == i)
                if j > i + 1:
                    found.append(z3.Implies(corrects, book.kind[i] != self.correct))
                for later in range(j + 1, ACTS):
                    found.append(z3.Not(z3.And(corrects, book.kind[later] == self.correct,
                                               book.target[later] == i)))
                retired = self.of_type(book.kind[i], "catalog.entry-retired")
                found.append(z3.Implies(retired, z3.Not(self.of_type(
                    book.kind[j], "catalog.entry-retired", "catalog.entry-revised"))))
        return z3.And(*found)

    # The verdict

    def judged(self, book: Book, as_of, known_at) -> "Judged":
        return Judged(self, book, as_of, known_at)


class Judged:
    """The formulas of one book at one as-of and known-at."""

    def __init__(self, model: Model, book: Book, as_of, known_at):
        self.model, self.book, self.as_of = model, book, as_of
        rule, kinds = model.rule, book.kind
        known = [z3.BoolVal(True) if model.mutation == "allKnown" else book.known[i] <= known_at
                 for i in range(ACTS)]
        counts = [z3.And(kinds[i] != 0, book.at[i] <= as_of, known[i]) for i in range(ACTS)]
        self.stands = self._standing(counts)
        self.acts = [z3.And(counts[i], kinds[i] != model.correct, z3.Not(self.corrected(i)))
                     for i in range(ACTS)]
        self.own = [z3.And(self.acts[i], model.competent(kinds[i], book.by[i]))
                    for i in range(ACTS)]
        self._opening()
        self._ends()
        self._clock()
        self._verdicts()

    def _standing(self, counts) -> list:
        """Which corrections stand: those that count, and that no other one corrects that stands."""
        model, book = self.model, self.book
        stands = [z3.BoolVal(False)] * ACTS
        for i in reversed(range(ACTS)):
            undone = [z3.And(stands[j], book.target[j] == i) for j in range(i + 1, ACTS)]
            stands[i] = z3.And(
                counts[i], book.kind[i] == model.correct, z3.Not(z3.Or(*undone)))
        return stands

    def corrected(self, i: int):
        if self.model.mutation == "neverCorrected":
            return z3.BoolVal(False)
        return z3.Or(*(z3.And(self.stands[j], self.book.target[j] == i)
                       for j in range(i + 1, ACTS)))

    def before(self, i: int, j: int):
        """Whether an act's moment is smaller than another's: its time, then its place in the log."""
        if i == j:
            return z3.BoolVal(False)
        if self.model.as_it_happens or self.model.mutation == "logOrder":
            return z3.BoolVal(i < j)
        at = self.book.at
        return at[i] <= at[j] if i < j else at[i] < at[j]

    def first(self, chosen: list) -> list:
        """Of the acts chosen the one with the smallest moment: where it is."""
        return [z3.And(chosen[i], *(z3.Not(z3.And(chosen[j], self.before(j, i)))
                                    for j in range(ACTS) if j != i)) for i in range(ACTS)]

    def last(self, chosen: list) -> list:
        return [z3.And(chosen[i], *(z3.Not(z3.And(chosen[j], self.before(i, j)))
                                    for j in range(ACTS) if j != i)) for i in range(ACTS)]

    def day(self, where: list):
        """The day of the act that is at the place."""
        found = number(0)
        for i in range(ACTS):
            found = z3.If(where[i], self.book.at[i], found)
        return found

    def _opening(self):
        """What opens the obligation: the matter itself, or the first act that does and counts."""
        model, kinds = self.model, self.book.kind
        rule, at = model.rule, self.book.at
        regraded = model.shape.form == "ordinary"
        if not model.opens_later and not regraded:
            self.exists, self.begin = z3.BoolVal(True), number(0)
            self.bear = self.own
            return
        trigger = "incident.regraded" if regraded else rule["trigger"]
        opening = [z3.And(self.own[i], model.of_type(kinds[i], trigger)) for i in range(ACTS)]
        if regraded:  # no act before its duty, here the detection
            opening = [z3.And(one, at[i] >= 0) for i, one in enumerate(opening)]
        opener = self.first(opening)
        wanted = rule.get("where", {}).get("decision")
        takes = model.numbers(lambda one: wanted is None or one.says.get("decision") in wanted)
        self.exists = z3.Or(*(z3.And(opener[i], model.among(kinds[i], takes))
                              for i in range(ACTS)))
        self.begin = self.day(opener)
        whole = model.mutation == "beforeCounts"
        self.bear = [z3.And(self.own[i], z3.Not(opener[i]), z3.Or(whole, at[i] >= self.begin))
                     for i in range(ACTS)]

    def _ends(self):
        """Of discharges and closings the first decides."""
        model, book = self.model, self.book
        rule, kinds = model.rule, book.kind
        whole = model.mutation == "beforeCounts"
        acting = self.acts if model.mutation == "strangers" else self.bear
        discharging = model.numbers(
            lambda one: one.type in rule["dischargedBy"] and model.bears(one))
        dischargers = [
            z3.And(acting[i], model.among(kinds[i], discharging),
                   z3.Or(whole, book.at[i] >= self.begin),
                   self._received(i), self._changes(i)) for i in range(ACTS)]
        closing = model.numbers(lambda one: one.type in rule.get("closedBy", [])
                                and one.type not in rule["dischargedBy"] and model.bears(one))
        if "catalog.entry-retired" in rule.get("closedBy", []) and model.shape.form == "entry":
            closing += model.numbers(lambda one: one.type == "catalog.entry-retired")
        closers = [z3.And(self.bear[i], model.among(kinds[i], closing), self._lapses(i))
                   for i in range(ACTS)]
        if model.mutation == "lastEnd":
            either = [z3.Or(dischargers[i], closers[i]) for i in range(ACTS)]
            end = self.last(either)
            self.discharge = [z3.And(end[i], dischargers[i]) for i in range(ACTS)]
            self.closing = [z3.And(end[i], z3.Not(dischargers[i])) for i in range(ACTS)]
        else:
            self.closing = self.first(closers)
            early = [z3.And(one, z3.Not(z3.Or(*(z3.And(closers[j], self.before(j, i))
                     for j in range(ACTS) if j != i)))) for i, one in enumerate(dischargers)]
            self.discharge = self.first(early)
        self.is_discharged = z3.Or(*self.discharge)
        self.is_closed = z3.And(z3.Or(*self.closing), z3.Not(self.is_discharged))
        self.end = [z3.Or(self.discharge[i], z3.And(self.is_closed, self.closing[i]))
                    for i in range(ACTS)]
        if rule.get("onlyIfDone"):
            self.exists = z3.And(self.exists, self.is_discharged)

    def _received(self, i: int):
        """Whether a report reaches a body that is to receive it; of some nobody knows which it is."""
        unknown = self.model.subject in ("protectionDepartment", "publicSecurity")
        if self.model.rule.get("each") != "recipient" or unknown:
            return z3.BoolVal(True)
        return z3.Implies(
            self.model.of_type(self.book.kind[i], "incident.reported"), self.book.meant[i])

    def _changes(self, i: int):
        """A revision that says what the entry said already does nothing."""
        revised = [self.model.of_type(kind, "catalog.entry-revised") for kind in self.book.kind]
        return z3.Implies(revised[i], z3.Not(z3.Or(
            *(z3.And(self.acts[j], revised[j], self.before(j, i)) for j in range(ACTS)))))

    def _lapses(self, i: int):
        """An application lapses where a correction was asked for and not made."""
        kinds, of_type = self.book.kind, self.model.of_type
        asked = [z3.And(self.own[j], of_type(kinds[j], "open.correction-requested"),
                        self.before(j, i)) for j in range(ACTS)]
        made = [z3.And(self.own[j], of_type(kinds[j], "open.corrected"), self.before(j, i))
                for j in range(ACTS)]
        waiting = z3.Or(*(z3.And(asked[j], *(z3.Not(z3.And(made[k], self.before(j, k)))
                                             for k in range(ACTS))) for j in range(ACTS)))
        return z3.Implies(of_type(kinds[i], "open.lapsed"), waiting)

    # The clock

    def _clock(self):
        """The due date, and whether there is one: none while the clock stands still for good."""
        rule, period = self.model.rule, self.model.rule["period"]
        self.is_still, self.due = z3.BoolVal(False), number(0)
        if period is None:
            self.is_still = z3.BoolVal(True)
        elif "hours" in period:
            self.due = self.begin + period["hours"]
        elif "calendarDays" in period:
            self.due = self._looked_up(period["calendarDays"])
        elif any(kind.role == "move" for kind in self.model.kinds):
            self._run(period["workingDays"])
        else:
            self.due = self.begin + period["workingDays"]

    def _looked_up(self, days: int):
        """The last day of a period of calendar days that moves to a working day."""
        base = beijing_date(self.model.shape.begins).toordinal()
        found = number(LAST_DAY)
        for day in range(FIRST_DAY, LAST_DAY + 1):
            last = FINAL.due(date.fromordinal(base + day + days - 1), 1)[0]
            found = z3.If(self.begin == day, number(last.toordinal() - base), found)
        return found

    def _run(self, days: int):
        """Runs the clock through the acts before the end, in the order of their moments."""
        model, book = self.model, self.book
        rule = model.rule
        moving = [z3.And(self.bear[i], z3.Not(z3.Or(*(
            z3.And(self.end[j], z3.Not(self.before(i, j))) for j in range(ACTS)))))
            for i in range(ACTS)]
        if model.mutation == "lastEnd":
            moving = self.bear
        rank = [total(self.before(j, i) for j in range(ACTS) if j != i) for i in range(ACTS)]

        self.start, self.extended, self.granted = self.begin, number(0), number(0)
        self.times = self.asks = number(0)
        self.state, self.since = number(RUNNING), number(0)
        self.stops = []  # from the day after, through, whether it counts
        self.days = number(days)
        suspension = (rule.get("suspension") or [None])[0]
        self.at_most = (suspension or {}).get("atMost")
        for turn in range(ACTS):
            here = [z3.And(rank[i] == turn, moving[i]) for i in range(ACTS)]

            def is_a(*types):
                return z3.Or(*(z3.And(here[i], model.of_type(book.kind[i], *types))
                               for i in range(ACTS)))

            day, told = self.day(here), z3.Or(*here)
            self._run_on(z3.And(told, self._over(day)))
            in_time = z3.Or(self.state == WAITING, day <= self._due(expected=True))
            if self.at_most is None:
                in_time = z3.Or(self.state == STOPPED, in_time)
            before = self.state
            if "extension" in rule:
                agreed = z3.Or(*(z3.And(here[i], book.meant[i]) for i in range(ACTS)))
                if rule["extension"]["consent"] == "headOfBody":
                    agreed = z3.BoolVal(True)
                granted = z3.And(is_a(rule["extension"]["by"]), in_time, agreed,
                                 self.times < rule["extension"]["times"])
                more = least(number(model.days), rule["extension"]["atMost"] - self.granted)
                self.extended = z3.If(granted, self.extended + more, self.extended)
                self.granted = z3.If(granted, self.granted + more, self.granted)
                self.times = z3.If(granted, self.times + 1, self.times)
            if suspension:
                ended = z3.And(is_a(suspension["until"]), before == STOPPED)
                self._stop(ended, day)
                stopped = z3.And(is_a(suspension["from"]), before == RUNNING, in_time)
                self.since = z3.If(stopped, day, self.since)
                self.state = z3.If(ended, number(RUNNING), z3.If(
                    stopped, number(STOPPED), self.state))
            if "restart" in rule:
                asked = z3.And(is_a(rule["restart"]["asked"]), before == RUNNING, in_time,
                               self.asks < rule["restart"]["times"])
                received = z3.And(is_a(rule["restart"]["received"]), before == WAITING)
                self.asks = z3.If(asked, self.asks + 1, self.asks)
                self.state = z3.If(asked, number(WAITING), z3.If(
                    received, number(RUNNING), self.state))
                self.start = z3.If(received, day, self.start)
                self.extended = z3.If(received, number(0), self.extended)
                self.stops = [(since, until, z3.And(real, z3.Not(received)))
                              for since, until, real in self.stops]
        self.due = self._due(expected=True)
        self.is_still = self.state == WAITING
        if self.at_most is None:
            self.is_still = self.state != RUNNING

    def _over(self, day):
        """Whether the clock has stood still for as long as it may before a day."""
        if self.at_most is None:
            return z3.BoolVal(False)
        return z3.And(self.state == STOPPED, day > self.since + self.at_most)

    def _run_on(self, runs):
        if self.at_most is not None:
            self._stop(runs, self.since + self.at_most)
            self.state = z3.If(runs, number(RUNNING), self.state)

    def _stop(self, real, until):
        self.stops.append((self.since, until, real))

    def _due(self, expected: bool):
        """The days of the period after the start, without those on which the clock stood still."""
        due = self.start + self.days + self.extended
        stops = list(self.stops)
        if expected and self.at_most is not None:
            stops.append((self.since, self.since + self.at_most, self.state == STOPPED))
        for since, until, real in stops:
            longer = until - most(since, self.start)
            due = z3.If(z3.And(real, since < due, longer > 0), due + longer, due)
        return due

    # Each verdict by its own words (contract.md 5 and 9, s1.md S1 and S2)

    def _verdicts(self):
        timed = z3.BoolVal(self.model.rule["period"] is not None)
        done, closed, still = self.is_discharged, self.is_closed, self.is_still
        on, off = self.day(self.discharge), self.day(self.closing)
        overlap = self.model.mutation == "overlap"
        closed_in_time = z3.And(closed, z3.Or(still, off <= self.due))
        past = z3.And(timed, z3.Not(still), self.as_of > self.due)
        self.verdicts = {
            "met": z3.And(timed, done, z3.Or(still, on <= self.due)),
            "late": z3.And(timed, done, z3.Not(still), on > self.due),
            "overdue": z3.And(past, z3.Not(closed_in_time), z3.BoolVal(True) if overlap
                              else z3.Not(done)),
            "pending": z3.And(timed, z3.Not(done), z3.Not(closed_in_time), z3.Not(past)),
            "closed": closed_in_time,
            "done": z3.And(z3.Not(timed), done),
            "open": z3.And(z3.Not(timed), z3.Not(done), z3.Not(closed)),
        }

    def __getitem__(self, verdict: str):
        return z3.And(self.exists, self.verdicts[verdict])

    def same(self, other: "Judged"):
        """The same verdicts of both, or no obligation."""
        return z3.And(*(self[verdict] == other[verdict] for verdict in VERDICTS))


RUNNING, STOPPED, WAITING = range(3)
