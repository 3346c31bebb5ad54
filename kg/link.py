"""Claims in, reports out: every mention becomes a known actor, or one of its own that is marked as unverified.

A name is looked up; an office (美国总统) is whoever held it on the day; a body (外交部) belongs to the state that its context names.
What stays ambiguous is not guessed: it keeps its words and its country.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from kg.model import Article, ArticleRef, Claim, Credit, Mention, Party, Report, Source
from kg.vocabulary import ACTOR, Vocabulary, fold
from kg.vocabulary.deciding import choose_person

_ROLE, _BODY = "urn:geokg:role/", "urn:geokg:bodytype/"


def link_claims(claims: Iterable[Claim], article: Article, *, vocabulary: Vocabulary, base: str = "urn:geokg:") -> Iterator[Report]:
    """The reports of one article, each with an IRI of its own; of two equal ones the first."""
    ref, seen = _reference(article), set()
    for claim in claims:
        report = _report(claim, article, ref, vocabulary, base)
        if report.iri not in seen:
            seen.add(report.iri)
            yield report


def _reference(article: Article) -> ArticleRef:
    published = article.published.value if article.published else None
    return ArticleRef(article.iri, article.id, article.title, article.url, published, article.outlet, article.agency, article.lang)


def _report(claim: Claim, article: Article, ref: ArticleRef, vocabulary: Vocabulary, base: str) -> Report:
    day = claim.date.start if claim.date else article.anchor

    def parties(mentions: Iterable[Mention]) -> tuple[Party, ...]:
        return tuple(
            dict.fromkeys(p for m in mentions for p in link_mention(m, day, vocabulary=vocabulary, base=base, language=article.lang))
        )

    actors, targets = parties(claim.actors), parties(claim.targets)
    place = next(iter(parties((claim.place,))), None) if claim.place else None
    sources = tuple(dict.fromkeys(_source(c, vocabulary, base) for c in claim.sources))
    trigger, sentence = claim.trigger, claim.sentence
    if any(m.kind == "pair" for m in (*claim.actors, *claim.targets)):
        # a mention may stand for several states, and the actor for one of them: 中国 is not its own target
        targets = tuple(t for t in targets if t not in actors)
    # who does it to whom counts too: in 双方互相指责 each accuses the other
    names = "\n".join((*sorted(p.iri for p in actors), ">", *sorted(p.iri for p in targets)))
    iri = f"{base}report/" + short_hash(article.iri, str(trigger.start), str(trigger.end), trigger.action, names)
    return Report(
        iri,
        ref,
        sentence.text,
        sentence.start,
        sentence.end,
        trigger.text,
        trigger.start,
        trigger.end,
        trigger.action,
        trigger.mode,
        actors,
        targets,
        claim.date,
        claim.modality,
        sources,
        place,
        claim.confidence,
        claim.rule,
        claim.reasons,
    )


def short_hash(*parts: str, length: int = 16) -> str:
    """The first hex digits of the sha256 of ``parts``, joined by line feeds."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:length]


def link_mention(mention: Mention, day: date | None, *, vocabulary: Vocabulary, base: str, language: str = "zh-Hans") -> Iterator[Party]:
    """The parties that a mention names on a day: several for a pair of states."""
    if mention.kind == "pair":
        for iri in mention.candidates:
            yield Party(vocabulary.label(iri, language), vocabulary.code_of(iri), iri)
    elif mention.kind in ("state", "organisation", "people"):
        yield Party(mention.name or mention.text, vocabulary.code_of(mention.candidates[0]), mention.candidates[0])
    elif mention.kind == "unknown" and not mention.text:  # somebody whom the text leaves unnamed
        yield Party("", None, "")
    elif mention.kind == "source":  # an outlet to which something is done
        yield _outlet(mention, vocabulary, base)
    elif mention.kind == "person":
        yield _person(mention, day, vocabulary, base, language)
    else:
        yield _body(mention, day, vocabulary, base)


def _person(mention: Mention, day: date | None, vocabulary: Vocabulary, base: str, language: str) -> Party:
    label = mention.name or mention.text
    country = vocabulary.code_of(mention.country) if mention.country else None
    known = _persons(mention.candidates, vocabulary)
    if not known and mention.name:  # 台湾总统 where the article has said who that is
        known = [iri for iri in _persons(vocabulary.find_actors(mention.name), vocabulary) if vocabulary.code_of(iri) == country]
    if known:
        iri = choose_person(known, mention.country, day, vocabulary)
        return Party(label, vocabulary.code_of(iri) or country, iri)
    role = next((iri for iri in mention.candidates if iri.startswith(_ROLE)), None)
    if mention.name is None and role and mention.country:
        holders = vocabulary.holders(mention.country, role, day)
        state = vocabulary.label(mention.country, language)
        if mention.text == mention.title and language != "en":
            label = state + label  # 首相 alone says less than the article does
        if len(holders) == 1 and day is not None:
            return Party(label, country, holders[0])
        return Party(label, country, f"{base}actor/unverified-" + short_hash(mention.country, role, length=12))
    return Party(label, country, _unverified(label, country, base))


def _persons(iris: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return [iri for iri in iris if (actor := vocabulary.actor(iri)) is not None and actor.kind == "person"]


def _outlet(mention: Mention, vocabulary: Vocabulary, base: str) -> Party:
    code = vocabulary.code_of(mention.country) if mention.country else None
    code = code or next((s.code for iri in mention.candidates if (s := vocabulary.sources.get(iri))), None)
    return Party(mention.text, code, _unverified(mention.text, code, base))


def _unverified(label: str, country: str | None, base: str) -> str:
    return f"{base}actor/unverified-" + short_hash(fold(label), country or "", length=12)


def _body(mention: Mention, day: date | None, vocabulary: Vocabulary, base: str) -> Party:
    first = mention.candidates[0] if mention.candidates else ""
    if first.startswith(_BODY) and mention.country:
        code = vocabulary.code_of(mention.country)
        iri = f"{ACTOR}{mention.country.removeprefix(ACTOR)}-{first.removeprefix(_BODY)}"
        return Party(mention.text, code, iri if vocabulary.actor(iri) else mention.country)
    if first in vocabulary.actors:
        return Party(mention.text, vocabulary.code_of(first), first)
    country = vocabulary.code_of(mention.country) if mention.country else None
    return Party(mention.text, country, _unverified(mention.text, country, base))


def _source(credit: Credit, vocabulary: Vocabulary, base: str) -> Source:
    iri = credit.iri
    if not iri or iri.startswith((_ROLE, _BODY)):  # nothing that is known: 海湾安全研究基金会
        iri = f"{base}source/unverified-" + short_hash(fold(credit.label), length=12)
    return Source(credit.label, iri)
