"""What an article costs in a small store and in a large one: articles are added to one store batch by batch.

    python tests/benchmarks/growing.py ARTICLES.jsonl [--batch 500] [--jobs 2]

For each batch come out: milliseconds for each article of the batch, of which for merging, writing and publishing; and how many reports were
merged again. Last the ratio of the last batch to the first one, and, in the same run, how long merging all of the store's reports at once
takes. The first batch is added to an empty store, after one article that loads what is loaded once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import kg.build  # noqa: E402 - this work tree's package, not an installed one
from kg.derive import Derived, derive  # noqa: E402
from kg.merge import merge_claims  # noqa: E402
from kg.store import open_store  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what an article costs as the store grows.")
    parser.add_argument("articles", type=Path, help="a file of one article a line; .jsonl")
    parser.add_argument("--batch", type=int, default=500, help="articles added at a time (500)")
    parser.add_argument("--jobs", type=int, default=1, help="processes that extract (1)")
    options = parser.parse_args()
    spent: list[tuple[float, int]] = []

    def timed(*given: object) -> Derived:
        start = time.perf_counter()
        found = derive(*given)  # type: ignore[arg-type]
        spent.append((time.perf_counter() - start, found.again))
        return found

    kg.build.derive = timed  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        store, costs = Path(folder) / "store", []
        print(f"{'articles':>8s} {'ms each':>8s} {'of which merging':>16s} {'merged again':>12s} {'of reports':>10s}")
        for number, lines in enumerate(batches(options.articles, options.batch)):
            file = Path(folder) / "batch.jsonl"
            file.write_text("".join(lines), "utf-8")
            start = time.perf_counter()
            built = kg.build.build([str(file)], store, jobs=options.jobs, failures=print)
            if number:  # the first holds one article
                each = (time.perf_counter() - start) / len(lines) * 1000
                costs.append(each)
                merging, again = spent[-1]
                print(f"{built.articles:8d} {each:8.1f} {merging / len(lines) * 1000:16.1f} {again:12d} {built.reports:10d}", flush=True)
        with open_store(store) as published:
            start = time.perf_counter()
            events = sum(1 for _ in merge_claims(published.reports()))
            print(f"all at once: {time.perf_counter() - start:.1f} s for {events} events")
    print(f"last batch to first: {costs[-1] / costs[0]:.2f}")


def batches(file: Path, size: int) -> Iterator[list[str]]:
    """The first line by itself, then so many at a time."""
    with file.open(encoding="utf-8") as lines:
        wanted = 1
        while batch := list(islice(lines, wanted)):
            yield batch
            wanted = size


if __name__ == "__main__":
    main()
