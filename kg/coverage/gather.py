"""What each article showed in, the whole corpus's counts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.coverage.observe import Observed
from kg.coverage.unknown_words import WordKind


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that nothing covers, with how often it was met and one passage to judge it by."""

    word: str
    kind: WordKind
    sentences: int
    articles: int
    passage: str


@dataclass(slots=True)
class _Count:
    sentences: int = 0
    articles: int = 0
    last: str = ""  # the article counted last: articles come one after the other
    passage: str = ""


@dataclass(slots=True)
class Coverage:
    """Counts over a corpus."""

    articles: int = 0
    characters: int = 0
    sentences: int = 0
    with_actor: int = 0
    with_frame: int = 0
    with_faint: int = 0
    frames: Counter[str] = field(default_factory=Counter)  # by IRI
    words: dict[str, Counter[str]] = field(default_factory=dict)  # the words that each frame matched
    _unknown: dict[tuple[str, WordKind], _Count] = field(default_factory=dict)

    def unknown(self, *kinds: WordKind) -> Iterator[Unknown]:
        """The words of these kinds that nothing covers, those in most articles first."""
        found = [Unknown(word, kind, c.sentences, c.articles, c.passage) for (word, kind), c in self._unknown.items() if kind in kinds]
        yield from sorted(found, key=lambda u: (-u.articles, -u.sentences, u.word, u.kind))

    def add(self, seen: Observed) -> None:
        """Count one more article."""
        self.articles += 1
        self.characters += seen.characters
        self.sentences += seen.sentences
        self.with_actor += seen.with_actor
        self.with_frame += seen.with_frame
        self.with_faint += seen.with_faint
        for iri, words in seen.frames:
            self.frames[iri] += 1
            self.words.setdefault(iri, Counter())[words] += 1
        for sighting in seen.unknown:
            count = self._unknown.setdefault((sighting.word, sighting.kind), _Count(passage=sighting.passage))
            count.sentences += 1
            count.articles += count.last != seen.article
            count.last = seen.article


def gather(articles: Iterable[Observed]) -> Coverage:
    """The counts of all ``articles``, which come one whole article after the other."""
    coverage = Coverage()
    for seen in articles:
        coverage.add(seen)
    return coverage
