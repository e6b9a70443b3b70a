"""The cost and the worth of reading pictures, in one run over the same documents.

    python benchmarks/ocr.py FILES LABELS [--score score.py] [--only 001,002]

For each labelled document that has a page without readable text: lotgate end to end against two floors, RapidOCR as it
comes (on OpenVINO, no turning, one reading) and lotgate's own calls of the same networks (finding and reading each line
once), and how right the reading is. Each of the three has a process of its own, one after the other, and one document
to warm up: beside each other their threads wait for one another. Documents named `NAME~KIND-STRENGTH` (degrade.py) are
summed up by kind. A value is unflagged wrong when it is wrong and called at least 0.9 confident.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rapidocr import EngineType, RapidOCR

import lotgate
from accuracy import _facts, _module, _rates
from lotgate.loading import load
from lotgate.loading.ocr.crops import cut
from lotgate.loading.ocr.engine import installed_engine
from lotgate.loading.ocr.recognise import DOTS_PER_INCH
from lotgate.loading.ocr.source import UNREADABLE

ACCEPTED = 0.9


@dataclass(frozen=True, slots=True)
class Scan:
    """A labelled document and which of its pages are pictures."""

    path: Path
    numbers: tuple[int, ...]
    label: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """What one contender took for each document, in seconds, and at its most of memory; what it read, if it reads."""

    seconds: tuple[float, ...]
    megabytes: int
    readings: tuple[dict[str, Any], ...] = ()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--score", type=Path, help="score.py, where it does not stand above the labels")
    parser.add_argument("--only", default="", help="beginnings of file names, parted by commas")
    arguments = parser.parse_args()
    if installed_engine() is None:
        print("needs the extra: pip install 'lotgate[ocr]'", file=sys.stderr)
        return 1
    scans = _scans(arguments)
    if not scans:
        print("no labelled document has a page to be read from its picture", file=sys.stderr)
        return 1
    whole, bare, once = (_alone(contender, scans) for contender in (end_to_end, rapidocr_as_it_comes, networks_once))
    _report(_module(arguments.score or arguments.labels.parent / "score.py"), scans, whole, bare, once)
    return 0


def _scans(arguments: argparse.Namespace) -> list[Scan]:
    scans = []
    for path in sorted(arguments.labels.glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        if label["file"].startswith(tuple(arguments.only.split(","))):
            document = next(load(arguments.files / label["file"]))
            numbers = tuple(page.number for page in document.pages() if page.text_layer in UNREADABLE)
            if numbers and document.raster is not None:
                scans.append(Scan(arguments.files / label["file"], numbers, label))
    return scans


def _alone(contender: Callable[[Sequence[Scan]], Run], scans: Sequence[Scan]) -> Run:
    """The contender in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(contender, scans).result()


def end_to_end(scans: Sequence[Scan]) -> Run:
    """``lotgate.read``, the file's bytes to the facts."""
    lotgate.read(scans[0].path)
    seconds, readings = [], []
    for scan in scans:
        started = time.perf_counter()
        certificate = lotgate.read(scan.path)
        seconds.append(time.perf_counter() - started)
        readings.append(certificate.to_json())
    return Run(tuple(seconds), _most_memory(), tuple(readings))


def rapidocr_as_it_comes(scans: Sequence[Scan]) -> Run:
    """The engine that lotgate builds on, called on each picture."""
    rapid = RapidOCR(
        params={"Global.log_level": "error"}
        | {f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Cls", "Rec")}
    )
    return _on_pictures(rapid, scans)


def networks_once(scans: Sequence[Scan]) -> Run:
    """lotgate's own calls: each page searched once, each line read once."""
    engine = installed_engine()
    assert engine is not None
    return _on_pictures(lambda picture: engine.read([cut(picture, quad) for quad in engine.find(picture)]), scans)


def _on_pictures(call: Callable[[Any], object], scans: Sequence[Scan]) -> Run:
    """The call on the pages' pictures, the drawing of them left out."""
    call(_pictures(scans[0])[0])
    seconds = []
    for scan in scans:
        pictures = _pictures(scan)
        started = time.perf_counter()
        for picture in pictures:
            call(picture)
        seconds.append(time.perf_counter() - started)
    return Run(tuple(seconds), _most_memory())


def _pictures(scan: Scan) -> list[Any]:
    document = next(load(scan.path))
    assert document.raster
    pictures = []
    for number in scan.numbers:
        raster = document.raster(number, DOTS_PER_INCH)
        pixels = np.frombuffer(raster.pixels, np.uint8).reshape(raster.height, raster.width, 3)
        pictures.append(np.ascontiguousarray(pixels[:, :, ::-1]))
    return pictures


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _report(score: Any, scans: Sequence[Scan], whole: Run, bare: Run, once: Run) -> None:
    rates: dict[str, list[tuple[float, float]]] = defaultdict(list)
    values: dict[str, Counter[str]] = defaultdict(Counter)
    runs = zip(scans, whole.readings, whole.seconds, bare.seconds, once.seconds, strict=True)
    for scan, reading, all_of_it, rapid, least in runs:
        kind = scan.path.stem.partition("~")[2] or "as it came"
        f1, rows = _rates(score.score_document(reading, scan.label))
        rates[kind].append((f1, rows))
        for confidence, right, what, _ in _facts(score, reading, scan.label):
            if what == "result":
                values[kind].update(read=1, flagged=confidence < ACCEPTED, wrong=not right and confidence >= ACCEPTED)
        times = f"RapidOCR {rapid:5.1f} s  networks once {least:5.1f} s  whole {all_of_it:5.1f} s"
        print(f"{scan.path.stem[:48]:48} F1 {f1:.3f}  rows {rows:.3f}  {times}")
    heads = f"{'documents':>9} {'item F1':>8} {'rows':>6} {'values':>7} {'flagged':>8} {'unflagged wrong':>16}"
    print(f"\n{'kind':20} {heads}")
    for kind in sorted(rates):
        f1, rows = (statistics.mean(rate[i] for rate in rates[kind]) for i in (0, 1))
        held = values[kind]
        share = held["flagged"] / max(1, held["read"])
        wrong = f"{held['wrong']} of {held['read'] - held['flagged']}"
        print(f"{kind:20} {len(rates[kind]):9} {f1:8.3f} {rows:6.3f} {held['read']:7} {share:8.1%} {wrong:>16}")
    pages, middle, floor = sum(len(scan.numbers) for scan in scans), _median(scans, whole), _median(scans, bare)
    print(f"\npages {pages}, median page {middle:.2f} s end to end, {floor:.2f} s RapidOCR as it comes")
    ratios = sum(whole.seconds) / sum(bare.seconds), sum(whole.seconds) / sum(once.seconds)
    print(f"ratio to RapidOCR {ratios[0]:.2f}, to the networks once {ratios[1]:.2f}")
    print(f"peak memory {whole.megabytes} MB end to end, {bare.megabytes} MB RapidOCR")


def _median(scans: Sequence[Scan], run: Run) -> float:
    """The seconds of the median page, each page of a document counted as its share."""
    return statistics.median(
        seconds / len(scan.numbers) for scan, seconds in zip(scans, run.seconds, strict=True) for _ in scan.numbers
    )


if __name__ == "__main__":
    sys.exit(main())
