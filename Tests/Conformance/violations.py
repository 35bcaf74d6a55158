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

from law_oracle import LawOracle
from oracle import beijing_date, in_force, instant, is_basis

SCHEMAS = Path(__file__).resolve().parents[2] / "Schemas"
BASE = "order-329/1"
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
    "V18": "a review by another authority proves nothing alone: the registrations that make it another's stand beside it",
    "V17": "evidence of what rests on a reply: also the events that say whose the entry was at the request and at the reply",
    "V16": "a reply that the requester's own withdrawal came before agrees to nothing; the evidence shows both, and of several"
           " replies one that agrees",
    "V19": "restrictedWithoutBasis: how an entry is shared is what the last act before says that counts, the registration among"
           " them; one that lies before all that says it finds it as it was registered. Whose it is is asked as everywhere",
    "V20": "usedAfterRefusal: of the holder's refusals the first, whatever else the holders replied; an application where it counts",
    "V21": "those whom a book does not bind are not found against by its rules; who acted for another's duty is",
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
    "filedWithAnother": "catalog.filed",
    "restrictedWithoutBasis": ("catalog.entry-registered", "catalog.entry-revised"),
    "usedAfterRefusal": "open.use-reported",
}


def acts_of(rule: dict) -> frozenset:
    """The types of act that a rule looks at."""
    if rule["check"] in ACTS:
        types = ACTS[rule["check"]]
        return frozenset({types} if isinstance(types, str) else types)
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


def binds(book: dict, body) -> bool:
    """Whether a book binds a body: those of its province, without some kinds, and one that nobody knows."""
    scope = book.get("binds")
    return scope is None or body is None or (
        body.division[:2] == scope["province"][:2] and body.kind not in scope.get("notKinds", ()))


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


# Findings


class ViolationOracle:
    """The violations of one log, from its stored events and the books that come with the tool."""

    def __init__(self, events, books: dict):
        self.acts = [Act.of(event) for event in events]
        self.events, self.books = events, books
        self.law = LawOracle(events, books)
        self.on_thing = defaultdict(list)
        for act in self.acts:
            if act.type in FORMS:
                self.on_thing[act.thing].append(act)

    def findings(self, as_of: int, known_at: int, rules=None) -> list:
        """The violations and remarks in the report's order. `rules`: documents to judge by instead of those in force."""
        audit = Audit(self, as_of, known_at, rules)
        found = [one for act in self.acts if audit.counts(act) for one in audit.findings(act)]
        found += self.by_others(self.law, as_of, known_at, rules)
        return sorted(found, key=lambda one: (one["position"], one["rule"].encode("utf-8")))

    def until(self, place: int, now: int) -> list:
        """The violations and remarks that the event at a place is, when the log ends with it."""
        others = self.by_others(LawOracle(self.events[:place + 1], self.books), now, now, None)
        return Audit(self, now, now, None, place + 1).findings(self.acts[place]) + [
            one for one in others if one["event"] == self.acts[place].id]

    @staticmethod
    def by_others(law: LawOracle, as_of: int, known_at: int, rules) -> list:
        """What is found of acts by bodies that are not competent, and of reports to others."""
        counts = law.counting(as_of, known_at)
        return law.by_others(law.law(rules, counts), counts)


def of_grade(findings: list, grade: str) -> list:
    """The violations alone, or the remarks."""
    return [one for one in findings if one["grade"] == grade]


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

    def findings(self, act: Act, only=None) -> list:
        """What is found of an act under all rules, or under the one of a name alone."""
        found = []
        for book, rule in self.rules_for(act):
            if only not in (None, rule["rule"]):
                continue
            answer = getattr(self, "_" + rule["check"])(rule, act)
            if answer is not None:
                (offender, *others), more = answer, {}
                if isinstance(offender, tuple):  # a body, and who else it is that acted so
                    offender, more["applicant"] = offender
                body = self.bodies.get(offender)
                if not binds(book, body):  # [V21]
                    continue
                evidence = {one.position: one.id for one in [act, *others] if one is not None}  # [V13]
                found.append({
                    "rule": rule["rule"], "article": rule["article"], "grade": rule.get("grade", "violation"),
                    "department": offender, "position": act.position,
                    "event": act.id, "evidence": [{"position": key, "event": evidence[key]} for key in sorted(evidence)], "message": rule["message"], "byReference": body is not None and body.kind == "utility", **more})
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
                        of_act.append((key, (effect, order), book, rule))
        return [(book, rule) for key, came, book, rule in of_act if last[key] == came]

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
            if not self.is_competent(act, asked):
                return None
            then = self.entry_then(asked.data["entry"], act)
            registered = self.log.on_thing["catalog-entry", asked.data["entry"]][0]
            department = then.department if then else registered.data["department"]  # [V7]
            return department, asked, *self.whose(asked, act)

    def _startedWithoutApproval(self, rule, act):
        project = self.opening("project", act.data["project"])
        department = project.data["department"]
        reviews = sorted(self.earlier(act, "project.reviewed"), key=lambda one: one.moment)
        own = [one for one in reviews if self.same_level(one.data["authority"], department, one.on) is not False]
        if self.outside(project) or own and own[-1].data["outcome"] == "approved":
            return None
        others = [] if own or not reviews else [self.registered[reviews[-1].data["authority"]], self.registered[department]]
        return department, project, *(own or reviews)[-1:], *others  # [V18]

    def outside(self, project) -> bool:
        """Whether article 9 leaves a project to the law on investment, or it is a utility's own."""
        owner = self.bodies.get(project.data["department"])
        return project.data["fixedAssetInvestment"] or project.data["stateSubsidy"] or (
            owner is not None and owner.kind == "utility")

    def _reviewedByAnotherAuthority(self, rule, act):
        project = self.opening("project", act.data["project"])
        department, authority = project.data["department"], act.data["authority"]
        if self.outside(project):
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
        replies = self._replies(asked)
        agreeing = [one for one in replies if one.data["decision"] == "agreed"]
        agreed = self._agreed(asked)
        if agreed and agreed[0].at <= act.at and asked.data["requester"] == act.data["department"]:
            return None
        withdrawn = [self._withdrawn(asked)] if agreeing and not agreed else []  # [V16]
        shown = (agreed or agreeing or replies)[:1]
        return act.data["department"], asked, *shown, *self.whose(asked, *shown), *withdrawn

    def _anotherPurpose(self, rule, act):
        if act.type == "open.use-reported":
            applied = self.log.on_thing[act.thing][0]
            differs = self.counts(applied) and act.data["purpose"] != applied.data["purpose"]
            return self._by_applicant(applied, act) if differs else None  # [V9]
        asked = self.opening("share-request", act.data["request"])
        agreed = self._agreed(asked)  # [V3]
        differs = agreed and act.data["purpose"] != asked.data["purpose"]
        return (act.data["department"], asked, agreed[0], *self.whose(asked, agreed[0])) if differs else None

    def _usedAfterRefusal(self, rule, act):
        applied = self.log.on_thing[act.thing][0]
        if not self.counts(applied):  # [V20]
            return None
        refusals = [one for one in self._replies(applied, "open.replied") if one.data["decision"] == "refused"][:1]
        if not refusals or refusals[0].at > act.at:
            return None
        return *self._by_applicant(applied, act), *refusals, *self.whose(applied, *refusals)

    def _by_applicant(self, applied, act):
        """Who used what was applied for, and whose it is when that is reported, with what says so."""
        registered = self.log.on_thing["catalog-entry", applied.data["entry"]][0]
        then = self.entry_then(applied.data["entry"], act)
        department = then.department if then else registered.data["department"]
        return (department, applied.data["applicant"]), applied, registered, *(then.evidence("department") if then else [])

    def _filedWithAnother(self, rule, act):
        department, authority = act.data["department"], act.data["authority"]
        if self.same_level(authority, department, act.on) is not False:
            return None
        return department, self.registered[department], self.registered[authority]

    def _restrictedWithoutBasis(self, rule, act):
        if not act.data.keys() & {"sharing", "legalBasis"}:
            return None
        on_entry = self.log.on_thing[act.thing]
        registered, then = on_entry[0], self.entry_then(act.data["entry"], act)
        earlier = sorted((one for one in on_entry if self.counts(one) and one.moment < act.moment), key=lambda one: one.moment)
        if any("legalBasis" in one.data and is_basis(one.data["legalBasis"]) for one in [act, *earlier]):
            return None
        stating = [one for one in [registered, *earlier, act] if "sharing" in one.data][-1]  # [V19]
        if stating.data["sharing"] == "unconditional":
            return None
        if "department" in act.data:
            return act.data["department"], registered, stating
        department = then.department if then else registered.data["department"]
        return department, registered, stating, *(then.evidence("department") if then else [])

    def _replies(self, asked, type="share.replied") -> list:
        """The replies that count, in order of time: those of the body whose the entry is."""
        return sorted((one for one in self.log.on_thing[asked.thing]
                       if one.type == type and self.counts(one) and self.is_competent(one, asked)),
                      key=lambda one: one.moment)

    def _agreed(self, asked) -> list:
        """Those that agree, and came before the requester withdrew."""
        withdrawn = self._withdrawn(asked)
        return [one for one in self._replies(asked) if one.data["decision"] == "agreed"
                and (withdrawn is None or one.moment < withdrawn.moment)]

    def _withdrawn(self, asked):
        """The requester's own withdrawal, the first that counts."""
        own = [one for one in self.log.on_thing[asked.thing]
               if one.type == "share.withdrawn" and self.counts(one) and one.actor == asked.data["requester"]]
        return min(own, key=lambda one: one.moment, default=None)

    def whose(self, asked, *replies) -> list:
        """The events that say whose the entry was, when it was asked for and when it was replied. [V17]"""
        if not replies:
            return []
        entry = asked.data["entry"]
        found = [self.log.on_thing["catalog-entry", entry][0]]
        for one in (asked, *replies):
            then = self.entry_then(entry, one)
            found += then.evidence("department") if then else []
        return found

    def is_competent(self, reply, asked) -> bool:
        """Whether the entry was the replying body's, when it was asked for or when it replied."""
        entry = asked.data["entry"]
        first = self.log.on_thing["catalog-entry", entry][0].data["department"]
        whose = [self.entry_then(entry, then) for then in (asked, reply)]
        return reply.actor in [first if one is None else one.department for one in whose]

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
