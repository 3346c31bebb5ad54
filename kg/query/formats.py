"""A result in, text out: a table for people, the formats of the W3C for programs. Language tags are written as they are meant (zh-Hans)."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.running import Cell, QueryResult
from kg.store.names import PREFIXES, XSD, restored_tag

_LOCAL = re.compile(r"[a-z]+:[A-Za-z][A-Za-z0-9_-]*")
_WIDTH = 60  # columns of a terminal that a cell may take


def format_result(result: QueryResult, format_: str = "table") -> str:
    """The result as ``table``, ``csv``, ``tsv``, ``json``, ``xml`` (SPARQL 1.1 Query Results) or, for triples, ``ttl``.

    Raises QueryError where the format cannot hold the result.
    """
    if format_ not in FORMATS:
        raise QueryError(format_, "is no format of results", f"one of {', '.join(FORMATS)}")
    if (result.kind == "triples") != (format_ == "ttl") and not (result.kind == "triples" and format_ == "table"):
        rows = "a SELECT or ASK gives rows: table, csv, tsv, json or xml"
        raise QueryError(
            format_, "does not fit the result", "a CONSTRUCT or DESCRIBE gives triples: ttl" if result.kind == "triples" else rows
        )
    return FORMATS[format_](result)


def _table(result: QueryResult) -> str:
    if result.kind == "boolean":
        return "yes\n" if result.boolean else "no\n"
    if result.kind == "triples":
        return _turtle(result)
    rows = [list(result.columns), *([_cut(_plain(cell)) for cell in row] for row in result.rows)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join([next(lines), "  ".join("-" * width for width in widths), *lines]) + "\n"


def _plain(cell: Cell) -> str:
    if isinstance(cell, ox.NamedNode):
        return short(cell.value)
    return _value(cell)


def short(iri: str) -> str:
    """actor:JPN for urn:geokg:actor/JPN, where a prefix fits; the longest does."""
    fitting = [(len(namespace), prefix, namespace) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    _, prefix, namespace = max(fitting)
    return f"{prefix}:{iri[len(namespace) :]}"


def _value(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ox.NamedNode | ox.BlankNode | ox.Literal) else str(cell)


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str) -> str:
    """One line of bounded width that cannot steer a terminal: control and bidi characters of an article's text are shown as blanks."""
    safe = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text)
    if _width(safe) <= _WIDTH:
        return safe
    kept = _WIDTH - 1  # room for the ellipsis
    for end, character in enumerate(safe):
        kept -= _width(character)
        if kept < 0:
            return safe[:end] + "…"
    return safe


def _csv(result: QueryResult) -> str:
    out = io.StringIO()
    writer = csv.writer(out)  # CRLF at the ends of lines, as the standard has it
    if result.kind == "boolean":
        writer.writerows([["answer"], [str(result.boolean).lower()]])
    else:
        writer.writerow(result.columns)
        writer.writerows([_value(cell) for cell in row] for row in result.rows)
    return out.getvalue()


def _tsv(result: QueryResult) -> str:
    if result.kind == "boolean":
        return f"?answer\n{str(result.boolean).lower()}\n"
    lines = ["\t".join(f"?{name}" for name in result.columns), *("\t".join(map(_turtle_term, row)) for row in result.rows)]
    return "\n".join(lines) + "\n"


def _json(result: QueryResult) -> str:
    if result.kind == "boolean":
        return json.dumps({"head": {}, "boolean": result.boolean}, indent=1) + "\n"
    rows = [{name: _json_term(cell) for name, cell in zip(result.columns, row, strict=True) if cell is not None} for row in result.rows]
    return json.dumps({"head": {"vars": list(result.columns)}, "results": {"bindings": rows}}, ensure_ascii=False, indent=1) + "\n"


def _json_term(cell: Cell) -> dict[str, str]:
    if not isinstance(cell, ox.Literal):
        return {"type": "bnode" if isinstance(cell, ox.BlankNode) else "uri", "value": _value(cell)}
    term = {"type": "literal", "value": cell.value}
    if cell.language:
        term["xml:lang"] = restored_tag(cell.language)
    elif cell.datatype.value != XSD + "string":
        term["datatype"] = cell.datatype.value
    return term


def _xml(result: QueryResult) -> str:
    def binding(name: str, cell: Cell) -> str:
        return "" if cell is None else f"<binding name={quoteattr(name)}>{_xml_term(cell)}</binding>"

    head = "".join(f"<variable name={quoteattr(name)}/>" for name in result.columns)
    rows = ("".join(map(binding, result.columns, row)) for row in result.rows)
    body = (
        f"<boolean>{str(result.boolean).lower()}</boolean>"
        if result.kind == "boolean"
        else "<results>\n" + "".join(f"<result>{row}</result>\n" for row in rows) + "</results>"
    )
    sparql = "http://www.w3.org/2005/sparql-results#"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{sparql}"><head>{head}</head>\n{body}\n</sparql>\n'


def _xml_term(cell: Cell) -> str:
    text = escape("".join(c if _in_xml(c) else "\ufffd" for c in _value(cell)), {"\r": "&#13;"})
    if not isinstance(cell, ox.Literal):
        return f"<bnode>{text}</bnode>" if isinstance(cell, ox.BlankNode) else f"<uri>{text}</uri>"
    if cell.language:
        return f"<literal xml:lang={quoteattr(restored_tag(cell.language))}>{text}</literal>"
    datatype = "" if cell.datatype.value == XSD + "string" else f" datatype={quoteattr(cell.datatype.value)}"
    return f"<literal{datatype}>{text}</literal>"


def _in_xml(character: str) -> bool:
    """XML 1.0 has no way to write most control characters."""
    return character in "\t\n\r" or (character >= " " and character not in "\ufffe\uffff")


def _turtle(result: QueryResult) -> str:
    """Triples as Turtle, by subject; the subjects, properties and values sorted."""
    subjects: dict[str, dict[str, list[str]]] = {}
    for triple in result.triples:
        values = subjects.setdefault(_abbreviated(triple.subject), {}).setdefault(_abbreviated(triple.predicate), [])
        values.append(_abbreviated(triple.object))
    blocks = (f"\n{s} {_predicates(properties)} .\n" for s, properties in sorted(subjects.items()))
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())) + "".join(blocks)


def _predicates(properties: dict[str, list[str]]) -> str:
    return " ;\n    ".join(f"{name} {', '.join(values)}" for name, values in sorted(properties.items()))


def _abbreviated(cell: Cell) -> str:
    """actor:JPN where that is a name without anything to escape, else the term in full."""
    name = short(cell.value) if isinstance(cell, ox.NamedNode) else ""
    return name if _LOCAL.fullmatch(name) else _turtle_term(cell)


def _turtle_term(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, ox.Literal) and cell.language:
        return f"{ox.Literal(cell.value)}@{restored_tag(cell.language)}"
    return str(cell)


FORMATS: dict[str, Callable[[QueryResult], str]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "ttl": _turtle,
}
