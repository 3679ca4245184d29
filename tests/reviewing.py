"""A case with a report that says something, for tests of proposals and reviews."""

from __future__ import annotations

import hashlib
from pathlib import Path

from detente.case import Case, load
from detente.case.new import write_template
from detente.evidence import stored_texts
from detente.evidence.proposals import Proposal, Proposals, Review, proposals_from
from detente.evidence.reading.batch import read_all
from detente.evidence.reading.sources import ReadText, of_case

WIRE = """\
Ethiopia said on Monday that Egypt had attacked a convoy near the dam. Egypt denied that its army \
had crossed the border.

“We will not give up a drop of our water,” Sameh Shoukry, the Egyptian foreign minister, told \
reporters in Cairo on 14 June 2020.

Sudan warned that the talks could fail. On 10 June 2020 Ethiopia met Egypt in Khartoum. Egypt \
should accept a phased filling. The two sides are unlikely to agree before the rains.
"""
CONVOY = "Egypt had attacked a convoy near the dam"
TALKS_FAIL = "the talks could fail"
MEETING = "On 10 June 2020 Ethiopia met Egypt in Khartoum."


def talks(folder: Path, *, text: str = WIRE, keep: Path | None = None) -> Path:
    """Write the template with codes for its states, and a report; return the case's folder.

    `keep` is where the report's text goes instead of the case's own folder.
    """
    write_template(folder)
    (folder / "documents" / "post-0602.txt").unlink()  # what is read is the report alone
    model = folder / "case.yaml"
    model.write_text(
        model.read_text(encoding="utf-8")
        .replace("# code: ZZZ ", "code: ETH ")
        .replace(
            "    name: The downstream state\n", "    name: The downstream state\n    code: EGY\n"
        ),
        encoding="utf-8",
    )
    documents = keep or folder / "documents"
    documents.mkdir(exist_ok=True)
    (documents / "wire.txt").write_text(text, encoding="utf-8")
    path = "wire.txt" if keep else "documents/wire.txt"
    digest = hashlib.sha256(text.encode()).hexdigest()
    with (folder / "documents.yaml").open("a", encoding="utf-8") as stream:
        stream.write(
            "wire:\n  title: A report from the talks\n  date: 2020-06-16\n  source: river-post\n"
            f"  group: khartoum\n  path: {path}\n  sha256: {digest}\n"
        )
    return folder


def readings(case: Case, documents: Path | None = None) -> tuple[ReadText, ...]:
    """Return what is read in the case's documents."""
    sources = of_case(case, documents)
    return sources.joined(read_all(sources.texts, lexicon=sources.lexicon, names=sources.names))


def claim(quote: str = CONVOY, **said: object) -> Proposal:
    """Return a claim on a passage of the report, ready to be accepted."""
    start = WIRE.index(quote)
    held = {"kind": "claim", "document": "wire", "start": start, "end": start + len(quote)}
    held |= {"quote": quote, "speaker": "Upstream", "through": ["river-post"], "by": "helper"}
    return Proposal.model_validate({**held, "claim": "Addis says Cairo struck first.", **said})


def store(folder: Path, documents: Path | None = None) -> Proposals:
    """Return the proposals of the case in a folder."""
    case = load(folder)
    return Proposals(case, stored_texts(case, documents))


def reviewed(folder: Path, *proposals: Proposal, documents: Path | None = None) -> Review:
    """Return a review of the case with some proposals, or with those of the reader if none."""
    case = load(folder)
    every = proposals or tuple(proposals_from(case, readings(case, documents)))
    Proposals(case, stored_texts(case, documents)).add(every)
    return Review(case, documents, who="ada")


def texts_of(folder: Path) -> dict[str, bytes]:
    """Return the case's own files."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
