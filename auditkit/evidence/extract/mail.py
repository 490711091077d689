"""Mail as saved by a mail program (``.eml``): headers, body, attachments."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice
from typing import BinaryIO

from auditkit.evidence.extract import attached
from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.encoding import encoding_of
from auditkit.evidence.extract.markup import html_text
from auditkit.evidence.model import Passage

_ATTACHMENTS = 100  # are looked into
_HEADERS = ("Subject", "From", "To", "Cc", "Date")


def mail(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``Subject``, ``From``, ..., then ``body, line 3``, then ``attachment 1`` with its name, and
    ``attachment 1, page 3`` with its text.

    Raises `Unreadable` when it is too big or no mail.
    """
    data = source.read(limits.member_bytes + 1)
    if len(data) > limits.member_bytes:
        raise Unreadable("The mail is too big to be read.")
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        found = [*_headers(message), *_body(message), *_attachments(message, limits)]
    except RecursionError as error:
        raise Unreadable("The parts of the mail are nested too deep to be read.") from error
    # The parser of header fields is known to fall over its own feet on malformed ones.
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable("The mail is malformed.") from error
    if not any(message.get(name) for name in _HEADERS):
        raise Unreadable("This is no mail: it has neither subject nor sender.")
    yield from found


def _headers(message: EmailMessage) -> Iterator[Passage]:
    for name in _HEADERS:
        for value in message.get_all(name, []):
            yield Passage(name, str(value))


def _body(message: EmailMessage) -> Iterator[Passage]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return
    payload = body.get_payload(decode=True)
    text = _decoded(payload if isinstance(payload, bytes) else b"", body.get_content_charset())
    if body.get_content_subtype() == "html":
        yield from (Passage(f"body, {p.place}", p.text) for p in html_text(text))
        return
    for number, line in enumerate(text.splitlines(), 1):
        yield Passage(f"body, line {number}", line)


def _decoded(payload: bytes, charset: str | None) -> str:
    try:
        return payload.decode(charset or encoding_of(payload), "replace")
    except (LookupError, Unreadable):
        return payload.decode("utf-8", "replace")


def _attachments(message: EmailMessage, limits: Limits) -> Iterator[Passage]:
    for number, part in enumerate(islice(message.iter_attachments(), _ATTACHMENTS), 1):
        name = part.get_filename() or part.get_content_type()
        yield Passage(f"attachment {number}", name)
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield from attached(f"attachment {number}", name, payload, limits)
        elif part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            yield from attached(f"attachment {number}", "mail.eml", inner.as_bytes(), limits)
