"""What people correct in a reading: applied, taken from the page, and found again from a finding.

API
---
``apply(reading, corrections) -> Corrected``
    The reading with a list of corrections made to it, in their order. The reading itself is never changed: the whole
    list is applied to it anew each time. ``CorrectionError``, with the culprit's ``index``, where one does not fit.
``Corrected``
    ``certificate`` to be judged, ``assigned`` to be handed to ``pipeline.check`` with it, and the numbers by which
    corrections name what is in it.
``words_in(words, box) -> (text, Evidence) | None``
    What dragging a box over a page's words yields, for a ``SetField``, an ``Entry`` of an ``AddItem`` or a
    ``SetHeader``.
``column(corrected, words, page, box, field) -> tuple[SetField, ...]``
    What dragging a box over a whole column and saying what it is yields: a correction for each item beside it.
``everywhere(corrected, correction) -> tuple[Correction, ...]``
    The correction, and the same for every other fact that was read from the same words: the lot over a column.
``number_of(finding, corrected) -> int | None``, ``facts_of(finding, corrected) -> tuple[ItemFact | HeaderFact, ...]``
    Which item, and which of its strings or which fact of the header, a finding of the verdict rests on.

A round of review::

    corrected = apply(reading, corrections)
    verdict = pipeline.check(corrected.certificate, standard, delivery=delivery, assigned=corrected.assigned)

The words of a page come from ``model.page_words`` (kept beside the original) or from a ``Page`` as it was loaded.
"""

from __future__ import annotations

from lotgate.correcting.apply import apply
from lotgate.correcting.columns import column
from lotgate.correcting.corrected import Corrected
from lotgate.correcting.places import HeaderFact, ItemFact, everywhere, facts_of, number_of
from lotgate.correcting.words import words_in
from lotgate.model.correction import (
    AddItem,
    AssignItem,
    ConfirmField,
    ConfirmHeader,
    Correction,
    Entry,
    ItemField,
    RemoveHeader,
    RestoreItem,
    SetField,
    SetHeader,
    StrikeItem,
    correction_from_json,
    correction_to_json,
)

__all__ = [
    "AddItem",
    "AssignItem",
    "ConfirmField",
    "ConfirmHeader",
    "Corrected",
    "Correction",
    "Entry",
    "HeaderFact",
    "ItemFact",
    "ItemField",
    "RemoveHeader",
    "RestoreItem",
    "SetField",
    "SetHeader",
    "StrikeItem",
    "apply",
    "column",
    "correction_from_json",
    "correction_to_json",
    "everywhere",
    "facts_of",
    "number_of",
    "words_in",
]
