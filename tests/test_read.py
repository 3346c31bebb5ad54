"""Articles as they are stored in, Articles out: a case for each format, its expectation written beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Article
from kg.read import read_articles

CASES = Path(__file__).parent / "cases" / "read"
INPUTS = sorted(p.name for p in CASES.iterdir() if not p.name.endswith(".expected.jsonl"))


def described(article: Article) -> dict[str, object]:
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "published": [published.value, published.precision, published.zone, published.origin] if published else None,
        "dateline": article.dateline.isoformat() if article.dateline else None,
        "outlet": article.outlet,
        "agency": article.agency,
        "lang": article.lang,
        "blocks": [[b.kind, article.text[b.start : b.end]] for b in article.blocks],
    }


@pytest.mark.parametrize("name", INPUTS)
def test_a_format_is_read_as_its_case_says(name: str) -> None:
    expected = [json.loads(line) for line in (CASES / f"{name}.expected.jsonl").read_text("utf-8").splitlines()]
    failures: list[ReadError] = []
    found = [described(a) for a in read_articles([str(CASES / name)], failures=failures.append)]
    assert found == expected
    assert failures == []
