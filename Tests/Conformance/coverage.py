"""Schemas/coverage.md: for each of the forty articles of Order 329, what records, checks, refuses and shows it.

    python3 Tests/Conformance/coverage.py           writes the file
    python3 Tests/Conformance/coverage.py --check   compares it with what would be written

Nothing in the table is kept by hand but the words in ABOUT and NOTES: event types and refusals come
from Schemas/events, rules from the bundled book, tables and views from Schemas/projections.sql, and the
articles from the bundled text. Standard library only.
"""

import argparse
import dataclasses
import json
import pathlib
import re
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAW = ROOT / "Sources" / "LedgerCore" / "Bundled" / "order-329.txt"
BOOK = ROOT / "Sources" / "LedgerCore" / "Bundled" / "order-329.json"
EVENTS = ROOT / "Schemas" / "events"
PROJECTIONS = ROOT / "Schemas" / "projections.sql"
TABLE = ROOT / "Schemas" / "coverage.md"
TITLE = "山东省电子政务和政务数据管理办法"

# What each article is about: words of its own, and a gloss.
ABOUT = {
    1: ("规范电子政务建设与发展，推进政务数据共享与开放", "aim"),
    2: ("本省行政区域内", "scope; state secrets go by their own laws"),
    3: ("本办法所称政务数据", "what e-government and government data are"),
    4: ("统筹规划、集约建设、整合共享、开放便民、保障安全的原则", "principles"),
    5: ("加强对本行政区域内电子政务和政务数据相关工作的领导", "leadership, plans and budgets of governments"),
    6: ("大数据工作主管部门负责本级电子政务和政务数据的管理", "the data authority of each level"),
    7: ("给予表彰和奖励", "commendations"),
    8: ("发展规划", "development plans, annual plans, special plans"),
    9: ("报本级人民政府大数据工作主管部门审核", "review of projects"),
    10: ("电子政务云节点", "nodes of the government cloud"),
    11: ("开展部署业务系统、应用管理等活动", "systems on the nodes"),
    12: ("本级电子政务网络的建设和管理", "government networks"),
    13: ("共性应用支撑系统", "shared support systems"),
    14: ("政务数据的汇聚和统筹管理", "gathering and overall management of data"),
    15: ("政务数据实行目录管理", "catalogues, their seven items and their filing"),
    16: ("15个工作日内更新本部门政务数据目录", "update of the catalogue"),
    17: ("一数一源、多元校核", "one source, verification by many, no collecting twice"),
    18: ("完整性、准确性、时效性和可用性", "quality of data"),
    19: ("购买社会数据", "data bought from society"),
    20: ("基础数据库", "base and theme databases"),
    21: ("政务信息资源交换共享平台", "exchange and sharing platforms"),
    22: ("共享类型", "types of sharing and their basis in law"),
    23: ("10个工作日内予以答复", "use of others' data: requests and replies"),
    24: ("政务数据开放网站", "sites of open data"),
    25: ("开放范围", "scope of openness; applications"),
    26: ("数据互联、协同联动的政务服务体系", "one service system from province to village"),
    27: ("不得要求申请人另行提供纸质材料", "no paper where data is shared"),
    28: ("与获取数据的申请保持一致", "use of open data as applied for"),
    29: ("定期组织进行安全风险评估和安全测评", "security of infrastructure"),
    30: ("预防攻击、侵入、干扰政务数据库", "prevention of attacks"),
    31: ("立即采取补救措施", "security rules, drills, incidents and their reports"),
    32: ("国家标准、行业标准、地方标准", "standards"),
    33: ("指定工作人员", "officers in charge"),
    34: ("培训计划", "training"),
    35: ("监督评估工作机制", "supervision and evaluation"),
    36: ("法律、法规已经规定法律责任的，适用其规定", "liability under other laws"),
    37: ("依法予以处分", "disciplinary action"),
    38: ("依法追究法律责任", "liability for harm to security"),
    39: ("执行本办法", "institutions are bound, utilities by reference"),
    40: ("自 2020 年 2 月 1 日起施行", "the day from which the order applies"),
}

# Articles from which no act follows, or none of their own, that a ledger would record: why.
NOTES = {
    1: ("立法目的", "the aim of the order: nothing is done under it"),
    2: ("适用范围", "scope: what lies outside it is refused"),
    4: ("原则", "principles, which the other articles carry out"),
    5: ("领导和预算", "leadership and budgets, which are no acts on data"),
    7: ("表彰奖励另有规定", "honours, under rules of their own"),
    14: ("由各部门目录汇总", "follows from the departments' entries"),
    26: ("体系建设", "a structure of services, no single act"),
    30: ("技术措施；事件见第三十一条", "technical measures; what happens all the same is an incident (31)"),
    32: ("标准另行制定", "standards, which are made elsewhere"),
    40: ("规则簿的 inForceFrom", "transition: the book's field inForceFrom"),
}

# The law's text


def articles(text: bytes) -> dict[int, bytes]:
    """The articles' words by number: paragraphs are joined by a line feed, chapter headings are left out."""
    found: dict[int, list[bytes]] = {}
    current = None
    for line in text.split(b"\n"):
        words = line.decode()
        if opening := re.match(r"(第[一二三四五六七八九十]+条) ", words):
            current = number(opening[1])
            if current in found:
                raise ValueError(f"{opening[1]} stands there twice")
            found[current] = [line[len(opening[0].encode()) :]]
        elif re.match(r"第[一二三四五六七八九十]+章 ", words):
            current = None
        elif line and current:
            found[current].append(line)
    return {article: b"\n".join(paragraphs) for article, paragraphs in found.items()}


def number(name: str) -> int:
    """23, of 第二十三条."""
    tens, ten, units = name.removeprefix("第").removesuffix("条").rpartition("十")
    digit = dict(zip("一二三四五六七八九", range(1, 10)))
    return ((digit[tens] if tens else 1) * 10 if ten else 0) + (digit[units] if units else 0)


def name(article: int) -> str:
    """第二十三条, of 23."""
    tens, units = divmod(article, 10)
    digits = " 一二三四五六七八九"
    return "第" + (digits[tens] if tens > 1 else "") + ("十" if tens else "") + digits[units].strip() + "条"


@dataclasses.dataclass(frozen=True)
class Mention:
    """An article that a text names, or words that it quotes.

    `article` is `None` where another law is meant, and 0 for words before which no law is named.
    """

    article: int | None
    quotation: str | None
    gap: str  # what stands between this and the mention before


MENTION = re.compile(
    r"(《[^》]*》|[\u4e00-\u9fff]+(?:条例|法典|办法|法))?\s*(第[一二三四五六七八九十百零]+条)"
    r"|(《[^》]*》)|“([^”]*)”"
)


def mentions(text: str) -> Iterator[Mention]:
    """What a text names and quotes of the law, in order; an article without a law's name is one of Order 329."""
    article: int | None = 0
    end = 0
    for match in MENTION.finditer(text):
        law, named, title, quotation = match.groups()
        gap = text[end : match.start()]
        end = match.end()
        if named and (law is None or own(law)):
            goes_on = law is None and article is None and gap.strip() in ["、", "和", "与", "及", "至", "and", "to"]
            article = None if goes_on or "百" in named else number(named)
        elif named or (title and not own(title)):
            article = None
        yield Mention(article, quotation, gap)


def own(law: str) -> bool:
    return law == f"《{TITLE}》" or law.endswith("本办法")


def named(text: str) -> list[int]:
    """The articles of Order 329 that a text names."""
    return sorted({each.article for each in mentions(text) if each.quotation is None and each.article})


# What the table is made of


@dataclasses.dataclass
class Sources:
    law: dict[int, bytes]
    events: dict[str, dict]  # the schemas, by type
    book: dict
    projections: str

    @staticmethod
    def read() -> "Sources":
        return Sources(
            law=articles(LAW.read_bytes()),
            events={path.stem: json.loads(path.read_bytes()) for path in sorted(EVENTS.glob("*.json"))},
            book=json.loads(BOOK.read_bytes()),
            projections=PROJECTIONS.read_text(encoding="utf-8"),
        )

    def rules(self) -> Iterator[tuple[str, dict]]:
        """The book's rules, each with O for an obligation or V for a violation."""
        for letter, key in [("O", "obligations"), ("V", "violations")]:
            for rule in self.book[key]:
                yield letter, rule

    def refusals(self, article: int) -> Iterator[tuple[str, dict]]:
        for type, schema in self.events.items():
            for refusal in schema.get("refusals", []):
                if refusal["article"] == article:
                    yield type, refusal

    def relations(self) -> Iterator[tuple[str, str, list[int]]]:
        """The tables and views: table or view, its name, and the articles that the comment before it names.

        A view's comment begins with `View: name (articles): description`; only the parentheses count.
        """
        created = re.compile(r"((?:^--.*\n)*)^CREATE (TABLE|VIEW) (?:IF NOT EXISTS )?(\w+)", re.MULTILINE)
        for comment, kind, relation in created.findall(self.projections):
            words = re.sub(r"\s*^--\s*", " ", comment, flags=re.MULTILINE).strip()
            if kind == "VIEW":
                heading = re.match(r"View: (\w+) \(([^)]*)\): \S", words)
                words = heading[2] if heading and heading[1] == relation else ""
            yield kind.lower(), relation, named(words)


# The table

HEADING = """\
# Order 329, article by article · 条文对照表

Generated by `python3 Tests/Conformance/coverage.py`; do not edit. 山东省人民政府令第329号，《山东省电子政务和政务数据管理办法》.

- **about**: words of the article, and a gloss.
- **records**: the event types ([events](events)) that the article implies; where none, why.
- **checks**: the rules of [order-329/1](../Sources/LedgerCore/Bundled/order-329.json): *O* an obligation (义务), *V* a violation (违规).
- **refused**: records that are never taken, imports included (不予记录).
- **shown**: tables and *views* of [projections.sql](projections.sql).

"""
COLUMNS = ["article", "about", "records", "checks", "refused", "shown"]


def table(sources: Sources) -> str:
    lines = [COLUMNS, ["---"] * len(COLUMNS)] + [row(article, sources) for article in sorted(sources.law)]
    return HEADING + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def row(article: int, sources: Sources) -> list[str]:
    zh, en = ABOUT.get(article, ("", ""))
    records = [f"`{type}`" for type, schema in sources.events.items() if article in schema.get("articles", [])]
    recorded = ", ".join(records)
    if article in NOTES:
        recorded = f"{recorded} — {' · '.join(NOTES[article])}".strip()
    checks = [f"{letter} `{rule['rule']}`" for letter, rule in sources.rules() if rule["article"] == name(article)]
    refused = [f"`{type}`: {each['zh']} · {each['en']}" for type, each in sources.refusals(article)]
    shown = [
        f"*`{relation}`*" if kind == "view" else f"`{relation}`"
        for kind, relation, of in sources.relations()
        if article in of
    ]
    about = f"{zh} · {en}"
    cells = [f"{name(article)} ({article})", about, recorded, "<br>".join(checks), "<br>".join(refused)]
    return [cell.replace("|", "\\|").replace("\n", " ") for cell in [*cells, ", ".join(shown)]]


def faults(text: str, sources: Sources) -> list[str]:
    """What is missing from a table, or wrong in what it is made of; nothing when it is complete."""
    rows = rows_of(text)
    wrong = []
    for article in range(1, 41):
        if article not in sources.law:
            wrong.append(f"{name(article)}: not in the law's text")
        elif ABOUT[article][0].encode() not in sources.law[article]:
            wrong.append(f"{name(article)}: “{ABOUT[article][0]}” is not in it")
        if len(rows.get(article, [])) != 1:
            wrong.append(f"{name(article)}: {len(rows.get(article, []))} rows")
        elif not any(rows[article][0][2:]):
            wrong.append(f"{name(article)}: nothing is recorded, checked, refused or shown, and no reason is given")
    for article in sorted((rows.keys() | sources.law.keys()) - set(range(1, 41))):
        wrong.append(f"{name(article)} ({article}): there is no such article")

    def absent(column: str, kind: str, every: list[str]) -> None:
        cells = " ".join(cells[COLUMNS.index(column)] for of in rows.values() for cells in of)
        wrong.extend(f"{kind} {each}: in no row" for each in every if f"`{each}`" not in cells)

    absent("records", "event type", list(sources.events))
    absent("checks", "rule", [rule["rule"] for _, rule in sources.rules()])
    absent("shown", "view", [relation for kind, relation, _ in sources.relations() if kind == "view"])
    refused = [(type, each) for type, schema in sources.events.items() for each in schema.get("refusals", [])]
    for type, refusal in refused:
        if refusal.keys() != {"article", "en", "zh"} or refusal["article"] not in sources.law:
            wrong.append(f"{type}: {refusal} is no refusal under an article")
        elif not any(refusal["zh"] in cells[4] for cells in rows.get(refusal["article"], [])):
            wrong.append(f"{type}: its refusal under {name(refusal['article'])} is in no row")
    return wrong


def rows_of(text: str) -> dict[int, list[list[str]]]:
    """A table's rows by article."""
    found: dict[int, list[list[str]]] = {}
    for line in text.splitlines():
        if match := re.match(r"\| 第\S+条 \((\d+)\) \|", line):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            found.setdefault(int(match[1]), []).append(cells)
    return found


def main(arguments: list[str], path: pathlib.Path = TABLE) -> int:
    parser = argparse.ArgumentParser(description="Write Schemas/coverage.md.")
    parser.add_argument("--check", action="store_true", help="compare only; 1 when something differs")
    check = parser.parse_args(arguments).check
    sources = Sources.read()
    text = table(sources)
    wrong = faults(text, sources)
    if not check:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        wrong.append(f"{path.name}: out of date; run python3 Tests/Conformance/coverage.py")
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
