"""Flooding asks for memory first, tells that it is at work, and can be stopped."""

import numpy as np
import pytest

from conflict.lattice.test_free import chain
from detente.conflict import lattice
from detente.conflict.lattice import flood


class Stop(Exception):
    """What a caller raises that has had enough."""


def test_what_sweeps_do_not_settle_is_flooded_only_if_memory_holds_that(monkeypatch):
    form = chain(5)
    makers = len(form.decision_makers)
    sweeping, flooding = lattice.bytes_needed(form), form.size * flood.bytes_a_state(makers)
    monkeypatch.setattr(lattice, "SWEEPS", 1)
    monkeypatch.setattr(lattice, "WORTH_A_CHECK", 0)
    monkeypatch.setattr(lattice, "available_bytes", lambda: flooding)
    assert (lattice.solve(form) == flood.solve(form)).all()
    monkeypatch.setattr(lattice, "available_bytes", lambda: flooding - 1)
    assert sweeping < flooding
    with pytest.raises(MemoryError, match=rf"are free: room for {form.size - 1:,} states"):
        lattice.solve(form)


def test_in_a_thread_of_its_own_it_says_the_same(monkeypatch):
    form, told = chain(5), []
    here = flood.solve(form)
    monkeypatch.setattr(flood, "WORTH_THREADS", 0)
    monkeypatch.setattr(flood, "EVERY", 0)
    assert (flood.solve(form, progress=told.append) == here).all()
    assert set(told) <= {0.0}


def test_what_progress_raises_ends_the_work(monkeypatch):
    def progress(_share):
        raise Stop

    started = []
    monkeypatch.setattr(flood, "WORTH_THREADS", 0)
    monkeypatch.setattr(flood, "EVERY", 0)
    monkeypatch.setattr(flood, "_arrange", lambda arrangement: _until_stopped(arrangement, started))
    with pytest.raises(Stop):
        flood.solve(chain(5), progress=progress)
    assert started == ["begun", "stopped"]


def _until_stopped(arrangement, started):
    started.append("begun")
    while not arrangement.stop[0]:
        pass
    started.append("stopped")


def test_a_stopped_kernel_decides_nothing():
    form = chain(5)
    arrangement = flood.arrange(form)
    arrangement.stop[0] = 1
    verdict = np.ones((5, len(form.decision_makers), form.size), np.bool_)
    flood.decide_all(arrangement, verdict)
    assert verdict.all()
