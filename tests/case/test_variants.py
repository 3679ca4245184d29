"""A variant's changes, made one after the other to the model in memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from conflict.test_preferences import OPTIONS, formulas, truth
from detente.case import InvalidCase, UnknownName, from_files, varied
from detente.case.files import TextFile
from detente.case.formula import Formula, parse, restricted
from detente.case.nodes import parse as parse_yaml
from making import DISPUTE, case


def with_variant(changes):
    """The river, with one variant called v."""
    base = case()
    text = f"title: V\nchanges:\n{''.join(f'  - {c}{chr(10)}' for c in changes)}"
    name = "variants/v.yaml"
    files = {**base.files, name: TextFile(name, text, parse_yaml(text, name), "")}
    return from_files(files, name="river")


def after(*changes):
    return varied(with_variant(changes), "v")


def wants(model, dm):
    return [str(line.want) for line in model.decision_makers[dm].prefers]


@given(formulas(), st.sets(st.sampled_from(OPTIONS)))
def test_a_formula_without_some_options_says_the_same_of_the_states_that_are_left(text, off):
    left = restricted(parse(text), off)
    for code in range(64):
        if not any(code >> k & 1 for k, option in enumerate(OPTIONS) if option in off):
            expected = truth(text, code)
            assert (truth(str(left), code) if isinstance(left, Formula) else left) == expected
    if isinstance(left, Formula):
        assert not off & {name.name for name in left.names}


def test_a_variant_changes_the_model_and_no_file():
    base = with_variant(["{drop: peace}"])
    changed = varied(base, "v")
    assert changed.name == "river:v"
    assert wants(changed.model, "Up") == ["Up.fill", "not Up.share"]
    assert wants(base.model, "Up") == ["not Down.strike", "Up.fill", "not Up.share"]
    assert changed.files == base.files


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (["{flip: peace}"], ["not (not Down.strike)", "Up.fill", "not Up.share"]),
        (["{move: peace, at: 3}"], ["Up.fill", "not Up.share", "not Down.strike"]),
        (["{drop: Up/3}"], ["not Down.strike", "Up.fill"]),
        (
            ["{add_statement: Up, want: Up.share, at: 1}", "{drop: peace}"],
            ["Up.share", "Up.fill", "not Up.share"],
        ),
    ],
)
def test_statements_are_flipped_moved_dropped_and_added(changes, expected):
    assert wants(after(*changes).model, "Up") == expected


def test_an_option_is_added_and_can_be_used_at_once():
    changed = after(
        "{add_option: Down.pay, text: Pay for water, assumed: it has money}",
        "{add_statement: Up, want: Down.pay, at: 1}",
    )
    assert list(changed.model.options) == ["Up.fill", "Up.share", "Down.strike", "Down.pay"]
    assert dt.solve(changed).conflict.size == 16


@pytest.mark.parametrize("option", ["Up.fill", "Up.share"])
def test_an_option_that_is_removed_leaves_the_equilibria_of_the_states_without_it(option):
    removed = dt.solve(after(f"{{remove_option: {option}}}"))
    forbidden = case(_with_rule(f"never: {option}"), **_ledger())
    ruled = dt.solve(forbidden)
    assert option not in removed.options
    for concept, states in removed.equilibria.items():
        on = {frozenset(removed.on(s)) for s in states}
        assert on == {frozenset(ruled.on(s)) for s in ruled.equilibria[concept]}


def _with_rule(rule):
    return DISPUTE.replace("    status_quo: []", f"    rules: [{{{rule}}}]\n    status_quo: []").replace(
        "      dark: {when: Up.fill and not (Up.share or Down.strike), text: The dam is filled in the dark.}\n", ""
    ).replace("      open: {when: Up.fill and Up.share, text: The dam is filled in the open.}\n", "").replace("answer: dark", "answer: war")  # fmt: skip


def _ledger():
    from making import CLAIMS, DOCUMENTS, SOURCES

    return {"claims": CLAIMS, "sources": SOURCES, "documents": DOCUMENTS}


def test_outcomes_that_say_nothing_any_more_go_and_an_answer_with_them():
    changed = after("{remove_option: Up.fill}").model
    assert list(changed.outcomes) == ["war"]
    assert changed.answer is None


def test_a_party_that_is_removed_takes_its_options_out_of_every_formula():
    changed = after("{remove_party: Down}").model
    assert list(changed.decision_makers) == ["Up"]
    assert wants(changed, "Up") == ["Up.fill", "not Up.share"]
    assert list(changed.outcomes) == ["dark", "open"]


def test_a_claim_disbelieved_makes_fall_what_rests_on_nothing_else():
    changed = after("{disbelieve: fear}")
    assert wants(changed.model, "Up") == ["Up.fill", "not Up.share"]
    assert "fear" not in changed.claims
    assert wants(after("{disbelieve: vow}").model, "Up") == [
        "not Down.strike",
        "Up.fill",
        "not Up.share",
    ]
    both = after("{disbelieve: vow}", "{disbelieve: money}")
    assert wants(both.model, "Up") == ["not Down.strike", "not Up.share"]
    again = after("{disbelieve: fear}", "{believe: fear}")
    assert wants(again.model, "Up")[0] == "not Down.strike"


def test_a_source_is_regraded_and_the_status_quo_set():
    changed = after("{regrade: radio, to: A}", "{set_status_quo: [Up.fill]}")
    assert changed.sources["radio"].reliability == "A"
    assert changed.model.status_quo == ("Up.fill",)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            ["{remove_option: Down.strike}"],
            "leaves `Down` without options; write `remove_party: Down`",
        ),
        (
            ["{remove_party: Up}", "{remove_party: Down}"],
            "`Down` is the only decision maker; it cannot be taken out",
        ),
        (["{drop: peace}", "{flip: peace}"], "`peace`: is no longer there to flip"),
        (
            ["{remove_option: Up.share}", "{add_statement: Down, want: Up.share}"],
            "`Up.share`: is taken out by one change and named by another",
        ),
        (["{flip: Up.fill}"], "`Up.fill`: only a statement can be flipped"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_with_its_place(changes, message):
    with pytest.raises(InvalidCase) as error:
        after(*changes)
    line = 3 if "taken out by" in message else 2 + len(changes)  # the first, where both matter
    assert str(error.value) == f"variants/v.yaml:{line}:5: {message}"


def test_an_unknown_variant_is_told_with_the_nearest():
    with pytest.raises(UnknownName, match=r"`w`: river has no such variant; there are: v"):
        varied(with_variant(["{drop: peace}"]), "w")


LISTED = """
    detente: 1
    title: T
    as_of: 2020-01-01
    decision_makers: {A: {}, B: {}}
    states: [calm, war]
    moves: {A: [[calm, war]], B: [[war, calm]]}
    ranking: {A: [war, calm], B: [calm, war]}
    status_quo: calm
"""

RANKED = """
    detente: 1
    title: T
    as_of: 2020-01-01
    decision_makers:
      A: {options: {x: Act, y: Wait}, ranking: [[A.x], [], [A.y], [A.x, A.y]]}
      B: {options: {z: Answer}, prefers: [not B.z]}
    rules: [B.z]
    status_quo: []
"""


def changed(model, *changes):
    base = case(model)
    text = f"title: V\nchanges:\n{''.join(f'  - {c}{chr(10)}' for c in changes)}"
    name = "variants/v.yaml"
    files = {**base.files, name: TextFile(name, text, parse_yaml(text, name), "")}
    return varied(from_files(files, name="t"), "v")


def test_a_party_leaves_a_listed_graph_with_its_moves_and_ranking():
    solved = dt.solve(changed(LISTED, "{remove_party: B}"))
    assert solved.decision_makers == ("A",)
    assert solved.equilibria["Nash"] == (2,)


def test_the_status_quo_of_a_listed_graph_is_one_of_its_states():
    assert dt.solve(changed(LISTED, "{set_status_quo: [war]}")).status_quo == 2
    with pytest.raises(InvalidCase, match="`peace`: no such state"):
        changed(LISTED, "{set_status_quo: [peace]}")


def test_an_option_that_a_direct_ranking_names_cannot_be_taken_out():
    with pytest.raises(InvalidCase, match="`A` ranks the states directly; options cannot be taken"):
        changed(RANKED, "{remove_option: A.y}")


def test_a_party_that_nobody_ranks_can_leave_beside_a_direct_ranking():
    assert dt.solve(changed(RANKED, "{remove_party: B}")).conflict.size == 4


def test_what_stands_instead_of_a_statement_loses_the_option_too():
    instead = "otherwise: {want: Up.share -> not Down.strike}, id: peace"
    with_otherwise = DISPUTE.replace("id: peace", instead)
    base = case(with_otherwise, **_ledger())
    text = "title: V\nchanges:\n  - {remove_option: Up.share}\n  - {disbelieve: fear}\n"
    name = "variants/v.yaml"
    files = {**base.files, name: TextFile(name, text, parse_yaml(text, name), "")}
    found = varied(from_files(files, name="t"), "v")
    assert wants(found.model, "Up") == ["Up.fill"]
    assert dt.solve(found).conflict.size == 4
