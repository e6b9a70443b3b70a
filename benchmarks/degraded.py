"""Scans and photographs of digital certificates, read and held against the digital original: a table by degradation.

    python benchmarks/degraded.py FILES LABELS --score score.py [--documents 8] [--part dev|held|all] [--seed 1]
        [--kinds scan,photo,skew,fax,red-seal] [--strengths 1,2,3] [--jobs 1]

Takes so many labelled PDFs of at most two pages, spread evenly over all there are, draws and degrades their pages
(degrade.py), reads the pictures alone, and scores both readings with the label set's own score.py. A value is flagged
below a confidence of 0.9; unflagged wrong are results that are wrong and called surer. `dev` leaves out the documents
whose number is divisible by three. Needs the extra `ocr`; a page takes seconds.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import lotgate
from accuracy import _facts, _module, _rates
from degrade import KINDS, degraded, pages_of
from lotgate.errors import LotgateError
from processes import add_jobs, shared

ACCEPTED = 0.9
MOST_PAGES = 2
FEWEST_ITEMS = 4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--score", type=Path, help="score.py, where it does not stand above the labels")
    parser.add_argument("--documents", type=int, default=8)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="dev")
    parser.add_argument("--kinds", default="scan,photo,skew,fax,red-seal")
    parser.add_argument("--strengths", default="1,2,3")
    parser.add_argument("--seed", type=int, default=1)
    add_jobs(parser)
    arguments = parser.parse_args()
    score_path = arguments.score or arguments.labels.parent / "score.py"
    score = _module(score_path)
    chosen = _spread(list(_digital(arguments)), arguments.documents)
    kinds, strengths = arguments.kinds.split(","), tuple(map(int, arguments.strengths.split(",")))
    assert set(kinds) <= set(KINDS), f"kinds are {', '.join(KINDS)}"
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    values: dict[str, Counter[str]] = defaultdict(Counter)
    copies = [
        Copies(path, label, kind, strengths, arguments.seed, score_path) for path, label, _ in chosen for kind in kinds
    ]
    outcomes = shared(outcomes_of, copies, arguments.jobs)
    for path, label, original in chosen:
        rows["digital"].append(_rates(score.score_document(original, label)))
        for _ in kinds:
            for outcome in next(outcomes):
                rows[outcome.name].append(outcome.rates)
                values[outcome.name].update(outcome.values)
                for detail in outcome.wrong:
                    print(f"  wrong and confident: {path.stem[:24]} {outcome.name} {detail}", flush=True)
        shown = " ".join(f"{name} {rates[-1][1]:.2f}" for name, rates in rows.items())
        print(f"{path.stem[:24]:24} {shown}", flush=True)
    _report(rows, values)
    return 0


@dataclass(frozen=True, slots=True)
class Copies:
    """A document to be degraded in one way, at several strengths."""

    path: Path
    label: dict[str, Any]
    kind: str
    strengths: tuple[int, ...]
    seed: int
    score: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one degraded copy was read: item F1 and exact rows, counts of its results, and the wrong ones called sure."""

    name: str
    rates: tuple[float, float]
    values: Counter[str]
    wrong: tuple[dict[str, Any], ...]


def outcomes_of(copies: Copies) -> list[Outcome]:
    score, pages = _module(copies.score), pages_of(copies.path)
    return [_outcome(copies, score, degraded(pages, copies.kind, s, copies.seed), s) for s in copies.strengths]


def _outcome(copies: Copies, score: ModuleType, picture: bytes, strength: int) -> Outcome:
    reading = lotgate.read(picture, name=copies.label["file"]).to_json()
    values: Counter[str] = Counter()
    wrong: list[dict[str, Any]] = []
    for confidence, right, what, detail in _facts(score, reading, copies.label):
        if what == "result":
            values.update(read=1, flagged=confidence < ACCEPTED, wrong=not right and confidence >= ACCEPTED)
            wrong += [detail] if not right and confidence >= ACCEPTED else []
    rates = _rates(score.score_document(reading, copies.label))
    return Outcome(f"{copies.kind}-{strength}", rates, values, tuple(wrong))


def _digital(arguments: argparse.Namespace) -> Any:
    """Labelled PDFs with a text of their own: path, label, reading of the original."""
    for label_path in sorted(arguments.labels.glob("*.json")):
        label = json.loads(label_path.read_text("utf-8"))
        path = arguments.files / label["file"]
        number = re.match(r"\d+", path.name)
        held = bool(number) and int(number[0]) % 3 == 0
        if path.suffix.lower() != ".pdf" or (arguments.part != "all" and held != (arguments.part == "held")):
            continue
        if label.get("kind") == "spec" or label.get("partial") or label.get("partial_pages"):
            continue
        try:
            original = lotgate.read(path, ocr=False)
        except LotgateError:
            continue
        if original.pages <= MOST_PAGES and not original.pages_unread and len(label["items"]) >= FEWEST_ITEMS:
            yield path, label, original.to_json()


def _spread(found: list[Any], most: int) -> list[Any]:
    step = max(1.0, len(found) / most)
    return [found[int(i * step)] for i in range(min(most, len(found)))]


def _report(rows: dict[str, list[tuple[float, float]]], values: dict[str, Counter[str]]) -> None:
    before = statistics.mean(exact for _, exact in rows["digital"])
    print(f"\ndocuments {len(rows['digital'])}, exact rows of the digital originals {before:.3f}")
    heads = f"{'degradation':14} {'item F1':>8} {'rows':>6} {'points':>7} {'results':>8}"
    print(f"{heads} {'flagged':>8} {'unflagged wrong':>16}")
    for name, rates in rows.items():
        if name == "digital":
            continue
        f1, exact = (statistics.mean(rate[i] for rate in rates) for i in (0, 1))
        held = values[name]
        share = held["flagged"] / max(1, held["read"])
        points, wrong = 100 * (exact - before), f"{held['wrong']} of {held['read'] - held['flagged']}"
        print(f"{name:14} {f1:8.3f} {exact:6.3f} {points:+7.1f} {held['read']:8} {share:8.1%} {wrong:>16}")
    every = sum(values.values(), Counter())
    print(f"unflagged wrong {every['wrong']} of {every['read'] - every['flagged']} results called sure")


if __name__ == "__main__":
    sys.exit(main())
