"""Sentences made from a case's own texts: who does what, who would move, what a formula says.

Nothing here knows a case. Options read after "will" ("Ease the sanctions" becomes "will ease the
sanctions"); where an option says what leaving it means (`text_off`), that is used instead of
"will not …".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from detente.case import Case
from detente.case.formula import Expression, Formula, Name
from detente.conflict import Result

CONCEPT_WORDS = {
    "Nash": "no party can better its lot by itself",
    "SSEQ": "whoever leaves is answered by moves that pay those who make them, beyond repair",
    "SEQ": "whoever leaves is answered by moves that pay those who make them",
    "SMR": "whoever leaves can be punished beyond repair, if need be at a cost to the punishers",
    "GMR": "whoever leaves can be punished, if need be at a cost to the punishers",
}
"""What it means for everybody that a state holds under a concept."""


def joined(parts: Iterable[str], word: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``.

    Examples
    --------
    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    every = list(parts)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {word} {every[-1]}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 state``, ``12 states``.

    Examples
    --------
    >>> counted(1, "state"), counted(1200, "state")
    ('1 state', '1,200 states')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text as a sentence: a large first letter and a full stop."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def _verb_phrase(text: str) -> str:
    """Make an option's text fit after "will": a small first letter, unless it is a name's."""
    text = text.strip().rstrip(".")
    first = re.match(r"\S*", text)
    word = first.group() if first else ""
    keeps = len(word) > 1 and not word[1:].islower() and any(c.isupper() for c in word[1:])
    return text if keeps else text[:1].lower() + text[1:]


def _setting(expression: Expression) -> tuple[str, bool] | None:
    """Return the option that an expression names, and whether it is to be on; None if more."""
    if isinstance(expression, Name):
        return expression.name, True
    if expression.operator == "not" and isinstance(expression.parts[0], Name):
        return expression.parts[0].name, False
    return None


class Words:
    """The wording of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.options = case.model.options

    def maker(self, dm: str) -> str:
        """Return a decision maker's name as it stands within a sentence."""
        name = self.case.model.decision_makers[dm].name or dm
        return re.sub(r"^(The|A|An) (?=\w)", lambda m: m.group().lower(), name)

    def will(self, option: str, on: bool) -> str:
        """Return what follows a decision maker's name: "will ease the sanctions"."""
        entry = self.options[option]
        if on:
            return f"will {_verb_phrase(entry.text)}"
        if entry.text_off:
            return f"will {_verb_phrase(entry.text_off)}"
        return f"will not {_verb_phrase(entry.text)}"

    def clause(self, option: str, on: bool) -> str:
        """Return "the United States will ease the sanctions"."""
        return f"{self.maker(option.partition('.')[0])} {self.will(option, on)}"

    def doing(self, settings: Sequence[tuple[str, bool]]) -> str:
        """Return who does what, one clause a decision maker.

        Parameters
        ----------
        settings : sequence of (option, whether it is on)
        """
        by_maker: dict[str, list[str]] = {}
        for option, on in settings:
            by_maker.setdefault(option.partition(".")[0], []).append(self.will(option, on))
        return "; ".join(self._doing(dm, verbs) for dm, verbs in by_maker.items())

    def _doing(self, dm: str, verbs: Sequence[str]) -> str:
        first, *rest = verbs
        return f"{self.maker(dm)} {joined([first, *(verb.removeprefix('will ') for verb in rest)])}"

    def state(self, result: Result, number: int) -> str:
        """Return who does what in a state: the options that are on, or the listed state's text."""
        if self.case.model.states is not None:
            entry = self.case.model.states[number - 1]
            return entry.text or entry.id
        on = result.on(number)
        return self.doing([(option, True) for option in on]) or "no option is taken"

    def move(self, result: Result, start: int, end: int) -> str:
        """Return what a mover does between two states, as it follows its name."""
        if self.case.model.explicit:
            return f"will move to “{self.state(result, end)}”"
        before, after = set(result.on(start)), set(result.on(end))
        verbs = [
            self._change(option, option in after)
            for option in result.options
            if (option in before) != (option in after)
        ]
        first, *rest = verbs
        return joined([first, *(verb.removeprefix("will ") for verb in rest)])

    def _change(self, option: str, on: bool) -> str:
        entry = self.options[option]
        if on or entry.text_off:
            return self.will(option, on)
        return f"will no longer {_verb_phrase(entry.text)}"

    def step(self, result: Result, dm: str, start: int, end: int) -> str:
        """Return "Russia will let trade past the sanctions"."""
        return f"{self.maker(dm)} {self.move(result, start, end)}"

    def formula(self, formula: Formula) -> str:
        """Return what a formula says, in words."""
        return self._said(formula.expression, self.clause)

    def wish(self, dm: str, formula: Formula) -> str:
        """Return what a decision maker wants, as it follows "wants".

        Returns
        -------
        str
            "to keep its arsenal", "the United States to ease the sanctions if North Korea should
            disarm"; "this: …" where a formula cannot be said so.
        """
        return self._wish(dm, formula.expression) or f"this: {self.formula(formula)}"

    def wish_for(self, dm: str, formula: Formula) -> str:
        """Return it as it follows "the wish": "to keep its arsenal", "for China to help"."""
        said = self.wish(dm, formula)
        return said if said.startswith(("to ", "not to ", "this: ")) else f"for {said}"

    def _wish(self, dm: str, expression: Expression) -> str:
        setting = _setting(expression)
        if setting is not None:
            option, on = setting
            maker = option.partition(".")[0]
            to = re.sub(r"^will (not )?", r"\1to ", self.will(option, on))
            return to if maker == dm else f"{self.maker(maker)} {to}"
        assert not isinstance(expression, Name), "a name is a setting"
        parts, operator = expression.parts, expression.operator
        if operator in ("and", "or"):
            wishes = [self._wish(dm, part) for part in parts]
            return f", {operator} ".join(wishes) if all(wishes) else ""
        if operator in ("->", "<->"):
            first, second = parts if operator == "->" else parts[::-1]
            wanted, word = self._wish(dm, second), "if" if operator == "->" else "exactly if"
            comma = "," if "," in wanted else ""
            return wanted and f"{wanted}{comma} {word} {self._said(first, self._should)}"
        return ""

    def _should(self, option: str, on: bool) -> str:
        """Return "Russia should let trade past the sanctions", as it follows "if"."""
        will = self.will(option, on).removeprefix("will ")
        return f"{self.maker(option.partition('.')[0])} should {will}"

    def _said(
        self,
        expression: Expression,
        clause: Callable[[str, bool], str],
        *,
        positive: bool = True,
    ) -> str:
        if isinstance(expression, Name):
            return clause(expression.name, positive)
        parts = expression.parts
        if not positive:
            return f"it is not so that {self._said(expression, clause)}"
        said = [self._said(part, clause) for part in parts]
        match expression.operator:
            case "not":
                return self._said(parts[0], clause, positive=False)
            case "->":
                return f"if {said[0]}, then {said[1]}"
            case "<->":
                return f"{said[0]} exactly if {said[1]}"
        return f", {expression.operator} ".join(said)

    def outcome(self, name: str) -> str:
        """Return an outcome as a sentence: its text, or what its formula says."""
        outcome = self.case.model.outcomes[name]
        if outcome.text:
            return sentence(outcome.text)
        if outcome.when is not None:
            return sentence(self.formula(outcome.when))
        texts = {state.id: state.text or state.id for state in self.case.model.states or ()}
        return sentence(joined((texts[state] for state in outcome.states or ()), "or"))
