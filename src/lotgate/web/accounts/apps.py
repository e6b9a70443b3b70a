"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Pages only; no tables."""

    name = "lotgate.web.accounts"
    label = "web_accounts"
