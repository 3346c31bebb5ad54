"""What a user gives for a parameter in, one SPARQL term out; written by the RDF library, so that no text of the user's is ever syntax."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, get_args

import pyoxigraph as ox

from kg.errors import QueryError
from kg.model import MODALITIES, Language
from kg.query.named import PERIODS, Parameter
from kg.vocabulary import Vocabulary
from kg.vocabulary.script import fold

GK, XSD = "urn:geokg:vocab:", "http://www.w3.org/2001/XMLSchema#"
Known = Literal["actor", "speaker", "outlet"]
# what is sought and its name -> what the store itself has: IRIs of actors or sources of that name; all its outlets
Search = Callable[[Known, str], tuple[str, ...]]
_SHORT = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}


def term(parameter: Parameter, value: str, *, vocabulary: Callable[[], Vocabulary], search: Search) -> str:
    """The value as SPARQL. Raises QueryError with what would be right."""
    match parameter.kind:
        case "actor":
            return str(ox.NamedNode(find_actor(value, vocabulary=vocabulary(), search=search)))
        case "speaker":
            return str(ox.NamedNode(_speaker(value, vocabulary(), search)))
        case "outlet":
            return str(ox.Literal(_outlet(value, search)))
        case "period":
            return str(ox.Literal(_one_of(parameter, value, PERIODS)))
        case "iri":
            return _iri(parameter, value)
        case "state":
            iri = find_actor(value, vocabulary=vocabulary(), search=search)
            state = vocabulary().state_of(iri)
            return str(ox.NamedNode(state.iri if state else iri))
        case "action":
            return _action(parameter, value, vocabulary())
        case "date":
            return _date(parameter, value)
        case "integer":
            return _integer(parameter, value)
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
    name = _in_full(name)
    found = vocabulary.find_actors(name) or ((name,) if vocabulary.actor(name) else ()) or search("actor", name)
    if found:
        return _only(name, found, vocabulary)
    near = ", ".join(vocabulary.near_names(name))
    raise QueryError(
        name, "is no actor that the ontology or this store knows", f"did you mean {near}?" if near else "give another name or a code"
    )


def _in_full(name: str) -> str:
    """The IRI that a table abbreviates, actor:JPN; any other name as it is."""
    prefix, colon, local = name.strip().partition(":")
    return f"urn:geokg:{prefix}/{local}" if colon and prefix in ("actor", "source") else name


def _only(name: str, found: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{vocabulary.label(iri)} <{iri}>" for iri in found)
    raise QueryError(name, f"may be any of {len(found)} actors: {names}", "give the fuller name, the code or the IRI")


def _speaker(name: str, vocabulary: Vocabulary, search: Search) -> str:
    """An agency or outlet of the ontology, a source that this store alone knows, or else an actor."""
    name = _in_full(name)
    if name in vocabulary.sources:
        return name
    if not (vocabulary.find_actors(name) or vocabulary.actor(name)):
        sources = tuple(sorted(iri for iri, source in vocabulary.sources.items() if fold(name.strip()) in map(fold, source.names)))
        if found := sources or search("speaker", name):
            return _only(name, found, vocabulary)
    return find_actor(name, vocabulary=vocabulary, search=search)


def _outlet(name: str, search: Search) -> str:
    """The outlet as the store writes it, whatever script, case and blanks it is given in."""
    known = search("outlet", name)

    def plain(text: str) -> str:
        return "".join(fold(text).split())

    for outlet in (name, *(o for o in known if plain(o) == plain(name))):
        if outlet in known:
            return outlet
    raise QueryError(name, "is no outlet of this store", f"one of {', '.join(known)}" if known else "its articles name none")


def _iri(parameter: Parameter, value: str) -> str:
    try:
        return str(ox.NamedNode(value.strip()))
    except ValueError as error:
        raise QueryError(value, f"is no IRI for --{parameter.name}", "write it in full, without brackets: urn:geokg:event/…") from error


def _action(parameter: Parameter, value: str, vocabulary: Vocabulary) -> str:
    try:
        return str(ox.NamedNode(vocabulary.action(value.upper() if ":" not in value else value).iri))
    except KeyError as error:
        raise QueryError(value, f"is no action for --{parameter.name}", f"one of {', '.join(sorted(vocabulary.actions))}") from error


def _integer(parameter: Parameter, value: str) -> str:
    digits = value.strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 18:
        raise QueryError(value, f"is no number for --{parameter.name}", "give a whole number, as 3")
    return str(int(digits))


def _date(parameter: Parameter, value: str) -> str:
    try:
        return str(ox.Literal(date.fromisoformat(value.strip()).isoformat(), datatype=ox.NamedNode(XSD + "date")))
    except ValueError as error:
        raise QueryError(value, f"is no day for --{parameter.name}", "write it as 2024-04-10") from error


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
