"""Why a state is stable or not, in words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.conflict import Result, Step, Temptation, Why

from .words import Words, counted, joined, sentence

_ENDS = {
    "worse": "worse off than before",
    "equal": "no better off than before",
    "better": "better off",
}


class Reasons:
    """Sentences about the stability of a case's states."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.words = Words(result.case)

    def to(self, start: int, end: int) -> str:
        """Return "to let trade past the sanctions"."""
        return "to " + self.words.move(self.result, start, end).removeprefix("will ")

    def steps(self, start: int, steps: Sequence[Step]) -> list[str]:
        """Return who does what at each step of a sequence that starts in a state."""
        starts = [start, *(step.to for step in steps)]
        return [
            self.words.step(self.result, step.dm, before, step.to)
            for before, step in zip(starts, steps, strict=False)
        ]

    def temptation(self, found: Why, each: Temptation) -> str:
        """Return what tempts, what answers it, and what comes of it."""
        maker = self.words.maker(found.dm)
        tempts = f"tempting for {maker}: {self.to(found.state, each.to)}"
        if not each.deterred:
            return sentence(f"{tempts}. {self._undeterred(found, each)}")
        steps = self.steps(each.to, each.answer)
        then = f"but then {', then '.join(steps)}"
        return sentence(f"{tempts}; {then}, which leaves {maker} {_ENDS[each.result]}")

    def _undeterred(self, found: Why, each: Temptation) -> str:
        maker = self.words.maker(found.dm)
        if found.concept == "Nash":
            return f"That is better for {maker}, and Nash asks no further"
        if not each.undone:
            answers = "that pays them " if found.concept in {"SEQ", "SSEQ"} else ""
            return f"Nothing the others can answer {answers}takes the gain away"
        *answer, response = each.undone
        steps = self.steps(each.to, answer)
        back = self.to(answer[-1].to, response.to)
        return (
            f"The answer that {', then '.join(steps)} would not last: {maker} is then free {back}"
        )

    def verdict(self, found: Why) -> str:
        """Return in one sentence whether the state is stable, and on what grounds."""
        maker = self.words.maker(found.dm)
        head = f"state {found.state} is {'stable' if found.stable else 'not stable'} for {maker}"
        head += f" under {found.concept}"
        count = len(found.temptations)
        if not count:
            return sentence(f"{head}: it cannot better its lot by itself")
        which = "its only move that would better its lot" if count == 1 else ""
        undeterred = sum(not each.deterred for each in found.temptations)
        if not undeterred:
            all_of = which or f"each of the {count:,} moves that would better its lot"
            return sentence(f"{head}: {all_of} is answered, and the gain taken away")
        some = which or f"{undeterred:,} of the {count:,} moves that would better its lot"
        return sentence(f"{head}: {some} {'goes' if undeterred == 1 else 'go'} unpunished")

    def in_brief(self, whys: Sequence[Why]) -> list[str]:
        """Return why a state holds for everybody: who has nothing to gain, and what deters whom."""
        tempted = [self._first_temptation(found) for found in whys if found.temptations]
        content = [self.words.maker(found.dm) for found in whys if not found.temptations]
        if not tempted:
            return ["Nobody has anything to gain by moving."]
        if content:
            have = "have" if len(content) > 1 else "has"
            tempted.insert(0, sentence(f"{joined(content)} {have} nothing to gain by moving"))
        return tempted

    def _first_temptation(self, found: Why) -> str:
        more = len(found.temptations) - 1
        also = f" ({counted(more, 'other temptation')} likewise answered)" if more else ""
        return self.temptation(found, found.temptations[0]) + also
