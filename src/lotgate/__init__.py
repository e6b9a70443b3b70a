"""Reads certificates of supplied lots and judges them against the buyer's own standard."""
