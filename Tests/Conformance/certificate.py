"""A certificate verified independently: from the file, a policy and the law to a verdict, without the tool.

Written from contract.md, verifiable-log.md and Schemas/certificate.json. Signatures, proofs and policies are read by
transparency.py, verdicts are counted by law_oracle.py with the published calendar, violations found by violations.py, canonical JSON is rfc8785's. Nothing
that a certificate says is believed: `Refused` names the first thing in it that does not follow from its events.
"""

import json
from datetime import date
from pathlib import Path

import rfc8785

import law_oracle
from law_oracle import EXTRA_KEYS, LawOracle, start_of
from oracle import BUNDLED, ONE_DAY, OneOf, ANY, beijing_date, instant, stored
from violations import Audit, ViolationOracle
from transparency import Policy, Refused, check_inclusion, leaf_hash, need, read_hash, read_hashes

SCHEMA = "govledger.certificate/1"
KEYS = {"asOf", "attestation", "checkpoint", "events", "grade", "knownAt", "law", "ruleBook", "schema", "statement"}
OF_OBLIGATION, OF_VIOLATION = KEYS | {"days", "notices", "obligation"}, KEYS | {"violation"}
MOST_BYTES, MOST_EVENTS, MOST_LEAF = 8 << 20, 256, 65_535
BUNDLED_BOOKS = Path(__file__).resolve().parents[2] / "Sources/LedgerCore/Bundled"


def bundled_books() -> dict:
    """The books that everyone knows, by name."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(BUNDLED_BOOKS.glob("*.json"))]
    return {each["book"]: each for each in documents if each.get("schema") == "govledger.rule-book/1"}


BOOKS = bundled_books()


def verify(data: bytes, policy: Policy) -> dict:
    """The certificate's document, every part of which was checked."""
    document = _read(data)
    try:
        kind = _OfViolation if "violation" in document else _OfObligation
        return kind(document, policy).run()
    except Refused:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, AssertionError) as error:
        raise Refused(f"not a certificate: {error!r}") from error


def obligations_root(report: dict) -> list:
    """The leaf hashes of a report's obligations, ordered by the bytes of their ids."""
    ordered = sorted(report["obligations"], key=lambda each: each["id"].encode())
    return [leaf_hash(rfc8785.dumps(each)) for each in ordered]


def violations_root(report: dict) -> list:
    """The leaf hashes of a report's violations and remarks, ordered by the bytes of their ids, without marks of utilities."""
    stated = [{key: value for key, value in each.items() if key != "byReference"} for each in report["violations"] + report["remarks"]]
    ordered = sorted(stated, key=lambda each: f"{each['rule']}/{each['event']}".encode())
    return [leaf_hash(rfc8785.dumps(each)) for each in ordered]


def _read(data: bytes) -> dict:
    need(len(data) <= MOST_BYTES, f"{len(data)} bytes")
    try:
        document = json.loads(data.decode("utf-8"))
        canonical = rfc8785.dumps(document) + b"\n"
    except (ValueError, RecursionError, rfc8785.CanonicalizationError) as error:
        raise Refused(f"not canonical JSON: {error}") from None
    need(data == canonical, "not in canonical form")
    need(isinstance(document, dict) and set(document) in (OF_OBLIGATION, OF_VIOLATION), "not a certificate's keys")
    need(document["schema"] == SCHEMA, "another schema")
    return document


class _Verification:
    # What is certified, and what an attestation says of all of its kind.
    key, count, root = None, None, None

    def __init__(self, document: dict, policy: Policy):
        self.document = document
        self.certified = document[self.key]
        self.as_of, self.known_at = instant(document["asOf"]), instant(document["knownAt"])
        for key, at in (("asOf", self.as_of), ("knownAt", self.known_at)):
            need(stored(at) == document[key], f"{key} is not as times are stored")
        need(type(document["ruleBook"]) is str, "no rule book")
        self.checkpoint = policy.verify(document["checkpoint"].encode())

    def run(self) -> dict:
        document = self.document
        need(len(document["events"]) <= MOST_EVENTS, "too many events")
        self.events = [self._shown(each, {"event", "proof"}) for each in document["events"]]
        positions = [event["position"] for event in self.events]
        need(positions == sorted(set(positions)), "events out of order")
        self.attested = self._attestation(document["attestation"])
        self._verdict()
        self._law()
        self._statement()
        return document

    def _shown(self, element: dict, keys: set) -> dict:
        """An event that stands in the log at its position."""
        need(set(element) == keys, f"not {keys}")
        event = element["event"]
        leaf = rfc8785.dumps(event)
        need(len(leaf) <= MOST_LEAF, "an event too large")
        need(type(event["position"]) is int, "a position that is no number")
        path = read_hashes(element["proof"])
        check_inclusion(leaf_hash(leaf), event["position"], self.checkpoint.size, path, self.checkpoint.root)
        return event

    def _attestation(self, element):
        need(self.document["grade"] == ("included" if element is None else "attested"), "another grade")
        if element is None:
            return None
        event = self._shown(element, {"event", "index", "path", "proof"})
        data = event["data"]
        need(event["type"] == "audit.attested", "not an attestation")
        for key in ("asOf", "knownAt", "ruleBook"):
            need(data[key] == self.document[key], f"the attestation has another {key}")
        need(data["size"] <= event["position"], "attested before it was in the log")
        need(all(each["position"] < data["size"] for each in self.events), "shown, but not attested")
        leaf = leaf_hash(rfc8785.dumps(self.certified))
        need(type(element["index"]) is int, "an index that is no number")
        root = read_hash(data[self.root], self.root)
        check_inclusion(leaf, element["index"], data[self.count], read_hashes(element["path"]), root)
        return event

    # What the events and the law give

    def _counts(self, record) -> bool:
        known = record.recorded if record.source is None else record.source
        return record.at <= self.as_of and known <= self.known_at

    def _law(self):
        need(self.document["law"] == self.rule["text"], "other words of the law")

    def _says(self, facts: list, words: dict):
        """The statement must have all facts in it, and the words of each language."""
        statement = self.document["statement"]
        need(set(statement) == {"en", "zh"}, "not two languages")
        facts = [*facts, self.document["asOf"], self.document["knownAt"], self.checkpoint.origin, str(self.checkpoint.size)]
        if self.attested:
            facts += [str(self.attested["data"]["size"]), str(self.attested["data"][self.count])]
        for language, grade in (("zh", {"attested": "见证", "included": "收录"}), ("en", {})):
            text, word = statement[language], self.document["grade"]
            said = [*words[language], self.book["title"][language], self.rule["text"][language]]
            missing = [fact for fact in [*facts, *said, grade.get(word, word)] if fact not in text]
            need(not missing, f"the statement ({language}) does not say {missing}")


class _OfViolation(_Verification):
    key, count, root = "violation", "violations", "violationsRoot"

    def _verdict(self):
        """The violation that the events shown are, and nothing else is shown than what it rests on, and law."""
        adopted = [event for event in self.events if event["type"] == "rules.adopted"]
        books = _OracleOfEvents(adopted)
        log = ViolationOracle(self.events, BOOKS)
        named = self.document["ruleBook"]
        found = []
        for rules in [None, *([[BOOKS[named]]] if named in BOOKS else [])]:
            if named not in books._names(books.law(rules, self._counts), rules):
                continue
            audit = Audit(log, self.as_of, self.known_at, rules, size=1 << 60)
            acts = [act for act in log.acts if act.id == self.certified["event"] and audit.counts(act)]
            for act in acts:
                for one in audit.findings(act, self.certified["rule"]):
                    book, rule = next((b, r) for _, _, b in audit.law for r in b["violations"] if r["rule"] == one["rule"])
                    found.append((book, rule, one))
            if self.certified["rule"].endswith((".competence", ".recipient")):  # an obligation's rule
                name = self.certified["rule"].rpartition(".")[0]
                for one in log.by_others(log.law, self.as_of, self.known_at, rules):
                    if (one["rule"], one["event"]) == (self.certified["rule"], self.certified["event"]):
                        book, rule = next((b, r) for _, _, b in audit.law for r in b["obligations"] if r["rule"] == name)
                        found.append((book, {**rule, "message": one["message"]}, one))
            if found:
                break
        need(len(found) == 1, "no event shown is the violation")
        self.book, self.rule, one = found[0]
        message = one.pop("message")
        one.pop("byReference")
        one.pop("grade")
        need(self.certified == {**one, "message": f"{message['zh']} ({message['en']})"}, f"the violation is {one}")
        shown = [event["position"] for event in self.events if event["type"] != "rules.adopted"]
        need(shown == [each["position"] for each in one["evidence"]], "other events than the evidence")

    def _statement(self):
        found = self.certified
        facts = [f"{found['rule']}/{found['event']}", found["department"], found["event"], found["article"]]
        facts += [text for each in found["evidence"] for text in (each["event"], str(each["position"]))]
        self._says(facts, {language: [self.rule["message"][language]] for language in ("zh", "en")})


class _OfObligation(_Verification):
    key, count, root = "obligation", "obligations", "obligationsRoot"

    def _verdict(self):
        """The finding that follows from the law in force, or from the one bundled book that is named."""
        self.oracle = _OracleOfEvents(self.events)
        named = self.document["ruleBook"]
        laws = [None, *([[BOOKS[named]]] if named in BOOKS else [])]
        refusal = Refused("rule books that are neither in force nor known here")
        for rules in laws:
            try:
                self._find(rules)
                return
            except Refused as error:
                refusal = error
        raise refusal

    def _find(self, rules):
        law = self.oracle.law(rules, self._counts)
        names = self.oracle._names(law, rules)
        need(self.document["ruleBook"] in names, f"the rule books are {sorted(names)}")
        asked = beijing_date(self.known_at)

        def calendar_known_on(day):
            return self.oracle.calendar(asked if day is None else min(day, asked))

        found = []
        for book in {book["book"]: book for _, _, book in law}.values():
            for rule in book["obligations"]:
                if rule["rule"] != self.certified["rule"]:
                    continue
                for each in self.oracle._rule(law, book, rule, self._counts, calendar_known_on, self.as_of,
                                              law_oracle.EVIDENCE_DAYS):
                    if each["id"] == self.certified["id"]:
                        found.append((book, rule, each))
        need(len(found) == 1, "no event opens the obligation")
        self.book, self.rule, finding = found[0]
        self._check_finding(finding)
        self.clock, self.opened = self.oracle.clocks[finding["id"]]
        for entry in self.opened.data.get("entries", []) if rule.get("each") == "entry" else []:
            if finding["id"] == f"{rule['rule']}/{self.opened.data['trigger']}/{entry}":
                need(entry in self.oracle.said, "nothing shows whose the entry is")
        started = self.clock.restarted or start_of(self.rule, self.opened)
        at_start = self.rule["calendar"] == "knownWhenTheClockStarted"
        self.known_on = min(started, asked) if at_start else asked
        self.started = started
        self._days()

    def _check_finding(self, expected: dict):
        keys = {key for key in expected if not key.startswith("_")}
        keys -= {key for key in EXTRA_KEYS if expected[key] is None}
        unsure = {key for key in EXTRA_KEYS if expected[key] is ANY}
        need(keys - unsure <= set(self.certified) <= keys, "not an obligation's keys")
        for key in set(self.certified):
            value, actual = expected[key], self.certified[key]
            if value is ANY:
                same = actual is None or type(actual) is int or key in EXTRA_KEYS and actual is True
            elif isinstance(value, OneOf):
                same = actual in value
            else:
                same = type(value) is type(actual) and value == actual
            need(same, f"{key} is {value!r}, not {actual!r}")

    def _days(self):
        days = self._counted()
        need(self.document["days"] == days, "other days")
        names = {day["notice"] for day in days} - {None}
        last = {data["notice"]: position for position, data in self.oracle.issued}
        notices = [
            {"issuedOn": each.issued.isoformat(), "notice": each.name, "off": sorted(map(str, each.off)),
             "position": last.get(each.name), "worked": sorted(map(str, each.worked))}
            for each in self.oracle.known_notices(self.known_on) if each.name in names]
        said = [{**each, "off": sorted(each["off"]), "worked": sorted(each["worked"])}
                for each in self.document["notices"]]
        need(said == notices, f"the notices are {notices}, not {said}")

    def _counted(self) -> list:
        """Each day from the start to the last, and what becomes of it."""
        period = self.rule["period"] or {}
        last = self.clock.due
        if "workingDays" not in period or last is None:
            return []
        calendar = self.oracle.calendar(self.known_on)
        deemed, first = None, self.started
        if self.rule["startOnRestDay"] == "deemedReceivedNextWorkingDay":
            deemed = first
            while not calendar.works(deemed):
                deemed += ONE_DAY
        days, number, day = [], 0, first
        while day <= last:
            works = calendar.works(day)
            begins = day == (deemed or first)
            counted = works and day not in self.clock.excluded and (
                day > (deemed or first) or begins and self.rule["countsStartDay"])
            number += counted
            named = calendar.named.get(day)
            reason = "weekday" if works else "weekend"
            if named:
                reason = "noticeWorked" if works else "noticeOff"
            elif not calendar.known(day):
                reason = "unknown" + reason.capitalize()
            if day == first:
                role = "start"
            elif day == deemed:
                role = "deemedStart"
            elif counted:
                role = "counted" if number <= period["workingDays"] else "extended"
            elif day in self.clock.excluded:
                role = "excluded"
            else:
                role = "rest"
            days.append({
                "date": day.isoformat(), "notice": named and named[1], "reason": reason,
                "number": number if counted else None, "role": role})
            day += ONE_DAY
        return days

    def _statement(self):
        """The words must have all facts in them; the words of the period are those below."""
        found = self.certified
        facts = [found["id"], found["department"], found["trigger"]["event"], found["trigger"]["on"], found["article"],
                 found["verdict"]]
        facts += [str(found[key]) for key in ("workingDaysLate",) if found[key] is not None]
        if found["discharge"]:
            facts += [found["discharge"]["event"], found["discharge"]["on"], str(found["discharge"]["position"])]
        period = period_words(self.rule, found)
        self._says(facts, {language: [period[language]] for language in ("zh", "en")})


def period_words(rule: dict, found: dict) -> dict:
    """How the period ran, in words."""
    start, period = found["trigger"]["on"], rule["period"] or {}
    due = found["dueOn"]
    if rule["period"] is None:
        return {"zh": f"自{start}起算，条文未规定工作日数。", "en": f"It runs from {start}; the article gives no number of days."}
    if "hours" in period:
        return {"zh": f"自{start}起算{period['hours']}小时，至{found['dueAt']}届满。",
                "en": f"{period['hours']} hours from {start}, until {found['dueAt']}."}
    zh = f"自{start}起算" + (f"{period['workingDays']}个工作日，" if "workingDays" in period else f"{period['calendarDays']}日，")
    en = (f"{period['workingDays']} working days" if "workingDays" in period else f"{period['calendarDays']} days") + f" from {start}, "
    zh += "起算当日计入" if rule["countsStartDay"] else "起算当日不计"
    en += "that day counted" if rule["countsStartDay"] else "that day not counted"
    if "restartedOn" in found:
        zh += f"，{found['restartedOn']}收到补正后重新起算"
        en += f", begun anew when the correction was received on {found['restartedOn']}"
    if "extendedDays" in found:
        zh += f"，延长{found['extendedDays']}日"
        en += f", extended by {found['extendedDays']}"
    if "excludedDays" in found:
        zh += f"，扣除{found['excludedDays']}日"
        en += f", {found['excludedDays']} days excluded"
    provisional = found["provisionalDueOn"]
    if found.get("suspended"):
        return {"zh": zh + "，期限中止，到期日未定。", "en": en + ", with no due date while the clock stands still."}
    if due:
        return {"zh": zh + f"，到期日{due}。", "en": en + f", due on {due}."}
    if provisional:
        return {"zh": zh + f"，到期日尚不可知（暂定{provisional}）。",
                "en": en + f", with no known due date (provisionally {provisional})."}
    return {"zh": zh + "，到期日不可知。", "en": en + ", with no known due date."}


class _OracleOfEvents(LawOracle):
    """The oracle over events of a log that stand at positions of their own."""

    def __init__(self, events: list):
        super().__init__(events, BOOKS)
        self.issued = [(r.position, r.data) for r in self.records if r.type == "calendar.notice-issued"]

    def known_notices(self, known_on: date) -> list:
        """As `calendar` counts by them, in the order in which they were recorded."""
        own = {notice.name for notice in self.notices}
        last = [n for i, n in enumerate(self.notices) if n.name not in {o.name for o in self.notices[i + 1:]}]
        everything = [notice for notice in BUNDLED if notice.name not in own] + last
        return [notice for notice in everything if notice.issued <= known_on]
