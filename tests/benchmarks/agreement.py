"""How far annotations of one sentence agree that were made apart: what no extractor can be expected to beat by much.

    python tests/benchmarks/agreement.py ARTICLES.jsonl GOLD.jsonl [--alike 0.9]

Outlets take sentences from one another and from agencies, and annotators met them in each article anew. Of all pairs of sentences from two
articles that are alike (difflib's ratio, without punctuation, script and case) and of which at least one has an event, the events of one
are taken for what was annotated and those of the other for what was predicted, and scored as ``kg evaluate`` does; its intervals are by
resampling of the pairs.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg.evaluate import ScoredEvent, evaluate, fold, format_evaluation, read_gold  # noqa: E402 - this work tree's package, not an installed one
from kg.read import read_articles  # noqa: E402
from kg.segment import split_sentences  # noqa: E402
from kg.vocabulary import load_vocabulary  # noqa: E402

_SHORTEST = 12  # characters of a sentence
_RUN, _COMMON = 10, 40  # two that are compared share so many characters in a row, which no more than so many sentences have


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how far annotations of the same sentence agree.")
    parser.add_argument("articles", help="annotated articles; .jsonl")
    parser.add_argument("gold", type=Path, help="their annotations; .jsonl")
    parser.add_argument("--alike", type=float, default=0.9, help="how alike two sentences are at least (0.9)")
    options = parser.parse_args()
    gold = read_gold(options.gold)
    articles = [a for a in read_articles([options.articles], vocabulary=load_vocabulary()) if a.id in gold]
    sentences = [(fold(s.text), a.id) for a in articles for s in split_sentences(a)]
    ours: dict[str, list[ScoredEvent]] = {}
    theirs: dict[str, list[ScoredEvent]] = {}
    told: set[str] = set()
    for number, ((text, a), (again, b)) in enumerate(alike([s for s in sentences if len(s[0]) >= _SHORTEST], options.alike)):
        first, second = (
            [replace(e, sentence=text) for e in gold[article] if within(own, fold(e.sentence))] for own, article in ((text, a), (again, b))
        )
        if first or second:
            ours[str(number)], theirs[str(number)] = first, second
            told |= {a, b}
    if not ours:
        sys.exit(f"no two sentences of {options.articles} are alike and annotated")
    print(f"{len(ours)} pairs of sentences of {len(told)} articles; [low, high] by resampling of the pairs")
    print(format_evaluation(evaluate(ours, theirs)))


def alike(sentences: Sequence[tuple[str, str]], least: float) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """The pairs of folded sentences, each with its article, that are alike and of two articles."""
    having: dict[str, set[int]] = defaultdict(set)
    for n, (text, _) in enumerate(sentences):
        for at in range(len(text) - _RUN + 1):
            having[text[at : at + _RUN]].add(n)
    near = {pair for some in having.values() if len(some) <= _COMMON for pair in combinations(sorted(some), 2)}
    for n, m in sorted(near):
        (text, a), (again, b) = sentences[n], sentences[m]
        if a != b and SequenceMatcher(None, text, again, autojunk=False).ratio() >= least:
            yield (text, a), (again, b)


def within(text: str, sentence: str) -> bool:
    """Whether an annotated sentence is this one, a part of it, or holds it: annotators may cut a long one."""
    return bool(sentence) and (sentence in text or text in sentence)


if __name__ == "__main__":
    main()
