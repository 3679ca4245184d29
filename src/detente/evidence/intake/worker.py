"""The process that opens strangers' files: bounded in memory, time and what it may write.

Run as ``python -P -m detente.evidence.intake.worker SECONDS MEMORY``. It reads requests from its
standard input, one after the other: a line ``KIND LENGTH`` and as many bytes. For each it writes
one line of JSON: ``{"extract": …}`` or ``{"refused": reason}``. A file that breaks the process
breaks nothing else: see :mod:`detente.evidence.intake.sandbox`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from .extract import Extract, Refused, checked


def read(kind: str, data: bytes) -> Extract:
    """Read a file of one of the :data:`detente.evidence.intake.sandbox.KINDS`."""
    return checked(_reader(kind)(data))


def _reader(kind: str) -> Callable[[bytes], Extract]:
    match kind:
        case "html":
            from .html import read_html as reader
        case "pdf":
            from .pdf import read_pdf as reader
        case "docx":
            from .docx import read_docx as reader
        case "markdown":
            from .plain import read_markdown as reader
        case _:
            from .plain import read_text as reader
    return reader


def main(seconds: int, memory: int) -> None:
    """Answer requests until there are no more."""
    answers = _quiet()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for request in iter(sys.stdin.buffer.readline, b""):
        kind, length = request.decode().split()
        data = sys.stdin.buffer.read(int(length))
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        answers.write(json.dumps(_answer(kind, data)).encode() + b"\n")
        answers.flush()


def _quiet() -> BinaryIO:
    """Return the way to the caller; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _answer(kind: str, data: bytes) -> dict[str, object]:
    try:
        return {"extract": read(kind, data).as_data()}
    except Refused as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "needs more memory to be read than any document should"}
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file brings about is told
        return {"refused": f"cannot be read ({type(error).__name__}: {error})"}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
