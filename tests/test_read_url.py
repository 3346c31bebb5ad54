"""One article, one address: however it was stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.url import canonical_url, host_of, url_key


@pytest.mark.parametrize(
    "other",
    [
        "http://www.paper.example//cn/%e4%b8%ad%e5%9b%bd/x",
        "https://paper.example/cn/中国/x#top",
        "paper.example/cn/中国/x",
        "https://paper.example:443/cn/中国/x/",
        "https://m.paper.example/cn/中国/x?utm_source=feed&fbclid=1",
        "https://web.archive.org/web/20210612120831/https://www.paper.example/cn/%E4%B8%AD%E5%9B%BD/x",
        "http://web.archive.org/web/2020im_/http://paper.example/cn/中国/x",
        "//paper.example/cn/中国/x",
        " https://paper.example/cn/中国/x\n",
    ],
)
def test_copies_of_a_page_have_one_key(other: str) -> None:
    canonical = canonical_url(other)
    assert canonical is not None
    assert url_key(canonical) == "paper.example/cn/%E4%B8%AD%E5%9B%BD/x"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("https://a.example/story?id=1", "https://a.example/story?id=2"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/Story", "https://a.example/story"),
        ("https://cn.a.example/x", "https://a.example/x"),
        ("https://a.example/?q=%D6%D0", "https://a.example/?q=%B9%FA"),
    ],
)
def test_different_pages_have_different_keys(one: str, another: str) -> None:
    keys = {url_key(url) for url in (canonical_url(one), canonical_url(another)) if url}
    assert len(keys) == 2


def test_an_address_stays_clickable() -> None:
    assert canonical_url("HTTP://WWW.Paper.Example//a b/中?b=2&utm_medium=x&a=1#f") == "http://www.paper.example/ab/%E4%B8%AD?a=1&b=2"


NO_ADDRESSES = [
    *("", None, "标题", "/realtime/story1", "https://", "https://[::1", "https://a.example:port/", "https://localhost/x", "x" * 5000),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example"),
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_web_address_gives_none(address: str | None) -> None:
    assert canonical_url(address) is None


def test_a_relative_address_is_completed_by_its_base() -> None:
    assert canonical_url("/a/1", base="https://a.example/feed.xml") == "https://a.example/a/1"


def test_an_address_cannot_leave_a_link_or_a_query() -> None:
    url = canonical_url('https://a.example/"><script>\'{}|\\^`/x?<>"\'="')
    assert url is not None
    assert not set(url) & set("<>\"'{}|\\^` ")


def test_the_host_is_without_www() -> None:
    assert host_of("https://www.paper.example/x") == "paper.example"
    assert host_of("https://cn.paper.example:8080?x") == "cn.paper.example"
    assert host_of(None) is None


@given(st.text(max_size=80), st.text(max_size=40))
def test_canonical_is_a_fixed_point(path: str, query: str) -> None:
    url = canonical_url(f"https://a.example/{path}?{query}")
    if url is not None:
        assert canonical_url(url) == url
        assert url.isascii()
