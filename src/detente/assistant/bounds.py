"""How much of anything goes over the wire, in either direction."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

MOST_READ = 4_000
"""Characters of a document in one answer."""
MOST_TEXT = 20_000
"""Characters of a page in one answer."""
MOST_FILE = 200_000
"""Characters of a case's file in one answer."""
MOST_LISTED = 50
"""Entries of a list in one answer."""
MOST_NAMED = 200
"""Names of one kind in one answer."""
MOST_FOUND = 20
"""Passages, and claims, that a search returns."""
MOST_QUOTED = 2_000
"""Characters of a quotation that is proposed."""
MOST_DRAWS = 2_000
"""Worlds drawn for one outlook."""
MOST_OPEN = 500
"""Proposals of assistants that may wait for a person at a time."""
MOST_REQUEST = 8 * 2**20
"""Bytes of one request; whatever sends more is not served any longer."""

Name = Annotated[str, StringConstraints(max_length=200)]
"""An id, or what is meant to be one."""
Skip = Annotated[int, Field(ge=0, le=10_000_000, description="How many entries to leave out.")]
Most = Annotated[int, Field(ge=1, le=MOST_LISTED, description="How many entries to return.")]
