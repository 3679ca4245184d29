"""Where sentences end: as syntok finds them, though it is not shown every word."""

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from syntok.segmenter import segment
from syntok.tokenizer import Tokenizer

from detente.evidence.reading.sentences import sentences

WRITTEN = (
    "the minister Kyiv said talks he Mr. Dr. U.S. Jan. Inc. No. 5 1,500 3.2 a.m. e.g. no II X. don't "
    'self-styled ( ) [ ] (so) (See it.) "No!" “Yes.” ... ! ? . , ; : – — - isn’t Its However The I '
    "éclair Über word, long; short: end. stop? 5. said. \u200b McKenzie's O'Neill 12th of May"
)
WORDS = st.sampled_from(WRITTEN.split(" "))
GAPS = st.sampled_from((" ", " ", " ", " ", "", "  ", "\u00a0"))


def of_syntok(text: str) -> Iterator[tuple[int, int]]:
    tokenizer = Tokenizer(replace_not_contraction=False)
    for tokens in segment(tokenizer.tokenize(re.sub(r"\s", " ", text))):
        end = tokens[-1].offset + len(tokens[-1].value)
        if tokens[0].offset < end:
            yield tokens[0].offset, end


@given(st.lists(st.tuples(WORDS, GAPS), max_size=60))
def test_words_that_are_left_out_move_no_end(parts):
    text = "".join(word + gap for word, gap in parts)
    found = [(one.start, one.end) for one in sentences(text)]
    assert found == ([] if text.isspace() else [*of_syntok(text)])


def test_sentences_of_several_paragraphs_keep_their_places():
    text = "The two men met in the old town.\n\nThen they left, by train; nobody saw them go. It rained."
    assert [text[one.start : one.end] for one in sentences(text)] == [
        "The two men met in the old town.",
        "Then they left, by train; nobody saw them go.",
        "It rained.",
    ]
