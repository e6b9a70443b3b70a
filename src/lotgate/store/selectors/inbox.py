"""The inbox's rows: filtered, sorted, a page at a time by key, so that page 50 costs what page 1 costs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lotgate.store import search
from lotgate.store.models import Account, Lot, LotState, StandardVersion
from lotgate.store.models.lots import DECIDED_STATES
from lotgate.store.permissions import Permission, require

PAGE = 50
COUNTED = 200
"""So many of the newest rows that match a filter are counted by state; beyond it a count is a least."""
DECIDED = 1000
"""So many decided lots are counted where nothing is filtered."""

IN_WORK = (LotState.WAITING, LotState.READING)


class Tab(StrEnum):
    """The inbox's tabs, in their order."""

    ALL = "all"
    REVIEW = "review"
    SIGN = "sign"
    FAILED = "failed"
    WORK = "work"
    DECIDED = "decided"


STATES: Mapping[Tab, tuple[LotState, ...]] = {
    Tab.ALL: tuple(LotState),
    Tab.REVIEW: (LotState.REVIEW,),
    Tab.SIGN: (LotState.REJECT, LotState.ACCEPT, LotState.SECOND),
    Tab.FAILED: (LotState.FAILED,),
    Tab.WORK: IN_WORK,
    Tab.DECIDED: DECIDED_STATES,
}

COLUMNS = {
    "received": "received_at",
    "product": "product",
    "supplier": "supplier",
    "lot": "number",
    "decided": "decided_at",
}
"""What can be sorted by, and its column; ``-`` before it turns the order."""
NEWEST = "-received"

_FIELDS = (
    *("id", "state", "file", "number", "product", "supplier", "certificate_no", "fails", "doubts", "document_id"),
    *("received_at", "decided_at", "decided_by__printed_name", "standard__name", "standard__number"),
    *("repeats__number", "repeats__received_at", "upload__state", "upload__pages_read", "upload__error_code"),
    *("upload__error_message", "upload__error_advice", "upload", "standard", "decided_by", "repeats"),
)
"""All that a row shows. The verdicts stay where they are: they are hundreds of times as much."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked of the inbox. Texts are searched by the beginnings of their words; both days are included."""

    tab: Tab = Tab.ALL
    text: str = ""
    product: str = ""
    supplier: str = ""
    state: str = ""
    standard: str = ""
    """The standard's identifier, whatever its version."""
    decided_by: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = NEWEST

    @property
    def fields(self) -> int:
        """How many fields besides the search are filled in."""
        given = (self.product, self.supplier, self.state, self.standard, self.decided_by, self.since, self.until)
        return sum(1 for one in given if one)

    @property
    def narrow(self) -> bool:
        """Whether anything but the tab and the order is asked."""
        return replace(self, tab=Tab.ALL, sort=NEWEST) != Filter()


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in an order: its value there and its key. ``before`` asks for the rows before it, not after."""

    value: str
    pk: int
    before: bool = False

    def __str__(self) -> str:
        return json.dumps([self.value, self.pk, int(self.before)], ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def of(text: str) -> Place | None:
        """The place that ``text`` writes; None where it writes none."""
        try:
            value, pk, before = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            return None
        if not isinstance(value, str) or "\0" in value or not isinstance(pk, int):
            return None
        return Place(value, pk, bool(before))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, and the places to go on from: None where nothing comes before or after."""

    lots: tuple[Lot, ...]
    before: Place | None
    after: Place | None

    @property
    def in_work(self) -> bool:
        """Whether a row will change by itself."""
        return any(lot.state in IN_WORK for lot in self.lots)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lots each tab has, and which tabs may have more than were counted."""

    tabs: Mapping[Tab, int]
    capped: frozenset[Tab]


def page(account: Account, asked: Filter, place: Place | None = None) -> Page:
    """One page of the account's site: two queries, the first of keys alone, which the indexes hold in order."""
    name, down = COLUMNS[asked.sort.lstrip("-")], asked.sort.startswith("-")
    rows = _matching(account, asked)
    if name == "decided_at":
        rows = rows.filter(decided_at__isnull=False)
    back = place is not None and place.before
    if place is not None:
        rows = _beyond(rows, name, place, down=down != back)
    sign = "-" if down != back else ""
    keys = list(rows.order_by(f"{sign}{name}", f"{sign}id").values_list("pk", flat=True)[: PAGE + 1])
    more, keys = len(keys) > PAGE, keys[:PAGE]
    if back:
        keys.reverse()
    shown = Lot.objects.select_related("upload", "standard", "decided_by", "repeats").only(*_FIELDS).in_bulk(keys)
    found = [shown[key] for key in keys if key in shown]
    before = _place(found[0], name, before=True) if found and (more if back else place is not None) else None
    after = _place(found[-1], name) if found and (back or more) else None
    return Page(tuple(found), before, after)


def counts(account: Account, asked: Filter) -> Counts:
    """How many lots of each tab match the rest of the filter: at most two queries.

    Without a filter what waits for somebody is counted to the last lot, and only the decided ones are capped.
    """
    rows = _matching(account, replace(asked, tab=Tab.ALL, state=""))
    if replace(asked, state="").narrow:
        states = list(rows.order_by("-received_at", "-id").values_list("state", flat=True)[: COUNTED + 1])
        by_state = {state: states[:COUNTED].count(state) for state in set(states)}
        capped = frozenset(Tab if len(states) > COUNTED else ())
    else:
        undecided = [state for state in LotState if state not in DECIDED_STATES]
        by_state = dict(rows.filter(state__in=undecided).order_by().values_list("state").annotate(Count("id")))
        decided = rows.filter(state__in=DECIDED_STATES).order_by()[: DECIDED + 1].count()
        by_state[LotState.ACCEPTED] = min(decided, DECIDED)
        capped = frozenset((Tab.ALL, Tab.DECIDED) if decided > DECIDED else ())
    return Counts({tab: sum(by_state.get(state, 0) for state in STATES[tab]) for tab in Tab}, capped)


def anything(account: Account) -> bool:
    """Whether the site has any lot."""
    return Lot.objects.filter(site=account.site_id).exists()


def _matching(account: Account, asked: Filter) -> QuerySet[Lot]:
    require(account, Permission.READ)
    rows = Lot.objects.filter(site=account.site_id)
    states = [LotState(asked.state)] if asked.state else STATES[asked.tab]
    if len(states) < len(LotState):
        rows = rows.filter(state__in=states)
    if asked.standard:
        versions = StandardVersion.objects.filter(site=account.site_id, key=asked.standard)
        rows = rows.filter(_among(account, standard__in=versions.values("pk")))
    if asked.decided_by is not None:
        rows = rows.filter(_among(account, decided_by=asked.decided_by))
    days: dict[str, datetime] = {}
    if asked.since:
        days["received_at__gte"] = _midnight(asked.since)
    if asked.until:
        days["received_at__lt"] = _midnight(asked.until + timedelta(days=1))
    if days:
        rows = rows.filter(_among(account, **days) if COLUMNS[asked.sort.lstrip("-")] != "received_at" else Q(**days))
    words = search.matching(asked.text)
    words &= search.matching(asked.product, within=search.PRODUCT)
    words &= search.matching(asked.supplier, within=search.SUPPLIER)
    return rows.filter(words)


def _among(account: Account, **wanted: Any) -> Q:
    """The site's lots that fit: their keys are read off one index, the page off another."""
    return search.among(Lot.objects.filter(site=account.site_id, **wanted).values_list("pk", flat=True))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _beyond(rows: QuerySet[Lot], name: str, place: Place, *, down: bool) -> QuerySet[Lot]:
    """The rows after ``place``. The first condition is what an index can be entered by."""
    value: Any = place.value
    if name.endswith("_at"):
        try:
            value = datetime.fromisoformat(place.value).astimezone(UTC)
        except (ValueError, OverflowError):
            return rows.none()
    side = "lt" if down else "gt"
    beyond = Q(**{f"{name}__{side}": value}) | Q(**{f"id__{side}": place.pk})
    return rows.filter(Q(**{f"{name}__{side}e": value}) & beyond)


def _place(lot: Lot, name: str, *, before: bool = False) -> Place:
    value = getattr(lot, name)
    return Place(value.isoformat() if isinstance(value, datetime) else value, lot.pk, before)
