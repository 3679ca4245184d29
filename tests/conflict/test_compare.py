"""Two cases side by side: what is gone, new, changed and moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.conflict import compare, overview
from detente.conflict.compare import _moved
from making import CLAIMS, DISPUTE, DOCUMENTS, SOURCES, case

LEDGER = {"claims": CLAIMS, "sources": SOURCES, "documents": DOCUMENTS}


def against(model=DISPUTE, **files):
    views = (overview(dt.solve(c)) for c in (case(), case(model, **{**LEDGER, **files})))
    return compare(*views)


def test_a_case_is_the_same_as_itself():
    found = against()
    assert found.same
    assert found.options.same == ("Up.fill", "Up.share", "Down.strike")
    assert not found.claims.any


def test_a_statement_with_an_id_changes_and_one_without_is_gone_and_new():
    changed = DISPUTE.replace("want: not Down.strike, because", "want: Up.share, because")
    (up, down) = against(changed.replace("not Up.share, assumed", "Up.share, assumed")).preferences
    assert up.statements.changed == ("peace",)
    assert (up.statements.gone, up.statements.new) == (("not Up.share",), ("Up.share",))
    assert not down.statements.any


def test_a_statement_that_changed_its_place_has_moved():
    first = "          - {want: not Down.strike, because: [fear], id: peace}\n"
    assert first in DISPUTE
    last = "          - {want: not Up.share, assumed: data are power}\n"
    up = against(DISPUTE.replace(first, "").replace(last, last + first)).preferences[0]
    assert up.moved == ("peace",)
    assert not up.statements.any


def test_an_outcome_that_loses_its_hold_has_turned():
    turned = DISPUTE.replace(
        "{want: not Down.strike, assumed: war", "{want: Down.strike, assumed: war"
    )
    outcomes = {o.name: o for o in against(turned).outcomes}
    assert outcomes["dark"].before.holds_under[0] == "Nash"
    assert outcomes["dark"].after.holds_under == ()
    assert {name for name, o in outcomes.items() if o.turned} == {"dark"}


def test_options_parties_claims_and_the_status_quo_are_compared():
    found = against(
        DISPUTE.replace("status_quo: []", "status_quo: [Up.fill]").replace("moves: on, ", ""),
        claims=CLAIMS.replace("idle:", "other:").replace("credibility: 4", "credibility: 5"),
    )
    assert found.options.changed == ("Down.strike",)
    assert found.status_quo.new == ("Up.fill",)
    assert (found.claims.gone, found.claims.new) == (("idle",), ("other",))
    assert found.claims.changed == ("fear",)


@given(st.permutations("abcdef"))
def test_the_fewest_names_move(after):
    moved = _moved("abcdef", after)
    kept = [name for name in after if name not in moved]
    assert kept == sorted(kept)
    longest = max(
        len(chosen)
        for mask in range(64)
        for chosen in [[n for i, n in enumerate(after) if mask >> i & 1]]
        if chosen == sorted(chosen)
    )
    assert len(kept) == longest


@pytest.mark.parametrize("words", ["In short", "What holds", "What it rests on"])
def test_the_page_has_its_parts(words):
    from detente.evidence import quality
    from detente.show.comparison import Difference

    found = against(DISPUTE.replace("war: Down.strike", "peace: not Down.strike"))
    qualities = tuple(quality(o.result.case) for o in (found.before, found.after))
    assert words in [section.title for section in Difference(found, qualities).page().sections]
