"""The buyer's standards: reading and writing them, drafting one from a document, comparing two versions.

API for the pipeline
--------------------
Everything takes and gives values of ``model.standard``; only ``load`` opens files.

``standards.load(path) -> tuple[Standard, ...]``
    A ``.toml`` or ``.xlsx`` file, or a folder of them (searched through). ``FaultyStandard`` lists *all* faults, each
    with file, line, field and advice.
``standards.loads(text, source=None) -> Standard``, ``standards.dump(standard) -> str``
    TOML, both ways; ``loads(dump(s)) == s``.
``standards.draft(certificate) -> Standard``
    From a specification or from a certificate's printed limits; always ``draft=True``, and a draft never accepts.
``standards.choose(standards, certificate, delivery=None) -> Choice``
    ``Choice.standard`` is the one that fits product, grade and date, or None; ``Choice.candidates`` then names those
    that a person must choose from.

The whole of a check::

    choice = standards.choose(standards.load(path), certificate, delivery)
    if choice.standard is None:
        return lot.undetermined(certificate, choice.candidates, delivery=delivery)
    measurements = measure.measure(certificate, choice.standard)
    return lot.judge(measurements, delivery=delivery, rules=None)

``rules`` is a ``RuleSet`` that replaces the standard's own for this judgement (``--rule``); None leaves them.
``delivery`` is ``model.delivery.Delivery(date=…, lots=…, material=…, grade=…, supplier=…)``. The judge has no clock:
give the delivery's date (the command line: ``--date``, by default today), else a printed expiry stays undecided.
``judging.replay.differences(recorded_json, verdict) -> tuple[str, ...]`` is empty when a verdict was proved again.
"""

from __future__ import annotations

from lotgate.standards.choice import Choice, choose
from lotgate.standards.drafting import draft
from lotgate.standards.files import load
from lotgate.standards.toml import dump, loads, renamed

__all__ = ["Choice", "choose", "draft", "dump", "load", "loads", "renamed"]
