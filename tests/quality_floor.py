"""The least that the extractor may score on each annotated set, and the run that scored it, so that a fall can say what was lost.

    python -m tests.quality_floor                   compare with what is pinned
    python -m tests.quality_floor --write           pin what the extractor scores now; refuses to lower a figure
    python -m tests.quality_floor --write --lower   pin it although a figure falls

``quality_floor.json`` holds the figures, ``quality_runs/`` the dyads that were right. Of a set whose articles may not be passed on only
hashes are kept; what was lost is named by the annotations, where they are at hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.engine import report_article
from kg.evaluate import Dyad, Events, all_dyads, fold, read_gold, score, scored_events
from kg.evaluate.scoring import best_pair
from kg.read import read_articles
from tests.conftest import ROOT
from tests.extraction import vocabulary

Figures = dict[str, float]
SHARED = Path(os.environ.get("GEOKG_SHARED") or ROOT.parent / "shared").resolve()
_MOST = 60  # lines of what was lost


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Annotated articles: ``STEM.articles.jsonl`` and ``STEM.gold.jsonl``."""

    name: str
    stem: Path
    ours: bool  # whether what it says may stand in the repository
    extractor: str = "rules"

    @property
    def present(self) -> bool:
        return self.file("gold").exists()

    def file(self, kind: str) -> Path:
        return self.stem.with_name(f"{self.stem.name}.{kind}.jsonl")


_GOLD, _DEV = ROOT / "data" / "gold", SHARED / "benchmark" / "dev"
SETS = (
    GoldSet("data/gold/sample", _GOLD / "sample", ours=True),
    GoldSet("data/gold/sample learned", _GOLD / "sample", ours=True, extractor="learned"),
    GoldSet("data/gold/world", _GOLD / "world", ours=True),
    GoldSet("data/gold/world learned", _GOLD / "world", ours=True, extractor="learned"),
    GoldSet("shared/dev", _DEV, ours=False),
    GoldSet("shared/dev learned", _DEV, ours=False, extractor="learned"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was scored now; a key is a dyad as the pinned run names it."""

    figures: Figures
    right: Mapping[str, frozenset[str]]  # dyads that are right, each with the attributes in which it is not
    wrong: frozenset[str]
    gold: Mapping[str, str]  # the words for each annotated dyad


@dataclass(frozen=True, slots=True)
class Floor:
    """The pinned figures and runs."""

    file: Path = ROOT / "tests" / "quality_floor.json"
    runs: Path = ROOT / "tests" / "quality_runs"

    def figures(self) -> dict[str, Figures]:
        found: dict[str, Figures] = json.loads(self.file.read_text("utf-8")) if self.file.exists() else {}
        return found

    def run(self, name: str) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
        """The dyads that were right, with the attributes in which they were not, and those that were wrong."""
        file = self._run_file(name)
        lines = [line.split("\t") for line in file.read_text("utf-8").splitlines()] if file.exists() else []
        right = {key: frozenset(attributes.split(",")) - {""} for verdict, key, attributes in lines if verdict == "right"}
        return right, frozenset(key for verdict, key, _ in lines if verdict == "wrong")

    def pin(self, name: str, measured: Measured, *, keep_wrong: bool) -> None:
        self.runs.mkdir(exist_ok=True)
        lines = [f"right\t{key}\t{','.join(sorted(attributes))}\n" for key, attributes in sorted(measured.right.items())]
        lines += [f"wrong\t{key}\t\n" for key in sorted(measured.wrong)] if keep_wrong else []
        self._run_file(name).write_text("".join(lines), encoding="utf-8")
        figures = {**self.figures(), name: measured.figures}
        self.file.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    def _run_file(self, name: str) -> Path:
        return self.runs / f"{name.replace('/', '-').replace(' ', '-')}.tsv"


def measure(gold_set: GoldSet) -> Measured:
    """Extract from the articles of a set as a user would, and score it."""
    articles = read_articles([str(gold_set.file("articles"))], vocabulary=vocabulary())
    reports = [report for article in articles for report in report_article(article, vocabulary=vocabulary(), extractor=gold_set.extractor)]
    gold = read_gold(gold_set.file("gold"))
    return measure_events(gold, scored_events(reports), _numbers(gold_set.file("gold")), hashed=not gold_set.ours)


def measure_events(gold: Events, predicted: Events, numbers: Mapping[tuple[str, str], int], *, hashed: bool) -> Measured:
    """The figures of events, and their dyads by key; ``numbers`` gives each (article, folded sentence) the annotations' number."""
    scores = score(gold, predicted)
    levels = {name: getattr(scores, name).f1 for name in ("dyad", "document", "sentence_action")}
    wanted, given = all_dyads(gold, predicted)
    named: Callable[[Dyad], str] = _hash if hashed else lambda dyad: _words(dyad, numbers)
    return Measured(
        {name: math.floor(value * 10000) / 10000 for name, value in (*levels.items(), *scores.on_matched)},
        {named(d): frozenset(name for name, held in best_pair(wanted[d], given[d])[1].items() if not held) for d in wanted if d in given},
        frozenset(named(d) for d in given if d not in wanted),
        {named(d): _words(d, numbers) for d in wanted},
    )


def falls(floor: Mapping[str, Figures], name: str, measured: Measured) -> list[str]:
    """The figures that are lower than the pinned ones, each as a line."""
    pinned = floor.get(name, {})
    return [f"{name}: {f} fell from {v:.4f} to {now:.4f}" for f, v in sorted(pinned.items()) if (now := measured.figures.get(f, 0.0)) < v]


def losses(floor: Floor, name: str, measured: Measured) -> Iterator[str]:
    """What the pinned run had and this one has not: dyads, and attributes of dyads that both have; and wrong dyads that are new."""
    right, wrong = floor.run(name)
    yield from _listed("lost", (measured.gold[key] for key in right if key in measured.gold and key not in measured.right))
    worse = {key: measured.right[key] - attributes for key, attributes in right.items() if key in measured.right}
    yield from _listed("worse", (f"{measured.gold[key]}: {', '.join(sorted(names))}" for key, names in worse.items() if names))
    if wrong:
        yield from _listed("new and wrong", measured.wrong - wrong)
    if changed := len(right.keys() - measured.gold.keys()):
        yield f"{changed} dyads that were right are annotated no more: pin anew with --write --lower, if that is as it should be"


def write(floor: Floor, sets: Iterable[tuple[GoldSet, Measured]], *, lower: bool) -> list[str]:
    """Pin what was measured; where figures fall without ``lower``, pin nothing and return a line for each."""
    found = tuple(sets)
    fallen = [line for gold_set, measured in found for line in falls(floor.figures(), gold_set.name, measured)]
    if fallen and not lower:
        return fallen
    for gold_set, measured in found:
        floor.pin(gold_set.name, measured, keep_wrong=gold_set.ours)
    return []


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = sorted(lines)
    if found:
        yield f"{title}: {len(found)}"
        yield from (f"  {line}" for line in found[:_MOST])
        if len(found) > _MOST:
            yield f"  … and {len(found) - _MOST} more"


def _words(dyad: Dyad, numbers: Mapping[tuple[str, str], int]) -> str:
    """An article's id, the number of the sentence (- where it is not annotated), countries and action; no text."""
    number = numbers.get((dyad.article, dyad.sentence), "-")
    return f"{dyad.article} {number} {dyad.actor or '?'} {dyad.action} {dyad.target or '?'}"


def _hash(dyad: Dyad) -> str:
    parts = (dyad.article, dyad.sentence, dyad.actor or "?", dyad.action, dyad.target or "?")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _numbers(gold: Path) -> dict[tuple[str, str], int]:
    rows = (json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip())
    return {(row["id"], fold(event["sentence"])): event["s"] for row in rows for event in row["events"] if "s" in event}


def main() -> None:
    parser = argparse.ArgumentParser(description="The least that the extractor may score.")
    parser.add_argument("--write", action="store_true", help="pin what the extractor scores now")
    parser.add_argument("--lower", action="store_true", help="even where a figure falls")
    options = parser.parse_args()
    floor = Floor()
    measured = [(gold_set, measure(gold_set)) for gold_set in SETS if gold_set.present]
    for gold_set, found in measured:
        pinned = floor.figures().get(gold_set.name, {})
        for figure, value in found.figures.items():
            sys.stdout.write(f"{gold_set.name:24s} {figure:28s} {value:.4f}  pinned {pinned.get(figure, 0):.4f}\n")
    if options.write:
        fallen = write(floor, measured, lower=options.lower)
    else:
        fallen = [line for gold_set, found in measured for line in falls(floor.figures(), gold_set.name, found)]
    if fallen:
        sys.exit("\n".join([*fallen, "nothing was written: --lower pins it all the same"] if options.write else fallen))


if __name__ == "__main__":
    main()
