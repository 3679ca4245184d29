"""The state graph: what is drawn, and that it can be read by everybody and harms nobody."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from detente.case import load
from detente.conflict import excerpt, overview, solve
from detente.show.folding import folded, wide
from detente.show.graph import graph, letters
from detente.show.layout import layered
from detente.show.palette import BOX, COLOURS, FAINT, HELD, INK, PAPER
from making import DISPUTE, case
from show.models import ALONE, LISTED, many

SVG = "{http://www.w3.org/2000/svg}"

LEDGER = {
    "claims": "vow: {claim: c, speaker: Up, voice: attributed, stance: asserts}\n"
    "plan: {claim: c, speaker: Up, voice: attributed, stance: asserts}\n"
    "money: {claim: c, speaker: Up, voice: attributed, stance: asserts}\n"
    "doubt: {claim: c, speaker: Up, voice: attributed, stance: asserts}\n"
    "fear: {claim: c, speaker: Up, voice: attributed, stance: asserts}\n"
}


@pytest.fixture(scope="module")
def korea():
    return overview(solve(load("korea-2019")))


def overview_of(model, **files):
    return overview(solve(case(model, **files)))


def parsed(drawing):
    return ET.fromstring(drawing.svg)


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


# --- which states and moves


def test_the_status_quo_the_told_states_and_the_steps_to_them_are_chosen(korea):
    chosen = excerpt(korea)
    told = [view for view in korea.outcomes if view.example]
    assert chosen.start == korea.status_quo.state
    assert {view.example for view in told} <= set(chosen.states)
    steps = {(s.dm, s.to) for view in told for s in view.path.steps}
    assert steps <= {(move.dm, move.end) for move in chosen.moves}


def test_every_nash_equilibrium_is_drawn_before_the_weaker_ones(korea):
    assert excerpt(korea).missing("Nash") == 0
    assert excerpt(korea).missing("SSEQ") == 0


@pytest.mark.parametrize("limit", [1, 5, 12, 40])
def test_there_are_never_more_states_than_asked_for(korea, limit):
    assert 1 <= len(excerpt(korea, limit).states) <= limit


def test_moves_are_those_of_the_model_and_say_whether_they_improve(korea):
    chosen, conflict = excerpt(korea), korea.result.conflict
    for move in chosen.moves:
        dm = korea.result.dm_index(move.dm)
        reach = conflict.reach(dm, move.start - 1)
        assert move.end - 1 in reach
        better = conflict.prefers(dm, reach[reach == move.end - 1], move.start - 1)
        assert move.improvement == better[0]


def test_an_improvement_is_left_out_only_where_two_drawn_ones_make_it(korea):
    chosen, result = excerpt(korea), korea.result
    drawn = {(m.dm, m.start, m.end) for m in chosen.moves if m.improvement}
    for state, (i, dm) in itertools.product(chosen.states, enumerate(result.decision_makers)):
        reach = result.conflict.reach(i, state - 1)
        better = reach[result.conflict.prefers(i, reach, state - 1)] + 1
        for end in set(better.tolist()) & set(chosen.states):
            assert (dm, state, end) in drawn or any(
                (dm, state, middle) in drawn for middle in chosen.states
            )


def test_distances_count_moves_from_the_status_quo(korea):
    chosen = excerpt(korea)
    assert chosen.distance[chosen.start] == 0
    for view in korea.outcomes:
        if view.path and view.path.steps and not view.path.improvements:
            assert chosen.distance[view.example] == len(view.path.steps)


# --- what is drawn


def test_every_chosen_state_is_drawn_once_with_its_number(korea):
    drawn = [t for t in texts(parsed(graph(korea))) if t and re.fullmatch(r"\d+( · .*)?", t)]
    numbers = [int(t.split()[0]) for t in drawn]
    assert sorted(numbers) == list(excerpt(korea).states)


def test_equilibria_and_the_status_quo_are_marked_in_words(korea):
    shown = texts(parsed(graph(korea)))
    assert "961 · status quo" in shown
    assert shown.count("Nash") == 2
    assert "holds under Nash" in shown


def test_every_move_has_a_badge_and_a_title_that_says_who_moves(korea):
    root, chosen = parsed(graph(korea)), excerpt(korea)
    moves = [g for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("move ")]
    titled = [g.find(f"{SVG}title").text for g in moves if g.find(f"{SVG}title") is not None]
    assert len(titled) == len(chosen.moves)
    assert all(
        re.match(r"From \d+ to \d+: .+ \((an improvement|not in its interest)\)", t) for t in titled
    )
    badges = [g for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("badge")]
    assert len(badges) == len(chosen.moves) + len(korea.result.decision_makers)


def test_it_is_named_and_described_for_those_who_cannot_see_it(korea):
    root = parsed(graph(korea))
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    found = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert all(found[name] for name in named)
    assert "2545 (Nash)" in found[named[1]]


def test_it_asks_for_nothing_and_runs_nothing(korea):
    drawing = graph(korea)
    assert not re.search(r"<(script|image|use|foreignObject|a)\b", drawing.svg)
    assert not re.search(r"href|url\(|@import|\son\w+=", drawing.svg)
    assert drawing.svg.count("http") == 1  # the namespace


def test_boxes_do_not_overlap(korea):
    boxes = [
        [float(r.get(k)) for k in ("x", "y", "width", "height")]
        for r in parsed(graph(korea)).iter(f"{SVG}rect")
        if r.get("class") == "box"
    ]
    for (ax, ay, aw, ah), (bx, by, bw, bh) in itertools.combinations(boxes, 2):
        assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay


def test_the_same_result_gives_the_same_drawing(korea):
    assert graph(korea).svg == graph(overview(solve(load("korea-2019")))).svg


def test_the_caption_says_what_was_left_out(korea):
    caption = graph(korea).caption
    assert "of 3,072 states" in caption
    assert "under SMR" in caption
    assert caption.startswith("Columns count the moves from the status quo.")


# --- every kind of model


def test_listed_states_are_drawn_with_their_ids_and_texts():
    shown = texts(parsed(graph(overview_of(LISTED))))
    assert "calm · status quo" in shown
    assert "Both keep quiet" in shown
    assert "All 4 states" in graph(overview_of(LISTED)).caption


def test_a_model_of_one_state_is_one_box():
    drawing = graph(overview_of(ALONE))
    assert texts(parsed(drawing)).count("Nash") == 1
    assert "All 1 state" in drawing.caption
    assert "for want of a status quo" in drawing.caption


def test_without_a_status_quo_moves_are_counted_from_a_state_that_is_told_of():
    drawing = graph(overview_of(DISPUTE.replace("    status_quo: []\n", ""), **LEDGER))
    assert "for want of a status quo" in drawing.caption
    assert "status quo" not in " ".join(filter(None, texts(parsed(drawing))))


def test_what_cannot_be_reached_stands_in_a_column_of_its_own():
    apart = LISTED.replace("[[calm, a], [a, calm], [b, both], [both, b]]", "[[calm, a]]").replace(
        "[[calm, b], [b, calm], [a, both], [both, a]]", "[[b, both]]"
    )
    assert "not reached" in texts(parsed(graph(overview_of(apart))))


def test_a_move_straight_back_over_several_columns_is_drawn():
    back = LISTED.replace("[[calm, a], [a, calm], [b, both], [both, b]]", "[[calm, a], [b, calm]]")
    back = back.replace("[[calm, b], [b, calm], [a, both], [both, a]]", "[[a, b], [b, both]]")
    root = parsed(graph(overview_of(back)))
    assert any(len(p.get("d").split("C")) > 2 for p in root.iter(f"{SVG}path"))


def test_a_hundred_thousand_states_are_drawn_as_few():
    told = overview_of(many(17))
    assert told.result.conflict.size == 2**17
    drawing = graph(told)
    assert len(excerpt(told).states) <= 40
    assert len(drawing.svg) < 200_000


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a ]]> b & c",
        "safe \u202e\u2066 reversed",
        "🇰🇷👩‍🚀" * 40,
        "x" * 10_000,
    ],
)
def test_hostile_texts_are_escaped_cleaned_and_cut(text):
    import json

    model = DISPUTE.replace("The upper state", "X").replace(
        "name: X", f"name: {json.dumps(text, ensure_ascii=False)}"
    )
    model = model.replace("text: Fill the dam", f"text: {json.dumps(text, ensure_ascii=False)}")
    drawing = graph(overview_of(model, **LEDGER))
    root = parsed(drawing)
    assert "<script" not in drawing.svg
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", drawing.svg)
    assert all(wide(t or "") <= 45 for t in texts(root))
    assert len(drawing.svg) < 300_000


def test_many_decision_makers_each_have_a_mark_of_their_own():
    makers = [f"Country{i}" for i in range(30)] + ["US", "UK", "Up", "Upstream"]
    marks = letters(makers)
    assert len(set(marks.values())) == len(makers)
    assert all(1 <= len(mark) <= 2 for mark in marks.values())


def test_saving_writes_the_drawing(tmp_path):
    drawing = graph(overview_of(LISTED))
    path = drawing.save(tmp_path / "graph.svg")
    assert path.read_text(encoding="utf-8") == drawing.svg == drawing._repr_svg_()


# --- colours


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("pair", [INK, FAINT, *COLOURS], ids=str)
def test_every_colour_stands_out_from_every_paper_it_is_on(pair, theme):
    for paper in (PAPER, BOX, HELD):
        assert contrast(pair[theme], paper[theme]) >= 4.5


# --- its parts


@pytest.mark.parametrize("text", ["one two three", "x" * 100, "大" * 30, "", "a\u0301" * 50])
def test_folded_lines_are_never_wider_than_asked(text):
    lines = folded(text, 10, 3)
    assert len(lines) <= 3
    assert all(wide(line) <= 10 for line in lines)


def test_columns_keep_their_order_and_their_distance():
    heights = dict.fromkeys(range(6), 50.0)
    links = [(0, 1), (0, 2), (1, 3), (2, 4), (4, 0), (1, 2), (5, 0)]
    made = layered([[0], [1, 2], [3, 4], [5]], heights, links, width=100.0)
    assert made.boxes[1].x == made.boxes[2].x < made.boxes[3].x
    assert len(made.routes) == len(links)
    assert [len(route) for route in made.routes] == [1, 1, 1, 1, 2, 1, 3]
    for (start, _), route in zip(links, made.routes, strict=True):
        box = made.boxes[start]
        assert route[0].start.x in {box.x, box.x + box.width}


def test_crossings_that_can_be_avoided_are():
    made = layered([[0, 1], [2, 3]], dict.fromkeys(range(4), 40.0), [(0, 3), (1, 2)], width=100.0)
    above, below = (made.boxes[0], made.boxes[3]), (made.boxes[1], made.boxes[2])
    assert (above[0].y < below[0].y) == (above[1].y < below[1].y)


def test_an_overview_of_another_status_quo_is_drawn_from_there(korea):
    elsewhere = replace(korea, status_quo=replace(korea.status_quo, state=2545))
    assert excerpt(elsewhere).start == 2545
