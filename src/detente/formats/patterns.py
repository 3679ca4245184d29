"""Formulas and patterns: a pattern says of some options whether they are on; all of it must hold.

Programs of the GMCR family know formulas only as patterns, and as a choice among several. Any
formula can be written so (its disjunctive normal form), though some only at great length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from detente.case.formula import Expression, Formula, Name

Literal = tuple[int, bool]
"""The index of an option, and whether it is on."""

Pattern = tuple[Literal, ...]
"""Literals that must all hold."""

MOST_PATTERNS = 256
"""A formula that needs more is not written as patterns."""

Term = frozenset[Literal]
"""The literals of a pattern, each once."""


def conjunction(pattern: Pattern, options: Sequence[str]) -> str:
    """Return a pattern as a formula.

    Examples
    --------
    >>> conjunction(((0, True), (1, False)), ["US.ease", "DPRK.test"])
    'US.ease and not DPRK.test'
    """
    return " and ".join(options[k] if on else f"not {options[k]}" for k, on in pattern)


def disjunction(patterns: Sequence[Pattern], options: Sequence[str]) -> str:
    """Return a choice among patterns as a formula.

    Examples
    --------
    >>> disjunction([((0, True),), ((0, False), (1, True))], ["US.ease", "DPRK.test"])
    'US.ease or (not US.ease and DPRK.test)'
    """
    if len(patterns) == 1:
        return conjunction(patterns[0], options)
    parts = (conjunction(pattern, options) for pattern in patterns)
    return " or ".join(f"({p})" if " and " in p else p for p in parts)


def written(formula: Formula, index: Mapping[str, int]) -> tuple[Pattern, ...] | None:
    """Return the patterns that a formula is, if it is written as such already."""
    parts = _parts(formula.expression, "or")
    found = [_pattern(part, index) for part in parts]
    return tuple(p for p in found if p is not None) if None not in found else None


def expanded(formula: Formula, index: Mapping[str, int]) -> tuple[Pattern, ...] | None:
    """Return patterns of which one holds exactly where the formula does.

    Returns
    -------
    tuple of Pattern or None
        Empty if the formula never holds; None if it would take more than :data:`MOST_PATTERNS`.
    """
    terms = _expand(formula.expression, True, index)
    if terms is None:
        return None
    return tuple(tuple(sorted(term)) for term in terms)


def _parts(expression: Expression, operator: str) -> tuple[Expression, ...]:
    if isinstance(expression, Name) or expression.operator != operator:
        return (expression,)
    return expression.parts


def _pattern(expression: Expression, index: Mapping[str, int]) -> Pattern | None:
    literals = [_literal(part, index) for part in _parts(expression, "and")]
    return tuple(lit for lit in literals if lit is not None) if None not in literals else None


def _literal(expression: Expression, index: Mapping[str, int]) -> Literal | None:
    if isinstance(expression, Name):
        return index[expression.name], True
    inner = expression.parts[0]
    if expression.operator == "not" and isinstance(inner, Name):
        return index[inner.name], False
    return None


def _expand(expression: Expression, positive: bool, index: Mapping[str, int]) -> list[Term] | None:
    """Return the terms of an expression, or of its negation, without those others include."""
    if isinstance(expression, Name):
        return [frozenset({(index[expression.name], positive)})]
    parts = expression.parts
    match expression.operator, positive:
        case "not", _:
            return _expand(parts[0], not positive, index)
        case "->", True:
            return _either([(parts[0], False), (parts[1], True)], index)
        case "->", False:
            return _both([(parts[0], True), (parts[1], False)], index)
        case "<->", _:
            first = _both([(parts[0], True), (parts[1], positive)], index)
            second = _both([(parts[0], False), (parts[1], not positive)], index)
            return None if first is None or second is None else _pruned([*first, *second])
        case ("and", True) | ("or", False):
            return _both([(part, positive) for part in parts], index)
    return _either([(part, positive) for part in parts], index)


def _either(
    parts: Iterable[tuple[Expression, bool]], index: Mapping[str, int]
) -> list[Term] | None:
    found: list[Term] = []
    for part, positive in parts:
        terms = _expand(part, positive, index)
        if terms is None:
            return None
        found.extend(terms)
    return _pruned(found)


def _both(parts: Iterable[tuple[Expression, bool]], index: Mapping[str, int]) -> list[Term] | None:
    found: list[Term] | None = [frozenset()]
    for part, positive in parts:
        terms = _expand(part, positive, index)
        if terms is None or found is None:
            return None
        joined = (a | b for a in found for b in terms)
        found = _pruned([term for term in joined if not _contradicts(term)])
    return found


def _contradicts(term: Term) -> bool:
    return any((option, not on) in term for option, on in term)


def _pruned(terms: list[Term]) -> list[Term] | None:
    """Return the terms without repetitions and without those that another one includes."""
    if len(terms) > 16 * MOST_PATTERNS:
        return None
    kept: list[Term] = []
    for term in sorted(set(terms), key=lambda t: (len(t), sorted(t))):
        if not any(other <= term for other in kept):
            kept.append(term)
        if len(kept) > MOST_PATTERNS:
            return None
    return kept
