"""``detente search``: passages and claims by their words."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import (
    case_argument,
    documents_option,
    json_option,
    load_case,
    patiently,
    print_json,
    print_page,
)


@click.command("search")
@case_argument
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@documents_option
@click.option(
    "--most",
    type=click.IntRange(1, 1_000),
    default=10,
    show_default=True,
    help="How many passages, and how many claims.",
)
@json_option
def command(
    case: str, words: tuple[str, ...], documents: Path | None, most: int, as_json: bool
) -> None:
    """Find passages of the documents and claims by WORDS, the best first.

    A word that ends with * stands for all that begin so; words between quotation marks are a
    phrase. Whatever else stands in a word is looked for as it is. Case and accents do not matter.

    \b
    Example:
      detente search korea-2019 sanction* --documents articles/
      detente search korea-2019 guarantee "security of the regime"
    """
    from detente.evidence import stored_texts
    from detente.evidence.search import cached_index, search

    held = load_case(case)
    texts = stored_texts(held, documents)
    index = patiently("Building the index", lambda: cached_index(held, texts))
    found = search(held, index, words, most=most)
    missing = [name for name, text in texts.items() if text.text is None]
    if as_json:
        from detente.show.records import search_data

        print_json(search_data(held.name, found, missing))
    else:
        from detente.show.search import search_page

        print_page(search_page(held, found, missing))
