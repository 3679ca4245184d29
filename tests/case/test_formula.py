"""Formulas: what they mean, where they end, and what is said about those that are none."""

import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.formula import MAX_DEPTH, MAX_LENGTH, FormulaError, Name, Term, parse

NAMES = ("A.x", "A.y", "B.x", "not_.or_")

# --- an independent meaning: nested tuples, printed by precedence and evaluated by truth tables


@dataclass(frozen=True)
class Operator:
    """How an operator is written and how tightly it binds."""

    word: str
    binding: int
    chains: bool


NOT = Operator("not", 5, chains=True)
AND = Operator("and", 4, chains=True)
OR = Operator("or", 3, chains=True)
IF = Operator("->", 2, chains=False)
IFF = Operator("<->", 1, chains=False)
PAIRS = (AND, OR, IF, IFF)


def trees():
    names = st.sampled_from(NAMES)
    return st.recursive(
        names,
        lambda below: st.one_of(
            st.tuples(st.just(NOT), below),
            st.tuples(st.sampled_from(PAIRS), below, below),
        ),
        max_leaves=12,
    )


def binding(tree):
    return 6 if isinstance(tree, str) else tree[0].binding


def printed(tree):
    """Write a tree with the fewest parentheses that keep it as it is, read from the left."""
    if isinstance(tree, str):
        return tree
    operator, *parts = tree
    if operator is NOT:
        return f"not {enclosed(parts[0], NOT.binding)}"
    left, right = parts
    first = enclosed(left, operator.binding + (not operator.chains))
    return f"{first} {operator.word} {enclosed(right, operator.binding + 1)}"


def enclosed(tree, least):
    return printed(tree) if binding(tree) >= least else f"({printed(tree)})"


def truth(tree, on):
    if isinstance(tree, str):
        return tree in on
    operator, *parts = tree
    values = [truth(part, on) for part in parts]
    return {
        "not": lambda a: not a,
        "and": lambda a, b: a and b,
        "or": lambda a, b: a or b,
        "->": lambda a, b: b if a else True,
        "<->": lambda a, b: a == b,
    }[operator.word](*values)


WORLDS = [
    frozenset(on) for size in range(len(NAMES) + 1) for on in itertools.combinations(NAMES, size)
]
COLUMNS = {name: np.array([name in on for on in WORLDS]) for name in NAMES}


def meaning(formula):
    return formula.evaluate(COLUMNS.__getitem__).tolist()


@given(trees())
def test_a_formula_means_what_its_precedence_says(tree):
    assert meaning(parse(printed(tree))) == [truth(tree, on) for on in WORLDS]


@given(trees())
def test_needless_parentheses_change_nothing(tree):
    formula = parse(printed(tree))
    assert parse(f"( ({printed(tree)}) )") == formula


@given(trees(), st.lists(st.sampled_from([" ", "\n", "\t", "   "]), min_size=60, max_size=60))
def test_space_between_words_changes_nothing(tree, spaces):
    words = printed(tree).replace("(", " ( ").replace(")", " ) ").split()
    spread = "".join(space + word for space, word in zip(spaces, words, strict=False))
    assert parse(spread + "".join(f" {word}" for word in words[len(spaces) :])) == parse(
        printed(tree)
    )


@given(trees())
def test_every_name_stands_where_its_offset_says(tree):
    text = printed(tree)
    names = parse(text).names
    assert [text[n.offset : n.offset + len(n.name)] for n in names] == [n.name for n in names]
    assert [n.offset for n in names] == sorted(n.offset for n in names)
    assert len(names) == sum(text.count(name) for name in NAMES)


@given(trees(), st.permutations(["Long_name.y", "C.z", "A.y", "D.x"]))
def test_renaming_changes_names_and_nothing_else(tree, names):
    new = dict(zip(NAMES, names, strict=True))
    formula = parse(printed(tree))
    renamed = formula.renamed(new.__getitem__)
    columns = {new[name]: column for name, column in COLUMNS.items()}
    assert renamed.evaluate(columns.__getitem__).tolist() == meaning(formula)
    back = {after: before for before, after in new.items()}
    assert renamed.renamed(back.__getitem__).text == formula.text


@pytest.mark.parametrize(
    ("formula", "same"),
    [
        ("not a and b", "(not a) and b"),
        ("not not a", "not (not a)"),
        ("a or b and c", "a or (b and c)"),
        ("a and b or c", "(a and b) or c"),
        ("a or b -> c or d", "(a or b) -> (c or d)"),
        ("a -> b <-> c -> d", "(a -> b) <-> (c -> d)"),
        ("not(a)or(b)", "(not a) or b"),
        ("a->not b", "a -> (not b)"),
        ("a<->b", "a <-> b"),
        ("nota or android", "(nota) or (android)"),
        ("not.and or or.not", "(not.and) or (or.not)"),
    ],
)
def test_precedence_falls_from_not_over_and_or_and_the_arrow_to_the_double_arrow(formula, same):
    assert parse(formula) == parse(same)


def test_formulas_are_equal_if_their_expressions_are():
    assert parse("A.x  and A.y") == parse("A.x and (A.y)")
    assert parse("A.x and A.y") != parse("A.y and A.x")
    assert hash(parse("A.x and A.y")) == hash(parse("A.x and (A.y)"))
    assert str(parse(" A.x ")) == " A.x "


def test_the_expression_can_be_read():
    left, right = Name("US.relief"), Term("not", (Name("DPRK.test"),))
    assert parse("US.relief -> not DPRK.test").expression == Term("->", (left, right))


# --- refusals


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "is empty"),
        (" \n ", 0, "is empty"),
        ("A.x and", 6, "ends too early; an option or `(` is missing"),
        ("A.x -> ", 5, "ends too early; an option or `(` is missing"),
        ("not", 2, "ends too early; an option or `(` is missing"),
        ("(A.x", 3, "ends too early; `)` is missing"),
        ("A.x)", 3, "unexpected `)`"),
        ("()", 1, "unexpected `)`"),
        ("and A.x", 0, "unexpected `and`"),
        ("A.x or or A.y", 7, "unexpected `or`"),
        ("A.x A.y", 4, "unexpected `A.y`"),
        ("A.x not A.y", 4, "unexpected `not`"),
        ("A.x -> A.y -> B.x", 11, "chained `->`; say with parentheses which comes first"),
        ("A.x <-> A.y <-> B.x", 12, "chained `<->`; say with parentheses which comes first"),
        ("(A.x -> A.y -> B.x)", 12, "chained `->`; say with parentheses which comes first"),
        ("A.x <-> A.y -> B.x -> B.y", 19, "chained `->`; say with parentheses which comes first"),
        ("A.x -> -> A.y", 7, "unexpected `->`"),
        ("(A.x -> A.y) and -> B.x", 17, "unexpected `->`"),
        ("<-> A.x", 0, "unexpected `<->`"),
        ("A.x AND A.y", 4, "`AND`: write `and`"),
        ("A.x Or A.y", 4, "`Or`: write `or`"),
        ("NOT A.x", 0, "`NOT`: write `not`"),
        ("A.x and Not (A.y)", 8, "`Not`: write `not`"),
        ("A.x IF A.y", 4, "`IF`: write `q if p` as `p -> q`"),
        ("A.x if A.y", 4, "`if`: write `q if p` as `p -> q`"),
        ("A.x iff A.y", 4, "`iff`: write `<->`"),
        ("A.x & A.y", 4, "unexpected `&`; write `and`"),
        ("A.x && A.y", 4, "unexpected `&`; write `and`"),
        ("A.x ∧ A.y", 4, "unexpected `∧`; write `and`"),
        ("A.x | A.y", 4, "unexpected `|`; write `or`"),
        ("!A.x", 0, "unexpected `!`; write `not`"),
        ("~A.x", 0, "unexpected `~`; write `not`"),
        ("-A.x", 0, "unexpected `-`; write `not`"),
        ("A.x = A.y", 4, "unexpected `=`; write `->`"),
        ("A.x → A.y", 4, "unexpected `→`; write `->`"),
        ("A.x ⇔ A.y", 4, "unexpected `⇔`; write `<->`"),
        ("A-B.x", 1, "unexpected `-`; names have letters, digits and `_` only"),
        ("A.1", 1, "unexpected `.`"),
        ("A.x.y", 3, "unexpected `.`"),
        ("A. x", 1, "unexpected `.`"),
        (".x", 0, "unexpected `.`"),
        ("1A.x", 0, "unexpected `1`"),
        ("Ä.x", 0, "unexpected `Ä`"),
        ("А.x", 0, "unexpected `А`"),
        ("A.x # why", 4, "unexpected `#`"),
        ("__import__('os')", 10, "unexpected `(`"),
        ("A.x if True else A.y", 4, "`if`: write `q if p` as `p -> q`"),
        ("A.x\u202e", 3, "unexpected `\ufffd`"),
        ("A.x\x00", 3, "unexpected `\ufffd`"),
        ("A.x \ud800", 4, "unexpected `\ufffd`"),
        ("A.x " + "y" * 80, 4, f"unexpected `{'y' * 59}…`"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place_and_what_to_write(text, offset, message):
    with pytest.raises(FormulaError) as error:
        parse(text)
    assert (error.value.offset, str(error.value)) == (offset, message)


@given(st.text(alphabet=st.sampled_from("AxB. ()-<>&|!\n\u202e'#0andotr"), max_size=40))
def test_any_text_is_a_formula_or_is_refused_within_itself(text):
    try:
        formula = parse(text)
    except FormulaError as error:
        assert 0 <= error.offset <= max(len(text) - 1, 0)  # noqa: PT017
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert parse(formula.text) == formula


# --- bounds


def test_a_formula_may_be_long_and_no_longer():
    longest = "A.x" + " " * (MAX_LENGTH - 3)
    assert parse(longest) == parse("A.x")
    with pytest.raises(FormulaError, match=f"is longer than {MAX_LENGTH} characters"):
        parse(longest + " ")


def test_a_formula_may_be_deep_and_no_deeper():
    deepest = "not " * (MAX_DEPTH - 1) + "A.x"
    assert meaning(parse(deepest)) == COLUMNS["A.x"].tolist() if MAX_DEPTH % 2 else True
    assert parse(deepest).names
    with pytest.raises(FormulaError, match=f"is nested more than {MAX_DEPTH} levels deep"):
        parse("not " + deepest)


def test_a_long_list_is_not_deep():
    wide = " and ".join(["A.x"] * 400)
    assert len(parse(wide).names) == 400
    assert meaning(parse(wide)) == COLUMNS["A.x"].tolist()


def test_parentheses_alone_are_not_deep():
    assert parse("(" * 1900 + "A.x" + ")" * 1900) == parse("A.x")


@pytest.mark.parametrize("text", ["(" * MAX_LENGTH, "not " * 999, "A.x->" * 799, "A.x or " * 571])
def test_long_nonsense_is_refused_like_any_other(text):
    with pytest.raises(FormulaError):
        parse(text)


def test_what_was_refused_once_is_refused_again():
    for _ in range(2):
        with pytest.raises(FormulaError, match="ends too early"):
            parse("A.x and")
