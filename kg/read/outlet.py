"""Who published an article: as its metadata names the outlet, else by the host of its address."""

from __future__ import annotations

from typing import Protocol

from kg.read.url import host_of


class Outlets(Protocol):
    """What is needed of the vocabulary: the name of the outlet behind a host."""

    def outlet_of_host(self, host: str) -> str | None: ...


def outlet_of(named: str | None, site: str | None, url: str | None, outlets: Outlets | None) -> str | None:
    """The outlet's name; ``named`` counts most, then a host that is known, then what the site calls itself, then the bare host."""
    if named:
        return named
    host = host_of(url)
    known = outlets.outlet_of_host(host) if outlets and host else None
    return known or site or host
