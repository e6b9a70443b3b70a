"""No key, token or password that opens anything is in the repository; one found must be revoked, not only removed."""

import math
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHAPES = {
    "private key": r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----",
    "cloud key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "forge token": r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20}",
    "other token": r"\bxox[abprs]-[\w-]{10,}|\bsk-[A-Za-z0-9_-]{24,}|\bpypi-[\w-]{50,}|\bnpm_[A-Za-z0-9]{36}\b",
    "web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "password in an address": r"\b[a-z+]{3,20}://[^\s/:@<>{}\"'`]+:(?!password@|secret@|\.\.\.@)[^\s/@<>{}\"'`$]{4,}@",
    "Django key": r"django-insecure-",
}
SECRET = re.compile(r"(?i)(?:secret|passw|token|api_?key|audit_?key)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{16,})[\"']")
KEPT = re.compile(r"(?:^|/)(?:\.env(?:\..*)?|.*\.(?:pem|key|p12|pfx|sqlite3|anchor)|id_(?:rsa|ed25519))$")


def tracked() -> list[str]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no checkout: git does not list the files")
    return [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def bits(text: str) -> float:
    """Shannon's entropy of a character: words lie below 4 bits, random text above."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def test_no_tracked_file_is_a_secret_by_its_name():
    assert [name for name in tracked() if KEPT.search(name)] == []


def test_no_tracked_file_holds_a_secret():
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        if name == Path(__file__).relative_to(ROOT).as_posix():
            continue
        found += [f"{name}: {what}" for what, shape in SHAPES.items() if re.search(shape, text)]
        found += [f"{name}: {secret[1]}" for secret in SECRET.finditer(text) if bits(secret[1]) > 4]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
        "postgres://lotgate:hunter22@db/lotgate",
    ],
)
def test_what_is_looked_for_is_found(text: str):
    assert any(re.search(shape, text) for shape in SHAPES.values())


def test_a_random_key_is_told_from_words():
    assert bits("kT9$xW2m-Q7vLr4_Zp8N") > 4 > bits("a password of my own")
