"""Seeded random histories of every act that a rule book can speak of, and random rule books.

`law_history(seed, matters, bundled)` gives one ledger's lines for `record --import`, the books
invented for it, and the moments at which its findings change. Each matter is made with one rule
in mind: its acts fall on and around the last millisecond of that rule's period as it then stands
(the clock of law_oracle.py is asked where that is; it only places acts, it judges nothing here).
The same seed, horizon and bundled books give the same lines.
"""

import copy
import random
from dataclasses import dataclass
from datetime import date, timedelta

import codes
from histories import (
    DAY, FIELDS, FINAL, FIRST, GRADES, HOUR, KINDS, LEVELS, MINUTE, ONCE_EACH, SECOND, Draft, Part, Recorded, _notices, _ordered,
    decided, horizon, stated_basis,
)
from law_oracle import OPENINGS, run, start_of
from oracle import beijing_date, midnight, stored

LATER = midnight(date(2025, 7, 25))
INCIDENTS = midnight(date(2025, 11, 1))
LAST_ENTRY = FIRST - 20 * DAY
CLOSES = ["17:30", "18:00", "16:59", "00:00", "23:59", "12:00"]
NUMBERS = [1, 1, 2, 3, 5, 7, 10, 10, 15, 20, 30, 45]

SHARINGS = ("conditional", "unconditional", "notShared")

# For each type that opens: what discharges, what closes, what extends, and pairs that stop or restart.
ACTS = {
    "catalog.update-triggered": dict(
        discharge=[["catalog.entry-revised", "catalog.entry-retired", "catalog.trigger-reviewed"],
                   ["catalog.entry-registered", "catalog.entry-revised", "catalog.entry-retired", "catalog.trigger-reviewed"],
                   ["catalog.update-published"], ["catalog.update-submitted", "catalog.entry-retired"]],
        close=["catalog.entry-retired"], extend="catalog.update-extended",
        pairs=[("catalog.update-submitted", "catalog.update-published")]),
    "share.requested": dict(
        discharge=[["share.replied"], ["share.provided"], ["share.replied", "share.provided"]],
        close=["share.withdrawn"], extend="share.extended",
        pairs=[("share.supplement-requested", "share.supplemented")]),
    "incident.detected": dict(
        discharge=[["incident.reported"], ["incident.remedied"], ["incident.closed"], ["incident.summarised"]],
        close=["incident.closed"], extend=None, pairs=[("incident.remedied", "incident.closed")]),
    "verification.raised": dict(
        discharge=[["verification.resolved"]], close=[], extend=None, pairs=[]),
    "open.applied": dict(
        discharge=[["open.replied"], ["open.replied"], ["open.correction-requested"]],
        close=["open.withdrawn", "open.lapsed"], extend="open.extended",
        pairs=[("open.consultation-begun", "open.consultation-ended"),
               ("open.correction-requested", "open.corrected")]),
    "share.replied": dict(
        discharge=[["share.provided"]], close=["share.withdrawn", "share.revoked", "share.relinquished"], extend="share.extended",
        pairs=[("share.supplement-requested", "share.supplemented")]),
    "catalog.update-submitted": dict(
        discharge=[["catalog.update-published"]], close=[], extend="catalog.update-extended", pairs=[]),
    "incident.closed": dict(discharge=[["incident.summarised"]], close=[], extend=None, pairs=[]),
    "open.replied": dict(
        discharge=[["open.correction-requested"], ["open.consultation-ended"]], close=["open.withdrawn"],
        extend="open.extended", pairs=[]),
    "verification.resolved": dict(discharge=[["verification.raised"]], close=[], extend=None, pairs=[]),
}
del ACTS["verification.resolved"]  # nothing can follow it on its matter
STARTS = {
    "catalog.update-triggered": ["effectiveOn", "effectiveOn", "promulgatedOn", "occurredOn"],
    "share.requested": ["receivedOn", "receivedOn", "occurredOn"],
    "verification.raised": ["receivedOn", "occurredOn"],
    "open.applied": ["receivedOn", "receivedOn", "occurredOn"],
}
DUTIES = {
    "catalog.update-triggered": ["catalogUpdate", "catalogUpdate", "catalogOther"],
    "share.requested": ["shareReply", "shareReply", "shareOther"],
    "incident.detected": ["incidentReport", "incidentUrgentReport", "incidentOther"],
    "verification.raised": ["verification"],
    "open.applied": ["openReply", "openReply", "openCorrection"],
    "share.replied": ["shareProvision"],
    "catalog.update-submitted": ["catalogPublication"],
    "incident.closed": ["incidentSummary"],
    "open.replied": ["openAfterReply"],
}
# What opens a later duty.
OPENS = set(ACTS) - set(OPENINGS)


# Rule books


def random_rule(rng, name: str, trigger: str, duty: str) -> dict:
    kinds = ACTS[trigger]
    discharge = list(rng.choice(kinds["discharge"]))
    rule = {
        "rule": name, "article": "第" + rng.choice("一二三四五六七八九十") + "条", "duty": duty, "trigger": trigger,
        "start": rng.choice(STARTS.get(trigger, ["occurredOn"])),
        "countsStartDay": False, "startOnRestDay": "countsFromNextWorkingDay", "periodEnd": "midnight",
        "calendar": "finallyInForce", "dischargedBy": discharge,
        "text": {"zh": "应当按期办理。", "en": "It shall be done in time."},
    }
    if trigger == "catalog.update-triggered" and rng.random() < 0.7:
        rule["each"] = "entry"
    if trigger == "catalog.update-submitted" and rng.random() < 0.7:
        rule["obligated"] = "authority"
    if trigger == "incident.detected" and rng.random() < 0.6:
        rule["each"] = "recipient"
        rule["recipients"] = rng.choice([
            ["dataAuthority", "cyberspaceAuthority"], ["cyberspaceAuthority"], ["dataAuthority"],
            ["provincialCyberspaceAuthority"], ["protectionDepartment", "publicSecurity"]])
    form = rng.random()
    if form < 0.62:
        rule["period"] = {"workingDays": rng.choice(NUMBERS)}
        rule["startOnRestDay"] = rng.choice(
            ["countsFromNextWorkingDay", "countsFromNextWorkingDay", "deemedReceivedNextWorkingDay"])
        if rng.random() < 0.25:
            rule["calendar"] = "knownWhenTheClockStarted"
    elif form < 0.82:
        rule["period"] = {"calendarDays": rng.choice(NUMBERS + [30, 60])}
        rule["lastDayOnRestDay"] = rng.choice(["movesToNextWorkingDay", "movesToNextWorkingDay", "stands"])
    elif form < 0.95:
        rule["period"] = {"hours": rng.choice([1, 2, 4, 24, 72, 200, 400])}
        rule["start"] = "occurredOn"
    else:
        rule["period"] = None
    dated = rule["period"] is not None and "hours" not in rule["period"]
    if dated:
        rule["countsStartDay"] = rng.random() < 0.2
        if rng.random() < 0.25:
            rule["periodEnd"] = "closeOfBusiness"
            rule["closeOfBusinessAt"] = rng.choice(CLOSES)

    used = set(discharge)
    closing = [t for t in kinds["close"] if t not in used]
    if trigger == "catalog.update-triggered":  # without citing, only for each entry
        closing = list(kinds["close"]) if "catalog.entry-retired" in used and "each" in rule else []
    if closing and rng.random() < 0.8:
        rule["closedBy"] = closing
        used |= set(closing)
    if dated and kinds["extend"] and rng.random() < 0.6:
        consent = "headOfBody" if kinds["extend"] == "open.extended" else "sameLevelAuthority"
        rule["extension"] = {"by": kinds["extend"], "atMost": rng.choice([1, 5, 5, 10, 20, 30]),
                             "times": rng.choice([1, 1, 2, 3]), "consent": consent}
    free = [p for p in kinds["pairs"] if not used & set(p)]
    if dated and free:
        rng.shuffle(free)
        if rng.random() < 0.55:
            begin, end = free.pop()
            rule["suspension"] = [{"from": begin, "until": end}]
            if rng.random() < 0.5:
                rule["suspension"][0]["atMost"] = rng.choice([1, 2, 5, 15])
        if free and rng.random() < 0.7:
            asked, received = free.pop()
            rule["restart"] = {"asked": asked, "received": received, "times": rng.choice([1, 1, 2])}
    if rng.random() < 0.08:
        rule["onlyIfDone"] = True
    return rule


def conditions(rng, trigger: str):
    """Disjoint conditions for rules of one duty, covering all cases or not; None for no condition."""
    if rng.random() < 0.5:
        return [None]
    if trigger in ("share.requested", "open.applied", "verification.raised"):
        return rng.choice([
            [{"sharing": ["conditional"]}], [{"sharing": ["unconditional"]}, {"sharing": ["conditional"]}],
            [{"sharing": ["conditional", "notShared"]}]])
    if trigger == "share.replied":
        return rng.choice([[{"decision": ["agreed"]}], [{"decision": ["refused"]}, {"decision": ["agreed", "partlyAgreed"]}]])
    if trigger == "catalog.update-triggered":
        some = rng.sample(LEVELS, rng.randint(1, 3))
        return rng.choice([[{"instrumentLevel": some}], [
            {"instrumentLevel": some}, {"instrumentLevel": [level for level in LEVELS if level not in some]}]])
    if trigger == "incident.detected":
        return rng.choice([
            [{"grade": ["extraordinary", "major"]}, {"grade": ["larger"]}],
            [{"operator": ["other"]}, {"operator": ["criticalInfrastructure", "centralOrgan"]}],
            [{"grade": ["major", "larger"], "operator": ["other"]}]])
    return [None]


def random_book(rng, name: str) -> dict:
    prefix = "zz" + "".join(c for c in name.split("/")[0] if c.isalnum())
    force = rng.choice([
        date(2019, 6, 1), date(2020, 2, 1), date(2020, 1, 1) + timedelta(days=rng.randint(0, 2300)),
        date(2025, 8, 1)])
    obligations, number = [], 0
    pairs = [(trigger, duty) for trigger in ACTS for duty in sorted(set(DUTIES[trigger]))]
    for trigger, duty in rng.sample(pairs, rng.randint(2, min(9, len(pairs)))):
        for where in conditions(rng, trigger):
            number += 1
            rule = random_rule(rng, f"{prefix}.{number}", trigger, duty)
            if where is not None:
                rule["where"] = where
            obligations.append(rule)
    violations = []
    for check in ("refusalWithoutReasons", "startedWithoutApproval", "filedWithAnother", "restrictedWithoutBasis"):
        if rng.random() < 0.3:
            violations.append({
                "rule": f"{prefix}.{check.lower()}", "article": "第一条", "check": check,
                "text": {"zh": "不得。", "en": "It shall not."}, "message": {"zh": "违反", "en": "against it"}})
            if rng.random() < 0.3:
                violations[-1]["grade"] = rng.choice(["remark", "remark", "violation"])
    found = {
        "schema": "govledger.rule-book/1", "book": name, "title": {"zh": "试验办法", "en": "Measures for a test"},
        "inForceFrom": force.isoformat(), "obligations": obligations, "violations": violations}
    if rng.random() < 0.35:  # who may use a right in time, and whether that is out of scope, is said nowhere
        for one in obligations:
            one.pop("onlyIfDone", None)
        found["binds"] = rng.choice([
            {"province": "370000", "notKinds": ["township"]}, {"province": "370000", "notKinds": ["utility", "township"]},
            {"province": "320000", "notKinds": ["government"]}])
    if rng.random() < 0.2:
        found["inForceUntil"] = (force + timedelta(days=rng.choice((0, 30, 700, 2400)))).isoformat()
    return found


# Matters


@dataclass
class Stub:
    """What the clock wants to see of an act."""

    type: str
    at: int
    data: dict


class LawPart(Part):
    def __init__(self, rng, tag: str, latest: int, books, matters: int, sharings):
        self.rng, self.tag, self.latest, self.books = rng, tag, latest, books
        self.sources = rng.choice([0.8, 0.9, 1.0])
        self.at_once = None
        self.drafts, self.used, self.entries, self.moments = [], set(), {}, set()
        self.sharing, self.gone, self.fieldless = {}, set(), set()
        self.sharings = sharings
        self._bodies()
        for _ in range(8):
            self._law_entry()
        self.retirable = list(self.entries)[:4]
        for _ in range(matters):
            rng.choice([self._trigger, self._request, self._request, self._open, self._open,
                        self._incident, self._incident, self._verification, self._project])()
        for entry in self.retirable:
            if rng.random() < 0.3 and entry not in self.gone:
                self._retire(entry, self.instant(), None)
        for _ in range(rng.choice([0, 0, 1])):
            self._law_revision()
        if rng.random() < 0.5:
            self._filing()

    # Choices

    def add(self, type, at, data, needs=(), actor=None, times=None) -> str:
        """As in histories.py, but most records become known within days, for late evidence."""
        made = super().add(type, at, data, needs, actor, times)
        draft = self.drafts[-1]
        if self.rng.random() < 0.7:
            day = midnight(beijing_date(at))
            known = self.rng.choice([
                at, at, at + self.rng.randint(0, HOUR),
                midnight(FINAL.due(beijing_date(at), self.rng.choice([1, 2, 2, 2, 3, 3]))[0])
                + self.rng.choice([0, -1, DAY - 1, DAY, 10 * HOUR]), day + 20 * DAY])
            if known < self.latest:
                draft.recorded = known
        return made

    def instant(self, low=FIRST) -> int:
        """As in histories.py, but often under the later books, and often near the calendar's end."""
        rng, form = self.rng, self.rng.random()
        if form < 0.3:
            return self.near(beijing_date(rng.randint(LATER, self.latest - 2 * DAY)))
        if form < 0.45:
            return self.latest - rng.randint(DAY, 30 * DAY)
        return super().instant(low)

    def sharp(self, limit: int, low: int) -> int:
        """A time on the edge of a period that ends with the millisecond `limit`."""
        rng = self.rng
        form = rng.random()
        if form < 0.5:
            at = limit + rng.choice([0, 0, 1, 1, -1, 2, -SECOND, SECOND, MINUTE])
        elif form < 0.7:
            at = self.near(beijing_date(limit) + timedelta(days=rng.choice([-1, 0, 0, 1])))
        elif form < 0.9:
            at = low + rng.randint(0, max(1, limit - low))
        else:
            at = limit + rng.randint(0, 30 * DAY)
        return at

    def clip(self, at: int) -> int:
        return max(FIRST, min(at, self.latest - 1 - self.rng.randint(0, 5)))

    def rules(self, opening: str) -> list:
        found = [r for b in self.books for r in b["obligations"] if r["trigger"] == opening]
        return found or [random_rule(random.Random(1), "zz.0", opening, "none")]

    # Records

    def _law_entry(self):
        rng = self.rng
        super()._entry()
        draft = self.drafts[-1]
        sharing = rng.choice(self.sharings)
        draft.data["sharing"] = sharing
        draft.data["openness"] = "onApplication"
        draft.at = draft.recorded = LAST_ENTRY - rng.randint(0, 20 * DAY)
        if rng.random() < 0.1:  # under the order
            draft.at = self.instant()
            draft.recorded = max(draft.recorded, draft.at)
        draft.source = True
        self.sharing[draft.data["entry"]] = sharing

    def _law_revision(self):
        """Changes how an entry is shared or whose it is."""
        entry = self.rng.choice([e for e in self.entries if e not in self.retirable])
        data = {"entry": entry, **stated_basis(self.rng, 0.5)}
        if self.rng.random() < 0.5:
            data["department"] = self.rng.choice(self.departments)
        else:
            data["sharing"] = self.rng.choice(self.sharings)
        made = self.add("catalog.entry-revised", self.instant(), data, [self.entries[entry][0]])
        self.drafts[-1].recorded = min(self.drafts[-1].recorded, self.latest - 1)

    def consenting(self, department: str) -> str:
        """An authority of which the ledger knows for certain whether its consent is good, or nothing."""
        rng = self.rng
        right = self.authorities.get(self.division.get(department))
        known = [*self.authorities.values(), self.cyberspace]
        if right is None:
            return rng.choice(known) if self.authorities else rng.choice([self.cyberspace, self.code()])
        return right if rng.random() < 0.75 else rng.choice(known)

    def data_for(self, type: str, key: str, name: str, department: str, subject, at: int):
        """The data of an act on a matter, and its times."""
        rng, times = self.rng, {}
        data = {key: name}
        match type:
            case "catalog.update-extended":
                data |= {"authority": self.consenting(department), "days": rng.choice([1, 2, 5, 5, 10, 30]),
                         "reason": "情况复杂"}
                if subject is not None and rng.random() < 0.5:
                    data["entry"] = subject
            case "catalog.update-submitted":
                data["authority"] = self.consenting(department)
            case "catalog.update-published":
                pass
            case "catalog.entry-revised":
                data["entry"] = subject or rng.choice(list(self.entries)[4:])
                data["format"] = rng.choice(["文件", "文件", "数据库"])
            case "catalog.entry-registered":
                data |= self.entry_data(self.name(), department)
            case "catalog.entry-retired":
                data["entry"] = subject or rng.choice(self.retirable)
                data["reason"] = "职能划出"
                if rng.random() < 0.5:  # without citing the trigger
                    del data["trigger"]
            case "catalog.trigger-reviewed":
                data |= {"outcome": "noChangeNeeded", "reason": "不涉及"}
                if subject is not None and rng.random() < 0.6:
                    data["entry"] = subject
            case "share.replied":
                data |= decided(rng, at, FIELDS)
            case "incident.regraded":
                data |= {"grade": rng.choice(GRADES), "reason": "影响扩大"}
            case "share.withdrawn" | "open.withdrawn" | "share.revoked" | "share.relinquished" | "open.lapsed":
                data["reason"] = "不再需要"
            case "share.extended":
                data |= {"authority": self.consenting(department), "days": rng.choice([1, 2, 5, 10, 20]),
                         "reason": "需要协调"}
                if rng.random() < 0.5:
                    data["noticedOn"] = beijing_date(at).isoformat()
            case "share.supplement-requested" | "open.correction-requested":
                data["missing"] = rng.choice([["履职依据"], ["身份证明", "用途"]])
            case "share.supplemented" | "open.corrected":
                times["receivedAt"] = at + rng.choice([0, 0, 1, -1, -HOUR, -DAY, DAY, 2 * DAY, 3 * HOUR])
            case "share.provided":
                data["mode"] = rng.choice(["interface", "batch", "file"])
            case "verification.resolved":
                data["outcome"] = rng.choice(["corrected", "confirmed"])
            case "open.consultation-begun":
                data["party"] = "某公司"
            case "open.consultation-ended":
                if rng.random() < 0.5:
                    data["outcome"] = "同意公开"
            case "open.extended":
                data |= {"consentedBy": "局长", "days": rng.choice([1, 5, 10, 20, 40]), "reason": "数量较大"}
                if rng.random() < 0.5:
                    data["noticedOn"] = beijing_date(at).isoformat()
            case "open.replied":
                data["decision"] = rng.choice(["agreed", "partlyAgreed", "refused"])
                if data["decision"] != "agreed":
                    data["reasons"] = "涉及商业秘密"
            case "incident.reported":
                kind = subject or rng.choice(KINDS)
                data |= {"recipient": self.receiver(kind, department), "recipientKind": kind}
            case "incident.remedied":
                data["measures"] = "关闭接口"
            case "incident.closed":
                data["conclusion"] = "处置完毕"
            case "incident.summarised":
                data |= {"recipient": self.cyberspace, "summary": "总结"}
            case _:
                raise ValueError(type)
        return data, times

    @staticmethod
    def right(type: str, department: str, requester, stubs) -> list:
        """The bodies whose act it is: none when anybody may."""
        if type in ("share.withdrawn", "share.supplemented", "share.relinquished"):
            return [requester]
        if type in ("open.withdrawn", "open.corrected"):
            return []
        submitted = [s.data["authority"] for s in stubs if s.type == "catalog.update-submitted"]
        return [department, *submitted[:1]] if type == "catalog.update-published" else [department]

    def follow(self, opening: Stub, made: str, key: str, name: str, department: str, entries=(), requester=None):
        """The acts on a matter, one after the other, each placed by a rule's clock as it stands."""
        rng = self.rng
        rule = rng.choice(self.rules(opening.type))
        done, stubs = set(), []
        cursor = opening.at
        for stage in range(2):
            acts = [t for t in {
                rule.get("extension", {}).get("by"), *(p[side] for p in rule.get("suspension", []) for side in ("from", "until")),
                rule.get("restart", {}).get("asked"), rule.get("restart", {}).get("received")} if t]
            anything = [t for t in {
                ACTS[opening.type]["extend"], *ACTS[opening.type]["close"],
                *(t for p in ACTS[opening.type]["pairs"] for t in p),
                *(t for one in ACTS[opening.type]["discharge"] for t in one)} if t]
            last = rule["dischargedBy"] + rule.get("closedBy", [])
            acts.sort(), anything.sort()
            steps = rng.choice([0, 0, 1, 1, 2, 3, 4, 5]) if acts else rng.choice([0, 0, 1])
            subject_pool = list(entries) or [None]
            if rule.get("each") == "recipient":
                subject_pool = rule["recipients"]
            trigger = opening if stage == 0 else next(s for s in stubs if s.type == rule["trigger"])
            more = [1, 2, 3, 4] if opening.type == "incident.detected" else [0, 1, 1, 1, 2]  # for several recipients
            for step in range(steps + rng.choice(more)):
                subject = rng.choice(subject_pool)
                if step < steps and acts and rng.random() < 0.9:
                    type = rng.choice(acts)
                elif step < steps:
                    type = rng.choice(anything)
                else:
                    type = rng.choice(last)
                before = sorted(stubs, key=lambda s: s.at)
                clock = run(rule, trigger, before, lambda known_on: FINAL, lambda authority: True)
                if clock.suspended:
                    pairs = [*rule.get("suspension", [])]
                    ends = [p["until"] for p in pairs if any(s.type == p["from"] for s in stubs)]
                    if rule.get("restart") and any(s.type == rule["restart"]["asked"] for s in stubs):
                        ends.append(rule["restart"]["received"])
                    if step < steps and ends and rng.random() < 0.8:
                        type = rng.choice(ends)
                    at = self.near(beijing_date(cursor) + timedelta(days=rng.choice([0, 1, 1, 2, 5, 9, 20])))
                    most = [p["atMost"] for p in rule.get("suspension", []) if "atMost" in p]
                    if most and rng.random() < 0.5:  # about the last day on which the clock may stand still
                        at = self.sharp(midnight(FINAL.due(beijing_date(cursor), most[0])[0]) + DAY - 1, cursor)
                        self.moments |= {at}
                    at = max(at, cursor)
                elif clock.due is None:
                    at = cursor + rng.choice([0, 1, HOUR, DAY, 30 * DAY])
                else:
                    at = self.sharp(clock.limit, cursor)
                    self.moments |= {clock.limit, clock.limit + 1}
                    if step < steps and rng.random() < 0.5:
                        at = cursor + rng.randint(0, max(1, clock.limit - cursor))
                if rng.random() < 0.03:
                    at = trigger.at - rng.randint(1, 3 * DAY)
                at = self.clip(at)
                right = self.right(type, department, requester, stubs)
                actor = self.by(*right) if right else rng.choice(self.departments)
                if type in done & ONCE_EACH:
                    if rng.random() < 0.8:
                        continue
                    actor = self.by(self.code())
                if type == "catalog.entry-retired":
                    subject = subject if subject in self.retirable else rng.choice(self.retirable)
                    if subject in self.gone:
                        continue
                    self.gone.add(subject)
                done.add(type)
                data, times = self.data_for(type, key, name, department, subject, at)
                extra = [self.entries[data["entry"]][0]] if data.get("entry") in self.entries else []
                self.add(type, at, data, [*extra, made], actor, times)
                if right and actor not in right:
                    continue
                stub = dict(data)
                for k, v in times.items():
                    stub[k] = stored(v)
                stubs.append(Stub(type, at, stub))
                cursor = max(cursor, at)
            nexts = [s.type for s in stubs if s.type in OPENS]
            if not nexts or rng.random() < 0.2:
                return
            rule = rng.choice(self.rules(rng.choice(sorted(nexts))))
            opening = Stub(rule["trigger"], cursor, {})

    def received(self, occurred: int) -> int:
        rng = self.rng
        return min(self.latest - 1, occurred + rng.choice(
            [0, 0, 0, 1, -1, rng.randint(0, 4 * DAY), -5 * MINUTE]))

    def usable(self, *allowed) -> str:
        found = [e for e in self.entries if e not in self.retirable
                 and (not allowed or self.sharing[e] in allowed)]
        return self.rng.choice(found) if found else None

    def _trigger(self):
        rng = self.rng
        name = self.name(slash=False)
        department = rng.choice([whose for _, whose in self.entries.values()])
        listed = self.listed(department, rng.choice([0, 0, 1, 1, 2, 3]))
        occurred = self.instant()
        effective = beijing_date(occurred) + timedelta(days=rng.choice([0, 0, 0, -3, 5, 40]))
        data = {"trigger": name, "department": department, "kind": rng.choice(["lawAmended", "functionsChanged"]),
                "instrument": "数据安全法", "effectiveOn": effective.isoformat(), "entries": listed}
        if rng.random() < 0.6:
            data["instrumentLevel"] = rng.choice(LEVELS)
        if rng.random() < 0.85:
            data["promulgatedOn"] = (effective - timedelta(days=rng.choice([0, 3, 10, 60]))).isoformat()
        made = self.add("catalog.update-triggered", occurred, data, [self.entries[e][0] for e in listed])
        self.follow(Stub("catalog.update-triggered", occurred, data), made, "trigger", name, department, listed)

    def _request(self):
        rng = self.rng
        entry = self.usable()
        if entry is None:
            return
        name, occurred = self.name(), self.instant()
        received = self.received(occurred)
        requester = self.code()
        data = {"request": name, "entry": entry, "requester": requester, "purpose": "核验申请人身份",
                "legalBasis": "《行政许可法》第三十四条"}
        if rng.random() < 0.2 and entry not in self.fieldless:
            data["items"] = FIELDS
        made = self.add("share.requested", occurred, data, [self.entries[entry][0]], requester,
                        {"receivedAt": received})
        self.follow(Stub("share.requested", occurred, {**data, "receivedAt": stored(received)}), made,
                    "request", name, self.entries[entry][1], requester=requester)
        for type, right in (("share.revoked", self.entries[entry][1]), ("share.relinquished", requester)):
            if rng.random() < 0.15:
                at = self.instant(occurred)
                data, _ = self.data_for(type, "request", name, self.entries[entry][1], None, at)
                self.add(type, at, data, [made], self.by(right))

    def _open(self):
        entry = self.usable()
        name, occurred = self.name(), self.instant()
        received = self.received(occurred)
        data = {"application": name, "entry": entry, "applicant": "张三", "purpose": "研究"}
        made = self.add("open.applied", occurred, data, [self.entries[entry][0]], None, {"receivedAt": received})
        self.follow(Stub("open.applied", occurred, {**data, "receivedAt": stored(received)}), made,
                    "application", name, self.entries[entry][1])
        if self.rng.random() < 0.2:
            at = self.instant(occurred)
            self.add("open.lapsed", at, {"application": name, "reason": "逾期未补正"}, [made], self.by(self.entries[entry][1]))

    def _verification(self):
        entry = self.usable()
        name, occurred = self.name(), self.instant()
        received = self.received(occurred)
        data = {"verification": name, "entry": entry, "requester": self.code(), "problem": "地址有误"}
        made = self.add("verification.raised", occurred, data, [self.entries[entry][0]], None,
                        {"receivedAt": received})
        self.follow(Stub("verification.raised", occurred, {**data, "receivedAt": stored(received)}), made,
                    "verification", name, self.entries[entry][1])

    def _incident(self):
        rng = self.rng
        name, occurred = self.name(), self.instant()
        if rng.random() < 0.4 and INCIDENTS < self.latest - 2 * DAY:
            occurred = rng.randint(INCIDENTS, self.latest - 2 * DAY)
        department = self.owner()
        data = {"incident": name, "department": department, "kind": rng.choice(["leak", "damage", "loss", "risk"]),
                "summary": "接口异常访问"}
        if rng.random() < 0.8:
            data["grade"] = rng.choice(["extraordinary", "major", "larger", "larger", "ordinary"])
        if rng.random() < 0.7:
            data["operator"] = rng.choice(["criticalInfrastructure", "centralOrgan", "other"])
        made = self.add("incident.detected", occurred, data)
        self.follow(Stub("incident.detected", occurred, data), made, "incident", name, department)
        at = occurred
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            at = self.clip(at + rng.choice([0, 1, -HOUR, rng.randint(0, 5 * HOUR), rng.randint(0, 5 * DAY), rng.randint(0, 90 * DAY)]))
            change, _ = self.data_for("incident.regraded", "incident", name, department, None, at)
            self.add("incident.regraded", at, change, [made], self.by(department))
            if rng.random() < 0.6:  # what is done about it from then on
                self.follow(Stub("incident.detected", at, {**data, "grade": change["grade"]}), made, "incident", name, department)


# A ledger


def _adoptions(rng, tag: str, latest: int, invented, names) -> list:
    drafts = []
    for book in [*invented, *names]:
        document = None
        if isinstance(book, dict):
            document, book = book, book["book"]
        if rng.random() < (0.25 if document else 0.35):
            continue
        start = date(2020, 2, 1) + timedelta(days=rng.randint(-60, 2400))
        if rng.random() < 0.4:
            start = date.fromisoformat((document or {"inForceFrom": "2025-08-01"})["inForceFrom"])
        if rng.random() < 0.3:
            start += timedelta(days=rng.choice([-1, 1, 30]))
        at = min(latest - 1, max(FIRST, midnight(start) + rng.choice([0, -30 * DAY, 30 * DAY, 400 * DAY])))
        data = {"book": book, "from": start.isoformat()}
        if document:
            data["document"] = document
        drafts.append(Draft(
            f"adopted-{tag}-{len(drafts)}", "rules.adopted", at, codes.make(rng), data, [],
            min(latest - 1, at + rng.choice([0, 0, 3 * DAY, 500 * DAY])), rng.random() < 0.8))
    return drafts


def admitted(drafts) -> list:
    """The drafts that the ledger accepts in this order."""
    kept, seen, done, recorded = [], set(), set(), Recorded()
    retired = {}
    for draft in drafts:
        data = draft.data
        if any(need not in seen for need in draft.needs):
            continue
        match draft.type:
            case type if type in ONCE_EACH:
                if recorded.contradicts(draft, len(kept)):
                    continue
            case "project.submitted":
                if recorded.contradicts(draft, len(kept)):
                    continue
            case "project.started":
                if data["project"] in done:
                    continue
                done.add(data["project"])
            case "catalog.entry-revised":
                if data["entry"] in retired:
                    continue
            case "catalog.entry-retired":
                if data["entry"] in retired:
                    continue
                retired[data["entry"]] = draft.at
        recorded.add(draft, len(kept))
        seen.add(draft.id)
        kept.append(draft)
    return kept


@dataclass
class LawHistory:
    seed: int
    matters: int
    latest: int
    lines: list
    drafts: list
    books: list  # invented, whether adopted or not
    moments: list

    @property
    def text(self) -> str:
        return "".join(line + "\n" for line in self.lines)


def law_history(seed: int, matters: int, bundled: dict, requestable=SHARINGS, latest: int | None = None) -> LawHistory:
    """`bundled`: the tool's own books by name. `requestable`: the sharing types of entries, most of them conditional."""
    latest = horizon() if latest is None else latest
    rng = random.Random(f"govledger law {seed} {matters}")
    invented = [random_book(rng, f"zz-{seed:x}-{n}/{rng.randint(1, 3)}") for n in range(rng.choice([1, 2, 2, 3]))]
    books = [*invented, *bundled.values()]
    parts = max(1, matters // 8)
    drafts, moments = [], set()
    for number in range(parts):
        pool = rng.sample(books, rng.randint(1, len(books)))
        part = LawPart(rng, f"{seed:x}.{number}", latest, pool, 8, ["conditional"] * 5 + list(requestable))
        drafts += part.drafts
        moments |= part.moments
    drafts += _notices(rng, f"{seed:x}", latest)
    drafts += _adoptions(rng, f"{seed:x}", latest, invented, [n for n in bundled if n != "order-329/1"])
    if rng.random() < 0.2:
        drafts += _adoptions(rng, f"{seed:x}-again", latest, [], ["order-329/1"])
    drafts = admitted(_ordered(rng, drafts))
    for draft in drafts:
        moments |= {draft.at, draft.at - 1}
        if draft.type in ACTS:
            moments |= {draft.at + HOUR, draft.at + HOUR + 1, draft.at + 20 * MINUTE}
        if draft.source:
            moments |= {draft.recorded, draft.recorded - 1}
    lines = [draft.line(rng) for draft in drafts]
    return LawHistory(seed, matters, latest, lines, drafts, copy.deepcopy(invented), sorted(moments))


def cuts(rng, found: LawHistory, count: int) -> list:
    """Pairs of instants for --as-of and --known-at; the first is after everything."""
    end = stored(found.latest + 400 * DAY)
    moments = [m for m in found.moments if m > FIRST]

    def some():
        at = rng.choice(moments)
        return stored(at if rng.random() < 0.8 else at + rng.randint(-20 * DAY, 20 * DAY))

    pairs = [(end, end)]
    while len(pairs) < count:
        form = rng.random()
        pairs.append((some(), end) if form < 0.5 else (end, some()) if form < 0.75 else (some(), some()))
    return pairs
