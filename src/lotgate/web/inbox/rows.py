"""What the list shows besides the lots: tabs with counts, heads that sort, links to the neighbouring pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lotgate.store.selectors.inbox import NEWEST, Counts, Filter, Page, Tab

TABS: Mapping[Tab, object] = {
    Tab.ALL: _("All"),
    Tab.REVIEW: _("To review"),
    Tab.SIGN: _("To sign"),
    Tab.FAILED: _("Not read"),
    Tab.WORK: _("In work"),
    Tab.DECIDED: _("Decided"),
}
HEADS: tuple[tuple[object, str], ...] = (
    (_("State"), ""),
    (_("Product"), "product"),
    (_("Supplier"), "supplier"),
    (_("Lot"), "lot"),
    (_("Standard"), ""),
    (_("Findings"), ""),
    (_("Received"), "-received"),
    (_("Decision"), "-decided"),
)
"""Title and the order that a first click gives."""


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab with its count and the key that opens it."""

    title: str
    address: str
    count: str
    current: bool
    key: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; ``sorted`` is ``ascending``, ``descending`` or nothing."""

    title: str
    address: str
    sorted: str


def tabs(asked: Filter, query: QueryDict, counted: Counts) -> Iterator[TabLink]:
    """The tabs, each keeping the rest of the filter."""
    for number, (tab, title) in enumerate(TABS.items(), 1):
        more = "+" if tab in counted.capped else ""
        kept = {"tab": str(tab) if tab is not Tab.ALL else None, "state": None, "at": None}
        yield TabLink(str(title), _with(query, kept), f"{counted.tabs[tab]}{more}", asked.tab is tab, str(number))


def heads(asked: Filter, query: QueryDict) -> Iterator[Head]:
    """The columns' heads; a click on the sorted one turns the order."""
    for title, order in HEADS:
        name = order.lstrip("-")
        if not order or name != asked.sort.lstrip("-"):
            address = _with(query, {"sort": order if order != NEWEST else None, "at": None}) if order else ""
            yield Head(str(title), address, "")
            continue
        down = asked.sort.startswith("-")
        turned = name if down else f"-{name}"
        address = _with(query, {"sort": turned if turned != NEWEST else None, "at": None})
        yield Head(str(title), address, "descending" if down else "ascending")


def neighbours(page: Page, query: QueryDict) -> dict[str, str]:
    """The addresses of the pages before and after; empty where there is none."""
    return {
        "before": _with(query, {"at": str(page.before)}) if page.before else "",
        "after": _with(query, {"at": str(page.after)}) if page.after else "",
    }


def _with(query: QueryDict, changes: Mapping[str, str | None]) -> str:
    """The page's address with its query changed; None takes a name out, and empty fields are left out."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    for name in [name for name, value in changed.items() if not value]:
        del changed[name]
    return f"?{changed.urlencode()}" if changed else "?"
