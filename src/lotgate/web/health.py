"""``/health``: whether this workbench can do its work, for whatever watches over it. It tells nothing about anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lotgate.store import storage
from lotgate.store.work import queue


@login_not_required
@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 where the database answers, the storage folder takes files and a worker lives; else 503, saying which."""
    found: dict[str, object] = {"database": True, "storage": storage.writable()}
    try:
        found |= {"workers": len(queue.living()), "queue": queue.waiting()}
    except (DatabaseError, InterfaceError):
        found |= {"database": False, "workers": 0, "queue": None}
    well = all((found["database"], found["storage"], found["workers"]))
    return JsonResponse({"status": "ok" if well else "unwell", **found}, status=200 if well else 503)
