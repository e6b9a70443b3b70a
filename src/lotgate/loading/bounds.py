"""How much of a stranger's file is read before it counts as too large."""

from __future__ import annotations

from dataclasses import dataclass, field

from lotgate.errors import TooLarge

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits on one file, all of its parts together. A certificate stays far below every one of them."""

    bytes: int = 100 * MEGABYTE
    """Size of the file itself."""
    expanded_bytes: int = 400 * MEGABYTE
    """Size of everything unpacked from it."""
    expansion_ratio: int = 200
    """Unpacked size to packed size, looked at above 16 MB; deflated text reaches about 50, a bomb 1,000."""
    pages: int = 2_000
    cells: int = 200_000
    """Filled cells on one sheet or in one table."""
    part_bytes: int = 40 * MEGABYTE
    """Size of one part (Word's main part, an OpenDocument content) that is parsed as a whole."""
    characters: int = 5_000_000
    """Characters of a text, mail body, web page or Word file."""
    pixels: int = 200_000_000
    """Pixels of one picture: an A2 sheet at 600 dpi."""
    depth: int = 3
    """Archives and mails within each other: 1 is a zip of certificates."""
    members: int = 2_000
    """Files in all archives and mails together."""


@dataclass(slots=True)
class Allowance:
    """What is left of the bounds while one file, with everything inside it, is unpacked."""

    bounds: Bounds
    expanded: int = field(default=0)
    members: int = field(default=0)

    def spend_member(self, name: str) -> None:
        """Count one more member; ``TooLarge`` when there are too many."""
        self.members += 1
        if self.members > self.bounds.members:
            raise TooLarge(f"more than {self.bounds.members:,} files are packed together (stopped at {name})")

    def spend(self, expanded: int, name: str) -> None:
        """Count unpacked bytes; ``TooLarge`` when the sum passes the bound."""
        self.expanded += expanded
        if self.expanded > self.bounds.expanded_bytes:
            limit = self.bounds.expanded_bytes // MEGABYTE
            raise TooLarge(f"unpacks to more than {limit} MB (stopped at {name}): possibly an archive bomb")
