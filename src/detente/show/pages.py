"""The pages of the smaller commands: solution, reasons, paths, ranking, check, library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.case.schema import Statement
from detente.conflict import CONCEPTS, Journey, Order, Path, Place, Result, Why, notes, strictest
from detente.evidence import STATUSES, PassageCheck, Quality, StoredText

from .data import LibraryEntry
from .page import Block, Items, Page, Section, Table
from .quality import check as quality_blocks
from .reasons import Reasons
from .words import CONCEPT_WORDS, Words, capital, counted, joined, sentence

MOST_STATES = 20
MOST_PLACES = 12
MOST_LISTED = 8


def solution_page(result: Result, *, full: bool = False) -> Page:
    """Return the equilibria of a case, strictest first, with what is on in each."""
    model = result.case.model
    size = counted(result.conflict.size, "feasible state")
    counts = ((c, f"{len(result.equilibria[c]):,}", CONCEPT_WORDS[c]) for c in CONCEPTS)
    every = sorted(set().union(*result.equilibria.values()), key=lambda n: _strict(result, n))
    shown = every if full else every[:MOST_STATES]
    words = Words(result.case)
    rows = tuple(
        (
            str(n),
            " ".join(result.holds_under(n)),
            ", ".join(result.outcomes_of(n)),
            (", ".join(result.on(n)) or "nothing") if result.options else words.state(result, n),
        )
        for n in shown
    )
    listed: list[Block] = [
        Table(("state", "equilibrium under", "outcomes", "on"), rows, frozenset({"state"}))
    ]
    if len(shown) < len(every):
        listed.append(f"… and {len(every) - len(shown):,} more; --full lists all.")
    return Page(
        title=model.title,
        subtitle=f"{size}, solved by the engine {result.finding.method}",
        sections=(
            Section("Equilibria", (Table(("concept", "states", "means"), tuple(counts)),)),
            Section("States", tuple(listed) if every else ("No state is an equilibrium.",)),
        ),
    )


def _strict(result: Result, number: int) -> tuple[int, int]:
    return -len(result.holds_under(number)), number


def why_page(result: Result, whys: Sequence[Why]) -> Page:
    """Return why a state is stable or not, decision maker by decision maker."""
    words, reasons = Words(result.case), Reasons(result)
    state = whys[0].state
    outcomes = result.outcomes_of(state)
    sections = []
    for each in whys:
        blocks: list[Block] = [reasons.verdict(each)]
        if each.temptations:
            blocks.append(Items(tuple(reasons.temptation(each, t) for t in each.temptations)))
        sections.append(Section(f"{each.dm} ({each.concept})", tuple(blocks)))
    return Page(
        title=sentence(f"state {state}: {words.state(result, state)}"),
        subtitle=f"outcomes: {', '.join(outcomes) or 'none of the named ones'}",
        sections=tuple(sections),
    )


def paths_page(journey: Journey, paths: Sequence[Path], not_reached: Sequence[str]) -> Page:
    """Return shortest paths, step by step, and what no path reaches."""
    result, words = journey.result, Words(journey.result.case)
    by = "improvements only" if journey.improvements else "any moves"
    sections = [Section(_target(result, path), (path_items(result, path),)) for path in paths]
    if not_reached:
        sections.append(Section("Not reached", (joined(not_reached) + ".",)))
    return Page(
        title=sentence(f"from state {journey.start}: {words.state(result, journey.start)}"),
        subtitle=f"by {by}: {journey.count:,} of {result.conflict.size:,} states are reached",
        sections=tuple(sections),
    )


def _target(result: Result, path: Path) -> str:
    outcomes = ", ".join(result.outcomes_of(path.target)) or "no named outcome"
    held = strictest(result.holds_under(path.target))
    holds = f"holds under {joined(held)}" if held else "does not hold"
    return f"To state {path.target} ({outcomes}; {holds}), {counted(len(path.steps), 'step')}"


def path_items(result: Result, path: Path) -> Items:
    """Return the steps of a path as a numbered list."""
    said = Reasons(result).steps(path.start, path.steps)
    return Items(tuple(map(sentence, said)) or ("Nothing has to move.",), numbered=bool(said))


def ranking_page(result: Result, order: Order, *, full: bool = False) -> Page:
    """Return a decision maker's statements and the order of states they induce."""
    words = Words(result.case)
    lines = result.case.model.decision_makers[order.dm].prefers
    statements = tuple(f"{line.want}   [{_support(line)}]" for line in lines)
    sections = []
    if statements:
        sections.append(
            Section("Statements, the first outranks the rest", (Items(statements, True),))
        )
    size = counted(result.conflict.size, "state")
    quo = order.place_of(result.status_quo) if result.status_quo else None
    sections.append(
        Section("Order of states, best first", tuple(_places(result, order, quo, full)))
    )
    return Page(
        title=capital(words.maker(order.dm)),
        subtitle=f"{size} in {counted(len(order.places), 'place')}",
        sections=tuple(sections),
    )


def _support(line: Statement) -> str:
    if line.because:
        return " or ".join(
            f"({' and '.join(group)})" if len(group) > 1 else group[0] for group in line.because
        )
    return f"assumed: {line.assumed}" if line.assumed else "unsourced"


def _places(result: Result, order: Order, quo: int | None, full: bool) -> Iterator[Block]:
    keep = {*range(1, MOST_PLACES + 1), len(order.places), quo}
    shown = [p for p in order.places if full or p.place in keep]
    rows, last = [], 0
    for place in shown:
        if place.place != last + 1:
            rows.append(("…", "", "", counted(place.place - last - 1, "place") + " between"))
        last = place.place
        marks = "".join("●" if true else "·" for true in place.satisfies)
        number = f"{place.place}{' sq' if place.place == quo else ''}"
        rows.append((number, marks, str(len(place.states)), _members(result, order, place)))
    columns = ("place", "satisfies", "states", "which")
    if not order.statements:
        rows = [(a, c, d) for a, _, c, d in rows]  # type: ignore[misc]
        columns = ("place", "states", "which")  # type: ignore[assignment]
    yield Table(columns, tuple(rows), frozenset({"place", "states"}))
    if order.statements:
        yield "●: the statement in that place of the list above is satisfied; sq: the status quo."


def _members(result: Result, order: Order, place: Place) -> str:
    """Say which states tie: by name, or by what they share in the options that matter here."""
    if result.case.model.states is not None:
        return ", ".join(result.case.model.states[n - 1].id for n in place.states[:MOST_LISTED])
    if len(place.states) == 1:
        return f"{place.states[0]}: {', '.join(result.on(place.states[0])) or 'nothing on'}"
    if not order.statements:
        some = [
            f"{n}: {', '.join(result.on(n)) or 'nothing on'}" for n in place.states[:MOST_LISTED]
        ]
        more = len(place.states) - len(some)
        return "; ".join([*some, f"… {more:,} more"] if more else some)
    named = {name.name for line in order.statements for name in line.names}
    shared = [(option, on) for option, on in place.always if option in named]
    shared.sort(key=lambda setting: not setting[1])
    return ", ".join(option if on else f"not {option}" for option, on in shared) or "any"


def check_page(
    result: Result,
    texts: Mapping[str, StoredText],
    passages: Sequence[PassageCheck],
    quality: Quality,
    *,
    full: bool = False,
) -> Page:
    """Return what was checked: the model, the passages, the quality of the information."""
    case = result.case
    size = counted(result.conflict.size, "feasible state")
    counts = [
        counted(len(case.model.decision_makers), "decision maker"),
        counted(len(case.model.options), "option"),
        counted(len(case.claims), "claim"),
        counted(len(case.documents), "document"),
        counted(len(case.sources), "source"),
    ]
    sections = [Section("Model", (f"{joined(counts)}; {size}. Nothing is wrong with it.",))]
    if kept := notes(case):
        sections.append(Section("Notes", tuple(f"{capital(note)}." for note in kept)))
    if case.documents:
        sections.append(Section("Passages", tuple(_passages(texts, passages, full))))
    sections.append(Section("Quality of information", tuple(quality_blocks(quality, full=full))))
    return Page(title=case.model.title, subtitle=f"case {case.name}", sections=tuple(sections))


def _passages(
    texts: Mapping[str, StoredText], passages: Sequence[PassageCheck], full: bool
) -> Iterator[Block]:
    by_status = {status: [p for p in passages if p.status == status] for status in STATUSES}
    counts = [f"{len(found)} {status}" for status, found in by_status.items() if found]
    yield sentence(f"{counted(len(passages), 'passage')}: {joined(counts) or 'none'}")
    rows = tuple((t.document, t.state, str(t.path or ""), t.detail[:16]) for t in texts.values())
    if full or any(t.state != "same" for t in texts.values()):
        yield Table(("document", "text", "found at", "detail"), rows)
    if all(t.state == "missing" for t in texts.values()):
        yield "No texts are at hand; --documents DIR says where they lie."
        return
    wrong = [p for p in passages if full or p.status != "exact"]
    if wrong:
        lines = tuple((p.claim, p.document, p.status, p.detail) for p in wrong)
        yield Table(("claim", "document", "passage", "detail"), lines)


def library_page(entries: Sequence[LibraryEntry]) -> Page:
    """Return the library's cases with their questions, sizes and sources."""
    built_in = [e for e in entries if e["group"] == "built-in"]
    published = [e for e in entries if e["group"] == "published"]
    rows = tuple(
        (
            e["name"],
            "\n".join(filter(None, (e["title"], e["question"], _documents(e)))),
            f"{e['decision_makers']} × {e['options']}",
            str(e["claims"]),
            e["as_of"],
        )
        for e in built_in
    )
    columns = ("case", "title and question", "DMs × options", "claims", "as of")
    sections = [Section("", (Table(columns, rows, frozenset({"claims"})),))]
    if published:
        items = tuple((e["name"], Items(tuple(_published(e)))) for e in published)
        sections.append(Section("Published conflicts", (Items(items),)))
    return Page(
        title="Built-in cases",
        sections=tuple(sections),
        footer=("A name stands wherever a command takes a CASE: detente analyze NAME",),
    )


def _documents(entry: LibraryEntry) -> str:
    return f"From {counted(len(entry['sources']), 'document')}" if entry["sources"] else ""


def _published(entry: LibraryEntry) -> Iterator[str]:
    yield entry["title"] + (f". {entry['question']}" if entry["question"] else "")
    makers = counted(entry["decision_makers"], "decision maker")
    yield f"{makers}, {counted(entry['options'], 'option')}; as of {entry['as_of']}"
    yield f"From {joined(entry['sources'])}"
