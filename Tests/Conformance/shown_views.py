"""An independent computation of what Order 329 asks to be shown, from a log's events.

Each view's rows with its columns and in its order, as Schemas/projections.sql describes them; what an
event says holds in the log's order, whenever it occurred. `counted` are the events of which `show --on`
makes the rows, and `aged` adds the ages. `Scorecard` is that of an audit's report.
"""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from heirs import Heirs
from oracle import beijing_date, bound, instant

AGES = {
    "since": "days", "risk_assessed_on": "days_since_risk_assessment", "tested_on": "days_since_test",
    "drilled_on": "days_since_drill"}
FIRST_DAY = "2020-02-01"
DIVISIONS = Path(__file__).parents[2] / "Sources/LedgerCore/Bundled/divisions.json"
SUCCESSORS = {
    one["code"]: one["successor"] for one in json.loads(DIVISIONS.read_text())["divisions"] if "successor" in one}
ENTRY_KEYS = ("department", "name", "sharing", "openness")


def _day(at) -> str | None:
    return None if at is None else beijing_date(instant(at)).isoformat()


def _since(at) -> str:
    return max(_day(at), FIRST_DAY)


def _division(division) -> str:
    return SUCCESSORS.get(division, division)


def level(division) -> str:
    return "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"


def binds(body) -> bool:
    return body["division"].startswith("37") and body["kind"] != "township"


def percents(ways) -> list:
    """Whole percents of unconditional, conditional and notShared that add up to 100: the largest remainders first."""
    counts = [ways.count(way) * 100 for way in ("unconditional", "conditional", "notShared")]
    found = [count // len(ways) for count in counts]
    places = sorted(range(3), key=lambda place: (-(counts[place] % len(ways)), place))
    for place in places[:100 - sum(found)]:
        found[place] += 1
    return found


def counted(events, on: date) -> list:
    """The events that had occurred and were known by the end of a day in Beijing."""
    end = bound(on.isoformat())
    return [event for event in events if instant(event["occurredAt"]) <= end
            and instant(event.get("sourceRecordedAt", event["recordedAt"])) <= end]


class Views:
    def __init__(self, events, today: date | None = None):
        self.today = today
        self.plans, self.compilations, self.platforms = [], [], []
        self.trained, self.evaluators = set(), set()
        self.bodies, self.entries, self.nodes, self.purchases = {}, {}, {}, {}
        self.requests, self.incidents, self.uses, self.assessments = {}, {}, [], {}
        self.officers, self.measures = set(), []
        for event in events:
            step = getattr(self, "_" + event["type"].replace(".", "_").replace("-", "_"), None)
            if step is not None:
                step(event["data"], event["occurredAt"], event["position"])

    # Events

    def _department_registered(self, data, at, _):
        self.bodies[data["department"]] = {**data, "at": at}

    def _body_renamed(self, data, at, _):
        if data["department"] in self.bodies:
            self.bodies[data["department"]]["name"] = data["name"]

    def _catalog_entry_registered(self, data, at, _):
        self.entries[data["entry"]] = {
            **{key: data.get(key) for key in ENTRY_KEYS}, "at": at, "filed": None, "revised": None, "retired": False}

    def _catalog_entry_revised(self, data, at, _):
        if data["entry"] in self.entries:
            self.entries[data["entry"]] |= {key: data[key] for key in ENTRY_KEYS if key in data} | {"revised": at}

    def _catalog_entry_retired(self, data, at, _):
        if data["entry"] in self.entries:
            self.entries[data["entry"]]["retired"] = True

    def _catalog_filed(self, data, at, _):
        for entry in data["entries"]:
            if entry in self.entries and self.entries[entry]["department"] == data["department"]:  # one's own alone
                self.entries[entry]["filed"] = at

    def _node(self, data) -> dict:
        return self.nodes.setdefault(data["node"], {
            "name": None, "builder": None, "built_on": None, "declared": None, "merged": False})

    def _cloud_node_plan_filed(self, data, at, _):
        self._node(data)

    def _cloud_node_commissioned(self, data, at, _):
        self._node(data).update(name=data["name"], builder=data["builder"])

    def _cloud_legacy_node_declared(self, data, at, _):
        self._node(data).update(
            name=data["name"], builder=data["builder"], built_on=data["builtOn"], declared=at)

    def _cloud_node_merged(self, data, at, _):
        if data["node"] in self.nodes:
            self.nodes[data["node"]]["merged"] = True

    def _purchase(self, data, **more):
        found = self.purchases.setdefault(data["purchase"], {"department": None, "data": None, "at": None, "entry": None})
        found |= {key: data[key] for key in ("department", "data") if key in data} | more

    def _purchase_applied(self, data, at, _):
        self._purchase(data)

    def _purchase_decided(self, data, at, _):
        if data["purchase"] in self.purchases:
            self._purchase(data)

    def _purchase_completed(self, data, at, _):
        self._purchase(data, at=at)

    def _purchase_catalogued(self, data, at, _):
        if data["purchase"] in self.purchases:
            self._purchase(data, entry=data["entry"])

    def _share_requested(self, data, at, _):
        self.requests[data["request"]] = {**data, "agreed": None, "until": None, "ends": {}}

    def _share_replied(self, data, at, _):
        if data["request"] in self.requests:
            granted = data["decision"] in ("agreed", "partlyAgreed")
            self.requests[data["request"]] |= {"agreed": instant(at) if granted else None, "until": data.get("validUntil")}

    def _share_revoked(self, data, at, _):
        if data["request"] in self.requests:
            self.requests[data["request"]]["ends"]["revoked"] = instant(at)

    def _share_relinquished(self, data, at, _):
        if data["request"] in self.requests:
            self.requests[data["request"]]["ends"]["relinquished"] = instant(at)

    def _data_used(self, data, at, _):
        self.uses.append({**data, "at": at})

    def _incident_detected(self, data, at, _):
        self.incidents[data["incident"]] = {**data, "at": at, "reported": set(), "remedied": False}

    def _incident_remedied(self, data, at, _):
        if data["incident"] in self.incidents:
            self.incidents[data["incident"]]["remedied"] = True

    def _incident_reported(self, data, at, _):
        if data["incident"] in self.incidents:
            self.incidents[data["incident"]]["reported"].add(data["recipientKind"])

    def _quality_assessed(self, data, at, position):
        last = self.assessments.get(data["entry"])
        if last is None or instant(at) >= instant(last["at"]):
            self.assessments[data["entry"]] = {**data, "at": at, "position": position}

    def _officer_designated(self, data, at, _):
        self.officers.add(data["department"])

    def _security_rules_set(self, data, at, _):
        kind = "emergency_plan_on" if data["kind"] == "emergencyPlan" else "rules_on"
        self.measures.append((data["department"], kind, at))

    def _security_assessed(self, data, at, _):
        kind = "tested_on" if data["kind"] == "securityTest" else "risk_assessed_on"
        self.measures.append((data["department"], kind, at))

    def _security_drill_held(self, data, at, _):
        self.measures.append((data["department"], "drilled_on", at))

    def _plan_published(self, data, at, _):
        self.plans.append(("development", data["government"], None))

    def _plan_annual_set(self, data, at, _):
        self.plans.append(("annual", data["authority"], data["year"]))

    def _catalog_master_compiled(self, data, at, _):
        self.compilations.append((data["authority"], data["division"]))

    def _platform_recorded(self, data, at, _):
        self.platforms.append((data["kind"], data["builder"]))

    def _training_planned(self, data, at, _):
        self.trained.add(data["authority"])

    def _evaluation_recorded(self, data, at, _):
        self.evaluators.add(data["government"])

    # Views

    def body(self, code, key):
        return self.bodies[code][key] if code in self.bodies else None

    def current(self) -> dict:
        return {name: entry for name, entry in self.entries.items() if not entry["retired"]}

    def master_catalog(self):
        def row(division, entries):
            of = lambda key, value: sum(entry[key] == value for entry in entries)
            return {
                "division": division, "entries": len(entries), "unconditional": of("sharing", "unconditional"),
                "conditional": of("sharing", "conditional"), "not_shared": of("sharing", "notShared"),
                "open_unconditionally": of("openness", "unconditional"),
                "open_on_application": of("openness", "onApplication"), "not_open": of("openness", "notOpen")}

        found = {}
        for entry in self.current().values():
            division = self.body(entry["department"], "division")
            found.setdefault(SUCCESSORS.get(division, division), []).append(entry)
        return [row(division, found[division]) for division in sorted(found, key=lambda one: one or "")]

    def sharing(self):
        found = {}
        for entry in self.current().values():
            if entry["sharing"]:
                found.setdefault(entry["department"], []).append(entry["sharing"])
        keys = ("unconditional_percent", "conditional_percent", "not_shared_percent")
        return [{
            "department": code, "name": self.body(code, "name"), "division": self.body(code, "division"),
            "entries": len(ways), **dict(zip(keys, percents(ways))),
        } for code, ways in sorted(found.items())]

    def unfiled(self):
        def since(entry):
            """Since when an entry is not filed as it is; nothing where it is."""
            if entry["filed"] is None:
                return entry["at"]
            newer = entry["revised"] is not None and instant(entry["revised"]) > instant(entry["filed"])
            return entry["revised"] if newer else None

        return [{"entry": name, "name": entry["name"], "department": entry["department"], "since": _day(since(entry))}
                for name, entry in self.current().items() if since(entry) is not None]

    def unmerged_nodes(self):
        return [{"node": name, "name": node["name"], "builder": node["builder"],
                 "division": self.body(node["builder"], "division"), "declared_on": _day(node["declared"]),
                 "since": node["built_on"]}
                for name, node in self.nodes.items() if node["declared"] is not None and not node["merged"]
                and not (self.body(node["builder"], "division") or "370102").endswith("00")]

    def uncatalogued(self):
        return [{"purchase": name, "department": one["department"], "data": one["data"], "since": _day(one["at"])}
                for name, one in self.purchases.items() if one["at"] is not None
                and (one["entry"] not in self.entries or self.entries[one["entry"]]["department"] != one["department"])]

    def without_officer(self):
        return [{"department": code, "name": body["name"], "division": body["division"], "level": level(body["division"]),
                 "since": _day(body["at"])}
                for code, body in self.bodies.items()
                if level(body["division"]) != "county" and code not in self.officers
                and body["kind"] in ("department", "dataAuthority", "cyberspaceAuthority", "institution")]

    def security(self):
        def last(code, kind):
            return max((_day(at) for department, one, at in self.measures if (department, one) == (code, kind)), default=None)

        return [{"department": code, "name": body["name"], "division": body["division"],
                 **{kind: last(code, kind) for kind in (
                     "rules_on", "emergency_plan_on", "risk_assessed_on", "tested_on", "drilled_on")}}
                for code, body in self.bodies.items() if body["kind"] != "government"]

    def open_incidents(self):
        return [{
            "incident": name, "department": one["department"], "kind": one["kind"], "since": _day(one["at"]),
            "reported_to_data_authority": int("dataAuthority" in one["reported"]),
            "reported_to_cyberspace_authority": int("cyberspaceAuthority" in one["reported"]),
            "remedied": int(one["remedied"]),
        } for name, one in self.incidents.items()
            if not {"dataAuthority", "cyberspaceAuthority"} <= one["reported"] or not one["remedied"]]

    def purposes(self):
        def row(use):
            request = self.requests.get(use.get("request"), {"purpose": None, "agreed": None, "until": None, "ends": {}})
            at, granted_for = instant(use["at"]), request["purpose"]
            purpose = use.get("purpose", granted_for)
            agreed = request["agreed"] is not None and request["agreed"] <= at and request["requester"] == use["department"]
            ended = any(at > end for end in request["ends"].values()) or (
                request["until"] is not None and _day(use["at"]) > request["until"])
            return {
                "use_id": use["use"], "request": use.get("request"), "entry": use.get("entry"), "department": use["department"],
                "granted_purpose": granted_for, "purpose": purpose, "agreed": int(agreed), "ended": int(ended),
                "as_granted": None if granted_for is None else int(purpose == granted_for), "used_at": use["at"]}

        return [row(use) for use in self.uses]

    def quality(self):
        keys = ("completeness", "accuracy", "timeliness", "usability", "assessor")
        entry = lambda name, key: self.entries[name][key] if name in self.entries else None
        return [{"entry": name, "name": entry(name, "name"), "department": entry(name, "department"),
                 **{key: one[key] for key in keys}, "since": _day(one["at"])}
                for name, one in sorted(self.assessments.items(), key=lambda item: item[1]["position"])]

    # Duties that nobody did

    def authorities(self) -> dict:
        return {code: body for code, body in self.bodies.items() if body["kind"] == "dataAuthority" and binds(body)}

    def divisions(self, levels=("province", "city", "county")) -> dict:
        """Those with a government or a data authority, and since when."""
        found = {}
        for body in self.bodies.values():
            if body["kind"] in ("government", "dataAuthority") and binds(body) and level(body["division"]) in levels:
                found.setdefault(_division(body["division"]), []).append(_day(body["at"]))
        return {division: max(min(days), FIRST_DAY) for division, days in sorted(found.items())}

    def divisions_of(self, codes, kinds=None) -> set:
        return {_division(self.bodies[code]["division"]) for code in codes
                if code in self.bodies and (kinds is None or self.bodies[code]["kind"] in kinds)}

    def _rows_of_authorities(self, without) -> list:
        return [{"department": code, "name": body["name"], "division": body["division"], "since": _since(body["at"])}
                for code, body in self.authorities().items() if without(code, body)]

    def without_plan(self):
        done = self.divisions_of((body for kind, body, _ in self.plans if kind == "development"), ("government",))
        return [{"division": one, "since": since} for one, since in self.divisions().items() if one not in done]

    def without_annual_plan(self):
        year = self.today.year
        return [row | {"year": year, "since": max(row["since"], f"{year}-01-01")}
                for row in self._rows_of_authorities(lambda code, _: ("annual", code, year) not in self.plans)]

    def without_master_catalog(self):
        done = {_division(division) for authority, division in self.compilations
                if _division(division) in self.divisions_of([authority], ("dataAuthority",))}
        return self._rows_of_authorities(lambda _, body: _division(body["division"]) not in done)

    def unassessed(self):
        return [{"entry": name, "name": entry["name"], "department": entry["department"],
                 "division": self.body(entry["department"], "division"), "since": _since(entry["at"])}
                for name, entry in self.current().items() if name not in self.assessments
                and (entry["department"] not in self.bodies or binds(self.bodies[entry["department"]]))]

    def without_platform(self):
        done = self.divisions_of((by for kind, by in self.platforms if kind == "exchangePlatform"), ("dataAuthority",))
        rows = self._rows_of_authorities(lambda _, body: _division(body["division"]) not in done and level(body["division"]) != "county")
        return [row | {"level": level(row["division"])} for row in rows]

    def without_open_site(self):
        done = self.divisions_of(by for kind, by in self.platforms if kind == "openDataSite")
        return [{"division": one, "level": level(one), "since": since}
                for one, since in self.divisions(("province", "city")).items() if one not in done]

    def without_training(self):
        return self._rows_of_authorities(lambda code, _: code not in self.trained)

    def without_evaluation(self):
        done = self.divisions_of(self.evaluators, ("government",))
        return [{"division": one, "since": since} for one, since in self.divisions().items() if one not in done]


VIEWS = {
    "master-catalog": Views.master_catalog, "sharing": Views.sharing, "unfiled": Views.unfiled,
    "unmerged-nodes": Views.unmerged_nodes, "uncatalogued": Views.uncatalogued, "without-officer": Views.without_officer,
    "security": Views.security, "open-incidents": Views.open_incidents, "purposes": Views.purposes, "quality": Views.quality,
    "without-plan": Views.without_plan, "without-annual-plan": Views.without_annual_plan,
    "without-master-catalog": Views.without_master_catalog, "unassessed": Views.unassessed,
    "without-platform": Views.without_platform, "without-open-site": Views.without_open_site,
    "without-training": Views.without_training, "without-evaluation": Views.without_evaluation,
}


def aged(rows, on: date) -> list:
    """The rows with the days from each date of an age until a day."""
    def days(text):
        return None if text is None else (on - date.fromisoformat(text)).days

    return [row | {age: days(row[column]) for column, age in AGES.items() if column in row} for row in rows]


# Scorecard

DUTIES = ("closed", "done", "late", "met", "open", "overdue", "pending")


def changes(events) -> Heirs:
    """What some events say of bodies and divisions that change."""
    return Heirs((SimpleNamespace(**event) for event in events), lambda one: True)


def current_entries(events, end: int) -> dict:
    """By department, how its entries are shared that are not retired at a moment, in the world's time."""
    entries, heirs, today = {}, changes(events), beijing_date(end)
    for event in events:
        if event["type"] == "catalog.entry-registered":
            entries[event["data"]["entry"]] = (instant(event["occurredAt"]), event["data"], [], [])
    for event in events:
        if event["data"].get("entry") in entries:
            _, _, changed, ends = entries[event["data"]["entry"]]
            if event["type"] == "catalog.entry-revised":
                changed.append((instant(event["occurredAt"]), event["position"], event["data"]))
            elif event["type"] == "catalog.entry-retired":
                ends.append(instant(event["occurredAt"]))
    found = {}
    for name, (_, data, changed, ends) in entries.items():
        now = {key: data.get(key) for key in ("department", "sharing")}
        for _, _, change in sorted(changed, key=lambda one: one[:2]):
            now |= {key: change[key] for key in now if key in change}
        if now["sharing"] and (not ends or ends[-1] > end):  # what is not said to be shared in any way has no share
            found.setdefault(heirs.heir(now["department"], name, today), []).append(now["sharing"])
    return found


def scorecard(report: dict, events: list, on: date, first=None, last=None, division=None, department=None) -> dict:
    """What the tool's scorecard must be, from its audit at the end of a day and the events of the log."""
    def within(day: str) -> bool:
        return (first is None or first.isoformat() <= day) and (last is None or day <= last.isoformat())

    known = counted(events, on)
    bodies = {event["data"]["department"]: event["data"] for event in known if event["type"] == "department.registered"}
    days = {event["position"]: _day(event["occurredAt"]) for event in events}
    duties, taken = {}, {}
    for one in report["obligations"]:
        if within(one["trigger"]["on"]):
            duties.setdefault(one["department"], []).append(one["verdict"])
            if one["discharge"] is not None and one["workingDays"] is not None and one["workingDaysTaken"] is not None:
                taken.setdefault(one["department"], []).append(one["workingDaysTaken"])
    against = {kind: [one["department"] for one in report[kind] if within(days[one["position"]])] for kind in ("violations", "remarks")}
    entries, heirs = current_entries(known, bound(on.isoformat())), changes(known)
    rows = []
    for code in {one for one, body in bodies.items() if binds(body)} | duties.keys() | {*against["violations"], *against["remarks"]}:
        body, verdicts, ways = bodies.get(code), duties.get(code, []), entries.get(code)
        place = None if body is None else heirs.division(body["division"], on)
        due = sum(verdict in ("met", "late", "overdue") for verdict in verdicts)
        rank = lambda percent: sorted(taken[code])[-(-percent * len(taken[code]) // 100) - 1] if code in taken else None
        shares = None if ways is None else dict(zip(("unconditionalPercent", "conditionalPercent", "notSharedPercent"), percents(ways)))
        rows.append({
            "department": code, "name": body and body["name"], "kind": body and body["kind"], "division": place,
            "level": place and level(place), "duties": {verdict: verdicts.count(verdict) for verdict in DUTIES},
            "onTimePermille": (2000 * verdicts.count("met") + due) // (2 * due) if due else None,
            "medianWorkingDays": rank(50), "ninetiethPercentileWorkingDays": rank(90),
            "violations": against["violations"].count(code), "remarks": against["remarks"].count(code),
            "sharing": shares and {"entries": len(ways), **shares}, "rank": None,
            **({"byReference": True} if body and body["kind"] == "utility" else {})})
    for row in rows:
        if row["level"] and row["onTimePermille"] is not None:
            row["rank"] = 1 + sum(other["level"] == row["level"] and (other["onTimePermille"] or 0) > row["onTimePermille"] for other in rows)
    levels = ["province", "city", "county", None]
    rows.sort(key=lambda row: (levels.index(row["level"]), row["rank"] or 10**9, row["department"]))
    return {
        "schema": "govledger.scorecard/1", "from": first and first.isoformat(), "to": last and last.isoformat(),
        **{key: report[key] for key in ("ledger", "asOf", "knownAt", "ruleBook")},
        "bodies": [row for row in rows if (division is None or row["division"] == heirs.division(division, on))
                   and (department is None or row["department"] == department)]}
