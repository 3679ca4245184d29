"""Where compiled kernels cannot be kept, they are compiled again: that only costs time."""

import os
import subprocess
import sys

import pytest

from detente.conflict import compiled

DOUBLE = """
from detente.conflict.compiled import kernel
@kernel("int64")
def double(x):
    return 2 * x
print(double(21))
"""


def run(*arguments, **environment):
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_a_file_to_keep_it_beside_a_kernel_runs():
    assert run("-c", DOUBLE) == "42"  # numba: "cannot cache function: no locator available"


def test_without_a_folder_to_keep_it_in_a_kernel_runs(tmp_path):
    script, nowhere = tmp_path / "double.py", tmp_path / "file"
    script.write_text(DOUBLE, encoding="utf-8")
    nowhere.write_text("no folder", encoding="utf-8")
    assert run(str(script), NUMBA_CACHE_DIR=str(nowhere)) == "42"


def test_a_kernel_is_kept_and_used_again(tmp_path):
    script, cache = tmp_path / "double.py", tmp_path / "cache"
    script.write_text(DOUBLE, encoding="utf-8")
    assert run(str(script), NUMBA_CACHE_DIR=str(cache)) == "42"
    kept = {path: path.stat().st_mtime_ns for path in cache.rglob("*.nb*")}
    assert {path.suffix for path in kept} == {".nbi", ".nbc"}
    assert run(str(script), NUMBA_CACHE_DIR=str(cache)) == "42"
    assert kept == {path: path.stat().st_mtime_ns for path in cache.rglob("*.nb*")}


@pytest.mark.parametrize("error", [RuntimeError("no locator available"), OSError("disk full")])
def test_any_failure_to_keep_a_kernel_leaves_it_compiled(monkeypatch, error):
    real = compiled.numba.njit

    def njit(*arguments, cache=False, **keywords):
        if cache:
            raise error
        return real(*arguments, **keywords)

    monkeypatch.setattr(compiled.numba, "njit", njit)

    @compiled.kernel("int64")
    def double(x):
        return 2 * x

    assert double(21) == 42


PARTS = """
from detente.conflict.compiled import part
@part
def times(x):
    return {factor} * x
"""
USES = """
import parts
from parts import times
from detente.conflict.compiled import kernel
@kernel("int64", using=[parts])
def multiply(x):
    return times(x)
print(multiply(21))
"""


def test_a_kernel_is_compiled_again_when_a_part_in_another_file_has_changed(tmp_path):
    script, cache = tmp_path / "script.py", tmp_path / "cache"
    script.write_text(USES, encoding="utf-8")
    for factor in (2, 2, 3):
        (tmp_path / "parts.py").write_text(PARTS.format(factor=factor), encoding="utf-8")
        found = run("-B", str(script), NUMBA_CACHE_DIR=str(cache))
        assert found == str(21 * factor)
    assert len(list(cache.rglob("*.nbc"))) == 2


def test_it_is_known_while_a_kernel_is_compiled():
    seen = []

    class Looking(str):
        def partition(self, _):
            seen.append(compiled.compiling())
            return str.partition(self, "[")

    @compiled.kernel(Looking("int64"))
    def double(x):
        return 2 * x

    assert not compiled.compiling()
    assert double(21) == 42
    assert seen == [True]
    assert not compiled.compiling()


def test_parts_routines_and_passages_all_are_called_by_a_kernel():
    @compiled.part
    def doubled(x):
        return 2 * x

    @compiled.routine
    def beyond(x):
        return doubled(x) + 1

    @compiled.passage
    def first_beyond(x, limit):
        while x < limit:
            x = beyond(x)
        return x

    @compiled.kernel("int64", "int64")
    def run(x, limit):
        return first_beyond(x, limit)

    assert run(1, 20) == 31
    assert run(40, 20) == 40
