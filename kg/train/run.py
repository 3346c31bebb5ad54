"""Files of articles and annotations in, a file of weights and a page on them out: what `kg train` does."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.evaluate import ScoredEvent, evaluate, format_scores, read_gold
from kg.evaluate import figures as figures_of
from kg.evaluate.intervals import RESAMPLES
from kg.evaluate.scoring import tally
from kg.evaluate.values import ATTRIBUTES, LEVELS, Level, LevelIntervals
from kg.extract import learned_extractor
from kg.extract.learned.weights import write_weights
from kg.extract.learned.words import Clusters
from kg.model import Article
from kg.read import read_articles
from kg.train.clusters import fit_clusters
from kg.train.crossing import Crossed, right_dyads
from kg.train.figures import (
    Accuracy,
    CalibrationBin,
    LearningPoint,
    OperatingPoint,
    Scores,
    ScriptCount,
    TrainingReport,
    TrainingSet,
)
from kg.train.keeping import NOTHING_KEPT, Keeping, signed
from kg.train.measuring import confusion, stage_accuracies, strongest_words
from kg.train.near_duplicates import leave_out_near_duplicates
from kg.train.report import write_report
from kg.train.training import FOLDS, Progress, Trained, annotate, thresholds, train, unseen_events
from kg.vocabulary import Vocabulary, load_vocabulary

_LEAST_ARTICLES = 20
_BINS = 10
_CURVE = 40
CAVEATS = (
    "The phrases of the ontology, how often each is right, and the word clusters were made once, from text and annotations that "
    "include these articles, and not within each fold.",
    "The last stage is trained on what the stages of other folds said; those had seen the fold's articles as training data.",
    "The thresholds were chosen on the same cross-validation that these figures come from.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Annotated articles and their annotations."""

    articles: Path
    gold: Path


def run_training(
    sources: Sequence[Source],
    output: Path,
    *,
    text: Sequence[str] = (),
    leave_out: Sequence[str] = (),
    report: Path | None = None,
    curve: bool = False,
    ontology: Path | None = None,
    jobs: int = 1,
    progress: Progress = lambda _: None,
) -> str:
    """Learn, write the weights (and the report), and return the cross-validated figures as text.

    ``text`` is unlabelled text for new word clusters, without which those of the shipped weights are used; of it and of the annotated
    articles nothing is used that nearly repeats an article of ``leave_out``. Raises KgError for too few articles, files that are none,
    annotations of articles that are not there.
    """
    for file in (output, *([report] if report else [])):
        if file.is_dir() or not file.absolute().parent.is_dir():  # told before minutes of work and not after
            raise KgError(file, "cannot be written there", "name a file in a folder that exists")
    vocabulary = load_vocabulary(ontology)
    progress("reading")
    apart = list(read_articles(leave_out, vocabulary=vocabulary)) if leave_out else []
    articles, gold = _read(sources, apart, vocabulary)
    data = _digest(articles, gold)
    keeping = Keeping.beside(output, signed([data, vocabulary.fingerprint, _text_sign(text), [a.content_hash for a in apart]]))
    kept = keeping if text and "-" not in text else NOTHING_KEPT  # standard input may be another one next time
    clusters = kept.clusters(lambda: _clusters(text, apart, vocabulary, progress))
    annotated = tuple(annotate(articles, gold, vocabulary))
    sizes = [n for n in (50, 100, 200) if n < len(articles) * (FOLDS - 1) // FOLDS] if curve else []
    about = {"articles": len(articles), "events": sum(len(a.events) for a in annotated), "data": data}
    about |= {"ontology": vocabulary.fingerprint, "left_out": len(apart)}
    trained = train(annotated, clusters, vocabulary, about=about, jobs=jobs, sizes=sizes, progress=progress, keeping=keeping)
    write_weights(trained.weights, output)
    events = unseen_events(trained, vocabulary, trained.weights.thresholds["default"])
    if report is not None:
        write_report(report, _report(trained, gold, events, articles, [s.gold for s in sources], vocabulary, output))
    keeping.done()
    return format_scores(evaluate(gold, events).scores)


def _read(
    sources: Sequence[Source], apart: Sequence[Article], vocabulary: Vocabulary
) -> tuple[list[Article], dict[str, list[ScoredEvent]]]:
    articles: list[Article] = []
    gold: dict[str, list[ScoredEvent]] = {}
    for source in sources:
        annotations = read_gold(source.gold)
        own = [a for a in read_articles([str(source.articles)], vocabulary=vocabulary) if a.id in annotations]
        if missing := sorted(set(annotations) - {a.id for a in own}):
            raise KgError(
                source.gold, f"annotates articles that {source.articles} does not hold: {missing[:3]}", "name the file that has them"
            )
        if twice := sorted({a.id for a in own} & gold.keys()):
            raise KgError(source.gold, f"annotates articles that an earlier file annotates: {twice[:3]}", "leave one of the two out")
        articles += own
        gold |= {i: list(events) for i, events in annotations.items()}
    kept = list(leave_out_near_duplicates(articles, apart)) if apart else articles
    kept = [a for a in kept if a.lang != "en"]
    if len(kept) < _LEAST_ARTICLES:
        names = ", ".join(str(s.articles) for s in sources)
        raise KgError(names, f"hold {len(kept)} annotated articles in Chinese", f"annotate at least {_LEAST_ARTICLES}; kg annotate helps")
    return kept, {a.id: gold[a.id] for a in kept}


def _clusters(text: Sequence[str], apart: Sequence[Article], vocabulary: Vocabulary, progress: Progress) -> Clusters:
    if not text:
        return learned_extractor().weights.clusters
    progress("reading unlabelled text")
    unlabelled = (a for a in read_articles(text, vocabulary=vocabulary) if a.lang != "en")
    return fit_clusters(leave_out_near_duplicates(unlabelled, apart), progress=progress)


def _text_sign(text: Sequence[str]) -> list[tuple[str, int, int]]:
    """What tells one unlabelled text from another without reading it: names, sizes and times of its files."""
    files = [f for name in text for f in sorted(Path(name).rglob("*") if Path(name).is_dir() else [Path(name)]) if f.is_file()]
    return [(str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files]


def _digest(articles: Sequence[Article], gold: Mapping[str, Sequence[ScoredEvent]]) -> str:
    sign = hashlib.sha256()
    for article in sorted(articles, key=lambda a: a.id):
        sign.update(f"{article.id} {article.content_hash} {gold[article.id]!r}\n".encode())
    return sign.hexdigest()


def _report(
    trained: Trained,
    gold: Mapping[str, Sequence[ScoredEvent]],
    events: Mapping[str, Sequence[ScoredEvent]],
    articles: Sequence[Article],
    files: Sequence[Path],
    vocabulary: Vocabulary,
    output: Path,
) -> TrainingReport:
    outlets = {a.id: a.outlet or "-" for a in articles}
    scripts = {a.id: str(a.lang) for a in articles}
    whole = evaluate(gold, events, groups=outlets)
    by_script = evaluate(gold, events, groups=scripts)
    levels = whole.intervals.levels if whole.intervals else {}
    about, counted = trained.weights.about, tally(gold, events)
    return TrainingReport(
        TrainingSet(
            articles=len(articles),
            events=int(about["events"]),
            outlets=len(set(outlets.values())),
            scripts=tuple(ScriptCount(s, n) for s, n in sorted(Counter(scripts.values()).items())),
            sha256=str(about["data"]),
            ontology_sha256=str(about["ontology"]),
            files=tuple(f.name for f in files),
        ),
        folds=FOLDS,
        resamples=RESAMPLES,
        caveats=CAVEATS,
        levels=tuple(_scores(name, getattr(whole.scores, name), levels.get(name)) for name in LEVELS),
        attributes=_attributes(counted.attributes.sum(axis=0).tolist(), [name for name, _ in whole.scores.on_matched]),
        curve=_curve(trained),
        operating_points=_points(trained),
        learning_curve=_learning(trained, gold, vocabulary),
        by_action=tuple(_scores(a, level, levels.get(a)) for a, level in whole.scores.by_action),
        by_outlet=tuple(_scores(g.name, g.levels["dyad"], (g.intervals or {}).get("dyad"), g.articles) for g in whole.groups),
        by_script=tuple(_scores(g.name, g.levels["dyad"], (g.intervals or {}).get("dyad"), g.articles) for g in by_script.groups),
        calibration=_calibration(trained),
        confusion=confusion(gold, events),
        stages=stage_accuracies(trained.crossed.hits),
        evidence=strongest_words(trained.lessons, trained.weights.stages),
        weights_size=output.stat().st_size,
    )


def _scores(name: str, level: Level, spans: LevelIntervals | None, articles: int | None = None) -> Scores:
    precision, recall, f1 = (spans.precision, spans.recall, spans.f1) if spans else (None, None, None)
    return Scores(name, level.gold, level.predicted, level.hit, precision, recall, f1, articles)


def _attributes(sums: Sequence[Sequence[int]], shown: Sequence[str]) -> tuple[Accuracy, ...]:
    return tuple(Accuracy(name, agreed, compared) for name, (compared, agreed) in zip(ATTRIBUTES, sums, strict=True) if name in shown)


def _ranked(trained: Trained) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Probabilities of all unseen dyads and whether each is right, likeliest first, and how many there are to find."""
    crossed = trained.crossed
    probability = np.concatenate([crossed.probabilities(u.number) for u in crossed.unseen])
    right = np.concatenate([u.answers for u in crossed.unseen])
    order = np.argsort(-probability, kind="stable")
    return probability[order], right[order], sum(len(right_dyads(lesson)) for lesson in trained.lessons)


def _curve(trained: Trained) -> tuple[OperatingPoint, ...]:
    return tuple(_point(trained, round(n / _CURVE, 3)) for n in range(1, _CURVE))


def _points(trained: Trained) -> tuple[OperatingPoint, ...]:
    return tuple(_point(trained, threshold, name) for name, threshold in sorted(trained.weights.thresholds.items()))


def _point(trained: Trained, threshold: float, name: str = "") -> OperatingPoint:
    probability, right, wanted = _ranked(trained)
    taken = probability >= threshold
    hits = float(right[taken].sum())
    return OperatingPoint(threshold, hits / max(1, int(taken.sum())), hits / max(1, wanted), name)


def _learning(trained: Trained, gold: Mapping[str, Sequence[ScoredEvent]], vocabulary: Vocabulary) -> tuple[LearningPoint, ...]:
    found = []
    runs = {**trained.smaller, len(trained.lessons) * (FOLDS - 1) // FOLDS: trained.crossed}
    for size, crossed in sorted(runs.items()) if trained.smaller else ():
        own = Trained(trained.weights, trained.lessons, crossed if crossed.attributes else _with(crossed, trained), {})
        least = thresholds(crossed, trained.lessons)["default"]
        found.append(LearningPoint(size, figures_of(tally(gold, unseen_events(own, vocabulary, least))).dyad.f1))
    return tuple(found)


def _with(crossed: Crossed, trained: Trained) -> Crossed:
    """A smaller cross-validation has no attributes of its own: dyads do not hang on them."""
    return replace(crossed, attributes=trained.crossed.attributes)


def _calibration(trained: Trained) -> tuple[CalibrationBin, ...]:
    probability, right, _ = _ranked(trained)
    bins = []
    for n in range(_BINS):
        low, high = n / _BINS, (n + 1) / _BINS
        inside = (probability >= low) & (probability < high)
        if inside.any():
            bins.append(CalibrationBin(low, high, float(probability[inside].mean()), int(right[inside].sum()), int(inside.sum())))
    return tuple(bins)
