"""Proposals and what a person decides on them: nothing suggested is a claim before that.

:mod:`.proposal` what one is · :mod:`.passage` whether its quotation stands in the text ·
:mod:`.journal` files that only grow · :mod:`.store`, :mod:`.decisions` the two of a case
"""

from .decisions import Decision, Edits, Standing
from .passage import ProposalRefused, found, recorded_text
from .proposal import READER, Deed, Link, Proposal
from .store import Added, Proposals

__all__ = [
    "READER",
    "Added",
    "Decision",
    "Deed",
    "Edits",
    "Link",
    "Proposal",
    "ProposalRefused",
    "Proposals",
    "Standing",
    "found",
    "recorded_text",
]
