"""`./run` sets itself up once, hands over to the program, and says what is missing."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from shlex import quote

import pytest

from frame.checkout import ROOT, Checkout

MAKE = "python -m venv {}"
INSTALL = "pip install --quiet --disable-pip-version-check --editable ."

PROGRESS = "Setting up .venv (once) …\n"

WHERE_TO_GET_PYTHON = """\
  Debian, Ubuntu:  apt-get install python3 python3-venv
  Fedora:          dnf install python3
  macOS:           brew install python
If it is installed elsewhere, name it: PYTHON=/path/to/python3 ./run
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout.make(tmp_path)


@pytest.mark.parametrize("shell", [*filter(shutil.which, ("sh", "dash", "bash", "ksh"))])
def test_every_shell_of_this_machine_can_read_it(shell: str) -> None:
    subprocess.run([shell, "-n", ROOT / "run"], check=True)


def test_it_may_be_started() -> None:
    assert os.access(ROOT / "run", os.X_OK)


# Handing over


def test_arguments_reach_the_program_unharmed(checkout: Checkout) -> None:
    arguments = ["analyze", "a case", "*", "", "--as=$HOME", "it's", '"', "back\\slash"]
    ended = checkout.run(*arguments)
    assert ended.code == 0
    assert ended.out.splitlines()[1:] == [f"<{argument}>" for argument in arguments]


def test_alone_it_shows_the_help(checkout: Checkout) -> None:
    assert checkout.run().out.splitlines()[1:] == ["<--help>"]


def test_the_program_runs_where_the_user_is(checkout: Checkout, tmp_path: Path) -> None:
    assert checkout.run("check", "case", cwd=tmp_path).out.startswith(f"detente in {tmp_path}\n")


def test_it_works_through_a_symbolic_link(checkout: Checkout, tmp_path: Path) -> None:
    link = tmp_path / "link to run"
    link.symlink_to(checkout.path / "run")
    assert checkout.run("library", by=link, cwd=tmp_path).code == 0
    assert checkout.stamp.exists()


def test_the_exit_code_is_that_of_the_program(checkout: Checkout) -> None:
    (checkout.template / "bin/detente").write_text("#!/bin/sh\nexit 7\n")
    assert checkout.run("check", "broken").code == 7


def test_tests_run_in_the_checkout_with_pytests_own_arguments(
    checkout: Checkout, tmp_path: Path
) -> None:
    ended = checkout.run("test", "-k", "a or b", cwd=tmp_path)
    assert ended.out.splitlines() == [f"pytest in {checkout.path}", "<-k>", "<a or b>"]


# Setting up


def test_the_first_start_sets_up_and_says_so_in_one_line(checkout: Checkout) -> None:
    ended = checkout.run("library")
    assert ended.err == PROGRESS
    assert checkout.set_ups == [MAKE.format(checkout.venv), INSTALL]


def test_the_second_start_does_nothing_but_start(checkout: Checkout) -> None:
    checkout.run("library")
    calls = checkout.calls
    assert checkout.run("library").err == ""
    assert checkout.calls == calls


def test_the_tests_add_what_they_need_once(checkout: Checkout) -> None:
    for first in ("library", "test", "test", "library"):
        checkout.run(first)
    assert checkout.set_ups == [MAKE.format(checkout.venv), INSTALL, f"{INSTALL}[test]"]


def test_a_changed_pyproject_is_installed_into_the_same_environment(checkout: Checkout) -> None:
    checkout.run("library")
    (checkout.path / "pyproject.toml").write_text("[project]\ndependencies = ['more']\n")
    assert checkout.run("library").err == PROGRESS
    assert checkout.set_ups == [MAKE.format(checkout.venv), INSTALL, INSTALL]


@pytest.mark.parametrize("take", [shutil.move, shutil.copytree])
def test_a_checkout_at_a_new_place_makes_its_environment_anew(
    checkout: Checkout, tmp_path: Path, take: Callable[..., object]
) -> None:
    checkout.run("library")
    old, checkout.path = checkout.path, tmp_path / "another place"
    take(old, checkout.path)
    assert checkout.run("library").code == 0
    assert checkout.set_ups[2:] == [MAKE.format(checkout.venv), INSTALL]


def test_another_python_makes_the_environment_anew(checkout: Checkout) -> None:
    checkout.run("library")
    checkout.have_python("python3.12", "3.12")
    checkout.variables["PYTHON"] = "python3.12"
    checkout.run("library")
    assert checkout.set_ups[2:] == [MAKE.format(checkout.venv), INSTALL]


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Checkout) -> None:
    checkout.run("library")
    (checkout.venv / "bin/python").unlink()
    (checkout.venv / "bin/pip").unlink()
    assert checkout.run("library").code == 0
    assert checkout.set_ups[2:] == [MAKE.format(checkout.venv), INSTALL]


def test_an_environment_made_by_hand_is_kept(checkout: Checkout) -> None:
    shutil.copytree(checkout.template, checkout.venv)
    (checkout.venv / "bin/python").symlink_to(checkout.tools / "python3")
    (checkout.venv / "made-for").write_text(f"{checkout.venv}\n")
    assert checkout.run("library").code == 0
    assert checkout.set_ups == [INSTALL]


def test_two_first_starts_take_turns(checkout: Checkout) -> None:
    checkout.have_pip(sleep(0.5))
    both = [checkout.start("library"), checkout.start("library")]
    says = sorted(process.communicate(timeout=60)[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert says == ["Another ./run is setting up .venv; waiting …\n", PROGRESS]
    assert checkout.set_ups == [MAKE.format(checkout.venv), INSTALL]


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_a_set_up_that_was_killed_is_begun_anew(checkout: Checkout, by: signal.Signals) -> None:
    checkout.have_pip(sleep(60))
    process = checkout.start("library")
    wait_until(lambda: INSTALL in checkout.calls)
    os.killpg(process.pid, by)
    process.communicate(timeout=60)
    assert not checkout.stamp.exists()

    checkout.have_pip()
    assert checkout.run("library").code == 0
    assert checkout.set_ups[2:] == [MAKE.format(checkout.venv), INSTALL]


def sleep(seconds: float) -> str:
    return f"{quote(shutil.which('sleep') or 'sleep')} {seconds}"


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(6000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it did not happen within a minute")


# What is missing


def test_without_python_it_says_what_to_install(checkout: Checkout) -> None:
    checkout.have_no_python()
    ended = checkout.run("library")
    assert ended.code == 2
    assert ended.err == (
        "run: détente needs Python 3.11 or newer. "
        "Looked for python3 python3.14 python3.13 python3.12 python3.11: there is none.\n"
        + WHERE_TO_GET_PYTHON
    )
    assert not checkout.venv.exists()


def test_with_an_old_python_it_says_how_old(checkout: Checkout) -> None:
    checkout.have_python(version="3.9")
    ended = checkout.run("library")
    assert ended.code == 2
    assert ended.err == (
        "run: détente needs Python 3.11 or newer. python3 is 3.9.\n" + WHERE_TO_GET_PYTHON
    )
    assert not checkout.venv.exists()


def test_a_newer_python_is_found_beside_an_old_one(checkout: Checkout) -> None:
    checkout.have_python(version="3.10")
    checkout.have_python("python3.12", version="3.12")
    assert checkout.run("library").code == 0


def test_the_python_that_is_named_is_the_only_one_asked(checkout: Checkout) -> None:
    checkout.have_python("old snake", version="3.10")
    checkout.variables["PYTHON"] = str(checkout.tools / "old snake")
    ended = checkout.run("library")
    assert ended.code == 2
    assert f"{checkout.tools}/old snake is 3.10." in ended.err


@pytest.mark.parametrize(
    ("name", "package"), [("python3", "python3-venv"), ("python3.12", "python3.12-venv")]
)
def test_without_the_venv_module_it_names_the_package(
    checkout: Checkout, name: str, package: str
) -> None:
    checkout.have_no_python()
    checkout.have_python(name, version="3.12", without_venv=True)
    ended = checkout.run("library")
    assert ended.code == 2
    assert ended.err == (
        f"run: {name} (3.12) cannot make a virtual environment: its venv module is not installed.\n"
        f"  Debian, Ubuntu:  apt-get install {package}\n"
    )
    assert not checkout.venv.exists()


def test_an_environment_that_cannot_be_made_leaves_nothing(checkout: Checkout) -> None:
    checkout.have_python(broken_venv=True)
    ended = checkout.run("library")
    assert ended.code == 2
    assert ended.err == (
        f"{PROGRESS}No space left\n"
        f"run: python3 (3.11) could not make {checkout.venv}; its reason stands above.\n"
    )
    assert not checkout.venv.exists()


def test_pips_own_reason_is_shown_and_the_next_start_tries_again(checkout: Checkout) -> None:
    checkout.have_pip('echo "ERROR: no network" >&2; exit 1')
    ended = checkout.run("library")
    assert ended.code == 2
    assert ended.err == (
        f"{PROGRESS}ERROR: no network\n"
        "run: pip could not install détente; its reason stands above. "
        "The next start tries again.\n"
    )
    assert ended.out == ""
    assert not checkout.stamp.exists()

    checkout.have_pip()
    assert checkout.run("library").code == 0
    assert checkout.set_ups == [MAKE.format(checkout.venv), INSTALL, INSTALL]
