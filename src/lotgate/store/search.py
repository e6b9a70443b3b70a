"""Finding lots by their words: product, supplier, lot, certificate, file, names of items and their values.

One tokeniser of ours for both databases, because neither cuts Chinese: runs of Latin letters and digits are words,
codes are kept whole and in parts, decimal numbers stay whole, and Chinese, Japanese and Korean are cut into
overlapping pairs. SQLite keeps the tokens in an FTS5 table, PostgreSQL as a ``tsvector`` under a GIN index
(migration ``lot_search``). What is asked for is the beginning of each word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.db.models.signals import post_delete
from django.dispatch import receiver

from lotgate.model.certificate import Certificate, Item
from lotgate.store.models import Lot

MOST_TOKENS = 4000
"""Of one lot; beyond it are tables of thousands of rows, which nobody searches for by their last values."""
MOST_TERMS = 12
"""Of one search."""
_LONGEST = 60
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_PAIRED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TERM = re.compile(rf"(?P<paired>[{_PAIRED}]+)|(?P<word>[^\W_{_PAIRED}]+(?:[-./,:#+][^\W_{_PAIRED}]+)*)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_PARTS = re.compile(r"\d+\.\d+|\d+|[^\W\d_]+")
PRODUCT, SUPPLIER = "p:", "s:"
"""Stand before the tokens of these two facts once more, so that one can be asked for alone."""


@dataclass(frozen=True, slots=True)
class Term:
    """One run of text: ``whole``, empty for Chinese, and the ``parts`` that it is cut into."""

    whole: str
    parts: tuple[str, ...]


def terms(text: str) -> Iterator[Term]:
    """The runs of ``text`` in order, width and case folded."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    for found in _TERM.finditer(plain):
        if found.lastgroup == "paired":
            run = found.group()
            yield Term("", tuple(a + b for a, b in pairwise(run)) or (run,))
        else:
            yield _word(found.group())


def tokens(text: str) -> set[str]:
    """What is kept for ``text``: a run's last character also alone, so that one character finds it anywhere."""
    kept: set[str] = set()
    for term in terms(text):
        kept.update(part[:_LONGEST] for part in term.parts)
        kept.add(term.whole[:_LONGEST] or term.parts[-1][-1])
    return kept


def keep(lots: Iterable[Lot], certificate: Certificate | None = None) -> None:
    """Bring the words of one document's lots up to date, in the transaction that changed them."""
    lots = list(lots)
    numbers = {lot.number for lot in lots if lot.number}
    write({lot.pk: words(lot, certificate, numbers - {lot.number}) for lot in lots})


def write(found: Mapping[int, Iterable[str]]) -> None:
    """Keep these tokens for these lots, by their keys, instead of what was kept."""
    rows = [(pk, _joined(sorted(some))) for pk, some in found.items()]
    with connection.cursor() as cursor:
        cursor.executemany(_STATEMENTS[connection.vendor].forget, [(pk,) for pk, _ in rows])
        cursor.executemany(_STATEMENTS[connection.vendor].keep, rows)


def words(lot: Lot, certificate: Certificate | None, others: Collection[str] = ()) -> set[str]:
    """The lot's tokens. Items whose sample names another lot of the document are not this lot's."""
    items = [item for item in certificate.items if not _foreign(item, lot.number, others)] if certificate else []
    facts = [lot.file, lot.number, lot.certificate_no, *(item.name.text for item in items)]
    facts += [item.result.text for item in items if item.result]
    found = {*sorted(tokens("\n".join(facts)))[:MOST_TOKENS]}
    for tag, text in ((PRODUCT, lot.product), (SUPPLIER, lot.supplier)):
        own = tokens(text)
        found |= own | {tag + token for token in own}
    return found


@receiver(post_delete, sender=Lot)
def _forget(instance: Lot, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[connection.vendor].forget, [instance.pk])


def matching(text: str, *, within: str = "") -> Q:
    """The lots that have every word of ``text``, or a word that begins so; ``within`` is PRODUCT, SUPPLIER or all."""
    asked = [_asked(term, within) for term in list(terms(text))[:MOST_TERMS]]
    if not asked:
        return Q(pk__in=()) if text.strip() else Q()
    statements = _STATEMENTS[connection.vendor]
    query = statements.both.join(f"({term})" for term in asked)
    return among(RawSQL(statements.find, (query,)))  # noqa: S611 - a fixed statement; the query is a parameter


def among(keys: RawSQL | QuerySet[Lot, int]) -> Q:
    """The lots of these keys, for a page of them in some order.

    SQLite would look up and sort every lot found. With the key hidden it walks an index in the order asked for, and
    stops when the page is full: 12 ms instead of 1,800 for a word that 70,000 lots have.
    """
    return Q(In(F("pk") + 0 if connection.vendor == "sqlite" else F("pk"), keys))


def _word(text: str) -> Term:
    if _NUMBER.fullmatch(text):
        number = _THOUSANDS.sub("", text).replace(",", ".")
        return Term(number, (number,))
    whole = "".join(c for c in text if c.isalnum())
    return Term(whole, tuple(_PARTS.findall(text.replace(",", "."))) or (whole,))


def _foreign(item: Item, own: str, others: Collection[str]) -> bool:
    sample = item.sample.text if item.sample else ""
    return sample != own and any(other in sample for other in others)


def _asked(term: Term, tag: str) -> str:
    """One run as a query: the whole as the beginning of a word, or all its parts, the last as a beginning.

    Pairs are asked for as they are: only a single character can be the beginning of one.
    """
    statements = _STATEMENTS[connection.vendor]
    *first, last = (tag + part[:_LONGEST] for part in term.parts)
    ends = statements.exact if not term.whole and len(term.parts[-1]) > 1 else statements.begins
    parts = statements.both.join([*map(statements.exact.format, first), ends.format(last)])
    if not term.whole or term.parts == (term.whole,):
        return parts
    return f"{statements.begins.format(tag + term.whole[:_LONGEST])}{statements.either}({parts})"


def _joined(found: list[str]) -> Any:
    return found if connection.vendor == "postgresql" else " ".join(found)


@dataclass(frozen=True, slots=True)
class _Statements:
    """One database's way of saying it. Tokens hold letters, digits, points and a tag's colon: nothing to escape."""

    forget: str
    keep: str
    find: str
    exact: str
    begins: str
    both: str
    either: str


_STATEMENTS = {
    "sqlite": _Statements(
        forget="DELETE FROM store_lot_search WHERE rowid = %s",
        keep="INSERT INTO store_lot_search(rowid, words) VALUES (%s, %s)",
        find="SELECT rowid FROM store_lot_search WHERE store_lot_search MATCH %s",
        exact='"{}"',
        begins='"{}"*',
        both=" AND ",
        either=" OR ",
    ),
    "postgresql": _Statements(
        forget="DELETE FROM store_lot_search WHERE lot_id = %s",
        keep="INSERT INTO store_lot_search(lot_id, words) VALUES (%s, array_to_tsvector(%s::text[]))",
        find="SELECT lot_id FROM store_lot_search WHERE words @@ %s::tsquery",
        exact="'{}'",
        begins="'{}':*",
        both=" & ",
        either=" | ",
    ),
}
