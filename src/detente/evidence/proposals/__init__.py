"""Proposals and what a person decides on them: nothing suggested is a claim before that.

:mod:`.proposal` what one is · :mod:`.passage` whether its quotation stands in the text ·
:mod:`.suggest`, :mod:`.names`, :mod:`.wording` from readings to proposals · :mod:`.journal` files
that only grow · :mod:`.store`, :mod:`.decisions` the two of a case · :mod:`.accept` what accepting
changes in the case · :mod:`.review` a review · :mod:`.batch` decisions made elsewhere
"""

from .accept import misnamed, obstacles
from .batch import BadBatch, Order, read_batch
from .decisions import Decision, Edits, Standing
from .passage import ProposalRefused, found, recorded_text
from .proposal import READER, Deed, Link, NewSource, Proposal
from .review import CannotAccept, Review
from .store import Added, Proposals
from .suggest import proposals_from

__all__ = [
    "READER",
    "Added",
    "BadBatch",
    "CannotAccept",
    "Decision",
    "Deed",
    "Edits",
    "Link",
    "NewSource",
    "Order",
    "Proposal",
    "ProposalRefused",
    "Proposals",
    "Review",
    "Standing",
    "found",
    "misnamed",
    "obstacles",
    "proposals_from",
    "read_batch",
    "recorded_text",
]
