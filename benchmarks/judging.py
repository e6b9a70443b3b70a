"""How long a judgement of 100 items takes, beside a floor: 100 decimals compared, and the reading written as JSON.

python benchmarks/judging.py
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from labelled import certificate
from lotgate.judging.lot import judge
from lotgate.lexicon.limits import parse_limit
from lotgate.measuring.measure import measure
from lotgate.model.delivery import Delivery
from lotgate.model.standard import Characteristic, Material, Standard, Version

ITEMS = 100
ROUNDS = 30


def main() -> None:
    reading = certificate(_label())
    standard = _standard()
    delivery = Delivery(date(2025, 6, 1))
    measured = measure(reading, standard)
    judge(measured, delivery=delivery)
    floor = _best(lambda: _floor(reading.to_json))
    steps = {
        "measure": lambda: measure(reading, standard),
        "judge": lambda: judge(measured, delivery=delivery),
        "both, nothing cached": lambda: judge(measure(replace(reading), standard), delivery=delivery),
    }
    print(f"{ITEMS} items; floor (decimals compared, reading written as JSON): {floor:.2f} ms")
    for name, work in steps.items():
        took = _best(work)
        print(f"  {name:<22}{took:6.2f} ms   {took / floor:5.1f} × floor")


def _floor(to_json: Callable[[], object]) -> None:
    limit = Decimal("99.5")
    for number in range(ITEMS):
        _ = Decimal(number) <= limit
    json.dumps(to_json())


def _best(work: Callable[[], object]) -> float:
    """The fastest of several rounds, in milliseconds."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest * 1000


def _label() -> dict[str, object]:
    items = [
        {
            "name": f"Property {number}",
            "name_parts": [f"Property {number}"],
            "section": "Chemical analysis",
            "sample": None,
            "method": "GB/T 601",
            "unit": "%",
            "limit": f"≤ {number}.5",
            "result": f"{number}.25",
            "also": [],
            "verdict": "合格",
            "page": 1,
        }
        for number in range(ITEMS)
    ]
    header = {"product": "Example", "batch": ["L-1"], "manufactured": "2025-05-01", "reported": "2025-05-02"}
    return {"file": "example.pdf", "kind": "coa", "languages": ["en"], "header": header, "items": items}


def _standard() -> Standard:
    ones = tuple(Characteristic(f"c{n}", f"Property {n}", parse_limit(f"≤ {n}.5", "%"), "%") for n in range(ITEMS))
    return Standard("S", "Example", Version("1"), Material(("Example",)), ones)


if __name__ == "__main__":
    main()
