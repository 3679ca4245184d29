"""Make the documentation's pictures: ``docs/pictures``.

Run ``python docs/make_pictures.py`` after a change of the report or the state graph. It needs
Chromium and the extra ``browser``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import detente as dt

FOLDER = Path(__file__).parent / "pictures"
CASE = "korea-2019"
MOST_BYTES = 200_000
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def screenshot(page: Path, picture: Path) -> None:
    """Take a picture of the head of a page."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        opened = browser.new_page(viewport={"width": 900, "height": 1000}, color_scheme="light")
        opened.goto(page.as_uri())
        opened.screenshot(path=picture)
        browser.close()


def main() -> int:
    """Write every picture; return 1 if one is too large."""
    FOLDER.mkdir(exist_ok=True)
    case = dt.load(CASE)
    dt.graph(dt.solve(case)).save(FOLDER / "graph.svg")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        dt.report(case, page)
        screenshot(page, FOLDER / "report.png")
    large = [p.name for p in FOLDER.iterdir() if p.stat().st_size > MOST_BYTES]
    sys.stderr.write("".join(f"{name}: larger than {MOST_BYTES:,} bytes\n" for name in large))
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
