"""Geometry only: a page cut into tables and the lines of text outside them.

``tabulate`` is the stage. Tables come from three sources: stated by the file (spreadsheets, Word, HTML), drawn with
ruling lines, or aligned under a line of heads without any rulings.
"""

from lotgate.tabulating.tabulate import tabulate

__all__ = ["tabulate"]
