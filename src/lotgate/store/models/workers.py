"""Who is at work, so that the work of the dead can be given to the living."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A worker process and when it was last known to live."""

    id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id
