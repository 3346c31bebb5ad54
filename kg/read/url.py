"""Addresses in, one canonical form out: two copies of an article give the same key, whoever stored them."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

# https://web.archive.org/web/20210612120831im_/https://www.hkcnews.com/…
_ARCHIVED = re.compile(r"^(?:https?:)?/{0,2}web\.archive\.org/web/\d+[a-z_*]*/+", re.I)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_BARE_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)")
_TRACKING = re.compile(
    r"^(?:utm_\w+|at_(?:medium|campaign|link\w*|format|ptr\w*|custom\d|bbc\w*)|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|spm|spm_id_from"
    r"|cmpid|ocid|ftag|xtor|wt\.mc_id|share(?:_token|d)?|from_source|ref(?:_src|_url|errer)?|src|smid|smtyp|feature|isappinstalled)$",
    re.I,
)
_LIMIT = 4096  # no real address is longer; an attack may be
_SAFE = "/:@!$&()*+,;=~-._"


def canonical_url(address: str | None, *, base: str | None = None) -> str | None:
    """A clickable address without archive wrapper, tracking parameters, fragment or doubled slashes; None if it is none.

    ``http://www.rfi.fr//cn/中国/x?utm_source=a#top`` -> ``http://www.rfi.fr/cn/%E4%B8%AD%E5%9B%BD/x``. Only http and https pass:
    what an article gives as its address ends up in links.
    """
    text = re.sub(r"[\s\x00-\x1f\x7f]+", "", address or "")
    if base and text.startswith("/"):
        text = "/".join(base.split("/")[:3]) + text if not text.startswith("//") else "https:" + text
    text = _ARCHIVED.sub("", text)
    if text.startswith("//"):
        text = "https:" + text
    elif not _SCHEME.match(text) or (_BARE_HOST.match(text) and "://" not in text):
        text = "https://" + text if _BARE_HOST.match(text) else ""
    if not text or len(text) > _LIMIT:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a bracket that opens no IPv6 address, a port that is no number
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return None
    host = _ascii_host(host) or ""
    if not host:
        return None
    at = f":{port}" if port not in (None, 80, 443) else ""
    query = _query(parts.query)
    return f"{parts.scheme.lower()}://{host}{at}{_path(parts.path)}" + (f"?{query}" if query else "")


def url_key(url: str) -> str:
    """What makes two canonical addresses the same page: no scheme, no ``www.`` or ``m.``, no slash at the end."""
    key = url.split("://", 1)[-1]
    key = re.sub(r"^(?:www\d?|m|amp)\.(?=[^/]*\.)", "", key)
    path, mark, query = key.partition("?")
    path = re.sub(r"/(?:index\.html?)?$", "", path)
    return path + mark + query


def host_of(url: str | None) -> str | None:
    """The host of a canonical address, without ``www.``."""
    if url is None:
        return None
    return re.sub(r"^(?:www\d?)\.(?=.*\.)", "", url.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].split(":", 1)[0]) or None


def _ascii_host(host: str) -> str | None:
    host = host.strip(".").lower()
    if host.isascii():
        return host if re.fullmatch(r"[a-z0-9_.-]+", host) else None
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def _path(path: str) -> str:
    return _escaped(re.sub(r"/{2,}", "/", path or "/"))


def _query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _TRACKING.match(pair.split("=", 1)[0])]
    return "&".join(sorted(map(_escaped, pairs)))


def _escaped(text: str) -> str:
    """Each character escaped in one way, however the source had it; escapes that spell no UTF-8 (a GBK query) stay as they are."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    # an escaped slash, percent sign, & or = is not the sign itself
    guarded = re.sub(r"%(?=2f|25|26|3d|3f|23|2b)", "%25", text, flags=re.I)
    try:
        plain = unquote_to_bytes(guarded).decode("utf-8")
    except UnicodeDecodeError:
        return quote(text, safe=_SAFE + "%")
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", plain), safe=_SAFE + "%")
