"""An event's trigger and the country of one of its parties in, the mentions that may name the party out, with the evidence for each.

That Japan acts is one question; whether the text lets Japan act, its government or its prime minister is another. 中方 and 东京 may be
meant as what they say or as the state, so the state itself, by its full name, is always among the answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.extract.learned.candidates import Context
from kg.extract.learned.layout import GOVERNMENTS, Country, Layout
from kg.extract.learned.table import WeightTable
from kg.model import Mention

Role = Literal["actor", "target"]
_CODE = 4  # characters of a state's or organisation's code
ITSELF = -1  # the state by its full name
_OUTSIDE = 4  # mentions of the country before the sentence that may be meant
_FAR = (0, 1, 3, 6, 12, 25)
_GOVERNMENTS = tuple(GOVERNMENTS)


@dataclass(frozen=True)
class Naming:
    """What chooses the name of a party: weights, and the IRI and full name of the state of a code."""

    weights: WeightTable
    state: Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event's trigger stands in the layout's text."""

    sentence: int
    start: int
    end: int
    clause: int
    action: str


def possible_names(layout: Layout, sentence: int, country: Country) -> tuple[int, ...]:
    """The mentions of a country in a sentence; then the last ones before it, else the next ones after; and the state itself."""
    named = layout.mentions_of.get(country, [])
    own = [n for n, at in named if at == sentence]
    before = [n for n, at in named if at < sentence]
    after = [n for n, at in named if at > sentence]
    return (*own, *(before[::-1][:_OUTSIDE] or after[:1]), ITSELF)


def name_evidence(layout: Layout, context: Context, place: Place, role: Role, names: tuple[int, ...], n: int) -> list[str]:
    """What tells for and against mention ``n`` being the party's name, as names of evidence."""
    if n == ITSELF:
        return _of_state(layout, place, role, names)
    mention, action = layout.mentions[n], place.action
    kind, speaks = _kind(mention), str(context.speaks[n])
    start, end, sentence, of_clause, governed = layout.mention_places[n]
    government = _GOVERNMENTS[governed]
    own = [m for m in names if m != ITSELF and layout.mention_places[m][2] == place.sentence]
    found = [
        f"{role} {kind}",
        f"{role} {kind} {action}",
        f"title {mention.title is not None} {role}",
        f"long {min(6, len(mention.text))}",
    ]
    if sentence != place.sentence:
        back, here = place.sentence - sentence, str(bool(own))
        found += (f"outside {here} {role}", f"back {max(-1, min(4, back))} {here} {role}", f"outside {here} {kind} {role}")
        found += (f"outside {government} {role} {here}", f"outside speaks {speaks} {role} {here} {kind}")
        found.append(f"outside first {names.index(n)} {here}")
        return found
    side = "before" if end <= place.start else "after" if start >= place.end else "inside"
    far = place.start - end if side == "before" else start - place.end
    order = "only" if len(own) == 1 else "first" if own[0] == n else "last" if own[-1] == n else "middle"
    clauses = max(-2, min(2, of_clause - place.clause))
    step = bisect_left(_FAR, far)
    where = f"{side} {clauses} {role}"
    found += (
        where,
        f"{where} {kind}",
        f"{where} {government}",
        f"{where} {government} {kind}",
        f"{side} {step} {role}",
        f"{where} {action}",
    )
    found += (f"{order} {role}", f"{order} {kind} {role}", f"{order} {where}", f"speaks {speaks} {role} {action}")
    found += (
        f"speaks {speaks} {where} {kind}",
        f"next {layout.text[end : end + 1]} {role}",
        f"next {layout.text[end : end + 2]} {role}",
    )
    found += (f"previous {layout.text[max(0, start - 1) : start]} {role}", f"next {layout.text[end : end + 1]} {kind} {side}")
    quoted = str((bool(layout.quoted[start]), bool(layout.quoted[place.start])))
    found += (f"quoted {quoted} {role}", f"quoted {quoted} {role} {kind}", f"nearest {_nearest(layout, own, n, place)} {role} {side}")
    words = layout.text[place.start : place.end]
    found += (f"words {words} {side} {role} {kind}", f"words {words} {side} {government} {role}")
    if 0 <= far <= 4:
        between = layout.text[end : place.start] if side == "before" else layout.text[place.end : start]
        found += (f"between {between} {side} {role}", f"between {between} {side} {role} {kind}")
    return found


def _kind(mention: Mention) -> str:
    """What kind of name it is: 中 and 中方, 东京, 广岛 and 日本 are names of states in four ways."""
    kind: str = mention.kind
    if mention.kind in ("state", "organisation"):
        region = "" if mention.candidates and len(mention.candidates[0].rsplit("/", 1)[-1]) <= _CODE else " region"
        short = " letter" if len(mention.text) == 1 else " side" if mention.text[-1] == "方" else ""
        return kind + region + short + (" metonym" if mention.metonym else "")
    return kind + (" named" if mention.name else "")


def _of_state(layout: Layout, place: Place, role: Role, names: tuple[int, ...]) -> list[str]:
    """What tells for and against the state by its full name."""
    sentences = [(n, layout.mention_places[n][2]) for n in names if n != ITSELF]
    own = [n for n, sentence in sentences if sentence == place.sentence]
    kinds = [_kind(layout.mentions[n]) for n in own]
    found = [f"itself {role}", f"itself {role} {place.action}", f"itself {min(3, len(own))} {role}"]
    found += [f"itself beside {kind}" for kind in sorted(set(kinds))]
    if len(own) == 1:
        found += (f"itself for {kinds[0]} {role}", f"itself for {kinds[0]} {role} {place.action}")
    outside = [n for n, sentence in sentences if sentence != place.sentence]
    if not own and outside:
        found.append(f"itself outside {_kind(layout.mentions[outside[0]])} {role}")
    return found


def _nearest(layout: Layout, own: list[int], n: int, place: Place) -> bool:
    """Whether no other mention of the country on its side stands nearer to the trigger."""
    places = layout.mention_places
    start, end = places[n][:2]
    if end <= place.start:
        return not any(end < places[m][1] <= place.start for m in own)
    return not any(place.end <= places[m][0] < start for m in own)
