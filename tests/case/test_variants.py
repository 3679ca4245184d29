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
        (["{stand: peace}"], ["not Down.strike", "Up.fill", "not Up.share"]),
        (["{fall: peace}"], ["Up.fill", "not Up.share"]),
        (["{flip: Up/2}"], ["not Down.strike", "not Up.fill", "not Up.share"]),
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
        (["{fall: Up.fill}"], "`Up.fill`: only a statement or a rule can fall"),
        (["{drop: peace}", "{stand: peace}"], "`peace`: is no longer there to stand"),
        (["{remove_party: Down}"] * 2, "`Down`: is no longer there to remove"),
        (["{remove_option: Up.fill}"] * 2, "`Up.fill`: is no longer there to remove"),
        (
            ["{remove_party: Down}", "{add_statement: Down, want: Up.fill}"],
            "`Down`: is no longer there to add to",
        ),
        (["{move: peace, at: 4}"], "`at: 4` is past the end; `Up` then has 3 lines"),
        (
            ["{add_statement: Up, want: Up.share, at: 5}"],
            "`at: 5` is past the end; `Up` then has 4 lines",
        ),
    ],
)
def test_a_change_that_cannot_be_made_is_told_with_its_place(changes, message):
    with pytest.raises(InvalidCase) as error:
        after(*changes)
    line = 3 if "taken out by" in message else 2 + len(changes)  # the first, where both matter
    assert str(error.value) == f"variants/v.yaml:{line}:5: {message}"


def element(case, name):
    return next(element for called, _, element in case.model.elements() if called == name)


@pytest.mark.parametrize(
    "change",
    [
        "{stand: Up/2, assumed: it is so}",
        "{flip: Up/2, assumed: it is so}",
        "{add_statement: Up, want: Up.fill, at: 2, assumed: it is so}",
    ],
)
def test_what_a_change_puts_in_is_supposed_and_no_claim_decides_about_it(change):
    line = element(after(change), "Up/2")
    assert (line.because, line.against, line.credence) == ((), (), 1)
    assert line.assumed == "it is so"


def test_what_a_change_puts_in_may_rest_on_claims_instead():
    line = element(
        after("{add_statement: Up, want: Up.share, because: [vow, [plan, money]]}"), "Up/4"
    )
    assert line.because == (("vow",), ("plan", "money"))
    assert line.credence is None


def test_a_supposition_without_a_reason_names_its_variant():
    added = after("{add_option: Down.pay, text: Pay}")
    assert element(added, "Down.pay").assumed == "supposed by the variant v"


def test_a_line_that_falls_becomes_what_its_otherwise_says():
    base = DISPUTE.replace("id: peace", "id: peace, otherwise: {want: Up.share}")
    line = element(changed(base, "{fall: peace}", ledger=True), "peace")
    assert str(line.want) == "Up.share"
    assert (line.credence, line.otherwise) == (1, "drop")


def test_a_line_that_would_be_undetermined_cannot_fall():
    base = DISPUTE.replace("id: peace", "id: peace, otherwise: undetermined")
    with pytest.raises(InvalidCase, match=r"`not Down.strike` is undetermined once it falls"):
        changed(base, "{fall: peace}", ledger=True)


def test_a_rule_stands_falls_and_is_dropped():
    base = RANKED.replace(
        "rules: [B.z]", "rules: [{never: B.z, id: ban, otherwise: {never: A.x and A.y}}]"
    )
    for verb, rules in (("stand", ["B.z"]), ("fall", ["A.x and A.y"]), ("drop", [])):
        model = changed(base, f"{{{verb}: ban}}").model
        assert [str(rule.never) for rule in model.rules] == rules


def test_a_claim_believed_comes_through_in_every_draw_unless_disbelieved_after_all():
    assert after("{believe: fear}").believed == {"fear"}
    assert after("{believe: fear}", "{disbelieve: fear}").believed == frozenset()
    assert after("{disbelieve: fear}", "{believe: fear}").believed == {"fear"}
    assert "fear" not in after("{believe: fear}", "{disbelieve: fear}").claims


def test_draws_begin_with_the_lines_that_fall_where_nothing_is_drawn():
    """With nothing for it a line stands with its credence; only without draws does it fall."""
    varied = after("{disbelieve: fear}")
    assert wants(varied.basis, "Up") == ["not Down.strike", "Up.fill", "not Up.share"]
    assert wants(varied.model, "Up") == ["Up.fill", "not Up.share"]
    assert varied.basis.decision_makers["Up"].prefers[0].because == ()
    untouched = after("{drop: peace}")
    assert untouched.basis is untouched.model


def test_positions_on_an_issue_forget_a_claim_that_is_disbelieved():
    issue = """
        issues:
          water:
            text: Who gets how much
            actors:
              Up: {position: {value: 80, because: [vow, fear]}, salience: 50, capability: 50}
    """
    position = changed(DISPUTE + issue.replace("\n    ", "\n"), "{disbelieve: fear}", ledger=True)
    assert position.model.issues["water"].actors["Up"].position.because == (("vow",),)


def test_a_claim_that_a_change_names_must_exist():
    with pytest.raises(
        InvalidCase, match=r"v.yaml:3:\d+: `fears`: no such claim; did you mean `fear`"
    ):
        after("{add_statement: Up, want: Up.share, because: [fears]}")


def test_an_option_whose_absence_a_rule_excludes_cannot_be_taken_out():
    with pytest.raises(InvalidCase, match=r"then the rule `never: not A.y` leaves no state at all"):
        changed(RULED, "{remove_option: A.y}")


def test_a_variant_that_leaves_no_state_is_told_as_the_variant_s():
    base = RULED.replace(
        "rules: [not A.y]", "rules: [not A.y, {never: A.x, otherwise: {never: A.y}, id: r}]"
    )
    with pytest.raises(InvalidCase) as error:
        dt.solve(changed(base, "{fall: r}"))
    assert str(error.value) == (
        "variants/v.yaml:1:1: with these changes, `rules`: `never: not A.y` and `never: A.y` leave"
        " no state at all"
    )


def test_a_status_quo_that_the_rules_exclude_is_told_as_the_variant_s():
    with pytest.raises(InvalidCase) as error:
        dt.solve(changed(RULED, "{set_status_quo: [A.x]}"))
    assert str(error.value) == (
        "variants/v.yaml:1:1: with these changes, `status_quo`: is not feasible: excluded by"
        " `never: not A.y`"
    )


def test_an_unknown_variant_is_told_with_the_nearest():
    with pytest.raises(UnknownName, match=r"`w`: river has no such variant; there are: v"):
        varied(with_variant(["{drop: peace}"]), "w")
    with pytest.raises(UnknownName, match=r"`vv`: river has no such variant; did you mean `v`\?"):
        varied(with_variant(["{drop: peace}"]), "vv")


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


RULED = """
    detente: 1
    title: T
    as_of: 2020-01-01
    decision_makers:
      A: {options: {x: Act, y: Wait}, prefers: [A.x]}
      B: {options: {z: Answer}, prefers: [not B.z]}
    rules: [not A.y]
    status_quo: [A.y]
"""


def changed(model, *changes, ledger=False):
    base = case(model, **(_ledger() if ledger else {}))
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
