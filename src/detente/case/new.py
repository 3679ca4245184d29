"""A commented template for a new case."""

from __future__ import annotations

from pathlib import Path

from .errors import EditRefused

TEMPLATE = Path(__file__).parent / "template"


def write_template(folder: Path) -> list[str]:
    """Write the template's files into a folder, which is made if need be; return their names.

    Raises
    ------
    EditRefused
        The folder holds one of the files already, or cannot be written to. Nothing is replaced.
    """
    names = sorted(path.name for path in TEMPLATE.glob("*.yaml"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if there := [name for name in names if (folder / name).exists()]:
            raise EditRefused(f"{folder} holds {' and '.join(there)} already; nothing was written")
        for name in names:
            with (folder / name).open("x", encoding="utf-8") as stream:
                stream.write((TEMPLATE / name).read_text(encoding="utf-8"))
    except OSError as error:
        raise EditRefused(f"{folder}: cannot be written: {error.strerror}") from None
    return names
