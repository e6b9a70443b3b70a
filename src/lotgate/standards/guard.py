"""Guard bands as a standard writes them: ``"0.1"``, ``"10 %"``, ``"uncertainty"``, ``"none"``."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lotgate.model.measurement import GuardBand, GuardKind


def parse_guard(text: str) -> GuardBand | None:
    """The guard band; None for ``"none"``. ``ValueError`` where the text is none of these forms."""
    if text == "none":
        return None
    if text == "uncertainty":
        return GuardBand(GuardKind.UNCERTAINTY)
    percent = text.endswith("%")
    try:
        size = Decimal(text.rstrip("% "))
    except InvalidOperation:
        size = Decimal(-1)
    if not size.is_finite() or size < 0:
        raise ValueError(f"guard_band {text!r} is not a width")
    return GuardBand(GuardKind.PERCENT_OF_TOLERANCE if percent else GuardKind.ABSOLUTE, size)


def write_guard(guard: GuardBand | None) -> str:
    """The inverse of :func:`parse_guard`."""
    if guard is None:
        return "none"
    if guard.kind is GuardKind.UNCERTAINTY:
        return "uncertainty"
    return f"{guard.size} %" if guard.kind is GuardKind.PERCENT_OF_TOLERANCE else str(guard.size)
