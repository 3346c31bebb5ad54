"""Pieces as a source has them in; the pieces that are the article's text, its dateline's day and its agency out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kg.model import Published
from kg.read.agency import AgencyLine, cut_agency_line
from kg.read.draft import Piece
from kg.read.published import find_date, nearest_day

# Invisible characters that change how text looks or compares, never what it says: controls, bidi overrides, zero-width marks
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffd\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)

_JUNK = re.compile(
    r"广告|廣告|Advertisement|图片版权.{0,40}|圖片版權.{0,40}|Image (?:copyright|caption)|图片来源.{0,30}|圖片來源.{0,30}"
    r"|获取更多RSS.{0,200}|獲取更多RSS.{0,200}|https?://(?:www\.)?feedx?\.\w+/?|https?://\S+"
    r"|.{0,60}(?:点击此处|點擊此處|点击这里|點擊這裡).{0,80}|点击查看.{0,30}|點擊查看.{0,30}|查看原文"
    r"|阅读原文|閱讀原文|原文链接.{0,200}|\W{0,4}阅读原文|Source|\W{0,4}Read more.{0,60}"
    r"|[©Ⓒ].{0,80}|(?:Copyright|版权所有|版權所有).{0,120}|.{0,20}版权声明.{0,200}|.{0,20}版權聲明.{0,200}|我们的标准.{0,40}|汤森路透.{0,3}信任原则.{0,3}"
    r"|.{0,12}(?:扫描|掃描|扫一扫|识别).{0,8}二维码.{0,60}|(?:关注|關注|訂閱|订阅)(?:我们|我們|本報|公众号|公眾號).{0,60}|.{0,20}(?:下载|下載).{0,20}(?:App|APP|应用|應用程式|客户端).{0,60}"
    r"|跳过 .{0,40}帖子.{0,60}|结尾 .{0,40}帖子.{0,60}|告知：第三方内容可能包含广告|你的器材不支持播放多媒体材料|-{3,}|={3,}|\*{3,}|#{1,6}"
    r"|请加入成为.{0,80}|請加入成為.{0,80}|月費訂戶.{0,80}|月费订户.{0,80}",
    re.I,
)
_BYLINE = re.compile(
    r"(?:作者|记者|記者|编辑|編輯|责编|責編|责任编辑|責任編輯|编译|編譯|翻译|翻譯|译者|譯者|发稿|發稿|审校|審校|校对|校對|撰文|撰稿|采访|採訪|摄影|攝影|网编|網編|来源|來源|文|图|圖|制图|製圖|监制|監製|主持人?)"
    r"\s*[:：/／ ].{0,60}"
    r"|自由亚洲电台(?:特约)?记者.{0,60}(?:报道|报导).{0,60}(?:责编|网编).{0,60}|.{0,30}(?:责编|責編)[:：].{0,60}|By [A-Z][\w.’' -]{2,60}"
)
# Headings of lists of other articles; the linked pieces that follow go with them
_RELATED = re.compile(
    r"\W{0,3}(?:更多相关|更多相關|延伸阅读|延伸閱讀|相关阅读|相關閱讀|相关报道|相關報道|相关新闻|相關新聞|相关文章|推荐阅读|推薦閱讀|更多阅读|更多新闻|热门"
    r"|你可能(?:也)?(?:会)?(?:感兴趣|喜欢)|Related(?: articles| stories)?|More on this story)\W{0,3}.{0,12}",
    re.I,
)
_MORE = re.compile(r"(?:\.{3}|…+)?\s*(?:\.{3}\s*more|\[?(?:阅读更多|閱讀更多|查看更多|全文)\]?\s*(?:>>|»)?|\[…\]|\[\.\.\.\])\s*$", re.I)
_CUT_OFF = re.compile(r"\s*(?:\.{3,}|…+)\s*$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's text in pieces, and what was taken out of it that says something of the article."""

    pieces: tuple[Piece, ...]
    printed: Published | None  # the dateline as printed in a line of its own
    dateline: date | None  # the day of the dateline, from such a line or the agency's
    agency: str | None
    source: str | None  # the address that a "read the original" link gives


def clean(pieces: Iterable[Piece], *, title: str = "", near: date | None = None, day_first: bool = False, cut: bool = False) -> Cleaned:
    """The article's own words.

    ``near``: the day it was published on, to complete 20日 and to tell 04/03 from 03/04. ``cut``: the text is a lead that its
    source cut off with dots.
    """
    tidied = [replace(p, text=text) for p in pieces if (text := tidy(p.text))]
    source = next(
        (
            p.target
            for p in tidied
            if p.linked and p.target and re.fullmatch(r"\W*(?:查看原文|阅读原文|閱讀原文|原文链接|Source)\W*", p.text)
        ),
        None,
    )
    printed, tidied = _take_dateline(tidied, near, day_first)
    kept = list(_without_junk(tidied))
    lines: list[AgencyLine] = []
    kept = list(_without_agency(kept, lines))
    kept = list(_without_repetition(kept, tidy(title)))
    kept = _without_cut(kept, cut)
    agency = next((line.agency for line in lines if line.agency), None)
    reference = printed.day if printed else near
    days = (nearest_day(line.month, line.day, reference) for line in lines if line.day and reference)
    dateline = next((d for d in days if d), None) or (printed.day if printed else None)
    return Cleaned(tuple(kept), printed, dateline, agency, source)


def tidy(text: str) -> str:
    """Text in composed Unicode, one line, without invisible characters, with single spaces."""
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _take_dateline(pieces: list[Piece], near: date | None, day_first: bool) -> tuple[Published | None, list[Piece]]:
    """The first line that is a date and nothing else, taken out with the byline that stands before it."""
    for number, piece in enumerate(pieces[:6]):
        if piece.kind == "paragraph" and len(piece.text) > 60:
            break
        found = find_date(piece.text, "dateline", near=near, day_first=day_first)
        if found and found.precision in ("day", "minute", "second"):
            before = [p for p in pieces[:number] if p.kind != "paragraph" or len(p.text) > 40]
            return found, before + pieces[number + 1 :]
    return None, pieces


def _without_junk(pieces: list[Piece]) -> Iterator[Piece]:
    related = False
    for piece in pieces:
        text = _MORE.sub("…", piece.text) if _MORE.search(piece.text[-40:]) else piece.text
        if piece.kind != "headline" and _RELATED.fullmatch(text):
            related = True
            continue
        if not (piece.linked or piece.listed):
            related = False
        if related:
            continue
        if len(text) <= 300 and (_JUNK.fullmatch(text) or _BYLINE.fullmatch(text)):
            continue
        # a list of links amid the text names other articles: their headlines, not paragraphs of this one
        yield replace(piece, text=text, kind="heading" if piece.linked and piece.listed and piece.kind == "paragraph" else piece.kind)


def _without_agency(pieces: list[Piece], lines: list[AgencyLine]) -> Iterator[Piece]:
    paragraphs = [n for n, p in enumerate(pieces) if p.kind == "paragraph"]
    for number, piece in enumerate(pieces):
        text, line = piece.text, None
        if piece.kind == "paragraph":
            text, line = cut_agency_line(text, last=number in (paragraphs[0], paragraphs[-1]))
        elif piece.kind == "heading":
            text, line = cut_agency_line(text)
        if line:
            lines.append(line)
        if text.strip():
            yield replace(piece, text=text.strip())


def _without_repetition(pieces: list[Piece], title: str) -> Iterator[Piece]:
    """Each paragraph once: a body may repeat its lead, a caption may stand twice, a paragraph may repeat the title."""
    seen = {_folded(title)} - {""}
    for piece in pieces:
        folded = _folded(piece.text)
        if piece.kind != "headline" and (folded in seen or not folded):
            if folded:
                continue
            if piece.kind != "paragraph" or not re.search(r"\w", piece.text):
                continue
        seen.add(folded)
        yield piece


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_cut(pieces: list[Piece], cut: bool) -> list[Piece]:
    """The last piece without the dots of a text that was cut off."""
    if pieces and (cut or pieces[-1].text.endswith("…")) and (bare := _CUT_OFF.sub("", pieces[-1].text)):
        return [*pieces[:-1], replace(pieces[-1], text=bare)]
    return pieces
