"""`detente history`: table, chart, CSV and JSON; what is wrong with the files is told."""

import json
import xml.etree.ElementTree as ET

import pytest

from formats.test_events import gdelt


@pytest.fixture
def events(tmp_path):
    lines = [
        *(gdelt(f"2022{m:02}01", quad="3", scale="-2") for m in range(1, 4)),
        *(gdelt(f"2023{m:02}13", "PRK", "RUS", quad="2", scale="7") for m in range(1, 8)),
        gdelt("20230913"),
        gdelt("20230101", "USA", "CHN"),
    ]
    path = tmp_path / "events.CSV"
    path.write_text("".join(lines))
    return path


def test_the_table_has_a_row_for_each_period(run, events):
    code, out, err = run("history", events, "--between", "rus", "PRK")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "RUS and PRK: cooperation and conflict"
    assert lines[1] == "11 events (11 from GDELT), by year"
    rows = [line.split() for line in lines if line.strip().startswith("202")]
    assert rows == [
        ["2022", "3", "0", "0", "3", "0", "−3", "−2.0", "3"],
        ["2023", "8", "1", "7", "0", "0", "+8", "+6.4", "1"],
    ]


def test_days_and_periods_can_be_chosen(run, events):
    flags = ["--from", "2023-01-01", "--to", "2023-04-30", "--by", "quarter", "--json"]
    _, out, _ = run("history", events, "--between", "RUS", "PRK", *flags)
    told = json.loads(out)
    assert [(p["period"], p["material_cooperation"]) for p in told["periods"]] == [
        ("2023-Q1", 3),
        ("2023-Q2", 1),
    ]


def test_the_chart_is_svg_with_its_axes_its_classes_and_its_source_named(run, events, tmp_path):
    chart, table = tmp_path / "h.svg", tmp_path / "h.csv"
    code, out, _ = run("history", events, "--between", "RUS", "PRK", "-o", chart, "-o", table)
    assert code == 0
    assert f"{chart}: written\n{table}: written\n" in out
    said = " ".join(ET.fromstring(chart.read_text()).itertext())
    for words in (
        "RUS and PRK: cooperation and conflict",
        "11 events (11 from GDELT), by year",
        "events: conflict ↓, cooperation ↑",
        "mean scale, −10 to +10",
        "material conflict",
        "2022",
    ):
        assert words in said
    assert "<script" not in chart.read_text()
    assert table.read_text().splitlines()[1] == "2022,0,0,3,0,-3,-2.0000,3"


def test_the_same_events_give_the_same_chart(run, events, tmp_path):
    for name in ("a.svg", "b.svg"):
        run("history", events, "--between", "RUS", "PRK", "-o", tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_pair_without_events_is_told_and_has_an_empty_chart(run, events, tmp_path):
    code, out, _ = run("history", events, "--between", "FRA", "PRK", "-o", tmp_path / "n.svg")
    assert code == 0
    assert "No event between FRA and PRK in these files." in out


def test_lines_that_cannot_be_read_are_noted(run, events):
    events.write_text(events.read_text() + "a\tbroken line\n")
    _, _, err = run("history", events, "--between", "RUS", "PRK")
    assert err == (
        f"note: 1 line could not be read and was passed over; the first is {events}:13:1:"
        " has too few columns\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--between", "RUS", "Korea"], "found `KOREA`; must be a country code of three letters"),
        (["--between", "RUS", "rus"], "`RUS` is named twice; name two actors"),
        (
            ["--between", "RUS", "PRK", "-o", "h.png"],
            "the ending says what is written: .svg or .csv",
        ),
        ([], "Missing option '--between'"),
    ],
)
def test_bad_arguments_are_refused(run, events, arguments, words):
    code, _, err = run("history", events, *arguments)
    assert code == 2
    assert words in " ".join(err.split())


def test_a_file_that_is_there_is_not_overwritten(run, events, tmp_path):
    (tmp_path / "h.csv").write_text("mine")
    flags = ["--between", "RUS", "PRK", "-o", tmp_path / "h.csv"]
    code, _, err = run("history", events, *flags)
    assert code == 2
    assert "is there already" in err
    assert run("history", events, *flags, "--force")[0] == 0
