"""Stability in option form, compiled: near-linear in the number of states.

The definitions are those of :mod:`detente.conflict.graph`, which also explains. Here every
decision maker i ranks all states, r_i(s), ties allowed, and moves are changes of own options.

**Only the worst matters.** Give each state the worth w(s) to the one who is to be deterred:

* w(s) = r_i(s) where i cannot respond (GMR, SEQ),
* w(s) = max of r_i over s and R_i(s) where it can (SMR, SSEQ).

Then s₂ is a sanction for s iff w(s₂) ≤ r_i(s), by definition. So s₁ ∈ R⁺_i(s) is deterred iff

    label(s₁)  =  min { w(s₂) : s₂ = s₁ or s₂ in the others' reach from s₁ }  ≤  r_i(s).

That s₁ itself is counted is harmless: w(s₁) ≥ r_i(s₁) > r_i(s), so it never is a sanction. And s
is stable iff the greatest label of its improvements is at most r_i(s). Nash has the same form:
nobody answers, and every label is beyond all ranks.

**Sequences need no memory.** Let j move a → b → c. It changes own options only, and each option
that moves one way only has moved that way, so a → c is a move of j, or c = a; that b was feasible
does not matter any more. If both were improvements then r_j(a) < r_j(b) < r_j(c), so a → c is one.
Joining or dropping such pairs makes any sequence legal and keeps its end, unless nothing is left
of it; then it ended where it began, which is counted anyway.

**Labels by sweeping.** A sweep over the groups of j (the states that differ in j's options only)
gives each state the least label among its own and those of the states that j can go to from it;
for improvements, walking each group from its best state down. It takes all steps of j at once,
from everywhere, and reads memory in order. Labels begin as w and only fall; each is the worth of a
state that is reached, and where no other's sweep changes one any more, none is less than it should
be: so what the sweeps end with does not depend on their order, or on which thread does what. How
many it takes depends on how often the others must take turns to bring about the worst: a few in
models as people make them. Should it take very many, the labels are found by flooding instead
(:mod:`.flood`), which follows single steps and is linear whatever the model.

In reading order: :mod:`.free` where all is feasible and nothing final, with :mod:`.tiles` and
:mod:`.thresholds`; :mod:`.ruled` with rules and one-way options, with :mod:`.field`,
:mod:`.sweeps`, :mod:`.patterns`, and :mod:`.cube` where there are no rules; :mod:`.flood`;
:mod:`.crew`, which shares the work out over threads; :mod:`.walks`, shortest ways.

References
----------
L. Fang, K. W. Hipel, D. M. Kilgour, *Interactive Decision Making: The Graph Model for Conflict
Resolution*, Wiley, 1993. L. C. Rêgo, G. I. A. Vieira, "Symmetric sequential stability in the graph
model for conflict resolution with multiple decision makers", *Group Decision and Negotiation*,
2017, doi:10.1007/s10726-016-9520-8. Sweeping and flooding are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..memory import available_bytes, in_words
from ..model import CONCEPTS, OptionForm
from . import flood, free, ruled
from .crew import Progress, cores

__all__ = ["bytes_a_state", "bytes_needed", "check_memory", "decide", "packed", "solve", "unpacked"]

WORTH_A_CHECK = 2**27
"""Bytes from which on it is asked whether there is so much memory."""
SWEEPS = 64
"""Rounds of sweeps after which flooding is less work."""


def solve(
    form: OptionForm, *, threads: int | None = None, progress: Progress | None = None
) -> NDArray[np.bool_]:
    """Decide the stability of every state for every decision maker under every concept.

    Parameters
    ----------
    form : OptionForm
    threads : int, optional
        All cores, where there are many states; the result does not depend on it.
    progress : callable, optional
        Called from time to time with the share of the work that is done.

    Returns
    -------
    ndarray, shape (5, N, S), dtype bool
        Whether state s is stable for decision maker i, in the order of
        :data:`~detente.conflict.model.CONCEPTS`; the same as
        :func:`detente.conflict.graph.solve` gives.

    Raises
    ------
    MemoryError
        If there is less memory than :func:`bytes_needed`.

    Examples
    --------
    The prisoners' dilemma: both may confess. Silence of both is stable, though each would gain
    by confessing alone, because the other would confess too.

    >>> form = OptionForm(
    ...     ("A", "B"), ("A.confess", "B.confess"), (0, 1), ("both", "both"),
    ...     np.arange(4, dtype=np.uint64),
    ...     np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32),
    ... )
    >>> dict(zip(CONCEPTS, solve(form).all(axis=1)[:, 0].tolist()))
    {'Nash': False, 'GMR': True, 'SMR': True, 'SEQ': True, 'SSEQ': True}
    """
    return unpacked(decide(form, threads=threads, progress=progress))


def decide(
    form: OptionForm,
    *,
    concepts: Sequence[str] = CONCEPTS,
    threads: int | None = None,
    progress: Progress | None = None,
) -> NDArray[np.uint8]:
    """Decide the same, a byte for each state and decision maker.

    Parameters
    ----------
    form, threads, progress
        As for :func:`solve`.
    concepts : sequence of str
        What is asked for. Nash, GMR and SMR alone take a fraction of the time where all is
        feasible and nothing final.

    Returns
    -------
    ndarray, shape (N, S), dtype uint8
        Bit c tells of concept c of :data:`~detente.conflict.model.CONCEPTS`, if it was asked for.

    Raises
    ------
    MemoryError
        If there is less memory than :func:`bytes_needed`.
    """
    check_memory(form)
    answers = not {"SEQ", "SSEQ"}.isdisjoint(concepts)
    verdict = None
    if free.applies(form):
        verdict = free.decide(
            form, answers=answers, sweeps=SWEEPS, threads=threads, progress=progress
        )
    elif ruled.applies(form):
        verdict = ruled.decide(
            form, answers=answers, sweeps=SWEEPS, threads=threads, progress=progress
        )
    return _flooded(form, progress) if verdict is None else verdict


def _flooded(form: OptionForm, progress: Progress | None) -> NDArray[np.uint8]:
    """Do by flooding what sweeps did not settle, if there is memory for that, too."""
    _check_fits(form, form.size * flood.bytes_a_state(len(form.decision_makers)))
    return packed(flood.solve(form, progress=progress))


def packed(stable: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return verdicts of shape (5, N, S) as bytes of shape (N, S)."""
    verdict = np.zeros(stable.shape[1:], np.uint8)
    for concept, row in enumerate(stable):
        verdict |= row.view(np.uint8) << np.uint8(concept)
    return verdict


def unpacked(verdict: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return bytes, of shape (N, S) or any other, as verdicts of shape (5, N, S)."""
    stable = np.empty((len(CONCEPTS), *verdict.shape), np.bool_)
    for concept, row in enumerate(stable):
        np.not_equal(verdict & np.uint8(1 << concept), 0, out=row)
    return stable


def bytes_needed(form: OptionForm) -> int:
    """How much memory :func:`decide` takes, beside the form itself.

    Returns
    -------
    int
        Nearly all of it in proportion to the number of states, see :func:`bytes_a_state`.
    """
    if free.applies(form):
        return form.size * free.bytes_a_state(len(form.decision_makers), answers=True)
    if ruled.applies(form):
        one_way = sum(1 for control in form.controls if control.on | control.off)
        return form.size * ruled.bytes_a_state(len(form.decision_makers), one_way, cores())
    return form.size * flood.bytes_a_state(len(form.decision_makers))


def bytes_a_state(decision_makers: int, *, free_of_rules: bool) -> int:
    """How much memory a form and its solving take together, in bytes a state.

    Parameters
    ----------
    decision_makers : int
        Number of decision makers N.
    free_of_rules : bool
        Whether all is feasible and nothing final.
    """
    form = 8 + 4 * decision_makers
    if free_of_rules:
        return form + free.bytes_a_state(decision_makers, answers=True)
    return form + ruled.bytes_a_state(decision_makers, decision_makers, cores())


def check_memory(form: OptionForm) -> None:
    """Refuse what memory cannot hold.

    Raises
    ------
    MemoryError
        With what is needed, what there is, and how many states that would do for.
    """
    _check_fits(form, bytes_needed(form))


def _check_fits(form: OptionForm, needed: int) -> None:
    if needed > WORTH_A_CHECK and needed > (available := available_bytes()):
        fits = available * form.size // needed
        raise MemoryError(
            f"{form.size:,} states of {len(form.decision_makers)} decision makers take "
            f"{in_words(needed)}, and {in_words(available)} are free: room for {fits:,} states"
        )
