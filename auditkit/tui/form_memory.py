"""What was typed into the forms of an audit and not given yet: it is there when a form comes again,
also after the next start. It holds no widget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditkit.record.unfinished_forms import Forms, UnfinishedForm, encoded
from auditkit.text import clip, one_line
from auditkit.tui.commands import key_of

_MOST = 5
"""Forms that are named one by one."""
_SHOWN = 300
"""Characters of a text that are shown before it is let go."""
_LEADS = {
    "details": ("", "audit.details"),
    "statement": ("go.evidence", "evidence.statement"),
    "car": ("go.findings", "car.request"),
    "import": ("go.cars", "car.import"),
    "cite": ("go.audit", "evidence.link"),
}
"""First words of the names of forms, with the screen and the command that open them."""


class FormText(dict[str, str]):
    """What one form holds that differs from the record, by the names of its fields."""

    def __init__(self, name: str, title: str = "", texts: Mapping[str, str] | None = None) -> None:
        super().__init__(texts or {})
        self.name = name
        """The name of the form: what it is, and the id of what it is about."""
        self.title = title

    def encoded(self) -> str:
        """As it is kept; empty for nothing."""
        form = UnfinishedForm(title=self.title, texts=dict(self))
        return encoded(form) if self else ""


class FormMemory:
    """The texts of all forms of an audit, and which of them are to be saved."""

    def __init__(self, left: Forms) -> None:
        """``left``: what an earlier run left in forms."""
        self._texts = {name: FormText(name, form.title, form.texts) for name, form in left.items()}
        self._told = {name: text.encoded() for name, text in self._texts.items()}
        self._left = tuple(self._texts)

    def setdefault(self, name: str, default: Mapping[str, str] | None = None) -> FormText:
        """The text of a form, whose name is the same whenever it is asked for; as that of a
        dictionary, and what happens to it is seen here."""
        return self._texts.setdefault(name, FormText(name, texts=default))

    def pop(self, name: str, default: None = None) -> None:  # noqa: ARG002 - as a dictionary has it
        """The form was given."""
        if name in self._texts:
            self._texts[name].clear()

    def changed(self) -> Iterator[tuple[str, str]]:
        """Name and text (as `FormText.encoded`) of each form that holds something else than when
        this was last asked."""
        for name, text in self._texts.items():
            if (now := text.encoded()) != self._told.get(name, ""):
                self._told[name] = now
                yield name, now

    def forget_saved(self) -> None:
        """None of it is on the disk where the audit is now."""
        self._told.clear()

    def waiting(self) -> list[str]:
        """In words what an earlier run left in forms and was not given since."""
        waiting = self._waiting()
        said = [_waits(each) for each in waiting[:_MOST]]
        more = len(waiting) - len(said)
        return said + [f"{more} more forms hold what is not given yet."] * (more > 0)

    def waiting_texts(self) -> list[str]:
        """All of that itself, a line for each field."""
        return [
            f"· {one_line(form.title)}: {clip(one_line(' '.join(text.split())), _SHOWN)}"
            for form in self._waiting()
            for text in form.values()
        ]

    def let_go(self) -> None:
        """Nobody wants it any more."""
        for form in self._waiting():
            form.clear()

    def _waiting(self) -> list[FormText]:
        return [self._texts[name] for name in self._left if self._texts[name]]


def _waits(text: FormText) -> str:
    screen, command = _LEADS.get(text.name.split(" ")[0], ("", ""))
    title = clip(one_line(text.title), 60) or "A form"
    opens = "it is there when the form comes again."
    if command:
        where = f" on screen {key_of(screen)}" if screen else ""
        opens = f"{key_of(command)}{where} opens it."
    return f"{title}: what you typed is not given yet; {opens}"
