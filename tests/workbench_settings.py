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
