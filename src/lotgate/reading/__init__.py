"""Meaning: which words are items, limits and results, and which are the facts about the delivery.

``read`` is the stage. It takes pages one at a time, so that a long file never stands in memory whole.
"""

from lotgate.reading.read import read

__all__ = ["read"]
