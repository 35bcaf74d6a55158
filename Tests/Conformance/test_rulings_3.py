"""The second reading of the law, its third part, point by point: by the bodies and dates of rulings.py.

Grants and how they end, projects in rounds, nodes and systems, purchases, updates by the level of their instrument, entries
without all that is asked for, incidents that are regraded, consultations that take too long and applications that lapse.
"""

import json

import pytest

import tool
from law_oracle import LawOracle, stored_events
from oracle import ITEMS as ASKED_FOR, bound, instant, same_text
from rulings import (
    ASKER, AUTHORITY, CLOSED, COUNTY, COUNTY_BODY, CYBER, END, FAR, GOOD, HEIR, HOLDER, JINAN, LATE, MET, NOBODY, OTHER, OUT, OVERDUE,
    PENDING, PROVINCE, PROVINCE_CYBER, S, TOWN, WATER, Told, made, of, plain, recorded, refuses, rules_so, shown, takes_live,
    tool_rules_so, tool_shows,
)
from test_law import BOOKS
from violations import ViolationOracle

NAME, DAY_ = "名称", "成立日期"  # the fields of an entry
AGREEMENT, ENDED, ITEMS, PURPOSE, ACCESS = (
    plain(f"sd329.23.{rule}", ASKER, "use") for rule in ("agreement", "ended", "items", "purpose", "access"))
COLLECTION, PAPER = plain("sd329.17.collection", ASKER, "collected"), plain("sd329.27", ASKER, "paper")
REPLIED = "sd329.23.competence"
R, T = "sd329.23/R", "sd329.16/T"
PLAN, BUILDER, MERGE, COUNTY_NODE, RESERVED = (
    "sd329.10.plan", "sd329.10.builder", "sd329.10.merge", "sd329.10.county", "sd329.6.reserved")
START = "sd329.9.start"
SYSTEM, BOUGHT, ENTERED = plain("sd329.11", HOLDER, "deployed"), plain("sd329.19", HOLDER, "bought"), plain(
    "sd329.19.entry", HOLDER, "entered")
URGENT = "cir2025.4/I/provincialCyberspaceAuthority"
OPEN, ASKED = "ogi2019.33/A", "ogi2019.30/A"
INCOMPLETE = plain("sd329.15.items", HOLDER, "entry-E")
LAPSED = plain("ogi2019.30.lapsed", HOLDER, "lapsed")


class Acts(Told):
    """With the acts of this part."""

    def revoke(self, at, by=HOLDER, id="ended", known=None):
        return self.act("share.revoked", at, by, known, request="R", reason="无", id=id)

    def relinquish(self, at, by=ASKER, id="ended", known=None):
        return self.act("share.relinquished", at, by, known, request="R", reason="无", id=id)

    def take(self, on="2024-06-10", at=None, by=ASKER):
        return self.act("data.accessed", at or on + "T23:59:59.999+08:00", by, access="X", calls=1, entry="E", on=on, requester=by, id="use")

    def collect(self, at="2024-06-10", by=ASKER):
        return self.act("collection.started", at, by, collection="C", department=by, entry="E", purpose="制证", id="collected")

    def plan(self, at="2024-02-01", by=AUTHORITY, filed=PROVINCE, known=None, node="K", id="plan"):
        return self.act("cloud.node-plan-filed", at, by, known, node=node, authority=by, filedWith=filed, title="方案", id=id)

    def node(self, by=AUTHORITY, at="2024-03-01", node="K", id="node", known=None):
        return self.act("cloud.node-commissioned", at, by, known, node=node, builder=by, name="节点", id=id)

    def declare(self, by=COUNTY, node="L", id="declared", known=None):
        return self.act("cloud.legacy-node-declared", "2020-03-02", by, known, node=node, builder=by, builtOn="2018-01-02", name="节点", id=id)

    def merge(self, by=AUTHORITY, into="K", node="L"):
        return self.act("cloud.node-merged", "2024-06-03", by, node=node, authority=by, into=into, id="merged")

    def applied(self, at="2024-03-04", to=AUTHORITY, department=HOLDER, node="K", id="applied", known=None):
        return self.act("cloud.use-applied", at, department, known, system="S", authority=to, department=department, name="系统", node=node,
                        id=id)

    def decided(self, at="2024-03-05", by=AUTHORITY, outcome="approved", id="decided", known=None):
        return self.act("cloud.use-decided", at, by, known, system="S", authority=by, outcome=outcome, id=id)

    def deployed(self, at="2024-03-06", node="K"):
        return self.act("cloud.system-deployed", at, HOLDER, system="S", department=HOLDER, node=node, id="deployed")

    def wanted(self, at="2024-03-04", to=AUTHORITY, department=HOLDER, data="用电数据", id="wanted", known=None):
        return self.act("purchase.applied", at, department, known, purchase="P", authority=to, data=data, department=department,
                        purpose="核查", id=id)

    def allowed(self, at="2024-03-05", by=AUTHORITY, outcome="approved", id="allowed"):
        return self.act("purchase.decided", at, by, purchase="P", authority=by, outcome=outcome, id=id)

    def bought(self, at="2024-03-06", data="用电数据", known=None, department=HOLDER):
        return self.act("purchase.completed", at, department, known, purchase="P", data=data, department=department, supplier="某公司",
                        id="bought")

    def entered(self, at="2024-06-10", by=HOLDER):
        return self.act("purchase.catalogued", at, by, purchase="P", entry="E", id="entered")

    def updated(self, at="2024-06-05", by=HOLDER, id="updated", known=None, **change):
        return self.act("catalog.entry-revised", at, by, known, entry="E", trigger="T", id=id, **change)

    def regrade(self, at, grade, by=HOLDER, id="regraded", known=None):
        return self.act("incident.regraded", at, by, known, incident="I", grade=grade, reason="影响扩大", id=id)

    def on_application(self, type, at, by=HOLDER, id=None, known=None, **data):
        return self.act("open." + type, at, by, known, application="A", id=id or type, **data)


def entry(**more):
    return Acts().entry(**more)


def asked(**more):
    return entry().request(**more)


def granted(by=HOLDER, items=None, **reply):
    """Asked for on 2024-06-03 and granted two days later; used on the 10th."""
    return entry().request(**({"items": items} if items else {})).reply("2024-06-05", by, **reply)


def partly(*items, **reply):
    return entry().request().reply("2024-06-05", decision="partlyAgreed", items=list(items), **reply)


def decree(sharing="conditional"):
    return entry(sharing=sharing).adopted("decree-809/1", "2025-08-01").request(at="2025-09-01")


def triggered(**more):
    """Fifteen working days from 2024-06-03: Tuesday 2024-06-25."""
    return entry().trigger("E", **more)


def decreed(**more):
    """Under the decree: ten working days from 2025-09-01, Monday 2025-09-15; under the order alone 2025-09-22."""
    return entry().adopted("decree-809/1", "2025-08-01").trigger("E", at="2025-09-01", effective="2025-09-01", **more)


def submitted(at="2025-09-15", by=HOLDER):
    return decreed().act("catalog.update-submitted", at, by, trigger="T", authority=AUTHORITY, id="submitted")


def built(by=AUTHORITY):
    """A node of the city's, as it should be, since 2024-03-01."""
    return Acts().plan().node(by)


def legacy(by=COUNTY):
    case = Acts().outside(COUNTY).outside(COUNTY_BODY)
    return case.declare(by)


def incident(grade="ordinary", at="2025-11-05", **more):
    return Acts().adopted("incident-2025/1", "2025-11-01").incident(at, **({"grade": grade} if grade else {}), **more)


def disclosure():
    """Twenty working days from 2024-06-03: Tuesday 2024-07-02, for 2024-06-10 was off."""
    return entry(openness="onApplication").adopted("disclosure-2019/1", "2020-02-01").apply()


def consulted(until=None, at="2024-06-05"):
    """Two days counted; at most fifteen working days from the 6th are not: Thursday 2024-06-27; eighteen are left."""
    case = disclosure().on_application("consultation-begun", at, party="某公司", id="begun")
    return case if until is None else case.on_application("consultation-ended", until)


def corrected(*acts, by=HOLDER):
    case = disclosure()
    for type, at in acts:
        more = {"missing": ["用途"]} if type == "correction-requested" else {"receivedAt": at + S}
        case.on_application(type, at, by if type == "correction-requested" else ASKER, f"{type}-{at}", **more)
    return case


def lapse(case, at="2024-07-20", by=HOLDER):
    return case.on_application("lapsed", at, by, reason="逾期未补正")


def due(day, **more):
    return {"dueOn": day, **more}


def revised(at, **change):
    """A revision without a trigger."""
    return lambda case: case.revise(at, id=f"revised-{at}", **change)


REQUESTED = ("correction-requested", "2024-06-05")
CORRECTED = ("corrected", "2024-06-12")

# As in rulings.py
TABLE = {
    # U1: uses of a request and of an entry
    "used on an agreement in part": (lambda: partly(NAME).use(), {R: MET}, []),
    "used on a refusal": (lambda: granted(decision="refused", reasons="无依据").use(), {R: MET}, [AGREEMENT]),
    "used of an entry that is shared with all": (lambda: entry(sharing="unconditional").use(request=None, entry="E"), {}, []),
    "used of an entry that is shared on request": (lambda: entry().use(request=None, entry="E"), {}, [AGREEMENT]),
    "used of an entry that is not shared": (lambda: entry(sharing="notShared").use(request=None, entry="E", purpose=None), {}, [AGREEMENT]),
    "used of an entry that was asked for and granted, but without saying so": (
        lambda: granted().use(request=None, entry="E"), {}, [AGREEMENT]),
    "used of one's own entry": (
        lambda: entry().use(request=None, entry="E", by=HOLDER), {}, []),
    "used of an entry before it is registered": (lambda: entry(at="2024-07-01").use(request=None, entry="E"), {}, []),
    "used of an entry that is one's own by then": (lambda: entry().moved("2024-06-09", ASKER).use(request=None, entry="E"), {}, []),
    "used of an entry that is one's own only later": (
        lambda: entry().moved("2024-06-11", ASKER).use(request=None, entry="E"), {}, [AGREEMENT]),
    "used of an entry that is shared with all by then, told later": (
        lambda: entry().use(request=None, entry="E").revise("2024-06-09", sharing="unconditional"), {}, []),
    "used of an entry that is no longer shared with all": (
        lambda: entry(sharing="unconditional").revise("2024-06-09", sharing="conditional", legalBasis=GOOD).use(request=None, entry="E"),
        {}, [AGREEMENT]),
    "used of an entry by a township": (
        lambda: entry().outside(TOWN).use(request=None, entry="E", by=TOWN), {}, []),

    # U1: after the end
    "used before the revocation": (lambda: granted().revoke("2024-06-11").use(), {R: MET}, []),
    "used after the revocation": (lambda: granted().revoke("2024-06-09").use(), {R: MET}, [ENDED]),
    "used after the revocation, told before": (lambda: granted().use().revoke("2024-06-09"), {}, [ENDED]),
    "used at the moment of the revocation": (lambda: granted().revoke("2024-06-10").use(), {}, [ENDED]),
    "used at the moment of the revocation, and first in the log": (lambda: granted().use().revoke("2024-06-10"), {}, []),
    "used after a revocation that is not known yet": (
        lambda: granted().revoke("2024-06-09", known="2024-08-01").use(), {}, [], END, "2024-07-31"),
    "used after a revocation before the reply": (lambda: granted().revoke("2024-06-04").use(), {}, []),
    "used after a revocation by whose it is by then": (lambda: granted().moved("2024-06-08").revoke("2024-06-09", HEIR).use(), {}, [ENDED]),
    "used after a revocation by whose it was when it was asked for": (
        lambda: granted().moved("2024-06-08").revoke("2024-06-09").use(), {}, [ENDED]),
    "used after a revocation by whose it is not yet": (
        lambda: granted().moved("2024-06-10").revoke("2024-06-09", HEIR).use(), {}, [of(REPLIED, HOLDER, by=HEIR, event="ended")]),
    "used after a revocation by another": (
        lambda: granted().revoke("2024-06-09", OTHER).use(), {R: MET}, [of(REPLIED, HOLDER, event="ended")]),
    "used after a revocation by who asked": (
        lambda: granted().revoke("2024-06-09", ASKER).use(), {}, [of(REPLIED, HOLDER, by=ASKER, event="ended")]),
    "used after it was given back": (lambda: granted().relinquish("2024-06-09").use(), {R: MET}, [ENDED]),
    "used before it was given back": (lambda: granted().relinquish("2024-06-11").use(), {}, []),
    "used after the holder gave it back": (
        lambda: granted().relinquish("2024-06-09", HOLDER).use(), {}, [of(REPLIED, ASKER, by=HOLDER, event="ended")]),
    "used on the last day": (
        lambda: granted(validUntil="2024-06-10").use("2024-06-10T23:59:59.999+08:00"), {}, []),
    "used after the last day": (
        lambda: granted(validUntil="2024-06-10").use("2024-06-11T00:00:00+08:00"), {}, [ENDED]),
    "used of what was granted in part, after the last day": (
        lambda: partly(NAME, validUntil="2024-06-05").use(), {}, [ENDED]),
    "used by another after the end": (
        lambda: granted().revoke("2024-06-09").use(by=OTHER), {}, [plain("sd329.23.agreement", OTHER, "use")]),
    "used before the reply and after the end": (
        lambda: asked().use("2024-06-04").reply("2024-06-05", validUntil="2024-06-05"), {}, [
            plain("sd329.23.agreement", ASKER, "use")]),
    "used for something else after the end": (
        lambda: granted().revoke("2024-06-09").use(purpose="别的"), {}, [ENDED, PURPOSE]),
    "a grant revoked and nothing used": (lambda: granted().revoke("2024-06-09"), {R: MET}, []),
    "revoked, and then granted": (lambda: asked().revoke("2024-06-04").reply("2024-06-05").use(), {R: MET}, []),
    "withdrawn, granted and revoked": (
        lambda: asked().withdraw("2024-06-04").reply("2024-06-05").revoke("2024-06-09").use(), {R: CLOSED}, [AGREEMENT]),

    # U1: items
    "the items that were granted": (lambda: partly(NAME).use(items=[NAME]), {}, []),
    "an item that was not granted": (lambda: partly(NAME).use(items=[NAME, DAY_]), {}, [ITEMS]),
    "an item that was asked for": (lambda: granted(items=[NAME]).use(items=[NAME]), {}, []),
    "an item that was not asked for": (lambda: granted(items=[NAME]).use(items=[DAY_]), {}, [ITEMS]),
    "any item, of the whole entry": (lambda: granted().use(items=["别的"]), {}, []),
    "an item written otherwise": (lambda: partly(NAME).use(items=["名 称"]), {}, [ITEMS]),
    "items of another's use": (lambda: partly(NAME).use(items=[DAY_], by=OTHER), {}, [plain("sd329.23.agreement", OTHER, "use")]),
    "items before the reply": (
        lambda: asked().use("2024-06-04", items=[DAY_]).reply("2024-06-05", decision="partlyAgreed", items=[NAME]), {}, [AGREEMENT]),
    "items not granted, after the end": (lambda: partly(NAME).revoke("2024-06-09").use(items=[DAY_]), {}, [ENDED, ITEMS]),

    # U1: purposes
    "used for what was granted, without saying so": (lambda: granted().use(purpose=None), {}, []),
    "used for the same, with other marks": (lambda: granted().use(purpose="（核　验）。"), {}, []),
    "used for the same, in other letters": (lambda: entry().request(purpose="ABC12").reply("2024-06-05").use(purpose="Ａ ＢＣ-１２"), {}, []),
    "used for the same, in small letters": (
        lambda: entry().request(purpose="ABC12").reply("2024-06-05").use(purpose="abc12"), {}, [PURPOSE]),
    "used for the same and a sign": (lambda: granted().use(purpose="核验+"), {}, [PURPOSE]),
    "open data used for the same, with other marks": (
        lambda: entry(openness="onApplication").apply().reported(purpose="“研 究”"), {}, []),
    "open data used for the same and a sign": (
        lambda: entry(openness="onApplication").apply().reported(purpose="研究$"), {}, [plain("sd329.28", HOLDER, "use")]),

    # U1: taken from the platform, by its day
    "taken though shared on request": (lambda: entry().take(), {}, [ACCESS]),
    "taken and shared with all": (lambda: entry(sharing="unconditional").take(), {}, []),
    "taken of one's own": (lambda: entry().take(by=HOLDER), {}, []),
    "taken on the day on which it is shared with all no longer": (
        lambda: entry(sharing="unconditional").revise("2024-06-10", sharing="conditional", legalBasis=GOOD).take(), {}, []),
    "taken on the day after it": (
        lambda: entry(sharing="unconditional").revise("2024-06-09T23:59:59.999+08:00", sharing="conditional", legalBasis=GOOD).take(),
        {}, [ACCESS]),
    "taken on the day on which it is shared with all": (
        lambda: entry().take().revise("2024-06-10T23:59:59.999+08:00", sharing="unconditional"), {}, []),
    "taken on the day before it": (
        lambda: entry().take().revise("2024-06-11T00:00:00+08:00", sharing="unconditional"), {}, [ACCESS]),
    "taken before it is shared with all, and told after": (
        lambda: entry().revise("2024-06-12", sharing="unconditional").take(at="2024-06-14"), {}, [ACCESS]),
    "taken while it is shared with all, and told after": (
        lambda: entry(sharing="unconditional").revise("2024-06-12", sharing="conditional", legalBasis=GOOD).take(at="2024-06-14"), {}, []),
    "taken on the day of the registration": (lambda: entry(at="2024-06-10T12:00:00+08:00").take(), {}, [ACCESS]),
    "taken before the registration": (lambda: entry(at="2024-06-11T00:00:00+08:00").take(), {}, []),
    "taken on the day on which it moves": (lambda: entry().moved("2024-06-10", ASKER).take(), {}, []),
    "taken with a grant": (lambda: granted().take(), {}, []),
    "taken with a grant of a part": (lambda: partly(NAME).take(), {}, []),
    "taken on the day of the grant": (lambda: granted().take("2024-06-05"), {}, []),
    "taken on the day before the grant": (lambda: granted().take("2024-06-04"), {}, [ACCESS]),
    "taken with a refusal": (lambda: granted(decision="refused", reasons="无依据").take(), {}, [ACCESS]),
    "taken with a grant of another": (
        lambda: entry().request(by=OTHER).reply("2024-06-05").take(), {}, [ACCESS]),
    "taken with a grant by another": (
        lambda: granted(OTHER).take(), {}, [of(REPLIED, HOLDER, event="reply"), ACCESS]),
    "taken on the day of the revocation": (lambda: granted().revoke("2024-06-10").take(), {}, []),
    "taken on the day after the revocation": (lambda: granted().revoke("2024-06-09").take(), {}, [ACCESS]),
    "taken on the day after it was given back": (lambda: granted().relinquish("2024-06-09").take(), {}, [ACCESS]),
    "taken on the last day": (lambda: granted(validUntil="2024-06-10").take(), {}, []),
    "taken after the last day": (lambda: granted(validUntil="2024-06-09").take(), {}, [ACCESS]),
    "taken with another grant than the one that ended": (
        lambda: granted(validUntil="2024-06-09").request("Q").reply("2024-06-06", id="second", request="Q").take(), {}, []),
    "taken with a grant after the withdrawal": (
        lambda: asked().withdraw("2024-06-04").reply("2024-06-05").take(), {}, [ACCESS]),

    # U1: collected, or demanded on paper, although it can be had
    "collected, never asked for": (lambda: entry().collect(), {}, [COLLECTION]),
    "collected, asked for and not answered": (lambda: asked().collect(), {}, []),
    "collected, asked for and refused": (lambda: granted(decision="refused", reasons="无依据").collect(), {}, []),
    "collected, asked for and granted": (lambda: granted().collect(), {}, [COLLECTION]),
    "collected, asked for and granted in part": (lambda: partly(NAME).collect(), {}, []),
    "collected, and granted only afterwards": (lambda: asked().reply("2024-06-11").collect(), {}, []),
    "collected, and asked for only afterwards": (lambda: asked(at="2024-06-11").collect(), {}, [COLLECTION]),
    "collected, asked for by another": (lambda: asked(by=OTHER).collect(), {}, [COLLECTION]),
    "collected, granted and revoked": (lambda: granted().revoke("2024-06-09").collect(), {}, []),
    "collected, granted and revoked only afterwards": (lambda: granted().revoke("2024-06-11").collect(), {}, [COLLECTION]),
    "collected, granted and revoked by another": (
        lambda: granted().revoke("2024-06-09", OTHER).collect(), {}, [of(REPLIED, HOLDER, event="ended"), COLLECTION]),
    "collected, granted and given back": (lambda: granted().relinquish("2024-06-09").collect(), {}, [COLLECTION]),
    "collected, granted for a time": (lambda: granted(validUntil="2024-06-09").collect(), {}, [COLLECTION]),
    "collected, asked for and withdrawn": (lambda: asked().withdraw("2024-06-05").collect(), {}, [COLLECTION]),
    "collected, asked for and withdrawn only afterwards": (lambda: asked().withdraw("2024-06-11").collect(), {}, []),
    "collected, refused by another": (
        lambda: granted(OTHER, decision="refused", reasons="无").collect(), {}, [of(REPLIED, HOLDER, event="reply")]),
    "collected, granted by another": (lambda: granted(OTHER).collect(), {}, [of(REPLIED, HOLDER, event="reply")]),
    "collected, the last request not answered": (lambda: granted().request("Q", at="2024-06-07").collect(), {}, []),
    "collected, the last request granted": (
        lambda: asked().request("Q", at="2024-06-04").reply("2024-06-05", request="Q").collect(), {}, [COLLECTION]),
    "collected, shared with all and not answered": (
        lambda: entry(sharing="unconditional").request().collect(), {}, [COLLECTION]),
    "collected, asked for, which is not known yet": (
        lambda: asked(known="2024-08-01").collect(), {}, [COLLECTION], END, "2024-07-31"),
    "demanded, never asked for": (lambda: entry().paper(ASKER, "2024-06-10"), {}, [PAPER]),
    "demanded, asked for and not answered": (lambda: asked().paper(ASKER, "2024-06-10"), {}, []),
    "demanded, granted": (lambda: granted().paper(ASKER, "2024-06-10"), {}, [PAPER]),
    "demanded by whose it is": (lambda: entry().paper(HOLDER, "2024-06-10"), {}, [plain("sd329.27", HOLDER, "paper")]),

    # U1: ended by another
    "revoked by another, of what is shared with all": (
        lambda: entry(sharing="unconditional").request().revoke("2024-06-09", OTHER), {R: None}, [of(REPLIED, HOLDER, event="ended")]),
    "revoked by whose it is, of what is shared with all": (
        lambda: entry(sharing="unconditional").request().revoke("2024-06-09"), {R: None}, []),
    "revoked by another before the order": (
        lambda: entry(sharing="unconditional").request(at="2020-01-20").revoke("2020-01-31", OTHER), {R: None}, []),
    "revoked by another, of two who held it": (
        lambda: asked().moved("2024-06-08").revoke("2024-06-09", OTHER), {}, [of(REPLIED, HOLDER, HEIR, event="ended")]),
    "revoked by another, of a township's": (
        lambda: Acts().outside(TOWN).entry(department=TOWN).request().revoke("2024-06-09", OTHER), {R: None}, []),
    "revoked by another under the decree": (
        lambda: decree().reply("2025-09-05").revoke("2025-09-08", OTHER), {"sc809.22/R": OVERDUE},
        [of("sc809.21.conditional.competence", HOLDER, event="ended"), of("sc809.22.competence", HOLDER, event="ended")]),
    "revoked by another under the decree, shared with all": (
        lambda: decree("unconditional").revoke("2025-09-08", OTHER), {}, [of("sc809.21.unconditional.competence", HOLDER, event="ended")]),
    "given back by another under the decree": (
        lambda: decree().relinquish("2025-09-08", OTHER), {}, [of("sc809.21.conditional.competence", ASKER, event="ended")]),
    "provided after a grant in part": (
        lambda: decree().reply("2025-09-05", decision="partlyAgreed", items=[NAME]).act(
            "share.provided", "2025-09-08", HOLDER, request="R", mode="file"), {"sc809.22/R": MET}, []),
    "not provided after a grant in part": (
        lambda: decree().reply("2025-09-05", decision="partlyAgreed", items=[NAME]), {"sc809.22/R": OVERDUE}, []),
    "not provided after a refusal": (lambda: decree().reply("2025-09-05", decision="refused", reasons="无"), {"sc809.22/R": None}, []),
    "not provided, and revoked": (lambda: decree().reply("2025-09-05").revoke("2025-09-08"), {"sc809.22/R": CLOSED}, []),
    "not provided, and given back": (lambda: decree().reply("2025-09-05").relinquish("2025-09-08"), {"sc809.22/R": CLOSED}, []),

    # U2: projects
    "started and never submitted": (lambda: Acts().started(), {}, [plain(START, HOLDER, "started")]),
    "started and never submitted, for another": (
        lambda: Acts().started(department=OTHER), {}, [plain(START, OTHER, "started")]),
    "started and never submitted, a utility's own": (lambda: Acts().started(by=WATER), {}, []),
    "started and never submitted, for a utility": (lambda: Acts().started(department=WATER), {}, []),
    "started and never submitted, by a township": (lambda: Acts().outside(TOWN).started(by=TOWN), {}, []),
    "started and never submitted, though reviewed": (
        lambda: Acts().started().seen("2024-02-01"), {}, [plain(START, HOLDER, "started")]),
    "started and never submitted, before the order": (lambda: Acts().started("2020-01-31"), {}, []),
    "submitted again and approved": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(at="2024-01-20", id="again").seen("2024-02-01", id="second").started(),
        {}, []),
    "submitted again and not approved": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(at="2024-01-20", id="again").started(), {},
        [plain(START, HOLDER, "started")]),
    "submitted again, under the law on investment": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(at="2024-01-20", id="again", stateSubsidy=True).started(),
        {}, []),
    "submitted again, no longer under the law on investment": (
        lambda: Acts().project(stateSubsidy=True).seen("2024-01-10", outcome="returned").project(at="2024-01-20", id="again").started(),
        {}, [plain(START, HOLDER, "started")]),
    "submitted again only after the start": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(at="2024-03-02", id="again", stateSubsidy=True).started(),
        {}, [plain(START, HOLDER, "started")]),
    "submitted again as another's": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(OTHER, "2024-01-20", "again").started(), {},
        [plain(START, OTHER, "started")]),
    "submitted only after the start": (
        lambda: Acts().started().project(at="2024-03-02"), {}, [plain(START, HOLDER, "started")]),
    "submitted only after the start, under the law on investment": (
        lambda: Acts().started().project(at="2024-03-02", fixedAssetInvestment=True), {}, []),

    # U3: plans of nodes
    "a node with its plan": (lambda: built(), {}, []),
    "a node without a plan": (lambda: Acts().node(), {}, [plain(PLAN, AUTHORITY, "node")]),
    "a node with a plan of that moment": (lambda: Acts().node().plan("2024-03-01"), {}, []),
    "a node with a later plan": (lambda: Acts().node().plan("2024-03-01T09:00:00.001+08:00"), {}, [plain(PLAN, AUTHORITY, "node")]),
    "a node with a plan of another city's": (lambda: Acts().plan(by=JINAN).node(), {}, [plain(PLAN, AUTHORITY, "node")]),
    "a node with a plan filed with another city's": (lambda: Acts().plan(filed=JINAN).node(), {}, [plain(PLAN, AUTHORITY, "node")]),
    "a node with a plan filed with another body of the province": (
        lambda: Acts().plan(filed=PROVINCE_CYBER).node(), {}, [plain(PLAN, AUTHORITY, "node")]),
    "a node with a plan filed with nobody knows whom": (lambda: Acts().plan(filed=NOBODY).node(), {}, []),
    "a node with a plan that is not known yet": (
        lambda: Acts().plan(known="2024-08-01").node(), {}, [plain(PLAN, AUTHORITY, "node")], END, "2024-07-31"),
    "a node with a right plan and a wrong one since": (
        lambda: Acts().plan().plan("2024-02-02", filed=JINAN, id="wrong").node(), {}, []),
    "a node of the province": (lambda: Acts().node(PROVINCE), {}, []),
    "a node of a department": (
        lambda: Acts().node(HOLDER), {}, [plain(PLAN, HOLDER, "node"), plain(BUILDER, HOLDER, "node")]),
    "a node of a department, with its plan": (
        lambda: Acts().plan(by=HOLDER).node(HOLDER), {}, [plain(RESERVED, HOLDER, "plan"), plain(BUILDER, HOLDER, "node")]),
    "a node of a county": (lambda: Acts().outside(COUNTY).node(COUNTY), {}, [plain(COUNTY_NODE, COUNTY, "node")]),
    "a node of a county's department": (
        lambda: Acts().outside(COUNTY_BODY).node(COUNTY_BODY), {}, [
            plain(COUNTY_NODE, COUNTY_BODY, "node"), plain(BUILDER, COUNTY_BODY, "node")]),
    "a node of nobody": (lambda: Acts().node(NOBODY), {}, []),

    # U3: a county's nodes are merged
    "merged by its city into its own": (lambda: legacy().plan().node().merge(), {}, []),
    "merged by its city into the province's": (lambda: legacy().node(PROVINCE).merge(), {}, []),
    "merged by another city's": (lambda: legacy().node(PROVINCE).merge(JINAN), {}, [plain(MERGE, JINAN, "merged")]),
    "merged by the province's": (lambda: legacy().node(PROVINCE).merge(PROVINCE), {}, [plain(MERGE, PROVINCE, "merged")]),
    "merged by a department": (
        lambda: legacy().node(PROVINCE).merge(HOLDER), {}, [plain(MERGE, HOLDER, "merged"), plain(RESERVED, HOLDER, "merged")]),
    "merged by nobody": (lambda: legacy().node(PROVINCE).merge(NOBODY), {}, []),
    "merged into another city's": (
        lambda: legacy().plan(by=JINAN).node(JINAN).merge(), {}, [plain(MERGE, AUTHORITY, "merged")]),
    "merged into another city's from before the order": (
        lambda: legacy().declare(JINAN, "K", "other").merge(), {}, [plain(MERGE, AUTHORITY, "merged")]),
    "merged into one of nobody's": (lambda: legacy().node(NOBODY).merge(), {}, []),
    "a node that is not declared merged": (lambda: legacy().node(PROVINCE).node(PROVINCE, node="M", id="M").merge(JINAN, node="M"), {}, []),
    "a city's node merged": (
        lambda: legacy().declare(AUTHORITY, "M", "other").node(PROVINCE).merge(JINAN, node="M"), {}, []),
    "a node of nobody's merged": (
        lambda: Acts().declare(NOBODY).node(PROVINCE).merge(JINAN), {}, []),
    "a node merged whose declaration is not known yet": (
        lambda: Acts().outside(COUNTY).declare(known="2024-08-01").node(PROVINCE).merge(JINAN), {}, [], END, "2024-07-31"),

    # U4: systems
    "deployed with an approval": (lambda: built().applied().decided().deployed(), {}, []),
    "deployed without an application": (lambda: built().deployed(), {}, [SYSTEM]),
    "deployed without a decision": (lambda: built().applied().deployed(), {}, [SYSTEM]),
    "deployed after a rejection": (lambda: built().applied().decided(outcome="rejected").deployed(), {}, [SYSTEM]),
    "deployed after an approval and a rejection": (
        lambda: built().applied().decided().decided("2024-03-05T10:00:00+08:00", outcome="rejected", id="second").deployed(), {}, [SYSTEM]),
    "deployed after a rejection and an approval": (
        lambda: built().applied().decided(outcome="rejected").decided("2024-03-05T10:00:00+08:00", id="second").deployed(), {}, []),
    "deployed with another city's approval": (lambda: built().applied().decided(by=JINAN).deployed(), {}, [SYSTEM]),
    "deployed with an approval, and another city's rejection": (
        lambda: built().applied().decided().decided("2024-03-05T10:00:00+08:00", JINAN, "rejected", "second").deployed(), {}, []),
    "deployed with an approval of nobody's": (lambda: built().applied(to=NOBODY).decided(by=NOBODY).deployed(), {}, []),
    "deployed with an application to another city's": (lambda: built().applied(to=JINAN).decided().deployed(), {}, [SYSTEM]),
    "deployed with an application of another's": (lambda: built().applied(department=OTHER).decided().deployed(), {}, [SYSTEM]),
    "deployed with an application for another node": (
        lambda: built().node(PROVINCE, node="M", id="M").applied(node="M").decided().deployed(), {}, [SYSTEM]),
    "deployed with a decision before the application": (
        lambda: built().applied("2024-03-05T09:00:00.001+08:00").decided().deployed(), {}, [SYSTEM]),
    "deployed before the decision": (lambda: built().applied().decided("2024-03-06T09:00:00.001+08:00").deployed(), {}, [SYSTEM]),
    "deployed at the moment of the decision": (lambda: built().applied().deployed().decided("2024-03-06"), {}, []),
    "deployed with a later application, not decided": (
        lambda: built().applied().decided().applied("2024-03-05T10:00:00+08:00", id="second").deployed(), {}, [SYSTEM]),
    "deployed with a later application of another's, not decided": (
        lambda: built().applied().decided().applied("2024-03-05T10:00:00+08:00", department=OTHER, id="second").deployed(), {}, []),
    "deployed with an approval that is not known yet": (
        lambda: built().applied().decided(known="2024-08-01").deployed(), {}, [SYSTEM], END, "2024-07-31"),
    "deployed on a county's node from before the order": (lambda: legacy().deployed(node="L"), {}, []),
    "deployed on a city's node from before the order": (lambda: Acts().declare(AUTHORITY).deployed(node="L"), {}, [SYSTEM]),
    "deployed on nobody's node from before the order": (lambda: Acts().declare(NOBODY).deployed(node="L"), {}, []),
    "deployed on a county's node whose declaration is not known yet": (
        lambda: Acts().outside(COUNTY).declare(known="2024-08-01").deployed(node="L"), {}, [SYSTEM], END, "2024-07-31"),
    "deployed on a county's new node": (
        lambda: Acts().outside(COUNTY).node(COUNTY).applied().decided().deployed(), {}, [plain(COUNTY_NODE, COUNTY, "node"), SYSTEM]),
    "deployed on nobody's new node": (lambda: Acts().node(NOBODY).applied().decided().deployed(), {}, []),

    # U5: purchases
    "bought with an approval": (lambda: Acts().wanted().allowed().bought(), {}, []),
    "bought without an application": (lambda: Acts().bought(), {}, [BOUGHT]),
    "bought without a decision": (lambda: Acts().wanted().bought(), {}, [BOUGHT]),
    "bought after a rejection": (lambda: Acts().wanted().allowed(outcome="rejected").bought(), {}, [BOUGHT]),
    "bought with another city's approval": (lambda: Acts().wanted().allowed(by=JINAN).bought(), {}, [BOUGHT]),
    "bought with an application to another city's": (lambda: Acts().wanted(to=JINAN).allowed().bought(), {}, [BOUGHT]),
    "bought with an application of another's": (lambda: Acts().wanted(department=OTHER).allowed().bought(), {}, [BOUGHT]),
    "bought otherwise than applied for": (lambda: Acts().wanted(data="用水数据").allowed().bought(), {}, [BOUGHT]),
    "bought as applied for, written otherwise": (lambda: Acts().wanted(data="“用电” 数据").allowed().bought(), {}, []),
    "bought as applied for, and a sign": (lambda: Acts().wanted(data="用电数据+").allowed().bought(), {}, [BOUGHT]),
    "bought before the decision": (lambda: Acts().wanted().allowed("2024-03-06T09:00:00.001+08:00").bought(), {}, [BOUGHT]),
    "bought with a decision before the application": (
        lambda: Acts().wanted("2024-03-05T09:00:00.001+08:00").allowed().bought(), {}, [BOUGHT]),
    "entered in one's own catalogue": (lambda: entry().wanted().allowed().bought().entered(), {}, []),
    "entered in another's catalogue": (lambda: entry(department=OTHER).wanted().allowed().bought().entered(), {}, [ENTERED]),
    "entered in what is another's by then": (
        lambda: entry().moved("2024-06-09").wanted().allowed().bought().entered(), {}, [ENTERED]),
    "entered in what is another's only later": (lambda: entry().moved("2024-06-11").wanted().allowed().bought().entered(), {}, []),
    "entered in what was another's": (
        lambda: entry(department=OTHER).moved("2024-06-09", HOLDER).wanted().allowed().bought().entered(), {}, []),
    "entered in what is retired": (lambda: entry().retired("2024-06-10").wanted().allowed().bought().entered(), {}, [ENTERED]),
    "entered in what is retired only later": (
        lambda: entry().retired("2024-06-10T09:00:00.001+08:00").wanted().allowed().bought().entered(), {}, []),
    "entered in what is not registered yet": (
        lambda: entry(department=OTHER, at="2024-07-01").wanted().allowed().bought().entered(), {}, [ENTERED]),
    "entered, and not yet bought, as far as is known": (
        lambda: entry(department=OTHER).wanted(department=OTHER).bought(known="2024-08-01").entered(), {}, [], END, "2024-07-31"),
    "entered, and bought by another than applied": (
        lambda: entry(department=OTHER).wanted(department=OTHER).bought().entered(), {}, [BOUGHT, ENTERED]),
    "entered, and neither bought nor applied for, as far as is known": (
        lambda: entry(department=OTHER).wanted(known="2024-08-01").entered(), {}, [], END, "2024-07-31"),

    # U6: the level of what calls for the update
    "a law, under the decree": (
        lambda: decreed(instrumentLevel="law"), {"sc809.17/T/E": due("2025-09-15"), f"{T}/E": None}, []),
    "the department's functions, under the decree": (
        lambda: decreed(instrumentLevel="functions"), {"sc809.17/T/E": due("2025-09-15"), f"{T}/E": None}, []),
    "a local regulation, under the decree": (
        lambda: decreed(instrumentLevel="localRegulation"), {"sc809.17/T/E": None, f"{T}/E": due("2025-09-22")}, []),
    "no level, under the decree": (lambda: decreed(), {"sc809.17/T/E": due("2025-09-15"), f"{T}/E": None}, []),
    "a local regulation before the decree": (
        lambda: triggered(instrumentLevel="localRegulation"), {f"{T}/E": OVERDUE | due("2024-06-25")}, []),
    "submitted for review": (lambda: submitted("2025-09-15T23:59:59.999+08:00"), {"sc809.17/T/E": MET}, []),
    "submitted for review too late": (lambda: submitted("2025-09-16T00:00:00+08:00"), {"sc809.17/T/E": LATE}, []),
    "revised but not submitted": (lambda: decreed().updated("2025-09-05", format="表"), {"sc809.17/T/E": OVERDUE}, []),
    "reviewed, and nothing to change": (lambda: decreed().reviewed("2025-09-05"), {"sc809.17/T/E": MET}, []),
    "retired instead": (lambda: decreed().retired("2025-09-05"), {"sc809.17/T/E": CLOSED}, []),
    "retired for the trigger instead": (lambda: decreed().retired("2025-09-05", trigger="T"), {"sc809.17/T/E": CLOSED}, []),
    "a local regulation, revised": (
        lambda: decreed(instrumentLevel="localRegulation").updated("2025-09-05", format="表"), {f"{T}/E": MET}, []),
    "a local regulation, submitted": (
        lambda: decreed(instrumentLevel="localRegulation").act(
            "catalog.update-submitted", "2025-09-05", HOLDER, trigger="T", authority=AUTHORITY), {f"{T}/E": OVERDUE}, []),

    # U6: revisions that change nothing
    "a revision that says nothing": (lambda: triggered().updated(), {f"{T}/E": OVERDUE | {"discharge": None}}, []),
    "a revision to what is": (lambda: triggered().updated(format="数据库", name="企业登记信息"), {f"{T}/E": OVERDUE}, []),
    "a revision to something else": (lambda: triggered().updated(format="表"), {f"{T}/E": MET}, []),
    "a revision of one thing of two": (lambda: triggered().updated(format="数据库", name="别的"), {f"{T}/E": MET}, []),
    "a revision to what was": (
        lambda: revised("2024-06-04", format="表")(triggered()).updated(format="数据库"), {f"{T}/E": MET}, []),
    "a revision to what is since": (
        lambda: revised("2024-06-04", format="表")(triggered()).updated(format="表"), {f"{T}/E": OVERDUE}, []),
    "a revision to what is since, told before": (
        lambda: revised("2024-06-04", format="表")(triggered().updated(format="表")), {f"{T}/E": OVERDUE}, []),
    "a revision to what is only later": (
        lambda: revised("2024-06-06", format="表")(triggered()).updated(format="表"), {f"{T}/E": MET}, []),
    "a revision to what is since, which is not known yet": (
        lambda: revised("2024-06-04", format="表", known="2024-08-01")(triggered()).updated(format="表"), {f"{T}/E": MET}, [],
        END, "2024-07-31"),
    "a revision that changes the department": (lambda: triggered().updated(department=OTHER), {f"{T}/E": MET}, []),
    "a revision to the department that it has": (lambda: triggered().updated(department=HOLDER), {f"{T}/E": OVERDUE}, []),
    "a revision of the fields": (
        lambda: triggered().updated(fields=[{"name": DAY_, "type": "日期"}, {"name": NAME, "type": "字符"}]), {f"{T}/E": MET}, []),
    "a revision to the fields that it has": (
        lambda: triggered().updated(fields=[{"name": NAME, "type": "字符"}, {"name": DAY_, "type": "日期"}]), {f"{T}/E": OVERDUE}, []),
    "a revision that changes nothing, and one that does": (
        lambda: triggered().updated(format="数据库").updated("2024-06-06", id="second", format="表"),
        {f"{T}/E": MET | {"discharge": {"event": "second"}}}, []),
    "a revision to what is registered since": (
        lambda: entry(at="2024-06-04").trigger("E").revise("2024-06-03", format="表", id="earlier").updated(format="数据库"),
        {f"{T}/E": OVERDUE}, []),
    "a revision before the registration": (
        lambda: entry(at="2024-06-06").trigger("E").revise("2024-06-04", format="表", id="earlier").updated(format="表"), {f"{T}/E": MET}, []),
    "the same revision twice": (
        lambda: triggered().updated(format="表").updated("2024-06-06", id="second", format="表"),
        {f"{T}/E": MET | {"discharge": {"event": "updated"}}}, []),

    # U7: entries without all that article 15 asks for
    "registered with all of it": (lambda: Acts().register(), {}, []),
    **{f"registered without {item}": (lambda item=item: Acts().register(**{item: None}), {}, [INCOMPLETE]) for item in sorted(ASKED_FOR)},
    "registered without two of it": (lambda: Acts().register(format=None, fields=None), {}, [INCOMPLETE]),
    "registered without it by another's hand": (lambda: Acts().register(actor=OTHER, format=None), {}, [INCOMPLETE]),
    "registered without it before the order": (lambda: Acts().register(at="2020-01-31", format=None), {}, []),
    "registered without it, and said since": (lambda: Acts().register(format=None).revise("2024-06-05", format="表"), {}, [INCOMPLETE]),
    "registered without it by a township": (lambda: Acts().outside(TOWN).register(department=TOWN, format=None), {}, []),
    "neither shared nor restricted: no basis is wanted": (
        lambda: Acts().register(sharing=None, legalBasis=None), {}, [INCOMPLETE]),
    "neither shared nor restricted: a basis that is none": (
        lambda: Acts().register(sharing=None, legalBasis="无"), {}, [INCOMPLETE]),
    "neither shared nor restricted, and restricted since": (
        lambda: Acts().register(sharing=None, legalBasis=None).revise("2024-06-05", sharing="conditional"), {},
        [INCOMPLETE, plain("sd329.22.basis", HOLDER, "revised")]),
    "neither shared nor restricted, and asked for": (lambda: Acts().register(sharing=None).request(), {R: None}, [INCOMPLETE]),
    "neither shared nor restricted, and collected": (lambda: Acts().register(sharing=None).collect(), {}, [INCOMPLETE]),
    "neither shared nor restricted, and taken": (lambda: Acts().register(sharing=None).take(), {}, [INCOMPLETE]),
    "shared on request since, and asked for": (
        lambda: Acts().register(sharing=None).revise("2024-06-02", sharing="conditional").request(), {R: OVERDUE}, [INCOMPLETE]),

    # U8: incidents regraded
    "regraded to what is to be reported": (
        lambda: incident().regrade("2025-11-06", "larger"),
        {URGENT: OVERDUE | {"trigger": {"event": "regraded"}, "dueAt": "2025-11-06T13:00:00.000+08:00", "department": HOLDER}}, []),
    "not regraded": (lambda: incident(), {URGENT: None}, []),
    "regraded, and reported in time": (
        lambda: incident().regrade("2025-11-06", "larger").report(
            "2025-11-06T13:00:00+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority"), {URGENT: MET}, []),
    "regraded, and reported too late": (
        lambda: incident().regrade("2025-11-06", "larger").report(
            "2025-11-06T13:00:00.001+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority"), {URGENT: LATE}, []),
    "reported before it was regraded": (
        lambda: incident().report("2025-11-06T08:59:59.999+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority").regrade(
            "2025-11-06", "larger"), {URGENT: OVERDUE | {"discharge": None}}, []),
    "regraded to what is less": (
        lambda: incident("larger").regrade("2025-11-05T10:00:00+08:00", "ordinary"),
        {URGENT: OVERDUE | {"trigger": {"event": "incident"}}}, []),
    "regraded to more of what was to be reported": (
        lambda: incident("larger").regrade("2025-11-06", "major"), {URGENT: OVERDUE | {"trigger": {"event": "incident"}}}, []),
    "regraded to less and to more again": (
        lambda: incident("larger").regrade("2025-11-06", "ordinary").regrade("2025-11-07", "major", id="second"),
        {URGENT: {"trigger": {"event": "incident"}}}, []),
    "regraded twice to what is to be reported": (
        lambda: incident().regrade("2025-11-06", "larger").regrade("2025-11-07", "ordinary", id="less").regrade(
            "2025-11-08", "major", id="second"), {URGENT: {"trigger": {"event": "regraded"}}}, []),
    "regraded, told in the other order": (
        lambda: incident().regrade("2025-11-08", "major", id="second").regrade("2025-11-06", "larger"),
        {URGENT: {"trigger": {"event": "regraded"}}}, []),
    "regraded, which is not known yet": (
        lambda: incident().regrade("2025-11-08", "major", id="second").regrade("2025-11-06", "larger", known="2025-12-01"),
        {URGENT: {"trigger": {"event": "second"}}}, [], END, "2025-11-30"),
    "regraded by another": (lambda: incident().regrade("2025-11-06", "larger", OTHER), {URGENT: None}, []),
    "regraded by another, and then by its department": (
        lambda: incident().regrade("2025-11-06", "extraordinary", OTHER, "other").regrade("2025-11-07", "larger"),
        {URGENT: {"trigger": {"event": "regraded"}}}, []),
    "graded at last": (lambda: incident(None).regrade("2025-11-06", "larger"), {URGENT: {"trigger": {"event": "regraded"}}}, []),
    "graded at last as one that is not to be reported": (lambda: incident(None).regrade("2025-11-06", "ordinary"), {URGENT: None}, []),
    "regraded before the measures": (
        lambda: incident(at="2025-10-20").regrade("2025-10-31", "larger"), {URGENT: None}, []),
    "detected before the measures, and regraded since": (
        lambda: incident(at="2025-10-20").regrade("2025-11-01", "larger"), {URGENT: {"trigger": {"event": "regraded"}}}, []),
    "regraded, of critical infrastructure": (
        lambda: incident(operator="criticalInfrastructure").regrade("2025-11-06", "larger").report(
            "2025-11-06T10:00:00+08:00", NOBODY, "publicSecurity"),
        {URGENT: None, "cir2025.4.infrastructure/I/publicSecurity": MET, "cir2025.4.infrastructure/I/protectionDepartment": OVERDUE}, []),
    "regraded before it was detected": (
        lambda: incident().regrade("2025-11-05T08:59:59.999+08:00", "larger"), {URGENT: None}, []),
    "regraded to less before it was detected": (
        lambda: incident("larger").regrade("2025-11-03", "ordinary", id="less").regrade("2025-11-04", "larger"),
        {URGENT: {"trigger": {"event": "incident"}}}, []),
    "regraded, and reported by another": (
        lambda: incident().regrade("2025-11-06", "larger").report(
            "2025-11-06T10:00:00+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority", OTHER), {URGENT: OVERDUE},
        [of("cir2025.4.competence", HOLDER, event="report")]),
    "reported by another before it was regraded": (
        lambda: incident().report("2025-11-05T10:00:00+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority", OTHER).regrade(
            "2025-11-06", "larger"), {URGENT: OVERDUE}, [of("cir2025.4.competence", HOLDER, event="report")]),
    "regraded, and reported to another": (
        lambda: incident().regrade("2025-11-06", "larger").report("2025-11-06T10:00:00+08:00", CYBER, "provincialCyberspaceAuthority"),
        {URGENT: OVERDUE}, [of("cir2025.4.recipient", PROVINCE_CYBER, by=HOLDER, event="report")]),
    "regraded, of the one who receives it": (
        lambda: incident(department=PROVINCE_CYBER).regrade("2025-11-06", "larger", PROVINCE_CYBER), {URGENT: None}, []),

    # U9: consultations
    "consulted": (lambda: consulted("2024-06-20"), {OPEN: OVERDUE | due("2024-07-16", excludedDays=15)}, []),
    "consulted for fifteen working days": (
        lambda: consulted("2024-06-27"), {OPEN: due("2024-07-23", excludedDays=22)}, []),
    "consulted for sixteen working days": (
        lambda: consulted("2024-06-28"), {OPEN: due("2024-07-23", excludedDays=22)}, []),
    "consulted for a month": (lambda: consulted("2024-07-10"), {OPEN: due("2024-07-23", excludedDays=22)}, []),
    "consulted without an end": (lambda: consulted(), {OPEN: OVERDUE | due("2024-07-23", excludedDays=22, suspended=None)}, []),
    "still consulted": (
        lambda: consulted(), {OPEN: PENDING | due("2024-07-23", suspended=None)}, [], "2024-06-06"),
    "consulted for too long": (
        lambda: consulted(), {OPEN: PENDING | due("2024-07-23", suspended=None)}, [], "2024-06-28T00:00:00+08:00"),
    "consulted, and answered on the last day": (
        lambda: consulted().answer("2024-07-23T23:59:59.999+08:00", decision="agreed"), {OPEN: MET}, []),
    "consulted, and answered after the last day": (
        lambda: consulted("2024-07-10").answer("2024-07-24T00:00:00+08:00", decision="agreed"), {OPEN: LATE}, []),
    "consulted, and answered meanwhile": (
        lambda: consulted().answer("2024-06-27", decision="agreed"), {OPEN: MET | {"suspended": None}}, []),
    "consulted, and extended after that": (
        lambda: consulted("2024-07-10").on_application(
            "extended", "2024-07-11", consentedBy="局长", days=5, reason="多"), {OPEN: due("2024-07-30", extendedDays=5)}, []),
    "consulted twice": (
        lambda: consulted().on_application("consultation-begun", "2024-07-01", id="second", party="某公司").on_application(
            "consultation-ended", "2024-07-02"), {OPEN: due("2024-07-24", excludedDays=23)}, []),
    "consulted by another": (
        lambda: disclosure().on_application("consultation-begun", "2024-06-05", OTHER, "act", party="某公司"),
        {OPEN: due("2024-07-02")}, [of("ogi2019.33.competence", HOLDER)]),

    # U9: applications that lapse
    "a correction asked for and not made": (lambda: lapse(corrected(REQUESTED)), {OPEN: CLOSED, ASKED: MET}, []),
    "a correction asked for, and nothing said since": (lambda: corrected(REQUESTED), {OPEN: PENDING | {"suspended": True}}, []),
    "no correction asked for": (lambda: lapse(disclosure()), {OPEN: OVERDUE, ASKED: None}, [LAPSED]),
    "a correction asked for and made": (
        lambda: lapse(corrected(REQUESTED, CORRECTED)), {OPEN: OVERDUE | due("2024-07-10")}, [LAPSED]),
    "a correction made only after it lapsed": (
        lambda: lapse(corrected(REQUESTED), "2024-06-11").on_application("corrected", "2024-06-12", ASKER, receivedAt="2024-06-12" + S),
        {OPEN: CLOSED}, []),
    "a correction asked for only after it lapsed": (
        lambda: lapse(corrected(REQUESTED), "2024-06-04"), {OPEN: PENDING}, [LAPSED]),
    "a correction asked for by another": (
        lambda: lapse(corrected(REQUESTED, by=OTHER)), {OPEN: OVERDUE},
        [of("ogi2019.30.competence", HOLDER, event="correction-requested-2024-06-05"),
         of("ogi2019.33.competence", HOLDER, event="correction-requested-2024-06-05"), LAPSED]),
    "a correction asked for twice and made once": (
        lambda: lapse(corrected(REQUESTED, CORRECTED, ("correction-requested", "2024-06-14")), "2024-07-01"), {OPEN: CLOSED}, []),
    "lapsed as another says": (
        lambda: lapse(corrected(REQUESTED), by=OTHER), {OPEN: PENDING | {"suspended": True}},
        [of("ogi2019.30.competence", HOLDER, event="lapsed"), of("ogi2019.33.competence", HOLDER, event="lapsed")]),
    "lapsed after the answer": (
        lambda: lapse(corrected(REQUESTED).answer("2024-06-07", decision="agreed")), {OPEN: MET}, []),
    "lapsed, which is not known yet": (
        lambda: corrected(REQUESTED).on_application("lapsed", "2024-07-20", known="2024-08-01", reason="无"), {OPEN: PENDING}, [],
        END, "2024-07-31"),
    "no correction asked for, where nobody has adopted the rules on it": (
        lambda: lapse(entry(openness="onApplication").apply()), {OPEN: None}, []),
    "lapsed before the regulations": (
        lambda: lapse(entry(openness="onApplication").adopted("disclosure-2019/1", "2024-08-01").apply()), {OPEN: None}, []),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_oracles_rule_so(name):
    rules_so(TABLE[name])


@pytest.mark.parametrize("name", TABLE)
def test_the_tool_rules_so(name, tmp_path):
    tool_rules_so(TABLE[name], tmp_path)


def test_every_rule_is_found_and_not():
    found = {one[0] for _, _, expected, *_ in TABLE.values() for one in expected}
    rules = {rule["rule"] for book in BOOKS.values() for rule in book["violations"]}
    assert found & rules >= {
        "sd329.9.start", "sd329.15.items", PLAN, BUILDER, MERGE, "sd329.11", "sd329.17.collection", "sd329.19", "sd329.19.entry", "sd329.23.agreement",
        "sd329.23.ended", "sd329.23.items", "sd329.23.purpose", "sd329.23.access", "sd329.27", "sd329.28", "ogi2019.30.lapsed"}


# Same text

SAME = [("核验", "核 验"), ("核验", "（核验）"), ("核验", "核\u3000验。"), ("ABC", "ＡＢＣ"), ("a-b_c", "abc"), ("caf\u00e9", "cafe\u0301"), ("㎏", "kg"),
        ("核\u200b验", "核验"), ("第①条", "第1条"), ("“a”", "a"), ("\ufb01", "fi"), ("½", "1⁄2"), ("…", ""), ("核验", "核—验")]
OTHER_TEXTS = [("核验", "验核"), ("abc", "ABC"), ("核验", "核验+"), ("a$", "a"), ("a=b", "ab"), ("1", "2"), ("caf\u00e9", "cafe"), ("a^b", "ab"),
               ("a￥", "a"), ("a|b", "ab"), ("a~b", "ab"), ("a<b>", "ab")]


def test_the_oracle_knows_the_same_text():
    assert all(same_text(one, other) for one, other in SAME) and not any(same_text(one, other) for one, other in OTHER_TEXTS)


def test_the_tool_knows_the_same_text(tmp_path):
    case, pairs = entry(), [pair for pair in SAME if all(pair)] + OTHER_TEXTS
    for number, (granted_for, used_for) in enumerate(pairs):
        name = f"R{number}"
        case.request(name, purpose=granted_for).reply("2024-06-05", request=name, id=f"reply-{number}")
        case.act("data.used", "2024-06-10", ASKER, use=f"U{number}", department=ASKER, request=name, purpose=used_for, id=f"use-{number}")
    report = json.loads(tool.must(["audit", made(tmp_path, case.lines), "--as-of", END, "--known-at", FAR, "--format", "json"]))
    found = {one["event"] for one in report["violations"]}
    wrong = [pair for number, pair in enumerate(pairs) if (f"use-{number}" in found) != (pair in OTHER_TEXTS)]
    assert not wrong


# How late a plan is filed

LATE_PLANS = {  # the days, and the plans of a node of 2024-03-01 09:00
    "not at all": (None, lambda: Acts()),
    "the same day": (0, lambda: Acts().plan("2024-03-01T23:59:59.999+08:00")),
    "the next day": (1, lambda: Acts().plan("2024-03-02T00:00:00+08:00")),
    "a year later": (366, lambda: Acts().plan("2025-03-02")),
    "twice": (2, lambda: Acts().plan("2024-03-05", id="second").plan("2024-03-03")),
    "wrongly, and then rightly": (9, lambda: Acts().plan("2024-02-01", filed=JINAN, id="wrong").plan("2024-03-10")),
    "wrongly": (None, lambda: Acts().plan("2024-02-01", filed=JINAN, id="wrong").plan("2024-03-10", filed=CYBER)),
}


def late(days) -> dict:
    return {"zh": "（未备案）", "en": " (not filed)"} if days is None else {
        "zh": f"（迟报，启用后{days}日备案）", "en": f" (filed late, {days} days after)"}


@pytest.mark.parametrize("name", LATE_PLANS)
def test_the_oracle_says_how_late_a_plan_is(name):
    days, case = LATE_PLANS[name]
    events = stored_events(case().node().lines, instant(FAR))
    (found,) = [one for one in ViolationOracle(events, BOOKS).findings(bound(END), bound(FAR)) if one["rule"] == PLAN]
    assert found.get("daysLate") == days and all(found["message"][key].endswith(text) for key, text in late(days).items())


@pytest.mark.parametrize("name", LATE_PLANS)
def test_the_tool_says_how_late_a_plan_is(name, tmp_path):
    days, case = LATE_PLANS[name]
    path = made(tmp_path, case().node().lines)
    report = json.loads(tool.must(["audit", path, "--as-of", END, "--known-at", FAR, "--format", "json"]))
    (found,) = [one for one in report["violations"] if one["rule"] == PLAN]
    assert found.get("daysLate") == days and all(text in found["message"] for text in late(days).values())
    for language, words in late(days).items():
        assert words in tool.must(["explain", path, f"{PLAN}/node", "--as-of", END, "--known-at", FAR, "--lang", language])


# Evidence: each is by the ids of its events

E, CITY = "entry-E", f"body-{AUTHORITY}"
OWN, JINANS, PROVINCES, COUNTIES = (f"body-{body}" for body in (HOLDER, JINAN, PROVINCE, COUNTY))
EVIDENCE = {
    "a use of an entry": (
        lambda: entry(sharing="unconditional").revise("2024-06-04", id="first", sharing="notShared", legalBasis=GOOD).revise(
            "2024-06-05", id="last", sharing="conditional").moved("2024-06-06").use(request=None, entry="E"), "sd329.23.agreement",
        ["use", E, "last", "moved-14"]),
    "a use after a revocation": (lambda: granted().revoke("2024-06-09").use(), "sd329.23.ended", ["use", "askedR", "reply", "ended", E]),
    "a use after a revocation by the heir": (
        lambda: entry().moved("2024-06-02", OTHER).request().moved("2024-06-04").reply("2024-06-05", HEIR).moved("2024-06-08", WATER).revoke(
            "2024-06-09", WATER).use(), "sd329.23.ended",
        ["use", "askedR", "reply", "ended", E, "moved-12", "moved-14", "moved-16"]),
    "a use after it was given back": (
        lambda: granted().moved("2024-06-08").relinquish("2024-06-09").use(), "sd329.23.ended", ["use", "askedR", "reply", "ended", E]),
    "a use after the last day": (
        lambda: granted(validUntil="2024-06-08").use(), "sd329.23.ended", ["use", "askedR", "reply", E]),
    "a use after the last day, and a revocation since": (
        lambda: granted(validUntil="2024-06-08").revoke("2024-06-09").use(), "sd329.23.ended", ["use", "askedR", "reply", E]),
    "a use after a revocation on the last day": (
        lambda: granted(validUntil="2024-06-08").revoke("2024-06-08").use(), "sd329.23.ended", ["use", "askedR", "reply", "ended", E]),
    "a use after two ends": (
        lambda: granted().relinquish("2024-06-07").revoke("2024-06-08", id="later").use(), "sd329.23.ended",
        ["use", "askedR", "reply", "ended", E]),
    "a use beyond the items": (lambda: partly(NAME).use(items=[DAY_]), "sd329.23.items", ["use", "askedR", "reply", E]),
    "an access": (
        lambda: entry().revise("2024-06-04", id="way", sharing="notShared").moved("2024-06-05", OTHER).moved("2024-06-10").take(),
        "sd329.23.access", ["use", E, "way", "moved-14"]),
    "a revocation by another": (
        lambda: entry().moved("2024-06-02").request().moved("2024-06-08", WATER).revoke("2024-06-09", OTHER), REPLIED,
        ["ended", "askedR", E, "moved-12", "moved-14"]),
    "a start that was never submitted": (lambda: Acts().started(department=OTHER), START, ["started"]),
    "a start of the second round": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(at="2024-01-20", id="again").started(), START,
        ["started", "again", "seen"]),
    "a node without a plan": (lambda: Acts().node(), PLAN, ["node", CITY]),
    "a node with a later plan": (lambda: Acts().plan(filed=JINAN, id="wrong").node().plan("2024-03-05"), PLAN, ["node", "plan", CITY]),
    "a node with a wrong plan": (
        lambda: Acts().plan("2024-01-02", filed=CYBER, id="first").plan(filed=JINAN).node(), PLAN, ["node", "plan", CITY, JINANS]),
    "a merger by another": (
        lambda: legacy().node(PROVINCE).merge(JINAN), MERGE, ["merged", "declared", COUNTIES, JINANS, "node", PROVINCES]),
    "a merger into another's": (
        lambda: legacy().plan(by=JINAN).node(JINAN).merge(), MERGE, ["merged", "declared", COUNTIES, CITY, "node", JINANS]),
    "a system without anything": (lambda: built().deployed(), "sd329.11", ["deployed"]),
    "a system without a decision": (lambda: built().applied().deployed(), "sd329.11", ["deployed", "applied"]),
    "a system that was rejected": (
        lambda: built().applied().decided(outcome="rejected").deployed(), "sd329.11", ["deployed", "applied", "decided"]),
    "a system with another's application": (
        lambda: built().applied(department=OTHER).decided().deployed(), "sd329.11", ["deployed", "applied"]),
    "a system with an application to another": (
        lambda: built().applied(to=JINAN).deployed(), "sd329.11", ["deployed", "applied", OWN, JINANS]),
    "a system with another's approval": (
        lambda: built().applied().decided(by=JINAN).deployed(), "sd329.11", ["deployed", "applied", "decided", OWN, JINANS]),
    "a system on a county's new node": (
        lambda: Acts().outside(COUNTY).node(COUNTY).applied().decided().deployed(), "sd329.11", ["deployed", "node", COUNTIES]),
    "a purchase of something else": (lambda: Acts().wanted(data="别的").allowed().bought(), "sd329.19", ["bought", "wanted"]),
    "a purchase with another's approval": (
        lambda: Acts().wanted().allowed(by=JINAN).bought(), "sd329.19", ["bought", "wanted", "allowed", OWN, JINANS]),
    "a purchase entered elsewhere": (
        lambda: entry().moved("2024-06-08").moved("2024-06-09", OTHER).wanted().allowed().bought().entered(), "sd329.19.entry",
        ["entered", "bought", E, "moved-13"]),
    "a purchase entered in what is retired": (
        lambda: entry().retired("2024-06-09").wanted().allowed().bought().entered(), "sd329.19.entry", ["entered", "bought", E, "retired"]),
    "a purchase entered elsewhere before it is bought": (
        lambda: entry(department=OTHER).wanted().entered(), "sd329.19.entry", ["entered", "wanted", E]),
    "a lapse of nothing": (lambda: lapse(disclosure()), "ogi2019.30.lapsed", ["lapsed", "applied"]),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_evidence(name):
    assert shown(EVIDENCE[name]) == sorted(EVIDENCE[name][2])


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_tool_s_evidence(name, tmp_path):
    tool_shows(EVIDENCE[name], tmp_path)


# As it happens

LIVE = {  # what is recorded before, the act, the article against it and its key, and what an audit finds of it once it is recorded
    "used after the end": (lambda: granted().revoke("2024-06-09"), lambda case: case.use(), "第二十三条", None, ["sd329.23.ended"]),
    "used before the end": (lambda: granted(validUntil="2024-06-10"), lambda case: case.use(), None, None, []),
    "used beyond the items": (lambda: partly(NAME), lambda case: case.use(items=[DAY_]), "第二十三条", None, ["sd329.23.items"]),
    "used of an entry": (entry, lambda case: case.use(request=None, entry="E"), "第二十三条", None, ["sd329.23.agreement"]),
    "used of an entry that is shared with all": (
        lambda: entry(sharing="unconditional"), lambda case: case.use(request=None, entry="E"), None, None, []),
    "used without a purpose": (granted, lambda case: case.use(purpose=None), None, None, []),
    "used for something else": (granted, lambda case: case.use(purpose="别的"), "第二十三条", None, ["sd329.23.purpose"]),
    "taken": (entry, lambda case: case.take(), "第二十三条", None, ["sd329.23.access"]),
    "taken with a grant": (granted, lambda case: case.take(), None, None, []),
    "collected": (granted, lambda case: case.collect(), "第十七条", None, ["sd329.17.collection"]),
    "collected, not answered": (asked, lambda case: case.collect(), None, None, []),
    "paper demanded": (granted, lambda case: case.paper(ASKER, "2024-06-10"), "第二十七条", None, ["sd329.27"]),
    "paper demanded, refused": (
        lambda: granted(decision="refused", reasons="无依据"), lambda case: case.paper(ASKER, "2024-06-10"), None, None, []),
    "revoked by another": (granted, lambda case: case.revoke("2024-06-09", OTHER), "第二十三条", None, [REPLIED]),
    "revoked by another, shared with all": (
        lambda: entry(sharing="unconditional").request(), lambda case: case.revoke("2024-06-09", OTHER), "第二十三条", None, [REPLIED]),
    "given back by another": (granted, lambda case: case.relinquish("2024-06-09", HOLDER), "第二十三条", None, [REPLIED]),
    "revoked by whose it is": (granted, lambda case: case.revoke("2024-06-09"), None, None, []),
    "given back by who asked": (granted, lambda case: case.relinquish("2024-06-09"), None, None, []),
    "granted in part": (asked, lambda case: case.reply("2024-06-05", decision="partlyAgreed", items=[NAME]), None, None, []),
    "started and never submitted": (Acts, lambda case: case.started(), "第九条", None, [START]),
    "started and never submitted, a utility's": (Acts, lambda case: case.started(by=WATER), None, None, []),
    "submitted again": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned"), lambda case: case.project(at="2024-01-20", id="again"), None,
        None, []),
    "submitted after it was started": (
        lambda: Acts().started(), lambda case: case.project(at="2024-03-02"), None, None, []),
    "a node without a plan": (Acts, lambda case: case.node(), "第十条", None, [PLAN]),
    "a node with its plan": (lambda: Acts().plan(), lambda case: case.node(), None, None, []),
    "a node of a department's, of the province": (
        Acts, lambda case: case.node(PROVINCE_CYBER), None, None, []),  # a remark
    "merged elsewhere": (lambda: legacy().node(PROVINCE), lambda case: case.merge(JINAN), None, None, []),  # a remark
    "deployed without an approval": (lambda: built().applied(), lambda case: case.deployed(), "第十一条", None, ["sd329.11"]),
    "deployed with an approval": (lambda: built().applied().decided(), lambda case: case.deployed(), None, None, []),
    "bought without an approval": (lambda: Acts().wanted(), lambda case: case.bought(), "第十九条", None, ["sd329.19"]),
    "bought with an approval": (lambda: Acts().wanted().allowed(), lambda case: case.bought(), None, None, []),
    "entered elsewhere": (
        lambda: entry(department=OTHER).wanted().allowed().bought(), lambda case: case.entered(), "第十九条", None, ["sd329.19.entry"]),
    "entered in one's own": (lambda: entry().wanted().allowed().bought(), lambda case: case.entered(), None, None, []),
    "a revision that changes nothing": (triggered, lambda case: case.updated(), None, None, []),
    "registered without all that is asked for": (
        Acts, lambda case: case.register(useRequirements=None), "第十五条", None, ["sd329.15.items"]),
    "regraded by another": (incident, lambda case: case.regrade("2025-11-06", "larger", OTHER), None, None, []),
    "regraded": (incident, lambda case: case.regrade("2025-11-06", "larger"), None, None, []),
    "lapsed of nothing": (disclosure, lambda case: lapse(case), "第三十条", None, ["ogi2019.30.lapsed"]),
    "lapsed": (lambda: corrected(REQUESTED), lambda case: lapse(case), None, None, []),
    "lapsed as another says": (
        lambda: corrected(REQUESTED), lambda case: lapse(case, by=OTHER), "第三十条", None, ["ogi2019.30.competence", "ogi2019.33.competence"]),
    "lapsed of nothing under the order alone": (
        lambda: entry(openness="onApplication").apply(), lambda case: lapse(case), None, None, []),
}


@pytest.mark.parametrize("name", LIVE)
def test_as_it_happens(name, tmp_path):
    takes_live(*LIVE[name], tmp_path)


REFUSED = {  # what is recorded before, the act that is impossible, and its key
    "granted in part, of nothing": (asked, lambda case: case.reply("2024-06-05", decision="partlyAgreed"), "items"),
    "granted with items": (asked, lambda case: case.reply("2024-06-05", items=[NAME]), "items"),
    "refused with items": (asked, lambda case: case.reply("2024-06-05", decision="refused", reasons="无", items=[NAME]), "items"),
    "refused until a day": (
        asked, lambda case: case.reply("2024-06-05", decision="refused", reasons="无", validUntil="2024-12-31"), "validUntil"),
    "granted until the day before": (asked, lambda case: case.reply("2024-06-05T00:00:00+08:00", validUntil="2024-06-04"), "validUntil"),
    "granted, of what was not asked for": (
        lambda: asked(items=[NAME]), lambda case: case.reply("2024-06-05", decision="partlyAgreed", items=[NAME, DAY_]), "items"),
    "asked for what is no field": (entry, lambda case: case.request(items=[NAME, "住址"]), "items"),
    "asked for a field written otherwise": (entry, lambda case: case.request(items=["名 称"]), "items"),
    "used of a request and an entry": (granted, lambda case: case.use(entry="E"), "request"),
    "used of nothing": (granted, lambda case: case.use(request=None), "request"),
    "used of an entry that there is not": (entry, lambda case: case.use(request=None, entry="F"), "entry"),
    "submitted twice": (lambda: Acts().project(), lambda case: case.project(at="2024-01-20", id="again"), "project"),
    "submitted twice, and approved": (
        lambda: Acts().project().seen("2024-01-10"), lambda case: case.project(at="2024-01-20", id="again"), "project"),
    "submitted twice, returned and then approved": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").seen("2024-01-05", id="second"),
        lambda case: case.project(at="2024-01-20", id="again"), "project"),
    "started twice": (
        lambda: Acts().started(), lambda case: case.act("project.started", "2024-03-02", HOLDER, project="J", id="second"), "project"),
    "revoked twice": (lambda: granted().revoke("2024-06-09"), lambda case: case.revoke("2024-06-10", id="second"), "request"),
    "given back twice": (lambda: granted().relinquish("2024-06-09"), lambda case: case.relinquish("2024-06-10", id="second"), "request"),
    "lapsed twice": (
        lambda: lapse(corrected(REQUESTED)), lambda case: case.on_application("lapsed", "2024-07-21", id="second", reason="无"), "application"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_however_it_is_recorded(name, tmp_path):
    refuses(*REFUSED[name], tmp_path)


TAKEN = {  # what is recorded before, and an act like those that is possible
    "granted in part": (asked, lambda case: case.reply("2024-06-05", decision="partlyAgreed", items=[NAME, DAY_])),
    "granted in part, of anything where all was asked for": (
        asked, lambda case: case.reply("2024-06-05", decision="partlyAgreed", items=["住址"])),
    "granted until the same day": (asked, lambda case: case.reply("2024-06-04T16:00:00Z", validUntil="2024-06-05")),
    "granted in part until a day": (
        asked, lambda case: case.reply("2024-06-05", decision="partlyAgreed", items=[NAME], validUntil="2030-01-01")),
    "asked for fields": (entry, lambda case: case.request(items=[DAY_, NAME])),
    "asked for a field of an earlier time": (
        lambda: entry().revise("2024-05-01", fields=[{"name": "住址", "type": "字符"}]), lambda case: case.request(items=[NAME, "住址"])),
    "asked for a field of a later time": (
        lambda: entry().revise("2024-07-01", fields=[{"name": "住址", "type": "字符"}]), lambda case: case.request(items=["住址"])),
    "submitted again after it was returned by another": (
        lambda: Acts().project().seen("2024-01-10", JINAN, outcome="returned"), lambda case: case.project(at="2024-01-20", id="again")),
    "submitted a third time": (
        lambda: Acts().project().seen("2024-01-10", outcome="returned").project(at="2024-01-20", id="again").seen(
            "2024-01-25", outcome="returned", id="second"), lambda case: case.project(at="2024-02-01", id="third")),
    "submitted again, approved and then returned in the log": (
        lambda: Acts().project().seen("2024-01-10").seen("2024-01-05", outcome="returned", id="second"),
        lambda case: case.project(at="2024-01-20", id="again")),
    "revoked by another and by whose it is": (
        lambda: granted().revoke("2024-06-08", OTHER, "other"), lambda case: case.revoke("2024-06-09")),
    "revoked and given back": (lambda: granted().revoke("2024-06-09"), lambda case: case.relinquish("2024-06-10", id="second")),
    "given back by another and by who asked": (
        lambda: granted().relinquish("2024-06-08", OTHER, "other"), lambda case: case.relinquish("2024-06-09")),
    "lapsed as another says and as it is": (
        lambda: corrected(REQUESTED).on_application("lapsed", "2024-07-19", OTHER, "other", reason="无"), lambda case: lapse(case)),
    "regraded twice": (
        lambda: incident().regrade("2025-11-06", "larger"), lambda case: case.regrade("2025-11-07", "larger", id="second")),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_possible(name, tmp_path):
    before, act = TAKEN[name]
    case = before()
    path = made(tmp_path, case.lines)
    assert recorded(path, json.loads(act(case).lines[-1]), "--import")
    assert ": equal" in tool.must(["rebuild", path])


# U10: a comparison says what is by reference

def test_a_comparison_says_what_is_by_reference(tmp_path):
    case = Acts().entry(department=WATER).request().entry("F", HOLDER).act(
        "share.requested", "2024-06-03", ASKER, request="Q", entry="F", requester=ASKER, purpose="核验", legalBasis=GOOD,
        receivedAt="2024-06-03" + S)
    path = made(tmp_path, case.lines)
    options = ["--known-at", FAR, "--as-of", "2024-06-18", "--as-of", "2024-06-19"]
    found = json.loads(tool.must(["compare", path, *options, "--format", "json"]))["differences"]
    said = {one["second"]["id"]: one for one in found}
    assert said.keys() == {"sd329.23/R", "sd329.23/Q"}
    assert said["sd329.23/R"]["byReference"] is True and "byReference" not in said["sd329.23/Q"]
    assert tool.must(["compare", path, *options]).count("参照") == 1


def test_the_oracle_judges_a_range_of_days_alike():
    """A consultation without an end: due as if it took all of its fifteen working days, whether or not they are over."""
    oracle = LawOracle(stored_events(consulted().lines, instant(FAR)), BOOKS)
    for day in range(6, 31):
        report = oracle.report(bound(f"2024-06-{day:02}"), bound(FAR))
        (one,) = [each for each in report["obligations"] if each["id"] == OPEN]
        assert (one["suspended"], one["dueOn"]) == (None, "2024-07-23"), day
