"""What of the proposals is shown: one document's, one kind's, or all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from detente.evidence.proposals import Standing


@dataclass(frozen=True)
class Filter:
    """Lets proposals of one document and of one kind through; None stands for any."""

    document: str | None = None
    kind: str | None = None

    def lets(self, one: Standing) -> bool:
        """Whether a proposal is shown."""
        proposal = one.proposal
        return self.document in {None, proposal.document} and self.kind in {None, proposal.kind}

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()

    def __str__(self) -> str:
        kind = f"{self.kind}s" if self.kind else ""
        return " in ".join(filter(None, (kind, self.document))) or "all"


def filters(waiting: Iterable[Standing]) -> list[tuple[Filter, int]]:
    """Return the filters that let something through, with how much, all of it first."""
    every = list(waiting)
    kinds = Counter(one.proposal.kind for one in every)
    documents = Counter(one.proposal.document for one in every)
    return [
        (Filter(), len(every)),
        *((Filter(kind=kind), count) for kind, count in sorted(kinds.items())),
        *((Filter(document=name), count) for name, count in documents.items() if name),
    ]
