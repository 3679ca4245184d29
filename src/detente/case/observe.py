"""What was seen since, as a variant: options on or off, claims confirmed or denied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from .edit import flow
from .errors import EditRefused, UnknownName, did_you_mean, listed, shown
from .files import TextFile, digest, is_variant
from .find import LIBRARY
from .happened import decided
from .load import Case
from .nodes import parse
from .save import edited, write_atomically

OF_AN_OPTION = ("on", "off")
OF_A_CLAIM = {"confirmed": "believe", "denied": "disbelieve"}


def observed(case: Case, sightings: Sequence[str], name: str = "observed") -> Case:
    """Return the case with one more variant, which makes what was seen so.

    Parameters
    ----------
    case : Case
    sightings : sequence of str
        ``"Russia.enforce=off"``, ``"us-says-shells=confirmed"``, ``"war=on"`` where the case
        lists its states; at least one.
    name : str
        What the variant is to be called.

    Raises
    ------
    UnknownName
        A sighting names nothing, contradicts another, or is the case already; all told at once.
    EditRefused
        The variant's name cannot be one.
    """
    file = f"variants/{name}.yaml"
    if not is_variant(f"{name}.yaml"):
        allowed = "letters, digits, `_`, `.` and `-`"
        raise EditRefused(f"`{shown(name)}`: cannot be the name of a variant; allowed: {allowed}")
    seen = _Seen(case)
    if wrong := list(seen.problems(sightings)) or list(seen.broken()):
        raise UnknownName("\n".join(wrong))
    text = seen.text()
    return edited(case, TextFile(file, text, parse(text, file), digest(b"")))


class _Seen:
    """What was seen, sorted into options and claims."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.states = [state.id for state in case.model.states or ()]
        self.state: str | None = None
        self.options: dict[str, bool] = {}
        self.claims: dict[str, str] = {}

    def problems(self, sightings: Sequence[str]) -> Iterator[str]:
        """Note every sighting, or say what is wrong with it."""
        for sighting in sightings:
            name, _, said = sighting.partition("=")
            if name in self.case.model.options:
                yield from self._option(name, said)
            elif name in self.states:
                yield from self._state(name, said)
            elif name in self.case.claims:
                yield from self._claim(name, said)
            else:
                yield self._unknown(name)

    def _option(self, name: str, said: str) -> Iterator[str]:
        quo = self.case.model.status_quo
        if said not in OF_AN_OPTION:
            yield _choose(name, said, "an option is seen", OF_AN_OPTION)
        elif quo is None:
            yield f"`{name}`: the case has no status quo, so nothing is known of the other options"
        elif self.options.setdefault(name, said == "on") != (said == "on"):
            yield f"`{name}`: is seen both on and off"
        elif (name in quo) == (said == "on"):
            yield f"`{name}`: is {said} in the status quo already"

    def _state(self, name: str, said: str) -> Iterator[str]:
        quo = self.case.model.status_quo
        if said != "on":
            yield _choose(name, said, "a state is seen", ("on",))
        elif (self.state or name) != name:
            yield f"`{name}`: only one state can hold, and `{self.state}` is seen too"
        elif quo == (name,):
            yield f"`{name}`: is the status quo already"
        self.state = self.state or name

    def _claim(self, name: str, said: str) -> Iterator[str]:
        if said not in OF_A_CLAIM:
            yield _choose(name, said, "a claim is", tuple(OF_A_CLAIM))
        elif self.claims.setdefault(name, said) != said:
            yield f"`{name}`: is both confirmed and denied"

    def _unknown(self, name: str) -> str:
        moves = self.states or list(self.case.model.options)
        what = "state" if self.states else "option"
        near = did_you_mean(name, [*moves, *self.case.claims])
        hint = near or f"; {what}s are: {listed(moves, 20)}"
        return f"`{shown(name)}`: no such {what} or claim{hint}"

    def broken(self) -> Iterator[str]:
        """Say which rules the new status quo would break, and what else may have been seen."""
        if not self.options:
            return
        now = set(self._now())
        on = {name: name in now for name in self.case.model.options}
        for rule in self.case.model.rules:
            if decided(rule.never, on):
                names = dict.fromkeys(n.name for n in rule.never.names)
                mend = [n for n in names if not decided(rule.never, {**on, n: not on[n]})]
                said = [f"`{n}={OF_AN_OPTION[on[n]]}`" for n in mend if n not in self.options]
                more = f"; was {' or '.join(said)} seen too?" if said else ""
                never = " ".join(rule.never.text.split())
                yield f"what was seen cannot be so together: `never: {never}`{more}"

    def text(self) -> str:
        """Write the variant."""
        said = [f"{name} {'on' if on else 'off'}" for name, on in self.options.items()]
        said += [f"{self.state} holds"] if self.state else []
        said += [f"{name} {said}" for name, said in self.claims.items()]
        lines = [f"title: {flow('Seen: ' + ', '.join(said))}", "changes:"]
        if self.options or self.state:
            now = {"set_status_quo": self._now(), "assumed": "seen"}
            lines.append(f"  - {flow(now)}")
        for name, verb in self.claims.items():
            lines.append(f"  - {flow({OF_A_CLAIM[verb]: name, 'assumed': 'seen'})}")
        return "\n".join(lines) + "\n"

    def _now(self) -> list[str]:
        """Return the options that are on, in the model's order; or the state that holds."""
        if self.state:
            return [self.state]
        quo = self.case.model.status_quo or ()
        return [n for n in self.case.model.options if self.options.get(n, n in quo)]


def _choose(name: str, said: str, what: str, allowed: Collection[str]) -> str:
    choices = " or ".join(f"`{name}={choice}`" for choice in allowed)
    found = f"found `{shown(said)}`" if said else "nothing is said of it"
    return f"`{name}`: {found}; {what} {' or '.join(allowed)}: write {choices}"


def place_to_save(case: Case, name: str) -> Path:
    """Return where a new variant of a case would be written.

    Raises
    ------
    EditRefused
        The case is built in or made in memory, or has such a variant already.
    """
    folder = case.folder
    if folder is None or folder.is_relative_to(LIBRARY):
        raise EditRefused(
            f"{case.name} is built in and is not written to; save in a case of your own"
        )
    if name in case.variants:
        raise EditRefused(f"variants/{name}.yaml is there already; nothing was changed")
    return folder


def save_variant(case: Case, name: str, folder: Path) -> str:
    """Write one of a case's variants into a case's folder; return the file's name.

    Raises
    ------
    EditRefused
        The file is there already or cannot be written; nothing was changed.
    """
    file = f"variants/{name}.yaml"
    try:
        (folder / "variants").mkdir(exist_ok=True)
    except OSError as error:
        raise EditRefused(f"{folder}: cannot be written: {error.strerror}") from None
    write_atomically(folder / file, case.files[file].text.encode(), replace=False)
    return file
