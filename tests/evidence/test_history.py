"""The history of a pair: every event of the two counts once, in its period and class."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.history import QUADS, Event, history, period_of

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2023, 12, 31))
EVENTS = st.lists(
    st.builds(
        Event,
        day=DAYS.map(str),
        actor=st.sampled_from(["RUS", "PRK", "USA"]),
        recipient=st.sampled_from(["RUS", "PRK", "USA"]),
        quad=st.sampled_from(QUADS),
        scale=st.none() | st.sampled_from([-10.0, -2.0, 0.0, 7.5]),
        source=st.sampled_from(["GDELT", "POLECAT"]),
    ),
    max_size=40,
)


@given(EVENTS, st.sampled_from(["month", "quarter", "year"]))
def test_every_event_of_the_pair_counts_once_in_its_period_and_class(events, by):
    found = history(events, "RUS", "PRK", by=by)
    ours = [e for e in events if {e.actor, e.recipient} == {"RUS", "PRK"}]
    expected = Counter((period_of(e.day, by), e.quad) for e in ours)
    counted = {(p.name, quad): n for p in found.periods for quad, n in p.counts.items() if n}
    assert counted == dict(expected)
    assert found.events == len(ours)
    assert sum(p.by_first for p in found.periods) == sum(e.actor == "RUS" for e in ours)
    assert dict(found.sources) == dict(Counter(e.source for e in ours))


@given(EVENTS, st.sampled_from(["month", "quarter", "year"]))
def test_the_scale_of_a_period_is_the_mean_of_what_is_given(events, by):
    for period in history(events, "RUS", "PRK", by=by).periods:
        given_ = [
            e.scale
            for e in events
            if {e.actor, e.recipient} == {"RUS", "PRK"}
            and period_of(e.day, by) == period.name
            and e.scale is not None
        ]
        assert period.scale == (pytest.approx(sum(given_) / len(given_)) if given_ else None)


def event(day, quad=QUADS[0]):
    return Event(day, "RUS", "PRK", quad, None, "GDELT")


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("year", ["2021", "2022", "2023"]),
        ("quarter", ["2021-Q4", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1"]),
        (
            "month",
            [f"2021-{m}" for m in (11, 12)] + [f"2022-{m:02}" for m in range(1, 13)] + ["2023-01"],
        ),
    ],
)
def test_a_period_without_an_event_stands_there_too(by, names):
    found = history([event("2021-11-30"), event("2023-01-01")], "RUS", "PRK", by=by)
    assert [period.name for period in found.periods] == names


def test_the_first_and_last_day_count():
    events = [event(f"2023-09-{day}") for day in (12, 13, 14, 15)]
    assert history(events, "RUS", "PRK", start="2023-09-13", end="2023-09-14").events == 2


def test_net_is_cooperation_less_conflict():
    events = [event("2023-01-01", quad) for quad in (*QUADS, QUADS[1])]
    (period,) = history(events, "RUS", "PRK").periods
    assert (period.cooperation, period.conflict, period.net) == (3, 2, 1)


def test_no_events_are_no_periods():
    assert history([], "RUS", "PRK").periods == ()
