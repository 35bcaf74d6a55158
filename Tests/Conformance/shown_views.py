"""An independent computation of what Order 329 asks to be shown, from a log's events.

Each view's rows with its columns and in its order, as Schemas/projections.sql describes them; what an
event says holds in the log's order, whenever it occurred. `aged` adds what `show --on` does.
"""

import json
from datetime import date
from pathlib import Path

from oracle import beijing_date, instant

AGES = {"since": "days", "assessed_on": "days_since_assessment", "drilled_on": "days_since_drill"}
DIVISIONS = Path(__file__).parents[2] / "Sources/LedgerCore/Bundled/divisions.json"
SUCCESSORS = {
    one["code"]: one["successor"] for one in json.loads(DIVISIONS.read_text())["divisions"] if "successor" in one}
ENTRY_KEYS = ("department", "name", "sharing", "openness")


def _day(at) -> str | None:
    return None if at is None else beijing_date(instant(at)).isoformat()


class Views:
    def __init__(self, events):
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

    def _catalog_entry_registered(self, data, at, _):
        self.entries[data["entry"]] = {
            **{key: data[key] for key in ENTRY_KEYS}, "at": at, "filed": False, "retired": False}

    def _catalog_entry_revised(self, data, at, _):
        self.entries[data["entry"]] |= {key: data[key] for key in ENTRY_KEYS if key in data}

    def _catalog_entry_retired(self, data, at, _):
        self.entries[data["entry"]]["retired"] = True

    def _catalog_filed(self, data, at, _):
        for entry in data["entries"]:
            self.entries[entry]["filed"] = True

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
        self._node(data)["merged"] = True

    def _purchase(self, data, **more):
        found = self.purchases.setdefault(data["purchase"], {"department": None, "data": None, "at": None, "entry": None})
        found |= {key: data[key] for key in ("department", "data") if key in data} | more

    def _purchase_applied(self, data, at, _):
        self._purchase(data)

    def _purchase_decided(self, data, at, _):
        self._purchase(data)

    def _purchase_completed(self, data, at, _):
        self._purchase(data, at=at)

    def _purchase_catalogued(self, data, at, _):
        self._purchase(data, entry=data["entry"])

    def _share_requested(self, data, at, _):
        self.requests[data["request"]] = {**data, "agreed": None}

    def _share_replied(self, data, at, _):
        self.requests[data["request"]]["agreed"] = instant(at) if data["decision"] == "agreed" else None

    def _data_used(self, data, at, _):
        self.uses.append({**data, "at": at})

    def _incident_detected(self, data, at, _):
        self.incidents[data["incident"]] = {**data, "at": at, "reported": set(), "remedied": False}

    def _incident_remedied(self, data, at, _):
        self.incidents[data["incident"]]["remedied"] = True

    def _incident_reported(self, data, at, _):
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
        self.measures.append((data["department"], "assessed_on", at))

    def _security_drill_held(self, data, at, _):
        self.measures.append((data["department"], "drilled_on", at))

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
            found.setdefault(entry["department"], []).append(entry["sharing"])
        percent = lambda ways, way: ways.count(way) * 100 // len(ways)
        return [{
            "department": code, "name": self.body(code, "name"), "division": self.body(code, "division"),
            "entries": len(ways), "unconditional_percent": percent(ways, "unconditional"),
            "conditional_percent": percent(ways, "conditional"), "not_shared_percent": percent(ways, "notShared"),
        } for code, ways in sorted(found.items())]

    def unfiled(self):
        return [{"entry": name, "name": entry["name"], "department": entry["department"], "since": _day(entry["at"])}
                for name, entry in self.current().items() if not entry["filed"]]

    def unmerged_nodes(self):
        return [{"node": name, "name": node["name"], "builder": node["builder"],
                 "division": self.body(node["builder"], "division"), "declared_on": _day(node["declared"]),
                 "since": node["built_on"]}
                for name, node in self.nodes.items() if node["declared"] is not None and not node["merged"]
                and not (self.body(node["builder"], "division") or "370102").endswith("00")]

    def uncatalogued(self):
        return [{"purchase": name, "department": one["department"], "data": one["data"], "since": _day(one["at"])}
                for name, one in self.purchases.items() if one["at"] is not None
                and (one["entry"] is None or self.entries[one["entry"]]["department"] != one["department"])]

    def without_officer(self):
        def level(division):
            return "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"

        return [{"department": code, "name": body["name"], "division": body["division"], "level": level(body["division"]),
                 "since": _day(body["at"])}
                for code, body in self.bodies.items()
                if level(body["division"]) != "county" and code not in self.officers
                and body["kind"] in ("department", "dataAuthority", "cyberspaceAuthority", "institution")]

    def security(self):
        def last(code, kind):
            return max((_day(at) for department, one, at in self.measures if (department, one) == (code, kind)), default=None)

        return [{"department": code, "name": body["name"], "division": body["division"],
                 **{kind: last(code, kind) for kind in ("rules_on", "emergency_plan_on", "assessed_on", "drilled_on")}}
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
            request = self.requests[use["request"]]
            agreed = request["agreed"] is not None and request["agreed"] <= instant(use["at"])
            return {
                "use_id": use["use"], "request": use["request"], "department": use["department"],
                "granted_purpose": request["purpose"], "purpose": use["purpose"], "agreed": int(agreed and request["requester"] == use["department"]),
                "as_granted": int(request["purpose"] == use["purpose"]), "used_at": use["at"]}

        return [row(use) for use in self.uses]

    def quality(self):
        keys = ("completeness", "accuracy", "timeliness", "usability", "assessor")
        return [{"entry": name, "name": self.entries[name]["name"], "department": self.entries[name]["department"],
                 **{key: one[key] for key in keys}, "since": _day(one["at"])}
                for name, one in sorted(self.assessments.items(), key=lambda item: item[1]["position"])]


VIEWS = {
    "master-catalog": Views.master_catalog, "sharing": Views.sharing, "unfiled": Views.unfiled,
    "unmerged-nodes": Views.unmerged_nodes, "uncatalogued": Views.uncatalogued, "without-officer": Views.without_officer,
    "security": Views.security, "open-incidents": Views.open_incidents, "purposes": Views.purposes, "quality": Views.quality,
}


def aged(rows, on: date) -> list:
    """The rows with the days from each date of an age until a day."""
    def days(text):
        return None if text is None else (on - date.fromisoformat(text)).days

    return [row | {age: days(row[column]) for column, age in AGES.items() if column in row} for row in rows]
