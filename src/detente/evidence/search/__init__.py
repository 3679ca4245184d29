"""Search: passages of the stored texts and claims, by words, the best first.

:mod:`.pieces` cuts texts into passages, :mod:`.index` keeps them in a disposable index in the
user's cache, :mod:`.query` asks it.
"""

from .index import Index, cached_index, index_key
from .pieces import pieces
from .query import ClaimHit, Found, NothingToSearch, PassageHit, search

__all__ = [
    "ClaimHit",
    "Found",
    "Index",
    "NothingToSearch",
    "PassageHit",
    "cached_index",
    "index_key",
    "pieces",
    "search",
]
