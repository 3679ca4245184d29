"""The program as a process: pipes, interruptions, folders it may not read."""

import os
import signal
import subprocess
import sys
import time

import pytest

from detente.case.new import write_template

DETENTE = [sys.executable, "-c", "from detente.cli import main; main()"]


def start(*arguments, **options):
    return subprocess.Popen(
        [*DETENTE, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def large_case(folder, options=22):
    """Write a case whose solving takes a while: one decision maker for each two options."""
    makers = "".join(
        f"  D{i}: {{options: {{a: Do a, b: Do b}}, prefers: [D{i}.a -> D{(i + 1) % 11}.b, D{i}.b]}}\n"
        for i in range(options // 2)
    )
    folder.mkdir()
    (folder / "case.yaml").write_text(
        f"detente: 1\ntitle: Large\nas_of: 2020-01-01\ndecision_makers:\n{makers}"
    )
    return folder


def test_output_is_plain_when_it_is_piped():
    process = start("analyze", "korea-2019")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_the_main_page_fits_two_screens():
    out, _ = start("analyze", "korea-2019", env={**os.environ, "COLUMNS": "100"}).communicate()
    assert len(out.splitlines()) <= 100


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="pipes end otherwise here")
def test_it_ends_quietly_when_its_reader_goes_away():
    with start("solve", "korea-2019", "--json") as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=120) == -signal.SIGPIPE


def test_ctrl_c_ends_at_once_with_one_line(tmp_path):
    process = start("solve", large_case(tmp_path / "large"))
    time.sleep(2.5)  # by now it has begun; how far it came does not matter
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.strip().splitlines()[-1] == "detente: interrupted; nothing was written"
    assert "Traceback" not in err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without permission")
def test_a_folder_without_permission_is_told(tmp_path):
    folder = tmp_path / "closed"
    write_template(folder)
    folder.chmod(0o000)
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.geteuid() and parent != parent.parent:
            parent.chmod(parent.stat().st_mode | 0o011)
    code = (
        f"import os, sys; sys.path[:0] = {sys.path!r}\n"
        "from detente.cli import main\n"
        "try: main(['analyze', 'korea-2019'])  # imports all that it needs\n"
        "except SystemExit: pass\n"
        f"os.seteuid(65534); main(['analyze', {str(folder)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory with RLIMIT_AS")
def test_more_states_than_memory_holds_is_said_before_starting(tmp_path):
    folder = large_case(tmp_path / "huge", options=60)
    _, err = (process := start("solve", folder)).communicate(timeout=60)
    assert process.returncode == 2
    assert "options make" in err
    assert "states. Remove options, or add rules (`never: …`)" in err


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom detente.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'numba', 'pydantic', 'ruamel.yaml', 'lark', 'rich', 'networkx'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
