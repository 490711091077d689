"""Corrective-action requests: where each stands, what it waits for, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.content import Content

from auditkit.analysis.counts import due_date, overdue_cars
from auditkit.errors import AuditkitError, UsageError
from auditkit.record.cars import NEXT_STATES
from auditkit.record.model import Car, CarState
from auditkit.tui.commands import bindings_for
from auditkit.tui.outline import GRADE_WORDS
from auditkit.tui.screens.car_forms import ANSWER, STEPS, IncomingScreen, typed_fields, typed_path
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.listing import ListingScreen, named
from auditkit.tui.screens.picker import Choice
from auditkit.tui.text import BAD, HEADING, label
from auditkit.tui.widgets.line_list import Line, LineList


class CarsScreen(ListingScreen):
    """Grouped by state, in the order a request goes through them."""

    WHERE = "cars"
    HEADING = "Corrective-action requests"
    EMPTY = "No CAR yet. On the findings screen (3), a requests one for an issued nonconformity."
    BINDINGS = bindings_for("cars", priority=True)

    def lines(self) -> Sequence[Line]:
        """A heading for each state that has requests, then those."""
        lines: list[Line] = []
        cars = self.session.audit.cars()
        late = {car.id for car in overdue_cars(self.session.audit, date.today())}
        for state in CarState:
            own = [car for car in cars if car.state is state]
            if own:
                heading = label(f"{state} {len(own)}", HEADING)
                lines.append(Line(f"state {state}", heading, selectable=False))
                lines += [self._line(car, car.id in late) for car in own]
        return lines

    def summary(self) -> str:
        """How many are open and late."""
        cars = self.session.audit.cars()
        open_ = sum(car.state is not CarState.EFFECTIVE for car in cars)
        late = len(overdue_cars(self.session.audit, date.today()))
        return f"{open_} open · {late} overdue"

    def detail(self, key: str) -> tuple[str, Content]:
        """The request with its answer."""
        car = self.session.audit.car(key)
        finding = self.session.audit.finding(car.finding)
        text = named(
            (
                ("Finding", f"{finding.label} {finding.title}"),
                (
                    "Issued",
                    f"{car.issued} to {car.issued_to or 'nobody named'}, "
                    f"answer due {car.response_due}",
                ),
                ("Correction", car.correction),
                ("Extent check", car.extent_check),
                ("Root cause", _with(car.root_cause, car.root_cause_method)),
                ("Action", _with(car.corrective_action, car.action_owner, car.action_due)),
                ("Answered", _with(car.answered or "", car.answered_by)),
                ("Decision", _with(car.decided or "", car.decision_reason)),
                ("Implemented", _with(car.implemented or "", car.implementation)),
                ("Effective if", _with(car.effectiveness_criteria, car.effectiveness_due)),
                ("Verified", _with(car.verified or "", car.verified_by, car.effectiveness_result)),
                ("Look at", "\n".join(self._remarks(car))),
            )
        )
        return f"{car.label} {car.state}", text

    def reference(self) -> str:
        """The label of the request."""
        return self.session.audit.car(self.chosen).label

    async def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter is the answer."""
        await self.app.run_action("answer", self)

    def action_answer(self) -> None:
        """Write down what the auditee answered, as far as it is known."""
        car = self.session.audit.car(self.chosen)
        if car.state is CarState.EFFECTIVE:
            raise AuditkitError(f"{car.label} is closed as effective; its answer stays.")

        def give(fields: dict[str, Any]) -> None:
            self.session.audit.edit_car(car.id, **fields)
            self.say(f"{car.label}: answer noted; a advances it when it is complete.")

        self._ask(car, f"{car.label}: the answer", ANSWER, give)

    def action_advance(self) -> None:
        """The next state; asks what it needs."""
        car = self.session.audit.car(self.chosen)
        following = NEXT_STATES[car.state]
        if not following:
            raise AuditkitError(f"{car.label} is closed as effective: there is no next state.")
        if len(following) == 1:
            self._advance(car, following[0])
            return
        lines = [Line(state.name, label(state)) for state in following]

        def chosen(name: str | None) -> None:
            if name:
                self._advance(car, CarState[name])

        self.kit.ask(Choice(f"{car.label} is {car.state}; it becomes", lines), chosen)

    def action_import_answer(self) -> None:
        """Read the form of this request that came back; asks where it is."""
        car = self.session.audit.car(self.chosen)
        memory = self.session.form_memory.setdefault(f"import {car.id}", {})
        field = Field("path", "File that came back (.docx, .txt)", required=True)

        def named(values: Values | None) -> None:
            if values is not None:
                memory.update(values)
                self._preview(car, values["path"])

        self.kit.ask(FormScreen(f"{car.label}: the answer that came in", (field,), memory), named)

    def _preview(self, car: Car, path: str) -> None:
        """What the form says beside the record; taken in once it was seen."""
        from auditkit.documents.intake.keeping import take_in
        from auditkit.documents.intake.preview import preview
        from auditkit.documents.intake.reading import read_in

        intake = read_in(self.session.audit, typed_path(path), expected=car.id)

        def decided(agreed: bool | None) -> None:
            if not agreed:
                self.say("Nothing was taken in.")
                return
            taken = take_in(self.session.audit, intake)
            self.session.form_memory.pop(f"import {car.id}", None)
            self.show()
            self.say(f"{taken.label} is {taken.state} now, its file is kept; u takes that back.")

        title = f"{car.label}: the answer that came in"
        self.kit.ask(IncomingScreen(title, preview(intake)), decided)

    def action_finding(self) -> None:
        """The finding of this request."""
        self.open_finding(self.session.audit.car(self.chosen).finding)

    def _advance(self, car: Car, state: CarState) -> None:
        def give(fields: dict[str, Any]) -> None:
            self.session.audit.advance_car(car.id, state, **fields)
            self.say(f"{car.label} is {state} now; u takes that back.")

        looks = "\n".join(f"Look at {each}" for each in self._remarks(car))
        self._ask(car, f"{car.label}: {state}", STEPS[state], give, looks)

    def _remarks(self, car: Car) -> list[str]:
        """Questions that an answer raises, as long as nobody decided on it."""
        from auditkit.analysis.answer import remark_line, remarks_on_answer

        if car.state is not CarState.ANSWERED:
            return []
        finding = self.session.audit.finding(car.finding)
        return [remark_line(each) for each in remarks_on_answer(car, finding, date.today())]

    def _ask(
        self,
        car: Car,
        title: str,
        asked: Sequence[tuple[str, str, bool]],
        give: Any,
        words: str = "",
    ) -> None:
        memory = self.session.form_memory.setdefault(f"{title} {car.id}", {})
        today = date.today().isoformat()
        fields = tuple(
            Field(
                name,
                words,
                str(getattr(car, name) or (today if name in _TODAY else "")),
                hint="yyyy-mm-dd" if name in _DATES else "",
                required=needed,
            )
            for name, words, needed in asked
        )

        def answered(values: Values | None) -> None:
            if values is None:
                return
            try:
                give(typed_fields(values))
            except UsageError:
                memory.update(values)
                raise
            except AuditkitError:
                memory.update(values)
                raise
            finally:
                self.show()

        self.kit.ask(FormScreen(title, fields, memory, words=words), answered)

    def _line(self, car: Car, late: bool) -> Line:
        finding = self.session.audit.finding(car.finding)
        due = due_date(car)
        word = f"LATE since {due}" if late else f"due {due}" if due else ""
        left = label(f"  {car.label} {GRADE_WORDS[finding.grade]} {finding.label} {finding.title}")
        left.pad_left(2)
        return Line(car.id, left, label(word, BAD if late else ""))


_TODAY = frozenset({"answered", "decided", "implemented", "verified"})
_DATES = frozenset({*_TODAY, "action_due", "correction_date", "effectiveness_due"})


def _with(first: object, *more: object) -> str:
    return " · ".join(str(each) for each in (first, *more) if each)


SCREEN = CarsScreen
