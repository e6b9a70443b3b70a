"""Hypothesis strategies for what strangers print: any words and lines, and pages that almost are certificates."""

from __future__ import annotations

from hypothesis import strategies as st

from lotgate.model.document import Page, Ruling, Word
from lotgate.model.geometry import Box

WIDTH, HEIGHT = 600.0, 840.0

_PRINTED = """
Item Limit Result Unit Method Min Max 项目 指标 结果 单位 检验方法 批号 备注 结论 Lot Batch: 序号 1 2 A1001 Assay Water
含量 水分 外观 (%) % mg/kg ≤0.5 ≥99.0 <0.01 ND 99.6 6.5-7.2 10±0.1 ± +0.2/-0.1 - / — : ： . .... ------ 合格 Pass GB/T
601-2016 2024-05-01 白色粉末 ( ) （ Cr6+ 10³ H₂O 1,000.5 .5 ±
"""

printed = st.one_of(
    st.sampled_from(_PRINTED.split()),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12),
)
"""A word: one that certificates hold, or any visible characters at all."""


@st.composite
def boxes(draw: st.DrawFn, *, least: float = 0.0, widest: float = 200.0, highest: float = 40.0) -> Box:
    x0 = draw(st.floats(0, WIDTH - least, width=32))
    top = draw(st.floats(0, HEIGHT - least, width=32))
    x1, bottom = x0 + draw(st.floats(least, widest, width=32)), top + draw(st.floats(least, highest, width=32))
    return Box(x0, top, min(x1, WIDTH), min(bottom, HEIGHT))


@st.composite
def words(draw: st.DrawFn) -> Word:
    """A word anywhere."""
    return Word(
        draw(printed),
        1,
        draw(boxes()),
        size=draw(st.floats(1, 40, width=32)),
        bold=draw(st.booleans()),
        confidence=draw(st.floats(0.01, 1.0)),
        upright=draw(st.sampled_from((True, True, True, False))),
    )


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    """A straight line anywhere."""
    at, start = draw(st.integers(0, 580)), draw(st.integers(0, 580))
    end = start + draw(st.integers(0, 400))
    return Ruling(Box(start, at, end, at) if draw(st.booleans()) else Box(at, start, at, end))


strange_pages = st.builds(
    lambda found, lines: Page(1, WIDTH, HEIGHT, tuple(found), tuple(lines)),
    st.lists(words(), max_size=60),
    st.lists(rulings(), max_size=30),
)
"""Words and lines without any order."""


@st.composite
def grid_pages(draw: st.DrawFn, number: int = 1) -> Page:
    """Words that stand in rows and columns, with lines between some of them: what the stages make the most of."""
    xs = [40.0, *sorted(draw(st.lists(st.integers(60, 560), min_size=2, max_size=7, unique=True)))]
    count = draw(st.integers(2, 9))
    pitch = draw(st.sampled_from((11.0, 14.0, 20.0)))
    found, lines = [], []
    for row in range(count):
        for x in xs[:-1]:
            for index, text in enumerate(draw(st.lists(printed, max_size=2))):
                left, top = x + 2 + 30 * index, 40 + row * pitch
                found.append(Word(text, number, Box(left, top, min(left + 6 * len(text), WIDTH), top + 10)))
    if draw(st.booleans()):
        kept = st.sampled_from((True, True, True, False))
        lines += [Ruling(Box(x, 38, x, 38 + count * pitch)) for x in xs if draw(kept)]
        lines += [Ruling(Box(xs[0], y, xs[-1], y)) for i in range(count + 1) if draw(kept) for y in (38 + i * pitch,)]
    return Page(number, WIDTH, HEIGHT, tuple(found), tuple(lines))
