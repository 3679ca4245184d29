"""The report in a real browser: at three widths, in both themes, on paper, and for axe.

Needs Chromium and the extra ``browser``; run by its name: ``pytest tests/browser``.
"""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from detente.case import load
from detente.case.new import write_template
from detente.conflict import overview, solve
from detente.evidence import quality
from detente.outlook import Question, assess
from detente.show.analysis import Story
from detente.show.report import made_from, report
from making import case
from show.models import ALONE, LISTED, many

WIDTHS = (320, 768, 1280)
THEMES = ("light", "dark")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HOSTILE = ALONE.replace(
    "{text: Go}", '{text: "<script>document.title=1</script> \\u202e' + "x" * 3_000 + '"}'
)


@pytest.fixture(scope="session")
def browser():
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    assert found, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def places(tmp_path_factory):
    """Reports of cases of every kind, by name."""
    folder = tmp_path_factory.mktemp("reports")
    write_template(folder / "valley")
    cases = {
        "korea-2019": load("korea-2019"),
        "template": load(folder / "valley"),
        "listed": case(LISTED),
        "hostile": case(HOSTILE),
        "many": case(many(17)),
    }
    made = {name: report(held, outlook=False) for name, held in cases.items()}
    made["korea-2023"] = drawn(load("korea-2023"))
    return {name: page.save(folder / f"{name}.html") for name, page in made.items()}


def drawn(held):
    """The report of a case with its outlook, from a few draws."""
    story = Story(
        overview(solve(held)), quality(held), assess(held, Question(draws=100)), full=True
    )
    return made_from(story)


NAMES = ("korea-2019", "korea-2023", "template", "listed", "hostile", "many")


@pytest.fixture
def opened(browser, places):
    """Open a report; note what the page says on its console and what it asks for."""
    contexts = []

    def opened(name, width=1280, theme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(Path(places[name]).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(opened, name, width, theme):
    page = opened(name, width, theme)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_makes_the_page_scroll_sideways(opened, name, width):
    page = opened(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_for_itself_alone_and_the_console_stays_empty(opened, places, name):
    page = opened(name)
    page.wait_for_load_state("networkidle")
    assert page.asked == [Path(places[name]).as_uri()]
    assert page.said == []
    assert page.title() != "1"


def test_without_scripts_nothing_is_missing(browser, opened, places):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(Path(places["korea-2019"]).as_uri())
    assert plain.content() == opened("korea-2019").content()
    context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_is_followed(opened, theme):
    page = opened("korea-2019", theme=theme)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    paper = page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
    assert colour == paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 29)"}[theme]


def test_texts_of_the_graph_stay_in_their_boxes(opened):
    outside = opened("korea-2019", 1920).evaluate(
        """() => [...document.querySelectorAll('.detente-graph .state')].flatMap(g => {
            const box = g.querySelector('.box').getBoundingClientRect()
            return [...g.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()])
              .filter(([_, r]) => r.left < box.left || r.right > box.right || r.bottom > box.bottom)
              .map(([t, _]) => t.textContent)})"""
    )
    assert outside == []


def test_the_outlook_leads_with_its_tables_and_the_chart_of_knock_outs(opened):
    page = opened("korea-2023")
    assert page.locator("main > section").first.get_attribute("id") == "outlook"
    assert page.locator("#outlook table tbody tr").count() == 11
    assert page.locator("svg.tornado rect").count() > 3
    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg.tornado text')].filter(t => {
            const svg = t.closest('svg').getBoundingClientRect(), box = t.getBoundingClientRect()
            return box.left < svg.left - 1 || box.right > svg.right + 1})
          .map(t => t.textContent)"""
    )
    assert outside == []


def test_a_line_can_be_cited(opened):
    page = opened("korea-2019")
    page.goto(page.url + "#claim-putin-last-hope")
    assert page.locator("#claim-putin-last-hope").is_visible()
    assert page.evaluate("document.querySelector(':target').id") == "claim-putin-last-hope"


def test_the_keyboard_reaches_what_scrolls(opened):
    page = opened("korea-2019", 320)
    page.locator(".drawing").focus()
    page.keyboard.press("ArrowRight")
    # The page's own policy forbids what `wait_for_function` does from its second look on.
    for _ in range(200):
        if moved := page.evaluate("document.querySelector('.drawing').scrollLeft"):
            break
        page.wait_for_timeout(50)
    assert moved > 0


def test_it_prints(opened):
    printed = opened("korea-2019").pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") < 60


def test_the_printed_page_hides_nothing_at_the_side(opened):
    page = opened("korea-2019", 700)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
