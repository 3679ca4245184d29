"""What is to be read: the stored documents of a case, or text files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.case import Case, DetenteError, InvalidCase, UnknownName
from detente.case.errors import did_you_mean, listed
from detente.case.nodes import read_text
from detente.case.schema import Document
from detente.evidence.texts import MAX_BYTES, StoredText, stored_texts

from .batch import Text
from .lexicon import Lexicon
from .reading import Reading


class Unreadable(DetenteError):
    """A text file that cannot be read."""


@dataclass(frozen=True)
class ReadText:
    """A text and its reading.

    Attributes
    ----------
    id, title : str
    published : str or None
    text : str
        Empty if there is none.
    reading : Reading
        Its note says why nothing was marked, if so.
    """

    id: str
    title: str
    published: str | None
    text: str
    reading: Reading


@dataclass(frozen=True)
class Sources:
    """Texts to be read, and what is known of them.

    Attributes
    ----------
    title : str
        Of the case, or what the files are.
    texts : tuple of Text
    titles : mapping of str to str
        The documents' titles, by id, in order: those without a text too.
    absent : mapping of str to str
        Why a document cannot be read, by id.
    lexicon : callable or None
        Makes the lexicon with the case's own names.
    names : str
        What tells those names from others.
    """

    title: str
    texts: tuple[Text, ...]
    titles: Mapping[str, str]
    absent: Mapping[str, str]
    lexicon: Callable[[], Lexicon] | None = None
    names: str = ""

    def joined(self, readings: Mapping[str, Reading]) -> tuple[ReadText, ...]:
        """Return every document with its reading, in order."""
        texts = {one.id: one for one in self.texts}
        made = []
        for name, title in self.titles.items():
            if name in texts:
                one = texts[name]
                made.append(ReadText(name, title, one.published, one.text, readings[name]))
            else:
                made.append(ReadText(name, title, None, "", Reading(note=self.absent[name])))
        return tuple(made)


def of_case(case: Case, folder: Path | None = None, only: str | None = None) -> Sources:
    """Return the documents of a case.

    Parameters
    ----------
    case : Case
    folder : Path, optional
        Where the texts lie; the case's own folder if not given.
    only : str, optional
        The one document that is wanted.

    Raises
    ------
    UnknownName
        The case has no such document.
    UnreadableFolder
        The folder named does not exist or cannot be read.
    """
    if only is not None and only not in case.documents:
        hint = did_you_mean(only, case.documents) or f"; there are: {listed(case.documents)}"
        raise UnknownName(f"`{only}`: no such document in {case.name}{hint}")
    stored = stored_texts(case, folder)
    wanted = {only: case.documents[only]} if only is not None else case.documents
    absent = {name: why for name, doc in wanted.items() if (why := _why_not(doc, stored[name]))}
    return Sources(
        title=case.model.title,
        texts=tuple(
            Text(name, stored[name].text or "", doc.date)
            for name, doc in wanted.items()
            if name not in absent
        ),
        titles={name: doc.title for name, doc in wanted.items()},
        absent=absent,
        lexicon=lambda: Lexicon.default().with_case(case),
        names=repr([(n, dm.code, dm.name) for n, dm in case.model.decision_makers.items()]),
    )


def _why_not(document: Document, stored: StoredText) -> str:
    """Return why a document is not read; empty if it is."""
    if stored.text is None:
        return f"text {stored.state}" + (f": {stored.detail}" if stored.detail else "")
    if document.language and not document.language.lower().startswith("en"):
        return f"in another language ({document.language}): nothing was marked"
    return ""


def of_files(paths: Sequence[Path], published: date | None = None) -> Sources:
    """Return plain text files, or the ``.txt`` files of folders, as texts.

    A file's id is its name without ``.txt``; its path where two have the same name.

    Raises
    ------
    Unreadable
        All that is wrong with them, one line each.
    """
    files, problems = _files(paths)
    stems = [path.name.removesuffix(".txt") for path in files]
    texts: list[Text] = []
    for path, stem in zip(files, stems, strict=True):
        try:
            data, _ = read_text(path, str(path), MAX_BYTES)
        except InvalidCase as error:
            problems.extend(map(str, error.problems))
            continue
        name = stem if stems.count(stem) == 1 else str(path)
        texts.append(Text(name, data.decode(), published.isoformat() if published else None))
    if problems:
        raise Unreadable("\n".join([*problems, "nothing was read"]))
    title = f"{len(texts)} text files" if len(texts) != 1 else "One text file"
    return Sources(title, tuple(texts), {one.id: one.id for one in texts}, {})


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the files that are meant, and what is wrong with the rest."""
    files: dict[Path, None] = {}
    problems: list[str] = []
    for path in paths:
        if not path.exists():
            problems.append(f"{path}: no such file")
        elif path.is_dir():
            inside = sorted(path.glob("*.txt"))
            if not inside:
                problems.append(f"{path}: no case.yaml and no .txt file in this folder")
            files.update(dict.fromkeys(inside))
        else:
            files[path] = None
    return list(files), problems
