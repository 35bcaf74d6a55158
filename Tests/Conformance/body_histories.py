"""Seeded random histories in which bodies end and divisions change: those of the other modules, with such changes in them.

`changed(seed, drafts, latest)` takes the drafts of another history in the log's order. Some of its bodies end, now and then
one after the other or on one day, with heirs for some entries or for everything; some are there again. Most acts after an end
are the heir's then, others still the body's. What the ledger would refuse is left out. The same seed and drafts give the same
history.
"""

import dataclasses
import random
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

from heirs import AFTER_END, NAMING, Heirs
from histories import DAY, FIRST, HOUR, Recorded
from oracle import beijing_date, midnight, stored

OF_BODIES = {"officer.designated", "security.rules-set", "security.assessed", "security.drill-held"}  # on a body's own stream
MATTERS = ("request", "application", "verification", "trigger", "incident")
KEEP = AFTER_END | OF_BODIES


class RecordedOfHeirs(Recorded):
    """What is recorded so far, where heirs act for those that ended."""

    def __init__(self):
        super().__init__()
        self.changes = []

    def add(self, draft, place: int):
        super().add(draft, place)
        if draft.type in ("body.succeeded", "division.changed"):
            self.changes.append(SimpleNamespace(position=place, type=draft.type, data=draft.data))

    def holder(self, entry: str, at: int, place: int) -> str:
        return Heirs(self.changes, lambda one: True).heir(super().holder(entry, at, place), entry, beijing_date(at))

    def competent(self, reply, place: int) -> bool:
        asked, where = self.asked[reply.data["request"]]
        entry, heirs = asked.data["entry"], Heirs(self.changes, lambda one: True)
        first = heirs.heir(self.holder(entry, asked.at, where), entry, beijing_date(reply.at))
        return reply.actor in (first, self.holder(entry, reply.at, place))


@dataclass
class ChangedHistory:
    seed: int
    latest: int
    drafts: list
    lines: list
    moments: list  # at which something changes of bodies and divisions

    @property
    def text(self) -> str:
        return "".join(line + "\n" for line in self.lines)


class Maker:
    def __init__(self, seed: int, drafts, latest: int):
        self.rng, self.latest = random.Random(f"govledger bodies {seed}"), latest
        self.drafts = [dataclasses.replace(draft, data=dict(draft.data)) for draft in drafts]
        self.like = next(draft for draft in drafts if draft.type == "department.registered")
        self.divisions = {d.data["department"]: d.data["division"] for d in drafts if d.type == "department.registered"}
        self.entries = [d.data["entry"] for d in drafts if d.type == "catalog.entry-registered"]
        self.matters = self._matters()
        self.days = [self._day() for _ in range(4)]
        self.changes, self.ended, self.moments = [], {}, set()

    def _matters(self) -> list:
        """The bodies whose the matters are, and who asks, each with the times of its first and its last act."""
        found, holders = {}, {}
        for draft in self.drafts:
            data = draft.data
            if draft.type in ("catalog.entry-registered", "catalog.entry-revised") and "department" in data:
                holders[data["entry"]] = data["department"]
            key = next((key for key in MATTERS if key in data), None)
            if key is None:
                continue
            whose = {data.get("department"), data.get("requester"), holders.get(data.get("entry"))} & self.divisions.keys()
            one = found.setdefault((key, data[key]), [sorted(whose), draft.at, draft.at])
            one[1:] = min(one[1], draft.at), max(one[2], draft.at)
        return [one for one in found.values() if one[0] and one[1] < self.latest - DAY]

    def _day(self):
        """A day on which a matter stands open, or some other."""
        rng = self.rng
        if self.matters and rng.random() < 0.8:
            _, first, last = rng.choice(self.matters)
            at = rng.randint(first, max(last, first + DAY)) if rng.random() < 0.7 else first + rng.randint(0, 20) * DAY
        else:
            at = rng.choice(self.drafts).at
        return beijing_date(max(FIRST, min(at, self.latest - 2 * DAY)))

    def make(self):
        rng = self.rng
        for _ in range(rng.choice([1, 1, 2, 3, 4])):
            self._end()
        for _ in range(rng.choice([0, 0, 1, 2])):
            self._divide()
        if rng.random() < 0.3:
            body = rng.choice(sorted(self.divisions))
            self._change("body.renamed", {"department": body, "name": "新的名称"})
        self._inherit()
        self._place()

    def _change(self, type: str, data: dict):
        """A change of some day, which was ordered then or later, and became known then or later."""
        rng, on = self.rng, self.rng.choice(self.days)
        at = midnight(on) + rng.choice([0, 0, 9 * HOUR, rng.randint(0, 3 * DAY), rng.randint(0, 400 * DAY)])
        at = min(at, self.latest - 1)
        known = min(at + rng.choice([0, 0, HOUR, rng.randint(0, 90 * DAY), rng.randint(0, 900 * DAY)]), self.latest - 1)
        data |= {"on": on.isoformat(), "instrument": "机构改革方案"}
        more = {"source": True, "needs": [], "extra": {}} if hasattr(self.like, "source") else {}
        self.changes.append(dataclasses.replace(
            self.like, id=f"{type}-{len(self.changes)}", type=type, at=at, data=data, recorded=known, times={},
            actor=rng.choice(sorted(self.divisions)), **more))
        self.moments |= {midnight(on), midnight(on) - 1, at, at - 1, known, known - 1}

    def _end(self):
        rng = self.rng
        named = Counter(d.actor for d in self.drafts if d.actor in self.divisions)
        named.update(d.data[key] for d in self.drafts for key in NAMING.get(d.type, ()) if d.data.get(key) in self.divisions)
        heirs = [one["department"] for data in self.ended.values() for one in data["successors"]]
        busy = [body for body, _ in named.most_common(4)] + heirs * 2 + [
            rng.choice(whose) for whose, *_ in rng.sample(self.matters, min(len(self.matters), 6))]
        body = rng.choice([one for one in busy if one not in self.ended] or [None])
        others = [one for one in sorted(self.divisions) if one != body]
        if body is None or not others:
            return
        near = [one for one in others if self.divisions[one] == self.divisions[body]] + list(self.ended)
        pool = list(dict.fromkeys(
            rng.choice(near if near and rng.random() < 0.7 else others) for _ in range(rng.choice([1, 1, 2, 3]))))
        successors, entries = [], rng.sample(self.entries, min(len(self.entries), 4))
        for place, heir in enumerate(one for one in pool if one != body):
            scope = [entries.pop() for _ in range(rng.choice([1, 2])) if entries]
            if place == 0 and rng.random() < 0.85:
                successors.append({"department": heir})
            elif scope:
                successors.append({"department": heir, "scope": scope})
        if successors:
            rng.shuffle(successors)
            self.ended[body] = data = {"department": body, "successors": successors}
            self._change("body.succeeded", data)

    def _divide(self):
        rng, done = self.rng, {draft.data.get("division") for draft in self.changes}
        known = sorted({*self.divisions.values(), "370614"})
        division = rng.choice([one for one in known if one not in done] or [None])
        others = [one for one in known if one != division]
        if division and others:
            self._change("division.changed", {"division": division, "successor": rng.choice(others)})

    def _inherit(self):
        """Most of what is done after an end is its heir's."""
        rng = self.rng
        heirs = Heirs([SimpleNamespace(position=place, type=one.type, data=one.data) for place, one in enumerate(self.changes)],
                      lambda one: True)
        asked = {}  # by the matter: the entry that it is about
        for draft in self.drafts:
            data, day = draft.data, beijing_date(draft.at)
            matter = next((data[key] for key in MATTERS if key in data), None)
            entry = data.get("entry", asked.get(matter))
            listed = data["entries"] if draft.type == "catalog.update-triggered" else []
            asked.setdefault(matter, entry or next(iter(listed), None))
            if draft.type in KEEP:
                continue
            if rng.random() < 0.7:
                draft.actor = heirs.heir(draft.actor, rng.choice([entry, entry, None]), day)
            for key in NAMING.get(draft.type, ()):
                if key in data and rng.random() < 0.3:
                    data[key] = heirs.heir(data[key], rng.choice([entry, None]), day)

    def _place(self):
        """Each change some time after what it names is recorded, and without what contradicts what is recorded before."""
        rng = self.rng
        for change in self.changes:
            data = change.data
            names = {data.get("department"), *(one["department"] for one in data.get("successors", []))}
            scopes = {entry for one in data.get("successors", []) for entry in one.get("scope", [])}
            after = [place for place, draft in enumerate(self.drafts) if (
                draft.type == "department.registered" and draft.data["department"] in names
                or draft.type == "catalog.entry-registered" and draft.data["entry"] in scopes)]
            self.drafts.insert(rng.randint(max(after, default=-1) + 1, len(self.drafts)), change)
        kept, recorded = [], RecordedOfHeirs()
        for draft in self.drafts:
            if not recorded.contradicts(draft, len(kept)):
                recorded.add(draft, len(kept))
                kept.append(draft)
        self.drafts = kept


def changed(seed: int, drafts, latest: int) -> ChangedHistory:
    maker = Maker(seed, drafts, latest)
    maker.make()
    lines = [draft.line(maker.rng) for draft in maker.drafts]
    return ChangedHistory(seed, latest, maker.drafts, lines, sorted(maker.moments))


def cuts(rng, found: ChangedHistory, count: int) -> list:
    """Pairs of instants for --as-of and --known-at; the first is after everything."""
    end = stored(found.latest + 400 * DAY)
    acts = sorted({draft.at for draft in found.drafts})

    def some():
        return stored(max(FIRST, rng.choice(found.moments if found.moments and rng.random() < 0.6 else acts)))

    pairs = [(end, end)]
    while len(pairs) < count:
        pairs.append(rng.choice([(some(), end), (end, some()), (some(), some())]))
    return pairs
