"""SPARQL text in, its tokens out: as much of the grammar as it takes to tell strings, IRIs, comments, variables and words apart.

Two things rest on it: parameters are put in place of whole ``$name`` tokens, never into other text; and SERVICE is seen wherever it hides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.errors import QueryError

_TOKEN = re.compile(
    r'''
    (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)       # laxer than the standard (\u0041): what may be an IRI must not open a comment
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<word>\w+)
    |(?P<other>\\.|.)                       # ex:a\#b holds no comment
    ''',
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"\bservice\b", re.IGNORECASE)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of every token; the texts joined are the whole."""
    for match in _TOKEN.finditer(text):
        yield match.lastgroup or "other", match.group()


def bind(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every token ``$name`` replaced by a value, which must be one whole SPARQL term; ``?name`` is left alone."""

    def bound(kind: str, token: str) -> str:
        return values.get(token[1:], token) if kind == "variable" and token[0] == "$" else token

    return "".join(bound(kind, token) for kind, token in tokens(text))


def keywords(text: str) -> set[str]:
    """The bare words of a query in small letters: what may be its keywords. Words after : or @ belong to names and tags (gk:from)."""
    found, before = set(), ""
    for kind, token in tokens(text):
        if kind == "word" and before not in (":", "@"):
            found.add(token.lower())
        before = token
    return found


def refuse_service(text: str) -> None:
    """Raises QueryError where a query would ask other servers: it must open no connection from the machine that runs it.

    Words in strings, IRIs, variables and prefixed names pass (ex:service, ?service). Comments do not, since a comment
    that only we see, and the database does not, would hide the word.
    """
    hidden = any(kind == "comment" and _SERVICE.search(token) for kind, token in tokens(text))
    if hidden or "service" in keywords(text):
        raise QueryError("SERVICE", "is not allowed in queries: they open no connections", "ask the other server itself")
