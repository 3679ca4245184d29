"""A solved case: equilibria, outcomes, paths, orders and graphs, as a user asks for them."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente as dt
from detente.case import UnknownName
from detente.conflict import CONCEPTS, Journey, order, overview, strictest, why
from making import DISPUTE, case


@pytest.fixture(scope="module")
def result():
    return dt.solve(case())


def test_equilibria_are_what_is_stable_for_everybody(result):
    for concept in CONCEPTS:
        stable = result.stability(concept).values()
        assert set(result.equilibria[concept]) == set.intersection(*map(set, stable))


def test_results_cannot_be_changed(result):
    with pytest.raises(AttributeError):
        result.status_quo = 2
    with pytest.raises(TypeError):
        result.equilibria["SEQ"] = ()
    with pytest.raises(ValueError, match="read-only"):
        result.stable[0, 0, 0] = True


def test_only_concepts_that_say_something_more_are_told():
    assert strictest(("Nash", "GMR", "SMR", "SEQ", "SSEQ")) == ("Nash",)
    assert strictest(("GMR", "SMR", "SEQ")) == ("SEQ", "SMR")
    assert strictest(("GMR",)) == ("GMR",)
    assert strictest(()) == ()


def test_the_finding_names_input_method_and_versions(result):
    assert result.finding.input_sha256 == result.case.sha256
    assert result.finding.method == "lattice"
    assert set(result.finding.versions) == {"detente", "python", "numba", "numpy"}


def test_the_networkx_graph_holds_every_move(result):
    graph = result.to_networkx()
    assert list(graph) == list(range(1, 9))
    assert graph.nodes[2]["on"] == ("Up.fill",)
    assert graph.nodes[2]["outcomes"] == ("dark",)
    assert "Nash" in graph.nodes[2]["equilibrium"]
    assert graph.edges[1, 2, "Up"]["improvement"]
    assert not graph.has_edge(5, 1)  # what was bombed cannot be unbombed


MODELS = [
    DISPUTE,
    DISPUTE.replace("status_quo: []", "status_quo: [Up.share]"),
    DISPUTE.replace("moves: on, ", ""),
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("improvements", [True, False])
def test_distances_are_those_of_networkx(model, improvements):
    solved = dt.solve(case(model, claims=_claims(), sources=_SOURCES))
    graph = solved.to_networkx()
    kept = [(a, b) for a, b, d in graph.edges(data=True) if d["improvement"] or not improvements]
    plain = nx.DiGraph(kept)
    plain.add_nodes_from(graph)
    for start in graph:
        journey = Journey(solved, start, improvements)
        lengths = nx.single_source_shortest_path_length(plain, start)
        assert {s: journey.distance(s) for s in graph} == {s: lengths.get(s) for s in graph}
        for target in lengths:
            expected = list(nx.all_shortest_paths(plain, start, target))
            walked = [[start, *(step.to for step in p.steps)] for p in journey.paths(target, 100)]
            assert sorted(walked) == sorted(expected)


_SOURCES = "post: {name: P, reliability: B, reason: r}"


def _claims():
    names = ("vow", "plan", "money", "doubt", "fear")
    return "".join(
        f"{n}: {{claim: C, speaker: Up, voice: author, stance: asserts}}\n" for n in names
    )


def test_an_overview_tells_the_nearest_equilibrium_of_each_outcome(result):
    view = overview(result)
    dark = view.outcome("dark")
    assert (dark.example, dark.concept) == (2, "Nash")
    assert [s.to for s in dark.path.steps] == [2]
    assert dark.path.improvements
    war = view.outcome("war")
    assert not war.path.improvements
    assert view.status_quo.leaves == ("Up",)


def test_what_an_outcomes_equilibria_share_is_settled_and_the_rest_is_open():
    free = DISPUTE.replace("      war: Down.strike\n", "      any: Up.fill or not Up.fill\n")
    view = overview(dt.solve(case(free, claims=_claims(), sources=_SOURCES))).outcome("any")
    held = view.equilibria
    assert held == 2
    assert dict(view.settled) == {"Up.fill": True, "Up.share": False}
    assert view.open == ("Down.strike",)


def test_the_order_of_states_follows_the_ranks(result):
    found = order(result, "Up")
    assert found.places[0].satisfies == (True, True, True)
    assert found.places[0].states == (2,)
    assert found.place_of(1) == 3
    assert sorted(s for p in found.places for s in p.states) == list(range(1, 9))


def test_the_reason_for_a_stable_state_is_an_answer_that_leaves_no_gain(result):
    found = why(result, 1, "Up", "GMR")
    assert found.stable
    for temptation in found.temptations:
        assert temptation.deterred
        assert temptation.result in {"equal", "worse"}
        assert {step.dm for step in temptation.answer} == {"Down"}


def test_the_reason_for_an_unstable_state_is_a_gain_that_stays(result):
    found = why(result, 1, "Up", "SEQ")
    assert not found.stable
    assert not found.temptations[0].deterred
    assert found.temptations[0].result == "better"


def test_a_temptation_that_is_undone_tells_the_answer_and_the_response():
    # a can be punished by b, and then walk away from the punishment: GMR holds, SMR does not
    model = """
        detente: 1
        title: T
        as_of: 2020-01-01
        decision_makers: {A: {}, B: {}}
        states: [calm, raid, reprisal, flight]
        moves: {A: [[calm, raid], [reprisal, flight]], B: [[raid, reprisal]]}
        ranking: {A: [flight, raid, calm, reprisal], B: [[calm, raid, reprisal, flight]]}
    """
    solved = dt.solve(case(model))
    assert why(solved, 1, "A", "GMR").stable
    (temptation,) = why(solved, 1, "A", "SMR").temptations
    assert not temptation.deterred
    assert [(s.dm, s.to) for s in temptation.undone] == [("B", 3), ("A", 4)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((9, "Up", "SEQ"), "there is no state 9; states are numbered 1 to 8"),
        ((1, "up", "SEQ"), "`up`: no such decision maker; did you mean `Up`?"),
        ((1, "Up", "Pareto"), "`Pareto`: no such concept"),
    ],
)
def test_unknown_names_are_told(result, arguments, message):
    with pytest.raises(UnknownName) as error:
        why(result, *arguments)
    assert message in str(error.value)


@settings(max_examples=25, deadline=None)
@given(st.permutations(["Up", "Down", "Mid"]), st.randoms(use_true_random=False))
def test_the_order_in_which_parties_are_written_changes_no_equilibrium(makers, random):
    prefers = {
        m: [random.choice(["Up.x", "not Down.x", "Mid.x <-> Up.y", "not Mid.y"]) for _ in range(3)]
        for m in sorted(makers)
    }

    def equilibria(names):
        lines = "".join(
            f"  {m}: {{options: {{x: Do x, y: Do y}}, prefers: [{', '.join(prefers[m])}]}}\n"
            for m in names
        )
        solved = dt.solve(
            case(f"detente: 1\ntitle: T\nas_of: 2020-01-01\ndecision_makers:\n{lines}")
        )
        return {
            concept: {frozenset(solved.on(state)) for state in states}
            for concept, states in solved.equilibria.items()
        }

    assert equilibria(makers) == equilibria(["Up", "Down", "Mid"])
