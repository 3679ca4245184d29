"""Every annotation of the yardstick says what stands in its text."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from evidence.reading import scoring

TEXTS = Path(__file__).parent / "texts"
FILES = sorted(TEXTS.glob("*/*.json"))
WRITERS = sorted(TEXTS.glob("sentences/*.tsv"))
KINDS = (
    "sentences",
    "actor_mentions",
    "timex",
    "quantities",
    "statements",
    "events",
    "boilerplate",
)
TIERS = {"name", "demonym", "metonym", "nominal", "location"}
STANCES = {
    "asserts",
    "denies",
    "assesses",
    "predicts",
    "warns",
    "proposes",
    "recommends",
    "endorses",
}
PLOVER = {
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
}
ID = r"[A-Z]+[0-9]*(_[A-Z]+)*(\.[a-z0-9_]+)?"
DATE = r"\d{4}(-(\d\d|SP|SU|FA|WI)(-\d\d(T\d\d(:\d\d)?)?)?)?"
VALUE = rf"{DATE}(/{DATE})?|P(T?\d+[YMWDH]|T\d+M)|(PAST|PRESENT|FUTURE)_REF"

each_text = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def annotated(file: Path) -> tuple[str, dict[str, Any]]:
    text = file.with_suffix(".txt").read_bytes().decode("utf-8")
    return text, json.loads(file.read_text(encoding="utf-8"))


def test_some_texts_are_to_tune_on_and_some_are_unseen():
    halves = [file.parent.name for file in FILES]
    assert halves.count("dev") >= 20
    assert halves.count("unseen") >= 12


@each_text
def test_a_text_is_the_one_that_was_annotated(file: Path):
    text, marks = annotated(file)
    assert hashlib.sha256(text.encode()).hexdigest() == marks["sha256"]


@each_text
def test_every_annotation_repeats_the_words_of_its_span(file: Path):
    text, marks = annotated(file)
    spans = [mark for kind in KINDS for mark in marks[kind]]
    spans += [mark["cue"] for mark in marks["statements"] if mark["cue"]]
    assert [text[span["start"] : span["end"]] for span in spans] == [span["text"] for span in spans]
    assert all(span["text"].strip() == span["text"] != "" for span in spans)


@each_text
def test_sentences_cover_the_text_in_order(file: Path):
    text, marks = annotated(file)
    at = 0
    for sentence in marks["sentences"]:
        assert text[at : sentence["start"]].strip() == ""
        at = sentence["end"]
    assert at == len(text)


@each_text
def test_the_marks_use_the_words_of_the_format(file: Path):
    _, marks = annotated(file)
    assert {mark["tier"] for mark in marks["actor_mentions"]} <= TIERS
    assert {mark["stance"] for mark in marks["statements"]} <= STANCES
    assert {mark["type"] for mark in marks["events"]} <= PLOVER
    assert {mark["status"] for mark in marks["events"]} <= {"fact", "alleged", "assessed"}
    for mark in marks["timex"]:
        for value in [mark["value"], *mark.get("also", [])]:
            assert re.fullmatch(VALUE, value), value


@each_text
def test_every_id_is_built_by_the_rules(file: Path):
    _, marks = annotated(file)
    ids = [mark["actor"] for mark in marks["actor_mentions"]]
    ids += [mark["speaker"] for mark in marks["statements"]]
    ids += [mark[role] for mark in marks["events"] for role in ("actor", "recipient")]
    for one in {one for joined in ids if joined for one in joined.split("+")}:
        assert re.fullmatch(ID, one), one


@pytest.mark.parametrize("name", ["deeds.tsv", "unreal.tsv"])
def test_single_sentences_tell_their_types(name: str):
    lines = (TEXTS / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    assert {len(pair) for pair in pairs} == {2}
    assert {one for types, _ in pairs for one in types.split()} == PLOVER | {"-"}


@each_text
def test_a_place_has_the_id_of_a_place(file: Path):
    _, marks = annotated(file)
    for mark in marks["actor_mentions"]:
        assert (mark["tier"] == "location") == mark["actor"].startswith("LOC."), mark


@pytest.mark.parametrize("file", WRITERS, ids=lambda file: file.stem)
def test_a_writers_lines_are_titles_sentences_or_empty(file: Path):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("# "):
            parts = line.split(" | ")
            assert len(parts) == 4, f"{file.name}:{number}"
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", parts[2]), f"{file.name}:{number}"
        elif line:
            types, _, sentence = line.partition("\t")
            assert {*types.split()} <= PLOVER | {"-"}, f"{file.name}:{number}"
            assert sentence == sentence.strip() != "", f"{file.name}:{number}"


def test_no_sentence_to_learn_from_is_an_unseen_one():
    seen = {
        mark["text"]
        for texts in (*scoring.sheets().values(), scoring.deeds(), scoring.deeds("unreal"))
        for one in texts
        for mark in one.marks["sentences"]
        if len(mark["text"].split()) > 4  # "Who gained?" heads many an explainer
    }
    unseen = {
        mark["text"] for one in scoring.annotated("unseen") for mark in one.marks["sentences"]
    }
    assert not seen & unseen
