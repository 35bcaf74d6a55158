"""What the black-box tests of the command line share: running the tool, a valid history, small checks.

Everything here comes from the public contract; nothing from the tool's sources.
"""

import copy
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = os.path.abspath(os.environ.get("GOVLEDGER") or ROOT / ".build/debug/govledger")

BEIJING = timezone(timedelta(hours=8))
CRASHES = {128 + s for s in (signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV)}

# MARK: Running the tool


@dataclass
class Result:
    command: list
    code: int
    out: bytes
    err: bytes

    def __str__(self):
        return (
            f"{' '.join(self.command)}\n  exit {self.code}\n"
            f"  stdout ({len(self.out)} bytes): {self.out[:600]!r}\n  stderr ({len(self.err)} bytes): {self.err[:1500]!r}"
        )


def command(*arguments):
    assert os.path.isfile(TOOL) and os.access(TOOL, os.X_OK), f"no tool at {TOOL}; build it, or set GOVLEDGER"
    return [TOOL, *map(str, arguments)]


def run(*arguments, stdin=b"", cwd=None, env=None, stdout=subprocess.PIPE, timeout=180):
    """Runs the tool to its end and checks what holds for every run: it never crashes."""
    line = command(*arguments)
    try:
        done = subprocess.run(
            line, input=stdin, stdout=stdout, stderr=subprocess.PIPE, cwd=cwd, timeout=timeout,
            env={**os.environ, **(env or {})})
    except subprocess.TimeoutExpired:
        raise AssertionError(f"no end after {timeout} s: {' '.join(line)}") from None
    result = Result([os.path.basename(TOOL), *line[1:]], done.returncode, done.stdout or b"", done.stderr)
    check_no_crash(result)
    return result


def start(*arguments, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    # A shell that started the checks in the background lets them, and so the tool, ignore SIGINT.
    options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    return subprocess.Popen(command(*arguments), **options)


def as_certified(obligation):
    """An obligation of a report as a certificate states it: the registration that makes the body a utility, whose
    findings are by reference, is no part of its evidence."""
    return {key: value for key, value in obligation.items() if key != "byReference"}


def ended(process, timeout=180):
    """The Result of a process from start(), waited for."""
    out, err = process.communicate(timeout=timeout)
    result = Result([os.path.basename(TOOL), *process.args[1:]], process.returncode, out or b"", err or b"")
    check_no_crash(result)
    return result


def check_no_crash(result):
    assert result.code >= 0, f"killed by signal {-result.code}\n{result}"
    assert result.code not in CRASHES, f"crashed\n{result}"
    assert b"Fatal error" not in result.err, f"crashed\n{result}"


def succeed(*arguments, **options):
    """Runs the tool; it must exit 0 and, in a pipe, leave standard error alone (no progress, no warnings)."""
    result = run(*arguments, **options)
    assert result.code == 0, result
    assert result.err == b"", f"standard error is not empty\n{result}"
    return result


def fail(expected, *arguments, **options):
    """Runs the tool; it must exit with `expected` (a code or several) and one line of error, which is returned."""
    return error_line(run(*arguments, **options), expected)


def error_line(result, expected):
    codes = {expected} if isinstance(expected, int) else set(expected)
    assert result.code in codes, f"expected exit {sorted(codes)}\n{result}"
    try:
        text = result.err.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AssertionError(f"standard error is not UTF-8: {error}\n{result}") from None
    assert text.endswith("\n") and text.count("\n") == 1, f"standard error is not exactly one line\n{result}"
    line = text[:-1]
    assert line.startswith("govledger: "), f"the error does not say who speaks\n{result}"
    raw = [f"U+{ord(c):04X}" for c in line if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")]
    assert not raw, f"raw control characters in the error: {raw[:5]}\n{result}"
    assert len(result.err) <= 4096, f"an error of {len(result.err)} bytes is no one's reading\n{result}"
    return line


def files(folder):
    """Every file below a folder with its bytes, to see that nothing was touched."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def events(ledger, *options):
    """The stored lines, as bytes without their newlines."""
    out = succeed("events", ledger, *options).out
    assert out == b"" or out.endswith(b"\n")
    return out.split(b"\n")[:-1]


RECORDED = re.compile(r"recorded (\d+) events?(?: at positions? (\d+)(?:-(\d+))?)?(?:, (\d+) already recorded)?")


@dataclass
class Receipt:
    added: int
    first: int | None
    last: int | None
    already: int


def receipt(line):
    """A line that `record` prints for each commit."""
    text = line.decode() if isinstance(line, bytes) else line
    found = RECORDED.fullmatch(text)
    assert found, f"not a receipt: {text!r}"
    added, first, last, already = found.groups()
    first = None if first is None else int(first)
    result = Receipt(int(added), first, first if last is None else int(last), int(already or 0))
    if result.added:
        assert result.first is not None and result.last - result.first + 1 == result.added, f"wrong positions: {text!r}"
    else:
        assert result.first is None, f"positions of nothing: {text!r}"
    return result


def receipts(out):
    assert out.endswith(b"\n"), out
    return [receipt(line) for line in out.decode().splitlines()]


def record(ledger, records, *options):
    """Records dictionaries (or raw lines); must succeed. Returns the receipts."""
    return receipts(succeed("record", ledger, "-", *options, stdin=jsonl(records)).out)


def dumps(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def jsonl(records):
    return b"".join((r if isinstance(r, bytes) else dumps(r)) + b"\n" for r in records)


class Follower:
    """`events --follow` in the background, its lines collected as they come."""

    def __init__(self, ledger, *options):
        self.process = start("events", ledger, "--follow", *options)
        self.lines = []
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line)
                self.changed.notify_all()

    def wait(self, count, seconds):
        """Waits until there are `count` lines; says whether they came in time."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.lines) >= count, timeout=seconds)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=10)
        finally:
            self.process.kill()
            self.process.wait()
            self.thread.join(timeout=10)
        error = self.process.stderr.read()
        assert error.count(b"\n") <= 1 and b"Fatal error" not in error, error
        return [line.rstrip(b"\n") for line in self.lines]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


# MARK: Codes and times

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code(seventeen):
    """A unified social credit code (GB 32100): 17 characters and the check digit."""
    assert len(seventeen) == 17
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(seventeen))
    return seventeen + ALPHABET[(31 - total % 31) % 31]


assert code("11370000MB284651X") == "11370000MB284651XL"

TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))")


def beijing(text):
    """A timestamp as the ledger stores it: Beijing time, milliseconds, further digits dropped."""
    year, month, day, hour, minute, second, fraction, sign, oh, om = TIME.fullmatch(text).groups()
    offset = timedelta(hours=int(oh or 0), minutes=int(om or 0)) * (-1 if sign == "-" else 1)
    moment = datetime(*map(int, (year, month, day, hour, minute, second)), tzinfo=timezone.utc) - offset
    local = moment.astimezone(BEIJING)
    return f"{local.year:04}-{local:%m-%dT%H:%M:%S}.{((fraction or '') + '000')[:3]}+08:00"


def instant(text):
    """A stored timestamp as a datetime."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00", text), text
    return datetime.fromisoformat(text)


def now(**later):
    """The present, or some time from it, as a timestamp for a record."""
    return (datetime.now(BEIJING) + timedelta(**later)).isoformat(timespec="milliseconds")


# MARK: A valid history

AUTHORITY = code("11370100MB2846001")  # the data authority of Jinan (370100)
CYBER = code("11370100MB2846002")  # its cyberspace authority
DEPARTMENT = code("11370100MB2846003")  # a department of Jinan
REQUESTER = code("11370100MB2846004")  # another
OTHER_AUTHORITY = code("11370200MB2846005")  # the data authority of Qingdao (370200)
GOVERNMENT = code("11370100MB2846006")
NEWCOMER = code("11370102MB2846007")  # not registered in base()
STRANGER = code("12370100MB2846008")  # never registered
PROVINCE_AUTHORITY = code("11370000MB2846009")  # the data authority of the province (370000)
PROVINCE_DEPARTMENT = code("11370000MB2846010")  # a department of the province
PROVINCE_GOVERNMENT = code("11370000MB2846011")
COUNTY_AUTHORITY = code("11370102MB2846012")  # the data authority of a county of Jinan (370102)
FORMER = code("11370100MB2846013")  # a department of Jinan that has ended
PASSING = code("11370100MB2846014")  # a department of Jinan that is about to end

BASE_TIME = "2024-03-01T09:00:00+08:00"
LATER_TIME = "2024-06-03T10:00:00+08:00"


def act(identifier, kind, data, at=BASE_TIME, actor=DEPARTMENT, **more):
    return {"id": identifier, "type": kind, "occurredAt": at, "actor": actor, "data": data, **more}


def entry_data(entry, sharing="conditional", **more):
    data = {
        "entry": entry, "department": DEPARTMENT, "name": "企业登记信息", "classification": "基础信息", "format": "数据库",
        "fields": [{"name": "名称", "type": "字符"}, {"name": "成立日期", "type": "日期"}], "updateCycle": "每日",
        "sharing": sharing, "sharingMode": "接口", "useRequirements": "仅用于行政审批", "openness": "notOpen", **more}
    if sharing != "unconditional":
        data.setdefault("legalBasis", "《山东省电子政务和政务数据管理办法》第二十二条")
    return data


def request_data(request, entry="E-cond", **more):
    return {
        "request": request, "entry": entry, "requester": REQUESTER, "purpose": "核验申请人身份",
        "legalBasis": "《中华人民共和国行政许可法》", "receivedAt": "2024-03-04T09:30:00+08:00", **more}


def verification_data(verification, entry="E-cond", **more):
    return {
        "verification": verification, "entry": entry, "requester": REQUESTER, "problem": "成立日期与登记簿不一致",
        "receivedAt": "2024-03-01T09:00:00+08:00", **more}


def application_data(application, entry="E-apply", **more):
    return {
        "application": application, "entry": entry, "applicant": "山东某科技有限公司", "purpose": "出行服务研发",
        "receivedAt": "2024-03-01T09:00:00+08:00", **more}


def project_data(project, **more):
    return {
        "project": project, "department": DEPARTMENT, "kind": "develop", "name": "业务系统", "fixedAssetInvestment": False,
        "stateSubsidy": False, **more}


def plan_data(plan, **more):
    return {
        "plan": plan, "government": GOVERNMENT, "period": "2021—2025年", "title": "济南市电子政务和政务数据发展规划", **more}


def node_plan_data(node, authority=AUTHORITY, **more):
    return {"node": node, "authority": authority, "filedWith": PROVINCE_AUTHORITY, "title": "电子政务云节点建设方案", **more}


def legacy_data(node, **more):
    return {"node": node, "builder": COUNTY_AUTHORITY, "builtOn": "2018-06-30", "name": "历下区政务云平台", **more}


def use_data(system, **more):
    return {
        "system": system, "authority": AUTHORITY, "department": DEPARTMENT, "name": "企业开办一窗受理系统", "node": "CN-1", **more}


def source_data(item, **more):
    return {"item": item, "department": DEPARTMENT, "entry": "E-cond", **more}


def collection_data(collection, **more):
    return {
        "collection": collection, "department": REQUESTER, "entry": "E-cond", "exceptionBasis": "《中华人民共和国居民身份证法》",
        "purpose": "制发证件", **more}


def purchase_data(purchase, **more):
    return {
        "purchase": purchase, "authority": AUTHORITY, "data": "企业用电数据", "department": DEPARTMENT, "purpose": "核查经营状况",
        **more}


def bought_data(purchase, **more):
    return {"purchase": purchase, "data": "企业用电数据", "department": DEPARTMENT, "supplier": "某数据有限公司", **more}


def access_data(access, **more):
    return {"access": access, "calls": 18_250, "entry": "E-open", "on": "2024-02-29", "requester": REQUESTER, **more}


def demand_data(demand, **more):
    return {
        "demand": demand, "department": DEPARTMENT, "entry": "E-cond", "exceptionBasis": "《中华人民共和国公证法》", "matter": "企业设立登记",
        **more}


def training_data(training, **more):
    return {"training": training, "authority": AUTHORITY, "title": "政务数据目录管理培训", "year": 2024, **more}


def evaluation_data(evaluation, **more):
    return {
        "evaluation": evaluation, "department": DEPARTMENT, "government": GOVERNMENT, "period": "2023年", "result": "良好", **more}


def referral_data(referral, **more):
    return {
        "referral": referral, "basis": "《山东省电子政务和政务数据管理办法》第三十七条", "department": DEPARTMENT,
        "findings": ["逾期答复共享申请", "未及时更新目录"], "referredTo": "济南市有关纪检监察机关", **more}


def base():
    """A valid history with every one of the types, from which every broken record departs."""
    bodies = [
        (AUTHORITY, "济南市大数据局", "370100", "dataAuthority"),
        (CYBER, "济南市网信办", "370100", "cyberspaceAuthority"),
        (DEPARTMENT, "济南市市场监督管理局", "370100", "department"),
        (REQUESTER, "济南市公安局", "370100", "department"),
        (OTHER_AUTHORITY, "青岛市大数据局", "370200", "dataAuthority"),
        (GOVERNMENT, "济南市人民政府", "370100", "government"),
    ]
    history = [
        act(f"b-body-{i}", "department.registered", {"department": c, "name": n, "division": d, "kind": k}, actor=c)
        for i, (c, n, d, k) in enumerate(bodies)
    ]
    history += [
        act("b-entry-cond", "catalog.entry-registered", entry_data("E-cond")),
        act("b-entry-open", "catalog.entry-registered", entry_data("E-open", "unconditional")),
        act("b-entry-not", "catalog.entry-registered", entry_data("E-not", "notShared")),
        act("b-entry-gone", "catalog.entry-registered", entry_data("E-gone")),
        act("b-entry-next", "catalog.entry-registered", entry_data("E-next")),
        act("b-entry-apply", "catalog.entry-registered", entry_data("E-apply", openness="onApplication")),
        act("b-revised", "catalog.entry-revised", {"entry": "E-cond", "updateCycle": "每周"}),
        act("b-retired", "catalog.entry-retired", {"entry": "E-gone", "reason": "职能划转"}, at="2024-03-05T09:00:00+08:00"),
        act("b-trigger-1", "catalog.update-triggered", {
            "trigger": "T-1", "department": DEPARTMENT, "kind": "lawAmended", "instrument": "《中华人民共和国公司法》",
            "promulgatedOn": "2023-12-29", "effectiveOn": "2024-03-01", "entries": ["E-cond"]}),
        act("b-trigger-2", "catalog.update-triggered", {
            "trigger": "T-2", "department": DEPARTMENT, "kind": "functionsChanged", "instrument": "三定规定",
            "effectiveOn": "2024-03-01", "entries": []}),
        act("b-trigger-reviewed", "catalog.trigger-reviewed", {
            "trigger": "T-1", "entry": "E-cond", "outcome": "noChangeNeeded", "reason": "不涉及本目录"}),
        act("b-update-extended", "catalog.update-extended", {
            "trigger": "T-1", "authority": AUTHORITY, "days": 5, "entry": "E-cond", "reason": "涉及多部门"}),
        act("b-update-submitted", "catalog.update-submitted", {"trigger": "T-1", "authority": AUTHORITY}),
        act("b-update-published", "catalog.update-published", {"trigger": "T-1"}, actor=AUTHORITY),
        act("b-filed", "catalog.filed", {"department": DEPARTMENT, "authority": AUTHORITY, "entries": ["E-cond", "E-open"]}),
        act("b-asked-1", "share.requested", request_data("SR-1", items=["名称", "成立日期"]), actor=REQUESTER),
        act("b-asked-2", "share.requested", request_data("SR-2"), actor=REQUESTER),
        act("b-asked-3", "share.requested", request_data("SR-3"), actor=REQUESTER),
        act("b-replied-1", "share.replied", {"request": "SR-1", "decision": "agreed", "terms": "仅限本次"},
            at="2024-03-06T09:00:00+08:00", correlation="b-asked-1", causation="b-asked-1"),
        act("b-provided-1", "share.provided", {"request": "SR-1", "mode": "interface"}, at="2024-03-07T09:00:00+08:00"),
        act("b-extended-2", "share.extended", {
            "request": "SR-2", "authority": AUTHORITY, "days": 5, "reason": "需核对跨部门字段", "noticedOn": "2024-03-01"}),
        act("b-supplement-asked-2", "share.supplement-requested", {"request": "SR-2", "missing": ["使用场景说明", "履职依据"]}),
        act("b-supplemented-2", "share.supplemented", {"request": "SR-2", "receivedAt": BASE_TIME}, actor=REQUESTER),
        act("b-withdrawn-2", "share.withdrawn", {"request": "SR-2", "reason": "不再需要"}, actor=REQUESTER),
        act("b-asked-4", "share.requested", request_data("SR-4"), actor=REQUESTER),
        act("b-replied-4", "share.replied", {
            "request": "SR-4", "decision": "partlyAgreed", "items": ["名称"], "reasons": "成立日期不属于履职所需", "validUntil": "2024-12-31"},
            at="2024-03-06T09:00:00+08:00"),
        act("b-revoked-4", "share.revoked", {"request": "SR-4", "reason": "未落实安全要求"}, at="2024-03-07T09:00:00+08:00"),
        act("b-relinquished-4", "share.relinquished", {"request": "SR-4", "reason": "业务办结"}, at="2024-03-07T10:00:00+08:00",
            actor=REQUESTER),
    ]
    for n in ("1", "2"):
        history.append(act(f"b-verification-{n}", "verification.raised", verification_data(f"V-{n}"), actor=REQUESTER))
    history.append(act("b-resolved-1", "verification.resolved", {
        "verification": "V-1", "outcome": "corrected", "explanation": "已按登记簿更正"}, at="2024-03-06T09:00:00+08:00"))
    for n in ("1", "2", "3", "4"):
        history.append(act(f"b-application-{n}", "open.applied", application_data(f"OA-{n}")))
    history += [
        act("b-correction-asked-1", "open.correction-requested", {"application": "OA-1", "missing": ["数据范围", "使用期限"]}),
        act("b-corrected-1", "open.corrected", {"application": "OA-1", "receivedAt": BASE_TIME}),
        act("b-consultation-begun-1", "open.consultation-begun", {"application": "OA-1", "party": "某公交公司"}),
        act("b-consultation-ended-1", "open.consultation-ended", {"application": "OA-1", "outcome": "同意公开"}),
        act("b-open-extended-1", "open.extended", {
            "application": "OA-1", "consentedBy": "信息公开工作机构负责人", "days": 10, "noticedOn": "2024-03-01",
            "reason": "数据脱敏工作量大"}),
        act("b-open-replied-1", "open.replied", {"application": "OA-1", "decision": "agreed"}, at="2024-03-06T09:00:00+08:00"),
        act("b-open-withdrawn-2", "open.withdrawn", {"application": "OA-2", "reason": "不再需要"}),
        act("b-correction-asked-4", "open.correction-requested", {"application": "OA-4", "missing": ["用途"]}),
        act("b-lapsed-4", "open.lapsed", {"application": "OA-4", "reason": "逾期未补正"}, at="2024-03-20T09:00:00+08:00"),
    ]
    for n in ("1", "2"):
        history.append(act(f"b-incident-{n}", "incident.detected", {
            "incident": f"I-{n}", "department": DEPARTMENT, "kind": "leak", "summary": "接口日志外泄"}))
    history += [
        act("b-remedied", "incident.remedied", {"incident": "I-1", "measures": "关闭接口，更换密钥"}),
        act("b-reported-1", "incident.reported", {
            "incident": "I-1", "recipient": AUTHORITY, "recipientKind": "dataAuthority"}, at="2024-03-01T10:00:00+08:00"),
        act("b-reported-2", "incident.reported", {
            "incident": "I-1", "recipient": CYBER, "recipientKind": "cyberspaceAuthority"}, at="2024-03-01T11:00:00+08:00"),
        act("b-regraded-1", "incident.regraded", {"incident": "I-1", "grade": "ordinary", "reason": "影响范围缩小"},
            at="2024-03-02T09:00:00+08:00"),
        act("b-closed-1", "incident.closed", {"incident": "I-1", "conclusion": "漏洞已修复"}, at="2024-03-04T09:00:00+08:00"),
        act("b-summarised-1", "incident.summarised", {
            "incident": "I-1", "recipient": CYBER, "summary": "接口鉴权配置错误"}, at="2024-03-05T09:00:00+08:00"),
    ]
    for n in ("1", "2", "3", "4"):
        history.append(act(f"b-project-{n}", "project.submitted", project_data(f"P-{n}")))
    history.append(act("b-project-5", "project.submitted", project_data("P-5", fixedAssetInvestment=True)))
    for n, outcome in (("1", "approved"), ("3", "rejected"), ("4", "approved")):
        data = {"project": f"P-{n}", "authority": AUTHORITY, "outcome": outcome}
        if outcome == "rejected":
            data["reasons"] = "重复建设"
        history.append(act(f"b-reviewed-{n}", "project.reviewed", data, actor=AUTHORITY, at="2024-03-05T09:00:00+08:00"))
    history += [
        act("b-started-1", "project.started", {"project": "P-1"}, at="2024-03-06T09:00:00+08:00"),
        act("b-body-province-authority", "department.registered", {
            "department": PROVINCE_AUTHORITY, "name": "山东省大数据局", "division": "370000", "kind": "dataAuthority"},
            actor=PROVINCE_AUTHORITY),
        act("b-body-province-department", "department.registered", {
            "department": PROVINCE_DEPARTMENT, "name": "山东省市场监督管理局", "division": "370000", "kind": "department"},
            actor=PROVINCE_DEPARTMENT),
        act("b-body-province-government", "department.registered", {
            "department": PROVINCE_GOVERNMENT, "name": "山东省人民政府", "division": "370000", "kind": "government"},
            actor=PROVINCE_GOVERNMENT),
        act("b-body-county-authority", "department.registered", {
            "department": COUNTY_AUTHORITY, "name": "历下区大数据局", "division": "370102", "kind": "dataAuthority"},
            actor=COUNTY_AUTHORITY),
        act("b-body-former", "department.registered", {
            "department": FORMER, "name": "济南市工商行政管理局", "division": "370100", "kind": "department"}, actor=FORMER),
        act("b-body-passing", "department.registered", {
            "department": PASSING, "name": "济南市信息中心", "division": "370100", "kind": "institution"}, actor=PASSING),
        act("b-renamed", "body.renamed", {
            "department": FORMER, "name": "济南市工商局", "on": "2024-02-01", "instrument": "济编〔2024〕1号"}, actor=FORMER),
        act("b-succeeded", "body.succeeded", {
            "department": FORMER, "successors": [{"department": DEPARTMENT}], "on": "2024-02-20", "instrument": "济南市机构改革方案"},
            actor=GOVERNMENT),
        act("b-divided", "division.changed", {
            "division": "371200", "successor": "370100", "on": "2019-01-09", "instrument": "国函〔2018〕163号"}, actor=GOVERNMENT),
        act("b-plan", "plan.published", plan_data("PL-1"), actor=GOVERNMENT),
        act("b-plan-province", "plan.published", plan_data(
            "PL-4", government=PROVINCE_GOVERNMENT, title="山东省电子政务和政务数据发展规划"), actor=PROVINCE_GOVERNMENT),
        act("b-plan-annual", "plan.annual-set", {
            "plan": "PL-2", "authority": AUTHORITY, "developmentPlan": "PL-1", "title": "2024年度工作计划", "year": 2024},
            actor=AUTHORITY),
        act("b-plan-special", "plan.special-filed", {
            "plan": "PL-3", "authority": PROVINCE_AUTHORITY, "department": PROVINCE_DEPARTMENT, "title": "市场监管系统建设专项规划"},
            actor=PROVINCE_DEPARTMENT),
        act("b-project-5-completed", "project.completed", {"project": "P-5"}, at="2024-03-07T09:00:00+08:00"),
        act("b-node-plan-1", "cloud.node-plan-filed", node_plan_data("CN-1"), actor=AUTHORITY),
        act("b-node-plan-2", "cloud.node-plan-filed", node_plan_data("CN-2", OTHER_AUTHORITY), actor=OTHER_AUTHORITY),
        act("b-node-1", "cloud.node-commissioned", {"node": "CN-1", "builder": AUTHORITY, "name": "济南市电子政务云节点"},
            actor=AUTHORITY),
        act("b-node-legacy-3", "cloud.legacy-node-declared", legacy_data("CN-3"), actor=COUNTY_AUTHORITY),
        act("b-node-legacy-4", "cloud.legacy-node-declared", legacy_data("CN-4"), actor=COUNTY_AUTHORITY),
        act("b-node-merged-3", "cloud.node-merged", {"node": "CN-3", "authority": AUTHORITY, "into": "CN-1"}, actor=AUTHORITY),
    ]
    for n in ("1", "2", "3"):
        history.append(act(f"b-use-{n}", "cloud.use-applied", use_data(f"CS-{n}")))
    for n in ("1", "3"):
        history.append(act(f"b-use-decided-{n}", "cloud.use-decided", {
            "system": f"CS-{n}", "authority": AUTHORITY, "outcome": "approved"}, actor=AUTHORITY))
    history += [
        act("b-deployed-1", "cloud.system-deployed", {"system": "CS-1", "department": DEPARTMENT, "node": "CN-1"}),
        act("b-infrastructure", "infrastructure.recorded", {
            "infrastructure": "IF-1", "builder": PROVINCE_AUTHORITY, "kind": "identityAuthentication", "name": "统一身份认证平台"},
            actor=PROVINCE_AUTHORITY),
        act("b-platform", "platform.recorded", {
            "platform": "PF-1", "builder": PROVINCE_AUTHORITY, "kind": "baseDatabase", "name": "法人单位基础数据库"},
            actor=PROVINCE_AUTHORITY),
        act("b-master", "catalog.master-compiled", {
            "compilation": "MC-1", "authority": AUTHORITY, "division": "370100", "entries": 6}, actor=AUTHORITY),
        act("b-source-1", "source.assigned", source_data("DI-1", department=REQUESTER)),
        act("b-collection-1", "collection.started", collection_data("CO-1"), actor=REQUESTER),
        act("b-quality", "quality.assessed", {
            "entry": "E-cond", "accuracy": 90, "assessor": AUTHORITY, "completeness": 95, "timeliness": 80, "usability": 85},
            actor=AUTHORITY),
    ]
    for n in ("1", "2", "3", "4"):
        history.append(act(f"b-purchase-{n}", "purchase.applied", purchase_data(f"PU-{n}")))
    for n in ("1", "3", "4"):
        history.append(act(f"b-purchase-decided-{n}", "purchase.decided", {
            "purchase": f"PU-{n}", "authority": AUTHORITY, "outcome": "approved"}, actor=AUTHORITY))
    for n in ("1", "4"):
        history.append(act(f"b-purchased-{n}", "purchase.completed", bought_data(f"PU-{n}")))
    history += [
        act("b-purchase-catalogued-4", "purchase.catalogued", {"purchase": "PU-4", "entry": "E-open"}),
        act("b-accessed", "data.accessed", access_data("DA-1"), actor=REQUESTER),
        act("b-used", "data.used", {
            "use": "DU-1", "department": REQUESTER, "purpose": "核验申请人身份", "request": "SR-1"},
            at="2024-03-08T09:00:00+08:00", actor=REQUESTER),
        act("b-published", "open.published", {"entry": "E-apply", "mode": "onApplication", "site": "济南公共数据开放网"}),
        act("b-use-reported", "open.use-reported", {"application": "OA-1", "purpose": "出行服务研发"}, at="2024-03-08T09:00:00+08:00"),
        act("b-paper", "paper.demanded", demand_data("PD-1")),
        act("b-security-rules", "security.rules-set", {
            "department": DEPARTMENT, "kind": "managementRules", "title": "政务数据安全管理制度"}),
        act("b-security-assessed", "security.assessed", {
            "department": AUTHORITY, "kind": "securityTest", "result": "无高风险问题"}, actor=AUTHORITY),
        act("b-drill", "security.drill-held", {"department": DEPARTMENT, "scenario": "接口数据泄露"}),
        act("b-mistake", "security.drill-held", {"department": DEPARTMENT, "scenario": "重复录入"}),
        act("b-corrected", "record.corrected", {"event": "b-mistake", "reason": "重复录入", "replacedBy": "b-drill"}),
        act("b-officer", "officer.designated", {"department": DEPARTMENT, "name": "张某", "post": "办公室副主任"}),
        act("b-training", "training.planned", training_data("TR-1"), actor=AUTHORITY),
        act("b-training-held", "training.held", {"training": "TR-1", "participants": 60}, actor=AUTHORITY),
        act("b-evaluation", "evaluation.recorded", evaluation_data("EV-1"), actor=GOVERNMENT),
        act("b-referral", "accountability.referred", referral_data("RF-1"), actor=AUTHORITY),
        act("b-notice", "calendar.notice-issued", {
            "notice": "试验通知一", "issuedOn": "2024-01-02", "off": ["2031-05-01"], "worked": ["2031-05-10"]}, actor=GOVERNMENT),
        act("b-rules", "rules.adopted", {"book": "order-329/1", "from": "2020-02-01"}, actor=AUTHORITY),
        act("b-attested", "audit.attested", {
            "asOf": "2024-12-31T23:59:59.999+08:00", "knownAt": "2025-01-31T23:59:59.999+08:00", "ruleBook": "order-329/1",
            "size": 0, "root": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "obligations": 0,
            "obligationsRoot": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "violations": 0, "violationsRoot": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "projectionsDigest": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "reportDigest": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}, actor=AUTHORITY),
    ]
    return copy.deepcopy(history)


def following():
    """For every type one valid record that may be recorded next after base(), in any order."""
    def one(kind, data, actor=DEPARTMENT):
        return act("n-" + kind, kind, data, at=LATER_TIME, actor=actor)

    records = [
        one("department.registered", {
            "department": NEWCOMER, "name": "历下区水务局", "division": "370102", "kind": "department"}),
        one("catalog.entry-registered", entry_data("E-new")),
        one("catalog.entry-revised", {"entry": "E-cond", "name": "企业登记信息（新）", "trigger": "T-2"}),
        one("catalog.entry-retired", {"entry": "E-next", "reason": "停止采集", "trigger": "T-2"}),
        one("catalog.update-triggered", {
            "trigger": "T-new", "department": DEPARTMENT, "kind": "lawAmended", "instrument": "《中华人民共和国统计法》",
            "promulgatedOn": "2024-05-01", "effectiveOn": "2024-06-01", "entries": ["E-cond", "E-open"]}),
        one("catalog.trigger-reviewed", {"trigger": "T-2", "outcome": "noChangeNeeded", "reason": "已符合"}),
        one("catalog.update-extended", {
            "trigger": "T-1", "authority": AUTHORITY, "days": 5, "entry": "E-cond", "reason": "涉及多部门"}),
        one("catalog.update-submitted", {"trigger": "T-2", "authority": AUTHORITY}),
        one("catalog.update-published", {"trigger": "T-2"}, AUTHORITY),
        one("catalog.filed", {"department": DEPARTMENT, "authority": AUTHORITY, "entries": ["E-cond", "E-not"]}),
        one("share.requested", request_data("SR-new", receivedAt=LATER_TIME, items=["名称", "成立日期"]), REQUESTER),
        one("share.extended", {
            "request": "SR-3", "authority": AUTHORITY, "days": 5, "reason": "需核对跨部门字段", "noticedOn": "2024-06-03"}),
        one("share.supplement-requested", {"request": "SR-3", "missing": ["使用场景说明", "履职依据"]}),
        one("share.supplemented", {"request": "SR-3", "receivedAt": LATER_TIME}, REQUESTER),
        one("share.provided", {"request": "SR-1", "mode": "batch"}),
        one("share.replied", {"request": "SR-3", "decision": "refused", "reasons": "缺少法律依据"}),
        one("share.withdrawn", {"request": "SR-3", "reason": "不再需要"}, REQUESTER),
        one("verification.raised", verification_data("V-new", receivedAt=LATER_TIME), REQUESTER),
        one("verification.resolved", {"verification": "V-2", "outcome": "confirmed", "explanation": "与登记簿一致"}),
        one("open.applied", application_data("OA-new", receivedAt=LATER_TIME)),
        one("open.correction-requested", {"application": "OA-3", "missing": ["数据范围", "使用期限"]}),
        one("open.corrected", {"application": "OA-3", "receivedAt": LATER_TIME}),
        one("open.consultation-begun", {"application": "OA-3", "party": "某公交公司"}),
        one("open.consultation-ended", {"application": "OA-3", "outcome": "同意公开"}),
        one("open.extended", {
            "application": "OA-3", "consentedBy": "信息公开工作机构负责人", "days": 10, "noticedOn": "2024-06-03",
            "reason": "数据脱敏工作量大"}),
        one("open.replied", {"application": "OA-3", "decision": "partlyAgreed", "reasons": "个人信息不予公开"}),
        one("open.withdrawn", {"application": "OA-3", "reason": "不再需要"}),
        one("open.lapsed", {"application": "OA-3", "reason": "逾期未补正"}),
        one("incident.detected", {
            "incident": "I-new", "department": DEPARTMENT, "kind": "risk", "summary": "弱口令", "grade": "larger",
            "operator": "centralOrgan"}),
        one("incident.remedied", {"incident": "I-2", "measures": "更换口令"}),
        one("incident.regraded", {"incident": "I-2", "grade": "larger", "reason": "影响范围扩大"}),
        one("incident.reported", {"incident": "I-2", "recipient": AUTHORITY, "recipientKind": "dataAuthority"}),
        one("incident.closed", {"incident": "I-2", "conclusion": "口令已更换"}),
        one("incident.summarised", {"incident": "I-2", "recipient": CYBER, "summary": "弱口令长期未更换"}),
        one("project.submitted", project_data("P-new")),
        one("project.reviewed", {"project": "P-2", "authority": AUTHORITY, "outcome": "returned", "reasons": "补正材料"},
            AUTHORITY),
        one("project.started", {"project": "P-4"}),
        one("project.completed", {"project": "P-1"}),
        one("plan.published", plan_data("PL-new"), GOVERNMENT),
        one("plan.annual-set", {
            "plan": "PL-new-annual", "authority": AUTHORITY, "developmentPlan": "PL-1", "title": "2025年度工作计划", "year": 2025},
            AUTHORITY),
        one("plan.special-filed", {
            "plan": "PL-new-special", "authority": PROVINCE_AUTHORITY, "department": PROVINCE_DEPARTMENT, "developmentPlan": "PL-4",
            "title": "市场监管系统建设专项规划"}, PROVINCE_DEPARTMENT),
        one("cloud.node-plan-filed", node_plan_data("CN-new"), AUTHORITY),
        one("cloud.node-commissioned", {"node": "CN-2", "builder": OTHER_AUTHORITY, "name": "青岛市电子政务云节点"},
            OTHER_AUTHORITY),
        one("cloud.legacy-node-declared", legacy_data("CN-new-legacy"), COUNTY_AUTHORITY),
        one("cloud.node-merged", {"node": "CN-4", "authority": AUTHORITY, "into": "CN-1"}, AUTHORITY),
        one("cloud.use-applied", use_data("CS-new")),
        one("cloud.use-decided", {"system": "CS-2", "authority": AUTHORITY, "outcome": "rejected", "reasons": "资源不足"}, AUTHORITY),
        one("cloud.system-deployed", {"system": "CS-3", "department": DEPARTMENT, "node": "CN-1"}),
        one("infrastructure.recorded", {
            "infrastructure": "IF-new", "builder": AUTHORITY, "kind": "network", "name": "济南市电子政务外网"}, AUTHORITY),
        one("platform.recorded", {
            "platform": "PF-new", "builder": AUTHORITY, "kind": "exchangePlatform", "name": "济南市交换共享平台"}, AUTHORITY),
        one("catalog.master-compiled", {
            "compilation": "MC-new", "authority": AUTHORITY, "division": "370100", "entries": 7}, AUTHORITY),
        one("source.assigned", source_data("DI-1", supersedes=REQUESTER)),
        one("collection.started", collection_data("CO-new"), REQUESTER),
        one("quality.assessed", {
            "entry": "E-cond", "accuracy": 96, "assessor": AUTHORITY, "completeness": 100, "timeliness": 0, "usability": 93},
            AUTHORITY),
        one("purchase.applied", purchase_data("PU-new")),
        one("purchase.decided", {"purchase": "PU-2", "authority": AUTHORITY, "outcome": "rejected", "reasons": "已有同类数据"},
            AUTHORITY),
        one("purchase.completed", bought_data("PU-3")),
        one("purchase.catalogued", {"purchase": "PU-1", "entry": "E-not"}),
        one("data.accessed", access_data("DA-new", on="2024-06-02"), REQUESTER),
        one("data.used", {"use": "DU-new", "department": REQUESTER, "purpose": "核验申请人身份", "request": "SR-1"}, REQUESTER),
        one("share.revoked", {"request": "SR-1", "reason": "未落实安全要求"}),
        one("share.relinquished", {"request": "SR-1", "reason": "业务办结"}, REQUESTER),
        one("open.published", {"entry": "E-apply", "mode": "onApplication", "site": "山东公共数据开放网"}),
        one("open.use-reported", {"application": "OA-1", "purpose": "出行服务研发"}),
        one("paper.demanded", demand_data("PD-new")),
        one("security.rules-set", {"department": DEPARTMENT, "kind": "emergencyPlan", "title": "应急处置预案"}),
        one("security.assessed", {"department": AUTHORITY, "kind": "riskAssessment", "result": "中风险2项"}, AUTHORITY),
        one("security.drill-held", {"department": DEPARTMENT, "scenario": "数据误删恢复"}),
        one("officer.designated", {"department": DEPARTMENT, "name": "李某", "post": "信息中心主任"}),
        one("training.planned", training_data("TR-new"), AUTHORITY),
        one("training.held", {"training": "TR-1", "participants": 120}, AUTHORITY),
        one("evaluation.recorded", evaluation_data("EV-new"), GOVERNMENT),
        one("accountability.referred", referral_data("RF-new"), AUTHORITY),
        one("calendar.notice-issued", {
            "notice": "试验通知二", "issuedOn": "2024-06-02", "off": ["2031-10-01", "2031-10-02"], "worked": ["2031-10-11"]},
            GOVERNMENT),
        one("rules.adopted", {"book": "order-329/1", "from": "2024-06-01"}, AUTHORITY),
        one("record.corrected", {"event": "b-officer", "reason": "姓名录入有误"}),
        one("body.renamed", {
            "department": DEPARTMENT, "name": "济南市市场监管局", "on": "2024-06-01", "instrument": "济编〔2024〕2号"}, GOVERNMENT),
        one("body.succeeded", {
            "department": PASSING, "successors": [{"department": AUTHORITY, "scope": ["E-open", "E-not"]}, {"department": REQUESTER}],
            "on": "2024-06-03", "instrument": "济南市机构改革方案"}, GOVERNMENT),
        one("division.changed", {
            "division": "371283", "successor": "371200", "on": "2024-06-03", "instrument": "行政区划调整批复"}, GOVERNMENT),
        one("audit.attested", {
            "asOf": "2024-12-31T23:59:59.999+08:00", "knownAt": "2025-01-31T23:59:59.999+08:00", "ruleBook": "order-329/1",
            "size": 0, "root": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "obligations": 0,
            "obligationsRoot": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "violations": 0, "violationsRoot": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "projectionsDigest": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "reportDigest": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}, AUTHORITY),
    ]
    return {r["type"]: copy.deepcopy(r) for r in records}


TYPES = sorted(following())
assert len(TYPES) == 80 and {r["type"] for r in base()} == set(TYPES)


def filler(random, count, tag="f"):
    """Valid records that touch nothing of base() but the entry E-cond, to stand around a broken one."""
    records, open_requests = [], []
    for i in range(count):
        name = f"{tag}-{i}"
        kind = random.choice(["incident", "request", "reply", "entry", "project"])
        if kind == "reply" and open_requests:
            record = act(name, "share.replied", {"request": open_requests.pop(), "decision": "agreed"}, at=LATER_TIME)
        elif kind in ("request", "reply"):
            record = act(name, "share.requested", request_data(f"R-{name}", receivedAt=LATER_TIME), at=LATER_TIME, actor=REQUESTER)
            open_requests.append(f"R-{name}")
        elif kind == "entry":
            record = act(name, "catalog.entry-registered", entry_data(f"E-{name}"), at=LATER_TIME)
        elif kind == "project":
            record = act(name, "project.submitted", project_data(f"P-{name}"), at=LATER_TIME)
        else:
            record = act(name, "incident.detected", {
                "incident": f"I-{name}", "department": DEPARTMENT, "kind": "loss", "summary": "磁盘损坏"}, at=LATER_TIME)
        records.append(record)
    return records


class Ledger:
    """A ledger in a folder of its own, which can be copied with whatever lies beside it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.path = self.folder / "ledger.sqlite"

    def __fspath__(self):
        return str(self.path)

    def __str__(self):
        return str(self.path)

    @classmethod
    def create(cls, folder, records=()):
        folder = Path(folder)
        folder.mkdir(parents=True)
        ledger = cls(folder)
        succeed("init", "--empty", ledger)
        records = list(records)
        if records:
            assert sum(r.added for r in record(ledger, records)) == len(records)
        return ledger

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        return Ledger(folder)


def places(value, place=()):
    """The path of every value inside a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*place, key)
        yield from places(part, (*place, key))


def at(document, place):
    """The value at a path inside a document."""
    for key in place:
        document = document[key]
    return document


def strip_given(stored):
    """A stored event without what the ledger gives it: the record that was put in, normalised."""
    return {k: v for k, v in stored.items() if k not in ("position", "stream", "version", "recordedAt", "schema")}


def wait_until(condition, seconds, step=0.02):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(step)
    return condition()
