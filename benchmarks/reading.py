"""How fast digital PDFs are read on one core, beside pdfium alone and pdfplumber, and how much memory it takes.

    python benchmarks/reading.py [--part dev|held|all] [--rounds N] [--long PAGES]

One run, the same files for all three, their turns interleaved: `floor` is every character of every page with its box
from pdfium; `lotgate` is bytes to a certificate's JSON; `pdfplumber` is `extract_words` and `extract_tables`. Each turn
is a process of its own, pinned to one core, that has read the examples before the clock starts: vocabulary is loaded
as in a program that reads many files, and nothing of the files themselves is remembered from an earlier turn. Counted
is the processor's time, so that what else the machine does weighs little.

Memory is the peak of the largest process of `lotgate read FILE --out FILE.jsonl` on one PDF of many pages, drawn
together from the examples' pages.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import median

# Readers are imported by the process that measures them: this one's memory would count as theirs.

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
EXAMPLES = ROOT / "examples" / "certificates"
SHORT = 20
MEGABYTE = 1 << 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "held", "all"), default="all", help="which of the corpus's files")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", type=int, default=2_000, help="pages of the file whose memory is measured")
    parser.add_argument("--turn", choices=(*TURNS, "build", "command"), help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.turn == "build":
        _build(arguments.files[0], arguments.long)
    elif arguments.turn == "command":
        print(json.dumps(_command(arguments.files[0])))
    elif arguments.turn:
        print(json.dumps(_turn(TURNS[arguments.turn], arguments.files)))
    else:
        _speed(_digital(arguments.part), arguments.rounds)
        _memory(arguments.long)
    return 0


def _speed(files: Sequence[Path], rounds: int) -> None:
    turns: dict[str, list[dict[str, float]]] = {name: [] for name in TURNS}
    for _ in range(rounds):
        for name, taken in turns.items():
            taken.append(_process(name, files))
    pages = turns["floor"][0]["pages"]
    seconds = {name: median(turn["seconds"] for turn in taken) for name, taken in turns.items()}
    print(f"{len(files)} PDFs, {pages} pages, one core, median of {rounds} rounds")
    for name, took in seconds.items():
        spread = sorted(pages / turn["seconds"] for turn in turns[name])
        ratio = seconds["pdfplumber"] / took
        print(
            f"  {name:<11}{pages / took:8.1f} pages/s  ({spread[0]:.1f} to {spread[-1]:.1f})"
            f"{1000 * took / pages:8.1f} ms/page{ratio:8.1f} × pdfplumber{took / seconds['floor']:8.1f} × floor's time"
        )


def _memory(long: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for pages in (SHORT, long):
            path = Path(folder, f"{pages}.pdf")
            _child("--turn", "build", "--long", str(pages), str(path))
            turn = _process("command", [path])
            peaks.append(turn["peak"])
            print(
                f"  {pages:>5} pages, {path.stat().st_size / MEGABYTE:.1f} MB: peak {turn['peak'] / MEGABYTE:.0f} MB, "
                f"{turn['items']} items"
            )
        print(f"  {(peaks[1] - peaks[0]) / (long - SHORT) / 1024:.0f} KB more for each page")


def _process(name: str, files: Sequence[Path]) -> dict[str, float]:
    turn: dict[str, float] = json.loads(_child("--turn", name, *map(str, files)))
    return turn


def _child(*arguments: str) -> str:
    return subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def _turn(read: Callable[[bytes], int], files: Sequence[Path]) -> dict[str, float]:
    """One reader's time over ``files``."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for example in sorted(EXAMPLES.glob("*.pdf")):
        read(example.read_bytes())
    pages, seconds = 0, 0.0
    for path in files:
        data = path.read_bytes()
        start = time.process_time()
        counted = read(data)
        seconds += time.process_time() - start
        pages += counted
    return {"pages": pages, "seconds": seconds}


def _command(path: Path) -> dict[str, float]:
    """The largest of the command's processes: the one that runs, or the worker that reads."""
    import resource

    out = path.with_suffix(".jsonl")
    program = "from lotgate.cli.main import main; main()"
    command = [sys.executable, "-c", program, "read", str(path), "--workers", "1", "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with out.open(encoding="utf-8") as lines:
        items = sum(len(json.loads(line)["items"]) for line in lines)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"peak": peak, "items": items}


def _floor(data: bytes) -> int:
    import pypdfium2 as pdfium
    import pypdfium2.raw as pdfium_c

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(place) for place in (left, right, bottom, top)]
    with closing(pdfium.PdfDocument(data)) as pdf:
        for page in pdf:
            with closing(page), closing(page.get_textpage()) as text:
                characters = []
                for index in range(text.count_chars()):
                    code = pdfium_c.FPDFText_GetUnicode(text.raw, index)
                    pdfium_c.FPDFText_GetCharBox(text.raw, index, *places)
                    characters.append((code, left.value, bottom.value, right.value, top.value))
        return len(pdf)


def _lotgate(data: bytes) -> int:
    from lotgate.loading import load
    from lotgate.pipeline import read_document

    # By what load gives, no page is read by its picture: what takes seconds there would hide what is measured here.
    certificate = read_document(next(load(data)))
    json.dumps(certificate.to_json(), ensure_ascii=False)
    return certificate.pages


def _pdfplumber(data: bytes) -> int:
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


TURNS: dict[str, Callable[[bytes], int]] = {
    "floor": _floor,
    "lotgate": _lotgate,
    "pdfplumber": _pdfplumber,
}


def _build(path: Path, pages: int) -> None:
    """A PDF of so many pages, the examples' own again and again, no font or content shared between copies."""
    import pypdfium2 as pdfium

    with closing(pdfium.PdfDocument.new()) as whole:
        for example in cycle(sorted(EXAMPLES.glob("*.pdf"))):
            with closing(pdfium.PdfDocument(example)) as part:
                whole.import_pages(part, list(range(min(len(part), pages - len(whole)))))
            if len(whole) >= pages:
                break
        whole.save(path)


def _digital(part: str) -> list[Path]:
    """The corpus's digital PDFs; the examples where there is no corpus."""
    manifest = CORPUS / "manifest.tsv"
    if not manifest.exists():
        return sorted(EXAMPLES.glob("*.pdf"))
    with manifest.open(encoding="utf-8", newline="") as rows:
        names = [row["file"] for row in csv.DictReader(rows, delimiter="\t") if row["text"] == "digital"]
    held = {name for name in names if int(name.split("__")[0]) % 3 == 0}
    wanted = {"dev": set(names) - held, "held": held, "all": set(names)}[part]
    return [CORPUS / "files" / name for name in names if name in wanted and name.lower().endswith(".pdf")]


if __name__ == "__main__":
    sys.exit(main())
