"""The Django app that owns the tables."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Labelled ``store``; every table's name begins with it."""

    name = "lotgate.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
