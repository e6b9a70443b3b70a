"""How right the readings of labelled certificates are, and what a confidence is worth.

    python benchmarks/accuracy.py FILES LABELS [--part dev|held|all] [--digital MANIFEST]

Reads every labelled document, scores it with the label set's own score.py, and then asks of every fact that the
reader calls at least so confident whether it is right: result, limit, unit, sample, header facts. `held` takes the
documents whose number is divisible by three, `dev` the others. Nothing is written but what is printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import lotgate
from lotgate.errors import LotgateError

THRESHOLDS = (0.0, 0.5, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="dev")
    parser.add_argument("--manifest", type=Path, help="tell digital documents from scans, and measure only those")
    parser.add_argument("--wrong", type=Path, help="write every confident fact that is wrong to this file")
    parser.add_argument("--score", type=Path, help="score.py, where it does not stand above the labels")
    arguments = parser.parse_args()
    score = _module(arguments.score or arguments.labels.parent / "score.py")
    wanted = _wanted(arguments)
    facts: list[tuple[float, bool, str]] = []
    wrong: list[dict[str, Any]] = []
    totals: Counter[str] = Counter()
    by_issuer: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for label_path in wanted:
        label = json.loads(label_path.read_text("utf-8"))
        try:
            reading = lotgate.read(arguments.files / label["file"]).to_json()
        except LotgateError as error:
            print(f"{label['file']}: {error}", file=sys.stderr)
            reading = {"file": label["file"], "header": {}, "items": []}
        scored = score.score_document(reading, label)
        totals.update({k: int(v) for k, v in scored.items() if k != "misses"})
        by_issuer[score.issuer(label["file"])].append(_rates(scored))
        for confidence, right, what, detail in _facts(score, reading, label):
            facts.append((confidence, right, what))
            if not right and confidence >= 0.9:
                wrong.append({"file": label["file"], "what": what, "confidence": confidence, **detail})
    _print_totals(totals, by_issuer, len(wanted))
    _print_curve(facts)
    if arguments.wrong:
        arguments.wrong.write_text("".join(json.dumps(w, ensure_ascii=False) + "\n" for w in wrong), "utf-8")
    return 0


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _wanted(arguments: argparse.Namespace) -> list[Path]:
    digital = None
    if arguments.manifest:
        rows = [line.split("\t") for line in arguments.manifest.read_text("utf-8").splitlines()[1:]]
        digital = {row[0] for row in rows if row[7] not in ("scan", "photo")}
    wanted = []
    for path in sorted(arguments.labels.glob("*.json")):
        number = re.match(r"\d+", path.stem)
        held = bool(number) and int(number[0]) % 3 == 0
        if arguments.part != "all" and held != (arguments.part == "held"):
            continue
        if digital is None or any(Path(name).stem == path.stem for name in digital):
            wanted.append(path)
    return wanted


def _rates(scored: dict[str, Any]) -> tuple[float, float]:
    precision = scored["hits"] / scored["read"] if scored["read"] else 0.0
    recall = scored["hits"] / scored["labels"] if scored["labels"] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    most = max(scored["labels"], scored["read"])
    return f1, scored["rows"] / most if most else 0.0


def _on_labelled_pages(items: list[dict[str, Any]], label: dict[str, Any]) -> list[dict[str, Any]]:
    """Without what stands on pages that the label leaves out, which would be held against items of other pages."""
    pages = label.get("partial_pages")
    return [item for item in items if not pages or item.get("page") in pages]


def _facts(
    score: ModuleType, reading: dict[str, Any], label: dict[str, Any]
) -> Iterator[tuple[float, bool, str, dict[str, Any]]]:
    """(confidence, right, what, detail) of every fact of the reading that the label can judge."""
    labels = label.get("items") or []
    read = _on_labelled_pages(reading.get("items") or [], label)
    specification = label.get("kind") == "spec"
    paired = score.pair(
        [score.limit_as_result(p) for p in read] if specification else read,
        [score.limit_as_result(x) for x in labels] if specification else labels,
    )
    pairs = {j: i for i, j in paired}
    several = len({score.plain(x.get("sample")) for x in labels}) > 1
    matched = [labels[i] for i in pairs.values()]
    for j, item in enumerate(read):
        evidence = item["evidence"]
        truth = labels[pairs[j]] if j in pairs else None
        if truth is None:
            if label.get("partial") or label.get("partial_pages") or (not several and score.repeats(item, matched)):
                continue
            sure = min(evidence[name]["confidence"] for name in ("name", "result", "limit") if name in evidence)
            yield sure, False, "item", {"read": item["name"], "result": item["result"]}
            continue
        if "result" in evidence:
            right = bool(score.values(truth) & score.values(item))
            yield evidence["result"]["confidence"], right, "result", {"read": item["result"], "label": truth["result"]}
        if "limit" in evidence:
            right = score.same_limit(truth.get("limit"), item["limit"])
            yield evidence["limit"]["confidence"], right, "limit", {"read": item["limit"], "label": truth["limit"]}
        if "unit" in evidence:
            lu, pu = score.plain(truth.get("unit")), score.plain(item["unit"])
            right = (
                lu == pu
                or score.plain(truth.get("result")).endswith(pu)
                or score.plain(truth.get("limit")).endswith(pu)
            )
            yield evidence["unit"]["confidence"], right, "unit", {"read": item["unit"], "label": truth["unit"]}
        if "sample" in evidence and several and truth.get("sample"):
            ls, ps = score.plain(truth["sample"]), score.plain(item["sample"])
            yield (
                evidence["sample"]["confidence"],
                ls in ps or ps in ls,
                "sample",
                {"read": item["sample"], "label": truth["sample"]},
            )
    yield from _header_facts(score, reading, label)


def _header_facts(
    score: ModuleType, reading: dict[str, Any], label: dict[str, Any]
) -> Iterator[tuple[float, bool, str, dict[str, Any]]]:
    for field in score.HEADER_FIELDS:
        want = (label.get("header") or {}).get(field)
        for fact in reading.get("header_evidence", {}).get(field, []):
            if field == "batch":
                if label.get("partial") or label.get("partial_pages"):
                    continue
                right = score.plain(fact["text"]) in {score.plain(w) for w in want or []}
            else:
                w, g = score.plain(want), score.plain(fact["text"])
                right = bool(w) and (w == g or score.alike(w, g) >= 0.9 or g in w)
            yield fact["confidence"], right, f"header.{field}", {"read": fact["text"], "label": want}


def _print_totals(totals: Counter[str], by_issuer: dict[str, list[tuple[float, float]]], count: int) -> None:
    f1 = [sum(r[0] for r in rates) / len(rates) for rates in by_issuer.values()]
    rows = [sum(r[1] for r in rates) / len(rates) for rates in by_issuer.values()]
    print(f"documents {count}, issuers {len(by_issuer)}, items {totals['labels']}")
    print(f"item F1 by issuer     {sum(f1) / max(1, len(f1)):.3f}")
    print(f"exact rows by issuer  {sum(rows) / max(1, len(rows)):.3f}")
    print(f"header                {totals['head_ok'] / max(1, totals['head_n']):.3f}")


def _print_curve(facts: list[tuple[float, bool, str]]) -> None:
    print("\nconfidence   facts   share   wrong   one in")
    for threshold in THRESHOLDS:
        above = [right for confidence, right, _ in facts if confidence >= threshold]
        bad = above.count(False)
        one_in = f"{len(above) / bad:8.0f}" if bad else "       -"
        print(f"   >= {threshold:.2f} {len(above):8d} {len(above) / max(1, len(facts)):7.2%} {bad:7d} {one_in}")
    kinds = Counter(what for confidence, right, what in facts if not right and confidence >= 0.9)
    print("wrong at 0.90 and above: " + (", ".join(f"{k} {n}" for k, n in kinds.most_common()) or "none"))


if __name__ == "__main__":
    sys.exit(main())
