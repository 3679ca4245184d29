"""Scores of forecasts: the formulas, the yardsticks, and what is not scored."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.happened import Happened
from detente.outlook.errors import NothingToScore
from detente.outlook.score import (
    CLIP,
    FEWEST_FOR_RELIABILITY,
    brier,
    coins,
    log_score,
    marks,
    reliability,
    score,
)
from making import case

MODEL = case().model
chances = st.floats(0, 1)


def happened(**outcomes):
    """What happened, each outcome `true`, `false` or `unknown`, or a mapping with more."""
    entries = {
        name: {"text": "So.", **(said if isinstance(said, dict) else {"happened": said})}
        for name, said in outcomes.items()
    }
    return Happened.model_validate({"as_of": "2021-01-01", "outcomes": entries})


def test_brier_is_the_squared_distance_to_what_came():
    """Brier 1950: 0 for a sure hit, 1 for a sure miss, 1/4 for a half."""
    told = [
        brier(p, happened=came) for p, came in ((1, True), (1, False), (0.5, True), (0.2, False))
    ]
    assert told == pytest.approx([0, 1, 0.25, 0.04])


@given(chances, st.booleans())
def test_log_is_the_logarithm_of_what_was_given_to_what_came_clipped(p, came):
    given = min(max(p, CLIP), 1 - CLIP)
    assert log_score(p, happened=came) == pytest.approx(-log(given if came else 1 - given))
    assert log_score(p, happened=came) <= log(1 / CLIP) + 1e-9


@given(chances, chances)
def test_honest_forecasts_score_best_on_average(truth, said):
    """Both scores are strictly proper: whoever believes `truth` does best to say it."""

    def expected(p):
        parts = [marks([(p, came)]) for came in (True, False)]
        weights = (truth, 1 - truth)
        return [
            sum(w * getattr(part, name) for w, part in zip(weights, parts, strict=True))
            for name in ("brier", "log")
        ]

    honest, other = expected(truth), expected(said)
    assert honest[0] <= other[0] + 1e-9
    if CLIP <= truth <= 1 - CLIP:
        assert honest[1] <= other[1] + 1e-9


def test_a_score_is_the_mean_over_what_is_known():
    found = score(
        {"dark": 0.8, "open": 0.4, "war": 0.3},
        happened(dark="true", open="false", war="unknown"),
        MODEL,
    )
    assert [one.name for one in found.forecasts] == ["dark", "open"]
    assert found.open == ("war",)
    assert found.marks.brier == pytest.approx((0.04 + 0.16) / 2)
    assert found.half.brier == 0.25
    assert found.half.log == pytest.approx(log(2))
    assert (found.right, found.luck) == (2, 0.25)


def test_the_base_rate_leaves_out_the_outcome_itself():
    """Laplace: after k of n others, (k + 1) / (n + 2)."""
    found = score(
        {"dark": 0.8, "open": 0.4, "war": 0.3},
        happened(dark="true", open="false", war="false"),
        MODEL,
    )
    assert [one.base_rate for one in found.forecasts] == pytest.approx([1 / 4, 2 / 4, 2 / 4])
    assert found.stated == 0


def test_a_stated_base_rate_goes_before():
    told = happened(dark={"happened": "true", "base_rate": 0.9}, open="false")
    found = score({"dark": 0.8, "open": 0.4}, told, MODEL)
    assert [one.base_rate for one in found.forecasts] == pytest.approx([0.9, 2 / 3])
    assert found.stated == 1


def test_doubtful_outcomes_are_turned_for_a_second_score():
    told = happened(dark={"happened": "true", "doubt": "It was half full."}, open="false")
    found = score({"dark": 0.8, "open": 0.4}, told, MODEL)
    assert found.turned.brier == pytest.approx((0.64 + 0.16) / 2)
    assert score({"dark": 0.8}, happened(dark="true"), MODEL).turned is None


def test_a_half_is_on_neither_side():
    assert score({"dark": 0.5}, happened(dark="true"), MODEL).right == 0
    assert score({"dark": 0.5}, happened(dark="false"), MODEL).right == 0


def test_coins():
    assert [coins(k, 4) for k in range(5)] == pytest.approx([1, 15 / 16, 11 / 16, 5 / 16, 1 / 16])


def test_a_reliability_table_needs_enough_forecasts():
    pairs = [(0.1, False), (0.9, True), (1.0, True), (0.3, True)] * (FEWEST_FOR_RELIABILITY // 4)
    assert reliability(pairs[:-1]) == ()
    low, second, top = reliability(pairs)
    assert (low.low, low.count, low.said, low.came) == (0, 10, pytest.approx(0.1), 0)
    assert (second.low, second.came) == (0.2, 1)
    assert (top.high, top.count, top.said, top.came) == (1, 20, pytest.approx(0.95), 1)


def test_what_nobody_knows_cannot_be_scored():
    with pytest.raises(NothingToScore, match="as of 2021-01-01 it is not known of any outcome"):
        score({"dark": 0.8}, happened(dark="unknown"), MODEL)
