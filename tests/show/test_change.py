"""What would change the verdict, in words."""

from dataclasses import replace

import pytest

from detente import solve
from detente.case.formula import parse
from detente.outlook.edits import Edit
from detente.outlook.inverse import devils_advocate, what_would_it_take
from detente.show.change import Told, inverse_data, opposite
from detente.show.page import Items
from making import case


def told(ask, *arguments, model=None, **options):
    held = case() if model is None else case(model)
    return Told(ask(solve(held), *arguments, **options))


def items(page):
    """The changes of a page: what is told of each, and below it."""
    (listed,) = [b for s in page.sections for b in s.blocks if isinstance(b, Items)]
    return [(head, below.items) for head, below in listed.items]


def test_the_title_asks_and_the_subtitle_says_after_what():
    page = told(devils_advocate, "dark").page()
    assert page.title == "Devil's advocate: what would it take for dark not to hold?"
    assert page.subtitle == "The dam is filled in the dark."
    assert told(what_would_it_take, state=1).page().title == (
        "What would it take for state 1 to hold?"
    )


def test_the_answer_says_how_things_stand_how_many_edits_it_takes_and_what_was_tried():
    assert told(what_would_it_take, "open").answer() == [
        "As things stand, open holds under GMR and SMR.",
        "One edit is enough to make it hold under SEQ; 3 different ones do, of 2 statements.",
        "All 15 different edits were tried. Edits that leave the same ranking are one.",
        "SEQ: whoever leaves is answered by moves that pay those who make them.",
    ]


def test_what_holds_already_needs_nothing_and_what_falls_already_is_not_broken():
    assert told(what_would_it_take, "dark").answer()[:2] == [
        "As things stand, dark holds under all five concepts.",
        "So nothing has to change for it to hold under Nash.",
    ]
    assert told(devils_advocate, "open", concept="Nash").answer()[1] == (
        "So there is nothing to break under Nash."
    )


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit("Up", "drop", 2), "the upper state no longer wanted to fill the dam"),
        (Edit("Up", "flip", 3), "the upper state wanted to share its data, not the opposite"),
        (
            Edit("Up", "move", 3, 2),
            (
                "the upper state put the wish to keep its data above the one to fill the dam"
            ),
        ),
        (
            Edit("Up", "move", 1, 2),
            (
                "the upper state put the wish for Lowland not to bomb the dam below the one to fill "
                "the dam"
            ),
        ),
    ],
)  # fmt: skip
def test_an_edit_is_told_in_the_words_of_the_case(edit, words):
    assert told(devils_advocate, "dark").edit(edit) == words


def test_a_second_edit_is_told_as_the_first_left_things():
    both = told(devils_advocate, "dark")
    turned = Edit("Up", "flip", 2)
    assert both.edit(Edit("Up", "move", 1, 2), [turned]) == (
        "the upper state put the wish for Lowland not to bomb the dam below the one not to fill the "
        "dam"
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A.x", "not A.x"),
        ("not A.x", "A.x"),
        ("A.x -> B.y", "A.x and not B.y"),
        ("A.x and not B.y", "not A.x or B.y"),
        ("A.x or B.y", "not A.x and not B.y"),
        ("A.x <-> B.y", "not (A.x <-> B.y)"),
    ],
)
def test_the_opposite_of_a_formula_has_its_not_inside(formula, expected):
    assert opposite(parse(formula).expression) == parse(expected).expression


def test_each_change_says_what_its_statement_rests_on_and_what_follows():
    found = items(told(devils_advocate, "dark", concept="Nash").page())
    below = [line for _, lines in found for line in lines]
    assert below == [
        "Up/3: assumed, data are power.",
        "Of the other outcomes, open holds as well.",
        "Down/2: assumed, war is dear.",
        "Up/2 rests on vow, plan and money, best grade B2, from post and radio; against it: doubt.",
    ]


def test_a_statement_with_an_id_is_found_by_its_line_too():
    edit = Edit("Up", "drop", 1)
    found = told(devils_advocate, "dark")
    (change,) = found.found.changes[:1]
    alone = replace(found.found, changes=(replace(change, edits=(edit,), alike=()),))
    ((_, below),) = items(Told(alone).page())
    assert below[0] == "peace (line 1 of Up) rests on fear, best grade D4, from radio."


def test_a_state_is_told_once_by_what_tells_it_from_the_status_quo():
    lines = [below for _, below in items(told(what_would_it_take, "open").page())]
    assert lines[0][1:] == (
        "It would also do if the statement were turned round.",
        (
            "Then 2 of its states hold, among them state 4: the upper state will fill the dam and "
            "share its data."
        ),
    )
    assert lines[1][1] == "Then state 4 holds."


def test_what_is_not_told_is_counted():
    page = told(devils_advocate, "dark", concept="Nash", told=1).page()
    every = told(devils_advocate, "dark", concept="Nash").found
    assert len(every.changes) > 1
    assert (
        f"… and {len(every.changes) - 1} more; --most N tells N of them." in page.sections[1].blocks
    )


def test_no_answer_in_two_edits_is_said_with_what_was_not_tried():
    model = """
        detente: 1
        title: Three
        as_of: 2020-01-01
        decision_makers:
          A: {options: {go: {text: Go}}, prefers: [A.go]}
          B: {options: {go: {text: Go}}, prefers: [B.go]}
          C: {options: {go: {text: Go}}, prefers: [C.go]}
        outcomes: {stay: not (A.go or B.go or C.go)}
    """
    answer = told(what_would_it_take, "stay", concept="Nash", model=model).answer()
    assert answer[1] == "Not even two edits are enough to make it hold under Nash."
    assert answer[2] == (
        "All 6 different edits and all 12 different pairs were tried; more edits at once were "
        "not. Edits that leave the same ranking are one."
    )
    one = told(what_would_it_take, "stay", concept="Nash", most=1, model=model).answer()
    assert one[1] == "No single edit is enough to make it hold under Nash."


def test_a_section_for_a_larger_page_has_the_answer_and_the_first_changes():
    section = told(devils_advocate, "dark", concept="Nash").section(most=1)
    assert section.title == "Devil's advocate: what would it take for dark not to hold?"
    answer, lead, listed, left = section.blocks
    assert answer.startswith("As things stand, dark holds under all five concepts. One edit")
    assert lead == "It would no longer hold if"
    assert len(listed.items) == 1
    assert left.startswith("… and ")


def test_the_data_say_the_same():
    found = told(devils_advocate, "dark", concept="Nash").found
    data = inverse_data(found)
    assert (data["case"], data["outcome"], data["state"]) == ("river", "dark", None)
    assert (data["concept"], data["wanted"], data["fewest"]) == ("Nash", False, 1)
    assert data["count"] == sum(1 + len(change["alike"]) for change in data["changes"])
    edits = [edit for change in data["changes"] for edit in change["edits"]]
    assert {"dm", "verb", "line", "to", "statement", "want", "support", "text"} <= set(edits[0])
    fill = next(edit for edit in edits if edit["statement"] == "Up/2")
    assert (fill["want"], fill["claims"]) == ("Up.fill", ["vow", "plan", "money"])
    assert data["finding"]["parameters"]["concept"] == "Nash"
