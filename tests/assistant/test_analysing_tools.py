"""What an assistant is told of a case's analysis: the pages that the commands print."""

from assistant.desk import Refused, ask


def test_analyses_are_the_pages_of_the_commands(run, valley, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
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


def test_conclusions_are_explained_drawn_and_turned_round(valley):
    why, first, again, other, inverse = ask(
        valley,
        ("why", {"state": "2", "concept": "Nash"}),
        ("outlook", {"draws": 40}),
        ("outlook", {"draws": 40}),
        ("outlook", {"draws": 40, "seed": 2}),
        ("what_would_it_take", {"outcome": "filled-openly", "concept": "Nash"}),
    )
    assert "Upstream (Nash)" in why["text"]
    assert "Downstream (Nash)" in why["text"]
    assert first == again
    assert "40 draws under each of three grade tables, seed 1" in first["text"]
    assert "seed 2" in other["text"]
    assert first["text"] != other["text"]
    assert inverse["text"].startswith("What would it take for")


def test_a_variant_is_set_beside_the_case():
    (told,) = ask("korea-2019", ("what_if", {"variant": "no-bridge"}))
    assert "no-bridge" in told["text"]


def test_what_cannot_be_analysed_is_refused_in_a_sentence(valley):
    answers = ask(
        valley,
        ("outlook", {"draws": 10**9}),
        ("outlook", {"outcome": "filled-alon"}),
        ("why", {"concept": "Nsh"}),
        ("why", {"state": "x" * 100_000}),
        ("what_would_it_take", {"edits": 3}),
    )
    told = (
        "`draws`: input should be less than or equal to 2000",
        "did you mean `filled-alone`?",
        "did you mean `Nash`?",
        "`state`: string should have at most 2000 characters",
        "`edits`: input should be 1 or 2",
    )
    assert all(isinstance(answer, Refused) and len(answer) < 400 for answer in answers)
    assert all(words in answer for words, answer in zip(told, answers, strict=True))
