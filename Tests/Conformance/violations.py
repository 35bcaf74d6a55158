"""An independent reading of a rule book's violations: from stored events to findings.

Written from articles.md, contract.md and the descriptions of the checks in Schemas/rule-book.json;
nothing here is shared with the tool. The types' keys are read from the schemas of the events. Times
are whole milliseconds since 1970 (UTC).

Where the specification leaves a choice, the reading is named in READINGS and marked [V…] in the
code.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from oracle import beijing_date, instant

SCHEMAS = Path(__file__).resolve().parents[2] / "Schemas"
BASE = "order-329/1"
# Penglai and Changdao: from this day a part of the district of Penglai.
MERGED = date(2020, 6, 30)
SUCCESSORS = {"370634": "370614", "370684": "370614"}
READINGS = {
    "V1": "a second data authority: of the same registered code, whichever divisions have merged since",
    "V2": "ofOwnDivision: both the body's division and the one named, as in force on the day of the act",
    "V3": "an agreeing reply lets the purpose be compared wherever it stands, also after the use",
    "V4": "withoutEarlier with a choice: the last of the earlier acts, of those that count, must have made it",
    "V5": "a retired entry is not shared, so it forbids nothing",
    "V6": "a retired entry keeps its scope of openness: only what it says of openness is asked",
    "V7": "a refusal without reasons is by whoever's the entry is when it is given, whenever the log tells of it",
    "V8": "a check of the same acts: a rule of the same check that looks at just the same types of act",
    "V9": "a request and a project say what they say whether or not they count, an application where it counts",
    "V10": "secondSource: what superseding leaves is judged, then the assigned source joins it, a second one too",
    "V11": "againstSharing compares codes: it asks nothing of the registration of bodies",
    "V13": "evidence: the act, what it is about as that was opened, the events that say what was asked of an entry or a body,"
           " and of the acts that were looked for the last one, or the one that agreed; without any where there is none",
    "V14": "secondSource: the last assignments of the sources that the item has, the sixteen latest",
    "V15": "withoutEarlier: of earlier acts of which none may stand before the act, the last one, whose authority was another's",
    "V12": "what an entry was is asked by the time of the acts, so also by revisions recorded later; before its registration it was nothing",
}


# Types, as their schemas tell them


def _schema(name: str) -> dict:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Form:
    """What a type's schema says: its stream's category and the kinds of its keys, the subject first."""

    category: str
    keys: dict  # name -> "id", "text", "code", "date", "division", "texts", ("choice", values), ("int", least, most)
    required: frozenset

    @property
    def subject(self) -> str:
        return next(iter(self.keys))

    @property
    def bodies(self) -> list:
        return [name for name, kind in self.keys.items() if kind == "code"]

    @property
    def choice(self):
        """The key whose value a rule may call the act's choice."""
        return next((name for name, kind in self.keys.items() if kind[0] == "choice"), None)


_KINDS = {"entityID": "id", "triggerID": "id", "text": "text", "bodyCode": "code", "date": "date", "divisionCode": "division",
          "timestamp": "time", "dates": "dates", "days": "days"}


def _kind(schema: dict):
    if "$ref" in schema:
        return _KINDS.get(schema["$ref"].split("/")[-1], "other")
    if "enum" in schema:
        return ("choice", tuple(schema["enum"]))
    if schema.get("type") == "integer":
        return ("int", schema["minimum"], schema["maximum"])
    return "texts" if schema.get("type") == "array" else "other"


def _forms() -> dict:
    categories = {}
    for rule in _schema("event.json")["allOf"]:
        if "if" in rule and "type" in rule["if"].get("properties", {}):
            pattern = rule["then"]["properties"].get("stream", {}).get("pattern", "")
            if "/" in pattern:
                categories[rule["if"]["properties"]["type"]["const"]] = pattern[1:].split("/")[0]
    found = {}
    for path in sorted((SCHEMAS / "events").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        if path.stem in categories and schema.get("required"):
            subject = schema["required"][0]
            names = [subject, *(n for n in schema["properties"] if n != subject)]
            keys = {n: _kind(schema["properties"][n]) for n in names}
            found[path.stem] = Form(categories[path.stem], keys, frozenset(schema["required"]))
    return found


FORMS = _forms()
# What each check without an act of its own looks at.
ACTS = {
    "refusalWithoutReasons": "share.replied",
    "startedWithoutApproval": "project.started",
    "reviewedByAnotherAuthority": "project.reviewed",
    "secondAuthority": "department.registered",
    "secondSource": "source.assigned",
    "usedWithoutAgreement": "data.used",
    "openedBeyondScope": "open.published",
}


def acts_of(rule: dict) -> frozenset:
    """The types of act that a rule looks at."""
    if rule["check"] in ACTS:
        return frozenset({ACTS[rule["check"]]})
    return frozenset({one["act"] for one in rule["acts"]} if "acts" in rule else {rule["act"]})


# Events


@dataclass(frozen=True)
class Act:
    position: int
    id: str
    type: str
    at: int
    known: int
    actor: str
    data: dict

    @cached_property
    def on(self) -> date:
        return beijing_date(self.at)

    @property
    def moment(self):
        return self.at, self.position

    @property
    def thing(self):
        """What it is about: the category of its stream and the subject's id."""
        form = FORMS[self.type]
        return form.category, self.data[form.subject]

    @classmethod
    def of(cls, event: dict):
        return cls(
            event["position"], event["id"], event["type"], instant(event["occurredAt"]),
            instant(event.get("sourceRecordedAt", event["recordedAt"])), event["actor"], event["data"])


@dataclass(frozen=True)
class Body:
    division: str
    kind: str

    @property
    def level(self) -> str:
        return "province" if self.division.endswith("0000") else "city" if self.division.endswith("00") else "county"


@dataclass
class Entry:
    """What is known of a catalogue entry at a place in the log, and which acts say it."""

    department: str
    sharing: str
    openness: str
    said: dict
    retired: int | None = None

    def evidence(self, *keys) -> list:
        return [self.said["registered"], *(self.said[key] for key in keys if key in self.said)]


def in_force(division: str, day: date) -> str:
    return SUCCESSORS.get(division, division) if day >= MERGED else division


# Findings


class ViolationOracle:
    """The violations of one log, from its stored events and the books that come with the tool."""

    def __init__(self, events, books: dict):
        self.acts = [Act.of(event) for event in events]
        self.books = books
        self.on_thing = defaultdict(list)
        for act in self.acts:
            if act.type in FORMS:
                self.on_thing[act.thing].append(act)

    def findings(self, as_of: int, known_at: int, rules=None) -> list:
        """The violations in the report's order. `rules`: documents to judge by instead of those in force."""
        audit = Audit(self, as_of, known_at, rules)
        found = [one for act in self.acts if audit.counts(act) for one in audit.findings(act)]
        return sorted(found, key=lambda one: (one["position"], one["rule"].encode("utf-8")))

    def until(self, place: int, now: int) -> list:
        """The violations that the event at a place is, when the log ends with it."""
        return Audit(self, now, now, None, place + 1).findings(self.acts[place])


class Audit:
    def __init__(self, log: ViolationOracle, as_of: int, known_at: int, rules, size: int | None = None):
        self.log, self.as_of, self.known_at = log, as_of, known_at
        self.size = len(log.acts) if size is None else size
        self.bodies = {
            act.data["department"]: Body(act.data["division"], act.data["kind"])
            for act in log.acts if act.type == "department.registered" and self.counts(act)}
        self.registered = {
            act.data["department"]: act for act in log.acts if act.type == "department.registered" and self.counts(act)}
        self.law = self.law_of(rules)

    def counts(self, act: Act) -> bool:
        return act.position < self.size and act.at <= self.as_of and act.known <= self.known_at

    def findings(self, act: Act) -> list:
        found = []
        for rule in self.rules_for(act):
            answer = getattr(self, "_" + rule["check"])(rule, act)
            if answer is not None:
                offender, *others = answer
                body = self.bodies.get(offender)
                evidence = {one.position: one.id for one in [act, *others] if one is not None}  # [V13]
                found.append({
                    "rule": rule["rule"], "article": rule["article"], "department": offender, "position": act.position,
                    "event": act.id, "evidence": [{"position": key, "event": evidence[key]} for key in sorted(evidence)], "message": rule["message"], "byReference": body is not None and body.kind == "utility"})
        return found

    # The law

    def law_of(self, rules) -> list:
        """(day from which a book has effect, its order among equals, the book)."""
        if rules is not None:
            return [(date.fromisoformat(book["inForceFrom"]), order, book) for order, book in enumerate(rules)]
        base = self.log.books[BASE]
        found = [(date.fromisoformat(base["inForceFrom"]), -1, base)]
        documents = dict(self.log.books)
        for act in self.log.acts:
            if act.type == "rules.adopted":
                if "document" in act.data:
                    documents[act.data["book"]] = act.data["document"]
                if self.counts(act):
                    book = documents[act.data["book"]]
                    force = max(date.fromisoformat(day) for day in (act.data["from"], book["inForceFrom"]))
                    found.append((force, act.position, book))
        return found

    def rules_for(self, act: Act) -> list:
        """The rules that govern an act: of each check, those of the book that came last with it. [V8]"""
        last, of_act = {}, []
        for effect, order, book in self.law:
            if effect <= act.on <= date.fromisoformat(book.get("inForceUntil", "9999-12-31")):
                for rule in book["violations"]:
                    if act.type in acts_of(rule):
                        key = rule["check"], acts_of(rule)
                        last[key] = max(last.get(key, (effect, order)), (effect, order))
                        of_act.append((key, (effect, order), rule))
        return [rule for key, came, rule in of_act if last[key] == came]

    # What is known

    def earlier(self, act: Act, *types: str) -> list:
        """What counts of these types on the act's thing, at its moment or before it."""
        return [one for one in self.log.on_thing[act.thing]
                if one is not act and one.type in types and self.counts(one) and one.at <= act.at]

    def same_level(self, authority: str, body: str, day: date):
        """Whether it is the data authority of the body's level; nothing when one is not registered."""
        if authority not in self.bodies or body not in self.bodies:
            return None
        own, other = self.bodies[body], self.bodies[authority]
        return other.kind == "dataAuthority" and in_force(other.division, day) == in_force(own.division, day)

    def opening(self, category: str, name: str) -> Act:
        """The act that opened a request or a project. [V9]"""
        return self.log.on_thing[category, name][0]

    def entry_then(self, name: str, then: Act):
        """By the order of time, as it was when an act was done; nothing before it was registered. [V12]"""
        found, *others = self.log.on_thing["catalog-entry", name]
        if found.at > then.at:
            return None
        entry = Entry(found.data["department"], found.data["sharing"], found.data["openness"], {"registered": found})
        for act in sorted(others, key=lambda one: one.moment):
            if not self.counts(act):
                continue
            if act.type == "catalog.entry-revised" and act.moment < then.moment:
                for key in ("department", "sharing", "openness"):
                    setattr(entry, key, act.data.get(key, getattr(entry, key)))
                    if key in act.data:
                        entry.said[key] = act
            elif act.type == "catalog.entry-retired":
                entry.retired = act.at
        return entry

    # The checks, by name: the body that acted against the rule and the acts that this rests on, or nothing

    def _refusalWithoutReasons(self, rule, act):
        if act.data["decision"] == "refused" and "reasons" not in act.data:
            asked = self.opening("share-request", act.data["request"])
            then = self.entry_then(asked.data["entry"], act)
            if then:
                return then.department, asked, *then.evidence("department")
            registered = self.log.on_thing["catalog-entry", asked.data["entry"]][0]
            return registered.data["department"], asked, registered  # [V7]

    def _startedWithoutApproval(self, rule, act):
        project = self.opening("project", act.data["project"])
        review = max(self.earlier(act, "project.reviewed"), key=lambda one: one.moment, default=None)
        if project.data["fixedAssetInvestment"] or project.data["stateSubsidy"]:
            return None
        if review is not None and review.data["outcome"] == "approved":
            return None
        return project.data["department"], project, review

    def _reviewedByAnotherAuthority(self, rule, act):
        project = self.opening("project", act.data["project"])
        department, authority = project.data["department"], act.data["authority"]
        if project.data["fixedAssetInvestment"] or project.data["stateSubsidy"]:
            return None
        if self.same_level(authority, department, act.on) is not False:
            return None
        return authority, project, self.registered[department], self.registered[authority]

    def _secondAuthority(self, rule, act):
        def of_division(one):  # [V1]
            return one.data["kind"] == "dataAuthority" and one.data["division"] == act.data["division"]

        before = [one for one in self.log.acts if one.type == act.type and self.counts(one) and of_division(one)
                  and one.moment < act.moment]
        if not of_division(act) or not before:
            return None
        return act.data["department"], min(before, key=lambda one: one.moment)

    def _secondSource(self, rule, act):
        sources, answer = {}, None
        assigned = [one for one in self.log.on_thing[act.thing] if one.type == act.type and self.counts(one)]
        for one in sorted(assigned, key=lambda one: one.moment):  # [V10]
            sources.pop(one.data.get("supersedes"), None)
            others = [source for code, source in sources.items() if code != one.data["department"]]
            if one is act and others:
                answer = one.data["department"], *sorted(others, key=lambda one: one.moment)[-16:]  # [V14]
            sources[one.data["department"]] = one
        return answer

    def _usedWithoutAgreement(self, rule, act):
        asked = self.opening("share-request", act.data["request"])
        agreed = self._replies(act.data["request"])
        if agreed and agreed[0].at <= act.at and asked.data["requester"] == act.data["department"]:
            return None
        reply = (agreed or self._replies(act.data["request"], ("agreed", "refused")) or [None])[0]
        return act.data["department"], asked, reply

    def _anotherPurpose(self, rule, act):
        if act.type == "open.use-reported":
            applied = self.log.on_thing[act.thing][0]
            differs = self.counts(applied) and act.data["purpose"] != applied.data["purpose"]
            return (act.actor, applied) if differs else None  # [V9]
        asked = self.opening("share-request", act.data["request"])
        agreed = self._replies(act.data["request"])  # [V3]
        differs = agreed and act.data["purpose"] != asked.data["purpose"]
        return (act.data["department"], asked, agreed[0]) if differs else None

    def _replies(self, request: str, decisions=("agreed",)) -> list:
        """The replies that count and decide so, in order of time."""
        return sorted((one for one in self.log.on_thing["share-request", request]
                       if one.type == "share.replied" and one.data["decision"] in decisions and self.counts(one)),
                      key=lambda one: one.moment)

    def _openedBeyondScope(self, rule, act):
        entry = self.entry_then(act.data["entry"], act)
        if entry is None:
            return None
        allowed = {"unconditional": ("unconditional", "onApplication"), "onApplication": ("onApplication",), "notOpen": ()}
        if act.data["mode"] in allowed[entry.openness]:  # [V6]
            return None
        return entry.department, *entry.evidence("openness", "department")

    def _reservedAct(self, rule, act):
        for one in rule["acts"]:
            choices = one.get("choices")
            if one["act"] != act.type or choices and act.data.get(FORMS[act.type].choice) not in choices:
                continue
            code = act.data.get(one["by"])
            body = self.bodies.get(code)
            if body is None:
                continue
            allowed = (not one.get("kinds") or body.kind in one["kinds"]) and (
                not one.get("levels") or body.level in one["levels"])
            if one.get("ofOwnDivision"):  # [V2]
                allowed = allowed and in_force(body.division, act.on) == in_force(act.data["division"], act.on)
            if not allowed:
                return code, self.registered[code]
        return None

    def _withoutEarlier(self, rule, act):
        code = act.data.get(rule["by"])
        body = self.bodies.get(code)
        if code is None or rule.get("levels") and (body is None or body.level not in rule["levels"]):
            return None
        earlier = sorted(self.earlier(act, rule["earlier"]), key=lambda one: one.moment)
        before = earlier
        if "authority" in rule:
            before = [one for one in before if self.same_level(one.data[rule["authority"]], code, one.on) is not False]
        last = before[-1:]
        if "choice" in rule:  # [V4] the last of them
            before = [one for one in last if one.data.get(FORMS[one.type].choice) == rule["choice"]]
        if before:
            return None
        looked_at = last or earlier[-1:]  # [V15]
        asked = [self.registered[one.data[rule["authority"]]] for one in looked_at
                 if "authority" in rule and one.data[rule["authority"]] in self.registered]
        own = [self.registered.get(code)] if asked or rule.get("levels") else []
        return code, *looked_at, *asked, *own

    def _againstSharing(self, rule, act):
        code = act.data.get(rule["by"])  # [V11]
        entry = self.entry_then(act.data["entry"], act)
        if entry is None:
            return None
        retired = entry.retired is not None and entry.retired <= act.at  # [V5]
        if code is None or retired or entry.sharing not in rule["sharing"]:
            return None
        if rule.get("ofAnother") and entry.department == code:
            return None
        if "exception" in rule and rule["exception"] in act.data:
            return None
        return code, *entry.evidence("sharing", *(["department"] if rule.get("ofAnother") else []))
