"""The fewest edits that make an outcome hold, or fall: against brute force, and by hand."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conflict.brute import CONCEPTS
from conflict.strategies import examples
from detente import solve
from detente.case import InvalidCase, TooLarge, UnknownName
from detente.outlook import search
from detente.outlook.edits import Edit
from detente.outlook.errors import NoStatements
from detente.outlook.inverse import devils_advocate, edited_case, what_would_it_take
from making import case
from outlook import brute_edits as brute

# --- random models, each as a case and as plain lists


@st.composite
def formulas(draw, options):
    first, second = draw(st.sampled_from(options)), draw(st.sampled_from(options))
    one = draw(st.sampled_from((first, f"not {first}")))
    shape = draw(st.sampled_from(("{0}", "{0}", "{0} -> {1}", "{0} and {1}", "{0} or {1}")))
    return shape.format(one, second)


@st.composite
def cases(draw):
    """One to three decision makers with up to three statements; rules; options of one way."""
    owned = draw(st.sampled_from(((1, 1), (2, 1), (1, 1, 1), (2, 1, 1), (1, 2), (3,), (1,))))
    makers = "ABC"[: len(owned)]
    options = [f"{dm}.o{n}" for dm, count in zip(makers, owned, strict=True) for n in range(count)]
    lines = ["detente: 1", "title: T", "as_of: 2020-01-01", "decision_makers:"]
    for dm in makers:
        lines.append(f"  {dm}:\n    options:")
        for option in options:
            if option.startswith(dm):
                way = draw(st.sampled_from(("both", "both", "both", "on", "off")))
                lines.append(f"      {option[2:]}: {{text: Do {option[2:]}, moves: {way}}}")
        wants = draw(st.lists(formulas(options), min_size=0 if dm == "C" else 1, max_size=3))
        lines.append("    prefers:" if wants else "    prefers: []")
        for want in wants:
            reason = draw(st.sampled_from((", assumed: so it is", "")))
            lines.append(f"      - {{want: {want}{reason}}}")
    if draw(st.booleans()):
        lines.append(f"rules: [{{never: {options[0]} and {options[-1]}}}]" * (len(options) > 1))
    lines.append(f"outcomes: {{end: {draw(formulas(options))}}}")
    return "\n".join(line for line in lines if line)


def lists_of(result):
    """The model as plain lists: its shape, the statements as sets of states, the rankings."""
    form, makers = result.conflict, result.case.model.decision_makers
    prefers = []
    for maker in makers.values():
        lines = []
        for n, line in enumerate(maker.prefers):
            states = {
                s
                for s, code in enumerate(form.codes.tolist())
                if line.want.evaluate(
                    lambda name, code=code: np.bool_(code >> form.options.index(name) & 1)
                )
            }
            lines.append((n, False, states))
        prefers.append(lines or None)
    shape = form.owners, form.directions, form.codes.tolist()
    ranked = [tuple(row) for row in form.ranks.tolist()]
    return shape, prefers, ranked


def rankings_after(result, edits):
    ranks = solve(edited_case(result.case, edits)).conflict.ranks
    return tuple(tuple(row) for row in ranks.tolist())


@pytest.mark.parametrize("worth_bounds", [0, search.WORTH_BOUNDS])
@examples(50)
@given(cases(), st.sampled_from(CONCEPTS), st.integers(0, 31))
def test_the_search_finds_what_brute_force_finds(worth_bounds, text, concept, which):
    with mock.patch.object(search, "WORTH_BOUNDS", worth_bounds):
        compare_with_brute_force(text, concept, which, 2)


@pytest.mark.parametrize("worth_bounds", [0, search.WORTH_BOUNDS])
@examples(25)
@given(cases(), st.sampled_from(CONCEPTS), st.integers(0, 31))
def test_three_edits_are_searched_as_brute_force_searches_them(worth_bounds, text, concept, which):
    with mock.patch.multiple(search, WORTH_BOUNDS=worth_bounds, _STATES_AT_A_TIME=16):
        compare_with_brute_force(text, concept, which, 3)


def compare_with_brute_force(text, concept, which, most):
    """Ask for the opposite of what is so, of the outcome or of one state."""
    try:
        result = solve(case(text))
    except InvalidCase:  # the outcome cannot be
        assume(False)
    asked = {"outcome": "end"} if which % 4 == 0 else {"state": which % result.conflict.size + 1}
    shape, prefers, ranked = lists_of(result)
    states = [asked["state"]] if "state" in asked else result.outcomes["end"].states
    target = [number - 1 for number in states]
    held = brute.holds(shape, ranked, target, concept)
    ask = devils_advocate if held else what_would_it_take
    found = ask(result, concept=concept, most=most, told=10**6, **asked)
    edits, doing = brute.fewest(shape, prefers, ranked, target, concept, not held, most)
    assert found.fewest == edits
    every = [edits for change in found.changes for edits in (change.edits, *change.alike)]
    assert found.count == len(every) == len(doing)
    assert {rankings_after(result, edits) for edits in every} == doing


# --- by hand

DILEMMA = """
    detente: 1
    title: The prisoners' dilemma
    as_of: 2020-01-01
    decision_makers:
      A:
        options: {confess: {text: Confess}}
        prefers: [not B.confess, A.confess]
      B:
        options: {confess: {text: Confess}}
        prefers: [not A.confess, B.confess]
    status_quo: []
    outcomes: {silence: not (A.confess or B.confess), talk: A.confess and B.confess}
    answer: silence
"""


def dilemma():
    return solve(case(DILEMMA))


def verbs(change):
    return [(edit.dm, edit.verb, edit.line) for edit in change.edits]


def test_silence_takes_that_neither_prisoner_wants_to_confess():
    found = what_would_it_take(dilemma(), "silence", concept="Nash")
    # A and B each drop the wish to confess, or turn it round: 2 × 2, all of the same statements.
    assert (found.fewest, found.count, found.statement_sets) == (2, 4, 1)
    (change,) = found.changes
    assert verbs(change) == [("A", "drop", 2), ("B", "drop", 2)]
    assert change.equilibria == (1,)
    assert change.makers == ("A", "B")


def test_different_rankings_are_counted_once():
    # Signed orders of two statements: 5 at one edit, 6 at two (one takes three), for each prisoner.
    assert what_would_it_take(dilemma(), concept="Nash").tried == (5 + 5, 6 + 6 + 5 * 5)


def test_silence_falls_where_a_prisoner_does_not_mind_that_the_other_confesses():
    found = devils_advocate(dilemma(), "silence", concept="SEQ")
    assert found.fewest == 1
    told = [verbs(change)[0] for change in found.changes]
    assert {("A", "drop", 1), ("B", "drop", 1)} <= set(told)


def test_what_holds_already_takes_no_edit():
    found = what_would_it_take(dilemma(), "talk", concept="Nash")
    assert (found.fewest, found.count, found.changes, found.tried) == (0, 0, (), ())


def test_what_does_not_hold_cannot_be_broken():
    found = devils_advocate(dilemma(), "silence", concept="Nash")
    assert (found.fewest, found.count, found.changes) == (0, 0, ())


def test_the_least_demanding_concept_not_met_is_asked_for():
    assert what_would_it_take(dilemma(), "silence").concept == "Nash"
    assert what_would_it_take(dilemma(), "talk").concept == "Nash"
    never = DILEMMA.replace("[not B.confess, A.confess]", "[A.confess, not B.confess]")
    assert what_would_it_take(solve(case(never)), "silence").concept == "GMR"


def test_the_strictest_concept_met_is_attacked():
    assert devils_advocate(dilemma(), "talk").concept == "Nash"
    assert devils_advocate(dilemma(), "silence").concept == "SSEQ"


def test_the_outcome_of_the_question_is_meant_if_none_is_named():
    assert devils_advocate(dilemma()).target.outcome == "silence"


def test_one_state_may_be_asked_about():
    found = what_would_it_take(dilemma(), state=2, concept="Nash")
    assert found.target.states == (2,)
    assert found.fewest == 1
    assert all(change.equilibria == (2,) for change in found.changes)


THREE = """
    detente: 1
    title: Three who go
    as_of: 2020-01-01
    decision_makers:
      A: {options: {go: {text: Go}}, prefers: [A.go]}
      B: {options: {go: {text: Go}}, prefers: [B.go]}
      C: {options: {go: {text: Go}}, prefers: [C.go]}
    outcomes: {stay: not (A.go or B.go or C.go), two: not (A.go or B.go) and C.go}
"""


def test_what_takes_three_edits_is_not_found_and_the_pairs_were_tried():
    found = what_would_it_take(solve(case(THREE)), "stay", concept="Nash")
    assert (found.fewest, found.count, found.changes) == (None, 0, ())
    # each can be indifferent or want to stay: 2 of each at one edit, nothing new at two
    assert found.tried == (6, 3 * 2 * 2)


def test_three_edits_are_tried_where_they_are_asked_for():
    found = what_would_it_take(solve(case(THREE)), "stay", concept="Nash", most=3)
    assert (found.fewest, found.count, found.statement_sets) == (3, 8, 1)
    assert found.tried == (6, 12, 8)
    assert verbs(found.changes[0]) == [("A", "drop", 1), ("B", "drop", 1), ("C", "drop", 1)]


@pytest.mark.parametrize("most", [0, 4])
def test_more_edits_than_can_be_tried_are_refused(most):
    with pytest.raises(ValueError, match="`most` must be from 1 to 3"):
        what_would_it_take(dilemma(), concept="Nash", most=most)


@pytest.mark.parametrize(
    ("stage", "known"),
    [
        (search.TRYING[0], "about 0% of the changes of 1 were tried"),
        (search.TRYING[1], "fewer than 2 edits do not do it; about 0% of the changes of 2 were"),
        (search.TRYING[2], "fewer than 3 edits do not do it; about 0% of the changes of 3 were"),
    ],
)
def test_an_interrupted_search_says_what_it_knows(stage, known):
    def interrupt(what, _):
        if what == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match=known):
        what_would_it_take(solve(case(THREE)), "stay", concept="Nash", most=3, progress=interrupt)


def test_pairs_are_left_alone_where_only_one_edit_is_allowed():
    found = what_would_it_take(solve(case(THREE)), "two", concept="Nash", most=1)
    assert (found.fewest, found.tried, found.most) == (None, (6,), 1)
    assert what_would_it_take(solve(case(THREE)), "two", concept="Nash").fewest == 2


def test_one_decision_maker_is_enough():
    alone = """
        detente: 1
        title: Alone
        as_of: 2020-01-01
        decision_makers: {A: {options: {go: {text: Go}}, prefers: [A.go]}}
        outcomes: {stay: not A.go}
    """
    found = what_would_it_take(solve(case(alone)), "stay", concept="SSEQ")
    assert (found.fewest, found.count) == (1, 2)
    assert verbs(found.changes[0]) == [("A", "drop", 1)]


def test_assumed_statements_are_told_before_sourced_ones():
    # river: Down's first line is unsourced, its second assumed; those of Up are sourced but one
    found = devils_advocate(solve(case()), "dark", concept="Nash")
    ranks = ["unsourced", "assumed", "sourced"]
    weakest = [
        max(ranks.index(found.statements[e.dm, e.line].support) for e in change.edits)
        for change in found.changes
    ]
    assert len(set(weakest)) > 1
    assert weakest == sorted(weakest)


def test_an_edited_case_keeps_what_its_statements_rest_on():
    before = case()
    edits = (Edit("Up", "move", 3, 1), Edit("Up", "flip", 1), Edit("Down", "drop", 2))
    after = edited_case(before, edits)
    lines = after.model.decision_makers["Up"].prefers
    assert [str(line.want) for line in lines] == [
        "not Up.share",
        "not (not Down.strike)",
        "Up.fill",
    ]
    assert [line.claims for line in lines] == [(), ("fear",), ("vow", "plan", "money", "doubt")]
    assert lines[0].assumed == "data are power"
    assert len(after.model.decision_makers["Down"].prefers) == 1
    assert len(before.model.decision_makers["Down"].prefers) == 2


def test_other_outcomes_gained_and_lost_are_named():
    outcomes = "outcomes: {all: A.go and B.go and C.go, first: A.go, without: not A.go}"
    text = THREE[: THREE.index("outcomes:")] + outcomes
    found = devils_advocate(solve(case(text)), "all", concept="Nash")
    # to be indifferent is not enough: only who wants to stay does not go
    assert [verbs(change) for change in found.changes] == [
        [("A", "flip", 1)],
        [("B", "flip", 1)],
        [("C", "flip", 1)],
    ]
    assert [change.gained for change in found.changes] == [("without",), (), ()]
    assert [change.lost for change in found.changes] == [("first",), (), ()]


def test_a_direct_ranking_stays_and_is_named():
    ranked = DILEMMA.replace(
        "prefers: [not A.confess, B.confess]",
        "ranking: [[B.confess], [], [A.confess, B.confess], [A.confess]]",
    )
    found = what_would_it_take(solve(case(ranked)), "silence", concept="Nash")
    assert found.fixed == ("B",)
    assert found.fewest is None
    assert found.tried == (5, 6)


@pytest.mark.parametrize("ask", [what_would_it_take, devils_advocate])
def test_a_case_without_statements_is_refused(ask):
    listed = """
        detente: 1
        title: Listed
        as_of: 2020-01-01
        decision_makers: {A: {}}
        states: [calm, war]
        moves: {A: [[calm, war]]}
        ranking: {A: [calm, war]}
        outcomes: {calm: {states: [calm]}}
    """
    with pytest.raises(NoStatements, match="lists its states and ranks them directly"):
        ask(solve(case(listed)), "calm")


def test_unknown_names_get_the_nearest():
    with pytest.raises(UnknownName, match="did you mean `silence`"):
        devils_advocate(dilemma(), "silense")
    with pytest.raises(UnknownName, match="did you mean `SSEQ`"):
        devils_advocate(dilemma(), concept="SSEK")
    with pytest.raises(UnknownName, match="states are numbered 1 to 4"):
        devils_advocate(dilemma(), state=5)
    with pytest.raises(UnknownName, match="ask for one of the two"):
        devils_advocate(dilemma(), "talk", state=1)
    with pytest.raises(UnknownName, match="there are: silence, talk"):
        devils_advocate(solve(case(DILEMMA.replace("    answer: silence\n", ""))))


def test_progress_is_told_up_to_the_end():
    told = []
    what_would_it_take(dilemma(), concept="Nash", progress=lambda *step: told.append(step))
    stages = list(dict.fromkeys(what for what, _ in told))
    assert stages == [search.RANKING[0], search.TRYING[0], search.RANKING[1], search.TRYING[1]]
    for stage in search.TRYING[:2]:
        shares = [share for what, share in told if what == stage]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0, 1)


def test_more_rankings_than_memory_holds_are_refused():
    with (
        mock.patch.object(search, "available_bytes", return_value=100),
        pytest.raises(TooLarge, match="add rules that exclude states"),
    ):
        what_would_it_take(dilemma(), concept="Nash")
