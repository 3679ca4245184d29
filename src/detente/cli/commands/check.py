"""``detente check``: the model, the passages, the quality of the information."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli.common import (
    case_argument,
    documents_option,
    full_option,
    json_option,
    load_case,
    print_json,
    print_page,
    watched,
)


@click.command("check")
@case_argument
@documents_option
@full_option
@json_option
def command(case: str, documents: Path | None, full: bool, as_json: bool) -> None:
    """Check a case line by line: references, passages, and what the model rests on.

    Ends with 2 if the case is invalid, with 1 if a passage no longer stands in its text (or its
    text is not in DIR), with 0 otherwise.

    \b
    Example:
      detente check korea-2019 --documents articles/
    """
    from detente.conflict import solve
    from detente.evidence import check_passages, quality, stored_texts

    held = load_case(case)
    result = watched("Checking", lambda progress: solve(held, progress=progress))
    texts = stored_texts(held, documents)
    passages = check_passages(held, texts)
    if as_json:
        from detente.show.data import check_data

        print_json(check_data(result, texts.values(), passages, quality(held)))
    else:
        from detente.show.pages import check_page

        print_page(check_page(result, texts, passages, quality(held), full=full))
    failing = {"orphaned", "text changed"} | ({"text missing"} if documents else set())
    if any(passage.status in failing for passage in passages):
        sys.stdout.flush()
        sys.exit(1)
