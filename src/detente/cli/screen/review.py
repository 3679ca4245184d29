"""The screen of ``detente review``: one proposal at a time, its passage in view.

Every key that decides has its decision on the disk before the screen moves on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from detente.case import DetenteError
from detente.evidence.proposals import CannotAccept, Decision, Edits, Link, Review, Standing
from detente.evidence.proposals.decisions import Verb
from detente.evidence.proposals.newcomer import drafted_source, known_by_now, lacks_only_a_speaker
from detente.show.printable import one_line
from detente.show.proposals import Contexts, elements, origin, suggestion
from detente.show.words import counted

from .dialogs import EditDialog, FilterDialog, HelpDialog, LinkDialog, SourceDialog, labelled
from .filter import Filter
from .terminal import TerminalApp

KEYS = (
    "a accept   e edit   r reject   s skip   u undo   1-6 credibility   l link",
    "o new source   n next   p previous   f filter   ? help   q leave",
)

_DONE: dict[str, str] = {"reject": "rejected", "skip": "skipped: it comes again at the end"}


class ReviewApp(TerminalApp):
    """The review of one case.

    Parameters
    ----------
    review : Review
    only : Filter
        What is shown first.
    """

    CSS = """
    Screen { layout: vertical; }
    #head { height: 1; text-style: reverse; }
    #passage { border: round $foreground; height: 1fr; min-height: 5; padding: 0 1; }
    #passage Static { width: 1fr; }
    #suggestion { border: round $foreground; height: auto; max-height: 13; padding: 0 1; }
    #message { height: auto; max-height: 3; padding: 0 1; }
    #keys { height: 2; padding: 0 1; text-style: dim; }
    """
    TITLE = "détente review"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "decide('accept')", "accept"),
        Binding("r", "decide('reject')", "reject"),
        Binding("s", "decide('skip')", "skip"),
        Binding("e", "edit", "edit"),
        Binding("u", "undo", "undo"),
        Binding("l", "link", "link"),
        Binding("o", "source", "new source"),
        Binding("n,right", "move(1)", "next"),
        Binding("p,left", "move(-1)", "previous"),
        Binding("f", "filter", "filter"),
        Binding("question_mark,h", "help", "help"),
        Binding("q,ctrl+c,ctrl+q", "leave", "leave", priority=False),
        *(Binding(str(n), f"credibility({n})", "credibility") for n in range(1, 7)),
    ]

    def __init__(self, review: Review, only: Filter) -> None:
        super().__init__()
        self.review = review
        self.only = only
        self.at = 0
        self.queue: list[str] = []
        self.contexts = Contexts({n: t.text for n, t in review.texts.items() if t.text is not None})
        self.message = "; ".join(review.notes)

    def compose(self) -> ComposeResult:
        """Lay the screen out: head, passage, suggestion, message, keys."""
        yield Static(id="head", markup=False)
        with VerticalScroll(id="passage", can_focus=False):
            yield Static(id="text", markup=False)
        yield Static(id="suggestion", markup=False)
        yield Static(id="message", markup=False)
        yield Static("\n".join(KEYS), id="keys", markup=False)

    def on_mount(self) -> None:
        """Show the first proposal that waits."""
        self.line_up()
        self.show()

    def on_resize(self) -> None:
        """Fit what is shown to the screen's new width."""
        if self.queue:
            self.show()

    # --- what is shown

    def line_up(self) -> None:
        """Take what waits into the queue, as far as the filter lets it."""
        self.queue = [one.id for one in self.review.waiting() if self.only.lets(one)]
        self.at = min(self.at, max(0, len(self.queue) - 1))

    @property
    def current(self) -> Standing | None:
        """The proposal that is shown."""
        return self.review.standings[self.queue[self.at]] if self.queue else None

    def show(self, message: str | None = None) -> None:
        """Show the current proposal; and a message, if there is something to be said."""
        if message is not None:
            self.message = message
        one = self.current
        self.query_one("#head", Static).update(self._head())
        self.query_one("#text", Static).update(self._passage(one))
        passage = self.query_one("#passage")
        passage.border_title = self._document(one)
        box = self.query_one("#suggestion", Static)
        box.border_title = f"Suggested {one.proposal.kind}" if one else "Nothing is waiting"
        box.border_subtitle = origin(one.proposal) if one else ""
        box.update(self._suggestion(one))
        self.query_one("#message", Static).update(Text(self.message))
        self.call_after_refresh(self._bring_into_view)

    def _head(self) -> Text:
        decided = sum(1 for s in self.review.standings.values() if not s.is_open)
        place = f"{self.at + 1} of {len(self.queue)}" if self.queue else "0 of 0"
        what = f" ({self.only})" if self.only.narrow else ""
        right = f"{place}{what}, {decided} decided "
        title = one_line(self.review.case.model.title)
        room = self.size.width - len(right) - 2
        title = title if len(title) <= room else title[: max(0, room - 1)] + "…"
        return Text(f" {title}".ljust(self.size.width - len(right)) + right)

    def _document(self, one: Standing | None) -> str:
        if one is None or one.proposal.document is None:
            return "No passage"
        entry = self.review.case.documents[one.proposal.document]
        date = f", {entry.date}" if entry.date else ""
        title = one_line(entry.title)
        told = f"{one.proposal.document}: {title}{date}"
        return told if len(told) < self.size.width - 6 else f"{one.proposal.document}{date}"

    def _passage(self, one: Standing | None) -> Text:
        """Return the passage between ▶ and ◀, so that no colour is needed to see it."""
        if one is None:
            return Text("")
        found = self.contexts.of(one.proposal)
        if not found.passage:
            return Text("The claim has no passage.")
        return Text.assemble(
            found.before,
            ("▶", "bold"),
            (found.passage, "bold underline"),
            ("◀", "bold"),
            found.after,
        )

    def _suggestion(self, one: Standing | None) -> Text | Table:
        if one is None:
            return Text(self._nothing())
        rows = suggestion(self.review.case, one)
        if others := self._others(one):
            rows.append(("Already", f"from this passage: {', '.join(others)}"))
        if one.status == "skipped":
            rows.append(("Skipped", "before"))
        return labelled(rows)

    def _others(self, one: Standing) -> list[str]:
        """Return the claims of the case whose passages overlap this one."""
        mine = one.proposal
        return [
            name
            for name, claim in self.review.case.claims.items()
            if name != mine.of
            for passage in claim.passages
            if passage.document == mine.document
            and passage.start is not None
            and passage.end is not None
            and passage.start < mine.end
            and mine.start < passage.end
        ]

    def _nothing(self) -> str:
        if self.only.narrow and self.review.waiting():
            return "Nothing that the filter lets through. f: another filter."
        if not self.review.standings:
            return "Nothing was proposed. q: leave."
        return "All is decided. u: take the last decision back. q: leave."

    def _bring_into_view(self) -> None:
        """Scroll so that the passage's first line is in view, with a line above it."""
        box, text = self.query_one("#passage"), self.query_one("#text", Static)
        one = self.current
        if one is None or not text.size.width:
            return
        before = Text(self.contexts.of(one.proposal).before)
        lines = len(before.wrap(self.console, text.size.width)) if before else 0
        box.scroll_to(y=max(0, lines - 2), animate=False)

    # --- what is decided

    def _carry_out(self, work: Callable[[], str]) -> bool:
        """Do what is decided and show what came of it; what cannot be is told, not raised."""
        try:
            message = work()
        except CannotAccept as error:
            self.show(f"cannot be accepted yet: {'; '.join(error.missing)}")
            return False
        except DetenteError as error:
            self.show(_told(error))
            return False
        self.line_up()
        self.show(message)
        return True

    def action_decide(self, verb: Verb) -> None:
        """Accept, reject or skip what is shown, and go on to the next.

        What lacks nothing but a speaker is accepted with a new source.
        """
        one = self.current
        if one is None:
            return
        if verb == "accept" and lacks_only_a_speaker(self.review.case, one.proposal):
            self._ask_for_source(one, self._accepted_with)
        else:
            self._carry_out(lambda: self._decided(one, verb))

    def _accepted_with(self, edits: Edits | None) -> None:
        one = self.current
        if edits is not None and one is not None:
            self._carry_out(lambda: self._decided(one, "accept", edits))

    def _decided(self, one: Standing, verb: Verb, edits: Edits | None = None) -> str:
        after = self.review.decide(one.id, verb, edits)
        if verb == "accept":
            where = f", under {after.proposal.link.element}" if after.proposal.link else ""
            return f"accepted: {after.claim}{where}"
        return f"{_DONE[verb]}"

    def action_credibility(self, number: int) -> None:
        """Say how credible the information is, 1 to 6."""
        self._edit(Edits(credibility=number), f"credibility {number}")

    def _edit(self, edits: Edits, message: str) -> None:
        one = self.current
        if one is not None and edits.model_fields_set and one.proposal.kind != "link":
            self._carry_out(lambda: (self.review.decide(one.id, "edit", edits), message)[1])
            self._go_to(one.id)

    def action_undo(self) -> None:
        """Take the last decision back, in the case's files too, and show its proposal again."""
        last: Decision | None = self.review.last()
        if last is None:
            self.show("there is nothing to take back")
            return
        done = self._carry_out(lambda: (self.review.undo(), f"taken back: {last.decision}")[1])
        if done:
            self._go_to(last.proposal)

    def _go_to(self, name: str) -> None:
        """Show a proposal, and everything again if the filter would hide it."""
        if name not in self.queue:
            self.only = Filter()
            self.line_up()
        if name in self.queue:
            self.at = self.queue.index(name)
        self.show()

    # --- moving about

    def action_move(self, step: int) -> None:
        """Go to the next or the previous proposal; what others proposed meanwhile is there too."""
        more = self.review.refresh()
        name = self.current.id if self.current else ""
        if more:
            self.line_up()
            self.at = self.queue.index(name) if name in self.queue else self.at
        if self.queue:
            self.at = (self.at + step) % len(self.queue)
        self.show(f"{counted(more, 'new proposal')}" if more else "")

    def action_edit(self) -> None:
        """Open the dialog in which a suggestion is put into one's own words."""
        one = self.current
        if one is not None and one.proposal.kind == "link":
            self.show("a link has no words of its own; l changes it")
        elif one is not None:
            self.push_screen(EditDialog(self.review.case, one.proposal), self._edited)

    def _edited(self, edits: Edits | None) -> None:
        if edits is not None:
            self._edit(edits, "edited")

    def action_source(self) -> None:
        """Add who speaks as a source of the case."""
        one = self.current
        if one is not None and one.proposal.kind == "link":
            self.show("a link has no speaker")
        elif one is not None:
            self._ask_for_source(one, self._sourced)

    def _ask_for_source(self, one: Standing, then: Callable[[Edits | None], None]) -> None:
        case, proposal = self.review.case, one.proposal
        if name := known_by_now(case, proposal):
            then(Edits(speaker=name))
        else:
            self.push_screen(SourceDialog(case, proposal, drafted_source(case, proposal)), then)

    def _sourced(self, edits: Edits | None) -> None:
        if edits is not None:
            new = edits.new_source
            told = f"{new.id}: a new source, once this is accepted" if new else edits.speaker
            self._edit(edits, told or "")

    def action_link(self) -> None:
        """Choose the element of the model that the claim bears on."""
        one = self.current
        if one is not None:
            names = elements(self.review.case)
            self.push_screen(LinkDialog(names, one.proposal), self._linked)

    def _linked(self, link: Link | str | None) -> None:
        one = self.current
        if link is None or one is None:
            return
        edits = Edits.model_validate({"link": link})
        told = "no link" if isinstance(link, str) else f"linked to {link.element}"
        self._carry_out(lambda: (self.review.decide(one.id, "edit", edits), told)[1])
        self._go_to(one.id)

    def action_filter(self) -> None:
        """Choose a document or a kind to see alone."""
        self.push_screen(FilterDialog(self.review.waiting()), self._filtered)

    def _filtered(self, only: Filter | None) -> None:
        if only is not None:
            self.only, self.at = only, 0
            self.line_up()
            self.show("")

    def action_help(self) -> None:
        """Say what the keys do."""
        self.push_screen(HelpDialog())

    def action_leave(self) -> None:
        """Leave; everything decided is on the disk already."""
        self.exit()


def _told(error: DetenteError) -> str:
    """Return an error on one line; of many problems the first."""
    first, _, more = str(error).partition("\n")
    return one_line(first) + (" …" if more else "")
