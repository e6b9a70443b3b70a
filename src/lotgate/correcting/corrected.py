"""A reading with a person's corrections in it, and the numbers by which corrections name what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.evidence import Fact


@dataclass(frozen=True, slots=True)
class Corrected:
    """What `lotgate.correcting.apply` gives.

    ``certificate`` is to be judged in place of the reading; a fact in it that a person changed says in ``was`` what the
    machine had read. ``numbers[i]`` is the number of ``certificate.items[i]``; numbers need not ascend, for an added
    item stands where it belongs on the page. ``assigned`` maps that index (not the number) to the id of a
    characteristic, ``""`` where a person says that the item means none; hand it to ``pipeline.check`` with the
    certificate. ``positions[field][k]`` is the number of ``certificate.header[field][k]``.

    Nothing is lost: ``struck`` holds the items struck, as corrected so far, by number; ``removed`` the header facts
    taken away, by field and number.
    """

    certificate: Certificate
    numbers: tuple[int, ...]
    assigned: Mapping[int, str]
    positions: Mapping[HeaderField, tuple[int, ...]]
    struck: Mapping[int, Item]
    removed: Mapping[HeaderField, Mapping[int, Fact]]

    def item(self, number: int) -> Item | None:
        """The item of this number, a struck one too; None where there is none."""
        if number in self.numbers:
            return self.certificate.items[self.numbers.index(number)]
        return self.struck.get(number)

    @property
    def next_number(self) -> int:
        """The number that the next ``AddItem`` will get."""
        return len(self.numbers) + len(self.struck)

    def next_position(self, field: HeaderField) -> int:
        """The number with which a ``SetHeader`` adds a fact to the field.

        For a field that holds one fact at most it is 0: the fact that is there, or was, or will be.
        """
        if field is not HeaderField.BATCH:
            return 0
        return len(self.positions.get(field, ())) + len(self.removed.get(field, ()))
