"""The command that asks a store: query."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.options import Ontology, app
from kg.errors import KgError


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
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
) -> None:
    """Ask a store: a named question with its parameters, or any SPARQL 1.1 query.

    Examples:

      kg query --list
      kg query timeline --actor 日本 --since 2024-03-01 --store out/store
      kg query summit --actor 美国 --other 菲律宾 --language en --store out/store
      kg query 'SELECT ?e WHERE { ?e a gk:Event } LIMIT 3' --store out/store --format json
    """
    from kg.query import format_result, named_queries, run_query

    if list_:
        for name, named in named_queries(ontology).items():
            sys.stdout.write(f"{name:14s} {named.help}\n")
            for parameter in named.parameters:
                default = f" (default {parameter.default})" if parameter.default else ""
                sys.stdout.write(f"    --{parameter.name:12s} {parameter.help}{default}\n")
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
