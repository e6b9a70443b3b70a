"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.review"
    label = "web_review"
