"""Whatever is quoted from Order 329 stands in the article that it is said to stand in, byte for byte.

The text is Sources/LedgerCore/Bundled/order-329.txt. Held against it are the words of every rule of
order-329.json; every “quotation” of the schemas' descriptions, which belongs to the article named last
before it; and the quotations of Schemas/projections.sql (comments) and README.md that directly follow an
article. The other bundled books (decree-809, disclosure-2019, incident-2025) and whatever is quoted after
《another law》 are left out: the texts of those laws are not here.
"""

import hashlib
import json
import re

import pytest

import schemas
from coverage import BOOK, LAW, PROJECTIONS, articles, mentions, name, number
from schemas import ROOT, SCHEMAS

TEXT = LAW.read_bytes()
ARTICLES = articles(TEXT)
README = ROOT / "README.md"
PATHS = schemas.files()
IDS = [path.relative_to(SCHEMAS).as_posix() for path in PATHS]


# The checker


def descriptions(value):
    """Every description of a schema at any depth, and the words of its refusals."""
    if isinstance(value, list):
        for each in value:
            yield from descriptions(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "description" and isinstance(each, str):
                yield each
            elif key == "refusals":
                yield from schemas.strings(each)
            elif key != "examples":  # data, which quotes nothing
                yield from descriptions(each)


def comments(sql):
    """The comments of an SQL text; lines of nothing but comment belong together."""
    block = []
    for line in sql.splitlines():
        code, dashes, words = line.partition("--")
        if not code.strip() and dashes:
            block.append(words)
            continue
        yield "\n".join(block)
        yield words
        block = []
    yield "\n".join(block)


def quotations(text):
    """The quotations of a text with the article named last before each: 0 when none is, without other laws'."""
    for each in mentions(text):
        if each.quotation is not None and each.article is not None:
            yield each.article, each.quotation


def direct_quotations(text):
    """The quotations that directly follow an article or another such quotation; others are no law's words."""
    follows = False
    for each in mentions(text):
        if each.quotation is None:
            follows = bool(each.article)
        elif follows := follows and re.fullmatch(r"[\s(（:：,，、;；]*(and|和|与|及)?\s*", each.gap) is not None:
            yield each.article, each.quotation


def fault(article, quotation):
    """What is wrong with a quotation, which may be broken over lines; None when it stands in the article."""
    readings = [re.sub(r"\s*\n\s*", joint, quotation).encode() for joint in ("", " ")]
    if not article:
        return f"“{quotation}” names no article"
    if article not in ARTICLES:
        return f"“{quotation}” is said to stand in {name(article)}, which there is not"
    if not quotation or not any(reading in ARTICLES[article] for reading in readings):
        return f"{name(article)} does not say “{quotation}”"
    return None


def faults(found):
    return [wrong for article, quotation in found if (wrong := fault(article, quotation))]


# The text


def test_the_text_is_the_one_that_was_promulgated():
    assert hashlib.sha256(TEXT).hexdigest() == "75aa2ad06ac3c1715ef974bf682234fae2582db82d029d9a02ec6137f87fe21f"


def test_the_text_has_forty_articles():
    assert list(ARTICLES) == list(range(1, 41))
    assert [number(name(article)) for article in range(1, 100)] == list(range(1, 100))
    assert [name(article) for article in (9, 10, 11, 20, 31, 40)] == [
        "第九条", "第十条", "第十一条", "第二十条", "第三十一条", "第四十条"]
    assert ARTICLES[40] == "本办法自 2020 年 2 月 1 日起施行。".encode()
    assert ARTICLES[15].count(b"\n") == 3  # paragraphs
    assert ARTICLES[15].startswith("政务数据实行目录管理。\n省人民政府".encode())


def test_every_line_belongs_to_one_article_or_is_a_heading():
    headings = [line for line in TEXT.decode().split("\n") if re.match("第.{1,3}章 ", line)]
    assert len(headings) == 7
    rest = TEXT.decode().split("\n")
    for article, words in ARTICLES.items():
        first, *others = words.decode().split("\n")
        for line in [f"{name(article)} {first}", *others]:
            rest.remove(line)
    title, promulgated, *left = [line for line in rest if line]
    assert title == "山东省电子政务和政务数据管理办法" and "329号发布" in promulgated
    assert left == headings


# What quotes it


def test_the_rules_state_their_articles():
    book = json.loads(BOOK.read_bytes())
    rules = book["obligations"] + book["violations"]
    assert len(book["obligations"]) >= 3 and len(book["violations"]) >= 3
    assert faults([(number(rule["article"]), rule["text"]["zh"]) for rule in rules]) == []


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_quotations_of_the_schemas_are_verbatim(path):
    for text in descriptions(schemas.load(path)):
        assert faults(quotations(text)) == [], text


@pytest.mark.parametrize("path", [PROJECTIONS, README], ids=lambda path: path.name)
def test_quotations_of_other_files_are_verbatim(path):
    text = path.read_text(encoding="utf-8")
    for each in comments(text) if path.suffix == ".sql" else [text]:
        assert faults(direct_quotations(each)) == []


def test_enough_is_quoted():
    """Whoever finds no quotations finds no fault in them."""
    found = {path: [each for text in descriptions(schemas.load(path)) for each in quotations(text)] for path in PATHS}
    assert sum(map(len, found.values())) >= 200
    assert len([path for path, quoted in found.items() if quoted]) >= 50
    assert len({article for quoted in found.values() for article, _ in quoted}) >= 30


# The checker itself


def changes(words):
    """What a quotation may have become: another character, one left out, one more, two exchanged."""
    for i in range(len(words)):
        yield words[:i] + ("法" if words[i] != "法" else "律") + words[i + 1 :]
        yield words[:i] + "的" + words[i:]
        if 0 < i < len(words) - 1:
            yield words[:i] + words[i + 1 :]
            if words[i] != words[i + 1]:
                yield words[:i] + words[i + 1] + words[i] + words[i + 2 :]


def test_a_changed_quotation_is_found():
    words = "应当在 15个工作日内更新本部门政务数据目录"
    assert faults(quotations(f"as 第十六条 “{words}” says")) == []
    for changed in changes(words):
        assert faults(quotations(f"as 第十六条 “{changed}” says")), changed
    assert faults(quotations(f"as 第十五条 “{words}” says"))
    assert faults(quotations(f"as 第四十一条 “{words}” says"))
    assert faults(quotations(f"as “{words}” says")) == [f"“{words}” names no article"]
    assert faults(quotations("第十六条 “”")) == ["第十六条 does not say “”"]


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_changed_quotations_of_a_schema_are_found(path):
    for text in descriptions(schemas.load(path)):
        changed = text.replace("“", "“※")
        assert len(faults(quotations(changed))) == len(list(quotations(text))), text


def test_a_changed_rule_is_found():
    for rule in json.loads(BOOK.read_bytes())["violations"]:
        words = rule["text"]["zh"]
        assert not fault(number(rule["article"]), words)
        assert fault(number(rule["article"]), words.replace("，", ",", 1) + "。")
        assert fault(number(rule["article"]) + 1, words)


@pytest.mark.parametrize(
    "text, found",
    [
        ("第十五条 “分类”, “格式” and “属性”", [(15, "分类"), (15, "格式"), (15, "属性")]),
        ("第六条 gives “大数据工作主管部门”; 第三十九条 binds (“参照本办法”)", [(6, "大数据工作主管部门"), (39, "参照本办法")]),
        ("《政府信息公开条例》第三十三条 “二十日”; Order 329 第二十五条 “开放范围”", [(25, "开放范围")]),
        ("《政务数据共享条例》第二十条、第二十一条 “三日”", []),
        ("《网络数据安全管理条例》 “三日”", []),
        ("民法典第二百零一条 “次日”", []),
        ("《山东省电子政务和政务数据管理办法》第二十二条 “共享类型”", [(22, "共享类型")]),
        ("本办法第二十二条 “共享类型”", [(22, "共享类型")]),
        ("“共享类型” of 第二十二条", [(0, "共享类型")]),
    ],
)
def test_the_article_of_a_quotation(text, found):
    assert list(quotations(text)) == found


def test_direct_quotations():
    text = "第十六条（“更新本部门政务数据\n目录”、“职能”），按期，记为“按期”；第三十一条 says “立即”, and 第九条: “审核”"
    assert list(direct_quotations(text)) == [(16, "更新本部门政务数据\n目录"), (16, "职能"), (9, "审核")]
    assert faults(direct_quotations(text)) == []
    sql = "-- A table (第十五条 “目录\n-- 管理”).\nCREATE TABLE t ( -- 第十五条 “格式”\n  a TEXT -- “x”\n)"
    assert [each for text in comments(sql) for each in direct_quotations(text)] == [(15, "目录\n 管理"), (15, "格式")]
    assert faults(each for text in comments(sql) for each in direct_quotations(text)) == []
