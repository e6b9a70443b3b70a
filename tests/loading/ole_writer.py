"""A small writer of OLE compound files ([MS-CFB]): just enough for messages and for telling Office files apart."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

Tree = dict[str, "bytes | Tree"]

_SECTOR, _MINI = 512, 64
_MINI_LIMIT = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = _FREE
    right: int = _FREE
    start: int = _END


def compound_file(tree: Tree) -> bytes:
    """The container that holds ``tree``: names to bytes, or to storages of the same form."""
    entries = [_Entry("Root Entry", 5)]
    entries[0].child = _add(tree, entries)
    mini, mini_fat = bytearray(), []
    body, fat = bytearray(), []
    for entry in entries[1:]:
        if entry.kind == 2 and len(entry.content) < _MINI_LIMIT:
            entry.start = _chain(entry.content, mini, mini_fat, _MINI)
    for entry in entries[1:]:
        if entry.kind == 2 and len(entry.content) >= _MINI_LIMIT:
            entry.start = _chain(entry.content, body, fat, _SECTOR)
    entries[0].content = bytes(mini)
    entries[0].start = _chain(bytes(mini), body, fat, _SECTOR)
    mini_start = _chain(struct.pack(f"<{len(mini_fat)}I", *mini_fat), body, fat, _SECTOR, b"\xff")
    directory = b"".join(map(_packed, entries))
    directory += _packed(_Entry("", 0)) * (-len(entries) % 4)
    directory_start = _chain(directory, body, fat, _SECTOR)
    fat_sectors = 1
    while fat_sectors * 128 < len(fat) + fat_sectors:
        fat_sectors += 1
    first_fat = len(fat)
    fat += [_FAT] * fat_sectors
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_sectors, directory_start, 0),
        *(_MINI_LIMIT, mini_start, (len(mini_fat) + 127) // 128, _END, 0),
    )
    header += struct.pack("<109I", *[first_fat + i if i < fat_sectors else _FREE for i in range(109)])
    return header + bytes(body) + struct.pack(f"<{len(fat)}I", *fat)


def _add(tree: Tree, entries: list[_Entry]) -> int:
    """Append the tree's entries; the index of the first, the others hanging to its right."""
    indices: list[int] = []
    for name in sorted(tree, key=lambda n: (len(n), n.upper())):
        content = tree[name]
        entry = _Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1)
        indices.append(len(entries))
        entries.append(entry)
        if isinstance(content, dict):
            entry.child = _add(content, entries)
    for left, right in pairwise(indices):
        entries[left].right = right
    return indices[0] if indices else _FREE


def _chain(content: bytes, body: bytearray, table: list[int], size: int, filler: bytes = b"\0") -> int:
    if not content:
        return _END
    start = len(table)
    count = -(-len(content) // size)
    body += content + filler * (count * size - len(content))
    table += [*range(start + 1, start + count), _END]
    return start


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    length = len(name) + 2 if entry.name else 0
    return struct.pack(
        "<64sHBBIII16sI8s8sIII",
        *(name, length, entry.kind, 1, _FREE, entry.right, entry.child, b"", 0, b"", b"", entry.start),
        *(len(entry.content), 0),
    )


def message_file(subject: str, body: str, html: bytes | None, attachments: dict[str, bytes]) -> bytes:
    """An Outlook message ([MS-OXMSG]) with the properties that a reader of text and attachments needs."""
    tree: Tree = {
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        "__substg1.0_001A001F": "IPM.Note".encode("utf-16-le"),
    }
    segments = [_variable(0x0037001F, 0), _variable(0x1000001F, 0), _variable(0x001A001F, 0)]
    if html is not None:
        tree["__substg1.0_10130102"] = html
        segments += [_variable(0x10130102, len(html)), struct.pack("<IIII", 0x3FDE0003, 6, 65001, 0)]
    header = struct.pack("<8x4I8x", 0, len(attachments), 0, len(attachments))
    tree["__properties_version1.0"] = header + b"".join(segments)
    for number, (name, content) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": content,
            "__properties_version1.0": bytes(8)
            + _variable(0x3707001F, 0)
            + _variable(0x37010102, len(content))
            + struct.pack("<IIII", 0x37050003, 6, 1, 0),
        }
    return compound_file(tree)


def _variable(tag: int, size: int) -> bytes:
    return struct.pack("<IIII", tag, 6, size, 0)
