"""The cost and the worth of reading pictures, in one run over the same documents.

    python benchmarks/ocr.py FILES LABELS [--score score.py] [--only 001,002]

For each labelled document that has a page without readable text: lotgate end to end against two floors, RapidOCR as it
comes (on OpenVINO, no turning, one reading) and lotgate's own calls of the same networks (finding and reading each line
once), and how right the reading is. Documents named
`NAME~KIND-STRENGTH` (degrade.py) are summed up by kind. A value is unflagged wrong when it is wrong and called at least
0.9 confident.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
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
from lotgate.model.document import Document

ACCEPTED = 0.9


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--score", type=Path, help="score.py, where it does not stand above the labels")
    parser.add_argument("--only", default="", help="beginnings of file names, parted by commas")
    arguments = parser.parse_args()
    engine = installed_engine()
    if engine is None:
        print("needs the extra: pip install 'lotgate[ocr]'", file=sys.stderr)
        return 1
    engine.read([np.full((48, 320, 3), 255, np.uint8)])
    engine.find(np.full((640, 640, 3), 255, np.uint8))
    rapid = RapidOCR(
        params={"Global.log_level": "error"}
        | {f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Cls", "Rec")}
    )
    rapid(np.full((640, 640, 3), 255, np.uint8))
    score = _module(arguments.score or arguments.labels.parent / "score.py")
    bare: list[float] = []
    once: list[float] = []
    whole: list[float] = []
    rates: dict[str, list[tuple[float, float]]] = defaultdict(list)
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(arguments.labels.glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        if not label["file"].startswith(tuple(arguments.only.split(","))):
            continue
        document = next(load(arguments.files / label["file"]))
        numbers = [page.number for page in document.pages() if page.text_layer in UNREADABLE]
        if not numbers or document.raster is None:
            continue
        bare_seconds = _timed(rapid, document, numbers)
        once_seconds = _timed(lambda p: engine.read([cut(p, quad) for quad in engine.find(p)]), document, numbers)
        started = time.perf_counter()
        reading = lotgate.read(arguments.files / label["file"]).to_json()
        seconds = time.perf_counter() - started
        bare += [bare_seconds / len(numbers)] * len(numbers)
        once += [once_seconds / len(numbers)] * len(numbers)
        whole += [seconds / len(numbers)] * len(numbers)
        scored = score.score_document(reading, label)
        kind = path.stem.partition("~")[2] or "as it came"
        rates[kind].append(_rates(scored))
        for confidence, right, what, _ in _facts(score, reading, label):
            if what == "result":
                values[kind].update(read=1, flagged=confidence < ACCEPTED, wrong=not right and confidence >= ACCEPTED)
        f1, rows = rates[kind][-1]
        times = f"RapidOCR {bare_seconds:5.1f} s  networks once {once_seconds:5.1f} s  whole {seconds:5.1f} s"
        print(f"{path.stem[:48]:48} F1 {f1:.3f}  rows {rows:.3f}  {times}", flush=True)
    _report(rates, values, bare, once, whole)
    return 0


def _timed(call: Callable[[Any], object], document: Document, numbers: list[int]) -> float:
    """Seconds that ``call`` takes on the pages' pictures, the drawing of them left out."""
    seconds = 0.0
    for number in numbers:
        assert document.raster
        raster = document.raster(number, DOTS_PER_INCH)
        picture = np.frombuffer(raster.pixels, np.uint8).reshape(raster.height, raster.width, 3)[:, :, ::-1]
        picture = np.ascontiguousarray(picture)
        started = time.perf_counter()
        call(picture)
        seconds += time.perf_counter() - started
    return seconds


def _report(
    rates: dict[str, list[tuple[float, float]]],
    values: dict[str, Counter[str]],
    bare: list[float],
    once: list[float],
    whole: list[float],
) -> None:
    heads = f"{'documents':>9} {'item F1':>8} {'rows':>6} {'values':>7} {'flagged':>8} {'unflagged wrong':>16}"
    print(f"\n{'kind':20} {heads}")
    for kind in sorted(rates):
        f1, rows = (statistics.mean(rate[i] for rate in rates[kind]) for i in (0, 1))
        held = values[kind]
        share = held["flagged"] / max(1, held["read"])
        wrong = f"{held['wrong']} of {held['read'] - held['flagged']}"
        print(f"{kind:20} {len(rates[kind]):9} {f1:8.3f} {rows:6.3f} {held['read']:7} {share:8.1%} {wrong:>16}")
    if whole:
        middle, least = statistics.median(whole), statistics.median(bare)
        print(f"\npages {len(whole)}, median page {middle:.2f} s end to end, {least:.2f} s RapidOCR as it comes")
        print(f"ratio to RapidOCR {sum(whole) / sum(bare):.2f}, to the networks once {sum(whole) / sum(once):.2f}")
        print(f"peak memory of all three together {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    sys.exit(main())
