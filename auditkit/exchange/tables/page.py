"""The tables as one page for a browser: it loads nothing, runs nothing, and prints."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from auditkit.exchange.reading.html import Markup, bullets, element, head, joined, safe
from auditkit.exchange.tables.model import Table, Value
from auditkit.exchange.tables.separated import dated

# The page may load nothing at all, whatever a record holds and whatever a browser would do.


def page(tables: Sequence[Table], title: str, origin: str) -> bytes:
    """The whole page, in UTF-8; ``origin`` says which record it was made from."""
    made = element(
        "html",
        _head(title),
        element(
            "body",
            element("header", element("h1", title, dir="auto"), element("p", origin)),
            element("nav", bullets(map(_entry, tables)), aria_label="Tables"),
            element("main", *map(_section, tables)),
        ),
        lang="en",
    )
    return f"<!DOCTYPE html>\n{made}\n".encode()


def _head(title: str) -> Markup:
    style = (files("auditkit.exchange.tables") / "style.css").read_text("utf-8")
    return head(title, style)


def _entry(table: Table) -> Markup:
    return element("a", f"{table.title} ({len(table.rows)})", href=f"#{table.name}")


def _section(table: Table) -> Markup:
    heading = element("h2", table.title, id=f"{table.name}-title")
    return element("section", heading, _table(table), id=table.name)


def _table(table: Table) -> Markup:
    if not table.rows:
        return element("p", "Nothing is recorded.")
    head = element(
        "tr",
        *(
            element("th", each.title, scope="col", style=f"min-width: {each.width}ch")
            for each in table.columns
        ),
    )
    cells = _cells(table)
    body = joined(_row(cells, row) for row in table.rows)
    made = element("table", element("thead", head), element("tbody", body))
    # A wide table moves by itself, also from the keyboard.
    name = f"{table.name}-title"
    return element("div", made, class_="table", role="region", aria_labelledby=name, tabindex="0")


def _cells(table: Table) -> list[tuple[str, str]]:
    """How the cells of a row begin and end. Each names its column, for paper and narrow screens,
    where a row is a list; made once, because there may be hundreds of thousands."""
    _, *rest = table.columns
    made = [element("th", "\n", scope="row", dir="auto")]
    made += [element("td", "\n", data_label=each.title, dir="auto") for each in rest]
    return [(begin, end) for begin, _, end in (each.partition("\n") for each in made)]


def _row(cells: Sequence[tuple[str, str]], row: Sequence[Value]) -> Markup:
    shown = (f"{begin}{_shown(value)}{end}" for (begin, end), value in zip(cells, row, strict=True))
    return element("tr", Markup("".join(shown)))


def _shown(value: Value) -> Markup:
    return safe(value if isinstance(value, str) else dated(value))
