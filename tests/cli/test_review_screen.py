"""The screen of ``detente review``, by its keys, in 80 columns and 24 lines."""

import asyncio
import json

import pytest

from detente.case import load
from detente.cli.screen.dialogs import ranked
from detente.cli.screen.filter import Filter
from detente.cli.screen.review import ReviewApp
from detente.show.proposals import elements
from reviewing import CONVOY, MEETING, TALKS_FAIL, claim, reviewed, store, talks, texts_of


@pytest.fixture
def folder(tmp_path):
    return talks(tmp_path / "talks")


def typed(text):
    names = {" ": "space", ".": "full_stop", ",": "comma", "-": "minus"}
    return [names.get(letter, letter) for letter in text]


def seen(app):
    """Return what stands on the screen, line by line."""
    strips = app.screen._compositor.render_strips()  # noqa: SLF001 - textual shows it nowhere else
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def pressed(folder, *keys, proposals=(), only=None, size=(80, 24)):
    """Return what stands on the screen after each group of keys, and the log as it then is."""
    screens = []

    async def play(review):
        app = ReviewApp(review, only or Filter())
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for group in ((), *keys):
                for key in group if not callable(group) else ():
                    await pilot.press(key)
                if callable(group):
                    group()
                await pilot.pause()
                screens.append(seen(app))

    with reviewed(folder, *proposals) as review:
        asyncio.run(play(review))
    return screens


def log(folder):
    path = folder / "decisions.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def verbs(folder):
    return [line["decision"] for line in log(folder)]


def test_the_passage_stands_marked_in_its_context_with_the_suggestion_below(folder):
    (screen,) = pressed(folder)
    lines = screen.splitlines()
    assert len(lines) == 24
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == [
        "The",
        "water",
        "of",
        "the",
        "upper",
        "valley",
        "1",
        "of",
        "7,",
        "0",
        "decided",
    ]
    assert f"Ethiopia said on Monday that ▶{CONVOY}◀." in screen
    assert "wire: A report from the talks, 2020-06-16" in screen
    assert "Speaker  Upstream, The upstream state" in screen
    assert "proposed by the reader (statement.finite.that, right" in screen
    assert "a accept   e edit   r reject   s skip   u undo   1-6 credibility   l link" in screen


def test_every_key_that_decides_writes_before_the_next_is_shown(folder):
    written = []
    screens = pressed(folder, ["r"], lambda: written.append(verbs(folder)), ["s"], ["n"], ["p"])
    assert written == [["reject"]]
    assert verbs(folder) == ["reject", "skip"]
    assert "1 of 6, 1 decided" in screens[1]
    assert "rejected" in screens[1]
    assert "▶its army had crossed the border◀" in screens[1]
    assert "▶We will not give up a drop of our water◀" in screens[3]
    assert "2 of 6" in screens[4]
    assert f"▶{TALKS_FAIL}◀" in screens[4]
    assert screens[5].splitlines()[1:12] == screens[3].splitlines()[1:12]


def test_what_cannot_be_accepted_yet_says_why_and_stays(folder):
    screens = pressed(folder, ["a"])
    assert "cannot be accepted yet: it has no text yet" in " ".join(screens[1].split())
    assert f"▶{CONVOY}◀" in screens[1]
    assert verbs(folder) == []


def test_a_claim_is_typed_linked_graded_and_accepted_by_keyboard(folder):
    screens = pressed(
        folder,
        ["e", *typed("Addis puts a raid on Cairo."), "enter"],
        ["l", *typed("no-war")],
        ["enter"],
        ["f"],
        ["2"],
        ["a"],
    )
    assert "Claim    Addis puts a raid on Cairo." in screens[1]
    assert "no-war: Upstream wants: not Downstream.strike" in screens[2]
    assert "f, the claim speaks for it (because); a, against it" in screens[3]
    assert "for no-war: Upstream wants: not Downstream.strike" in screens[4]
    assert "2, probably true" in screens[5]
    assert "accepted: addis-puts-raid-cairo, under no-war" in screens[6]
    assert "1 of 6, 1 decided" in screens[6]
    held = load(folder)
    assert held.claims["addis-puts-raid-cairo"].credibility == 2
    statement = held.model.decision_makers["Upstream"].prefers[0]
    assert statement.because == (("addis-puts-raid-cairo",),)


def test_a_speaker_whom_the_case_does_not_have_becomes_a_source_while_a_claim_is_accepted(folder):
    before = texts_of(folder)
    one = claim(TALKS_FAIL, speaker="", as_read="SDN")
    two = claim(CONVOY, speaker="", as_read="SDN")
    screens = pressed(
        folder,
        ["a"],
        ["tab", "tab", "backspace", "c", "enter"],
        ["tab", *typed("A party"), "enter"],
        ["a"],
        ["u", "u"],
        ["u", "u"],
        proposals=(one, two),
    )
    assert "A new source" in screens[1]
    assert "Name        Sudan" in screens[1]
    assert "still needed: reason" in screens[2]
    assert "accepted: addis-cairo-struck-first" in screens[3]
    assert "accepted: addis-cairo-struck-first-2" in screens[4], "the source is known by now"
    assert verbs(folder)[:3] == ["edit", "accept", "written"]
    assert "taken back: edit" in screens[6]
    assert texts_of(folder) == before


def test_a_new_source_can_be_added_before_the_claim_is_written(folder):
    one = claim(TALKS_FAIL, speaker="", as_read="SDN", claim="")
    screens = pressed(
        folder,
        ["o", "tab", "tab", "tab", *typed("A party"), "enter"],
        ["e", *typed("Khartoum fears for the round."), "enter", "a"],
        proposals=(one,),
    )
    assert "Speaker  SDN, Sudan (new source, F: A party)" in screens[1]
    assert "accepted: khartoum-fears-round" in screens[2]
    assert load(folder).sources["SDN"].reliability == "F"


def test_undo_shows_the_proposal_again_and_restores_the_files(folder):
    before = texts_of(folder)
    screens = pressed(
        folder, ["a"], ["r"], ["u"], ["u"], ["u"], proposals=(claim(), claim(MEETING))
    )
    assert "All is decided." in screens[2]
    assert "1 of 1, 1 decided" in screens[3]
    assert "▶On 10 June 2020 Ethiopia met Egypt" in screens[3]
    assert f"▶{CONVOY}◀" in screens[4]
    assert "taken back: accept" in screens[4]
    assert "there is nothing to take back" in screens[5]
    assert texts_of(folder) == before


def test_a_wrong_name_in_the_dialog_is_told_there_and_escape_leaves_all_as_it_was(folder):
    screens = pressed(folder, ["e", "tab", "x", "enter"], ["escape"])
    assert "`Upstreamx`: no such decision maker or source; did you mean" in screens[1]
    assert "Speaker  Upstream, The upstream state" in screens[2]
    assert verbs(folder) == []


def test_speaker_stance_about_and_valid_are_edited_field_by_field(folder):
    word = ["ctrl+a", "ctrl+k"]
    pressed(
        folder,
        ["e", "tab", *word, *typed("river-post"), "tab", *word, *typed("warns")],
        ["tab", *word, *typed("Downstream, SDN"), "tab", *typed("2020-06"), "enter"],
        proposals=(claim(),),
    )
    (line,) = log(folder)
    assert line["edits"] == {
        "speaker": "river-post",
        "stance": "warns",
        "about": ["Downstream", "SDN"],
        "valid": "2020-06",
    }


def test_the_filter_shows_one_kind_alone_and_says_so(folder):
    screens = pressed(folder, ["f"], ["down", "down", "enter"], ["r"])
    assert "all (7)" in screens[1]
    assert "1 of 1 (events), 0 decided" in screens[2]
    assert "Suggested event" in screens[2]
    assert "Nothing that the filter lets through. f: another filter." in screens[3]


def test_help_names_every_key(folder):
    _, screen = pressed(folder, ["question_mark"])
    for words in ("accept: the claim goes into claims.yaml", "undo: the last", "leave; every"):
        assert words in screen


def test_a_link_can_be_taken_away(folder):
    one = claim(link={"element": "no-war"})
    screens = pressed(folder, ["l"], ["enter"], proposals=(one,))
    assert "no link (now: no-war)" in screens[1]
    assert "Link" not in screens[2].partition("Suggested")[2].partition("proposed by")[0]
    assert log(folder)[0]["edits"] == {"link": "none"}


def test_a_claim_that_already_stands_on_the_passage_is_named(folder):
    again = claim(CONVOY.removeprefix("Egypt had "), claim="Another reading.")
    screens = pressed(folder, ["a"], proposals=(claim(), again))
    assert "from this passage: addis-cairo-struck-first" in screens[1]


def test_what_an_assistant_proposes_meanwhile_is_there_at_the_next_key(folder):
    def propose():
        store(folder).add([claim(TALKS_FAIL, by="helper")])

    screens = pressed(folder, propose, ["n"], proposals=(claim(),))
    assert "1 new proposal" in screens[2]
    assert "2 of 2" in screens[2]
    assert "proposed by helper" in screens[2]


def test_markup_and_control_characters_of_a_text_are_shown_as_text(tmp_path):
    text = "Ethiopia said that Egypt had [bold]attacked\x1b[31m Sudan\u202e again.\n"
    folder = talks(tmp_path / "nasty", text=text)
    (screen,) = pressed(folder)
    assert "[bold]attacked" in screen
    assert "\x1b" not in screen
    assert "\u202e" not in screen


def test_a_long_text_is_scrolled_to_its_passage(tmp_path):
    filler = " ".join(f"Nothing was settled about the canal in round {n}." for n in range(300))
    text = f"{filler} Ethiopia said that Egypt had attacked Sudan. {filler}\n"
    folder = talks(tmp_path / "long", text=text)
    (screen,) = pressed(folder)
    assert "▶Egypt had attacked Sudan◀" in " ".join(screen.replace("│", " ").split())


@pytest.mark.parametrize("size", [(40, 12), (200, 60)])
def test_other_sizes_of_terminal_do_no_harm(folder, size):
    (screen, _) = pressed(folder, ["r"], size=size)
    assert len(screen.splitlines()) == size[1]
    assert verbs(folder) == ["reject"]


def test_elements_are_found_by_some_letters_of_name_or_text(folder):
    names = elements(load(folder))
    one = claim()
    assert ranked(names, "bombard", one)[0] == "Downstream.strike"
    assert ranked(names, "publsh gauge", one)[0] == "Upstream.publish"
    assert ranked(names, "zzzzqqq", one) == []
    assert set(ranked(names, "", one)) == set(names)
