"""The Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.accounts"
    label = "web_accounts"

    def ready(self) -> None:
        """Begin to listen."""
        import_module("lotgate.web.accounts.sign_ins")
