"""Drafts from strangers' documents: the job of a process of its own, which knows nothing of the database."""

from __future__ import annotations

from collections.abc import Iterator

from lotgate import pipeline, standards
from lotgate.batch import Source


def draft_texts(source: Source) -> Iterator[str]:
    """The TOML texts of the drafts that the documents in a file give."""
    for certificate in pipeline.read_all(source.path, name=source.name):
        drafted = standards.draft(certificate)
        if drafted.characteristics:
            yield standards.dump(drafted)
