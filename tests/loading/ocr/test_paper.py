"""Faxes: two tones are told from a scan's greys, specks go, decimal points stay."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="needs the extra: pip install 'lotgate[ocr]'")
cv2 = pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.paper import is_two_toned, softened  # noqa: E402

from .test_pictures import paper  # noqa: E402


def printed(edge: int) -> Any:
    page = paper(900, 600)
    for top in range(60, 560, 60):
        cv2.putText(page, "0.21 mg/kg 98.5 %", (60, top), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3, edge)
    return page


def test_a_fax_has_two_tones_and_a_scan_has_not():
    assert is_two_toned(printed(cv2.LINE_8))
    assert not is_two_toned(cv2.GaussianBlur(printed(cv2.LINE_AA), (0, 0), 0.7))
    assert not is_two_toned(paper())


def test_specks_go_and_a_decimal_point_stays():
    page = paper(300, 100)
    page[60:63, 100:101] = 0  # the point between two figures
    page[30:63, 85:95] = page[30:63, 106:116] = 0
    page[50:52, 220:221] = 0
    soft = softened(page)
    assert soft[58:66, 98:104].min() < 200
    assert soft[45:57, 215:226].min() == 255
    assert 60 < soft[45, 95] < 250
