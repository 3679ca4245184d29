"""How cases and results show themselves in a notebook.

The rooms that compute know nothing of how they are shown, so their classes have no ``_repr_html_``.
Instead IPython is told, class by class and by name, which function here renders what: nothing is
imported before such a thing is displayed. ``import detente`` inside IPython does it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.case import Case
    from detente.conflict import Journey, Overview, Path, Result, Why

    from .page import Page

DISPLAYED = {
    ("detente.case.load", "Case"): "case_html",
    ("detente.conflict.solution", "Result"): "result_html",
    ("detente.conflict.paths", "Overview"): "overview_html",
    ("detente.conflict.paths", "Journey"): "journey_html",
    ("detente.conflict.paths", "Path"): "path_html",
    ("detente.conflict.reasons", "Why"): "why_html",
}
"""What is displayed, and by which function of this module."""


def enable_notebook() -> bool:
    """Let IPython show cases and results; return whether there is an IPython to tell."""
    import sys

    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return False
    formatter = shell.display_formatter.formatters["text/html"]
    for (module, name), function in DISPLAYED.items():
        formatter.for_type_by_name(module, name, _later(function))
    return True


def _later(function: str) -> Callable[[Any], str | None]:
    def rendered(shown: Any) -> str | None:
        html: str | None = getattr(import_module(__name__), function)(shown)
        return html

    return rendered


def page_html(page: Page, level: int = 3) -> str:
    """Return a page as a piece of HTML, every text escaped."""
    from .report import environment

    template = environment().get_template("page.html.j2")
    return template.render(page=page, level=level)


def case_html(case: Case) -> str:
    """Return a case's question, decision makers and options."""
    from .page import Page, Section, Table
    from .words import Words, capital, counted

    model, words = case.model, Words(case)
    rows = tuple(
        (capital(words.maker(o.partition(".")[0])), o, option.text, option.support)
        for o, option in model.options.items()
    )
    options = Table(("decision maker", "option", "text", "rests on"), rows)
    makers = counted(len(model.decision_makers), "decision maker")
    held = f"{makers}, {counted(len(case.claims), 'claim')}, as of {model.as_of}"
    sections = (Section("", (options,)),) if rows else ()
    return page_html(Page(model.title, model.question or "", sections, (held,)))


def result_html(result: Result) -> str:
    """Return a result's equilibria, and its state graph."""
    from .graph import graph
    from .pages import solution_page

    return page_html(solution_page(result)) + graph(result).svg


def overview_html(overview: Overview) -> str:
    """Return the main page, and the state graph."""
    from dataclasses import replace

    from detente.evidence import quality

    from .analysis import Story
    from .graph import graph

    page = Story(overview, quality(overview.result.case)).page()
    return page_html(replace(page, footer=page.footer[-1:])) + graph(overview).svg


def journey_html(journey: Journey) -> str:
    """Return what a journey reaches: how many states, and the nearest equilibria."""
    from detente.conflict import STRICTEST_FIRST

    from .pages import paths_page

    held = journey.result.equilibria
    near = [s for c in STRICTEST_FIRST for s in journey.reached(held[c])[:2]]
    found = [journey.path(state) for state in list(dict.fromkeys(near))[:5]]
    return page_html(paths_page(journey, [path for path in found if path], ()))


def path_html(path: Path) -> str | None:
    """Return a path step by step; None, which leaves it to ``repr``, if its case is not known."""
    from .page import Page, Section
    from .pages import path_items

    if path.result is None:
        return None
    by = "each step an improvement" if path.improvements else "by any moves"
    steps = Section("", (path_items(path.result, path),))
    return page_html(Page(f"From state {path.start} to state {path.target}", by, (steps,)))


def why_html(why: Why) -> str | None:
    """Return a reason in words; None, which leaves it to ``repr``, if its case is not known."""
    from .pages import why_page

    return None if why.result is None else page_html(why_page(why.result, [why]))
