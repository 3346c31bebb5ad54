"""What a store can be written as: the name that ``--format`` takes, the end of the file's name by which it is known, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: str
    suffix: str
    holds: str


FORMATS = (
    Format("ttl", ".ttl", "every article, report and event as plain triples (Turtle), with what of the ontology they name"),
    Format("trig", ".trig", "everything, each article's graph by itself; kg import takes it"),
    Format("nq", ".nq", "the same, a statement a line"),
    Format("rdf", ".rdf", "the triples of .ttl as RDF/XML"),
    Format("jsonld", ".jsonld", "the triples of .ttl as JSON-LD, with ontology/context.jsonld inside"),
    Format("void", ".void.ttl", "what the store holds, counted: VoID and DCAT"),
    Format("csv", ".csv", "a row for each report and dyad, for spreadsheets"),
    Format("plover", ".plover.csv", "a row for each event and dyad, with codes, for R and pandas"),
    Format("columns", ".csv-metadata.json", "what the columns of a .csv or .plover.csv mean (CSV on the Web)"),
    Format("jsonl", ".jsonl", "a merged event a line, each with its reports"),
    Format("ftm", ".ftm.json", "FollowTheMoney entities, one a line, for Aleph and OpenSanctions' tools"),
    Format("graphml", ".graphml", "the actor network, for Gephi, igraph and networkx"),
    Format("gexf", ".gexf", "the same, with times that Gephi's timeline reads"),
)
NETWORKS = ("gexf", "graphml")


def known_format(path: Path, name: str | None = None) -> Format:
    """The format called ``name``, else the one by which the file's name ends. Raises KgError listing what is known."""
    if name is not None:
        for format_ in FORMATS:
            if format_.name == name.lower():
                return format_
        raise KgError(name, "is no format of kg export", "use one of " + ", ".join(f.name for f in FORMATS))
    ends = [f for f in FORMATS if path.name.lower().endswith(f.suffix)]
    if not ends:
        problem = f"no format is known by the suffix {path.suffix!r}" if path.suffix else "has no suffix"
        raise KgError(path, problem, "use one of " + " ".join(f.suffix for f in FORMATS) + ", or name one with --format")
    return max(ends, key=lambda f: len(f.suffix))  # events.plover.csv is more than a .csv
