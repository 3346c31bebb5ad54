"""The command that asks a store: query; and what it tells of the questions that it knows."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Ontology, app
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.query import NamedQuery, Parameter

_WIDTH = 118  # columns that a list may take


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def query(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="NAME|SPARQL|FILE.rq", help="A named question, a query, or a file of one.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="DIR|URL", help="Folder of the store, or the address of a SPARQL server.")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="table, csv, tsv, json, xml; ttl for triples.")] = "table",
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds after which a query is given up.")] = 60.0,
    list_: Annotated[bool, typer.Option("--list", help="List the named questions with their parameters.")] = False,
    ontology: Ontology = None,
    help_: Annotated[bool, typer.Option("--help", help="Show this message, or what a named question takes, and exit.")] = False,
) -> None:
    """Ask a store: a named question with its parameters, or any SPARQL 1.1 query.

    Examples:

      kg query --list
      kg query timeline --help
      kg query timeline --actor 日本 --since 2024-03-01 --store out/store
      kg query summit --actor 美国 --other 菲律宾 --language en --store out/store
      kg query 'SELECT ?e WHERE { ?e a gk:Event } LIMIT 3' --store out/store --format json
    """
    from kg.query import format_result, named_queries, run_query

    if list_:
        sys.stdout.writelines(f"{line}\n" for line in _listed(named_queries(ontology).values()))
        return
    if help_:
        named = named_queries(ontology).get(question or "")
        sys.stdout.write("".join(f"{line}\n" for line in _explained(named)) if named else f"{context.get_help()}\n")
        return
    if question is None or store is None:
        raise KgError("kg query", "needs a question and --store DIR", "kg query --list names the questions")
    result = run_query(store, question, _parameters(context.args), timeout=timeout, ontology=ontology)
    sys.stdout.write(format_result(result, format))


def _parameters(words: list[str]) -> dict[str, str]:
    """--actor 日本 --since=2024-03-01 as a question's parameters."""
    parameters: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            raise KgError(word, "is not understood here", "write a parameter as --actor 日本")
        given = value if equals else next(rest, None)
        if given is None:
            raise KgError(name, "has no value", f"write {name} VALUE")
        parameters[name.removeprefix("--")] = given
    return parameters


def _listed(questions: Iterable[NamedQuery]) -> Iterable[str]:
    """Each question under what it is about: its help in a line, then the names of its parameters."""
    from kg.query import TOPICS

    by_topic: dict[str, list[NamedQuery]] = {topic: [] for topic in TOPICS}
    for question in questions:
        by_topic.setdefault(question.topic or "Others", []).append(question)
    for topic, members in by_topic.items():
        if members:
            yield topic
        for question in members:
            yield f"  {question.name:13s} {question.help}"
            yield from _folded(_names(question.parameters), indent=16)
    yield ""
    yield "kg query NAME --help tells what its parameters mean and what it gives; those in brackets may be left out."


def _explained(question: NamedQuery) -> Iterable[str]:
    """A question's help, parameters and columns."""
    yield f"kg query {question.name} --store DIR"
    yield from _folded([_usage(parameter) for parameter in question.parameters], indent=9)
    yield from ("", question.help, *question.notes, "")
    for parameter in question.parameters:
        default = f" (default: {parameter.default})" if parameter.default else "" if parameter.required else " (optional)"
        yield f"  --{parameter.name:12s} {parameter.takes:10s} {parameter.help}{default}"
    yield ""
    columns = question.columns
    yield f"Gives: {', '.join(columns)}" if columns else "Gives triples: --format ttl"


def _names(parameters: Iterable[Parameter]) -> Iterable[str]:
    """--actor --other [--since --until]: those in brackets may be left out."""
    needed = [f"--{p.name}" for p in parameters if p.required]
    free = " ".join(f"--{p.name}" for p in parameters if not p.required)
    return [*needed, *(f"[{free}]".split() if free else ())]


def _usage(parameter: Parameter) -> str:
    word = f"--{parameter.name} {parameter.takes}"
    return word if parameter.required else f"[{word}]"


def _folded(words: Iterable[str], *, indent: int) -> Iterable[str]:
    """Words on as few lines as hold them."""
    line = ""
    for word in words:
        if line and indent + len(line) + len(word) > _WIDTH:
            yield " " * indent + line.rstrip()
            line = ""
        line += f"{word} "
    if line:
        yield " " * indent + line.rstrip()
