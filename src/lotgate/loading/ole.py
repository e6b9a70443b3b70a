"""OLE compound files (the container of XLS, DOC, MSG and of encrypted office files). The one home of olefile."""

from __future__ import annotations

import io

import olefile  # type: ignore[import-untyped]

from lotgate.errors import DamagedFile

_MOST_CLAIMED = 4
_WORD_FLAGS_AT = 0x0A
_WORD_ENCRYPTED = 0x0100


def is_ole(data: bytes) -> bool:
    """Whether the bytes start as such a container does."""
    return data.startswith(olefile.MAGIC)


def stream_names(data: bytes) -> frozenset[str]:
    """The names in the container's root; ``DamagedFile`` when its directory cannot be read."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = frozenset(path[0] for path in container.listdir(streams=True, storages=True))
            claimed = sum(entry.size for entry in container.direntries if entry is not None)
    except Exception as error:  # olefile lets struct, index and type errors of broken sectors through
        raise DamagedFile("an Office file (XLS, DOC or MSG) that is broken or cut short") from error
    if claimed > _MOST_CLAIMED * len(data):  # streams that share their sectors multiply when they are read
        raise DamagedFile("an Office file whose parts claim more than the file holds")
    return names


def word_is_encrypted(data: bytes) -> bool:
    """Whether a Word 97 file asks for a password ([MS-DOC] 2.5.2, FibBase.fEncrypted)."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container, container.openstream("WordDocument") as stream:
            head = stream.read(_WORD_FLAGS_AT + 2)
    except Exception as error:
        raise DamagedFile("a Word file that is broken or cut short") from error
    return bool(int.from_bytes(head[_WORD_FLAGS_AT:], "little") & _WORD_ENCRYPTED)
