"""The main page is computed: rename everything, turn the statements round, and the words follow."""

import re

import pytest

from detente.conflict import overview, solve
from detente.evidence import quality
from detente.show.analysis import Story
from detente.show.terminal import rendered
from making import CLAIMS, DISPUTE, case

LEDGER = {"claims": CLAIMS, "sources": "post: {name: P, reliability: B, reason: r}\n"
          "radio: {name: R, reliability: D, reason: r}",
          "documents": "news: {title: N, source: post}"}  # fmt: skip


def story(model=DISPUTE, *, full=False, **files):
    held = case(model, **(files or LEDGER))
    return Story(overview(solve(held)), quality(held), full=full)


def page(told):
    from rich.console import Console

    return rendered(told.page(), Console(width=100, force_terminal=False))


def answer(model):
    return story(model).answer()[0]


def test_the_page_has_its_parts_in_order():
    titles = [section.title for section in story().page().sections]
    assert titles == [
        "Question",
        "Answer",
        "What holds",
        "The status quo",
        "How it could move",
        "Why",
        "What it rests on",
    ]


def test_an_outcome_within_reach_of_self_interest_can_come_about():
    assert answer(DISPUTE) == (
        "It can come about: “The dam is filled in the dark” holds (Nash), 1 step away, "
        "each step in the mover's interest."
    )


def test_a_status_quo_that_holds_is_a_yes():
    asked = DISPUTE.replace("status_quo: []", "status_quo: [Up.fill]")
    assert answer(asked) == (
        "Yes, as things stand: “The dam is filled in the dark” is the status quo, and holds (Nash)."
    )


def test_a_status_quo_that_someone_leaves_unpunished_is_not_as_it_stands():
    asked = (
        DISPUTE.replace("status_quo: []", "status_quo: [Up.share, Up.fill]")
        .replace("answer: dark", "answer: open")
        .replace("not Down.strike, because: [fear]", "Up.fill or Down.strike, because: [fear]")
    )
    assert answer(asked).startswith(
        "Not as it stands: “The dam is filled in the open” is the status quo, but"
    )


def test_an_outcome_that_nothing_upholds_is_a_no():
    peaceful = DISPUTE.replace("moves: on, ", "").replace("answer: dark", "answer: war")
    first = "          - want: not (Up.fill and not Up.share)\n"
    asked = peaceful.replace(first, "          - want: not Down.strike\n" + first)
    assert answer(asked).startswith("No: “Lowland will bomb the dam” does not hold;")


def test_turning_the_first_statement_round_turns_the_answer():
    turned = DISPUTE.replace("want: Up.fill, because", "want: not Up.fill, because")
    assert answer(DISPUTE).startswith("It can come about")
    assert answer(turned).startswith("Hardly:")


RENAMED = {
    "Up": "Alpha", "Down": "Beta", "fill": "burn", "share": "sing", "strike": "jump",
    "dark": "gloom", "open": "light", "war": "storm", "The upper state": "Ruritania",
    "Lowland": "The free city", "Fill the dam": "Light the beacon", "Share its data": "Ring bells",
    "Keep its data": "Keep quiet", "Bomb the dam": "Sink the fleet",
    "The dam is filled in the dark": "The beacon burns unseen",
    "The dam is filled in the open": "The beacon burns for all to see",
    "Will the dam stand": "Will the beacon burn", "A river": "A coast",
}  # fmt: skip


def renamed(text):
    words = sorted(RENAMED, key=len, reverse=True)
    return re.sub(
        "|".join(rf"(?<![\w]){re.escape(word)}(?![\w])" for word in words),
        lambda match: RENAMED[match.group()],
        text,
    )


@pytest.mark.parametrize("full", [False, True])
def test_renaming_everything_renames_the_page_and_changes_nothing_else(full):
    files = {**LEDGER, "claims": renamed(CLAIMS)}
    before = page(story(full=full))
    after = page(story(renamed(DISPUTE), full=full, **files))
    for word in RENAMED:
        assert not re.search(rf"\b{word}\b", after.replace("--full", "")), word
    assert _skeleton(renamed_anyhow(before)) == _skeleton(after)


def renamed_anyhow(text):
    """Rename in a finished page, where letters at the beginning of sentences are large."""
    new = {old.lower(): name.lower() for old, name in RENAMED.items()}
    pattern = "|".join(rf"\b{re.escape(old)}\b" for old in sorted(new, key=len, reverse=True))
    return re.sub(pattern, lambda match: new[match.group()], _skeleton(text))


def _skeleton(text):
    """The words alone: no line breaks, no rules of tables, no hash of the input."""
    return re.sub(r"[─\s]+", " ", re.sub(r"input [0-9a-f]+", "", text)).lower()


def test_no_word_of_a_library_case_stands_in_the_code_that_shows():
    import ast
    from pathlib import Path

    import detente.show as show

    for path in Path(show.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and isinstance(node.body[0], ast.Expr)
        }
        said = " ".join(
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        )
        for word in ("Korea", "Pyongyang", "DPRK", "Washington", "stalemate"):
            assert word not in said, path.name


def test_an_unsourced_line_is_told():
    assert "Unsourced: Down/1." in page(story())


def test_a_case_without_outcomes_or_question_still_tells_its_equilibria():
    bare = re.sub(r"    outcomes:.*", "", DISPUTE, flags=re.DOTALL).replace(
        "    question: Will the dam stand?\n", ""
    )
    told = page(story(bare))
    assert "The case names no outcomes; there are equilibria: 2 states under Nash." in told
    assert "Equilibria under Nash:" in told


def test_a_case_without_a_status_quo_tells_no_paths():
    titles = [s.title for s in story(DISPUTE.replace("status_quo: []", "")).page().sections]
    assert "How it could move" not in titles
    assert "What holds" in titles


def test_hostile_texts_are_shown_as_they_are_and_cannot_steer_the_terminal():
    evil = '"[bold red]\\e[31mHi \\u202Ereversed <script>"'
    told = page(story(DISPUTE.replace("The upper state", "X").replace("name: X", f"name: {evil}")))
    assert "[bold red]" in told
    assert "\x1b" not in told
    assert "\u202e" not in told
