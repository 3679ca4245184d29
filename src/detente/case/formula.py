"""Formulas over options: ``not``, ``and``, ``or``, ``->``, ``<->``, parentheses.

Precedence falls in that order. Chained arrows are refused, because readers differ on what
``a -> b -> c`` means. GMCR's ``q IF p`` is ``p -> q`` and ``q IFF p`` is ``p <-> q``.
A formula is text that was parsed by a grammar; nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, Self, TypeVar

from .errors import shown

MAX_LENGTH = 4_000
MAX_DEPTH = 60

_GRAMMAR = r"""
?start: iff
?iff: implies [IFF implies]
?implies: disjunction [ARROW disjunction]
?disjunction: conjunction (_OR conjunction)*
?conjunction: unary (_AND unary)*
?unary: _NOT unary -> negation
      | "(" iff ")"
      | NAME -> name
IFF: "<->"
ARROW: "->"
_OR.2: /or\b(?!\.)/
_AND.2: /and\b(?!\.)/
_NOT.2: /not\b(?!\.)/
NAME: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?/
%ignore /\s+/
"""

_OTHER_WORDS = {
    "&": "and", "∧": "and", "|": "or", "∨": "or", "!": "not", "~": "not", "¬": "not", "-": "not",
    "=": "->", "→": "->", "⇒": "->", "↔": "<->", "⇔": "<->",
}  # fmt: skip

_WORDS = {
    "and": "write `and`", "or": "write `or`", "not": "write `not`",
    "if": "write `q if p` as `p -> q`", "iff": "write `<->`",
}  # fmt: skip


class Boolean(Protocol):
    """What formulas are evaluated over: bool arrays, or anything with ``& | ~``."""

    def __and__(self, other: Any, /) -> Self: ...
    def __or__(self, other: Any, /) -> Self: ...
    def __invert__(self) -> Self: ...


B = TypeVar("B", bound=Boolean)


class FormulaError(ValueError):
    """A formula that the grammar does not accept; `offset` counts from 0 into its text."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True)
class Name:
    """An option, ``DM.option``, and where it stands in the formula's text."""

    name: str
    offset: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Term:
    """An operator (``not``, ``and``, ``or``, ``->``, ``<->``) over formulas."""

    operator: str
    parts: tuple[Expression, ...]
    depth: int = field(default=1, compare=False)


Expression = Name | Term


@dataclass(frozen=True)
class Formula:
    """A parsed formula: its text and its expression. Equal if the expressions are."""

    text: str = field(compare=False)
    expression: Expression

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[Name, ...]:
        """Every option named, in the order of the text, repetitions included."""
        return tuple(_names(self.expression))

    def evaluate(self, option: Callable[[str], B]) -> B:
        """Evaluate over booleans of any kind.

        Parameters
        ----------
        option : callable
            Gives the value of ``"DM.option"``; bool arrays of one shape, for instance.
        """
        return _evaluate(self.expression, option)

    def negated(self) -> Formula:
        """Return the formula that holds where this one does not."""
        single = isinstance(self.expression, Name)
        return parse(f"not {self.text.strip()}" if single else f"not ({self.text})")

    def renamed(self, new: Callable[[str], str]) -> Formula:
        """Return the same formula with every option renamed."""
        text = self.text
        for name in reversed(self.names):
            text = text[: name.offset] + new(name.name) + text[name.offset + len(name.name) :]
        return parse(text)


def parse(text: str) -> Formula:
    """Parse a formula.

    Raises
    ------
    FormulaError
        With the offset of what the grammar does not accept, and what it would.

    Examples
    --------
    >>> parse("US.relief -> not DPRK.test").expression.operator
    '->'
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"is longer than {MAX_LENGTH} characters")
    return Formula(text, _parse(text))


@lru_cache(maxsize=4096)
def _parse(text: str) -> Expression:
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput

    try:
        expression: Expression = _parser().parse(text)
    except UnexpectedCharacters as error:
        raise _bad_character(text, error.pos_in_stream or 0) from None
    except UnexpectedInput as error:
        raise _bad_token(text, error) from None
    return expression


def _bad_character(text: str, offset: int) -> FormulaError:
    found = text[offset]
    if found == "-" and _in_name(text, offset):
        hint = "; names have letters, digits and `_` only"
    else:
        hint = f"; write `{_OTHER_WORDS[found]}`" if found in _OTHER_WORDS else ""
    return FormulaError(f"unexpected `{shown(found)}`{hint}", offset)


def _in_name(text: str, offset: int) -> bool:
    """Whether the character stands between two that could be of one name."""
    return re.fullmatch(r"\w.\w", text[max(offset - 1, 0) : offset + 2], re.DOTALL) is not None


def _bad_token(text: str, error: Any) -> FormulaError:
    token = getattr(error, "token", None)
    if token is None or token.type == "$END":
        missing = "`)`" if "RPAR" in getattr(error, "expected", ()) else "an option or `(`"
        what = f"ends too early; {missing} is missing" if text.strip() else "is empty"
        return FormulaError(what, max(len(text.rstrip()) - 1, 0))
    offset = token.start_pos
    if token.type in {"ARROW", "IFF"} and "NAME" not in error.expected:
        return FormulaError(f"chained `{token}`; say with parentheses which comes first", offset)
    word = _capital(text, offset) or token
    if word.lower() in _WORDS and word not in {"and", "or", "not"}:
        return FormulaError(
            f"`{word}`: {_WORDS[word.lower()]}", text.rfind(word, 0, offset + len(word))
        )
    return FormulaError(f"unexpected `{shown(token)}`", offset)


def _capital(text: str, offset: int) -> str | None:
    """Return the ``NOT`` that stands right before a name and was read as a name itself."""
    match = re.search(r"\bNOT\s*\Z", text[:offset], re.IGNORECASE)
    return match[0].rstrip() if match else None


@lru_cache(maxsize=1)
def _parser() -> Any:
    from lark import Lark, Transformer, v_args

    @v_args(inline=True)
    class Build(Transformer[Any, Expression]):
        def name(self, token: Any) -> Expression:
            return Name(str(token), token.start_pos)

        def negation(self, part: Expression) -> Expression:
            return _term("not", part)

        def conjunction(self, *parts: Expression) -> Expression:
            return _term("and", *parts)

        def disjunction(self, *parts: Expression) -> Expression:
            return _term("or", *parts)

        def implies(self, left: Expression, _sign: Any, right: Expression | None) -> Expression:
            return left if right is None else _term("->", left, right)

        def iff(self, left: Expression, _sign: Any, right: Expression | None) -> Expression:
            return left if right is None else _term("<->", left, right)

    return Lark(
        _GRAMMAR, parser="lalr", lexer="basic", transformer=Build(), maybe_placeholders=True
    )


def _term(operator: str, *parts: Expression) -> Term:
    depth = 1 + max(part.depth for part in parts)
    if depth > MAX_DEPTH:
        raise FormulaError(f"is nested more than {MAX_DEPTH} levels deep")
    return Term(operator, parts, depth)


def _names(expression: Expression) -> Iterator[Name]:
    if isinstance(expression, Name):
        yield expression
    else:
        for part in expression.parts:
            yield from _names(part)


def _evaluate(expression: Expression, option: Callable[[str], B]) -> B:
    if isinstance(expression, Name):
        return option(expression.name)
    values = [_evaluate(part, option) for part in expression.parts]
    first = values[0]
    match expression.operator:
        case "not":
            return ~first
        case "->":
            return ~first | values[1]
        case "<->":
            return (first & values[1]) | ~(first | values[1])
    for value in values[1:]:
        first = first & value if expression.operator == "and" else first | value
    return first


def restricted(formula: Formula, off: Collection[str]) -> Formula | bool:
    """Return what a formula says once some options are off for good.

    Returns
    -------
    Formula or bool
        A truth value if nothing else decides it any more.

    Examples
    --------
    >>> print(restricted(parse("A.x -> B.y and not C.z"), {"C.z"}))
    A.x -> B.y
    >>> restricted(parse("C.z -> A.x"), {"C.z"})
    True
    """
    left = _restricted(formula.expression, off)
    if isinstance(left, bool) or left == formula.expression:
        return left if isinstance(left, bool) else formula
    return parse(_written(left))


def _restricted(expression: Expression, off: Collection[str]) -> Expression | bool:
    if isinstance(expression, Name):
        return False if expression.name in off else expression
    parts = [_restricted(part, off) for part in expression.parts]
    match expression.operator:
        case "not":
            return _negation(parts[0])
        case "->":
            return _implied(*parts)
        case "<->":
            return _same(*parts)
    decided = expression.operator == "or"  # one true part decides an "or", one false part an "and"
    if any(part is decided for part in parts):
        return decided
    open_ = [part for part in parts if not isinstance(part, bool)]
    return _term(expression.operator, *open_) if len(open_) > 1 else (*open_, not decided)[0]


def _negation(part: Expression | bool) -> Expression | bool:
    return not part if isinstance(part, bool) else _term("not", part)


def _implied(premise: Expression | bool, conclusion: Expression | bool) -> Expression | bool:
    if isinstance(premise, bool):
        return conclusion if premise else True
    if isinstance(conclusion, bool):
        return conclusion or _negation(premise)
    return _term("->", premise, conclusion)


def _same(one: Expression | bool, other: Expression | bool) -> Expression | bool:
    if isinstance(one, bool) and isinstance(other, bool):
        return one == other
    if isinstance(one, bool):
        return other if one else _negation(other)
    if isinstance(other, bool):
        return one if other else _negation(one)
    return _term("<->", one, other)


def _written(expression: Expression) -> str:
    """Write an expression, every operator within another in parentheses."""
    if isinstance(expression, Name):
        return expression.name
    parts = [
        f"({_written(part)})"
        if isinstance(part, Term) and part.operator != "not"
        else _written(part)
        for part in expression.parts
    ]
    if expression.operator == "not":
        return f"not {parts[0]}"
    return f" {expression.operator} ".join(parts)
