"""Write the JSON Schemas that the documentation publishes: ``docs/reference/schemas``.

Run ``python docs/make_schemas.py`` after a change of the case format or of what a command prints;
``--check`` writes nothing and ends with 1 if a file is missing, out of date or no longer wanted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from detente.case.jsonschema import FILE_SCHEMAS, file_schema
from detente.show.schemas import OUTPUTS, output_schema

FOLDER = Path(__file__).parent / "reference" / "schemas"


def texts() -> dict[str, str]:
    """Return what every published file has to hold, by file name."""
    schemas = {name: file_schema(name) for name in FILE_SCHEMAS}
    schemas |= {name: output_schema(name) for name in OUTPUTS}
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }


def out_of_date() -> list[str]:
    """Return the names of files that do not hold what they should, or should not be there."""
    wanted = texts()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    names = wanted.keys() | there.keys()
    return sorted(name for name in names if wanted.get(name) != there.get(name))


def write() -> list[str]:
    """Bring every file up to date; return the names of those that were not."""
    wanted = texts()
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = out_of_date()
    for name in changed:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return changed


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with ``--check`` compare them; return the exit code."""
    if unknown := [argument for argument in arguments if argument != "--check"]:
        sys.stderr.write(f"{unknown[0]}: unknown; usage: python docs/make_schemas.py [--check]\n")
        return 2
    if "--check" not in arguments:
        sys.stdout.write("".join(f"wrote {name}\n" for name in write()))
        return 0
    stale = out_of_date()
    sys.stderr.write("".join(f"{name}: run docs/make_schemas.py\n" for name in stale))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
