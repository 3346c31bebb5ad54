"""Events in, FollowTheMoney entities out, one JSON object a line: actors, events, the links between them, and the articles behind.

Written without the library, for its schemata of version 4 (https://followthemoney.tech). Identifiers follow from the IRIs of the graph, so
that the same event has the same one in every export:

=========== ============================================================================================================
Event       an event: its day or days, parties (``involved``), place, the articles as ``proof``
Article     an article that reports it; its text is left out
PublicBody  a state or territory as it acts, and its bodies; Organization, Company, Person and LegalEntity as they are called
UnknownLink who acts on whom in an event, with the action as its role: what network diagrams draw
Documentation  a report: which article says it, how firmly, with the sentence
=========== ============================================================================================================
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from kg.export.countries import two_letters
from kg.export.dyads import dyads
from kg.export.graphs import xml_text
from kg.export.matches import Matches
from kg.export.tables import chronological
from kg.model import ActorKind, ArticleRef, Event, Party, Report, TimeSpan
from kg.store.graph import edtf
from kg.vocabulary import Vocabulary

# a company is one here only where the ontology says so; what is unknown may be a person or a body
_SCHEMATA: dict[ActorKind, str] = {
    "state": "PublicBody",
    "territory": "PublicBody",
    "body": "PublicBody",
    "organisation": "Organization",
    "party": "Organization",
    "group": "Organization",
    "person": "Person",
    "people": "LegalEntity",
    "unknown": "LegalEntity",
}
_LANGUAGES = {"zh-Hans": "zho", "zh-Hant": "zho", "en": "eng"}
_NOT_ID = re.compile(r"[^A-Za-z0-9.-]+")

Entity = dict[str, Any]  # JSON


def ftm_entities(events: Iterable[Event], vocabulary: Vocabulary, matches: Matches, *, base: str) -> Iterator[Entity]:
    """Actors by IRI, articles by IRI, then each event in order of time with its links and reports."""
    ordered = sorted(events, key=chronological)
    written: dict[str, list[Party]] = defaultdict(list)
    articles: dict[str, ArticleRef] = {}
    for event in ordered:
        for report in event.reports:
            articles.setdefault(report.article.iri, report.article)
            _collect(report, written)
        _collect(event, written)
    for iri, parties in sorted(written.items()):
        yield _actor(iri, parties, vocabulary, matches, base)
    for _, article in sorted(articles.items()):
        yield _article(article, base)
    for event in ordered:
        yield _event(event, vocabulary, base)
        yield from _links(event, base)
        yield from (_documentation(event, report, base) for report in event.reports)


def _collect(happening: Event | Report, written: dict[str, list[Party]]) -> None:
    for party in (*happening.actors, *happening.targets):
        if party.iri:
            written[party.iri].append(party)


def write_ftm(events: Iterable[Event], file: BinaryIO, *, vocabulary: Vocabulary, matches: Matches, base: str) -> None:
    """A line for each entity."""
    for entity in ftm_entities(events, vocabulary, matches, base=base):
        file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def _entity(id_: str, schema: str, **properties: Iterable[str | None]) -> Entity:
    """Values as FollowTheMoney stores them: texts, each once, none of them empty."""
    cleaned = {name: [xml_text(v).strip() for v in values if v] for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {n: v for n, vs in cleaned.items() if (v := list(dict.fromkeys(filter(None, vs))))}}


def entity_id(iri: str, base: str) -> str:
    """geokg-event-5d452ed07c606164: letters, digits, points and hyphens are all that an identifier may hold."""
    local = iri.removeprefix(base if iri.startswith(base) else "urn:geokg:")
    plain = _NOT_ID.sub("-", local).strip("-.")
    # what was changed must not meet what was so from the start
    mark = "" if plain.replace("-", "/", 1) == local else "-" + hashlib.sha256(local.encode()).hexdigest()[:8]
    return f"geokg-{plain}{mark}"


def _actor(iri: str, parties: list[Party], vocabulary: Vocabulary, matches: Matches, base: str) -> Entity:
    known = vocabulary.actor(iri)
    labels = [text for _, text in known.labels] if known else sorted({p.label for p in parties if p.label}) or [iri.rsplit("/", 1)[-1]]
    code = vocabulary.code_of(iri) or next((p.country for p in parties if p.country), None)
    schema = "Company" if "/company-" in iri else _SCHEMATA[known.kind if known else "unknown"]
    return _entity(
        entity_id(iri, base),
        schema,
        name=labels,
        alias=sorted(known.aliases) if known else (),
        weakAlias=sorted({*known.short_names, *known.metonyms}) if known else (),
        country=[two_letters(code)],
        wikidataId=[matches.wikidata.get(iri)],
        notes=() if known else ["A name from articles that geokg's ontology does not list: not verified."],
    )


def _article(article: ArticleRef, base: str) -> Entity:
    return _entity(
        entity_id(article.iri, base),
        "Article",
        title=[article.title or article.id],
        sourceUrl=[article.url],
        publishedAt=[_moment(article.published)],
        publisher=[article.outlet],
        author=[article.agency],
        language=[_LANGUAGES[article.lang]],
    )


def _moment(published: str | None) -> str | None:
    """As exact as the article says; FollowTheMoney takes seconds, and no fractions or zones."""
    return published[:19] if published else None


def _event(event: Event, vocabulary: Vocabulary, base: str) -> Entity:
    action = vocabulary.action(event.action)
    place = event.place
    return _entity(
        entity_id(event.iri, base),
        "Event",
        name=[_name(event, vocabulary, language) for language in ("en", "zh-Hans")],
        **_days(event.date),
        involved=[entity_id(p.iri, base) for p in (*event.actors, *event.targets) if p.iri],
        location=[place.label] if place else (),
        country=[two_letters(p.country) for p in (*event.actors, *event.targets, *((place,) if place else ()))],
        keywords=[event.action, f"{event.action}-{event.mode}" if event.mode else None, action.quad],
        summary=[event.reports[0].sentence],
        proof=[entity_id(report.article.iri, base) for report in event.reports],
        publisher=[report.article.outlet for report in event.reports],
        sourceUrl=[report.article.url for report in event.reports],
        recordId=[event.iri],
    )


def _name(event: Event, vocabulary: Vocabulary, language: str) -> str:
    """As people read it: parties, action, day; 日本 → 美国：磋商，2024-04-10."""
    comma, colon = (", ", ": ") if language == "en" else ("、", "：")
    sides = [comma.join(_label(p, vocabulary, language) for p in side) for side in (event.actors, event.targets)]
    action = vocabulary.label(vocabulary.action(event.action).iri, language)
    parties = " → ".join(filter(None, sides))
    day = f"{', ' if language == 'en' else '，'}{edtf(event.date)}" if event.date else ""
    return (parties + colon if parties else "") + action + day


def _label(party: Party, vocabulary: Vocabulary, language: str) -> str:
    return vocabulary.label(party.iri, language) if vocabulary.actor(party.iri) else party.label


def _days(span: TimeSpan | None) -> dict[str, list[str]]:
    """A month and a year are dates too there: 2024-04."""
    if span is None:
        return {}
    first, last = span.start.isoformat(), span.end.isoformat()
    length = {"day": 10, "month": 7, "year": 4}.get(span.precision)
    return {"date": [first[:length]]} if length else {"startDate": [first], "endDate": [last]}


def _links(event: Event, base: str) -> Iterator[Entity]:
    role = f"{event.action}-{event.mode}" if event.mode else event.action
    ends_of = ((event.iri, actor.iri, target.iri) for actor, target in dyads(event))
    for ends in dict.fromkeys(ends_of):  # 法国 and 法方 are two parties of one actor
        _, actor, target = ends
        if actor and target and actor != target:
            yield _entity(
                f"geokg-link-{hashlib.sha256(chr(10).join(ends).encode()).hexdigest()[:16]}",
                "UnknownLink",
                subject=[entity_id(actor, base)],
                object=[entity_id(target, base)],
                role=[role],
                **_days(event.date),
                summary=[event.reports[0].sentence],
                proof=[entity_id(report.article.iri, base) for report in event.reports],
                recordId=[event.iri],
            )


def _documentation(event: Event, report: Report, base: str) -> Entity:
    return _entity(
        entity_id(report.iri, base),
        "Documentation",
        document=[entity_id(report.article.iri, base)],
        entity=[entity_id(event.iri, base)],
        role=[report.modality],
        summary=[report.sentence],
        description=[f"{report.modality}; {report.origin}"],
        date=[_moment(report.article.published)],
        publisher=[report.article.outlet],
        recordId=[report.iri],
    )
