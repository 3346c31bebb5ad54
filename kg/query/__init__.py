"""Questions to a store in, rows or triples out; named questions are files of ``ontology/queries``, all others SPARQL 1.1."""

from kg.query.formats import FORMATS, format_result
from kg.query.named import TOPICS, NamedQuery, Parameter, named_queries
from kg.query.running import QueryResult, run_query

__all__ = ["FORMATS", "TOPICS", "NamedQuery", "Parameter", "QueryResult", "format_result", "named_queries", "run_query"]
