"""What a person drags over on a page, as text with its place."""

from __future__ import annotations

from collections.abc import Iterable

from lotgate.model.document import Word
from lotgate.model.evidence import Evidence
from lotgate.model.geometry import Box
from lotgate.model.lines import lines_of, paragraph


def words_in(words: Iterable[Word], box: Box) -> tuple[str, Evidence] | None:
    """The text of the words whose middle lies in ``box`` on the page as shown, and their evidence.

    ``words`` are those of one page. They are joined in reading order as the readers join a cell: a line's break is a
    space, and there is none between ideographs. What runs in another direction than the page (a watermark, a label
    along the edge) is left out. None where no word lies there.
    """
    inside = [word for word in words if word.upright and holds(box, word)]
    return text_of(inside) if inside else None


def text_of(words: Iterable[Word]) -> tuple[str, Evidence]:
    """The words' text and evidence, in reading order; ``ValueError`` where there are none."""
    lined = [word for line in lines_of(words) for word in line.words]
    return paragraph(lined), Evidence.of(lined)


def holds(box: Box, word: Word) -> bool:
    """Whether the word's middle lies in ``box`` on the page as shown."""
    shown = word.place or word.box
    return box.holds(shown.center_x, shown.center_y)
