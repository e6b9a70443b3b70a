"""What a table's items say about the table: signs that its rows or columns are not what they were taken for.

None of these signs names the mistake. Each is rare where a table is read right, and common where values stand in a
neighbour's column, a name or limit went on in the line below, or a note was swallowed by the last row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.lexicon.shapes import is_numeric, is_value, is_verdict
from lotgate.model.measurement import Doubtful, IntervalLimit, Number
from lotgate.model.table import TableSource
from lotgate.reading.drafts import Draft, doubted

_DOUBTFUL = 0.8
_FEWEST = 3
_MOST_OUTSIDE = 0.5
_MANY = 50
"""Between the least and the greatest value of one item's specimens or lots; nought left out."""


def with_doubts(drafts: Sequence[Draft], source: TableSource) -> list[Draft]:
    """The items of one table, top to bottom, those doubted that something about the table or the row speaks against."""
    doubtful = (
        range(len(drafts)) if _are_misplaced(drafts, source) or _are_outside(drafts) else _doubtful(drafts, source)
    )
    return [doubted(draft, _DOUBTFUL) if index in doubtful else draft for index, draft in enumerate(drafts)]


def with_unlike_doubted(drafts: Sequence[Draft]) -> list[Draft]:
    """The items, those doubted whose specimens or lots differ as no readings of one thing do."""
    doubtful = _unlike_fellows(drafts)
    return [doubted(draft, _DOUBTFUL) if index in doubtful else draft for index, draft in enumerate(drafts)]


def _are_outside(drafts: Sequence[Draft]) -> bool:
    """Results that lie outside the limits printed beside them, most of them: one of the two columns is another."""
    outside = [_is_outside(draft) for draft in drafts]
    judged = [one for one in outside if one is not None]
    return len(judged) >= _FEWEST and judged.count(True) > _MOST_OUTSIDE * len(judged)


def _is_outside(draft: Draft) -> bool | None:
    """Whether a plain number lies outside its limit; ``None`` where one of the two is no such thing."""
    if draft.result is None or draft.limit is None:
        return None
    limit, result = parse_limit(draft.limit.text), parse_result(draft.result.text)
    if not isinstance(limit, IntervalLimit) or not isinstance(result, Number) or limit.unit != result.unit:
        return None
    below = limit.lower is not None and result.value < limit.lower.value
    return below or (limit.upper is not None and result.value > limit.upper.value)


def _are_misplaced(drafts: Sequence[Draft], source: TableSource) -> bool:
    """Hardly a row with a result, though there are limits: the results fell into a neighbour's column."""
    if source is not TableSource.ALIGNED or not any(d.result for d in drafts):
        return False
    limited = [d for d in drafts if d.limit or d.limits]
    return len(limited) >= _FEWEST and sum(d.result is not None for d in limited) < 0.5 * len(limited)


def _doubtful(drafts: Sequence[Draft], source: TableSource) -> set[int]:
    """The places of the items that are perhaps half an item, or an item and a note."""
    found = {i for i, draft in enumerate(drafts) if _is_note(draft) or _says_nothing(draft)}
    found |= _unlike_fellows(drafts)
    if source is TableSource.ALIGNED:
        found |= {i for i, draft in enumerate(drafts) if not any(c.isalpha() for c in draft.name.text)}
    if source is TableSource.ALIGNED and any(d.result for d in drafts):
        # A line with a limit and no result: perhaps the end of the item above it.
        found |= {i - 1 for i, d in enumerate(drafts) if i and d.result is None and (d.limit or d.limits)}
    return found


def _unlike_fellows(drafts: Sequence[Draft]) -> set[int]:
    """The places of items with one name whose values differ many times: a plus was read as a 4, or a point got lost."""
    fellows: dict[tuple[str, str], list[tuple[int, Decimal]]] = defaultdict(list)
    for i, draft in enumerate(drafts):
        for fact in (draft.result, *draft.also):
            value = parse_result(fact.text) if fact else None
            if isinstance(value, Number) and value.value:
                fellows[draft.name.text, draft.section.text if draft.section else ""].append((i, abs(value.value)))
    found = set()
    for values in fellows.values():
        if len(values) > 1 and _MANY * min(v for _, v in values) < max(v for _, v in values):
            found |= {i for i, _ in values}
    return found


def _says_nothing(draft: Draft) -> bool:
    """No value, no limit, and under the verdicts what is none: a line of the page's foot ("page 1")."""
    bare = draft.result is None and draft.limit is None and not draft.limits
    return bare and draft.verdict is not None and not is_verdict(draft.verdict.text)


def _is_note(draft: Draft) -> bool:
    """A name without a letter over words, or a value with other words behind it."""
    text = draft.result.text if draft.result else ""
    if not any(c.isalpha() for c in draft.name.text):
        return not is_value(text) and not is_verdict(text)
    return len(text.split()) > 1 and is_numeric(text.split()[0]) and isinstance(parse_result(text), Doubtful)
