"""What a conclusion hinges on, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.outlook import Effect, Hinge, Hinges, Shares

from .chances import cell, error, percent, points
from .page import Block, Items, Section, Table
from .parts import Parts
from .words import capital, counted, sentence

BRIEF_HINGES = 2
BRIEF_EFFECTS = 10


@dataclass(frozen=True)
class HingeWords:
    """The hinges of one conclusion."""

    parts: Parts
    hinges: Hinges

    def sentence(self) -> str:
        """Say in a sentence or two what the conclusion hinges on."""
        hinges = self.hinges
        if not hinges.flips:
            return self._firm()
        then = "no longer holds" if hinges.p >= hinges.threshold else "holds"
        first = hinges.flips[0]
        if hinges.size == 1:
            told = [self._without(hinge, then) for hinge in hinges.flips[:BRIEF_HINGES]]
            more = len(hinges.flips) - len(told)
            rest = f" The same is true of {counted(more, 'other thing')}." if more else ""
            return f"It hinges on {self._few()}: {'; '.join(told)}.{rest}"
        together = self.parts.together(first.parts)
        others = len(hinges.flips) - 1
        also = f" {counted(others, 'other pair')} would do the same." if others else ""
        if hinges.size == 2:
            return (
                f"It hinges on no one thing alone, but on two together: without {together} it "
                f"{then} in most worlds ({percent(first.p)}).{also}"
            )
        return (
            f"It hinges on no one thing and no two; the smallest set found has {hinges.size} "
            f"parts. Without {together} it {then} in most worlds ({percent(first.p)})."
        )

    def _few(self) -> str:
        hinges = self.hinges
        kinds = dict.fromkeys(part[0] for hinge in hinges.flips for part in hinge.parts)
        if len(hinges.flips) == 1:
            return f"one {next(iter(kinds))}"
        return f"each of {len(hinges.flips)} things"

    def _without(self, hinge: Hinge, then: str) -> str:
        (kind, name), *_ = hinge.parts
        return (
            f"without {self.parts.named(kind, name)} it {then} in most worlds ({percent(hinge.p)})"
        )

    def _firm(self) -> str:
        hinges = self.hinges
        if not hinges.effects:
            return "It hinges on nothing that could be knocked out: no claim, and no assumption."
        across = "half" if hinges.threshold == 0.5 else percent(hinges.threshold)
        tried = f"{len(hinges.effects):,} claims, sources, speakers and assumptions"
        several = (
            f"any of the {hinges.pairs:,} pairs of them" if hinges.pairs > 1 else "both together"
        )
        pairs = f", nor {several}" if hinges.pairs else ""
        left = f" {hinges.left:,} pairs were left undecided." if hinges.left else ""
        told = f"Knocked out one by one, none of {tried} takes it across {across}{pairs}.{left}"
        moved = [effect for effect in hinges.effects if effect.change]
        if not moved:
            return told
        most = self.parts.named(moved[0].kind, moved[0].name)
        return f"{told} It rests most on {most}: without that it holds in {percent(moved[0].p)}."

    def sections(self, *, full: bool) -> Iterator[Section]:
        """Yield what each knock-out does, and which sets flip the conclusion."""
        yield Section("Knocked out one by one", tuple(self.singles(full=full)))
        if self.hinges.size > 1 or (full and self.hinges.flips):
            yield Section("Sets that flip it", tuple(self.sets()))

    def singles(self, *, full: bool) -> Iterator[Block]:
        """Yield what each knock-out does, the largest effect first."""
        hinges = self.hinges
        moved = [effect for effect in hinges.effects if effect.change]
        shown = moved if full else moved[:BRIEF_EFFECTS]
        columns = ("without", "which", "holds", "points", "±", "flips")
        if shown:
            yield Table(columns, tuple(map(self._effect, shown)), frozenset(columns[2:5]))
        still = len(hinges.effects) - len(moved)
        if len(shown) < len(moved):
            yield f"… and {len(moved) - len(shown)} more, each with a smaller effect."
        if still:
            yield f"{counted(still, 'knock-out changes', 'knock-outs change')} nothing."
        yield (
            f"Over {hinges.draws:,} draws, each with the same random numbers as without the "
            "knock-out. A claim knocked out never comes through; an assumption stands with ½."
        )

    def _effect(self, effect: Effect) -> tuple[str, ...]:
        return (
            effect.kind,
            self.parts.short(effect.kind, effect.name),
            cell(effect.p),
            points(effect.change),
            error(effect.se),
            "yes" if effect.flips else "",
        )

    def sets(self) -> Iterator[Block]:
        """Yield the sets that flip the conclusion."""
        yield Items(
            tuple(
                f"{capital(self.parts.together(hinge.parts))}: {percent(hinge.p)}"
                for hinge in self.hinges.flips[:BRIEF_EFFECTS]
            )
        )
        if not self.hinges.exact:
            yield "Found by adding what moves it most; a smaller set might do."


def shares_told(parts: Parts, shares: Shares) -> Iterator[Block]:
    """Yield each source's share in the probability."""
    yield (
        f"With no source at all the conclusion holds in {percent(shares.with_none)} of the "
        f"worlds, with all of them in {percent(shares.with_all)}. Of the difference "
        "each source has a share (Shapley value, in points):"
    )
    rows = tuple(
        (parts.source(share.source), points(share.share), error(share.se))
        for share in shares.shares
    )
    yield Table(("source", "share", "±"), rows, frozenset({"share", "±"}))
    how = "exact over all sets of sources" if shares.exact else "over random orders of the sources"
    yield sentence(f"over {shares.draws:,} draws, {how}")
