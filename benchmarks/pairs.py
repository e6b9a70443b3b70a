"""Real certificates against real buyers' specifications, beside what a careful inspector concluded.

    python benchmarks/pairs.py [--items]

Twice for each pair: with a standard as a person would write it from the specification (its characteristics and limits,
and the name under which this certificate prints each), and with `standards.draft` of the specification, untouched.
The certificate is read perfectly, from its label. Counts only; `--items` also names the statuses that differ.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from labelled import CORPUS, certificate
from lotgate import standards
from lotgate.judging.lot import judge
from lotgate.lexicon.dates import parse_date
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.names import fold_name
from lotgate.measuring.measure import measure
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.measurement import Status
from lotgate.model.standard import Characteristic, Material, Standard, Version
from lotgate.model.verdict import Decision, Finding, Verdict

PUBLIC = {Status.PASS: "pass", Status.FAIL: "fail", Status.UNDECIDED: "unclear"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--items", action="store_true", help="name the statuses that differ")
    options = arguments.parse_args()
    for way in ("by hand", "draft"):
        agreed: Counter[bool] = Counter()
        decisions: Counter[str] = Counter()
        for path in sorted((CORPUS / "pairs").glob("*.json")):
            pair = json.loads(path.read_text("utf-8"))
            reading = _label(pair["certificate"])
            standard = _by_hand(pair, reading) if way == "by hand" else standards.draft(_label(pair["specification"]))
            verdict = judge(measure(reading, standard), delivery=_in_date(reading))
            decisions[_compared(verdict, pair["decision"])] += 1
            for item in pair["items"]:
                said = _status(verdict, item["characteristic"])
                agreed[said == item["status"]] += 1
                if options.items and said != item["status"]:
                    message = _finding(verdict, item["characteristic"])
                    shown = message.message() if message else "no such characteristic"
                    print(
                        f"    {path.stem} {way}: {item['characteristic'][:40]}: {item['status']}, said {said}: {shown}"
                    )
        share = 100 * agreed[True] / agreed.total() if agreed else 0.0
        print(f"{way}: {agreed[True]} of {agreed.total()} statuses agree ({share:.1f} %); decisions: {dict(decisions)}")


def _label(name: str) -> Certificate:
    return certificate(json.loads((CORPUS / "labels" / Path(name).with_suffix(".json").name).read_text("utf-8")))


def _by_hand(pair: dict[str, Any], reading: Certificate) -> Standard:
    """The specification as a person types it in, knowing how this supplier's certificate names each test."""
    ones = []
    for number, item in enumerate(pair["items"]):
        printed = item["certificate_item"]
        aliases = (printed,) if printed and fold_name(printed) != fold_name(item["characteristic"]) else ()
        section = _section(reading, printed)
        limit = parse_limit(item["limit"], item["unit"])
        ones.append(
            Characteristic(
                f"c{number}",
                item["characteristic"],
                limit,
                item["unit"],
                aliases,
                section,
                required=item["required"],
            )
        )
    product = reading.first(HeaderField.PRODUCT) or "?"
    return Standard("pair", product, Version("1"), Material((product,)), tuple(ones))


def _section(reading: Certificate, printed: str | None) -> str | None:
    found = [i.section.text for i in reading.items if i.name.text == printed and i.section]
    return found[0] if found else None


def _in_date(reading: Certificate) -> Delivery:
    printed = (reading.first(field) for field in (HeaderField.REPORTED, HeaderField.MANUFACTURED))
    days = [day.latest() for text in printed if text and (day := parse_date(text))]
    return Delivery(max(days)) if days else Delivery()


def _finding(verdict: Verdict, name: str) -> Finding | None:
    findings = (finding for lot in verdict.lots for finding in lot.findings if finding.characteristic)
    return next((finding for finding in findings if fold_name(finding.name) == fold_name(name)), None)


def _status(verdict: Verdict, name: str) -> str:
    finding = _finding(verdict, name)
    if finding is None or finding.missing:
        return "missing"
    return PUBLIC[finding.status]


def _compared(verdict: Verdict, expected: str) -> str:
    if verdict.decision == expected:
        return "agree"
    return "WRONG ACCEPT" if verdict.decision is Decision.ACCEPT else f"{expected} but said {verdict.decision}"


if __name__ == "__main__":
    main()
