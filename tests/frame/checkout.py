"""A checkout in a box: the real `run`, stand-ins for Python and pip, and no network."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

ROOT = Path(__file__).parents[2]

# All that `run` may call besides Python: what every Debian, BSD and macOS has.
TOOLS = ("sh", "cksum", "mkdir", "readlink", "rm")

PYTHON = """\
#!/bin/sh
echo "python $*" >>"$CALLS"
case "$*" in
*version_info*) echo {version}; exit {too_old} ;;
*ensurepip*) exit {without_venv} ;;
*fcntl*) exec {real_python} "$@" ;;
"-m venv "*) {make_venv} ;;
*) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""

MAKE_VENV = """\
PATH={path}
    cp -R {template}/. "$3"
    ln -s "$0" "$3/bin/python"
    echo "$3" >"$3/made-for"
"""

# A pip knows the place that it was made for, wherever it is taken.
PIP = """\
#!/bin/sh
if [ "$*" = --version ]; then
    read -r venv <"${0%/bin/pip}/made-for"
    echo "pip 99 from $venv/lib/python3.11/site-packages/pip (python 3.11)"
    exit
fi
echo "pip $*" >>"$CALLS"
"""

SHOW = """\
#!/bin/sh
printf '%s\\n' "${0##*/} in $PWD"
for argument; do printf '<%s>\\n' "$argument"; done
"""


@dataclass
class Checkout:
    """A copy of `run` beside a small pyproject.toml, and the PATH it is started with."""

    path: Path
    tools: Path
    template: Path
    variables: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, box: Path) -> "Checkout":
        """Lay out a checkout at a path with spaces, with one good Python."""
        checkout = cls(box / "a checkout, with spaces", box / "tools", box / "template")
        checkout.path.mkdir()
        shutil.copy(ROOT / "run", checkout.path)
        (checkout.path / "pyproject.toml").write_text("[project]\n")
        checkout.tools.mkdir()
        for name in TOOLS:
            (checkout.tools / name).symlink_to(Path(shutil.which(name) or name))
        (checkout.template / "bin").mkdir(parents=True)
        checkout.have_pip()
        write_script(checkout.template / "bin/detente", SHOW)
        write_script(checkout.template / "bin/pytest", SHOW)
        checkout.have_python()
        return checkout

    def have_python(
        self,
        name: str = "python3",
        version: str = "3.11",
        *,
        without_venv: bool = False,
        broken_venv: bool = False,
    ) -> None:
        """Put a Python on the PATH."""
        make_venv = MAKE_VENV.format(
            path=quote(os.environ["PATH"]), template=quote(str(self.template))
        )
        if broken_venv:
            make_venv = 'echo "No space left" >&2; exit 1'
        too_old = tuple(map(int, version.split("."))) < (3, 11)
        write_script(
            self.tools / name,
            PYTHON.format(
                version=version,
                too_old=int(too_old),
                without_venv=int(without_venv),
                make_venv=make_venv,
                real_python=quote(sys.executable),
            ),
        )

    def have_no_python(self) -> None:
        """Take the Python off the PATH."""
        (self.tools / "python3").unlink()

    def have_pip(self, then: str = "") -> None:
        """Have pip do this, here and in environments to come, when it installs."""
        text = PIP + then + "\n"
        write_script(self.template / "bin/pip", text)
        if self.venv.exists():
            write_script(self.venv / "bin/pip", text)

    @property
    def venv(self) -> Path:
        """Where `run` keeps its environment."""
        return self.path / ".venv"

    @property
    def stamp(self) -> Path:
        """What tells `run` that the environment is ready."""
        return self.venv / "stamp"

    @property
    def calls(self) -> list[str]:
        """What was asked of Python and pip so far."""
        log = self.tools / "calls"
        return log.read_text().splitlines() if log.exists() else []

    @property
    def set_ups(self) -> list[str]:
        """The calls that changed the environment."""
        return [call for call in self.calls if call.startswith(("python -m venv", "pip"))]

    def start(
        self, *arguments: str, cwd: Path | None = None, by: Path | None = None
    ) -> subprocess.Popen[str]:
        """Start `run` in a session of its own and leave it to itself."""
        return subprocess.Popen(
            [by or self.path / "run", *arguments],
            cwd=cwd or self.path,
            env={"PATH": str(self.tools), "CALLS": str(self.tools / "calls"), **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None, by: Path | None = None) -> "Ended":
        """Start `run` and wait for its end."""
        process = self.start(*arguments, cwd=cwd, by=by)
        out, err = process.communicate(timeout=60)
        return Ended(process.returncode, out, err)


@dataclass(frozen=True)
class Ended:
    """How a start of `run` ended."""

    code: int
    out: str
    err: str


def write_script(path: Path, text: str) -> None:
    """Write an executable file."""
    path.write_text(text)
    path.chmod(0o755)
