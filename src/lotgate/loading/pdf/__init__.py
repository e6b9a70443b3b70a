"""PDF with a text layer: words, ruling lines and pictures of each page, through pdfium.

``document`` opens the file and hands out its pages; ``glyphs`` become ``runs`` and ``words``; ``drawing`` finds lines
and pictures; ``trust`` says whether the text is what is printed. pdfium counts from the page's bottom left and ignores
the page's rotation; everything is turned once, by ``turn``.
"""

from __future__ import annotations

from lotgate.loading.pdf.document import MAX_PAGES, open_pdf
from lotgate.loading.pdf.words import INVISIBLE_CONFIDENCE

__all__ = ["INVISIBLE_CONFIDENCE", "MAX_PAGES", "open_pdf"]
