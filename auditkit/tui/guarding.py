"""Catching sentences that are typed where letters are commands: what the letters did is taken
back as one change, and the letters become text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from textual import events
from textual.screen import Screen
from textual.timer import Timer

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.tui.burst import WINDOW, Burst
from auditkit.tui.caught import PASTED, TYPED, note_words, put_before, stand_in_line
from auditkit.tui.commands import MODES, commands_for, in_force
from auditkit.tui.first_word import APOSTROPHES, FAST, FirstWord
from auditkit.tui.key_names import LISTS
from auditkit.tui.outline import Show
from auditkit.tui.refusal import refusal
from auditkit.tui.text import block
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


class Typed(NamedTuple):
    """A letter, when it was typed (seconds), and whether it was a command there."""

    at: float
    char: str
    meant: bool


class Guard:
    """Looks at every key before any command does."""

    def __init__(self, app: AuditkitApp) -> None:
        self._app = app
        self._burst = Burst()
        self._places: list[tuple[float, Place]] = []
        self._meant: dict[str, bool] = {}
        """Whether a letter was a command on the screen where it was typed."""
        self._browsed: list[Typed] = []
        """Letters that were typed where they are commands."""
        self._first = FirstWord()
        self._from: Place | None = None
        """Where the first word was begun."""
        self._changes: dict[int, str] = {}
        """The last change at a revision, known where a letter may have changed something: asking
        for it reads the whole history, which moving about must not pay for."""
        self._leaving: Timer | None = None
        """Runs while a letter that leaves the program waits for another one."""

    def take(self, event: events.Key | events.Paste) -> bool:
        """Whether a key, or what was pasted, was taken as text here, or waits, so that no command
        sees it now."""
        return self._key(event) if isinstance(event, events.Key) else self._paste(event)

    def forget(self) -> None:
        """What comes next belongs to nothing before."""
        self._burst.forget()
        self._first.end()
        self._meant.clear()
        self._places.clear()
        self._browsed.clear()
        self._changes.clear()

    def _key(self, event: events.Key) -> bool:
        char = event.character
        if self._leaving is not None:
            self._leaving.stop()
            self._leaving = None
            if char is None or not char.isalpha() or self._leaves(event):
                self._app.call_later(self._leave)
                return True
        if not event.is_printable or char is None or len(char) != 1 or not self._watches(event):
            self.forget()
            return False
        where, browses = getattr(self._app.screen, "WHERE", ""), self._browses()
        self._look_at(event, char, where, browses)
        commands = [each for each, meant in self._meant.items() if meant]
        prose = self._burst.press(char, event.time, commands)
        if not browses and not char.isalnum():
            return char not in APOSTROPHES and self._end_word(char)
        caught = prose and (browses or (self._leads_on() and not char.isupper()))
        if caught:
            skipped = self._burst.skip_signs()
            self._catch(self._places[skipped][1], self._burst.text)
        elif browses and len(self._app.screen_stack) == 1 and self._leaves(event):
            self._leaving = self._app.set_timer(FAST, self._leave)
            return True
        return caught

    def _paste(self, event: events.Paste) -> bool:
        app, text = self._app, block(event.text)
        if not app.has_audit or len(app.screen_stack) > 1 or app.current_mode not in MODES:
            return False
        if not self._browses() or not text.strip():
            return False
        if app.session.read_only:
            app.fail(refusal(app.session.audit))
            return True
        self.forget()
        self._offer(self._place(), text, PASTED, changed=False)
        return True

    def _leaves(self, event: events.Key) -> bool:
        """Whether a key is a letter that leaves the program, and at once at that: who types a
        sentence that begins with it would type the rest of it to the shell. Where something is
        not saved, leaving asks by itself."""
        char = event.character or ""
        at_once = self._app.session.trouble is None
        return at_once and char.isalpha() and event.key in in_force("quit").keys.split(",")

    async def _leave(self) -> None:
        self._leaving = None
        await self._app.run_action("quit", self._app.screen)

    def _look_at(self, event: events.Key, char: str, where: str, browses: bool) -> None:
        """Remember what stood before a key, and what the key may do."""
        audit, place = self._app.session.audit, self._place()
        self._places = [each for each in self._places if event.time - each[0] <= WINDOW]
        self._places.append((event.time, place))
        commands = [each for each in commands_for(where) if event.key in each.keys.split(",")]
        if not browses or any(each.changes for each in commands):
            self._changes.setdefault(place.revision, audit.last_change)
        self._browsed = [each for each in self._browsed if event.time - each.at <= WINDOW]
        self._meant[char] = browses and (bool(commands) or event.key in LISTS)
        if browses:
            if char.isalpha():
                self._browsed.append(Typed(event.time, char, self._meant[char]))
            if self._first.begin(char, event.time):
                self._from = place
        elif char.isalnum() or char in APOSTROPHES:
            self._first.follow(char)

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
        if len(app.screen_stack) == 1 and self._browses():
            return app.current_mode in MODES
        if not self._places or event.time - self._places[-1][0] > WINDOW:
            return False
        if self._browses():
            return True
        # A title begins with a capital; a sentence that goes on does not, unless its first word
        # is ISO. And it goes on so fast that nobody can have looked at what the last letter opened.
        goes_on = not char.isupper() or self._first.typed.isupper()
        at_once = event.time - self._places[-1][0] <= FAST
        return goes_on and at_once and bool(self._first.typed or self._browsed)

    def _leads_on(self) -> bool:
        """Whether more letters led to a field than its command has: one alone is a command, and
        two may be, where each of them means something."""
        from auditkit.tui.screens.finder import FinderScreen  # not for the first paint
        from auditkit.tui.screens.form import FormScreen
        from auditkit.tui.screens.picker import PickerScreen

        screen, letters = self._app.screen, {each.char for each in self._browsed}
        if getattr(screen, "WHERE", "") == "editor" or isinstance(screen, PickerScreen):
            return len(letters) > 1
        meant = all(each.meant for each in self._browsed)
        return isinstance(screen, FormScreen | FinderScreen) and len(letters) > 1 + meant

    def _end_word(self, char: str) -> bool:
        """What ends the first word shows whether it was one; whether both were taken as text."""
        first, place = self._first, self._from
        # A sign right behind the letters begins something, such as the mark of a line.
        ends = bool(first.rest) or (bool(first.typed) and char == " ")
        lost = ends and first.lost_its_letters(self._app.session.audit)
        if not lost or place is None or self._mended(place):
            first.end()
            return False
        self._catch(place, f"{first.typed}{char}")
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
        return Place(mode, session.key, session.place(mode), show, revision)

    def _catch(self, place: Place, text: str) -> None:
        """Take back, go back, and let the text go on."""
        app, changed = self._app, False
        changes = {at: each for at, each in self._changes.items() if at >= place.revision}
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
        self._offer(place, text, TYPED, changed=changed)

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

    def _offer(self, place: Place, text: str, did: str, *, changed: bool) -> None:
        app = self._app
        if place.mode == "audit" and app.session.requirement is not None:
            app.screen.query_one(Notes).begin(text)
            self._show_note(did, changed=changed)
            return
        self._enter_earlier()
        app.capture(text)
        # Once the line is there: it is begun without the space behind its last word.
        app.screen.call_later(stand_in_line, app.screen, text, did, changed)

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
