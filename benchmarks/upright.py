"""Is every page brought upright? The first page of each digital PDF as a scan or a photograph, lying four ways.

    python benchmarks/upright.py FILES [--part dev|held|all] [--seed 1]

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="dev")
    parser.add_argument("--kinds", default="scan,photo", help="each page is degraded by one of them, in turn")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    engine = installed_engine()
    if engine is None:
        print("needs the extra: pip install 'lotgate[ocr]'", file=sys.stderr)
        return 1
    kinds = arguments.kinds.split(",")
    right = count = 0
    for index, path in enumerate(sorted(arguments.files.glob("*.pdf"))):
        number = re.match(r"\d+", path.name)
        held = bool(number) and int(number[0]) % 3 == 0
        if arguments.part != "all" and held != (arguments.part == "held"):
            continue
        try:
            if next(next(load(path)).pages()).text_layer is not TextLayer.GOOD:
                continue  # a scan may lie on its side in the file itself
            page = pages_of(path)[0]
        except LotgateError:
            continue
        chance = np.random.default_rng([arguments.seed, index])
        seen = KINDS[kinds[index % len(kinds)]](page, 1 + index % 3, chance)
        for quarters in range(4):
            found, _ = upright_quarters(turned(seen, quarters), engine, cut)
            count += 1
            right += (found + quarters) % 4 == 0
            if (found + quarters) % 4:
                print(f"  {path.stem[:32]} turned by {quarters}: took {found} to turn it back", flush=True)
    print(f"upright {right} of {count} ({right / max(1, count):.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
