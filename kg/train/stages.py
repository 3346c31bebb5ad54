"""Annotated articles with the evidence of their words in, the weights of the first stages out: triggers, actors, targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kg.evaluate import ScoredEvent, ScoredParty
from kg.extract.learned.candidates import MEMBER, TOGETHER, Candidate, Cast, Context, cast_of, context_of
from kg.extract.learned.deciding import StageWeights, seen_keys
from kg.extract.learned.keys import Ints, Keys
from kg.extract.learned.layout import Country, Layout, lay_out
from kg.extract.learned.role_evidence import RoleEvidence, Triggers, pairs_of, role_evidence, triggers_at
from kg.extract.learned.ruled import Ruled, ruled_casts
from kg.extract.learned.table import WeightTable, slots_of
from kg.extract.learned.target_evidence import target_evidence, triples_of
from kg.extract.learned.trigger_evidence import ACTION_NUMBER, ACTIONS, TEMPLATES, TriggerEvidence, trigger_evidence
from kg.extract.learned.words import WordBook
from kg.train.aligning import Annotated
from kg.train.fitting import Rows, fit_choice, fit_pick, join_rows, rows_of
from kg.vocabulary import Vocabulary

_LEAST_WORDS, _KEEP_WORDS = (
    4,
    15_000,
)  # evidence seen less often is left out; so many pieces of it are kept
_LEAST_ROLES, _KEEP_ROLES = 3, 25_000
_LEXICAL = frozenset(("word", "before", "before2", "after", "after2", "first", "last", "next"))
_LEXICAL_LISTED = (100, 101, 111)
_LEAST_SEEN, _MOST_SEEN = 2, 1000  # a word seen once is as good as new
_GOOD_ENOUGH = 0.5  # a candidate whose countries agree less with the annotated ones is no answer


@dataclass(frozen=True)
class Head:
    """The word that carries an annotated event: a row of the article's evidence."""

    row: int
    action: int
    event: ScoredEvent


@dataclass(frozen=True)
class Lesson:
    """One annotated article, ready to be learned from."""

    annotated: Annotated
    layout: Layout
    evidence: TriggerEvidence
    answers: Ints  # of each word: the number of its action, 0 for none, -1 for the rest of a trigger
    heads: tuple[Head, ...]
    words: Rows
    context: Context
    ruled: tuple[Ruled, ...]  # what the rules say


def lessons_of(articles: Sequence[Annotated], book: WordBook, vocabulary: Vocabulary) -> tuple[Lesson, ...]:
    """The articles with their evidence; which word of a trigger carries the event is told by all of them together."""
    laid = [(a, lay_out(a.scenes, book, a.article.anchor, vocabulary)) for a in articles]
    shown = [(a, layout, trigger_evidence(layout, book)) for a, layout in laid]
    inside, total = _counts(shown)
    return tuple(_lesson(a, layout, evidence, inside, total, vocabulary) for a, layout, evidence in shown)


_Shown = tuple[Annotated, Layout, TriggerEvidence]


def _counts(shown: Iterable[_Shown]) -> tuple[Counter[tuple[str, int]], Counter[str]]:
    """How often each word stands in a trigger of each action, and how often at all."""
    inside: Counter[tuple[str, int]] = Counter()
    total: Counter[str] = Counter()
    for annotated, layout, evidence in shown:
        words = [word_at(layout, evidence, row) for row in range(len(evidence.words))]
        total.update(words)
        for action, rows in ((ACTION_NUMBER[p.event.action], _rows(p.scene, p.places, layout, evidence)) for p in annotated.events):
            inside.update((word, action) for word in {words[row] for row in rows})
    return inside, total


def word_at(layout: Layout, evidence: TriggerEvidence, row: int) -> str:
    """The word that a row of the evidence is about."""
    word = evidence.words[row]
    return layout.text[layout.word_start[word] : layout.word_end[word]]


def _rows(scene: int, places: Iterable[tuple[int, int]], layout: Layout, evidence: TriggerEvidence) -> list[int]:
    """The words that share characters with a trigger."""
    base = int(layout.base[scene])
    start, end = layout.word_start[evidence.words], layout.word_end[evidence.words]
    return sorted({int(row) for low, high in places for row in np.flatnonzero((start < base + high) & (end > base + low))})


def _lesson(
    annotated: Annotated,
    layout: Layout,
    evidence: TriggerEvidence,
    inside: Counter[tuple[str, int]],
    total: Counter[str],
    vocabulary: Vocabulary,
) -> Lesson:
    answers = np.zeros(len(evidence.words), np.int64)
    found = [(p.event, ACTION_NUMBER[p.event.action], _rows(p.scene, p.places, layout, evidence)) for p in annotated.events]
    for _, _, rows in found:
        answers[rows] = -1
    heads = []
    for event, action, rows in found:
        if rows:
            head = max(rows, key=lambda row: (_telling(word_at(layout, evidence, row), action, evidence, row, inside, total), -row))
            answers[head] = action
            heads.append(Head(head, action, event))
    return Lesson(
        annotated,
        layout,
        evidence,
        answers,
        tuple(heads),
        rows_of(evidence.keys, evidence.listed_rows, evidence.listed_keys),
        context_of(layout),
        ruled_casts(annotated.scenes, annotated.article.anchor, vocabulary),
    )


def _telling(word: str, action: int, evidence: TriggerEvidence, row: int, inside: Counter[tuple[str, int]], total: Counter[str]) -> float:
    """How much a word tells of the action: how often it stands in triggers of it, and how sure the phrase over it is."""
    return (inside[word, action] + 0.3) / (total[word] + 2) + 0.5 * float(evidence.covered[row, action])


def fit_stages(lessons: Sequence[Lesson], book: WordBook) -> StageWeights:
    """The weights of triggers, actors and targets, each learned from the right answers of the stage before."""
    rows = join_rows([rows for lesson in lessons for rows in (lesson.words, _without_words(lesson))])
    answers = np.concatenate([answers for lesson in lessons for answers in (lesson.answers, lesson.answers)])
    rows, answers = _only(rows, answers)
    trigger, intercepts = fit_choice(rows, answers, len(ACTIONS) + 1, least=_LEAST_WORDS, keep=_KEEP_WORDS)
    actor, target = _fit_roles(lessons, book)
    return StageWeights(trigger, intercepts, actor, target, _seen(lessons))


def _seen(lessons: Sequence[Lesson]) -> WeightTable:
    """How often the articles have each word, and how often it carries each action."""
    counts: Counter[int] = Counter()
    for lesson in lessons:
        layout, evidence = lesson.layout, lesson.evidence
        heads, actions = np.array([h.row for h in lesson.heads], np.int64), np.array([h.action for h in lesson.heads], np.int64)
        counts.update(seen_keys(layout, evidence, np.arange(len(evidence.words))).tolist())
        counts.update(seen_keys(layout, evidence, heads, actions).tolist())
    rising = np.array(sorted((c, key) for key, c in counts.items() if c >= _LEAST_SEEN), np.int64).reshape(-1, 2)
    # of two keys in one place of the table the more frequent stays
    _, last = np.unique(slots_of(rising[::-1, 1].astype(np.uint32)), return_index=True)
    kept = rising[::-1][last]
    return WeightTable(kept[:, 1].astype(np.uint32), np.minimum(kept[:, :1], _MOST_SEEN).astype(np.float32))


def _without_words(lesson: Lesson) -> Rows:
    """The evidence as it would be were none of the words known: so that phrases and clusters are given weight of their own."""
    evidence = lesson.evidence
    plain = [n for n, names in enumerate(TEMPLATES.says) if not _LEXICAL & set(names)]
    kept = ~np.isin(evidence.listed_numbers, _LEXICAL_LISTED)
    return rows_of(evidence.keys[plain], evidence.listed_rows[kept], evidence.listed_keys[kept])


def _only(rows: Rows, answers: Ints) -> tuple[Rows, Ints]:
    """The rows that have an answer."""
    keep, lengths = answers >= 0, np.diff(rows.offsets)
    keys = rows.keys[np.repeat(keep, lengths)]
    return Rows(keys, np.concatenate([[0], np.cumsum(lengths[keep])])), answers[keep]


def _fit_roles(lessons: Sequence[Lesson], book: WordBook) -> tuple[WeightTable, WeightTable]:
    actors, targets = _Sets(), _Sets()
    for lesson in lessons:
        if lesson.heads:
            _add_roles(lesson, book, actors, targets)
    return actors.fit(), targets.fit()


class _Sets:
    """Sets of rows, each with its right one."""

    def __init__(self) -> None:
        self.rows: list[Rows] = []
        self.lengths: list[int] = []
        self.right: list[int] = []
        self.total = 0

    def add(self, rows: Rows, length: int, right: int) -> None:
        """One more set."""
        self.rows.append(rows)
        self.lengths.append(length)
        self.right.append(self.total + right)
        self.total += length

    def fit(self) -> WeightTable:
        """The weights that choose the right rows."""
        sets = np.concatenate([[0], np.cumsum(self.lengths)])
        return fit_pick(join_rows(self.rows), sets, np.array(self.right), least=_LEAST_ROLES, keep=_KEEP_ROLES)


def gold_triggers(lesson: Lesson, book: WordBook) -> Triggers:
    """The annotated triggers of an article as the stages after them see them."""
    rows = np.array([h.row for h in lesson.heads], np.int64)
    actions = np.array([h.action for h in lesson.heads], np.int64)
    return triggers_at(lesson.layout, book, lesson.evidence.words[rows], actions, np.ones(len(rows), np.float32))


def _add_roles(lesson: Lesson, book: WordBook, actors: _Sets, targets: _Sets) -> None:
    triggers = gold_triggers(lesson, book)
    cast = cast_of(lesson.layout, lesson.context, sorted(set(triggers.sentence.tolist())))
    pairs = pairs_of(triggers, cast)
    evidence = role_evidence(lesson.layout, book, lesson.context, cast, triggers, pairs)
    wanted = wanted_parties(lesson.heads)
    answers = [right_answers(n, *wanted[n], triggers, cast, lesson.layout) for n in range(len(lesson.heads))]
    rows = rows_of(evidence.keys, evidence.listed_rows, evidence.listed_keys)
    for n, (actor, _) in enumerate(answers):
        if actor is not None:
            low, high = int(pairs.starts[n]), int(pairs.starts[n + 1]) - 1
            actors.add(_slice(rows, low, high), high - low, actor)
    known = [n for n, (actor, target) in enumerate(answers) if actor is not None and target is not None]
    if not known:
        return
    begins = cast.low[triggers.sentence]
    chosen = (np.array(known), np.array([int(begins[n]) + int(answers[n][0] or 0) for n in known]))
    triples = triples_of(triggers, cast, chosen, pairs.starts)
    more = target_evidence(lesson.layout, cast, triggers, triples)
    both = rows_of(*_together(evidence, more, triples.pair))
    for n, trigger in enumerate(known):
        first, past = int(triples.starts[n]), int(triples.starts[n + 1])
        targets.add(_slice(both, first, past), past - first, int(answers[trigger][1] or 0))


def _together(evidence: RoleEvidence, more: RoleEvidence, pair: Ints) -> tuple[Keys, Ints, Keys]:
    """The evidence of triples: that of their pairs and their own."""
    order = np.argsort(evidence.listed_rows, kind="stable")
    listed = evidence.listed_rows[order]
    low, high = np.searchsorted(listed, pair, "left"), np.searchsorted(listed, pair, "right")
    rows = np.repeat(np.arange(len(pair)), high - low)
    at = order[low[rows] + np.arange(len(rows)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)]
    keys = np.concatenate([evidence.keys[:, pair], more.keys])
    return keys, np.concatenate([rows, more.listed_rows]), np.concatenate([evidence.listed_keys[at], more.listed_keys])


def _slice(rows: Rows, low: int, high: int) -> Rows:
    first, past = rows.offsets[low], rows.offsets[high]
    return Rows(rows.keys[first:past], rows.offsets[low : high + 1] - first)


def wanted_parties(heads: Sequence[Head]) -> list[tuple[frozenset[Country], frozenset[Country]]]:
    """The countries of the actors and of the targets of each event; those who do it to one another are both at once (双方爆发冲突)."""
    sides = [(_countries(h.event.actors) or frozenset([None]), _countries(h.event.targets)) for h in heads]
    turned = {(h.row, h.action, actors, targets) for h, (actors, targets) in zip(heads, sides, strict=True)}
    both = [
        (actors | targets,) * 2 if targets and actors != targets and (h.row, h.action, targets, actors) in turned else (actors, targets)
        for h, (actors, targets) in zip(heads, sides, strict=True)
    ]
    return [(one, other) for one, other in both]


def _countries(parties: Iterable[ScoredParty]) -> frozenset[Country]:
    return frozenset(p.country for p in parties)


def right_answers(
    n: int, actors: frozenset[Country], targets: frozenset[Country], triggers: Triggers, cast: Cast, layout: Layout
) -> tuple[int | None, int | None]:
    """Which candidates of its sentence (from 0) are the wanted actors and targets; None where none is near enough."""
    sentence = int(triggers.sentence[n])
    own = cast.candidates[int(cast.low[sentence]) : int(cast.high[sentence])]
    start, end = int(triggers.start[n]), int(triggers.end[n])
    actor = _nearest(own[:-1], actors, start, end, layout)
    if not targets:
        return actor, len(own) - 1
    return actor, _nearest(own[:-1], targets, start, end, layout)


def _nearest(own: Sequence[Candidate], wanted: frozenset[Country], start: int, end: int, layout: Layout) -> int | None:
    best: tuple[tuple[float, bool, bool, float], int] | None = None
    for n, candidate in enumerate(own):
        countries = frozenset(candidate.countries)
        agreement = 2 * len(countries & wanted) / (len(countries) + len(wanted))
        if not agreement:
            continue
        far = 0.0
        if candidate.first >= 0:
            far = float(min(abs(layout.mention_start[candidate.first] - start), abs(layout.mention_end[candidate.last] - end)))
        key = (round(agreement, 3), candidate.type in (TOGETHER, MEMBER), candidate.type == TOGETHER, -far)
        if best is None or key > best[0]:
            best = (key, n)
    return best[1] if best is not None and best[0][0] >= _GOOD_ENOUGH else None
