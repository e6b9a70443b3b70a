"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.audit"
    label = "web_audit"
