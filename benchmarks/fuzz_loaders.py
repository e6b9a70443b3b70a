"""Mutate real files for a while and count what comes out of the loaders.

    python benchmarks/fuzz_loaders.py --seconds 120 [--seed 1] [FILE ...]

Without files, everything under examples/ is mutated. Each mutant is read to its last page by a worker process,
which is ended and counted when one file takes longer than ``--limit`` seconds. Only ``LotgateError`` may come
out; anything else is a crash, and its mutant is kept under ``--keep``. Containers (XLSX, DOCX, ZIP) are also mutated on
the inside, since flips in packed data are mostly caught by its checksum.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from lotgate.errors import LotgateError
from lotgate.loading import Bounds, load

ROOT = Path(__file__).parents[1]
BOUNDS = Bounds(bytes=20_000_000, expanded_bytes=60_000_000, pages=60, cells=20_000, characters=500_000)
TOKENS = (
    b"\x00",
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"<",
    b">",
    b'"',
    b"&lol;",
    b"-1",
    b"99999999999",
    b"1E400",
    b"\r\n\r\n",
)


def read(data: bytes) -> str:
    """Read everything; the outcome in one word."""
    outcome = "read"
    try:
        for document in load(data, name="mutant", bounds=BOUNDS):
            try:
                for _ in document.pages():
                    pass
            except LotgateError as error:
                outcome = type(error).__name__
    except LotgateError as error:
        return type(error).__name__
    except Exception as error:  # noqa: BLE001 - the very thing that is looked for
        return f"CRASH {type(error).__name__}: {error}"
    return outcome


def mutate(data: bytes, chance: random.Random) -> bytes:
    """A few flips, cuts, repeats or hostile tokens; half of the time inside a container's members."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return _repacked(data, chance)
    mutant = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        at = chance.randrange(len(mutant) + 1)
        chance.choice((_flip, _flip, _insert, _cut, _repeat))(mutant, at, chance)
    return bytes(mutant)


def _flip(mutant: bytearray, at: int, chance: random.Random) -> None:
    if at < len(mutant):
        mutant[at] = chance.randrange(256)


def _insert(mutant: bytearray, at: int, chance: random.Random) -> None:
    mutant[at:at] = chance.choice(TOKENS)


def _cut(mutant: bytearray, at: int, chance: random.Random) -> None:
    del mutant[at : at + chance.choice((1, 8, 200, len(mutant) // 3))]


def _repeat(mutant: bytearray, at: int, chance: random.Random) -> None:
    mutant[at:at] = mutant[at : at + chance.choice((1, 16, 300))] * chance.choice((1, 3, 50))


def _repacked(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = chance.choice(sorted(parts))
    parts[name] = mutate(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


def serve(pipe: Connection, work: Callable[[bytes], str] = read) -> None:
    """The worker: mutants in, outcomes out."""
    while (data := pipe.recv_bytes()) != b"":
        pipe.send(work(data) if data != b"\x00" else "read")


class Worker:
    """A process that reads mutants; replaced when one hangs or kills it."""

    def __init__(self) -> None:
        self._pipe, other = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=serve, args=(other,), daemon=True)
        self._process.start()
        other.close()

    def outcome(self, data: bytes, limit: float) -> str | None:
        """The outcome, ``None`` past the limit, ``CRASH`` when the process died."""
        try:
            self._pipe.send_bytes(data)
            return str(self._pipe.recv()) if self._pipe.poll(limit) else None
        except (EOFError, OSError):
            return "CRASH the process died"

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-crashes"))
    options = parser.parse_args()
    files = options.files or [path for path in sorted((ROOT / "examples").rglob("*")) if path.suffix in KINDS]
    seeds = {path.name: path.read_bytes() for path in files}
    chance, outcomes, slowest = random.Random(options.seed), Counter[str](), (0.0, "")  # noqa: S311 - not a secret
    worker, end = Worker(), time.monotonic() + options.seconds
    while time.monotonic() < end:
        name = chance.choice(sorted(seeds))
        mutant = mutate(seeds[name], chance) or b"\x00"
        start = time.monotonic()
        outcome = worker.outcome(mutant, options.limit)
        slowest = max(slowest, (time.monotonic() - start, name))
        outcomes[(outcome or "HANG").partition(":")[0]] += 1
        if outcome is None or outcome.startswith("CRASH"):
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{sum(outcomes.values())}-{name}").write_bytes(mutant)
            print(f"{name}: {outcome or 'HANG'}")
            worker.end()
            worker = Worker()
    worker.end()
    bad = sum(count for outcome, count in outcomes.items() if outcome.startswith(("CRASH", "HANG")))
    print(f"{sum(outcomes.values()):,} executions, {len(seeds)} files, {options.seconds:.0f} s, {bad} crashes or hangs")
    print(f"slowest {slowest[0]:.1f} s ({slowest[1]}); " + ", ".join(f"{o} {n:,}" for o, n in outcomes.most_common()))


KINDS = {
    ".pdf",
    ".xlsx",
    ".xls",
    ".ods",
    ".csv",
    ".docx",
    ".doc",
    ".html",
    ".eml",
    ".msg",
    ".zip",
    ".png",
    ".jpg",
    ".txt",
}

if __name__ == "__main__":
    main()
