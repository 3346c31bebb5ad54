"""Texts as articles have them in, texts that cannot disturb a page out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# control characters, and those that reorder the text around them: a name must not turn its neighbours round
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_LABEL = 80


def clean(text: str) -> str:
    """The text without characters that are not seen but act."""
    return _UNSEEN.sub("", text)


def short(text: str) -> str:
    """A label that fits on a picture, whatever an article called somebody."""
    text = " ".join(clean(text).split())
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def web_address(url: str | None) -> str | None:
    """The URL if it leads to the web, else None: a page must not offer ``javascript:`` or ``file:``."""
    if url is None or clean(url) != url or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
