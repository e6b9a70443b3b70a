"""Which lots a person may review, which comes next, and which standards may be chosen for them."""

from __future__ import annotations

from django.db.models import QuerySet

from lotgate.store.models import OPEN_STATES, Account, Lot, StandardState, StandardVersion


def lots_of(account: Account) -> QuerySet[Lot]:
    """The lots that the account may see, each with what its page needs beside it."""
    return Lot.objects.filter(site=account.site_id).select_related(
        "document__chosen_standard", "upload", "standard", "site", "repeats", "decided_by"
    )


def next_open(account: Account, lot: Lot) -> int | None:
    """The lot that wants a person next: the one below in the inbox, else the newest; None where there is no other.

    A seek in the index for each state, so that it costs the same however many lots there are.
    """
    waiting = [Lot.objects.filter(site=account.site_id, state=one).exclude(pk=lot.pk) for one in OPEN_STATES]
    below = [one.filter(pk__lt=lot.pk).order_by("-pk").values_list("pk", flat=True).first() for one in waiting]
    newest = [one.order_by("-pk").values_list("pk", flat=True).first() for one in waiting]
    return max((pk for pk in below if pk), default=None) or max((pk for pk in newest if pk), default=None)


def choosable(site: int) -> QuerySet[StandardVersion]:
    """The standards of a site that a person may choose by hand."""
    return StandardVersion.objects.filter(site=site, state=StandardState.RELEASED).order_by("name", "number")
