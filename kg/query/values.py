"""What a user gives for a parameter in, one SPARQL term out; written by the RDF library, so that no text of the user's is ever syntax."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import get_args

import pyoxigraph as ox

from kg.errors import QueryError
from kg.model import MODALITIES, Language
from kg.query.named import Parameter
from kg.vocabulary import Vocabulary

GK, XSD = "urn:geokg:vocab:", "http://www.w3.org/2001/XMLSchema#"
Search = Callable[[str], tuple[str, ...]]  # a name -> IRIs of the store's own actors of that name
_SHORT = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}


def term(parameter: Parameter, value: str, *, vocabulary: Callable[[], Vocabulary], search: Search) -> str:
    """The value as SPARQL. Raises QueryError with what would be right."""
    match parameter.kind:
        case "actor":
            return str(ox.NamedNode(find_actor(value, vocabulary=vocabulary(), search=search)))
        case "state":
            iri = find_actor(value, vocabulary=vocabulary(), search=search)
            state = vocabulary().state_of(iri)
            return str(ox.NamedNode(state.iri if state else iri))
        case "action":
            return _action(value, vocabulary())
        case "date":
            return _date(value)
        case "integer":
            if not value.strip().isascii() or not value.strip().isdecimal():
                raise QueryError(value, f"is no number for --{parameter.name}", "give a whole number, as 3")
            return str(int(value))
        case "decimal":
            return _decimal(parameter, value)
        case "language":
            return str(ox.Literal(_one_of(parameter, _SHORT.get(value.lower(), value), get_args(Language))))
        case "modality":
            return str(ox.NamedNode(GK + _one_of(parameter, value, MODALITIES).capitalize()))
        case "text":
            return str(ox.Literal(value))


def find_actor(name: str, *, vocabulary: Vocabulary, search: Search) -> str:
    """The IRI of the actor that is called ``name`` in any script, or has it as its code or IRI; the ontology's before the store's own."""
    found = vocabulary.find_actors(name) or ((name,) if vocabulary.actor(name) else ()) or search(name)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{vocabulary.label(iri)} <{iri}>" for iri in found)
        raise QueryError(name, f"may be any of {len(found)} actors: {names}", "give the fuller name, the code or the IRI")
    near = ", ".join(vocabulary.near_names(name))
    raise QueryError(
        name, "is no actor that the ontology or this store knows", f"did you mean {near}?" if near else "give another name or a code"
    )


def _action(value: str, vocabulary: Vocabulary) -> str:
    try:
        return str(ox.NamedNode(vocabulary.action(value.upper() if ":" not in value else value).iri))
    except KeyError as error:
        raise QueryError(value, "is no action", f"one of {', '.join(sorted(vocabulary.actions))}") from error


def _date(value: str) -> str:
    try:
        return str(ox.Literal(date.fromisoformat(value.strip()).isoformat(), datatype=ox.NamedNode(XSD + "date")))
    except ValueError as error:
        raise QueryError(value, "is no day", "write it as 2024-04-10") from error


def _decimal(parameter: Parameter, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise QueryError(value, f"is no number for --{parameter.name}", "give a number, as 0.5") from error
    if not number.is_finite():
        raise QueryError(value, f"is no number for --{parameter.name}", "give a number, as 0.5")
    return str(ox.Literal(format(number, "f"), datatype=ox.NamedNode(XSD + "decimal")))


def _one_of(parameter: Parameter, value: str, known: tuple[str, ...]) -> str:
    for name in known:
        if name.lower() == value.strip().lower():
            return name
    raise QueryError(value, f"is nothing that --{parameter.name} can be", f"one of {', '.join(known)}")
