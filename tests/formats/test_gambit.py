"""Gambit's files, read back by Gambit."""

import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from conflict.strategies import option_pairs
from detente.case import NotExpressible, TooLarge, load
from detente.conflict import solve
from detente.formats import gambit
from formats.files import LISTED
from making import case

pygambit = pytest.importorskip(
    "pygambit", reason="pygambit has no wheel for this machine (see the extra `test`)"
)

CUBA = "published/gmcr-plus-0.4.1/cuban-missile-crisis-1962"
PRISONERS = "published/gmcr-plus-0.4.1/prisoners-dilemma"
SYRIA = "published/kinsara-2014/syria-iraq-1975"

quietly = settings(
    deadline=None, derandomize=True, database=None, max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip

SHARED = """
    detente: 1
    title: 'Say "no" \\ or not'
    as_of: 2020-01-01
    decision_makers:
      A: {options: {a: Do A, b: Do B}, prefers: [B.c, A.a]}
      B: {options: {c: Do C}, prefers: [A.b, not B.c]}
    rules: [A.a and B.c]
    status_quo: [A.b]
"""


def strategic(result):
    return pygambit.read_nfg(io.StringIO(gambit.strategic(result).text))


def extensive(result, **settings):
    return pygambit.read_efg(io.StringIO(gambit.extensive(result, **settings).text))


def pure_equilibria(game):
    """Pure equilibria as tuples of strategy labels, one for each player."""
    return [
        tuple(
            next(label for label in game.get_strategies(dm) if profile[dm][label] == 1)
            for dm in game.players
        )
        for profile in pygambit.nash.enumpure_solve(game).equilibria
    ]


def at(*actions):
    """The node that these actions lead to."""
    return pygambit.H.path(*actions)


def ends(game, *before):
    """Every way through a tree to an end, as lists of actions."""
    actions = game.get_actions(at(*before))
    return [end for a in actions for end in ends(game, *before, a)] if actions else [before]


def backwards(game, *before):
    """What perfect players do from a node on, and what it pays them: actions and payoffs."""
    player = game.get_player(at(*before))
    if player is None:
        return (), game.get_outcome_payoffs(game.get_outcome(at(*before)))
    below = [(a, *backwards(game, *before, a)) for a in game.get_actions(at(*before))]
    action, then, paid = max(below, key=lambda found: found[2][player])
    return (action, *then), paid


def states_of(form, equilibria):
    """The feasible states that profiles of strategy labels stand for; None for an excluded one."""
    numbers = {int(code): k + 1 for k, code in enumerate(form.codes)}
    own = [
        {o.partition(".")[2]: k for k, o in enumerate(form.options) if form.owners[k] == i}
        for i in range(len(form.decision_makers))
    ]
    codes = (
        sum(
            1 << own[i][name]
            for i, label in enumerate(profile)
            for name in label.split(" + ")
            if label != "nothing"
        )
        for profile in equilibria
    )
    return [numbers.get(code) for code in codes]


# --- strategic form


def test_players_and_strategies_are_the_decision_makers_and_their_combinations():
    game = strategic(solve(load(CUBA)))
    assert game.title == "The Cuban missile crisis, October 1962"
    assert list(game.players) == ["US", "USSR"]
    assert [game.get_strategies(dm) for dm in game.players] == [
        ["nothing", "air_strike", "blockade", "air_strike + blockade"],
        ["nothing", "withdraw", "escalate"],
    ]


def test_payoffs_are_places_in_the_ranking_one_the_worst():
    game = strategic(solve(load(PRISONERS)))
    # Prisoner One: cooperated with alone, both, neither, cooperating alone
    for own, other, paid in (
        ("nothing", "cooperate", 4),
        ("cooperate", "cooperate", 3),
        ("nothing", "nothing", 2),
        ("cooperate", "nothing", 1),
    ):
        assert game.get_payoffs({"One": own, "Two": other})["One"] == paid


@pytest.mark.parametrize("name", [PRISONERS, SYRIA])
def test_pure_equilibria_are_the_nash_states_where_all_can_be_undone(name):
    result = solve(load(name))
    found = states_of(result.conflict, pure_equilibria(strategic(result)))
    assert sorted(state for state in found if state) == list(result.equilibria["Nash"])


def test_an_excluded_profile_has_no_outcome_and_that_is_said():
    result = solve(case(SHARED))
    found = gambit.strategic(result)
    assert found.notes[0].startswith(
        "2 of 8 profiles are excluded by the rules: they have no outcome"
    )
    game = strategic(result)
    excluded = {"A": "a", "B": "c"}
    assert game.get_outcome(excluded) is None
    assert [game.get_payoffs(excluded)[dm] for dm in "AB"] == [0, 0]
    assert game.get_payoffs({"A": "a", "B": "nothing"})["A"] > 0


def test_one_way_options_are_free_in_a_strategic_form_and_that_is_said():
    notes = gambit.strategic(solve(load(CUBA))).notes
    assert (
        "a game in strategic form has no moves: one-way options are free (US.air_strike)" in notes
    )


MANY = """
    detente: 1
    title: Many
    as_of: 2020-01-01
    decision_makers:
{makers}
"""


def written(form):
    """A random option form as a case, its options in the order of their owners."""
    lines, order = [], []
    for i, dm in enumerate(form.decision_makers):
        own = [o for o, owner in zip(form.options, form.owners, strict=True) if owner == i]
        order += own
        lines += [
            f"      {dm}:",
            "        options: {" + ", ".join(f"{o.split('.')[1]}: Do" for o in own) + "}",
        ]
        lines.append("        ranking:")
    codes = [
        sum(1 << k for k, o in enumerate(form.options) if o in on) for on in combinations(order)
    ]
    states = {
        int(code): "[" + ", ".join(on) + "]"
        for code, on in zip(codes, combinations(order), strict=True)
    }
    text, at = [], -1
    for line in lines:
        text.append(line)
        if line.strip() == "ranking:":
            at += 1
            for rank in sorted(set(form.ranks[at].tolist()), reverse=True):
                tied = [states[int(form.codes[s])] for s in np.flatnonzero(form.ranks[at] == rank)]
                text.append(
                    "          - " + (tied[0] if len(tied) == 1 else f"[{', '.join(tied)}]")
                )
    return case(MANY.format(makers="\n".join(text)))


def combinations(order):
    return [[o for k, o in enumerate(order) if code >> k & 1] for code in range(2 ** len(order))]


@quietly
@given(option_pairs(most_options=4, free=True))
def test_pure_equilibria_are_the_nash_states_of_random_models(pair):
    form = pair.conflict
    if len(set(form.owners)) < len(form.decision_makers) or len(form.decision_makers) < 2:
        return
    result = solve(written(form))
    found = states_of(result.conflict, pure_equilibria(strategic(result)))
    assert sorted(found) == list(result.equilibria["Nash"])


def test_a_case_that_lists_its_states_has_no_strategies():
    with pytest.raises(
        NotExpressible, match=r"has no options to make strategies of; write it as \.efg"
    ):
        gambit.strategic(solve(case(LISTED)))


def test_too_many_profiles_are_refused(monkeypatch):
    monkeypatch.setattr(gambit, "MAX_PROFILES", 7)
    with pytest.raises(TooLarge, match="8 profiles of strategies; at most 7 are written"):
        gambit.strategic(solve(case(SHARED)))


# --- extensive form


def test_a_tree_begins_at_the_status_quo_and_takes_one_turn_each():
    game = extensive(solve(load(CUBA)))
    assert game.get_player(at()) == "US"
    assert game.get_actions(at()) == ["stay", "to 2", "to 3", "to 4"]
    assert {game.get_player(at(action)) for action in game.get_actions(at())} == {"USSR"}
    assert {len(end) for end in ends(game)} == {2}


def test_the_end_of_a_game_pays_the_places_of_the_state_it_ends_in():
    result = solve(load(CUBA))
    game = extensive(result)
    paid = gambit.places(result)
    assert len(ends(game)) == 12
    for end in ends(game):
        outcome = game.get_outcome(at(*end))
        state = int(outcome.removeprefix("state ")) - 1
        found = game.get_outcome_payoffs(outcome)
        assert [found[dm] for dm in game.players] == paid[:, state].tolist()


def test_backward_induction_from_the_status_quo():
    # by hand: left alone the Soviet Union stays, which pays the United States 5; it withdraws after
    # a strike (10), after a blockade (11) and after both (9)
    moves, paid = backwards(extensive(solve(load(CUBA))))
    assert moves == ("to 3", "to 7")
    assert (paid["US"], paid["USSR"]) == (11, 10)


def test_a_turn_in_which_one_cannot_move_passes():
    result = solve(case(LISTED))
    # B cannot move from peace: there the game ends after A's turn
    game = extensive(result, turns=2)
    assert [game.get_player(at(action)) for action in game.get_actions(at())] == [None, "B"]
    assert ends(extensive(result, start=3, turns=4)) == [()]


def test_a_tree_may_begin_elsewhere_and_go_on():
    game = extensive(solve(load(PRISONERS)), start=4, turns=3)
    assert len(ends(game)) == 8
    assert game.get_outcome(at("stay", "stay", "stay")) == "state 4"


def test_what_the_tree_adds_is_said():
    notes = gambit.extensive(solve(load(CUBA))).notes
    assert notes[0].startswith("a graph model has no order of moves; here 2 turns are taken")


def test_quotation_marks_and_backslashes_do_not_end_a_title():
    assert strategic(solve(case(SHARED))).title == 'Say "no" / or not'
    assert extensive(solve(case(SHARED))).title == 'Say "no" / or not'


def test_without_a_status_quo_a_tree_needs_a_beginning():
    with pytest.raises(
        NotExpressible, match="the case has no status quo; say where the game begins"
    ):
        gambit.extensive(solve(load(PRISONERS)))


def test_a_tree_that_grows_too_large_is_refused():
    with pytest.raises(TooLarge, match=r"9 turns make a tree of more than 200,000 nodes"):
        gambit.extensive(solve(load("korea-2019")), turns=9)
