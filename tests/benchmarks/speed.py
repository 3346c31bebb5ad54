"""How fast events are found, and in how much memory, beside a part-of-speech tagger that reads the same text.

    python tests/benchmarks/speed.py data/sample [--repeats 5]

Out come characters of the articles' text for each second of one core: from an article to its reports, with reading the file before it,
and ``jieba.posseg`` over the same text. That gets it in simplified script, converted beforehand: it knows no other, and for a character
that it does not know it tries all its states, sixty times slower.

The three take turns, so that whatever else slows the machine slows them all; each figure is the median of its turns. What is loaded once
(ontology, dictionaries) is loaded before; what is kept of the sentences last seen is forgotten. The memory is the peak of a process that
does no more than read the articles and find what they report.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg.engine import report_article  # noqa: E402 - this work tree's package, not an installed one
from kg.extract import words  # noqa: E402
from kg.model import Article  # noqa: E402
from kg.read import read_articles  # noqa: E402
from kg.vocabulary import Vocabulary, load_vocabulary, script, simplify  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the speed of extraction beside jieba.posseg, and its memory.")
    parser.add_argument("articles", nargs="+", help="files and folders, as for kg extract")
    parser.add_argument("--repeats", type=int, default=5, help="turns of each (5)")
    parser.add_argument("--extractor", default="learned", help="learned, rules, or a file of weights (learned)")
    parser.add_argument("--memory", action="store_true", help="extract once and print the peak memory, in bytes, and nothing else")
    options = parser.parse_args()
    if options.memory:
        print(peak_of_extraction(options.articles, options.extractor))
        return
    # a new process counts what its parent held as its own: it is started before anything is loaded here
    command = [sys.executable, __file__, "--memory", "--extractor", options.extractor, *options.articles]
    memory = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("\n".join(compared(options.articles, options.repeats, options.extractor)))
    print(f"peak memory of extraction  {memory / 2**20:,.0f} MiB")


def peak_of_extraction(paths: list[str], extractor: str) -> int:
    """Bytes that a process held at most that read the articles one by one and found what they report."""
    vocabulary = load_vocabulary()
    for article in read(paths, vocabulary):
        report_article(article, vocabulary=vocabulary, extractor=extractor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def compared(paths: list[str], repeats: int, extractor: str) -> Iterator[str]:
    """Lines of figures: characters per second of each of the three, and how they compare."""
    vocabulary = load_vocabulary()
    articles = list(read(paths, vocabulary))
    characters = sum(len(article.text) for article in articles)
    if not characters:
        sys.exit("no text in these articles")

    def extraction() -> None:
        for article in articles:
            report_article(article, vocabulary=vocabulary, extractor=extractor)

    def with_reading() -> None:
        for article in read(paths, vocabulary):
            report_article(article, vocabulary=vocabulary, extractor=extractor)

    with tempfile.TemporaryDirectory() as folder:
        runs = {"extraction": extraction, "reading and extraction": with_reading, "jieba.posseg": tagger(articles, folder)}
        speed = {name: characters / seconds for name, seconds in medians(runs, repeats).items()}
    yield f"{len(articles):,} articles, {characters:,} characters, one core, medians of {repeats} turns"
    yield from (f"{name:<25}  {speed[name]:>9,.0f} characters per second" for name in runs)
    yield from (f"{name} is {speed[name] / speed['jieba.posseg']:.2f} times as fast as jieba.posseg" for name in list(runs)[:2])


def medians(runs: dict[str, Callable[[], None]], repeats: int) -> dict[str, float]:
    """Seconds of processor time of each run, which take turns; a first turn, which fills what is kept, does not count."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(repeats + 1):
        for name, run in runs.items():
            forget_sentences()
            begin = time.process_time()
            run()
            if turn:
                taken[name].append(time.process_time() - begin)
    return {name: median(seconds) for name, seconds in taken.items()}


def forget_sentences() -> None:
    """Nothing is quicker for having been read in the turn before, as all of a small sample would be."""
    for kept in (script._kept_folded, words._kept_spans, words._kept_edges):
        kept.cache_clear()


def tagger(articles: list[Article], folder: str) -> Callable[[], None]:
    """jieba's tagger over the articles' text; its cache goes to a folder of its own and not to the common one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its use of pkg_resources, which is none of ours
        import jieba
        import jieba.posseg
    jieba.setLogLevel("ERROR")
    jieba.dt.tmp_dir = folder
    jieba.initialize()
    texts = [simplify(article.text) for article in articles]

    def tagged() -> None:
        for text in texts:
            for _ in jieba.posseg.cut(text):
                pass

    return tagged


def read(paths: list[str], vocabulary: Vocabulary) -> Iterator[Article]:
    """The articles that can be read."""
    return read_articles(paths, vocabulary=vocabulary, failures=lambda error: None)


if __name__ == "__main__":
    main()
