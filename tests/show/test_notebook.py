"""Cases and results show themselves in a notebook."""

import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

import detente as dt
from detente.conflict import Journey
from detente.show import notebook
from making import case
from show.htmlpage import Page


class Formatter:
    """What IPython offers: a function for a type that is given by name."""

    def __init__(self):
        self.by_name = {}

    def for_type_by_name(self, module, name, function):
        self.by_name[module, name] = function

    def show(self, thing):
        return self.by_name[type(thing).__module__, type(thing).__name__](thing)


@pytest.fixture
def ipython(monkeypatch):
    formatter = Formatter()
    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": formatter}))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert dt.enable_notebook()
    return formatter


@pytest.fixture(scope="module")
def result():
    return dt.solve(case())


def things(result):
    return {
        "case": (result.case, "Fill the dam"),
        "result": (result, "Equilibria"),
        "overview": (dt.overview(result), "It can come about"),
        "journey": (Journey(result, 1, improvements=False), "states are reached"),
        "path": (
            Journey(result, 1, improvements=False).path(2),
            "The upper state will fill the dam.",
        ),
        "why": (dt.why(result, 1, "Up", "Nash"), "not stable for the upper state"),
    }


@pytest.mark.parametrize("name", ["case", "result", "overview", "journey", "path", "why"])
def test_each_shows_itself_in_words(ipython, result, name):
    thing, words = things(result)[name]
    html = ipython.show(thing)
    assert words in Page(html).text


def test_hostile_texts_are_escaped(ipython):
    evil = dt.load("korea-2019")
    evil = replace(evil, model=evil.model.model_copy(update={"title": "<script>x</script>"}))
    assert "<script" not in ipython.show(evil)


def test_a_report_is_framed_and_cannot_break_out():
    shown = dt.report(case())._repr_html_()
    assert shown.startswith("<iframe")
    assert 'sandbox=""' in shown
    assert "<section" not in shown


def test_a_graph_is_shown_as_svg(result):
    assert dt.graph(result)._repr_svg_().startswith("<svg")


def test_without_ipython_nothing_happens(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert not dt.enable_notebook()


def test_importing_inside_ipython_enables_it():
    import subprocess

    program = (
        "import sys, types; calls = []; "
        "f = types.SimpleNamespace(for_type_by_name=lambda *a: calls.append(a)); "
        "s = types.SimpleNamespace(display_formatter=types.SimpleNamespace(formatters={'text/html': f})); "
        "sys.modules['IPython'] = types.SimpleNamespace(get_ipython=lambda: s); "
        "import detente; print(len(calls), 'numpy' in sys.modules, 'pydantic' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    count, *heavy = ended.stdout.split()
    assert int(count) == len(notebook.DISPLAYED)
    assert heavy == ["False", "False"]
