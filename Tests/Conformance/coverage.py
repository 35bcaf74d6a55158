"""Schemas/coverage.md: for each of the forty articles of Order 329, what records, checks, refuses and shows it.

`swift run vocabulary` writes it. This is a second reading of the same sources, against which the tests hold
the table: event types and refusals come from Schemas/events, rules from the bundled book, tables and views
from Schemas/projections.sql, the articles from the bundled text. Standard library only.
"""

import dataclasses
import json
import pathlib
import re
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAW = ROOT / "Sources" / "LedgerCore" / "Bundled" / "order-329.txt"
BOOK = ROOT / "Sources" / "LedgerCore" / "Bundled" / "order-329.json"
EVENTS = ROOT / "Schemas" / "events"
PROJECTIONS = ROOT / "Schemas" / "projections.sql"
TABLE = ROOT / "Schemas" / "coverage.md"
TITLE = "山东省电子政务和政务数据管理办法"

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

Generated by `swift run vocabulary`; do not edit. 山东省人民政府令第329号，《山东省电子政务和政务数据管理办法》.

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


# What each article is about (words of its own, and a gloss), and why nothing of its own is recorded under
# some: as the table says it, for only the table's other cells follow from anything else.
ABOUT: dict[int, tuple[str, str]] = {}
NOTES: dict[int, tuple[str, str]] = {}
for article, ((_, about, recorded, *_),) in rows_of(TABLE.read_text(encoding="utf-8")).items():
    ABOUT[article] = tuple(about.split(" · ", 1))
    if "— " in recorded:
        NOTES[article] = tuple(recorded.partition("— ")[2].split(" · ", 1))
