"""The workbench's settings for tests: its own throw-away folder, and quick password hashing."""

import os
import tempfile
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory(prefix="lotgate-tests-")
os.environ["LOTGATE_DATA"] = _FOLDER.name
os.environ["DATABASE_URL"] = os.environ.get(
    "LOTGATE_TEST_DATABASE_URL", f"sqlite:///{Path(_FOLDER.name) / 'db.sqlite3'}"
)

from lotgate.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file as in real life: connections to a database in memory lock whole tables against each other.
    DATABASES["default"]["TEST"] = {"NAME": Path(_FOLDER.name) / "test.sqlite3"}  # noqa: F405
