"""What is counted out faster than RapidOCR does must come out the same to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rapidocr")

from rapidocr.ch_ppocr_det.utils import DetPreProcess

from lotgate.loading.ocr.rapid import _likeliest, _toned


@pytest.mark.parametrize("shape", [(64, 96, 3), (64, 96)])
def test_a_picture_is_toned_as_by_its_own_preprocessing(shape: tuple[int, ...]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    preprocess = DetPreProcess(960, "max", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    colour = picture if picture.ndim == 3 else np.stack([picture] * 3, axis=2)
    assert np.array_equal(_toned(picture, preprocess), preprocess(colour))


def test_the_likeliest_classes_are_those_of_four_searches() -> None:
    columns = np.random.default_rng(2).random((40, 300)).astype(np.float32)
    columns[0] = 0.0
    columns[1, 0] = columns[1].max()
    columns[2, 0] = 2.0
    columns[3, 7] = columns[3, 9] = 3.0
    searched = (
        columns.argmax(axis=1),
        columns.max(axis=1),
        columns[:, 1:].argmax(axis=1) + 1,
        columns[:, 1:].max(axis=1),
    )
    for quick, slow in zip(_likeliest(columns.copy()), searched, strict=True):
        assert np.array_equal(quick, slow)
