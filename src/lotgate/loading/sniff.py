"""What kind of file some bytes are, from the bytes alone: names and extensions lie."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from lotgate.errors import DamagedFile
from lotgate.loading.csv_text import delimiter_of
from lotgate.loading.encodings import decoded_text
from lotgate.loading.ole import is_ole, stream_names


class Format(StrEnum):
    """The kinds of file that lotgate can tell apart; those of ``UNREAD`` are recognised only to say so."""

    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    HTML = "html"
    EML = "eml"
    MSG = "msg"
    ZIP = "zip"
    PICTURE = "picture"
    TEXT = "text"
    ENCRYPTED_OFFICE = "encrypted office file"
    XML = "file of plain XML"
    SEVEN_ZIP = "7z archive"
    RAR = "RAR archive"
    GZIP = "gzip file"
    PRESENTATION = "presentation"
    OLE = "OLE container of an unknown kind"
    UNKNOWN = "unknown"


UNREAD = (Format.XML, Format.SEVEN_ZIP, Format.RAR, Format.GZIP, Format.PRESENTATION, Format.OLE, Format.UNKNOWN)

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"{\\rtf", Format.RTF),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"Rar!\x1a\x07", Format.RAR),
    (b"\x1f\x8b", Format.GZIP),
    (b"\x89PNG\r\n\x1a\n", Format.PICTURE),
    (b"\xff\xd8\xff", Format.PICTURE),
    (b"II*\x00", Format.PICTURE),
    (b"MM\x00*", Format.PICTURE),
    (b"II+\x00", Format.PICTURE),
    (b"MM\x00+", Format.PICTURE),
    (b"GIF87a", Format.PICTURE),
    (b"GIF89a", Format.PICTURE),
)
PDF_WITHIN = 1024
"""Readers accept a PDF header anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3, note 13)."""
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OLE_STREAMS = (
    ("EncryptedPackage", Format.ENCRYPTED_OFFICE),
    ("__properties_version1.0", Format.MSG),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("WordDocument", Format.DOC),
    ("PowerPoint Document", Format.PRESENTATION),
)
_ZIP_PARTS = (
    ("word/", Format.DOCX),
    ("xl/", Format.XLSX),
    ("ppt/", Format.PRESENTATION),
)
_ODF_TYPES = (
    (b"application/vnd.oasis.opendocument.spreadsheet", Format.ODS),
    (b"application/vnd.oasis.opendocument.text", Format.ODT),
    (b"application/vnd.oasis.opendocument.presentation", Format.PRESENTATION),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta|title|style|p|h\d|center|span|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z_][\w.:-]*(?:\s[^<>]*)?>)")
_MAIL_HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?", re.MULTILINE)
_MAIL_ONLY = {"from", "received", "return-path", "mime-version", "message-id", "delivered-to", "x-mailer"}
_MAIL_TOO = {"subject", "to", "date", "cc", "content-type", "content-transfer-encoding", "reply-to", "sender"}
_HEAD = 16_384


def sniff(data: bytes) -> Format:
    """The kind of file; ``UNKNOWN`` where nothing fits. ``DamagedFile`` for a container too broken to look into."""
    if is_pdf(data):
        return Format.PDF
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if _is_other_picture(data):
        return Format.PICTURE
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data)
    if is_ole(data):
        return _ole_kind(data)
    return _text_kind(data)


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF; its first 1,024 bytes are enough to tell."""
    return b"%PDF-" in data[:PDF_WITHIN] and not data.startswith(b"PK\x03\x04")


def _is_other_picture(data: bytes) -> bool:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    if data[4:8] == b"ftyp":
        return data[8:12] in _HEIF_BRANDS
    return (
        data[:2] == b"BM"
        and len(data) > 30
        and data[6:10] == b"\0\0\0\0"
        and data[14:18] in (b"\x28\0\0\0", b"\x7c\0\0\0")
    )


def _zip_kind(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = [info.filename for info in infos[:2_000]]
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _ZIP_PARTS if any(n.startswith(part) for n in names)), Format.ZIP)
            if infos and infos[0].filename == "mimetype" and infos[0].file_size < 200:
                with archive.open(infos[0]) as stream:
                    declared = stream.read(200)
                return next((kind for text, kind in _ODF_TYPES if declared.startswith(text)), Format.ZIP)
    except Exception as error:  # zipfile raises half a dozen unrelated classes on a broken directory
        raise DamagedFile("a zip container (ZIP, XLSX, DOCX) that is broken or cut short") from error
    return Format.ZIP


def _ole_kind(data: bytes) -> Format:
    names = stream_names(data)
    return next((kind for name, kind in _OLE_STREAMS if name in names), Format.OLE)


def _text_kind(data: bytes) -> Format:
    text = decoded_text(data[:_HEAD], cut=len(data) > _HEAD)
    markup = data[:_HEAD].decode("latin-1") if text is None else text.lstrip("\ufeff")
    if _is_mail(markup):  # mails and pages state their encodings further down, part by part
        return Format.EML
    if _HTML.match(markup):
        return Format.HTML
    if text is None:
        return Format.UNKNOWN
    if _XML.match(text):
        return Format.HTML if re.search(r"<html\b", text[:2_000], re.IGNORECASE) else Format.XML
    return Format.CSV if delimiter_of(text) else Format.TEXT


def _is_mail(text: str) -> bool:
    """Mail headers from the very first line on: at least two known ones, one of them used by nothing but mail."""
    block = re.split(r"\r?\n\r?\n", text.lstrip("\ufeff"), maxsplit=1)[0]
    if block.startswith("From "):  # a message cut out of an mbox file
        block = block.partition("\n")[2]
    lines = [line for line in block.splitlines() if line[:1] not in (" ", "\t")]
    names = [match[1].lower() for line in lines if (match := _MAIL_HEADER.match(line))]
    if len(names) < max(2, len(lines) * 0.9):
        return False
    return bool(_MAIL_ONLY.intersection(names)) and len((_MAIL_ONLY | _MAIL_TOO).intersection(names)) >= 2
