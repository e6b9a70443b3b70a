"""Every word of the pages has its Chinese: no catalogue lacks one, and none is older than its compiled form."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

import lotgate

CATALOGUES = sorted(Path(lotgate.__file__).parent.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parents[2].parent.name)
def test_catalogue_is_whole(catalogue: Path) -> None:
    text = catalogue.read_text("utf-8")
    assert "#, fuzzy" not in text
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    wanted = [_joined(found) for found in re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', text, re.MULTILINE)]
    plural = {key[0] for key in known if isinstance(key, tuple)}
    assert [word for word in wanted if word and not known.get(word) and word not in plural] == []


def _joined(lines: str) -> str:
    return "".join(part.encode().decode("unicode_escape").encode("latin-1").decode() for part in _parts(lines))


def _parts(lines: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', lines)
