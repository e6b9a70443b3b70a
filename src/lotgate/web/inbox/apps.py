"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.inbox"
    label = "web_inbox"
