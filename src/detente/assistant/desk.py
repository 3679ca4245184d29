"""The desk: one case, its texts and what was computed, as they are on disk now.

Which case and where its texts lie is said once, by the person who starts the server. Nothing that
a client sends is ever used as a path.
"""

from __future__ import annotations

from pathlib import Path

from detente.case import Case, load
from detente.conflict import Result, solve
from detente.evidence import StoredText, stored_texts
from detente.evidence.proposals import Proposals
from detente.evidence.search import Index, index_key


class Desk:
    """What the tools work on.

    Parameters
    ----------
    address : str
        A folder, or the name of a built-in case.
    documents : Path, optional
        Where the texts lie; the case's own folder if not given.
    by : str
        Who proposes; it stands beside every proposal.

    Raises
    ------
    CaseNotFound, InvalidCase, UnreadableFolder
        The case or the folder cannot be read.
    """

    def __init__(self, address: str, documents: Path | None = None, by: str = "assistant") -> None:
        self.by = by
        self._documents = documents
        self._case = load(address)
        self._address = self._case.folder or Path(address)
        self._stamp = _stamp(self._address)
        self._result: Result | None = None
        self._index: tuple[str, Index] | None = None
        stored_texts(self._case, documents)

    @property
    def case(self) -> Case:
        """The case; it is read again once a file of it has changed.

        Raises
        ------
        InvalidCase
            Somebody has saved something impossible since.
        """
        stamp = _stamp(self._address)
        if stamp != self._stamp:
            self._case, self._stamp, self._result = load(self._address), stamp, None
        return self._case

    @property
    def texts(self) -> dict[str, StoredText]:
        """The stored text of every document."""
        return stored_texts(self.case, self._documents)

    @property
    def result(self) -> Result:
        """The solved case."""
        case = self.case
        if self._result is None:
            self._result = solve(case)
        return self._result

    @property
    def proposals(self) -> Proposals:
        """The proposals in the case's folder."""
        return Proposals(self.case, self.texts)

    @property
    def index(self) -> Index:
        """The index to search; in memory, since nothing here writes a file but the proposals."""
        case, texts = self.case, self.texts
        key = index_key(case, texts.values())
        if self._index is None or self._index[0] != key:
            self._index = key, Index.of(case, texts.values())
        return self._index[1]


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when somebody saves a file of the case."""
    files = [*folder.glob("*.yaml"), *folder.glob("variants/*.yaml")]
    stats = [(str(file), file.stat()) for file in sorted(files) if file.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
