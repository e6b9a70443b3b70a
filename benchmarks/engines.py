"""OCR engines on the same pictures of single lines: how right each reads, and what a second opinion is worth.

    python benchmarks/engines.py FILES [--seed 1] [--languages chi_sim+eng]

Draws the first page of every PDF with text of its own, degrades it (degrade.py: a scan, a coarse, a blurred, a squeezed
one and a fax, in turn), cuts out the lines that RapidOCR finds, and takes those that are mostly figures. The truth is
the PDF's own text at the place. Right is a line whose figures and signs of comparison are all the printed ones. As a
second opinion, Tesseract (where installed) is asked about the lines that RapidOCR is sure of: how many of the wrong it
catches, how many of the right it would send to a person. `dev` leaves out the files whose number is divisible by three.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from degrade import KINDS, pages_of
from lotgate.errors import LotgateError
from lotgate.loading import load
from lotgate.loading.ocr.crops import cut
from lotgate.loading.ocr.engine import OcrEngine, Pixels, Quad, Reading, around, installed_engine
from lotgate.model.document import Page, TextLayer

SURE = 0.9
AS = (("scan", 2), ("coarse", 1), ("blur", 1), ("jpeg", 2), ("fax", 1))
_FIGURES = re.compile(r"[<>≤≥]|[0-9]+(?:[.,][0-9]+)*")
_MOSTLY = 0.3
_HIGH, _PITCH, _WIDE, _AT_ONCE = 48, 88, 1_680, 60
"""Pixels of a line's height, from line to line, and across, on a sheet of so many lines that Tesseract is given."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line's picture and what the PDF says is printed there."""

    picture: Pixels
    text: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("--part", choices=("dev", "all"), default="dev")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--languages", default="chi_sim+eng", help="of Tesseract")
    arguments = parser.parse_args()
    engine = installed_engine()
    if engine is None:
        print("needs the extra: pip install 'lotgate[ocr]'", file=sys.stderr)
        return 1
    lines = list(_lines(arguments, engine))
    started = time.perf_counter()
    first = engine.read([line.picture for line in lines])
    seconds = time.perf_counter() - started
    mostly = [(line, reading) for line, reading in zip(lines, first, strict=True) if _is_of_figures(reading.text)]
    right = sum(_figures(reading.text) == _figures(line.text) for line, reading in mostly)
    print(f"lines {len(lines)}, of figures {len(mostly)}")
    print(f"RapidOCR   right {right / len(mostly):6.1%}   {1_000 * seconds / len(lines):5.1f} ms a line")
    if shutil.which("tesseract"):
        _second_opinion(mostly, arguments.languages)
    else:
        print("Tesseract is not installed")
    return 0


def _second_opinion(mostly: Sequence[tuple[Printed, Reading]], languages: str) -> None:
    started = time.perf_counter()
    second = [text for batch in _sheets([line.picture for line, _ in mostly]) for text in _tesseract(batch, languages)]
    seconds = time.perf_counter() - started
    right = sum(_figures(text) == _figures(line.text) for text, (line, _) in zip(second, mostly, strict=True))
    print(f"Tesseract  right {right / len(mostly):6.1%}   {1_000 * seconds / len(mostly):5.1f} ms a line")
    sure = [(line, one, two) for two, (line, one) in zip(second, mostly, strict=True) if one.least >= SURE]
    wrong = [two for line, one, two in sure if _figures(one.text) != _figures(line.text) for two in [(one.text, two)]]
    caught = sum(_figures(one) != _figures(two) for one, two in wrong)
    agreed = [(one.text, two) for line, one, two in sure if _figures(one.text) == _figures(line.text)]
    doubted = sum(_figures(one) != _figures(two) for one, two in agreed)
    print(f"second opinion on {len(sure)} lines that RapidOCR is sure of: catches {caught} of {len(wrong)} wrong ones,")
    print(f"sends {doubted} of {len(agreed)} right ones to a person ({doubted / max(1, len(agreed)):.1%})")


def _lines(arguments: argparse.Namespace, engine: OcrEngine) -> Iterator[Printed]:
    taken = 0
    for path in sorted(arguments.files.glob("*.pdf")):
        number = re.match(r"\d+", path.name)
        if arguments.part == "dev" and number and int(number[0]) % 3 == 0:
            continue
        try:
            page = next(next(load(path)).pages())
        except LotgateError:
            continue
        if page.text_layer is not TextLayer.GOOD:
            continue
        kind, strength = AS[taken % len(AS)]
        picture = KINDS[kind](pages_of(path)[0], strength, np.random.default_rng([arguments.seed, taken]))
        taken += 1
        for quad in engine.find(picture):
            text = _printed_in(page, quad, picture.shape[1] / page.width)
            if text:
                yield Printed(cut(picture, quad), text)


def _printed_in(page: Page, quad: Quad, scale: float) -> str:
    """The page's own words in the place, where they stand on one line."""
    box = around(quad, scale)
    words = [word for word in page.words if box.holds(word.box.center_x, word.box.center_y)]
    heights = [word.box.center_y for word in words]
    if not words or max(heights) - min(heights) > 0.5 * box.height:
        return ""
    return "".join(word.text for word in sorted(words, key=lambda word: word.box.x0))


def _sheets(pictures: Sequence[Pixels]) -> Iterator[tuple[int, Pixels]]:
    """Lines under one another, many on a picture, since each call of Tesseract loads its models anew."""
    for start in range(0, len(pictures), _AT_ONCE):
        batch = pictures[start : start + _AT_ONCE]
        sheet: Pixels = np.full((_PITCH * len(batch), _WIDE), 255, np.uint8)
        for row, picture in enumerate(batch):
            grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
            wide = min(_WIDE - 80, max(1, round(grey.shape[1] * _HIGH / grey.shape[0])))
            top = _PITCH * row + (_PITCH - _HIGH) // 2
            sheet[top : top + _HIGH, 40 : 40 + wide] = cv2.resize(grey, (wide, _HIGH), interpolation=cv2.INTER_CUBIC)
        yield len(batch), sheet


def _tesseract(sheet: tuple[int, Pixels], languages: str) -> list[str]:
    count, picture = sheet
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.png"
        cv2.imwrite(str(path), picture)
        command = ["tesseract", str(path), "-", "--psm", "6", "-l", languages, "tsv"]
        run = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
        )
    rows: dict[int, list[tuple[int, str]]] = {}
    for fields in (line.split("\t") for line in run.stdout.splitlines()[1:]):
        if fields[0] == "5":  # a word: left, top, width, height, confidence, text from the seventh field on
            middle = int(fields[7]) + int(fields[9]) / 2
            rows.setdefault(int(middle // _PITCH), []).append((int(fields[6]), fields[11]))
    return ["".join(text for _, text in sorted(rows.get(row, []))) for row in range(count)]


def _is_of_figures(text: str) -> bool:
    signs = len(re.findall(r"[0-9<>≤≥]", text))
    return signs > 0 and signs >= _MOSTLY * len("".join(text.split()))


def _figures(text: str) -> list[str]:
    return _FIGURES.findall(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))


if __name__ == "__main__":
    sys.exit(main())
