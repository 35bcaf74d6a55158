"""The schemas of the project, the tool beside them, and records to try both on."""

import copy
import dataclasses
import json
import os
import pathlib
import re
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import coverage
import jsonschema
import referencing

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "Schemas"
BUNDLED = ROOT / "Sources" / "LedgerCore" / "Bundled"
BASE = "https://govledger.invalid/schemas/"

# The types of the public contract, each opening before the acts on its matter.
TYPES = [
    "department.registered",
    "officer.designated",
    "catalog.entry-registered",
    "catalog.entry-revised",
    "catalog.entry-retired",
    "catalog.update-triggered",
    "catalog.trigger-reviewed",
    "catalog.update-extended",
    "catalog.update-submitted",
    "catalog.update-published",
    "catalog.filed",
    "catalog.master-compiled",
    "source.assigned",
    "collection.started",
    "quality.assessed",
    "purchase.applied",
    "purchase.decided",
    "purchase.completed",
    "purchase.catalogued",
    "share.requested",
    "share.extended",
    "share.supplement-requested",
    "share.supplemented",
    "share.replied",
    "share.provided",
    "share.withdrawn",
    "data.accessed",
    "data.used",
    "verification.raised",
    "verification.resolved",
    "open.published",
    "open.applied",
    "open.correction-requested",
    "open.corrected",
    "open.consultation-begun",
    "open.consultation-ended",
    "open.extended",
    "open.replied",
    "open.withdrawn",
    "open.use-reported",
    "paper.demanded",
    "security.rules-set",
    "security.assessed",
    "security.drill-held",
    "incident.detected",
    "incident.remedied",
    "incident.reported",
    "incident.closed",
    "incident.summarised",
    "plan.published",
    "plan.annual-set",
    "plan.special-filed",
    "project.submitted",
    "project.reviewed",
    "project.started",
    "project.completed",
    "cloud.node-plan-filed",
    "cloud.node-commissioned",
    "cloud.legacy-node-declared",
    "cloud.node-merged",
    "cloud.use-applied",
    "cloud.use-decided",
    "cloud.system-deployed",
    "infrastructure.recorded",
    "platform.recorded",
    "training.planned",
    "training.held",
    "evaluation.recorded",
    "accountability.referred",
    "calendar.notice-issued",
    "rules.adopted",
    "audit.attested",
    "share.revoked",
    "share.relinquished",
    "incident.regraded",
    "open.lapsed",
    "record.corrected",
    "body.renamed",
    "body.succeeded",
    "division.changed",
]

# The articles of Order 329, verbatim (山东省人民政府令第329号, 2019-12-25).
LAW = {coverage.name(number): words.decode() for number, words in coverage.articles(coverage.LAW.read_bytes()).items()}

# The invisible scalars that no id may hold, as first and last of each range.
INVISIBLE = [
    (0x0000, 0x0020), (0x007F, 0x00A0), (0x00AD, 0x00AD), (0x034F, 0x034F),
    (0x061C, 0x061C), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200F),
    (0x2028, 0x202F), (0x205F, 0x206F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
]  # fmt: skip


# Schemas


def files() -> list[pathlib.Path]:
    """The schemas; Schemas/parts has what generated files are made of."""
    return sorted(path for path in SCHEMAS.rglob("*.json") if path.parent.name != "parts")


def load(path: pathlib.Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def registry() -> referencing.Registry:
    """Holds the schemas of the project and nothing else: any other reference fails."""
    return referencing.Registry().with_resources(
        (BASE + path.relative_to(SCHEMAS).as_posix(), referencing.Resource.from_contents(load(path)))
        for path in files()
    )


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = load(SCHEMAS / f"{name}.json")
    return jsonschema.Draft202012Validator(schema, registry=registry())


def tool_names() -> dict[str, pathlib.Path]:
    """The name under which `govledger schema` prints each file."""
    paths = files() + sorted(SCHEMAS.glob("*.sql"))
    return {path.name.removesuffix(path.suffix): path for path in paths}


# The tool


def tool() -> str:
    return os.environ.get("GOVLEDGER") or str(ROOT / ".build" / "debug" / "govledger")


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([tool(), *arguments], input=stdin, capture_output=True, timeout=300)


def succeed(*arguments: str, stdin: bytes = b"") -> bytes:
    done = run(*arguments, stdin=stdin)
    assert done.returncode == 0, f"govledger {' '.join(arguments)}: {done.stderr.decode()}"
    return done.stdout


def line(record: Any, ascii: bool = False) -> bytes:
    return json.dumps(record, ensure_ascii=ascii, separators=(",", ":")).encode() + b"\n"


def events(ledger: str) -> list[dict]:
    return [json.loads(each) for each in succeed("events", ledger).splitlines()]


# Records


def code(stem: str) -> str:
    """A body code: seventeen characters and their check digit (GB 32100)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(stem))
    return stem + alphabet[(31 - total % 31) % 31]


DEPARTMENT = code("11370000MB2846001")
AUTHORITY = code("11370000MB2846002")
CYBERSPACE = code("11370000MB2846003")
REQUESTER = code("11370100MB2846004")
CITY_AUTHORITY = code("11370100MB2846005")
GOVERNMENT = code("11370000MB2846006")
COUNTY = code("11370102MB2846007")
FORMER = code("11370000MB2846008")


def record(id: str, type: str, data: dict, at: str = "2024-03-01T09:00:00+08:00") -> dict:
    return {"id": id, "type": type, "occurredAt": at, "actor": DEPARTMENT, "data": data}


def body(department: str, division: str, kind: str) -> dict:
    data = {"department": department, "name": "示例机构", "division": division, "kind": kind}
    return record(f"body-{department}", "department.registered", data)


def entry(id: str, **changes: Any) -> dict:
    data = {
        "entry": id,
        "department": DEPARTMENT,
        "name": "不动产登记信息",
        "classification": "资源/登记",
        "format": "结构化",
        "fields": [{"name": "不动产单元号", "type": "字符型"}, {"name": "登记时间", "type": "日期型"}],
        "updateCycle": "每日",
        "sharing": "conditional",
        "sharingMode": "接口",
        "useRequirements": "仅用于核验",
        "legalBasis": "《不动产登记暂行条例》",
        "openness": "onApplication",
    }
    data = {key: value for key, value in (data | changes).items() if value is not None}
    return record(f"entry-{id}", "catalog.entry-registered", data)


def example(type: str) -> dict:
    """The example in the type's own schema."""
    return load(SCHEMAS / "events" / f"{type}.json")["examples"][0]


# What the examples say otherwise in one history.
CHANGES: dict[str, dict] = {
    "record.corrected": {"event": "example-training.held"},
    "body.renamed": {"department": DEPARTMENT, "on": "2025-10-01"},
    "body.succeeded": {"department": FORMER, "successors": [{"department": DEPARTMENT}], "on": "2025-10-01"},
    "division.changed": {"division": "371200", "successor": "370100", "on": "2019-01-09"},
}


def acted(id: str, type: str, **changes: Any) -> dict:
    """The example as it may be done: received when it was asked, and by whose act it is."""
    data = example(type) | CHANGES.get(type, {}) | changes
    at = data["receivedAt"] if type in RECEIVED else "2025-10-13T09:00:00+08:00"
    found = record(id, type, data, at=at)
    if type in ("share.withdrawn", "share.supplemented", "share.relinquished"):
        found["actor"] = example("share.requested")["requester"]
    if type == "catalog.update-published":
        found["actor"] = example("catalog.update-submitted")["authority"]
    return found


def history() -> list[dict]:
    """A lawful history, made of the schemas' own examples, that has every type."""
    first = [
        body(AUTHORITY, "370000", "dataAuthority"),
        body(CYBERSPACE, "370000", "cyberspaceAuthority"),
        body(REQUESTER, "370100", "department"),
        body(CITY_AUTHORITY, "370100", "dataAuthority"),
        body(GOVERNMENT, "370000", "government"),
        body(COUNTY, "370102", "department"),
        body(FORMER, "370000", "department"),
        entry("C-8"),
        entry("C-9", sharing="unconditional", legalBasis=None),
        entry("C-10", sharing="notShared"),
    ]
    other = example("share.requested") | {"request": "SR-2", "receivedAt": "2025-08-04T09:00:00Z"}
    # The revision cites the trigger, and nothing may name the retired entry after its retirement.
    last = ["catalog.entry-revised", "catalog.entry-retired"]
    rest = [acted(f"example-{type}", type) for type in [each for each in TYPES if each not in last] + last]
    application = example("open.applied") | {"application": "OA-2"}
    for act, opening in {
        "share.withdrawn": record("second-request", "share.requested", other),
        "open.withdrawn": record("second-application", "open.applied", application),
    }.items():
        rest.insert(next(i for i, each in enumerate(rest) if each["type"] == act), opening)
    return first + rest


# Mutations


@dataclasses.dataclass
class Mutation:
    """One change to a valid record: what it is, and whether the result is still valid."""

    type: str
    label: str
    key: str | None
    valid: bool
    change: Callable[[dict, int], None]

    def apply(self, number: int) -> dict:
        result = copy.deepcopy(template(self.type, number)[1])
        self.change(result, number)
        return result


def template(type: str, number: int) -> tuple[list[dict], dict]:
    """A complete record that no other record of the same number contradicts, and what it needs."""
    n = f"{number:06d}"
    trigger = {
        "trigger": f"T-{n}",
        "department": DEPARTMENT,
        "kind": "lawAmended",
        "instrument": "《中华人民共和国数据安全法》",
        "promulgatedOn": "2021-06-10",
        "effectiveOn": "2021-09-01",
        "entries": [f"C-{n}", f"D-{n}"],
    }
    request = {
        "request": f"SR-{n}",
        "entry": f"C-{n}",
        "requester": REQUESTER,
        "purpose": "核验申请人身份",
        "legalBasis": "《不动产登记暂行条例实施细则》",
        "items": ["不动产单元号", "登记时间"],
        "receivedAt": "2024-03-01T09:00:00+08:00",
    }
    verification = {
        "verification": f"V-{n}",
        "entry": f"C-{n}",
        "requester": REQUESTER,
        "problem": "不动产单元号与登记簿不一致",
        "receivedAt": "2024-03-01T09:00:00+08:00",
    }
    application = {
        "application": f"OA-{n}",
        "entry": f"C-{n}",
        "applicant": "山东某科技有限公司",
        "purpose": "交通出行服务研发",
        "receivedAt": "2024-03-01T09:00:00+08:00",
    }
    extension = {"authority": AUTHORITY, "days": 5, "reason": "涉及多部门"}
    incident = {
        "incident": f"I-{n}",
        "department": DEPARTMENT,
        "kind": "leak",
        "summary": "外泄",
        "grade": "larger",
        "operator": "centralOrgan",
    }
    project = {
        "project": f"P-{n}",
        "department": DEPARTMENT,
        "kind": "develop",
        "name": "数据共享交换系统升级",
        "fixedAssetInvestment": False,
        "stateSubsidy": False,
    }
    review = {"project": f"P-{n}", "authority": AUTHORITY, "outcome": "approved", "reasons": "可行"}
    plan = {
        "plan": f"PL-{n}",
        "government": GOVERNMENT,
        "period": "2021—2025年",
        "title": "电子政务和政务数据发展规划",
    }
    node_plan = {
        "node": f"CN-{n}",
        "authority": CITY_AUTHORITY,
        "filedWith": AUTHORITY,
        "title": "云节点建设方案",
    }
    node = {"node": f"CN-{n}", "builder": CITY_AUTHORITY, "name": "电子政务云节点"}
    legacy = {"node": f"LN-{n}", "builder": COUNTY, "builtOn": "2018-06-30", "name": "政务云平台"}
    use = {
        "system": f"CS-{n}",
        "authority": CITY_AUTHORITY,
        "department": REQUESTER,
        "name": "一窗受理系统",
        "node": f"CN-{n}",
    }
    source = {
        "item": f"DI-{n}",
        "department": DEPARTMENT,
        "entry": f"C-{n}",
        "supersedes": REQUESTER,
    }
    purchase = {
        "purchase": f"PU-{n}",
        "authority": AUTHORITY,
        "data": "道路通行速度数据",
        "department": DEPARTMENT,
        "purpose": "评估交通出行状况",
    }
    bought = {
        "purchase": f"PU-{n}",
        "data": "道路通行速度数据",
        "department": DEPARTMENT,
        "supplier": "某交通数据有限公司",
    }
    training = {
        "training": f"TR-{n}",
        "authority": AUTHORITY,
        "title": "政务数据目录管理培训",
        "year": 2024,
    }
    entries = [entry(f"C-{n}"), entry(f"D-{n}")]
    triggered = entries + [record(f"trigger-{n}", "catalog.update-triggered", trigger)]
    requested = entries[:1] + [record(f"request-{n}", "share.requested", request)]
    raised = entries[:1] + [record(f"verification-{n}", "verification.raised", verification)]
    applied = entries[:1] + [record(f"application-{n}", "open.applied", application)]
    detected = [record(f"incident-{n}", "incident.detected", incident)]
    submitted = [record(f"project-{n}", "project.submitted", project)]
    planned = [record(f"plan-{n}", "plan.published", plan)]
    filed = [record(f"node-plan-{n}", "cloud.node-plan-filed", node_plan)]
    on_cloud = filed + [record(f"use-{n}", "cloud.use-applied", use)]
    wanted = [record(f"purchase-{n}", "purchase.applied", purchase)]
    approval = {"purchase": f"PU-{n}", "authority": AUTHORITY, "outcome": "approved", "reasons": "需要"}
    allowed = wanted + [record(f"approval-{n}", "purchase.decided", approval)]
    cases: dict[str, tuple[list[dict], dict]] = {
        "department.registered": (
            [],
            body(code(f"11370000MC{n}0"), "370000", "department")["data"],
        ),
        "officer.designated": ([], {"department": DEPARTMENT, "name": "张某", "post": "办公室副主任"}),
        "catalog.entry-registered": (
            [],
            entry(f"C-{n}", origin="produced", stateSecret=False)["data"],
        ),
        "catalog.entry-revised": (
            triggered,
            entry(f"C-{n}", name="新名称")["data"] | {"trigger": f"T-{n}"},
        ),
        "catalog.entry-retired": (
            triggered,
            {"entry": f"C-{n}", "reason": "职能划出", "trigger": f"T-{n}"},
        ),
        "catalog.update-triggered": (entries, trigger),
        "catalog.trigger-reviewed": (
            triggered,
            {"trigger": f"T-{n}", "entry": f"C-{n}", "outcome": "noChangeNeeded", "reason": "无影响"},
        ),
        "catalog.update-extended": (
            triggered,
            {"trigger": f"T-{n}", "entry": f"C-{n}"} | extension,
        ),
        "catalog.update-submitted": (triggered, {"trigger": f"T-{n}", "authority": AUTHORITY}),
        "catalog.update-published": (triggered, {"trigger": f"T-{n}"}),
        "catalog.filed": (
            entries,
            {"department": DEPARTMENT, "authority": AUTHORITY, "entries": [f"C-{n}", f"D-{n}"]},
        ),
        "catalog.master-compiled": (
            [],
            {"compilation": f"MC-{n}", "authority": AUTHORITY, "division": "370000", "entries": 160_000},
        ),
        "source.assigned": (
            entries[:1]
            + [
                record(
                    f"source-{n}",
                    "source.assigned",
                    {"item": f"DI-{n}", "department": REQUESTER, "entry": f"C-{n}"},
                )
            ],
            source,
        ),
        "collection.started": (
            entries[:1],
            {
                "collection": f"CO-{n}",
                "department": REQUESTER,
                "entry": f"C-{n}",
                "exceptionBasis": "《不动产登记暂行条例》第十九条",
                "purpose": "实地查看房屋现状",
            },
        ),
        "quality.assessed": (
            entries[:1],
            {
                "entry": f"C-{n}",
                "accuracy": 96,
                "assessor": AUTHORITY,
                "completeness": 99,
                "timeliness": 88,
                "usability": 93,
            },
        ),
        "purchase.applied": ([], purchase),
        "purchase.decided": (wanted, approval),
        "purchase.completed": (allowed, bought),
        "purchase.catalogued": (
            entries[:1] + allowed + [record(f"bought-{n}", "purchase.completed", bought)],
            {"purchase": f"PU-{n}", "entry": f"C-{n}"},
        ),
        "share.requested": (entries[:1], request),
        "share.extended": (
            requested,
            {"request": f"SR-{n}", "noticedOn": "2024-03-04"} | extension,
        ),
        "share.supplement-requested": (
            requested,
            {"request": f"SR-{n}", "missing": ["使用场景说明", "履职依据文件"]},
        ),
        "share.supplemented": (
            requested,
            {"request": f"SR-{n}", "receivedAt": "2024-03-01T09:00:00+08:00"},
        ),
        "share.replied": (
            requested,
            {"request": f"SR-{n}", "decision": "refused", "terms": "不得留存", "reasons": "超出范围"},
        ),
        "share.provided": (requested, {"request": f"SR-{n}", "mode": "batch"}),
        "share.withdrawn": (requested, {"request": f"SR-{n}", "reason": "不再需要"}),
        "share.revoked": (requested, {"request": f"SR-{n}", "reason": "未落实安全要求"}),
        "share.relinquished": (requested, {"request": f"SR-{n}", "reason": "业务办结"}),
        "data.accessed": (
            entries[:1],
            {
                "access": f"DA-{n}",
                "calls": 18_250,
                "entry": f"C-{n}",
                "on": "2024-02-29",
                "requester": REQUESTER,
            },
        ),
        "data.used": (
            requested,
            {
                "use": f"DU-{n}",
                "department": REQUESTER,
                "purpose": "核验申请人身份",
                "request": f"SR-{n}",
            },
        ),
        "verification.raised": (entries[:1], verification),
        "verification.resolved": (
            raised,
            {"verification": f"V-{n}", "outcome": "confirmed", "explanation": "与登记簿一致"},
        ),
        "open.published": (
            entries[:1],
            {"entry": f"C-{n}", "mode": "onApplication", "site": "山东公共数据开放网"},
        ),
        "open.applied": (entries[:1], application),
        "open.correction-requested": (
            applied,
            {"application": f"OA-{n}", "missing": ["数据范围", "使用期限"]},
        ),
        "open.corrected": (
            applied,
            {"application": f"OA-{n}", "receivedAt": "2024-03-01T09:00:00+08:00"},
        ),
        "open.consultation-begun": (applied, {"application": f"OA-{n}", "party": "某公交公司"}),
        "open.consultation-ended": (applied, {"application": f"OA-{n}", "outcome": "同意公开"}),
        "open.extended": (
            applied,
            {
                "application": f"OA-{n}",
                "consentedBy": "信息公开工作机构负责人",
                "days": 10,
                "noticedOn": "2024-03-04",
                "reason": "数据脱敏工作量大",
            },
        ),
        "open.replied": (
            applied,
            {"application": f"OA-{n}", "decision": "refused", "reasons": "不属于开放范围"},
        ),
        "open.lapsed": (applied, {"application": f"OA-{n}", "reason": "逾期未补正"}),
        "open.withdrawn": (applied, {"application": f"OA-{n}", "reason": "不再需要"}),
        "open.use-reported": (applied, {"application": f"OA-{n}", "purpose": "交通出行服务研发"}),
        "paper.demanded": (
            entries[:1],
            {
                "demand": f"PD-{n}",
                "department": REQUESTER,
                "entry": f"C-{n}",
                "exceptionBasis": "《不动产登记暂行条例》第十六条",
                "matter": "不动产转移登记",
            },
        ),
        "security.rules-set": (
            [],
            {"department": DEPARTMENT, "kind": "emergencyPlan", "title": "应急处置预案"},
        ),
        "security.assessed": (
            [],
            {"department": DEPARTMENT, "kind": "riskAssessment", "result": "无高风险问题"},
        ),
        "security.drill-held": ([], {"department": DEPARTMENT, "scenario": "接口数据泄露"}),
        "incident.detected": ([], incident),
        "incident.remedied": (detected, {"incident": f"I-{n}", "measures": "关闭接口"}),
        "incident.reported": (
            detected,
            {"incident": f"I-{n}", "recipient": AUTHORITY, "recipientKind": "dataAuthority"},
        ),
        "incident.regraded": (detected, {"incident": f"I-{n}", "grade": "major", "reason": "影响扩大"}),
        "incident.closed": (detected, {"incident": f"I-{n}", "conclusion": "漏洞已修复"}),
        "incident.summarised": (
            detected,
            {"incident": f"I-{n}", "recipient": CYBERSPACE, "summary": "接口鉴权配置错误"},
        ),
        "plan.published": ([], plan),
        "plan.annual-set": (
            planned,
            {
                "plan": f"PA-{n}",
                "authority": AUTHORITY,
                "developmentPlan": f"PL-{n}",
                "title": "年度工作计划",
                "year": 2024,
            },
        ),
        "plan.special-filed": (
            planned,
            {
                "plan": f"PS-{n}",
                "authority": AUTHORITY,
                "department": DEPARTMENT,
                "developmentPlan": f"PL-{n}",
                "title": "系统建设专项规划",
            },
        ),
        "project.submitted": ([], project),
        "project.reviewed": (submitted, review),
        "project.started": (
            submitted + [record(f"review-{n}", "project.reviewed", review)],
            {"project": f"P-{n}"},
        ),
        "project.completed": (submitted, {"project": f"P-{n}"}),
        "cloud.node-plan-filed": ([], node_plan),
        "cloud.node-commissioned": (filed, node),
        "cloud.legacy-node-declared": ([], legacy),
        "cloud.node-merged": (
            filed + [record(f"legacy-{n}", "cloud.legacy-node-declared", legacy)],
            {"node": f"LN-{n}", "authority": CITY_AUTHORITY, "into": f"CN-{n}"},
        ),
        "cloud.use-applied": (filed, use),
        "cloud.use-decided": (
            on_cloud,
            {
                "system": f"CS-{n}",
                "authority": CITY_AUTHORITY,
                "outcome": "approved",
                "reasons": "资源满足",
            },
        ),
        "cloud.system-deployed": (
            on_cloud,
            {"system": f"CS-{n}", "department": REQUESTER, "node": f"CN-{n}"},
        ),
        "infrastructure.recorded": (
            [],
            {
                "infrastructure": f"IF-{n}",
                "builder": AUTHORITY,
                "kind": "network",
                "name": "电子政务外网",
            },
        ),
        "platform.recorded": (
            [],
            {
                "platform": f"PF-{n}",
                "builder": AUTHORITY,
                "kind": "exchangePlatform",
                "name": "交换共享平台",
            },
        ),
        "training.planned": ([], training),
        "training.held": (
            [record(f"training-{n}", "training.planned", training)],
            {"training": f"TR-{n}", "participants": 120},
        ),
        "evaluation.recorded": (
            [],
            {
                "evaluation": f"EV-{n}",
                "department": DEPARTMENT,
                "government": GOVERNMENT,
                "period": "2023年",
                "result": "良好",
            },
        ),
        "accountability.referred": (
            [],
            {
                "referral": f"RF-{n}",
                "basis": "《山东省电子政务和政务数据管理办法》第三十七条",
                "department": REQUESTER,
                "findings": ["逾期答复共享申请", "要求另行提供纸质材料"],
                "referredTo": "纪检监察机关",
            },
        ),
        "calendar.notice-issued": (
            [],
            {
                "notice": f"国办发明电〔2024〕{n}号",
                "issuedOn": "2024-03-01",
                "off": ["2024-06-10", "2024-06-11"],
                "worked": ["2024-06-15", "2024-06-16"],
            },
        ),
        "rules.adopted": ([], {"book": "order-329/1", "from": "2020-02-01"}),
        "audit.attested": (
            [],
            {
                "asOf": "2024-12-31T23:59:59.999+08:00",
                "knownAt": "2025-01-31T23:59:59.999+08:00",
                "ruleBook": "order-329/1",
                "size": 0,
                "root": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "reportDigest": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "projectionsDigest": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "obligations": number,
                "obligationsRoot": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "violations": number,
                "violationsRoot": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            },
        ),
        "record.corrected": (
            [entry(f"C-{n}")],
            {"event": entry(f"C-{n}")["id"], "reason": "录入有误", "replacedBy": f"entry-{n}-2"},
        ),
        "body.renamed": (
            [],
            {"department": DEPARTMENT, "name": "山东省示例厅", "on": "2024-02-29", "instrument": "鲁编〔2024〕1号"},
        ),
        "body.succeeded": (
            entries + [body(code(f"11370000MD{n}0"), "370000", "department")],
            {
                "department": code(f"11370000MD{n}0"),
                "successors": [{"department": AUTHORITY, "scope": [f"C-{n}", f"D-{n}"]}, {"department": DEPARTMENT}],
                "on": "2024-02-29",
                "instrument": "山东省机构改革方案",
            },
        ),
        "division.changed": (
            [],
            {"division": division(number), "successor": "370100", "on": "2024-02-29", "instrument": "国函〔2018〕163号"},
        ),
    }
    needs, data = cases[type]
    return needs, record(f"target-{n}", type, data)


def division(number: int) -> str:
    """A division of another province, for each number another."""
    place, rest = divmod(number, 9_900)
    province = 99 if number >= 900_000 else 10 + place % 26  # none of Shandong's
    return f"{province}{1 + rest // 100:02d}{rest % 100:02d}"


# The key of each type that names what the record creates, or may create: its id may be any other.
CREATES = {
    "catalog.entry-registered": "entry",
    "catalog.update-triggered": "trigger",
    "catalog.master-compiled": "compilation",
    "source.assigned": "item",
    "collection.started": "collection",
    "purchase.applied": "purchase",
    "purchase.completed": "purchase",
    "share.requested": "request",
    "data.accessed": "access",
    "data.used": "use",
    "verification.raised": "verification",
    "open.applied": "application",
    "paper.demanded": "demand",
    "incident.detected": "incident",
    "plan.published": "plan",
    "plan.annual-set": "plan",
    "plan.special-filed": "plan",
    "project.submitted": "project",
    "cloud.node-plan-filed": "node",
    "cloud.node-commissioned": "node",
    "cloud.legacy-node-declared": "node",
    "cloud.use-applied": "system",
    "cloud.system-deployed": "system",
    "infrastructure.recorded": "infrastructure",
    "platform.recorded": "platform",
    "training.planned": "training",
    "evaluation.recorded": "evaluation",
    "accountability.referred": "referral",
    "calendar.notice-issued": "notice",
}

# The types that are about a body: about one that is registered, or, the first, about one that is not.
OF_BODIES = [
    "department.registered",
    "officer.designated",
    "security.rules-set",
    "security.assessed",
    "security.drill-held",
    "body.renamed",
    "body.succeeded",
]

# The dates that are not after the day of the act.
RECEIVED = ("share.requested", "verification.raised", "open.applied")
LOOKING_BACK = {
    "data.accessed": "on", "cloud.legacy-node-declared": "builtOn", "body.renamed": "on", "body.succeeded": "on",
    "division.changed": "on",
}


def _around(ranges: list[tuple[int, int]]) -> list[str]:
    """The visible neighbours of the invisible ranges."""
    hidden = {scalar for first, last in ranges for scalar in range(first, last + 1)}
    beside = {first - 1 for first, _ in ranges} | {last + 1 for _, last in ranges}
    return [chr(each) for each in sorted(beside - hidden) if 0 <= each]


_HIDDEN = [chr(each) for first, last in INVISIBLE for each in sorted({first, (first + last) // 2, last})]
_BAD_IDS = ["", "x" * 65, "𠮷" * 65, *(f"a{c}b" for c in _HIDDEN), " a", "a\n"]
_GOOD_IDS = [
    *(f"{{n:06d}}{c}" for c in _around(INVISIBLE) if c not in "/{}"),
    "{n:06d}" + "x" * 58,
    "{n:06d}" + "𠮷" * 58,
    '{n:06d}"\\',
    "{n:06d}é😀〔〕",
]
_BAD_TEXTS = ["", " ", "\t\r\n", "\u3000", "\u200b\ufeff", "\U000e0041", "核\u0000", "a\u0007b"]
_BAD_TEXTS += ["a\u000bb", "a\u000cb", "a\u001fb", "a\u007fb", "a\u0085b", "\u009f核"]
_GOOD_TEXTS = ["x", "a\tb\r\nc", "\u200b核\u200b", "👩‍👩‍👧", 'a"\\/b', "\u00a0x\u2028y", "字" * 15000]
_BAD_DATES = ["", "2025-02-29", "1900-02-29", "2100-02-29", "2025-04-31", "2025-13-01", "2025-00-10"]
_BAD_DATES += ["2025-01-00", "2025-1-1", "20250101", "0000-01-01", "2025-01-01T00:00:00+08:00"]
_BAD_DATES += ["2025-01-01\n", " 2025-01-01", "+2025-01-01", "２０２５-01-01", "2025/01/01", "10000-01-01"]
_GOOD_DATES = ["2024-02-29", "2000-02-29", "0001-01-01", "0004-02-29", "9999-12-31", "2025-12-31"]
_BAD_TIMES = ["", "2024-03-01", "2024-03-01T09:00:00", "2024-03-01 09:00:00+08:00"]
_BAD_TIMES += ["2024-03-01T09:00:00+0800", "2024-03-01T09:00:00+08", "2024-03-01T09:00:00+24:00"]
_BAD_TIMES += ["2024-03-01T09:00:00+08:60", "2024-03-01T09:00:60+08:00", "2024-03-01T24:00:00+08:00"]
_BAD_TIMES += ["2024-03-01T09:60:00+08:00", "2023-02-29T09:00:00+08:00", "2024-03-01T09:00:00.+08:00"]
_BAD_TIMES += ["2024-03-01T09:00:00,5+08:00", "2024-03-01T09:00:00+08:00 ", "2024-03-01T09:00:00+08:00\n"]
_BAD_TIMES += ["2024-03-01T09:00+08:00", "2024-03-01T9:00:00+08:00", "２024-03-01T09:00:00Z", "09:00:00Z"]
_BAD_TIMES += ["2024-03-01T09:00:00\u221208:00", "1709254800"]
_GOOD_TIMES = ["2024-03-01T01:00:00Z", "2024-03-01t01:00:00z", "2024-03-01T09:00:00.5+08:00"]
_GOOD_TIMES += ["2024-03-01T09:00:00.999999999999+08:00", "2024-03-01T09:00:00-00:00"]
_GOOD_TIMES += ["2024-03-01T09:00:00+23:59", "2024-02-29T09:00:00-23:59", "0001-01-01T00:00:00+08:00"]
_BAD_CODES = ["", DEPARTMENT[:17], DEPARTMENT + "0", DEPARTMENT.lower(), DEPARTMENT + "\n"]
_BAD_CODES += [DEPARTMENT[:8] + c + DEPARTMENT[9:] for c in "IOSVZ１ -"]
_BAD_DIVISIONS = ["", "37010", "3701020", "070000", "370001", "307a00", "370000\n", "３70000", "37 000"]
_GOOD_DIVISIONS = ["370000", "370100", "370102", "370199", "100000", "990100"]
_BAD_BOOKS = ["", "order-329", "order-329/0", "order-329/01", "order-329/1000000", "Order-329/1"]
_BAD_BOOKS += ["-order/1", "order 329/1", "order-329/1\n", "order-329/１", "order/329/1", "a" * 63 + "/1"]
_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
_BAD_HASHES = ["", "x", _HASH[:-1], _HASH + "\n", " " + _HASH, _HASH[:-2] + "V=", _HASH.replace("+", "-"), _HASH * 2]
_BOOK = load(BUNDLED / "order-329.json")  # under the name that the template adopts
_BAD_DOCUMENTS: list[Any] = [None, True, 0, "order-329/1", [], {}, [_BOOK], _BOOK | {"extra": 1}]
_BAD_DOCUMENTS += [{k: v for k, v in _BOOK.items() if k != key} for key in _BOOK if key not in ("binds", "excludes")]
_BAD_DOCUMENTS += [_BOOK | {"binds": bad} for bad in (
    None, "370000", {}, {"province": "37"}, {"province": "370100"}, {"province": "370000", "notKinds": []},
    {"province": "370000", "notKinds": ["village"]}, {"province": "370000", "kinds": ["township"]})]
_BAD_DOCUMENTS += [_BOOK | {"excludes": bad} for bad in (None, "share.requested", ["share.asked"], ["share.requested"] * 2)]
_BAD_DOCUMENTS += [_BOOK | {"schema": "govledger.rule-book/9"}, _BOOK | {"inForceFrom": "2020-02-30"}]
_BAD_DOCUMENTS += [_BOOK | {"obligations": [{}]}, _BOOK | {"violations": None}, _BOOK | {"title": "山东"}]

_WRONG_SCALARS: list[Any] = [None, 0, -7, 1.5, [], {}, ["x"], {"zh": "x"}]
_POOLS: dict[str, tuple[list[Any], list[Any]]] = {
    "entityID": (_BAD_IDS + _WRONG_SCALARS + [True], _GOOD_IDS),
    "eventID": (_BAD_IDS + _WRONG_SCALARS + [True], _GOOD_IDS),
    "triggerID": (_BAD_IDS + ["a/b", "/"] + _WRONG_SCALARS + [True], _GOOD_IDS),
    "text": (_BAD_TEXTS + _WRONG_SCALARS + [True], _GOOD_TEXTS),
    "date": (_BAD_DATES + _WRONG_SCALARS + [True], _GOOD_DATES),
    "timestamp": (_BAD_TIMES + _WRONG_SCALARS + [True], _GOOD_TIMES),
    "bodyCode": (_BAD_CODES + _WRONG_SCALARS + [True], [code("12370000MB2846009")]),
    "divisionCode": (_BAD_DIVISIONS + _WRONG_SCALARS + [True], _GOOD_DIVISIONS),
    "bookName": (_BAD_BOOKS + _WRONG_SCALARS + [True], ["order-329/1"]),
    "bookNames": (
        _BAD_BOOKS + [",", "order-329/1,", ",order-329/1", "a/1,,b/1", "a/1, b/1", "a/1;b/1", "a/1,b"] + _WRONG_SCALARS + [True],
        ["order-329/1", "order-329/1,decree-809/1"]),
    "rule-book.json": (_BAD_DOCUMENTS, [_BOOK]),
    "days": ([None, 0, -1, 3651, 1.5, 1 << 53, "5", "", [], {}, True], [1, 3650]),
    "integer": ([None, -1, 1.5, 1 << 53, "1", "", [], {}, True], []),
    "sha256Root": (_BAD_HASHES + _WRONG_SCALARS + [True], [_HASH, "A" * 43 + "="]),
    "boolean": (_WRONG_SCALARS + [1, "true", ""], [True, False]),
}


def _kind(schema: dict) -> str:
    """What a property is: a definition of common.json, a whole schema, `enum`, `boolean` or `array`."""
    reference = schema.get("$ref", "")
    if "#/properties/" in reference:
        file, key = reference.split("#/properties/")
        return _kind(load(SCHEMAS / "events" / file)["properties"][key])
    return reference.rpartition("/")[2] or ("enum" if "enum" in schema else schema["type"])


def _resolved(schema: dict) -> dict:
    reference = schema.get("$ref", "")
    if "#/properties/" not in reference:
        return schema
    file, key = reference.split("#/properties/")
    return load(SCHEMAS / "events" / file)["properties"][key]


def _setter(path: tuple, value: Any) -> Callable[[dict, int], None]:
    def change(target: dict, number: int) -> None:
        for key in path[:-1]:
            target = target[key]
        unique = isinstance(value, str) and "{n:06d}" in value
        target[path[-1]] = value.replace("{n:06d}", f"{number:06d}") if unique else copy.deepcopy(value)

    return change


def _dropper(path: tuple) -> Callable[[dict, int], None]:
    def change(target: dict, number: int) -> None:
        for key in path[:-1]:
            target = target[key]
        del target[path[-1]]

    return change


def _list_changes(key: str, items: dict) -> Iterator[tuple[str, bool, Callable[[list], list]]]:
    """Changes of a list that hold for every list, then those of its own kind of element."""
    yield "one element", True, lambda old: old[:1]
    yield "reversed", True, lambda old: old[::-1]
    yield "a duplicate", False, lambda old: old + old[:1]
    for wrong in [None, 0, True, [], ["x"], 1.5]:
        yield f"element {wrong!r}", False, lambda old, wrong=wrong: old + [wrong]
    if key == "fields":
        yield "no elements", False, lambda old: []
        yield "element text", False, lambda old: old + ["x"]
        yield "element without name", False, lambda old: [{"type": "x"}]
        yield "element without type", False, lambda old: old + [{"name": "x"}]
        yield "element with more", False, lambda old: [old[0] | {"length": "18"}]
        yield "element with null", False, lambda old: [old[0] | {"type": None}]
        for bad in _BAD_TEXTS:
            yield f"name {bad!r}", False, lambda old, bad=bad: [{"name": bad, "type": "x"}]
        yield "many", True, lambda old: [{"name": f"n{i}", "type": "字符型"} for i in range(300)]
        return
    if key == "successors":
        yield "no elements", False, lambda old: []
        yield "element without department", False, lambda old: [{"scope": old[0]["scope"]}]
        yield "element with more", False, lambda old: [old[0] | {"share": 1}]
        yield "element with null", False, lambda old: [old[0] | {"scope": None}]
        yield "element with an empty scope", False, lambda old: [old[0] | {"scope": []}]
        yield "element with one entry twice", False, lambda old: [old[0] | {"scope": old[0]["scope"][:1] * 2}]
        yield "element with one entry", True, lambda old: [old[0] | {"scope": old[0]["scope"][:1]}]
        for bad in _BAD_CODES:
            yield f"department {bad!r}", False, lambda old, bad=bad: [old[0] | {"department": bad}]
        for bad in _BAD_IDS:
            yield f"scope {bad!r}", False, lambda old, bad=bad: [old[0] | {"scope": [bad]}]
        yield "too many", False, lambda old: old[:1] * 1001
        return
    yield "element object", False, lambda old: old + [{}]
    for bad in _POOLS[_kind(items)][0]:
        if isinstance(bad, str):
            yield f"element {bad!r}", False, lambda old, bad=bad: old[:1] + [bad]
    if key in ("off", "worked"):
        yield "no elements", True, lambda old: []
        yield "boundaries", True, lambda old: ["9998-12-31"] if old[0] == "2024-06-10" else ["0001-01-01"]
        yield "the year 9999", False, lambda old: ["9999-01-01"]
    if key in ("items", "missing", "findings"):
        yield "no elements", False, lambda old: []
        for good in _GOOD_TEXTS:
            yield f"element {good[:20]!r}", True, lambda old, good=good: old + [good]


def _value_mutations(type: str, path: tuple, schema: dict, fresh: bool) -> Iterator[Mutation]:
    key = path[-1]
    schema = _resolved(schema)
    kind = _kind(schema)
    if kind == "dates":
        kind, schema = "array", load(SCHEMAS / "common.json")["$defs"]["dates"]
    if kind == "enum":
        values = schema["enum"]
        for value in values:
            yield Mutation(type, f"{key} = {value}", key, True, _setter(path, value))
        bad = ["", "unknown", values[0].upper(), values[0] + " ", values[-1] + "\n", "同意"]
        for value in bad + _WRONG_SCALARS + [True]:
            yield Mutation(type, f"{key} = {value!r}", key, False, _setter(path, value))
    elif kind == "array":
        for value in [None, True, 0, 1.5, "x", {}, {"0": "x"}]:
            yield Mutation(type, f"{key} = {value!r}", key, False, _setter(path, value))
        for label, valid, change in _list_changes(key, schema["items"]):

            def changed(target: dict, number: int, change: Any = change) -> None:
                target["data"][key] = change(target["data"].get(key, ["姓名"]))

            yield Mutation(type, f"{key}: {label}", key, valid, changed)
    else:
        bad, good = _POOLS[kind]
        if "not" in schema:
            out = [value for value in good if re.search(schema["not"]["pattern"], value)]
            bad, good = bad + out, [value for value in good if value not in out]
        if kind == "integer":
            least, most = schema["minimum"], schema["maximum"]
            bad = bad + [least - 1, most + 1]
            # What an attestation counts is bounded by the log.
            good = [least, least + 1] if type == "audit.attested" else [least, least + 1, most]
        if "const" in schema:
            bad = bad + [value for value in good if value != schema["const"]]
            good = [schema["const"]]
        if LOOKING_BACK.get(type) == key:
            last = template(type, 0)[1]["occurredAt"][:10]
            good = [date for date in good if date <= last]
        for value in bad:
            yield Mutation(type, f"{key} = {str(value)[:20]!r}", key, False, _setter(path, value))
        for value in good if fresh or not kind.endswith("ID") else []:
            yield Mutation(type, f"{key} = {value!s:.20}", key, True, _setter(path, value))


# What stands only beside something else, or is compared with what was recorded before (test_rulings_3.py): of
# these keys only what the schema refuses is tried.
DEPENDENT = {
    ("share.requested", "items"), ("share.replied", "items"), ("share.replied", "validUntil"), ("data.used", "request"),
    ("data.used", "entry"), ("division.changed", "division"), ("division.changed", "successor"),
}
# Without these an entry is well formed, and unlawful (article 15).
SEVEN_ITEMS = {"classification", "format", "fields", "updateCycle", "sharing", "sharingMode", "useRequirements"}


def _data_mutations(type: str) -> Iterator[Mutation]:
    for mutation in _all_data_mutations(type):
        unlawful = type == "catalog.entry-registered" and mutation.label in {f"no {key}" for key in SEVEN_ITEMS}
        partly = type == "share.replied" and mutation.label == "decision = partlyAgreed"
        if mutation.valid and ((type, mutation.key) in DEPENDENT or unlawful or partly):
            continue
        yield mutation


def _all_data_mutations(type: str) -> Iterator[Mutation]:
    schema = load(SCHEMAS / "events" / f"{type}.json")
    required = set(schema["required"])
    for key, each in schema["properties"].items():
        alone = type == "catalog.entry-revised" and key == "entry"
        valid = key not in required and not alone
        if key in template(type, 0)[1]["data"]:
            yield Mutation(type, f"no {key}", key, valid, _dropper(("data", key)))
        fresh = CREATES.get(type) == key
        # Another body may act, ask or receive; another code for the body itself is another record.
        for mutation in _value_mutations(type, ("data", key), each, fresh):
            if mutation.valid and type in OF_BODIES and key == "department":
                continue
            together = mutation.valid and type in RECEIVED and key == "receivedAt"
            yield _received_then(mutation) if together else mutation
        if key.upper() != key:
            setter = _setter(("data", key.capitalize()), "x")
            yield Mutation(type, f"{key.capitalize()} added", key.capitalize(), False, setter)
    for key in ["extra", "occurredAt", "recordedAt", "status"]:
        yield Mutation(type, f"data.{key} added", key, False, _setter(("data", key), "x"))
    hidden = next(iter(schema["properties"])) + "\u200b"
    yield Mutation(type, "hidden key added", None, False, _setter(("data", hidden), "x"))
    for value in [None, True, 0, 1.5, "x", [], {}, [{}]]:
        yield Mutation(type, f"data = {value!r}", None, False, _setter(("data",), value))

    def other(target: dict, number: int) -> None:
        place = TYPES.index(type)
        others = map(example, TYPES[place + 1 :] + TYPES[:place])
        target["data"] = next(each for each in others if each.keys() != example(type).keys())

    yield Mutation(type, "data of another type", None, False, other)

    def backwards(target: dict, number: int) -> None:
        target["data"] = dict(reversed(target["data"].items()))

    yield Mutation(type, "data in another order", None, True, backwards)


def _rule_mutations() -> Iterator[Mutation]:
    """The rules that bind several keys of one record."""

    def changing(type: str, label: str, valid: bool, change: Callable[[dict], dict]) -> Mutation:
        def changed(target: dict, number: int) -> None:
            target["data"] = change(target["data"])

        return Mutation(type, label, None, valid, changed)

    def only(*keys: str) -> Callable[[dict], dict]:
        return lambda data: {key: data[key] for key in keys}

    def without_basis(sharing: str) -> Callable[[dict], dict]:
        return lambda data: {
            key: value for key, value in (data | {"sharing": sharing}).items() if key != "legalBasis"
        }

    registered, revised = "catalog.entry-registered", "catalog.entry-revised"
    yield changing(registered, "unconditional without basis", True, without_basis("unconditional"))
    yield changing(registered, "not shared without basis", True, without_basis("notShared"))  # refused as it happens alone
    yield changing(revised, "nothing changed", False, only("entry"))
    yield changing(revised, "nothing changed, trigger cited", True, only("entry", "trigger"))
    for key in load(SCHEMAS / "events" / f"{revised}.json")["properties"]:
        if key not in ("entry", "trigger"):
            yield changing(revised, f"only {key} changed", True, only("entry", key))
    notice, triggered, filed = "calendar.notice-issued", "catalog.update-triggered", "catalog.filed"
    empty = {"entries": []}
    yield changing(notice, "neither off nor worked", False, lambda data: data | {"off": [], "worked": []})
    yield changing(triggered, "no entries", True, lambda data: data | empty)
    yield changing(filed, "no entries", False, lambda data: data | empty)


def _envelope_mutations(type: str) -> Iterator[Mutation]:
    properties = load(SCHEMAS / "record.json")["properties"]
    for key in ["id", "type", "occurredAt", "actor", "data"]:
        yield Mutation(type, f"no {key}", key, False, _dropper((key,)))
    for key in ["position", "stream", "version", "recordedAt", "schema", "extra", "ID", "meta"]:
        yield Mutation(type, f"{key} added", key, False, _setter((key,), 0))
    stray = "2024-03-01T09:00:00.000+08:00"
    yield Mutation(type, "recordedAt given", "recordedAt", False, _setter(("recordedAt",), stray))
    for value in ["", "x", type.upper(), type + " ", type.split(".")[0], *_WRONG_SCALARS, True]:
        yield Mutation(type, f"type = {value!r}", None, False, _setter(("type",), value))
    # The envelope is the same for all types: its values are dealt out among them.
    turn = 0
    for key in ["id", "occurredAt", "actor", "correlation", "causation", "sourceRecordedAt"]:
        for mutation in _value_mutations(type, (key,), properties[key], True):
            turn += 1
            if key == "occurredAt" and mutation.valid and type in LOOKING_BACK:
                continue  # the date that the act looks back on would come after it
            if turn % len(TYPES) == TYPES.index(type):
                together = mutation.valid and type in RECEIVED and key == "occurredAt"
                yield _received_then(mutation) if together else mutation


def mutations() -> list[Mutation]:
    result = list(_rule_mutations())
    for type in TYPES:
        result += _data_mutations(type)
        result += _envelope_mutations(type)
    return result


def _received_then(mutation: Mutation) -> Mutation:
    """Another time of a matter that is received: nothing is received before it occurs, so both are that time."""

    def changed(target: dict, number: int) -> None:
        mutation.change(target, number)
        time = target["occurredAt"] if mutation.key == "occurredAt" else target["data"]["receivedAt"]
        target["occurredAt"] = target["data"]["receivedAt"] = time

    return dataclasses.replace(mutation, change=changed)


# Walking a schema


def declared(schema: Any, place: str = "") -> Iterator[tuple[str, dict]]:
    """Every property that a schema declares; conditions only narrow what is declared."""
    if isinstance(schema, dict):
        for key, each in schema.get("properties", {}).items():
            yield f"{place}/{key}", each
            yield from declared(each, f"{place}/{key}")
        for key, each in schema.get("$defs", {}).items():
            yield f"{place}#{key}", each
            yield from declared(each, f"{place}#{key}")
        yield from declared(schema.get("items"), f"{place}/items")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for each in schema.values():
            yield from references(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from references(each)


def quotations(text: str) -> Iterator[tuple[str | None, str]]:
    """Each “quotation” of a text with the article that is named before it."""
    article = None
    for match in re.finditer(r"第[一二三四五六七八九十]+条|“([^”]*)”", text):
        if match[1] is None:
            article = match[0]
        else:
            yield article, match[1]
