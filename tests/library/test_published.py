"""The published conflicts of the library: every cell that is published, and every cell by the definitions.

Each folder holds the case and, in ``published.yaml``, the cells as published (in the published
numbering), the cells that the definitions give, and why they differ where they do.
"""

import json
import os
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from conflict import brute
from detente.case import library_names, load
from detente.case.find import LIBRARY
from detente.cli import main
from detente.conflict import CONCEPTS, graph, lattice, solve
from detente.conflict.model import OptionForm

ROOT = Path(__file__).resolve().parents[2]
TABLES = Path(os.environ.get("DETENTE_REFERENCE", ROOT.parent / "shared/reference/conflict"))

NAMES = [name for name in library_names() if name.startswith("published/")]
FROM_GMCR = {
    "Prisoners": "published/gmcr-plus-0.4.1/prisoners-dilemma",
    "Cuban": "published/gmcr-plus-0.4.1/cuban-missile-crisis-1962",
    "Elmira": "published/gmcr-plus-0.4.1/elmira",
    "SyriaIraq": "published/kinsara-2014/syria-iraq-1975",
}


def cells(name):
    return YAML(typ="safe").load((LIBRARY / name / "published.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def solved():
    """Solve a case once; return its result."""
    known = {}

    def solved(name):
        if name not in known:
            known[name] = solve(load(name))
        return known[name]

    return solved


def as_published(data, numbers):
    back = {here: published for published, here in data["numbering"]["states"].items()}
    return [back[number] for number in numbers]


def simultaneously_stable(form):
    """SIM, by the definition of Fraser & Hipel (1984): [decision maker][state] -> bool.

    Every improvement meets the others' improvements from the same state, made at the same time (or
    some of them staying, not all), and may lead to a state that is no better.
    """
    codes = form.codes.astype(int).tolist()
    index = {code: state for state, code in enumerate(codes)}
    makers = range(len(form.decision_makers))

    def improvements(i, s):
        reached = form.reach(i, s)
        return [codes[t] for t in reached[form.prefers(i, reached, s)]]

    def stable(i, s):
        here = codes[s]
        answers = [[here, *improvements(j, s)] for j in makers if j != i]
        together = [[a ^ here for a in moves] for moves in product(*answers)]
        together = [moves for moves in together if any(moves)]

        def deterred(move):
            ends = (index.get(move ^ sum(others)) for others in together)
            return any(e is not None and form.ranks[i][e] <= form.ranks[i][s] for e in ends)

        return all(map(deterred, improvements(i, s)))

    return [[stable(i, s) for s in range(form.size)] for i in makers]


def by_concept(result, concept):
    """[decision maker][state] -> bool, for one of our concepts or SIM."""
    if concept == "SIM":
        return np.array(simultaneously_stable(result.conflict))
    return result.stable[CONCEPTS.index(concept)]


def counted(result, data, concept):
    """What the published column counts: the concept, or several."""
    row = data["published"][concept]
    which = row.get("counts", [concept])
    return np.logical_or.reduce([by_concept(result, each) for each in which])


def numbers(row):
    return (np.flatnonzero(row) + 1).tolist()


def expected(data, concept, dm=None):
    """The published cell, corrected where `differences` says that it is not what is defined."""
    row = data["published"][concept]
    cell = set(row["equilibria"] if dm is None else row["stable"][dm])
    for difference in data["differences"]:
        mine = difference["equilibrium"] if dm is None else dm in difference["decision_makers"]
        if difference["concept"] == concept and mine:
            cell ^= set(difference["states"])
    return sorted(cell)


PUBLISHED = [(name, concept) for name in NAMES for concept in cells(name)["published"]]


def test_the_published_conflicts_are_there():
    assert set(FROM_GMCR.values()) <= set(NAMES)
    assert len([name for name in NAMES if "/jacobi-2017/" in name]) == 5


@pytest.mark.parametrize("name", NAMES)
def test_a_published_conflict_is_a_sourced_case(name):
    case = load(name)
    assert case.model.question
    assert case.model.outcomes
    assert case.model.answer
    assert case.sources
    assert case.documents
    assert all(element.support != "unsourced" for _, _, element in case.model.elements())
    assert {claim for _, _, e in case.model.elements() for claim in e.claims} == set(case.claims)


@pytest.mark.parametrize("name", NAMES)
def test_every_state_belongs_to_one_outcome(name, solved):
    masks = list(solved(name).outcome_masks.values())
    assert np.sum(masks, axis=0).tolist() == [1] * solved(name).conflict.size


@pytest.mark.parametrize("name", NAMES)
def test_the_numbering_covers_every_state_in_order(name, solved):
    mapping = cells(name)["numbering"]["states"]
    assert list(mapping.values()) == list(range(1, solved(name).conflict.size + 1))
    assert list(mapping) == sorted(mapping)


@pytest.mark.parametrize(("name", "concept"), PUBLISHED)
def test_every_published_cell_is_met_as_its_column_counts(name, concept, solved):
    # columns that count several concepts are met exactly if those are counted
    data, result = cells(name), solved(name)
    row, verdict = data["published"][concept], counted(result, data, concept)
    counts_more = "counts" in row
    for dm, mask in zip(result.decision_makers, verdict, strict=True):
        if "stable" in row:
            found = as_published(data, numbers(mask))
            assert found == (row["stable"][dm] if counts_more else expected(data, concept, dm))
    if "equilibria" in row:
        found = as_published(data, numbers(verdict.all(axis=0)))
        assert found == (row["equilibria"] if counts_more else expected(data, concept))


@pytest.mark.parametrize(("name", "concept"), [p for p in PUBLISHED if p[1] in CONCEPTS])
def test_where_a_published_cell_is_not_what_is_defined_both_are_pinned(name, concept, solved):
    data, result = cells(name), solved(name)
    row = data["published"][concept]
    stable = result.stability(concept)
    for dm in row.get("stable", {}):
        assert as_published(data, stable[dm]) == expected(data, concept, dm)
    if "equilibria" in row:
        assert as_published(data, result.equilibria[concept]) == expected(data, concept)


@pytest.mark.parametrize("name", NAMES)
def test_a_difference_says_what_is_published_and_what_is_defined(name):
    data = cells(name)
    for difference in data["differences"]:
        published = data["published"][difference["concept"]]
        defined = data["definition"][difference["concept"]]
        assert difference["why"]
        for state in difference["states"]:
            both = [(published["equilibria"], defined["equilibria"])]
            both += [
                (published["stable"][dm], defined["stable"][dm])
                for dm in difference["decision_makers"]
            ]
            for printed, right in both:
                assert (state in printed) == (difference["published"] == "stable")
                assert (state in right) == (difference["definition"] == "stable")


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_by_the_definition_is_met(name, concept, solved):
    data, result = cells(name), solved(name)
    row = data["definition"][concept]
    stable = result.stability(concept)
    assert {dm: as_published(data, states) for dm, states in stable.items()} == row["stable"]
    assert as_published(data, result.equilibria[concept]) == row["equilibria"]


@pytest.mark.parametrize("name", NAMES)
def test_the_cells_by_the_definition_are_those_of_an_exhaustive_search(name, solved):
    form = solved(name).conflict
    model = brute.from_options(
        len(form.decision_makers),
        form.owners,
        form.directions,
        form.codes.astype(int).tolist(),
        form.ranks.tolist(),
    )
    assert (np.array(brute.solve(model)) == solved(name).stable).all()
    assert (graph.solve(form) == solved(name).stable).all()


def test_korea_2017_has_the_published_four_equilibria_and_the_defined_three(solved):
    # Jacobi 2017: the printed column counts simultaneous sanctioning, which adds state 4
    data = cells("published/jacobi-2017/korea-2017")
    assert data["published"]["SEQ"]["equilibria"] == [0, 4, 5, 10]
    assert data["definition"]["SEQ"]["equilibria"] == [0, 5, 10]
    result = solved("published/jacobi-2017/korea-2017")
    assert result.equilibria["SEQ"] == (1, 5, 9)
    both = counted(result, data, "SEQ")
    assert numbers(both.all(axis=0)) == [1, 4, 5, 9]


def test_syria_and_iraq_have_the_defined_inverse_and_not_the_published_one(solved):
    # Kinsara 2014, Fig. 24: of Syria's 720 strict rankings, how many make state 2 an equilibrium
    name = "published/kinsara-2014/syria-iraq-1975"
    inverse, form = cells(name)["inverse"], solved(name).conflict
    assert inverse["published"] == {"Nash": 240, "SEQ": 420, "GMR": 420, "SMR": 300}
    assert inverse["definition"] == {"Nash": 240, "SEQ": 384, "GMR": 384, "SMR": 300}
    counts = dict.fromkeys(CONCEPTS, 0)
    for ranking in permutations(range(6)):
        ranks = np.array([ranking, form.ranks[1]], dtype=np.int32)
        varied = OptionForm(
            form.decision_makers, form.options, form.owners, form.directions, form.codes, ranks
        )
        stable = lattice.solve(varied)[:, :, inverse["state"] - 1].all(axis=1)
        for concept, holds in zip(CONCEPTS, stable, strict=True):
            counts[concept] += int(holds)
    assert {concept: counts[concept] for concept in inverse["definition"]} == inverse["definition"]


# --- what the commands say of them


@pytest.mark.parametrize("name", NAMES)
def test_the_analysis_of_a_published_conflict_answers_its_question(
    name, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)  # where the report is written
    with pytest.raises(SystemExit) as end:
        main(["analyze", name])
    assert not end.value.code
    out = capsys.readouterr().out
    assert "Answer\n" in out
    assert "What holds\n" in out


def test_the_library_tells_published_conflicts_apart(capsys):
    with pytest.raises(SystemExit):
        main(["library", "--json"])
    groups = {entry["name"]: entry["group"] for entry in json.loads(capsys.readouterr().out)}
    assert groups["korea-2019"] == "built-in"
    assert all(groups[name] == "published" for name in NAMES)


def test_the_library_fits_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["library"])
    out = capsys.readouterr().out
    assert "Published conflicts\n" in out
    assert all(name in out for name in NAMES)
    assert max(map(len, out.splitlines())) <= 80


# --- and the tables they were taken from, where they are at hand


needs_tables = pytest.mark.skipif(
    not TABLES.is_dir(), reason=f"the tables that the cases were taken from are not here: {TABLES}"
)


def table(name):
    return json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))


DIRECTIONS = {"both": "both", "fwd": "on", "back": "off"}


@needs_tables
@pytest.mark.parametrize("file", FROM_GMCR)
def test_a_case_is_the_model_of_the_file_it_was_taken_from(file, solved):
    data, form = table(file), solved(FROM_GMCR[file]).conflict
    assert form.codes.tolist() == [state["decimal"] for state in data["states"]]
    assert list(form.directions) == [DIRECTIONS[o["direction"]] for o in data["options"]]
    for ranks, dm in zip(form.ranks, data["dms"], strict=True):
        theirs = np.array(dm["payoffs"])
        assert (np.sign(ranks[:, None] - ranks) == np.sign(theirs[:, None] - theirs)).all()
    assert [form.owners.count(i) for i in range(len(data["dms"]))] == [
        len(dm["options"]) for dm in data["dms"]
    ]


@needs_tables
@pytest.mark.parametrize("file", FROM_GMCR)
def test_the_cells_are_those_of_the_tables(file):
    data, ours = table(file), cells(FROM_GMCR[file])
    for concept, row in data["results"]["textbook"].items():
        if concept == "SIM":
            continue
        assert list(row["stable"].values()) == list(ours["definition"][concept]["stable"].values())
        assert row["equilibria"] == ours["definition"][concept]["equilibria"]
    for concept, row in data["results"]["peer_logical"].items():
        if "stable" in ours["published"][concept]:
            stable = ours["published"][concept]["stable"]
            assert list(row["stable"].values()) == list(stable.values())
        assert row["equilibria"] == ours["published"][concept]["equilibria"]


@needs_tables
def test_korea_2017_is_the_table_it_was_taken_from(solved):
    data = table("korea_2017_base_reversible")
    name = "published/jacobi-2017/korea-2017"
    ours, form = cells(name), solved(name).conflict
    assert form.codes.tolist() == data["feasible_states"]
    for ranks, dm in zip(form.ranks, data["dms"], strict=True):
        order = np.argsort(-ranks)
        assert form.codes[order].tolist() == data["preferences"][dm]
    for concept, row in data["expected"].items():
        assert ours["published"][concept]["equilibria"] == row["equilibria"]
        for dm, stable in row["stable"].items():
            assert ours["published"][concept]["stable"][dm] == sorted(stable)


@needs_tables
def test_syria_and_iraq_are_the_table_they_were_taken_from():
    data = table("syria_iraq_1975")
    ours = cells("published/kinsara-2014/syria-iraq-1975")
    equilibria = {c: row["equilibria"] for c, row in ours["published"].items()}
    assert equilibria == {c: row["equilibria"] for c, row in data["expected"].items()}
    assert ours["inverse"]["published"] == data["expected_inverse"]["counts"]
