"""How well events are found in articles that were turned into traditional script, beside the same articles as they are.

    python tests/benchmarks/traditional.py ARTICLES.jsonl GOLD.jsonl

Articles in simplified script are converted by OpenCC's s2tw, title and content; those that are traditional by birth stay out. Weights
are learned from the other folds' articles as they are, so that neither form of an article was seen. Out come the figures of both, and
how far apart they are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import opencc

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg.evaluate import ScoredEvent, format_scores, read_gold, score, scored_events  # noqa: E402 - this work tree's package
from kg.extract import learned_extractor  # noqa: E402
from kg.extract.learned.claims import Learned  # noqa: E402
from kg.extract.learned.weights import Weights  # noqa: E402
from kg.extract.learned.words import WordBook  # noqa: E402
from kg.link import link_claims  # noqa: E402
from kg.model import Report  # noqa: E402
from kg.read import read_articles  # noqa: E402
from kg.train.aligning import Annotated  # noqa: E402
from kg.train.attributes import fit_attributes  # noqa: E402
from kg.train.crossing import cross  # noqa: E402
from kg.train.forest import fit_trees  # noqa: E402
from kg.train.near_duplicates import folds_of  # noqa: E402
from kg.train.stages import Lesson, fit_stages, lessons_of  # noqa: E402
from kg.train.training import FOLDS, annotate, parties_of, thresholds  # noqa: E402
from kg.vocabulary import Vocabulary, load_vocabulary  # noqa: E402

Gold = Mapping[str, Sequence[ScoredEvent]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare articles with their copies in traditional script, cross-validated.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    options = parser.parse_args()
    vocabulary, gold = load_vocabulary(), read_gold(options.gold)
    rows = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").splitlines() if line.strip()]
    born = list(annotated(rows, gold, vocabulary))
    simplified = {a.article.id for a in born if a.article.lang == "zh-Hans"}
    turned = [a for a in annotated(converted(rows), gold, vocabulary) if a.article.id in simplified]
    gold = {a.article.id: gold[a.article.id] for a in born if a.article.id in simplified}
    found: tuple[list[Report], list[Report]] = ([], [])
    for pair in in_folds(born, turned, vocabulary):
        for side, reports in zip(found, pair, strict=True):
            side += reports
    figures = [score(gold, scored_events(reports)) for reports in found]
    for name, scores in zip(("as they are", "in traditional script"), figures, strict=True):
        print(f"{len(gold)} articles {name}\n{format_scores(scores)}\n")
    print(f"dyad F1 {figures[1].dyad.f1 - figures[0].dyad.f1:+.3f}, document {figures[1].document.f1 - figures[0].document.f1:+.3f}")


def converted(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows with title and content in traditional script."""
    turn = opencc.OpenCC("s2tw").convert
    for row in rows:
        yield {**row, **{key: turn(row[key]) for key in ("title", "content") if isinstance(row.get(key), str)}, "lang": "zh-Hant"}


def annotated(rows: Iterable[dict[str, Any]], gold: Gold, vocabulary: Vocabulary) -> Iterator[Annotated]:
    """The articles of rows with their annotations, read as `kg train` reads them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        articles = [a for a in read_articles([str(file)], vocabulary=vocabulary) if a.id in gold and a.lang != "en"]
    yield from annotate(articles, gold, vocabulary)


def in_folds(born: Sequence[Annotated], turned: Sequence[Annotated], vocabulary: Vocabulary) -> Iterator[tuple[list[Report], list[Report]]]:
    """The reports of both forms of each article, by weights that saw neither."""
    clusters = learned_extractor().weights.clusters
    book, parties = WordBook(clusters), parties_of(vocabulary)
    lessons = lessons_of(born, book, vocabulary)
    folds = folds_of([a.article for a in born], FOLDS)
    crossed = cross(lessons, folds, book, parties, vocabulary, jobs=2, progress=lambda line: print(line, file=sys.stderr))
    threshold = thresholds(crossed, lessons)["default"]

    def weights_without(fold: int) -> Weights:
        others = [lesson for lesson, own in zip(lessons, folds, strict=True) if own != fold]
        seen = [u for u, own in zip(crossed.unseen, folds, strict=True) if own != fold]
        trees = fit_trees(np.concatenate([u.rows for u in seen]), np.concatenate([u.answers for u in seen]))
        attributes = fit_attributes(others, parties, vocabulary)
        return Weights(fit_stages(others, book), trees, crossed.calibration, attributes, clusters, {"default": threshold}, {})

    work = partial(_both, weights_without, lessons, folds, {a.article.id: a for a in turned}, vocabulary)
    with get_context("fork").Pool(2, initializer=_take, initargs=(work,)) as pool:
        yield from pool.imap(_call, sorted(set(folds)))


def _both(
    weights_without: object,
    lessons: Sequence[Lesson],
    folds: Sequence[int],
    turned: Mapping[str, Annotated],
    vocabulary: Vocabulary,
    fold: int,
) -> tuple[list[Report], list[Report]]:
    learned = Learned.of(weights_without(fold))  # type: ignore[operator]
    own = [lesson.annotated for lesson, number in zip(lessons, folds, strict=True) if number == fold]
    own = [a for a in own if a.article.id in turned]
    return tuple(list(_reports(learned, side, vocabulary)) for side in (own, [turned[a.article.id] for a in own]))  # type: ignore[return-value]


def _reports(learned: Learned, articles: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[Report]:
    least = learned.least(None)
    for one in articles:
        article = one.article
        claims = learned.claims(one.scenes, anchor=article.anchor, language=article.lang, vocabulary=vocabulary, min_confidence=least)
        yield from link_claims(claims, article, vocabulary=vocabulary)


_taken: list[object] = []


def _take(work: object) -> None:
    _taken[:] = [work]


def _call(fold: int) -> tuple[list[Report], list[Report]]:
    return _taken[0](fold)  # type: ignore[operator,no-any-return]


if __name__ == "__main__":
    main()
