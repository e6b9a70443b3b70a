"""Superscripts as characters, so that 10 to the power of 3 is never read as 103."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")


def raised(text: str) -> str:
    """``text`` in superscript characters where each of its characters has one, else as it is."""
    moved = text.translate(_RAISED)
    return moved if not any(c in moved for c in text if not c.isspace()) else text
