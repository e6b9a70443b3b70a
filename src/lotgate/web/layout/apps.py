"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LayoutConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.layout"
    label = "web_layout"
