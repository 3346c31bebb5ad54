"""One article and its reports in, the triples of its named graph out; as N-Triples for the store, as an rdflib graph for SHACL.

No blank nodes: every node's IRI follows from what it stands for, so the same article gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.model import Article, Event, Party, Published, Report, Source, TimeSpan
from kg.store.names import ACTION, DCTERMS, OA, PROV, RDF, RDFS, XSD, gk, node
from kg.vocabulary import ACTOR, Vocabulary

if TYPE_CHECKING:
    import rdflib

Triples = Iterator[ox.Triple]
_CONTEXT = 32  # characters of the text kept before and after a quote, to find it again where the text has moved
_TYPE = node(RDF + "type")
_LABEL = node(RDFS + "label")


def article_ntriples(
    article: Article,
    reports: Iterable[Report],
    *,
    version: str,
    vocabulary: Vocabulary,
    validate: Callable[[Iterable[ox.Triple]], None] | None = None,
) -> bytes:
    """The article's named graph as sorted N-Triples in UTF-8: what ``Store.put`` takes. Made in worker processes.

    ``version`` is the program's that read it: "geokg 0.1.0". ``validate`` is shown the triples first, and raises what it will
    (``kg.check.validate_article_graph``: ShapeError).
    """
    triples = tuple(dict.fromkeys(article_triples(article, reports, version=version, vocabulary=vocabulary)))
    if validate is not None:
        validate(triples)
    return "".join(sorted(f"{triple} .\n" for triple in triples)).encode()


def article_graph(article: Article, reports: Iterable[Report], *, version: str, vocabulary: Vocabulary) -> rdflib.Graph:
    """The same as an rdflib graph, for validation and for people."""
    return rdflib_graph(article_triples(article, reports, version=version, vocabulary=vocabulary))


def rdflib_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """pyoxigraph's triples as an rdflib graph. Raises ValueError on blank nodes and quoted triples, which geokg never writes."""
    import rdflib

    def term(value: object) -> rdflib.URIRef | rdflib.Literal:
        if isinstance(value, ox.NamedNode):
            return rdflib.URIRef(value.value)
        if isinstance(value, ox.Literal):
            # rdflib says xsd:string of plain text only when told, and two literals that differ in that are not equal
            datatype = None if value.language or value.datatype.value == XSD + "string" else rdflib.URIRef(value.datatype.value)
            return rdflib.Literal(value.value, lang=value.language, datatype=datatype)
        raise ValueError(f"{value} has no IRI")

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def article_triples(article: Article, reports: Iterable[Report], *, version: str, vocabulary: Vocabulary) -> Triples:
    """All that an article says, and who the actors and sources are that the ontology does not list."""
    reports = tuple(reports)
    yield from _article(article, version)
    for report in reports:
        yield from _report(report, article)
    yield from _unlisted(reports, article, vocabulary)


def literal(text: str, language: str | None = None) -> ox.Literal:
    """Text as a literal. Half of a surrogate pair is no character and cannot be stored: it becomes U+FFFD, of the same length."""
    if not text.isascii():
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return ox.Literal(text, language=language) if language else ox.Literal(text)


def typed(value: object, datatype: str) -> ox.Literal:
    """A literal of an XML Schema type: ``typed(3, "integer")``."""
    return ox.Literal(str(value), datatype=node(XSD + datatype))


def decimal(value: float) -> ox.Literal:
    """Six decimals are kept, in canonical form: the store would change "0.50" to "0.5"."""
    return typed(format(Decimal(str(round(value, 6))).normalize(), "f"), "decimal")


def issued(published: Published) -> ox.Literal:
    """The date of publication, typed by how much of it is known."""
    value = published.value
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(value), "dateTime")
    if kind == "dateTime" and published.precision == "minute":
        value = f"{value[:16]}:00{value[16:]}"  # xsd:dateTime has seconds: 2024-03-25T13:42+08:00
    return typed(value.removesuffix("+00:00") + "Z" if value.endswith("+00:00") else value, kind)  # as the store would write it


def edtf(span: TimeSpan) -> str:
    """A span as people write it (EDTF, ISO 8601-2): 2024-04-10, 2024-04, 2024, 2024-04-10/2024-04-12."""
    first, last = span.start.isoformat(), span.end.isoformat()
    return {"day": first, "month": first[:7], "year": first[:4], "span": f"{first}/{last}"}[span.precision]


def _article(article: Article, version: str) -> Triples:
    this, lang, published = node(article.iri), article.lang, article.published
    yield ox.Triple(this, _TYPE, gk("Article"))
    yield ox.Triple(this, node(DCTERMS + "identifier"), literal(article.id))
    yield ox.Triple(this, node(DCTERMS + "title"), literal(article.title, lang))
    yield ox.Triple(this, node(DCTERMS + "language"), literal(lang))
    yield ox.Triple(this, gk("text"), literal(article.text, lang))
    yield ox.Triple(this, gk("contentHash"), literal(article.content_hash))
    yield ox.Triple(this, gk("readBy"), literal(version))
    yield ox.Triple(this, gk("path"), literal(article.path))
    if article.url is not None:
        yield ox.Triple(this, node("https://schema.org/url"), typed(literal(article.url).value, "anyURI"))
    if article.dateline is not None:
        yield ox.Triple(this, gk("dateline"), typed(article.dateline, "date"))
    if article.outlet is not None:
        yield ox.Triple(this, gk("outlet"), literal(article.outlet))
    if article.agency is not None:
        yield ox.Triple(this, gk("agency"), literal(article.agency))
    if published is not None:
        yield ox.Triple(this, node(DCTERMS + "issued"), issued(published))
        yield ox.Triple(this, gk("published"), literal(published.value))
        yield ox.Triple(this, gk("publishedPrecision"), literal(published.precision))
        if published.zone is not None:
            yield ox.Triple(this, gk("publishedZone"), literal(published.zone))


def _report(report: Report, article: Article) -> Triples:
    this, lang = node(report.iri), article.lang
    yield ox.Triple(this, _TYPE, gk("Report"))
    yield ox.Triple(this, node(PROV + "wasDerivedFrom"), node(article.iri))
    yield from what(this, report, lang)
    yield ox.Triple(this, gk("modality"), gk(report.modality.capitalize()))
    yield ox.Triple(this, gk("origin"), literal(report.origin))
    yield ox.Triple(this, gk("confidence"), decimal(report.confidence))
    yield ox.Triple(this, gk("rule"), literal(report.rule))
    for position, source in enumerate(report.sources):
        yield from _attribution(this, position, source, lang)
    yield from _evidence(report, article)


def what(this: ox.NamedNode, happening: Report | Event, lang: str) -> Triples:
    """Who did what to whom, when and where: a report and an event say it in the same words."""
    action = ACTION + happening.action
    yield ox.Triple(this, gk("action"), node(action))
    if happening.mode is not None:
        yield ox.Triple(this, gk("mode"), node(f"{action}-{happening.mode}"))
    for role, parties in (("actor", happening.actors), ("target", happening.targets)):
        for position, party in enumerate(parties):
            yield from _participation(this, role, position, party, lang)
    if happening.date is not None:
        yield ox.Triple(this, gk("begin"), typed(happening.date.start, "date"))
        yield ox.Triple(this, gk("end"), typed(happening.date.end, "date"))
        yield ox.Triple(this, gk("datePrecision"), literal(happening.date.precision))
        yield ox.Triple(this, node(DCTERMS + "date"), literal(edtf(happening.date)))
    if (place := happening.place) is not None:
        yield ox.Triple(this, gk("placeLabel"), literal(place.label, lang))
        if place.iri:
            yield ox.Triple(this, gk("place"), node(place.iri))
        if place.country is not None:
            yield ox.Triple(this, gk("placeCountry"), literal(place.country))


def _participation(this: ox.NamedNode, role: str, position: int, party: Party, lang: str) -> Triples:
    part = ox.NamedNode(f"{this.value}/{role}/{position}")
    yield ox.Triple(this, gk("participation"), part)
    yield ox.Triple(part, _TYPE, gk("Participation"))
    yield ox.Triple(part, gk("partyRole"), literal(role))
    yield ox.Triple(part, gk("position"), typed(position, "integer"))
    yield ox.Triple(part, gk("label"), literal(party.label, lang))
    if party.country is not None:
        yield ox.Triple(part, gk("country"), literal(party.country))
    if party.iri:  # an agent that the text leaves unnamed has none
        yield ox.Triple(this, gk(role), node(party.iri))
        yield ox.Triple(part, gk("party"), node(party.iri))


def _attribution(this: ox.NamedNode, position: int, source: Source, lang: str) -> Triples:
    part = ox.NamedNode(f"{this.value}/source/{position}")
    yield ox.Triple(this, node(PROV + "wasAttributedTo"), node(source.iri))
    yield ox.Triple(this, gk("attribution"), part)
    yield ox.Triple(part, _TYPE, gk("Attribution"))
    yield ox.Triple(part, gk("position"), typed(position, "integer"))
    yield ox.Triple(part, gk("party"), node(source.iri))
    yield ox.Triple(part, gk("label"), literal(source.label, lang))


def _evidence(report: Report, article: Article) -> Triples:
    """The sentence, by its words and by its place (Web Annotation's selectors); offsets count Unicode code points."""
    this, lang = node(report.iri), article.lang
    quote, words, place = (ox.NamedNode(f"{report.iri}/quote{part}") for part in ("", "/text", "/position"))
    yield ox.Triple(this, gk("quote"), literal(report.sentence, lang))
    yield ox.Triple(this, gk("trigger"), literal(report.trigger, lang))
    yield ox.Triple(this, gk("triggerStart"), typed(report.trigger_start, "integer"))
    yield ox.Triple(this, gk("triggerEnd"), typed(report.trigger_end, "integer"))
    yield ox.Triple(this, gk("evidence"), quote)
    yield ox.Triple(quote, _TYPE, node(OA + "SpecificResource"))
    yield ox.Triple(quote, node(OA + "hasSource"), node(article.iri))
    yield ox.Triple(quote, node(OA + "hasSelector"), words)
    yield ox.Triple(quote, node(OA + "hasSelector"), place)
    yield ox.Triple(words, _TYPE, node(OA + "TextQuoteSelector"))
    yield ox.Triple(words, node(OA + "exact"), literal(report.sentence))
    yield ox.Triple(words, node(OA + "prefix"), literal(article.text[max(0, report.start - _CONTEXT) : report.start]))
    yield ox.Triple(words, node(OA + "suffix"), literal(article.text[report.end : report.end + _CONTEXT]))
    yield ox.Triple(place, _TYPE, node(OA + "TextPositionSelector"))
    yield ox.Triple(place, node(OA + "start"), typed(report.start, "integer"))
    yield ox.Triple(place, node(OA + "end"), typed(report.end, "integer"))


def _unlisted(reports: Iterable[Report], article: Article, vocabulary: Vocabulary) -> Triples:
    """Actors and sources that the reports name and the ontology does not list."""
    for report in reports:
        places = (report.place,) if report.place else ()
        for party in (*report.actors, *report.targets, *places):
            if party.iri and party.iri not in vocabulary.actors:
                yield from _actor(party, article.lang, vocabulary)
        for source in report.sources:
            if source.iri not in vocabulary.sources and vocabulary.actor(source.iri) is None:
                yield ox.Triple(node(source.iri), _TYPE, gk("UnverifiedSource"))
                yield ox.Triple(node(source.iri), _LABEL, literal(source.label, article.lang))


def _actor(party: Party, lang: str, vocabulary: Vocabulary) -> Triples:
    this, composed = node(party.iri), vocabulary.actor(party.iri)
    if composed is None:
        yield ox.Triple(this, _TYPE, gk("UnverifiedActor"))
        yield ox.Triple(this, _LABEL, literal(party.label, lang))
        state = ACTOR + party.country if party.country else ""
        if state in vocabulary.actors:
            yield ox.Triple(this, gk("actsFor"), node(state))
        return
    yield ox.Triple(this, _TYPE, gk("Body"))
    for tag, label in composed.labels:
        yield ox.Triple(this, _LABEL, literal(label, tag))
    if composed.acts_for:
        yield ox.Triple(this, gk("actsFor"), node(composed.acts_for))
    if composed.body_type:
        yield ox.Triple(this, gk("bodyType"), node(composed.body_type))
