"""Bytes in, text out: by byte order mark, UTF-8, the declared charset, or the Chinese one that reads as Chinese.

UTF-8 comes before the declaration because hardly anything else is valid UTF-8, while pages often declare what they are not.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import ReadError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
# pages that declare gb2312 use characters of its supersets (镕, 喆); big5 pages use Hong Kong's additions
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
}
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学對這來國個說們為時對會過學與將從後"
)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x0b\x1b")
_REMEDY = "save it as UTF-8 (iconv -f <charset> -t UTF-8), or declare its charset"


def decode(raw: bytes, where: object) -> str:
    """The text of ``raw``. Raises ReadError for what is no text, or is in no charset that can be told."""
    for mark, charset in _BOMS:
        if raw.startswith(mark):
            return _strictly(raw, charset, where)
    wide = _wide_charset(raw)
    if wide:
        return _strictly(raw, wide, where)
    if _binary(raw[:65536]):
        raise ReadError(where, "is not text", "give a text, HTML, XML, JSON or Markdown file")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # a file cut off within its last character
            return raw[: error.start].decode("utf-8")
        return _legacy(raw, error, where)


def _strictly(raw: bytes, charset: str, where: object) -> str:
    try:
        return raw.decode(charset)
    except UnicodeDecodeError as error:
        raise ReadError(where, f"is not the {charset} that it claims to be (byte {error.start})", _REMEDY) from error


def _binary(head: bytes) -> bool:
    """More than a few control characters: an image or an archive; single ones are dropped later."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(8, len(head) // 50)


def _wide_charset(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII part is NUL."""
    head = raw[:400]
    if len(head) < 4 or head.count(0) * 5 < len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _legacy(raw: bytes, error: UnicodeDecodeError, where: object) -> str:
    declared = _DECLARED.search(raw[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    for charset in (_SUPERSETS.get(name, name), "gb18030", "big5hkscs"):
        text = _attempt(raw, charset)
        # cp1252 and its like decode anything: only where declared
        if text is not None and (charset == _SUPERSETS.get(name, name) or _reads_as_chinese(text)):
            return text
    claimed = f"not valid {name} either" if name and name != "utf-8" else "no charset declared that fits"
    raise ReadError(where, f"is not UTF-8 (byte {error.start}) and {claimed}", _REMEDY) from error


def _attempt(raw: bytes, charset: str) -> str | None:
    try:
        return raw.decode(charset) if charset and charset != "utf-8" else None
    except (UnicodeDecodeError, LookupError):
        return None


def _reads_as_chinese(text: str) -> bool:
    """Whether the commonest characters are as common as in any Chinese text, about one in five."""
    foreign = [c for c in text[:20000] if not c.isascii()]
    return bool(foreign) and sum(c in _COMMON for c in foreign) * 12 >= len(foreign)
