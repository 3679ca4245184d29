"""Bad files of GMCR+: each gets a message with its place, and nothing is written."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.case import DetenteError, InvalidCase
from detente.case.nodes import MAX_BYTES
from detente.formats import gmcrplus, jsontext
from formats.files import AS_OF, CUBA, RIVER, files, text

FILE = "bad.gmcr"


def read(told):
    return gmcrplus.read(told, file=FILE, title="T", as_of=AS_OF)


def problems(told):
    """What is wrong with a file, each as the command would print it."""
    with pytest.raises(InvalidCase) as error:
        read(told if isinstance(told, str) else text(told))
    return list(map(str, error.value.problems))


def changed(base, path, value):
    """The file with the value at a path replaced, added, or (`...`) removed."""
    data = copy.deepcopy(base)
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return data


# --- no JSON


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("", "1:1: not JSON: ends too early; a value is missing"),
        ("options: 1", "1:1: not JSON: found `o` where a value should stand"),
        ('{"options": [\n  {"name": "a"', "2:15: not JSON: ends too early; `,` or `}` is missing"),
        ('{"options" 1}', "1:12: not JSON: found `1` where `:` should stand"),
        ('{"a": 1,}', "1:9: not JSON: found `}` where a key in quotation marks should stand"),
        ('{"a": "b', "1:7: not JSON: the text in quotation marks does not end"),
        ('{"a": NaN}', "1:7: not JSON: found `N` where a value should stand"),
        ("{} {}", "1:4: not JSON: something stands after the end"),
        ('{"a": 1, "a": 2}', "1:10: the key `a` is said twice"),
        ('{"a": "\\ud800"}', "1:7: holds half a surrogate pair, which is no character"),
        ('{"a": ' + "9" * 30 + "}", "1:7: the number has more than 18 characters"),
        ("[" * 100_000, "1:25: nested more than 24 levels deep"),
        ("[" + "1," * 600_000, "1:1000000: more than 500,000 values in one file"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(told, said):
    assert problems(told) == [f"{FILE}:{said}"]


def test_every_truncation_of_a_file_is_told():
    told = text(RIVER)
    for end in range(len(told)):
        assert len(problems(told[:end])) == 1


# --- JSON, but no model


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], ["the file: must be an object; found a list of 0"]),
        ({}, ["is no file of GMCR+: it lacks `options` and `decisionMakers`"]),
        (changed(CUBA, ["options"], 3), ["options: must be a list; found 3"]),
        (changed(CUBA, ["options", 1], "x"), ["options[2]: must be an object; found `x`"]),
        (changed(CUBA, ["options", 1, "name"], ...), ["options[2]: `name` is missing"]),
        (changed(CUBA, ["options", 1, "name"], 7), ["options[2].name: must be a text; found 7"]),
        (
            changed(CUBA, ["options", 1, "name"], "x" * 10_001),
            ["options[2].name: is longer than 10,000 characters"],
        ),
        (
            changed(CUBA, ["options", 1, "permittedDirection"], "up"),
            ["options[2].permittedDirection: found `up`; allowed: both, fwd, back"],
        ),
        (changed(CUBA, ["decisionMakers"], []), ["has no decision makers"]),
        (
            changed(CUBA, ["decisionMakers", 0, "options"], []),
            ["decisionMakers[1].options: has none; a decision maker has options of its own"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options"], [2, 1]),
            ["decisionMakers[2].options: option 1 (`Blockade`) is decisionMakers[1]'s already"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options"], [2, 3, 3]),
            ["decisionMakers[2].options: option 3 (`Escalate`) is listed twice"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options"], [2]),
            ["options[4] (`Escalate`) is no decision maker's"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options"], [2, 3, 4]),
            ["decisionMakers[2].options[3]: 4 is no index of an option; there are 4, counted from 0"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options"], [2, -1]),
            ["decisionMakers[2].options[2]: -1 is no index of an option; there are 4, counted from 0"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options", 0], 2.0),
            ["decisionMakers[2].options[1]: must be the index of an option; found 2.0"],
        ),
        (
            changed(CUBA, ["decisionMakers", 1, "options", 0], True),
            ["decisionMakers[2].options[1]: must be the index of an option; found true"],
        ),
        (
            changed(CUBA, ["decisionMakers", 0, "preferences", 0], [[9, "Y"]]),
            ["decisionMakers[1].preferences[1][1]: 9 is no index of an option; there are 4, counted from 0"],
        ),
        (
            changed(CUBA, ["decisionMakers", 0, "preferences", 0], [[0, "yes"]]),
            ["decisionMakers[1].preferences[1][1]: found `yes`; allowed: Y, N"],
        ),
        (
            changed(CUBA, ["decisionMakers", 0, "preferences", 0], [[0]]),
            ['decisionMakers[1].preferences[1][1]: must be [option, "Y" or "N"]; found a list of 1'],
        ),
        (
            changed(CUBA, ["decisionMakers", 0, "preferences", 0], []),
            ["decisionMakers[1].preferences[1]: is empty"],
        ),
        (
            changed(CUBA, ["decisionMakers", 0, "preferences", 1, "members"], []),
            ["decisionMakers[1].preferences[2]: has no members; a compound is a choice among conditions"],
        ),
        (
            changed(CUBA, ["decisionMakers", 0, "preferences", 1, "compound"], False),
            ["decisionMakers[1].preferences[2].compound: must be true here"],
        ),
        (
            changed(CUBA, ["infeasibles", 0], {"compound": True, "members": [[[0, "Y"]]]}),
            ["infeasibles[1]: a compound stands in preferences only"],
        ),
        (changed(CUBA, ["infeasibles", 0], []), ["infeasibles[1]: is empty; it would leave no state"]),
        (
            changed(CUBA, ["infeasibles"], [[[0, "Y"]], [[1, "Y"]], [[0, "N"], [1, "N"]]]),
            [
                "infeasibles[1]: together with infeasibles[2] and infeasibles[3] leaves no state at all",
                "infeasibles[2]: together with infeasibles[1] and infeasibles[3] leaves no state at all",
                "infeasibles[3]: together with infeasibles[1] and infeasibles[2] leaves no state at all",
            ],
        ),
        (
            changed(RIVER, ["decisionMakers", 0, "preferenceRanking"], [1, [6, 2], 3, 4, 4, 9]),
            [
                "decisionMakers[1].preferenceRanking: there is no state 9; there are 6, from 1",
                "decisionMakers[1].preferenceRanking: repeats the state 4",
                "decisionMakers[1].preferenceRanking: misses the state 5",
            ],
        ),
        (
            changed(RIVER, ["decisionMakers", 0, "preferenceRanking", 1], ["6"]),
            ["decisionMakers[1].preferenceRanking[2]: must be the number of a state; found `6`"],
        ),
        (
            changed(RIVER, ["decisionMakers", 0, "preferenceRanking", 1], []),
            ["decisionMakers[1].preferenceRanking[2]: is empty"],
        ),
        (
            changed(RIVER, ["decisionMakers", 0, "preferenceRanking"], ...),
            ["decisionMakers[1]: has no `preferenceRanking`, and the file ranks by hand"],
        ),
        (
            changed(RIVER, ["useManualPreferenceVectors"], False),
            ["useManualPreferenceVectors: says the opposite of useManualPreferenceRanking"],
        ),
        (
            changed(RIVER, ["useManualPreferenceRanking"], "yes"),
            ["useManualPreferenceRanking: must be true or false; found `yes`"],
        ),
        (
            changed(RIVER, ["coalitions"], [[0, 1], 1]),
            ["coalitions[2]: decision maker 1 is in coalitions[1] already; coalitions do not overlap"],
        ),
        (
            changed(RIVER, ["coalitions"], [[0, 5]]),
            ["coalitions[1]: 5 is no index of a decision maker; there are 2, counted from 0"],
        ),
        (changed(RIVER, ["coalitions"], [[]]), ["coalitions[1]: is empty"]),
        (changed(CUBA, ["version"], "2.0"), ["version 2.0 is not known; read is up to 0.4"]),
        (
            changed(CUBA, ["version"], 4),
            ["version: must be a text such as `0.4.1`; found 4"],
        ),
        (
            changed(CUBA, ["options"], [{"name": f"o{k}"} for k in range(65)]),
            ["65 options; at most 64 are read"],
        ),
    ],
)  # fmt: skip
def test_what_is_no_model_is_told(data, said):
    found = [problem.split(": ", 1) for problem in problems(data)]
    assert all(place.startswith(f"{FILE}:1:") for place, _ in found)
    assert sorted(message for _, message in found) == sorted(said)


def test_all_problems_are_told_at_once_each_at_its_place():
    data = changed(CUBA, ["decisionMakers", 0, "preferences", 0], [[9, "Y"]])
    data["infeasibles"] = [[[0, "X"]]]
    told = json.dumps(data, indent=1)
    lines = told.splitlines()
    for problem in problems(told):
        _, line, column, _ = problem.split(":", 3)
        assert lines[int(line) - 1][int(column) - 1 :].startswith(("9", '"X"'))
    assert len(problems(told)) == 2


def test_more_conditions_than_anyone_writes_are_refused():
    data = changed(CUBA, ["infeasibles"], [[[0, "Y"], [1, "Y"]]] * 10_001)
    assert "more than 10,000 conditions in one file" in problems(data)[-1]


def test_a_condition_that_is_too_long_for_a_formula_is_refused():
    name = "x" * 50
    data = changed(CUBA, ["options", 0, "name"], name)
    data["decisionMakers"][0]["preferences"] = [[[0, "Y"]] * 200]
    assert problems(data) == [
        f"{FILE}:1:1: decisionMakers[1].preferences[1]: is longer than 4,000 characters as a formula"
    ]


def test_a_ranking_of_more_states_than_can_be_listed_is_refused():
    data = {
        "options": [{"name": f"o{k}", "permittedDirection": "both"} for k in range(30)],
        "decisionMakers": [{"name": "A", "options": list(range(30)), "preferenceRanking": [1]}],
        "useManualPreferenceRanking": True,
    }
    (said,) = problems(data)
    assert said.endswith("ranks states by number, and there are more than 1,048,576")


# --- whatever it is


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 9), st.floats(allow_nan=False), st.text(max_size=5),
        st.sampled_from(["Y", "N", "both", "fwd", "", "0.4.1", "9.9"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["name", "options", "compound", "members"]), inner, max_size=2),
    ),
    max_leaves=5,
)  # fmt: skip


def paths(value, before=()):
    yield before
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from paths(inner, (*before, key))


@st.composite
def mutated(draw):
    """A file in which some values were replaced, removed or doubled, then perhaps its bytes cut."""
    data = draw(files())
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(paths(data))[1:] or [("options",)]))
        kind = draw(st.sampled_from(["replace", "remove", "double"]))
        try:
            holder = data
            for part in path[:-1]:
                holder = holder[part]
            if kind == "replace":
                holder[path[-1]] = draw(VALUES)
            elif kind == "remove":
                del holder[path[-1]]
            elif isinstance(holder, list):
                holder.append(holder[path[-1]])
        except (KeyError, IndexError, TypeError):
            continue
    told = text(data)
    if draw(st.integers(0, 3)) == 0:
        start = draw(st.integers(0, len(told)))
        told = told[:start] + draw(st.text(max_size=3)) + told[start + draw(st.integers(0, 4)) :]
    return told


quietly = settings(
    deadline=None, derandomize=True, database=None, max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def caught(work, *arguments):
    """What work returns, or the error that was raised on purpose; any other goes on."""
    try:
        return work(*arguments)
    except DetenteError as error:
        return error


@quietly
@given(mutated())
def test_a_mutated_file_becomes_a_case_or_a_located_message(told):
    found = caught(read, told)
    if isinstance(found, DetenteError):
        assert isinstance(found, InvalidCase)
        assert found.problems
        assert all(problem.place.file == FILE for problem in found.problems)
        assert all(str(problem).isprintable() for problem in found.problems)
    else:
        gmcrplus.write(found.case)


@quietly
@given(st.text(max_size=40))
def test_any_text_is_json_or_told_with_its_place(told):
    found = caught(jsontext.parse, told, FILE)
    if isinstance(found, DetenteError):
        assert str(found).startswith(FILE)
        assert str(found).isprintable()
    else:
        json.loads(told)
        assert found.place(found.root).line >= 1


def plain(node):
    """A tree without its places."""
    match node.data:
        case dict():
            return {key: plain(inner) for key, inner in node.data.items()}
        case list():
            return [plain(inner) for inner in node.data]
    return node.data


@quietly
@given(VALUES)
def test_json_is_read_as_the_standard_library_reads_it(value):
    told = json.dumps(value)
    found = caught(jsontext.parse, told, FILE)
    if isinstance(found, DetenteError):
        assert "characters" in str(found) or "surrogate" in str(found)
    else:
        assert plain(found.root) == json.loads(told)


# --- the command


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "is not UTF-8: byte 0xff; save the file as UTF-8"),
        (b" " * (MAX_BYTES + 1), "MiB, the most that is read from one file"),
        (b"{", "not JSON: ends too early"),
        (text(changed(CUBA, ["version"], "1.0")).encode(), "version 1.0 is not known"),
    ],
)
def test_a_bad_file_ends_with_two_and_nothing_is_written(run, tmp_path, data, said):
    source, folder = tmp_path / "bad.gmcr", tmp_path / "case"
    source.write_bytes(data)
    code, out, err = run("import", source, "-o", folder)
    assert (code, out) == (2, "")
    assert said in err
    assert str(source) in err
    assert not folder.exists()


def test_a_file_that_is_not_there_says_so(run, tmp_path):
    code, _, err = run("import", tmp_path / "none.gmcr", "-o", tmp_path / "case")
    assert code == 2
    assert "none.gmcr:1:1: file is missing" in err
    assert not (tmp_path / "case").exists()


def test_a_folder_is_no_file(run, tmp_path):
    (tmp_path / "x.gmcr").mkdir()
    code, _, err = run("import", tmp_path / "x.gmcr", "-o", tmp_path / "case")
    assert code == 2
    assert "is not a plain file" in err
