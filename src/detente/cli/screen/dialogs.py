"""The dialogs of the review: editing, linking, filtering, help. Escape leaves each unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from detente.case import Case
from detente.evidence.proposals import Edits, Link, Proposal, Standing
from detente.evidence.proposals.review import edits_from
from detente.show.grades import CREDIBILITY, RELIABILITY
from detente.show.printable import one_line

from .filter import Filter, filters

R = TypeVar("R")

_BOX = """
    align: center middle;
    & > Vertical { width: 78; max-width: 100%; height: auto; max-height: 100%;
                   border: round $foreground; padding: 0 1; background: $background; }
    Input { border: none; height: 1; padding: 0; text-style: underline; }
    OptionList > .option-list--option-highlighted { text-style: bold reverse !important; }
"""


class Dialog(ModalScreen[R]):
    """What stands before the screen until it is answered."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "leave")]


class ClaimText(TextArea):
    """A claim: a paragraph, so that Enter ends it and Tab goes on."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.screen.action_save()  # type: ignore[attr-defined]
            return
        await super()._on_key(event)


class EditDialog(Dialog[Edits]):
    """Put a suggestion into one's own words, and mend what was read wrongly."""

    CSS = f"""
    EditDialog {{ {_BOX}
        Grid {{ grid-size: 2; grid-columns: 9 1fr; grid-rows: 1; height: 4; }}
        ClaimText {{ height: 5; border: solid $foreground; padding: 0; }}
        #quote {{ height: auto; max-height: 5; }}
        #wrong {{ height: auto; max-height: 4; text-style: bold; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "save", priority=True)]

    def __init__(self, case: Case, proposal: Proposal) -> None:
        super().__init__()
        self.case = case
        self.proposal = proposal
        self.before = {
            "speaker": proposal.speaker,
            "stance": proposal.stance,
            "about": ", ".join(proposal.about),
            "valid": proposal.valid or "",
        }

    def compose(self) -> ComposeResult:
        """Show the passage, the claim and the fields."""
        with Vertical() as box:
            box.border_title = "Edit"
            box.border_subtitle = "Tab next field   Enter save   Esc leave unchanged"
            yield Static(Text(f"▶{one_line(self.proposal.quote)}◀"), id="quote")
            yield Label("The claim, in your own words:")
            yield ClaimText(self.proposal.claim, id="claim", tab_behavior="focus")
            with Grid():
                for name, value in self.before.items():
                    yield Label(name.capitalize())
                    yield Input(value, id=name, select_on_focus=False)
            yield Static("", id="wrong", markup=False)

    def on_input_submitted(self) -> None:
        """Save when Enter is pressed in a field."""
        self.action_save()

    def action_save(self) -> None:
        """Hand back what was changed, if it can be; else say what is wrong and stay."""
        edits, wrong = edits_from(self.case, self.proposal, self._changed())
        if wrong:
            self.query_one("#wrong", Static).update("\n".join(wrong))
        else:
            self.dismiss(edits)

    def _changed(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        claim = " ".join(self.query_one(ClaimText).text.split())
        if claim != self.proposal.claim:
            changed["claim"] = claim
        for name, before in self.before.items():
            value = self.query_one(f"#{name}", Input).value.strip()
            if value != before:
                changed[name] = value
        if "about" in changed:
            changed["about"] = [part for part in changed["about"].replace(",", " ").split() if part]
        return changed


class SourceDialog(Dialog[Edits]):
    """Add the speaker as a source, with a letter and the reason for it."""

    CSS = f"""
    SourceDialog {{ {_BOX}
        Grid {{ grid-size: 2; grid-columns: 12 1fr; grid-rows: 1; height: 4; }}
        #letters {{ height: auto; }}
        #wrong {{ height: auto; max-height: 4; text-style: bold; }}
    }}
    """

    def __init__(self, case: Case, proposal: Proposal, before: Mapping[str, str]) -> None:
        super().__init__()
        self.case = case
        self.proposal = proposal
        self.before = before

    def compose(self) -> ComposeResult:
        """Show the fields, with what is known of the speaker in them, and what the letters say."""
        with Vertical() as box:
            box.border_title = "A new source"
            box.border_subtitle = "Tab next field   Enter save   Esc leave"
            yield Label("It is written into sources.yaml when the claim is accepted.")
            with Grid():
                for name, value in self.before.items():
                    yield Label(name.capitalize())
                    yield Input(value, id=name, select_on_focus=False)
            letters = ", ".join(f"{letter} {words}" for letter, words in RELIABILITY.items())
            yield Static(letters, id="letters", markup=False)
            yield Static("", id="wrong", markup=False)

    def on_input_submitted(self) -> None:
        """Hand the source back, if it can be added; else say what is wrong and stay."""
        typed = {name: self.query_one(f"#{name}", Input).value.strip() for name in self.before}
        typed["reliability"] = typed["reliability"].upper()
        if missing := [name for name, value in typed.items() if not value]:
            wrong = [f"still needed: {', '.join(missing)}"]
        else:
            edits, wrong = edits_from(self.case, self.proposal, {"new_source": typed})
        if wrong:
            self.query_one("#wrong", Static).update("\n".join(wrong))
        else:
            self.dismiss(edits)


NO_LINK = "none"


class LinkDialog(Dialog[Link | str]):
    """Find an element by some letters of its name or text, then say for or against."""

    CSS = f"""
    LinkDialog {{ {_BOX}
        OptionList {{ height: 12; border: none; padding: 0; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('down')", "down", priority=True),
        Binding("up", "move('up')", "up", priority=True),
    ]

    def __init__(self, elements: Mapping[str, str], proposal: Proposal) -> None:
        super().__init__()
        self.elements = elements
        self.proposal = proposal
        self.chosen = ""

    def compose(self) -> ComposeResult:
        """Show a field, and what fits what is typed in it, the best first."""
        with Vertical() as box:
            box.border_title = "Link to an element of the model"
            box.border_subtitle = "type to find   ↑ ↓ choose   Enter link   Esc leave"
            yield Input(id="sought", placeholder="some letters of its name or text")
            yield OptionList(id="found", markup=False)
            yield Static("", id="asked", markup=False)

    def on_mount(self) -> None:
        """Begin with what the proposal is about."""
        self._list("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        self._list(event.value)

    def _list(self, sought: str) -> None:
        found = self.query_one(OptionList)
        found.clear_options()
        if self.proposal.link is not None and not sought:
            found.add_option(Option(f"no link (now: {self.proposal.link.element})", id=NO_LINK))
        for name in ranked(self.elements, sought, self.proposal):
            found.add_option(Option(Text(f"{name}: {self.elements[name]}"), id=f"element {name}"))
        found.highlighted = 0 if found.option_count else None

    def action_move(self, way: str) -> None:
        """Move in the list while the field keeps the cursor."""
        found = self.query_one(OptionList)
        found.action_cursor_down() if way == "down" else found.action_cursor_up()

    def on_input_submitted(self) -> None:
        """Take the element that stands out."""
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask on which side the claim stands, or take the link away."""
        if event.option_id == NO_LINK:
            self.dismiss(NO_LINK)
            return
        self.chosen = str(event.option_id).removeprefix("element ")
        field = self.query_one(Input)
        field.disabled = True
        self.query_one(OptionList).disabled = True
        asked = f"{self.chosen}: f, the claim speaks for it (because); a, against it"
        self.query_one("#asked", Static).update(asked)
        self.set_focus(None)

    def on_key(self, event: events.Key) -> None:
        """Take the answer once an element is chosen."""
        if self.chosen and event.key in {"f", "a"}:
            event.stop()
            side = "because" if event.key == "f" else "against"
            self.dismiss(Link.model_validate({"element": self.chosen, "side": side}))


def ranked(elements: Mapping[str, str], sought: str, proposal: Proposal) -> list[str]:
    """Return elements by how well they fit some letters; without any, by what is proposed."""
    from rapidfuzz import fuzz, process, utils

    labels = {name: f"{name} {text}" for name, text in elements.items()}
    if sought.strip():
        found = process.extract(
            sought, labels, scorer=fuzz.WRatio, processor=utils.default_process, limit=None
        )
        return [name for _, score, name in found if score > 45]
    parties = {proposal.speaker, *proposal.about}
    return sorted(labels, key=lambda name: not any(p and p in labels[name] for p in parties))


class FilterDialog(Dialog[Filter]):
    """Choose one document or one kind, or all."""

    CSS = f"FilterDialog {{ {_BOX} OptionList {{ height: auto; max-height: 16; border: none; }} }}"

    def __init__(self, waiting: Iterable[Standing]) -> None:
        super().__init__()
        self.choices: Sequence[tuple[Filter, int]] = filters(waiting)

    def compose(self) -> ComposeResult:
        """List the choices with how much waits in each."""
        with Vertical() as box:
            box.border_title = "Show only"
            box.border_subtitle = "↑ ↓ choose   Enter show   Esc leave"
            told = (f"{only} ({count})" for only, count in self.choices)
            yield OptionList(*map(Text, told), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand the choice back."""
        self.dismiss(self.choices[event.option_index][0])


HELP = (
    ("a", "accept: the claim goes into claims.yaml, and under its element, if it is linked"),
    ("e", "edit: the claim in your own words, speaker, stance, about, valid"),
    ("r", "reject: it is not proposed again, nor what overlaps it"),
    ("s", "skip: later; it comes again behind the others"),
    ("u", "undo: the last decision is taken back, in the files too; again, the one before"),
    ("o", "new source: the speaker, if the case has none; written when the claim is accepted"),
    ("1-6", "credibility: " + ", ".join(f"{n} {words}" for n, words in CREDIBILITY.items())),
    ("l", "link: the element of the model that the claim speaks for or against"),
    ("n p", "next, previous; so do the arrows → ←"),
    ("f", "filter: one document or one kind alone"),
    ("q", "leave; every decision is on the disk already"),
)


def labelled(rows: Iterable[tuple[str, str]]) -> Table:
    """Return rows of a label and a text, the text in a column of its own."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column()
    for label, said in rows:
        grid.add_row(Text(label), Text(said))
    return grid


class HelpDialog(Dialog[None]):
    """What the keys do."""

    CSS = f"HelpDialog {{ {_BOX} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,enter,space,h", "dismiss(None)", "leave")
    ]

    def compose(self) -> ComposeResult:
        """List the keys."""
        last = (
            "The passage stands between ▶ and ◀. A claim is always in your own words: one that"
            " copies its passage cannot be accepted."
        )
        with Vertical() as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc back"
            yield Static(labelled(HELP))
            yield Static(f"\n{last}", markup=False)
