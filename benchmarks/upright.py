"""Is every page brought upright? The first page of each digital PDF as a scan or a photograph, lying four ways.

    python benchmarks/upright.py FILES [--part dev|held|all] [--seed 1] [--jobs 1]

`dev` leaves out the files whose number is divisible by three. Needs the extra `ocr`.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import numpy as np

from degrade import KINDS, pages_of
from lotgate.errors import LotgateError
from lotgate.loading import load
from lotgate.loading.ocr.crops import cut
from lotgate.loading.ocr.engine import installed_engine
from lotgate.loading.ocr.straighten import turned, upright_quarters
from lotgate.model.document import TextLayer
from processes import add_jobs, shared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="dev")
    parser.add_argument("--kinds", default="scan,photo", help="each page is degraded by one of them, in turn")
    parser.add_argument("--seed", type=int, default=1)
    add_jobs(parser)
    arguments = parser.parse_args()
    if installed_engine() is None:
        print("needs the extra: pip install 'lotgate[ocr]'", file=sys.stderr)
        return 1
    kinds = arguments.kinds.split(",")
    pages = [
        (path, kinds[index % len(kinds)], 1 + index % 3, (arguments.seed, index))
        for index, path in enumerate(sorted(arguments.files.glob("*.pdf")))
        if arguments.part == "all" or _is_held(path) == (arguments.part == "held")
    ]
    right = count = 0
    for (path, *_), turns in zip(pages, shared(_turns, pages, arguments.jobs), strict=True):
        for quarters, found in enumerate(turns):
            count += 1
            right += (found + quarters) % 4 == 0
            if (found + quarters) % 4:
                print(f"  {path.stem[:32]} turned by {quarters}: took {found} to turn it back", flush=True)
    print(f"upright {right} of {count} ({right / max(1, count):.1%})")
    return 0


def _is_held(path: Path) -> bool:
    number = re.match(r"\d+", path.name)
    return bool(number) and int(number[0]) % 3 == 0


def _turns(task: tuple[Path, str, int, tuple[int, int]]) -> list[int]:
    """Quarter turns found for the page as it lies four ways; none where its own text does not say which way is up."""
    path, kind, strength, seed = task
    engine = installed_engine()
    assert engine
    try:
        if next(next(load(path)).pages()).text_layer is not TextLayer.GOOD:
            return []  # a scan may lie on its side in the file itself
        page = pages_of(path)[0]
    except LotgateError:
        return []
    seen = KINDS[kind](page, strength, np.random.default_rng(seed))
    return [upright_quarters(turned(seen, quarters), engine, cut)[0] for quarters in range(4)]


if __name__ == "__main__":
    sys.exit(main())
