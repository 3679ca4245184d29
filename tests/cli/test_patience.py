"""Long work shows how far it is, and an interruption stops it where it runs."""

import threading

import pytest

from detente.cli import common


def test_what_the_work_returns_is_returned_and_what_it_raises_raised():
    assert common.patiently("Counting", lambda: 3) == 3
    assert common.watched("Counting", lambda progress: progress(0.5) or 4) == 4
    with pytest.raises(ZeroDivisionError):
        common.watched("Dividing", lambda _: 1 / 0)


def test_a_bar_shows_what_is_done_and_its_share(monkeypatch):
    from rich.console import Console

    monkeypatch.setattr(
        "rich.console.Console",
        lambda **_: Console(stderr=True, force_terminal=True, width=80, color_system=None),
    )
    shown = []
    monkeypatch.setattr(
        "rich.progress.Progress.update",
        lambda *_, **fields: shown.append(fields),
    )
    enough = threading.Event()

    def work(progress):
        progress(0.25)
        enough.wait(0.8)
        return "done"

    assert common.watched("Solving", work) == "done"
    assert {fields["description"] for fields in shown} == {"Solving …"}
    assert shown[0]["completed"] == 0.25


def test_an_interruption_stops_the_work_in_its_thread(monkeypatch):
    heard = threading.Event()
    begun = threading.Event()

    def work(progress):
        begun.set()
        try:
            while not heard.wait(0.01):
                progress(0.1)
        except KeyboardInterrupt:
            heard.set()
            raise

    def interrupt(*_):
        assert begun.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(common, "_show", interrupt)
    with pytest.raises(KeyboardInterrupt):
        common.watched("Solving", work)
    assert heard.wait(10)


def test_while_kernels_are_compiled_the_bar_says_so(monkeypatch):
    monkeypatch.setattr("detente.conflict.compiled.compiling", lambda: True)
    shown = []
    monkeypatch.setattr(
        "rich.progress.Progress.update",
        lambda *_, **fields: shown.append(fields["description"]),
    )
    common.watched("Solving", lambda _: threading.Event().wait(0.6))
    assert set(shown) == {"Compiling the engine, once …"}
