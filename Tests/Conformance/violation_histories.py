"""Seeded random histories of the acts that Order 329 finds against, and random books of violations.

`violation_history(seed, acts)` gives one ledger's lines for `record --import`. Acts are made one after
another in the log's order, each such that the ledger takes it there; when it occurred and when its
source recorded it are another matter, and often the very moment of another act on the same thing. The
data of the types of forms.md is made from their schemas. Most replies, withdrawals and reports are by the body whose
they are, some by others or to others. `Refusals` says what of it live recording refuses although an audit need not find it.
The same seed and horizon give the same lines.
"""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import codes
from histories import (
    DAY, FIELDS, FIRST, GRADES, HOUR, KINDS, LEVELS, MINUTE, Recorded, decided, elsewhere, horizon, some_items,
    stated_basis, timestamp, written,
)
from oracle import IN_FORCE, beijing_date, in_force, is_basis, midnight, stored
from violations import ACTS, FORMS, acts_of

# Where an act of a type may stand in its stream, and whether only once: the table of the 34 types.
OPENS, LATER, ANYWHERE = "opens", "later", "anywhere"
PLACES = {
    "plan.published": (OPENS, False), "plan.annual-set": (OPENS, False), "plan.special-filed": (OPENS, False),
    "project.completed": (LATER, True), "cloud.node-plan-filed": (ANYWHERE, False),
    "cloud.node-commissioned": (ANYWHERE, True), "cloud.legacy-node-declared": (ANYWHERE, True),
    "cloud.node-merged": (LATER, True), "cloud.use-applied": (ANYWHERE, False), "cloud.use-decided": (LATER, False),
    "cloud.system-deployed": (ANYWHERE, True), "infrastructure.recorded": (OPENS, False),
    "catalog.master-compiled": (OPENS, False), "source.assigned": (ANYWHERE, False), "collection.started": (OPENS, False),
    "quality.assessed": (LATER, False), "purchase.applied": (ANYWHERE, False), "purchase.decided": (LATER, False),
    "purchase.completed": (ANYWHERE, True), "purchase.catalogued": (LATER, True), "platform.recorded": (OPENS, False),
    "data.accessed": (OPENS, False), "data.used": (OPENS, False), "open.published": (LATER, False),
    "open.use-reported": (LATER, False), "paper.demanded": (OPENS, False), "security.rules-set": (LATER, False),
    "security.assessed": (LATER, False), "security.drill-held": (LATER, False), "officer.designated": (LATER, False),
    "training.planned": (OPENS, False), "training.held": (LATER, False), "evaluation.recorded": (OPENS, False),
    "accountability.referred": (OPENS, False),
}
# What the other keys of an id name: a thing of which something is recorded before.
REFERENCES = {
    "developmentPlan": "plan", "node": "cloud-node", "into": "cloud-node", "entry": "catalog-entry",
    "request": "share-request", "application": "open-application",
}
MERGER = midnight(date(2020, 6, 30))
FORCE = midnight(date(2020, 2, 1))
DIVISIONS = ["370000", "370000", "370100", "370100", "370102", "370200", "370600", "370614", "370634", "370684"]
PURPOSES = ["核验申请人身份", "核验申请人身份 ", "（核验）申请人：身份", "出行服务研发", "caf\u00e9", "cafe\u0301", "ABC", "Ａ Ｂ Ｃ", "abc", "A+BC"]
DATA = ["用电", "“用电”", "用 电", "用水", "用电+"]
TEXTS = ["第一", "数据安全法", "《条例》第十条", "Ａ", "😀"]
SUBJECTS = {  # how many things of a kind there are, so that acts meet
    "cloud-node": 5, "cloud-system": 6, "purchase": 6, "data-item": 4, "training": 2, "project": 5}
OTHERS = {
    "department.registered": 5, "catalog.entry-registered": 3, "catalog.entry-revised": 7, "catalog.entry-retired": 1,
    "catalog.filed": 4, "share.requested": 7, "share.replied": 9, "share.withdrawn": 3, "open.applied": 4, "open.replied": 8, "project.submitted": 3,
    "project.reviewed": 9, "project.started": 8, "incident.detected": 4, "incident.reported": 8, "incident.remedied": 6, "catalog.update-triggered": 4,
    "catalog.trigger-reviewed": 6, "share.revoked": 5, "share.relinquished": 4, "open.lapsed": 4, "open.correction-requested": 4,
    "open.corrected": 3, "incident.regraded": 2,
}
WEIGHTS = {
    **dict.fromkeys(PLACES, 3), **OTHERS, "source.assigned": 7, "data.used": 20, "open.published": 5,
    "collection.started": 7, "paper.demanded": 7, "data.accessed": 7, "cloud.system-deployed": 6, "purchase.completed": 6,
    "purchase.decided": 9, "purchase.applied": 6, "purchase.catalogued": 4, "cloud.use-applied": 8, "cloud.use-decided": 9,
    "cloud.node-commissioned": 6, "cloud.legacy-node-declared": 4, "cloud.node-merged": 5, "catalog.master-compiled": 4,
    "open.use-reported": 14, "platform.recorded": 8, "plan.special-filed": 4, "infrastructure.recorded": 7, "cloud.node-plan-filed": 5,
}


class Impossible(Exception):
    """The ledger would refuse such an act here, or there is nothing to do it with."""


@dataclass
class Body:
    code: str
    division: str
    kind: str
    registered: bool = False


@dataclass
class Draft:
    id: str
    type: str
    at: int
    actor: str
    data: dict
    recorded: int | None
    times: dict

    def line(self, rng, source=True) -> str:
        data = {**self.data, **{key: timestamp(rng, at) for key, at in self.times.items()}}
        record = {"id": self.id, "type": self.type, "occurredAt": timestamp(rng, self.at), "actor": self.actor, "data": data}
        if source and self.recorded is not None:
            record["sourceRecordedAt"] = timestamp(rng, self.recorded)
        return written(rng, record)


@dataclass
class ViolationHistory:
    seed: int
    latest: int
    drafts: list
    lines: list
    bare: list  # the same records without the times of their sources, to be recorded as they happen
    books: list

    @property
    def text(self) -> str:
        return "".join(line + "\n" for line in self.lines)

    def moments(self) -> list:
        found = {draft.at for draft in self.drafts}
        return sorted(found | {draft.recorded for draft in self.drafts if draft.recorded is not None})


class Maker:
    def __init__(self, seed: int, acts: int, latest: int, divisions):
        self.rng = random.Random(f"violations {seed} {acts}")
        self.latest = latest
        self.drafts, self.streams = [], defaultdict(list)  # by thing: the drafts on it
        self.entries, self.retired, self.recorded = {}, {}, Recorded()
        self.sources = self.rng.choice([0.0, 0.6, 0.9, 0.9, 1.0])
        self.pool = [FORCE, FORCE - 1, MERGER, MERGER - 1] + [self.rng.randint(FIRST, latest - 1) for _ in range(12)]
        self.divisions = divisions
        self._bodies()
        for _ in range(self.rng.randint(2, 4)):
            self.make("catalog.entry-registered")
        types, weights = zip(*WEIGHTS.items())
        while len(self.drafts) < acts:
            self.make(self.rng.choices(types, weights)[0])

    def make(self, type: str):
        try:
            getattr(self, "_" + type.replace(".", "_").replace("-", "_"), self._act)(type)
        except Impossible:
            pass

    # Choices

    def _bodies(self):
        rng, self.bodies = self.rng, []

        def body(division, kind):
            self.bodies.append(Body(codes.make(rng, division), *elsewhere(rng, division, kind)))

        chosen = sorted(set(rng.sample(self.divisions, 5)) | {"370000"})
        for division in chosen:
            if rng.random() < 0.85:
                body(division, "dataAuthority")
            if rng.random() < 0.25:
                body(division, "dataAuthority")
            for _ in range(rng.randint(1, 2)):
                body(division, rng.choice(["department", "department", "institution", "utility"]))
            if rng.random() < 0.5:
                body(division, rng.choice(["government", "cyberspaceAuthority"]))
        self.authorities = [body for body in self.bodies if body.kind == "dataAuthority"]
        for one in self.bodies:
            if rng.random() < 0.6:
                self._register(one)

    def body(self, registered=False) -> Body:
        return self.pick([body for body in self.bodies if body.registered] if registered else self.bodies)

    def authority_of(self, body: Body) -> str:
        """The authority of a body's level mostly, by today's divisions or by its own, or any."""
        rng = self.rng
        own = [one for one in self.authorities if one.division == body.division]
        near = [one for one in self.authorities if one.division[:4] == body.division[:4]]
        form = rng.random()
        return self.pick(own if own and form < 0.5 else near if near and form < 0.75 else self.bodies).code

    def pick(self, things):
        things = list(things)
        if not things:
            raise Impossible
        return self.rng.choice(things)

    def name(self, prefix: str) -> str:
        return f"{prefix}-{len(self.drafts)}"

    def known(self, category: str) -> list:
        return [name for kind, name in self.streams if kind == category]

    def instant(self, *near: str) -> int:
        """Some time: of the history's own moments, or at or about that of an act on one of the things near."""
        rng = self.rng
        about = [draft.at for thing in near for draft in self.streams.get(thing, [])]
        form = rng.random()
        if about and form < 0.6:
            at = rng.choice(about) + rng.choice([0, 0, 0, 1, 1, -1, MINUTE, HOUR, DAY, -HOUR, -DAY, rng.randint(0, 40 * DAY)])
        elif form < 0.75:
            at = rng.choice(self.pool) + rng.choice([0, 0, 1, -1])
        else:
            at = rng.randint(FIRST, self.latest - 1)
        return min(max(at, FIRST), self.latest - 1)

    def add(self, type, at, data, actor=None, times=None):
        rng = self.rng
        delay = rng.choice([0, 0, 1, rng.randint(0, 3 * DAY), rng.randint(0, 90 * DAY), rng.randint(0, 900 * DAY),
                            -rng.randint(0, 30 * DAY)])
        recorded = min(at + delay, self.latest - 1)
        if rng.random() < 0.2:
            recorded = rng.randint(at, self.latest - 1)
        if rng.random() >= self.sources:
            recorded = None
        draft = Draft(f"{type}-{len(self.drafts)}", type, at, actor or rng.choice(self.bodies).code, data, recorded, times or {})
        if self.recorded.contradicts(draft, len(self.drafts)):
            raise Impossible
        self.recorded.add(draft, len(self.drafts))
        self.drafts.append(draft)
        form = FORMS[type]
        self.streams[form.category, data[form.subject]].append(draft)

    # The acts

    def _register(self, body: Body):
        if not body.registered:
            body.registered = True
            at = self.rng.choice([FIRST - self.rng.randint(0, 200 * DAY), self.instant()])
            self.add("department.registered", at, {
                "department": body.code, "name": f"某{body.division}单位", "division": body.division, "kind": body.kind}, body.code)

    def _department_registered(self, type):
        unknown = [body for body in self.bodies[:-2] if not body.registered]  # some never are
        self._register(self.pick(unknown))

    def _catalog_entry_registered(self, type):
        rng = self.rng
        sharing = rng.choice(["unconditional", "conditional", "conditional", "notShared"])
        body = self.body()
        data = some_items(rng, {
            "entry": self.name("目录"), "department": body.code, "name": "企业登记信息", "classification": "基础",
            "format": "数据库", "fields": [{"name": name, "type": "C"} for name in FIELDS], "updateCycle": "每日", "sharing": sharing,
            "sharingMode": "接口", "useRequirements": "按答复使用", **stated_basis(rng, 0.8),
            "openness": rng.choice(["unconditional", "onApplication", "notOpen"])})
        things, right = [], [body.code]
        if self.known("update-trigger") and rng.random() < 0.5:  # mostly one that lists nothing
            none = [name for name in self.known("update-trigger") if not self.streams["update-trigger", name][0].data["entries"]]
            data["trigger"] = self.pick(none if none and rng.random() < 0.8 else self.known("update-trigger"))
            things, right = [("update-trigger", data["trigger"])], [self.streams["update-trigger", data["trigger"]][0].data["department"]]
        at = self.instant(*things) if things else rng.choice([FIRST, self.instant()])
        self.add(type, at, data, self.by(*right))
        self.entries[data["entry"]] = dict(data)

    def _catalog_entry_revised(self, type):
        rng = self.rng
        entry = self.pick(name for name in self.entries if name not in self.retired)
        data = {"entry": entry}
        if rng.random() < 0.4:
            data["department"] = self.body().code
        if rng.random() < 0.5:
            data["sharing"] = rng.choice(["unconditional", "conditional", "notShared"])
        if rng.random() < 0.4:
            data |= stated_basis(rng, 0.4)
        things, actor = [("catalog-entry", entry)], None
        if self.known("update-trigger") and rng.random() < 0.3:  # which a revision that says nothing new does not answer
            data["trigger"] = self.pick(self.known("update-trigger"))
            things.append(("update-trigger", data["trigger"]))
            actor = self.by(self.streams["update-trigger", data["trigger"]][0].data["department"])
        if rng.random() < 0.5 or len(data) == 1:
            data["openness"] = rng.choice(["unconditional", "onApplication", "notOpen"])
        self.entries[entry] |= {key: value for key, value in data.items() if key != "trigger"}
        self.add(type, self.instant(*things), data, actor)

    def _catalog_entry_retired(self, type):
        entry = self.pick(name for name in self.entries if name not in self.retired)
        self.retired[entry] = at = self.instant(("catalog-entry", entry))
        self.add(type, at, {"entry": entry, "reason": "职能划出"})

    def _catalog_filed(self, type):
        department = self.body()
        entries = self.rng.sample(sorted(self.entries), self.rng.randint(1, min(3, len(self.entries))))
        self.add(type, self.instant(), {"department": department.code, "authority": self.authority_of(department), "entries": entries}, department.code)

    def _open_entry(self, **wanted) -> str:
        return self.pick(name for name, entry in self.entries.items()
                         if name not in self.retired and all(entry.get(key) == value for key, value in wanted.items()))

    def _share_requested(self, type):
        at, entry = self.instant(), self._open_entry()
        requester = self.body().code
        items = {"items": self.rng.sample(FIELDS, self.rng.randint(1, 3))} if self.rng.random() < 0.5 and "fields" in self.entries[entry] else {}
        self.add(type, at, {
            "request": self.name("申请"), "entry": entry, "requester": requester, "purpose": self.pick(PURPOSES),
            "legalBasis": "《行政许可法》", **items}, requester, {"receivedAt": at})

    def by(self, *right: str) -> str:
        """One of the bodies whose act it is; now and then another."""
        return self.rng.choice(right) if self.rng.random() < 0.85 else self.body().code

    def _share_replied(self, type):
        answered = lambda name: any(draft.type == type for draft in self.streams["share-request", name])
        request = self.pick(name for name in self.known("share-request") if not answered(name) or self.rng.random() < 0.2)
        asked = self.streams["share-request", request][0].data
        entry, at = asked["entry"], self.instant(("share-request", request))
        data = {"request": request, **decided(self.rng, at, asked.get("items", FIELDS))}
        self.add(type, at, data, self.by(self.recorded.holder(entry, at, len(self.drafts))))

    def _share_withdrawn(self, type):
        request = self.pick(self.known("share-request"))
        requester = self.streams["share-request", request][0].data["requester"]
        self.add(type, self.instant(("share-request", request)), {"request": request, "reason": "不再需要"}, self.by(requester))

    def _share_revoked(self, type):
        request = self.pick(self._granted() or self.known("share-request"))
        at, asked = self.instant(("share-request", request)), self.streams["share-request", request][0].data
        right = asked["requester"] if type == "share.relinquished" else self.recorded.holder(asked["entry"], at, len(self.drafts))
        self.add(type, at, {"request": request, "reason": "不再需要"}, self.by(right))

    def _share_relinquished(self, type):
        self._share_revoked(type)

    def _granted(self) -> list:
        """The requests of which some reply agrees."""
        return [name for name in self.known("share-request") if any(
            draft.data.get("decision") in ("agreed", "partlyAgreed") for draft in self.streams["share-request", name])]

    def _asker(self, entry) -> list:
        """Those who asked for an entry."""
        return [draft.data["requester"] for (category, _), (draft, *_) in self.streams.items()
                if category == "share-request" and draft.data["entry"] == entry]

    def _data_used(self, type):
        rng = self.rng
        data = {"use": self.name("使用")}
        if rng.random() < 0.2:
            data["entry"] = entry = self.pick(self.entries)
            data["department"] = self.by(self.entries[entry]["department"], self.body().code)
            things = [("catalog-entry", entry)]
        else:
            request = data["request"] = self.pick(self._granted() if self._granted() and rng.random() < 0.6 else self.known("share-request"))
            asked = self.streams["share-request", request][0].data
            data["department"], things = self.by(asked["requester"]), [("share-request", request)]
        if rng.random() < 0.6:
            data["purpose"] = self._text(type, "purpose", data)
        if rng.random() < 0.4:
            data["items"] = rng.sample(FIELDS, rng.randint(1, 3))
        self.add(type, self.instant(*things), data)

    def _open_lapsed(self, type):
        application = self.pick(self.known("open-application"))
        entry, at = self.streams["open-application", application][0].data["entry"], self.instant(("open-application", application))
        data, times = {"application": application}, {}
        match type:
            case "open.lapsed":
                data["reason"] = "逾期未补正"
            case "open.correction-requested":
                data["missing"] = ["用途"]
            case "open.corrected":
                times["receivedAt"] = at
        self.add(type, at, data, self.by(self.recorded.holder(entry, at, len(self.drafts))), times)

    def _open_correction_requested(self, type):
        self._open_lapsed(type)

    def _open_corrected(self, type):
        self._open_lapsed(type)

    def _incident_regraded(self, type):
        incident = self.pick(self.known("incident"))
        owner = self.streams["incident", incident][0].data["department"]
        self.add(type, self.instant(("incident", incident)), {
            "incident": incident, "grade": self.rng.choice(GRADES), "reason": "影响扩大"}, self.by(owner))

    def _catalog_update_triggered(self, type):
        rng, at, department = self.rng, self.instant(), self.body().code
        own = [name for name, entry in self.entries.items() if entry["department"] == department]
        listed = own if rng.random() < 0.6 else rng.sample(sorted(self.entries), min(2, len(self.entries)))
        if rng.random() < 0.3:
            listed = []
        self.add(type, at, {
            "trigger": self.name("事由"), "department": department, "kind": "lawAmended", "instrument": "数据安全法",
            "effectiveOn": beijing_date(at).isoformat(), "entries": listed,
            **({"instrumentLevel": rng.choice(LEVELS)} if rng.random() < 0.3 else {})})

    def _catalog_trigger_reviewed(self, type):
        trigger = self.pick(self.known("update-trigger"))
        opened = self.streams["update-trigger", trigger][0].data
        data = {"trigger": trigger, "outcome": "noChangeNeeded", "reason": "不涉及"}
        if opened["entries"] and self.rng.random() < 0.5:
            data["entry"] = self.rng.choice(opened["entries"])
        self.add(type, self.instant(("update-trigger", trigger)), data, self.by(opened["department"]))

    def _open_applied(self, type):
        entry, at = self._open_entry(openness="onApplication"), self.instant()
        self.add(type, at, {"application": self.name("公开"), "entry": entry, "applicant": "某公司",
                            "purpose": self.pick(PURPOSES)}, None, {"receivedAt": at})

    def _open_replied(self, type):
        application = self.pick(self.known("open-application"))
        entry = self.streams["open-application", application][0].data["entry"]
        data = {"application": application, "decision": self.rng.choice(["agreed", "partlyAgreed", "refused", "refused"])}
        at = self.instant(("open-application", application))
        self.add(type, at, data, self.by(self.recorded.holder(entry, at, len(self.drafts))))

    def _project_submitted(self, type):
        returned = [name for name in self.known("project") if self.recorded.rounds.get(name, (None, True))[0] == "returned"
                    or not self.recorded.rounds.get(name, (None, False))[1]]
        again = returned and self.rng.random() < 0.6
        if not again and len(self.known("project")) >= SUBJECTS["project"]:
            raise Impossible
        project = self.pick(returned) if again else self.name("项目")
        department = self._of_project(project) if again and self.rng.random() < 0.6 else self.body().code
        self.add(type, self.instant(("project", project)), {
            "project": project, "department": department, "kind": "develop", "name": "一体化平台",
            "fixedAssetInvestment": self.rng.random() < 0.1, "stateSubsidy": self.rng.random() < 0.1})

    def _of_project(self, project) -> str:
        first = self.streams["project", project][0]
        return first.data.get("department", first.actor)

    def _project_reviewed(self, type):
        project = self.pick(self.known("project"))
        department = self._of_project(project)
        owner = next(body for body in self.bodies if body.code == department)
        self.add(type, self.instant(("project", project)), {
            "project": project, "authority": self.authority_of(owner),
            "outcome": self.rng.choice(["approved", "approved", "rejected", "returned"])})

    def _project_started(self, type):
        project = self.pick(name for name in self.known("project")
                            if all(draft.type != type for draft in self.streams["project", name]))
        if len(self.known("project")) < SUBJECTS["project"] and self.rng.random() < 0.3:
            project = self.name("项目")
        named = {"department": self.body().code} if self.rng.random() < 0.2 else {}
        self.add(type, self.instant(("project", project)), {"project": project, **named})

    def _incident_detected(self, type):
        self.add(type, self.instant(), {
            "incident": self.name("事件"), "department": self.body().code, "kind": "leak", "summary": "接口异常访问"})

    def _incident_remedied(self, type):
        incident = self.pick(self.known("incident"))
        owner = self.streams["incident", incident][0].data["department"]
        self.add(type, self.instant(("incident", incident)), {"incident": incident, "measures": "关闭接口"}, self.by(owner))

    def _incident_reported(self, type):
        incident, kind = self.pick(self.known("incident")), self.rng.choice(KINDS)
        owner = self.streams["incident", incident][0].data["department"]
        division = next(body.division for body in self.bodies if body.code == owner)
        at = self.instant(("incident", incident))
        near = [body.code for body in self.bodies if body.kind == kind
                and in_force(body.division, beijing_date(at)) == in_force(division, beijing_date(at))]
        recipient = self.rng.choice(near) if near and self.rng.random() < 0.7 else self.body().code
        self.add(type, at, {"incident": incident, "recipient": recipient, "recipientKind": kind}, self.by(owner))

    def _act(self, type):
        """An act of one of the 34 types, from its schema."""
        rng, form = self.rng, FORMS[type]
        subject = self._subject(type)
        data, things = {form.subject: subject}, [(form.category, subject)]
        department = next((body for body in self.bodies if body.code == subject), None) or self.body()
        for draft in self.streams.get(things[0], []):  # mostly whose the earlier acts were
            if "department" in draft.data and rng.random() < 0.7:
                department = next(body for body in self.bodies if body.code == draft.data["department"])
        for key, kind in form.keys.items():
            if key in data or key not in form.required and rng.random() < 0.6:
                continue
            if key in REFERENCES:
                data[key] = self.pick(name for name in self.known(REFERENCES[key]) if key != "into" or name != subject)
                things.append((REFERENCES[key], data[key]))
            elif kind == "code":
                data[key] = self._code(type, key, department, subject)
            elif kind == "text":
                data[key] = self._text(type, key, data)
            elif kind == "texts":
                data[key] = rng.sample(TEXTS, rng.randint(1, 3))
            elif kind == "division":
                data[key] = department.division if rng.random() < 0.6 else rng.choice(DIVISIONS)
            elif kind[0] == "choice":
                data[key] = rng.choice(kind[1])
            elif kind[0] == "int":
                data[key] = rng.choice([kind[1], kind[2], rng.randint(kind[1], min(kind[2], kind[1] + 90))])
        for key in {"department", "requester"} & data.keys():  # by who asked for it
            if type in ("data.accessed", "paper.demanded", "collection.started") and self._asker(data["entry"]) and rng.random() < 0.6:
                data[key] = rng.choice(self._asker(data["entry"]))
                things += [thing for thing in self.streams if thing[0] == "share-request"
                           and self.streams[thing][0].data["entry"] == data["entry"]]
        for draft in self.streams.get(things[0], []):  # mostly of one node, and of one builder, approved of by one authority
            for key in ("node", "builder", "authority", "data"):
                if key in data and key in draft.data and key != form.subject and rng.random() < 0.75:
                    data[key] = draft.data[key]
        if "outcome" in data and rng.random() < 0.6:
            data["outcome"] = "approved"
        if type == "purchase.catalogued" and rng.random() < 0.6:  # an entry of the buyer's
            data["entry"] = self.pick([name for name, entry in self.entries.items() if entry["department"] == department.code]
                                      or [data["entry"]])
        at = self.instant(*things)
        for key, kind in form.keys.items():
            if kind == "date":
                data[key] = beijing_date(at - rng.choice([0, 0, DAY, rng.randint(0, 900 * DAY)])).isoformat()
        if "builtOn" in data and rng.random() < 0.8:  # what is declared was built before the order
            data["builtOn"] = min(data["builtOn"], rng.choice(["2020-01-31", "2017-06-30"]))
        self.add(type, at, data, rng.choice([None, department.code]))

    def _subject(self, type) -> str:
        place, once = PLACES[type]
        form = FORMS[type]
        known = self.known(form.category)
        if form.category == "department":
            return self.body(registered=True).code
        if place == OPENS or place == ANYWHERE and len(known) < SUBJECTS[form.category] and self.rng.random() < 0.5:
            if self.rng.random() < 0.05:  # one letter, composed and not
                twins = [f"é-{form.category}", f"e\u0301-{form.category}"]
                return self.pick(name for name in twins if (form.category, name) not in self.streams)
            return self.name(form.category)
        return self.pick(name for name in known if not once or all(
            draft.type != type for draft in self.streams[form.category, name]))

    def _code(self, type, key, department, subject) -> str:
        rng = self.rng
        if (key == "filedWith" or (type, key) == ("plan.special-filed", "authority")) and rng.random() < 0.7:
            return self.pick(body.code for body in self.bodies if not body.registered
                             or body.kind == "dataAuthority" and body.division == "370000")
        if key == "supersedes":
            return self.pick([draft.data["department"] for draft in self.streams.get(("data-item", subject), [])]
                             or [self.body().code])
        if key == "government" and rng.random() < 0.7:
            return self.pick([body.code for body in self.bodies if body.kind == "government"] or [self.body().code])
        if key == "authority" or key == "builder" and rng.random() < 0.5:
            return self.authority_of(department)
        return department.code if rng.random() < 0.8 else self.body().code

    def _text(self, type, key, data) -> str:
        if key != "purpose":
            return self.pick(DATA if key == "data" else TEXTS)
        for name, category in (("request", "share-request"), ("application", "open-application")):
            if name in FORMS[type].keys and self.rng.random() < 0.6 and name in data:
                return self.streams[category, data[name]][0].data["purpose"]
        return self.pick(PURPOSES)


# What is refused as it happens


CHECKED = {"catalog.entry-registered", "catalog.entry-revised", "catalog.filed"}  # what an audit finds as well, by the book in force


class Refusals:
    """What live recording refuses of a log's acts, beside what an audit finds: by what is recorded before an act. An act of which
    the rules do not say it (of a body that the order does not bind, from before the order, or of an entry of which the order of
    the log and that of time tell different things) is neither refused nor accepted here, but unsettled."""

    def __init__(self):
        self.bodies, self.entries, self.requests = {}, defaultdict(list), {}

    def judge(self, draft):
        """The article under which an act is refused, an empty text where it is not, None where that is unsettled."""
        answer = getattr(self, "_" + draft.type.replace(".", "_").replace("-", "_"), lambda draft: "")(draft)
        self.add(draft)
        return None if answer and self._outside(draft) else answer

    def add(self, draft):
        if draft.type == "department.registered":
            self.bodies[draft.data["department"]] = draft.data
        elif draft.type in ("catalog.entry-registered", "catalog.entry-revised"):
            self.entries[draft.data["entry"]].append(draft)

    def _outside(self, draft) -> bool:
        named = [draft.data[key] for key in ("department", "authority", "builder", "requester", "filedWith") if key in draft.data]
        if "entry" in draft.data:
            named += [one.data["department"] for one in self.entries[draft.data["entry"]] if "department" in one.data]
        known = [self.bodies[code] for code in named if code in self.bodies]
        return beijing_date(draft.at) < IN_FORCE or any(
            one["division"][:2] != "37" or one["kind"] == "township" for one in known)

    def _province(self, code: str) -> bool:
        """Whether a body is the province's data authority, as far as is known."""
        body = self.bodies.get(code)
        return body is None or (body["division"], body["kind"]) == ("370000", "dataAuthority")

    def _plan_special_filed(self, draft) -> str:
        own = self.bodies.get(draft.data["department"])
        right = self._province(draft.data["authority"]) and (own is None or own["division"] == "370000")
        return "" if right else "第八条"

    def _cloud_node_plan_filed(self, draft) -> str:
        return "" if self._province(draft.data["filedWith"]) else "第十条"

    def _cloud_legacy_node_declared(self, draft) -> str:
        return "第十条" if date.fromisoformat(draft.data["builtOn"]) >= IN_FORCE else ""

    def _catalog_filed(self, draft) -> str:
        own, other = (self.bodies.get(draft.data[key]) for key in ("department", "authority"))
        day = beijing_date(draft.at)
        right = own is None or other is None or other["kind"] == "dataAuthority" and (
            in_force(own["division"], day) == in_force(other["division"], day))
        return "" if right else "第十五条"

    def _orders(self, draft) -> list:
        """What was recorded of an entry before an act, in the log's order, and what was done before it, in order of time."""
        acts = self.entries[draft.data["entry"]]
        first, *others = acts or [draft]
        done = [first, *sorted((one for one in others if one.at <= draft.at), key=lambda one: one.at)] if first.at <= draft.at else [first]
        return [acts, done if acts else []]

    def _share_requested(self, draft):
        ways = {(["unconditional"] + [one.data["sharing"] for one in acts if "sharing" in one.data])[-1] for acts in self._orders(draft)}
        return "第二十三条" if ways == {"notShared"} else "" if "notShared" not in ways else None

    def _catalog_entry_registered(self, draft):
        return self._catalog_entry_revised(draft)

    def _catalog_entry_revised(self, draft):
        states = set()
        for acts in self._orders(draft):
            acts = [*acts, draft]
            sharing = (["unconditional"] + [one.data["sharing"] for one in acts if "sharing" in one.data])[-1]
            states.add(sharing != "unconditional" and not any(is_basis(one.data.get("legalBasis", "")) for one in acts))
        if states == {True} and not draft.data.keys() & {"sharing", "legalBasis"}:
            return None  # a revision of something else, of an entry that was without one
        return "第二十二条" if states == {True} else "" if True not in states else None


# Books


def random_violations(rng, name: str) -> dict:
    """A book of violations alone: random parameters of every check."""
    found, prefix = [], "zz" + "".join(c for c in name.split("/")[0] if c.isalnum())
    levels = lambda: rng.sample(["province", "city", "county"], rng.randint(1, 2))

    def rule(check, **parameters):
        number = len(found) + 1
        found.append({
            "rule": f"{prefix}.{number}", "article": "第" + rng.choice("一二三四五六七八九十") + "条", "check": check, **parameters,
            "text": {"zh": "不得。", "en": "It shall not."}, "message": {"zh": f"违反{number}", "en": f"against {number}"}})
        if rng.random() < 0.4:
            found[-1]["grade"] = rng.choice(["remark", "remark", "violation"])

    for check in ACTS:
        if rng.random() < 0.4:
            rule(check)
    for act in ("data.used", "open.use-reported"):
        if rng.random() < 0.5:
            rule("anotherPurpose", act=act)
    named = [type for type in PLACES if FORMS[type].bodies]
    for _ in range(rng.randint(1, 4)):
        acts = []
        for act in rng.sample(named, rng.randint(1, 6)):
            form = FORMS[act]
            one = {"act": act, "by": rng.choice(form.bodies)}
            if form.choice and rng.random() < 0.5:
                values = form.keys[form.choice][1]
                one["choices"] = rng.sample(values, rng.randint(1, len(values)))
            who = rng.sample(["kinds", "levels", "both", "own"], 1)[0]
            if who in ("kinds", "both"):
                one["kinds"] = rng.sample(["dataAuthority", "department", "government", "institution", "utility"], rng.randint(1, 3))
            if who in ("levels", "both"):
                one["levels"] = levels()
            if who == "own":
                one |= {"ofOwnDivision": True} if "division" in form.keys else {"kinds": ["dataAuthority"]}
            acts.append(one)
        rule("reservedAct", acts=acts)
    pairs = [(act, earlier) for act in named for earlier in PLACES
             if act != earlier and FORMS[act].category == FORMS[earlier].category and PLACES[act][0] != OPENS]
    for act, earlier in rng.sample(pairs, rng.randint(2, 6)):
        parameters = {"act": act, "by": rng.choice(FORMS[act].bodies), "earlier": earlier}
        form = FORMS[earlier]
        if rng.random() < 0.4:
            parameters["levels"] = levels()
        if form.choice and rng.random() < 0.6:
            parameters["choice"] = rng.choice(form.keys[form.choice][1])
        if form.bodies and rng.random() < 0.6:
            parameters["authority"] = rng.choice(form.bodies)
        rule("withoutEarlier", **parameters)
    of_entries = [type for type in named if PLACES[type][0] == OPENS and "entry" in FORMS[type].required]
    for act in rng.sample(of_entries, rng.randint(1, 3)):
        form = FORMS[act]
        parameters = {"act": act, "by": rng.choice(form.bodies),
                      "sharing": rng.sample(["unconditional", "conditional", "notShared"], rng.randint(1, 2))}
        if rng.random() < 0.5:
            parameters["ofAnother"] = rng.random() < 0.7
        free = [key for key, kind in form.keys.items() if kind == "text" and key not in form.required]
        if free and rng.random() < 0.6:
            parameters["exception"] = rng.choice(free)
        rule("againstSharing", **parameters)
    force = rng.choice([date(2019, 6, 1), date(2020, 2, 1), date(2020, 6, 30), date(2023, 1, 1)])
    scope = {"binds": {"province": "370000", "notKinds": ["township"]}} if rng.random() < 0.3 else {}
    return {"schema": "govledger.rule-book/1", "book": name, "title": {"zh": "试验办法", "en": "Measures for a test"},
            "inForceFrom": force.isoformat(), **scope, "obligations": [], "violations": found}


# Histories


def violation_history(seed: int, acts: int = 150, latest: int | None = None, divisions=DIVISIONS) -> ViolationHistory:
    latest = horizon() if latest is None else latest
    maker = Maker(seed, acts, latest, divisions)
    rng = random.Random(f"violation lines {seed} {acts}")
    books = [random_violations(rng, f"zz-{seed}-{number}/1") for number in range(2)]
    drafts = maker.drafts
    for book in books:
        if rng.random() < 0.4:
            at = rng.randint(FIRST, latest - 1)
            force = beijing_date(rng.choice([at, FORCE, rng.randint(FIRST, latest - 1)]))
            recorded = min(at + rng.choice([0, rng.randint(0, 90 * DAY)]), latest - 1)
            drafts.insert(rng.randint(0, len(drafts)), Draft(
                f"adopted-{book['book']}", "rules.adopted", at, codes.make(rng),
                {"book": book["book"], "document": book, "from": force.isoformat()},
                recorded if rng.random() < maker.sources else None, {}))
    return ViolationHistory(
        seed, latest, drafts, [draft.line(rng) for draft in drafts], [draft.line(rng, source=False) for draft in drafts], books)


def cuts(rng, found: ViolationHistory, count: int) -> list:
    """Pairs of arguments for --as-of and --known-at; the first is after everything."""
    end = stored(found.latest + 400 * DAY)
    moments = found.moments()

    def some():
        at = rng.choice(moments[len(moments) // 2:] if rng.random() < 0.5 else moments)
        form = rng.random()
        if form < 0.3:
            return beijing_date(at).isoformat()
        return timestamp(rng, at + rng.choice([0, 0, 1, -1]))

    # The millisecond before something becomes known that is long past.
    late = [draft.recorded - 1 for draft in found.drafts if draft.recorded is not None and draft.recorded > draft.at + 100 * DAY]
    pairs = [(end, end)]
    while len(pairs) < count:
        pairs.append(rng.choice([
            (some(), end), (end, some()), (some(), some()), (end, timestamp(rng, rng.choice(sorted(late)[len(late) // 2:] or moments)))]))
    return pairs
