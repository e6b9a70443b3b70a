"""The storage folder: originals under the SHA-256 of their bytes, and each page's picture and words.

Nothing here is ever changed. A file is written beside its place, synced and renamed, so that a name that exists is
whole: a crash leaves at most a file in ``incoming``. Names are made of hashes and numbers only; no name that a stranger
gave becomes a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from lotgate.errors import TooLarge

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024
_DAY_SECONDS = 86_400


def keep(stream: BinaryIO, *, limit: int | None = None) -> tuple[str, int]:
    """Keep the bytes of ``stream``: their SHA-256 and how many they are. ``TooLarge`` beyond ``limit`` bytes."""
    digest, size = hashlib.sha256(), 0

    def pieces() -> Iterator[bytes]:
        nonlocal size
        while piece := stream.read(_PIECE):
            size += len(piece)
            if limit is not None and size > limit:
                raise TooLarge(f"the file is larger than {limit // 2**20} MB")
            digest.update(piece)
            yield piece

    written = _written(pieces())
    _into_place(written, original_path(digest.hexdigest()))
    return digest.hexdigest(), size


def original_path(sha256: str) -> Path:
    """Where the original of that hash lies, whether or not it is there."""
    return _root() / "originals" / _checked(sha256)[:2] / sha256


def open_original(sha256: str) -> BinaryIO:
    """The original's bytes; ``FileNotFoundError`` where it was never kept."""
    return original_path(sha256).open("rb")


def save_page(sha256: str, number: int, picture: bytes, words: Mapping[str, Any]) -> None:
    """Keep page ``number`` (from 1) of the document of that hash: its picture as WebP, its words as plain JSON."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    _into_place(_written([text.encode()]), _page(sha256, number, "json"))
    _into_place(_written([picture]), page_picture(sha256, number))


def page_picture(sha256: str, number: int) -> Path:
    """Where the page's picture lies, whether or not it is there."""
    return _page(sha256, number, "webp")


def page_words(sha256: str, number: int) -> dict[str, Any]:
    """The page's words as they were saved; ``FileNotFoundError`` for a page that never was."""
    words: dict[str, Any] = json.loads(_page(sha256, number, "json").read_bytes())
    return words


def writable() -> bool:
    """Whether a file can be kept just now."""
    try:
        _written([b"lotgate"]).unlink()
    except OSError:
        return False
    return True


def tidy() -> None:
    """Remove what crashes left half written, once it is a day old."""
    for path in (_root() / "incoming").glob("*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _DAY_SECONDS:
                path.unlink()


def _root() -> Path:
    return Path(settings.STORAGE)


def _page(sha256: str, number: int, ending: str) -> Path:
    return _root() / "pages" / _checked(sha256) / f"{int(number)}.{ending}"


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return sha256


def _written(pieces: Iterable[bytes]) -> Path:
    """A new file in ``incoming`` that holds the pieces, safe on the disk; gone where writing fails."""
    folder = _root() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return path


def _into_place(written: Path, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written.replace(place)
    with suppress(OSError):  # Windows does not sync folders
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
