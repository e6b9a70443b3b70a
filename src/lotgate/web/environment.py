"""What the machine says: the workbench's settings, read once from the environment.

Secrets that are not given are made once and kept in the data folder, readable by its owner only.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lotgate.errors import InvalidSetting

_LOOKS = 100
LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings, checked. ``data`` holds originals, page pictures, keys and, by default, the database."""

    data: Path
    database_url: str
    base_url: str
    base_url_given: bool
    language: str
    secret: str
    audit_key: bytes
    upload_bytes: int
    watch: Path | None
    watch_site: str | None
    proxy: str

    @property
    def secure(self) -> bool:
        """Whether people come by HTTPS; cookies are then sent by HTTPS only."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @staticmethod
    def of(variables: Mapping[str, str]) -> Environment:
        """The settings in ``variables``; ``InvalidSetting`` where one cannot be used."""
        data = data_folder(variables)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        language = variables.get("LOTGATE_LANGUAGE", "en")
        if language not in LANGUAGES:
            raise InvalidSetting(f"{language!r} is not one of {', '.join(LANGUAGES)}", name="LOTGATE_LANGUAGE")
        base_url = variables.get("LOTGATE_BASE_URL", "http://localhost:8000").rstrip("/")
        if urlsplit(base_url).scheme not in ("http", "https"):
            raise InvalidSetting(f"{base_url!r} does not begin with http:// or https://", name="LOTGATE_BASE_URL")
        watch = variables.get("LOTGATE_WATCH")
        return Environment(
            data=data,
            database_url=variables.get("DATABASE_URL") or f"sqlite:///{data / 'lotgate.sqlite3'}",
            base_url=base_url,
            base_url_given="LOTGATE_BASE_URL" in variables,
            language=language,
            secret=variables.get("LOTGATE_SECRET_KEY") or _kept(data / "secret.key"),
            audit_key=(variables.get("LOTGATE_AUDIT_KEY") or _kept(data / "audit.key")).encode(),
            upload_bytes=_megabytes(variables, "LOTGATE_UPLOAD_MB", 100),
            watch=Path(watch).absolute() if watch else None,
            watch_site=variables.get("LOTGATE_WATCH_SITE") or None,
            proxy=variables.get("LOTGATE_PROXY") or "127.0.0.1",
        )


def data_folder(variables: Mapping[str, str]) -> Path:
    """Where everything is kept, whether or not it is there yet."""
    return Path(variables.get("LOTGATE_DATA") or "lotgate-data").absolute()


def _megabytes(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise InvalidSetting(f"{text!r} is not a whole number of megabytes", name=name)
    return int(text) * 2**20


def _kept(path: Path) -> str:
    """The secret in ``path``, made on first use; of processes that start at once, one makes it and the others wait."""
    with suppress(FileExistsError), open(path, "x", opener=_private) as file:
        file.write(secrets.token_urlsafe(48))
    for _ in range(_LOOKS):
        if text := path.read_text():
            return text
        time.sleep(0.02)
    raise InvalidSetting("the key file is empty", name=str(path), advice="Restore it from a backup.")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
