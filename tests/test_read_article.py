"""What an Article promises, whatever it was read from: identity, outlet, language, and a text without what is not its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Article
from kg.read import Source, read_articles, read_source
from kg.read.language import language_of


def one(text: str, **how: object) -> Article:
    (article,) = read_source(Source("a.md", "a", "text", text.encode()), **how)  # type: ignore[arg-type]
    return article


def archived(body: str, *, url: str = "https://a.example/1", epoch: int = 1711370703000) -> str:
    return f"<!--{epoch}-->\n[标题在此](https://a.example/1)\n------\n\n{body}".replace("https://a.example/1", url)


class Outlets:
    """A vocabulary that knows one host."""

    def outlet_of_host(self, host: str) -> str | None:
        return "甲报" if host == "a.example" else None


def test_two_copies_of_a_page_are_one_article() -> None:
    plain = one(archived("<p>日本首相访问美国。</p>"))
    other = one(archived("<div><p>日本首相抵达美国。</p></div>", url="http://www.a.example//1?utm_source=x#y"))
    assert plain.iri == other.iri
    assert plain.content_hash != other.content_hash


def test_without_an_address_the_words_make_the_identity() -> None:
    assert one("# 甲\n\n日本首相访问美国。").iri == one("#  甲\n\n\n日本首相访问美国。\u200b \n").iri
    assert one("# 甲\n\n日本首相访问美国。").iri != one("# 甲\n\n日本首相访问法国。").iri


def test_the_base_is_the_caller_s() -> None:
    assert one("# 甲", base="https://kg.example/").iri.startswith("https://kg.example/article/")


def test_the_outlet_is_the_host_unless_something_better_is_known() -> None:
    page = archived("<p>日本首相访问美国。</p>", url="https://www.a.example/1")
    assert one(page).outlet == "a.example"
    assert one(page, vocabulary=Outlets()).outlet == "甲报"
    assert one("---\noutlet: 乙报\n---\n" + page, vocabulary=Outlets()).outlet == "乙报"


def test_the_epoch_counts_before_metadata_and_metadata_before_the_address() -> None:
    page = archived("<p>日本首相访问美国。</p>", url="https://a.example/20240320/1")
    front = "---\ndate: 2024-03-21\n---\n"
    assert one(front + page).published.origin == "epoch"  # type: ignore[union-attr]
    without = page.split("\n", 1)[1]
    assert one(front + without).published.value == "2024-03-21"  # type: ignore[union-attr]
    assert one(without).published.value == "2024-03-20"  # type: ignore[union-attr]
    assert one(without.replace("<p>", "<div>22/03/2024 - 10:00</div><p>", 1)).published.value == "2024-03-22T10:00"  # type: ignore[union-attr]


def test_the_agency_s_day_is_the_dateline_and_the_page_s_the_next_best() -> None:
    page = archived("<div>25/03/2024 - 13:42</div><p>（法新社东京24日电）日本首相访问美国。</p>")
    assert (one(page).dateline.isoformat(), one(page).agency) == ("2024-03-24", "法新社")  # type: ignore[union-attr]
    assert one(page.replace("24日", "2日")).dateline.isoformat() == "2024-03-25"  # type: ignore[union-attr]


JUNK = [
    *(
        "获取更多RSS：",
        "https://feed.example",
        "广告",
        "------",
        "点击查看本文英文版。",
        "扫描下方二维码关注我们",
        "下载某报App，阅读更多内容",
    ),
    *("© 2024 AFP", "版权所有，未经授权不得转载", "图片版权GETTY IMAGES", "本文仅代表作者个人观点。", "（本文依据了路透社的报道）"),
    *("作者：某某", "记者：某某 责编：某某 网编：某某", "（记者：某某 责编：某某）", "编译 某某；审校 某某", "甲某/乙某", "5:33 P.M. EDT"),
    *(
        "（欢迎点击此处订阅某报简报，我们将在每个工作日发送。）",
        "某某是某报驻东京记者。欢迎在Twitter上关注他。",
        "Sign up for our newsletter and never miss a story",
    ),
]
SENTENCES = [
    *("记者：首相是否会访问韩国？", "作者：首相为何访美？", "该报驻东京记者说，首相已经离开。", "责任编辑这一职位将被取消，政府宣布。"),
    *(
        "首相关注我们的安全。",
        "他下载了一款应用，随后被捕。",
        "版权法规定作者享有权利，首相说。",
        "图为首相与总统握手。",
        "欢迎首相来访，总统说。",
    ),
    *("这份声明并不代表两国的立场已经一致，首相说。", "更多相关国家将加入，首相说。", "By then the talks had ended."),
]


@pytest.mark.parametrize("junk", JUNK)
def test_what_the_article_does_not_say_is_not_its_text(junk: str) -> None:
    assert one(archived(f"<p>日本首相访问美国。</p><p>{junk}</p>")).text == "日本首相访问美国。"
    assert one(archived(f"<p>{junk}</p><p>日本首相访问美国。</p>")).text == "日本首相访问美国。"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_looks_like_such_a_line_stays(sentence: str) -> None:
    assert one(archived(f"<p>日本首相访问美国。</p><p>{sentence}</p>")).text == f"日本首相访问美国。\n{sentence}"


def test_links_to_related_articles_go_with_their_heading() -> None:
    links = "".join(f"<li><a href='/{n}'>另一篇的标题{n}</a></li>" for n in range(3))
    assert (
        one(archived(f"<p>日本首相访问美国。</p><h3>相关阅读</h3><ul>{links}</ul><p>总统表示欢迎。</p>")).text
        == "日本首相访问美国。\n总统表示欢迎。"
    )


def test_linked_headlines_amid_the_text_are_headings() -> None:
    article = one(archived("<p>日本首相访问美国。</p><ul><li><b><a href='/2'>韩国召见大使</a></b></li></ul><p>总统表示欢迎。</p>"))
    assert [b.kind for b in article.blocks] == ["paragraph", "heading", "paragraph"]


def test_a_gallery_of_another_page_goes() -> None:
    gallery = (
        "<h3>相关图集：一年回顾</h3><div><img src=x><b>一月</b>：首相在一月做了什么。</div><div><b>二月</b>：首相在二月做了什么。</div>"
    )
    assert one(archived(f"<p>日本首相访问美国。</p>{gallery}")).text == "日本首相访问美国。"


def test_a_body_that_repeats_its_lead_says_it_once() -> None:
    assert one(
        archived("<p><strong>日本首相访问美国，举行会谈。</strong></p><div><p>日本首相访问美国， 举行会谈。</p><p>总统表示欢迎。</p></div>")
    ).text == ("日本首相访问美国，举行会谈。\n总统表示欢迎。")


def test_inline_tags_part_no_word_and_breaks_part_paragraphs() -> None:
    assert one(archived("<p>日本<a href=x>首相</a><b>岸田</b>访问<br/>美国。</p>")).text == "日本首相岸田访问\n美国。"


def test_a_lead_in_bold_is_a_paragraph_and_a_short_line_in_bold_a_heading() -> None:
    article = one(
        archived("<p><strong>日本首相周一访问美国，同总统会谈。</strong></p><p><b>会谈的内容</b></p><p>两人谈了<b>贸易</b>。</p>")
    )
    assert [b.kind for b in article.blocks] == ["paragraph", "heading", "paragraph"]


def test_text_cut_off_by_a_link_loses_its_dots() -> None:
    assert one(archived("<div>日本首相访问美国，同總統會談，並...<a href=x>...more</a></div>")).text == "日本首相访问美国，同總統會談，並"


def test_an_article_without_a_body_is_its_title() -> None:
    article = one("[日本首相访问美国](https://a.example/1)\n------\n")
    assert (article.text, [b.kind for b in article.blocks]) == ("日本首相访问美国", ["headline"])


def test_blocks_and_text_agree(tmp_path: Path) -> None:
    article = one("# 甲\n\n日本。\n\n![](x.jpg)\n> 图。\n\n**小标题**\n\n韩国。")
    assert [(b.kind, article.text[b.start : b.end]) for b in article.blocks] == [
        ("headline", "甲"),
        ("paragraph", "日本。"),
        ("caption", "图。"),
        ("heading", "小标题"),
        ("paragraph", "韩国。"),
    ]


def test_reading_again_gives_the_same() -> None:
    page = archived("<p>日本首相访问美国。</p>")
    assert one(page) == one(page)
    assert replace(one(page), id="b").content_hash == one(page).content_hash


@pytest.mark.parametrize(
    ("text", "declared", "hint", "lang"),
    [
        ("日本首相访问美国", None, None, "zh-Hans"),
        ("日本首相訪問美國", None, None, "zh-Hant"),
        ("日本首相訪問美國", "zh-CN", None, "zh-Hans"),
        ("日本首相訪問美國，與總統會談，並對記者說兩國將繼續舉行軍事演習，還將開設領事館。", "zh-CN", None, "zh-Hant"),
        ("日本首相", None, "zh-TW", "zh-Hant"),
        ("日本首相", None, None, "zh-Hans"),
        ("Tokyo said on Monday that Kishida (岸田) would travel.", None, "zh-CN", "en"),
        ("Tokyo said yes. 东京说是。", "en", None, "en"),
        ("Le ministre a parlé.", "fr", None, None),
        ("首相は訪問した。", None, None, None),
        ("Президент заявил", None, None, None),
    ],
)
def test_the_language_is_declared_or_counted(text: str, declared: str | None, hint: str | None, lang: str | None) -> None:
    assert language_of(text, declared=declared, hint=hint) == lang


def test_the_same_folder_reads_the_same_in_any_order(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n日本首相访问{name}。", "utf-8")
    forwards = list(read_articles([str(tmp_path / f"{n}.md") for n in "abc"]))
    backwards = list(read_articles([str(tmp_path / f"{n}.md") for n in "cba"]))
    assert forwards == backwards[::-1]
