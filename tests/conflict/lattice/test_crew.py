"""Work in pieces: all of it is done, it tells how far it is, and it can be stopped."""

import threading

import pytest

from detente.conflict.lattice import crew
from detente.conflict.lattice.crew import Crew


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(crew, "EVERY", 0)
    monkeypatch.setattr(crew, "PIECE", 10)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_unit_is_done_once(threads):
    done = []
    with Crew(1000, threads, None, 1) as hands, hands.stage(1):
        found = hands.run(lambda low, high, _: done.extend(range(low, high)) or high - low, 500)
    assert sorted(done) == list(range(500))
    assert sum(found) == 500
    assert set(found) == {5}


def test_workers_are_told_apart():
    together = threading.Barrier(2, timeout=10)
    seen = set()

    def piece(*units_and_worker):
        seen.add(units_and_worker[-1])
        together.wait()
        return 0

    with Crew(20, 2, None, 1) as hands:
        hands.run(piece, 2)
    assert seen == {0, 1}


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_never_falls_and_ends_no_later_than_the_work(threads):
    told = []
    with Crew(1000, threads, told.append, 4) as hands:
        for _ in range(2):
            with hands.stage(2):
                for _ in range(3):  # more than was thought
                    hands.run(lambda *_: 0, 100)
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)
    assert threads > 1 or told[-1] == 1


class Enough(Exception):
    pass


@pytest.mark.parametrize("threads", [1, 2])
def test_what_progress_raises_stops_the_work(threads):
    begun = []
    heard = threading.Event()

    def piece(low, *_):
        begun.append(low)
        if threads > 1 and len(begun) > 2:
            heard.wait(10)
        return 0

    def progress(_):
        heard.set()
        raise Enough

    with pytest.raises(Enough), Crew(100_000, threads, progress, 1) as hands, hands.stage(1):
        hands.run(piece, 10_000)
    assert len(begun) < 10_000


@pytest.mark.parametrize("threads", [1, 2])
def test_what_a_piece_raises_is_raised(threads):
    def piece(*_):
        raise Enough

    with pytest.raises(Enough), Crew(1000, threads, None, 1) as hands:
        hands.run(piece, 100)


def test_few_states_are_not_worth_a_thread_unless_asked_for():
    with Crew(10, None, None, 1) as hands:
        assert hands.threads == 1
    with Crew(crew.WORTH_THREADS, None, None, 1) as hands:
        assert hands.threads == crew.cores()
