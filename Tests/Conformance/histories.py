"""Seeded random histories of obligations, as input lines for `record --import`.

`history(seed, parts)` gives one ledger's lines: `parts` independent sub-histories with ids of their
own, interleaved, and now and then holiday notices of the ledger's own. The same seed and horizon
give the same lines. Most acts are by the body whose duty or right they are, about one in ten by
another; some come before their duty or after its end, some reports go to the wrong body. Some entries are restricted
without a basis, some filings go elsewhere, some requests are for what is not asked for, and some bodies are of another
province or below the counties. A record that the ledger would have to refuse (a request for an entry that was retired,
say) is left out by `admitted`, so that every line must be accepted.
"""

import json
import random
import time
from dataclasses import dataclass, field
from datetime import date, timedelta

import codes
from oracle import BEIJING_OFFSET, BUNDLED, ITEMS, Calendar, beijing_date, instant, midnight, stored

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
FIRST = midnight(date(2019, 12, 20))
LATEST = midnight(date(2026, 11, 20))
REGISTERED = midnight(date(2019, 6, 3))
FINAL = Calendar(BUNDLED)

DIVISIONS = ["370000", "370100", "370102", "370200", "370202", "370600", "370602", "371300"]
OFFSETS = ["+08:00", "+08:00", "Z", "-05:30", "+14:00", "-12:00", "+00:00", "-00:00", "+05:45",
           "+23:59", "-23:59", "+09:00"]
ELSEWHERE = ["320000", "320100", "410102", "360000"]  # other provinces
# What is stated as a basis and is one, by its last character perhaps, and what is none.
BASES = ["《条例》第十条", "《办法》第二十二条", "行政许可法", "（第 5 条之 二）", "Ａ１，２３", "𠀀𠀀 𠀀𠀀", "e\u0301-e\u0301"]
NO_BASES = ["无", "暂无", "–", "条例", "许可法", "《条 例》……", "——（无）——", "第５条", "𠀀𠀀𠀀", "$+123", "e\u0301é"]
EDGES = [
    date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 3), date(2020, 1, 17), date(2020, 1, 23),
    date(2020, 9, 25), date(2020, 9, 30), date(2020, 10, 9), date(2020, 12, 31), date(2021, 2, 7),
    date(2021, 2, 10), date(2021, 2, 18), date(2021, 9, 1), date(2021, 9, 30), date(2021, 11, 1),
    date(2022, 1, 29), date(2022, 2, 7), date(2022, 9, 30), date(2022, 10, 8), date(2022, 12, 30),
    date(2023, 1, 20), date(2023, 1, 28), date(2023, 9, 28), date(2023, 10, 7), date(2024, 2, 4),
    date(2024, 2, 9), date(2024, 2, 18), date(2024, 9, 29), date(2024, 9, 30), date(2024, 12, 31),
    date(2025, 1, 26), date(2025, 1, 27), date(2025, 2, 5), date(2025, 9, 26), date(2025, 9, 28),
    date(2025, 9, 30), date(2025, 10, 9), date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24),
    date(2026, 9, 24), date(2026, 9, 30), date(2026, 10, 8),
]
KINDS = ["dataAuthority", "cyberspaceAuthority"]
# Done about one matter at most once by one body.
ONCE_EACH = {"catalog.update-submitted", "share.replied", "share.withdrawn", "verification.resolved", "open.replied",
             "open.withdrawn", "incident.closed", "share.revoked", "share.relinquished", "open.lapsed"}
FIELDS = ["统一社会信用代码", "姓名", "证照编号"]
GRADES = ["extraordinary", "major", "larger", "ordinary"]
LEVELS = ["law", "administrativeRegulation", "stateCouncilDecision", "localRegulation", "functions"]
ID_WORDS = ["SR", "申请", "目录", "C", "事件", "项目", "触发", "entry", "数据安全法", "😀", "Ａ", "𠀀",
            "é", "ß", "Ж", '"', ",", "%20", "#", "\\", "'", "&", "=", "--", "."]


def horizon() -> int:
    """The latest time that a history may name: before this machine's clock."""
    return min(LATEST, (int(time.time() * 1000) - 2 * HOUR) // DAY * DAY)


# Writing


def timestamp(rng, at: int) -> str:
    """The instant written in a random offset, letter case and number of fraction digits."""
    offset = rng.choice(OFFSETS)
    shift = 0
    if offset != "Z":
        shift = (int(offset[1:3]) * 60 + int(offset[4:6])) * MINUTE
        shift = -shift if offset[0] == "-" else shift
    text = stored(at + shift - BEIJING_OFFSET)[:-6]  # that offset's wall clock
    whole, fraction = text.split(".")
    form = rng.random()
    if form < 0.35:
        fraction = fraction.rstrip("0")
    elif form < 0.6:
        fraction += "".join(rng.choice("0123456789") for _ in range(rng.choice([1, 3, 6, 12])))
    elif form < 0.7:
        fraction += "9" * rng.randint(1, 9)
    if rng.random() < 0.15:
        whole = whole.replace("T", "t")
        offset = offset.replace("Z", "z")
    return whole + ("." + fraction if fraction else "") + offset


def _escape(rng, text: str) -> str:
    """A JSON string; sometimes with characters escaped that need not be."""
    plain = json.dumps(text, ensure_ascii=rng.random() < 0.2)
    return plain.replace("/", "\\/") if rng.random() < 0.1 else plain


def written(rng, value) -> str:
    """A value as JSON, keys in a random order, with random spaces between tokens."""
    gap = (lambda: rng.choice(["", "", " ", "\t"])) if rng.random() < 0.2 else (lambda: "")
    if isinstance(value, dict):
        items = list(value.items())
        rng.shuffle(items)
        inner = ",".join(
            f"{gap()}{_escape(rng, k)}{gap()}:{gap()}{written(rng, v)}{gap()}" for k, v in items
        )
        return "{" + inner + "}"
    if isinstance(value, list):
        return "[" + ",".join(f"{gap()}{written(rng, v)}{gap()}" for v in value) + "]"
    if isinstance(value, str):
        return _escape(rng, value)
    return json.dumps(value)


@dataclass
class Draft:
    """A record before it is written: times are instants, `needs` are ids that must come first."""

    id: str
    type: str
    at: int
    actor: str
    data: dict
    needs: list
    recorded: int
    source: bool
    times: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)

    def line(self, rng) -> str:
        data = dict(self.data)
        for key, value in self.times.items():
            data[key] = timestamp(rng, value)
        record = {"id": self.id, "type": self.type, "occurredAt": timestamp(rng, self.at),
                  "actor": self.actor, "data": data, **self.extra}
        if self.source:
            record["sourceRecordedAt"] = timestamp(rng, self.recorded)
        return written(rng, record)


def elsewhere(rng, division: str, kind: str) -> tuple:
    """A body's division and kind; one in twenty is of another province, or below the counties."""
    form = rng.random()
    return (rng.choice(ELSEWHERE), kind) if form < 0.03 else (division, "township") if form < 0.055 else (division, kind)


def stated_basis(rng, right=0.75) -> dict:
    """The key of a basis in law: a good one mostly, or a poor one, or nothing."""
    form = rng.random()
    if form < right:
        return {"legalBasis": rng.choice(BASES)}
    return {"legalBasis": rng.choice(NO_BASES)} if form < (1 + right) / 2 else {}


def decided(rng, at: int, items: list) -> dict:
    """What a reply says: a decision, and of a grant what is granted and until when."""
    said = {"decision": rng.choice(["agreed"] * 3 + ["partlyAgreed"] + ["refused"] * 2)}
    if said["decision"] == "partlyAgreed":
        said["items"] = rng.sample(items, rng.randint(1, len(items)))
    if said["decision"] == "refused" and rng.random() < 0.6 or rng.random() < 0.05:
        said["reasons"] = "超出履职范围"
    if said["decision"] != "refused" and rng.random() < 0.25:
        said["validUntil"] = (beijing_date(at) + timedelta(days=rng.choice([0, 0, 1, 5, 30, 400]))).isoformat()
    return said


def some_items(rng, data: dict, share=0.05) -> dict:
    """What a registration says; now and then without one or two of the things that article 15 asks for."""
    left = rng.sample(sorted(ITEMS), rng.randint(1, 2)) if rng.random() < share else []
    return {key: value for key, value in data.items() if key not in left}


# One sub-history


class Part:
    def __init__(self, rng, tag: str, latest: int, sources: float):
        self.rng = rng
        self.tag = tag
        self.latest = latest
        self.sources = sources  # the share of records that say when their source recorded them
        # Now and then all was recorded at about one time, perhaps before it happened and before
        # the calendar of its year was known.
        self.at_once = None
        if rng.random() < 0.25:
            self.at_once = rng.randint(FIRST - 60 * DAY, latest - 30 * DAY)
        self.drafts = []
        self.used = set()
        self.entries = {}  # entry -> (draft id, department)
        self.fieldless = set()  # entries registered without fields, of which no item can be asked for
        self._bodies()
        for _ in range(rng.choice([1, 1, 2, 3, 4])):
            self._entry()
        self._twins()
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            self._revision()
        for _ in range(rng.choice([0, 1, 1, 2])):
            self._trigger()
        for _ in range(rng.choice([0, 1, 2, 3, 4])):
            self._request()
        for _ in range(rng.choice([0, 0, 1, 2])):
            self._incident()
        for _ in range(rng.choice([0, 0, 1, 2])):
            self._project()
        if rng.random() < 0.4:
            self._filing()
        if rng.random() < 0.3:
            entry = rng.choice(list(self.entries))
            self._retire(entry, self.instant(), None)

    # Choices

    def name(self, slash=True) -> str:
        rng = self.rng
        while True:
            words = [rng.choice(ID_WORDS) for _ in range(rng.randint(1, 3))]
            text = (("/" if slash and rng.random() < 0.25 else "-").join(words))
            text += f"-{self.tag}{rng.randint(0, 9999)}"
            if text not in self.used:
                self.used.add(text)
                return text

    def instant(self, low=FIRST) -> int:
        """Some time in the history; often within seconds of a Beijing midnight or an edge."""
        rng, low = self.rng, max(low, FIRST)
        if low >= self.latest:
            return self.latest - 1
        form = rng.random()
        if form < 0.35:
            at = rng.randint(low, self.latest - 1)
        elif form < 0.7:
            at = self.near(rng.choice(EDGES) + timedelta(days=rng.randint(-16, 3)))
        else:
            at = self.near(beijing_date(rng.randint(low, self.latest - 1)))
        return at if low <= at < self.latest else rng.randint(low, self.latest - 1)

    def near(self, day: date) -> int:
        """A time on a Beijing date, or within seconds of the midnights around it."""
        rng = self.rng
        start = midnight(day)
        return start + rng.choice([
            0, -1, 1, DAY - 1, DAY, DAY - SECOND, DAY - MINUTE, DAY - 999, 999,
            rng.randint(0, DAY - 1), rng.randint(0, DAY - 1), rng.randint(-3, 3) * SECOND,
            9 * HOUR, 17 * HOUR + 30 * MINUTE,
        ])

    def after(self, start: date, count: int) -> int:
        """A time at which a duty from `start` might be answered: around its due date mostly."""
        rng = self.rng
        due, _ = FINAL.due(start, count)
        form = rng.random()
        if form < 0.55:
            at = self.near(due + timedelta(days=rng.choice([-2, -1, 0, 0, 0, 0, 0, 1, 1, 2, 3, 9])))
        elif form < 0.65:
            at = self.near(start)
        elif form < 0.7:
            at = midnight(start) - rng.randint(0, 20 * DAY)
        elif form < 0.9:
            at = midnight(start) + rng.randint(0, 40 * DAY)
        else:
            at = midnight(start) + rng.randint(0, 500 * DAY)
        if FIRST <= at < self.latest:
            return at
        return rng.randint(max(FIRST, min(midnight(start), self.latest - DAY)), self.latest - 1)

    def code(self, kind="11") -> str:
        while True:
            code = codes.make(self.rng, self.rng.choice(DIVISIONS), kind)
            if code not in self.used:
                self.used.add(code)
                return code

    def add(self, type, at, data, needs=(), actor=None, times=None) -> str:
        rng = self.rng
        delay = rng.choice([
            0, 0, 1, -1, rng.randint(1, HOUR), rng.randint(1, 3 * DAY), rng.randint(1, 60 * DAY),
            rng.randint(1, 900 * DAY), -rng.randint(1, 30 * DAY),
        ])
        recorded = at + delay
        if self.at_once:
            recorded = self.at_once + rng.randint(0, 2 * HOUR)
        if recorded >= self.latest:
            recorded = rng.randint(min(at, self.latest - 1), self.latest - 1)
        extra = {}
        if needs and rng.random() < 0.15:
            extra["causation"] = needs[-1]
        if rng.random() < 0.1:
            extra["correlation"] = f"办件-{self.tag}"
        draft = Draft(self.name(), type, at, actor or rng.choice(self.departments), data,
                      list(needs), recorded, rng.random() < self.sources, times or {}, extra)
        self.drafts.append(draft)
        return draft.id

    def by(self, *right) -> str:
        """One of the bodies whose act it is; now and then another."""
        if self.rng.random() < 0.9:
            return self.rng.choice(right)
        return self.rng.choice([*self.departments, *self.authorities.values(), self.cyberspace, self.code()])

    def receiver(self, kind: str, department: str) -> str:
        """The body of a kind to which a department reports; now and then another, or nobody knows which."""
        division, rng = self.division.get(department), self.rng
        right = {"dataAuthority": self.authorities.get(division), "cyberspaceAuthority": self.cyberspaces.get(division),
                 "provincialCyberspaceAuthority": self.cyberspaces.get("370000")}.get(kind)
        if right and rng.random() < 0.85:
            return right
        return rng.choice([*self.authorities.values(), *self.cyberspaces.values(), *self.departments, self.code()])

    def owner(self) -> str:
        """Whose an incident is: a department's mostly, now and then that of an authority that others report to."""
        return self.rng.choice(self.departments) if self.rng.random() < 0.9 else self.rng.choice(
            [*self.authorities.values(), *self.cyberspaces.values()])

    def listed(self, department: str, most: int) -> list:
        """The entries that a trigger lists: its department's own, and now and then those of others."""
        rng = self.rng
        own = [entry for entry, (_, whose) in self.entries.items() if whose == department]
        pool = own if own and rng.random() < 0.75 else list(self.entries)
        return rng.sample(pool, min(len(pool), most))

    # Kinds of record

    def _bodies(self):
        """Bodies are registered first and long ago: whether one is known never depends on the
        instants asked about, because the contract does not say what an unknown body would mean."""
        rng = self.rng
        self.departments = [self.code() for _ in range(rng.randint(1, 4))]
        self.authorities = {}
        self.division = {}
        self.body_drafts = []
        divisions = rng.sample(DIVISIONS, rng.randint(1, 3))
        registrations = []
        for code in self.departments:
            if rng.random() < 0.8:
                kind = rng.choice(["department", "department", "institution", "utility", "government"])
                registrations.append((code, *elsewhere(rng, rng.choice(divisions), kind)))
        for division in divisions:
            if rng.random() < 0.85:
                self.authorities[division] = self.code()
                registrations.append((self.authorities[division], division, "dataAuthority"))
        self.cyberspaces = {}
        for division in dict.fromkeys([*divisions, "370000"]):
            if not self.cyberspaces or rng.random() < 0.6:
                self.cyberspaces[division] = self.code()
                registrations.append((self.cyberspaces[division], division, "cyberspaceAuthority"))
        self.cyberspace = self.cyberspaces[divisions[0]]
        for code, division, _ in registrations:  # whose division is whose, of all of them
            self.division[code] = division
        for code, division, kind in registrations:
            at = REGISTERED + len(self.drafts) * SECOND
            self.drafts.append(Draft(
                self.name(), "department.registered", at, code,
                {"department": code, "name": f"某{division}单位", "division": division, "kind": kind},
                [], at, True,
            ))

    def entry_data(self, name: str, department: str) -> dict:
        rng = self.rng
        sharing = rng.choice(["conditional"] * 7 + ["unconditional", "notShared"])
        data = some_items(rng, {
            "entry": name, "department": department, "name": "企业登记信息", "classification": "基础",
            "format": "数据库", "fields": [{"name": name, "type": "C18"} for name in FIELDS],
            "updateCycle": "每日", "sharing": sharing, "sharingMode": "接口",
            "useRequirements": "按答复使用", **stated_basis(rng),
            "openness": rng.choice(["unconditional", "onApplication", "notOpen"]),
        })
        if "fields" not in data:
            self.fieldless.add(name)
        return data

    def _entry(self, name=None):
        rng = self.rng
        name = name or self.name()
        department = rng.choice(self.departments)
        data = self.entry_data(name, department)
        at = rng.choice([FIRST - rng.randint(0, 60 * DAY), FIRST, self.instant()])
        if rng.random() < 0.7:
            at = min(at, FIRST + rng.randint(0, DAY))
        self.entries[name] = (self.add("catalog.entry-registered", at, data), department)

    def _registered_for(self, trigger: str, made: str, at: int, department: str):
        """An entry that is registered because of a trigger."""
        name, whose = self.name(), self.by(department)
        data = {**self.entry_data(name, whose), "trigger": trigger}
        self.entries[name] = (self.add("catalog.entry-registered", at, data, [made], self.by(department, department, whose)), whose)

    def _twins(self):
        """Two entries whose names differ only in how one letter is composed, now and then."""
        if self.rng.random() < 0.04:
            for letter in ("é", "e\u0301"):
                self._entry(f"caf{letter}-{self.tag}")

    def _revision(self):
        """A revision that cites no trigger: the department, the sharing type or neither."""
        rng = self.rng
        entry = rng.choice(list(self.entries))
        data = {"entry": entry}
        if rng.random() < 0.6:
            data["department"] = rng.choice(self.departments)
        if rng.random() < 0.3:
            data["sharing"] = rng.choice(["conditional", "conditional", "unconditional", "notShared"])
        if len(data) == 1 or rng.random() < 0.3:
            data |= stated_basis(rng, 0.5)
        if len(data) == 1:
            data["updateCycle"] = "每月"
        self.add("catalog.entry-revised", self.instant(), data, [self.entries[entry][0]])

    def _retire(self, entry, at, trigger, needs=(), actor=None):
        data = {"entry": entry, "reason": "职能划出"}
        if trigger is not None:
            data["trigger"] = trigger
        self.add("catalog.entry-retired", at, data, [self.entries[entry][0], *needs], actor)

    def _trigger(self):
        rng = self.rng
        name = self.name(slash=False)
        department = rng.choice([whose for _, whose in self.entries.values()] * 2 + self.departments)
        listed = self.listed(department, rng.choice([0, 0, 1, 1, 2, 3, 4]))
        occurred = self.instant()
        effective = beijing_date(occurred)
        form = rng.random()
        if form < 0.25:
            effective += timedelta(days=rng.randint(-30, 90))
        elif form < 0.35:
            effective = rng.choice(EDGES)
        elif form < 0.4:
            effective += timedelta(days=rng.randint(200, 1200))
        data = {
            "trigger": name, "department": department,
            "kind": rng.choice(["lawAmended", "functionsChanged"]), "instrument": "数据安全法",
            "effectiveOn": effective.isoformat(), "entries": listed,
        }
        if rng.random() < 0.3:
            data["promulgatedOn"] = (effective - timedelta(days=60)).isoformat()
        if rng.random() < 0.3:
            data["instrumentLevel"] = rng.choice(LEVELS)
        made = self.add("catalog.update-triggered", occurred, data,
                        [self.entries[entry][0] for entry in listed])
        others = list(self.entries)
        for _ in range(rng.choice([0, 0, 0, 1] if listed else [0, 1, 1])):
            self._registered_for(name, made, self.after(effective, 15), department)
        for entry in listed or [None]:
            for _ in range(rng.choice([0, 1, 1, 1, 2])):
                subject = entry if entry is not None and rng.random() < 0.85 else rng.choice(others)
                at = self.after(effective, 15)
                needs = [self.entries[subject][0], made]
                actor = self.by(department, department, self.entries[subject][1])
                form = rng.random()
                if form < 0.4:
                    change = {"entry": subject, "trigger": name}
                    if rng.random() < 0.6:
                        change["updateCycle"] = rng.choice(["实时", "实时", "每日"])
                    if rng.random() < 0.1:
                        change["fields"] = [{"name": name, "type": "C18"} for name in rng.choice([FIELDS, FIELDS[1:]])]
                    if rng.random() < 0.2:
                        change["department"] = rng.choice(self.departments)
                    self.add("catalog.entry-revised", at, change, needs, actor)
                elif form < 0.5:
                    self._retire(subject, at, name, [made], actor)
                elif form < 0.7:
                    self._retire(subject, at, None)
                elif form < 0.85:
                    self.add("catalog.trigger-reviewed", at, {
                        "trigger": name, "entry": subject, "outcome": "noChangeNeeded",
                        "reason": "不涉及"}, needs, actor)
                elif form < 0.93:
                    self.add("catalog.trigger-reviewed", at, {
                        "trigger": name, "outcome": "noChangeNeeded", "reason": "不涉及"}, [made], actor)
                else:
                    self.add("catalog.entry-revised", at, {"entry": subject, "format": "文件"},
                             [self.entries[subject][0]])

    def _request(self):
        rng = self.rng
        name = self.name()
        entry = rng.choice(list(self.entries))
        occurred = self.instant()
        received = occurred + rng.choice([
            0, 0, 0, 1, -1, rng.randint(-MINUTE, MINUTE), rng.randint(0, 4 * DAY), -5 * MINUTE])
        received = min(received, self.latest - 1)
        requester = self.code()
        data = {"request": name, "entry": entry, "requester": requester, "purpose": "核验申请人身份",
                "legalBasis": "《行政许可法》第三十四条"}
        if rng.random() < 0.2 and entry not in self.fieldless:
            data["items"] = FIELDS[1:]
        made = self.add("share.requested", occurred, data, [self.entries[entry][0]], requester,
                        {"receivedAt": received})
        start = beijing_date(received)
        for _ in range(rng.choice([0] * 3 + [1] * 7 + [2])):
            at = self.after(start, 10)
            reply = {"request": name, **decided(rng, at, data.get("items", FIELDS))}
            if reply["decision"] == "agreed" and rng.random() < 0.5:
                reply["terms"] = "仅用于本次核验"
            self.add("share.replied", at, reply, [made], self.by(self.entries[entry][1]))
        if rng.random() < 0.3:
            self.add("share.withdrawn", self.after(start, 10), {"request": name, "reason": "不再需要"},
                     [made], self.by(requester))
        for type, right in (("share.revoked", self.entries[entry][1]), ("share.relinquished", requester)):
            if rng.random() < 0.15:
                self.add(type, self.after(start, 10), {"request": name, "reason": "不再需要"}, [made], self.by(right))

    def _incident(self):
        rng = self.rng
        name = self.name()
        at, department = self.instant(), self.owner()
        made = self.add("incident.detected", at, {
            "incident": name, "department": department,
            "kind": rng.choice(["leak", "damage", "loss", "risk"]), "summary": "接口异常访问"})
        if rng.random() < 0.5:
            self.add("incident.remedied", min(at + rng.choice([0, 1, -1, -HOUR, *[rng.randint(0, DAY)] * 6]), self.latest - 1),
                     {"incident": name, "measures": "关闭接口"}, [made], self.by(department))
        for _ in range(rng.choice([0, 1, 1, 2, 3, 4])):
            kind = rng.choice(KINDS)
            recipient = self.receiver(kind, department)
            later = at + rng.choice([0, 1, 999, 1000, rng.randint(0, HOUR), rng.randint(0, 30 * DAY),
                                     rng.randint(0, 500 * DAY), -rng.randint(1, DAY)])
            self.add("incident.reported", min(later, self.latest - 1),
                     {"incident": name, "recipient": recipient, "recipientKind": kind}, [made], self.by(department))
        if rng.random() < 0.15:
            self.add("incident.regraded", self.instant(at), {"incident": name, "grade": rng.choice(GRADES), "reason": "影响扩大"},
                     [made], self.by(department))

    def _project(self):
        rng = self.rng
        name = self.name()
        at = self.instant()
        department = rng.choice(self.departments)

        def submitted(at, *needs):
            return self.add("project.submitted", at, {
                "project": name, "department": department if rng.random() < 0.8 else rng.choice(self.departments),
                "kind": rng.choice(["develop", "maintain", "purchase"]), "name": "一体化平台",
                "fixedAssetInvestment": rng.random() < 0.15, "stateSubsidy": rng.random() < 0.15}, needs)

        if rng.random() < 0.15:  # started without a word to anybody
            data = {"project": name, **({"department": department} if rng.random() < 0.5 else {})}
            made = self.add("project.started", at, data, actor=self.by(department))
            if rng.random() < 0.3:
                self.add("project.reviewed", self.instant(at), {
                    "project": name, "authority": rng.choice([*self.authorities.values(), self.code()]), "outcome": "approved"}, [made])
            return
        made = submitted(at)
        start = at + rng.randint(0, 30 * DAY)
        if rng.random() < 0.5:
            start = self.near(beijing_date(start))
        start = min(start, self.latest - 1)
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            anyone = [*self.departments, *self.authorities.values(), *self.cyberspaces.values(), self.code()]
            right = self.authorities.get(self.division.get(department))
            authority = right if right and rng.random() < 0.6 else rng.choice(anyone)
            reviewed = start + rng.choice([0, 0, 1, -1, -rng.randint(0, 20 * DAY), rng.randint(0, 5 * DAY)])
            data = {"project": name, "authority": authority,
                    "outcome": rng.choice(["approved", "approved", "rejected", "returned"])}
            if data["outcome"] != "approved" and rng.random() < 0.7:
                data["reasons"] = "材料不全"
            seen = self.add("project.reviewed", min(reviewed, self.latest - 1), data, [made], authority)
            if data["outcome"] == "returned" and rng.random() < 0.7:
                again = reviewed + rng.choice([0, 1, -1, rng.randint(0, 5 * DAY), -rng.randint(0, 20 * DAY)])
                submitted(max(FIRST, min(again, self.latest - 1)), made, seen)
        if rng.random() < 0.7:
            data = {"project": name, **({"department": rng.choice(self.departments)} if rng.random() < 0.1 else {})}
            self.add("project.started", start, data, [made] if rng.random() < 0.9 else [])

    def _filing(self):
        rng = self.rng
        department = rng.choice(self.departments)
        authority = self.authorities.get(self.division.get(department)) or self.code()
        if rng.random() < 0.4:
            authority = rng.choice([*self.authorities.values(), *self.cyberspaces.values(), *self.departments, self.code()])
        entries = rng.sample(list(self.entries), rng.randint(1, len(self.entries)))
        self.add("catalog.filed", self.instant(),
                 {"department": department, "authority": authority, "entries": entries},
                 [self.entries[entry][0] for entry in entries])


# A ledger


def _notices(rng, tag: str, latest: int) -> list:
    """Holiday notices of the ledger's own: for 2027, or changing days that others named."""
    drafts, used = [], set()

    def notice(name, issued, off, worked):
        at = rng.randint(FIRST, latest - 1)
        if rng.random() < 0.6:
            at = min(midnight(issued) + 10 * HOUR, latest - 1)
        if name in used:
            return
        used.add(name)
        drafts.append(Draft(
            f"notice-{tag}-{len(drafts)}", "calendar.notice-issued", at, codes.make(rng),
            {"notice": name, "issuedOn": issued.isoformat(),
             "off": [d.isoformat() for d in off], "worked": [d.isoformat() for d in worked]},
            [], at + rng.randint(0, 30 * DAY), rng.random() < 0.5))
        drafts[-1].recorded = min(drafts[-1].recorded, latest - 1)

    if rng.random() < 0.3:
        spring = [date(2027, 2, 5) + timedelta(days=i) for i in range(8)]
        off = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), *spring]
        worked = [date(2027, 1, 30), date(2027, 2, 20)]
        if rng.random() < 0.5:
            worked.append(date(2026, 12, 26))
        issued = date(2026, 10, 1) + timedelta(days=rng.randint(0, 60))
        notice("关于2027年部分节假日安排的通知", issued, off, worked)
    for number in range(rng.choice([0, 0, 1, 1, 2, 3])):
        year = rng.randint(2020, 2026)
        day = rng.choice([
            rng.choice([d for d in EDGES if d.year == year]),
            date(year, 1, 2) + timedelta(days=rng.randint(0, 350))])
        off, worked = set(), set()
        for _ in range(rng.randint(1, 5)):
            chosen = day + timedelta(days=rng.randint(-5, 15))
            if chosen.year != year or (chosen.month, chosen.day) == (1, 1):
                continue
            (off if rng.random() < 0.6 else worked).add(chosen)
        off -= worked
        if not off and not worked:
            continue
        issued = rng.choice([
            day - timedelta(days=rng.randint(0, 120)),
            day + timedelta(days=rng.randint(0, 400)),
            rng.choice(BUNDLED).issued])
        # No notice speaks of a year before the year's own notice is known: nobody says what
        # a named day in a year that is not covered would be.
        covers = max(n.issued for n in BUNDLED if date(year, 1, 1) in n.off)
        issued = max(issued, covers)
        notice(f"调整通知-{tag}-{number}", issued, sorted(off), sorted(worked))
    if rng.random() < 0.15:
        # The same notice by name, as the operator records it: the ledger's own one is used.
        last = max(BUNDLED, key=lambda n: n.issued)
        off = set(last.off) | {date(2026, 6, 22)}
        worked = set(last.worked) - {date(2026, 2, 28)}
        notice(last.name, last.issued, sorted(off), sorted(worked))
    return drafts


class Recorded:
    """What is recorded so far of what may be done once: by one body, or by those that are competent; and of projects."""

    def __init__(self):
        self.rounds = {}  # by project: the outcome of the last review, and whether it was submitted
        self.held = {}  # by entry: (when, where in the log, whose it is from then on), the registration first
        self.done = {}  # by type and matter: the acts, each with its place
        self.asked = {}  # by request: the act, with its place

    def add(self, draft, place: int):
        data = draft.data
        if draft.type in ("catalog.entry-registered", "catalog.entry-revised") and "department" in data:
            self.held.setdefault(data["entry"], []).append((draft.at, place, data["department"]))
        elif draft.type == "share.requested":
            self.asked[data["request"]] = draft, place
        elif draft.type == "project.submitted":
            self.rounds[data["project"]] = self.rounds.get(data["project"], (None, True))[0], True
        elif draft.type == "project.reviewed":
            self.rounds[data["project"]] = data["outcome"], self.rounds.get(data["project"], (None, False))[1]
        elif draft.type in ONCE_EACH:
            self.done.setdefault(self._matter(draft), []).append((draft, place))

    def contradicts(self, draft, place: int) -> bool:
        """Whether the ledger would refuse an act because it, or another that stands for it, was done."""
        if draft.type == "project.submitted":
            outcome, submitted = self.rounds.get(draft.data["project"], (None, False))
            return submitted and outcome != "returned"
        if draft.type not in ONCE_EACH:
            return False
        before = self.done.get(self._matter(draft), [])
        if any(one.actor == draft.actor for one, _ in before):
            return True
        return draft.type == "share.replied" and self.competent(draft, place) and any(
            self.competent(*one) for one in before)

    def competent(self, reply, place: int) -> bool:
        """Whether the entry was the replying body's, when it was asked for or when it replied."""
        asked, where = self.asked[reply.data["request"]]
        return reply.actor in {self.holder(asked.data["entry"], *when) for when in ((asked.at, where), (reply.at, place))}

    def holder(self, entry: str, at: int, place: int) -> str:
        first, *changes = self.held[entry]
        before = [one for one in changes if one[:2] < (at, place)] if first[0] <= at else []
        return max(before, default=first)[2]

    @staticmethod
    def _matter(draft):
        return draft.type, next(draft.data[key] for key in ("request", "trigger", "verification", "application", "incident")
                                if key in draft.data)


def admitted(drafts) -> list:
    """The drafts that the ledger accepts in this order: the refusals of contract.md section 4."""
    kept, seen = [], set()
    retired, done, recorded = {}, set(), Recorded()
    for draft in drafts:
        data = draft.data
        if draft.id in seen or any(need not in seen for need in draft.needs):
            continue
        match draft.type:
            case "catalog.entry-revised":
                if data["entry"] in retired:
                    continue
            case "catalog.entry-retired":
                if data["entry"] in retired:
                    continue
                retired[data["entry"]] = draft.at
            case "share.requested":
                if retired.get(data["entry"], draft.at + 1) <= draft.at:
                    continue
            case "share.replied" | "share.withdrawn" | "share.revoked" | "share.relinquished" | "project.submitted":
                if recorded.contradicts(draft, len(kept)):
                    continue
            case "project.started":
                if (draft.type, data["project"]) in done:
                    continue
                done.add((draft.type, data["project"]))
        recorded.add(draft, len(kept))
        seen.add(draft.id)
        kept.append(draft)
    return kept


def _ordered(rng, drafts) -> list:
    """By recorded time, sometimes disturbed; a record waits until what it names has come."""
    keys = {d.id: d.recorded for d in drafts}
    form = rng.random()
    if form < 0.25:
        keys = {d.id: rng.random() for d in drafts}
    elif form < 0.5:
        keys = {d.id: d.recorded + (rng.randint(-400 * DAY, 400 * DAY) if rng.random() < 0.2 else 0)
                for d in drafts}
    elif form < 0.65:
        keys = {d.id: d.at for d in drafts}
    first = [d for d in drafts if d.type == "department.registered"]
    rest = sorted((d for d in drafts if d.type != "department.registered"), key=lambda d: keys[d.id])
    out, placed, waiting = [], set(), {}

    def place(draft):
        stack = [draft]
        while stack:
            current = stack.pop()
            missing = next((need for need in current.needs if need not in placed), None)
            if missing is not None:
                waiting.setdefault(missing, []).append(current)
                continue
            out.append(current)
            placed.add(current.id)
            stack.extend(reversed(waiting.pop(current.id, [])))

    for draft in first + rest:
        place(draft)
    return out


@dataclass
class History:
    seed: int
    parts: int
    latest: int
    lines: list
    drafts: list

    @property
    def text(self) -> str:
        return "".join(line + "\n" for line in self.lines)

    def interesting(self) -> list:
        """Instants at which something changes: acts, recordings and the ends of due dates."""
        moments = set()
        for draft in self.drafts:
            if draft.type == "department.registered":
                continue
            moments.add(draft.at)
            if draft.source:
                moments.add(draft.recorded)
            days, start = 10, None
            if draft.type == "share.requested":
                start = beijing_date(draft.times["receivedAt"])
            elif draft.type == "catalog.update-triggered":
                days, start = 15, date.fromisoformat(draft.data["effectiveOn"])
            if start is not None:
                moments.add(midnight(FINAL.due(start, days)[0] + timedelta(days=1)))
        return sorted(moments)


def history(seed: int, parts: int = 1, latest: int | None = None) -> History:
    latest = horizon() if latest is None else latest
    rng = random.Random(f"govledger {seed} {parts}")
    drafts = []
    sources = rng.choice([0.0, 0.75, 0.75, 0.75, 1.0])
    for number in range(parts):
        drafts += Part(rng, f"{seed:x}.{number}", latest, sources).drafts
    drafts += _notices(rng, f"{seed:x}", latest)
    drafts = admitted(_ordered(rng, drafts))
    lines = []
    for number, draft in enumerate(drafts):
        lines.append(draft.line(rng))
        form = rng.random()
        if form < 0.02:  # said again, perhaps with other offsets: adds nothing
            lines.append(drafts[rng.randint(0, number)].line(rng))
        elif form < 0.03:
            lines.append(rng.choice(["", "  ", "\t"]))
        elif form < 0.05:
            lines[-1] += "\r"
    return History(seed, parts, latest, lines, drafts)


def instants(rng, found: History, count: int) -> list:
    """Pairs of arguments for --as-of and --known-at; the first is after everything."""
    moments = found.interesting() or [found.latest]
    end = stored(max(found.latest, instant("2026-12-31T00:00:00Z")) + 400 * DAY)
    late = [end, "2027-12-31", "2027-03-01T00:00:00+08:00"]

    def some():
        form = rng.random()
        at = rng.choice(moments)
        if form < 0.35:
            return timestamp(rng, at)
        if form < 0.6:
            return timestamp(rng, at + rng.choice([-1, 1]))
        if form < 0.8:
            return beijing_date(at + rng.choice([0, 0, -DAY])).isoformat()
        return timestamp(rng, at + rng.randint(-20 * DAY, 20 * DAY))

    answers = ("share.replied", "share.withdrawn", "catalog.entry-revised", "catalog.entry-retired")
    early = [d.recorded for d in found.drafts
             if d.source and d.type in answers and d.recorded < d.at - 15 * DAY]
    notices = [n.issued for n in BUNDLED]
    pairs = [(end, end)]
    while len(pairs) < count:
        form = rng.random()
        if form < 0.4:
            pairs.append((some(), rng.choice(late)))
        elif form < 0.6:
            pairs.append((rng.choice(late), some()))
        elif form < 0.7:
            same = some()
            pairs.append((same, same))
        elif form < 0.78 and early:
            known = rng.choice(early) + rng.choice([0, 0, rng.randint(0, 40 * DAY)])
            pairs.append((rng.choice(late), timestamp(rng, known)))
        elif form < 0.85:
            issued = rng.choice(notices) + timedelta(days=rng.choice([-1, 0]))
            known = rng.choice([issued.isoformat(), timestamp(rng, midnight(issued)),
                                timestamp(rng, midnight(issued) - 1)])
            pairs.append((rng.choice([some(), *late]), known))
        else:
            pairs.append((some(), some()))
    return pairs
