"""A real browser on a live server: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lotgate.store.models import Account

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the tests' thread
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
DESK = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:  # noqa: F821 - Playwright may be missing
    """The browser; skips where it is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed; tests/install-tools.sh does it")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium, live_server) -> Iterator[Callable[..., "Page"]]:  # noqa: F821 - as above
    """``open_as(account, path)``: a page of somebody signed in. No error may have reached the page's console."""
    contexts, faults = [], []

    def opened(who: Account, path: str = "/", **options: object) -> "Page":  # noqa: F821 - as above
        client = Client()
        client.force_login(who)
        context = chromium.new_context(base_url=live_server.url, **{"viewport": DESK, **options})
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
