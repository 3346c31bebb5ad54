"""A server's answer to a query in, rows of terms out: SPARQL 1.1 Query Results JSON, and triples.

Literals are made the same whatever server wrote them: tags in small letters, and true for Virtuoso's "1"^^xsd:boolean.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.store.names import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_STRING, _BOOLEAN = XSD + "string", XSD + "boolean"
_TRUTH = {"1": "true", "0": "false"}
_SYNTAXES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,  # what N-Triples were called before RDF 1.1
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.5"


@dataclass(frozen=True, slots=True)
class Rows:
    """``rows`` under ``columns``; an unbound variable is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


def read_rows(body: bytes) -> Rows:
    """Raises ValueError on anything but the rows of a SELECT."""
    answer = _json(body)
    columns = tuple(_text(name) for name in _list(_dict(answer.get("head")).get("vars")))
    bindings = _list(_dict(answer.get("results")).get("bindings"))
    return Rows(columns, tuple(_row(columns, _dict(binding)) for binding in bindings))


def read_boolean(body: bytes) -> bool:
    """The answer to an ASK. Raises ValueError on anything else."""
    answer = _json(body)
    if isinstance(answer.get("boolean"), bool):
        return bool(answer["boolean"])
    rows = read_rows(body)  # Virtuoso 7 answers an ASK by one row with 1 or 0
    if rows.columns == ("__ASK_RETVAL",) and len(rows.rows) <= 1:
        return bool(rows.rows) and isinstance(cell := rows.rows[0][0], ox.Literal) and cell.value == "1"
    raise ValueError("no answer to an ASK")


def read_triples(body: bytes, kind: str) -> frozenset[ox.Triple]:
    """Raises ValueError where the body is not what its media type says."""
    if kind not in _SYNTAXES:
        raise ValueError(f"{kind or 'nothing'} where triples were asked for")
    try:
        return frozenset(quad.triple for quad in ox.parse(body, _SYNTAXES[kind]))
    except SyntaxError as error:
        raise ValueError(str(error)) from error


def _json(body: bytes) -> dict[str, Any]:
    try:
        return _dict(json.loads(body.decode("utf-8")))
    except RecursionError as error:
        raise ValueError("JSON without an end of brackets") from error


def _row(columns: tuple[str, ...], binding: dict[str, Any]) -> tuple[Term | None, ...]:
    return tuple(_term(_dict(binding[name])) if name in binding else None for name in columns)


def _term(value: dict[str, Any]) -> Term:
    text = _text(value.get("value"))
    match value.get("type"):
        case "uri":
            return ox.NamedNode(text)
        case "bnode":
            return ox.BlankNode(text)
        case "literal" | "typed-literal":  # the second is of a draft, and Virtuoso's
            return _literal(text, value.get("xml:lang"), value.get("datatype"))
    raise ValueError(f"a term of type {value.get('type')!r}"[:80])


def _literal(text: str, language: object, datatype: object) -> ox.Literal:
    text = _without_halves(text)
    if language is not None:
        return ox.Literal(text, language=_text(language))
    if datatype is None or datatype == _STRING:
        return ox.Literal(text)
    return ox.Literal(_TRUTH.get(text, text) if datatype == _BOOLEAN else text, datatype=ox.NamedNode(_text(datatype)))


def _without_halves(text: str) -> str:
    r"""JSON can say half of a surrogate pair ("\ud83d"), which is no character."""
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text where there should be one")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no list where there should be one")
    return value


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("no object where there should be one")
    return value
