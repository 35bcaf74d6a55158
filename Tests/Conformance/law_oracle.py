"""An independent reading of rule books as data: from stored events and books to findings.

Nothing here is shared with the tool. Days are counted one by one and every due date is counted
again from its start after each act; times are whole milliseconds since 1970 (UTC). The calendar,
the times and the violations' facts are those of oracle.py.

Where the specification leaves a choice, the reading is named in READINGS and marked [R…] in the
code.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import corrections
from oracle import (
    ANY, BUNDLED, DAY, ONE_DAY, VERDICTS, Calendar, OneOf, Oracle, beijing_date, instant, midnight, stored,
)

BASE = "order-329/1"
EVIDENCE_DAYS = 2
CHECKS = {
    "sd329.6.ended": "afterEnd",
    "sd329.23.reasons": "refusalWithoutReasons",
    "sd329.9.start": "startedWithoutApproval",
    "sd329.9.authority": "reviewedByAnotherAuthority",
    "sd329.15.filing": "filedWithAnother",
    "sd329.15.items": "incompleteEntry",
    "sd329.22.basis": "restrictedWithoutBasis",
    "ogi2019.30.lapsed": "lapsedWithoutRequest",
}
READINGS = {
    "R1": "close of business HH:MM: the instant HH:MM:00.000 is still in time, a millisecond later is not",
    "R2": "a due date past the known calendar: 'in time' and met/late use the provisional date; never overdue",
    "R3": "knownWhenTheClockStarted: notices issued by the start day (after a restart, the new one) and by known-at",
    "R4": "a rule is in force by its own nominal start day, before any deeming and restart; the newest book with such a rule governs",
    "R5": "promulgatedOn that a trigger does not state: its effectiveOn",
    "R16": "days before the first covered year will not become known: a period that needs one has no due date",
    "R6": "acts that occurred before the first act of a matter count as any others; what a later act opens is"
          " concerned only by what did not occur before it, however early it was recorded",
    "R7": "an act that names an entry bears on that entry's obligation and on an obligation for the whole trigger",
    "R8": "rest-day roll of calendar days ignores excluded days",
    "R9": "--rules A,B with the same day in force: the later in the list displaces",
    "R10": "an act that opens an obligation more than once: the earliest that counts, one obligation",
    "R11": "consent fails when both bodies are registered and the authority is of another kind or division",
    "R12": "hours run from the opening act's occurredAt whatever `start` says",
    "R13": "late evidence is counted in the audit's calendar, whatever the rule's",
    "R14": "an entry is shared, and is whose it is, as of the time of the act, by what counts, whenever it was recorded;"
           " without anything that counts by its registration",
    "R15": "excluded days need not be known to the calendar",
    "R17": "onlyIfDone: what is done after the closing is not done, and whether anything is done plays no part for who"
           " may do it",
    "R18": "an act on the matter of a type that discharges closes nothing; that its entry was retired closes an obligation,"
           " whether or not it was for the trigger, when the entry's department did it",
    "R19": "an act that opens a later duty and is on a matter that asks for an entry: of whose the entry is, when it was"
           " asked for or now; a withdrawal is of who asked",
    "R21": "a book that binds not all opens nothing for those whom it does not bind, also where it displaces one that does;"
           " what a right with a time limit would have opened is out of scope whether or not it was used",
    "R22": "who did what is another's is found whether or not the book binds him: the duty is of a body that it binds",
    "R23": "a grant's end by another is found under the rules that bind the holder: those of the matter's obligations, or else the"
           " first by its book's day, whether or not a newer book takes its place",
    "R24": "an incident's regrading opens a rule of which nothing was opened before, by the detection or by an earlier regrading;"
           " what others did before it is found as what they did before a detection is, and what ends a matter ends it",
    "R25": "the days of a suspension at most are working days of the rule's own calendar, also where it does not know them",
    "R26": "whose consent to more time is asked is judged by the level of whose the obligation is on the day of the consent",
    "R27": "what an entry's department owes is out of scope with the first part of a trigger whose department is not bound",
    "R28": "a report to another is found against the body that owes it on the day of the report",
    "R29": "a clock that stands still for so many days at most has its due date, that with all of them left out: what is done"
           " after it is too late, although the clock stands still",
    "R20": "a report is judged by its recipient only under rules of each recipient that it discharges",
}
COMPETENCE = {
    "zh": "办理机构并非应当办理该事项的机构", "en": "the act was done by a body whose duty or right it is not"}
RECIPIENT = {
    "zh": "报告未送达应当受理的机关", "en": "the report went to another body than the one that is to receive it"}
GRADES = (None, "ordinary", "larger", "major", "extraordinary")  # the lowest first
OPENINGS = {
    "catalog.update-triggered": "trigger",
    "share.requested": "request",
    "incident.detected": "incident",
    "verification.raised": "verification",
    "open.applied": "application",
}


def matter_of(type: str, data: dict):
    """The matter that an act is on: its kind and id, or None."""
    family = type.split(".")[0]
    if family == "catalog":
        return ("trigger", data["trigger"]) if "trigger" in data else None
    key = {"share": "request", "incident": "incident", "verification": "verification",
           "open": "application"}.get(family)
    return (key, data[key]) if key and key in data else None


def stored_events(lines, recorded_at: int) -> list:
    """Events as the ledger would store these records, all recorded by itself at one time."""
    events, seen = [], set()
    for line in lines:
        if not line.strip():
            continue
        raw = json.loads(line)
        if raw["id"] in seen:
            continue
        seen.add(raw["id"])
        raw["position"] = len(events)
        raw["recordedAt"] = stored(recorded_at)
        events.append(raw)
    return events


# The clock


@dataclass
class Clock:
    """How one obligation's period stands after the acts given."""

    due: date | None = None  # null when stopped, waiting, or without a period
    certain: bool = True
    limit: int | None = None  # the last millisecond in time
    suspended: bool = False
    extended: int = 0
    excluded: frozenset = frozenset()
    restarted: date | None = None


def start_of(rule: dict, event) -> date:
    """The nominal start day of a rule's period for the event that opens it."""
    data = event.data
    match rule["start"]:
        case "effectiveOn":
            return date.fromisoformat(data["effectiveOn"])
        case "promulgatedOn":
            return date.fromisoformat(data.get("promulgatedOn", data["effectiveOn"]))  # [R5]
        case "receivedOn":
            return beijing_date(instant(data["receivedAt"]))
        case "occurredOn":
            return beijing_date(event.at)
    raise ValueError(rule["start"])


def begin_of(rule: dict, event) -> int:
    """The instant before which nothing that is done discharges."""
    data = event.data
    if event.type == "catalog.update-triggered":
        effective = date.fromisoformat(data["effectiveOn"])
        stated = data.get("promulgatedOn")
        return midnight(date.fromisoformat(stated) if stated else min(effective, beijing_date(event.at)))
    return instant(data["receivedAt"]) if rule["start"] == "receivedOn" else event.at


def effects(rule: dict) -> set:
    """The types of act that do something about an obligation: discharge or close it, or move its clock."""
    pairs = [*rule.get("suspension", []), *[rule[key] for key in ("restart",) if key in rule]]
    moving = [one[key] for one in pairs for key in ("from", "until", "asked", "received") if key in one]
    return {*rule["dischargedBy"], *rule.get("closedBy", []), *moving, rule.get("extension", {}).get("by")} - {None}


def count(rule: dict, start: date, extended: int, excluded, calendar: Calendar):
    """The due date, day by day, and whether the calendar knows every day that it rests on. None past
    the last date that there is."""
    try:
        day, certain = _count(rule, start, extended, excluded, calendar)
    except OverflowError:
        return None, False
    if not certain and calendar.years:  # [R16]
        first_known = date(min(calendar.years), 1, 1)
        own = rule["countsStartDay"] or rule["startOnRestDay"] == "deemedReceivedNextWorkingDay"
        needed = day if "calendarDays" in rule["period"] else start if own else start + ONE_DAY
        if needed < first_known:
            return None, False
    return day, certain


def _count(rule: dict, start: date, extended: int, excluded, calendar: Calendar):
    day, certain = start, True
    if "calendarDays" in rule["period"]:
        left = rule["period"]["calendarDays"] + extended
        if rule["countsStartDay"] and day not in excluded:
            left -= 1
        while left > 0:
            day += ONE_DAY
            if day not in excluded:
                left -= 1
        if rule["lastDayOnRestDay"] == "movesToNextWorkingDay":
            certain = calendar.known(day)
            while not calendar.works(day):  # [R8]
                day += ONE_DAY
                certain = certain and calendar.known(day)
        return day, certain

    if rule["startOnRestDay"] == "deemedReceivedNextWorkingDay":
        certain = calendar.known(day)
        while not calendar.works(day):
            day += ONE_DAY
            certain = certain and calendar.known(day)
    left = rule["period"]["workingDays"] + extended
    if rule["countsStartDay"] and day not in excluded:
        certain = certain and calendar.known(day)
        left -= calendar.works(day)
    while left > 0:
        day += ONE_DAY
        if day in excluded:
            continue  # [R15]
        certain = certain and calendar.known(day)
        left -= calendar.works(day)
    return day, certain


def last_instant(rule: dict, due: date | None) -> int:
    if due is None:
        return midnight(date.max) + DAY - 1
    if rule["periodEnd"] == "midnight":
        return midnight(due) + DAY - 1
    hour, minute = map(int, rule["closeOfBusinessAt"].split(":"))
    return midnight(due) + (hour * 60 + minute) * 60_000  # [R1]


def run(rule: dict, opening, acts, calendar_known_on, consents) -> Clock:
    """The clock after `acts` (in the order of their moments). `calendar_known_on` gives the
    calendar as known on a date or, for None, the audit's; `consents` judges whether an act names the right authority."""
    period = rule["period"]
    if period is None:
        return Clock()
    if "hours" in period:
        limit = opening.at + period["hours"] * 3_600_000  # [R12]
        return Clock(beijing_date(limit), True, limit)

    start, extended, excluded = start_of(rule, opening), 0, set()
    granted = times = asks = 0
    state, pair, since, restarted = "running", None, None, None
    extension, restart = rule.get("extension"), rule.get("restart")

    def calendar():
        return calendar_known_on(start if rule["calendar"] == "knownWhenTheClockStarted" else None)  # [R3]

    def now(more=frozenset()):
        due, certain = count(rule, start, extended, excluded | more, calendar())
        return due, certain, last_instant(rule, due)

    def longest():
        """The last day on which what stopped the clock may still stop it, if there is one. [R25]"""
        return calendar().due(since, pair["atMost"])[0] if state == "stopped" and "atMost" in pair else None

    def go_on(day: date):
        """The clock runs on when what stopped it takes longer than it may, as is expected of what has not ended."""
        nonlocal state
        last = longest()
        if last is not None and day > last:
            excluded.update(days_after(since, last))
            state = "running"

    def days_after(day: date, last: date) -> set:
        return {day + timedelta(days=passed) for passed in range(1, (last - day).days + 1)}

    def is_in_time(act) -> bool:
        """Whether the period had not run out; it may have where the clock was stopped on its last day. [R26]"""
        last = longest()
        if state == "running" or last is not None:
            return act.at <= now(frozenset(days_after(since, last)) if last else frozenset())[2]
        return True

    for act in acts:
        go_on(beijing_date(act.at))
        in_time = is_in_time(act)
        if extension and act.type == extension["by"]:
            agreed = extension["consent"] == "headOfBody" or consents(act)
            if in_time and agreed and times < extension["times"]:
                more = min(act.data["days"], extension["atMost"] - granted)
                times, granted, extended = times + 1, granted + more, extended + more
            continue
        if state == "running" and in_time:
            begins = [p for p in rule.get("suspension", []) if p["from"] == act.type]
            if begins:
                state, pair, since = "stopped", begins[0], beijing_date(act.at)
                continue
            if restart and act.type == restart["asked"] and asks < restart["times"]:
                state, asks = "waiting", asks + 1
                continue
        if state == "stopped" and act.type == pair["until"]:
            excluded.update(days_after(since, beijing_date(act.at)))
            state = "running"
        elif state == "waiting" and act.type == restart["received"]:
            received = act.data.get("receivedAt")
            start = restarted = beijing_date(instant(received) if received else act.at)
            excluded, extended, state = set(), 0, "running"

    go_on(date.max)
    if state != "running":
        return Clock(None, True, None, True, extended, frozenset(excluded), restarted)
    due, certain, limit = now()
    return Clock(due, certain, limit, False, extended, frozenset(excluded), restarted)


# The ledger


class LawOracle(Oracle):
    """Findings over one ledger, from its stored events (as `govledger events` prints them)."""

    def __init__(self, events, books: dict, bundled=None):
        self.bundled = list(BUNDLED if bundled is None else bundled)
        self.books = dict(books)  # by name: those that come with the tool
        self.clocks = {}  # by obligation, of the report made last: the clock and what opened it
        lines = [json.dumps(event, ensure_ascii=False) for event in events]
        super().__init__(lines, 0, {e["id"]: instant(e["recordedAt"]) for e in events})
        for record, event in zip(self.records, events, strict=True):
            assert record.id == event["id"]
            record.position = event["position"]
        self._gather()

    def _fold(self):
        super()._fold()
        if hasattr(self, "on_matter"):
            self._gather()

    def _gather(self):
        self.on_matter = defaultdict(list)
        self.opening = {}
        self.retirements = defaultdict(list)
        self.said = defaultdict(list)
        for record in self.records:
            matter = matter_of(record.type, record.data)
            if matter is not None:
                self.on_matter[matter].append(record)
                if record.type in OPENINGS:
                    self.opening[matter] = record
            if record.type == "catalog.entry-retired":
                self.retirements[record.data["entry"]].append(record)
            if record.type in ("catalog.entry-registered", "catalog.entry-revised"):
                self.said[record.data["entry"]].append(record)
        for acts in self.on_matter.values():
            acts.sort(key=lambda act: (act.at, act.position))

    def calendar(self, known_on: date) -> Calendar:
        own = {notice.name for notice in self.notices}
        # Of those of one name the one recorded last stands, in its own, later place.
        last = [n for i, n in enumerate(self.notices) if n.name not in {o.name for o in self.notices[i + 1:]}]
        everything = [n for n in self.bundled if n.name not in own] + last
        known = tuple(n for n in everything if n.issued <= known_on)
        if known not in self.calendars:
            self.calendars[known] = Calendar(known)
        return self.calendars[known]

    # The law

    def law(self, rules, counts) -> list:
        """(day from which a book has effect, its order among equals, the book)."""
        if rules is not None:
            return [(date.fromisoformat(b["inForceFrom"]), i, b) for i, b in enumerate(rules)]  # [R9]
        base = self.books[BASE]
        found = [(date.fromisoformat(base["inForceFrom"]), -1, base)]
        documents = {}
        for record in self.records:
            if record.type != "rules.adopted":
                continue
            name = record.data["book"]
            document = record.data.get("document")
            if document is not None:
                documents[name] = document
            book = document or documents.get(name) or self.books[name]
            if counts(record):
                adopted = date.fromisoformat(record.data["from"])
                day = max(adopted, date.fromisoformat(book["inForceFrom"]))
                found.append((day, record.position, book))
        return found

    @staticmethod
    def governing(law, day: date, speaks):
        """The book that governs a day among those that speak of a matter."""
        found = [(effect, order, book) for effect, order, book in law
                 if effect <= day <= date.fromisoformat(book.get("inForceUntil", "9999-12-31")) and speaks(book)]
        return max(found, key=lambda one: one[:2])[2] if found else None

    # Facts

    def stated(self, entry: str, record, key: str, counts):
        """What an entry's records say under a key of the time of an act, whenever they were recorded. [R14]"""
        if entry not in self.said:  # in a certificate, which shows some events of a log
            return None
        registered, *changes = self.said[entry]
        said = [registered]
        if registered.at <= record.at:
            moment = lambda one: (one.at, one.position)
            said += sorted((c for c in changes if key in c.data and moment(c) < moment(record)), key=moment)
        return ([r for r in said if counts(r)] or said[:1])[-1].data.get(key)

    def holder(self, entry: str, record, counts):
        """Whose an entry is at the time of an act, or None where nobody knows."""
        return self.heirs(counts).heir(self.stated(entry, record, "department", counts), entry, record.on)

    def holders(self, entry: str, asked, act, counts) -> set:
        """Whose it was when it was asked for, or the heir on the day of an act, and whose it is at the act."""
        first = self.heirs(counts).heir(self.holder(entry, asked, counts), entry, act.on)
        return {first, self.holder(entry, act, counts)}

    @staticmethod
    def part(rule, subject):
        """The entry of a trigger that an obligation is for, or None."""
        return subject if rule.get("each") == "entry" else None

    def obligated(self, rule, record, opening, subject, counts) -> str:
        """The body for which an obligation arises."""
        heirs = self.heirs(counts)
        if rule.get("obligated", "department") == "authority":
            return heirs.heir(record.data["authority"], None, record.on)
        if "department" in opening.data:
            return heirs.heir(opening.data["department"], self.part(rule, subject), record.on)
        return self.holder(opening.data["entry"], record, counts)

    def owner(self, rule, record, opening, subject, day: date, counts) -> str:
        """The body whose an obligation is on a day."""
        entry = opening.data.get("entry", self.part(rule, subject))
        if rule.get("obligated", "department") == "authority":
            entry = None
        return self.heirs(counts).heir(self.obligated(rule, record, opening, subject, counts), entry, day)

    def consents(self, opening, subject, counts):
        def judge(act) -> bool:
            department = self.obligated({"each": "entry"}, act, opening, subject, counts)  # [R26]
            return not self._another(act, self.body(department, counts), counts)  # [R11]

        return judge

    def applies(self, rule, record, counts, data=None) -> bool:
        """Whether a rule's conditions hold of an act; `data`: what it says, where not its own."""
        where, data = rule.get("where", {}), record.data if data is None else data
        for key, allowed in where.items():
            match key:
                case "sharing":
                    value = self.stated(data["entry"], record, "sharing", counts)
                case "operator":
                    value = data.get("operator", "other")
                case "instrumentLevel":
                    value = data.get("instrumentLevel", allowed[0])  # what is not said may be any
                case _:
                    value = data.get(key)
            if value not in allowed:
                return False
        return True

    # Who may act

    def competent(self, rule, record, matter, subject, act, counts):
        """The bodies of which one had to do an act for it to count for an obligation; None: anybody may."""
        opening = self.opening[matter]
        if act.type in ("share.withdrawn", "share.supplemented", "share.relinquished"):
            return {self.heirs(counts).heir(opening.data["requester"], None, act.on)}
        if act.type in ("open.withdrawn", "open.corrected"):
            return None
        found = {self.owner(rule, record, opening, subject, act.on, counts)}
        entry = self.about(rule, matter, subject, act)
        if entry is not None:
            found.add(self.holder(entry, act, counts))
        return found

    def about(self, rule, matter, subject, act):
        """The entry whose department may act: the one that the matter asks for, or an act on a trigger is about."""
        asked = self.opening[matter].data.get("entry")
        own = subject if rule.get("each") == "entry" and act.data.get("entry", "") == subject else None
        return own if asked is None else asked

    def may(self, rule, record, matter, subject, act, counts) -> bool:
        competent = self.competent(rule, record, matter, subject, act, counts)
        return competent is None or act.actor in competent

    def opens(self, record, matter, counts) -> bool:
        """Whether a body did it whose act opens a later duty. [R19]"""
        opening, heirs = self.opening[matter], self.heirs(counts)
        if record.type == "share.withdrawn":
            return record.actor == heirs.heir(opening.data["requester"], None, record.on)
        if record.type == "open.withdrawn":
            return True
        if "entry" in opening.data:
            return record.actor in self.holders(opening.data["entry"], opening, record, counts)
        return record.actor == heirs.heir(opening.data["department"], None, record.on)

    def expects(self, rule, record, subject, opening, act, counts) -> set:
        """The bodies of which one had to receive a report; none when nobody knows. [R20]"""
        if rule.get("each") != "recipient" or act.type != "incident.reported" or act.type not in rule["dischargedBy"]:
            return set()
        owner = self.owner(rule, record, opening, subject, act.on, counts)
        return self.receivers(subject, owner, act.on, counts)

    # The report

    def counting(self, as_of: int, known_at: int):
        def counts(record) -> bool:
            known = record.recorded if record.source is None else record.source
            return record.at <= as_of and known <= known_at

        return counts

    def report(self, as_of: int, known_at: int, rules=None, evidence_days=EVIDENCE_DAYS) -> dict:
        counts = self.counting(as_of, known_at)
        remaining = self.remaining(counts)
        corrected = corrections.corrected(self.records, counts)
        report = remaining._report(counts, as_of, known_at, rules, evidence_days)
        report["summary"]["corrected"] = len(corrected)
        self.clocks = remaining.clocks
        return {**report, "corrected": corrected}

    def _report(self, counts, as_of: int, known_at: int, rules, evidence_days) -> dict:
        known_on = beijing_date(known_at)

        def calendar_known_on(day):
            return self.calendar(known_on if day is None else min(day, known_on))

        law = self.law(rules, counts)
        findings = []
        for book, rule in self._rules(law):
            findings += self._rule(law, book, rule, counts, calendar_known_on, as_of, evidence_days)
        findings.sort(key=lambda f: (f["trigger"]["position"], f["id"].encode("utf-8")))
        found = self._law_violations(law, counts)
        for one in self.by_others(law, counts):
            found.append({**one, "departments": {one["department"]}, "evidence": [one["evidence"]], "required": True})
        found.sort(key=lambda v: (v["position"], v["rule"]))
        remarks, violations = ([v for v in found if v["grade"] == grade] for grade in ("remark", "violation"))
        summary = {verdict: sum(f["verdict"] == verdict for f in findings) for verdict in VERDICTS}
        summary |= {"remarks": len(remarks), "violations": len(violations)}
        return {
            "asOf": stored(as_of), "knownAt": stored(known_at), "ruleBook": self._names(law, rules),
            "summary": summary, "obligations": findings, "remarks": remarks, "violations": violations,
            "outOfScope": self.out_of_scope(law, counts),
        }

    def out_of_scope(self, law, counts) -> list:
        """What would have opened obligations, but that the books do not bind whose they were."""
        found = {}
        for book, rule in self._rules(law):
            for record, matter, subject in self._opened(law, book, rule, counts, bound=False):
                department = self.obligated(rule, record, self.opening[matter], subject, counts)
                found.setdefault((record.position, rule["article"]), {  # [R27]
                    "article": rule["article"], "department": department, "event": record.id, "position": record.position})
        return [one for _, one in sorted(found.items())]

    @staticmethod
    def _rules(law):
        """The rules of the law's books, each book once."""
        books = {}
        for _, _, book in law:
            books.setdefault(book["book"], book)
        return [(book, rule) for book in books.values() for rule in book["obligations"]]

    def _names(self, law, rules):
        """The books' names. Whether a book adopted twice is named twice is not said."""
        if rules is not None:
            given = ",".join(book["book"] for _, _, book in law)
            by_effect = ",".join(book["book"] for _, _, book in sorted(law, key=lambda one: one[:2]))
            return OneOf({given, by_effect})
        ordered = sorted(law, key=lambda one: one[:2])
        names = [book["book"] for _, _, book in ordered]
        once = list(dict.fromkeys(names))
        last = [n for i, n in enumerate(names) if n not in names[i + 1:]]
        last = names[:1] + [n for n in last if n != names[0]]
        return OneOf({",".join(names), ",".join(once), ",".join(last)})

    def _rule(self, law, book, rule, counts, calendar_known_on, as_of, evidence_days) -> list:
        found = [
            self._finding(rule, record, matter, subject, counts, calendar_known_on, as_of, evidence_days)
            for record, matter, subject in self._opened(law, book, rule, counts)]
        return [one for one in found if one is not None]

    def binds(self, book, code: str, counts) -> bool:
        """Whether a book binds a body; one that is not registered is bound."""
        own, scope = self.body(code, counts), book.get("binds")
        return scope is None or own is None or (
            own.data["division"][:2] == scope["province"][:2] and own.data["kind"] not in scope.get("notKinds", []))

    def _openings(self, law, book, rule, counts):
        """The acts that open obligations of a rule, each with its matter, whomever the book binds."""
        def takes(record, data, one) -> bool:
            """Whether a rule of the duty takes the act."""
            return one["duty"] == rule["duty"] and one["trigger"] == rule["trigger"] and self.applies(one, record, counts, data)

        def governs(record, data=None) -> bool:
            def in_force(effect, other, one) -> bool:
                return takes(record, data, one) and effect <= start_of(one, record) <= date.fromisoformat(  # [R4]
                    other.get("inForceUntil", "9999-12-31"))

            governing = max(
                ((effect, order, other) for effect, order, other in law
                 if any(in_force(effect, other, one) for one in other["obligations"])), default=None, key=lambda one: one[:2])
            own = next(effect for effect, _, other in law if other["book"] == book["book"])
            return governing is not None and governing[2]["book"] == book["book"] and in_force(own, book, rule)

        opened = set()
        for record, matter in self._candidates(rule, counts):
            if governs(record):
                opened.add(matter)
                yield record, matter
        if rule["trigger"] == "incident.detected":
            for record, matter, before, after in self._regraded(counts):
                if matter not in opened and not self.applies(rule, record, counts, before) and governs(record, after):  # [R24]
                    opened.add(matter)
                    yield record, matter

    def _regraded(self, counts):
        """An incident's regradings to a higher grade by its department, with what was said of it before and what is since."""
        for matter, detected in self.opening.items():
            data = detected.data
            for record in self.on_matter[matter]:
                if record.type == "incident.regraded" and counts(record) and record.moment > detected.moment \
                        and self.opens(record, matter, counts):  # no act before its duty, and the department's own
                    before, data = data, {**data, "grade": record.data["grade"]}
                    if GRADES.index(data["grade"]) > GRADES.index(before.get("grade")):
                        yield record, matter, before, data

    def _candidates(self, rule, counts):
        """The acts of a rule's trigger that may open its obligations, each with its matter."""
        opened = set()
        same_type = sorted((r for r in self.records if r.type == rule["trigger"]), key=lambda r: r.moment)
        for record in same_type:
            matter = matter_of(record.type, record.data)
            if matter in opened or not counts(record):  # [R10]
                continue
            if record.type not in OPENINGS:
                if not self.opens(record, matter, counts):
                    continue
                opened.add(matter)
            yield record, matter

    def _opened(self, law, book, rule, counts, bound=True):
        """What opens obligations of a rule: the act, its matter, and the entry or recipient that each is for. Not `bound`:
        what would, but that the book does not bind whose they were. [R21]"""
        for record, matter in self._openings(law, book, rule, counts):
            def whose(subject):
                return self.obligated(rule, record, self.opening[matter], subject, counts)

            subjects = [None]
            if rule.get("each") == "entry" and record.data["entries"]:  # those of others are no part of it
                subjects = [entry for entry in record.data["entries"]
                            if self.holder(entry, record, counts) in (None, whose(entry))]
            elif rule.get("each") == "recipient":  # and no body reports to itself
                subjects = [kind for kind in rule["recipients"]
                            if whose(kind) not in self.receivers(kind, whose(kind), record.on, counts)]
            for subject in subjects:
                if self.binds(book, whose(subject), counts) == bound:
                    yield record, matter, subject

    def _acts(self, rule, record, matter, subject, counts) -> list:
        """What counts and bears on an obligation, whoever did it."""
        def bears(act) -> bool:
            if rule.get("each") == "entry" and subject is not None:
                return act.data.get("entry", subject) == subject
            if rule.get("each") == "recipient":
                return act.data.get("recipientKind", subject) == subject
            return True  # [R7]

        acts = [a for a in self.on_matter[matter] if a is not record and counts(a) and bears(a)]
        if record.type not in (*OPENINGS, "incident.regraded"):  # [R6]
            acts = [a for a in acts if a.at >= record.at]
        return acts

    def _finding(self, rule, record, matter, subject, counts, calendar_known_on, as_of, evidence_days):
        opening = self.opening[matter]
        acts = [a for a in self._acts(rule, record, matter, subject, counts)
                if self.may(rule, record, matter, subject, a, counts)]
        begin = begin_of(rule, record)

        def received(act) -> bool:
            expected = self.expects(rule, record, subject, opening, act, counts)
            return not expected or act.data["recipient"] in expected

        moment = lambda act: act.moment
        dischargers = [a for a in acts if a.type in rule["dischargedBy"] and a.at >= begin and received(a)
                       and self.changes(a, counts)]
        closers = [a for a in acts if a.type in rule.get("closedBy", []) and a.type not in rule["dischargedBy"]  # [R18]
                   and (a.type != "open.lapsed" or self.lapses(a, counts))]
        if rule.get("each") == "entry" and subject is not None and "catalog.entry-retired" in rule.get("closedBy", []):
            closers += [a for a in self.retirements[subject] if counts(a) and a.actor in (
                self.owner(rule, record, opening, subject, a.on, counts), self.holder(subject, a, counts))]
        closing = min(closers, key=moment, default=None)
        if closing is not None:  # the first end decides
            dischargers = [a for a in dischargers if a.moment <= closing.moment]
        first = min(dischargers, key=moment, default=None)
        if first is None and rule.get("onlyIfDone", False):  # [R17]
            return None

        arose = self.obligated(rule, record, opening, subject, counts)
        decided = first or closing
        department = self.owner(rule, record, opening, subject, decided.on if decided else beijing_date(as_of), counts)
        end = min(map(moment, filter(None, (first, closing))), default=None)
        before = [a for a in acts if end is None or moment(a) < end]  # [R6]
        clock = run(rule, record, before, calendar_known_on, self.consents(opening, self.part(rule, subject), counts))
        subject_name = "" if subject is None else f"/{subject}"
        self.clocks[f"{rule['rule']}/{matter[1]}{subject_name}"] = clock, record

        period = rule["period"] or {}
        timeless = rule["period"] is None or clock.suspended
        if first is not None:
            late = not timeless and first.at > clock.limit
            verdict = "done" if rule["period"] is None else "late" if late else "met"
        elif closing is not None and (timeless or not clock.certain or closing.at <= clock.limit):
            verdict = "closed"
        elif not timeless and clock.certain and as_of > clock.limit:
            verdict = "overdue"
        else:
            verdict = "open" if rule["period"] is None else "pending"

        calendar = calendar_known_on(None)
        start = start_of(rule, record)
        plain = (
            (rule["period"] is None or "workingDays" in period) and not rule["countsStartDay"]
            and rule["startOnRestDay"] == "countsFromNextWorkingDay" and rule["calendar"] == "finallyInForce"
            and not clock.excluded and not clock.suspended and clock.restarted is None)
        taken = late_by = seconds = None
        if first is not None:
            taken = calendar.between(start, first.on) if plain else ANY
            if verdict == "late":
                late_by = ANY
                if "workingDays" in period and rule["calendar"] == "finallyInForce":
                    if clock.certain and not clock.excluded:
                        late_by = calendar.between(clock.due, first.on)
                    elif plain and taken is None:
                        late_by = None
            if rule["period"] is None:
                passed = first.at - record.at
                seconds = passed // 1000 if passed >= 0 else ANY
            elif "workingDays" not in period:
                seconds = ANY

        evidence = None
        if verdict in ("met", "done"):
            said = set()
            for act in dischargers:
                if timeless or act.at <= clock.limit:
                    said.add(self._was_late(calendar, act, evidence_days))
            evidence = None if None in said else ANY if ANY in said else True

        excluded = sum(1 for d in clock.excluded if clock.due is not None and d <= clock.due)
        due = clock.due
        return {
            "id": f"{rule['rule']}/{matter[1]}{subject_name}",
            "rule": rule["rule"],
            "article": rule["article"],
            "department": department,
            "trigger": {"position": record.position, "event": record.id, "on": start.isoformat()},
            "dueOn": due.isoformat() if due and clock.certain else None,
            "provisionalDueOn": due.isoformat() if due and not clock.certain else None,
            "workingDays": period.get("workingDays"),
            "discharge": first and first.summary(),
            "verdict": verdict,
            "workingDaysTaken": taken,
            "workingDaysLate": late_by,
            "secondsTaken": seconds,
            # Beyond the contract: None stands for a key that is not there.
            "heirOf": arose if arose != department else None,
            "calendarDays": period.get("calendarDays"),
            "hours": period.get("hours"),
            "dueAt": stored(clock.limit) if "hours" in period else None,
            "extendedDays": clock.extended or None,
            "excludedDays": ANY if clock.suspended else excluded or None,
            "restartedOn": clock.restarted and clock.restarted.isoformat(),
            "suspended": True if clock.suspended else None,
            "daysOpen": max(0, (beijing_date(as_of) - start).days) if verdict == "open" else None,
            "lateEvidence": evidence,
            "imported": True if first is not None and first.source is not None else None,
            # Not of the report: whether the matter's opening itself counts, and whether anything closed it, however late.
            "_optional": not counts(opening),
            "_closing": closing is not None,
        }

    @staticmethod
    def _was_late(calendar: Calendar, act, days: int):
        """True when an act became known more than `days` working days after its day."""
        known = beijing_date(act.recorded if act.source is None else act.source)
        passed, day, certain = 0, act.on, True
        while day < known:
            day += ONE_DAY
            passed += calendar.works(day)  # [R13]
            certain = certain and calendar.known(day)
        return ANY if not certain else True if passed > days else None

    def by_others(self, law, counts) -> list:
        """Acts by bodies whose duty or right they are not, and reports to bodies that are not to receive them."""
        found = []
        for book, rule in self._rules(law):
            touched = defaultdict(list)
            for record, matter, subject in self._opened(law, book, rule, counts):
                for act in self._acts(rule, record, matter, subject, counts):
                    if act.type in effects(rule):
                        touched[act.position].append((record, matter, subject, act))
            for several in touched.values():
                record, matter, subject, act = several[0]
                opening = self.opening[matter]
                competent = [self.competent(rule, *one, counts) for one in several]
                if None in competent:
                    continue
                if not any(act.actor in bodies for bodies in competent):
                    whose = self._owners(rule, record, opening, subject, act, counts)
                    found.append(self._by_other(rule, ".competence", COMPETENCE, act, act.actor, set().union(*competent),
                                                [record, opening, *whose], counts))
                    continue
                expected = self.expects(rule, record, subject, opening, act, counts)
                if expected and act.data["recipient"] not in expected:
                    owner = self.owner(rule, record, opening, subject, act.on, counts)  # [R28]
                    bodies = self._registrations(*expected, owner, act.data["recipient"], counts=counts)
                    found.append(self._by_other(rule, ".recipient", RECIPIENT, act, owner, expected,
                                                [opening, record, *bodies], counts))
        return found + self._ended_by_others(law, counts)

    def _ended_by_others(self, law, counts) -> list:
        """Grants ended by bodies whose they are not, under every rule of a reply to the request. [R23]"""
        found = []
        replying = [(book, rule) for book, rule in self._rules(law)
                    if rule["trigger"] == "share.requested" and "share.replied" in rule["dischargedBy"]]
        opened = [{record.position for record, *_ in self._opened(law, book, rule, counts)} for book, rule in replying]
        for act in filter(counts, self.endings):
            expected, about = self.ending(act, counts)
            if act.actor in expected:
                continue
            request = about[0]
            rules = [rule for (_, rule), positions in zip(replying, opened, strict=True) if request.position in positions]
            if not rules:
                holder = self.holder(request.data["entry"], request, counts)
                force = [book["book"] for effect, _, book in sorted(law, key=lambda one: one[:2])
                         if effect <= act.on <= date.fromisoformat(book.get("inForceUntil", "9999-12-31"))
                         and self.binds(book, holder, counts)]
                rules = sorted((rule for book, rule in replying if book["book"] in force), key=lambda rule: min(
                    force.index(book["book"]) for book, one in replying if one is rule))[:1]
            found += [self._by_other(rule, ".competence", COMPETENCE, act, act.actor, expected, about, counts) for rule in rules]
        return found

    def lapses(self, act, counts) -> bool:
        """Whether an application lapses: a correction that its department asked for was not made before."""
        application = self.opening[matter_of(act.type, act.data)]
        before = [one for one in self.on_matter[matter_of(act.type, act.data)] if counts(one) and one.moment < act.moment]
        asked = [one for one in before if one.type == "open.correction-requested"
                 and one.actor in self.holders(application.data["entry"], application, one, counts)]
        corrected = [one for one in before if one.type == "open.corrected"]
        return bool(asked) and not any(one.moment > asked[-1].moment for one in corrected)

    def _facts(self, counts) -> list:
        """With applications that are said to lapse although no correction was asked for."""
        return super()._facts(counts) + [
            self._found(act, "ogi2019.30.lapsed", {act.actor}, [[]], [self.opening[matter_of(act.type, act.data)]])
            for act in self.records if act.type == "open.lapsed" and counts(act) and not self.lapses(act, counts)]

    def _owners(self, rule, record, opening, subject, act, counts) -> list:
        """The records that say whose the entry is, and how it is shared where the rule asks, at the moments that matter."""
        keys = ("department", "sharing") if "where" in rule else ("department",)
        if "entry" in opening.data:
            return [one for moment in (opening, record, act)
                    for one in self._telling(opening.data["entry"], moment, keys, counts)]
        if rule.get("each") != "entry" or subject is None:
            return []
        moments = [record, *([act] if act.data.get("entry", "") == subject else [])]
        return [one for moment in moments for one in self._telling(subject, moment, keys, counts)]

    def _telling(self, entry, record, keys, counts) -> list:
        """An entry's registration and, under each key, its last change before a record that says it."""
        if entry not in self.said:
            return []
        registered, *changes = self.said[entry]
        before = [c for c in changes if counts(c) and (c.at, c.position) < (record.at, record.position)]
        if registered.at > record.at:
            before = []
        last = [sorted((c for c in before if key in c.data), key=lambda c: (c.at, c.position))[-1:] for key in keys]
        return [registered, *(c for found in last for c in found)]

    def _by_other(self, rule, name, message, act, department, expected, others, counts) -> dict:
        others = [*others, *self.heirs(counts).connected(act, others, {department, *expected})]
        evidence = {one.position: one.id for one in [act, *others]}
        body = self.body(department, counts)
        return {
            "rule": rule["rule"] + name, "article": rule["article"], "grade": "violation", "department": department,
            "position": act.position, "event": act.id,
            "evidence": [{"position": key, "event": evidence[key]} for key in sorted(evidence)], "message": message,
            "expected": sorted(expected), "byReference": body is not None and body.data["kind"] == "utility"}

    def _law_violations(self, law, counts) -> list:
        records = {record.position: record for record in self.standing}
        found = []
        for fact in self._facts(counts):
            check = CHECKS[fact["rule"]]
            book = self.governing(
                law, records[fact["position"]].on,
                lambda b: any(v["check"] == check for v in b["violations"]))
            if book and not all(self.binds(book, code, counts) for code in fact["departments"]):
                continue
            for violation in book["violations"] if book else []:
                if violation["check"] == check:
                    found.append({**self.joined(fact, counts), "rule": violation["rule"], "article": violation["article"],
                                  "grade": violation.get("grade", "violation")})
        return found


EXTRA_KEYS = (
    "calendarDays", "hours", "dueAt", "extendedDays", "excludedDays", "restartedOn", "suspended", "daysOpen",
    "lateEvidence", "imported", "heirOf",
)
