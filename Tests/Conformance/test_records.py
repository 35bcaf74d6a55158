"""What `record` accepts, refuses and stores (contract.md §2, §3, §4).

Each kind of broken record stands on a random line of an otherwise valid file. The tool must exit 65 with exactly one
line on standard error that names the line, the key where there is one, what was found and what was expected; it must
print nothing on standard output and record nothing.
"""

import copy
import json
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import rfc8785

import cases
from cases import (
    AUTHORITY, BEIJING, DEPARTMENT, GOVERNMENT, LATER_TIME, OTHER_AUTHORITY, REQUESTER, STRANGER, TYPES, Ledger, base, beijing,
    dumps, entry_data, error_line, events, filler, following, instant, jsonl, now, receipts, record, request_data, run, strip_given,
    succeed)

ARTICLE_2, ARTICLE_8, ARTICLE_9, ARTICLE_10 = "第二条", "第八条", "第九条", "第十条"
ARTICLE_15, ARTICLE_23 = "第十五条", "第二十三条"
ABSENT = object()


# MARK: The cases


@dataclass
class Case:
    name: str
    line: object  # bytes, or a function that gives them when the test runs
    key: str | None = None  # a pattern for the key's path, which stands after the line number and before the found value
    says: list = field(default_factory=list)  # further patterns, anywhere in the error
    before: list = field(default_factory=list)  # valid records that must stand before it in the file
    flags: tuple = ()
    first: bool = False  # it must be the file's first line
    found_expected: bool = True


CASES = []


def case(name, line, key=None, says=(), **more):
    assert name not in {c.name for c in CASES}, name
    line = line if isinstance(line, bytes) or callable(line) else dumps(line)
    CASES.append(Case(name, line, key, [says] if isinstance(says, str) else list(says), **more))


def place(record, path):
    """The container and the last step of a path such as data.fields.0.name."""
    *steps, last = [int(s) if s.isdigit() else s for s in path.split(".")]
    for step in steps:
        record = record[step]
    return record, last


def changed(kind, changes):
    result = copy.deepcopy(following()[kind])
    for path, value in changes.items():
        container, last = place(result, path)
        if value is ABSENT:
            del container[last]
        else:
            container[last] = value
    return result


def path_pattern(path):
    """data.fields.0.name as data.fields[0].name, data.fields.0.name or data.fields/0/name."""
    return "".join(
        rf"(?:\[{p}\]|[./]{p})" if p.isdigit() else ("" if i == 0 else r"[./]") + re.escape(p)
        for i, p in enumerate(path.split(".")))


def wrong(name, kind, path, value, says=(), **more):
    """A value that may not stand at this key: the error names the whole path and shows what was found."""
    says = [says] if isinstance(says, str) else list(says)
    if isinstance(value, str) and re.fullmatch(r"[\x21-\x7e\u4e00-\u9fff]{1,40}", value) and not re.search(r'["\\]', value):
        says.append(re.escape(value))
    case(name, changed(kind, {path: value}), path_pattern(path), says, **more)


def missing(kind, path):
    case(f"missing-{kind}-{path}", changed(kind, {path: ABSENT}), says=rf"\b{path.split('.')[-1]}\b")


def unknown(kind, path):
    case(f"unknown-{kind}-{path}", changed(kind, {path: "x"}), says=rf"\b{path.split('.')[-1]}\b")


GOOD = dumps(following()["share.requested"])
ENTRY = dumps(following()["catalog.entry-registered"])


def swapped(old, new, whole=GOOD):
    assert whole.count(old) == 1, (old, whole.count(old))
    return whole.replace(old, new)


# Bad JSON

case("json-truncated", GOOD[:-1])
case("json-truncated-in-string", GOOD[: GOOD.index("核验".encode()) + 6])
case("json-truncated-in-key", GOOD[:12])
case("json-open-brace", b"{")
case("json-trailing-garbage", GOOD + b" x")
case("json-trailing-brace", GOOD + b"}")
case("json-two-records", GOOD + GOOD)
case("json-two-records-with-comma", GOOD + b"," + GOOD)
case("json-single-quotes", GOOD.replace(b'"', b"'"))
case("json-unquoted-key", swapped(b'"type"', b"type"))
case("json-comment", swapped(b'{"id"', b'{/* note */"id"'))
case("json-line-comment", GOOD + b" // note")
case("json-hash-comment", b"# note")
case("json-nan", swapped('"核验申请人身份"'.encode(), b"NaN"))
case("json-infinity", swapped('"核验申请人身份"'.encode(), b"-Infinity"))
case("json-undefined", swapped('"核验申请人身份"'.encode(), b"undefined"))
case("json-capital-true", swapped('"核验申请人身份"'.encode(), b"True"))
case("json-trailing-comma-object", GOOD[:-1] + b",}")
case("json-trailing-comma-array", swapped('"成立日期"]'.encode(), '"成立日期",]'.encode()))
case("json-leading-comma", b"{," + GOOD[1:])
case("json-double-comma", swapped(b',"type"', b',,"type"'))
case("json-missing-comma", swapped(b',"type"', b' "type"'))
case("json-missing-colon", swapped(b'"type":', b'"type" '))
case("json-equals-sign", swapped(b'"type":', b'"type"='))
case("json-missing-value", swapped(b'"type":"share.requested"', b'"type":'))
case("json-wrong-bracket", GOOD[:-1] + b"]")
case("json-bare-string", b'"record"')
case("json-bare-number", b"17")
case("json-bare-null", b"null")
case("json-bare-word", b"record")
case("json-array", b"[" + GOOD + b"]")
case("json-empty-array", b"[]")
case("json-empty-object", b"{}")
case("json-deep-arrays", swapped('"核验申请人身份"'.encode(), b"[" * 100_000 + b"]" * 100_000))
case("json-deep-objects", swapped('"核验申请人身份"'.encode(), b'{"a":' * 100_000 + b"1" + b"}" * 100_000))
case("json-deep-unclosed", b"[" * 100_000)
case("json-deep-17", swapped('"核验申请人身份"'.encode(), b"[" * 17 + b"]" * 17))
case("json-line-of-10-megabytes", lambda: swapped("核验申请人身份".encode(), b"x" * 10_000_000))
case("json-line-of-10-megabytes-of-blanks", lambda: GOOD[:-1] + b" " * 10_000_000 + b"}")
case("json-line-of-10-megabytes-unclosed", lambda: b'{"id":"' + b"a" * 10_000_000)
case("json-key-of-10-megabytes", lambda: b'{"' + b"k" * 10_000_000 + b'":1}')
case("json-record-over-two-lines", GOOD.replace(b',"type"', b',\n"type"'))
case("json-bad-escape", swapped("核验".encode(), b"\\x41"))
case("json-escaped-quote", swapped("核验".encode(), b"\\'"))
case("json-short-unicode-escape", swapped("核验申请人身份".encode(), b"\\u123"))
case("json-bad-unicode-escape", swapped("核验".encode(), b"\\u12g4"))
case("json-signed-unicode-escape", swapped("核验".encode(), b"\\u+123"))
case("json-form-feed-between-tokens", swapped(b',"type"', b',\x0c"type"'))
case("json-nbsp-between-tokens", swapped(b',"type"', ',\u00a0"type"'.encode()))
case("json-text-sequence", b"\x1e" + GOOD)

# Duplicate keys, at every level and through escapes

case("duplicate-id", b'{"id":"sr-x",' + GOOD[1:], says=r"\bid\b")
case("duplicate-id-same-value", b'{"id":"n-share.requested",' + GOOD[1:], says=r"\bid\b")
case("duplicate-id-by-escape", b'{"\\u0069d":"sr-x",' + GOOD[1:], says=r"\bid\b")
case("duplicate-type", GOOD[:-1] + b',"type":"share.requested"}', says=r"\btype\b")
case("duplicate-data", GOOD[:-1] + b',"data":{}}', says=r"\bdata\b")
case("duplicate-in-data", swapped(b'"data":{', b'"data":{"purpose":"x",'), says=r"\bpurpose\b")
case("duplicate-in-data-by-escape", swapped(b'"data":{', b'"data":{"\\u0070urpose":"x",'), says=r"\bpurpose\b")
case("duplicate-in-fields", swapped('{"name":"名称",'.encode(), '{"name":"名称","name":"名称",'.encode(), ENTRY), says=r"\bname\b")
case("duplicate-in-fields-by-escape",
     swapped('{"name":"名称",'.encode(), '{"name":"名称","n\\u0061me":"x",'.encode(), ENTRY), says=r"\bname\b")
case("duplicate-unknown-key", GOOD[:-1] + b',"x":1,"x":1}', says=r"\bx\b")

# Hostile bytes

for name, raw in {
    "overlong-slash": b"\xc0\xaf", "overlong-nul": b"\xc0\x80", "overlong-3": b"\xe0\x80\xaf", "overlong-4": b"\xf0\x80\x80\xaf",
    "surrogate-pair-cesu": b"\xed\xa0\xbd\xed\xb8\x80", "surrogate-high": b"\xed\xa0\x80", "surrogate-low": b"\xed\xb0\x80",
    "truncated-2": b"\xc3", "truncated-3": b"\xe4\xb8", "truncated-4": b"\xf0\x9f\x98", "lone-continuation": b"\x80",
    "beyond-unicode": b"\xf4\x90\x80\x80", "five-bytes": b"\xf8\x88\x80\x80\x80", "ff": b"\xff", "fe": b"\xfe",
    "gbk": "核验".encode("gbk"),
}.items():
    case(f"utf8-{name}", swapped("核验".encode(), raw))
case("utf8-in-key", swapped(b'"purpose"', b'"purpo\xffse"'))
case("utf8-in-id", swapped(b'"n-share.requested"', b'"n-\xc3"'))
case("utf8-between-tokens", swapped(b',"type"', b',\xff"type"'))
case("utf8-after-record", GOOD + b"\xff")
case("utf8-truncated-at-end-of-line", GOOD[: GOOD.index("核".encode()) + 2])
case("utf-16", GOOD.decode().encode("utf-16-le").replace(b"\n", b" "))
case("latin-1", swapped("核验".encode(), "é".encode("latin-1")))
case("bom-first", b"\xef\xbb\xbf" + GOOD, first=True)
case("bom-later", b"\xef\xbb\xbf" + GOOD)
for name, raw in {"nul": b"\0", "soh": b"\x01", "tab": b"\t", "escape": b"\x1b[31m", "unit-separator": b"\x1f"}.items():
    case(f"control-raw-{name}", swapped("核验".encode(), raw))
case("control-nul-between-tokens", swapped(b',"type"', b',\0"type"'))
case("control-nul-line", b"\0")
case("control-nul-after-record", GOOD + b"\0")
for name, escape in {
    "high": b"\\ud800", "low": b"\\udc00", "high-then-letter": b"\\ud800A", "high-then-escape": b"\\ud800\\u0041",
    "high-high": b"\\ud83d\\ud83d", "reversed": b"\\ude00\\ud83d", "capitals": b"\\uD800", "high-then-raw": b"\\ud83d\xf0\x9f\x98\x80",
}.items():
    case(f"lone-surrogate-{name}", swapped("核验".encode(), escape))
case("lone-surrogate-in-key", swapped(b'"purpose"', b'"purpose\\udead"'))
for name, text in {"bell": "\u0007", "nul": "\u0000", "escape": "\u001b[2J", "delete": "\u007f", "next-line": "\u0085"}.items():
    wrong(f"control-in-text-{name}", "share.requested", "data.purpose", "核验" + text)

# Numbers and null

for name, number in {
    "float": b"1.5", "float-integral": b"1.0", "exponent": b"1e3", "exponent-capital": b"1E3", "exponent-zero": b"0e0",
    "minus-zero": b"-0", "minus-zero-float": b"-0.0", "huge": b"9007199254740992", "huge-negative": b"-9007199254740992",
    "huge-64": b"18446744073709551616", "huge-400-digits": b"9" * 400, "huge-exponent": b"1e999999999", "leading-zero": b"01",
    "plus": b"+1", "leading-dot": b".5", "trailing-dot": b"1.", "hexadecimal": b"0x10", "minus": b"-", "underscore": b"1_000",
    "integer-for-text": b"7",
}.items():
    case(f"number-{name}", swapped('"核验申请人身份"'.encode(), number))
case("number-for-boolean", changed("project.submitted", {"data.stateSubsidy": 1}), path_pattern("data.stateSubsidy"))
case("number-for-id", swapped(b'"n-share.requested"', b"12"), "id")
wrong("number-for-code", "share.requested", "data.requester", 11370000)
case("number-in-items", swapped('["名称"'.encode(), b"[3"), r"data\.items(?:\[0\]|[./]0)")
for path in ("id", "type", "occurredAt", "actor", "data", "data.purpose", "data.items", "data.receivedAt"):
    wrong(f"null-{path}", "share.requested", path, None, says="null")
case("null-correlation", changed("share.requested", {"correlation": None}), "correlation", "null")
case("null-optional", changed("share.replied", {"data.terms": None}), path_pattern("data.terms"), "null")
case("null-in-fields", changed("catalog.entry-registered", {"data.fields.0": None}), path_pattern("data.fields.0"), "null")

# Unknown and missing keys

for kind in TYPES:
    unknown(kind, "data.remark")
    sample = following()[kind]
    optional = {
        "catalog.entry-registered": {"legalBasis"},  # missed all the same as it happens, by article 22: below
        "catalog.entry-revised": {"name", "trigger"}, "catalog.entry-retired": {"trigger"},
        "catalog.update-triggered": {"promulgatedOn"}, "share.requested": {"items"},
        "share.replied": {"reasons"}, "project.reviewed": {"reasons"}, "catalog.update-extended": {"entry"},
        "share.extended": {"noticedOn"}, "verification.resolved": {"explanation"}, "open.consultation-ended": {"outcome"},
        "open.extended": {"noticedOn"}, "open.replied": {"reasons"}, "incident.detected": {"grade", "operator"},
        "plan.annual-set": {"developmentPlan"}, "plan.special-filed": {"developmentPlan"}, "cloud.use-decided": {"reasons"},
        "source.assigned": {"supersedes"}, "collection.started": {"exceptionBasis"}, "purchase.decided": {"reasons"},
        "paper.demanded": {"exceptionBasis"}, "data.used": {"purpose"},
    }.get(kind, set())
    for key in sample["data"]:
        if key not in optional:
            missing(kind, f"data.{key}")
for key in ("id", "type", "occurredAt", "actor", "data"):
    missing("share.requested", key)
missing("catalog.entry-registered", "data.fields.0.type")
unknown("share.requested", "remark")
unknown("catalog.entry-registered", "data.fields.1.length")
unknown("share.withdrawn", "data.entry")
unknown("share.requested", "ID")
unknown("share.requested", "data.Purpose")
case("unknown-empty-key", changed("share.requested", {"data": {**request_data("SR-new"), "": "x"}}))
case("unknown-key-with-newline", changed("share.requested", {"data": {**request_data("SR-new"), "a\nb\u001b[31m\u2028": "x"}}))

# Keys that are the ledger's to give, and the key of an import

for key, value in {
    "position": 40, "stream": "share-request/SR-new", "version": 0, "recordedAt": "2024-06-03T10:00:00.000+08:00", "schema": 1,
}.items():
    case(f"given-{key}", changed("share.requested", {key: value}), says=key)
    case(f"given-{key}-on-import", changed("share.requested", {key: value}), says=key, flags=("--import",))
case("sourceRecordedAt-without-import", changed("share.requested", {"sourceRecordedAt": LATER_TIME}),
     says=["sourceRecordedAt", "import"])
case("sourceRecordedAt-bad", changed("share.requested", {"sourceRecordedAt": "2024-06-03"}), "sourceRecordedAt",
     "2024-06-03", flags=("--import",))
case("sourceRecordedAt-in-data", changed("share.requested", {"data.sourceRecordedAt": LATER_TIME}),
     says="sourceRecordedAt", flags=("--import",))

# Wrong types

for path, value in {
    "id": ["a"], "type": {"name": "share.requested"}, "occurredAt": 1717380000, "actor": True, "data": [], "data.request": {},
    "data.purpose": ["x"], "data.items": "名称", "data.receivedAt": False,
}.items():
    wrong(f"type-{path}", "share.requested", path, value)
wrong("type-data-string", "share.requested", "data", "{}")
wrong("type-boolean-as-text", "project.submitted", "data.fixedAssetInvestment", "true")
wrong("type-entries-text", "catalog.filed", "data.entries", "E-cond")
wrong("type-entries-object", "catalog.filed", "data.entries", {"0": "E-cond"})
wrong("type-entries-of-lists", "catalog.filed", "data.entries.0", ["E-cond"])
wrong("type-fields-of-texts", "catalog.entry-registered", "data.fields.0", "名称")
wrong("type-correlation", "share.requested", "correlation", ["b-asked-1"])
wrong("type-division-number", "department.registered", "data.division", 370102)
wrong("type-off-text", "calendar.notice-issued", "data.off", "2031-10-01")
wrong("type-stateSecret-text", "catalog.entry-registered", "data.stateSecret", "false")

# Ids

for name, bad in {
    "empty": "", "65": "x" * 65, "65-wide": "目" * 65, "space": "a b", "leading-space": " a", "trailing-space": "a ", "tab": "a\tb",
    "newline": "a\nb", "nbsp": "a\u00a0b", "nul": "a\u0000b", "delete": "a\u007fb", "line-separator": "a\u2028b",
    "ideographic-space": "a\u3000b", "bom": "\ufeffa", "soft-hyphen": "a\u00adb", "joiner": "a\u200db", "bidi": "a\u202eb",
    "word-joiner": "a\u2060b", "tag": "a\U000e0041b", "annotation": "a\ufff9b",
}.items():
    wrong(f"id-{name}", "share.requested", "id", bad)
wrong("id-zero-width", "share.requested", "id", "a\u200bb", says="(?i)200b")  # the reader cannot see it: it must be named
for name, kind, path in (
    ("request", "share.requested", "data.request"), ("entry", "catalog.entry-registered", "data.entry"),
    ("trigger", "catalog.update-triggered", "data.trigger"), ("incident", "incident.detected", "data.incident"),
    ("project", "project.submitted", "data.project"), ("notice", "calendar.notice-issued", "data.notice"),
    ("verification", "verification.raised", "data.verification"), ("application", "open.applied", "data.application"),
    ("plan", "plan.published", "data.plan"), ("developmentPlan", "plan.annual-set", "data.developmentPlan"),
    ("node", "cloud.node-plan-filed", "data.node"), ("system", "cloud.use-applied", "data.system"),
    ("infrastructure", "infrastructure.recorded", "data.infrastructure"), ("platform", "platform.recorded", "data.platform"),
    ("compilation", "catalog.master-compiled", "data.compilation"), ("item", "source.assigned", "data.item"),
    ("collection", "collection.started", "data.collection"), ("purchase", "purchase.applied", "data.purchase"),
    ("access", "data.accessed", "data.access"), ("use", "data.used", "data.use"), ("demand", "paper.demanded", "data.demand"),
    ("training", "training.planned", "data.training"), ("evaluation", "evaluation.recorded", "data.evaluation"),
    ("referral", "accountability.referred", "data.referral"),
    ("correlation", "share.requested", "correlation"), ("causation", "share.requested", "causation"),
):
    wrong(f"{name}-id-empty", kind, path, "")
    wrong(f"{name}-id-65", kind, path, "x" * 65)
    wrong(f"{name}-id-zero-width", kind, path, "a\u200bb", says="(?i)200b")
    wrong(f"{name}-id-space", kind, path, "a b")
wrong("trigger-id-with-slash", "catalog.update-triggered", "data.trigger", "T/9")
for name, book in {
    "no-version": "order-329", "capital": "Order-329/1", "version-0": "order-329/0", "leading-zero": "order-329/01",
    "two-slashes": "order/329/1", "empty-name": "/1", "word": "order-329/one", "space": "order 329/1",
    "seven-digits": "order-329/1000000", "65": "a" * 63 + "/1",
}.items():
    wrong(f"book-{name}", "rules.adopted", "data.book", book)

# Timestamps

BAD_TIMES = {
    "no-offset": "2024-06-03T10:00:00", "hour-24": "2024-06-03T24:00:00+08:00", "february-30": "2024-02-30T10:00:00+08:00",
    "february-29-of-2023": "2023-02-29T10:00:00+08:00", "february-29-of-1900": "1900-02-29T10:00:00+08:00",
    "leap-second": "2016-12-31T23:59:60Z", "leap-second-beijing": "2017-01-01T07:59:60+08:00",
    "year-0": "0000-06-03T10:00:00+08:00", "year-0-in-beijing": "0001-01-01T00:00:00+23:59", "space": "2024-06-03 10:00:00+08:00",
    "offset-24": "2024-06-03T10:00:00+24:00", "offset-minute-60": "2024-06-03T10:00:00+08:60",
    "offset-without-colon": "2024-06-03T10:00:00+0800", "offset-hour-only": "2024-06-03T10:00:00+08",
    "offset-double": "2024-06-03T10:00:00Z+08:00", "date-only": "2024-06-03", "no-seconds": "2024-06-03T10:00+08:00",
    "month-0": "2024-00-03T10:00:00+08:00", "month-13": "2024-13-03T10:00:00+08:00", "day-0": "2024-06-00T10:00:00+08:00",
    "june-31": "2024-06-31T10:00:00+08:00", "minute-60": "2024-06-03T10:60:00+08:00", "second-61": "2024-06-03T10:00:61+08:00",
    "fraction-empty": "2024-06-03T10:00:00.+08:00", "fraction-comma": "2024-06-03T10:00:00,5+08:00",
    "fraction-letter": "2024-06-03T10:00:00.5x+08:00", "two-digit-year": "24-06-03T10:00:00+08:00",
    "five-digit-year": "12024-06-03T10:00:00+08:00", "short-month": "2024-6-03T10:00:00+08:00", "basic": "20240603T100000Z",
    "week": "2024-W23-1T10:00:00Z", "ordinal": "2024-155T10:00:00Z", "leading-space": " 2024-06-03T10:00:00Z",
    "trailing-space": "2024-06-03T10:00:00Z ", "trailing-newline": "2024-06-03T10:00:00Z\n", "empty": "", "words": "昨天",
    "full-width": "２０２４-06-03T10:00:00+08:00", "minus-sign": "2024-06-03T10:00:00\u221208:00", "slash": "2024/06/03T10:00:00Z",
    "epoch": "1717380000", "negative-year": "-2024-06-03T10:00:00Z", "zone-name": "2024-06-03T10:00:00[Asia/Shanghai]",
}
for name, bad in BAD_TIMES.items():
    wrong(f"time-{name}", "share.requested", "occurredAt", bad)
    wrong(f"received-{name}", "share.requested", "data.receivedAt", bad)
for kind, path in (("incident.detected", "occurredAt"), ("share.requested", "data.receivedAt")):
    case(f"future-six-minutes-{path}", lambda kind=kind, path=path: dumps(changed(kind, {path: now(minutes=6)})),
         path_pattern(path))
    case(f"future-next-century-{path}", changed(kind, {path: "2126-06-03T10:00:00+08:00"}), path_pattern(path))
case("future-six-minutes-by-offset",
     lambda: dumps(changed("incident.detected", {"occurredAt": now(minutes=6)[:-6] + "+07:59"})), "occurredAt")
case("future-on-import", lambda: dumps(changed("incident.detected", {"occurredAt": now(minutes=6)})), "occurredAt",
     flags=("--import",))
case("future-sourceRecordedAt", lambda: dumps(changed("share.requested", {"sourceRecordedAt": now(minutes=6)})),
     "sourceRecordedAt", flags=("--import",))

# Dates

BAD_DATES = {
    "february-30": "2024-02-30", "february-29-of-2023": "2023-02-29", "short": "2024-2-9", "basic": "20240229",
    "with-time": "2024-02-29T00:00:00+08:00", "year-0": "0000-01-01", "five-digits": "10000-01-01", "month-13": "2024-13-01",
    "day-0": "2024-01-00", "full-width": "２０２４-01-01", "slash": "2024/01/01", "empty": "", "space": "2024-01-01 ",
    "chinese": "2024年1月1日",
}
for name, bad in BAD_DATES.items():
    wrong(f"date-{name}", "catalog.update-triggered", "data.effectiveOn", bad)
for kind, path in (
    ("catalog.update-triggered", "data.promulgatedOn"), ("calendar.notice-issued", "data.issuedOn"),
    ("calendar.notice-issued", "data.off.1"), ("calendar.notice-issued", "data.worked.0"), ("rules.adopted", "data.from"),
    ("share.extended", "data.noticedOn"), ("open.extended", "data.noticedOn"), ("cloud.legacy-node-declared", "data.builtOn"),
    ("data.accessed", "data.on"),
):
    wrong(f"date-of-{kind}-{path}", kind, path, "2023-02-29")
for kind, path in (("cloud.legacy-node-declared", "data.builtOn"), ("data.accessed", "data.on")):
    wrong(f"date-after-the-act-{kind}", kind, path, "2024-06-04")
    case(f"date-after-the-act-in-beijing-{kind}", changed(kind, {path: "2024-06-04", "occurredAt": "2024-06-03T23:59:59+08:00"}),
         path_pattern(path), "2024-06-04")

# Codes, divisions, enumerations

BAD_CODES = {
    "17": REQUESTER[:17], "19": REQUESTER + "0", "empty": "", "lower-case": "11370000mb284651xl",
    "check-digit": REQUESTER[:17] + cases.ALPHABET[(cases.ALPHABET.index(REQUESTER[17]) + 1) % 31],
    "two-swapped": REQUESTER[:8] + REQUESTER[9] + REQUESTER[8] + REQUESTER[10:], "words": "济南市公安局",
    "spaces": REQUESTER[:9] + " " + REQUESTER[10:], "full-width": "１" + REQUESTER[1:], "trailing-newline": REQUESTER + "\n",
}
for letter in "IOSVZ":
    BAD_CODES[f"letter-{letter}"] = REQUESTER[:8] + letter + REQUESTER[9:]
for name, bad in BAD_CODES.items():
    assert bad != REQUESTER
    wrong(f"code-{name}", "share.requested", "data.requester", bad)
for kind, path in (
    ("share.requested", "actor"), ("department.registered", "data.department"), ("catalog.entry-registered", "data.department"),
    ("catalog.entry-revised", "data.department"), ("catalog.update-triggered", "data.department"),
    ("catalog.filed", "data.department"), ("catalog.filed", "data.authority"), ("incident.detected", "data.department"),
    ("incident.reported", "data.recipient"), ("project.submitted", "data.department"), ("project.reviewed", "data.authority"),
    ("catalog.update-extended", "data.authority"), ("catalog.update-submitted", "data.authority"),
    ("share.extended", "data.authority"), ("verification.raised", "data.requester"), ("incident.summarised", "data.recipient"),
    ("plan.published", "data.government"), ("plan.annual-set", "data.authority"), ("plan.special-filed", "data.authority"),
    ("plan.special-filed", "data.department"), ("cloud.node-plan-filed", "data.authority"),
    ("cloud.node-plan-filed", "data.filedWith"), ("cloud.node-commissioned", "data.builder"),
    ("cloud.legacy-node-declared", "data.builder"), ("cloud.node-merged", "data.authority"), ("cloud.use-applied", "data.authority"),
    ("cloud.use-applied", "data.department"), ("cloud.use-decided", "data.authority"), ("cloud.system-deployed", "data.department"),
    ("infrastructure.recorded", "data.builder"), ("platform.recorded", "data.builder"), ("catalog.master-compiled", "data.authority"),
    ("source.assigned", "data.department"), ("source.assigned", "data.supersedes"), ("collection.started", "data.department"),
    ("quality.assessed", "data.assessor"), ("purchase.applied", "data.authority"), ("purchase.applied", "data.department"),
    ("purchase.decided", "data.authority"), ("purchase.completed", "data.department"), ("data.accessed", "data.requester"),
    ("data.used", "data.department"), ("paper.demanded", "data.department"), ("security.rules-set", "data.department"),
    ("security.assessed", "data.department"), ("security.drill-held", "data.department"), ("officer.designated", "data.department"),
    ("training.planned", "data.authority"), ("evaluation.recorded", "data.department"), ("evaluation.recorded", "data.government"),
    ("accountability.referred", "data.department"), ("body.renamed", "data.department"), ("body.succeeded", "data.department"),
    ("body.succeeded", "data.successors.0.department"), ("body.succeeded", "data.successors.1.department"),
):
    wrong(f"code-of-{kind}-{path}", kind, path, "11370000MB284651XM")
for name, bad in {
    "five": "37010", "seven": "3701000", "zeros": "000000", "leading-zero": "010000", "letters": "3701AB", "county-of-no-city": "370012",
    "empty": "", "name": "济南市", "full-width": "３70100",
}.items():
    wrong(f"division-{name}", "department.registered", "data.division", bad)
    wrong(f"division-compiled-{name}", "catalog.master-compiled", "data.division", bad)
    wrong(f"division-changed-{name}", "division.changed", "data.division", bad)
    wrong(f"division-succeeding-{name}", "division.changed", "data.successor", bad)
for kind, path in (
    ("department.registered", "data.kind"), ("catalog.entry-registered", "data.sharing"), ("catalog.entry-registered", "data.openness"),
    ("catalog.entry-revised", "data.sharing"), ("catalog.update-triggered", "data.kind"), ("catalog.trigger-reviewed", "data.outcome"),
    ("share.replied", "data.decision"), ("incident.detected", "data.kind"), ("incident.reported", "data.recipientKind"),
    ("project.submitted", "data.kind"), ("project.reviewed", "data.outcome"), ("incident.detected", "data.grade"),
    ("incident.detected", "data.operator"), ("share.provided", "data.mode"), ("verification.resolved", "data.outcome"),
    ("open.replied", "data.decision"), ("catalog.entry-registered", "data.origin"), ("cloud.use-decided", "data.outcome"),
    ("infrastructure.recorded", "data.kind"), ("platform.recorded", "data.kind"), ("purchase.decided", "data.outcome"),
    ("open.published", "data.mode"), ("security.rules-set", "data.kind"), ("security.assessed", "data.kind"),
):
    wrong(f"enumeration-{kind}-{path}", kind, path, "whatever")
wrong("enumeration-other-case", "share.replied", "data.decision", "Agreed", says=["agreed", "refused"])
wrong("enumeration-empty", "share.replied", "data.decision", "")
wrong("enumeration-trailing-space", "share.replied", "data.decision", "agreed ")
wrong("type-unknown", "share.requested", "type", "share.granted")
wrong("type-other-case", "share.requested", "type", "Share.Requested")
wrong("type-empty", "share.requested", "type", "")
case("type-of-other-data", changed("share.requested", {"type": "share.withdrawn"}))

# Days

for kind in ("catalog.update-extended", "share.extended", "open.extended"):
    for bad in (0, -1, 3651, 9007199254740991, "5", None, [5], True):
        wrong(f"days-{kind}-{bad}", kind, "data.days", bad)

# Numbers within bounds

for kind, key, least, most in (
    ("plan.annual-set", "year", 2000, 2100), ("training.planned", "year", 2000, 2100),
    ("catalog.master-compiled", "entries", 0, 100_000_000), ("quality.assessed", "accuracy", 0, 100),
    ("quality.assessed", "completeness", 0, 100), ("quality.assessed", "timeliness", 0, 100),
    ("quality.assessed", "usability", 0, 100), ("data.accessed", "calls", 1, 9007199254740991),
    ("training.held", "participants", 1, 1_000_000),
):
    for bad in (least - 1, min(most, 9007199254740990) + 1, "5", None, [5], True):
        if bad != most:
            wrong(f"number-{kind}-{key}-{bad}", kind, f"data.{key}", bad)

# The times of other types

for kind in ("share.supplemented", "verification.raised", "open.applied", "open.corrected"):
    wrong(f"received-{kind}-no-offset", kind, "data.receivedAt", "2024-06-03T10:00:00")
    case(f"received-{kind}-future", changed(kind, {"data.receivedAt": "2126-06-03T10:00:00+08:00"}), path_pattern("data.receivedAt"))

# A rule book in its adoption

for name, bad in {"text": "order-329/1", "list": [], "empty": {}, "null": None, "another-book": {"book": "order-329/2"}}.items():
    case(f"document-{name}", changed("rules.adopted", {"data.document": bad}), says=r"data\.document")

# Texts and lists

for name, text in {"empty": "", "blank": "   ", "newlines": "\n\t", "ideographic-spaces": "\u3000\u3000", "zero-width": "\u200b"}.items():
    wrong(f"text-{name}", "share.requested", "data.purpose", text)
wrong("text-blank-reasons", "share.replied", "data.reasons", " ")
wrong("text-blank-legalBasis", "catalog.entry-registered", "data.legalBasis", "")
wrong("text-blank-field-name", "catalog.entry-registered", "data.fields.0.name", "")
wrong("text-blank-item", "share.requested", "data.items.1", " ")
wrong("list-fields-empty", "catalog.entry-registered", "data.fields", [])
case("list-fields-same-name", changed("catalog.entry-registered", {"data.fields.1.name": "名称"}), r"data\.fields\b.*", "名称")
wrong("list-items-empty", "share.requested", "data.items", [])
wrong("list-filed-empty", "catalog.filed", "data.entries", [])
for kind in ("share.supplement-requested", "open.correction-requested"):
    wrong(f"list-missing-empty-{kind}", kind, "data.missing", [])
    wrong(f"list-missing-text-{kind}", kind, "data.missing", "数据范围")
    wrong(f"list-missing-blank-{kind}", kind, "data.missing.1", " ")
    case(f"list-missing-twice-{kind}", changed(kind, {"data.missing": ["范围", "范围"]}), r"data\.missing\b.*", "范围")
wrong("list-findings-empty", "accountability.referred", "data.findings", [])
wrong("list-findings-text", "accountability.referred", "data.findings", "逾期")
wrong("list-findings-blank", "accountability.referred", "data.findings.1", " ")
case("list-findings-twice", changed("accountability.referred", {"data.findings": ["逾期", "逾期"]}), r"data\.findings\b.*", "逾期")
case("list-items-twice", changed("share.requested", {"data.items": ["名称", "名称"]}), r"data\.items\b.*", "名称")
case("list-entries-twice", changed("catalog.update-triggered", {"data.entries": ["E-cond", "E-cond"]}), r"data\.entries\b.*", "E-cond")
case("list-filed-twice", changed("catalog.filed", {"data.entries": ["E-cond", "E-cond"]}), r"data\.entries\b.*", "E-cond")
case("list-off-twice", changed("calendar.notice-issued", {"data.off": ["2031-10-01", "2031-10-01"]}), r"data\.off\b.*", "2031-10-01")
case("list-worked-twice", changed("calendar.notice-issued", {"data.worked": ["2031-10-11", "2031-10-11"]}), r"data\.worked\b.*", "2031-10-11")
case("list-off-and-worked", changed("calendar.notice-issued", {"data.worked": ["2031-10-01"]}), says="2031-10-01")
case("list-off-and-worked-empty", changed("calendar.notice-issued", {"data.off": [], "data.worked": []}))

# Contradictions: what does not exist, what is there already, what is over

for kind, path in (
    ("catalog.entry-revised", "data.entry"), ("catalog.entry-revised", "data.trigger"), ("catalog.entry-retired", "data.entry"),
    ("catalog.entry-retired", "data.trigger"), ("catalog.update-triggered", "data.entries.1"), ("catalog.trigger-reviewed", "data.trigger"),
    ("catalog.filed", "data.entries.1"), ("share.requested", "data.entry"), ("share.replied", "data.request"),
    ("share.withdrawn", "data.request"), ("incident.remedied", "data.incident"), ("incident.reported", "data.incident"),
    ("project.reviewed", "data.project"), ("catalog.update-extended", "data.trigger"),
    ("catalog.update-extended", "data.entry"), ("catalog.update-submitted", "data.trigger"),
    ("catalog.update-published", "data.trigger"), ("share.extended", "data.request"),
    ("share.supplement-requested", "data.request"), ("share.supplemented", "data.request"), ("share.provided", "data.request"),
    ("verification.raised", "data.entry"), ("verification.resolved", "data.verification"), ("open.applied", "data.entry"),
    ("open.correction-requested", "data.application"), ("open.corrected", "data.application"),
    ("open.consultation-begun", "data.application"), ("open.consultation-ended", "data.application"),
    ("open.extended", "data.application"), ("open.replied", "data.application"), ("open.withdrawn", "data.application"),
    ("incident.closed", "data.incident"), ("incident.summarised", "data.incident"), ("plan.annual-set", "data.developmentPlan"),
    ("plan.special-filed", "data.developmentPlan"), ("project.completed", "data.project"), ("cloud.node-merged", "data.node"),
    ("cloud.node-merged", "data.into"), ("cloud.use-applied", "data.node"), ("cloud.use-decided", "data.system"),
    ("cloud.system-deployed", "data.node"), ("source.assigned", "data.entry"), ("collection.started", "data.entry"),
    ("quality.assessed", "data.entry"), ("purchase.decided", "data.purchase"), ("purchase.catalogued", "data.purchase"),
    ("purchase.catalogued", "data.entry"), ("data.accessed", "data.entry"), ("data.used", "data.request"),
    ("open.published", "data.entry"), ("open.use-reported", "data.application"), ("paper.demanded", "data.entry"),
    ("training.held", "data.training"), ("body.succeeded", "data.successors.0.scope.1"),
):
    wrong(f"nonexistent-{kind}-{path}", kind, path, "X-none")
for kind in ("security.rules-set", "security.assessed", "security.drill-held", "officer.designated", "body.renamed", "body.succeeded"):
    wrong(f"nonexistent-{kind}-data.department", kind, "data.department", STRANGER)
case("nonexistent-reviewed-entry", changed("catalog.trigger-reviewed", {"data.entry": "X-none"}), "data.entry", "X-none")
case("nonexistent-yet", changed("share.requested", {"data.entry": "E-new"}), "data.entry", "E-new")  # registered in no line above
wrong("nonexistent-other-case", "share.requested", "data.entry", "e-cond")

wrong("again-department", "department.registered", "data.department", DEPARTMENT)
wrong("again-entry", "catalog.entry-registered", "data.entry", "E-cond")
wrong("again-retired-entry", "catalog.entry-registered", "data.entry", "E-gone")
wrong("again-trigger", "catalog.update-triggered", "data.trigger", "T-1")
wrong("again-request", "share.requested", "data.request", "SR-1")
wrong("again-incident", "incident.detected", "data.incident", "I-1")
wrong("again-project", "project.submitted", "data.project", "P-1")
wrong("again-notice", "calendar.notice-issued", "data.notice", "试验通知一")
wrong("again-reply", "share.replied", "data.request", "SR-1")
wrong("again-withdrawal", "share.withdrawn", "data.request", "SR-2")
wrong("again-start", "project.started", "data.project", "P-1")
wrong("again-verification", "verification.raised", "data.verification", "V-1")
wrong("again-application", "open.applied", "data.application", "OA-1")
for kind, key, there, done in (  # by the same body, whatever others did; and by whoever does it after the other
    ("catalog.update-submitted", "trigger", "T-1", {}), ("verification.resolved", "verification", "V-1", {}),
    ("incident.closed", "incident", "I-1", {}), ("share.withdrawn", "request", "SR-2", {"actor": REQUESTER}),
):
    for flag in ("--import", "--allow-violations"):
        case(f"again-{kind}{flag}", changed(kind, {f"data.{key}": there, **done}), f"data.{key}", there, flags=(flag,))
case("again-reply-of-the-same-stranger", changed("share.replied", {"id": "second", "actor": REQUESTER}), "data.request", "SR-3",
     before=[changed("share.replied", {"actor": REQUESTER})], flags=("--import",))
for kind in ("share.requested", "verification.raised", "open.applied"):
    for flag in ((), ("--import",), ("--allow-violations",)):
        case(f"received-before-{kind}{''.join(flag)}", changed(kind, {"data.receivedAt": "2024-06-03T09:54:59.999+08:00"}),
             path_pattern("data.receivedAt"), r"2024-06-03T09:54:59\.999\+08:00", flags=flag)
wrong("again-open-reply", "open.replied", "data.application", "OA-1")
wrong("again-open-withdrawal", "open.withdrawn", "data.application", "OA-2")
for kind, key, there in (
    ("plan.published", "plan", "PL-1"), ("plan.annual-set", "plan", "PL-1"), ("plan.special-filed", "plan", "PL-1"),
    ("project.completed", "project", "P-5"), ("cloud.node-commissioned", "node", "CN-1"),
    ("cloud.legacy-node-declared", "node", "CN-3"), ("cloud.node-merged", "node", "CN-3"),
    ("cloud.system-deployed", "system", "CS-1"), ("infrastructure.recorded", "infrastructure", "IF-1"),
    ("platform.recorded", "platform", "PF-1"), ("catalog.master-compiled", "compilation", "MC-1"),
    ("collection.started", "collection", "CO-1"), ("purchase.completed", "purchase", "PU-1"),
    ("purchase.catalogued", "purchase", "PU-4"), ("data.accessed", "access", "DA-1"), ("data.used", "use", "DU-1"),
    ("paper.demanded", "demand", "PD-1"), ("training.planned", "training", "TR-1"),
    ("evaluation.recorded", "evaluation", "EV-1"), ("accountability.referred", "referral", "RF-1"),
    ("body.succeeded", "department", cases.FORMER), ("division.changed", "division", "371200"),
):
    wrong(f"again-{kind}", kind, f"data.{key}", there)
wrong("node-merged-into-itself", "cloud.node-merged", "data.into", "CN-4")

# Bodies and divisions that change

wrong("heir-of-itself", "body.succeeded", "data.successors.1.department", cases.PASSING)
wrong("heir-named-twice", "body.succeeded", "data.successors.1.department", AUTHORITY)
case("heirs-of-the-rest", changed("body.succeeded", {"data.successors": [{"department": AUTHORITY}, {"department": REQUESTER}]}),
     path_pattern("data.successors.1.scope"))
case("entry-of-two-heirs", changed("body.succeeded", {"data.successors.1.scope": ["E-cond", "E-not"]}),
     path_pattern("data.successors.1.scope.1"), "E-not")
case("entry-of-one-heir-twice", changed("body.succeeded", {"data.successors.0.scope": ["E-not", "E-not"]}), says="scope")
case("no-heir", changed("body.succeeded", {"data.successors": []}), says="successors")
case("heir-of-nothing", changed("body.succeeded", {"data.successors.0.scope": []}), says="scope")
case("heirs-no-list", changed("body.succeeded", {"data.successors": {"department": AUTHORITY}}), says="successors")
case("more-heirs-than-may-be", changed("body.succeeded", {"data.successors": [{"department": AUTHORITY}] * 1001}), says="successors")
unknown("body.succeeded", "data.successors.0.remark")
missing("body.succeeded", "data.successors.0.department")
for kind in ("body.renamed", "body.succeeded", "division.changed"):
    for name, bad in {"later": "2024-06-04", "none": "2024-06-31", "time": "2024-06-03T10:00:00+08:00"}.items():
        wrong(f"day-{name}-{kind}", kind, "data.on", bad)
wrong("division-that-becomes-itself", "division.changed", "data.successor", "371283")
case("again-end-in-one-file", changed("body.succeeded", {"id": "second"}), "data.department", cases.PASSING,
     before=[following()["body.succeeded"]])
case("again-reply-in-one-file", changed("share.replied", {"id": "second"}), "data.request", "SR-3", before=[following()["share.replied"]])
case("again-entry-in-one-file", changed("catalog.entry-registered", {"id": "second"}), "data.entry", "E-new",
     before=[following()["catalog.entry-registered"]])
wrong("revision-of-retired-entry", "catalog.entry-revised", "data.entry", "E-gone")
wrong("retirement-of-retired-entry", "catalog.entry-retired", "data.entry", "E-gone")
case("revision-without-change", changed("catalog.entry-revised", {"data": {"entry": "E-cond"}}))

case("same-id-other-content", changed("share.requested", {"id": "b-asked-3"}), "id", "b-asked-3")
case("same-id-other-time", lambda: dumps({**by_id("b-asked-3"), "occurredAt": "2024-03-01T09:00:00.001+08:00"}), "id", "b-asked-3")
case("same-id-other-actor", lambda: dumps({**by_id("b-asked-3"), "actor": STRANGER}), "id", "b-asked-3")
case("same-id-with-correlation", lambda: dumps({**by_id("b-asked-3"), "correlation": "b-asked-1"}), "id", "b-asked-3")
case("same-id-in-one-file", changed("share.requested", {"data.purpose": "别的用途"}), "id", r"n-share\.requested",
     before=[following()["share.requested"]])

# Refused with an article

ARTICLE = {"found_expected": False}
case("article-2-state-secret", changed("catalog.entry-registered", {"data.stateSecret": True}), says=["stateSecret", ARTICLE_2], **ARTICLE)
case("article-2-state-secret-on-import", changed("catalog.entry-registered", {"data.stateSecret": True}),
     says=["stateSecret", ARTICLE_2], flags=("--import",), **ARTICLE)
case("article-8-authority-of-a-city", changed("plan.special-filed", {"data.authority": AUTHORITY}), says=[AUTHORITY, ARTICLE_8], **ARTICLE)
case("article-8-no-authority", changed("plan.special-filed", {"data.authority": cases.PROVINCE_DEPARTMENT}),
     says=[cases.PROVINCE_DEPARTMENT, ARTICLE_8], **ARTICLE)
case("article-8-department-of-a-city", changed("plan.special-filed", {"data.department": DEPARTMENT}),
     says=[DEPARTMENT, ARTICLE_8], **ARTICLE)
case("article-10-filed-with-a-city", changed("cloud.node-plan-filed", {"data.filedWith": OTHER_AUTHORITY}),
     says=[OTHER_AUTHORITY, ARTICLE_10], **ARTICLE)
case("article-10-built-under-the-order", changed("cloud.legacy-node-declared", {"data.builtOn": "2020-02-01"}),
     says=["builtOn", ARTICLE_10], **ARTICLE)
case("article-22-no-basis-conditional", changed("catalog.entry-registered", {"data.legalBasis": ABSENT}), says="legalBasis", **ARTICLE)
case("article-22-no-basis-notShared", changed("catalog.entry-registered", {"data.legalBasis": ABSENT, "data.sharing": "notShared"}),
     says="legalBasis", **ARTICLE)
case("article-22-revised-without-basis", changed("catalog.entry-revised", {"data.entry": "E-open", "data.sharing": "conditional"}),
     says="legalBasis", **ARTICLE)
case("article-22-poor-basis", changed("catalog.entry-registered", {"data.legalBasis": "许可法"}), says="legalBasis", **ARTICLE)
case("article-22-revised-with-poor-basis", changed("catalog.entry-revised", {
    "data.entry": "E-open", "data.sharing": "conditional", "data.legalBasis": "《条例》"}), says="legalBasis", **ARTICLE)
case("article-23-not-shared", changed("share.requested", {"data.entry": "E-not"}), says=["E-not", ARTICLE_23], **ARTICLE)
case("article-23-no-longer-shared", changed("share.requested", {}), says=["E-cond", ARTICLE_23], **ARTICLE,
     before=[changed("catalog.entry-revised", {"data": {"entry": "E-cond", "sharing": "notShared"}})])
case("request-for-retired-entry", changed("share.requested", {"data.entry": "E-gone"}), "data.entry", "E-gone")
case("request-for-entry-retired-at-that-instant",
     changed("share.requested", {"data.entry": "E-gone", "occurredAt": "2024-03-05T01:00:00Z"}), "data.entry", "E-gone")
case("article-15-authority-of-another-city", changed("catalog.filed", {"data.authority": OTHER_AUTHORITY}),
     says=[OTHER_AUTHORITY, ARTICLE_15], **ARTICLE)
case("article-15-not-an-authority", changed("catalog.filed", {"data.authority": GOVERNMENT}), says=[GOVERNMENT, ARTICLE_15], **ARTICLE)

# Too large

case("oversize", lambda: dumps(changed("share.requested", {"data.purpose": "x" * 65_535})), says=r"65[,_ ]?535")
case("oversize-in-three-byte-characters", lambda: dumps(changed("share.requested", {"data.purpose": "核" * 22_000})),
     says=r"65[,_ ]?535")


def by_id(identifier):
    return next(r for r in base() if r["id"] == identifier)


# MARK: Fixtures


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A ledger that holds base(), and its events; copied, never written to."""
    ledger = Ledger.create(tmp_path_factory.mktemp("history") / "base", base())
    return ledger, events(ledger)


@pytest.fixture
def fresh(history, tmp_path):
    return history[0].copy(tmp_path / "ledger")


def written(case, path, random):
    """The case's file: the broken line among valid ones, blank lines and CRLF here and there. Returns its line number."""
    raw = case.line() if callable(case.line) else case.line
    valid = [dumps(r) for r in filler(random, random.randrange(2, 24))]
    at = 0 if case.first else random.randrange(len(valid) + 1)
    lines = valid[:at] + [dumps(r) for r in case.before] + [None] + valid[at:]
    result = []
    number = None
    for line in lines:
        if not case.first and random.random() < 0.1:
            result.append(random.choice([b"", b"  ", b"\t", b"\r"]))
        if line is None:
            number = len(result) + 1
            result.append(raw)
        else:
            result.append(line + (b"\r" if random.random() < 0.05 else b""))
    path.write_bytes(b"\n".join(result) + (b"\n" if random.random() < 0.8 else b""))
    return number


def check_place(line, number, key=None):
    assert re.search(rf"\bline {number}\b", line), f"line {number} is not named: {line}"
    if key:
        assert re.search(rf'\bline {number}\b[^"“]*?(?<![\w.]){key}(?![\w.\[])', line), f"line {number}, key {key} not named: {line}"


# MARK: Refused


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_broken_record_is_refused(case, history, fresh, tmp_path):
    number = written(case, tmp_path / "input.jsonl", random.Random(case.name))
    result = run("record", fresh, tmp_path / "input.jsonl", *case.flags)
    line = error_line(result, 65)
    assert result.out == b"", result
    check_place(line, number, case.key)
    if case.found_expected:
        assert "found" in line and "expected" in line, line
    for pattern in case.says:
        assert re.search(pattern, line), f"{pattern} is not said: {line}"
    assert events(fresh) == history[1], "something was recorded"


def test_the_file_without_the_broken_line_is_accepted(history, fresh, tmp_path):
    """The neighbours of the broken lines are not what is refused."""
    for index in range(8):
        ledger = history[0].copy(tmp_path / f"copy-{index}")
        records = filler(random.Random(index), 24)
        assert sum(r.added for r in record(ledger, records)) == 24
    for name in ("article-23-no-longer-shared", "again-reply-in-one-file"):
        case = next(c for c in CASES if c.name == name)
        record(history[0].copy(tmp_path / name), case.before)


def test_random_bytes_are_refused(history, fresh, tmp_path):
    generator = random.Random(329)
    path = tmp_path / "input.jsonl"
    for index in range(250):
        length = generator.choice([1, 2, 3, 5, 8, 40, 300, 5000])
        raw = bytes(generator.randrange(256) for _ in range(length)).replace(b"\n", b"{")
        if not raw.strip(b" \t\r"):
            raw = b"}"
        valid = [dumps(r) for r in filler(generator, 4)]
        at = generator.randrange(5)
        path.write_bytes(b"\n".join([*valid[:at], raw, *valid[at:]]) + b"\n")
        result = run("record", fresh, path)
        check_place(error_line(result, 65), at + 1)
        assert result.out == b"", result
    assert events(fresh) == history[1]


def test_every_prefix_of_a_record_is_refused(history, fresh, tmp_path):
    generator = random.Random(7)
    valid = [dumps(r) for r in filler(generator, 3)]
    path = tmp_path / "input.jsonl"
    for length in sorted(generator.sample(range(1, len(GOOD)), 120)):
        path.write_bytes(b"\n".join([*valid, GOOD[:length]]))
        check_place(error_line(run("record", fresh, path), 65), 4)
    assert events(fresh) == history[1]


def strict_json(raw):
    """Whether Python, told to be strict, reads this line as an object: no duplicate key, no NaN, no float, no surrogate."""
    def pairs(items):
        if len({k for k, _ in items}) != len(items):
            raise ValueError("duplicate key")
        return dict(items)

    def refuse(text):
        raise ValueError(text)

    try:
        text = raw.decode("utf-8")
        value = json.loads(text, object_pairs_hook=pairs, parse_float=refuse, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except ValueError:
        return None
    return value


def test_mutated_records_are_refused_or_stored_truly(history, tmp_path):
    """A damaged record is refused with one line, or it was still valid and is stored as it says."""
    generator = random.Random(2020)
    kinds = following()
    path = tmp_path / "input.jsonl"
    ledger = history[0].copy(tmp_path / "ledger-0")
    accepted = 0
    for index in range(300):
        raw = bytearray(dumps(kinds[generator.choice(TYPES)]))
        for _ in range(generator.choice([1, 1, 1, 2, 4])):
            at = generator.randrange(len(raw))
            action = generator.randrange(5)
            if action == 0:
                raw[at] ^= 1 << generator.randrange(8)
            elif action == 1:
                del raw[at]
            elif action == 2:
                raw.insert(at, generator.choice(b'{}[]",:\\0123456789eE+-.tfn \xff\x80\x01'))
            elif action == 3:
                end = min(len(raw), at + generator.randrange(1, 20))
                raw[at:at] = raw[at:end]
            else:
                raw[at] = generator.randrange(256)
        raw = bytes(raw).replace(b"\n", b" ")
        path.write_bytes(raw + b"\n")
        result = run("record", ledger, path)
        if result.code == 0:
            accepted += 1
            value = strict_json(raw)
            assert isinstance(value, dict), f"accepted what is no JSON object: {raw!r}"
            stored = strip_given(json.loads(events(ledger)[-1]))
            assert stored == normalised(value), f"stored otherwise: {raw!r}"
            ledger = history[0].copy(tmp_path / f"ledger-{index + 1}")
        else:
            check_place(error_line(result, 65), 1)
            assert result.out == b"", result
    assert events(ledger) == history[1]
    assert accepted < 150


# MARK: Accepted


def normalised(record):
    """What the ledger stores of a record, without the keys that it gives itself."""
    record = copy.deepcopy(record)
    for key in ("occurredAt", "sourceRecordedAt"):
        if key in record:
            record[key] = beijing(record[key])
    if "receivedAt" in record["data"]:
        record["data"]["receivedAt"] = beijing(record["data"]["receivedAt"])
    return record


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_is_accepted(kind, fresh, history):
    record_in = following()[kind]
    assert record(fresh, [record_in])[0].added == 1
    stored = json.loads(events(fresh)[-1])
    assert strip_given(stored) == normalised(record_in)
    assert stored["position"] == len(history[1])


ACCEPTED = {
    "id-64": changed("share.requested", {"id": "x" * 64}),
    "id-64-outside-the-bmp": changed("share.requested", {"id": "\U00020000" * 64}),
    "id-with-slash-and-punctuation": changed("share.requested", {"id": "a/b:c#d?é—目\"\\"}),
    "entry-with-slash": changed("catalog.entry-registered", {"data.entry": "370100/市监/1"}),
    "request-64-wide": changed("share.requested", {"data.request": "目" * 64}),
    "text-with-newline-and-tab": changed("share.requested", {"data.purpose": "一\r\n\t二"}),
    "text-with-emoji": changed("share.requested", {"data.purpose": "😀 \u2028 / \" \\ é e\u0301"}),
    "time-lower-case": changed("share.requested", {"occurredAt": "2024-06-03t02:00:00z"}),
    "time-offset-plus": changed("share.requested", {"occurredAt": "2024-06-03T10:00:00+23:59"}),
    "time-offset-minus": changed("share.requested", {
        "occurredAt": "2024-06-03T10:00:00-23:59", "data.receivedAt": "2024-06-03T10:00:00-23:59"}),
    "time-one-digit": changed("share.requested", {"occurredAt": "2024-06-03T10:00:00.1+08:00"}),
    "time-many-digits": changed("share.requested", {"occurredAt": "2024-06-03T10:00:00.1239999999999999+08:00"}),
    "time-of-leap-day": changed("share.requested", {"occurredAt": "2024-02-29T23:59:59.999Z"}),
    "time-of-leap-day-2000": changed("share.requested", {"occurredAt": "2000-02-29T00:00:00Z"}),
    "time-long-ago": changed("share.requested", {"occurredAt": "1949-10-01T15:00:00+08:00"}),
    "time-last-digit-not-rounded": changed("share.requested", {"occurredAt": "2023-12-31T23:59:59.9999+08:00"}),
    "received-offset": changed("share.requested", {"data.receivedAt": "2024-06-02T20:00:00.5-06:00"}),
    **{f"received-five-minutes-before-{kind}": changed(kind, {"data.receivedAt": "2024-06-03T09:55:00+08:00"})
       for kind in ("share.requested", "verification.raised", "open.applied")},
    "received-after-occurred": changed("share.requested", {"data.receivedAt": "2024-06-04T10:00:00+08:00"}),
    "body-not-registered": changed("incident.detected", {"data.department": STRANGER, "actor": STRANGER}),
    "correlation-of-unknown-event": changed("share.requested", {"correlation": "x-1", "causation": "x-2"}),
    "escapes": json.loads(swapped("核验".encode(), b"\\u6838\\u9a8c\\ud83d\\ude00\\/\\u0041")),
    "division-province": changed("department.registered", {"data.division": "370000"}),
    "division-county": changed("department.registered", {"data.division": "370102"}),
    "utility": changed("department.registered", {"data.kind": "utility"}),
    "institution": changed("department.registered", {"data.kind": "institution"}),
    "township": changed("department.registered", {"data.kind": "township"}),
    "body-of-another-province": changed("department.registered", {"data.division": "320100"}),
    "entry-for-a-trigger": changed("catalog.entry-registered", {"data.trigger": "T-2"}),
    "entry-with-a-short-basis": changed("catalog.entry-registered", {"data.legalBasis": "《统计法》7"}),
    "request-for-unconditional-entry": changed("share.requested", {"data.entry": "E-open"}),
    "trigger-without-entries": changed("catalog.update-triggered", {"data.entries": []}),
    "trigger-without-promulgation": changed("catalog.update-triggered", {"data.promulgatedOn": ABSENT}),
    "notice-only-off": changed("calendar.notice-issued", {"data.worked": []}),
    "notice-only-worked": changed("calendar.notice-issued", {"data.off": []}),
    "notice-order-kept": changed("calendar.notice-issued", {"data.off": ["2031-10-02", "2031-10-01"]}),
    "entry-unconditional-without-basis": changed("catalog.entry-registered", {"data.sharing": "unconditional", "data.legalBasis": ABSENT}),
    "revision-by-trigger-alone": changed("catalog.entry-revised", {"data": {"entry": "E-cond", "trigger": "T-1"}}),
    "revision-to-conditional-with-basis": changed("catalog.entry-revised", {
        "data": {"entry": "E-open", "sharing": "conditional", "legalBasis": "某某法律"}}),
    "revision-of-everything": changed("catalog.entry-revised", {
        "data": {**entry_data("E-cond", "notShared"), "department": REQUESTER, "openness": "unconditional"}}),
    "reply-after-withdrawal": changed("share.replied", {"data.request": "SR-2"}),
    "withdrawal-after-reply": changed("share.withdrawn", {"data.request": "SR-1"}),
    "reply-before-request": changed("share.replied", {"occurredAt": "2023-01-01T00:00:00Z"}),
    "request-before-retirement": changed("share.requested", {"data.entry": "E-gone", "occurredAt": "2024-03-05T08:59:59.999+08:00"}),
    "start-under-investment-law": changed("project.started", {"data.project": "P-5"}),
    "filing-with-unregistered-authority": changed("catalog.filed", {"data.authority": STRANGER}),
    "second-report": changed("incident.reported", {"data.incident": "I-1"}),
    "second-remedy": changed("incident.remedied", {"data.incident": "I-1"}),
    "second-review": changed("project.reviewed", {"data.project": "P-1", "data.outcome": "approved", "data.reasons": ABSENT}),
    "entry-not-secret": changed("catalog.entry-registered", {"data.stateSecret": False}),
    **{f"origin-{origin}": changed("catalog.entry-registered", {"data.origin": origin})
       for origin in ("produced", "obtained", "collectedByThirdParty", "authorised", "system")},
    "plan-by-no-development-plan": changed("plan.annual-set", {"data.developmentPlan": ABSENT}),
    "plan-of-an-unregistered-department": changed("plan.special-filed", {"data.department": STRANGER}),
    "plan-filed-with-an-unregistered-body": changed("plan.special-filed", {"data.authority": STRANGER}),
    "node-plan-filed-with-an-unregistered-body": changed("cloud.node-plan-filed", {"data.filedWith": STRANGER}),
    "node-plan-after-its-node": changed("cloud.node-plan-filed", {"data.node": "CN-1"}),
    "node-built-before-the-order": changed("cloud.legacy-node-declared", {"data.builtOn": "2020-01-31"}),
    "data-accessed-on-the-day": changed("data.accessed", {"data.on": "2024-06-03"}),
    "data-accessed-on-the-day-in-beijing": changed("data.accessed", {"data.on": "2024-06-04", "occurredAt": "2024-06-03T16:00:00Z"}),
    "largest-number": changed("data.accessed", {"data.calls": 9007199254740991}),
    "second-decision-on-use": changed("cloud.use-decided", {"data.system": "CS-1"}),
    "second-source-of-one-department": changed("source.assigned", {"data.department": REQUESTER, "data.supersedes": ABSENT}),
    "second-decision-on-purchase": changed("purchase.decided", {"data.purchase": "PU-1"}),
    "quality-of-nothing": changed("quality.assessed", {
        "data.accuracy": 0, "data.completeness": 0, "data.timeliness": 0, "data.usability": 0}),
    "one-finding": changed("accountability.referred", {"data.findings": ["逾期"]}),
    "refusal-with-reasons-and-terms": changed("share.replied", {"data.terms": "无"}),
    "heir-for-everything": changed("body.succeeded", {"data.successors": [{"department": AUTHORITY}]}),
    "heirs-for-some-entries": changed("body.succeeded", {"data.successors.1.scope": ["E-cond"]}),
    "heir-that-is-no-more": changed("body.succeeded", {"data.successors.1.department": cases.FORMER}),
    "end-long-ago": changed("body.succeeded", {"data.on": "1949-10-01"}),
    "end-on-the-day-in-beijing": changed("body.succeeded", {"data.on": "2024-06-04", "occurredAt": "2024-06-03T16:00:00Z"}),
    "second-name": changed("body.renamed", {"data.department": cases.FORMER}),
    "division-that-becomes-another-again": changed("division.changed", {"data.division": "370100", "data.successor": "371200"}),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_unusual_but_valid_record_is_accepted(name, fresh):
    assert record(fresh, [ACCEPTED[name]])[0].added == 1
    assert strip_given(json.loads(events(fresh)[-1])) == normalised(ACCEPTED[name])


def test_the_near_future_is_accepted(fresh):
    record(fresh, [changed("share.requested", {"occurredAt": now(minutes=4), "data.receivedAt": now(minutes=4)})])


def test_a_line_up_to_one_mebibyte_is_read(fresh):
    record(fresh, [GOOD[:-1] + b" " * 1_040_000 + b"}"])


def test_lines_may_be_blank_end_in_crlf_or_in_nothing(fresh, history):
    lines = [dumps(r) for r in filler(random.Random(3), 4)]
    raw = b"\n\r\n" + lines[0] + b"\r\n  \n" + lines[1] + b"\n\n\t\n  " + lines[2] + b"  \n" + lines[3]
    assert [r.added for r in receipts(succeed("record", fresh, "-", stdin=raw).out)] == [4]
    assert len(events(fresh)) == len(history[1]) + 4


@pytest.mark.parametrize("raw", [b"", b"\n", b"\n \n\r\n"], ids=["nothing", "newline", "blank-lines"])
def test_an_empty_input_records_nothing(raw, fresh, history):
    assert sum(r.added for r in receipts(succeed("record", fresh, "-", stdin=raw).out or b"recorded 0 events\n")) == 0
    assert events(fresh) == history[1]


def test_the_largest_event_and_one_byte_more(fresh, history):
    """65,535 canonical bytes as stored are accepted, 65,536 are not."""
    sample = next(json.loads(e) for e in history[1] if json.loads(e)["type"] == "share.requested")
    stored = normalised(following()["share.requested"]) | {
        "position": len(history[1]), "stream": "share-request/SR-new", "version": 0, "recordedAt": beijing(now()),
        "schema": sample["schema"]}
    stored["data"]["purpose"] = ""
    room = 65_535 - len(rfc8785.dumps(stored))
    over = changed("share.requested", {"data.purpose": "x" * (room + 1)})
    line = error_line(run("record", fresh, "-", stdin=jsonl([over])), 65)
    check_place(line, 1)
    assert re.search(r"65[,_ ]?535", line) and events(fresh) == history[1]
    record(fresh, [changed("share.requested", {"data.purpose": "x" * room})])
    assert len(events(fresh)[-1]) == 65_535


# MARK: Once only


def reversed_keys(value):
    if isinstance(value, dict):
        return {k: reversed_keys(v) for k, v in reversed(value.items())}
    return [reversed_keys(v) for v in value] if isinstance(value, list) else value


def written_otherwise(record):
    """The same content: keys reversed, ASCII escapes, spaces, other offsets."""
    record = reversed_keys(record)
    for holder, key in ((record, "occurredAt"), (record, "sourceRecordedAt"), (record["data"], "receivedAt")):
        if key in holder:
            moment = datetime.fromisoformat(holder[key]) - timedelta(hours=11, minutes=30)
            holder[key] = moment.replace(tzinfo=None).isoformat() + ".000000-03:30"
    return json.dumps(record, ensure_ascii=True, separators=("  ,\t", " : ")).replace("n-", "\\u006E-").encode()


def test_the_same_file_twice_adds_nothing(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger")
    path = tmp_path / "input.jsonl"
    path.write_bytes(jsonl(base()))
    first = receipts(succeed("record", ledger, path).out)
    assert (sum(r.added for r in first), sum(r.already for r in first)) == (len(base()), 0)
    assert (first[0].first, first[-1].last) == (0, len(base()) - 1)
    before = events(ledger)
    again = receipts(succeed("record", ledger, path).out)
    assert (sum(r.added for r in again), sum(r.already for r in again)) == (0, len(base()))
    assert events(ledger) == before


def test_the_same_content_written_otherwise_adds_nothing(fresh):
    for kind, one in following().items():
        if kind == "share.replied":
            one["correlation"], one["causation"] = "n-c", "n-d"
        record(fresh, [one])
        before = events(fresh)
        receipt = record(fresh, [written_otherwise(one)])[0]
        assert (receipt.added, receipt.already) == (0, 1), kind
        assert events(fresh) == before, kind


def test_a_mix_of_old_and_new(fresh, history):
    new = filler(random.Random(11), 5)
    old = base()
    mixed = [old[3], new[0], old[20], new[1], new[0], old[0], new[2], old[30], new[3], new[4], new[1]]
    answers = record(fresh, mixed)
    assert (sum(r.added for r in answers), sum(r.already for r in answers)) == (5, 6)
    assert events(fresh)[: len(history[1])] == history[1]
    assert [json.loads(e)["id"] for e in events(fresh)[len(history[1]):]] == [r["id"] for r in new]


def test_the_same_import_twice_adds_nothing(fresh):
    one = {**following()["share.requested"], "sourceRecordedAt": "2024-06-03T12:00:00+08:00"}
    record(fresh, [one], "--import")
    before = events(fresh)
    assert record(fresh, [written_otherwise(one)], "--import")[0].already == 1
    line = error_line(run("record", fresh, "-", "--import", stdin=jsonl([{**one, "sourceRecordedAt": "2024-06-03T12:00:01+08:00"}])), 65)
    check_place(line, 1, "id")
    assert events(fresh) == before


# MARK: Unlawful acts

VIOLATIONS = {
    "refusal-without-reasons": (
        changed("share.replied", {"data.reasons": ABSENT}), ARTICLE_23, "sd329.23.reasons", DEPARTMENT),
    "replied-by-another": (changed("share.replied", {"actor": REQUESTER}), ARTICLE_23, "sd329.23.competence", REQUESTER),
    "withdrawn-by-another": (changed("share.withdrawn", {"actor": DEPARTMENT}), ARTICLE_23, "sd329.23.competence", DEPARTMENT),
    "reviewed-by-another": (
        changed("catalog.trigger-reviewed", {"actor": REQUESTER}), "第十六条", "sd329.16.competence", REQUESTER),
    "remedied-by-another": (
        changed("incident.remedied", {"actor": REQUESTER}), "第三十一条", "sd329.31.remedy.competence", REQUESTER),
    "reported-by-another": (
        changed("incident.reported", {"actor": REQUESTER}), "第三十一条", "sd329.31.report.competence", REQUESTER),
    "reported-by-another-to-another": (
        changed("incident.reported", {"actor": REQUESTER, "data.recipient": OTHER_AUTHORITY}), "第三十一条",
        "sd329.31.report.competence", REQUESTER),
    "report-to-another": (
        changed("incident.reported", {"data.recipient": OTHER_AUTHORITY}), "第三十一条", "sd329.31.report.recipient", DEPARTMENT),
    "start-without-review": (
        changed("project.started", {"data.project": "P-2"}), ARTICLE_9, "sd329.9.start", DEPARTMENT),
    "start-after-rejection": (
        changed("project.started", {"data.project": "P-3"}), ARTICLE_9, "sd329.9.start", DEPARTMENT),
    "start-before-approval": (
        changed("project.started", {"data.project": "P-4", "occurredAt": "2024-03-05T08:59:59+08:00"}), ARTICLE_9, "sd329.9.start",
        DEPARTMENT),
    "review-by-another-city": (
        changed("project.reviewed", {"data.authority": OTHER_AUTHORITY}), ARTICLE_9, "sd329.9.authority", OTHER_AUTHORITY),
    "review-by-no-authority": (
        changed("project.reviewed", {"data.authority": GOVERNMENT}), ARTICLE_9, "sd329.9.authority", GOVERNMENT),
    "second-data-authority": (
        changed("department.registered", {"data.division": "370100", "data.kind": "dataAuthority"}), "第六条",
        "sd329.6.second", cases.NEWCOMER),
    **{f"reserved-{kind}": (changed(kind, {path: REQUESTER}), "第六条", "sd329.6.reserved", REQUESTER)
       for kind, path in (
           ("plan.annual-set", "data.authority"), ("cloud.node-plan-filed", "data.authority"),
           ("cloud.node-merged", "data.authority"), ("cloud.use-decided", "data.authority"),
           ("purchase.decided", "data.authority"), ("platform.recorded", "data.builder"), ("training.planned", "data.authority"))},
    "plan-of-no-government": (changed("plan.published", {"data.government": DEPARTMENT}), ARTICLE_8, "sd329.8.government", DEPARTMENT),
    "node-of-a-county": (
        changed("cloud.node-commissioned", {"data.node": "CN-x", "data.builder": cases.COUNTY_AUTHORITY}), ARTICLE_10,
        "sd329.10.county", cases.COUNTY_AUTHORITY),
    "node-without-a-plan": (
        changed("cloud.node-commissioned", {"data.node": "CN-x", "data.builder": AUTHORITY}), ARTICLE_10, "sd329.10.plan", AUTHORITY),
    "system-without-application": (
        changed("cloud.system-deployed", {"data.system": "CS-x"}), "第十一条", "sd329.11", DEPARTMENT),
    "system-before-application": (
        changed("cloud.system-deployed", {"occurredAt": "2024-03-01T08:59:59+08:00"}), "第十一条", "sd329.11", DEPARTMENT),
    "network-of-no-authority": (
        changed("infrastructure.recorded", {"data.builder": DEPARTMENT}), "第十二条", "sd329.12", DEPARTMENT),
    "seals-of-a-city": (changed("infrastructure.recorded", {"data.kind": "electronicSeal"}), "第十三条", "sd329.13", AUTHORITY),
    "master-catalogue-of-another-city": (
        changed("catalog.master-compiled", {"data.division": "370200"}), ARTICLE_15, "sd329.15.compiled", AUTHORITY),
    "filed-with-another-city": (
        changed("catalog.filed", {"data.authority": OTHER_AUTHORITY}), ARTICLE_15, "sd329.15.filing", DEPARTMENT),
    "filed-with-no-authority": (changed("catalog.filed", {"data.authority": GOVERNMENT}), ARTICLE_15, "sd329.15.filing", DEPARTMENT),
    "restricted-without-a-basis": (
        changed("catalog.entry-registered", {"data.legalBasis": ABSENT}), "第二十二条", "sd329.22.basis", DEPARTMENT),
    "restricted-on-a-poor-basis": (
        changed("catalog.entry-registered", {"data.legalBasis": "——（无）——"}), "第二十二条", "sd329.22.basis", DEPARTMENT),
    "restricted-by-a-revision": (
        changed("catalog.entry-revised", {"data": {"entry": "E-open", "sharing": "notShared"}}), "第二十二条", "sd329.22.basis", DEPARTMENT),
    "registered-for-another-s-trigger": (  # T-2 lists no entries
        changed("catalog.entry-registered", {"data.trigger": "T-2", "data.department": REQUESTER, "actor": REQUESTER}), "第十六条",
        "sd329.16.competence", REQUESTER),
    "second-source": (changed("source.assigned", {"data.supersedes": ABSENT}), "第十七条", "sd329.17.source", DEPARTMENT),
    "collected-although-shared": (
        # By a body that never asked for it.
        changed("collection.started", {"data.exceptionBasis": ABSENT, "data.department": AUTHORITY, "actor": AUTHORITY}),
        "第十七条", "sd329.17.collection", AUTHORITY),
    "bought-without-approval": (changed("purchase.completed", {"data.purchase": "PU-2"}), "第十九条", "sd329.19", DEPARTMENT),
    "bought-before-approval": (
        changed("purchase.completed", {"occurredAt": "2024-03-01T08:59:59+08:00"}), "第十九条", "sd329.19", DEPARTMENT),
    "exchange-platform-of-a-county": (
        changed("platform.recorded", {"data.builder": cases.COUNTY_AUTHORITY}), "第二十一条", "sd329.21", cases.COUNTY_AUTHORITY),
    "use-without-agreement": (changed("data.used", {"data.request": "SR-3"}), ARTICLE_23, "sd329.23.agreement", REQUESTER),
    "use-before-agreement": (
        changed("data.used", {"occurredAt": "2024-03-06T08:59:59+08:00"}), ARTICLE_23, "sd329.23.agreement", REQUESTER),
    "use-for-another-purpose": (changed("data.used", {"data.purpose": "别的用途"}), ARTICLE_23, "sd329.23.purpose", REQUESTER),
    "conditional-data-taken": (
        changed("data.accessed", {"data.entry": "E-cond", "data.requester": AUTHORITY, "actor": AUTHORITY}),
        ARTICLE_23, "sd329.23.access", AUTHORITY),
    "opened-beyond-scope": (changed("open.published", {"data.mode": "unconditional"}), "第二十五条", "sd329.25", DEPARTMENT),
    "opened-although-not-open": (changed("open.published", {"data.entry": "E-cond"}), "第二十五条", "sd329.25", DEPARTMENT),
    "paper-although-shared": (changed("paper.demanded", {"data.exceptionBasis": ABSENT}), "第二十七条", "sd329.27", DEPARTMENT),
    "open-data-for-another-purpose": (
        changed("open.use-reported", {"data.purpose": "别的用途"}), "第二十八条", "sd329.28", DEPARTMENT),
}


# Of these the order only says whose task it is: remarks.
REMARKS = {
    "sd329.6.second", "sd329.6.reserved", "sd329.8.government", "sd329.10.builder", "sd329.10.merge", "sd329.12",
    "sd329.13", "sd329.15.compiled", "sd329.21"}


def found_violations(ledger):
    return json.loads(succeed("audit", ledger, "--format", "json").out)["violations"]


def expected_of(name):
    """Whose act it was, or who was to receive it."""
    return [AUTHORITY] if name == "report-to-another" else [REQUESTER] if name == "withdrawn-by-another" else [DEPARTMENT]


@pytest.mark.parametrize("name", VIOLATIONS)
def test_an_unlawful_act_is_refused_live_and_never_by_history(name, fresh, history, tmp_path):
    act, article, rule, department = VIOLATIONS[name]
    generator = random.Random(name)
    valid = filler(generator, 6)
    at = generator.randrange(7)
    path = tmp_path / "input.jsonl"
    path.write_bytes(jsonl([*valid[:at], act, *valid[at:]]))

    remark = rule in REMARKS
    if not remark:
        result = run("record", fresh, path)
        line = error_line(result, 65)
        check_place(line, at + 1)
        assert article in line, line
        assert result.out == b"" and events(fresh) == history[1], result
        assert found_violations(fresh) == []

    ways = [("--allow-violations", {}), ("--import", {}), ("--import", {"sourceRecordedAt": "2024-06-04T08:00:00Z"})]
    for flag, extra in ways + [(None, {})] * remark:  # a remark refuses nothing live
        ledger = history[0].copy(tmp_path / f"ledger{flag}{len(extra)}")
        recorded = {**act, **extra}
        record(ledger, [*valid[:at], recorded, *valid[at:]], *([flag] if flag else []))
        position = len(history[1]) + at
        stored = json.loads(events(ledger)[position])
        assert strip_given(stored) == normalised(recorded)
        report = json.loads(succeed("audit", ledger, "--format", "json").out)
        found, none = (report[kind] for kind in (("remarks", "violations") if remark else ("violations", "remarks")))
        assert none == [] and report["summary"]["remarks" if remark else "violations"] == len(found)
        if name == "reserved-cloud.node-merged":  # which is no authority of the city either
            found = [one for one in found if one["rule"] != "sd329.10.merge"]
        assert [(v["rule"], v["article"], v["department"], v["position"], v["event"]) for v in found] == [
            (rule, article, department, position, act["id"])], found
        assert found[0]["message"].strip()
        other = rule.endswith((".competence", ".recipient"))
        assert found[0].get("expected") == (expected_of(name) if other else None)


LIVE_ONLY = [  # refused as it happens, and no finding of an audit
    ("share.requested", {"data.entry": "E-not"}), ("plan.special-filed", {"data.authority": AUTHORITY}),
    ("plan.special-filed", {"data.department": DEPARTMENT}), ("cloud.node-plan-filed", {"data.filedWith": OTHER_AUTHORITY}),
    ("cloud.legacy-node-declared", {"data.builtOn": "2020-02-01"})]


@pytest.mark.parametrize("flag", ["--import", "--allow-violations"])
def test_history_is_never_refused_for_being_unlawful(flag, fresh, history):
    for number, (kind, change) in enumerate(LIVE_ONLY):
        act = changed(kind, {**change, "id": f"live-only-{number}", **({"data.plan": f"PL-x-{number}"} if kind.startswith("plan") else {})})
        error_line(run("record", fresh, "-", stdin=jsonl([act])), 65)
        record(fresh, [act], flag)
    assert len(events(fresh)) == len(history[1]) + len(LIVE_ONLY) and found_violations(fresh) == []


def test_impossible_acts_are_refused_even_by_history(fresh, history):
    """--import and --allow-violations excuse violations, nothing else."""
    for kind, change in (
        ("share.replied", {"data.request": "SR-1"}), ("share.requested", {"data.entry": "X-none"}),
        ("catalog.entry-registered", {"data.stateSecret": True}), ("catalog.entry-registered", {"data.trigger": "T-none"}),
        ("share.requested", {"data.entry": "E-gone"}), ("cloud.legacy-node-declared", {"data.builtOn": "2024-06-04"}),
        ("cloud.node-merged", {"data.into": "CN-4"}),
    ):
        for flag in ("--import", "--allow-violations"):
            check_place(error_line(run("record", fresh, "-", flag, stdin=jsonl([changed(kind, change)])), 65), 1)
    assert events(fresh) == history[1]


# MARK: As stored


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """base() and following() with times in many offsets, recorded in three runs; records and stored events."""
    generator = random.Random(8785)
    ledger = Ledger.create(tmp_path_factory.mktemp("stored") / "ledger")
    records = [*base(), *following().values(), *filler(generator, 30)]
    for one in records:
        for holder, key in ((one, "occurredAt"), (one["data"], "receivedAt")):
            if key in holder:
                minutes = generator.randrange(-1439, 1440)
                moment = datetime.fromisoformat(holder[key]).astimezone(BEIJING).replace(tzinfo=None) - timedelta(hours=8)
                local = (moment + timedelta(minutes=minutes)).isoformat()
                sign = "-" if minutes < 0 else "+"
                holder[key] = f"{local}.{generator.choice(['0', '000', '123456'])}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    for one in records:
        if one["type"] == "share.requested":
            one["data"]["purpose"] += '\t"\\/ 😀 \u2028 é €'
    start = datetime.now(BEIJING) - timedelta(seconds=1)
    third = len(records) // 3
    for part in (records[:third], records[third: 2 * third], records[2 * third:]):
        record(ledger, part, "--allow-violations")  # the moments and purposes are not what they were
    return ledger, records, events(ledger), (start, datetime.now(BEIJING) + timedelta(seconds=1))


def test_stored_bytes_are_canonical(stored):
    for line in stored[2]:
        assert rfc8785.dumps(json.loads(line)) == line


def test_stored_content_is_the_records(stored):
    _, records, lines, _ = stored
    assert [strip_given(json.loads(line)) for line in lines] == [normalised(r) for r in records]
    optional = {"correlation", "causation"}
    for line in lines:
        keys = set(json.loads(line)) - optional
        assert keys == {"id", "type", "occurredAt", "actor", "data", "position", "stream", "version", "recordedAt", "schema"}


def test_positions_are_gapless(stored):
    assert [json.loads(line)["position"] for line in stored[2]] == list(range(len(stored[1])))


def test_stream_versions_are_gapless(stored):
    versions = {}
    for event in map(json.loads, stored[2]):
        assert event["version"] == versions.get(event["stream"], -1) + 1, event
        versions[event["stream"]] = event["version"]
    assert versions["share-request/SR-1"] == 5, "request, reply, what was provided and what ended it belong to one stream"
    assert versions["share-request/SR-3"] == 5


def test_times_are_beijing_milliseconds_and_recordedAt_never_decreases(stored):
    _, _, lines, (start, end) = stored
    last = start
    for event in map(json.loads, lines):
        instant(event["occurredAt"])
        moment = instant(event["recordedAt"])
        assert last <= moment <= end, event
        last = moment


def test_schema_is_the_version_of_the_type(stored):
    versions = {}
    for event in map(json.loads, stored[2]):
        assert versions.setdefault(event["type"], event["schema"]) == event["schema"]


def test_sourceRecordedAt_is_kept_in_beijing_time(fresh):
    one = {**following()["share.requested"], "sourceRecordedAt": "2024-06-03T23:30:00.98765-02:00"}
    record(fresh, [one], "--import")
    assert json.loads(events(fresh)[-1])["sourceRecordedAt"] == "2024-06-04T09:30:00.987+08:00"
