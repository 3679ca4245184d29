"""What an assistant is told of a case's analysis: the pages that the commands print."""

import pytest

from assistant.desk import Refused, ask


def without_hints(text):
    return [line for line in text.splitlines() if line]


def test_analyses_are_the_pages_of_the_commands(run, valley):
    solved, why, overview = ask(
        valley,
        ("solve", {}),
        ("why", {"state": "sq", "decision_maker": "Upstream", "concept": "SEQ"}),
        ("overview", {}),
    )
    assert solved["text"] == run("solve", valley)[1]
    assert why["text"] == run("why", valley, "sq", "Upstream")[1]
    assert overview["text"] == run("analyze", valley, "--no-report", "--no-outlook")[1]
    assert not solved["cut_short"]


def test_a_conclusion_is_explained_for_everybody(valley):
    (why,) = ask(valley, ("why", {"state": "2", "concept": "Nash"}))
    assert "Upstream (Nash)" in why["text"]
    assert "Downstream (Nash)" in why["text"]


def test_an_outlook_is_drawn_from_few_worlds_the_same_each_time(valley):
    first, again, other = ask(
        valley,
        ("outlook", {"draws": 40}),
        ("outlook", {"draws": 40}),
        ("outlook", {"draws": 40, "seed": 2}),
    )
    assert first == again
    assert "40 draws under each of three grade tables, seed 1" in first["text"]
    assert "seed 2" in other["text"]
    assert first["text"] != other["text"]


def test_what_would_it_take_is_answered(valley):
    (told,) = ask(valley, ("what_would_it_take", {"outcome": "filled-openly", "concept": "Nash"}))
    assert told["text"].startswith("What would it take for")


def test_a_variant_is_set_beside_the_case():
    (told,) = ask("korea-2019", ("what_if", {"variant": "no-bridge"}))
    assert "no-bridge" in told["text"]


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("outlook", {"draws": 10**9}, "`draws`: input should be less than or equal to 2000"),
        ("outlook", {"outcome": "filled-alon"}, "did you mean `filled-alone`?"),
        ("why", {"concept": "Nsh"}, "did you mean `Nash`?"),
        ("why", {"state": "x" * 100_000}, "`state`: string should have at most 2000 characters"),
        ("what_would_it_take", {"edits": 3}, "`edits`: input should be 1 or 2"),
    ],
)
def test_what_cannot_be_analysed_is_refused_in_a_sentence(valley, tool, given, told):
    (answer,) = ask(valley, (tool, given))
    assert isinstance(answer, Refused)
    assert told in answer
    assert len(answer) < 400
