"""GMCR+ files become cases and cases become GMCR+ files, and nothing is lost without a word."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict.strategies import option_pairs
from detente.case import InvalidCase, NotExpressible, load
from detente.conflict import solve
from detente.conflict.build import build
from detente.formats import gmcrfile, gmcrplus
from formats.files import AS_OF, CUBA, RIVER, files, text
from making import case

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = Path(os.environ.get("DETENTE_REFERENCE", ROOT.parent / "shared/reference/conflict"))

quietly = settings(
    deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def read(data, file="test.gmcr"):
    told = data if isinstance(data, str) else text(data)
    return gmcrplus.read(told, file=file, title="A test", as_of=AS_OF)


def there_and_back(first):
    """Import what an export of an imported case gives; it must be the same case."""
    exported = gmcrplus.write(first.case)
    second = read(exported.text)
    assert second.case.canonical() == first.case.canonical()
    assert second.case.files["case.yaml"].text == first.case.files["case.yaml"].text
    assert gmcrplus.write(second.case).text == exported.text


# --- reading


def test_statements_become_formulas_in_their_order():
    model = read(CUBA).case.model
    assert [str(line.want) for line in model.decision_makers["US"].prefers] == [
        "the_USSR.Withdraw",
        "(not US.Air_Strike and the_USSR.Withdraw) or not the_USSR.Escalate",
    ]
    assert [str(rule.never) for rule in model.rules] == ["the_USSR.Withdraw and the_USSR.Escalate"]


def test_directions_become_moves():
    options = read(CUBA).case.model.options
    assert {name: option.moves for name, option in options.items()} == {
        "US.Air_Strike": "on",
        "US.Blockade": "both",
        "the_USSR.Withdraw": "both",
        "the_USSR.Escalate": "off",
    }


def test_names_that_are_no_ids_are_mapped_said_and_kept():
    found = read(CUBA)
    assert found.case.model.options["US.Air_Strike"].text == "Air Strike"
    assert found.case.model.decision_makers["the_USSR"].name == "the USSR"
    assert found.case.model.decision_makers["US"].name is None
    assert [tuple(new) for new in found.renamed] == [
        ("decision maker", "the USSR", "the_USSR"),
        ("option", "Air Strike", "US.Air_Strike"),
    ]
    assert found.notes[0] == (
        "ids instead of names that are none: the_USSR for `the USSR`, US.Air_Strike for `Air Strike`"
    )


def test_names_that_collide_get_a_number():
    data = json.loads(text(CUBA))
    for option in data["options"]:
        option["name"] = "act?"
    for maker in data["decisionMakers"]:
        maker["name"] = "A!"
    found = read(data)
    assert list(found.case.model.options) == ["A.act", "A.act_2", "A_2.act", "A_2.act_2"]
    assert [option.text for option in found.case.model.options.values()] == ["act?"] * 4
    there_and_back(found)


@pytest.mark.parametrize("word", ["and", "or", "Not", "if", "iff", "null"])
def test_words_with_a_meaning_of_their_own_are_no_ids(word):
    data = json.loads(text(RIVER))
    data["decisionMakers"][0]["name"] = word
    found = read(data)
    assert found.case.model.coalitions == ((f"_{word}", "Down"),)
    there_and_back(found)


def test_options_are_put_in_the_order_of_their_owners():
    model = read(RIVER).case.model
    assert list(model.options) == ["Up.share", "Up.fill", "Down.pay"]
    assert [str(rule.never) for rule in model.rules] == ["Up.fill and Up.share"]


def test_rankings_count_states_after_the_reordering_and_keep_ties():
    # feasible codes, share the least bit: 0, 1, 2, 4, 5, 6
    ranking = read(RIVER).case.model.decision_makers["Up"].ranking
    assert ranking[0] == ((),)
    assert ranking[1] == (("Up.share",), ("Up.share", "Down.pay"), ("Up.fill", "Down.pay"))
    assert ranking[2:] == ((("Up.fill",),), (("Down.pay",),))


def test_a_ranking_may_have_its_old_name():
    assert len(read(RIVER).case.model.decision_makers["Down"].ranking) == 6


def test_misperceptions_and_coalitions_are_kept():
    model = read(RIVER).case.model
    assert [str(f) for f in model.decision_makers["Down"].cannot_see] == ["Up.fill and Down.pay"]
    assert model.coalitions == (("Up", "Down"),)


def test_what_the_file_does_not_use_is_left_out_and_said():
    data = json.loads(text(RIVER))
    data["decisionMakers"][0]["preferences"] = [[[0, "Y"]]]
    assert any("Up: 1 preference left out: the file ranks by hand" in n for n in read(data).notes)
    data["useManualPreferenceRanking"] = False
    found = read(data)
    assert "Up: the ranking by hand is left out: the file does not use it" in found.notes
    assert [str(line.want) for line in found.case.model.decision_makers["Up"].prefers] == [
        "Up.fill"
    ]


def test_unknown_keys_are_passed_over_and_said():
    data = json.loads(text(CUBA))
    data["colour"] = "red"
    data["options"][0]["icon"] = 7
    notes = read(data).notes
    assert "the file: unknown and passed over: `colour`" in notes
    assert "options[1]: unknown and passed over: `icon`" in notes


def test_a_missing_direction_is_said():
    data = json.loads(text(CUBA))
    del data["options"][1]["permittedDirection"]
    assert "options[2] says no `permittedDirection`; it is taken to be both" in read(data).notes


def test_a_newer_version_of_the_same_kind_is_said():
    notes = read(CUBA | {"version": "0.9.0"}).notes
    assert "written by version 0.9.0; files are known up to 0.4" in notes


def test_decision_makers_in_no_coalition_are_said_to_stand_alone():
    data = json.loads(text(RIVER))
    data["coalitions"] = [1]
    found = read(data)
    assert found.case.model.coalitions == ()
    assert "decision makers in no coalition stand alone: 0" in found.notes


def test_what_a_case_needs_and_the_file_lacks_is_said():
    assert read(CUBA).notes[-1] == (
        "the file has no status quo, no outcomes and no sources; the case says none"
    )


def test_an_imported_case_solves_as_its_statements_say():
    result = solve(read(CUBA).case)
    assert result.conflict.size == 12
    assert result.equilibria["Nash"]


def test_a_model_of_many_options_is_read_without_its_states():
    data = {
        "options": [{"name": f"o{k}", "permittedDirection": "both"} for k in range(40)],
        "decisionMakers": [{"name": "A", "options": list(range(40)), "preferences": []}],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
    }
    found = read(data)
    assert len(found.case.model.options) == 40
    assert any("whether the patterns leave one was not checked" in note for note in found.notes)
    there_and_back(found)


def test_hostile_names_are_kept_as_they_are():
    data = json.loads(text(CUBA))
    hostile = ["<script>", "a: {b}\n- c #", "\u202e\x07\x85\u2028", "🕊" * 3]
    for option, name in zip(data["options"], hostile, strict=True):
        option["name"] = name
    found = read(data)
    assert [option.text for option in found.case.model.options.values()] == hostile
    assert all(line.isprintable() for line in found.case.files["case.yaml"].text.splitlines())
    there_and_back(found)


# --- there and back


@pytest.mark.parametrize("data", [CUBA, RIVER], ids=["CUBA", "RIVER"])
def test_import_export_import_is_the_identity(data):
    there_and_back(read(data))


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason=f"the example files are not here: {EXAMPLES}")
@pytest.mark.parametrize("name", ["Cuban", "Elmira", "Prisoners", "SyriaIraq"])
def test_import_export_import_is_the_identity_for_the_example_files(name):
    found = read((EXAMPLES / f"{name}.gmcr").read_text(encoding="utf-8"))
    there_and_back(found)
    data = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    result = solve(found.case)
    for concept in ("Nash", "GMR", "SMR", "SEQ"):
        expected = data["results"]["textbook"][concept]
        assert list(result.equilibria[concept]) == expected["equilibria"]
        assert [list(s) for s in result.stability(concept).values()] == list(
            expected["stable"].values()
        )


@settings(quietly, max_examples=120)
@given(files())
def test_import_export_import_is_the_identity_for_random_files(data):
    there_and_back(read(data))


@settings(quietly, max_examples=80)
@given(files())
def test_a_model_is_what_its_file_says(data):
    model = gmcrfile.load(text(data), "test").model
    assert gmcrfile.load(gmcrfile.dump(model), "test").model == model


FORMULAS = st.recursive(
    st.sampled_from(["A.a", "A.b", "B.c", "B.d"]),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "->", "<->"]), inner),
    ),
    max_leaves=6,
)

FOUR = """
    detente: 1
    title: Four
    as_of: 2020-01-01
    decision_makers:
      A:
        options: {{a: Do A, b: {{text: Do B, moves: on}}}}
        prefers: {statements}
        cannot_see: ["{hidden}"]
      B:
        options: {{c: Do C, d: {{text: Do D, moves: off}}}}
        prefers: []
    rules: ["{rule}"]
"""


@settings(quietly, max_examples=80)
@given(st.lists(FORMULAS, min_size=1, max_size=4), FORMULAS, FORMULAS)
def test_any_formula_means_the_same_after_an_export(statements, rule, hidden):
    first = case(FOUR.format(statements=json.dumps(statements), rule=rule, hidden=hidden))
    try:
        built = build(first).conflict
    except InvalidCase:  # the rule leaves no state
        return
    again = build(read(gmcrplus.write(first).text).case).conflict
    assert (again.codes == built.codes).all()
    assert again.directions == built.directions
    assert (again.ranks == built.ranks).all()


RANKED = """
    detente: 1
    title: Ranked
    as_of: 2020-01-01
    decision_makers:
{makers}
"""


@settings(quietly, max_examples=50)
@given(option_pairs(most_options=4, free=True))
def test_rankings_mean_the_same_after_an_export(pair):
    form = pair.conflict
    if len(set(form.owners)) < len(form.decision_makers):  # a case has nobody without options
        return
    lines = []
    for i, dm in enumerate(form.decision_makers):
        own = [o for o, owner in zip(form.options, form.owners, strict=True) if owner == i]
        lines.append(f"      {dm}:")
        lines.append("        options: {" + ", ".join(f"{o.split('.')[1]}: Do" for o in own) + "}")
        lines.append("        ranking:")
        order = sorted(form.options, key=lambda o: form.owners[form.options.index(o)])
        for rank in sorted(set(form.ranks[i].tolist()), reverse=True):
            tied = [
                "[" + ", ".join(o for k, o in enumerate(order) if code >> k & 1) + "]"
                for code in np.flatnonzero(form.ranks[i] == rank).tolist()
            ]
            lines.append("          - " + (tied[0] if len(tied) == 1 else f"[{', '.join(tied)}]"))
    first = case(RANKED.format(makers="\n".join(lines)))
    again = build(read(gmcrplus.write(first).text).case).conflict
    for ours, theirs in zip(build(first).conflict.ranks, again.ranks, strict=True):
        assert (np.sign(ours[:, None] - ours) == np.sign(theirs[:, None] - theirs)).all()


# --- writing


def test_what_the_format_cannot_hold_is_said():
    notes = gmcrplus.write(load("korea-2019")).notes
    assert notes[0].startswith("options and decision makers go by their texts and names")
    assert notes[1].startswith("formulas written as patterns, alike in meaning: DPRK/1, ")
    for part in (
        "the question",
        "the status quo",
        "9 outcomes",
        "86 claims",
        "6 sources",
        "5 codes",
    ):
        assert part in notes[-1]


MIXED = """
    detente: 1
    title: Mixed
    as_of: 2020-01-01
    decision_makers:
      A: {options: {a: a}, prefers: [A.a]}
      B: {options: {b: b}, ranking: [[B.b], [A.a], [A.a, B.b], []]}
      C: {options: {c: {text: c, text_off: d}}}
    rules: [C.c]
    coalitions: [[A, B], [B, C]]
"""


def test_a_ranking_by_hand_makes_all_rank_by_hand_and_says_so():
    found = gmcrplus.write(case(MIXED))
    data = json.loads(found.text)
    assert data["useManualPreferenceRanking"] is True
    assert data["decisionMakers"][0]["preferences"] == [[[0, "Y"]]]
    assert data["decisionMakers"][0]["preferenceRanking"] == [[2, 4], [1, 3]]
    assert data["decisionMakers"][1]["preferenceRanking"] == [3, 2, 4, 1]
    assert any(
        note.startswith("A, C: written with statements and the ranking") for note in found.notes
    )


def test_overlapping_coalitions_are_left_out_and_said():
    found = gmcrplus.write(case(MIXED))
    assert "coalitions" not in json.loads(found.text)
    assert any("coalitions are left out: they overlap" in note for note in found.notes)


def parity(options):
    """A formula whose patterns are half of all combinations."""
    found = options[0]
    for option in options[1:]:
        found = f"({found}) <-> {option}"
    return found


TEN = """
    detente: 1
    title: Ten
    as_of: 2020-01-01
    decision_makers:
      A:
        options: {{{options}}}
        {key}: ["{formula}"]
    {rules}
"""


def ten(key="prefers", rule=""):
    options = [f"o{k}" for k in range(10)]
    return case(
        TEN.format(
            options=", ".join(f"{o}: {o}" for o in options),
            key=key,
            formula=parity([f"A.{o}" for o in options]),
            rules=f'rules: ["{rule}"]' if rule else "",
        )
    )


def test_a_statement_of_too_many_patterns_becomes_a_ranking():
    first = ten()
    found = gmcrplus.write(first)
    data = json.loads(found.text)
    assert data["decisionMakers"][0]["preferences"] == []
    assert [len(place) for place in data["decisionMakers"][0]["preferenceRanking"]] == [512, 512]
    assert any("A: a statement takes too many patterns" in note for note in found.notes)
    assert (build(read(found.text).case).conflict.ranks == build(first).conflict.ranks + 1).all()


def test_a_rule_of_too_many_patterns_is_refused():
    rule = parity([f"A.o{k}" for k in range(10)])
    with pytest.raises(
        NotExpressible, match=r"^rules\[1\] .* takes too many patterns for a \.gmcr"
    ):
        gmcrplus.write(ten(rule=rule))


def test_what_is_unseen_by_too_many_patterns_is_left_out_and_said():
    found = gmcrplus.write(ten(key="cannot_see"))
    assert "A.cannot_see[1] is left out: it takes too many patterns" in found.notes


def test_formulas_that_say_nothing_are_left_out_and_said():
    model = FOUR.format(statements='["A.a and not A.a"]', rule="B.c and not B.c", hidden="A.a")
    notes = gmcrplus.write(case(model)).notes
    # a pattern that contradicts itself is a pattern all the same
    assert not any("left out" in note for note in notes)
    model = FOUR.format(statements='["not (A.a -> A.a)"]', rule="not (B.c <-> B.c)", hidden="A.a")
    notes = gmcrplus.write(case(model)).notes
    assert "A/1 is left out: no state satisfies `not (A.a -> A.a)`" in notes
    assert "rules[1] is left out: nothing is excluded by `not (B.c <-> B.c)`" in notes


def test_a_case_that_lists_its_states_is_refused():
    listed = case(
        "detente: 1\ntitle: T\nas_of: 2020-01-01\ndecision_makers: {A: {}}\nstates: [a]\n"
        "ranking: {A: [a]}\n"
    )
    with pytest.raises(NotExpressible, match=r"lists its states; a \.gmcr file needs options"):
        gmcrplus.write(listed)
