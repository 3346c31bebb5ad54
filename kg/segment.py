"""Articles in, their sentences out, with offsets; text in traditional script keeps its offsets beside the simplified form.

A sentence ends at 。！？ (and ；, which the press uses to string whole sentences together), at the end of its block, and, in
Latin text, at . ! ? before a space and a capital. Closing quotes and brackets belong to the sentence that they close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Article, Block, Sentence
from kg.vocabulary.script import simplify

_CLOSERS = "”’」』】）)》〉\"'"
# A full stop inside 「他说：“…。”」 ends the sentence only after the closing quote
_END = re.compile(
    rf"(?:[。！？!?；]|……)+[{re.escape(_CLOSERS)}]*"
    rf"|(?<=[A-Za-z0-9\])%])[.](?:[{re.escape(_CLOSERS)}]*)(?=\s+[“\"'(]?[A-Z0-9])"
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|\bU\.S|\bU\.K|\bU\.N)$"
)


def split_sentences(article: Article) -> Iterator[Sentence]:
    """The sentences of an article in order; every character of a block but white space at the edges stands in one."""
    simplified = simplify(article.text)
    index = 0
    for paragraph, block in enumerate(article.blocks):
        for start, end in _spans(article.text, block):
            text = article.text[start:end]
            yield Sentence(index, start, end, text, simplified[start:end], block.kind, paragraph)
            index += 1


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if match.group()[0] == "." and _ABBREVIATIONS.search(text, block.start, match.start()):
            continue
        if _inside_short_bracket(text, start, match.end(), block.end):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, block.end)


def _inside_short_bracket(text: str, start: int, stop: int, end: int) -> bool:
    """Whether a bracket opened in text[start:stop] closes within 40 characters: （真的吗？）stays whole."""
    opened = text.rfind("（", start, stop)
    return opened >= 0 and text.find("）", opened, stop) < 0 <= text.find("）", stop, min(end, stop + 40))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
