"""What is kept between runs: findings in the cache, worlds in a file to resume from."""

import pytest

from detente.case.cache import cache_folder
from detente.outlook import (
    Interrupted,
    OtherCase,
    Question,
    Solver,
    assess,
    draw,
    plan,
    summary,
)
from outlook.cases import CLAIMS, quarrel


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Counting(Solver):
    """Counts how often something is to be solved; may be interrupted at one of them."""

    asked = 0
    stops_at = -1

    def records(self, sample):
        self.asked += 1
        if self.asked == self.stops_at:
            raise KeyboardInterrupt
        return super().records(sample)


def test_a_second_assessment_draws_nothing_and_says_the_same(cache):
    held, question = quarrel(), Question(draws=400)
    first = assess(held, question)
    solver = Counting(plan(held))
    assert assess(held, question, solver=solver) == first
    assert solver.asked == 0
    assert list((cache / "findings").iterdir())


@pytest.mark.usefixtures("cache")
def test_another_question_seed_or_claim_is_assessed_anew():
    held = quarrel()
    first = assess(held, Question(draws=200))
    assert assess(held, Question(draws=200, seed=2)) != first
    assert assess(held, Question(draws=200, outcome="calm")).conclusion.outcome == "calm"
    other = quarrel(claims=CLAIMS.replace("credibility: 4", "credibility: 1"))
    assert assess(other, Question(draws=200)).outlook != first.outlook


def test_a_damaged_finding_is_computed_again(cache):
    held, question = quarrel(), Question(draws=200)
    first = assess(held, question)
    (file,) = (cache / "findings").iterdir()
    file.write_text('{"outlook": 3}')
    assert assess(held, question) == first


def test_without_a_cache_nothing_is_kept_and_all_is_said(monkeypatch):
    monkeypatch.setenv("DETENTE_CACHE", "")
    assert cache_folder("findings") is None
    assert assess(quarrel(), Question(draws=200)).outlook.draws == 200


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("DETENTE_CACHE", str(blocked))
    assert assess(quarrel(), Question(draws=200)).outlook.draws == 200


def test_the_cache_does_not_grow_without_bound(cache, monkeypatch):
    monkeypatch.setattr("detente.case.cache.MOST_FILES", 3)
    for seed in range(5):
        assess(quarrel(), Question(draws=40, seed=seed))
    assert len(list((cache / "findings").iterdir())) == 3


def test_an_interruption_keeps_the_draws_that_are_whole():
    held = quarrel()
    solver = Counting(plan(held))
    solver.stops_at = 6  # three tables a block of 500: in the second block
    with pytest.raises(Interrupted, match="after 500 draws") as stop:
        draw(held, draws=2_000, solver=solver)
    assert summary(stop.value.draws).outcomes == summary(draw(held, draws=500)).outcomes


def test_an_interruption_before_anything_is_whole_is_an_interruption():
    solver = Counting(plan(quarrel()))
    solver.stops_at = 1
    with pytest.raises(KeyboardInterrupt) as stop:
        draw(quarrel(), draws=2_000, solver=solver)
    assert not isinstance(stop.value, Interrupted)


def test_resuming_goes_on_from_the_solved_worlds(tmp_path):
    held = quarrel()
    first = Solver(plan(held))
    whole = summary(draw(held, draws=800, solver=first))
    first.save(tmp_path / "worlds")
    second = Solver(plan(held))
    second.resume(tmp_path / "worlds")
    assert second.rates.worlds == first.rates.worlds
    again = summary(draw(held, draws=800, solver=second))
    assert again.outcomes == whole.outcomes
    assert second.rates.orders == 0


def test_a_file_of_another_case_is_refused(tmp_path):
    Solver(plan(quarrel())).save(tmp_path / "worlds")
    other = quarrel(claims=CLAIMS.replace("credibility: 4", "credibility: 1"))
    with pytest.raises(OtherCase, match="holds the worlds of another case"):
        Solver(plan(other)).resume(tmp_path / "worlds")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"{}"])
def test_a_damaged_file_is_refused(tmp_path, data):
    (tmp_path / "worlds").write_bytes(data)
    with pytest.raises(OtherCase, match="no file of solved worlds"):
        Solver(plan(quarrel())).resume(tmp_path / "worlds")
