"""What the commands print with ``--json``, as types; their JSON Schemas follow from them.

Other programs rely on these shapes. Keys are only ever added.
"""

from __future__ import annotations

from typing import Any

from .analysis import AnalysisData, OutcomeAnalysis, StatusQuoData, analysis_data
from .answers import (
    PathData,
    PathsData,
    PlaceData,
    RankingData,
    StepData,
    TemptationData,
    WhyAnswer,
    WhyData,
    path_data,
    ranking_data,
    reasons_data,
    steps_data,
    why_data,
)
from .comparison import (
    ChangesData,
    ComparisonData,
    OutcomeChangeData,
    PreferenceChangesData,
    comparison_data,
)
from .files import (
    ExportData,
    ImportData,
    LibraryEntry,
    NewData,
    RenamedData,
    export_data,
    import_data,
    library_entry,
)
from .quality import (
    CheckData,
    DocumentData,
    ElementData,
    PassageData,
    QualityData,
    SourceData,
    check_data,
    quality_data,
)
from .solution import (
    FindingData,
    OutcomeData,
    SolutionData,
    StateData,
    finding_data,
    solution_data,
    state_data,
)

OUTPUTS: dict[str, Any] = {
    "analyze": AnalysisData,
    "check": CheckData,
    "diff": ComparisonData,
    "export": ExportData,
    "import": ImportData,
    "library": list[LibraryEntry],
    "new": NewData,
    "paths": PathsData,
    "ranking": RankingData,
    "solve": SolutionData,
    "why": WhyAnswer,
}
"""What each command prints with ``--json``."""

__all__ = [
    "OUTPUTS",
    "AnalysisData",
    "ChangesData",
    "CheckData",
    "ComparisonData",
    "DocumentData",
    "ElementData",
    "ExportData",
    "FindingData",
    "ImportData",
    "LibraryEntry",
    "NewData",
    "OutcomeAnalysis",
    "OutcomeChangeData",
    "OutcomeData",
    "PassageData",
    "PathData",
    "PathsData",
    "PlaceData",
    "PreferenceChangesData",
    "QualityData",
    "RankingData",
    "RenamedData",
    "SolutionData",
    "SourceData",
    "StateData",
    "StatusQuoData",
    "StepData",
    "TemptationData",
    "WhyAnswer",
    "WhyData",
    "analysis_data",
    "check_data",
    "comparison_data",
    "export_data",
    "finding_data",
    "import_data",
    "library_entry",
    "path_data",
    "quality_data",
    "ranking_data",
    "reasons_data",
    "solution_data",
    "state_data",
    "steps_data",
    "why_data",
]
