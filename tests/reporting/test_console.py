import io

import pytest
from rich.cells import cell_len

from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision
from lotgate.reporting.console import console, print_entry, print_tally
from lotgate.reporting.report import Entry, Failure, Tally
from lotgate.reporting.wording import wording

from .builders import document, lot, passed, row


def printed(entry: Entry, *, lang: str = "en", width: int = 100, show_all: bool = False) -> str:
    out = io.StringIO()
    print_entry(console(out, width=width), entry, wording(lang), show_all=show_all)
    return out.getvalue()


def test_a_rejected_lot_says_so_in_a_word_and_shows_value_limit_reason_and_page():
    text = printed(document(lot(row())))
    head, finding, why, *_ = text.splitlines()
    assert head.startswith("✘ REJECT  Ethyl acetate  lot A-1")
    assert "acetate.pdf · RM-1 version 3" in head
    assert finding.split() == ["✘", "fail", "Water", "0.08", "%", "≤", "0.05", "%", "p.", "1"]
    assert why.strip() == "0.08 % is above 0.05 %."


def test_passes_are_one_line_unless_all_are_asked_for():
    entry = document(lot(row(), passed("Assay"), passed("Acidity")))
    assert "✔ 2 requirements passed: Assay, Acidity" in printed(entry)
    assert "99.9 %" not in printed(entry)
    assert printed(entry, show_all=True).count("99.9 %") == 2


def test_what_failed_comes_before_what_is_undecided():
    undecided = row("Colour", "", Status.UNDECIDED, why="Not on the certificate.", places=())
    text = printed(document(lot(undecided, row())))
    assert text.index("Water") < text.index("Colour")


def test_columns_stand_under_each_other_with_chinese_names():
    rows = [row("水分", why=""), row("Water content by Karl Fischer", why=""), row("蒸发残渣的质量分数", why="")]
    lines = printed(document(lot(*rows)), width=120).splitlines()[1:4]
    assert len({cell_len(line[: line.index("0.08")]) for line in lines}) == 1


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_narrow_terminals_lose_no_text(width: int):
    text = printed(document(lot(row("Non-volatile matter"))), width=width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "".join(["0.08", "%", "is", "above", "0.05", "%."]) in "".join(text.split())


def test_text_from_documents_is_not_markup():
    assert "[red]Water[/red] :smile:" in printed(document(lot(row("[red]Water[/red] :smile:"))))


def test_control_characters_from_documents_do_not_reach_the_terminal():
    assert "\x1b" not in printed(document(lot(row("Wa\x1b[2Jter"), title="\x1b]0;owned\x07")))


def test_a_failed_document_says_what_to_do():
    text = printed(Failure("a.pdf", "protected-file", "a.pdf needs a password.", "Save it without."))
    assert "✘ FAILED  a.pdf  protected-file" in text
    assert "→ Save it without." in text


def test_no_colour_without_a_terminal():
    assert "\x1b[" not in printed(document(lot(row())))


def test_chinese_report():
    text = printed(document(lot(row("水分"))), lang="zh")
    assert "✘ 拒收" in text
    assert "✘ 不合格" in text
    assert "第 1 页" in text


def test_the_tally_counts_lots_and_failures():
    entries = [
        document(lot(decision=Decision.ACCEPT), lot()),
        Failure("a", "empty-file", "", ""),
        document(lot(decision=Decision.REVIEW)),
    ]
    out = io.StringIO()
    print_tally(console(out, width=100), Tally.of(entries), wording("en"))
    assert out.getvalue().strip() == "✘ 1 rejected   ? 1 for review   ✔ 1 accepted   ✘ 1 could not be read"
