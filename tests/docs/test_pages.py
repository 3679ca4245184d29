"""The documentation says all there is to say, and its links lead somewhere."""

import importlib
import importlib.util
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from detente.case import DetenteError, files, formula, happened, new, nodes, schema, write_template
from detente.case.find import LIBRARY
from detente.case.jsonschema import FILE_SCHEMAS, file_schema
from detente.cli import COMMANDS, cli
from detente.evidence import texts
from detente.show import data, records, score, whatif
from detente.show.schemas import OUTPUTS, output_schema

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    if "_build" not in page.relative_to(ROOT).parts
)
ROOMS = (
    "detente",
    *(f"detente.{room}" for room in ("case", "conflict", "evidence", "formats", "outlook", "show")),
)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# The commands


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def section(name: str) -> str:
    """What the reference says about one command."""
    match = re.search(
        rf"^## detente {name}$(.*?)(?=^## |\Z)",
        page("reference/commands.md"),
        re.MULTILINE | re.DOTALL,
    )
    assert match, f"docs/reference/commands.md has no section '## detente {name}'"
    return match[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example(name: str) -> None:
    told = CliRunner().invoke(cli, [name, "--help"]).output
    assert re.search(rf"^  Example:\n    detente {name}\b", told, re.MULTILINE), told


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_section_with_a_run_and_all_its_options(name: str) -> None:
    told = section(name)
    assert f"$ detente {name}" in told
    missing = [
        longest
        for parameter in command(name).params
        if isinstance(parameter, click.Option)
        and (longest := max(parameter.opts, key=len)) not in told
    ]
    assert not missing


# The case format


def entries() -> Iterator[tuple[str, str]]:
    kinds = {k for m in (schema, happened) for k in vars(m).values() if isinstance(k, type)}
    for kind in kinds:
        if issubclass(kind, schema.Entry):
            yield from ((kind.__name__, key) for key in kind.model_fields)


@pytest.mark.parametrize(("kind", "key"), sorted(entries()))
def test_a_key_of_the_case_format_has_its_line(kind: str, key: str) -> None:
    assert f"`{key}`" in page("reference/case-format.md"), f"{key} of {kind}"


@pytest.mark.parametrize("verb", schema.VERBS)
def test_a_verb_of_the_variants_has_its_line(verb: str) -> None:
    assert f"| `{verb}` |" in page("reference/case-format.md")


@pytest.mark.parametrize(
    "limit",
    [
        f"{nodes.MAX_BYTES // 2**20} MiB",
        f"{nodes.MAX_DEPTH} levels",
        f"{nodes.MAX_NODES:,} values",
        f"{files.MAX_VARIANTS} variants",
        f"{formula.MAX_LENGTH:,} characters, {formula.MAX_DEPTH} levels",
        f"{texts.MAX_BYTES // 2**20} MiB",
    ],
)
def test_the_limits_are_the_real_ones(limit: str) -> None:
    assert limit in " ".join(page("reference/case-format.md").split())


# JSON


def shapes() -> Iterator[tuple[str, str]]:
    modules = (data, records, score, whatif)
    kinds = {k for m in modules for k in vars(m).values() if isinstance(k, type)}
    for kind in kinds:
        if hasattr(kind, "__total__"):
            yield from ((kind.__name__, key) for key in inspect.get_annotations(kind))


@pytest.mark.parametrize(("kind", "key"), sorted(shapes()))
def test_a_key_of_the_json_has_its_line(kind: str, key: str) -> None:
    assert f"`{key}`" in page("reference/json.md"), f"{key} of {kind}"


def test_a_key_of_the_outlook_has_its_line() -> None:
    kinds = output_schema("analyze")["$defs"].values()
    keys = {key for kind in kinds for key in kind.get("properties", {})}
    assert [key for key in sorted(keys) if f"`{key}`" not in page("reference/json.md")] == []


def make_schemas() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_schemas", DOCS / "make_schemas.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_published_schemas_are_up_to_date() -> None:
    assert make_schemas().out_of_date() == [], "run docs/make_schemas.py"


def test_an_outdated_a_missing_and_an_unwanted_schema_are_found_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = make_schemas()
    monkeypatch.setattr(making, "FOLDER", tmp_path / "schemas")
    assert making.main(["--check"]) == 1
    assert making.main([]) == 0
    assert making.main(["--check"]) == 0
    (making.FOLDER / "solve.schema.json").write_text("{}")
    (making.FOLDER / "why.schema.json").unlink()
    (making.FOLDER / "sovle.schema.json").write_text("{}")
    wrong = ["solve.schema.json", "sovle.schema.json", "why.schema.json"]
    assert making.out_of_date() == wrong
    assert making.main(["--chekc"]) == 2
    assert making.write() == wrong
    assert making.main(["--check"]) == 0


@pytest.mark.parametrize("name", [*FILE_SCHEMAS, *OUTPUTS])
def test_a_published_schema_is_one_and_is_linked(name: str) -> None:
    text = page(f"reference/schemas/{name}.schema.json")
    Draft202012Validator.check_schema(json.loads(text))
    assert f"(schemas/{name}.schema.json)" in page("reference/json.md")


TEMPLATE = "template"
GRAPH = "graph"
CASES = ("korea-2019", TEMPLATE, GRAPH)

# How to call each command for the sake of its JSON; CASE stands for a case.
CALLS: dict[str, list[list[str]]] = {
    "ach": [["CASE", "--draws", "8"]],
    "add": [["folder", "report.md", "--source", "The Post"]],
    "analyze": [["CASE", "--draws", "8"], ["CASE", "--full", "--no-outlook"]],
    "assumptions": [["CASE", "--draws", "8"]],
    "check": [["CASE"], ["CASE", "--full"]],
    "devils-advocate": [["CASE"], ["CASE", "--state", "sq", "--edits", "1"]],
    "diff": [["CASE", "CASE"], ["CASE", "korea-2019"]],
    "export": [["CASE", "-o", "states.csv"], ["CASE", "-o", "game.efg", "--from", "1"]],
    "futures": [["CASE", "--draws", "8"]],
    "gaps": [["CASE"], ["CASE", "--full"]],
    "hinges": [["CASE", "--draws", "8"]],
    "history": [["events.json", "--between", "RUS", "PRK", "-o", "h.csv"]],
    "import": [["dispute.gmcr", "-o", "dispute"]],
    "library": [[]],
    "new": [["folder"]],
    "observe": [["CASE", "SEEN"], ["CASE", "SEEN", "--draws", "8"]],
    "outlook": [["CASE", "--draws", "8"]],
    "paths": [["CASE"], ["CASE", "2", "--any"]],
    "ranking": [["CASE", "DM"]],
    "read": [["CASE"], ["CASE", "--full"]],
    "review": [["CASE", "--list"]],
    "score": [["CASE", "happened.yaml", "--draws", "8"]],
    "seal": [["CASE", "--draws", "8", "--output", "forecasts"]],
    "search": [["CASE", "sanction*"], ["CASE", "water", "that we", "--most", "1"]],
    "signposts": [["CASE", "--draws", "8"]],
    "solve": [["CASE"], ["CASE", "--equilibria-only"]],
    "what-if": [["CASE", "--all"], ["CASE", "--all", "--draws", "8"]],
    "what-would-it-take": [["CASE"], ["CASE", "--state", "sq", "--edits", "1"]],
    "why": [["CASE", "1"], ["CASE", "1", "DM", "--concept", "SMR"]],
}

# What cannot be asked of a case that lists its states, or of one that is built in.
REFUSED = {(name, GRAPH) for name in ("devils-advocate", "what-would-it-take")}
REFUSED.add(("review", "korea-2019"))

MAKERS = {"korea-2019": "Japan", TEMPLATE: "Upstream", GRAPH: "A"}
SEEN = {"korea-2019": "Russia.enforce=off", TEMPLATE: "Upstream.fill=on", GRAPH: "raid=on"}
ANSWERS = {"korea-2019": "stalemate", TEMPLATE: "filled-alone", GRAPH: "calm"}


def draws(name: str, call: list[str]) -> bool:
    """Whether a call has to draw worlds, which a case that lists its states has none of."""
    return name != "analyze" and ("--draws" in call or name in {"score", "seal"})


LISTED = """\
detente: 1
title: A quarrel
as_of: 2020-01-01
decision_makers: {A: {}, B: {}}
states: [peace, raid, {id: war, text: everybody fights}]
moves: {A: [[peace, raid]], B: [[raid, war]]}
ranking: {A: [raid, [peace, war]], B: [peace, war, raid]}
status_quo: peace
outcomes: {calm: {states: [peace]}}
answer: calm
"""


GMCR = """\
{"options": [{"name": "Fill the dam", "permittedDirection": "both"}],
 "decisionMakers": [{"name": "Up", "options": [0]}]}
"""


EVENT = '{"date": "2023-09-13", "type": "AID", "actor": "PRK", "recipient": "RUS", "intensity": 7}'


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What to type for each of the cases."""
    there = tmp_path_factory.mktemp("cases")
    write_template(there / TEMPLATE)
    (there / GRAPH).mkdir()
    (there / GRAPH / "case.yaml").write_text(LISTED)
    return {name: name if (LIBRARY / name).is_dir() else str(there / name) for name in CASES}


def closed(shape: Any) -> Any:
    """Let a schema refuse every key that it does not name."""
    if isinstance(shape, list):
        return [closed(part) for part in shape]
    if not isinstance(shape, dict):
        return shape
    found = {key: closed(part) for key, part in shape.items()}
    if found.get("type") == "object" and "properties" in found:
        found["additionalProperties"] = False
    return found


def test_every_command_with_json_has_its_calls_here() -> None:
    assert sorted(CALLS) == sorted(OUTPUTS) == sorted(set(COMMANDS) - {"mcp", "schema"})


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", CALLS)
def test_the_json_of_a_command_is_what_its_schema_says(
    name: str,
    case: str,
    cases: Mapping[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dispute.gmcr").write_text(GMCR)
    told = (
        f"as_of: 2099-01-01\noutcomes: {{{ANSWERS[case]}: {{happened: true, text: So it was.}}}}\n"
    )
    Path("happened.yaml").write_text(told)
    Path("events.json").write_text(EVENT)
    if name == "add":
        write_template(Path("folder"))
        Path("report.md").write_text("# A report\n\nThey left without a date.\n")
    for call in CALLS[name]:
        if case == GRAPH and draws(name, call):
            continue
        words = {"CASE": cases[case], "DM": MAKERS[case], "SEEN": SEEN[case]}
        run = CliRunner().invoke(cli, [name, *(words.get(w, w) for w in call), "--json"])
        if (name, case) in REFUSED:
            assert isinstance(run.exception, DetenteError)
            continue
        assert run.exit_code == 0, run.output
        Draft202012Validator(closed(output_schema(name))).validate(json.loads(run.stdout))


def as_json(value: Any) -> Any:
    """What YAML reads as a date is text to whoever checks it by a JSON Schema."""
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        (name, folder)
        for folder in (LIBRARY / "korea-2019", Path(new.__file__).parent / "template")
        for name in FILE_SCHEMAS
        if (folder / name).is_file()
    ],
)
def test_the_schema_of_a_file_accepts_what_the_program_accepts(name: str, folder: Path) -> None:
    read = YAML(typ="safe", pure=True).load(folder / name)
    Draft202012Validator(file_schema(name)).validate(as_json(read))


# Links

FENCED = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2[`~]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def prose(path: Path) -> str:
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The names under which a page's headings can be linked to."""
    headings = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(prose(path)))
    return {title.strip().replace(" ", "-") for title in headings}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_link_leads_to_a_file_and_a_heading_that_exist(path: Path) -> None:
    for link in LINK.findall(prose(path)):
        address, _, anchor = link.partition("#")
        target = path.parent / address if address else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_a_line_fits_a_screen(path: Path) -> None:
    outside = FENCED.sub("", path.read_text(encoding="utf-8")).splitlines()
    assert [line for line in outside if len(line) > 100 and not line.startswith("|")] == []


# What is exported


@pytest.mark.parametrize("name", ROOMS)
def test_the_exported_names_are_sorted(name: str) -> None:
    room = importlib.import_module(name)
    exported = getattr(room, "__all__", [])
    # constants, then classes, then the rest, as the formatter sorts them
    assert exported == sorted(exported, key=lambda n: (not n.isupper(), not n[0].isupper(), n))


@pytest.mark.parametrize("name", ROOMS)
def test_what_is_exported_says_what_it_is(name: str) -> None:
    room = importlib.import_module(name)
    exported = {each: getattr(room, each) for each in getattr(room, "__all__", [])}
    public = {n: v for n, v in exported.items() if inspect.isclass(v) or inspect.isfunction(v)}
    # a dataclass without a docstring gets its signature as one
    assert [n for n, v in public.items() if (v.__doc__ or f"{n}(").startswith(f"{n}(")] == []
