"""Bytes to documents. The only stage that opens files; what a file is, is decided by its content alone."""

from __future__ import annotations

from lotgate.loading.bounds import Bounds
from lotgate.loading.gate import load

__all__ = ["Bounds", "load"]
