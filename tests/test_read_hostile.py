"""Input that is broken, or meant to break something: no harm, and a clear word."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import Article
from kg.read import Source, read_articles, read_source

SENTENCE = "日本首相访问美国，与总统举行会谈。"


def read(folder: Path, name: str, content: bytes | str) -> tuple[list[Article], list[str]]:
    """What one file gives: its articles and the words said about it, without the folder."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    failures: list[ReadError] = []
    articles = list(read_articles([str(path)], failures=failures.append))
    return articles, [str(f).replace(str(folder) + "/", "") for f in failures]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.md", "", "empty.md: holds no text"),
        ("blank.txt", " \n\t\n", "blank.txt: holds no text"),
        ("nothing.html", "<html><body><script>x</script></body></html>", "nothing.html: holds no text"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 30, "image.txt: is not text"),
        ("nul.txt", b"\0" * 100, "nul.txt: is not text"),
        ("latin.txt", "Le président a été naïf".encode("latin-1"), "latin.txt: is not UTF-8 (byte 5)"),
        ("liar.txt", b"\xff\xfeabc", "liar.txt: is not the utf-16 that it claims to be"),
        ("sitemap.xml", "<urlset><url><loc>https://a.example</loc></url></urlset>", "sitemap.xml: is XML, but neither RSS nor Atom"),
        ("empty.rss", "<rss version='2.0'><channel><title>t</title></channel></rss>", "empty.rss: is a feed without items"),
        ("broken.json", '{"title": ', "broken.json: is not JSON (column"),
        ("number.json", "42", "number.json: is a JSON number"),
        ("other.json", '{"a": 1}', "other.json: has no title and no content"),
        ("deep.json", "[" * 100_000, "deep.json: is JSON that no article needs"),
        ("not.jsonl.gz", "no gzip", "not.jsonl.gz: cannot be read"),
        ("cut.md.gz", gzip.compress(SENTENCE.encode() * 99, mtime=0)[:-20], "cut.md.gz: cannot be read"),
        (
            "french.jsonl",
            '{"title": "Bonjour", "lang": "fr", "content": "Le ministre est à Paris."}',
            "french.jsonl:1: is not in Chinese or English",
        ),
        ("russian.txt", "Президент заявил в понедельник", "russian.txt: is not in Chinese or English"),
        ("japanese.txt", "首相は月曜日にアメリカを訪問した。", "japanese.txt: is not in Chinese or English"),
        ("book.txt", SENTENCE * 100_000, "book.txt: holds an article of 1,700,000 characters"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes | str, said: str) -> None:
    articles, words = read(tmp_path, name, content)
    assert articles == []
    assert len(words) == 1
    assert words[0].startswith(said)
    assert " — " in words[0], "the word says what to do"


def test_without_failures_the_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        list(read_articles([str(tmp_path / "none.md")]))


def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": "1", "title": "一", "content": SENTENCE}),
        "{broken",
        "[1, 2]",
        "{}",
        "",
        json.dumps({"id": "1", "title": "二", "content": "韩国没有评论。"}),
    ]
    articles, words = read(tmp_path, "rows.jsonl", "\n".join(rows).encode() + b"\n\xff\xff\n")
    assert [a.title for a in articles] == ["一", "二"]
    assert articles[0].iri != articles[1].iri, "two articles under one id stay two"
    assert [w.split(": ")[0] for w in words] == ["rows.jsonl:2", "rows.jsonl:3", "rows.jsonl:4", "rows.jsonl:7"]


def test_a_bad_item_of_a_list_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    articles, words = read(tmp_path, "list.json", '[{"title": "甲"}, 5, {"a": 1}, {"title": "乙"}]')
    assert [(a.id, a.title) for a in articles] == [("list#1", "甲"), ("list#4", "乙")]
    assert [w.split(": ")[0] for w in words] == ["list.json:2", "list.json:3"]


def test_a_feed_that_breaks_off_gives_the_items_before(tmp_path: Path) -> None:
    item = f"<item><title>甲</title><description>{SENTENCE}</description></item>"
    articles, words = read(tmp_path, "a.xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{item}<item><title>乙</ti')
    assert articles[0].text == SENTENCE
    assert "items may be missing" in words[0]


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ('title: "没有关上\ndate: 2024-03-25', "line 3"),
        ("title: 标题\n  bad: : x", "line 3"),
        ("title: 标题\ndate: 2024-13-45", "month must be in 1..12"),
        ("title: !!python/object/apply:os.system ['false']", "line 2"),
        ("title: " + "[" * 5000, "too large or too deep"),
        ("- 一\n- 二", "not a list of fields"),
    ],
)
def test_broken_front_matter_is_said_and_the_body_read(tmp_path: Path, front: str, said: str) -> None:
    articles, words = read(tmp_path, "a.md", f"---\n{front}\n---\n\n{SENTENCE}\n")
    assert [a.text for a in articles] == [SENTENCE]
    assert len(words) == 1
    assert said in words[0]


def test_broken_front_matter_stops_nothing_when_nobody_listens(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f'---\ntitle: "x\ndate: 2024-03-25\n---\n\n{SENTENCE}', "utf-8")
    (article,) = read_articles([str(tmp_path / "a.md")])
    assert article.published is not None
    assert article.published.value == "2024-03-25"


def test_aliases_in_front_matter_do_not_explode(tmp_path: Path) -> None:
    names = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{c}: &{c} [*{b}, *{b}, *{b}, *{b}, *{b}, *{b}]" for b, c in itertools.pairwise(names)]
    articles, _ = read(tmp_path, "a.md", "---\n" + "\n".join(lines) + f"\ntitle: *i\n---\n{SENTENCE}")
    assert articles[0].text == SENTENCE


def test_markup_never_reaches_the_text(tmp_path: Path) -> None:
    head = "<!--1711370703000-->\n[标题<script>alert(1)</script>](https://a.example/1)\n------\n\n"
    body = f"<p>{SENTENCE}<script>alert('</p>')</script></p><iframe src=x>y</iframe><p onclick=x>韩国&lt;没有&gt;评论。</p>"
    articles, words = read(tmp_path, "a.md", head + body)
    assert words == []
    assert articles[0].title == "标题"
    assert articles[0].text == f"{SENTENCE}\n韩国<没有>评论。"


def test_an_address_that_runs_code_is_no_address(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, "a.md", f"[标题](javascript:alert)\n------\n\n<p>{SENTENCE}</p>")
    assert articles[0].url is None


def test_control_and_direction_characters_are_dropped(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, "a.txt", "日本\u202e首相\u2066访问\u200b美国\u0007，\ufeff会\u00ad谈\0。")
    assert articles[0].text == "日本首相访问美国，会谈。"


def test_lone_surrogates_of_json_do_not_reach_the_text(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, "a.jsonl", '{"title": "\\ud800标题", "content": "日本\\udfff首相\\ud842\\udfb7访问。"}')
    assert articles[0].title == "标题"
    assert articles[0].text == "日本首相𠮷访问。"


def test_composed_and_decomposed_letters_are_one_text(tmp_path: Path) -> None:
    composed, _ = read(tmp_path, "a.txt", "Erdo\u011fan met Macron in Besan\u00e7on.")
    decomposed, _ = read(tmp_path, "b.txt", "Erdog\u0306an met Macron in Besanc\u0327on.")
    assert composed[0].text == decomposed[0].text


@pytest.mark.parametrize("charset", ["gb18030", "gbk", "utf-16", "utf-8-sig", "utf-16-le"])
@pytest.mark.parametrize("declared", ["", '<meta charset="gb2312">', '<meta charset="utf-8">'])
def test_a_page_is_read_whatever_it_declares(tmp_path: Path, charset: str, declared: str) -> None:
    text = "朱镕基的继任者是谁？这是一个在中国和日本都有人问的问题，他们说了很多，可是没有人能够回答。"
    page = f"<html><head>{declared}<title>问题</title></head><body><p>{text}</p></body></html>"
    articles, words = read(tmp_path, "a.html", page.encode(charset))
    assert words == []
    assert articles[0].text == text


def test_traditional_text_in_big5_is_read(tmp_path: Path) -> None:
    text = "日本首相訪問美國，這是一個在中國和日本都有人問的問題，他們說了很多。"
    articles, _ = read(tmp_path, "a.txt", text.encode("big5"))
    assert (articles[0].text, articles[0].lang) == (text, "zh-Hant")


def test_a_feed_s_entities_neither_explode_nor_open_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim", "utf-8")
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    item = f"<item><title>&x;标题</title><description>{SENTENCE}&l11;</description></item>"
    doctype = f'<!DOCTYPE r [<!ENTITY l0 "lol">{lols}<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    feed = f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>{item}</channel></rss>'
    started = time.monotonic()
    articles, _ = read(tmp_path, "a.xml", feed)
    assert time.monotonic() - started < 20
    assert all("geheim" not in a.text + a.title and len(a.text) < 1000 for a in articles)


LARGE = {
    "stars": "*" * 3_000_000,
    "brackets": "[" * 3_000_000,
    "agencies": "（法新社" * 500_000,
    "less-than": "<" * 1_000_000,
    "nesting": "<div>" * 50_000 + SENTENCE,
    "spaces": " " * 5_000_000 + SENTENCE,
    "paragraphs": "a\n\n" * 300_000,
    "entities": "&amp;" * 500_000,
}


@pytest.mark.parametrize("content", LARGE.values(), ids=LARGE.keys())
@pytest.mark.parametrize("suffix", ["md", "txt", "html"])
def test_size_and_depth_take_no_more_than_their_share_of_time(tmp_path: Path, content: str, suffix: str) -> None:
    started = time.monotonic()
    articles, words = read(tmp_path, f"a.{suffix}", content)
    assert time.monotonic() - started < 20
    assert len(articles) + len(words) == 1


def check(articles: list[Article]) -> None:
    """What every article promises."""
    for article in articles:
        assert article.text
        assert article.title
        assert "".join(article.text[b.start : b.end] for b in article.blocks) == article.text.replace("\n", "")
        assert all(article.text[b.start : b.end].strip() for b in article.blocks)
        article.text.encode("utf-8")
        assert article.iri.startswith("urn:geokg:article/")


ANY_BYTES = st.binary(max_size=300) | st.text(max_size=200).map(lambda s: s.encode("utf-8", "surrogatepass"))
SIGNS = [
    *("---\n", "<!--1711370703000-->\n", "[题](https://a.example/1)\n------\n", "# ", "**", "](", "![", "> ", "- ", "\n", "\n\n"),
    *("<p>", "</p>", "<div>", "<br>", "<![CDATA[", "<!DOCTYPE html>", "<html>", "<title>", "&lt;", "&#x0;", "&#55296;"),
    *("<rss>", "<item>", "<REUTERS ", "<BODY>", "{", "}", "[", "]", '"title": ', "title: ", '"', ",", ":"),
    *("（法新社东京20日电）", "路透7月3日 - ", "2024-03-25", "日本", "訪問美國", "said", "...more", "获取更多RSS：", "\0", "\u202e"),
]
MARKS = st.lists(st.sampled_from(SIGNS), max_size=30).map(lambda parts: "".join(parts).encode("utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.dictionaries(st.sampled_from(["id", "title", "url", "published", "outlet", "lang", "content", "summary"]), VALUES)


@given(ANY_BYTES | MARKS, st.sampled_from(["text", "feed", "json", "jsonl", None]))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_can_be_stored_breaks_the_reading(content: bytes, format_: str | None) -> None:
    failures: list[ReadError] = []
    check(list(read_source(Source("x", "x", format_, content), failures=failures.append)))  # type: ignore[arg-type]
    assert all(str(f).startswith("x") for f in failures)


@given(FIELDS)
@settings(max_examples=300, deadline=None)
def test_no_row_breaks_the_reading(fields: dict[str, object]) -> None:
    row = json.dumps(fields).encode()
    failures: list[ReadError] = []
    articles = list(read_source(Source("x", "x", "jsonl", row), failures=failures.append))
    check(articles)
    assert len(articles) + len(failures) >= 1, "a row is an article or is named"
