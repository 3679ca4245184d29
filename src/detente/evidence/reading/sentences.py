"""The sentences of a text, paragraph by paragraph.

syntok (Leitner 2017) finds them; every line break ends a paragraph, since a headline without a
full stop would otherwise run into the text below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .spans import Sentence

MAX_PARAGRAPH = 20_000
"""A line longer than this is no prose; it is cut so that the time stays proportional."""

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs stand; those of extreme length in pieces."""
    for match in _LINE.finditer(text):
        for start in range(match.start(), match.end(), MAX_PARAGRAPH):
            end = min(start + MAX_PARAGRAPH, match.end())
            if not text[start:end].isspace():
                yield start, end


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, in order, without blanks around them."""
    return tuple(s for start, end in paragraphs(text) for s in _sentences(text, start, end))


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    from syntok.segmenter import segment
    from syntok.tokenizer import Tokenizer

    # Blanks other than U+0020 keep their place but not their name: syntok knows the plain one.
    paragraph = re.sub(r"\s", " ", text[start:end])
    tokenizer = Tokenizer(replace_not_contraction=False)
    for tokens in segment(tokenizer.tokenize(paragraph, start)):
        first, last = tokens[0], tokens[-1]
        stop = last.offset + len(last.value)
        if first.offset < stop:
            yield Sentence(first.offset, stop)
