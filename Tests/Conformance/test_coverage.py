"""Schemas/coverage.md is up to date and leaves nothing out; and the check itself finds what is missing."""

import copy
import re

import pytest

import coverage
from coverage import LAW, TABLE, Sources, articles, faults, name, number, rows_of, table

SOURCES = Sources.read()


@pytest.fixture
def altered():
    return copy.deepcopy(SOURCES)


def written():
    return TABLE.read_text(encoding="utf-8")


# The table


def test_the_table_is_up_to_date():
    assert written() == table(SOURCES)


def test_the_table_leaves_nothing_out():
    assert faults(written(), SOURCES) == []


def test_every_article_has_its_row():
    rows = rows_of(written())
    assert list(rows) == list(SOURCES.law) == list(range(1, 41))
    for of in rows.values():
        assert [len(cells) for cells in of] == [len(coverage.COLUMNS)]


def test_every_type_rule_and_view_is_in_a_row_that_is_its_own():
    rows = {article: of[0] for article, of in rows_of(written()).items()}
    for type, schema in SOURCES.events.items():
        articles = schema["articles"]
        assert articles == sorted(set(articles)) != [], type
        assert [article for article, cells in rows.items() if f"`{type}`" in cells[2]] == articles, type
    for _, rule in SOURCES.rules():
        of = [name(article) for article, cells in rows.items() if f"`{rule['rule']}`" in cells[3]]
        assert of == [rule["article"]], rule["rule"]
    views = re.findall(r"^CREATE VIEW (\w+)", SOURCES.projections, re.MULTILINE)
    assert [relation for kind, relation, _ in SOURCES.relations() if kind == "view"] == views
    for view in views:
        assert any(f"*`{view}`*" in cells[5] for cells in rows.values()), view


# The check itself


@pytest.mark.parametrize("article", range(1, 41))
def test_a_missing_row_is_found(article):
    line = re.search(rf"^\| {name(article)} \({article}\) \|.*\n", written(), re.MULTILINE)[0]
    assert f"{name(article)}: 0 rows" in faults(written().replace(line, ""), SOURCES)
    assert f"{name(article)}: 2 rows" in faults(written() + line, SOURCES)


def test_a_row_of_no_article_is_found():
    assert faults(written() + "| 第四十一条 (41) | a | b | c | d | e |\n", SOURCES) == ["第四十一条 (41): there is no such article"]


def test_a_row_that_says_nothing_is_found(monkeypatch):
    for article in list(coverage.NOTES):
        with monkeypatch.context() as patch:
            patch.delitem(coverage.NOTES, article)
            rows = rows_of(table(SOURCES))
            empty = not any(rows[article][0][2:])
            assert (faults(table(SOURCES), SOURCES) != []) == empty


def test_a_type_without_articles_is_found(altered):
    for schema in altered.events.values():
        articles = schema.pop("articles")
        assert faults(table(altered), altered), schema["title"]
        schema["articles"] = articles
    assert faults(table(altered), altered) == []


def test_what_is_new_is_found(altered):
    """The table as it is written, after something was added beside it."""
    altered.events["no.such-type"] = {"articles": [9], "refusals": [{"article": 9, "zh": "不予记录", "en": "no"}]}
    altered.book["violations"].append({"rule": "sd329.9.new", "article": "第九条"})
    altered.projections += "-- View: newest (第九条): it.\nCREATE VIEW newest AS SELECT 1;\n"
    new = ["event type no.such-type", "rule sd329.9.new", "view newest"]
    assert faults(written(), altered) == [f"{each}: in no row" for each in new] + [
        "no.such-type: its refusal under 第九条 is in no row"]
    assert faults(table(altered), altered) == []


@pytest.mark.parametrize("comment", ["", "-- Newest (第九条).\n", "-- View: other (第九条): it.\n",
                                     "-- View: newest (第九条): it.\n\n", "-- View: newest (民法典第九条): it.\n"])  # fmt: skip
def test_a_view_that_names_no_article_is_found(altered, comment):
    altered.projections += f"\n{comment}CREATE VIEW newest AS SELECT 1;\n"
    assert faults(table(altered), altered) == ["view newest: in no row"]


def test_a_view_may_name_several_articles(altered):
    altered.projections += "\n-- View: newest (第九条、第三十五条): so\n-- and so (第一条).\nCREATE VIEW newest AS SELECT 1;\n"
    rows = rows_of(table(altered))
    assert [article for article, (cells,) in rows.items() if "*`newest`*" in cells[5]] == [9, 35]


def test_a_rule_of_no_article_is_found(altered):
    altered.book["obligations"][0]["article"] = "第四十一条"
    assert faults(table(altered), altered) == [f"rule {altered.book['obligations'][0]['rule']}: in no row"]


def test_a_refusal_of_no_article_is_found(altered):
    altered.events["share.requested"]["refusals"] = [{"article": 41, "zh": "不予记录", "en": "no"}]
    (wrong,) = faults(table(altered), altered)
    assert wrong.startswith("share.requested: ")


def test_words_that_are_not_the_article_s_are_found(monkeypatch):
    monkeypatch.setitem(coverage.ABOUT, 16, ("十五个工作日", "update"))
    assert faults(table(SOURCES), SOURCES) == ["第十六条: “十五个工作日” is not in it"]


def test_a_law_without_an_article_is_found(altered):
    del altered.law[7]
    assert "第七条: not in the law's text" in faults(written(), altered)
    assert "第七条: 0 rows" in faults(table(altered), altered)


# The order sentence by sentence


def test_every_sentence_that_obliges_forbids_or_allows_is_carried_out_or_has_a_reason():
    """Schemas/order-329.md, read anew: the quoted sentences are the order, and none stands alone."""
    page = (TABLE.parent / "order-329.md").read_text(encoding="utf-8")
    quoted: dict[int, str] = {}
    for heading, body in re.findall(r"^## (第[一二三四五六七八九十]+条) · article \d+\n(.*?)(?=^## |\Z)", page, re.M | re.S):
        for sentence, english, rest in re.findall(r"^> (.*)\n>\n> (.*)\n\n((?:- .*\n)*)", body, re.M):
            quoted[number(heading)] = quoted.get(number(heading), "") + sentence
            assert re.search("[A-Za-z]", english) and not re.search("[\u4e00-\u9fff]", english)
            if re.search("应当|不得|可以", sentence):
                assert re.search(r"^- (义务|违规|记录|说明) ", rest, re.M), sentence
    law = articles(LAW.read_bytes())
    assert quoted == {article: words.decode().replace("\n", "") for article, words in law.items()}
