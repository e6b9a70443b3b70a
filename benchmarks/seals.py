"""Are stamps found, and is what they cover read right? On labelled PDFs with text of their own, stamped by degrade.py.

    python benchmarks/seals.py FILES [--seed 1] [--cells 12] [--only 001,002] [--jobs 1]

Presence: the first page of every PDF that shows no stamp of its own, with a red, blue and black seal at three
opacities; found is a stamp of that ink within a seventh of its size from where it was set. Cells: the first so many of
them, stamped and read end to end from pictures alone; of the results that the seal touches, how many are read as in the
unstamped PDF's own text, how many are called less than 0.9 confident, how many are left out of a reading that says that
a seal covers results, how many are left out in silence, and how many are wrong and called confident. Needs the extra
`ocr`.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import lotgate
from degrade import DOTS_PER_INCH, KINDS, MAX_PAGES, SEAL_RADIUS, degraded, pages_of, seal_place
from lotgate.errors import LotgateError
from lotgate.loading.ocr.stamps import BLUE, RED, Stamp, stamps_of
from lotgate.model.certificate import Certificate, Item
from lotgate.model.geometry import Box
from processes import add_jobs, shared

SCALE = DOTS_PER_INCH / 72
INKS = {"red-seal": RED, "blue-seal": BLUE, "black-seal": None}
STRENGTHS = (1, 2, 3)
ACCEPTED = 0.9
_NEAR = 2 * SEAL_RADIUS / 7


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cells", type=int, default=12, help="documents that are read end to end")
    parser.add_argument("--only", default="", help="beginnings of file names, parted by commas")
    parser.add_argument(
        "--not-divisible", action="store_true", help="only files whose number is not divisible by three"
    )
    add_jobs(parser)
    arguments = parser.parse_args()
    pages = [(path, arguments.seed, rank < arguments.cells) for rank, path in enumerate(_unstamped(arguments))]
    found: dict[str, Counter[str]] = {kind: Counter() for kind in INKS}
    cells: dict[str, Counter[str]] = {kind: Counter() for kind in INKS}
    for (path, _, _), counts in zip(pages, shared(_stamped, pages, arguments.jobs), strict=True):
        for kind, presence, covered in counts:
            found[kind] += presence
            cells[kind] += covered
        print(f"{path.stem[:48]:48}", {kind: dict(count) for kind, count in cells.items()}, flush=True)
    _report(len(pages), found, cells)
    return 0


def _unstamped(arguments: argparse.Namespace) -> Iterator[Path]:
    for path in sorted(arguments.files.glob("*.pdf")):
        number = re.match(r"\d+", path.name)
        if not path.name.startswith(tuple(arguments.only.split(","))):
            continue
        if arguments.not_divisible and number and int(number[0]) % 3 == 0:
            continue
        if _digital(path) is not None and not list(stamps_of(pages_of(path)[0], SCALE)):
            yield path


def _stamped(task: tuple[Path, int, bool]) -> list[tuple[str, Counter[str], Counter[str]]]:
    """For each ink: how many of its seals were set and found, and what became of the results that they cover."""
    path, seed, is_read = task
    plain, page = _digital(path), pages_of(path)[0]
    assert plain is not None
    counts = []
    for kind, ink in INKS.items():
        presence: Counter[str] = Counter()
        covered: Counter[str] = Counter()
        for strength in STRENGTHS:
            place = seal_place(page, _chance(seed, strength, kind))
            stamped = KINDS[kind](page, strength, _chance(seed, strength, kind))
            presence.update(set=1, found=any(_is_it(s, place, ink) for s in stamps_of(stamped, SCALE)))
            if is_read:
                covered += _covered(plain, degraded([page], kind, strength, seed), place)
        counts.append((kind, presence, covered))
    return counts


def _digital(path: Path) -> Certificate | None:
    """The reading of a PDF whose first page has a text of its own; ``None`` for others."""
    try:
        reading = lotgate.read(path, ocr=False)
    except LotgateError:
        return None
    return reading if any(item.page == 1 for item in reading.items) and reading.pages <= MAX_PAGES else None


def _chance(seed: int, strength: int, kind: str) -> Any:
    """As degrade.py seeds it."""
    return np.random.default_rng([seed, strength, *kind.encode()])


def _is_it(stamp: Stamp, place: tuple[int, int], ink: int | None) -> bool:
    x, y = (stamp.left + stamp.right) / 2, (stamp.top + stamp.bottom) / 2
    return stamp.channel == ink and abs(x - place[0]) <= _NEAR and abs(y - place[1]) <= _NEAR


def _covered(plain: Certificate, picture: bytes, place: tuple[int, int]) -> Counter[str]:
    """What became of the results that the seal touches."""
    seal = Stamp(
        place[0] - SEAL_RADIUS, place[1] - SEAL_RADIUS, place[0] + SEAL_RADIUS, place[1] + SEAL_RADIUS, None
    ).scaled(1 / SCALE)
    reading = lotgate.read(picture, name="stamped.pdf")
    is_doubted = any(doubt.code == "seal-covers" for doubt in reading.doubts)
    count: Counter[str] = Counter()
    for item in plain.items:
        if item.page != 1 or item.result is None:
            continue
        box = item.result.evidence.box
        if not seal.covers(box.x0, box.top, box.x1, box.bottom):
            continue
        there = next(
            (other for other in reading.items if other.result and _stands_at(other.result.evidence.box, box)), None
        )
        count["covered"] += 1
        outcome = _outcome(item, there)
        count["doubted" if outcome == "left out" and is_doubted else outcome] += 1
    return count


def _outcome(item: Item, there: Item | None) -> str:
    if there is None or there.result is None or item.result is None:
        return "left out"
    if _plain(there.result.text) == _plain(item.result.text):
        return "right"
    return "flagged" if there.confidence < ACCEPTED else "wrong"


def _stands_at(box: Box, other: Box) -> bool:
    return abs(box.center_y - other.center_y) < 6 and box.overlap_x(other) > 0


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("~", "～").replace("–", "-").replace("−", "-")
    return re.sub(r"\s+", "", folded)


def _report(read: int, found: dict[str, Counter[str]], cells: dict[str, Counter[str]]) -> None:
    print(f"\npages {read}")
    heads = f"{'ink':12} {'set':>5} {'found':>6} {'share':>7}   {'covered':>8} {'right':>6}"
    print(f"{heads} {'flagged':>8} {'doubted':>8} {'left out':>9} wrong")
    for kind, count in found.items():
        held = cells[kind]
        share = count["found"] / max(1, count["set"])
        right = held["right"] / max(1, held["covered"])
        print(
            f"{kind:12} {count['set']:5} {count['found']:6} {share:7.1%}   {held['covered']:8} {right:6.1%} "
            f"{held['flagged']:8} {held['doubted']:8} {held['left out']:9} {held['wrong']:5}"
        )


if __name__ == "__main__":
    sys.exit(main())
