"""Make the documentation's pictures: ``docs/pictures``.

Run ``python docs/make_pictures.py`` after a change of the report, the state graph or the screen of
the review. It needs Chromium and the extra ``browser``.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

import detente as dt
from detente.cli import cli
from detente.cli.screen.filter import Filter
from detente.cli.screen.review import ReviewApp
from detente.evidence.proposals import Review

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


REPORT = """\
Egypt denied that its army had crossed the border. On 10 June 2020 Ethiopia met Egypt in Khartoum. \
Sudan warned that the talks could fail.

“We will not give up a drop of our water,” the Egyptian foreign minister told reporters.
"""


def review_screen(picture: Path, folder: Path) -> None:
    """Draw the screen of ``detente review`` on a small case, without fonts from elsewhere."""
    code, made = "    # code: ZZZ ", "    code: ETH "
    detente("new", folder / "nile")
    model = folder / "nile" / "case.yaml"
    second = "    name: The downstream state\n"
    text = model.read_text(encoding="utf-8").replace(code, made)
    model.write_text(text.replace(second, f"{second}    code: EGY\n"), encoding="utf-8")
    report = folder / "khartoum.txt"
    report.write_text(REPORT, encoding="utf-8")
    said = "--title", "A report from the talks", "--source", "river-post", "--date", "2020-06-16"
    detente("add", folder / "nile", report, *said)
    detente("review", folder / "nile", "--list")
    drawn = asyncio.run(_drawn(folder / "nile"))
    own = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL).replace("Fira Code, ", "")
    picture.write_text(
        "\n".join(line.rstrip() for line in own.splitlines()) + "\n", encoding="utf-8"
    )


def detente(*arguments: object) -> None:
    """Run a command; what it says is of no interest here."""
    with contextlib.redirect_stdout(io.StringIO()):
        cli.main(list(map(str, arguments)), standalone_mode=False)


async def _drawn(case: Path) -> str:
    with Review(dt.load(case), who="ada") as review:
        app = ReviewApp(review, Filter(kind="event"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return app.export_screenshot(title="detente review nile")


def main() -> int:
    """Write every picture; return 1 if one is too large."""
    FOLDER.mkdir(exist_ok=True)
    case = dt.load(CASE)
    dt.graph(dt.solve(case)).save(FOLDER / "graph.svg")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        dt.report(case, page)
        screenshot(page, FOLDER / "report.png")
        review_screen(FOLDER / "review.svg", Path(folder))
    large = [p.name for p in FOLDER.iterdir() if p.stat().st_size > MOST_BYTES]
    sys.stderr.write("".join(f"{name}: larger than {MOST_BYTES:,} bytes\n" for name in large))
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
