"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.standards"
    label = "web_standards"
