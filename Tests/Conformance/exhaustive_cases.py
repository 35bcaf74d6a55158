"""Every small case of a rule: the sequences of up to five of its acts, each a matter of its own.

The acts of a rule are read from its book: what opens, discharges and closes its obligations and
moves their clock (open, discharge, close, extend, suspend). To these come corrections of what the
case told before, the opening among it, and the opening told again after its correction. What an
act may be, beside its kind:

- by whom: by the right body, or by a wrong one; of a report also to another body than the one that
  is to receive it, of an extension also with the consent of another authority; a correction by who
  recorded the act, or by its data authority (others are refused, see test_exhaustive.py); where the
  body whose duty it is was merged into another (succeed), also by that other;
- when: the last millisecond before the duty begins, the last one of the period as it then stands,
  or the first one after it (of a duty without a period, or one that stands still: soon, or long
  after);
- recorded: in its order, as it happens, or late, after everything else happened. The order of a
  sequence is that of the log; its acts happen whenever they do, so every order of telling them is
  there, with acts of the same instant in both orders.

What is exhaustive, of every rule of every book and every form of its matter:

1. one act and two acts: all, in all ways; also with the opening itself told late;
2. three acts: all kinds at all times in all orders, one act of the three in a wrong way or late, or
   none. Two acts in a wrong way stand beside each other in 1; test_solver.py proves that each of
   them changes nothing for itself, whatever else is there;
3. four and five acts: all kinds at all times, by the right bodies and recorded as they happen, no
   more than one act after the first end, no more than one correction (and, as the last act, what
   takes it back). What follows an end changes nothing, in whatever order it is told, which 2 holds
   for every pair of acts and test_solver.py for five.

4. one act and two acts, all in all ways, where the body whose duty it is ends before the duty
   begins, on the last day, or on the day after it; told as it happens, or late, after everything.

A long run (LONG_RUN=1) goes through all of these, the usual one through all of 1 and every n-th of
the others, the same each time.
"""

import json
import zlib
from dataclasses import dataclass, field
from functools import cached_property

import cases
from law_oracle import effects, run
from oracle import BUNDLED, DAY, Calendar, instant, stored
from rulings import (
    ASKER, AUTHORITY, BODIES, CYBER, GOOD, HEIR as SUCCESSOR, HOLDER, JINAN, OTHER, PROVINCE_CYBER, code,
)

FINAL = Calendar(BUNDLED)
HOUR = 3_600_000
BEFORE, LAST, AFTER = TIMES = "before", "last", "after"
RIGHT, WRONG, ELSEWHERE, HEIR = "right", "wrong", "elsewhere", "heir"
HEAD = -1  # the place of the opening


# Kinds of act


@dataclass(frozen=True)
class Kind:
    """One of the acts that a case may have: a type, what it says, and whose it is."""

    name: str
    type: str
    says: dict = field(default_factory=dict, hash=False, compare=False)
    by: str = HOLDER
    wrong: str = OTHER
    elsewhere: dict | None = field(default=None, hash=False, compare=False)
    role: str = ""  # open, discharge, close or move; correct; again

    @property
    def ways(self) -> list:
        return [RIGHT, WRONG, *([ELSEWHERE] if self.elsewhere else [])]

    def data(self, way: str) -> dict:
        return self.says | self.elsewhere if way == ELSEWHERE else self.says


CORRECT = Kind("correct", "record.corrected", {"reason": "录入有误"}, role="correct")
AGAIN = Kind("again", "", role="again")
# To whom a report of each kind goes; nobody knows the bodies that stand for the last two.
RECEIVERS = {
    "dataAuthority": AUTHORITY, "cyberspaceAuthority": CYBER,
    "provincialCyberspaceAuthority": PROVINCE_CYBER, "protectionDepartment": code(21),
    "publicSecurity": code(22)}
# Done about one matter at most once by one body.
ONCE = {
    "catalog.update-submitted", "share.replied", "share.withdrawn", "share.revoked",
    "share.relinquished", "verification.resolved", "open.replied", "open.withdrawn", "open.lapsed",
    "incident.closed"}


def reports(recipients) -> list:
    """A report to each kind of recipient."""
    return [
        Kind(f"report-{kind}", "incident.reported",
             {"recipientKind": kind, "recipient": RECEIVERS[kind]}, elsewhere={"recipient": JINAN})
        for kind in recipients]


def extended(type: str) -> Kind:
    return Kind("extended", type, {"authority": AUTHORITY, "days": 10, "reason": "情况复杂"},
                elsewhere={"authority": JINAN})


def kinds_of(type: str, rule: dict, form: str) -> list:
    """What an act of a type may be in a case of a rule. `E` stands for the case's own entry."""
    match type:
        case "catalog.entry-registered":
            return [] if form != "whole" else [
                Kind("registered", type, cases.entry_data("F") | {"department": HOLDER})]
        case "catalog.entry-revised":  # a second one says nothing new
            return [Kind("revised", type, {"entry": "E", "format": "文件"})]
        case "catalog.entry-retired":
            cited = Kind("retired", type, {"entry": "E", "reason": "职能划出"})
            return [cited, Kind("retired-plainly", type, cited.says)]
        case "catalog.trigger-reviewed":
            whole = {"outcome": "noChangeNeeded", "reason": "不涉及"}
            own = [Kind("reviewed-entry", type, whole | {"entry": "E"})] if form == "entry" else []
            return [Kind("reviewed", type, whole), *own]
        case "catalog.update-extended" | "share.extended":
            return [extended(type)]
        case "catalog.update-submitted":
            return [Kind("submitted", type, {"authority": AUTHORITY})]
        case "catalog.update-published":
            return [Kind("published", type, {}, AUTHORITY)]
        case "share.replied":
            refused = {"decision": "refused", "reasons": "涉密"}
            more = [Kind("refused", type, refused)] if rule["trigger"] == type else []
            return [Kind("replied", type, {"decision": "agreed"}), *more]
        case "share.withdrawn" | "share.relinquished":
            return [Kind(type.split(".")[1], type, {"reason": "不再需要"}, ASKER, HOLDER)]
        case "share.revoked":
            return [Kind("revoked", type, {"reason": "目的变更"}, HOLDER, ASKER)]
        case "share.provided":
            return [Kind("provided", type, {"mode": "interface"})]
        case "verification.resolved":
            return [Kind("resolved", type, {"outcome": "corrected"})]
        case "open.replied":
            return [Kind("replied", type, {"decision": "agreed"})]
        case "open.withdrawn" | "open.lapsed":
            return [Kind(type.split(".")[1], type, {"reason": "不再需要"})]
        case "open.extended":
            return [Kind("extended", type, {"consentedBy": "局长", "days": 5, "reason": "多"})]
        case "open.consultation-begun":
            return [Kind("begun", type, {"party": "某公司"})]
        case "open.consultation-ended":
            return [Kind("ended", type)]
        case "open.correction-requested":
            return [Kind("asked", type, {"missing": ["用途"]})]
        case "open.corrected":
            return [Kind("received", type)]
        case "incident.reported":
            return reports(rule.get("recipients", ["cyberspaceAuthority"]))
        case "incident.remedied":
            return [Kind("remedied", type, {"measures": "关闭接口"})]
        case "incident.closed":
            return [Kind("closed", type, {"conclusion": "处置完毕"})]
        case "incident.summarised":
            return [Kind("summarised", type, {"recipient": CYBER, "summary": "总结"})]
        case "incident.regraded":
            grade = "larger" if form == "ordinary" else "major"
            return [Kind("regraded", type, {"grade": grade, "reason": "影响扩大"})]
    raise ValueError(f"no kind of {type}: a rule has an act that no case tells yet")


def role_of(type: str, rule: dict) -> str:
    if type in rule["dischargedBy"]:
        return "discharge"
    if type in rule.get("closedBy", []):
        return "close"
    return "open" if type == rule["trigger"] or type == "incident.regraded" else "move"


# Matters


# For each act that begins a matter: its key, and what it says whatever the rule.
MATTERS = {
    "catalog.update-triggered": ("trigger", {"kind": "lawAmended", "instrument": "法"}),
    "share.requested": ("request", {"purpose": "核验", "legalBasis": GOOD}),
    "verification.raised": ("verification", {"problem": "地址有误"}),
    "open.applied": ("application", {"applicant": "某公司", "purpose": "研究"}),
    "incident.detected": ("incident", {"kind": "leak", "summary": "泄露"}),
}
# Which of these a later act is on.
FIRST = {"share.replied": "share.requested", "catalog.update-submitted": "catalog.update-triggered",
         "incident.closed": "incident.detected"}


@dataclass
class Step:
    """An act of a case."""

    kind: Kind
    way: str = RIGHT
    when: str = LAST
    late: bool = False
    target: int | None = None  # of a correction: the place of what it corrects
    at: int = 0
    known: int | None = None  # since when, where it is not said by `late`

    @property
    def odd(self) -> bool:
        return self.way != RIGHT or self.late

    def __str__(self):
        target = "" if self.target is None else f" {self.target}"
        way = "" if self.way == RIGHT else f" {self.way}"
        return f"{self.kind.name}{target}{way} {self.when}{' late' if self.late else ''}"


@dataclass
class Act:
    """What the clock wants to see of an act."""

    type: str
    at: int
    data: dict


class Shape:
    """A rule and a form of its matter: how its cases begin, and what may happen in them."""

    def __init__(self, book: dict, rule: dict, form: str, begins: int, late_at: int, ends=None):
        self.book, self.rule, self.form = book, rule, form
        self.begins, self.late_at = begins, late_at
        self.ends = ends  # when the body whose duty it is ends, if it does
        self.opening = FIRST.get(rule["trigger"], rule["trigger"])
        self.key = MATTERS[self.opening][0]
        types = sorted(effects(rule))
        if self.opening != rule["trigger"]:
            types.append(rule["trigger"])
        if "grade" in rule.get("where", {}):
            types.append("incident.regraded")
        self.kinds = [
            Kind(kind.name, kind.type, kind.says, kind.by, kind.wrong, kind.elsewhere,
                 role_of(type, rule))
            for type in types for kind in kinds_of(type, rule, form)]

    @property
    def name(self) -> str:
        return self.rule["rule"] + (f":{self.form}" if self.form else "")

    def ended(self, when: str):
        """The same, with a body that ends before its duty begins, on the last day or after it."""
        begin, limit = self.clock([])
        last = begin + 3 * DAY if limit is None else limit
        at = {BEFORE: begin - DAY, LAST: last, AFTER: last + DAY}[when]
        return Shape(self.book, self.rule, self.form, self.begins, self.late_at, midnight_of(at))

    @cached_property
    def received(self) -> int:
        """When the duty of the matter begins: what is received is received after it is asked for."""
        is_received = self.opening in ("share.requested", "verification.raised", "open.applied")
        return self.begins + (6 * HOUR if is_received else 0)

    def head(self, tag: str) -> tuple:
        """The act that begins the matter: its type, whose it is, what it says."""
        key, says = MATTERS[self.opening]
        data = {key: tag, **says}
        actor = HOLDER
        match self.opening:
            case "catalog.update-triggered":
                day = stored(self.begins)[:10]
                listed = [f"{tag}-E"] if self.form == "entry" else []
                data |= {"department": HOLDER, "effectiveOn": day, "entries": listed}
            case "incident.detected":
                data |= {"department": HOLDER}
                if "grade" in self.rule.get("where", {}):
                    graded = "ordinary" if self.form == "ordinary" else "larger"
                    data |= {"grade": graded, "operator": self.rule["where"]["operator"][0]}
            case _:
                data |= {"entry": f"{tag}-E", "receivedAt": stored(self.received)}
                if self.opening != "open.applied":
                    data["requester"] = actor = ASKER
        return self.opening, actor, data

    def entry(self, tag: str):
        """The case's own entry, where it has one."""
        if self.opening == "incident.detected":
            return None
        sharing = self.rule.get("where", {}).get("sharing", ["conditional"])[0]
        return cases.entry_data(f"{tag}-E", sharing) | {
            "department": HOLDER, "openness": "onApplication"}

    # The clock, to place acts by

    def clock(self, steps: list) -> tuple:
        """When the duty begins and when its period ends, by the right acts so far; None: it has no
        end. It only places acts, it judges nothing."""
        gone = corrected(steps)
        acts = sorted(
            (step.at, place) for place, step in enumerate(steps) if step.way == RIGHT
            and place not in gone and step.kind.role not in ("correct", "again"))
        opening, begin = self.opening, self.received
        if self.rule["trigger"] != self.opening or self.form == "ordinary":
            opens = [at for at, place in acts if steps[place].kind.role == "open"]
            opening, begin = self.rule["trigger"], min(opens, default=self.begins + DAY)
        data = {"receivedAt": stored(begin)}
        if opening == "catalog.update-triggered":
            data["effectiveOn"] = stored(begin)[:10]
            begin = midnight_of(begin)
        moved = [Act(steps[place].kind.type, at, self.told(steps[place], "", place))
                 for at, place in acts]
        clock = run(
            self.rule, Act(opening, begin, data), moved, lambda day: FINAL,
            lambda act: act.data.get("authority") == AUTHORITY)
        return begin, None if clock.suspended or self.rule["period"] is None else clock.limit

    def place(self, steps: list, step: Step, clock: tuple) -> int:
        """When a step happens that follows others in the log."""
        begin, limit = clock
        if step.kind is AGAIN:  # which tells the opening as it was
            return max((one.at for one in steps), default=begin)
        if step.kind.role == "open":
            days = {BEFORE: 0, LAST: 1, AFTER: 20}[step.when]
            return self.begins + days * DAY if days else self.received - 1
        if step.when == BEFORE:
            return begin - 1
        if limit is None:
            told = max((one.at for one in steps), default=begin)
            return max(told, begin) + (2 if step.when == LAST else 30) * DAY
        return limit if step.when == LAST else limit + 1

    def told(self, step: Step, tag: str, place: int) -> dict:
        """What a step's act says of the case's matter."""
        data = {key: {"E": f"{tag}-E", "F": f"{tag}-F{place}"}.get(value, value)
                if key == "entry" else value for key, value in step.kind.data(step.way).items()}
        if step.kind.name != "retired-plainly":
            data[self.key] = tag
        if step.kind.type == "open.corrected":
            data["receivedAt"] = stored(step.at)
        return data

    # What may follow in the log

    def candidates(self, steps: list):
        """Every act that the ledger records after others."""
        gone, heads = corrected(steps), standing_heads(steps)
        last = steps[-1] if steps else None
        for when in (LAST, AFTER):
            for late in (False, True):
                if not heads and when == LAST:
                    yield Step(AGAIN, RIGHT, when, late)
                for target in range(HEAD, len(steps)):
                    if target in gone or target == HEAD and heads != [HEAD]:
                        continue
                    inner = None if target == HEAD else steps[target]
                    if inner is not None and inner.kind.role == "correct" and inner is not last:
                        continue  # what comes back must not contradict what was recorded since
                    for way in (RIGHT, WRONG):  # who recorded it, or the data authority
                        if way == RIGHT or self.actor(steps, target) != AUTHORITY:
                            yield Step(CORRECT, way, when, late, target)
        if not heads:
            return
        retired = any(step.kind.name.startswith("retired") for place, step in enumerate(steps)
                      if place not in gone)
        for kind in self.kinds:
            if retired and kind.type in ("catalog.entry-revised", "catalog.entry-retired"):
                continue
            heirs = [HEIR] if self.ends is not None and kind.by == HOLDER else []
            for way in kind.ways + heirs:
                if kind.type in ONCE and self.was_done(steps, kind, way):
                    continue
                for when in TIMES:
                    for late in (False, True):
                        yield Step(kind, way, when, late)

    def was_done(self, steps: list, kind: Kind, way: str) -> bool:
        """Whether the ledger would refuse an act for one that stands."""
        gone, actor = corrected(steps), self.by(kind, way)
        return any(step.kind.type == kind.type and self.by(step.kind, step.way) == actor
                   for place, step in enumerate(steps) if place not in gone)

    @staticmethod
    def by(kind: Kind, way: str) -> str:
        return {WRONG: kind.wrong, HEIR: SUCCESSOR}.get(way, kind.by)

    def actor(self, steps: list, place: int) -> str:
        """Whose act is recorded at a place."""
        if place == HEAD:
            return self.head("")[1]
        step = steps[place]
        if step.kind is CORRECT:
            return AUTHORITY if step.way == WRONG else self.actor(steps, step.target)
        return self.head("")[1] if step.kind is AGAIN else self.by(step.kind, step.way)

    def sequences(self, longest: int, allowed, takes, steps=()):
        """Every sequence of at most so many acts of which each is allowed after those before it,
        and that is taken."""
        steps = list(steps)
        clock = self.clock(steps)
        for step in self.candidates(steps):
            step.at = self.place(steps, step, clock)
            if step.at >= self.late_at - DAY or not allowed(steps, step):
                continue
            then = [*steps, step]
            if not takes(then):
                continue
            yield then
            if len(then) < longest:
                yield from self.sequences(longest, allowed, takes, then)

    # Records

    def records(self, number: int, steps: list, late_head=False) -> list:
        """The records of a case, by its number; its matter has the name m<number>."""
        tag = f"m{number}"
        entry, (type, actor, data) = self.entry(tag), self.head(tag)
        made = []

        def add(id, type, at, actor, data, late=False, known=None):
            known = (self.late_at if late else at) if known is None else known
            made.append({"id": id, "type": type, "occurredAt": stored(at), "actor": actor,
                         "data": data, "sourceRecordedAt": stored(known)})

        if entry is not None:
            add(f"{tag}-entry", "catalog.entry-registered", EARLIER, HOLDER, entry)
        add(f"{tag}-head", type, self.begins, actor, data, late_head)
        for place, step in enumerate(steps):
            id, actor = f"{tag}-{place}", self.actor(steps, place)
            if step.kind is AGAIN:
                add(id, type, self.begins, actor, data, step.late)
            elif step.kind is CORRECT:
                target = "head" if step.target == HEAD else step.target
                told = step.kind.says | {"event": f"{tag}-{target}"}
                add(id, step.kind.type, step.at, actor, told, step.late, step.known)
            else:
                told = self.told(step, tag, place)
                add(id, step.kind.type, step.at, actor, told, step.late, step.known)
        return made


EARLIER = instant("2019-12-02T09:00:00+08:00")


def midnight_of(at: int) -> int:
    return instant(stored(at)[:10] + "T00:00:00+08:00")


def corrected(steps: list) -> set:
    """The places of what stands corrected in the log."""
    gone = set()
    for place in reversed(range(len(steps))):
        if steps[place].kind is CORRECT and place not in gone:
            gone.add(steps[place].target)
    return gone


def standing_heads(steps: list) -> list:
    """The places of the openings that stand: one, or none."""
    gone = corrected(steps)
    again = [place for place, step in enumerate(steps) if step.kind is AGAIN]
    return [place for place in (HEAD, *again) if place not in gone]


# The shapes of all rules


BEGIN = {  # on working days; the books of later law are adopted in the histories of their rules
    "order-329/1": "2024-06-03T09:00:00+08:00", "disclosure-2019/1": "2024-06-03T09:00:00+08:00",
    "decree-809/1": "2025-11-03T09:00:00+08:00", "incident-2025/1": "2025-12-01T09:00:00+08:00"}


def shapes(books: dict) -> list:
    """Every rule that opens obligations, in every form of its matter."""
    found = []
    for book in books.values():
        begins = instant(BEGIN[book["book"]])
        for rule in book["obligations"]:
            forms = [""]
            if rule.get("each") == "entry":
                forms = ["entry", "whole"]
            elif "grade" in rule.get("where", {}):
                forms = ["larger", "ordinary"]
            found += [Shape(book, rule, form, begins, begins + 320 * DAY) for form in forms]
    return found


# What is exhaustive


def everything(steps: list, step: Step) -> bool:
    return True


def in_any_order(steps: list, step: Step) -> bool:
    """By the right bodies, recorded as it happens or before what happened earlier."""
    return not step.odd


def one_odd(steps: list, step: Step) -> bool:
    """As it happens, one act in a wrong way or late."""
    odd = sum(one.odd for one in (*steps, step))
    return odd <= 1 and _follows(steps, step)


def as_it_happens(steps: list, step: Step) -> bool:
    """By the right bodies, in time's order; one act after the first end, and one correction."""
    if step.odd or not _follows(steps, step) or step.when == BEFORE and steps:
        return False
    told = [*steps, step]
    changes = [place for place, one in enumerate(told) if one.kind in (CORRECT, AGAIN)]
    if len(changes) > 2 or len(changes) == 2 and changes[1] != changes[0] + 1:
        return False
    if len(told) == 5 and (changes or [4])[-1] != 4:
        return False
    first = next((place for place, one in enumerate(told) if ends(one)), len(told))
    return sum(one.kind not in (CORRECT, AGAIN) for one in told[first + 1:]) <= 1


def ends(step: Step) -> bool:
    return step.kind.role == "close" or step.kind.role == "discharge" and step.when != BEFORE


def _follows(steps: list, step: Step) -> bool:
    return not steps or step.at >= steps[-1].at


def every(share: int):
    """Takes one of so many sequences of two acts, with all that follow it; the same each time."""
    def takes(steps: list) -> bool:
        name = "; ".join(map(str, steps))
        return len(steps) != 2 or zlib.crc32(name.encode()) % share == 0

    return takes


def cases_of_two(shape: Shape, of_two=1):
    """The cases of one act and of two, in all ways."""
    yield [], False
    yield [], True
    for steps in shape.sequences(2, everything, every(of_two)):
        yield steps, False
        if len(steps) == 1:
            yield steps, True


def all_cases(shape: Shape, of_two=1, of_more=1):
    """The cases of a shape: steps, and whether the opening is told late. One of so many of those
    of two acts, and of those of more."""
    yield from cases_of_two(shape, of_two)
    for steps in shape.sequences(3, in_any_order, every(of_more)):
        if len(steps) == 3:
            yield steps, False
    for steps in shape.sequences(3, one_odd, every(of_more)):
        if len(steps) == 3 and any(one.odd for one in steps):
            yield steps, False
    for steps in shape.sequences(5, as_it_happens, every(of_more)):
        last = steps[-1]
        if len(steps) == 4 or len(steps) == 5 and (ends(last) or last.kind in (CORRECT, AGAIN)):
            yield steps, False


# Histories


def text(records: list) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


def beginning(book: dict, bodies=()) -> list:
    """The records with which a history begins: its bodies, and the book's adoption."""
    records = []
    for body in (*BODIES, *bodies):
        division, kind = BODIES.get(body, ("370600", "department"))
        records.append({
            "id": f"body-{body}", "type": "department.registered", "actor": body,
            "occurredAt": "2019-06-03T09:00:00+08:00",
            "sourceRecordedAt": "2019-06-03T09:00:00+08:00",
            "data": {"department": body, "name": "某单位", "division": division, "kind": kind}})
    if book["book"] != "order-329/1":
        records.append({
            "id": "adopted", "type": "rules.adopted", "actor": AUTHORITY,
            "occurredAt": "2019-12-02T09:00:00+08:00",
            "sourceRecordedAt": "2019-12-02T09:00:00+08:00",
            "data": {"book": book["book"], "from": book["inForceFrom"]}})
    return records


def succession(shape: Shape, late: bool) -> dict:
    """The record of the end of the body whose duty it is."""
    return {
        "id": "ended", "type": "body.succeeded", "occurredAt": stored(shape.ends),
        "actor": AUTHORITY, "sourceRecordedAt": stored(shape.late_at + DAY if late else shape.ends),
        "data": {"department": HOLDER, "successors": [{"department": SUCCESSOR}],
                 "on": stored(shape.ends)[:10], "instrument": "机构改革方案"}}
