"""A network in; what the page knows of it out, as plain JSON values.

Everything is named by its place in a list, so that 20,000 reports stay small; texts are cleaned of what would
disturb the page around them, never cut or changed otherwise.
"""

from __future__ import annotations

from typing import Any, Protocol

from kg.model import Event, Network, NetworkActor, Party, Report
from viz.drawing import ranked
from viz.safety import clean, short, web_address
from viz.sentences import pieces

LANGUAGES = ("zh-Hans", "en")
MUTUAL = ("CONSULT", "COOPERATE")  # have no direction: the network's edge leads from the IRI that sorts first
PAIRING = ("AGREE", "SUPPORT")  # have none where all parties stand on one side

Json = dict[str, Any]


class Names(Protocol):
    """What the page asks of the vocabulary."""

    def label(self, iri: str, language: str = "zh-Hans") -> str:
        """What to call an action or one of its modes."""
        ...

    def action(self, code: str) -> Any:
        """The action type, with its ``quad`` class."""
        ...

    def find_actors(self, name: str) -> tuple[str, ...]:
        """IRIs of the actors called so."""
        ...


def facts(network: Network, vocabulary: Names) -> Json:
    """Actors (strongest first), events, reports and the names of actions."""
    actors = ranked(network)
    ids = {actor.iri: n for n, actor in enumerate(actors)}
    names = {a.iri: tuple(dict.fromkeys([*(text for _, text in a.labels), *a.aliases])) for a in actors}
    reports: list[Json] = []
    events: list[Json] = []
    for event in network.events:
        events.append(_event(event, ids, len(reports)))
        reports.extend(_report(report, names) for report in event.reports)
    return {
        "actors": [_actor(actor, ids) for actor in actors],
        "events": events,
        "reports": reports,
        "actions": _actions(network, vocabulary),
    }


def _actor(actor: NetworkActor, ids: dict[str, int]) -> Json:
    return {
        "iri": actor.iri,
        "labels": {language: short(text) for language, text in actor.labels} or {"en": short(actor.iri)},
        "kind": actor.kind,
        "country": actor.country,
        "state": ids.get(actor.state) if actor.state else None,
        "events": actor.events,
        "names": [short(n) for n in actor.aliases],
        "verified": actor.verified,
    }


def _event(event: Event, ids: dict[str, int], first: int) -> Json:
    def party(p: Party) -> int | str:
        return ids.get(p.iri, short(p.label))

    def parties(side: tuple[Party, ...]) -> list[int | str]:
        return list(dict.fromkeys(map(party, side)))  # 日本首相岸田文雄 and 岸田 in one sentence are one

    return {
        "iri": event.iri,
        "action": event.action,
        "mode": _mode(event),
        "actors": parties(event.actors),
        "targets": parties(event.targets),
        "start": event.date.start.isoformat() if event.date else None,
        "end": event.date.end.isoformat() if event.date else None,
        "precision": event.date.precision if event.date else None,
        "place": party(event.place) if event.place else None,
        "reports": [first, first + len(event.reports)],
        "origins": len(event.origins),
        "mutual": event.action in MUTUAL or (not event.targets and event.action in PAIRING),
    }


def _mode(event: Event) -> str | None:
    """The mode as the vocabulary knows it: CONSULT-visit."""
    if event.mode is None:
        return None
    return event.mode if event.mode.startswith(event.action + "-") else f"{event.action}-{event.mode}"


def _report(report: Report, names: dict[str, tuple[str, ...]]) -> Json:
    article = report.article
    return {
        "iri": report.iri,
        "pieces": [[clean(text), role] if role else clean(text) for text, role in pieces(report, lambda iri: names.get(iri, ()))],
        "article": article.iri,
        "lang": article.lang,
        "modality": report.modality,
        "outlet": short(article.outlet or ""),
        "origin": short(report.origin),
        "sources": [short(s.label) for s in report.sources],
        "published": article.published,
        "title": short(article.title),
        "url": web_address(article.url),
        "confidence": round(report.confidence, 2),
    }


def _actions(network: Network, vocabulary: Names) -> Json:
    """Each action and mode that occurs: its quad class and its name in the page's languages."""
    found: Json = {}
    for event in network.events:
        quad = vocabulary.action(event.action).quad
        for code in {event.action, _mode(event) or event.action}:
            found[code] = {"quad": quad, **{language: clean(vocabulary.label(code, language)) for language in LANGUAGES}}
    return dict(sorted(found.items()))
