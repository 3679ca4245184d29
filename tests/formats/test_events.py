"""Event data of other projects: what is read, what is passed over, what is refused."""

import json
import zipfile

import pytest

from detente.case import InvalidCase
from detente.evidence.history import PLOVER, QUADS, Event
from detente.formats import events as reading
from detente.formats.events import Passed, read_events

# The columns of POLECAT's files (Harvard Dataverse, doi:10.7910/DVN/AJGVIT), in their order.
POLECAT = """
Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|
Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|
Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|
Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|
Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|
Story Organizations|Story Locations|Language|Version
"""
POLECAT = [column.strip() for column in POLECAT.split("|")]


def polecat(**said):
    return "\t".join(said.get(column.replace(" ", "_"), "") for column in POLECAT) + "\n"


def gdelt(day="20230913", actor="RUS", recipient="PRK", quad="1", scale="2.5", columns=61):
    cells = [""] * columns
    cells[0], cells[1], cells[7], cells[17], cells[29], cells[30] = (
        "1",
        day,
        actor,
        recipient,
        quad,
        scale,
    )
    return "\t".join(cells) + "\n"


def anybody(*_):
    return True


def everything(*files):
    passed = Passed()
    found = list(read_events(files, passed, anybody))
    return found, passed


@pytest.fixture
def file(tmp_path):
    def file(text, name="events.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_gdelt_is_known_by_its_columns(file, columns):
    found, passed = everything(file(gdelt(columns=columns), "20230913.export.CSV"))
    assert found == [Event("2023-09-13", "RUS", "PRK", QUADS[0], 2.5, "GDELT")]
    assert passed.notes() == []


def test_gdelt_is_read_from_the_zip_it_comes_in(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("20230913.export.CSV", gdelt() + gdelt(quad="4", scale="-7"))
    found, _ = everything(tmp_path / "a.zip")
    assert [(e.quad, e.scale) for e in found] == [(QUADS[0], 2.5), (QUADS[3], -7.0)]


def test_polecat_is_known_by_its_header(file):
    line = polecat(
        Event_Date="2023-09-13", Event_Type="AID", Intensity="6.4", Quad_Code="MATERIAL COOPERATION",
        Actor_Country="PRK", Recipient_Country="RUS",
    )  # fmt: skip
    found, _ = everything(file("\t".join(POLECAT) + "\n" + line))
    assert found == [Event("2023-09-13", "PRK", "RUS", QUADS[1], 6.4, "POLECAT")]


@pytest.mark.parametrize("lines", [True, False])
def test_plover_events_are_read_as_a_json_list_and_line_by_line(file, lines):
    records = [
        {"date": "2023-09-13", "type": "THREATEN", "actor": "PRK.kim", "recipient": "KOR"},
        {"event_date": "2023-09-14T10:00", "event_type": "aid", "actor": {"country": "RUS"},
         "recipient": [{"country": "PRK"}], "intensity": 7},
    ]  # fmt: skip
    text = "\n".join(map(json.dumps, records)) if lines else json.dumps(records, indent=1)
    assert everything(file(text))[0] == [
        Event("2023-09-13", "PRK", "KOR", QUADS[2], None, "PLOVER"),
        Event("2023-09-14", "RUS", "PRK", QUADS[1], 7.0, "PLOVER"),
    ]


def test_what_read_prints_as_json_is_read_document_by_document(file, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LINE", 60)  # it is one line, whatever its length
    event = {"type": "CONSULT", "actor": "PRK.kim", "recipient": "RUS.putin", "date": "2023-09-13"}
    documents = [{"id": "a", "events": [event, {**event, "date": None}]}, {"id": "b", "events": []}]
    found, passed = everything(file(json.dumps({"documents": documents})))
    assert found == [Event("2023-09-13", "PRK", "RUS", QUADS[0], None, "PLOVER")]
    assert (passed.lines, passed.first.partition(": ")[2]) == (1, "has no day")


def test_an_object_that_is_no_event_is_told(file):
    _, passed = everything(file('{"case": "mine"}\n'))
    assert "has no `date`, no `actor` and no `recipient`" in passed.first


def test_plover_has_sixteen_types_four_classes_and_no_type_twice():
    assert len(PLOVER) == 16
    assert set(PLOVER.values()) == set(QUADS)


@pytest.mark.parametrize(
    ("said", "quad"),
    [("1", 0), ("V-COOP", 0), ("Material Cooperation", 1), ("verbal_conflict", 2), ("M-CONF", 3)],
)
def test_a_class_is_known_however_it_is_written(file, said, quad):
    record = {"date": "2023-09-13", "quad": said, "actor": "A", "recipient": "B"}
    assert everything(file(json.dumps(record)))[0][0].quad == QUADS[quad]


def test_events_of_others_are_dropped_while_reading_and_are_no_problem(file):
    passed = Passed()
    path = file(gdelt() + gdelt(actor="USA", day="99999999"))
    assert len(list(read_events([path], passed, lambda a, _: a == "RUS"))) == 1
    assert passed.lines == 0


def test_lines_that_cannot_be_read_are_counted_and_the_first_is_named(file):
    path = file(gdelt() + "short\tline\n" + gdelt(day="20230230") + gdelt(quad="9"))
    found, passed = everything(path)
    assert len(found) == 1
    assert passed.notes() == [
        f"3 lines could not be read and were passed over; the first is {path}:2:1: has too few columns"
    ]


@pytest.mark.parametrize("scale", ["", "nan", "1e9", "x"])
def test_a_scale_that_is_none_or_outside_is_left_out_and_the_event_counts(file, scale):
    assert everything(file(gdelt(scale=scale)))[0][0].scale is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b,c\n1,2,3\n", "is no event data that can be read: its first line has 1 columns; there are GDELT"),
        ("\t".join(c for c in POLECAT if c != "Actor Country") + "\n", "is no event data"),
        ('[{"date": ', "is not JSON"),
        ("1\t" + "x" * 1_100_000 + "\n", "the line is longer than 1,000,000 characters"),
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused_with_what_there_is(file, text, words):
    with pytest.raises(InvalidCase, match=words):
        everything(file(text))


def test_a_broken_or_full_zip_is_refused(tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK no zip")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a", "x")
        archive.writestr("b", "x")
    with pytest.raises(InvalidCase, match="cannot be read"):
        everything(tmp_path / "broken.zip")
    with pytest.raises(InvalidCase, match="holds 2 files; unpack it and name them"):
        everything(tmp_path / "two.zip")


def test_a_json_list_that_is_too_large_is_refused(file, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LIST", 100)
    with pytest.raises(InvalidCase, match="write one event a line"):
        everything(file("[" + " " * 200 + "]"))


def test_json_nested_without_end_is_passed_over(file):
    assert everything(file('{"a": ' + "[" * 100_000))[1].lines == 1


def test_no_more_than_a_line_is_held_at_a_time(file):
    path = file(gdelt() * 3)
    events = read_events([path], Passed(), anybody)
    assert next(events).day == "2023-09-13"
    assert len(list(events)) == 2
