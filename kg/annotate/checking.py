"""Events as the page sends them in, events as they are kept out; what ``read_gold`` lets pass and no annotator means is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from kg.annotate.gold import Event
from kg.errors import KgError
from kg.evaluate import QUADS
from kg.model import MODALITIES

FIELDS = ("s", "actors", "action", "targets", "date", "modality", "sources", "trigger", "sentence")
Need = Callable[[bool, str, str], None]
_REMEDY = "GUIDELINES.md says what each field holds"
_MOST_EVENTS, _MOST_PARTIES, _LONGEST_NAME = 1000, 50, 200


def checked_events(posted: object, *, sentences: Sequence[str], stored: Sequence[Event]) -> list[Event]:
    """The events in the order of the text, each with its fields in one order.

    ``sentences`` are the article's; an event that was ``stored`` may stand as it is, however it was written. Raises KgError naming the
    event (counted from 1) and its field.
    """
    if not isinstance(posted, list) or len(posted) > _MOST_EVENTS:
        raise KgError("the annotation", f"`events` must be a list of {_MOST_EVENTS:,} at most", "send the events of one article")
    known = {*FIELDS, *(key for event in stored for key in event)}
    # an annotator may have taken two sentences as one
    there = (*sentences, *(event["sentence"] for event in stored))
    events = [event if event in stored else _checked(event, f"event {n}", there, known) for n, event in enumerate(posted, 1)]
    return sorted(events, key=lambda e: _place(e, sentences))


def trigger_parts(trigger: str) -> list[str]:
    """The words that carry an action; `…` marks what is left out between them."""
    return [part for part in trigger.split("…") if part]


def stands_in(trigger: str, sentence: str) -> bool:
    """Whether all parts of a trigger stand in a sentence, in their order."""
    at = 0
    for part in trigger_parts(trigger):
        found = sentence.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _place(event: Event, sentences: Sequence[str]) -> tuple[int, int]:
    sentence = event["sentence"]
    first = next(iter(trigger_parts(str(event.get("trigger") or ""))), "")
    whole = (n for n, text in enumerate(sentences) if text == sentence)
    part = (n for n, text in enumerate(sentences) if sentence in text)
    begun = (n for n, text in enumerate(sentences) if text in sentence)
    return next((n for found in (whole, part, begun) for n in found), len(sentences)), sentence.find(first)


def _checked(event: object, where: str, sentences: Sequence[str], known: Collection[str]) -> Event:
    def need(held: bool, field: str, what: str) -> None:
        if not held:
            raise KgError(where, f"`{field}` {what}", _REMEDY)

    if not isinstance(event, dict):
        raise KgError(where, "must be an object", _REMEDY)
    need(not (unknown := sorted(event.keys() - known)), ", ".join(unknown), "is not known")
    sentence, trigger, number = event.get("sentence"), event.get("trigger"), event.get("s")
    if not (isinstance(sentence, str) and sentence and any(sentence in text for text in sentences)):
        raise KgError(where, "`sentence` is none of the article's", _REMEDY)
    need(isinstance(number, int) and not isinstance(number, bool) and number >= 0, "s", "must be the number of the sentence")
    need(isinstance(trigger, str) and bool(trigger_parts(trigger)), "trigger", "must be the words that carry the action")
    need(stands_in(str(trigger), sentence), "trigger", f"does not stand in the sentence: {trigger}")
    need(event.get("action") in QUADS, "action", f"is none of the sixteen: {event.get('action')!r}")
    need(event.get("modality") in MODALITIES, "modality", f"is none of {', '.join(MODALITIES)}: {event.get('modality')!r}")
    actors, targets = (_parties(event.get(side), side, need) for side in ("actors", "targets"))
    need(bool(actors or targets), "actors", "and `targets` are both empty: an agent that is not named is an actor without a label")
    sources = event.get("sources")
    need(isinstance(sources, list) and len(sources) <= _MOST_PARTIES and all(map(_is_name, sources)), "sources", "must be a list of names")
    kept: Event = {
        "s": number,
        "actors": actors,
        "action": event["action"],
        "targets": targets,
        "date": _days(event.get("date"), need),
        "modality": event["modality"],
        "sources": [str(s).strip() for s in sources or ()],
        "trigger": trigger,
        "sentence": sentence,
    }
    return kept | {key: value for key, value in event.items() if key not in kept}


def _parties(side: object, field: str, need: Need) -> list[dict[str, str | None]]:
    parties = side if isinstance(side, list) else ()
    need(isinstance(side, list) and len(parties) <= _MOST_PARTIES, field, f"must be a list of {_MOST_PARTIES} at most")
    return [_party(party, field, need) for party in parties]


def _party(party: object, field: str, need: Need) -> dict[str, str | None]:
    fields = party if isinstance(party, dict) else {}
    label, country = fields.get("label"), fields.get("country")
    # a party without a name is the agent that the article does not tell
    need(_is_name(label) or (field == "actors" and label == "" and country is None), field, "holds a party without a name")
    need(country is None or isinstance(country, str), field, f"holds an unknown country code: {country!r}")
    return {"label": str(label).strip(), "country": country}


def _is_name(name: object) -> bool:
    # invisible characters make names that look equal and are not
    return isinstance(name, str) and bool(name.strip()) and len(name) <= _LONGEST_NAME and name.isprintable()


def _days(days: object, need: Need) -> dict[str, str] | None:
    if days is None:
        return None
    fields = days if isinstance(days, dict) else {}
    need(set(fields) == {"start", "end"}, "date", "must be null or {start, end}")
    start, end = (_day(fields[key]) for key in ("start", "end"))
    need(None not in (start, end), "date", f"holds what is no day: {fields['start']!r}, {fields['end']!r}")
    need(str(start) <= str(end), "date", "ends before it starts")
    return {"start": str(start), "end": str(end)}


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
