"""ZIP archives, read in memory one member at a time.

Nothing is written to disk, so no path in an archive can do harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lotgate.loading.bounds import Allowance
from lotgate.loading.package import Package, clean_name
from lotgate.loading.sniff import Format

_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What operating systems leave in archives; nobody sent it on purpose."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another; its bytes are unpacked when they are asked for."""

    name: str
    read: Callable[[], bytes]
    kind: Format | None = None
    """Set where the container knows it (a mail's body); otherwise the content tells."""


def unpack_zip(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """The archive's files in the order in which they are stored."""
    package = Package(data, allowance)
    for info in package.members():
        name = clean_name(info)
        if name.startswith(_LITTER[0]) or name.rpartition("/")[2] in _LITTER:
            continue
        yield Member(name, lambda info=info: package.read(info))  # type: ignore[misc]
