"""What was seen since, as a variant: options on or off, claims confirmed or denied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from .edit import flow
from .errors import UnknownName, did_you_mean, listed, shown
from .files import TextFile, digest
from .load import Case
from .nodes import parse
from .save import edited

OF_AN_OPTION = ("on", "off")
OF_A_CLAIM = {"confirmed": "believe", "denied": "disbelieve"}


def observed(case: Case, sightings: Sequence[str], name: str = "observed") -> Case:
    """Return the case with one more variant, which makes what was seen so.

    Parameters
    ----------
    case : Case
    sightings : sequence of str
        ``"Russia.enforce=off"``, ``"us-says-shells=confirmed"``; at least one.
    name : str
        What the variant is to be called.

    Raises
    ------
    UnknownName
        A sighting names nothing, contradicts another, or is the case already; all told at once.
    InvalidCase
        The variant's name cannot be one.
    """
    seen = _Seen(case)
    if wrong := list(seen.problems(sightings)):
        raise UnknownName("\n".join(wrong))
    file = f"variants/{name}.yaml"
    text = seen.text()
    return edited(case, TextFile(file, text, parse(text, file), digest(b"")))


class _Seen:
    """What was seen, sorted into options and claims."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.options: dict[str, bool] = {}
        self.claims: dict[str, str] = {}

    def problems(self, sightings: Sequence[str]) -> Iterator[str]:
        """Note every sighting, or say what is wrong with it."""
        for sighting in sightings:
            name, _, said = sighting.partition("=")
            if name in self.case.model.options:
                yield from self._option(name, said)
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

    def _claim(self, name: str, said: str) -> Iterator[str]:
        if said not in OF_A_CLAIM:
            yield _choose(name, said, "a claim is", tuple(OF_A_CLAIM))
        elif self.claims.setdefault(name, said) != said:
            yield f"`{name}`: is both confirmed and denied"

    def _unknown(self, name: str) -> str:
        known = [*self.case.model.options, *self.case.claims]
        hint = did_you_mean(name, known) or f"; options are: {listed(self.case.model.options, 20)}"
        return f"`{shown(name)}`: no such option or claim{hint}"

    def text(self) -> str:
        """Write the variant."""
        said = [f"{name} {'on' if on else 'off'}" for name, on in self.options.items()]
        said += [f"{name} {said}" for name, said in self.claims.items()]
        lines = [f"title: {flow('Seen: ' + ', '.join(said))}", "changes:"]
        if self.options:
            now = {"set_status_quo": self._now(), "assumed": "seen"}
            lines.append(f"  - {flow(now)}")
        for name, verb in self.claims.items():
            lines.append(f"  - {flow({OF_A_CLAIM[verb]: name, 'assumed': 'seen'})}")
        return "\n".join(lines) + "\n"

    def _now(self) -> list[str]:
        """Return the options that are on, in the model's order."""
        quo = self.case.model.status_quo or ()
        return [n for n in self.case.model.options if self.options.get(n, n in quo)]


def _choose(name: str, said: str, what: str, allowed: Collection[str]) -> str:
    choices = " or ".join(f"`{name}={choice}`" for choice in allowed)
    found = f"found `{shown(said)}`" if said else "nothing is said of it"
    return f"`{name}`: {found}; {what} {' or '.join(allowed)}: write {choices}"
