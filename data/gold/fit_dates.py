#!/usr/bin/env python3
"""Articles with their annotations in, the weights by which ``kg.extract.dates`` chooses an event's date out.

    python data/gold/fit_dates.py ARTICLES.jsonl GOLD.jsonl -o kg/extract/date_weights.json

Each annotated event is a choice between the candidates that the extractor would weigh for its trigger. The weights are those of a
multinomial logistic regression (conditional logit) over the candidates' evidence, with an L2 penalty. The same articles and annotations
give the same file to the byte. Prints how many events get the right days, of all and of those that have a date: on the articles
themselves, and cross-validated with whole articles left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # a checkout works without being installed

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.evaluate import fold
from kg.extract import PERFORMATIVE
from kg.extract.date_evidence import evidence_names
from kg.extract.date_weighing import worth
from kg.extract.dates import DateCandidate, date_candidates, resolve_times
from kg.model import Article, Sentence, TimeSpan
from kg.read import read_articles
from kg.segment import split_sentences

PENALTY = 1.0  # L2
SEEN = 5  # evidence given less often tells nothing
SMALL = 0.15  # nor does evidence of less weight than this; the rest is fitted again without it
# taken from the weight of no date: here one more date is as often right as wrong. A likelihood alone errs towards none, since wrong
# candidates are many and each is a different mistake
WILLING = 0.4
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """An annotated event: its true days and the candidates for them."""

    article: str
    days: TimeSpan | None
    candidates: tuple[DateCandidate, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many choices are right, of all and of those with a date."""

    events: int
    right: int
    dated: int
    right_dated: int

    @property
    def shares(self) -> dict[str, float]:
        """The shares of right ones, to three decimals; of nothing 0."""
        return {
            "all": round(self.right / max(self.events, 1), 3),
            "where dated": round(self.right_dated / max(self.dated, 1), 3),
        }


def read_choices(articles: Path, gold: Path) -> Iterator[Choice]:
    """The annotated events of Chinese articles, in their order; those whose trigger is not found in their sentence are left out."""
    annotated = {row["id"]: row["events"] for row in map(json.loads, gold.read_text("utf-8").splitlines())}
    for article in read_articles([str(articles)]):
        if article.anchor is not None and article.lang != "en":
            yield from _choices(article, annotated.get(article.id, ()))


def _choices(article: Article, events: Iterable[Mapping[str, Any]]) -> Iterator[Choice]:
    sentences = tuple(split_sentences(article))
    assert article.anchor is not None
    times = resolve_times(sentences, article.anchor)
    for event in events:
        if place := locate(event, sentences):
            sentence, start, end = place
            said = event["action"] in PERFORMATIVE
            given = date_candidates(times[sentence.index], start, end, sentence=sentence, performative=said)
            yield Choice(article.id, _days(event["date"]), tuple(given))


def locate(event: Mapping[str, Any], sentences: Sequence[Sentence]) -> tuple[Sentence, int, int] | None:
    """The sentence that an annotated event stands in, and where the first part of its trigger begins and ends there."""
    wanted, trigger = fold(event["sentence"]), event["trigger"].split("…")[0]
    # annotators and the segmenter may cut a long sentence differently
    near = [s for s in sentences if (have := fold(s.text)) and (wanted in have or (len(have) > 12 and have in wanted))]
    for sentence in near:
        begins = max(sentence.text.find(event["sentence"]), 0)
        start = sentence.text.find(trigger, begins) if trigger else -1
        if start >= 0:
            return sentence, start, start + len(trigger)
    return None


def _days(given: Mapping[str, str] | None) -> TimeSpan | None:
    return TimeSpan(date.fromisoformat(given["start"]), date.fromisoformat(given["end"])) if given else None


def fit_weights(choices: Sequence[Choice]) -> dict[str, float]:
    """Weights by name of evidence, to one decimal; evidence that is rare or weighs little is left out."""
    seen = Counter(name for choice in choices for candidate in choice.candidates for name in set(candidate.evidence))
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    names = [name for name, weight in _fitted(choices, names).items() if abs(weight) >= SMALL]
    weights = _fitted(choices, names)
    if "none" in weights:
        weights["none"] -= WILLING
    rounded = {name: round(weight, 1) for name, weight in weights.items()}
    return {name: weight for name, weight in rounded.items() if weight}


def _fitted(choices: Sequence[Choice], names: Sequence[str]) -> dict[str, float]:
    """The weights of these names under which the true days are likeliest, drawn towards 0."""
    column = {name: n for n, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    owners: list[int] = []
    true: list[bool] = []
    for n, choice in enumerate(choices):
        right = [candidate.days == choice.days for candidate in choice.candidates]
        right[0] |= not any(right)  # the true days are no candidate: better none than wrong ones
        for candidate, is_right in zip(choice.candidates, right, strict=True):
            known = [column[name] for name in candidate.evidence if name in column]
            rows += [len(owners)] * len(known)
            columns += known
            owners.append(n)
            true.append(is_right)
    given = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(owners), len(names)))
    owner, target = np.array(owners), np.array(true, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        """Negative log likelihood with its penalty, and the gradient; several candidates may name the true days."""
        scores = given @ weights
        highest = np.full(len(choices), -np.inf)
        np.maximum.at(highest, owner, scores)
        raised = np.exp(scores - highest[owner])
        shares = raised / np.bincount(owner, raised)[owner]
        right = np.bincount(owner, shares * target)
        wanted = shares * target / right[owner]
        return -np.log(right).sum() + PENALTY * (weights @ weights) / 2, given.T @ (shares - wanted) + PENALTY * weights

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(names, map(float, solved.x), strict=True))


def measure(choices: Iterable[Choice], weights: Mapping[str, float]) -> Accuracy:
    """How many choices the weights get right."""
    outcomes = [(c.days, max(c.candidates, key=lambda candidate: worth(candidate.evidence, weights)).days) for c in choices]
    right = [wanted for wanted, found in outcomes if wanted == found]
    dated = sum(wanted is not None for wanted, _ in outcomes)
    return Accuracy(len(outcomes), len(right), dated, sum(wanted is not None for wanted in right))


def cross_validate(choices: Sequence[Choice], folds: int = FOLDS) -> Accuracy:
    """Every article's choices made by weights that were fitted without it."""
    number = {article: n % folds for n, article in enumerate(dict.fromkeys(c.article for c in choices))}
    parts = [
        measure((c for c in choices if number[c.article] == k), fit_weights([c for c in choices if number[c.article] != k]))
        for k in sorted(set(number.values()))
    ]
    return Accuracy(*(sum(getattr(part, field) for part in parts) for field in ("events", "right", "dated", "right_dated")))


def written(weights: Mapping[str, float], choices: Sequence[Choice], figures: Mapping[str, Accuracy]) -> str:
    """The text of the weights' file."""
    about = {
        "what": "what each piece of evidence of kg/extract/date_evidence.py is worth when an event's date is chosen",
        "how": "conditional logit over each event's candidates, L2 penalty; the weight of no date lowered; rounded",
        "by": "python data/gold/fit_dates.py ARTICLES.jsonl GOLD.jsonl -o kg/extract/date_weights.json",
        "settings": {"penalty": PENALTY, "seen": SEEN, "small": SMALL, "willing": WILLING, "folds": FOLDS},
        "events": len(choices),
        "dated": sum(choice.days is not None for choice in choices),
        "articles": len({choice.article for choice in choices}),
        "right": {name: accuracy.shares for name, accuracy in figures.items()},
        "evidence": sorted(evidence_names()),
    }
    return json.dumps({"about": about, "weights": weights}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print how good the weights are, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="one article a line, as the benchmark has them")
    parser.add_argument("gold", type=Path, help="their annotations")
    parser.add_argument("-o", "--output", type=Path, help="the file to write; without it the figures are only printed")
    args = parser.parse_args(arguments)
    choices = tuple(read_choices(args.articles, args.gold))
    weights = fit_weights(choices)
    figures = {"on these articles": measure(choices, weights), "cross-validated by article": cross_validate(choices)}
    for name, accuracy in figures.items():
        print(f"{name}: {accuracy.shares} of {accuracy.events} events, {accuracy.dated} dated")
    if args.output:
        args.output.write_text(written(weights, choices, figures), encoding="utf-8")


if __name__ == "__main__":
    main()
