"""Every command, in process: what it prints, and how it ends."""

import json
import re

import pytest

from detente.case import load
from detente.cli import COMMANDS


@pytest.fixture
def data(run):
    """Run a command with --json and return what it says."""

    def data(*arguments):
        code, out, _ = run(*arguments, "--json")
        assert code == 0
        return json.loads(out)

    return data


def edit(folder, old, new, file="case.yaml"):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert re.search(rf"^ +Example:\n +detente {command}", out, re.MULTILINE)


def test_an_unknown_command_gets_the_nearest_name(run):
    code, _, err = run("analyse", "korea-2019")
    assert code == 2
    assert "`analyse`: no such command; did you mean `analyze`?" in err


def test_a_missing_argument_is_told_with_the_usage(run):
    code, _, err = run("analyze")
    assert code == 2
    assert "Missing argument 'CASE'" in err


# --- solve


def test_solve_prints_exactly_the_promised_keys(data, valley):
    solved = data("solve", valley)
    assert list(solved) == [
        "decision_makers",
        "options",
        "states",
        "stability",
        "equilibria",
        "outcomes",
        "finding",
    ]
    assert solved["decision_makers"] == ["Upstream", "Downstream"]
    assert solved["options"][0] == "Upstream.fill"
    assert list(solved["stability"]) == ["Nash", "GMR", "SMR", "SEQ", "SSEQ"]
    assert list(solved["stability"]["Nash"]) == ["Upstream", "Downstream"]
    assert list(solved["finding"]) == ["input_sha256", "method", "parameters", "seed", "versions"]
    assert solved["finding"]["seed"] is None


def test_states_are_numbered_from_one_by_code_the_first_option_least(data, valley):
    states = data("solve", valley)["states"]
    assert states[0] == {"number": 1, "code": 0, "on": []}
    assert states[1] == {"number": 2, "code": 1, "on": ["Upstream.fill"]}
    assert [s["number"] for s in states] == list(range(1, 13))
    assert [s["code"] for s in states] == sorted(s["code"] for s in states)


def test_an_equilibrium_is_stable_for_everybody(data, valley):
    solved = data("solve", valley)
    for concept, stable in solved["stability"].items():
        common = set.intersection(*map(set, stable.values()))
        assert sorted(common) == solved["equilibria"][concept]


def test_outcomes_list_all_their_states_and_the_concepts_they_hold_under(data, valley):
    dark = data("solve", valley)["outcomes"]["filled-alone"]
    assert dark == {"states": [2, 9 + 1], "holds_under": ["Nash", "GMR", "SMR", "SEQ", "SSEQ"]}


def test_equilibria_only_leaves_out_what_is_no_equilibrium(data, valley):
    everything, brief = data("solve", valley), data("solve", valley, "--equilibria-only")
    named = sorted({n for numbers in brief["equilibria"].values() for n in numbers})
    assert "stability" not in brief
    assert [s["number"] for s in brief["states"]] == named
    assert brief["equilibria"] == everything["equilibria"]
    assert set(brief["outcomes"]["filled-alone"]["states"]) <= set(named)


def test_listed_states_keep_their_order_and_carry_their_names(data, tmp_path):
    (tmp_path / "case.yaml").write_text(
        "detente: 1\ntitle: T\nas_of: 2020-01-01\ndecision_makers: {A: {}, B: {}}\n"
        "states: [{id: war, text: War}, calm]\nmoves: {A: [[calm, war]], B: [[war, calm]]}\n"
        "ranking: {A: [calm, war], B: [[calm, war]]}\nstatus_quo: calm\n"
    )
    solved = data("solve", tmp_path)
    assert solved["states"] == [
        {"number": 1, "code": None, "on": [], "name": "war"},
        {"number": 2, "code": None, "on": [], "name": "calm"},
    ]
    assert solved["options"] == []
    assert solved["equilibria"]["Nash"] == [1, 2]
    assert solved["finding"]["method"] == "graph"


def test_the_same_case_gives_the_same_bytes(run, valley):
    assert run("solve", valley, "--json") == run("solve", valley, "--json")


def test_a_comment_changes_no_result_and_no_hash(data, valley):
    before = data("solve", valley)
    edit(valley, "detente: 1\n", "detente: 1   # a remark\n")
    assert data("solve", valley) == before


# --- why


def test_why_tells_the_move_and_the_answer(run, valley):
    code, out, _ = run("why", valley, "sq", "Upstream", "--concept", "smr")
    assert code == 0
    assert "State 1 is stable for the upstream state under SMR" in " ".join(out.split())
    assert "but then the downstream state will bombard the dam" in " ".join(out.split())


def test_why_gives_the_same_as_data(data, valley):
    (reason,) = data("why", valley, "1", "Upstream", "--concept", "SMR")["reasons"]
    assert (reason["dm"], reason["concept"], reason["stable"]) == ("Upstream", "SMR", True)
    first = reason["temptations"][0]
    assert first["deterred"]
    assert first["answer"][-1]["dm"] == "Downstream"
    assert first["result"] == "worse"


def test_why_without_a_decision_maker_asks_for_all(data, valley):
    assert [r["dm"] for r in data("why", valley, "sq")["reasons"]] == ["Upstream", "Downstream"]


@pytest.mark.parametrize(
    "state", ["1", "sq", "none", "Upstream.fill,Upstream.publish", "Upstream.publish Upstream.fill"]
)
def test_a_state_can_be_named_in_several_ways(data, valley, state):
    expected = 4 if "fill" in state else 1
    assert data("why", valley, state)["state"]["number"] == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["99"], "there is no state 99; states are numbered 1 to 12"),
        (["0"], "there is no state 0; states are numbered 1 to 12"),
        (["²"], "`²`: no such option or state"),
        ([" "], "no state is named; `none` is the state in which no option is on"),
        (["Upstream.fil"], "`Upstream.fil`: no such option or state; did you mean `Upstream.fill`?"),
        (["Downstream.strike,Downstream.pay"],
         "the state [Downstream.strike, Downstream.pay] is excluded by the rules"),
        (["sq", "Upstraem"], "`Upstraem`: no such decision maker; did you mean `Upstream`?"),
        (["sq", "--concept", "SEQQ"], "`SEQQ`: no such concept; did you mean `SEQ`?; there are: Nash, GMR, SMR, SEQ, SSEQ"),
    ],
)  # fmt: skip
def test_why_says_which_name_is_wrong(run, valley, arguments, message):
    code, out, err = run("why", valley, *arguments)
    assert (code, out) == (2, "")
    assert err == f"detente: {message}\n"


# --- paths


def test_paths_tell_who_moves_at_each_step(data, valley):
    found = data("paths", valley, "war", "--any")
    assert found["start"]["number"] == 1
    assert not found["improvements"]
    assert [s["dm"] for s in found["paths"][0]["steps"]] == ["Downstream"]
    assert found["paths"][0]["outcomes"] == ["war"]


def test_paths_by_improvements_name_what_they_do_not_reach(data, valley):
    found = data("paths", valley)
    assert found["improvements"]
    assert found["not_reached"] == ["war"]
    assert found["reached"] < found["states"]


def test_paths_start_where_they_are_told(data, valley):
    assert data("paths", valley, "1", "--from", "2", "--any")["paths"][0]["target"]["number"] == 1


def test_paths_to_an_unknown_target_say_so(run, valley):
    code, _, err = run("paths", valley, "warr")
    assert code == 2
    assert err == "detente: `warr`: no such outcome or state; did you mean `war`?\n"


def test_a_case_without_a_status_quo_says_so(run, valley):
    edit(valley, "status_quo: []", "# status_quo: []")
    code, _, err = run("paths", valley)
    assert (code, err) == (2, "detente: the case has no status quo\n")


# --- ranking


def test_ranking_groups_states_by_the_statements_they_satisfy(data, valley):
    found = data("ranking", valley, "Upstream")
    assert found["statements"] == ["not Downstream.strike", "Upstream.fill", "not Upstream.publish"]
    assert [p["place"] for p in found["places"]] == list(range(1, 9))
    assert found["places"][0]["satisfies"] == [True, True, True]
    assert found["places"][-1]["satisfies"] == [False, False, False]
    assert sum(len(p["states"]) for p in found["places"]) == 12


def test_ranking_shows_what_tied_states_share(run, valley):
    _, out, _ = run("ranking", valley, "Upstream")
    assert "1. not Downstream.strike   [assumed: nothing is worth a broken dam]" in out
    assert "2. Upstream.fill   [cabinet-vow]" in out
    assert "Upstream.fill, not Upstream.publish, not Downstream.strike" in " ".join(out.split())


# --- check


def test_check_ends_with_zero_where_nothing_is_wrong(run, valley):
    code, out, err = run("check", valley)
    assert (code, err) == (0, "")
    assert "Nothing is wrong with it." in out
    assert "3 passages: 3 exact." in out


def test_check_ends_with_one_where_a_passage_is_lost(run, valley, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "post-0602.txt").write_text("too short")
    code, out, _ = run("check", valley, "--documents", texts)
    assert code == 1
    assert "3 passages: 1 orphaned and 2 text changed." in out
    assert "the quotation is not in the text" in " ".join(out.split())


def test_check_ends_with_one_where_a_text_is_not_in_the_folder_that_was_named(
    run, valley, tmp_path
):
    code, out, _ = run("check", valley, "--documents", tmp_path)
    assert code == 1
    assert "3 passages: 3 text missing." in out


def test_check_of_a_folder_that_is_not_there_says_so(run, valley, tmp_path):
    code, _, err = run("check", valley, "--documents", tmp_path / "nowhere")
    assert code == 2
    assert "nowhere: cannot be read: No such file or directory" in err


def test_check_finds_what_only_the_states_can_tell(run, valley):
    edit(valley, "status_quo: []", "status_quo: [Downstream.strike, Downstream.pay]")
    code, _, err = run("check", valley)
    assert code == 2
    assert "`status_quo`: is not feasible: excluded by rules[1]" in err


def test_check_names_unsourced_elements(run, valley):
    edit(valley, "        assumed: the gauges are its own\n", "")
    _, out, _ = run("check", valley)
    assert "Unsourced (1): Upstream.publish." in out


# --- the rest


def test_what_is_kept_but_not_used_is_said(run, valley):
    path = valley / "case.yaml"
    path.write_text(path.read_text() + "coalitions: [[Upstream, Downstream]]\n")
    code, _, err = run("solve", valley)
    assert code == 0
    assert err == "note: `coalitions` are kept, but not used by the analysis yet\n"


def test_library_lists_the_korean_case(run, data):
    _, out, _ = run("library")
    assert "korea-2019" in out
    (entry,) = [e for e in data("library") if e["name"] == "korea-2019"]
    assert (entry["decision_makers"], entry["options"], entry["claims"]) == (5, 13, 86)


def test_new_writes_a_case_and_does_not_write_over_it(run, tmp_path):
    folder = tmp_path / "mine"
    assert run("new", folder)[0] == 0
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    code, _, err = run("new", folder)
    assert code == 2
    assert "holds case.yaml and claims.yaml and documents.yaml and sources.yaml" in err
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert run("analyze", folder)[0] == 0


def test_new_copies_a_built_in_case_to_be_changed(run, tmp_path):
    folder = tmp_path / "mine"
    code, out, _ = run("new", folder, "--from", "korea-2019")
    assert code == 0
    assert "variants/crisis.yaml" in out
    assert load(folder).claims == load("korea-2019").claims
    assert run("check", folder)[0] == 0


def test_new_copies_nothing_that_is_not_built_in(run, tmp_path):
    code, _, err = run("new", tmp_path / "mine", "--from", "korea-2091")
    assert code == 2
    assert err == "detente: `korea-2091`: no such built-in case; did you mean `korea-2019`?\n"
    assert not (tmp_path / "mine").exists()


def test_a_case_that_is_nowhere_gets_the_nearest_library_name(run):
    code, _, err = run("analyze", "korea-2091")
    assert code == 2
    assert err == (
        "detente: `korea-2091`: no such folder, and no such case in the library; "
        "did you mean `korea-2019`? (`detente library` lists them)\n"
    )


def test_schemas_are_named_and_printed(run):
    code, out, _ = run("schema")
    assert code == 0
    assert "case.yaml" in out
    assert json.loads(run("schema", "solve")[1])["title"] == "detente solve --json"
    code, _, err = run("schema", "solv")
    assert (code, err) == (2, "detente: `solv`: no such schema; did you mean `solve`?\n")
