"""The format of a case's files, as types: a module for each kind of file.

Every class here is one kind of entry; unknown keys are refused. The shapes are documented for
editors by the JSON Schemas that :mod:`detente.case.jsonschema` derives from these classes.
Whether names refer to something is the business of :mod:`detente.case.check`.
"""

from __future__ import annotations

from typing import Any

from .changes import VERBS, Change, Variant
from .claims import Claim, Document, Ledger, Letter, Library, Passage, Source, Sources, Stance
from .grades import Grades, GradeTable
from .model import (
    DEFAULT_ASSUMPTION_CREDENCE,
    DEFAULT_CREDENCE,
    KEYS,
    TEXT,
    DecisionMaker,
    Element,
    End,
    Forbidden,
    Issue,
    ListedState,
    Model,
    Number,
    Option,
    Outcome,
    Position,
    Rule,
    Statement,
    Wanted,
)
from .values import (
    Code,
    Day,
    Entry,
    Formula,
    Interval,
    Measure,
    Names,
    Probability,
    Reasons,
    Slug,
    Text,
)

SHORT_FORMS: dict[Any, str] = {
    Option: "a text",
    Statement: "a formula",
    Rule: "a formula",
    Outcome: "a formula",
    ListedState: "a name",
    Number: "a number",
}
"""Entries that may be written without their keys, and as what."""

FILES: dict[str, Any] = {
    "case.yaml": Model,
    "claims.yaml": Ledger,
    "documents.yaml": Library,
    "sources.yaml": Sources,
    "grades.yaml": Grades,
}
"""The files of a case and what each holds."""

__all__ = [
    "DEFAULT_ASSUMPTION_CREDENCE",
    "DEFAULT_CREDENCE",
    "FILES",
    "KEYS",
    "SHORT_FORMS",
    "TEXT",
    "VERBS",
    "Change",
    "Claim",
    "Code",
    "Day",
    "DecisionMaker",
    "Document",
    "Element",
    "End",
    "Entry",
    "Forbidden",
    "Formula",
    "GradeTable",
    "Grades",
    "Interval",
    "Issue",
    "Ledger",
    "Letter",
    "Library",
    "ListedState",
    "Measure",
    "Model",
    "Names",
    "Number",
    "Option",
    "Outcome",
    "Passage",
    "Position",
    "Probability",
    "Reasons",
    "Rule",
    "Slug",
    "Source",
    "Sources",
    "Stance",
    "Statement",
    "Text",
    "Variant",
    "Wanted",
]
