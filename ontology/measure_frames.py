"""Articles with their annotations and the ontology's frames in; how often each frame is seen and how often it is right out.

    python ontology/measure_frames.py ARTICLES.jsonl GOLD.jsonl [--examples N] [--missed N] [--folds N] [--write]

A frame is *seen* where the extractor keeps its match (of those that share characters the longest) in any sentence of an article,
annotated or not, and *right* where the sentence has an annotated event of the frame's action whose trigger shares characters
with the match. ``--write`` puts both numbers, the precision to expect and gk:weak (wrong more often than right) into
``frames/zh-*.ttl``; everything else in those files stays as it is. What is written depends on the patterns and the articles alone,
not on the numbers that stood there before.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a checkout works without being installed

from kg.extract.lexicon import lexicon_of
from kg.extract.triggers import Match, compiled
from kg.read import read_articles
from kg.segment import split_sentences
from kg.vocabulary import Frame, fold, load_vocabulary

HERE = Path(__file__).resolve().parent
# a frame seen n times counts n times, the mean of its siblings this many times: one hit is not certainty
PSEUDO = 3.0
# a word seen this often and right more seldom than that says nothing of the rare phrases beside it
COMMON, SELDOM = 20, 0.1
ROUNDS = 3  # which of two equally long matches is kept depends on their precision, which depends on what is kept
THRESHOLDS = tuple(n / 50 for n in range(5, 35))
FRAME = "urn:geokg:frame/"
_STATISTICS = re.compile(r"gk:precision [\d.]+(?: ; gk:(?:seen|right) \d+| ; gk:(?:weak|estimated) true)*")
_SUBJECT = re.compile(r"^(frame:\S+)(?= a gk:Frame\b)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Event:
    """An annotated event: its action and the places in its sentence where the words of its trigger stand."""

    action: str
    trigger: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article, folded, with the events annotated in it."""

    article: str
    text: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One kept match of a frame in a passage; ``hits`` are the indexes of the passage's events that it meets."""

    passage: Passage
    match: Match
    hits: tuple[int, ...]

    @property
    def frame(self) -> Frame:
        return self.match.frame

    @property
    def right(self) -> bool:
        return any(self.passage.events[n].action == self.frame.action for n in self.hits)


@dataclass(frozen=True, slots=True)
class Measure:
    """How often a frame was seen and right, and the precision to expect of it."""

    seen: int
    right: int
    precision: float


def read_passages(articles: Path, gold: Path) -> Iterator[Passage]:
    """Every sentence of the articles, annotated or not; one that an article repeats counts once."""
    annotated = {row["id"]: row["events"] for row in map(json.loads, gold.read_text("utf-8").splitlines())}
    for article in read_articles([str(articles)], vocabulary=load_vocabulary()):
        by_sentence: dict[str, list[Mapping[str, object]]] = defaultdict(list)
        for event in annotated.get(article.id, ()):
            by_sentence[fold(event["sentence"])].append(event)
        for text, events in by_sentence.items():
            yield Passage(article.id, text, tuple(_event(e, text) for e in events))
        known = {_bare(text) for text in by_sentence}
        for sentence in split_sentences(article):
            text = fold(sentence.text)
            bare = _bare(text)
            # the annotation may have split the sentence elsewhere: then one holds the other
            if len(bare) > 4 and not any(bare in k or k in bare for k in known):
                known.add(bare)
                yield Passage(article.id, text, ())


def _event(event: Mapping[str, object], text: str) -> Event:
    trigger = fold(str(event["trigger"]))
    parts = [p for p in re.split("…" if trigger in text else "[…、]", trigger) if p]
    places = tuple((m.start(), m.end()) for p in parts for m in re.finditer(re.escape(p), text))
    return Event(str(event["action"]), trigger, places)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def find_sightings(passages: Iterable[Passage], frames: Sequence[Frame], initials: tuple[str, ...]) -> Iterator[Sighting]:
    """Every match that the extractor would keep, with the annotated events that it meets."""
    table = compiled(tuple(frames), initials)
    for passage in passages:
        for match in table.matches(passage.text):
            yield Sighting(passage, match, tuple(n for n, e in enumerate(passage.events) if _meet(match, e)))


def _meet(match: Match, event: Event) -> bool:
    return any(s < end and start < e for s, e in match.parts for start, end in event.places)


def measure_frames(sightings: Iterable[Sighting], frames: Iterable[Frame]) -> dict[str, Measure]:
    """Measures by frame IRI. Precision is drawn towards the mean of the frame's siblings: same action, both nouns or neither."""
    seen, right = Counter[str](), Counter[str]()
    for sighting in sightings:
        seen[sighting.frame.iri] += 1
        right[sighting.frame.iri] += sighting.right
    families: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    read = {f.iri: f for f in frames}
    for iri, frame in read.items():
        families[frame.language, frame.action, frame.nominal].append(iri)
    found = {}
    for family in families.values():
        # and a common word that seldom says the action (强调 for REQUEST) tells nothing of rare phrases
        known = [i for i in family if seen[i] and not (seen[i] >= COMMON and right[i] < SELDOM * seen[i])]
        # each sibling counts once, however frequent: what is unseen resembles the many rare ones, not the few common ones
        mean = (sum(right[i] / seen[i] for i in known) + 0.4) / (len(known) + 1)
        for iri in family:
            # what a person has read in other articles counts like what the annotators have
            both, good = seen[iri] + read[iri].read, right[iri] + read[iri].read_right
            found[iri] = Measure(seen[iri], right[iri], round((good + PSEUDO * mean) / (both + PSEUDO), 2))
    return found


def settle(passages: Sequence[Passage], frames: Sequence[Frame], initials: tuple[str, ...]) -> tuple[list[Sighting], dict[str, Measure]]:
    """Sightings and measures from frames that begin all alike, so that the numbers written last time have no say."""
    alike = [replace(f, precision=0.5) for f in frames]
    sightings, measures = [], dict[str, Measure]()
    for _ in range(ROUNDS):
        sightings = list(find_sightings(passages, alike, initials))
        measures = measure_frames(sightings, alike)
        alike = [replace(f, precision=measures[f.iri].precision) for f in alike]
    return sightings, measures


def write_back(file: Path, measures: Mapping[str, Measure]) -> None:
    """Put the measures into the file's frames, touching nothing else; a frame that was never seen is marked as estimated."""
    head, *rest = _SUBJECT.split(file.read_text("utf-8"))
    for name, body in zip(rest[::2], rest[1::2], strict=True):
        m = measures[FRAME + name.removeprefix("frame:")]
        weak = " ; gk:weak true" if m.precision < 0.5 else ""
        estimated = "" if "gk:read " in body else " ; gk:estimated true"
        counts = f" ; gk:seen {m.seen} ; gk:right {m.right}" if m.seen else estimated
        head += name + _STATISTICS.sub(f"gk:precision {m.precision:.2f}{weak}{counts}", body, count=1)
    file.write_text(head, "utf-8")


def sentence_action(
    sightings: Iterable[Sighting], passages: Iterable[Passage], measures: Mapping[str, Measure], least: float
) -> Counter[str]:
    """How many pairs of sentence and action are annotated (gold), predicted by frames of at least that precision, and both (hit)."""
    gold = {(p.article, p.text, e.action) for p in passages for e in p.events}
    predicted = {(s.passage.article, s.passage.text, s.frame.action) for s in sightings if measures[s.frame.iri].precision >= least}
    return Counter(gold=len(gold), predicted=len(predicted), hit=len(gold & predicted))


def f1(counts: Mapping[str, int]) -> float:
    total = counts["gold"] + counts["predicted"]
    return 2 * counts["hit"] / total if total else 0.0


def fold_numbers(passages: Sequence[Passage], folds: int) -> dict[str, int]:
    """A fold for each article; articles that share a long sentence (copies, updates) are in the same one."""
    leader: dict[str, str] = {}
    first: dict[str, str] = {}

    def root(article: str) -> str:
        while leader.setdefault(article, article) != article:
            article = leader[article]
        return article

    for passage in passages:
        ours, theirs = root(passage.article), root(first.setdefault(passage.text, passage.article))
        if len(passage.text) > 20 and ours != theirs:
            leader[max(ours, theirs)] = min(ours, theirs)
    numbers = {r: n % folds for n, r in enumerate(sorted({root(p.article) for p in passages}))}
    return {p.article: numbers[root(p.article)] for p in passages}


def cross_validated(sightings: Sequence[Sighting], passages: Sequence[Passage], frames: Sequence[Frame], folds: int) -> dict[float, float]:
    """F1 of sentence and action by threshold, where a frame's precision comes only from the other folds' articles."""
    number = fold_numbers(passages, folds)
    totals: dict[float, Counter[str]] = {least: Counter() for least in THRESHOLDS}
    for k in range(folds):
        measures = measure_frames((s for s in sightings if number[s.passage.article] != k), frames)
        own = [s for s in sightings if number[s.passage.article] == k]
        for least, total in totals.items():
            total.update(sentence_action(own, [p for p in passages if number[p.article] == k], measures, least))
    return {least: f1(total) for least, total in totals.items()}


def report_frames(sightings: Sequence[Sighting], measures: Mapping[str, Measure], frames: Sequence[Frame], examples: int) -> Iterator[str]:
    """A row per frame (action, seen, right, precision, patterns), most often seen first, each with some of its wrong matches."""
    patterns: dict[str, list[str]] = defaultdict(list)
    for frame in frames:
        patterns[frame.iri].append(frame.pattern)
    wrong: dict[str, list[Sighting]] = defaultdict(list)
    for s in sightings:
        if not s.right:
            wrong[s.frame.iri].append(s)
    for frame in sorted({f.iri: f for f in frames}.values(), key=lambda f: (f.action, -measures[f.iri].seen, f.iri)):
        m = measures[frame.iri]
        yield f"{frame.action:9s} {m.seen:5d} {m.right:5d} {m.precision:.2f} {' | '.join(patterns[frame.iri])[:100]}"
        shown = wrong[frame.iri][:: max(1, len(wrong[frame.iri]) // max(examples, 1))][:examples]
        for s in shown:
            text, start, end = s.passage.text, s.match.start, s.match.end
            yield f"{'':12s}- {text[max(0, start - 20) : start]}【{text[start:end]}】{text[end : end + 20]}".replace("\n", " ")


def report_coverage(sightings: Sequence[Sighting], passages: Sequence[Passage], missed: int) -> Iterator[str]:
    """Per action, how many annotated triggers a kept frame of that action meets; then the triggers that none meets."""
    found = {(s.passage.article, s.passage.text, n) for s in sightings for n in s.hits if s.passage.events[n].action == s.frame.action}
    totals, covered, missing = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for passage in passages:
        for n, event in enumerate(passage.events):
            hit = (passage.article, passage.text, n) in found
            totals.update(("all", event.action))
            covered.update(("all", event.action) if hit else ())
            missing.update(() if hit else ((event.action, event.trigger),))
    for action in sorted(totals):
        yield f"coverage {action:9s} {covered[action]:5d} of {totals[action]:5d} {covered[action] / totals[action]:.3f}"
    for (action, trigger), count in sorted(missing.items(), key=lambda x: (-x[1], x[0]))[:missed]:
        yield f"missed {action:9s} {count:3d} {trigger}"


def report_scores(
    sightings: Sequence[Sighting], passages: Sequence[Passage], measures: Mapping[str, Measure], frames: Sequence[Frame], folds: int
) -> Iterator[str]:
    """F1 of sentence and action at the best threshold, on the same articles and cross-validated."""
    best = max(THRESHOLDS, key=lambda t: f1(sentence_action(sightings, passages, measures, t)))
    c = sentence_action(sightings, passages, measures, best)
    precision, recall = c["hit"] / max(c["predicted"], 1), c["hit"] / max(c["gold"], 1)
    yield f"sentence and action, same articles: F1 {f1(c):.3f} P {precision:.3f} R {recall:.3f} at precision >= {best:.2f}"
    if folds > 1:
        scores = cross_validated(sightings, passages, frames, folds)
        best = max(scores, key=lambda t: scores[t])
        yield f"sentence and action, {folds} folds: F1 {scores[best]:.3f} at precision >= {best:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="one article per line, as the benchmark has them")
    parser.add_argument("gold", type=Path, help="their annotations")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="show N wrong matches of each frame")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="list the N most frequent triggers that no frame meets")
    parser.add_argument("--folds", type=int, default=5, metavar="N", help="folds for the cross-validated figure; 1 leaves it out")
    parser.add_argument("--as-written", action="store_true", help="use the precisions that stand in the file: for articles kept apart")
    parser.add_argument("--write", action="store_true", help="write seen, right, precision and weak into frames/zh-*.ttl")
    args = parser.parse_args()
    vocabulary = load_vocabulary()
    frames = [f for f in vocabulary.frames if f.language == "zh"]
    initials = tuple(sorted(lexicon_of(vocabulary).initials))
    passages = tuple(read_passages(args.articles, args.gold))
    if args.as_written:
        sightings = list(find_sightings(passages, frames, initials))
        measures = {f.iri: Measure(0, 0, f.precision) for f in frames}
    else:
        sightings, measures = settle(passages, frames, initials)
        print(*report_frames(sightings, measures, frames, args.examples), sep="\n")
    print(*report_coverage(sightings, passages, args.missed), sep="\n")
    print(*report_scores(sightings, passages, measures, frames, 1 if args.as_written else args.folds), sep="\n")
    if args.write:
        for file in sorted((HERE / "frames").glob("zh-*.ttl")):
            write_back(file, measures)


if __name__ == "__main__":
    main()
