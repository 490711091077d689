"""E-mails as a mail program saves them."""

import mimetypes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from .source import Source

HEADERS = ("from", "to", "cc", "subject")
WIDEST_LINE = 78


def write_mail(source: Source, target: Path, attachments: Path) -> None:
    """Write `source` as an e-mail; files it names under `attach` come from `attachments`."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=WIDEST_LINE))
    for name in HEADERS:
        if name in source.facts:
            message[name.title()] = str(source.facts[name])
    message["Date"] = format_datetime(source.moment("date"))
    mark = sha256(target.name.encode()).hexdigest()[:16]
    message["Message-ID"] = f"<{mark}@{source.facts.get('host', 'mail.northfell.example')}>"
    if "reply_to_id" in source.facts:
        message["In-Reply-To"] = str(source.facts["reply_to_id"])
    message.set_content(source.body + "\n", charset="utf-8", cte="quoted-printable")
    for name in source.facts.get("attach", []):
        attach(message, attachments / name)
    if message.is_multipart():
        message.set_boundary(f"=_{mark}")
    target.write_bytes(message.as_bytes())


def attach(message: EmailMessage, path: Path) -> None:
    """Attach one file under its own name."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    main, _, sub = kind.partition("/")
    content = path.read_bytes().replace(b"\r\n", b"\n") if main == "text" else path.read_bytes()
    message.add_attachment(content, maintype=main, subtype=sub, filename=path.name)
