"""The counts of a corpus in, the tables that a person reads or a program takes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.coverage.annotated import Tally
from kg.coverage.gather import Coverage, Unknown
from kg.vocabulary import Frame

_NAMES = ("person", "place", "organisation", "name")
MISSES = ("trigger", "country", "label")


def coverage_lines(coverage: Coverage, frames: Sequence[Frame], *, top: int, with_frames: bool, least: int = 1) -> Iterator[str]:
    """Text tables: totals, the ``top`` verbs and names that nothing covers (met in ``least`` articles), and each frame's hits."""
    yield f"articles {coverage.articles}, characters {coverage.characters}, sentences {coverage.sentences}"
    faint = f"with a faint one alone {_share(coverage.with_faint, coverage.with_actor)}"
    framed = f"of those with a frame {_share(coverage.with_frame, coverage.with_actor)}"
    yield f"sentences that name an actor {coverage.with_actor}, {framed}, {faint}"
    met = sum(1 for iri in {f.iri for f in frames} if coverage.frames[iri])
    yield f"frames met {met} of {len({f.iri for f in frames})}, {sum(coverage.frames.values())} times"
    for title, kinds in (("verbs that no frame covers, where an actor is named", ("verb",)), ("names that nothing covers", _NAMES)):
        yield ""
        yield f"articles sentences  {title}"
        shown = [u for u in coverage.unknown(*kinds) if u.articles >= least][:top]
        yield from (_line(u, with_kind=kinds == _NAMES) for u in shown)
        if not shown:
            yield "none"
    if with_frames:
        yield ""
        yield "hits  seen right precision  frame"
        yield from _frame_lines(coverage, frames)


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"


def _line(unknown: Unknown, *, with_kind: bool) -> str:
    kind = f" {unknown.kind}" if with_kind else ""
    return f"{unknown.articles:8d} {unknown.sentences:9d}  {unknown.word}{kind}\t{unknown.passage}"


def _frame_lines(coverage: Coverage, frames: Sequence[Frame]) -> Iterator[str]:
    patterns = _patterns(frames)
    for iri, frame in sorted(_by_iri(frames).items(), key=lambda x: (-coverage.frames[x[0]], x[0])):
        measured = f"{frame.seen:5d} {frame.right:5d}" if frame.seen else "    -     -"
        name = iri.rsplit("/", 1)[-1]
        yield f"{coverage.frames[iri]:5d} {measured} {frame.precision:9.2f}  {frame.action} {name}\t{' | '.join(patterns[iri])[:80]}"


def _by_iri(frames: Sequence[Frame]) -> Mapping[str, Frame]:
    return {f.iri: f for f in reversed(frames)}


def _patterns(frames: Sequence[Frame]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for frame in frames:
        found.setdefault(frame.iri, []).append(frame.pattern)
    return found


def coverage_rows(coverage: Coverage, frames: Sequence[Frame], *, least: int = 1) -> dict[str, object]:
    """The same as plain values for JSON, all words that ``least`` articles hold and all frames."""
    patterns = _patterns(frames)
    words = [u for u in coverage.unknown("verb", "person", "place", "organisation", "name") if u.articles >= least]
    return {
        "articles": coverage.articles,
        "characters": coverage.characters,
        "sentences": coverage.sentences,
        "sentences_with_actor": coverage.with_actor,
        "of_those_with_frame": coverage.with_frame,
        "of_those_with_faint_frame_alone": coverage.with_faint,
        "unknown": [
            {"word": u.word, "kind": u.kind, "articles": u.articles, "sentences": u.sentences, "passage": u.passage} for u in words
        ],
        "frames": [
            {
                "frame": iri,
                "action": frame.action,
                "patterns": patterns[iri],
                "hits": coverage.frames[iri],
                "words": dict(sorted(coverage.words.get(iri, {}).items(), key=lambda x: (-x[1], x[0]))),
                "precision": frame.precision,
                "seen": frame.seen,
                "right": frame.right,
            }
            for iri, frame in sorted(_by_iri(frames).items())
        ],
    }


def tally_lines(tally: Tally, *, missed: int) -> Iterator[str]:
    """Text: how much of the annotations the ontology knows, by action, and up to ``missed`` cases of each kind that it does not."""
    yield ""
    yield "action     triggers covered      kept"
    for action in (*sorted(tally.triggers), "all"):
        total, covered, kept = (sum(c.values()) if action == "all" else c[action] for c in (tally.triggers, tally.covered, tally.kept))
        yield f"{action:9s} {total:9d} {_part(covered, total):>8s} {_part(kept, total):>8s}"
    yield ""
    yield f"parties named in their sentence {tally.parties}"
    yield f"linked to the right country {_share(tally.country, tally.parties)}, to the right label {_share(tally.label, tally.parties)}"
    for kind in MISSES:
        cases = [m for m in tally.missed if m[0] == kind][:missed]
        if cases:
            yield ""
            yield f"missed: {kind}"
            yield from (f"{what}\t{words}\t{sentence}" for _, what, words, sentence in cases)


def tally_rows(tally: Tally) -> dict[str, object]:
    """The same as plain values, with every miss."""
    return {
        "triggers": {
            action: {"annotated": total, "covered": tally.covered[action], "kept": tally.kept[action]}
            for action, total in sorted(tally.triggers.items())
        },
        "parties": {"named": tally.parties, "right_country": tally.country, "right_label": tally.label},
        "missed": [dict(zip(("kind", "of", "words", "sentence"), m, strict=True)) for m in tally.missed],
    }


def _part(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
