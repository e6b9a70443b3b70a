"""E-mail, as EML (RFC 5322) and MSG (Outlook): the body and every attachment are members, each a document of its own.

The one home of oxmsg.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from html import escape

import oxmsg

from lotgate.errors import DamagedFile
from lotgate.loading.archive import Member
from lotgate.loading.bounds import Allowance
from lotgate.loading.encodings import decoded_text
from lotgate.loading.html import known_encoding
from lotgate.loading.picture import picture_size
from lotgate.loading.sniff import Format

_SMALLEST_PICTURE = 200
"""Pixels: pictures within a mail's text that are smaller on either side are logos and smileys."""
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f/\\:]+")
_BODY_TAG = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_MOST_PARTS = 5_000


def unpack_eml(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """The mail's body, then its attachments in order; a mail within the mail is one attachment."""
    # compat32, since the newer policies parse headers by a grammar that fails on what spammers and old programs write.
    message = message_from_bytes(data, policy=policy.compat32)
    leaves = list(_leaves(message, _MOST_PARTS))
    allowance.spend(sum(len(_payload(part)) for part in leaves), "the mail's parts")
    texts = [part for part in leaves if _is_body(part)]
    plain = next((_text(part) for part in texts if part.get_content_type() == "text/plain"), None)
    html = next((_text(part) for part in texts if part.get_content_type() == "text/html"), None)
    if body := _body(_header(message, "subject"), plain, html):
        yield body
    used = {id(part) for part in texts if part.get_content_type() in ("text/plain", "text/html")}
    number = 0
    for part in leaves:
        if id(part) in used or _is_decoration(part):
            continue
        number += 1
        yield _attachment(part, number)


def unpack_msg(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """The same for an Outlook message; a message attached to it cannot be opened and says so."""
    message = oxmsg.Message.load(io.BytesIO(data))
    subject, plain, html = (_property(message, name) for name in ("subject", "body", "html_body"))
    if body := _body(subject or "", plain, html):
        yield body
    for number, attachment in enumerate(message.attachments, 1):
        name = _clean(attachment.file_name or "") or f"attachment-{number}"
        content = attachment.file_bytes
        allowance.spend(len(content or b""), name)
        if content is None:
            yield Member(name, _embedded_message)
        else:
            yield Member(name, lambda content=content: content)  # type: ignore[misc]


def _property(message: oxmsg.Message, name: str) -> str | None:
    """A text of the message, ``None`` when it is missing or in an encoding that cannot be read."""
    try:
        value = getattr(message, name)
    except (UnicodeError, LookupError):
        return None
    return value if isinstance(value, str) else None


def _embedded_message() -> bytes:
    raise DamagedFile(
        "an Outlook item attached to an Outlook message cannot be opened",
        advice="Open the mail in Outlook, save the attached message as a file of its own, and send that.",
    )


def _leaves(message: Message, most: int) -> Iterator[Message]:
    """The parts that hold content; mails within the mail are not entered."""
    waiting: list[Message] = [message]
    seen = 0
    while waiting and seen < most:
        part = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(p for p in reversed(inner) if isinstance(p, Message))
        else:
            yield part


def _is_body(part: Message) -> bool:
    return (
        part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment" and not _filename(part)
    )


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    data = _payload(part)
    encoding = known_encoding(_charset(part))
    if encoding:
        return data.decode(encoding, "replace")
    return decoded_text(data) or data.decode("utf-8", "replace")


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, MessageError):
        return ""


def _body(subject: str, plain: str | None, html: str | None) -> Member | None:
    """The text that people see: the HTML form where it holds a table (its plain twin loses it), else the plain one."""
    subject = " ".join(subject.split())
    if html and ("<table" in html.lower() or not (plain or "").strip()):
        heading = f"<h2>{escape(subject)}</h2>"
        at = match.end() if (match := _BODY_TAG.search(html)) else 0
        content = html[:at] + heading + html[at:]
        return Member("body", lambda: content.encode("utf-8", "replace"), Format.HTML)
    if subject or (plain or "").strip():
        text = f"{subject}\n\n{plain or ''}".replace("\x00", "")
        return Member("body", lambda: text.encode("utf-8", "replace"), Format.TEXT)
    return None


def _attachment(part: Message, number: int) -> Member:
    name = _clean(_filename(part))
    if not name and part.get_content_type() == "message/rfc822":
        name = f"mail-{number}.eml"
    return Member(name or f"attachment-{number}", lambda: _payload(part))


def _is_decoration(part: Message) -> bool:
    """Logos shown within the text, and what mail programs add for each other."""
    if part.get_content_type() in ("application/pkcs7-signature", "application/pgp-signature", "text/calendar"):
        return True
    if part.get_content_maintype() == "text" and not _filename(part):
        return part.get_content_disposition() != "attachment"
    if part.get_content_maintype() == "message" and part.get_content_type() != "message/rfc822":
        return True
    shown_inside = part.get_content_disposition() == "inline" or part.get("content-id") is not None
    size = picture_size(_payload(part)) if shown_inside and part.get_content_maintype() == "image" else None
    return size is not None and min(size) < _SMALLEST_PICTURE


def _filename(part: Message) -> str:
    try:
        return _decoded_header(part.get_filename() or "")
    except (LookupError, ValueError, TypeError, MessageError):
        return ""


def _header(message: Message, name: str) -> str:
    return _decoded_header(str(message.get(name) or ""))


def _decoded_header(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError, MessageError):
        return value


def _clean(name: str) -> str:
    return _UNSAFE_IN_NAME.sub("_", name).strip(" ._")
