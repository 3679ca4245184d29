"""``what-would-it-take`` and ``devils-advocate``, in process."""

import json

import pytest

BOTH = ("what-would-it-take", "devils-advocate")


def test_the_devils_advocate_attacks_the_outcome_of_the_question(run, valley):
    code, out, err = run("devils-advocate", valley)
    assert (code, err) == (0, "")
    assert out.startswith("Devil's advocate: what would it take for filled-alone not to hold?\n")
    assert "It would no longer hold under Nash if\n 1. " in out


def test_what_it_would_take_is_told_for_an_outcome_or_a_state(run, valley):
    code, out, _ = run("what-would-it-take", valley, "war")
    assert code == 0
    assert "As things stand, war holds under" in out
    code, out, _ = run("what-would-it-take", valley, "--state", "sq", "--concept", "nash")
    assert code == 0
    assert out.startswith("What would it take for state 1 to hold?")


def test_the_data_have_the_promised_keys(run, valley):
    _, out, _ = run("devils-advocate", valley, "--json")
    data = json.loads(out)
    assert list(data) == [
        "case",
        "outcome",
        "state",
        "concept",
        "wanted",
        "held",
        "answer",
        "fewest",
        "count",
        "statement_sets",
        "changes",
        "tried",
        "fixed",
        "finding",
    ]
    assert list(data["changes"][0]) == [
        "edits",
        "alike",
        "equilibria",
        "example",
        "gained",
        "lost",
    ]


def test_fewer_changes_are_told_if_asked_and_still_all_are_counted(run, valley):
    every = json.loads(run("devils-advocate", valley, "--json")[1])
    one = json.loads(run("devils-advocate", valley, "--json", "--most", "1")[1])
    assert len(one["changes"]) == 1
    assert (one["count"], one["statement_sets"]) == (every["count"], every["statement_sets"])


def test_the_same_question_gives_the_same_bytes(run, valley):
    assert run("devils-advocate", valley, "--json") == run("devils-advocate", valley, "--json")


@pytest.mark.parametrize("command", BOTH)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["filled-alne"], "`filled-alne`: no such outcome; did you mean `filled-alone`?"),
        (["--concept", "SQE"], "`SQE`: no such concept; did you mean `SEQ`?"),
        (["--state", "99"], "there is no state 99; states are numbered 1 to 12"),
        (["filled-alone", "--state", "sq"], "OUTCOME and --state exclude each other"),
        (["--edits", "4"], "Invalid value for '--edits': 4 is not in the range 1<=x<=3."),
        (["--most", "0"], "Invalid value for '--most'"),
    ],
)
def test_bad_input_is_one_clear_message(run, valley, command, arguments, message):
    code, out, err = run(command, valley, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", BOTH)
def test_a_case_that_ranks_its_states_directly_is_refused(run, command):
    code, out, err = run(command, "published/gmcr-plus-0.4.1/prisoners-dilemma")
    assert (code, out) == (2, "")
    assert err == (
        "detente: published/gmcr-plus-0.4.1/prisoners-dilemma: there are no statements to edit: "
        "its decision makers rank the states directly\n"
    )
