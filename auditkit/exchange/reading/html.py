"""HTML that is built from elements: whatever is no markup already is escaped, without exception."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from auditkit import text as guard


class Markup(str):
    """HTML that may stand as it is."""

    __slots__ = ()


Content = str | Markup
NOTHING = Markup("")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
"""Content security policy of every page: it loads nothing and runs nothing."""
NONE_SHOWN = "\u2013"
_VOID = frozenset({"br", "meta", "hr"})
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def safe(content: Content) -> Markup:
    """Markup as it is; text escaped, with control characters and the like made visible."""
    return content if isinstance(content, Markup) else Markup(escape(guard.lines(content)))


def joined(parts: Iterable[Content], between: Content = "") -> Markup:
    """Parts one after the other."""
    return Markup(safe(between).join(map(safe, parts)))


def element(tag: str, /, *children: Content, **attributes: str) -> Markup:
    """One element; ``class_`` and the like lose their underscore, ``aria_label`` becomes
    ``aria-label``. Attributes that are empty are left away."""
    given = "".join(
        f' {key.strip("_").replace("_", "-")}="{safe(value)}"'
        for key, value in attributes.items()
        if value
    )
    if tag in _VOID:
        return Markup(f"<{tag}{given}>")
    return Markup(f"<{tag}{given}>{joined(children)}</{tag}>")


def prose(text: str, otherwise: str = "") -> Markup:
    """What a person wrote: a blank line begins a paragraph, any other break stays one. The
    direction of writing follows the text."""
    paragraphs = [each for each in re.split(r"\n\s*\n", guard.lines(text)) if each.strip()]
    if not paragraphs:
        return element("p", otherwise, class_="quiet") if otherwise else NOTHING
    return joined(
        element("p", joined(each.strip("\n").split("\n"), Markup("<br>")), dir="auto")
        for each in paragraphs
    )


def said(text: str) -> Markup:
    """A short text of a person, of which the direction of writing follows the text."""
    return element("bdi", text)


def bullets(items: Iterable[Content], kind: str = "ul") -> Markup:
    """A list; nothing where it would be empty."""
    made = joined(element("li", each) for each in items)
    return element(kind, made) if made else NOTHING


def facts(rows: Iterable[tuple[str, Content]]) -> Markup:
    """Terms and what is said of them; a term of which nothing is said is left away."""
    pairs = joined(
        element("div", element("dt", term), element("dd", value)) for term, value in rows if value
    )
    return element("dl", pairs) if pairs else NOTHING


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Content]], kind: str = ""
) -> Markup:
    """A table with a caption; the first cell of each row names the row."""
    head = element("tr", *(element("th", each, scope="col") for each in columns))
    body = joined(
        element("tr", _row_name(row[0]), *(element("td", cell or NONE_SHOWN) for cell in row[1:]))
        for row in rows
    )
    made = element(
        "table", element("caption", caption), element("thead", head), element("tbody", body)
    )
    # On a narrow screen a wide table moves by itself, also from the keyboard.
    return element(
        "div",
        made,
        class_=f"table {kind}".strip(),
        role="region",
        aria_label=caption,
        tabindex="0",
    )


def _row_name(content: Content) -> Markup:
    return element("th", content or NONE_SHOWN, scope="row")


def section(identity: str, title: Content, *children: Content, level: int = 2) -> Markup:
    """A part of the page with its heading."""
    name = f"{identity}-title"
    heading = element(f"h{level}", title, id=name)
    return element("section", heading, *children, id=identity, aria_labelledby=name)


def anchor(kind: str, label: str) -> str:
    """The id of the place where something labelled is told in full."""
    return f"{kind}-{_NOT_IN_ID.sub('-', label.lower()).strip('-')}"


def link(kind: str, label: str) -> Markup:
    """A reference to such a place on the same page."""
    return element("a", label, href=f"#{anchor(kind, label)}", class_="label")


def status(word: str) -> Markup:
    """A verdict, grade or state: always its word, with a colour as well."""
    return element("span", word, class_=f"status {_NOT_IN_ID.sub('-', word.lower())}")


def head(title: str, style: str) -> Markup:
    """The head of a page that stands alone: its style is in it, and it loads nothing."""
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=Markup(_POLICY)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(f"\n{style}")),
    )
