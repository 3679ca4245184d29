"""détente: sourced, executable models of strategic conflicts.

>>> import detente as dt
>>> case = dt.load("korea-2019")
>>> result = dt.solve(case)
>>> sorted(result.equilibria)
['GMR', 'Nash', 'SEQ', 'SMR', 'SSEQ']

Everything is imported when it is first used, so that ``import detente`` costs nothing. Inside
IPython, cases and results are shown as pages and drawings (:func:`enable_notebook`).
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .case import Case, DetenteError, InvalidCase, load, save, varied
    from .conflict import Journey, Result, Why, order, overview, solve, why
    from .evidence import check_passages, quality, stored_texts
    from .outlook import Assessment, Outlook, assess, outlook
    from .show.graph import Graph, graph
    from .show.notebook import enable_notebook
    from .show.report import Report, report

_WHERE = {
    "Assessment": "outlook",
    "Case": "case",
    "DetenteError": "case",
    "Graph": "show.graph",
    "InvalidCase": "case",
    "Journey": "conflict",
    "Outlook": "outlook",
    "Report": "show.report",
    "Result": "conflict",
    "Why": "conflict",
    "assess": "outlook",
    "check_passages": "evidence",
    "enable_notebook": "show.notebook",
    "graph": "show.graph",
    "load": "case",
    "order": "conflict",
    "outlook": "outlook",
    "overview": "conflict",
    "quality": "evidence",
    "report": "show.report",
    "save": "case",
    "solve": "conflict",
    "stored_texts": "evidence",
    "varied": "case",
    "why": "conflict",
}

__all__ = [
    "Assessment",
    "Case",
    "DetenteError",
    "Graph",
    "InvalidCase",
    "Journey",
    "Outlook",
    "Report",
    "Result",
    "Why",
    "__version__",
    "assess",
    "check_passages",
    "enable_notebook",
    "graph",
    "load",
    "order",
    "outlook",
    "overview",
    "quality",
    "report",
    "save",
    "solve",
    "stored_texts",
    "varied",
    "why",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(f".{_WHERE[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__


if "IPython" in sys.modules:
    import_module(".show.notebook", __name__).enable_notebook()
