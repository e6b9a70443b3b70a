"""Zip containers read in memory, bounded: nothing is ever written to disk, no member expands past its allowance.

Office files (XLSX, DOCX, ODS) are such containers, and so are archives.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from lotgate.errors import DamagedFile, ProtectedFile, TooLarge
from lotgate.loading.bounds import MEGABYTE, Allowance, Bounds

_RATIO_FLOOR = 16 * MEGABYTE
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_CHUNK = 1 << 20


class Package:
    """An open zip container. Every read is charged to ``allowance``."""

    def __init__(self, data: bytes, allowance: Allowance) -> None:
        self._allowance = allowance
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise DamagedFile("the zip container is broken or cut short") from error
        self._by_name = {info.filename: info for info in self._zip.infolist()}
        self._refuse_bomb(len(data))

    def _refuse_bomb(self, packed: int) -> None:
        bounds = self._allowance.bounds
        declared = sum(info.file_size for info in self._zip.infolist())
        if declared > bounds.expanded_bytes:
            raise TooLarge(
                f"unpacks to {declared // MEGABYTE:,} MB, more than {bounds.expanded_bytes // MEGABYTE} MB: "
                "possibly an archive bomb"
            )
        if declared > _RATIO_FLOOR and declared > bounds.expansion_ratio * packed:
            raise TooLarge(f"unpacks to {declared // max(packed, 1):,} times its size: possibly an archive bomb")

    def members(self) -> Iterator[zipfile.ZipInfo]:
        """The files in the order in which they are stored, folders left out."""
        return (info for info in self._zip.infolist() if not info.is_dir())

    def has(self, name: str) -> bool:
        return name in self._by_name

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        """The member's bytes; ``DamagedFile``, ``ProtectedFile`` or ``TooLarge`` where that cannot be."""
        chunks: list[bytes] = []
        with self.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
        return b"".join(chunks)

    @contextmanager
    def open(self, member: str | zipfile.ZipInfo) -> Iterator[MeteredStream]:
        """A stream of the member's bytes that stops with a typed error, whatever the directory claims."""
        info = self._by_name.get(member) if isinstance(member, str) else member
        if info is None:
            raise DamagedFile(f"the part {member} is missing")
        if info.flag_bits & _ENCRYPTED:
            raise ProtectedFile(f"{info.filename} is packed with a password")
        try:
            with self._zip.open(info) as raw:
                yield MeteredStream(raw, self._allowance, info.filename)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise DamagedFile(f"the part {info.filename} is broken") from error


class MeteredStream:
    """Charges what is read to the allowance, since sizes in a zip's directory may lie."""

    def __init__(self, raw: IO[bytes], allowance: Allowance, name: str) -> None:
        self._raw, self._allowance, self._name = raw, allowance, name

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        chunk = self._raw.read(size)
        self._allowance.spend(len(chunk), self._name)
        return chunk


def open_package(data: bytes, bounds: Bounds) -> Package:
    """An office file's container, with an allowance of its own."""
    return Package(data, Allowance(bounds))


def clean_name(info: zipfile.ZipInfo) -> str:
    """A member's name for people: no drive, no leading slash, no ``..``, Chinese names decoded."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        name = _decoded_name(name)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [part for part in parts if part not in ("/", "//", "..", ".") and not part.endswith(":")]
    return "".join(c for c in "/".join(kept) if c.isprintable()) or "unnamed"


def _decoded_name(name: str) -> str:
    # A zip without the UTF-8 flag stores the packer's own code page; zipfile reads it as cp437.
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
