"""Reading stays as good as it was measured, on texts no rule was written with.

`python benchmarks/reading.py` measures more, and tells what is misread in the texts to tune on.
"""

from __future__ import annotations

import pytest

from evidence.reading import scoring
from evidence.reading.scoring import Scores

ASKED = {
    "actors": 0.90,
    "statements": 0.60,
    "statements with speaker": 0.45,
    "event types": 0.70,
}
"""F1 that the project asks for."""
RIGHT_TIMES = 0.75
HALVES = ("dev", "unseen")

each_half = pytest.mark.parametrize("half", HALVES)


@pytest.fixture(scope="module")
def scores() -> dict[str, Scores]:
    return {half: _scores(half) for half in HALVES}


def _scores(half: str) -> Scores:
    texts = scoring.annotated(half)
    return sum(
        (scoring.score(one, scoring.marks(one.text, one.published)) for one in texts), Scores()
    )


@each_half
@pytest.mark.parametrize(("measure", "floor"), ASKED.items())
def test_actors_statements_and_events_are_read_as_well_as_asked(
    scores: dict[str, Scores], half: str, measure: str, floor: float
):
    assert scores[half].counts[measure].f1 >= floor


@each_half
def test_most_times_have_the_right_value(scores: dict[str, Scores], half: str):
    assert scores[half].counts["times"].recall >= RIGHT_TIMES


@each_half
def test_every_suggestion_names_the_rule_that_made_it(scores: dict[str, Scores], half: str):
    assert scores[half].rules
    assert all(scores[half].rules)
