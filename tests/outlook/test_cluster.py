"""Draws on a real cluster: a Dask scheduler and two worker processes, one of which is killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from detente.outlook import Solver, draw, plan, summary
from outlook.cases import quarrel

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install detente[cluster]")
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own, in its threads
QUIET = {"env": os.environ | {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The scheduler's address, and its two workers' processes."""
    folder = tmp_path_factory.mktemp("cluster")
    note = folder / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(note))
    scheduler = _start(folder, "distributed.cli.dask_scheduler", "--port", "0", *local)
    _wait(note.exists)
    alone = ("--nthreads", "1", "--no-nanny")
    workers = [_start(folder, "distributed.cli.dask_worker", *local, *alone) for _ in range(2)]
    with distributed.Client(scheduler_file=str(note), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client.scheduler.address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def _start(folder, module, *arguments):
    with (folder / f"{module}-{time.monotonic()}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdout=log, stderr=log, cwd=folder, **QUIET
        )


def _wait(ready, seconds=60):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "the scheduler did not start"
        time.sleep(0.05)


def test_a_cluster_finds_the_same_though_a_worker_is_killed(cluster, monkeypatch):
    address, workers = cluster
    held = quarrel()
    monkeypatch.setattr("detente.outlook.worlds.MOST_AT_ONCE", 4)  # many small tasks
    with distributed.Client(address, set_as_default=False) as client:
        solver = Solver(plan(held), executor=client.get_executor(pure=False))
        submit, told = solver.executor.submit, []

        def and_kill(*arguments, **options):
            told.append(1)
            if len(told) == 4:  # in the middle of the run
                workers[0].send_signal(signal.SIGKILL)
            return submit(*arguments, **options)

        monkeypatch.setattr(solver.executor, "submit", and_kill)
        found = summary(draw(held, draws=900, solver=solver))
    assert len(told) > 6
    assert workers[0].wait(10) == -signal.SIGKILL
    assert found.outcomes == summary(draw(held, draws=900)).outcomes


def test_the_command_line_takes_a_cluster(cluster, run, valley):
    code, out, err = run("outlook", valley, "--draws", "200", "--cluster", cluster[0])
    assert code == 0, err
    assert "holds (SEQ)" in out


def test_a_cluster_that_is_not_there_is_said(run, valley):
    code, _, err = run("outlook", valley, "--draws", "200", "--cluster", "tcp://127.0.0.1:9")
    assert code == 2
    assert "`--cluster tcp://127.0.0.1:9`: no scheduler answers there" in err
