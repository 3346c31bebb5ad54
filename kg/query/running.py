"""A question and its parameters in, its result out; the query itself runs in a worker process with limits (see ``worker``)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.named import NamedQuery, named_queries, read_query
from kg.query.remote import ServerReader
from kg.query.tokens import bind, keywords, refuse_service
from kg.query.values import Known, term
from kg.store import is_server
from kg.store.directory import StoreDirectory
from kg.store.names import PREFIXES
from kg.vocabulary import load_vocabulary

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
MEMORY = 4 << 30  # bytes of address space that a query may use; the database maps its files into it
OUTPUT = 256 << 20  # bytes of result
LENGTH = 200_000  # characters of a query
_WORKER = Path(__file__).with_name("worker.py")
_NAMESAKES = """SELECT DISTINCT ?it {
  ?it a gk:%s ; rdfs:label ?label FILTER(LCASE(STR(?label)) = LCASE($name) || STR(?it) = $name)
} ORDER BY ?it LIMIT 20"""
# what a store knows by itself of what the ontology does not list
_KNOWN: dict[Known, str] = {
    "actor": _NAMESAKES % "UnverifiedActor",
    "speaker": _NAMESAKES % "UnverifiedSource",
    "outlet": "SELECT DISTINCT ?it { ?article gk:outlet ?it } ORDER BY ?it",
}


@dataclass(frozen=True, slots=True)
class QueryResult:
    """``rows`` under ``columns`` for SELECT, the truth of an ASK as ``boolean``, sorted ``triples`` for CONSTRUCT and DESCRIBE."""

    kind: Literal["rows", "boolean", "triples"]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] = ()


def run_query(
    store: Path | str,
    question: str,
    parameters: Mapping[str, str] | None = None,
    *,
    timeout: float = 60.0,
    memory: int = MEMORY,
    ontology: Path | None = None,
) -> QueryResult:
    """Ask a store: by the name of a question, by the path of a .rq file, or in SPARQL (SELECT, ASK, CONSTRUCT, DESCRIBE).

    ``parameters`` are texts by name: {"actor": "日本", "since": "2024-03-01"}. All graphs are asked together; GRAPH or FROM asks one.
    A server asks its graphs by itself, other data among them; the limit of memory is its own then.
    Raises QueryError: unknown name, wrong or missing parameter, no valid query, SERVICE, more than ``timeout`` seconds or
    ``memory`` bytes; StoreError where there is no store to read, or a server does not answer as it should.
    """
    query = _find(question, ontology)
    with _asking(store, timeout=timeout, memory=memory) as ask:

        def search(kind: Known, name: str) -> tuple[str, ...]:
            rows = ask(bind(_KNOWN[kind], {"name": str(ox.Literal(name))})).rows
            return tuple(cell.value for (cell,) in rows if isinstance(cell, ox.NamedNode | ox.Literal))

        given = _given(query, parameters or {})
        values = {
            parameter.variable: term(parameter, given[parameter.name], vocabulary=lambda: load_vocabulary(ontology), search=search)
            for parameter in query.parameters
            if parameter.name in given
        }
        return ask(bind(query.text_for(set(given)), values))


@contextmanager
def _asking(store: Path | str, *, timeout: float, memory: int) -> Iterator[Callable[[str], QueryResult]]:
    """What gives the result of a query: a worker process on a folder, or a server once a worker has found the text to be a query."""
    if is_server(store):
        with ServerReader(str(store)) as reader:

            def ask(text: str) -> QueryResult:
                kind = _ask(None, text, timeout=timeout, memory=memory).kind
                return QueryResult(kind, *reader.ask(kind, text, timeout=timeout))

            yield ask
    else:
        with StoreDirectory(Path(store)).reading() as folder:
            yield partial(_ask, folder, timeout=timeout, memory=memory)


def _find(question: str, ontology: Path | None) -> NamedQuery:
    known = named_queries(ontology)
    if question in known:
        return known[question]
    if question.endswith(".rq"):
        try:
            return read_query(question, Path(question).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(question, f"cannot be read: {error}", "name a file with SPARQL in UTF-8") from error
    if " " not in question.strip() and "{" not in question:
        raise QueryError(question, "is no named question", f"one of {', '.join(known)}, a .rq file, or SPARQL")
    return read_query("the query", question)


def _given(query: NamedQuery, parameters: Mapping[str, str]) -> dict[str, str]:
    """Values by the parameter's name, defaults filled in."""
    given = {query.parameter(name).name: value for name, value in parameters.items()}
    missing = [p.name for p in query.parameters if p.required and p.name not in given]
    if missing:
        raise QueryError(query.name, f"needs {', '.join(f'--{name}' for name in missing)}", query.help)
    return {p.name: p.default for p in query.parameters if p.default is not None} | given


def _ask(folder: Path | None, text: str, *, timeout: float, memory: int) -> QueryResult:
    if len(text) > LENGTH:
        raise QueryError("the query", f"is longer than {LENGTH} characters", "shorten it")
    refuse_service(text)
    request = {
        "folder": str(folder) if folder else None,
        "query": text,
        "prefixes": PREFIXES,
        "union": "from" not in keywords(text),  # the database would ask all graphs, whatever a query's FROM says
        "memory": memory,
        "seconds": int(timeout) + 2,
        "output": OUTPUT,
    }
    command = [sys.executable, "-P", str(_WORKER)]
    try:
        done = subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, timeout=timeout, check=False)  # noqa: S603 our own file
    except subprocess.TimeoutExpired as error:
        raise QueryError("the query", f"took more than {timeout:g} seconds and was stopped", "ask for less, or allow more time") from error
    if done.returncode != 0:
        raise _failure(done.returncode, done.stderr.decode(errors="replace").strip())
    return _result(done.stdout)


def _failure(code: int, message: str) -> QueryError:
    if code == 3:
        return QueryError("the query", f"gave more than {OUTPUT >> 20} MiB", "ask for less, or add LIMIT")
    if code == 5:
        return QueryError(
            "the query", f"is not valid: {message.removeprefix('SyntaxError: ')}", "it must be a SPARQL 1.1 query; updates are not taken"
        )
    if code == 6:
        return QueryError("the query", f"failed: {message}")
    # a failed allocation aborts the database (SIGABRT) or breaks it in other ways
    return QueryError("the query", "used more memory or time than it may", "ask for less, or allow more")


def _result(output: bytes) -> QueryResult:
    kind, _, body = output.partition(b"\n")
    if kind == b"triples":
        triples = {t.triple for t in ox.parse(body, ox.RdfFormat.N_TRIPLES)}
        return QueryResult("triples", triples=tuple(sorted(triples, key=str)))
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if not isinstance(parsed, ox.QuerySolutions):
        return QueryResult("boolean", boolean=bool(parsed))
    columns = tuple(variable.value for variable in parsed.variables)
    return QueryResult("rows", columns, tuple(tuple(solution[name] for name in columns) for solution in parsed))
