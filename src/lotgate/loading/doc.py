"""Legacy Word (DOC), RTF and OpenDocument text: turned into DOCX by LibreOffice, where that is installed.

The file goes to a folder of its own with a profile of its own, so that nothing of the user's LibreOffice is touched,
and macros are never run by a conversion.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lotgate.errors import DamagedFile, MissingTool, ProtectedFile, TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.loading.docx import open_docx
from lotgate.loading.ole import word_is_encrypted
from lotgate.loading.package import open_package
from lotgate.model.document import Document

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_SECONDS = 90

Convert = Callable[[bytes, str], bytes]
"""Turns a file's bytes, given its extension, into DOCX."""


def open_doc(data: bytes, name: str, bounds: Bounds) -> Document:
    """A Word 97 to 2003 document; ``MissingTool`` without LibreOffice, ``ProtectedFile`` when it has a password."""
    if word_is_encrypted(data):
        raise ProtectedFile("a Word file with a password")
    return _converted(data, name, bounds, "doc")


def open_rtf(data: bytes, name: str, bounds: Bounds) -> Document:
    """An RTF document."""
    return _converted(data, name, bounds, "rtf")


def open_odt(data: bytes, name: str, bounds: Bounds) -> Document:
    """An OpenDocument text."""
    package = open_package(data, bounds)
    manifest = "META-INF/manifest.xml"
    if package.has(manifest) and b"encryption-data" in package.read(manifest):
        raise ProtectedFile("an OpenDocument file with a password")
    return _converted(data, name, bounds, "odt")


def _converted(data: bytes, name: str, bounds: Bounds, extension: str, convert: Convert | None = None) -> Document:
    docx = (convert or convert_with_libreoffice)(data, extension)
    document = open_docx(docx, name, bounds)
    return replace(document, format=extension, sha256=hashlib.sha256(data).hexdigest())


def convert_with_libreoffice(data: bytes, extension: str) -> bytes:
    """The file as DOCX. The program gets 90 seconds; then it and its children are ended."""
    program = _libreoffice()
    if program is None:
        raise MissingTool(
            f"reading {extension.upper()} files needs LibreOffice, which is not installed here",
            advice="Install LibreOffice (libreoffice-writer), or save the file as DOCX or PDF.",
        )
    with tempfile.TemporaryDirectory(prefix="lotgate-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"in.{extension}")
        source.write_bytes(data)
        _run(program, source, Path(folder))
        result = Path(folder, "out", "in.docx")
        if not result.is_file():
            raise DamagedFile(f"a {extension.upper()} file that LibreOffice cannot open")
        return result.read_bytes()


def _libreoffice() -> str | None:
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _run(program: str, source: Path, folder: Path) -> None:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"),
        *("--outdir", str(folder / "out"), str(source)),
    ]
    process = subprocess.Popen(  # noqa: S603 - a fixed program; the file's own name is never passed on
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TooLarge(f"LibreOffice did not finish the file within {_SECONDS} seconds") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and the children that its starter script leaves behind."""
    if process.poll() is None and hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
