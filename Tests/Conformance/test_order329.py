"""What Order 329 finds against and shows: the tool against violations.py and shown_views.py.

CONFORMANCE_SCALE multiplies the number of random histories. A failure names the seed, the arguments,
both answers and the records that bear on them; `violation_history(seed, acts)` in
violation_histories.py makes the same ledger again.
"""

import json
import os
import random
import re
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

import cases
import schemas
import tool
from cases import Ledger, error_line, events, following, jsonl
from law_oracle import CHECKS, stored_events
from oracle import beijing_date, bound, instant
from shown_views import VIEWS, Views, aged, counted, scorecard
from test_law import BOOKS
from test_records import check_place
from violation_histories import ANYWHERE, CHECKED, DIVISIONS, LATER, OPENS, PLACES, REFERENCES, Refusals, cuts, violation_history
from violations import BASE, FORMS, Audit, ViolationOracle, acts_of, of_grade

SCALE = tool.scale()
SMALL = max(8, int(40 * SCALE))  # histories of 150 acts
LARGE = max(1, int(2 * SCALE))  # histories of 700
LIVE = max(3, int(6 * SCALE))  # histories recorded act by act
SHOWN = max(4, int(8 * SCALE))  # histories of which every view is shown
GROUPS = 4
ACTS = 150
FAR = "2028-01-01T00:00:00+08:00"
ORDER = BOOKS[BASE]
RULES = {rule["rule"]: rule for rule in ORDER["violations"]}
OF_BODIES = {"sd329.6.ended"}  # rules whose cases are in test_bodies.py
REMARKS = {name for name, rule in RULES.items() if rule.get("grade") == "remark"}
# Found of the acts that the duties are about: by a body that is not competent, or to one that is not to receive them.
OTHERS = {f"sd329.{number}.competence" for number in ("16", "23", "31.remedy", "31.report")} | {"sd329.31.report.recipient"}


def in_parallel(work, things):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(work, things):
            pass


# Comparing


def summary(finding: dict):
    return tuple(finding[key] for key in ("position", "rule", "article", "department", "event"))


def disagreements(mine: list, its: list, log) -> list:
    """What differs between the oracle's findings and the tool's, each with the events of the same thing."""
    found = []
    ours, theirs = {summary(one): one for one in mine}, {summary(one): one for one in its}
    if len(theirs) != len(its):
        found.append("the tool finds the same twice")
    for name in sorted(ours.keys() ^ theirs.keys()):
        who = "the tool lacks" if name in ours else "only the tool has"
        found.append(f"{who} {name}\n    " + "\n    ".join(bearing(log, name[0])))
    for name in ours.keys() & theirs.keys():
        one, other = ours[name], theirs[name]
        if one["byReference"] != other.get("byReference", False):
            found.append(f"{name}: by reference (第三十九条) {one['byReference']}, tool {other.get('byReference', False)}")
        if one["evidence"] != other["evidence"]:
            found.append(f"{name}: evidence {one['evidence']}, tool {other['evidence']}")
        for key in ("expected", "applicant", "daysLate"):
            if one.get(key) != other.get(key):
                found.append(f"{name}: {key} {one.get(key)}, tool {other.get(key)}")
        if any(text not in other["message"] for text in one["message"].values()):
            found.append(f"{name}: message {other['message']!r}")
    if not found and [summary(one) for one in mine] != [summary(one) for one in its]:
        found.append(f"order: {[(one['position'], one['rule']) for one in its]}")
    return found


def bearing(log, position: int) -> list:
    """The events that share an id or a body with one, up to some."""
    act = log[position]
    names = {value for value in act["data"].values() if isinstance(value, str) and value}
    for _ in range(2):
        related = [one for one in log if one["type"] != "rules.adopted" and names & {
            value for value in one["data"].values() if isinstance(value, str)}]
        names = {one["data"][key] for one in related for key in (*REFERENCES, "item", "system", "purchase", "project")
                 if key in one["data"]} & names | {value for value in act["data"].values() if isinstance(value, str)}
    keys = ("position", "type", "occurredAt", "sourceRecordedAt", "actor", "data")
    return [json.dumps({key: one[key] for key in keys if key in one}, ensure_ascii=False) for one in related][:40]


# Driving the tool


class Log:
    """A ledger of some lines, and the oracle of what it holds."""

    def __init__(self, folder, lines, books=(), flags=("--import",)):
        self.path = Path(folder) / "ledger.db"
        self.paths = {}
        for number, book in enumerate(books):
            path = Path(folder) / f"book-{number}.json"
            path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
            self.paths[book["book"]] = path
        tool.must(["init", self.path, "--empty"])
        if lines:
            self.record(lines, flags)

    def record(self, lines, flags=("--import",)):
        tool.must(["record", self.path, "-", *flags], "".join(line + "\n" for line in lines))
        self.events = [json.loads(line) for line in tool.must(["events", self.path]).splitlines()]
        self.oracle = ViolationOracle(self.events, BOOKS)

    def arguments(self, as_of, known_at, rules=None) -> list:
        found = ["--as-of", as_of, "--known-at", known_at, "--format", "json"]
        if rules is not None:
            found += ["--rules", ",".join(str(self.paths.get(book["book"], book["book"])) for book in rules)]
        return found

    def audit(self, *arguments) -> str:
        return tool.must(["audit", self.path, *arguments])

    def check(self, as_of, known_at, rules=None, about="", more=()):
        """Audits, and compares with the oracle; the report as it was printed."""
        arguments = [*self.arguments(as_of, known_at, rules), *more]
        printed = self.audit(*arguments)
        report = json.loads(printed)
        mine = self.oracle.findings(bound(as_of), bound(known_at), rules)
        wrong = []
        for grade, kind in (("remark", "remarks"), ("violation", "violations")):
            wrong += [f"{kind}: {one}" for one in disagreements(of_grade(mine, grade), report[kind], self.events)]
            if report["summary"][kind] != len(report[kind]):
                wrong.append(f"summary: {report['summary'][kind]} {kind}")
        law = self.oracle.law
        counts = law.counting(bound(as_of), bound(known_at))
        outside = law.out_of_scope(law.law(rules, counts), counts)
        if report["outOfScope"] != outside:
            wrong.append(f"outOfScope: {outside}, tool {report['outOfScope']}")
        assert not wrong, f"{about} {' '.join(map(str, arguments))}: {len(wrong)} disagreements\n" + "\n".join(wrong[:5])
        return printed


# Cases worked by hand

S = "T09:00:00+08:00"


def code(number: int, division="370000") -> str:
    return cases.code(f"11{division}MB28{number:05}")


PROVINCE, CITY, COUNTY, DEPARTMENT, OTHER, CLERK = (code(number) for number in range(1, 7))
PENGLAI, CHANGDAO, DISTRICT = code(7), code(8), code(9)
WATER = code(10)  # a utility
NOBODY = code(11)  # never registered
BODIES = {
    PROVINCE: ("370000", "dataAuthority"), CITY: ("370600", "dataAuthority"), COUNTY: ("370681", "dataAuthority"),
    DEPARTMENT: ("370600", "department"), OTHER: ("370600", "department"), CLERK: ("370000", "department"),
    PENGLAI: ("370684", "dataAuthority"), CHANGDAO: ("370634", "department"), DISTRICT: ("370614", "dataAuthority"),
    WATER: ("370600", "utility"),
}


class Case:
    """Records in the log's order, all known at once unless it is said when."""

    def __init__(self, *without, bodies=True):
        self.lines = []
        for body in BODIES if bodies else ():
            if body not in without:
                self.body(body)

    def act(self, type, at, known=None, actor=CLERK, **data):
        record = {"id": f"e{len(self.lines)}", "type": type, "occurredAt": at if "T" in at else at + S, "actor": actor, "data": data}
        known = known or record["occurredAt"]
        record["sourceRecordedAt"] = known if "T" in known else known + S
        self.lines.append(json.dumps(record, ensure_ascii=False))
        return self

    def body(self, body, at="2019-06-03", known=None, as_=None):
        division, kind = as_ or BODIES[body]
        return self.act("department.registered", at, known, department=body, name="某单位", division=division, kind=kind)

    def entry(self, department=DEPARTMENT, sharing="conditional", openness="notOpen", at="2019-12-02", known=None, **more):
        data = {**cases.entry_data("E", sharing, openness=openness), "department": department, **more}
        return self.act("catalog.entry-registered", at, known, **{key: value for key, value in data.items() if value is not None})

    def request(self, purpose="核验"):
        return self.act("share.requested", "2024-01-02", request="R", entry="E", requester=OTHER, purpose=purpose,
                        legalBasis="《行政许可法》", receivedAt="2024-01-02" + S)

    def system(self, at="2024-03-01"):
        return self.act("cloud.system-deployed", at, system="S", department=DEPARTMENT, node="N")

    def node(self, builder=PROVINCE):
        return self.act("cloud.node-commissioned", "2019-12-02", node="N", builder=builder, name="节点")

    def legacy(self, node="N"):
        return self.act("cloud.legacy-node-declared", "2019-12-02", node=node, builder=COUNTY, builtOn="2018-01-01", name="节点")

    def node_of(self, builder):
        return self.act("cloud.node-commissioned", "2024-02-01", node="M", builder=builder, name="节点")

    def allowed(self, authority=CITY, at="2024-02-02", outcome="approved", known=None):
        return self.act("cloud.use-decided", at, known, system="S", authority=authority, outcome=outcome)

    def merged(self, authority):
        return self.act("cloud.node-merged", "2024-03-01", node="N", authority=authority, into="M")

    def applied(self, authority, at="2024-02-01", known=None, department=DEPARTMENT):
        return self.act("cloud.use-applied", at, known, system="S", authority=authority, department=department, name="系统", node="N")

    def catalogued(self, at="2024-04-01"):
        return self.act("purchase.catalogued", at, purchase="P", entry="E")

    def bought(self, at="2024-03-01", department=DEPARTMENT):
        return self.act("purchase.completed", at, purchase="P", data="用电", department=department, supplier="某公司")

    def decided(self, authority, at, outcome="approved", known=None):
        return self.act("purchase.decided", at, known, purchase="P", authority=authority, outcome=outcome)

    def asked(self, department=DEPARTMENT):
        return self.act("purchase.applied", "2019-12-02", purchase="P", authority=CITY, data="用电", department=department, purpose="核查")

    def project(self, department=DEPARTMENT, **exempt):
        return self.act("project.submitted", "2019-12-02", **cases.project_data("J", department=department, **exempt))

    def reviewed(self, authority, at, outcome="approved", known=None):
        return self.act("project.reviewed", at, known, project="J", authority=authority, outcome=outcome)

    def source(self, department, at, supersedes=None, known=None):
        more = {} if supersedes is None else {"supersedes": supersedes}
        return self.act("source.assigned", at, known, item="I", department=department, entry="E", **more)

    def paper(self, at="2024-03-01", **more):
        return self.act("paper.demanded", at, demand="D", department=OTHER, entry="E", matter="设立登记", **more)

    def collected(self, department, at="2024-03-01", **more):
        return self.act("collection.started", at, collection="C", department=department, entry="E", purpose="制证", **more)

    def used(self, purpose="核验", at="2024-03-01", department=OTHER):
        return self.act("data.used", at, use="U", department=department, purpose=purpose, request="R")

    def replied(self, at="2024-01-03", known=None, decision="agreed", actor=DEPARTMENT, **more):
        return self.act("share.replied", at, known, actor, request="R", decision=decision, **more)

    def training(self, authority, at="2024-03-01"):
        return self.act("training.planned", at, training="T", authority=authority, title="培训", year=2024)

    def compiled(self, authority, division, at="2024-03-01"):
        return self.act("catalog.master-compiled", at, compilation="M", authority=authority, division=division, entries=7)

    def opened(self, mode, at="2024-03-01"):
        return self.act("open.published", at, actor=OTHER, entry="E", mode=mode, site="开放网")

    def commissioned(self, builder, at="2024-03-01"):
        return self.act("cloud.node-commissioned", at, node="K", builder=builder, name="节点")

    def planned(self, at="2024-02-01", known=None, authority=CITY):
        return self.act("cloud.node-plan-filed", at, known, node="K", authority=authority, filedWith=PROVINCE, title="方案")


def revised(case, at, known=None, **change):
    return case.act("catalog.entry-revised", at, known, entry="E", **change)


def retired(case, at, known=None):
    return case.act("catalog.entry-retired", at, known, entry="E", reason="停止采集")


def filed(department, authority, at="2024-03-01"):
    return Case().entry().act("catalog.filed", at, department=department, authority=authority, entries=["E"])


def application(case, reported, decision=None, actor=WATER, **known):
    case.act("open.applied", "2024-02-01", known.get("known"), application="A", entry="E", applicant="某公司", purpose="caf\u00e9",
             receivedAt="2024-02-01" + S)
    if decision:
        case.act("open.replied", "2024-02-05", actor=DEPARTMENT, application="A", decision=decision)
    return case.act("open.use-reported", "2024-03-01", actor=actor, application="A", purpose=reported)


OPENED = dict(sharing="unconditional", openness="onApplication")
EARLY, NIGHT = "2020-01-31T23:59:59.999+08:00", "2020-02-01T00:00:00+08:00"  # the order's day: 第四十条
BEFORE, MERGED = "2020-06-29T23:59:59.999+08:00", "2020-06-30T00:00:00+08:00"  # Penglai's day
# The records, and (rule, whose) in the report's order; --as-of and --known-at where they are not far.
TABLE = {
    # Article 6
    "second authority": (lambda: Case().body(NOBODY, "2024-01-01", as_=("370600", "dataAuthority")), [("sd329.6.second", NOBODY)]),
    "second authority, of another kind": (lambda: Case().body(NOBODY, "2024-01-01", as_=("370600", "department")), []),
    "second authority, third": (
        lambda: Case().body(NOBODY, "2024-01-01", as_=("370600", "dataAuthority")).body(code(12), "2023-01-01", as_=("370600", "dataAuthority")),
        [("sd329.6.second", NOBODY), ("sd329.6.second", code(12))]),
    "second authority, recorded first": (
        lambda: Case(CITY).body(NOBODY, "2024-01-01", as_=("370600", "dataAuthority")).body(CITY), [("sd329.6.second", NOBODY)]),
    "second authority at the same moment": (
        lambda: Case(CITY).body(NOBODY, "2024-01-01", as_=("370600", "dataAuthority")).body(CITY, "2024-01-01"), [("sd329.6.second", CITY)]),
    "second authority, the first not known": (
        lambda: Case(CITY).body(NOBODY, "2024-01-01", as_=("370600", "dataAuthority")).body(CITY, known="2024-06-01"), [], FAR, "2024-05-31"),
    "second authority before the order": (lambda: Case().body(NOBODY, EARLY, as_=("370600", "dataAuthority")), []),
    "second authority on the order's day": (
        lambda: Case().body(NOBODY, NIGHT, as_=("370600", "dataAuthority")), [("sd329.6.second", NOBODY)]),
    "reserved": (lambda: Case().training(DEPARTMENT), [("sd329.6.reserved", DEPARTMENT)]),
    "reserved, lawful": (lambda: Case().training(COUNTY), []),
    "reserved, by nobody": (lambda: Case().training(NOBODY), []),
    "reserved, before the order": (lambda: Case().training(DEPARTMENT, EARLY), []),
    "reserved, on the order's day": (lambda: Case().training(DEPARTMENT, NIGHT), [("sd329.6.reserved", DEPARTMENT)]),
    "reserved, registered later": (
        lambda: Case(DEPARTMENT).training(DEPARTMENT).body(DEPARTMENT, "2025-01-01", "2025-02-01"), [("sd329.6.reserved", DEPARTMENT)]),
    "reserved, registration not known": (
        lambda: Case(DEPARTMENT).training(DEPARTMENT).body(DEPARTMENT, "2025-01-01", "2025-02-01"), [], FAR, "2025-01-31"),
    "reserved, registered after as-of": (
        lambda: Case(DEPARTMENT).training(DEPARTMENT).body(DEPARTMENT, "2025-01-01", "2025-02-01"), [], "2024-12-31", FAR),
    "reserved, of a utility": (lambda: Case().training(WATER), [("sd329.6.reserved", WATER)]),
    "plan of a department": (
        lambda: Case().act("plan.published", "2024-03-01", plan="P", government=CITY, period="2024年", title="规划"),
        [("sd329.8.government", CITY)]),
    # Article 9
    "started without a review": (lambda: Case().project().act("project.started", "2024-03-01", project="J"), [("sd329.9.start", DEPARTMENT)]),
    "started as it is approved": (
        lambda: Case().project().act("project.started", "2024-03-01", project="J").reviewed(CITY, "2024-03-01"), []),
    "started before it is approved": (
        lambda: Case().project().reviewed(CITY, "2024-03-01T09:00:00.001+08:00").act("project.started", "2024-03-01", project="J"),
        [("sd329.9.start", DEPARTMENT)]),
    "started after a later rejection": (
        lambda: Case().project().reviewed(CITY, "2024-02-02", "rejected").reviewed(CITY, "2024-02-01").act(
            "project.started", "2024-03-01", project="J"), [("sd329.9.start", DEPARTMENT)]),
    "started, under the law on investment": (
        lambda: Case().project(stateSubsidy=True).act("project.started", "2024-03-01", project="J"), []),
    "started, approval known too late": (
        lambda: Case().project().reviewed(CITY, "2024-02-01", known="2024-06-01").act("project.started", "2024-03-01", project="J"),
        [("sd329.9.start", DEPARTMENT)], FAR, "2024-05-31"),
    "reviewed by the province": (lambda: Case().project().reviewed(PROVINCE, "2024-03-01"), [("sd329.9.authority", PROVINCE)]),
    "reviewed by nobody": (lambda: Case().project().reviewed(NOBODY, "2024-03-01"), []),
    "reviewed for nobody": (lambda: Case().project(NOBODY).reviewed(PROVINCE, "2024-03-01"), []),
    "reviewed for Changdao before the merger": (
        lambda: Case().project(CHANGDAO).reviewed(DISTRICT, BEFORE), [("sd329.9.authority", DISTRICT)]),
    "reviewed for Changdao since the merger": (lambda: Case().project(CHANGDAO).reviewed(DISTRICT, MERGED), []),
    "reviewed by Penglai before the merger": (
        lambda: Case().project(CHANGDAO).reviewed(PENGLAI, BEFORE), [("sd329.9.authority", PENGLAI)]),
    "reviewed by Penglai since the merger": (lambda: Case().project(CHANGDAO).reviewed(PENGLAI, MERGED), []),
    # Article 10
    "node of a county": (lambda: Case().commissioned(COUNTY), [("sd329.10.county", COUNTY)]),
    "node of a department": (
        lambda: Case().commissioned(DEPARTMENT), [("sd329.10.builder", DEPARTMENT), ("sd329.10.plan", DEPARTMENT)]),
    "node with a plan of another's": (lambda: Case().planned(authority=DEPARTMENT).commissioned(CITY), [
        ("sd329.6.reserved", DEPARTMENT), ("sd329.10.plan", CITY)]),
    "node merged by its city": (lambda: Case().legacy().node_of(PROVINCE).merged(CITY), []),
    "node merged by the province": (lambda: Case().legacy().node_of(PROVINCE).merged(PROVINCE), [("sd329.10.merge", PROVINCE)]),
    "node merged into a county's": (
        lambda: Case().legacy().node_of(PENGLAI).merged(CITY), [("sd329.10.county", PENGLAI), ("sd329.10.merge", CITY)]),
    "node of a city": (lambda: Case().commissioned(CITY), [("sd329.10.plan", CITY)]),
    "node of a city with a plan": (lambda: Case().planned().commissioned(CITY), []),
    "node of a city with a plan of that moment": (lambda: Case().commissioned(CITY).planned("2024-03-01"), []),
    "node of a city with a later plan": (
        lambda: Case().planned("2024-03-01T09:00:00.001+08:00").commissioned(CITY), [("sd329.10.plan", CITY)]),
    "node of a city with a plan known too late": (
        lambda: Case().planned(known="2024-06-01").commissioned(CITY), [("sd329.10.plan", CITY)], FAR, "2024-05-31"),
    "node of the province": (lambda: Case().commissioned(PROVINCE), []),
    "node of nobody": (lambda: Case().commissioned(NOBODY), []),
    # Article 11
    "system without an application": (lambda: Case().node().system(), [("sd329.11", DEPARTMENT)]),
    "system with an application": (lambda: Case().node().applied(CITY).system(), [("sd329.11", DEPARTMENT)]),
    "system that is approved of": (lambda: Case().node().applied(CITY).allowed().system(), []),
    "system that is rejected": (lambda: Case().node().applied(CITY).allowed(outcome="rejected").system(), [("sd329.11", DEPARTMENT)]),
    "system with an approval at that moment, recorded later": (
        lambda: Case().node().system().applied(CITY, "2024-03-01", "2024-09-01").allowed(at="2024-03-01", known="2024-09-01"), []),
    "system with an approval known too late": (
        lambda: Case().node().applied(CITY).allowed(known="2024-06-01").system(), [("sd329.11", DEPARTMENT)], FAR, "2024-05-31"),
    "system with an application known too late": (
        lambda: Case().node().applied(CITY, known="2024-06-01").allowed().system(), [("sd329.11", DEPARTMENT)], FAR, "2024-05-31"),
    "system with an application to the province": (
        lambda: Case().node().applied(PROVINCE).allowed().system(), [("sd329.11", DEPARTMENT)]),
    "system with an approval of the province": (
        lambda: Case().node().applied(CITY).allowed(PROVINCE).system(), [("sd329.11", DEPARTMENT)]),
    "system with an application to nobody": (lambda: Case().node().applied(NOBODY).allowed(NOBODY).system(), []),
    "system of nobody with an application": (lambda: Case(DEPARTMENT).node().applied(PROVINCE).allowed(PROVINCE).system(), []),
    "system of nobody without an application": (lambda: Case(DEPARTMENT).node().system(), [("sd329.11", DEPARTMENT)]),
    "system on a county's node from before the order": (lambda: Case().legacy().system(), []),
    "system on a county's new node": (
        lambda: Case().node(COUNTY).applied(CITY).allowed().system(), [("sd329.11", DEPARTMENT)]),
    "system of Changdao, applied for before the merger": (
        lambda: Case().node().applied(DISTRICT, BEFORE, department=CHANGDAO).allowed(DISTRICT).act(
            "cloud.system-deployed", "2024-03-01", system="S", department=CHANGDAO, node="N"), [("sd329.11", CHANGDAO)]),
    "system of Changdao, applied for since the merger": (
        lambda: Case().node().applied(DISTRICT, MERGED, department=CHANGDAO).allowed(DISTRICT).act(
            "cloud.system-deployed", "2024-03-01", system="S", department=CHANGDAO, node="N"), []),
    # Articles 12, 13, 15, 21
    "network of a department": (
        lambda: Case().act("infrastructure.recorded", "2024-03-01", infrastructure="F", builder=OTHER, kind="network", name="网"),
        [("sd329.12", OTHER)]),
    "seals of a city": (
        lambda: Case().act("infrastructure.recorded", "2024-03-01", infrastructure="F", builder=CITY, kind="electronicSeal", name="印"),
        [("sd329.13", CITY)]),
    "master catalogue of another division": (lambda: Case().compiled(CITY, "370614"), [("sd329.15.compiled", CITY)]),
    "master catalogue of Penglai before the merger": (lambda: Case().compiled(PENGLAI, "370614", BEFORE), [("sd329.15.compiled", PENGLAI)]),
    "master catalogue of Penglai since the merger": (lambda: Case().compiled(PENGLAI, "370614", MERGED), []),
    "master catalogue by a department": (lambda: Case().compiled(DEPARTMENT, "370600"), [("sd329.15.compiled", DEPARTMENT)]),
    "exchange platform of a county's department": (
        lambda: Case().act("platform.recorded", "2024-03-01", platform="F", builder=CHANGDAO, kind="exchangePlatform", name="平台"),
        [("sd329.21", CHANGDAO), ("sd329.6.reserved", CHANGDAO)]),
    "database of a county's department": (
        lambda: Case().act("platform.recorded", "2024-03-01", platform="F", builder=CHANGDAO, kind="themeDatabase", name="库"), []),
    # Article 17
    "second source": (lambda: Case().entry().source(DEPARTMENT, "2024-02-01").source(OTHER, "2024-03-01"), [("sd329.17.source", OTHER)]),
    "second source that supersedes": (
        lambda: Case().entry().source(DEPARTMENT, "2024-02-01").source(OTHER, "2024-03-01", DEPARTMENT), []),
    "second source that supersedes another": (
        lambda: Case().entry().source(DEPARTMENT, "2024-02-01").source(OTHER, "2024-03-01", CLERK), [("sd329.17.source", OTHER)]),
    "the same source again": (lambda: Case().entry().source(DEPARTMENT, "2024-02-01").source(DEPARTMENT, "2024-03-01"), []),
    "source recorded late": (
        lambda: Case().entry().source(DEPARTMENT, "2024-03-01").source(OTHER, "2024-02-01"), [("sd329.17.source", DEPARTMENT)]),
    "sources at one moment": (
        lambda: Case().entry().source(DEPARTMENT, "2024-03-01").source(OTHER, "2024-03-01"), [("sd329.17.source", OTHER)]),
    "source superseded after the second": (
        lambda: Case().entry().source(DEPARTMENT, "2024-02-01").source(OTHER, "2024-03-01").source(CLERK, "2024-04-01", DEPARTMENT),
        [("sd329.17.source", OTHER), ("sd329.17.source", CLERK)]),
    "the first source not known": (
        lambda: Case().entry().source(DEPARTMENT, "2024-02-01", known="2024-06-01").source(OTHER, "2024-03-01"), [], FAR, "2024-05-31"),
    "collected again": (lambda: Case().entry().collected(OTHER), [("sd329.17.collection", OTHER)]),
    "collected by whose it is": (lambda: Case().entry().collected(DEPARTMENT), []),
    "collected under a law": (lambda: Case().entry().collected(OTHER, exceptionBasis="《统计法》"), []),
    "collected, not shared": (lambda: Case().entry(sharing="notShared").collected(OTHER), []),
    "collected by whose it was": (
        lambda: revised(Case().entry(), "2024-01-01", department=OTHER).collected(DEPARTMENT), [("sd329.17.collection", DEPARTMENT)]),
    "collected, an earlier revision after it in the log": (
        lambda: revised(Case().entry().collected(DEPARTMENT), "2024-01-01", department=OTHER),
        [("sd329.17.collection", DEPARTMENT)]),
    "collected, a later revision before it in the log": (
        lambda: revised(Case().entry(), "2024-06-01", department=OTHER).collected(DEPARTMENT), []),
    "collected before the registration": (lambda: Case().entry(at="2024-06-01").collected(OTHER), []),
    "collected, revision not known": (
        lambda: revised(Case().entry(), "2024-01-01", "2024-06-01", department=OTHER).collected(DEPARTMENT), [], FAR, "2024-05-31"),
    "collected, registration not known": (
        lambda: Case().entry(known="2024-06-01").collected(OTHER), [("sd329.17.collection", OTHER)], FAR, "2024-05-31"),
    "collected, retired before": (lambda: retired(Case().entry(), "2024-03-01").collected(OTHER), []),
    "collected, retired after": (
        lambda: retired(Case().entry(), "2024-03-01T09:00:00.001+08:00").collected(OTHER), [("sd329.17.collection", OTHER)]),
    # Article 19
    "bought without approval": (lambda: Case().asked().bought(), [("sd329.19", DEPARTMENT)]),
    "bought with approval": (lambda: Case().asked().decided(CITY, "2024-03-01").bought(), []),
    "bought after a rejection": (lambda: Case().asked().decided(CITY, "2024-02-01", "rejected").bought(), [("sd329.19", DEPARTMENT)]),
    "bought with the province's approval": (lambda: Case().asked().decided(PROVINCE, "2024-02-01").bought(), [("sd329.19", DEPARTMENT)]),
    "bought, and entered in one's own catalogue": (
        lambda: Case().asked().decided(CITY, "2024-02-01").bought().entry(at="2024-03-02").catalogued(), []),
    "bought, and entered in another's catalogue": (
        lambda: Case().asked().decided(CITY, "2024-02-01").bought().entry(OTHER).catalogued(), [("sd329.19.entry", DEPARTMENT)]),
    "bought with nobody's approval": (lambda: Case().asked().decided(NOBODY, "2024-02-01").bought(), []),
    "bought by nobody with nobody's rejection": (
        lambda: Case().asked().decided(NOBODY, "2024-02-01", "rejected").bought(department=NOBODY), [("sd329.19", NOBODY)]),
    # Article 23
    "refused without reasons": (
        lambda: Case().entry().request().replied(decision="refused"), [("sd329.23.reasons", DEPARTMENT)]),
    "used without a reply": (lambda: Case().entry().request().used(), [("sd329.23.agreement", OTHER)]),
    "used as granted": (lambda: Case().entry().request().replied().used(), []),
    "used at the moment of the reply, recorded first": (lambda: Case().entry().request().used().replied("2024-03-01"), []),
    "used after a refusal": (
        lambda: Case().entry().request().replied(decision="refused", reasons="无依据").used("别的"), [("sd329.23.agreement", OTHER)]),
    "used before the reply, for another purpose": (
        lambda: Case().entry().request().used("别的").replied("2024-03-01T09:00:00.001+08:00"),
        [("sd329.23.agreement", OTHER), ("sd329.23.purpose", OTHER)]),
    "used before the reply is known": (
        lambda: Case().entry().request().replied(known="2024-06-01").used("别的"), [("sd329.23.agreement", OTHER)], FAR, "2024-05-31"),
    "used for another purpose": (lambda: Case().entry().request().replied().used("核验+"), [("sd329.23.purpose", OTHER)]),
    "used for a purpose written otherwise": (
        lambda: Case().entry().request("caf\u00e9").replied().used("cafe\u0301"), []),
    "used after the end": (
        lambda: Case().entry().request().replied().act("share.revoked", "2024-02-01", actor=DEPARTMENT, request="R", reason="无").used(),
        [("sd329.23.ended", OTHER)]),
    "used beyond the items": (
        lambda: Case().entry().request().replied(decision="partlyAgreed", items=["名称"]).act(
            "data.used", "2024-03-01", use="U", department=OTHER, request="R", items=["名称", "成立日期"]), [("sd329.23.items", OTHER)]),
    "taken although conditional": (
        lambda: Case().entry().act("data.accessed", "2024-03-01", access="A", calls=1, entry="E", on="2024-03-01", requester=OTHER),
        [("sd329.23.access", OTHER)]),
    # Articles 25, 27, 28
    "opened though not open": (lambda: Case().entry().opened("onApplication"), [("sd329.25", DEPARTMENT)]),
    "opened further": (lambda: Case().entry(**OPENED).opened("unconditional"), [("sd329.25", DEPARTMENT)]),
    "opened as it is": (lambda: Case().entry(**OPENED).opened("onApplication"), []),
    "opened less far": (lambda: Case().entry(sharing="unconditional", openness="unconditional").opened("onApplication"), []),
    "opened when retired": (lambda: retired(Case().entry(**OPENED), "2024-01-01").opened("onApplication"), []),
    "paper": (lambda: Case().entry().paper(), [("sd329.27", OTHER)]),
    "paper, under a law": (lambda: Case().entry().paper(exceptionBasis="《公证法》"), []),
    "paper of one's own": (lambda: Case().entry(OTHER).paper(), [("sd329.27", OTHER)]),
    "paper before the order": (lambda: Case().entry().paper(EARLY), []),
    "paper on the order's day": (lambda: Case().entry().paper(NIGHT), [("sd329.27", OTHER)]),
    "open data used as applied for": (lambda: application(Case().entry(**OPENED), "caf\u00e9"), []),
    "open data used as applied for, written otherwise": (lambda: application(Case().entry(**OPENED), "cafe\u0301"), []),
    "open data used otherwise": (lambda: application(Case().entry(**OPENED), "cafe"), [("sd329.28", DEPARTMENT)]),
    "open data of a utility used otherwise": (lambda: application(Case().entry(WATER, **OPENED), "别的"), [("sd329.28", WATER)]),
    "open data used after a refusal": (
        lambda: application(Case().entry(**OPENED), "caf\u00e9", "refused"), [("sd329.25.refused", DEPARTMENT)]),
    "open data used after an agreement": (lambda: application(Case().entry(**OPENED), "caf\u00e9", "agreed"), []),
    # Articles 15, 22
    "filed with another city": (lambda: filed(OTHER, PENGLAI), [("sd329.15.filing", OTHER)]),
    "filed with one's own": (lambda: filed(OTHER, CITY), []),
    "filed before the order": (lambda: filed(OTHER, PENGLAI, EARLY), []),
    "filed on the order's day": (lambda: filed(OTHER, PENGLAI, NIGHT), [("sd329.15.filing", OTHER)]),
    "filed with Penglai's for Changdao before the merger": (lambda: filed(CHANGDAO, PENGLAI, BEFORE), [("sd329.15.filing", CHANGDAO)]),
    "filed with Penglai's for Changdao since the merger": (lambda: filed(CHANGDAO, PENGLAI, MERGED), []),
    "registered without all that is asked for": (
        lambda: Case().entry(at="2024-03-01", format=None), [("sd329.15.items", DEPARTMENT)]),
    "registered without all that is asked for, before the order": (lambda: Case().entry(at=EARLY, format=None), []),
    "restricted without a basis": (
        lambda: Case().entry(at="2024-03-01", legalBasis=None), [("sd329.22.basis", DEPARTMENT)]),
    "restricted before the order": (lambda: Case().entry(at=EARLY, legalBasis=None), []),
    "restricted on the order's day": (lambda: Case().entry(at=NIGHT, legalBasis=None), [("sd329.22.basis", DEPARTMENT)]),
    "open data used otherwise, application not known": (
        lambda: application(Case().entry(**OPENED), "别的", known="2024-06-01"), [], FAR, "2024-05-31"),
}


def expected_of(name: str):
    case, expected, *times = TABLE[name]
    return case(), expected, *(times or (FAR, FAR))


@pytest.mark.parametrize("name", TABLE)
def test_the_oracle_agrees_with_cases_worked_by_hand(name):
    case, expected, as_of, known_at = expected_of(name)
    oracle = ViolationOracle(stored_events(case.lines, instant(FAR)), BOOKS)
    found = oracle.findings(bound(as_of), bound(known_at))
    assert [(one["rule"], one["department"]) for one in found] == expected
    assert all((one["grade"] == "remark") == (one["rule"] in REMARKS) for one in found)
    assert all(one["byReference"] == (one["department"] == WATER) for one in found)


@pytest.mark.parametrize("name", TABLE)
def test_the_tool_agrees_with_cases_worked_by_hand(name, tmp_path):
    case, expected, as_of, known_at = expected_of(name)
    report = json.loads(Log(tmp_path, case.lines).check(as_of, known_at, about=name))
    for kind, remarks in (("remarks", True), ("violations", False)):
        assert [(one["rule"], one["department"]) for one in report[kind]] == [
            one for one in expected if (one[0] in REMARKS) == remarks]
        assert all(one.get("byReference", False) == (one["department"] == WATER) for one in report[kind])


def test_every_rule_has_a_case():
    found = {rule for _, expected, *_ in TABLE.values() for rule, _ in expected}
    assert found == set(RULES) - OF_BODIES


# The law in force, by hand


def book(name, force, *rules) -> dict:
    words = {"zh": "不得。", "en": "It shall not."}
    return {
        "schema": "govledger.rule-book/1", "book": name, "title": words, "inForceFrom": force, "obligations": [],
        "violations": [{"rule": f"{name[0]}.{number}", "article": "第一条", "text": words, "message": words, **rule}
                       for number, rule in enumerate(rules)]}


PAPER = {"check": "againstSharing", "act": "paper.demanded", "by": "department", "sharing": ["conditional"]}
TRAINING = {"act": "training.planned", "by": "authority", "kinds": ["government"]}
DISPLACED = {  # the rules of books in force, in order; the rules found of two acts against them
    "the same check of the same act": (
        [book("a/1", "2020-02-01", PAPER), book("b/1", "2024-03-01", {**PAPER, "sharing": ["notShared", "conditional"]})], ["b.0"]),
    "not yet": ([book("a/1", "2020-02-01", PAPER), book("b/1", "2024-03-02", PAPER)], ["a.0"]),
    "the other order": ([book("b/1", "2024-03-01", PAPER), book("a/1", "2020-02-01", PAPER)], ["b.0"]),
    "the same day": ([book("b/1", "2020-02-01", PAPER), book("a/1", "2020-02-01", PAPER)], ["a.0"]),
    "another check": ([book("a/1", "2020-02-01", PAPER), book("b/1", "2024-03-01", {"check": "reservedAct", "acts": [TRAINING]})],
                      ["a.0", "b.0"]),
    "two of one book": ([book("a/1", "2020-02-01", PAPER, {**PAPER, "sharing": ["notShared", "conditional"]})], ["a.0", "a.1"]),
    "displaced by one that finds nothing": (
        [book("a/1", "2020-02-01", PAPER), book("b/1", "2024-03-01", {**PAPER, "sharing": ["notShared"]})], []),
    "the order's": ([ORDER], ["sd329.27"]),
    "the order's, displaced": ([ORDER, book("b/1", "2024-03-01", PAPER)], ["b.0"]),
}


@pytest.mark.parametrize("name", DISPLACED)
def test_the_law_in_force(name, tmp_path):
    books, expected = DISPLACED[name]
    log = Log(tmp_path, Case().entry().paper().training(PROVINCE).lines, books)
    report = json.loads(log.check(FAR, FAR, books, name))
    assert [one["rule"] for one in report["violations"]] == expected


# The oracle and the histories themselves


def test_a_seed_gives_the_same_history():
    once, twice = violation_history(3), violation_history(3)
    assert once.text == twice.text != violation_history(4).text


def test_random_records_and_books_keep_to_the_schemas():
    record, book = schemas.validator("record"), schemas.validator("rule-book")
    for seed in range(6):
        found = violation_history(seed)
        for line in found.lines:
            record.validate(json.loads(line))
        for one in found.books:
            book.validate(one)


def test_the_table_of_types_is_the_schemas():
    """Streams and places as this module's generator has them: 34 types, all of them made."""
    assert len(PLACES) == 34 and set(PLACES) < set(FORMS)
    made = Counter(draft.type for seed in range(40) for draft in violation_history(seed).drafts)
    assert all(made[type] >= 20 for type in PLACES), {type: made[type] for type in PLACES if made[type] < 20}


def test_the_histories_reach_everything():
    found, clean, by_reference, late, hidden = Counter(), Counter(), 0, 0, 0
    for seed in range(120):
        made = violation_history(seed)
        oracle = ViolationOracle(stored_events(made.lines, instant(FAR)), BOOKS)
        rng = random.Random(seed)
        seen = []
        for as_of, known_at in cuts(rng, made, 3):
            findings = oracle.findings(bound(as_of), bound(known_at), [ORDER])
            seen.append({summary(one) for one in findings})
            found.update(one["rule"] for one in findings)
            by_reference += sum(one["byReference"] for one in findings)
            late += len(seen[-1] - seen[0])  # found only while something is not known
            hidden += sum(  # or only once it is
                oracle.acts[one[0]].at <= bound(as_of) and oracle.acts[one[0]].known <= bound(known_at)
                for one in seen[0] - seen[-1])
        against = {(one[0], one[1]) for one in seen[0]}
        for act in oracle.acts:
            clean.update(name for name, rule in RULES.items() if act.type in acts_of(rule) and (act.position, name) not in against)
    rules = {*RULES, *OTHERS} - OF_BODIES
    assert all(found[rule] >= 15 for rule in rules), {rule: found[rule] for rule in rules}
    assert all(clean[rule] >= 15 for rule in {*RULES} - OF_BODIES), {rule: clean[rule] for rule in RULES}
    assert by_reference >= 100 and late >= 5 and hidden >= 5, (by_reference, late, hidden)


def test_the_evidence_suffices_and_each_of_it_is_needed():
    """From the events that a finding rests on alone, as a certificate shows them, the same is found, and nothing from fewer."""
    seen = Counter()
    for seed in range(60):
        made = violation_history(seed)
        log = stored_events(made.lines, instant(FAR))
        whole = ViolationOracle(log, BOOKS)
        adopted = [event for event in log if event["type"] == "rules.adopted"]
        for one in whole.findings(instant(FAR), instant(FAR)):
            places = {each["position"] for each in one["evidence"]}
            shown = [event for event in log if event["position"] in places]
            assert again(shown + adopted, one) == [one], (seed, one)
            for event in shown:
                less = [each for each in shown if each is not event]
                try:
                    found = again(less + adopted, one)
                except (LookupError, TypeError, AttributeError, ValueError, StopIteration):
                    found = []
                assert found != [one], (seed, one, event)
            seen[one["rule"]] += 1
    rules = {*RULES, *OTHERS} - OF_BODIES
    assert all(seen[rule] >= 3 for rule in rules), {rule: seen[rule] for rule in rules if seen[rule] < 3}


def again(events, one) -> list:
    """What is found of the act of a finding under its rule, from some events of its log."""
    oracle = ViolationOracle(sorted(events, key=lambda event: event["position"]), BOOKS)
    act = next(act for act in oracle.acts if act.id == one["event"])
    if one["rule"].endswith((".competence", ".recipient")):
        others = oracle.by_others(oracle.law, instant(FAR), instant(FAR), None)
        found = [other for other in others if (other["rule"], other["event"]) == (one["rule"], one["event"])]
    else:
        found = Audit(oracle, instant(FAR), instant(FAR), None, 1 << 60).findings(act, one["rule"])
    return [{**other, "byReference": one["byReference"]} for other in found]  # which its evidence need not show


def test_the_oracles_agree_on_what_both_find():
    seen = Counter()
    for seed in range(50, 95):
        made = violation_history(seed)
        oracle = ViolationOracle(stored_events(made.lines, instant(FAR)), BOOKS)
        for as_of, known_at in cuts(random.Random(seed), made, 3):
            report = oracle.law.report(bound(as_of), bound(known_at), [ORDER])
            theirs = [(*(one[key] for key in ("rule", "position")), *one["departments"], *one["evidence"], one.get("expected"))
                      for one in report["violations"]]
            rules = {*OTHERS, *(name for name, rule in RULES.items() if rule["check"] in CHECKS.values())}
            mine = [(*(one[key] for key in ("rule", "position", "department", "evidence")), one.get("expected"))
                    for one in oracle.findings(bound(as_of), bound(known_at), [ORDER]) if one["rule"] in rules]
            assert sorted(mine, key=str) == sorted(theirs, key=str), seed
            seen.update(one[0] for one in mine)
    assert set(seen) == rules - OF_BODIES and min(seen.values()) >= 5, seen


def test_a_wrong_answer_is_noticed():
    made = violation_history(1)
    log = stored_events(made.lines, instant(FAR))
    mine = ViolationOracle(log, BOOKS).findings(instant(FAR), instant(FAR))
    its = [{**one, "message": "".join(one["message"].values())} for one in mine]
    assert len(mine) > 10 and not disagreements(mine, its, log)
    assert disagreements(mine, its[1:], log) and disagreements(mine[1:], its, log)
    assert disagreements(mine, [its[1], its[0], *its[2:]], log) and disagreements(mine, [*its, its[-1]], log)
    for key in ("rule", "article", "department", "position", "event", "message", "byReference", "expected", "applicant", "daysLate"):
        value = 0 if key == "position" else not its[3][key] if key == "byReference" else "else"
        assert disagreements(mine, [*its[:3], {**its[3], key: value}, *its[4:]], log), key


# Random histories through the tool


def check_history(seed: int, acts: int, pairs: int):
    found = violation_history(seed, acts)
    rng = random.Random(seed)
    about = f"violation_history({seed}, {acts}, {found.latest})"
    with tempfile.TemporaryDirectory() as folder:
        half = len(found.lines) // 2
        log = Log(folder, found.lines[:half], found.books)
        times = cuts(rng, found, pairs)
        laws = [[ORDER], found.books, [ORDER, *found.books], None]
        resumed, law, saved = rng.choice(times), rng.choice(laws), Path(folder) / "replay"
        log.check(*resumed, law, f"{about}, its first half", ["--resume", saved])
        log.record(found.lines[half:])
        for number, (as_of, known_at) in enumerate(times):
            log.check(as_of, known_at, None, about)
            log.check(as_of, known_at, laws[number % 3], about)
        printed = log.check(*resumed, law, about)
        for _ in range(2):  # gone on from the half, then from the whole
            assert log.audit(*log.arguments(*resumed, law), "--resume", saved) == printed, f"{about}: resumed"
        check_department(log, rng, times[0], about)


def check_department(log: Log, rng, times, about: str):
    """--department: the findings about a body are those of all findings."""
    mine = log.oracle.findings(*map(bound, times))
    if mine:
        department = rng.choice(mine)["department"]
        report = json.loads(log.audit(*log.arguments(*times), "--department", department))
        about_it = [one for one in mine if one["department"] == department]
        for grade, kind in (("remark", "remarks"), ("violation", "violations")):
            wrong = disagreements(of_grade(about_it, grade), report[kind], log.events)
            assert not wrong and report["summary"][kind] == len(report[kind]), f"{about} --department {department}"


@pytest.mark.parametrize("group", range(GROUPS))
def test_small_histories(group):
    in_parallel(lambda seed: check_history(seed, ACTS, 3), range(group, SMALL, GROUPS))


def test_large_histories():
    in_parallel(lambda seed: check_history(100_000 + seed, 700, 2), range(LARGE))


# As it happens


def check_live(seed: int):
    """Records a history act by act: what the oracle finds against is refused, with its article, and what is refused beside it."""
    found = violation_history(200_000 + seed)
    about = f"violation_history({200_000 + seed})"
    with tempfile.TemporaryDirectory() as folder:
        log = Log(folder, [])
        oracle = ViolationOracle(stored_events(found.bare, instant(FAR)), BOOKS)
        first, refusals = 0, Refusals()  # the first line that is not recorded yet
        for place, draft in enumerate(found.drafts):
            against = {one["article"] for one in of_grade(oracle.until(place, instant(FAR)), "violation")}
            refused = refusals.judge(draft)
            unsettled = not against and (refused is None or refused and draft.type in CHECKED)
            if refused and draft.type not in CHECKED:
                against.add(refused)
            if not against and not unsettled and place + 1 < len(found.bare):
                continue
            lines = "".join(line + "\n" for line in found.bare[first:place + 1])
            status, out, err = tool.run(["record", log.path, "-"], lines)
            where = f"{about}, line {place}: {found.bare[place]}\n{err}"
            if unsettled and status == 65:
                assert f"line {place - first + 1}:" in err and not out, where
                out = tool.must(["record", log.path, "-", "--allow-violations"], lines)
            elif against:
                assert status == 65 and not out, where
                assert f"line {place - first + 1}:" in err and any(article in err for article in against), (where, against)
                out = tool.must(["record", log.path, "-", "--allow-violations"], lines)
            else:
                assert status == 0, where
            count, last = place + 1 - first, place
            assert re.search(rf"recorded {count} event.* {first}(-{last})?\n", out), (where, out)
            first = place + 1
        log.record([])
        assert [one["id"] for one in log.events] == [draft.id for draft in found.drafts]
        log.check(FAR, FAR, about=about)


def test_live_histories():
    in_parallel(check_live, range(LIVE))


SECOND = {  # registrations of one division's authorities in the log's order, by their day; the one that is remarked on
    "after the first": (["2021-03-01", "2022-03-01"], 2),
    "after one from before the order": (["2019-06-03", "2022-03-01"], 2),
    "at the same moment": (["2022-03-01", "2022-03-01"], 2),
    "before the first, which becomes the second": (["2022-03-01", "2021-03-01"], 1),
    "before the order": (["2022-03-01", "2019-06-03"], 1),
}


@pytest.mark.parametrize("files", ["one file", "two files"])
@pytest.mark.parametrize("name", SECOND)
def test_a_second_authority_as_it_happens(name, files, tmp_path):
    """A remark refuses nothing: recorded live, and remarked on of the one that is second by its moment."""
    days, second = SECOND[name]
    case = Case(bodies=False)
    for number, day in enumerate(days):
        case.body(code(20 + number), day, as_=("370600", "dataAuthority"))
    lines = [{key: value for key, value in json.loads(line).items() if key != "sourceRecordedAt"} for line in case.lines]
    log = Log(tmp_path, [])
    for part in [lines] if files == "one file" else [[line] for line in lines]:
        log.record([line.decode() for line in jsonl(part).splitlines()], [])
    report = json.loads(log.check(FAR, FAR))
    assert report["violations"] == []
    assert [(one["rule"], one["department"]) for one in report["remarks"]] == [("sd329.6.second", code(19 + second))]
    log.audit("--strict")


@pytest.mark.parametrize("reply", [None, "refused"])
def test_a_purpose_is_judged_where_it_was_agreed_to_also_as_it_happens(reply, tmp_path):
    """Without an agreeing reply only the use itself is against the law, live as in an audit."""
    law = book("z/1", "2020-02-01", {"check": "usedWithoutAgreement"})  # of another article, in the order's place
    case = Case(bodies=False).act("rules.adopted", "2020-02-01", book="z/1", document=law, **{"from": "2020-02-01"})
    case.entry().request()
    if reply is not None:
        case.replied(decision=reply, reasons="无依据")
    log = Log(tmp_path, case.lines)
    use = json.loads(case.used("别的").lines[-1])
    del use["sourceRecordedAt"]
    status, _, err = tool.run(["record", log.path, "-"], json.dumps(use))
    assert status == 65 and "第一条" in err and "第二十三条" not in err, err
    log.record([json.dumps(use)])
    assert [one["rule"] for one in json.loads(log.check(FAR, FAR))["violations"]] == ["z.0"]


# Views


def check_views(seed: int):
    found = violation_history(300_000 + seed, 220)
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        log = Log(folder, found.lines)
        day = date(2019, 1, 1) + timedelta(days=rng.randint(0, 3000))
        today = beijing_date(int(time.time() * 1000))
        for view, rows in VIEWS.items():
            on = rng.choice([day, day, date(2028, 1, 1), None])
            views = Views(log.events if on is None else counted(log.events, on), on or today)
            expected = aged(rows(views), on or today)
            arguments = ["show", log.path, view, "--json", *([] if on is None else ["--on", on])]
            filters = [(key, row[key]) for row in expected for key in ("division", "department") if row.get(key)]
            for key, value in [(None, None), *rng.sample(filters, min(rng.choice([0, 0, 1]), len(filters)))]:
                more = [] if key is None else [f"--{key}", value]
                chosen = [row for row in expected if key is None or row[key] == value]
                shown = json.loads(tool.must([*arguments, *more]))
                assert shown == chosen, f"violation_history({300_000 + seed}, 220): {' '.join(map(str, [*arguments[2:], *more]))}"
        assert "equal" in tool.must(["rebuild", log.path])
        check_scorecard(rng, log, day)


def check_scorecard(rng, log, on):
    """At the end of a day and at a later one: what the audit then says of each body, in canonical JSON."""
    for day in [on, date(2027, 6, 30)]:
        report = json.loads(log.audit(*log.arguments(day.isoformat(), day.isoformat())))
        first, last = (date(2019, 1, 1) + timedelta(days=rng.randint(0, 3000)) for _ in range(2))
        period = rng.choice([(None, None), (min(first, last), max(first, last)), (first, None), (None, last)])
        division, department = rng.choice([(None, None), (rng.choice(DIVISIONS), None), (None, rng.choice(
            [one["department"] for one in report["obligations"] + report["violations"]] or [DEPARTMENT]))])
        options = [("--from", period[0]), ("--to", period[1]), ("--division", division), ("--department", department)]
        arguments = [*(word for option in options if option[1] is not None for word in option)]
        printed = tool.must(["show", log.path, "scorecard", "--json", "--on", day, *arguments])
        shown = json.loads(printed)
        assert shown == scorecard(report, log.events, day, *period, division, department), arguments
        assert printed == json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        wrong = [f"{e.json_path}: {e.message[:200]}" for e in schemas.validator("scorecard").iter_errors(shown)]
        assert not wrong, wrong
        table = tool.must(["show", log.path, "scorecard", "--on", day, *arguments])
        assert all(row["department"] in table for row in shown["bodies"])


def test_views():
    in_parallel(check_views, range(SHOWN))


def check_scorecards(seed: int):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        log = Log(folder, violation_history(310_000 + seed, 220).lines)
        check_scorecard(rng, log, date(2019, 1, 1) + timedelta(days=rng.randint(0, 3000)))


def test_scorecards():
    in_parallel(check_scorecards, range(4 * SHOWN))


def test_the_views_have_rows():
    rows = Counter()
    for seed in range(3 * SHOWN):
        events_ = stored_events(violation_history(300_000 + seed, 220).lines, instant(FAR))
        views = Views(events_, date(2026, 6, 30))
        rows.update({view: len(of(views)) for view, of in VIEWS.items()})
    assert all(rows[view] >= 10 for view in VIEWS), rows


# Bad input


def bad_values(type: str, key: str, kind) -> list:
    """Values that may not stand at a key of a type, by the key's kind."""
    place, _ = PLACES[type]
    found = [[None, {}, ["x"] if kind != "texts" else "x"][len(type + key) % 3]]
    match kind:
        case "id":
            found.append("a b")
            if key in REFERENCES and key != FORMS[type].subject or place == LATER:
                found.append("X-none")
        case "code":
            found.append("11370000MB284651XM")  # another check digit
            if FORMS[type].category == "department":
                found.append(cases.STRANGER)  # not registered
        case "text":
            found.append(" \n")
        case "texts":
            found += [[], ["x", ""], ["x", "x"]]
        case "date":
            found += ["2024-02-30", "2024-06-04", "9999-12-31"]  # the second: the day after the act
        case "division":
            found += ["370012", 370100]
        case ("choice", values):
            found += ["whatever", values[0] + " "]
        case ("int", least, most):
            found += [least - 1, most + 1, 2**63, str(most), least + 0.5]
    return found


def check_bad(ledger, record: dict, key: str, number=1, before=()):
    """Such a record is refused, live and as history, and the message names the key."""
    text = jsonl([*before, record])
    flags = [[], ["--import"], ["--allow-violations"]][len(text) % 3]
    line = error_line(cases.run("record", ledger, "-", *flags, stdin=text), 65)
    check_place(line, number, rf"data\.{key}(?:\[\d+\])?")


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    return Ledger.create(tmp_path_factory.mktemp("order329") / "history", cases.base())


@pytest.mark.parametrize("type", PLACES)
def test_bad_input_is_refused(type, history, tmp_path):
    ledger, form = history.copy(tmp_path / "ledger"), FORMS[type]
    good = following()[type]
    before = events(ledger)
    todo = []
    for key, kind in form.keys.items():
        todo += [({**good, "data": {**good["data"], key: value}}, key) for value in bad_values(type, key, kind)]
        if key in form.required:
            todo.append(({**good, "data": {name: value for name, value in good["data"].items() if name != key}}, key))
    todo.append(({**good, "data": {**good["data"], "extra": "x"}}, "extra"))
    in_parallel(lambda one: check_bad(ledger, *one), todo)
    assert events(ledger) == before


@pytest.mark.parametrize("type", PLACES)
def test_what_is_done_once(type, history, tmp_path):
    """Twice in one file: refused where the second is impossible, else both are recorded."""
    ledger = history.copy(tmp_path / "ledger")
    place, once = PLACES[type]
    first = following()[type]
    second = {**first, "id": "second"}
    before = events(ledger)
    if place == OPENS or once:
        check_bad(ledger, second, FORMS[type].subject, 2, [first])
        assert events(ledger) == before
    cases.record(ledger, [first])
    if place == OPENS or once:
        check_bad(ledger, second, FORMS[type].subject)
    else:
        cases.record(ledger, [second], "--allow-violations")
    assert len(events(ledger)) == len(before) + (1 if place == OPENS or once else 2)


@pytest.mark.parametrize("type", [type for type, (place, _) in PLACES.items() if place == ANYWHERE])
def test_what_may_come_first(type, history, tmp_path):
    record = following()[type]
    record["data"][FORMS[type].subject] = "first-of-all"
    cases.record(history.copy(tmp_path / "ledger"), [record], "--allow-violations")


@pytest.mark.parametrize("type,key", [(type, key) for type in PLACES for key, kind in FORMS[type].keys.items()
                                      if kind == "date" and key != "builtOn"])  # which is bounded by the order
def test_a_past_date_is_one_in_beijing(type, key, history, tmp_path):
    """The day of the act itself will do, and it is the day in Beijing."""
    ledger = history.copy(tmp_path / "ledger")
    record = following()[type]
    record["occurredAt"] = "2024-06-03T16:00:00Z"
    record["data"][key] = "2024-06-05"
    check_bad(ledger, record, key)
    record["data"][key] = "2024-06-04"
    cases.record(ledger, [record])
    record = {**record, "id": "another", "occurredAt": "2024-06-03T15:59:59.999Z"}
    record["data"] = {**record["data"], FORMS[type].subject: "another"}
    check_bad(ledger, record, key)
