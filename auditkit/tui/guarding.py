"""Catching sentences that are typed where letters are commands: what the letters did is taken
back as one change, and the letters become text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.tui.burst import FAST, KEPT, WINDOW, Burst
from auditkit.tui.caught import PASTED, TYPED, note_words, put_before, stand_in_line
from auditkit.tui.commands import MODES, commands_for
from auditkit.tui.first_word import APOSTROPHES, FirstWord
from auditkit.tui.key_names import LISTS
from auditkit.tui.leading import STEPS, Typed, leads_on
from auditkit.tui.outline import Show
from auditkit.tui.refusal import refusal
from auditkit.tui.text import block
from auditkit.tui.waiting import Waiting
from auditkit.tui.widgets.line_list import LineList
from auditkit.tui.widgets.notes import Notes

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp
    from auditkit.tui.screens.audit import AuditMainScreen


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was before the first letter."""

    mode: str
    key: str
    listed: str
    """The line that the list of that screen was on."""
    show: Show
    """Which checks the outline showed."""
    revision: int
    triage: str | None
    """The interview line that was to be filed, where these lay over that screen."""


class Guard:
    """Looks at every key before any command does."""

    def __init__(self, app: AuditkitApp) -> None:
        self._app = app
        self.caught = 0
        """How many sentences were caught: what a letter does later is not done any more where this
        grew meanwhile."""
        self._burst = Burst()
        self._places: list[tuple[float, Place]] = []
        self._meant: dict[str, bool] = {}
        """Whether a letter was a command on the screen where it was typed."""
        self._browsed: list[Typed] = []
        """Letters and signs that were typed where they are commands."""
        self._first = FirstWord()
        self._from: Place | None = None
        """Where the first word was begun."""
        self._changes: dict[int, str] = {}
        """The last change at a revision, known where a letter may have changed something: asking
        for it reads the whole history, which moving about must not pay for."""
        self._waiting = Waiting(app)

    async def take(self, event: events.Key | events.Paste) -> bool:
        """Whether a key, or what was pasted, was taken as text here, or waits, so that no command
        sees it now."""
        if isinstance(event, events.Paste):
            return await self._paste(event)
        if await self._waiting.end(event):
            return True
        return await self._key(event)

    def forget(self) -> None:
        """What comes next belongs to nothing before."""
        self._burst.forget()
        self._first.end()
        self._meant.clear()
        self._places.clear()
        self._browsed.clear()
        self._changes.clear()

    @property
    def _where(self) -> str:
        """Under which name the commands of the screen that is shown are kept; empty for none."""
        return getattr(self._app.screen, "WHERE", "")

    async def _key(self, event: events.Key) -> bool:
        char = event.character
        if not event.is_printable or char is None or len(char) != 1 or not self._watches(event):
            self.forget()
            return False
        where, browses = self._where, self._browses()
        self._look_at(event, char, where, browses)
        commands = [each for each, meant in self._meant.items() if meant]
        prose = self._burst.press(char, event.time, commands)
        if not browses and await self._stands_off(char):
            return True
        if not browses and not char.isalnum():
            return char not in APOSTROPHES and await self._end_word(char)
        led = not browses and not char.isupper() and leads_on(self._app.screen, self._browsed)
        if prose and (browses or led):
            skipped = self._burst.skip_leads()
            await self._catch(self._places[skipped][1], self._burst.text)
            return True
        alone = browses and len(self._app.screen_stack) == 1
        return alone and self._waiting.begin(event, where)

    async def _paste(self, event: events.Paste) -> bool:
        app, text = self._app, block(event.text)
        if not app.has_audit or not self._lists() or app.current_mode not in MODES:
            return False
        if not self._browses() or not text.strip():
            return False
        if app.session.read_only:
            app.fail(refusal(app.session.audit))
            return True
        self.forget()
        await self._offer(self._place(), text, PASTED, changed=False)
        return True

    def _look_at(self, event: events.Key, char: str, where: str, browses: bool) -> None:
        """Remember what stood before a key, and what the key may do."""
        audit, place = self._app.session.audit, self._place()
        self._places = [each for each in self._places if event.time - each[0] <= KEPT]
        self._places.append((event.time, place))
        commands = [each for each in commands_for(where) if event.key in each.keys.split(",")]
        if not browses or any(each.changes for each in commands):
            self._changes.setdefault(place.revision, audit.last_change)
        self._browsed = [each for each in self._browsed if event.time - each.at <= WINDOW]
        self._meant[char] = browses and (bool(commands) or event.key in LISTS)
        if browses:
            if not (char.isdigit() or char.isspace()):
                steps = any(each.id in STEPS for each in commands)
                typed = Typed(event.time, char, where, self._meant[char], steps)
                self._browsed.append(typed)
            if self._first.begin(char, event.time):
                self._from = place
        elif (char.isalnum() or char in APOSTROPHES) and not self._first.stands_off(char):
            self._first.follow(char)

    def _lists(self) -> bool:
        """Whether a screen behind a number key is shown, or the interview lines over it."""
        return len(self._app.screen_stack) == 1 or self._triages()

    def _triages(self) -> bool:
        return self._where == "triage"

    def _browses(self) -> bool:
        """Whether letters are commands, or nothing at all, on the screen that is shown."""
        screen = self._app.screen
        if len(self._app.screen_stack) == 1:
            return not getattr(screen, "writing", False)
        return not screen.query("Input, TextArea")

    def _watches(self, event: events.Key) -> bool:
        """On a screen behind a number key while one browses, and where a letter led from there."""
        app, char = self._app, event.character or ""
        if not app.has_audit or app.session.read_only:
            return False
        if self._lists() and self._browses():
            return app.current_mode in MODES
        if not self._places or event.time - self._places[-1][0] > WINDOW:
            return False
        if self._browses():
            return True
        # A title begins with a capital; a sentence that goes on does not, unless its first word
        # is ISO. And it goes on so fast that nobody can have looked at what the last letter opened.
        goes_on = not char.isupper() or self._first.typed.isupper()
        at_once = event.time - self._places[-1][0] <= FAST
        led = any(each.char.isalpha() for each in self._browsed)
        drafts = bool(self._first.lead) and self._where == "editor"
        return goes_on and at_once and (bool(self._first.typed) or led or drafts)

    async def _end_word(self, char: str) -> bool:
        """What ends the first word shows whether it was one; whether both were taken as text."""
        first, place = self._first, self._from
        # A sign right behind the letters begins something, such as the mark of a line.
        ends = bool(first.rest) or (bool(first.typed) and char == " ")
        lost = ends and first.lost_its_letters(self._app.session.audit)
        if not lost or place is None or self._mended(place):
            first.end()
            return False
        await self._catch(place, f"{first.lead}{first.typed}{char}")
        return True

    async def _stands_off(self, char: str) -> bool:
        """Whether a sign and a space were typed, of which the sign drafted a finding."""
        if self._where != "editor" or self._from is None or not self._first.stands_off(char):
            return False
        await self._catch(self._from, f"{self._first.lead}{char}")
        return True

    def _mended(self, place: Place) -> bool:
        """Where the letters only began a note, or an interview line, they are put there."""
        from auditkit.tui.screens.capture import CaptureScreen
        from auditkit.tui.widgets.said_line import SaidLine

        app, screen, first = self._app, self._app.screen, self._first
        if app.session.audit.revision != place.revision:
            return False
        if isinstance(screen, CaptureScreen):
            # Before the line is there, its letters wait behind what is said to the screen now.
            waiting = next(iter(screen.query(SaidLine)), None) or screen
            waiting.call_later(put_before, screen, first.eaten, first.rest)
        elif isinstance(screen.focused, Notes):
            notes = screen.focused
            notes.call_later(notes.put_before, first.eaten, first.rest)
            self._show_note(TYPED, changed=False)
        else:
            return False
        self.forget()
        return True

    def _place(self) -> Place:
        session, mode = self._app.session, self._app.current_mode
        show, revision = session.outline.show, session.audit.revision
        triage = None
        if self._triages():
            lists = self._app.screen.query(LineList)  # none, where it is not built yet
            triage = lists.first().key if lists else ""
        return Place(mode, session.key, session.place(mode), show, revision, triage)

    async def _catch(self, place: Place, text: str) -> None:
        """Take back, go back, and let the text go on."""
        app, changed = self._app, False
        changes = {at: each for at, each in self._changes.items() if at >= place.revision}
        self.caught += 1
        self.forget()
        app.save_texts()
        screens: list[Screen[object]] = app.screen_stack[1:]
        for _ in screens:
            app.pop_screen()
        try:
            if changes and app.session.audit.revision > min(changes):
                changed = self._take_back(changes[min(changes)])
        except AuditkitError as error:
            app.fail(error)
        self._go_back(place)
        await self._offer(place, text, TYPED, changed=changed)

    def _take_back(self, since: str) -> bool:
        """To what stood when a change was the last one; whether anything was done for that."""
        session = self._app.session
        audit, before = session.audit, _findings(session.audit)
        revision = audit.revision
        audit.take_back(since, "what was typed taken back")
        session.unwanted |= before - _findings(audit)
        return audit.revision > revision

    def _go_back(self, place: Place) -> None:
        app = self._app
        app.session.outline.show = place.show
        app.session.key = place.key
        app.session.keep_place(place.mode, place.listed)
        if app.current_mode != place.mode:
            app.switch_mode(place.mode)
        app.show_again()

    async def _offer(self, place: Place, text: str, did: str, *, changed: bool) -> None:
        app = self._app
        notes = place.mode == "audit" and place.triage is None
        if notes and app.session.requirement is not None:
            app.screen.query_one(Notes).begin(text)
            self._show_note(did, changed=changed)
            return
        self._enter_earlier()
        if place.triage is not None and not self._triages():
            await self._triage_again(place.triage)
        app.capture(text)
        # Once the line is there: it is begun without the space behind its last word.
        app.screen.call_later(stand_in_line, app.screen, text, did, changed)

    async def _triage_again(self, line: str) -> None:
        """As it was; it has to be built before anything stands over it."""
        from auditkit.tui.screens.triage import TriageScreen

        app = self._app
        await app.push_screen(TriageScreen(line), lambda _: app.show_again())

    def _show_note(self, did: str, *, changed: bool) -> None:
        """All of it is seen, and said."""
        app = self._app
        cast("AuditMainScreen", app.screen).action_unzoom()
        told = note_words(did, app.session.requirement, changed)
        app.call_after_refresh(app.tell, told)

    def _enter_earlier(self) -> None:
        """An earlier sentence that lies there unfinished is a line of its own."""
        app = self._app
        try:
            app.session.capturing.keep_unfinished(app.session.audit)
        except AuditkitError as error:
            app.fail(error)
        app.typed_line()


def _findings(audit: Audit) -> set[str]:
    return {each.id for each in audit.findings(include_withdrawn=True)}
