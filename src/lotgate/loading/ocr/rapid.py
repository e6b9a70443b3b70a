"""RapidOCR: the PP-OCR models that its wheel carries, on OpenVINO. Nothing is ever downloaded.

Its networks are used directly, because its own decoder gives the confidence of a character's first column only and
does not say where a character was almost read: a decimal point that is lost leaves a trace there.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from threading import Lock
from typing import Any

import cv2
import numpy as np
from openvino import AsyncInferQueue
from rapidocr import EngineType, RapidOCR

from lotgate.loading.ocr.engine import Mark, Pixels, Quad, Reading

_LONGEST_SIDE = 1_920
"""Pixels of the picture in which lines are looked for."""
_MOST_THREADS = 4
"""Of one worker; more cost memory and give little on pictures of single lines."""
_HEIGHT = 48
"""Of a line's picture, as the recogniser was trained."""
_STEP = 8
"""Pixels of that picture to one column of the recogniser's answer."""
_NARROWEST, _WIDEST, _BUCKET = 160, 3_200, 160
_BATCH_PIXELS = 640
"""Larger batches gain nothing on a core, and each number of lines costs the network as much as three lines once."""
_BLANK = 0
_TRACE = 0.05
"""A character that was given up for a gap counts as a doubt from this probability on."""


class RapidEngine:
    """Models are loaded at the first picture, about a second. Threads may share one engine.

    Lines are found on one picture by all cores together. Batches of lines are read side by side, one a core: a network
    as small as the recogniser gains little from a second core on the same batch.
    """

    def __init__(self) -> None:
        self._threads = min(os.cpu_count() or 1, _MOST_THREADS)
        self._finder, self._finding = _rapid(self._threads, streams=1), Lock()
        self._reader, self._reading = _rapid(self._threads, streams=self._threads), Lock()
        self._queue: Any = None

    def find(self, picture: Pixels) -> list[Quad]:
        with self._finding:
            if self._finder.text_det is None:
                self._finder(np.full((64, 64, 3), 255, np.uint8), use_det=True, use_cls=False, use_rec=False)
            detector = self._finder.text_det
            preprocess = detector.get_preprocess()
            scaled = preprocess.resize(picture)
            if scaled is None:
                return []
            likely = detector.session(_toned(scaled, preprocess))
            boxes, _ = detector.postprocess_op(likely, picture.shape[:2])
        return [tuple((float(x), float(y)) for x, y in box) for box in detector.sorted_boxes(boxes)]  # type: ignore[misc]

    def read(self, lines: Sequence[Pixels]) -> list[Reading]:
        readings: list[Reading | None] = [None] * len(lines)

        def keep(request: Any, indices: list[int]) -> None:
            for index, columns in zip(indices, request.get_output_tensor().data, strict=True):
                readings[index] = self._decoded(columns, _scaled_width(lines[index]))

        with self._reading:
            queue = self._loaded_queue()
            queue.set_callback(keep)
            for width, indices in _batches(lines):
                queue.start_async({0: np.stack([self._normal(lines[index], width) for index in indices])}, indices)
            queue.wait_all()
        return [reading or Reading(()) for reading in readings]

    def _loaded_queue(self) -> Any:
        if self._queue is None:
            self._reader.recognize_txt([np.full((_HEIGHT, _NARROWEST, 3), 255, np.uint8)])
            network = self._reader.text_rec.session.session.get_compiled_model()
            self._queue = AsyncInferQueue(network, self._threads)
        return self._queue

    @staticmethod
    def _normal(line: Pixels, width: int) -> Pixels:
        """The line at the recogniser's height, in -1 to 1, padded to ``width``."""
        wide = _scaled_width(line)
        scaled = cv2.resize(_in_colour(line), (wide, _HEIGHT)).astype(np.float32) / 127.5 - 1
        padded: Pixels = np.zeros((3, _HEIGHT, width), np.float32)
        padded[:, :, :wide] = scaled.transpose(2, 0, 1)
        return padded

    def _decoded(self, columns: Pixels, wide: int) -> Reading:
        """Connectionist decoding: runs of one best character, parted by blanks."""
        characters = self._reader.text_rec.postprocess_op.character
        best, sure, named, traces = _likeliest(columns)
        marks: list[Mark] = []
        classes: list[int] = []
        doubt = 0.0
        for kind, run in groupby(range(len(best)), key=lambda column: int(best[column])):
            at = list(run)
            if kind == _BLANK:
                before = classes[-1] if classes else _BLANK
                after = int(best[at[-1] + 1]) if at[-1] + 1 < len(best) else _BLANK
                lost = [float(traces[c]) for c in at if int(named[c]) not in (before, after) and traces[c] >= _TRACE]
                doubt = max(lost, default=0.0)
                if marks:
                    marks[-1] = _doubted(marks[-1], doubt)
                continue
            start, end = at[0] * _STEP / wide, (at[-1] + 1) * _STEP / wide
            certainty = float(max(sure[column] for column in at))
            marks.append(_doubted(Mark(characters[kind], min(start, 1.0), min(end, 1.0), certainty), doubt))
            classes.append(kind)
            doubt = 0.0
        return Reading(tuple(marks))


def _rapid(threads: int, *, streams: int) -> Any:
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE,
            "EngineConfig.openvino.inference_num_threads": threads,
            "EngineConfig.openvino.num_streams": streams,
            **{f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Cls", "Rec")},
        }
    )


def _doubted(mark: Mark, doubt: float) -> Mark:
    return Mark(mark.text, mark.start, mark.end, min(mark.confidence, 1 - doubt)) if doubt else mark


def _toned(picture: Pixels, preprocess: Any) -> Pixels:
    """The picture with each level of brightness at the value that it has for the finder.

    ``preprocess`` would count that value out for every pixel, which takes a fifth of the time of finding.
    """
    tones = preprocess.normalize(np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)).astype(np.float32)
    planes = [picture] * 3 if picture.ndim == 2 else cv2.split(picture)
    return np.stack([cv2.LUT(plane, tones[:, i].copy()) for i, plane in enumerate(planes)])[None]


def _likeliest(columns: Pixels) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Of each column the likeliest class and its probability, and the same among all but the blank.

    ``columns`` are searched once, since they have some 18,000 classes; the blank's place in them is lost.
    """
    blank = columns[:, _BLANK].copy()
    columns[:, _BLANK] = -1
    named = columns.argmax(axis=1)
    traces = columns[np.arange(len(named)), named]
    return np.where(blank >= traces, _BLANK, named), np.maximum(blank, traces), named, traces


def _in_colour(picture: Pixels) -> Pixels:
    return cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) if picture.ndim == 2 else picture


def _scaled_width(line: Pixels) -> int:
    height, width = line.shape[:2]
    return int(min(max(math.ceil(_HEIGHT * width / height), 1), _WIDEST))


def _batches(lines: Sequence[Pixels]) -> Iterator[tuple[int, list[int]]]:
    """Lines of about one width together, few widths in all, so that the network keeps few shapes in memory."""
    widths = {i: max(_NARROWEST, math.ceil(_scaled_width(line) / _BUCKET) * _BUCKET) for i, line in enumerate(lines)}
    for width, group in groupby(sorted(widths, key=lambda i: widths[i]), key=lambda i: widths[i]):
        indices = list(group)
        most = max(1, _BATCH_PIXELS // width)
        for start in range(0, len(indices), most):
            yield width, indices[start : start + most]
