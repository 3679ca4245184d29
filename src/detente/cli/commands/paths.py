"""``detente paths``: what can be reached, along which shortest paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import case_argument, json_option, print_json, print_page, solve_case

if TYPE_CHECKING:
    from detente.conflict import Result


@click.command("paths")
@case_argument
@click.argument("to", required=False)
@click.option("--from", "start", default="sq", show_default=True, help="Where to start: a STATE.")
@click.option("--any", "any_moves", is_flag=True, help="Any moves, not improvements only.")
@click.option(
    "--most", default=5, show_default=True, type=click.IntRange(1, 1000), help="Paths to a target."
)
@json_option
def command(
    case: str, to: str | None, start: str, any_moves: bool, most: int, as_json: bool
) -> None:
    """Show the shortest paths from the status quo, and who moves at each step.

    TO is an outcome's name or a STATE (a number, or the options that are on). Without it: one
    path to the nearest equilibrium of every outcome that holds.

    \b
    Example:
      detente paths korea-2019
      detente paths korea-2019 escalation --any
    """
    from detente.conflict import Journey

    result = solve_case(case)
    journey = Journey(result, result.state(start), improvements=not any_moves)
    targets = _targets(result, to)
    paths, not_reached = [], []
    for name, states in targets.items():
        near = journey.reached(states)
        if to is None:  # where one stands already is no news, if there is more
            near = tuple(state for state in near if state != journey.start) or near
        if near:
            nearest = [s for s in near if journey.distance(s) == journey.distance(near[0])]
            wanted = nearest if to else nearest[:1]
            found = [p for s in wanted for p in journey.paths(s, most if to else 1)]
            paths += [p for p in found[:most] if p not in paths]
        else:
            not_reached.append(name)
    if as_json:
        from detente.show.data import finding_data, path_data, state_data

        print_json(
            {
                "start": state_data(result, journey.start),
                "improvements": journey.improvements,
                "reached": journey.count,
                "states": result.conflict.size,
                "paths": [path_data(result, path) for path in paths],
                "not_reached": not_reached,
                "finding": finding_data(result.finding),
            }
        )
    else:
        from detente.show.pages import paths_page

        print_page(paths_page(journey, paths, not_reached))


def _targets(result: Result, to: str | None) -> dict[str, tuple[int, ...]]:
    """Return the states that are meant, by the name they are asked for with."""
    from detente.case import UnknownName
    from detente.case.errors import did_you_mean

    if to is not None and to in result.outcomes:
        return {to: result.outcomes[to].states}
    if to is not None:
        hint = did_you_mean(to, result.outcomes)
        if hint and to not in {"sq", "none"}:
            raise UnknownName(f"`{to}`: no such outcome or state{hint}")
        return {f"state {result.state(to)}": (result.state(to),)}
    held = {
        name: tuple(sorted(set().union(*outcome.equilibria.values())))
        for name, outcome in result.outcomes.items()
        if outcome.holds_under
    }
    return held or {concept: states for concept, states in result.equilibria.items() if states}
