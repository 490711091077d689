"""The board of corrective-action requests: where each stands, what it waits for, the next step."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from auditkit.analysis.ageing import AgedCar, aged
from auditkit.errors import AuditkitError
from auditkit.record.cars import NEXT_STATES
from auditkit.record.model import Car, CarState
from auditkit.tui import car_board as board
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.key_words import taken_back
from auditkit.tui.screens.car_forms import (
    ANSWER,
    DATES,
    DUE,
    LONG,
    STEPS,
    typed_date,
    typed_fields,
    typed_path,
)
from auditkit.tui.screens.confirm import ConfirmScreen
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.history import HistoryScreen
from auditkit.tui.screens.listing import ListingScreen
from auditkit.tui.screens.picker import Choice
from auditkit.tui.text import label, set_title
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.car_column import CarColumn
from auditkit.tui.widgets.line_list import Line, LineList

ROOMY = 120
"""Columns of the terminal from which the states stand beside each other."""


class CarsScreen(ListingScreen):
    """A column for each state, or a list grouped by state, what waits for the auditor first."""

    WHERE = "cars"
    HEADING = "Corrective-action requests"
    BINDINGS = bindings_for("cars", priority=True)
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    CarsScreen #columns { height: 1fr; }
    CarsScreen CarColumn { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        findings, issue = key_of("go.findings"), key_of("car.request")
        self.EMPTY = (
            f"No CAR yet. On the findings screen ({findings}), {issue} issues one for an issued "
            "nonconformity."
        )

    def body(self) -> ComposeResult:
        """The columns, the list that takes their place where it is narrow, the detail."""
        with Horizontal(id="columns"):
            for number in range(len(board.COLUMNS)):
                yield CarColumn(id=f"column{number}")
        yield from super().body()

    def show(self) -> None:
        """Everything anew; the cursor stays on its request, wherever that went."""
        cars = board.in_order(self.session.audit, date.today())
        roomy = bool(cars) and self.app.size.width >= ROOMY
        self.query_one("#columns").display = roomy
        self.query_one("#lines").display = not roomy
        super().show()
        if roomy:
            self._show_columns(cars)
        elif self.query_one("#detail") is not self.focused:
            self.query_one("#lines", LineList).focus()
        self._offer_keys()

    def _offer_keys(self) -> None:
        """Only what means something for the request under the cursor is offered below."""
        key = self.query_one("#lines", LineList).key
        car = self.session.audit.car(key) if key else None
        self.query_one(CommandFooter).leave_out(board.idle_commands(car))

    def _show_columns(self, cars: Sequence[AgedCar]) -> None:
        key = self.query_one("#lines", LineList).key
        for (name, states), column in zip(board.COLUMNS, self._columns(), strict=True):
            own = [each.car.id for each in cars if each.car.state in states]
            column.set_lines(board.column_lines(cars, states, date.today()), key)
            set_title(column, name, board.column_count(cars, states))
            if key in own and self.query_one("#detail") is not self.focused:
                column.focus()

    def lines(self) -> Sequence[Line]:
        """A heading for each state that has requests, then those."""
        today = date.today()
        return board.grouped_lines(board.in_order(self.session.audit, today), today)

    def summary(self) -> str:
        """How many are open and late."""
        return board.board_summary(board.in_order(self.session.audit, date.today()))

    def below(self) -> str:
        """The same, where columns stand in the place of the list."""
        return self.summary() if self.query_one("#columns").display else ""

    def detail(self, key: str) -> tuple[str, Content]:
        """The request with its answer, and what it needs next."""
        car = self.session.audit.car(key)
        each = aged(car, self.session.audit.finding(car.finding), date.today())
        text = board.car_detail(each, date.today())
        title = f"{car.label} {car.state} · {each.finding.label}: {each.finding.title}"
        return title, text

    def reference(self) -> str:
        """The label of the request."""
        return self.session.audit.car(self.chosen).label

    def on_resize(self) -> None:
        """Columns where there is room for them."""
        super().on_resize()
        if self.is_mounted:
            self.show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The detail follows, and the list keeps the place for the columns."""
        self.query_one("#lines", LineList).move_to(message.key)
        super().on_line_list_moved(message)
        self._offer_keys()

    async def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter is the answer."""
        await self.app.run_action("answer", self)

    def action_column(self, step: int) -> None:
        """The requests of the next or previous state that has some."""
        listing = self.query_one("#lines", LineList)
        if self.query_one("#columns").display:
            ways = [column for column in self._columns() if column.key]
            here = next((i for i, each in enumerate(ways) if each.key == listing.key), 0)
            target = ways[max(0, min(len(ways) - 1, here + step))].key
        else:
            target = self._first_of_group(self.chosen, step)
        listing.move_to(target)
        self.session.keep_place(self.place_name, target)
        self.show()

    def _first_of_group(self, key: str, step: int) -> str:
        cars = board.in_order(self.session.audit, date.today())
        firsts: dict[CarState, str] = {}
        for each in cars:
            firsts.setdefault(each.car.state, each.car.id)
        ways = [state for state in board.GROUPS if state in firsts]
        here = ways.index(self.session.audit.car(key).state)
        return firsts[ways[max(0, min(len(ways) - 1, here + step))]]

    def _columns(self) -> list[CarColumn]:
        return list(self.query(CarColumn))

    def action_answer(self) -> None:
        """Write down what the auditee answered, as far as it is known."""
        car = self.session.audit.car(self.chosen)
        if car.state is CarState.EFFECTIVE:
            raise AuditkitError(f"{car.label} is closed as effective; its answer stays.")

        def give(fields: dict[str, Any]) -> None:
            self.session.audit.edit_car(car.id, **fields)
            on = key_of("car.advance")
            self.say(f"{car.label}: answer noted, still {car.state}; {on} takes it on.")

        title = f"{car.label}: note what was answered; it stays {car.state}"
        self._ask(car, title, ANSWER, give)

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

    def action_due(self) -> None:
        """Other dates for what is due."""
        car = self.session.audit.car(self.chosen)
        if car.state is CarState.EFFECTIVE:
            raise AuditkitError(f"{car.label} is closed as effective: nothing is due any more.")

        def give(fields: dict[str, Any]) -> None:
            self.session.audit.edit_car(car.id, **fields)
            self.say(f"{car.label}: dates changed; {taken_back()}.")

        self._ask(car, f"{car.label}: what is due when", DUE, give)

    def action_history(self) -> None:
        """Who changed what in this request and its finding; in all where there is none."""
        key = self.query_one("#lines", LineList).key
        if not key:
            super().action_history()
            return
        car = self.session.audit.car(key)
        self.app.push_screen(HistoryScreen(finding=car.finding, title=car.label))

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
            told = f"{taken.label} is {taken.state} now, its file is kept"
            self.say(f"{told}; {taken_back()}.")

        title = f"{car.label}: the answer that came in"
        form = ConfirmScreen(title, preview(intake), yes="takes it in", no="leaves it")
        self.kit.ask(form, decided)

    def action_finding(self) -> None:
        """The finding of this request."""
        self.open_finding(self.session.audit.car(self.chosen).finding)

    def _advance(self, car: Car, state: CarState) -> None:
        def give(fields: dict[str, Any]) -> None:
            self.session.audit.advance_car(car.id, state, **fields)
            self.say(f"{car.label} is {state} now; {taken_back()}.")

        finding = self.session.audit.finding(car.finding)
        told = board.remarks(car, finding, date.today())
        looks = "\n".join(f"Look at {each}" for each in told)
        self._ask(
            car, f"{car.label}: {car.state} becomes {state}", STEPS[state], give, looks, _TODAY
        )

    def _ask(
        self,
        car: Car,
        title: str,
        asked: Sequence[tuple[str, str, bool]],
        give: Any,
        words: str = "",
        today: Set[str] = frozenset(),
    ) -> None:
        """``today`` are the dates that are today's where none is known."""
        memory = self.session.form_memory.setdefault(f"{title} {car.id}", {})
        now = date.today().isoformat()
        fields = tuple(
            Field(
                name,
                words,
                str(getattr(car, name) or (now if name in today else "")),
                hint="yyyy-mm-dd" if name in DATES else "",
                required=needed,
                long=name in LONG,
                check=typed_date if name in DATES else None,
            )
            for name, words, needed in asked
        )

        def answered(values: Values | None) -> None:
            if values is None:
                return
            try:
                give(typed_fields(values))
            finally:
                self.show()

        self.kit.ask(FormScreen(title, fields, memory, words=words), answered)


_TODAY = frozenset({"answered", "decided", "implemented", "verified"})


SCREEN = CarsScreen
