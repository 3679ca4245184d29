"""The paragraphs and sentences of a text.

A line break ends a paragraph, since a headline without a full stop would otherwise run into the
text below it; unless the text is broken at a fixed width, as mails and typewritten files are. Then
blank lines part paragraphs. syntok (Leitner 2017) finds the sentences, paragraph by paragraph.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from .spans import Sentence

MAX_PARAGRAPH = 20_000
"""A paragraph longer than this is no prose; it is cut so that the time stays proportional."""
NARROW, WIDE = 45, 130
"""Between these lengths a line of a text that is broken at a fixed width ends, if it is full."""

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]+")
_BLOCK = re.compile(r"[^\n\r](?:[^\n\r]|\r?\n(?![ \t]*(?:\r?\n|$)))*")
_ENDS = (".", "!", "?", ":", ";", '"', "”", "’", ")")
_AMID = re.compile(r"(?<=[A-Za-z,] )(?:[A-Za-z]+,? )+(?=[A-Za-z])")
_BRACKETS = re.compile(
    "[()\\[\\]{}\u2329\u232a\u2983-\u2986\u3008-\u301b\ufd3e\ufd3f\ufe59-\ufe5e\uff08-\uff63]"
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs stand; those of extreme length in pieces."""
    for begin, stop in _blocks(text):
        for start in range(begin, stop, MAX_PARAGRAPH):
            end = min(start + MAX_PARAGRAPH, stop)
            if not text[start:end].isspace():
                yield start, end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    if not is_wrapped(text):
        yield from (match.span() for match in _LINE.finditer(text))
        return
    for block in _BLOCK.finditer(text):
        start = block.start()
        for line in _LINE.finditer(text, *block.span()):
            # A short line that ends no sentence is a headline or a byline.
            short = len(line.group()) < NARROW and not line.group().rstrip().endswith(_ENDS)
            if short and line.start() == start:
                yield line.span()
                start = line.end() + 1
        if start < block.end():
            yield start, block.end()


def is_wrapped(text: str) -> bool:
    """Whether lines that another follows at once mostly end in the middle of a sentence."""
    lines = [line.rstrip() for line in text.splitlines()]
    followed = [line for line, after in itertools.pairwise(lines) if line and after]
    full = [line for line in followed if NARROW <= len(line) <= WIDE and not line.endswith(_ENDS)]
    return len(full) >= 2 and len(full) * 2 >= len(followed)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, in order, without blanks around them."""
    return tuple(s for start, end in paragraphs(text) for s in _sentences(text, start, end))


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    from syntok.segmenter import segment
    from syntok.tokenizer import Tokenizer

    # Blanks other than U+0020 keep their place but not their name: syntok knows the plain one.
    paragraph = re.sub(r"\s", " ", text[start:end])
    short, moved = _shortened(paragraph)
    gone, by = [at for at, _ in moved], [0, *(many for _, many in moved)]
    tokenizer = Tokenizer(replace_not_contraction=False)
    for tokens in segment(tokenizer.tokenize(short)):
        ends = (tokens[0].offset, tokens[-1].offset)
        first, last = (start + at + by[bisect(gone, at)] for at in ends)
        stop = last + len(tokens[-1].value)
        if first < stop:
            yield Sentence(first, stop)


def _shortened(paragraph: str) -> tuple[str, list[tuple[int, int]]]:
    """Leave out the words that cannot decide where a sentence ends; that saves half the time.

    syntok looks at what stands beside a mark, and at all that stands in brackets. So a word
    between two others decides nothing where there are no brackets.

    Returns
    -------
    str
        What is left.
    list of tuple
        From which places of it on how many characters have been left out.
    """
    if _BRACKETS.search(paragraph):
        return paragraph, []
    spans = [match.span() for match in _AMID.finditer(paragraph)]
    many = list(accumulate(stop - start for start, stop in spans))
    places = [start - gone for (start, _), gone in zip(spans, [0, *many], strict=False)]
    return _AMID.sub("", paragraph), list(zip(places, many, strict=True))
