"""Reading a case: what is wrong is told at once, in words, with its place and the way out."""

import re
from pathlib import Path

import pytest

from case.folders import CRISIS, TALKS, edited, problems, write
from case.transcript import refusals
from detente.case import CaseNotFound, InvalidCase, Place, Problem, TooLarge, load
from detente.case.errors import MOST_PROBLEMS, did_you_mean, listed, shown
from detente.case.files import MAX_VARIANTS
from detente.conflict import states
from detente.conflict.build import build

REFUSALS = list(refusals(Path(__file__).with_name("refusals.txt")))


@pytest.mark.parametrize("files", [TALKS, CRISIS], ids=["talks", "crisis"])
def test_the_cases_that_all_edits_start_from_say_nothing_wrong(tmp_path, files):
    assert problems(write(tmp_path, files)) == []


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.title)
def test_what_is_wrong_is_said_word_by_word(tmp_path, refusal):
    assert refusal.said
    assert problems(write(tmp_path, refusal.files)) == refusal.said


def test_no_two_refusals_have_one_title():
    titles = [refusal.title for refusal in REFUSALS]
    assert sorted(set(titles)) == sorted(titles)


def test_every_message_is_one_printable_line_with_its_place():
    for line in (line for refusal in REFUSALS for line in refusal.said):
        assert re.match(r"[\w/. -]+\.(yaml|yml):\d+:\d+: \S", line)
        assert line.isprintable()


# --- all at once


def test_all_problems_of_all_files_are_told_at_once_and_in_order(tmp_path):
    files = edited(
        TALKS,
        ("variants/thaw.yaml", "drop: no-reward", "drop: no-rewrd"),
        ("sources.yaml", "reliability: C", "reliability: G"),
        ("documents.yaml", "source: post", "source: pots"),
        ("claims.yaml", "stance: asserts", "stance: assert"),
        ("claims.yaml", "speaker: US\n", "speaker: UN\n"),
        ("case.yaml", "answer: pause", "answer: paus"),
        ("case.yaml", "as_of: 2019-05-01", "as_of: 2019-5-1"),
    )
    places = [line.split(": ")[0] for line in problems(write(tmp_path, files))]
    assert places == [
        "case.yaml:4:8",
        "case.yaml:30:9",
        "claims.yaml:3:12",
        "claims.yaml:6:11",
        "documents.yaml:1:54",
        "sources.yaml:2:37",
        "variants/thaw.yaml:5:12",
    ]


def test_lines_are_in_order_of_their_numbers_not_of_their_digits():
    places = [Place("case.yaml", line) for line in (10, 9, 100)]
    error = InvalidCase([Problem(place, "x") for place in places])
    assert [problem.place.line for problem in error.problems] == [9, 10, 100]


def test_what_is_said_twice_is_told_once():
    assert len(InvalidCase([Problem(Place("case.yaml"), "x")] * 2).problems) == 1


@pytest.mark.parametrize("name", ["claims.yaml", "documents.yaml", "sources.yaml"])
def test_a_file_that_cannot_be_read_is_not_blamed_on_those_that_refer_to_it(tmp_path, name):
    assert problems(write(tmp_path, {**TALKS, name: "["})) == [
        (
            f"{name}:1:2: not YAML: while parsing a flow node expected the node content,"
            " but found '<stream end>'"
        )
    ]


def test_a_case_yaml_that_cannot_be_read_does_not_hide_what_is_wrong_with_the_ledger(tmp_path):
    files = edited(TALKS, ("documents.yaml", "source: post", "source: pots")) | {"case.yaml": ""}
    assert problems(write(tmp_path, files)) == [
        "case.yaml:1:1: is empty; `detente new DIR` writes a template",
        "documents.yaml:1:54: `pots`: no such source; did you mean `post`?",
    ]


def test_more_problems_than_anybody_reads_are_cut_short(tmp_path):
    rules = "rules:\n" + "  - US.nuke\n" * 2 * MOST_PROBLEMS
    files = edited(TALKS, ("case.yaml", "rules:\n", rules))
    said = problems(write(tmp_path, files))
    assert said[0].startswith("case.yaml:24:5: `US.nuke`: no such option")
    assert said[MOST_PROBLEMS:] == [
        (
            f"case.yaml:{24 + MOST_PROBLEMS}:5: there are more problems, from here on;"
            " mend the first 1,000 first"
        )
    ]


def test_the_repair_of_one_misfit_never_hides_an_unknown_name(tmp_path):
    """What a repair puts in has a name of its own, which a case might use as well."""
    files = edited(TALKS, ("case.yaml", "deal: US.relief", "deal: US.Placeholder__"))
    assert problems(write(tmp_path, files)) == [
        "case.yaml:29:9: `US.Placeholder__`: no such option; US has: relief, press"
    ]


# --- what is read as text


def test_names_days_and_grades_are_read_as_they_look(tmp_path):
    model = """\
detente: "1"
title: 007
as_of: 2020-06-01
decision_makers:
  no:
    name: null and void
    options: {on: 1e3, yes: 0x10, true: 2020-06-01}
    prefers: [{want: no.on, because: 1e3, id: 12}]
outcomes: {1e3: no.on, 2020-06-01: no.yes}
answer: 1e3
"""
    claims = "1e3: {claim: 12:30, speaker: 0602, voice: author, stance: asserts, valid: 2019}"
    sources = "0602: {name: 1_000, reliability: E, reason: .inf}"
    files = {"case.yaml": model, "claims.yaml": claims, "sources.yaml": sources}
    case = load(write(tmp_path, files))
    assert list(case.model.options) == ["no.on", "no.yes", "no.true"]
    assert [option.text for option in case.model.options.values()] == ["1e3", "0x10", "2020-06-01"]
    assert (case.model.title, case.model.as_of) == ("007", "2020-06-01")
    assert case.model.decision_makers["no"].prefers[0].claims == ("1e3",)
    assert list(case.model.outcomes) == ["1e3", "2020-06-01"]
    assert case.claims["1e3"].valid == "2019"
    assert case.sources["0602"].name == "1_000"


def test_a_key_with_nothing_behind_it_is_as_if_it_were_not_there(tmp_path):
    files = edited(
        TALKS,
        ("case.yaml", "coalitions:\n  - [US, DPRK]\n", "coalitions:\nassumption_credence: ~\n"),
    )
    assert load(write(tmp_path, files)).model.coalitions == ()


# --- what only the states tell


def test_too_many_options_for_memory_are_refused_with_the_size_and_what_to_do(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(states, "available_bytes", lambda: 2**30)
    options = "".join(f"      o{k}: Go {k} ways\n" for k in range(40))
    files = edited(
        TALKS, ("case.yaml", "      press: Add pressure\n", options + "      press: Go\n")
    )
    case = load(write(tmp_path, files))
    with pytest.raises(TooLarge) as error:
        build(case)
    assert re.fullmatch(
        r"\d\d of 43 options make [\d,]+ states, and solving them needs about"
        r" [\d.]+ GiB; 1 GiB are free, enough for [\d,]+ states\. Remove options, or add rules \(`never: …`\)"
        r" that exclude combinations which cannot be",
        str(error.value),
    )


def test_a_formula_over_several_lines_is_told_in_one(tmp_path):
    when = "    >-\n      US.relief and\n      US.press\n      or " + " and ".join(
        ["US.relief"] * 9
    )
    files = edited(TALKS, ("case.yaml", "deal: US.relief", f"deal:\n{when} and US.press"))
    assert problems(write(tmp_path, files)) == [
        (
            "case.yaml:29:3: `outcomes.deal`: no feasible state satisfies `US.relief and US.press or"
            " US.relief and US.relief and US.relief and US.relief a…`"
        )
    ]


# --- which case


def test_a_folder_that_is_not_there_gets_the_nearest_library_name(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CaseNotFound) as error:
        load("korea2019")
    assert str(error.value) == (
        "`korea2019`: no such folder, and no such case in the library; did you mean `korea-2019`?"
        " (`detente library` lists them)"
    )


def test_a_file_is_no_case_but_its_case_yaml_stands_for_the_folder(tmp_path):
    write(tmp_path, TALKS)
    assert load(tmp_path / "case.yaml").model == load(tmp_path).model
    with pytest.raises(
        CaseNotFound, match=r"is a file; a case is a folder with a case\.yaml in it"
    ):
        load(tmp_path / "claims.yaml")


def test_ones_own_folder_goes_before_a_library_case_of_the_same_name(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "korea-2019").mkdir()
    assert load("korea-2019").claims
    write(tmp_path / "korea-2019", TALKS)
    assert load("korea-2019").model.title == "Sanctions and tests"


def test_a_case_is_called_as_its_folder_and_typed_as_it_was_given(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "talks", TALKS)
    assert (load("talks").name, load("talks").address) == ("talks", "talks")
    monkeypatch.chdir(tmp_path / "talks")
    assert (load(".").name, load(".").address) == ("talks", ".")


def test_the_place_of_everything_can_be_asked_for(tmp_path):
    case = load(write(tmp_path, TALKS))
    prefers = ("decision_makers", "DPRK", "prefers")
    assert str(case.place((*prefers, 1))) == "case.yaml:21:9"
    assert str(case.place(prefers, key=True)) == "case.yaml:19:5"
    assert str(case.place(("wish", "passages", 0), file="claims.yaml")) == "claims.yaml:11:7"


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    others = {"notes.md": "[", "variants/thaw.yaml~": "[", "variants/.thaw.yaml.swp": "["}
    write(tmp_path, {**TALKS, **others, "variants/.#thaw.yaml": "["})
    assert list(load(tmp_path).variants) == ["thaw"]


def test_more_variants_than_a_case_may_have_are_refused(tmp_path):
    many = {f"variants/v{k}.yaml": "" for k in range(MAX_VARIANTS + 1)}
    assert problems(write(tmp_path, {**TALKS, **many})) == [
        "variants:1:1: more than 500 variants in one case"
    ]


# --- the words of messages


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("US.releif", ["US.relief", "US.press"], "; did you mean `US.relief`?"),
        ("us.RELIEF", ["US.relief"], "; did you mean `US.relief`?"),
        ("Mongolia", ["US", "DPRK"], ""),
        ("x", [], ""),
        ("ab", ["ac", "ad"], ""),
    ],
)
def test_only_a_name_that_is_near_is_suggested(name, known, hint):
    assert did_you_mean(name, known) == hint


def test_long_lists_and_long_texts_are_shortened():
    assert listed([]) == "none"
    assert listed("abc") == "a, b, c"
    assert listed("abcdef", 4) == "a, b, c, d and 2 more"
    assert shown("a" * 60) == "a" * 60
    assert shown("a" * 61) == "a" * 59 + "…"


def test_what_cannot_be_seen_is_shown_as_such():
    assert shown("a\x1b[31m\u202eb\n\ud800") == "a\ufffd[31m\ufffdb\ufffd\ufffd"
