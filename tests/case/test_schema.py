"""The format: every key of it, what it means, its JSON Schemas, the canonical form, the template."""

import copy
import datetime
import typing

import jsonschema
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from case.folders import CRISIS, TALKS, edited, problems, write
from detente.case import Case, EditRefused, library_names, load, write_template
from detente.case.find import LIBRARY
from detente.case.formula import parse
from detente.case.jsonschema import FILE_SCHEMAS, file_schema
from detente.case.new import TEMPLATE
from detente.case.repair import kind_at
from detente.case.schema import (
    Claim,
    DecisionMaker,
    Document,
    Measure,
    Model,
    Passage,
    Source,
    Statement,
    Variant,
)

WHOLE = {
    "case.yaml": """\
detente: 1
title: The water of the upper valley
question: Will the dam be filled without an agreement?
as_of: 2020-06-01
assumption_credence: 0.8
decision_makers:
  Up:
    name: The upstream state
    code: UPS
    options:
      fill:
        text: Fill the reservoir
        text_off: Leave the valley dry
        moves: on
        because: [[vow, plan], map]
        against: gap
        credence: 0.9
        otherwise: undetermined
        id: filling
      share: {text: Share its data, assumed: the gauges are its own}
      pray: Pray for rain
    prefers:
      - want: Up.fill
        because: vow
        against: [[gap]]
        assumed: pride
        credence: 0.6
        otherwise: {want: not Up.share}
        id: dam
      - {want: Down.pay -> Up.share, otherwise: drop}
      - {want: Up.pray, about: equal, otherwise: undetermined}
      - not Up.share
    cannot_see: [Down.pay and not Down.strike]
  Down:
    code: DWN.chief_1
    options:
      strike: {text: Bombard the dam, moves: off}
      pay: {text: Pay for water, moves: both}
    ranking:
      - []
      - [[Up.share], [Up.share, Down.pay]]
rules:
  - never: Up.fill and Down.pay
    because: [plan]
    against: [gap]
    assumed: nobody pays for nothing
    credence: 1
    otherwise: {never: Up.fill and Down.strike}
    id: no-double
  - Down.strike and Down.pay
status_quo: [Up.share]
outcomes:
  dark: {when: Up.fill and not Up.share, text: The dam is filled in the dark.}
  open: Up.fill and Up.share
answer: dark
issues:
  share-of-water:
    text: How much water is let through
    low: {value: -10, text: none}
    high: {value: 110.5, text: all}
    actors:
      Up:
        position: {value: 20 ± 5, because: [plan], against: [gap], id: up-position}
        salience: {value: 80, assumed: it says so, credence: 0.5, otherwise: undetermined}
        capability: 90 +- 10
        because: [vow]
        against: [gap]
        assumed: it takes part
        credence: 0.7
        id: up-on-water
        otherwise: drop
      Down: {position: 100, salience: 100, capability: 40.5}
coalitions: [[Up, Down]]
""",
    "claims.yaml": """\
vow:
  claim: The cabinet means to fill the reservoir.
  speaker: Up
  through: [post, wire]
  voice: attributed
  stance: asserts
  about: [Up, Up.fill, DWN, RUS.putin]
  valid: 2020-05/..
  credibility: 1
  group: june-cable
  note: said twice
  passages:
    - {document: news, start: 0, end: 5}
    - {document: news, quote: dam, before: 'the ', after: ' is', start: 7, end: 10}
    - {document: news, quote: water}
plan: {claim: There is a plan., speaker: post, voice: author, stance: denies, valid: 2020}
gap: {claim: No money., speaker: wire, through: wire, voice: author, stance: assesses, valid: ../2020-06-01}
map: {claim: A map., speaker: post, voice: author, stance: predicts, valid: 2020-01/2020-02}
warned: {claim: A warning., speaker: post, voice: author, stance: warns}
proposed: {claim: A proposal., speaker: post, voice: author, stance: proposes}
advised: {claim: Advice., speaker: post, voice: author, stance: recommends}
backed: {claim: Support., speaker: post, voice: author, stance: endorses}
""",
    "documents.yaml": f"""\
news:
  title: A report on the dam
  date: 2020-06-02
  source: post
  sha256: {"0a" * 32}
  path: texts/news.txt
  author: A. Writer
  language: en
  group: june-cable
""",
    "sources.yaml": """\
post: {name: The Post, reliability: A, reason: a record}
wire: {name: The Wire, reliability: F, reason: unknown}
""",
    "variants/all.yaml": """\
title: Everything that a variant can do
text: one change of each kind
changes:
  - {add_option: Up.visit, text: Send an envoy, moves: on, because: [vow], assumed: it can}
  - {add_statement: Down, want: Up.visit, at: 1}
  - {remove_option: Up.pray}
  - {drop: dam}
  - {flip: Up/2}
  - {move: Up/4, at: 2}
  - {stand: Up/2}
  - {fall: no-double}
  - {believe: vow}
  - {disbelieve: gap}
  - {regrade: wire, to: B}
  - {set_status_quo: [Up.visit]}
  - {remove_party: Down}
""",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return load(write(tmp_path_factory.mktemp("whole"), WHOLE))


def read(text):
    """Read YAML as other programs do, days as JSON writes them."""

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    return plain(YAML(typ="safe", pure=True).load(text))


# --- every key


def used(kind, value, keys):
    """Gather the keys used, by kind of entry, wherever they stand."""
    if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, BaseModel):
        keys.setdefault(kind, set()).update(value)
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, below in inner:
        used(kind_at(kind, (key,)), below, keys)


def test_the_examples_use_every_key_of_the_format():
    keys = {}
    for files in (WHOLE, CRISIS):
        for name, text in files.items():
            used(FILE_SCHEMAS.get(name, Variant), read(text), keys)
    assert {kind.__name__: set(kind.model_fields) - said for kind, said in keys.items()} == {
        kind.__name__: set() for kind in keys
    }
    assert len(keys) >= 14


def test_the_model_is_what_was_meant(whole):
    model = whole.model
    assert (model.detente, model.title, model.as_of) == (
        "1",
        "The water of the upper valley",
        "2020-06-01",
    )
    assert model.question == "Will the dam be filled without an agreement?"
    assert model.assumption_credence == 0.8
    assert list(model.options) == ["Up.fill", "Up.share", "Up.pray", "Down.strike", "Down.pay"]
    assert model.status_quo == ("Up.share",)
    assert model.coalitions == (("Up", "Down"),)
    assert model.answer == "dark"
    assert not model.explicit


def test_options_are_what_was_meant(whole):
    fill, share, pray, strike, pay = whole.model.options.values()
    assert (fill.text, fill.text_off) == ("Fill the reservoir", "Leave the valley dry")
    assert fill.because == (("vow", "plan"), ("map",))
    assert fill.against == (("gap",),)
    assert (fill.credence, fill.otherwise, fill.id) == (0.9, "undetermined", "filling")
    assert fill.claims == ("vow", "plan", "map", "gap")
    assert [o.moves for o in (fill, share, pray, strike, pay)] == [
        "on",
        "both",
        "both",
        "off",
        "both",
    ]
    assert [o.support for o in (fill, share, pray)] == ["sourced", "assumed", "unsourced"]
    assert (pray.text, pray.text_off, pray.because, pray.otherwise) == (
        "Pray for rain",
        None,
        (),
        "drop",
    )


def test_statements_are_what_was_meant(whole):
    dam, paid, equal, kept = whole.model.decision_makers["Up"].prefers
    assert (dam.want.text, dam.because, dam.against) == ("Up.fill", (("vow",),), (("gap",),))
    assert (dam.assumed, dam.credence, dam.id, dam.support) == ("pride", 0.6, "dam", "sourced")
    assert dam.otherwise.want == parse("not Up.share")
    assert (paid.want, paid.otherwise) == (parse("Down.pay -> Up.share"), "drop")
    assert (equal.about, equal.otherwise) == ("equal", "undetermined")
    assert kept == Statement(want="not Up.share")
    assert whole.model.decision_makers["Up"].cannot_see == (parse("Down.pay and not Down.strike"),)


def test_rankings_are_lists_of_ties_of_states(whole):
    down = whole.model.decision_makers["Down"]
    assert down.ranking == (((),), (("Up.share",), ("Up.share", "Down.pay")))
    assert (down.name, down.code, down.prefers) == (None, "DWN.chief_1", ())


def test_rules_and_outcomes_are_what_was_meant(whole):
    never, bare = whole.model.rules
    assert (never.never, never.otherwise.never) == (
        parse("Up.fill and Down.pay"),
        parse("Up.fill and Down.strike"),
    )
    assert bare.never == parse("Down.strike and Down.pay")
    dark, openly = whole.model.outcomes.values()
    assert (dark.when, dark.text) == (
        parse("Up.fill and not Up.share"),
        "The dam is filled in the dark.",
    )
    assert (openly.when, openly.text, openly.states) == (parse("Up.fill and Up.share"), None, None)


def test_issues_are_kept_as_they_were_said(whole):
    issue = whole.model.issues["share-of-water"]
    assert (issue.low.value, issue.low.text, issue.high.value, issue.high.text) == (
        -10,
        "none",
        110.5,
        "all",
    )
    up, down = issue.actors.values()
    assert (up.position.value, up.position.because) == (Measure(20, 5), (("plan",),))
    assert (up.salience.value, up.salience.assumed, up.salience.credence) == (
        Measure(80),
        "it says so",
        0.5,
    )
    assert (up.capability.value, up.because, up.id) == (Measure(90, 10), (("vow",),), "up-on-water")
    assert [n.value for n in (down.position, down.salience, down.capability)] == [
        (100, 0),
        (100, 0),
        (40.5, 0),
    ]


def test_the_ledger_is_what_was_meant(whole):
    vow = whole.claims["vow"]
    assert vow == Claim(
        claim="The cabinet means to fill the reservoir.",
        speaker="Up",
        through=("post", "wire"),
        voice="attributed",
        stance="asserts",
        about=("Up", "Up.fill", "DWN", "RUS.putin"),
        valid="2020-05/..",
        credibility=1,
        group="june-cable",
        note="said twice",
        passages=(
            Passage(document="news", start=0, end=5),
            Passage(document="news", quote="dam", before="the ", after=" is", start=7, end=10),
            Passage(document="news", quote="water"),
        ),
    )
    assert whole.claims["gap"].through == ("wire",)
    assert whole.claims["plan"].credibility == 6
    assert {claim.stance for claim in whole.claims.values()} == set(
        typing.get_args(Claim.model_fields["stance"].annotation)
    )
    assert whole.documents == {
        "news": Document(
            title="A report on the dam", date="2020-06-02", source="post", sha256="0a" * 32,
            path="texts/news.txt", author="A. Writer", language="en",
            group="june-cable",
        )
    }  # fmt: skip
    assert whole.sources["wire"] == Source(name="The Wire", reliability="F", reason="unknown")


def test_changes_have_one_verb_each(whole):
    variant = whole.variants["all"]
    assert (variant.title, variant.text) == (
        "Everything that a variant can do",
        "one change of each kind",
    )
    assert [change.verb for change in variant.changes] == [
        "add_option", "add_statement", "remove_option", "drop", "flip", "move", "stand", "fall", "believe",
        "disbelieve", "regrade", "set_status_quo", "remove_party",
    ]  # fmt: skip
    assert variant.changes[1].want == parse("Up.visit")
    assert variant.changes[11].set_status_quo == ("Up.visit",)


def test_elements_are_called_by_their_id_or_by_where_they_stand(whole):
    names = [name for name, _, _ in whole.model.elements()]
    assert names == [
        "filling", "Up.share", "Up.pray", "dam", "Up/2", "Up/3", "Up/4", "Down.strike", "Down.pay",
        "no-double", "rules/2", "up-on-water", "up-position",
        "share-of-water/Up/salience", "share-of-water/Up/capability", "share-of-water/Down",
        "share-of-water/Down/position", "share-of-water/Down/salience",
        "share-of-water/Down/capability",
    ]  # fmt: skip


def test_every_element_stands_where_its_path_says(whole):
    for name, path, element in whole.model.elements():
        if element.id is not None:
            assert str(whole.place((*path, "id"))) != str(whole.place(path)), name


def test_listed_states_are_what_was_meant(tmp_path):
    model = load(write(tmp_path, CRISIS)).model
    assert model.explicit
    assert [(state.id, state.text) for state in model.states] == [
        ("calm", None), ("standoff", "Ships face each other"), ("war", None),
    ]  # fmt: skip
    assert model.moves == {
        "US": (("calm", "standoff"), ("standoff", "war")),
        "USSR": (("standoff", "calm"),),
    }
    assert model.ranking["US"] == (("calm",), ("standoff", "war"))
    assert model.status_quo == ("standoff",)
    assert model.outcomes["peace"].states == ("calm", "standoff")


def test_what_was_read_cannot_be_changed(whole):
    with pytest.raises(ValueError, match="frozen"):
        whole.model.title = "Another"
    with pytest.raises(TypeError):
        whole.claims["new"] = whole.claims["vow"]
    with pytest.raises(AttributeError):
        whole.model = None


# --- JSON Schemas


def cases():
    """Yield every file that must be accepted: name, text."""
    folders = [LIBRARY / name for name in library_names()] + [TEMPLATE]
    for folder in folders:
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("variants/*.yaml")]):
            name = path.relative_to(folder).as_posix()
            if name in FILE_SCHEMAS or path.parent != folder:
                yield name, path.read_text(encoding="utf-8")
    for files in (WHOLE, TALKS, CRISIS):
        yield from files.items()


def validator(name):
    schema = file_schema(name if name in FILE_SCHEMAS else "variant")
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", FILE_SCHEMAS)
def test_the_published_schema_is_one(name):
    schema = file_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"détente: {name}"


def test_the_published_schema_accepts_what_the_program_accepts():
    for name, text in cases():
        errors = [error.message for error in validator(name).iter_errors(read(text))]
        assert errors == [], name


def places(value, path=()):
    """Yield the path of every mapping in a tree."""
    if isinstance(value, dict):
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


@pytest.mark.parametrize("name", WHOLE)
def test_the_published_schema_refuses_an_unknown_key_wherever_keys_are_known(name):
    schema = FILE_SCHEMAS.get(name, Variant)
    tree = read(WHOLE[name])
    for path in places(tree):
        wrong = copy.deepcopy(tree)
        here = wrong
        for part in path:
            here = here[part]
        here["no such key"] = "x"
        kind = kind_at(schema, path)
        assert not validator(name).is_valid(wrong), (path, kind)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("case.yaml", "detente: 1", "detente: 2"),
        ("case.yaml", "title: The water of the upper valley", "title: [a]"),
        ("case.yaml", "as_of: 2020-06-01\n", ""),
        ("case.yaml", "assumption_credence: 0.8", "assumption_credence: 2"),
        ("case.yaml", "moves: off", "moves: never"),
        ("case.yaml", "code: UPS", "code: upstream"),
        ("case.yaml", "  Down:\n    code", "  1Down:\n    code"),
        ("claims.yaml", "stance: denies", "stance: doubts"),
        ("claims.yaml", "credibility: 1", "credibility: 7"),
        ("claims.yaml", "start: 0,", "start: -1,"),
        ("sources.yaml", "reliability: F", "reliability: G"),
        ("documents.yaml", "0a", "0A"),
        ("variants/all.yaml", "title: Everything that a variant can do\n", ""),
    ],
)
def test_the_published_schema_refuses_what_it_can_see(name, old, new):
    wrong = read(WHOLE[name].replace(old, new))
    assert not validator(name).is_valid(wrong)


# --- the canonical form


def sha256(tmp_path, text, name="case.yaml", base=WHOLE):
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    return load(write(folder, {**base, name: text})).sha256


REORDERED = [
    ("detente: 1\n", "# a comment\n\ndetente:   '1'\n"),
    ("title: The water of the upper valley\n", "title: >-\n  The water of\n  the upper valley\n"),
    ("detente: 1\ntitle: The water of the upper valley\n", "title: The water of the upper valley\ndetente: 1\n"),
    ("text: Pay for water, moves: both", "moves: both, text: Pay for water"),
    ("Pay for water, moves: both", "Pay for water"),
    ("assumption_credence: 0.8", "assumption_credence: 0.80"),
    ("because: vow\n", "because: [[vow]]\n"),
    ("      - not Up.share\n", "      - {want: (not  ( Up.share )), otherwise: drop}\n"),
    ("want: Down.pay -> Up.share", "want: '(Down.pay) ->\n      Up.share'"),
    ("      pray: Pray for rain", "      pray: {text: Pray for rain}"),
    ("value: 20 ± 5", "value: 20.0 +- 5"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), REORDERED)
def test_the_way_a_model_is_written_does_not_change_its_hash(tmp_path, whole, old, new):
    text = edited(WHOLE, ("case.yaml", old, new))["case.yaml"]
    assert text != WHOLE["case.yaml"]
    assert sha256(tmp_path, text) == whole.sha256


def test_the_order_of_actors_moves_and_rankings_means_nothing(tmp_path, whole):
    text = WHOLE["case.yaml"]
    down = "      Down: {position: 100, salience: 100, capability: 40.5}\n"
    moved = text.replace(down, "").replace("    actors:\n", f"    actors:\n{down}")
    assert sha256(tmp_path, moved) == whole.sha256
    graph = CRISIS["case.yaml"]
    moves = "  US: [[calm, standoff], [standoff, war]]\n"
    swapped = graph.replace(moves, "").replace("ranking:\n", f"{moves}ranking:\n")
    assert swapped != graph
    assert sha256(tmp_path, swapped, base=CRISIS) == sha256(tmp_path, graph, base=CRISIS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The water of the upper valley", "The water of the lower valley"),
        ("2020-06-01", "2020-06-02"),
        ("code: UPS", "code: UPX"),
        ("moves: off", "moves: on"),
        ("text_off: Leave the valley dry", "text_off: Leave it"),
        ("against: gap", "against: map"),
        ("[[vow, plan], map]", "[vow, plan, map]"),
        ("        assumed: pride\n", ""),
        ("credence: 0.9", "credence: 0.8"),
        ("otherwise: {want: not Up.share}", "otherwise: {want: Up.share}"),
        ("id: dam", "id: the-dam"),
        ("about: equal, ", ""),
        ("- Down.strike and Down.pay", "- Down.pay and Down.strike"),
        ("    cannot_see: [Down.pay and not Down.strike]\n", ""),
        ("- [[Up.share], [Up.share, Down.pay]]", "- [Up.share]\n      - [Up.share, Down.pay]"),
        ("status_quo: [Up.share]", "status_quo: []"),
        ("status_quo: [Up.share]\n", ""),
        ("answer: dark", "answer: open"),
        ("20 ± 5", "20 ± 6"),
        ("coalitions: [[Up, Down]]\n", ""),
        ("low: {value: -10", "low: {value: -11"),
        ("      share: {text: Share its data, assumed: the gauges are its own}\n      pray: Pray for rain\n",
         "      pray: Pray for rain\n      share: {text: Share its data, assumed: the gauges are its own}\n"),
        ("  - Down.strike and Down.pay\n", "  - Down.strike and Down.pay\n  - Up.pray and Down.pay\n"),
    ],
)  # fmt: skip
def test_any_change_of_meaning_changes_the_hash(tmp_path, whole, old, new):
    assert WHOLE["case.yaml"].count(old) == 1
    text = WHOLE["case.yaml"].replace(old, new)
    variants = {"variants/all.yaml": TALKS["variants/thaw.yaml"]}
    base = {name: text for name, text in WHOLE.items() if name not in variants}
    assert sha256(tmp_path, text, base=base) != whole.sha256


@pytest.mark.parametrize("order", ["decision_makers", "outcomes", "rules"])
def test_orders_that_mean_something_change_the_hash(tmp_path, order):
    blocks = {
        "decision_makers": (TALKS["case.yaml"].index("  US:\n"), TALKS["case.yaml"].index("  DPRK:\n"), TALKS["case.yaml"].index("rules:")),
        "outcomes": (TALKS["case.yaml"].index("  pause:"), TALKS["case.yaml"].index("  deal:"), TALKS["case.yaml"].index("answer:")),
        "rules": (TALKS["case.yaml"].index("  - never:"), TALKS["case.yaml"].index("  - {never"), TALKS["case.yaml"].index("status_quo:")),
    }  # fmt: skip
    text = TALKS["case.yaml"]
    start, middle, end = blocks[order]
    swapped = text[:start] + text[middle:end] + text[start:middle] + text[end:]
    plain = {**TALKS}
    assert sha256(tmp_path, swapped, base=plain) != sha256(tmp_path, text, base=plain)


def test_the_hash_is_that_of_the_model_and_of_nothing_else(tmp_path, whole):
    claims = WHOLE["claims.yaml"].replace("credibility: 1", "credibility: 2")
    assert sha256(tmp_path, claims, "claims.yaml") == whole.sha256
    assert isinstance(whole, Case)


# --- the template


def test_the_template_is_a_case_that_says_nothing_wrong(tmp_path):
    names = write_template(tmp_path / "new" / "valley")
    assert names == [
        "case.yaml",
        "claims.yaml",
        "documents.yaml",
        "documents/post-0602.txt",
        "sources.yaml",
    ]
    assert problems(tmp_path / "new" / "valley") == []


def test_the_template_leaves_nothing_unsourced(tmp_path):
    write_template(tmp_path)
    assert [n for n, _, e in load(tmp_path).model.elements() if e.support == "unsourced"] == []


@pytest.mark.parametrize("name", ["case.yaml", "sources.yaml"])
def test_the_template_is_not_written_over_a_case(tmp_path, name):
    (tmp_path / name).write_text("mine\n")
    with pytest.raises(EditRefused) as error:
        write_template(tmp_path)
    assert str(error.value) == f"{tmp_path} holds {name} already; nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine\n"


def test_the_template_is_not_written_where_a_file_stands(tmp_path):
    (tmp_path / "file").write_text("mine\n")
    with pytest.raises(EditRefused, match="cannot be written: File exists"):
        write_template(tmp_path / "file")
    with pytest.raises(EditRefused, match="cannot be written: Not a directory"):
        write_template(tmp_path / "file" / "below")


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "case.yaml").symlink_to("elsewhere.yaml")
    with pytest.raises(EditRefused):
        write_template(tmp_path)
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_every_key_in_the_template_s_comments_is_one(tmp_path):
    """Lines such as `# moves: both` are meant to be uncommented."""
    write_template(tmp_path)
    text = (tmp_path / "case.yaml").read_text()
    uncommented = text.replace("# moves: both  ", "moves: both    ").replace(
        "# code: ZZZ", "code: ZZZ  "
    )
    assert uncommented.count("    moves: both") == 1
    assert problems(write(tmp_path, {"case.yaml": uncommented})) == []
    makers = load(tmp_path).model.decision_makers
    assert isinstance(makers["Upstream"], DecisionMaker)
    assert makers["Upstream"].code == "ZZZ"
    assert isinstance(load(tmp_path).model, Model)
