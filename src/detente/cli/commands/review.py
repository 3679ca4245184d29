"""``detente review``: decide on what was read and proposed; only that enters the case."""

from __future__ import annotations

import contextlib
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    documents_option,
    json_option,
    print_json,
    print_page,
    read_sources,
)

if TYPE_CHECKING:
    from detente.case import Case
    from detente.evidence.proposals import Added, Review


@click.command("review")
@case_argument
@documents_option
@click.option("--document", metavar="ID", help="Only what is proposed from this document.")
@click.option(
    "--kind", type=click.Choice(["claim", "event", "link"]), help="Only proposals of this kind."
)
@click.option("--no-read", is_flag=True, help="Do not read the documents for new proposals.")
@click.option("--list", "as_list", is_flag=True, help="Print what waits, without a screen.")
@click.option(
    "--batch",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Carry out the decisions in FILE: a YAML list, or .jsonl.",
)
@click.option("--who", metavar="NAME", help="Who decides; your name on this machine if not given.")
@json_option
def command(
    case: str,
    documents: Path | None,
    document: str | None,
    kind: str | None,
    no_read: bool,
    as_list: bool,
    batch: Path | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Decide on proposals, each with its passage in view: accept, edit, reject, skip.

    What reading the documents suggests, and what an assistant proposed, waits in proposals.jsonl.
    Only what a person accepts enters the case: claims.yaml, and case.yaml where a claim is linked.
    Each decision is on the disk (decisions.jsonl) before the next is asked for.

    \b
    Example:
      detente review my-case
      detente review my-case --list --kind event
      detente review my-case --batch decisions.yaml
    """
    from detente.case import load
    from detente.evidence.proposals import Review

    if as_json and not as_list:
        raise click.UsageError("--json goes with --list")
    if as_list and batch:
        raise click.UsageError("--list and --batch are two commands; give one")
    with Review(load(case), documents, who=who or _user()) as review:
        _check(review.case, document)
        notes = [] if no_read or batch else _propose(review, documents)
        for note in (*notes, *review.notes):
            click.echo(f"note: {note}", err=True)
        if batch:
            _carry_out(review, batch, case)
        elif as_list:
            _list(review, document, kind, notes, as_json=as_json)
        else:
            _on_screen(review, document, kind)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _check(case: Case, document: str | None) -> None:
    from detente.case import UnknownName
    from detente.case.check import unknown

    if document is not None and document not in case.documents:
        raise UnknownName(unknown(document, case.documents, "document"))


def _propose(review: Review, documents: Path | None) -> list[str]:
    """Read the documents and keep what that newly suggests; return notes."""
    from detente.evidence.proposals import ProposalRefused, proposals_from, recorded_text
    from detente.evidence.reading.sources import of_case

    sources = of_case(review.case, documents)
    notes = [f"{name}: {why}" for name, why in sources.absent.items()]
    readings = []
    for one in sources.joined(read_sources(sources)):
        if one.id in sources.absent:
            continue
        try:
            recorded_text(review.case, review.texts, one.id)
            readings.append(one)
        except ProposalRefused as error:
            notes.append(str(error))
    added: Added = review.proposals.add(proposals_from(review.case, readings))
    if added.new:
        review.refresh()
    return notes


def _list(
    review: Review, document: str | None, kind: str | None, notes: list[str], *, as_json: bool
) -> None:
    from detente.cli.screen.filter import Filter

    only = Filter(document, kind)
    waiting = [one for one in review.waiting() if only.lets(one)]
    if as_json:
        from detente.show.proposals_data import review_data

        print_json(review_data(review, waiting, [*notes, *review.notes]))
        return
    from detente.show.proposals import proposals_page

    decided = sum(1 for one in review.standings.values() if not one.is_open)
    print_page(proposals_page(review.case, waiting, decided, review.aside))


def _carry_out(review: Review, batch: Path, case: str) -> None:
    from detente.evidence.proposals import read_batch

    orders = read_batch(batch, review)
    review.decide_all((one.id, one.decision, one.edits) for one in orders)
    for one in orders:
        after = review.standings[one.id]
        what = f"accepted as {after.claim}" if after.claim else _DONE[one.decision]
        click.echo(f"{one.id}: {what}")
    click.echo(f"{case}: {len(orders)} decided, {len(review.waiting())} waiting")


_DONE = {"accept": "accepted", "edit": "edited", "reject": "rejected", "skip": "skipped"}


def _on_screen(review: Review, document: str | None, kind: str | None) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("a review needs a terminal; elsewhere use --list and --batch FILE")
    from detente.cli.screen.filter import Filter
    from detente.cli.screen.review import ReviewApp
    from detente.show.words import counted

    before = len(review.log.decisions)
    ReviewApp(review, Filter(document, kind)).run()
    made = [one for one in review.log.decisions[before:] if one.decision != "written"]
    with contextlib.suppress(OSError):  # the terminal may be gone: then nobody reads it
        click.echo(
            f"{counted(len(made), 'decision')} written, {len(review.waiting())} waiting", err=True
        )
