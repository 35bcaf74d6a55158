"""An independent reading of contract.md and working-days.md: from input lines to verdicts.

Nothing here is shared with the tool. The calendar comes from PyPI `chinesecalendar` and from issue
dates typed in below; days are counted one by one; times are whole milliseconds since 1970 (UTC).
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from chinese_calendar import constants as _published

DAY = 86_400_000
BEIJING_OFFSET = 8 * 3_600_000
ONE_DAY = timedelta(days=1)
EPOCH = date(1970, 1, 1)
IN_FORCE = date(2020, 2, 1)  # article 40
VERDICTS = ("met", "late", "overdue", "pending", "closed")
ARTICLES = {
    "sd329.9.start": "第九条",
    "sd329.9.authority": "第九条",
    "sd329.16": "第十六条",
    "sd329.23": "第二十三条",
    "sd329.23.reasons": "第二十三条",
    "sd329.31": "第三十一条",
}
WORKING_DAYS = {"sd329.16": 15, "sd329.23": 10, "sd329.31": None}
ANY = object()  # the contract does not say: any value will do

# What a record says that does not count at the instants asked about, while a record that refers
# to it does: whose entry it was, which project it started. "log": facts of the log hold however
# late they were known. "counted": only records that count are used (and a refusal or a project's
# act is judged only when its request or project counts; an entry of which nothing counts has
# the department that registered it). The contract does not settle it: "either" takes both.
CONTEXT = "either"


class OneOf(frozenset):
    """Values of which the contract allows each."""


# Times


_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))\Z"
)


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
    data: dict
    recorded: int = None

    @property
    def on(self) -> date:
        return beijing_date(self.at)

    def summary(self) -> dict:
        return {"position": self.position, "event": self.id, "on": self.on.isoformat()}


@dataclass
class Obligation:
    id: str
    rule: str
    department: str
    trigger: Record
    start: date
    entry: str | None = None  # whose department is obliged, when that can change
    dischargers: list = field(default_factory=list)
    closers: list = field(default_factory=list)


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
                raw["data"],
            )
        )
    return records


class Oracle:
    """Verdicts over one ledger. `recorded` maps ids to the ledger's own recording times; a
    record that it does not name was recorded at `recorded_at`."""

    def __init__(self, lines, recorded_at: int, recorded=None):
        self.records = parse(lines)
        for record in self.records:
            record.recorded = (recorded or {}).get(record.id, recorded_at)
        self.calendars = {}
        self._fold()

    def _fold(self):
        """Everything that does not depend on the instants asked about."""
        self.notices = []
        self.obligations = []
        self.bodies = {}
        self.registered = {}  # by body, the record of its registration
        self.reviews = defaultdict(list)
        self.departments = defaultdict(list)  # by entry, the records that say whose it is
        self.submitted = {}
        self.requests = {}
        triggers = {}
        by_trigger = defaultdict(list)
        by_entry_retired = defaultdict(list)
        by_request = defaultdict(list)
        by_incident = defaultdict(list)

        for record in self.records:
            data = record.data
            match record.type:
                case "department.registered":
                    self.bodies[data["department"]] = (record.position, data["division"], data["kind"])
                    self.registered[data["department"]] = record
                case "catalog.entry-registered":
                    self.departments[data["entry"]].append(record)
                case "catalog.entry-revised":
                    if "department" in data:
                        self.departments[data["entry"]].append(record)
                    if "trigger" in data:
                        by_trigger[data["trigger"]].append(record)
                case "catalog.entry-retired":
                    if "trigger" in data:
                        by_trigger[data["trigger"]].append(record)
                    by_entry_retired[data["entry"]].append(record)
                case "catalog.update-triggered":
                    triggers[data["trigger"]] = record
                case "catalog.trigger-reviewed":
                    by_trigger[data["trigger"]].append(record)
                case "share.requested":
                    self.requests[data["request"]] = record
                case "share.replied" | "share.withdrawn":
                    by_request[data["request"]].append(record)
                case "incident.reported":
                    by_incident[data["incident"], data["recipientKind"]].append(record)
                case "project.submitted":
                    self.submitted[data["project"]] = record
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

        for record in self.records:
            data = record.data
            if record.type == "catalog.update-triggered":
                name, start = data["trigger"], date.fromisoformat(data["effectiveOn"])
                for entry in data["entries"] or [None]:
                    found = Obligation(
                        f"sd329.16/{name}" + (f"/{entry}" if entry is not None else ""),
                        "sd329.16",
                        data["department"],
                        record,
                        start,
                    )
                    for act in by_trigger[name]:
                        # A review without an entry answers for all; any other act for its own.
                        if entry is None or act.data.get("entry", entry) == entry:
                            found.dischargers.append(act)
                    if entry is not None:
                        found.closers = [
                            act for act in by_entry_retired[entry] if act.data.get("trigger") != name
                        ]
                    self.obligations.append(found)
            elif record.type == "share.requested":
                name = data["request"]
                acts = by_request[name]
                self.obligations.append(
                    Obligation(
                        f"sd329.23/{name}",
                        "sd329.23",
                        self.departments[data["entry"]][0].data["department"],
                        record,
                        beijing_date(instant(data["receivedAt"])),
                        data["entry"],
                        [act for act in acts if act.type == "share.replied"],
                        [act for act in acts if act.type == "share.withdrawn"],
                    )
                )
            elif record.type == "incident.detected":
                for kind in ("dataAuthority", "cyberspaceAuthority"):
                    self.obligations.append(
                        Obligation(
                            f"sd329.31/{data['incident']}/{kind}",
                            "sd329.31",
                            data["department"],
                            record,
                            record.on,
                            None,
                            by_incident[data["incident"], kind],
                        )
                    )
        self.obligations = [o for o in self.obligations if o.start >= IN_FORCE]
        self.obligations.sort(key=lambda o: (o.trigger.position, o.id.encode("utf-8")))

    def calendar(self, known_on: date) -> Calendar:
        own = {notice.name for notice in self.notices}
        everything = [notice for notice in BUNDLED if notice.name not in own] + self.notices
        known = tuple(notice for notice in everything if notice.issued <= known_on)
        if known not in self.calendars:
            self.calendars[known] = Calendar(known)
        return self.calendars[known]

    def audit(self, as_of: int, known_at: int, department: str | None = None) -> dict:
        """The report without its ledger and messages. Values that are `ANY` or a `OneOf` leave
        the choice; so do violations that are not `required`, and the summary counts them."""

        def counts(record: Record) -> bool:
            known = record.recorded if record.source is None else record.source
            return record.at <= as_of and known <= known_at

        calendar = self.calendar(beijing_date(known_at))
        obligations = [
            self._verdict(o, calendar, counts, beijing_date(as_of))
            for o in self.obligations
            if counts(o.trigger)
        ]
        in_force = {record.position for record in self.records if record.on >= IN_FORCE}
        violations = [v for v in self._violations(counts) if v["position"] in in_force]
        if department is not None:
            if any(isinstance(o["department"], OneOf) for o in obligations):
                raise AssertionError("no filter where the obligated body is in doubt")
            obligations = [o for o in obligations if o["department"] == department]
            violations = [v for v in violations if department in v["departments"]]
            for found in violations:
                found["required"] = found["required"] and len(found["departments"]) == 1
        summary = {verdict: 0 for verdict in VERDICTS}
        for found in obligations:
            summary[found["verdict"]] += 1
        summary["violations"] = len(violations)
        return {
            "schema": "govledger.audit/1",
            "asOf": stored(as_of),
            "knownAt": stored(known_at),
            "ruleBook": "order-329/1",
            "department": department,
            "summary": summary,
            "obligations": obligations,
            "violations": violations,
        }

    def _departments(self, entry: str, record, counts) -> set:
        """Whose an entry is when an act takes place, whenever the log tells of it, in each reading that
        CONTEXT allows."""
        registered, *changes = self.departments[entry]
        moment = (record.at, record.position)
        said = [registered]
        if registered.at <= record.at:
            said += sorted((c for c in changes if (c.at, c.position) < moment), key=lambda c: (c.at, c.position))
        counted = [one for one in said if counts(one)] or said[:1]
        chosen = {"log": said[-1:], "counted": counted[-1:], "either": [said[-1], counted[-1]]}
        return {one.data["department"] for one in chosen[CONTEXT]}

    def _said(self, entry: str, record, counts) -> list:
        """The records that say whose an entry is when an act takes place: its registration and the last change."""
        registered, *changes = self.departments[entry]
        moment = (record.at, record.position)
        before = [c for c in changes if (c.at, c.position) < moment and counts(c)] if registered.at <= record.at else []
        return [registered, *sorted(before, key=lambda c: (c.at, c.position))[-1:]]

    def _verdict(self, o: Obligation, calendar: Calendar, counts, today: date) -> dict:
        days = WORKING_DAYS[o.rule]
        due = provisional = limit = None
        if days is not None:
            limit, certain = calendar.due(o.start, days)
            due, provisional = (limit, None) if certain else (None, limit)
        first = min(
            (act for act in o.dischargers if counts(act)),
            key=lambda act: (act.at, act.position),
            default=None,
        )
        closed_on = min((act.on for act in o.closers if counts(act)), default=None)

        taken = late_by = seconds = None
        if first is not None:
            verdict = "met" if limit is None or first.on <= limit else "late"
            taken = calendar.between(o.start, first.on)
            if verdict == "late" and taken is not None:
                late_by = taken - days
            if days is None:
                passed = first.at - o.trigger.at
                seconds = passed // 1000 if passed >= 0 else ANY
        elif closed_on is not None and (due is None or closed_on <= due):
            verdict = "closed"
        elif due is not None and today > due:
            verdict = "overdue"
        else:
            verdict = "pending"
        department = o.department
        if o.entry is not None:
            allowed = self._departments(o.entry, o.trigger, counts)
            department = OneOf(allowed) if len(allowed) > 1 else next(iter(allowed))
        return {
            "id": o.id,
            "rule": o.rule,
            "article": ARTICLES[o.rule],
            "department": department,
            "trigger": {**o.trigger.summary(), "on": o.start.isoformat()},
            "dueOn": due and due.isoformat(),
            "provisionalDueOn": provisional and provisional.isoformat(),
            "workingDays": days,
            "discharge": first and first.summary(),
            "verdict": verdict,
            "workingDaysTaken": taken,
            "workingDaysLate": late_by,
            "secondsTaken": seconds,
        }

    def _violations(self, counts) -> list:
        found = []

        def add(record, rule, departments, about, evidence):
            found.append(
                {
                    "rule": rule,
                    "article": ARTICLES[rule],
                    "departments": departments,
                    "position": record.position,
                    "event": record.id,
                    # Each list that the readings allow.
                    "evidence": [
                        [{"position": one.position, "event": one.id}
                         for one in sorted({one.position: one for one in [record, about, *others]}.values(),
                                           key=lambda one: one.position)]
                        for others in evidence],
                    "known": counts(about),
                    "required": CONTEXT == "log" or counts(about),
                }
            )

        for record in filter(counts, self.records):
            data = record.data
            if record.type == "share.replied":
                if data["decision"] == "refused" and "reasons" not in data:
                    request = self.requests[data["request"]]
                    # The contract does not say: when it was asked, or when it was refused.
                    allowed = self._departments(request.data["entry"], request, counts)
                    allowed |= self._departments(request.data["entry"], record, counts)
                    said = [self._said(request.data["entry"], record, counts), self._said(request.data["entry"], record, lambda one: True)]
                    add(record, "sd329.23.reasons", allowed, request, said)
            elif record.type == "project.started":
                submitted = self.submitted[data["project"]]
                project = submitted.data
                # A review at the very millisecond of the start, later in the log: "at or before
                # the start, by occurredAt then position" may or may not mean it.
                reviews = [r for r in self.reviews[data["project"]] if counts(r)]
                approvals, looked_at = set(), []
                for moment in ((record.at, record.position), (record.at, len(self.records))):
                    earlier = [r for r in reviews if (r.at, r.position) <= moment]
                    latest = max(earlier, key=lambda r: (r.at, r.position), default=None)
                    approvals.add(latest is not None and latest.data["outcome"] == "approved")
                    looked_at.append([latest] if latest else [])
                exempt = project["fixedAssetInvestment"] or project["stateSubsidy"]
                if False in approvals and not exempt:
                    add(record, "sd329.9.start", {project["department"]}, submitted, looked_at)
                    found[-1]["required"] &= approvals == {False}
            elif record.type == "project.reviewed":
                submitted = self.submitted[data["project"]]
                authority = self.bodies.get(data["authority"])
                owner = self.bodies.get(submitted.data["department"])
                # Art. 9's second half: investment law says who reviews these.
                exempt = submitted.data["fixedAssetInvestment"] or submitted.data["stateSubsidy"]
                if authority and owner and not exempt:
                    if authority[2] != "dataAuthority" or authority[1] != owner[1]:
                        bodies = [self.registered[data["authority"]], self.registered[submitted.data["department"]]]
                        add(record, "sd329.9.authority", {data["authority"]}, submitted, [bodies])
        if CONTEXT == "counted":
            found = [v for v in found if v["known"]]
        found.sort(key=lambda v: (v["position"], v["rule"]))
        return found
