"""An independent reading of contract.md and working-days.md: from input lines to verdicts.

Nothing here is shared with the tool. The calendar comes from PyPI `chinesecalendar` and from issue
dates typed in below; days are counted one by one; times are whole milliseconds since 1970 (UTC).
"""

import copy
import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from chinese_calendar import constants as _published

import corrections
from heirs import AFTER_END, MERGED, SUCCESSORS, Heirs

DAY = 86_400_000
BEIJING_OFFSET = 8 * 3_600_000
ONE_DAY = timedelta(days=1)
EPOCH = date(1970, 1, 1)
IN_FORCE = date(2020, 2, 1)  # article 40
VERDICTS = ("met", "late", "overdue", "pending", "closed", "done", "open")
ARTICLES = {
    "sd329.6.ended": "第六条",
    "sd329.9.start": "第九条",
    "sd329.9.authority": "第九条",
    "sd329.15.filing": "第十五条",
    "sd329.15.items": "第十五条",
    "sd329.16": "第十六条",
    "sd329.22.basis": "第二十二条",
    "sd329.23": "第二十三条",
    "sd329.23.reasons": "第二十三条",
    "sd329.31.remedy": "第三十一条",
    "sd329.31.report": "第三十一条",
    "ogi2019.30.lapsed": "第三十条",
}
REMARKS = {"sd329.6.ended"}
WORKING_DAYS = {"sd329.16": 15, "sd329.23": 10, "sd329.31.remedy": None, "sd329.31.report": None}
ITEMS = {"classification", "format", "fields", "updateCycle", "sharing", "sharingMode", "useRequirements"}  # article 15
PROVINCE, BELOW_COUNTIES = "37", "township"  # whom the order binds, and whom it does not
ANY = object()  # the contract does not say: any value will do


class OneOf(frozenset):
    """Values of which the contract allows each."""


# Times


_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))\Z"
)


@lru_cache(maxsize=65_536)
def instant(text: str) -> int:
    """An RFC 3339 timestamp as milliseconds since 1970; digits past milliseconds are dropped."""
    found = _TIMESTAMP.match(text)
    if not found:
        raise ValueError(f"not a timestamp: {text!r}")
    year, month, day, hour, minute, second = (int(found.group(i)) for i in range(1, 7))
    local = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    passed = local - datetime(1970, 1, 1, tzinfo=timezone.utc)
    result = (passed.days * 86_400 + passed.seconds) * 1000 + int(((found.group(7) or "") + "000")[:3])
    if found.group(8):
        ahead = (int(found.group(9)) * 60 + int(found.group(10))) * 60_000
        result += ahead if found.group(8) == "-" else -ahead
    return result


def bound(text: str) -> int:
    """What --as-of and --known-at take: a timestamp, or a date for the last millisecond of it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return instant(text + "T23:59:59.999+08:00")
    return instant(text)


def beijing_date(at: int) -> date:
    return EPOCH + timedelta(days=(at + BEIJING_OFFSET) // DAY)


def midnight(day: date) -> int:
    """The first millisecond of a date in Beijing."""
    return (day - EPOCH).days * DAY - BEIJING_OFFSET


def stored(at: int) -> str:
    """A time as the ledger stores and prints it."""
    day, rest = beijing_date(at), (at + BEIJING_OFFSET) % DAY
    return (
        f"{day.isoformat()}T{rest // 3_600_000:02}:{rest // 60_000 % 60:02}:"
        f"{rest // 1000 % 60:02}.{rest % 1000:03}+08:00"
    )


def in_force(division: str, day: date) -> str:
    return SUCCESSORS.get(division, division) if day >= MERGED else division


def is_basis(text: str) -> bool:
    """Whether what is stated as a basis in law is one: four characters at least, without spaces, marks and symbols."""
    return sum(unicodedata.category(one)[0] not in "ZCPS" for one in text) >= 4


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same: in one form of their letters, without spaces, controls and punctuation."""
    def bare(text: str) -> list:
        return [each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each)[0] not in "ZCP"]

    return bare(one) == bare(other)


# Holiday notices


@dataclass(frozen=True)
class Notice:
    name: str
    issued: date
    off: frozenset
    worked: frozenset


EXTENSION = [date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)]
ISSUED = {
    2020: ("国办发明电〔2019〕16号", date(2019, 11, 21)),
    2021: ("国办发明电〔2020〕27号", date(2020, 11, 25)),
    2022: ("国办发明电〔2021〕11号", date(2021, 10, 25)),
    2023: ("国办发明电〔2022〕16号", date(2022, 12, 8)),
    2024: ("国办发明电〔2023〕7号", date(2023, 10, 25)),
    2025: ("国办发明电〔2024〕12号", date(2024, 11, 12)),
    2026: ("国办发明电〔2025〕7号", date(2025, 11, 4)),
}


def bundled_notices() -> list:
    """The notices of 2020 to 2026, rebuilt from the published calendar and the issue dates."""
    weekend_before_2024 = {date(2023, 12, 30), date(2023, 12, 31)}  # rest days that no notice names
    notices = []
    for year, (name, issued) in ISSUED.items():
        off = {d for d in _published.holidays if d.year == year} - weekend_before_2024
        worked = {d for d in _published.workdays if d.year == year}
        if year == 2020:  # as first issued: without the extension
            off -= set(EXTENSION)
            worked |= {date(2020, 2, 1)}
        if year == 2022:
            off -= {date(2022, 12, 31)}
        if year == 2023:
            off |= {date(2022, 12, 31)}
        notices.append(Notice(name, issued, frozenset(off), frozenset(worked)))
    notices.append(
        Notice("国办发明电〔2020〕1号", date(2020, 1, 27), frozenset(EXTENSION), frozenset())
    )
    return sorted(notices, key=lambda n: n.issued)


BUNDLED = bundled_notices()


class Calendar:
    """What the given notices say, the later issued (then the later in the list) winning per day."""

    def __init__(self, notices):
        self.named = {}
        self.years = set()
        for notice in sorted(notices, key=lambda n: n.issued):  # stable
            for day in notice.off:
                self.named[day] = (False, notice.name)
            for day in notice.worked:
                self.named[day] = (True, notice.name)
            self.years |= {d.year for d in notice.off if (d.month, d.day) == (1, 1)}
        if self.years and self.years != set(range(min(self.years), max(self.years) + 1)):
            raise AssertionError(f"coverage with a gap has no meaning in the contract: {self.years}")
        self._due = {}
        self._between = {}

    def known(self, day: date) -> bool:
        return day.year in self.years

    def works(self, day: date) -> bool:
        if day in self.named:
            if not self.known(day):
                raise AssertionError(f"{day} is named but its year is not covered: no meaning given")
            return self.named[day][0]
        return day.weekday() < 5

    def due(self, start: date, count: int):
        """The count-th working day after start, and whether every day up to it is known."""
        if (start, count) not in self._due:
            day, left, certain = start, count, True
            while left:
                day += ONE_DAY
                certain = certain and self.known(day)
                left -= self.works(day)
            self._due[start, count] = (day, certain)
        return self._due[start, count]

    def between(self, start: date, end: date):
        """Working days after start up to and including end; None when a day is not known."""
        if (start, end) not in self._between:
            total, day = 0, start
            while day < end:
                day += ONE_DAY
                if not self.known(day):
                    total = None
                    break
                total += self.works(day)
            self._between[start, end] = total
        return self._between[start, end]


# The ledger


@dataclass
class Record:
    position: int
    id: str
    type: str
    at: int
    source: int | None
    actor: str
    data: dict
    recorded: int = None

    @property
    def on(self) -> date:
        return beijing_date(self.at)

    @property
    def moment(self):
        return self.at, self.position

    def summary(self) -> dict:
        return {"position": self.position, "event": self.id, "on": self.on.isoformat()}


@dataclass
class Obligation:
    id: str
    rule: str
    department: str  # for which it arises: its matter's department, or whose the entry is that was asked for; or its heir
    trigger: Record
    start: date
    begin: int  # what was done before this instant was not done for it
    entry: str | None = None  # what it is about, or asks for
    kind: str | None = None  # of the authority to which it is owed
    acts: list = field(default_factory=list)  # that discharge or close it when a competent body does them
    retirements: list = field(default_factory=list)  # that close it, when they are its department's


CLOSING = {"share.withdrawn"}


def parse(lines) -> list:
    """The records of a file of JSON lines, in the ledger's positions."""
    records, seen = [], set()
    for line in lines:
        if not line.strip():
            continue
        raw = json.loads(line)
        if raw["id"] in seen:
            continue  # the same record again adds nothing
        seen.add(raw["id"])
        source = raw.get("sourceRecordedAt")
        records.append(
            Record(
                len(records),
                raw["id"],
                raw["type"],
                instant(raw["occurredAt"]),
                None if source is None else instant(source),
                raw["actor"],
                raw["data"],
            )
        )
    return records


class Oracle:
    """Verdicts over one ledger. `recorded` maps ids to the ledger's own recording times; a
    record that it does not name was recorded at `recorded_at`.

    What a record says that does not count is not known; but of an entry of which nothing counts the
    registration still says whose it is, and a request and a project say what they say."""

    def __init__(self, lines, recorded_at: int, recorded=None):
        self.records = parse(lines)
        self.standing = self.records
        for record in self.records:
            record.recorded = (recorded or {}).get(record.id, recorded_at)
        self.calendars = {}
        self._fold()

    def _fold(self):
        """Everything that does not depend on the instants asked about."""
        self.said_of_bodies = None
        self.notices = []
        self.registered = {}  # by body, the record of its registration
        self.reviews = defaultdict(list)
        self.entries = defaultdict(list)  # by entry, its registration and revisions
        self.submitted = defaultdict(list)  # by project
        self.requests = {}
        self.endings = []  # what ends a grant
        self.by_trigger = defaultdict(list)
        self.by_request = defaultdict(list)
        self.by_incident = defaultdict(list)
        self.retired = defaultdict(list)

        for record in self.records:
            data = record.data
            match record.type:
                case "department.registered":
                    self.registered[data["department"]] = record
                case "catalog.entry-registered":
                    self.entries[data["entry"]].append(record)
                    if "trigger" in data:
                        self.by_trigger[data["trigger"]].append(record)
                case "catalog.entry-revised":
                    self.entries[data["entry"]].append(record)
                    if "trigger" in data:
                        self.by_trigger[data["trigger"]].append(record)
                case "catalog.entry-retired":
                    if "trigger" in data:
                        self.by_trigger[data["trigger"]].append(record)
                    self.retired[data["entry"]].append(record)
                case "catalog.trigger-reviewed":
                    self.by_trigger[data["trigger"]].append(record)
                case "share.requested":
                    self.requests[data["request"]] = record
                case "share.revoked" | "share.relinquished":
                    self.endings.append(record)
                case "share.replied" | "share.withdrawn":
                    self.by_request[data["request"]].append(record)
                case "incident.reported" | "incident.remedied":
                    self.by_incident[data["incident"]].append(record)
                case "project.submitted":
                    self.submitted[data["project"]].append(record)
                case "project.reviewed":
                    self.reviews[data["project"]].append(record)
                case "calendar.notice-issued":
                    self.notices.append(
                        Notice(
                            data["notice"],
                            date.fromisoformat(data["issuedOn"]),
                            frozenset(map(date.fromisoformat, data["off"])),
                            frozenset(map(date.fromisoformat, data["worked"])),
                        )
                    )

    def _obligations(self, counts) -> list:
        """The obligations that the records that count open, as Order 329 has them, also for those whom it does not bind."""
        found = [o for record in self.records if counts(record) for o in self._opened_by(record, counts)]
        found = [o for o in found if o.start >= IN_FORCE]
        return sorted(found, key=lambda o: (o.trigger.position, o.id.encode("utf-8")))

    def _opened_by(self, record: Record, counts):
        data = record.data
        if record.type == "catalog.update-triggered":
            name, start = data["trigger"], date.fromisoformat(data["effectiveOn"])
            first = date.fromisoformat(data["promulgatedOn"]) if "promulgatedOn" in data else min(start, record.on)
            for entry in data["entries"] or [None]:
                department = self.heirs(counts).heir(data["department"], entry, record.on)
                if entry is not None and self._department(entry, record, counts) != department:
                    continue  # an entry of others is no part of it
                yield Obligation(
                    f"sd329.16/{name}" + (f"/{entry}" if entry is not None else ""), "sd329.16", department,
                    record, start, midnight(first), entry,
                    # A review without an entry answers for all; any other act for its own.
                    acts=[act for act in self.by_trigger[name] if entry is None or act.data.get("entry", entry) == entry],
                    retirements=self.retired[entry])
        elif record.type == "share.requested":
            if not self.entries[data["entry"]]:
                return  # its registration was corrected
            if self._said(data["entry"], record, counts, "sharing")[-1].data.get("sharing") != "conditional":
                return  # what is shared with all may be taken, and what is not shared is not asked for
            received = instant(data["receivedAt"])
            yield Obligation(
                f"sd329.23/{data['request']}", "sd329.23", self._department(data["entry"], record, counts), record,
                beijing_date(received), received, data["entry"], acts=self.by_request[data["request"]])
        elif record.type == "incident.detected":
            name, acts = data["incident"], self.by_incident[data["incident"]]
            department = self.heirs(counts).heir(data["department"], None, record.on)
            yield Obligation(
                f"sd329.31.remedy/{name}", "sd329.31.remedy", department, record, record.on, record.at,
                acts=[act for act in acts if act.type == "incident.remedied"])
            for kind in ("dataAuthority", "cyberspaceAuthority"):
                if department not in self.receivers(kind, department, record.on, counts):
                    yield Obligation(
                        f"sd329.31.report/{name}/{kind}", "sd329.31.report", department, record, record.on,
                        record.at, kind=kind, acts=[act for act in acts if act.data.get("recipientKind") == kind])

    # Who may act, and to whom

    def heirs(self, counts) -> Heirs:
        """What is said of bodies and divisions that change."""
        if self.said_of_bodies is None or self.said_of_bodies[0] is not counts:
            self.said_of_bodies = counts, Heirs(self.records, counts)
        return self.said_of_bodies[1]

    def body(self, code: str, counts):
        """The registration of a body, where it counts: its division and kind."""
        found = self.registered.get(code)
        return found if found and counts(found) else None

    def bound(self, code: str, counts) -> bool:
        """Whether the order binds a body: not one that is known to be of another province, or below the counties."""
        own = self.body(code, counts)
        return own is None or own.data["division"][:2] == PROVINCE and own.data["kind"] != BELOW_COUNTIES

    def receivers(self, kind: str, department: str, day: date, counts) -> set:
        """The bodies that stand for a kind of recipient; none when nobody knows which they are."""
        own = self.body(department, counts)
        kinds = {"provincialCyberspaceAuthority": "cyberspaceAuthority"}
        if own is None or kind in ("protectionDepartment", "publicSecurity"):
            return set()
        heirs = self.heirs(counts)
        division = heirs.division(own.data["division"], day)
        if kind in kinds:
            division = division[:2] + "0000"
        return {code for code, one in self.registered.items() if counts(one) and one.data["kind"] == kinds.get(kind, kind)
                and heirs.division(one.data["division"], day) == division and not heirs.ended(code, day)}

    def _competent(self, o: Obligation, act: Record, counts) -> set:
        """The bodies of which one had to do an act for it to count."""
        heirs = self.heirs(counts)
        if act.type == "share.withdrawn":
            return {heirs.heir(o.trigger.data["requester"], None, act.on)}
        found = {self._owner(o, act.on, counts)}
        if o.rule == "sd329.23" or o.entry is not None and act.data.get("entry") == o.entry:
            found.add(self._department(o.entry, act, counts))
        return found

    def _owner(self, o: Obligation, day: date, counts) -> str:
        """Whose an obligation is on a day: of the body for which it arose, or of its heir."""
        return self.heirs(counts).heir(o.department, o.entry, day)

    def _received(self, o: Obligation, act: Record, counts) -> bool:
        """Whether a report went to a body that stands for its kind, as far as is known."""
        known = o.kind and self.receivers(o.kind, self._owner(o, act.on, counts), act.on, counts)
        return not known or act.data["recipient"] in known

    def calendar(self, known_on: date) -> Calendar:
        own = {notice.name for notice in self.notices}
        everything = [notice for notice in BUNDLED if notice.name not in own] + self.notices
        known = tuple(notice for notice in everything if notice.issued <= known_on)
        if known not in self.calendars:
            self.calendars[known] = Calendar(known)
        return self.calendars[known]

    def remaining(self, counts):
        """The same without what was corrected."""
        if not any(record.type == "record.corrected" for record in self.records):
            return self
        other = copy.copy(self)
        other.records = corrections.remaining(self.records, counts)
        other.standing = corrections.standing(self.records, counts)
        other.calendars = {}
        other._fold()
        return other

    def audit(self, as_of: int, known_at: int, department: str | None = None) -> dict:
        """The report without its ledger and messages."""

        def counts(record: Record) -> bool:
            known = record.recorded if record.source is None else record.source
            return record.at <= as_of and known <= known_at

        corrected = corrections.corrected(self.records, counts, department)
        report = self.remaining(counts)._audit(counts, as_of, known_at, department)
        report["summary"]["corrected"] = len(corrected)
        return {**report, "corrected": corrected}

    def _audit(self, counts, as_of: int, known_at: int, department: str | None) -> dict:
        calendar = self.calendar(beijing_date(known_at))
        opened, outside = [], {}
        for o in self._obligations(counts):
            if self.bound(o.department, counts):
                opened.append(o)
            else:
                outside[o.trigger.position, ARTICLES[o.rule]] = {
                    "article": ARTICLES[o.rule], "department": o.department, "event": o.trigger.id, "position": o.trigger.position}
        obligations = [self._verdict(o, calendar, counts, beijing_date(as_of)) for o in opened]
        since = {record.position for record in self.records if record.on >= IN_FORCE}
        found = [v for v in self._facts(counts) if v["position"] in since and all(
            self.bound(code, counts) for code in v["departments"])] + self._by_others(opened, counts)
        found = [self.joined(v, counts) for v in sorted(found, key=lambda v: (v["position"], v["rule"]))]
        if department is not None:
            obligations = [o for o in obligations if o["department"] == department]
            found = [v for v in found if department in v["departments"]]
            outside = {key: one for key, one in outside.items() if one["department"] == department}
        summary = {verdict: 0 for verdict in VERDICTS}
        for one in obligations:
            summary[one["verdict"]] += 1
        remarks = [v for v in found if v["rule"] in REMARKS]
        violations = [v for v in found if v["rule"] not in REMARKS]
        summary |= {"remarks": len(remarks), "violations": len(violations)}
        return {
            "schema": "govledger.audit/1",
            "asOf": stored(as_of),
            "knownAt": stored(known_at),
            "ruleBook": "order-329/1",
            "department": department,
            "summary": summary,
            "obligations": obligations,
            "remarks": remarks,
            "violations": violations,
            "outOfScope": [one for _, one in sorted(outside.items())],
        }

    def _said(self, entry: str, record, counts, key="department") -> list:
        """The records that say whose an entry is, or how it is shared, when an act takes place: its registration and the last change."""
        registered, *changes = self.entries[entry]
        before = []
        if registered.at <= record.at:
            before = [c for c in changes if key in c.data and c.moment < record.moment and counts(c)]
        return [registered, *sorted(before, key=lambda c: c.moment)[-1:]]

    def _department(self, entry: str, record, counts) -> str:
        """Whose an entry is when an act takes place, whenever the log tells of it."""
        return self.heirs(counts).heir(self._said(entry, record, counts)[-1].data["department"], entry, record.on)

    def _holders(self, entry: str, asked, act, counts) -> set:
        """Whose an entry was when it was asked for, or the heir on the day of an act, and whose it is at the act."""
        first = self.heirs(counts).heir(self._department(entry, asked, counts), entry, act.on)
        return {first, self._department(entry, act, counts)}

    def changes(self, act, counts) -> bool:
        """Whether an act does anything: a revision that says nothing but what was said last does not."""
        if act.type != "catalog.entry-revised":
            return True
        registered, *changes = self.entries[act.data["entry"]]
        before = [registered, *(one for one in changes if registered.at <= act.at and one.moment < act.moment and counts(one))]
        before.sort(key=lambda one: one.moment)  # the registration among them
        said = {}
        for one in before:
            said |= one.data
        return any(said.get(key) != value for key, value in act.data.items() if key not in ("entry", "trigger"))

    def _verdict(self, o: Obligation, calendar: Calendar, counts, today: date) -> dict:
        days = WORKING_DAYS[o.rule]
        due = provisional = limit = None
        if days is not None:
            limit, certain = calendar.due(o.start, days)
            due, provisional = (limit, None) if certain else (None, limit)
        acts = [act for act in o.acts if counts(act) and act.actor in self._competent(o, act, counts)]
        done = [act for act in acts if act.type not in CLOSING and act.at >= o.begin and self._received(o, act, counts)
                and self.changes(act, counts)]
        ended = [act for act in acts if act.type in CLOSING] + [
            act for act in o.retirements
            if counts(act) and act.actor in (self._owner(o, act.on, counts), self._department(o.entry, act, counts))]
        first, closing = (min(found, key=lambda act: act.moment, default=None) for found in (done, ended))
        if first and closing and closing.moment < first.moment:  # the first end decides
            first = None
        end = first or closing
        owner = self._owner(o, end.on if end else today, counts)

        taken = late_by = seconds = None
        if first is not None:
            verdict = "done" if days is None else "met" if first.on <= limit else "late"
            taken = calendar.between(o.start, first.on)
            if verdict == "late" and taken is not None:
                late_by = taken - days
            if days is None:
                seconds = (first.at - o.trigger.at) // 1000
        elif closing is not None and (due is None or closing.on <= due):
            verdict = "closed"
        elif days is None:
            verdict = "open"
        elif due is not None and today > due:
            verdict = "overdue"
        else:
            verdict = "pending"
        return {
            "id": o.id,
            "rule": o.rule,
            "article": ARTICLES[o.rule],
            "department": owner,
            **({"heirOf": o.department} if owner != o.department else {}),
            "trigger": {**o.trigger.summary(), "on": o.start.isoformat()},
            "dueOn": due and due.isoformat(),
            "provisionalDueOn": provisional and provisional.isoformat(),
            "workingDays": days,
            "discharge": first and first.summary(),
            "verdict": verdict,
            "workingDaysTaken": taken,
            "workingDaysLate": late_by,
            "secondsTaken": seconds,
            **({"daysOpen": max(0, (today - o.start).days)} if verdict == "open" else {}),
        }

    def _found(self, record, rule, departments, evidence, about=(), **more) -> dict:
        """A violation. `evidence`: the lists that the readings allow, beside the act and what it is about."""
        return {
            "rule": rule,
            "article": ARTICLES[rule.removesuffix(".competence").removesuffix(".recipient")],
            "departments": departments,
            "position": record.position,
            "event": record.id,
            "evidence": [
                [{"position": one.position, "event": one.id}
                 for one in sorted({one.position: one for one in [record, *about, *others]}.values(),
                                   key=lambda one: one.position)]
                for others in evidence],
            "required": True,
            **more,
        }

    def _by_others(self, obligations, counts) -> list:
        """Acts by bodies whose duty or right they are not, and reports to bodies that are not to receive them."""
        touched = defaultdict(list)
        for o in obligations:
            for act in filter(counts, o.acts):
                touched[o.rule, act.position].append((o, act))
        found = []
        for (rule, _), pairs in touched.items():
            # What opened first; of the entries of one trigger the one that it lists first.
            first, act = min(pairs, key=lambda pair: (pair[0].trigger.moment, pair[0].trigger.data.get("entries", []).index(
                pair[0].entry) if pair[0].rule == "sd329.16" and pair[0].entry is not None else 0))
            expected = set().union(*(self._competent(o, act, counts) for o, _ in pairs))
            if act.actor not in expected:
                whose = []
                if first.entry is not None:
                    # Whose it was when the duty arose, and when the act was done, if that is about the entry.
                    asked = rule == "sd329.23" or first.entry == act.data.get("entry", 0)
                    moments = [first.trigger, *([act] if asked else [])]
                    keys = ["department", "sharing"] if rule == "sd329.23" else ["department"]  # of which it asks
                    whose = [one for moment in moments for key in keys for one in self._said(first.entry, moment, counts, key)]
                found.append(self._found(act, rule + ".competence", {act.actor}, [whose], [first.trigger],
                                         expected=sorted(expected)))
            elif not self._received(first, act, counts):
                owner = self._owner(first, act.on, counts)
                expected = self.receivers(first.kind, owner, act.on, counts)
                bodies = {*expected, owner, act.data["recipient"]}
                known = [self.registered[code] for code in bodies if self.body(code, counts)]
                found.append(self._found(act, rule + ".recipient", {owner}, [known], [first.trigger],
                                         expected=sorted(expected)))
        for act in filter(counts, self.endings):
            expected, about = self.ending(act, counts)
            request = about[0]
            department = self._department(request.data["entry"], request, counts)
            if act.actor in expected:
                continue
            owed = any(o.trigger is request for o in obligations)
            if owed or act.on >= IN_FORCE and self.bound(department, counts):
                found.append(self._found(act, "sd329.23.competence", {act.actor}, [about], expected=sorted(expected)))
        return found

    def ending(self, act, counts):
        """The bodies of which one may end a grant as an act does; the request, and what says whose the entry was."""
        request = self.requests[act.data["request"]]
        whose = [self._said(request.data["entry"], one, counts) for one in (request, act)]
        requester = self.heirs(counts).heir(request.data["requester"], None, act.on)
        holders = self._holders(request.data["entry"], request, act, counts)
        expected = {requester} if act.type == "share.relinquished" else holders
        return expected, [request, *whose[0], *whose[1]]

    def _facts(self, counts) -> list:
        """What is found whatever the obligations: refusals without reasons, projects without approval."""
        found = []
        for record in filter(counts, self.records):
            data = record.data
            if record.type == "catalog.entry-registered" and ITEMS - data.keys():
                owner = self.heirs(counts).heir(data["department"], data["entry"], record.on)
                found.append(self._found(record, "sd329.15.items", {owner}, [[]]))
            if record.type in ("catalog.entry-registered", "catalog.entry-revised") and data.keys() & {"sharing", "legalBasis"}:
                found += self._unfounded(record, counts)
            elif record.type == "catalog.filed":
                owner = self.body(data["department"], counts)
                if self._another(record, owner, counts):
                    bodies = self._registrations(data["authority"], data["department"], counts=counts)
                    found.append(self._found(record, "sd329.15.filing", {data["department"]}, [bodies]))
            elif record.type == "share.replied":
                request = self.requests[data["request"]]
                entry = request.data["entry"]
                if not self.entries[entry]:
                    continue  # its registration was corrected
                competent = self._holders(entry, request, record, counts)
                if data["decision"] == "refused" and "reasons" not in data and record.actor in competent:
                    then, said = self._said(entry, request, counts), self._said(entry, record, counts)
                    found.append(self._found(record, "sd329.23.reasons", {self._department(entry, record, counts)},
                                             [[*then, *said]], [request]))
            elif record.type in ("project.started", "project.reviewed"):
                submitted = self.submission(record)
                if submitted is None:
                    found += self._never_submitted(record, counts)
                    continue
                project, owner = submitted.data, self.body(submitted.data["department"], counts)
                # Art. 9's second half: investment law says who reviews these; and a utility's own projects are outside.
                if project["fixedAssetInvestment"] or project["stateSubsidy"] or owner and owner.data["kind"] == "utility":
                    continue
                if record.type == "project.reviewed":
                    if self._another(record, owner, counts):
                        bodies = self._registrations(data["authority"], project["department"], counts=counts)
                        found.append(self._found(record, "sd329.9.authority", {data["authority"]}, [bodies], [submitted]))
                    continue
                earlier = [r for r in self.reviews[data["project"]] if counts(r) and r.at <= record.at]
                own = [r for r in earlier if not self._another(r, owner, counts)]
                last = [max(reviews, key=lambda r: r.moment) for reviews in (own, earlier) if reviews][:1]
                if not own or last[0].data["outcome"] != "approved":
                    # A review by another proves nothing without the registrations that make it another's.
                    bodies = [] if own or not last else self._registrations(
                        last[0].data["authority"], project["department"], counts=counts)
                    department = self.heirs(counts).heir(project["department"], None, record.on)
                    found.append(self._found(record, "sd329.9.start", {department}, [[*last, *bodies]], [submitted]))
        return found + self._ended(counts)

    def _ended(self, counts) -> list:
        """What is done in the name of a body that is no more, on whatever it is."""
        heirs, found = self.heirs(counts), []
        for act in filter(counts, self.standing):
            if act.type not in AFTER_END and heirs.ended(act.actor, act.on):
                heir = heirs.heir(act.actor, None, act.on)
                found.append(self._found(act, "sd329.6.ended", {act.actor}, [[]],
                                         **({"expected": [heir]} if heir != act.actor else {})))
        return found

    def _registrations(self, *codes, counts) -> list:
        """What registers bodies, of those that are registered."""
        return [one for one in (self.body(code, counts) for code in codes) if one is not None]

    def joined(self, found: dict, counts) -> dict:
        """A finding with the changes of bodies and divisions that are connected with it, in each evidence that is allowed."""
        records = {one.position: one for one in self.standing}
        act, bodies = records[found["position"]], {*found["departments"], *found.get("expected", ())}

        def more(evidence) -> list:
            cited = [records[one["position"]] for one in evidence]
            both = {one.position: one for one in [*cited, *self.heirs(counts).connected(act, cited, bodies)]}
            return [{"position": place, "event": both[place].id} for place in sorted(both)]

        return {**found, "evidence": [more(one) for one in found["evidence"]]}

    def submission(self, act):
        """The submission by which an act on a project is judged: the last before it, or else the first; none where there is none."""
        found = sorted(self.submitted.get(act.data["project"], ()), key=lambda one: one.moment)
        return ([one for one in found if one.moment < act.moment][-1:] or found[:1] or [None])[0]

    def _never_submitted(self, act: Record, counts):
        """The start of a project that was never submitted."""
        department = act.data.get("department", act.actor)
        owner = self.body(department, counts)
        if act.type == "project.started" and not (owner and owner.data["kind"] == "utility"):
            yield self._found(act, "sd329.9.start", {department}, [[]])

    def _unfounded(self, act: Record, counts):
        """The restriction that an act leaves an entry with, where no basis is stated for it."""
        acts = self.entries[act.data["entry"]]
        before = sorted((one for one in acts if one.moment < act.moment and counts(one)), key=lambda one: one.moment)
        stating = act if "sharing" in act.data else ([one for one in before if "sharing" in one.data] or acts[:1])[-1]
        if stating.data.get("sharing", "unconditional") == "unconditional":
            return
        if any(is_basis(one.data.get("legalBasis", "")) for one in [*before, act]):
            return
        whose = [act] if "department" in act.data else self._said(act.data["entry"], act, counts)
        owner = self.heirs(counts).heir(whose[-1].data["department"], act.data["entry"], act.on)
        yield self._found(act, "sd329.22.basis", {owner}, [[acts[0], stating, *whose]])

    def _another(self, review: Record, owner, counts) -> bool:
        """Whether a review is known not to be of, or a filing not with, the data authority of the owner's level."""
        authority, heirs = self.body(review.data["authority"], counts), self.heirs(counts)
        if authority is not None and heirs.ended(review.data["authority"], review.on):
            return True  # for everybody
        if authority is None or owner is None:
            return False
        return authority.data["kind"] != "dataAuthority" or (
            heirs.division(authority.data["division"], review.on) != heirs.division(owner.data["division"], review.on))
