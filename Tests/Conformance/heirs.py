"""An independent reading of rulings.md, “Bodies change”: whose a matter is after a body has ended, which division is in
force, and which changes belong to the evidence of a finding.

Nothing here is shared with the tool. The keys that name bodies are read from the schemas of the events. Where the
specification leaves a choice, the reading is named in READINGS and marked [H…] in the code.
"""

import json
from datetime import date
from pathlib import Path

# Penglai and Changdao: from this day a part of the district of Penglai.
MERGED = date(2020, 6, 30)
SUCCESSORS = {"370634": "370614", "370684": "370614"}
EVENTS = Path(__file__).resolve().parents[2] / "Schemas" / "events"
READINGS = {
    "H1": "of several endings of one body, or changes of one division, that count the first in the log stands",
    "H2": "facts are what registers a body, registers, revises or retires an entry, or brings a node into operation;"
          " what a finding is of is an act",
    "H3": "changes of divisions are connected also by what comes with the tool, where no change of the log takes its place",
    "H4": "a body that ended and has no heir for something owes it still, and may do it",
}
FACTS = {
    "department.registered", "catalog.entry-registered", "catalog.entry-revised", "catalog.entry-retired",
    "cloud.node-commissioned"}
# Which acts of a body that is no more are not found: what says which bodies there are, and what is not of a body.
AFTER_END = {
    "department.registered", "body.renamed", "body.succeeded", "division.changed", "record.corrected",
    "calendar.notice-issued", "rules.adopted", "audit.attested"}


def _naming() -> dict:
    """By type, the keys that name bodies."""
    properties = {
        path.name: json.loads(path.read_text(encoding="utf-8"))["properties"] for path in sorted(EVENTS.glob("*.json"))}

    def is_body(one: dict) -> bool:
        reference = one.get("$ref", "")
        of, _, key = reference.partition("#/properties/")  # what another type says
        return reference.endswith("/bodyCode") or bool(key) and is_body(properties[of][key])

    return {name.removesuffix(".json"): [key for key, one in keys.items() if is_body(one)]
            for name, keys in properties.items()}


NAMING = _naming()


def named(act) -> set:
    """The bodies that an act names."""
    return {act.data[key] for key in NAMING.get(act.type, ()) if key in act.data}


class Heirs:
    """What the records that count say of bodies that end and of divisions that change."""

    def __init__(self, records, counts):
        self.successions, self.renewals, self.registered = {}, {}, {}
        told = {
            "body.succeeded": (self.successions, "department"), "division.changed": (self.renewals, "division"),
            "department.registered": (self.registered, "department")}
        for one in sorted(records, key=lambda one: one.position):
            if one.type in told and counts(one):
                place, key = told[one.type]
                place.setdefault(one.data[key], one)  # [H1]
        self._found = {}

    # Bodies

    def heir(self, body, entry, day):
        """Whose a body's matter is on a day; `entry`: the one that it is about, or None."""
        if body not in self.successions:
            return body
        key = body, entry, day
        if key not in self._found:
            self._found[key] = self._walk(body, entry, day.isoformat())
        return self._found[key]

    def _walk(self, body, entry, day: str):
        used, since = set(), ""
        while body in self.successions and body not in used:
            said = self.successions[body].data
            if not since <= said["on"] <= day:
                break
            others = said["successors"]
            further = [one for one in others if entry is not None and entry in one.get("scope", ())]
            further = further or [one for one in others if "scope" not in one]
            if not further:
                break
            used.add(body)
            since, body = said["on"], further[0]["department"]
        return body

    def ended(self, body, day) -> bool:
        """Whether a body is no more on a day, and was not made the heir of another since."""
        day = day.isoformat()
        if body not in self.successions or self.successions[body].data["on"] > day:
            return False
        end = self.successions[body].data["on"]
        return not any(
            end < one.data["on"] <= day and body in _successors(one)
            for whose, one in self.successions.items() if whose != body)

    def days(self) -> list:
        """The days on which bodies end."""
        return sorted({one.data["on"] for one in self.successions.values()})

    # Divisions

    def change(self, division):
        """The day from which a division is another, and which: as the log says, or else as the tool's own list does."""
        if division in self.renewals:
            said = self.renewals[division].data
            return said["on"], said["successor"]
        return (MERGED.isoformat(), SUCCESSORS[division]) if division in SUCCESSORS else None

    def division(self, division, day) -> str:
        """The division that is in force on a day in a division's place."""
        since, day = "", day.isoformat()
        while (change := self.change(division)) is not None and since < change[0] <= day:
            since, division = change
        return division

    # Evidence

    def connected(self, act, others, bodies) -> list:
        """The changes that belong to a finding of an act, which cites others and names bodies."""
        if not self.successions and not self.renewals:
            return []
        acts = [act, *(one for one in others if one.type not in FACTS)]  # [H2]
        day = max(one.on for one in acts).isoformat()
        start = {*bodies, *(one.actor for one in acts)}.union(*map(named, acts))
        registrations = [one for one in others if one.type == "department.registered"]
        return self.reached(start, day, {one.data["division"] for one in registrations})

    def reached(self, bodies, day: str, divisions=None) -> list:
        """The endings and changes of divisions by a day that lead on from bodies, or to them; the divisions are those of the
        bodies that are reached, unless others are named."""
        endings = [one for one in self.successions.values() if one.data["on"] <= day]
        links = [({one.data["department"], *_successors(one)}, one) for one in endings]
        bodies, found = _joined(set(bodies), links)
        if divisions is None:
            divisions = {self.registered[one].data["division"] for one in bodies if one in self.registered}
        changes = {one: self.change(one) for one in {*self.renewals, *SUCCESSORS}}  # [H3]
        links = [({one, to}, self.renewals.get(one)) for one, (on, to) in changes.items() if on <= day]
        _, renewed = _joined(divisions, links)
        return [*found, *(one for one in renewed if one is not None)]


def _successors(ending) -> list:
    return [one["department"] for one in ending.data["successors"]]


def _joined(reached: set, links) -> tuple:
    """All that is reached over links from some things, and the links that reach it."""
    while more := [ends for ends, _ in links if ends & reached and not ends <= reached]:
        reached = reached.union(*more)
    return reached, [one for ends, one in links if ends & reached]
