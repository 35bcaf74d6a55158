"""An independent reading of a rule book's violations: from stored events to findings.

Written from articles.md, contract.md and the descriptions of the checks in Schemas/rule-book.json;
nothing here is shared with the tool. The types' keys are read from the schemas of the events. Times
are whole milliseconds since 1970 (UTC).

Where the specification leaves a choice, the reading is named in READINGS and marked [V…] in the
code.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import corrections
from heirs import AFTER_END, Heirs
from law_oracle import LawOracle
from oracle import DAY, ITEMS, beijing_date, instant, is_basis, midnight, same_text

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
    "V22": "a use of an entry asks how it is shared by what is said of it, retired or not",
    "V23": "a day begins with what was done before it, and ends with all that was done on it",
    "V24": "an act that names a project is judged by the submission before it, or else the first by its moment; a review of a"
           " project that was never submitted by none",
    "V25": "of decisions and applications that are another's the last stands beside what is found, where no other was passed over",
    "V26": "an entry is bought by the first completed purchase that counts, or else the first application that does, by their moments",
    "V27": "of nodes and purchases the reasons that suffice: a county's node alone, an application that fits with its decision",
    "V28": "a node's builder is the one that its commissioning names, and without one that counts the one that its declaration names",
    "V29": "a data authority that has ended is another's for everybody who files, applies or reviews, whoever else is registered;"
           " so a plan filed with it is filed with another than the province's",
    "V30": "an application's authority and the decision are asked of by the department that deploys or buys, as before it had heirs",
    "V31": "a plan is of whom its node's builder is the heir at the commissioning, or one filed later of the builder's heir then",
    "V32": "secondSource: the department that is found is the heir, too, where it had ended before it was assigned",
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
    "incompleteEntry": "catalog.entry-registered",
    "restrictedWithoutBasis": ("catalog.entry-registered", "catalog.entry-revised"),
    "usedAfterRefusal": "open.use-reported",
    "nodeWithoutPlan": "cloud.node-commissioned",
    "mergedElsewhere": "cloud.node-merged",
    "deployedWithoutApproval": "cloud.system-deployed",
    "boughtWithoutApproval": "purchase.completed",
    "cataloguedElsewhere": "purchase.catalogued",
    "usedAfterEnd": "data.used",
    "usedBeyondItems": "data.used",
    "lapsedWithoutRequest": "open.lapsed",
}


GRANTS = ("agreed", "partlyAgreed")  # decisions that let data be used


def acts_of(rule: dict) -> frozenset:
    """The types of act that a rule looks at."""
    if rule["check"] == "afterEnd":
        return frozenset(FORMS.keys() - AFTER_END)
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


def binds(book: dict, body) -> bool:
    """Whether a book binds a body: those of its province, without some kinds, and one that nobody knows."""
    scope = book.get("binds")
    return scope is None or body is None or (
        body.division[:2] == scope["province"][:2] and body.kind not in scope.get("notKinds", ()))


@dataclass(frozen=True)
class Then:
    """A place in time: an instant, and its place among the acts of that instant."""

    at: int
    place: float

    @property
    def moment(self):
        return self.at, self.place


@dataclass
class Entry:
    """What is known of a catalogue entry at a place in the log, and which acts say it."""

    department: str
    sharing: str | None
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
        if any(act.type == "record.corrected" for act in self.acts):
            places = {act.id: place for place, act in enumerate(self.acts)}
            left = corrections.remaining(self.acts, lambda act: act.at <= as_of and act.known <= known_at)
            events = [self.events[places[act.id]] for act in left]
            return ViolationOracle(events, self.books).findings(as_of, known_at, rules)
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


@dataclass(frozen=True)
class Told:
    """A body that acted against a rule, further keys of the finding, and how its message ends."""

    body: str
    more: dict
    ending: dict = field(default_factory=dict)


class Audit:
    def __init__(self, log: ViolationOracle, as_of: int, known_at: int, rules, size: int | None = None):
        self.log, self.as_of, self.known_at = log, as_of, known_at
        self.size = max((act.position for act in log.acts), default=-1) + 1 if size is None else size
        self.bodies = {
            act.data["department"]: Body(act.data["division"], act.data["kind"])
            for act in log.acts if act.type == "department.registered" and self.counts(act)}
        self.registered = {
            act.data["department"]: act for act in log.acts if act.type == "department.registered" and self.counts(act)}
        self.heirs = Heirs(log.acts, self.counts)
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
                (offender, *others), more, message = answer, {}, rule["message"]
                if isinstance(offender, Told):  # a body, and what else is said of it
                    offender, more, ending = offender.body, offender.more, offender.ending
                    message = {language: text + ending.get(language, "") for language, text in message.items()}
                body = self.bodies.get(offender)
                if not binds(book, body):  # [V21]
                    continue
                cited = [one for one in others if one is not None]
                # That two were registered for one division has nothing to do with what becomes of it.
                apart = rule["check"] == "secondAuthority"
                cited += self.heirs.connected(act, [] if apart else cited, {offender, *more.get("expected", ())})
                evidence = {one.position: one.id for one in [act, *cited]}  # [V13]
                found.append({
                    "rule": rule["rule"], "article": rule["article"], "grade": rule.get("grade", "violation"),
                    "department": offender, "position": act.position,
                    "event": act.id, "evidence": [{"position": key, "event": evidence[key]} for key in sorted(evidence)], "message": message, "byReference": body is not None and body.kind == "utility", **more})
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
        if authority in self.bodies and self.heirs.ended(authority, day):  # [V29]
            return False
        if authority not in self.bodies or body not in self.bodies:
            return None
        own, other = self.bodies[body], self.bodies[authority]
        return other.kind == "dataAuthority" and (
            self.heirs.division(other.division, day) == self.heirs.division(own.division, day))

    def opening(self, category: str, name: str) -> Act:
        """The act that opened a request. [V9]"""
        return self.log.on_thing[category, name][0]

    def submission(self, act):
        """The submission of a project by which an act is judged, or nothing. [V24]"""
        found = sorted((one for one in self.log.on_thing[act.thing] if one.type == "project.submitted"), key=lambda one: one.moment)
        before = [one for one in found if one.moment < act.moment]
        return (before[-1:] or found[:1] or [None])[0]

    def registrations(self, *codes) -> list:
        """What registers bodies, of those that are registered."""
        return [self.registered[code] for code in codes if code in self.registered]

    def entry_then(self, name: str, then: Act):
        """By the order of time, as it was when an act was done; nothing before it was registered. [V12]"""
        found, *others = self.log.on_thing["catalog-entry", name]
        if found.at > then.at:
            return None
        entry = Entry(found.data["department"], found.data.get("sharing"), found.data["openness"], {"registered": found})
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
        entry.department = self.heirs.heir(entry.department, name, beijing_date(then.at))
        return entry

    def holder(self, name: str, then) -> str:
        """Whose an entry is at an act: before it was registered as it was registered then."""
        entry, first = self.entry_then(name, then), self.log.on_thing["catalog-entry", name][0]
        return entry.department if entry else self.heirs.heir(first.data["department"], name, beijing_date(then.at))

    def own(self, asked, day: date, key="requester"):
        """The body that asked for something, or its heir on a day."""
        return self.heirs.heir(asked.data[key], None, day)

    # The checks, by name: the body that acted against the rule and the acts that this rests on, or nothing

    def _refusalWithoutReasons(self, rule, act):
        if act.data["decision"] == "refused" and "reasons" not in act.data:
            asked = self.opening("share-request", act.data["request"])
            if not self.is_competent(act, asked):
                return None
            return self.holder(asked.data["entry"], act), asked, *self.whose(asked, act)  # [V7]

    def _startedWithoutApproval(self, rule, act):
        project = self.submission(act)
        if project is None:
            department = act.data.get("department", act.actor)
            owner = self.bodies.get(department)
            return None if owner is not None and owner.kind == "utility" else (department,)
        department = project.data["department"]
        reviews = sorted(self.earlier(act, "project.reviewed"), key=lambda one: one.moment)
        own = [one for one in reviews if self.same_level(one.data["authority"], department, one.on) is not False]
        if self.outside(project) or own and own[-1].data["outcome"] == "approved":
            return None
        others = [] if own or not reviews else self.registrations(reviews[-1].data["authority"], department)
        return self.own(project, act.on, "department"), project, *(own or reviews)[-1:], *others  # [V18]

    def outside(self, project) -> bool:
        """Whether article 9 leaves a project to the law on investment, or it is a utility's own."""
        owner = self.bodies.get(project.data["department"])
        return project.data["fixedAssetInvestment"] or project.data["stateSubsidy"] or (
            owner is not None and owner.kind == "utility")

    def _reviewedByAnotherAuthority(self, rule, act):
        project = self.submission(act)
        if project is None or self.outside(project):
            return None
        department, authority = project.data["department"], act.data["authority"]
        if self.same_level(authority, department, act.on) is not False:
            return None
        return authority, project, *self.registrations(department, authority)

    def _secondAuthority(self, rule, act):
        def of_division(one):  # [V1]
            return one.data["kind"] == "dataAuthority" and one.data["division"] == act.data["division"]

        before = [one for one in self.log.acts if one.type == act.type and self.counts(one) and of_division(one)
                  and one.moment < act.moment]
        if not of_division(act) or not before:
            return None
        first = min(before, key=lambda one: one.moment)
        if any(self.own(first, date.fromisoformat(day), "department") == act.data["department"] for day in self.heirs.days()):
            return None
        return act.data["department"], first

    def _secondSource(self, rule, act):
        sources, answer = {}, None
        assigned = [one for one in self.log.on_thing[act.thing] if one.type == act.type and self.counts(one)]
        for one in sorted(assigned, key=lambda one: one.moment):  # [V10]
            if "supersedes" in one.data:
                sources.pop(self.own(one, act.on, "supersedes"), None)
            department = self.own(one, act.on, "department")  # [V32]
            others = [source for code, source in sources.items() if code != department]
            if one is act and others:
                answer = department, *sorted(others, key=lambda one: one.moment)[-16:]  # [V14]
            sources[department] = one
        return answer

    def _usedWithoutAgreement(self, rule, act):
        if "request" not in act.data:
            return self._usedOfEntry(act)
        asked = self.opening("share-request", act.data["request"])
        replies = self._replies(asked)
        agreeing = [one for one in replies if one.data["decision"] in GRANTS]
        agreed = self._agreed(asked)
        if agreed and agreed[0].at <= act.at and self.own(asked, act.on) == act.data["department"]:
            return None
        withdrawn = [self._withdrawn(asked)] if agreeing and not agreed else []  # [V16]
        shown = (agreed or agreeing or replies)[:1]
        return act.data["department"], asked, *shown, *self.whose(asked, *shown), *withdrawn

    def _usedOfEntry(self, act):
        entry, user = self.entry_then(act.data["entry"], act), act.data["department"]
        if entry is None or entry.sharing in (None, "unconditional") or entry.department == user:  # [V22]
            return None
        return user, *entry.evidence("sharing", "department")

    def _granted(self, act):
        """The request that a use rests on and the reply that granted it, by the moment of the use and to who uses it."""
        if "request" not in act.data:
            return None
        asked = self.opening("share-request", act.data["request"])
        granted = self._agreed(asked)[:1]
        if self.own(asked, act.on) != act.data["department"] or not granted or granted[0].at > act.at:
            return None
        return asked, granted[0]

    def _ended(self, asked, granted, by=("share.revoked", "share.relinquished")):
        """The act that ends a grant: the first of the holder or the requester that counts."""
        def right(one):
            return one.actor == self.own(asked, one.on) if one.type == "share.relinquished" else self.is_competent(one, asked)

        ending = [one for one in self.log.on_thing[asked.thing]
                  if one.type in by and self.counts(one) and one.moment > granted.moment and right(one)]
        return min(ending, key=lambda one: one.moment, default=None)

    def _usedAfterEnd(self, rule, act):
        found = self._granted(act)
        if found is None:
            return None
        asked, granted = found
        ended, until = self._ended(asked, granted), granted.data.get("validUntil")
        if until is not None and (ended is None or ended.on > date.fromisoformat(until)):
            return (act.data["department"], *found, *self.whose(*found)) if act.on > date.fromisoformat(until) else None
        if ended is None or act.moment <= ended.moment:
            return None
        holders = [ended] if ended.type == "share.revoked" else []
        return act.data["department"], asked, granted, ended, *self.whose(asked, granted, *holders)

    def _usedBeyondItems(self, rule, act):
        found = self._granted(act)
        if found is None or "items" not in act.data:
            return None
        asked, granted = found
        items = granted.data["items"] if granted.data["decision"] == "partlyAgreed" else asked.data.get("items", act.data["items"])
        return (act.data["department"], *found, *self.whose(*found)) if set(act.data["items"]) - set(items) else None

    def _anotherPurpose(self, rule, act):
        if act.type == "open.use-reported":
            applied = self.log.on_thing[act.thing][0]
            differs = self.counts(applied) and not same_text(act.data["purpose"], applied.data["purpose"])
            return self._by_applicant(applied, act) if differs else None  # [V9]
        if not {"request", "purpose"} <= act.data.keys():
            return None
        asked = self.opening("share-request", act.data["request"])
        agreed = self._agreed(asked)  # [V3]
        differs = agreed and not same_text(act.data["purpose"], asked.data["purpose"])
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
        then, department = self.entry_then(applied.data["entry"], act), self.holder(applied.data["entry"], act)
        return Told(department, {"applicant": applied.data["applicant"]}), applied, registered, *(then.evidence("department") if then else [])

    def _filedWithAnother(self, rule, act):
        department, authority = act.data["department"], act.data["authority"]
        if self.same_level(authority, department, act.on) is not False:
            return None
        return department, *self.registrations(department, authority)

    def _incompleteEntry(self, rule, act):
        department = self.heirs.heir(act.data["department"], act.data["entry"], act.on)
        return (department,) if ITEMS - act.data.keys() else None

    def _restrictedWithoutBasis(self, rule, act):
        if not act.data.keys() & {"sharing", "legalBasis"}:
            return None
        on_entry = self.log.on_thing[act.thing]
        registered, then = on_entry[0], self.entry_then(act.data["entry"], act)
        earlier = sorted((one for one in on_entry if self.counts(one) and one.moment < act.moment), key=lambda one: one.moment)
        if any("legalBasis" in one.data and is_basis(one.data["legalBasis"]) for one in [act, *earlier]):
            return None
        stating = ([one for one in [registered, *earlier, act] if "sharing" in one.data] or [registered])[-1]  # [V19]
        if stating.data.get("sharing", "unconditional") == "unconditional":
            return None
        if "department" in act.data:
            return self.heirs.heir(act.data["department"], act.data["entry"], act.on), registered, stating
        return self.holder(act.data["entry"], act), registered, stating, *(then.evidence("department") if then else [])

    def _replies(self, asked, type="share.replied") -> list:
        """The replies that count, in order of time: those of the body whose the entry is."""
        return sorted((one for one in self.log.on_thing[asked.thing]
                       if one.type == type and self.counts(one) and self.is_competent(one, asked)),
                      key=lambda one: one.moment)

    def _agreed(self, asked) -> list:
        """Those that agree, and came before the requester withdrew."""
        withdrawn = self._withdrawn(asked)
        return [one for one in self._replies(asked) if one.data["decision"] in GRANTS
                and (withdrawn is None or one.moment < withdrawn.moment)]

    def _withdrawn(self, asked):
        """The requester's own withdrawal, the first that counts."""
        own = [one for one in self.log.on_thing[asked.thing]
               if one.type == "share.withdrawn" and self.counts(one) and one.actor == self.own(asked, one.on)]
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
        first = self.heirs.heir(self.holder(entry, asked), entry, reply.on)
        return reply.actor in (first, self.holder(entry, reply))

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
                not one.get("levels") or self.level_of(body, act.on) in one["levels"])
            if one.get("ofOwnDivision"):  # [V2]
                own, other = (self.heirs.division(one, act.on) for one in (body.division, act.data["division"]))
                allowed = allowed and own == other
            if not allowed:
                return code, self.registered[code]
        return None

    def _withoutEarlier(self, rule, act):
        code = act.data.get(rule["by"])
        body = self.bodies.get(code)
        if code is None or rule.get("levels") and (body is None or self.level_of(body, act.on) not in rule["levels"]):
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

    def barred(self, rule, code: str, entry):
        """Whether an entry, as it is, is not to be had otherwise than a rule says."""
        return entry.sharing in rule["sharing"] and not (rule.get("ofAnother") and entry.department == code)

    def _againstSharing(self, rule, act):
        code = act.data.get(rule["by"])  # [V11]
        if code is None or "exception" in rule and rule["exception"] in act.data:
            return None
        then = act
        if act.type == "data.accessed":  # which happens in the course of a day, not at a moment [V23]
            begun = midnight(date.fromisoformat(act.data["on"]))
            then = Then(begun + DAY - 1, float("inf"))
            before = self.entry_then(act.data["entry"], Then(begun, -1))
            if before is not None and not self._standing(rule, code, before, begun) or self.had(code, act):
                return None
        entry = self.entry_then(act.data["entry"], then)
        if entry is None or not self._standing(rule, code, entry, then.at):
            return None
        if act.type != "data.accessed" and entry.sharing == "conditional" and self.could_not_have(code, act):
            return None
        return code, *entry.evidence("sharing", *(["department"] if rule.get("ofAnother") else []))

    def _standing(self, rule, code: str, entry, at: int) -> bool:
        """As `barred`, of an entry that is not retired by then. [V5]"""
        return self.barred(rule, code, entry) and (entry.retired is None or entry.retired > at)

    def _requests(self, code: str, entry: str, day: date) -> list:
        """The requests for an entry of a body and of those whose heir it is on a day, in order of time."""
        return sorted((one for one in self.log.acts if one.type == "share.requested" and self.counts(one)
                       and (self.own(one, day), one.data["entry"]) == (code, entry)), key=lambda one: one.moment)

    def had(self, code: str, act) -> bool:
        """Whether a body had a grant of an entry on the day of an access."""
        on = date.fromisoformat(act.data["on"])
        for asked in self._requests(code, act.data["entry"], on):
            for granted in self._agreed(asked)[:1]:
                ended, until = self._ended(asked, granted), granted.data.get("validUntil")
                if granted.on <= on and (ended is None or ended.on >= on) and (until is None or date.fromisoformat(until) >= on):
                    return True
        return False

    def could_not_have(self, code: str, act) -> bool:
        """Whether a body had asked for an entry by an act's moment, and was neither answered nor given all of it."""
        def by_then(one) -> bool:
            return one is not None and one.moment < act.moment

        asked = [one for one in self._requests(code, act.data["entry"], act.on)
                 if by_then(one) and not by_then(self._withdrawn(one))]
        if not asked:
            return False
        replies = [one for one in self._replies(asked[-1]) if by_then(one)]
        granting = [one for one in replies if one.data["decision"] in GRANTS]
        if not replies or (granting or replies)[0].data["decision"] != "agreed":
            return True
        return by_then(self._ended(asked[-1], granting[0], ["share.revoked"]))

    # Nodes, systems and purchases

    def _nodeWithoutPlan(self, rule, act):
        builder = act.data["builder"]
        if builder not in self.bodies or self.level_of(self.bodies[builder], act.on) != "city":
            return None

        def fits(plan) -> bool:
            other, authority = self.bodies.get(plan.data["filedWith"]), plan.data["authority"]
            own = authority == builder or (  # [V31]
                self.own(plan, act.on, "authority") == builder if plan.at <= act.at else self.own(act, plan.on, "builder") == authority)
            return own and (other is None or (other.kind, self.level_of(other, plan.on)) == ("dataAuthority", "province")
                            and not self.heirs.ended(plan.data["filedWith"], plan.on))  # [V29]

        plans = sorted((one for one in self.log.on_thing[act.thing] if one.type == "cloud.node-plan-filed" and self.counts(one)),
                       key=lambda one: one.moment)
        before, after = ([one for one in plans if (one.at <= act.at) == early] for early in (True, False))
        if any(map(fits, before)):
            return None
        for plan in filter(fits, after):
            days = (plan.on - act.on).days
            ending = {"zh": f"（迟报，启用后{days}日备案）", "en": f" (filed late, {days} days after)"}
            return Told(builder, {"daysLate": days}, ending), plan, self.registered[builder]
        filed_with = [plan.data["filedWith"] for plan in before[-1:]]
        return (Told(builder, {}, {"zh": "（未备案）", "en": " (not filed)"}), *before[-1:],
                *self.registrations(builder, *filed_with))

    def _declared(self, node: str):
        """What declares a node to be one of those from before the order, where it counts."""
        return self._told("cloud-node", node, "cloud.legacy-node-declared")

    def _told(self, category: str, name: str, type: str):
        """The first act of a type on a thing, of those that count."""
        found = [one for one in self.log.on_thing.get((category, name), ()) if one.type == type and self.counts(one)]
        return min(found, key=lambda one: one.moment, default=None)

    def level_of(self, body, day: date) -> str:
        """The level of the division that answers on a day for a body's."""
        division = self.heirs.division(body.division, day)
        return "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"

    def _level(self, code, act):
        return self.level_of(self.bodies[code], act.on) if code in self.bodies else None

    def _mergedElsewhere(self, rule, act):
        declared = self._declared(act.data["node"])
        if declared is None or self._level(declared.data["builder"], act) != "county":
            return None
        county, authority = self.bodies[declared.data["builder"]], self.bodies.get(act.data["authority"])
        division = lambda body: self.heirs.division(body.division, act.on)
        city = division(county)[:4] + "00"
        wrong = authority is not None and ((authority.kind, division(authority)) != ("dataAuthority", city)
                                           or self.heirs.ended(act.data["authority"], act.on))
        into = self._told("cloud-node", act.data["into"], "cloud.node-commissioned") or self._declared(act.data["into"])
        taking = self.bodies.get(into.data["builder"]) if into is not None else None
        elsewhere = taking is not None and self.level_of(taking, act.on) != "province" and division(taking) != city
        if not wrong and not elsewhere:
            return None
        others = [into, self.registered[into.data["builder"]]] if taking is not None else []
        return (act.data["authority"], declared, *self.registrations(declared.data["builder"], act.data["authority"]), *others)

    def _deployedWithoutApproval(self, rule, act):
        node = act.data["node"]
        declared, built = self._declared(node), self._told("cloud-node", node, "cloud.node-commissioned")
        if declared is not None and self._level((built or declared).data["builder"], act) not in ("province", "city"):  # [V28]
            return None
        if built is not None and self._level(built.data["builder"], act) == "county":  # [V27]
            return act.data["department"], built, self.registered[built.data["builder"]]
        return self._unapproved(act, "cloud.use-applied", "cloud.use-decided", lambda one: one.data["node"] == node)

    def _boughtWithoutApproval(self, rule, act):
        return self._unapproved(
            act, "purchase.applied", "purchase.decided", lambda one: same_text(one.data["data"], act.data["data"]))

    def _unapproved(self, act, applied: str, decided: str, alike):
        """An act without an application that fits, or without one's own authority's approval of the last that does."""
        department = act.data["department"]
        in_time = lambda one: one.moment
        fits = lambda one: department in (one.data["department"], self.own(one, act.on, "department")) and alike(one)
        own = lambda one: self.same_level(one.data["authority"], department, one.on) is not False  # [V30]
        applications = sorted(self.earlier(act, applied), key=in_time)
        right = [one for one in applications if fits(one) and own(one)]
        if not right:
            last = applications[-1:]
            passed = [one.data["authority"] for one in last if not own(one)]
            return department, *last, *(self.registrations(department, *passed) if passed else [])  # [V25]
        decisions = [one for one in sorted(self.earlier(act, decided), key=in_time) if one.moment > right[-1].moment]
        last = [one for one in decisions if own(one)][-1:]
        if last:
            return None if last[0].data["outcome"] == "approved" else (department, right[-1], *last)
        others = decisions[-1:]  # [V25]
        return department, right[-1], *others, *(
            self.registrations(department, others[0].data["authority"]) if others else [])

    def _cataloguedElsewhere(self, rule, act):
        category, name = act.thing
        bought = self._told(category, name, "purchase.completed") or self._told(category, name, "purchase.applied")  # [V26]
        if bought is None:
            return None
        on_entry = self.log.on_thing["catalog-entry", act.data["entry"]]
        registered, then = on_entry[0], self.entry_then(act.data["entry"], act)
        retired = [one for one in on_entry if one.type == "catalog.entry-retired" and self.counts(one) and one.at <= act.at]
        buyer = bought.data["department"]
        own = {buyer, self.heirs.heir(buyer, act.data["entry"], act.on)}
        if self.holder(act.data["entry"], act) in own and not retired:
            return None
        return self.own(bought, act.on, "department"), bought, registered, *(then.evidence("department") if then else []), *retired

    def _lapsedWithoutRequest(self, rule, act):
        applied, *others = self.log.on_thing[act.thing]
        before = [one for one in others if self.counts(one) and one.moment < act.moment]
        asked = [one.moment for one in before if one.type == "open.correction-requested" and self.is_competent(one, applied)]
        corrected = [one.moment for one in before if one.type == "open.corrected"]
        if asked and max(asked) > max(corrected, default=(0, 0)):
            return None
        return act.actor, applied

    def _afterEnd(self, rule, act):
        if not self.heirs.ended(act.actor, act.on):
            return None
        heir = self.heirs.heir(act.actor, None, act.on)
        return (Told(act.actor, {"expected": [heir]} if heir != act.actor else {}),)
