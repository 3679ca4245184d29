r"""Gambit: a case as a strategic game (``.nfg``) or as a game tree (``.efg``).

Neither is the graph model. A graph model says who can move from where to where, not in what
order, and asks which states last. To write it as a game, something has to be added, and
something is lost; the notes say what.

**Strategic form.** Players are the decision makers; a strategy is a combination of one's own
options; a payoff is the place of the state in the player's ranking, 1 for the worst. A profile
that the rules exclude has no outcome, which Gambit reads as payoff 0 for everybody: less than any
state, but no state. Where every option can be switched both ways, a feasible profile is a Nash
equilibrium in pure strategies exactly if the state is Nash stable for everybody. An excluded
profile can turn up as an equilibrium beside these (if nobody can leave it alone); it means nothing.

**Extensive form.** From a chosen state the decision makers take turns in the case's order; each
sees all that happened and stays or makes one move. After so many turns the game ends where it
stands. Payoffs are as above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.case import NotExpressible, TooLarge
from detente.case.errors import shown
from detente.conflict import ExplicitGraph, OptionForm, Result

from .exchange import Exported, left_out

MAX_PROFILES = 2**20
MAX_NODES = 200_000


def strategic(result: Result) -> Exported:
    """Write a case as the text of an ``.nfg`` file.

    Raises
    ------
    NotExpressible
        The case lists its states, and so has no strategies.
    TooLarge
        More than :data:`MAX_PROFILES` profiles.
    """
    form = result.conflict
    if not isinstance(form, OptionForm):
        raise NotExpressible(
            "the case lists its states and has no options to make strategies of; write it as .efg"
        )
    strategies = [_strategies(form, dm) for dm in range(len(form.decision_makers))]
    count = prod(map(len, strategies))
    if count > MAX_PROFILES:
        raise TooLarge(f"{count:,} profiles of strategies; at most {MAX_PROFILES:,} are written")
    payoffs = places(result)
    outcomes = (_outcome(number, payoffs[:, number - 1]) for number in range(1, form.size + 1))
    lines = [
        f"NFG 1 R {_quoted(result.case.model.title)} {_names(form.decision_makers)}",
        "{",
        *(f"  {_names(_label(form, code) for code in own)}" for own in strategies),
        "}",
        _quoted("Payoffs are places in each ranking, 1 the worst; a profile without an outcome"
                " is excluded by the rules."),
        "{",
        *(f"  {outcome}" for outcome in outcomes),
        "}",
        " ".join(map(str, _cells(form, strategies))),
    ]  # fmt: skip
    return Exported("\n".join(lines) + "\n", tuple(_strategic_notes(result, count)))


def extensive(result: Result, *, start: int | None = None, turns: int | None = None) -> Exported:
    """Write a case as the text of an ``.efg`` file.

    Parameters
    ----------
    result : Result
    start : int, optional
        Number of the state where the game begins; the status quo if not given.
    turns : int, optional
        How many turns are taken; one for each decision maker if not given.

    Raises
    ------
    NotExpressible
        There is no state to begin with.
    TooLarge
        More than :data:`MAX_NODES` nodes.
    """
    start = result.status_quo if start is None else start
    if start is None:
        raise NotExpressible("the case has no status quo; say where the game begins")
    turns = len(result.decision_makers) if turns is None else turns
    tree = _Tree(result, turns)
    lines = [
        f"EFG 2 R {_quoted(result.case.model.title)} {_names(result.decision_makers)}",
        _quoted(f"From state {start}, {turns} turns, in the order of the players; payoffs are"
                " places in each ranking, 1 the worst."),
        *tree.nodes(result.index(start), 0),
    ]  # fmt: skip
    return Exported("\n".join(lines) + "\n", tuple(_extensive_notes(result, start, turns)))


def places(result: Result) -> NDArray[np.int64]:
    """Return each decision maker's ranking as whole numbers: 1 the worst, ties equal.

    Returns
    -------
    ndarray, shape (N, S), dtype int64
    """
    if isinstance(result.conflict, OptionForm):
        rows: Sequence[NDArray[np.int32]] = list(result.conflict.ranks)
    else:
        rows = [_listed(result, dm) for dm in result.decision_makers]
    return np.stack([np.unique(row, return_inverse=True)[1] + 1 for row in rows])


def _listed(result: Result, dm: str) -> NDArray[np.int32]:
    assert isinstance(result.conflict, ExplicitGraph), "told apart by the caller"
    rank = np.zeros(result.conflict.size, np.int32)
    ranking = result.case.model.ranking[dm]
    for place, tie in enumerate(ranking):
        rank[[result.conflict.names.index(name) for name in tie]] = len(ranking) - place
    return rank


def _strategies(form: OptionForm, dm: int) -> list[int]:
    """Return the combinations of own options that some feasible state has, as codes."""
    own = np.unique(form.codes & np.uint64(form.controls[dm].own))
    return [int(code) for code in own]


def _cells(form: OptionForm, strategies: Sequence[Sequence[int]]) -> Iterator[int]:
    """Yield each profile's outcome, the first player's strategy changing fastest; 0 for none."""
    number = {int(code): k + 1 for k, code in enumerate(form.codes)}
    for profile in product(*reversed(strategies)):
        yield number.get(sum(profile), 0)


def _label(form: OptionForm, code: int) -> str:
    on = [o.partition(".")[2] for k, o in enumerate(form.options) if code >> k & 1]
    return " + ".join(on) or "nothing"


def _outcome(number: int, payoffs: NDArray[np.int64]) -> str:
    return f'{{ "state {number}" {", ".join(map(str, payoffs.tolist()))} }}'


def _quoted(text: str) -> str:
    r"""Return a text in quotation marks on one line, ``"`` and ``\`` escaped."""
    line = shown(text, 1_000).replace("\\", "/").replace('"', '\\"')
    return f'"{line}"'


def _names(names: Sequence[str] | Iterator[str]) -> str:
    return f"{{ {' '.join(map(_quoted, names))} }}"


def _strategic_notes(result: Result, profiles: int) -> Iterator[str]:
    model = result.case.model
    if excluded := profiles - result.conflict.size:
        yield (
            f"{excluded:,} of {profiles:,} profiles are excluded by the rules: they have no outcome"
            " (payoff 0, below every state); if Gambit finds one as an equilibrium, it is no state"
        )
    if one_way := [name for name, option in model.options.items() if option.moves != "both"]:
        names = ", ".join(one_way)
        yield f"a game in strategic form has no moves: one-way options are free ({names})"
    yield "payoffs are places, not utilities: mixed strategies mean nothing here"
    yield from left_out(result.case, {"title", "rules", "prefers", "moves"})


def _extensive_notes(result: Result, start: int, turns: int) -> Iterator[str]:
    order = ", ".join(result.decision_makers)
    yield (
        f"a graph model has no order of moves; here {turns} turns are taken from state {start}"
        f" ({order}, and so on), each stays or makes one move, and sees what happened before"
    )
    yield "payoffs are places, not utilities: mixed strategies mean nothing here"
    yield from left_out(result.case, {"title", "rules", "prefers", "moves", "status_quo"})


class _Tree:
    """The nodes of a game tree, in the order of the file: each before those below it."""

    def __init__(self, result: Result, turns: int) -> None:
        self.conflict = result.conflict
        self.payoffs = places(result)
        self.turns = turns
        self.count = 0
        self.sets = [0] * len(result.decision_makers)

    def nodes(self, state: int, turn: int) -> Iterator[str]:
        self.count += 1
        if self.count > MAX_NODES:
            raise TooLarge(
                f"{self.turns} turns make a tree of more than {MAX_NODES:,} nodes; take fewer turns"
            )
        dm, targets = self.mover(state, turn)
        if dm is None:
            yield self.end(state)
            return
        self.sets[dm] += 1
        name = f'"{self.count}: state {state + 1}"'  # labels are no other node's
        actions = " ".join(['"stay"', *(f'"to {target + 1}"' for target in targets)])
        yield f'p {name} {dm + 1} {self.sets[dm]} "" {{ {actions} }} 0'
        after = self.turn(state, turn) + 1
        for target in (state, *targets):
            yield from self.nodes(target, after)

    def mover(self, state: int, turn: int) -> tuple[int | None, list[int]]:
        """Return who moves next and where to; a turn in which one cannot move passes."""
        now = self.turn(state, turn)
        if now >= self.turns:
            return None, []
        dm = now % len(self.sets)
        return dm, self.conflict.reach(dm, state).tolist()

    def turn(self, state: int, turn: int) -> int:
        """Return the first turn from `turn` on in which somebody can move from a state."""
        while turn < self.turns and not self.conflict.reach(turn % len(self.sets), state).size:
            turn += 1
        return turn

    def end(self, state: int) -> str:
        payoffs = ", ".join(map(str, self.payoffs[:, state].tolist()))
        number = state + 1
        return f't "{self.count}: state {number}" {number} "state {number}" {{ {payoffs} }}'
