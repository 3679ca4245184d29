"""Results as tables and graphs, and the two commands."""

import csv
import io
import json
import os
import stat
import sys

import networkx as nx
import pytest

from detente.case import load
from detente.cli import main
from detente.conflict import CONCEPTS, solve
from detente.formats import EXPORTS, export_format, gmcrplus, import_format
from detente.formats.graphml import graph
from detente.formats.tables import table
from formats.files import CUBA, LISTED, text
from making import case

MISSILES = "published/gmcr-plus-0.4.1/cuban-missile-crisis-1962"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return run


@pytest.fixture
def cuba(tmp_path):
    """A file of GMCR+."""
    path = tmp_path / "cuba.gmcr"
    path.write_text(text(CUBA), encoding="utf-8")
    return path


# --- CSV


def rows(result):
    return list(csv.DictReader(io.StringIO(table(result).text)))


def test_a_table_has_a_row_a_state_with_its_options():
    result = solve(load(MISSILES))
    found = rows(result)
    assert [int(row["state"]) for row in found] == list(range(1, 13))
    assert [int(row["code"]) for row in found] == result.conflict.codes.tolist()
    for row in found:
        on = [option for option in result.options if row[option] == "1"]
        assert on == list(result.on(int(row["state"])))
    assert [row["status_quo"] for row in found] == ["1"] + ["0"] * 11
    assert found[4]["outcomes"] == "withdrawal"


def test_a_table_tells_places_and_stability():
    result = solve(load(MISSILES))
    found = rows(result)
    assert [row["place US"] for row in found[4:6]] == ["1", "3"]
    for concept in CONCEPTS:
        for dm, states in result.stability(concept).items():
            assert tuple(int(r["state"]) for r in found if r[f"{concept} {dm}"] == "1") == states
        held = tuple(int(r["state"]) for r in found if r[concept] == "1")
        assert held == result.equilibria[concept]


def test_a_table_of_listed_states_has_their_names_and_ties():
    found = rows(solve(case(LISTED)))
    assert [row["name"] for row in found] == ["peace", "threat", "war"]
    assert [row["place A"] for row in found] == ["2", "1", "3"]
    assert [row["place B"] for row in found] == ["1", "1", "2"]


def test_no_cell_of_a_table_is_a_formula_to_a_spreadsheet():
    for row in csv.reader(io.StringIO(table(solve(load("korea-2019"))).text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


# --- GraphML


def test_a_graph_is_read_back_as_it_was():
    result = solve(load(MISSILES))
    found = nx.parse_graphml(graph(result).text, node_type=int, force_multigraph=True)
    ours = result.to_networkx()
    assert set(found) == set(ours)
    edges = {(a, b, d["dm"], d["improvement"]) for a, b, d in ours.edges(data=True)}
    assert {(a, b, d["dm"], d["improvement"]) for a, b, d in found.edges(data=True)} == edges
    assert found.nodes[6]["equilibrium"].split() == list(result.holds_under(6))
    assert found.nodes[6]["on"].split() == ["US.air_strike", "USSR.withdraw"]
    assert [n for n, d in found.nodes(data=True) if d["status_quo"]] == [1]


def test_a_graph_of_listed_states_has_their_names():
    found = nx.parse_graphml(graph(solve(case(LISTED))).text, node_type=int, force_multigraph=True)
    assert [found.nodes[n]["name"] for n in sorted(found)] == ["peace", "threat", "war"]


def test_a_name_that_xml_cannot_hold_does_not_break_the_graph():
    result = solve(case(LISTED, name="bad\x00\x0b name & <b>"))
    nx.parse_graphml(graph(result).text)


# --- which format


@pytest.mark.parametrize("name", EXPORTS)
def test_the_ending_says_the_format(name):
    assert export_format(f"some.thing.{name.upper()}") == name


def test_a_chosen_format_goes_before_the_ending():
    assert export_format("x.csv", "nfg") == "nfg"
    assert import_format("x.json", "gmcr") == "gmcr"


# --- detente import


def test_import_writes_a_case_that_can_be_analyzed(run, cuba, tmp_path):
    folder = tmp_path / "deep" / "cuba"
    code, out, err = run("import", cuba, "-o", folder, "--as-of", "1962-10-22", "--title", "Cuba")
    assert code == 0
    assert out.splitlines()[0] == f"{folder}: wrote case.yaml (2 decision makers, 4 options)"
    assert err.splitlines() == [
        "note: ids instead of names that are none: the_USSR for `the USSR`, US.Air_Strike for `Air Strike`",
        "note: the file has no status quo, no outcomes and no sources; the case says none",
    ]
    assert sorted(p.name for p in folder.iterdir()) == ["case.yaml"]
    assert load(folder).model.title == "Cuba"
    assert run("analyze", folder)[0] == 0
    assert run("check", folder)[0] == 0


def test_without_a_day_or_a_title_import_says_what_it_takes(run, cuba, tmp_path):
    _, _, err = run("import", cuba, "-o", tmp_path / "c")
    case_ = load(tmp_path / "c")
    assert (
        f"note: the file has no day; as_of is today, {case_.model.as_of}: set it with --as-of"
        in err
    )
    assert case_.model.title == "cuba"


def test_import_does_not_write_over_a_case(run, cuba, tmp_path):
    folder = tmp_path / "c"
    run("import", cuba, "-o", folder)
    before = (folder / "case.yaml").read_bytes()
    code, out, err = run("import", cuba, "-o", folder)
    assert (code, out) == (2, "")
    assert err.endswith("c holds case.yaml already; nothing was written\n")
    assert (folder / "case.yaml").read_bytes() == before


def test_import_does_not_mix_a_case_with_the_claims_of_another(run, cuba, tmp_path):
    (tmp_path / "claims.yaml").write_text("{}")
    code, _, err = run("import", cuba, "-o", tmp_path)
    assert code == 2
    assert "holds claims.yaml already" in err
    assert not (tmp_path / "case.yaml").exists()


def test_import_tells_as_json_what_it_did(run, cuba, tmp_path):
    code, out, err = run("import", cuba, "-o", tmp_path / "c", "--as-of", "1962-10-22", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["files"] == ["case.yaml"]
    assert (data["decision_makers"], data["options"]) == (2, 4)
    assert data["renamed"][1] == {"kind": "option", "name": "Air Strike", "id": "US.Air_Strike"}
    assert [f"note: {note}" for note in data["notes"]] == err.splitlines()


def test_import_of_what_cannot_be_read_names_the_formats(run, tmp_path):
    (tmp_path / "x.nfg").write_text("NFG 1 R")
    code, _, err = run("import", tmp_path / "x.nfg", "-o", tmp_path / "c")
    assert (code, err) == (2, "detente: `nfg`: no format that is read; there are: gmcr\n")
    assert not (tmp_path / "c").exists()


# --- detente export


@pytest.mark.parametrize("name", EXPORTS)
def test_export_writes_every_format(run, tmp_path, name):
    file = tmp_path / f"out.{name}"
    code, out, err = run("export", MISSILES, "-o", file)
    assert code == 0
    assert out == f"{file}: wrote {file.stat().st_size:,} bytes ({name})\n"
    assert all(line.startswith("note: ") for line in err.splitlines())
    assert ("1 source" in err) is (name != "provjson")  # which holds them


def test_an_export_can_be_imported_again(run, tmp_path):
    run("export", MISSILES, "-o", tmp_path / "out.gmcr")
    code, _, _ = run("import", tmp_path / "out.gmcr", "-o", tmp_path / "again")
    assert code == 0
    again = solve(load(tmp_path / "again"))
    assert (again.stable == solve(load(MISSILES)).stable).all()


def test_export_does_not_write_over_a_file_without_force(run, tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("mine")
    code, out, err = run("export", MISSILES, "-o", file)
    assert (code, out) == (2, "")
    assert err.endswith("out.csv is there already; nothing was changed\n")
    assert file.read_text() == "mine"
    assert run("export", MISSILES, "-o", file, "--force")[0] == 0
    assert file.read_text().startswith("state,code,")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are those of POSIX")
def test_a_new_file_has_the_usual_rights_and_a_replaced_one_its_own(run, tmp_path):
    file = tmp_path / "out.csv"
    before = os.umask(0o022)
    try:
        run("export", MISSILES, "-o", file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o644
        file.chmod(0o600)
        run("export", MISSILES, "-o", file, "--force")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_export_to_where_nothing_can_be_written_says_so(run, tmp_path):
    code, _, err = run("export", MISSILES, "-o", tmp_path / "none" / "out.csv")
    assert code == 2
    assert "out.csv cannot be written: No such file or directory; nothing was changed" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["out.xyz"],
            "`xyz`: no format that is written; there are: gmcr, nfg, efg, graphml, csv, jsonld, provjson",
        ),
        (["out.graphm"], "did you mean `graphml`?"),
        (
            ["out"],
            "`out` has no ending; say --format: gmcr, nfg, efg, graphml, csv, jsonld, provjson",
        ),
        (["out.csv", "--turns", "2"], "--from and --turns go with .efg; this is .csv"),
        (["out.efg", "--from", "99"], "there is no state 99; states are numbered 1 to 12"),
        (["out.efg", "--turns", "0"], "0 is not in the range 1<=x<=64"),
    ],
)
def test_export_says_what_is_wrong(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", MISSILES, "-o", *arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.replace("│", " ").split())
    assert not list(tmp_path.iterdir())


def test_export_tells_as_json_what_it_did(run, tmp_path):
    code, out, err = run("export", MISSILES, "-o", tmp_path / "out.nfg", "--json")
    data = json.loads(out)
    assert code == 0
    assert (data["format"], data["bytes"]) == ("nfg", (tmp_path / "out.nfg").stat().st_size)
    assert [f"note: {note}" for note in data["notes"]] == err.splitlines()


def test_a_case_with_too_many_states_to_solve_can_still_be_written_for_gmcr(tmp_path, run):
    options = ", ".join(f"o{k}: Do" for k in range(45))
    (tmp_path / "case.yaml").write_text(
        "detente: 1\ntitle: T\nas_of: 2020-01-01\n"
        f"decision_makers: {{A: {{options: {{{options}}}, prefers: [A.o1]}}}}\n"
    )
    code, _, err = run("export", tmp_path, "-o", tmp_path / "out.gmcr")
    assert code == 0
    assert "note: too many states to be listed: whether there is one was not checked" in err


def test_the_same_case_gives_the_same_bytes():
    held = load("korea-2019")
    assert gmcrplus.write(held).text == gmcrplus.write(held).text
    result = solve(held)
    assert table(result).text == table(solve(held)).text
    assert graph(result).text == graph(solve(held)).text
