"""Catching sentences that are typed where letters are commands: what the letters did is taken
back as one change, and the letters become text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.tui.burst import WINDOW, Burst
from auditkit.tui.commands import MODES, commands_for
from auditkit.tui.first_word import FirstWord
from auditkit.tui.key_names import LISTS
from auditkit.tui.key_words import brought_back
from auditkit.tui.widgets.notes import Notes

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp

_FAST = 0.3
"""Seconds between letters of who goes on typing while a command opens the editor of a finding."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was before the first letter."""

    mode: str
    key: str
    listed: str
    """The line that the list of that screen was on."""


class Guard:
    """Looks at every key before any command does."""

    def __init__(self, app: AuditkitApp) -> None:
        self._app = app
        self._burst = Burst()
        self._places: list[tuple[float, Place]] = []
        self._meant: dict[str, bool] = {}
        """Whether a letter was a command on the screen where it was typed."""
        self._browsed: list[tuple[float, str]] = []
        """When letters were typed where they are commands."""
        self._first = FirstWord()
        self._changes: dict[int, str] = {}
        """The last change at a revision, known where a letter may have changed something: asking
        for it reads the whole history, which moving about must not pay for."""

    def take(self, event: events.Key) -> bool:
        """Whether a key was taken as text here, so that no command sees it."""
        char = event.character
        if not event.is_printable or char is None or len(char) != 1 or not self._watches(event):
            self.forget()
            return False
        app, revision = self._app, self._app.session.audit.revision
        where = getattr(app.screen, "WHERE", "")
        self._places = [each for each in self._places if event.time - each[0] <= WINDOW]
        self._places.append((event.time, self._place()))
        if self._may_change(where, event.key):
            self._changes.setdefault(revision, app.session.audit.last_change)
        browses = self._browses()
        self._browsed = [each for each in self._browsed if event.time - each[0] <= WINDOW]
        if browses:
            self._browsed += [(event.time, char)] if char.isalpha() else []
            self._first.begin(char)
        self._meant[char] = browses and event.key in self._keys(where)
        commands = [each for each, meant in self._meant.items() if meant]
        prose = self._burst.press(char, event.time, commands, str(revision))
        if browses:
            caught = prose
        elif char.isalnum():
            caught = prose and self._leads_on()
            self._first.follow(char)
        else:
            caught = self._first.lost_its_letter(app.session.audit) and not self._mended()
        if caught:
            self._catch()
        return caught

    def forget(self) -> None:
        """What comes next belongs to nothing before."""
        self._burst.forget()
        self._meant.clear()
        self._places.clear()
        self._browsed.clear()
        self._changes.clear()

    def _browses(self) -> bool:
        """Whether letters are commands, or nothing at all, on the screen that is shown."""
        screen = self._app.screen
        if len(self._app.screen_stack) == 1:
            return not getattr(screen, "writing", False)
        return not screen.query("Input, TextArea")

    def _watches(self, event: events.Key) -> bool:
        """On a screen behind a number key while one browses, and where a letter led from there."""
        app = self._app
        if not app.has_audit or app.session.read_only:
            return False
        if len(app.screen_stack) == 1 and self._browses():
            return app.current_mode in MODES
        if not self._places or event.time - self._places[-1][0] > WINDOW:
            return False
        if self._browses():
            return True
        # A title begins with a capital; a sentence that goes on does not. And it goes on so fast
        # that nobody can have looked at what the last letter opened.
        upper = (event.character or "").isupper()
        at_once = event.time - self._places[-1][0] <= _FAST
        return not upper and self._first.letter.isalpha() and at_once

    def _leads_on(self) -> bool:
        """Whether more letters led to a field than its command has: one alone is a command."""
        from auditkit.tui.screens.finder import FinderScreen  # not for the first paint
        from auditkit.tui.screens.form import FormScreen
        from auditkit.tui.screens.picker import PickerScreen

        screen, letters = self._app.screen, {char for _, char in self._browsed}
        if getattr(screen, "WHERE", "") == "editor" or isinstance(screen, PickerScreen):
            return len(letters) > 1
        return isinstance(screen, FormScreen | FinderScreen) and len(letters) > 2

    def _mended(self) -> bool:
        """Where the letter only began a note, or an interview line, it is put there."""
        from auditkit.tui.screens.capture import CaptureScreen, SaidLine

        screen, first = self._app.screen, self._first
        if isinstance(screen, CaptureScreen):
            field: Notes | SaidLine = screen.query_one(SaidLine)
        elif isinstance(screen.focused, Notes):
            field = screen.focused
        else:
            return False
        field.call_later(field.put_before, first.letter, first.rest)
        self.forget()
        return True

    def _place(self) -> Place:
        session, mode = self._app.session, self._app.current_mode
        return Place(mode, session.key, session.place(mode))

    def _may_change(self, where: str, key: str) -> bool:
        return any(c.changes and key in c.keys.split(",") for c in commands_for(where))

    def _keys(self, where: str) -> set[str]:
        keys = (key for each in commands_for(where) for key in each.keys.split(","))
        return LISTS.union(keys)

    def _catch(self) -> None:
        """Take back, go back, and let the text go on."""
        app, skipped = self._app, self._burst.skip_signs()
        text, revision = self._burst.text, int(self._burst.before)
        place = self._places[skipped][1]
        changes = {at: change for at, change in self._changes.items() if at >= revision}
        self.forget()
        app.save_texts()
        screens: list[Screen[object]] = app.screen_stack[1:]
        for _ in screens:
            app.pop_screen()
        try:
            if changes and app.session.audit.revision > min(changes):
                self._take_back(changes[min(changes)])
        except AuditkitError as error:
            app.fail(error)
        self._go_back(place)
        self._offer(place, text)

    def _take_back(self, since: str) -> None:
        session = self._app.session
        before = _findings(session.audit)
        session.audit.take_back(since, "what was typed taken back")
        session.unwanted |= before - _findings(session.audit)

    def _go_back(self, place: Place) -> None:
        app = self._app
        app.session.key = place.key
        app.session.keep_place(place.mode, place.listed)
        if app.current_mode != place.mode:
            app.switch_mode(place.mode)
        app.show_again()

    def _offer(self, place: Place, text: str) -> None:
        app = self._app
        if place.mode != "audit" or app.session.requirement is None:
            app.capture(text)
        else:
            app.screen.query_one(Notes).begin(text)
        told = f"You were typing: what the letters did is taken back ({brought_back()})."
        app.call_after_refresh(app.tell, told)


def _findings(audit: Audit) -> set[str]:
    return {each.id for each in audit.findings(include_withdrawn=True)}
