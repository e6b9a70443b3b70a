"""The way in: a file's bytes to every document in it, and every failure to one of lotgate's own errors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from lotgate.errors import DamagedFile, EmptyFile, InputError, LotgateError, ProtectedFile, TooLarge, UnsupportedFormat
from lotgate.loading.bounds import MEGABYTE, Allowance, Bounds
from lotgate.loading.sniff import PDF_WITHIN, UNREAD, Format, is_pdf, sniff
from lotgate.model.document import Document, Page

_NO_BOUNDS = Bounds()
_HELD = 8 * MEGABYTE
"""A PDF up to this size is held in memory while it is read."""

# Modules are imported when their first file comes, so that a program that reads one format pays for one.
_OPENERS: dict[Format, tuple[str, str]] = {
    Format.XLSX: ("xlsx", "open_xlsx"),
    Format.XLS: ("xls", "open_xls"),
    Format.ODS: ("ods", "open_ods"),
    Format.CSV: ("csv_text", "open_csv"),
    Format.TEXT: ("csv_text", "open_text"),
    Format.DOCX: ("docx", "open_docx"),
    Format.DOC: ("doc", "open_doc"),
    Format.ODT: ("doc", "open_odt"),
    Format.RTF: ("doc", "open_rtf"),
    Format.HTML: ("html", "open_html"),
    Format.PICTURE: ("picture", "open_picture"),
}
_CONTAINERS: dict[Format, tuple[str, str]] = {
    Format.ZIP: ("archive", "unpack_zip"),
    Format.EML: ("mail", "unpack_eml"),
    Format.MSG: ("mail", "unpack_msg"),
}
_ADVICE = {
    Format.SEVEN_ZIP: "Unpack it and send the files, or pack them as ZIP.",
    Format.RAR: "Unpack it and send the files, or pack them as ZIP.",
    Format.GZIP: "Unpack it and send the files, or pack them as ZIP.",
    Format.PRESENTATION: "Export the slides as PDF.",
}


def load(source: str | Path | bytes, *, name: str | None = None, bounds: Bounds = _NO_BOUNDS) -> Iterator[Document]:
    """Every document in the file, one at a time: one for most files, several for a mail or an archive.

    ``source`` is a path, or the file's bytes; ``name`` is for people. Members of mails and archives are named
    ``delivery.eml/coa.pdf``. A member that cannot be read is still yielded: its ``pages()`` raises the reason, so that
    the members beside it are read and nothing is passed over in silence. A file that cannot be read raises here.
    """
    shown = name or ("document" if isinstance(source, bytes) else Path(source).name)
    data = source if isinstance(source, bytes) else _read(Path(source), bounds)
    if isinstance(data, Path):
        return (_document(path, shown, Format.PDF, bounds) for path in (data,))
    if len(data) > bounds.bytes:
        raise TooLarge(f"{shown}: {len(data) // MEGABYTE:,} MB, more than {bounds.bytes // MEGABYTE} MB")
    return _documents(data, shown, Allowance(bounds), depth=0)


def _read(path: Path, bounds: Bounds) -> bytes | Path:
    """The file's bytes; the path itself of a large PDF, which is read where it lies."""
    try:
        size = path.stat().st_size
        if size > bounds.bytes:
            raise TooLarge(f"{path.name}: {size // MEGABYTE:,} MB, more than {bounds.bytes // MEGABYTE} MB")
        if not path.is_file():
            raise InputError(f"{path} is not a file", advice="Name a file; for a folder, name the files in it.")
        with path.open("rb") as file:
            head = file.read(PDF_WITHIN)
            return path if size > _HELD and is_pdf(head) else head + file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"{path} cannot be opened: {reason}", advice="Check the path and its permissions.") from error


def _documents(
    data: bytes, name: str, allowance: Allowance, *, depth: int, kind: Format | None = None
) -> Iterator[Document]:
    if not data:
        raise EmptyFile(f"{name} has no content (0 bytes)")
    if kind is None:
        with _typed_errors(name):
            kind = sniff(data)
    if kind in _CONTAINERS:
        yield from _members(data, name, kind, allowance, depth=depth + 1)
    else:
        yield _document(data, name, kind, allowance.bounds)


def _document(data: bytes | Path, name: str, kind: Format, bounds: Bounds) -> Document:
    if kind is Format.ENCRYPTED_OFFICE:
        raise ProtectedFile(f"{name} is an Office file with a password")
    if kind in UNREAD:
        raise UnsupportedFormat(f"{name}: this kind of file is not read ({kind.value})", advice=_ADVICE.get(kind))
    with _typed_errors(name):
        document = _open(data, name, kind, bounds)
    if document.page_count > bounds.pages:
        raise TooLarge(f"{name}: {document.page_count:,} pages, more than {bounds.pages:,}")
    return replace(document, open_pages=_guarded(document))


def _open(data: bytes | Path, name: str, kind: Format, bounds: Bounds) -> Document:
    if kind is Format.PDF or isinstance(data, Path):
        from lotgate.loading.pdf import open_pdf  # noqa: PLC0415 - like the others, with its first file

        return open_pdf(data, name)
    module, function = _OPENERS[kind]
    opener: Callable[[bytes, str, Bounds], Document] = getattr(import_module(f"lotgate.loading.{module}"), function)
    return opener(data, name, bounds)


def _members(data: bytes, name: str, kind: Format, allowance: Allowance, *, depth: int) -> Iterator[Document]:
    if depth > allowance.bounds.depth:
        raise TooLarge(f"{name}: archives or mails nested more than {allowance.bounds.depth} deep")
    module, function = _CONTAINERS[kind]
    unpack = getattr(import_module(f"lotgate.loading.{module}"), function)
    with _typed_errors(name):
        for member in unpack(data, allowance):
            nested = f"{name}/{member.name}"
            allowance.spend_member(nested)
            try:
                yield from _documents(member.read(), nested, allowance, depth=depth, kind=member.kind)
            except LotgateError as error:
                yield _unread(nested, error)


def _unread(name: str, error: LotgateError) -> Document:
    """A member that could not be opened, as a document whose pages say why."""

    def pages() -> Iterator[Page]:
        raise error

    return Document(
        name, "unread", hashlib.sha256(name.encode("utf-8", "replace")).hexdigest(), 0, pages, (str(error),)
    )


def _guarded(document: Document) -> Callable[[], Iterator[Page]]:
    def pages() -> Iterator[Page]:
        with _typed_errors(document.name):
            yield from document.open_pages()

    return pages


@contextmanager
def _typed_errors(name: str) -> Iterator[None]:
    """Parsers of strangers' files fail in every way there is; here each failure becomes one of lotgate's own."""
    try:
        yield
    except LotgateError as error:
        if name not in error.message:
            raise type(error)(f"{name}: {error.message}", advice=error.advice) from error
        raise
    except MemoryError as error:
        raise TooLarge(f"{name} needs more memory than there is") from error
    except RecursionError as error:
        raise TooLarge(f"{name} is nested too deeply") from error
    except Exception as error:  # the border: xlrd, email and Pillow raise whatever the broken bytes lead them to
        raise DamagedFile(f"{name} is broken: {type(error).__name__} while reading it") from error
