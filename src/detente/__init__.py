"""détente: sourced, executable models of strategic conflicts.

>>> import detente as dt
>>> case = dt.load("korea-2019")
>>> result = dt.solve(case)
>>> sorted(result.equilibria)
['GMR', 'Nash', 'SEQ', 'SMR', 'SSEQ']

Everything is imported when it is first used, so that ``import detente`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .case import Case, DetenteError, InvalidCase, load, save
    from .conflict import Journey, Result, Why, order, overview, solve, why
    from .evidence import check_passages, quality, stored_texts

_WHERE = {
    "Case": "case",
    "DetenteError": "case",
    "InvalidCase": "case",
    "Journey": "conflict",
    "Result": "conflict",
    "Why": "conflict",
    "check_passages": "evidence",
    "load": "case",
    "order": "conflict",
    "overview": "conflict",
    "quality": "evidence",
    "save": "case",
    "solve": "conflict",
    "stored_texts": "evidence",
    "why": "conflict",
}

__all__ = [
    "Case",
    "DetenteError",
    "InvalidCase",
    "Journey",
    "Result",
    "Why",
    "__version__",
    "check_passages",
    "load",
    "order",
    "overview",
    "quality",
    "save",
    "solve",
    "stored_texts",
    "why",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(f".{_WHERE[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
