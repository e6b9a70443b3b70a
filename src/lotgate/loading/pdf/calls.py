"""The functions of pdfium that are asked of every character and every line, with handles as plain addresses.

pypdfium2 types each handle as a pointer to a structure of its own. Checking and making those pointers takes a third of
a call's time, and a page has thousands of calls. The signatures are those of pdfium's ``fpdf_text.h`` and
``fpdf_edit.h``; a handle that is null comes back as ``None``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_void_p
from typing import Any

import pypdfium2.raw as pdfium_c


def address_of(handle: Any) -> int:
    """The address of what one of pypdfium2's handles points to."""
    return ctypes.addressof(handle.contents)


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


loose_char_box = _plain(pdfium_c.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
char_angle = _plain(pdfium_c.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
text_object = _plain(pdfium_c.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
text_object_font = _plain(pdfium_c.FPDFTextObj_GetFont, c_void_p, c_void_p)
text_render_mode = _plain(pdfium_c.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
page_object = _plain(pdfium_c.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
form_object = _plain(pdfium_c.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)
form_objects = _plain(pdfium_c.FPDFFormObj_CountObjects, c_int, c_void_p)
object_type = _plain(pdfium_c.FPDFPageObj_GetType, c_int, c_void_p)
object_matrix = _plain(pdfium_c.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
path_segments = _plain(pdfium_c.FPDFPath_CountSegments, c_int, c_void_p)
path_segment = _plain(pdfium_c.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
path_draw_mode = _plain(pdfium_c.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
segment_type = _plain(pdfium_c.FPDFPathSegment_GetType, c_int, c_void_p)
segment_point = _plain(pdfium_c.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
segment_closes = _plain(pdfium_c.FPDFPathSegment_GetClose, c_int, c_void_p)
font_base_name = _plain(pdfium_c.FPDFFont_GetBaseFontName, ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)
glyph_path = _plain(pdfium_c.FPDFFont_GetGlyphPath, c_void_p, c_void_p, ctypes.c_uint32, c_float)
glyph_segments = _plain(pdfium_c.FPDFGlyphPath_CountGlyphSegments, c_int, c_void_p)
glyph_segment = _plain(pdfium_c.FPDFGlyphPath_GetGlyphPathSegment, c_void_p, c_void_p, c_int)
