"""A certificate verified independently: from the file, a policy and the law to a verdict, without the tool.

Written from contract.md, verifiable-log.md and Schemas/certificate.json. Signatures, proofs and policies are read by
transparency.py, verdicts are counted by oracle.py with the published calendar, canonical JSON is rfc8785's. Nothing
that a certificate says is believed: `Refused` names the first thing in it that does not follow from its events.
"""

import json
from datetime import date
from pathlib import Path

import rfc8785

from oracle import (
    BUNDLED, ONE_DAY, WORKING_DAYS, Calendar, Obligation, Oracle, OneOf, Record, ANY, beijing_date, instant, stored)
from transparency import Policy, Refused, check_inclusion, leaf_hash, need, read_hash, read_hashes

SCHEMA = "govledger.certificate/1"
KEYS = {
    "asOf", "attestation", "checkpoint", "days", "events", "grade", "knownAt", "law", "notices", "obligation",
    "ruleBook", "schema", "statement"}
MOST_BYTES, MOST_EVENTS, MOST_LEAF = 8 << 20, 256, 65_535
LAW = Path(__file__).resolve().parents[2] / "Sources/LedgerCore/Bundled/order-329.json"


def verify(data: bytes, policy: Policy) -> dict:
    """The certificate's document, every part of which was checked."""
    document = _read(data)
    try:
        return _Verification(document, policy).run()
    except Refused:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, AssertionError) as error:
        raise Refused(f"not a certificate: {error!r}") from error


def obligations_root(report: dict) -> list:
    """The leaf hashes of a report's obligations, ordered by the bytes of their ids."""
    ordered = sorted(report["obligations"], key=lambda each: each["id"].encode())
    return [leaf_hash(rfc8785.dumps(each)) for each in ordered]


def _read(data: bytes) -> dict:
    need(len(data) <= MOST_BYTES, f"{len(data)} bytes")
    try:
        document = json.loads(data.decode("utf-8"))
        canonical = rfc8785.dumps(document) + b"\n"
    except (ValueError, RecursionError, rfc8785.CanonicalizationError) as error:
        raise Refused(f"not canonical JSON: {error}") from None
    need(data == canonical, "not in canonical form")
    need(isinstance(document, dict) and set(document) == KEYS, "not a certificate's keys")
    need(document["schema"] == SCHEMA, "another schema")
    return document


class _Verification:
    def __init__(self, document: dict, policy: Policy):
        self.document = document
        self.obligation = document["obligation"]
        self.as_of, self.known_at = instant(document["asOf"]), instant(document["knownAt"])
        for key, at in (("asOf", self.as_of), ("knownAt", self.known_at)):
            need(stored(at) == document[key], f"{key} is not as times are stored")
        need(document["ruleBook"] == "order-329/1", "a rule book that is not known here")
        self.checkpoint = policy.verify(document["checkpoint"].encode())

    def run(self) -> dict:
        document = self.document
        need(len(document["events"]) <= MOST_EVENTS, "too many events")
        self.events = [self._shown(each, {"event", "proof"}) for each in document["events"]]
        positions = [event["position"] for event in self.events]
        need(positions == sorted(set(positions)), "events out of order")
        self.attested = self._attestation(document["attestation"])
        self._verdict()
        self._days()
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
        leaf = leaf_hash(rfc8785.dumps(self.obligation))
        need(type(element["index"]) is int, "an index that is no number")
        root = read_hash(data["obligationsRoot"], "obligationsRoot")
        check_inclusion(leaf, element["index"], data["obligations"], read_hashes(element["path"]), root)
        return event

    # What the events and the law give

    def _verdict(self):
        self.oracle = _OracleOfEvents(self.events)
        self.calendar = self.oracle.calendar(beijing_date(self.known_at))
        found = [each for each in self.oracle.obligations if each.id == self.obligation["id"]]
        need(len(found) == 1, "no event opens the obligation")
        need(self._counts(found[0].trigger), "what opens the obligation does not count")
        self.found = found[0]
        self._check_finding(self.oracle.verdict(self.found, self.calendar, self._counts, beijing_date(self.as_of)))

    def _counts(self, record: Record) -> bool:
        known = record.recorded if record.source is None else record.source
        return record.at <= self.as_of and known <= self.known_at

    def _check_finding(self, expected: dict):
        need(set(expected) == set(self.obligation), "not an obligation's keys")
        for key, value in expected.items():
            actual = self.obligation[key]
            if value is ANY:
                same = actual is None or type(actual) is int
            elif isinstance(value, OneOf):
                same = actual in value
            else:
                same = type(value) is type(actual) and value == actual
            need(same, f"{key} is {value!r}, not {actual!r}")

    def _days(self):
        days = self._counted()
        need(self.document["days"] == days, "other days")
        names = {day["notice"] for day in days} - {None}
        last = {data["notice"]: position for position, data in self.oracle.said}
        notices = [
            {"issuedOn": each.issued.isoformat(), "notice": each.name, "off": sorted(map(str, each.off)),
             "position": last.get(each.name), "worked": sorted(map(str, each.worked))}
            for each in self.oracle.known_notices(beijing_date(self.known_at)) if each.name in names]
        said = [{**each, "off": sorted(each["off"]), "worked": sorted(each["worked"])}
                for each in self.document["notices"]]
        need(said == notices, f"the notices are {notices}, not {said}")

    def _counted(self) -> list:
        """Each day from the start to the last, and what becomes of it."""
        count = WORKING_DAYS[self.found.rule]
        if count is None:
            return []
        last, _ = self.calendar.due(self.found.start, count)
        if last is None:
            return []
        days, number, day = [], 0, self.found.start
        while day <= last:
            works, is_start = self.calendar.works(day), day == self.found.start
            number += works and not is_start
            named = self.calendar.named.get(day)
            reason = "weekday" if works else "weekend"
            if named:
                reason = "noticeWorked" if works else "noticeOff"
            elif not self.calendar.known(day):
                reason = "unknown" + reason.capitalize()
            days.append({
                "date": day.isoformat(), "notice": named and named[1], "reason": reason,
                "number": number if works and not is_start else None,
                "role": "start" if is_start else "counted" if works else "rest"})
            day += ONE_DAY
        return days

    def _law(self):
        book = json.loads(LAW.read_text(encoding="utf-8"))
        need(book["book"] == self.document["ruleBook"], "another rule book")
        texts = [each["text"] for each in book["obligations"] if each["rule"] == self.found.rule]
        need([self.document["law"]] == texts, "other words of the law")

    def _statement(self):
        """The words must have all facts in them; their wording is the tool's own."""
        statement, found = self.document["statement"], self.obligation
        need(set(statement) == {"en", "zh"}, "not two languages")
        facts = [found["id"], found["department"], found["trigger"]["event"], found["trigger"]["on"], found["article"],
                 found["verdict"], self.document["asOf"], self.document["knownAt"], self.checkpoint.origin,
                 str(self.checkpoint.size)]
        facts += [found[key] for key in ("dueOn", "provisionalDueOn") if found[key]]
        facts += [str(found[key]) for key in ("workingDays", "workingDaysLate") if found[key] is not None]
        if found["discharge"]:
            facts += [found["discharge"]["event"], found["discharge"]["on"], str(found["discharge"]["position"])]
        if self.attested:
            facts += [str(self.attested["data"]["size"]), str(self.attested["data"]["obligations"])]
        for language, grade in (("zh", {"attested": "见证", "included": "收录"}), ("en", {})):
            text, word = statement[language], self.document["grade"]
            missing = [fact for fact in [*facts, grade.get(word, word)] if fact not in text]
            need(not missing, f"the statement ({language}) does not say {missing}")


class _EndlessCalendar(Calendar):
    """Knows no due date past the year 9999."""

    def due(self, start: date, count: int):
        try:
            return super().due(start, count)
        except OverflowError:
            return None, False


class _OracleOfEvents(Oracle):
    """The oracle over events of a log that stand at positions of their own."""

    def __init__(self, events: list):
        self.records = [_record(event) for event in events]
        self.said = [(r.position, r.data) for r in self.records if r.type == "calendar.notice-issued"]
        self._fold()

    def calendar(self, known_on: date) -> Calendar:
        return _EndlessCalendar(self.known_notices(known_on))

    def known_notices(self, known_on: date) -> list:
        own = {notice.name for notice in self.notices}
        everything = [notice for notice in BUNDLED if notice.name not in own] + self.notices
        return [notice for notice in everything if notice.issued <= known_on]

    def verdict(self, obligation: Obligation, calendar: Calendar, counts, today: date) -> dict:
        return self._verdict(obligation, calendar, counts, today)


def _record(event: dict) -> Record:
    source = event.get("sourceRecordedAt")
    return Record(
        event["position"], event["id"], event["type"], instant(event["occurredAt"]),
        None if source is None else instant(source), event["data"], instant(event["recordedAt"]))
