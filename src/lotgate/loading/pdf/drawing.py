"""The ruling lines and pictures on a page, gathered from its objects and the forms inside them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from lotgate.loading.pdf import calls
from lotgate.loading.pdf.turn import Turn
from lotgate.model.document import Picture, Ruling

MAX_OBJECTS_PER_PAGE = 100_000
MAX_FORM_DEPTH = 6
THIN = 2.5
"""A filled rectangle at most this thick, in points, is a line."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing:
    """What is drawn on a page besides its text; ``objects`` counts everything, text included."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.rulings: list[Ruling] = []
        self.pictures: list[Picture] = []
        self.objects = 0

    @staticmethod
    def of(page: pdfium.PdfPage, turn: Turn) -> Drawing:
        """What is drawn on ``page``; the first ``MAX_OBJECTS_PER_PAGE`` objects."""
        drawing = Drawing(turn)
        count = min(pdfium_c.FPDFPage_CountObjects(page.raw), MAX_OBJECTS_PER_PAGE)
        drawing._collect(calls.page_object, calls.address_of(page.raw), count, _IDENTITY, 0)
        return drawing

    def _collect(
        self, get_object: Callable[[int, int], int], holder: int, count: int, matrix: Matrix, depth: int
    ) -> None:
        get_type, text, path = calls.object_type, pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH
        for index in range(count):
            self.objects += 1
            if self.objects > MAX_OBJECTS_PER_PAGE:
                return
            raw = get_object(holder, index)
            kind = get_type(raw)
            if kind == text:
                continue
            if kind == path:
                self._path(raw, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self._picture(_times(_matrix_of(raw), matrix))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                inner = _times(_matrix_of(raw), matrix)
                self._collect(calls.form_object, raw, calls.form_objects(raw), inner, depth + 1)

    def _picture(self, matrix: Matrix) -> None:
        corners = [_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        self.pictures.append(Picture(self.turn.box(min(xs), min(ys), max(xs), max(ys))))

    def _path(self, raw: int, matrix: Matrix) -> None:
        count = calls.path_segments(raw)
        if not 2 <= count <= 2_000:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        calls.path_draw_mode(raw, ctypes.byref(fill), ctypes.byref(stroke))
        if not (fill.value or stroke.value):
            return
        for outline in _outlines(raw, count, _times(_matrix_of(raw), matrix), closed=bool(stroke.value)):
            if stroke.value:
                for (ax, ay), (bx, by) in pairwise(outline):
                    self._line(ax, ay, bx, by)
            else:
                self._filled(outline)

    def _line(self, ax: float, ay: float, bx: float, by: float) -> None:
        if abs(ax - bx) <= 1.0 or abs(ay - by) <= 1.0:
            box = self.turn.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if max(box.width, box.height) >= 1.5:
                self.rulings.append(Ruling(box))

    def _filled(self, outline: list[tuple[float, float]]) -> None:
        """A thin filled rectangle is a line; a larger one shades cells, and its edges part nothing."""
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) <= THIN:
            self._line_through(x0, y0, x1, y1)

    def _line_through(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if x1 - x0 >= y1 - y0:
            self._line(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        else:
            self._line((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _outlines(raw: int, count: int, matrix: Matrix, *, closed: bool) -> Iterator[list[tuple[float, float]]]:
    """Each subpath's corners; none for one with curves, which is a drawing and no table line.

    ``closed``: where a subpath is closed, with its first corner once more at its end.
    """
    get_segment, get_type = calls.path_segment, calls.segment_type
    get_point, get_close = calls.segment_point, calls.segment_closes
    move, curve = pdfium_c.FPDF_SEGMENT_MOVETO, pdfium_c.FPDF_SEGMENT_BEZIERTO
    x, y = ctypes.c_float(), ctypes.c_float()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    a, b, c, d, e, f = matrix
    corners: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = get_segment(raw, index)
        kind = get_type(segment)
        if kind == move and corners:
            if not curved:
                yield corners
            corners, curved = [], False
        if kind == curve:
            curved = True
        get_point(segment, x_ref, y_ref)
        across, up = x.value, y.value
        corners.append((a * across + c * up + e, b * across + d * up + f))
        if closed and get_close(segment):
            corners.append(corners[0])
    if corners and not curved:
        yield corners


def _matrix_of(raw: int) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not calls.object_matrix(raw, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n`` (ISO 32000-1, 8.3.4)."""
    if n == _IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
