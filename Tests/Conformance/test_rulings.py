"""The second reading of the law, point by point: the history that shows each ruling, and one beside it that does not.

The cases are worked by hand; each is asked of the oracles and of the tool. What random histories say of
the same rulings is in test_verdicts.py, test_law.py and test_order329.py.
"""

import json

import pytest

import cases
import tool
from law_oracle import stored_events
from oracle import bound, instant
from rulings import (
    ASKER, AUTHORITY, CLOSED, CYBER, DONE, END, FAR, HEIR, HOLDER, JINAN, JINAN_CYBER, LATE, MET, NOBODY, OTHER, OVERDUE, PENDING,
    PROVINCE, PROVINCE_CYBER, S, WATER, Case, bare, lines, made, of, plain, recorded, rules_so, shown, still, tool_rules_so, tool_shows,
)
from test_law import BOOKS
from violations import ViolationOracle

def asked():
    return Case().entry().request()


def triggered(*entries, **more):
    return Case().entry().entry("F", OTHER).trigger(*entries, **more)


def decree():
    """Decree 809 governs what begins from 2025-08-01 on."""
    case = Case().entry().adopted("decree-809/1", "2025-08-01")
    return case.request(at="2025-09-01")  # ten working days: Monday 2025-09-15


def disclosure():
    case = Case().entry(openness="onApplication").adopted("disclosure-2019/1", "2020-02-01")
    return case.act("open.applied", "2024-06-03", application="A", entry="E", applicant="张三", purpose="研究",
                    receivedAt="2024-06-03" + S, id="applied")


def urgent(operator=None, department=HOLDER):
    more = {"operator": operator} if operator else {}
    return Case().adopted("incident-2025/1", "2025-11-01").incident("2025-11-05", department, grade="larger", **more)


def open_(name, at, by=HOLDER, **data):
    return lambda: disclosure().act(name, at, by, application="A", id="act", **data)


def verified(by):
    case = decree().act("verification.raised", "2025-09-01", ASKER, verification="V", entry="E", requester=ASKER, problem="有误",
                        receivedAt="2025-09-01" + S, id="raised")
    return case.act("verification.resolved", "2025-09-03", by, verification="V", outcome="confirmed", id="resolved")


def moved_twice():
    """Of HOLDER when it was asked for, of HEIR when it was replied to, of OTHER since."""
    return asked().moved("2024-06-05").moved("2024-06-12", OTHER)


R, T, REMEDY, DATA, CYBERSPACE = (
    "sd329.23/R", "sd329.16/T", "sd329.31.remedy/I", "sd329.31.report/I/dataAuthority", "sd329.31.report/I/cyberspaceAuthority")
REPLIED, UPDATED = "sd329.23.competence", "sd329.16.competence"
# name: the history, what is found of obligations (None: there is none), the violations, and as-of (and known-at) if not the end
TABLE = {
    # S1: verdicts without a period
    "remedied: done": (lambda: Case().incident().remedied("2024-06-04"), {REMEDY: DONE | {"secondsTaken": 86_400, "daysOpen": None}}, []),
    "never remedied: open, with its age": (lambda: Case().incident(), {REMEDY: still(900), DATA: still(900)}, []),
    "open on the day itself": (lambda: Case().incident(), {REMEDY: still(0)}, [], "2024-06-03"),
    "open a day later": (lambda: Case().incident(), {REMEDY: still(1)}, [], "2024-06-04T00:00:00+08:00"),
    "open in the last millisecond of the day": (lambda: Case().incident(), {REMEDY: still(1)}, [], "2024-06-04T23:59:59.999+08:00"),
    "pending in a period": (asked, {R: PENDING | {"daysOpen": None}}, [], "2024-06-18"),
    "a period of hours is a period": (
        lambda: urgent().report("2025-11-05T13:00:00+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority"),
        {"cir2025.4/I/provincialCyberspaceAuthority": MET | {"daysOpen": None}}, []),
    "a period of hours, pending": (
        urgent, {"cir2025.4/I/provincialCyberspaceAuthority": PENDING | {"daysOpen": None}}, [], "2025-11-05T13:00:00+08:00"),

    # S2: the first end decides
    "withdrawn, then replied": (lambda: asked().withdraw("2024-06-05").reply("2024-06-06"), {R: CLOSED}, []),
    "withdrawn, then replied late": (lambda: asked().withdraw("2024-06-05").reply("2024-07-06"), {R: CLOSED}, []),
    "replied, then withdrawn": (
        lambda: asked().reply("2024-06-05").withdraw("2024-06-06"), {R: MET | {"workingDaysTaken": 2}}, []),
    "replied, then withdrawn, told in the other order": (
        lambda: asked().withdraw("2024-06-06").reply("2024-06-05"), {R: MET}, []),
    "replied and withdrawn at one moment": (lambda: asked().reply("2024-06-05").withdraw("2024-06-05"), {R: MET}, []),
    "withdrawn and replied at one moment": (lambda: asked().withdraw("2024-06-05").reply("2024-06-05"), {R: CLOSED}, []),
    "replied late, then withdrawn": (lambda: asked().reply("2024-06-19").withdraw("2024-06-20"), {R: LATE}, []),
    "withdrawn too late, then replied": (
        lambda: asked().withdraw("2024-06-19T00:00:00+08:00").reply("2024-06-20"), {R: OVERDUE | {"discharge": None}}, []),
    "withdrawn in the last millisecond": (
        lambda: asked().withdraw("2024-06-18T23:59:59.999+08:00").reply("2024-06-20"), {R: CLOSED}, []),
    "the withdrawal not known yet": (
        lambda: asked().act("share.withdrawn", "2024-06-05", ASKER, "2024-07-01", request="R", reason="无").reply("2024-06-06"),
        {R: MET}, [], END, "2024-06-30"),
    "retired, then revised for the trigger": (
        lambda: triggered("E").revised("2024-06-10").retired("2024-06-05"), {f"{T}/E": CLOSED}, []),
    "revised for the trigger, then retired": (
        lambda: triggered("E").revised("2024-06-05").retired("2024-06-10"), {f"{T}/E": MET}, []),
    "late evidence: what came after the closing supports nothing": (
        lambda: triggered("E").revised("2024-06-04").act(
            "catalog.trigger-reviewed", "2024-06-04T10:00:00+08:00", HOLDER, "2024-09-01", trigger="T", outcome="noChangeNeeded",
            reason="无"), {f"{T}/E": MET | {"lateEvidence": None}}, []),

    # S3: no act before its duty
    "replied at the receipt": (lambda: asked().reply("2024-06-03"), {R: MET | {"workingDaysTaken": 0}}, []),
    "replied before the receipt": (
        lambda: asked().reply("2024-06-03T08:59:59.999+08:00"), {R: OVERDUE | {"discharge": None}}, []),
    "asked, replied, and only then received": (
        lambda: Case().entry().request(received="2024-06-05").reply("2024-06-04"), {R: OVERDUE}, []),
    "withdrawn before the receipt": (
        lambda: Case().entry().request(received="2024-06-05").withdraw("2024-06-04"), {R: CLOSED}, []),
    "remedied as it was detected": (lambda: Case().incident().remedied("2024-06-03"), {REMEDY: DONE | {"secondsTaken": 0}}, []),
    "remedied before it was detected": (
        lambda: Case().incident().remedied("2024-06-03T08:59:59.999+08:00"), {REMEDY: still(900)}, []),
    "reported before it was detected": (lambda: Case().incident().report("2024-06-02"), {DATA: still(900)}, []),
    "updated on the day of promulgation": (
        lambda: triggered("E", promulgatedOn="2024-05-20").revised("2024-05-20T00:00:00+08:00"), {f"{T}/E": MET}, []),
    "updated before the promulgation": (
        lambda: triggered("E", promulgatedOn="2024-05-20").revised("2024-05-19T23:59:59.999+08:00"), {f"{T}/E": OVERDUE}, []),
    "promulgated after it is effective": (
        lambda: triggered("E", promulgatedOn="2024-06-05").revised("2024-06-04"), {f"{T}/E": OVERDUE}, []),
    "no promulgation: from the effective day": (
        lambda: triggered("E", at="2024-06-10").revised("2024-06-03T00:00:00+08:00"), {f"{T}/E": MET}, []),
    "no promulgation: before the effective day": (
        lambda: triggered("E", at="2024-06-10").revised("2024-06-02T23:59:59.999+08:00"), {f"{T}/E": OVERDUE}, []),
    "no promulgation: from the trigger's own day": (
        lambda: triggered("E", effective="2024-07-01").revised("2024-06-03T00:00:00+08:00"), {f"{T}/E": MET}, []),
    "no promulgation: before the trigger's own day": (
        lambda: triggered("E", effective="2024-07-01").revised("2024-06-02T23:59:59.999+08:00"), {f"{T}/E": OVERDUE}, []),
    "retired before the promulgation closes": (
        lambda: triggered("E", promulgatedOn="2024-05-20").retired("2024-05-10"), {f"{T}/E": CLOSED}, []),
    "retired for the trigger before the promulgation closes as well": (
        lambda: triggered("E", promulgatedOn="2024-05-20").retired("2024-05-10", trigger="T"), {f"{T}/E": CLOSED}, []),

    # S4: competence
    "replied by another": (
        lambda: asked().reply("2024-06-05", OTHER), {R: OVERDUE | {"discharge": None}}, [of(REPLIED, HOLDER, event="reply")]),
    "replied by who asked": (
        lambda: asked().reply("2024-06-05", ASKER), {R: OVERDUE}, [of(REPLIED, HOLDER, by=ASKER, event="reply")]),
    "replied by another, then by whose it is": (
        lambda: asked().reply("2024-06-05", OTHER).reply("2024-06-07", id="own"),
        {R: MET | {"workingDaysTaken": 4}}, [of(REPLIED, HOLDER, event="reply")]),
    "replied by whose it was when it was asked for": (lambda: moved_twice().reply("2024-06-10", HOLDER), {R: MET}, []),
    "replied by whose it is now": (lambda: moved_twice().reply("2024-06-10", HEIR), {R: MET | {"department": HOLDER}}, []),
    "replied by whose it is not yet": (
        lambda: moved_twice().reply("2024-06-10", OTHER), {R: OVERDUE}, [of(REPLIED, HOLDER, HEIR, event="reply")]),
    "replied by whose it is, told later": (
        lambda: asked().reply("2024-06-10", HEIR).moved("2024-06-05", known="2024-07-01"), {R: MET}, []),
    "replied by whose it is, which is not known yet": (
        lambda: asked().reply("2024-06-10", HEIR).moved("2024-06-05", known="2024-07-01"),
        {R: OVERDUE}, [of(REPLIED, HOLDER, by=HEIR, event="reply")], END, "2024-06-30"),
    "replied by a utility": (
        lambda: asked().reply("2024-06-05", WATER), {R: OVERDUE}, [of(REPLIED, HOLDER, by=WATER, event="reply")]),
    "withdrawn by who asked": (lambda: asked().withdraw("2024-06-05"), {R: CLOSED}, []),
    "withdrawn by whose it is": (
        lambda: asked().withdraw("2024-06-05", HOLDER), {R: OVERDUE}, [of(REPLIED, ASKER, by=HOLDER, event="back")]),
    "withdrawn by another, then replied": (
        lambda: asked().withdraw("2024-06-05", OTHER).reply("2024-06-06"), {R: MET}, [of(REPLIED, ASKER, event="back")]),
    "replied by another after the end": (
        lambda: asked().withdraw("2024-06-05").reply("2024-06-06", OTHER), {R: CLOSED}, [of(REPLIED, HOLDER, event="reply")]),
    "replied by another before the receipt": (
        lambda: asked().reply("2024-06-02", OTHER), {R: OVERDUE}, [of(REPLIED, HOLDER, event="reply")]),
    "replied by another, of a request from before the order": (
        lambda: Case().entry().request(at="2020-01-31").reply("2020-02-05", OTHER), {R: None}, []),
    "replied by another, not yet": (lambda: asked().reply("2024-06-05", OTHER), {R: PENDING}, [], "2024-06-04"),
    "reviewed by another": (
        lambda: triggered("E").reviewed("2024-06-05", OTHER), {f"{T}/E": OVERDUE}, [of(UPDATED, HOLDER, event="reviewed")]),
    "reviewed for all, by the trigger's department": (lambda: triggered("E").reviewed("2024-06-05"), {f"{T}/E": MET}, []),
    "revised by another": (
        lambda: triggered("E").revised("2024-06-05", OTHER), {f"{T}/E": OVERDUE}, [of(UPDATED, HOLDER, event="revised")]),
    "revised by the entry's new department": (
        lambda: triggered("E").moved("2024-06-04").revised("2024-06-05", HEIR), {f"{T}/E": MET | {"department": HOLDER}}, []),
    "revised by the trigger's department after the entry moved": (
        lambda: triggered("E").moved("2024-06-04").revised("2024-06-05"), {f"{T}/E": MET}, []),
    "revised by another after the entry moved": (
        lambda: triggered("E").moved("2024-06-04").revised("2024-06-05", OTHER), {f"{T}/E": OVERDUE},
        [of(UPDATED, HOLDER, HEIR, event="revised")]),
    "reviewed for all, by the entry's new department": (
        lambda: triggered("E").moved("2024-06-04").reviewed("2024-06-05", HEIR), {f"{T}/E": OVERDUE},
        [of(UPDATED, HOLDER, by=HEIR, event="reviewed")]),
    "retired for the trigger by another closes nothing": (
        lambda: triggered("E").retired("2024-06-05", OTHER, trigger="T"), {f"{T}/E": OVERDUE},
        [of(UPDATED, HOLDER, event="retired")]),
    "retired by another, without the trigger, closes nothing either": (
        lambda: triggered("E").retired("2024-06-05", OTHER), {f"{T}/E": OVERDUE}, []),
    "one act by another on several entries is found once": (
        lambda: Case().entry().entry("F").trigger("E", "F").reviewed("2024-06-05", OTHER),
        {f"{T}/E": OVERDUE, f"{T}/F": OVERDUE}, [of(UPDATED, HOLDER, event="reviewed")]),
    "a trigger without entries, reviewed by another": (
        lambda: triggered().reviewed("2024-06-05", OTHER), {T: OVERDUE}, [of(UPDATED, HOLDER, event="reviewed")]),
    "a trigger without entries, a revision by whose the entry is": (
        lambda: triggered().revised("2024-06-05", OTHER, "F"), {T: OVERDUE}, [of(UPDATED, HOLDER, event="revised")]),
    "an act on an entry that the trigger does not list": (
        lambda: triggered("E").revised("2024-06-05", OTHER, "F"), {f"{T}/E": OVERDUE}, []),
    "remedied by another": (
        lambda: Case().incident().remedied("2024-06-04", OTHER), {REMEDY: still(900)},
        [of("sd329.31.remedy.competence", HOLDER, event="remedied")]),
    "reported by another": (
        lambda: Case().incident().report("2024-06-04", by=OTHER), {DATA: still(900)},
        [of("sd329.31.report.competence", HOLDER, event="report")]),
    "an extension by another": (
        lambda: decree().act("share.extended", "2025-09-10", OTHER, request="R", authority=AUTHORITY, days=5, reason="多", id="act"),
        {"sc809.21.conditional/R": {"dueOn": "2025-09-15", "extendedDays": None}},
        [of("sc809.21.conditional.competence", HOLDER)]),
    "an extension by whose it is": (
        lambda: decree().act("share.extended", "2025-09-10", HOLDER, request="R", authority=AUTHORITY, days=5, reason="多", id="act"),
        {"sc809.21.conditional/R": {"dueOn": "2025-09-22", "extendedDays": 5}}, []),
    "verified by whose it is": (lambda: verified(HOLDER), {"sc809.26/V": MET}, []),
    "verified by another": (
        lambda: verified(OTHER), {"sc809.26/V": OVERDUE}, [of("sc809.26.competence", HOLDER, event="resolved")]),
    "an application replied to by another": (
        open_("open.replied", "2024-06-05", OTHER, decision="agreed"), {"ogi2019.33/A": OVERDUE, "ogi2019.30/A": None},
        [of("ogi2019.30.competence", HOLDER), of("ogi2019.33.competence", HOLDER)]),
    "an application withdrawn by anybody": (open_("open.withdrawn", "2024-06-05", NOBODY, reason="无"), {"ogi2019.33/A": CLOSED}, []),
    "a correction asked for by another": (
        open_("open.correction-requested", "2024-06-05", OTHER, missing=["用途"]),
        {"ogi2019.33/A": {"suspended": None, "verdict": "overdue"}, "ogi2019.30/A": None},
        [of("ogi2019.30.competence", HOLDER), of("ogi2019.33.competence", HOLDER)]),
    "a correction by anybody": (
        lambda: open_("open.correction-requested", "2024-06-05", missing=["用途"])().act(
            "open.corrected", "2024-06-12", NOBODY, application="A", receivedAt="2024-06-12" + S),
        {"ogi2019.33/A": {"restartedOn": "2024-06-12"}, "ogi2019.30/A": MET}, []),
    "a correction asked for after the reply": (
        lambda: open_("open.replied", "2024-06-05", decision="agreed")().act(
            "open.correction-requested", "2024-06-06", HOLDER, application="A", missing=["用途"]),
        {"ogi2019.33/A": MET, "ogi2019.30/A": None}, []),
    "an agreement by another opens no provision": (
        lambda: decree().reply("2025-09-05", OTHER), {"sc809.22/R": None},
        [of("sc809.21.conditional.competence", HOLDER, event="reply")]),
    "an agreement by whose it is opens provision": (lambda: decree().reply("2025-09-05"), {"sc809.22/R": OVERDUE}, []),
    "two agreements, and one opens provision": (
        lambda: decree().reply("2025-09-04", OTHER).reply("2025-09-05", id="own"),
        {"sc809.22/R": {"trigger": {"event": "own"}}}, [of("sc809.21.conditional.competence", HOLDER, event="reply")]),
    "provided by another": (
        lambda: decree().reply("2025-09-05").act("share.provided", "2025-09-08", OTHER, request="R", mode="file", id="act"),
        {"sc809.22/R": OVERDUE}, [of("sc809.22.competence", HOLDER)]),
    "provided by another before the reply": (
        lambda: decree().reply("2025-09-05").act("share.provided", "2025-09-04", OTHER, request="R", mode="file", id="act"),
        {"sc809.22/R": OVERDUE}, []),
    "an incident closed by another opens no summary": (
        lambda: urgent().act("incident.closed", "2025-12-01", OTHER, incident="I", conclusion="完"), {"cir2025.8/I": None}, []),
    "an incident closed by its department opens the summary": (
        lambda: urgent().act("incident.closed", "2025-12-01", HOLDER, incident="I", conclusion="完"), {"cir2025.8/I": OVERDUE}, []),

    "published by another": (
        lambda: Case().entry().adopted("decree-809/1", "2025-08-01").trigger(at="2025-09-01", effective="2025-09-01").act(
            "catalog.update-submitted", "2025-09-02", HOLDER, trigger="T", authority=AUTHORITY).act(
            "catalog.update-published", "2025-09-03", OTHER, trigger="T", id="act"),
        {"sc809.17.publication/T": OVERDUE | {"department": AUTHORITY}}, [of("sc809.17.publication.competence", AUTHORITY)]),
    "published by the authority": (
        lambda: Case().entry().adopted("decree-809/1", "2025-08-01").trigger(at="2025-09-01", effective="2025-09-01").act(
            "catalog.update-submitted", "2025-09-02", HOLDER, trigger="T", authority=AUTHORITY).act(
            "catalog.update-published", "2025-09-03", AUTHORITY, trigger="T"), {"sc809.17.publication/T": MET}, []),
    "submitted by another opens no publication": (
        lambda: Case().entry().adopted("decree-809/1", "2025-08-01").trigger(at="2025-09-01", effective="2025-09-01").act(
            "catalog.update-submitted", "2025-09-02", OTHER, trigger="T", authority=AUTHORITY, id="act"),
        {"sc809.17.publication/T": None, "sc809.17/T": OVERDUE}, [of("sc809.17.competence", HOLDER)]),
    "summarised by another": (
        lambda: urgent().act("incident.closed", "2025-12-01", HOLDER, incident="I", conclusion="完").act(
            "incident.summarised", "2025-12-02", OTHER, incident="I", recipient=PROVINCE_CYBER, summary="总结", id="act"),
        {"cir2025.8/I": OVERDUE}, [of("cir2025.8.competence", HOLDER)]),

    # S4: what rests on a reply
    "refused without reasons by another": (
        lambda: asked().reply("2024-06-05", OTHER, "refused"), {R: OVERDUE}, [of(REPLIED, HOLDER, event="reply")]),
    "refused without reasons by whose it is": (
        lambda: asked().reply("2024-06-05", HOLDER, "refused"), {R: MET}, [plain("sd329.23.reasons", HOLDER, "reply")]),
    "used on the agreement of another": (
        lambda: asked().reply("2024-06-05", OTHER).use(), {},
        [of(REPLIED, HOLDER, event="reply"), plain("sd329.23.agreement", ASKER, "use")]),
    "used on an agreement": (lambda: asked().reply("2024-06-05").use(), {}, []),
    "used on the agreement of whose it is now": (lambda: moved_twice().reply("2024-06-07", HEIR).use(), {}, []),
    "used for another purpose on the agreement of another": (
        lambda: asked().reply("2024-06-05", OTHER).use(purpose="别的"), {},
        [of(REPLIED, HOLDER, event="reply"), plain("sd329.23.agreement", ASKER, "use")]),
    "used for another purpose": (
        lambda: asked().reply("2024-06-05").use(purpose="别的"), {}, [plain("sd329.23.purpose", ASKER, "use")]),
    "used on an agreement after the withdrawal": (
        lambda: asked().withdraw("2024-06-04").reply("2024-06-05").use(purpose="别的"), {R: CLOSED},
        [plain("sd329.23.agreement", ASKER, "use")]),
    "used on an agreement, withdrawn later": (lambda: asked().reply("2024-06-05").withdraw("2024-06-06").use(), {R: MET}, []),
    "used on an agreement after a withdrawal by another": (
        lambda: asked().withdraw("2024-06-04", OTHER).reply("2024-06-05").use(), {R: MET}, [of(REPLIED, ASKER, event="back")]),

    # S5: triggers and entries of others
    "an entry of another is no part of the trigger": (
        lambda: triggered("E", "F"), {f"{T}/E": OVERDUE, f"{T}/F": None, T: None}, []),
    "only entries of others": (lambda: triggered("F"), {f"{T}/F": None, T: None}, []),
    "acts on an entry of another": (lambda: triggered("F").revised("2024-06-05", ASKER, "F"), {f"{T}/F": None}, []),
    "an entry that was the trigger's department's then": (
        lambda: triggered("E").moved("2024-06-04", OTHER), {f"{T}/E": OVERDUE | {"department": HOLDER}}, []),
    "an entry that was no longer the trigger's department's": (
        lambda: triggered("E").moved("2024-06-02", OTHER), {f"{T}/E": None}, []),
    "an entry that was, as far as is known": (
        lambda: triggered("E").moved("2024-06-02", OTHER, known="2024-08-01"), {f"{T}/E": OVERDUE}, [], END, "2024-07-31"),

    # S7: incidents
    "reported to both": (
        lambda: Case().incident().report("2024-06-03").report("2024-06-04", CYBER, "cyberspaceAuthority", id="second"),
        {DATA: DONE | {"secondsTaken": 0}, CYBERSPACE: DONE | {"secondsTaken": 86_400}}, []),
    "reported to another city": (
        lambda: Case().incident().report("2024-06-04", JINAN), {DATA: still(900)},
        [of("sd329.31.report.recipient", AUTHORITY, by=HOLDER, event="report")]),
    "reported to the province": (
        lambda: Case().incident().report("2024-06-04", PROVINCE), {DATA: still(900)},
        [of("sd329.31.report.recipient", AUTHORITY, by=HOLDER, event="report")]),
    "reported to the right body as the wrong kind": (
        lambda: Case().incident().report("2024-06-04", CYBER), {DATA: still(900), CYBERSPACE: still(900)},
        [of("sd329.31.report.recipient", AUTHORITY, by=HOLDER, event="report")]),
    "reported to nobody": (
        lambda: Case().incident().report("2024-06-04", NOBODY), {DATA: still(900)},
        [of("sd329.31.report.recipient", AUTHORITY, by=HOLDER, event="report")]),
    "reported to another, then to the right one": (
        lambda: Case().incident().report("2024-06-04", JINAN).report("2024-06-05", id="right"),
        {DATA: DONE | {"discharge": {"event": "right"}}}, [of("sd329.31.report.recipient", AUTHORITY, by=HOLDER, event="report")]),
    "reported to another by another": (
        lambda: Case().incident().report("2024-06-04", JINAN, by=OTHER), {DATA: still(900)},
        [of("sd329.31.report.competence", HOLDER, event="report")]),
    "reported where no authority is registered": (lambda: Case(AUTHORITY).incident().report("2024-06-04", JINAN), {DATA: DONE}, []),
    "reported where the department is not registered": (
        lambda: Case(HOLDER).incident().report("2024-06-04", JINAN), {DATA: DONE}, []),
    "reported where the authority is registered later": (
        lambda: Case(AUTHORITY).incident().report("2024-06-04", JINAN).body(AUTHORITY, "2025-01-01"), {DATA: still(900)},
        [of("sd329.31.report.recipient", AUTHORITY, by=HOLDER, event="report")]),
    "reported where the authority is not registered yet": (
        lambda: Case(AUTHORITY).incident().report("2024-06-04", JINAN).body(AUTHORITY, "2025-01-01"), {DATA: DONE}, [], "2024-12-31"),
    "no body reports to itself": (
        lambda: Case().incident(department=AUTHORITY), {DATA: None, CYBERSPACE: still(900), REMEDY: still(900)}, []),
    "the cyberspace authority reports to the data authority": (
        lambda: Case().incident(department=CYBER), {CYBERSPACE: None, DATA: still(900)}, []),
    "a report to itself is no report": (
        lambda: Case().incident(department=AUTHORITY).report("2024-06-04", JINAN, by=OTHER), {DATA: None}, []),
    "the provincial cyberspace authority": (
        lambda: urgent().report("2025-11-05T10:00:00+08:00", PROVINCE_CYBER, "provincialCyberspaceAuthority"),
        {"cir2025.4/I/provincialCyberspaceAuthority": MET, CYBERSPACE: still(380)}, []),
    "the city's in the province's place": (
        lambda: urgent().report("2025-11-05T10:00:00+08:00", CYBER, "provincialCyberspaceAuthority"),
        {"cir2025.4/I/provincialCyberspaceAuthority": OVERDUE},
        [of("cir2025.4.recipient", PROVINCE_CYBER, by=HOLDER, event="report")]),
    "the province's cyberspace authority itself": (
        lambda: urgent(department=PROVINCE_CYBER), {"cir2025.4/I/provincialCyberspaceAuthority": None}, []),
    "critical infrastructure": (
        lambda: urgent("criticalInfrastructure").report("2025-11-05T09:30:00+08:00", NOBODY, "publicSecurity"),
        {"cir2025.4.infrastructure/I/publicSecurity": MET, "cir2025.4.infrastructure/I/protectionDepartment": OVERDUE}, []),
    "critical infrastructure, reported by another": (
        lambda: urgent("criticalInfrastructure").report("2025-11-05T09:30:00+08:00", NOBODY, "protectionDepartment", OTHER),
        {"cir2025.4.infrastructure/I/protectionDepartment": OVERDUE},
        [of("cir2025.4.infrastructure.competence", HOLDER, event="report")]),
    "a central organ, whoever receives it": (
        lambda: urgent("centralOrgan").report("2025-11-05T09:30:00+08:00", JINAN_CYBER, "provincialCyberspaceAuthority"),
        {"cir2025.4.central/I": MET}, []),

    # S8: projects
    "approved by another authority": (
        lambda: Case().project().seen("2024-02-01", JINAN).started(), {},
        [plain("sd329.9.authority", JINAN, "seen"), plain("sd329.9.start", HOLDER, "started")]),
    "approved by one's own": (lambda: Case().project().seen("2024-02-01").started(), {}, []),
    "approved by one's own, rejected by another since": (
        lambda: Case().project().seen("2024-02-01").seen("2024-02-02", JINAN, "rejected", "other").started(), {},
        [plain("sd329.9.authority", JINAN, "other")]),
    "rejected by one's own, approved by another since": (
        lambda: Case().project().seen("2024-02-01", outcome="rejected").seen("2024-02-02", JINAN, id="other").started(), {},
        [plain("sd329.9.authority", JINAN, "other"), plain("sd329.9.start", HOLDER, "started")]),
    "approved by a body that nobody knows": (lambda: Case().project().seen("2024-02-01", NOBODY).started(), {}, []),
    "approved by another after the start": (
        lambda: Case().project().seen("2024-02-01").started().seen("2024-03-02", JINAN, id="other"), {},
        [plain("sd329.9.authority", JINAN, "other")]),
    "a utility's project": (lambda: Case().project(WATER).started(), {}, []),
    "a utility's project, seen by another": (lambda: Case().project(WATER).seen("2024-02-01", JINAN).started(), {}, []),
    "a utility's project, of which nobody knows yet": (
        lambda: Case(WATER).project(WATER).started().body(WATER, "2025-01-01"), {},
        [plain("sd329.9.start", WATER, "started")], "2024-12-31"),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_oracles_rule_so(name):
    rules_so(TABLE[name])


@pytest.mark.parametrize("name", TABLE)
def test_the_tool_rules_so(name, tmp_path):
    tool_rules_so(TABLE[name], tmp_path)


# Evidence: each is by the ids of its events


EVIDENCE = {
    "a reply: the entry's registration and its last move": (
        lambda: asked().moved("2024-06-04", OTHER).moved("2024-06-05", HEIR).moved("2024-06-12", OTHER).reply("2024-06-10", WATER),
        REPLIED, ["reply", "askedR", "entry-E", "moved-14"]),
    "an act about an entry of a trigger": (
        lambda: triggered("E").moved("2024-06-04").revised("2024-06-05", OTHER), UPDATED,
        ["revised", "trigger", "entry-E", "moved-14"]),
    "an act about a trigger": (
        lambda: triggered("E").moved("2024-06-04").reviewed("2024-06-05", OTHER), UPDATED, ["reviewed", "trigger", "entry-E"]),
    "an act about an incident": (
        lambda: Case().incident().remedied("2024-06-04", OTHER), "sd329.31.remedy.competence", ["remedied", "incident"]),
    "an act after a later opening": (
        lambda: decree().reply("2025-09-05").act("share.provided", "2025-09-08", OTHER, request="R", mode="file", id="act"),
        "sc809.22.competence", ["act", "reply", "askedR", "entry-E"]),
    "a report to another": (
        lambda: Case().incident().report("2024-06-04", JINAN), "sd329.31.report.recipient",
        ["report", "incident", f"body-{HOLDER}", f"body-{AUTHORITY}", f"body-{JINAN}"]),
    "a report to nobody": (
        lambda: Case().incident().report("2024-06-04", NOBODY), "sd329.31.report.recipient",
        ["report", "incident", f"body-{HOLDER}", f"body-{AUTHORITY}"]),
    "a use after a withdrawal": (
        lambda: asked().withdraw("2024-06-04").reply("2024-06-05").use(), "sd329.23.agreement",
        ["use", "askedR", "reply", "back", "entry-E"]),
    "a use without a reply": (lambda: asked().use(), "sd329.23.agreement", ["use", "askedR"]),
    "a use without a reply, withdrawn": (lambda: asked().withdraw("2024-06-04").use(), "sd329.23.agreement", ["use", "askedR"]),
    "a start on one's own authority's rejection": (
        lambda: Case().project().seen("2024-02-01", outcome="rejected").seen("2024-02-02", JINAN, id="other").started(),
        "sd329.9.start", ["started", "project", "seen"]),
    "a start on another's approval": (
        lambda: Case().project().seen("2024-02-01", JINAN).seen("2024-02-02", PROVINCE, id="other").started(), "sd329.9.start",
        ["started", "project", "other", f"body-{HOLDER}", f"body-{PROVINCE}"]),
    "a start on nothing": (lambda: Case().project().started(), "sd329.9.start", ["started", "project"]),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_evidence(name):
    assert shown(EVIDENCE[name]) == sorted(EVIDENCE[name][2])


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_tool_s_evidence(name, tmp_path):
    tool_shows(EVIDENCE[name], tmp_path)


# As it happens, and what is done once


def five(at):
    return lambda: Case().entry(), lambda case: case.request(received=at)


LIVE = {  # what is recorded before, the act, and how live recording takes it: an article, a path, or nothing against it
    "a reply by another": (asked, lambda case: case.reply("2024-06-05", OTHER), "第二十三条"),
    "a reply": (asked, lambda case: case.reply("2024-06-05"), None),
    "a reply before the receipt": (asked, lambda case: case.reply("2024-06-02"), None),
    "a reply after the withdrawal": (lambda: asked().withdraw("2024-06-04"), lambda case: case.reply("2024-06-05"), None),
    "a withdrawal by another": (asked, lambda case: case.withdraw("2024-06-05", HOLDER), "第二十三条"),
    "a review by another": (lambda: triggered("E"), lambda case: case.reviewed("2024-06-05", OTHER), "第十六条"),
    "a revision of an entry that is no part of it": (
        lambda: triggered("F"), lambda case: case.revised("2024-06-05", ASKER, "F"), None),
    "a remedy by another": (lambda: Case().incident(), lambda case: case.remedied("2024-06-04", OTHER), "第三十一条"),
    "a report to another": (lambda: Case().incident(), lambda case: case.report("2024-06-04", JINAN), "第三十一条"),
    "a report": (lambda: Case().incident(), lambda case: case.report("2024-06-04"), None),
    "a start on another's approval": (lambda: Case().project().seen("2024-02-01", JINAN), lambda case: case.started(), "第九条"),
    "a start on one's own authority's": (lambda: Case().project().seen("2024-02-01"), lambda case: case.started(), None),
    "a utility's start": (lambda: Case().project(WATER), lambda case: case.started(), None),
    "a remark": (lambda: Case(), lambda case: case.act(
        "training.planned", "2024-03-01", OTHER, training="T", authority=OTHER, title="培训", year=2024), None),
    "received five minutes before": (*five("2024-06-03T08:55:00+08:00"), None),
    "received more than five minutes before": (*five("2024-06-03T08:54:59.999+08:00"), "data.receivedAt"),
}


@pytest.mark.parametrize("name", LIVE)
def test_as_it_happens(name, tmp_path):
    before, act, against = LIVE[name]
    case = before()
    path = made(tmp_path, case.lines)
    record = bare(act(case))[-1:]
    status, out, err = tool.run(["record", path, "-"], lines(record))
    if against is None:
        assert status == 0, err
        return
    assert status == 65 and not out and against in err, err
    impossible = against.startswith("data.")
    for flag in ("--import", "--allow-violations"):
        status, _, err = tool.run(["record", path, "-", flag], lines(record))
        assert (status == 65 and against in err) if impossible else status == 0, err


OPENED = {  # what opens the matter of an act that is done once, and the act; both by whose they are
    "share.withdrawn": (asked, lambda case, by: case.withdraw("2024-06-05", by, f"by-{by}"), ASKER),
    "verification.resolved": (
        lambda: Case().entry().act("verification.raised", "2024-06-03", ASKER, verification="V", entry="E", requester=ASKER,
                                   problem="有误", receivedAt="2024-06-03" + S),
        lambda case, by: case.act("verification.resolved", "2024-06-05", by, verification="V", outcome="confirmed", id=f"by-{by}"), HOLDER),
    "open.replied": (
        disclosure, lambda case, by: case.act("open.replied", "2024-06-05", by, application="A", decision="agreed", id=f"by-{by}"), HOLDER),
    "open.withdrawn": (
        disclosure, lambda case, by: case.act("open.withdrawn", "2024-06-05", by, application="A", reason="无", id=f"by-{by}"), HOLDER),
    "incident.closed": (
        lambda: Case().incident(), lambda case, by: case.act("incident.closed", "2024-06-05", by, incident="I", conclusion="完", id=f"by-{by}"),
        HOLDER),
    "catalog.update-submitted": (
        lambda: triggered("E"),
        lambda case, by: case.act("catalog.update-submitted", "2024-06-05", by, trigger="T", authority=AUTHORITY, id=f"by-{by}"), HOLDER),
}


@pytest.mark.parametrize("order", ["the right one first", "the stranger first"])
@pytest.mark.parametrize("type", OPENED)
def test_what_one_body_does_once(type, order, tmp_path):
    """By another body it may be done as well, whichever comes first; by the same never again."""
    opening, act, right = OPENED[type]
    case = opening()
    path = made(tmp_path, case.lines)
    bodies = [right, OTHER] if order == "the right one first" else [OTHER, right]
    for body in bodies:
        record = json.loads(act(case, body).lines[-1])
        assert recorded(path, record, "--import"), body
        again = {**record, "id": record["id"] + "-again"}
        for flags in (["--import"], ["--allow-violations"]):
            given = again if flags == ["--import"] else {k: v for k, v in again.items() if k != "sourceRecordedAt"}
            assert not recorded(path, given, *flags), body


REPLIES = {  # the entry's moves, then replies by body and moment in the log's order: whether each is recorded
    "two of the holder": ([], [(HOLDER, "2024-06-05", True), (HOLDER, "2024-06-06", False)]),
    "one of the holder, one of a stranger": ([], [(HOLDER, "2024-06-05", True), (OTHER, "2024-06-06", True)]),
    "one of a stranger, one of the holder": ([], [(OTHER, "2024-06-05", True), (HOLDER, "2024-06-06", True)]),
    "two of a stranger": ([], [(OTHER, "2024-06-05", True), (OTHER, "2024-06-06", False)]),
    "two strangers and the holder": (
        [], [(OTHER, "2024-06-05", True), (WATER, "2024-06-06", True), (HOLDER, "2024-06-07", True), (ASKER, "2024-06-08", True)]),
    "the holder and its heir": ([("2024-06-06", HEIR)], [(HOLDER, "2024-06-05", True), (HEIR, "2024-06-07", False)]),
    "the holder, and the heir before its time": (
        [("2024-06-06", HEIR)], [(HOLDER, "2024-06-07", True), (HEIR, "2024-06-05", True)]),
    "the heir before its time, then the holder": (
        [("2024-06-06", HEIR)], [(HEIR, "2024-06-05", True), (HOLDER, "2024-06-07", True)]),
    "the heir, then the holder": ([("2024-06-06", HEIR)], [(HEIR, "2024-06-07", True), (HOLDER, "2024-06-08", False)]),
}


@pytest.mark.parametrize("name", REPLIES)
def test_which_second_reply_contradicts(name, tmp_path):
    moves, replies = REPLIES[name]
    case = asked()
    for at, to in moves:
        case.moved(at, to)
    path = made(tmp_path, case.lines)
    for number, (body, at, taken) in enumerate(replies):
        record = json.loads(case.reply(at, body, id=f"reply-{number}").lines[-1])
        assert recorded(path, record, "--import") == taken, (body, at)


def test_the_generators_know_which_second_reply_contradicts():
    """The same table, for what leaves out of random histories what the ledger would refuse."""
    from histories import Draft, Recorded

    def draft(line):
        one = json.loads(line)
        return Draft(one["id"], one["type"], instant(one["occurredAt"]), one["actor"], one["data"], [], 0, True)

    for name, (moves, replies) in REPLIES.items():
        case, kept, log = asked(), 0, Recorded()
        for at, to in moves:
            case.moved(at, to)
        for line in case.lines:
            log.add(draft(line), kept)
            kept += 1
        for number, (body, at, taken) in enumerate(replies):
            one = draft(case.reply(at, body, id=f"reply-{number}").lines[-1])
            assert log.contradicts(one, kept) != taken, (name, body, at)
            if taken:
                log.add(one, kept)
                kept += 1


# S6: remarks


def book(**rule) -> dict:
    words = {"zh": "不得。", "en": "It shall not."}
    return {"schema": "govledger.rule-book/1", "book": "own/1", "title": words, "inForceFrom": "2020-02-01", "obligations": [],
            "violations": [{"rule": "own.paper", "article": "第一条", "check": "againstSharing", "act": "paper.demanded",
                            "by": "department", "sharing": ["conditional"], "text": words, "message": words, **rule}]}


def paper():
    return Case().entry().act("paper.demanded", "2024-03-01", OTHER, demand="D", department=OTHER, entry="E", matter="登记", id="act")


@pytest.mark.parametrize("grade", [None, "violation", "remark"])
def test_the_grade_decides_where_a_finding_stands(grade, tmp_path):
    document = book(**({"grade": grade} if grade else {}))
    place = tmp_path / "own.json"
    place.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    path = made(tmp_path, paper().lines)
    scope = ["--as-of", END, "--known-at", FAR, "--rules", place]
    report = json.loads(tool.must(["audit", path, *scope, "--format", "json"]))
    kinds = ("remarks", "violations") if grade == "remark" else ("violations", "remarks")
    assert [one["rule"] for one in report[kinds[0]]] == ["own.paper"] and report[kinds[1]] == []
    assert report["summary"][kinds[0]] == 1 and report["summary"][kinds[1]] == 0
    assert tool.run(["audit", path, *scope, "--strict"])[0] == (0 if grade == "remark" else 1)
    assert tool.run(["audit", path, "--as-of", END, "--known-at", FAR, "--strict"])[0] == 1  # the order's own: 第二十七条


def test_remarks_and_violations_of_one_act_stand_apart(tmp_path):
    """An exchange platform of a county's department: two remarks in order, and the summary's keys in theirs."""
    county = cases.code("11370602MB2900020")
    case = Case().act("department.registered", "2019-06-03", county, department=county, name="某局", division="370602", kind="department")
    case.act("platform.recorded", "2024-03-01", county, platform="P", builder=county, kind="exchangePlatform", name="平台", id="act")
    path = made(tmp_path, case.lines)
    printed = tool.must(["audit", path, "--as-of", END, "--known-at", FAR, "--format", "json"])
    report = json.loads(printed)
    assert [one["rule"] for one in report["remarks"]] == ["sd329.21", "sd329.6.reserved"]
    assert all(one["event"] == "act" and one["department"] == county and "expected" not in one for one in report["remarks"])
    assert report["violations"] == [] and list(report) == sorted(report)
    assert list(report["summary"]) == [
        "closed", "corrected", "done", "late", "met", "open", "overdue", "pending", "remarks", "violations"]
    tool.must(["audit", path, "--as-of", END, "--known-at", FAR, "--strict"])
    (mine,) = [one for one in ViolationOracle(stored_events(case.lines, instant(FAR)), BOOKS).findings(bound(END), bound(FAR))
               if one["rule"] == "sd329.21"]
    assert mine["grade"] == "remark"


def test_every_point_has_both_sides():
    """Each rule of competence and of recipients is found in one case, and there is a case of its duty without it."""
    found = {one[0] for _, _, expected, *_ in TABLE.values() for one in expected}
    rules = {rule["rule"] for book in BOOKS.values() for rule in book["obligations"]}
    competence = {name.rpartition(".")[0] for name in found if name.endswith(".competence")}
    untouched = {"sc809.21.unconditional", "cir2025.4", "cir2025.4.central"}
    assert competence == rules - untouched
    assert {name for name in found if name.endswith(".recipient")} == {"sd329.31.report.recipient", "cir2025.4.recipient"}
