"""The address of a server in; where it takes queries, updates and whole graphs out.

One address is enough for the servers below, whose paths are known. For others the address says it behind a #, a part of it that is
never sent: http://host:8080/kb#query=/kb/sparql&update=/kb/update&graphs=/kb/data&union=default-graph-uri%3Durn:all
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

from kg.errors import StoreError

OPTIONS = ("query", "update", "graphs", "union")
_PORTS = {"http": 80, "https": 443}
_LAST = re.compile(r"/(query|sparql|update|store|data)$")


@dataclass(frozen=True, slots=True)
class Address:
    """A server and a path on it; printed without what may be secret."""

    scheme: str
    host: str
    port: int
    path: str
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if _PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def local(self) -> bool:
        """Whether what is sent stays on this machine."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Paths on the server. Without ``graphs`` there is no Graph Store Protocol, and updates do its work."""

    query: str
    update: str
    graphs: str | None = None
    graph_parameter: str = "graph"
    clear: str = "DROP SILENT GRAPH"  # how a graph is emptied


def is_server(store: object) -> bool:
    """Whether a store is named by an address and not by a folder."""
    return isinstance(store, str) and store.lower().startswith(("http://", "https://"))


def address(url: str) -> Address:
    """Raises StoreError on what is no address, and on one with a password in it, which every list of processes would show."""
    shown = url.partition("#")[0].partition("?")[0].rpartition("@")[2]
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise StoreError(shown, "is no address", "write it as http://localhost:7878") from error
    if parts.username is not None or "@" in parts.netloc:
        raise StoreError(
            shown,
            "has a name or a password before it",
            "give them by GEOKG_STORE_USER and GEOKG_STORE_PASSWORD, or in ~/.netrc: an argument can be read by everybody on the machine",
        )
    if not parts.hostname or parts.query or not re.fullmatch(r"[!-~]*", url):
        raise StoreError(
            shown, "is no address of a server", "write it as http://localhost:7878 or https://host/sparql, without ? and blanks"
        )
    options = dict(parse_qsl(parts.fragment, keep_blank_values=True))
    for name, value in options.items():
        if name not in OPTIONS or (name != "union" and not value.startswith("/")):
            raise StoreError(
                f"{shown}#{name}", "is no option of a server", f"one of {', '.join(OPTIONS)}, the first three paths: #update=/update"
            )
    return Address(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], parts.path.rstrip("/"), options)


def candidates(address: Address) -> tuple[str, ...]:
    """Paths at which queries may be taken, to be tried in turn."""
    if "query" in address.options:
        return (address.options["query"],)
    if not address.path:
        return ("/query", "/sparql", "/")
    return (address.path, f"{address.path}/query", f"{address.path}/sparql")


def conventional(address: Address, query: str, headers: Mapping[str, str], *, known: bool) -> Endpoints:
    """The endpoints of a server that takes queries at the path ``query``, by what it calls itself; ``known`` is who has credentials."""
    server, parent = headers.get("server", "").lower(), _LAST.sub("", query)
    if "virtuoso" in server:  # https://docs.openlinksw.com/virtuoso/rdfsparqlprotocolendpoint/
        guarded = "-auth" if known else ""
        # DROP fails there for a graph that nobody created by CREATE
        found = Endpoints(query, f"/sparql{guarded}", f"/sparql-graph-crud{guarded}", "graph-uri", "CLEAR SILENT GRAPH")
    elif "oxigraph" in server:
        found = Endpoints(query, f"{parent}/update", f"{parent}/store")
    elif "fuseki-request-id" in headers or "fuseki" in server:
        found = Endpoints(query, f"{parent}/update", f"{parent}/data")
    elif "/repositories/" in query:  # RDF4J and what is built on it
        found = Endpoints(query, f"{query}/statements", f"{query}/rdf-graphs/service")
    elif query.endswith("/query"):
        found = Endpoints(query, f"{parent}/update")
    else:
        found = Endpoints(query, query)
    return replace(found, **{name: value for name, value in address.options.items() if name in ("update", "graphs")})
