"""Corrections applied. For any reading and any list of corrections that fits it:

- numbers are stable: a longer list never gives an item or a header fact another number;
- the same list gives the same; the reading itself is untouched;
- confirming changes no text, striking and restoring changes nothing, and no correction loses what was read;
- a list that does not fit is refused with the index of the first correction that does not.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correcting.acts import corrections, fitting, items, readings
from lotgate.correcting import (
    AddItem,
    AssignItem,
    ConfirmField,
    ConfirmHeader,
    Corrected,
    Correction,
    Entry,
    ItemField,
    RemoveHeader,
    RestoreItem,
    SetField,
    SetHeader,
    StrikeItem,
    apply,
)
from lotgate.errors import CorrectionError
from lotgate.model.certificate import Certificate, Doubt, HeaderField, Item
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.model.verdict import canonical
from readings import fact, item, reading

few = settings(max_examples=40)
ACTS = readings.flatmap(lambda one: st.tuples(st.just(one), fitting(one)))


@few
@given(ACTS)
def test_numbers_are_stable(case: tuple[Certificate, list[Correction]]):
    read, made = case
    before = apply(read, [])
    for end, correction in enumerate(made, 1):
        now = apply(read, made[:end])
        added = {before.next_number} if isinstance(correction, AddItem) else set()
        assert {*now.numbers, *now.struck} == {*before.numbers, *before.struck} | added
        others = [n for n in before.numbers if n != getattr(correction, "item", None)]
        assert [now.item(n) for n in others] == [before.item(n) for n in others]
        assert [n for n in now.numbers if n in others] == others
        kept = {key: fact for key, fact in _header(before).items() if key != _key(correction)}
        assert {key: fact for key, fact in _header(now).items() if key != _key(correction)} == kept
        before = now


def _header(now: Corrected) -> dict[tuple[HeaderField, int], Fact]:
    return {
        (field, position): fact
        for field, facts in now.certificate.header.items()
        for position, fact in zip(now.positions[field], facts, strict=True)
    }


def _key(correction: Correction) -> tuple[HeaderField, int] | None:
    changed = isinstance(correction, SetHeader | ConfirmHeader | RemoveHeader)
    return (correction.field, correction.position) if changed else None


@few
@given(ACTS)
def test_the_same_list_gives_the_same_and_leaves_the_reading(case: tuple[Certificate, list[Correction]]):
    read, made = case
    saved = canonical(read.to_json())
    assert apply(read, made) == apply(read, made)
    assert canonical(read.to_json()) == saved


@few
@given(ACTS)
def test_what_the_machine_read_is_never_lost(case: tuple[Certificate, list[Correction]]):
    read, made = case
    now = apply(read, made)
    for number in (*now.numbers, *now.struck):
        one = now.item(number)
        assert one is not None
        for field in ItemField:
            known = getattr(read.items[number], field) if number < len(read.items) else None
            assert _machine(getattr(one, field), known)
    for field, facts in now.certificate.header.items():
        known = read.header.get(field, ())
        for position, one in zip(now.positions[field], facts, strict=True):
            assert _machine(one, known[position] if position < len(known) else None)


def _machine(now: Fact | None, read: Fact | None) -> bool:
    """Whether ``now`` still tells what was read; a cleared string is in the reading, which nothing changes."""
    if now is None:
        return True
    return (now.text if now.was is None else now.was) == (read.text if read else "")


@few
@given(ACTS, st.data())
def test_confirming_changes_no_text(case: tuple[Certificate, list[Correction]], data: st.DataObject):
    read, made = case
    now = apply(read, made)
    there = [(n, f) for n in now.numbers for f in ItemField if getattr(now.item(n), f) is not None]
    if not there:
        return
    number, field = data.draw(st.sampled_from(there))
    then = apply(read, [*made, ConfirmField(number, field)])
    assert _texts(then.certificate) == _texts(now.certificate)
    assert getattr(then.item(number), field).confidence == 1


@few
@given(ACTS, st.data())
def test_striking_and_restoring_changes_nothing(case: tuple[Certificate, list[Correction]], data: st.DataObject):
    read, made = case
    now = apply(read, made)
    if now.numbers:
        number = data.draw(st.sampled_from(now.numbers))
        assert apply(read, [*made, StrikeItem(number), RestoreItem(number)]) == now


@few
@given(ACTS)
def test_a_corrected_reading_survives_its_json(case: tuple[Certificate, list[Correction]]):
    now = apply(*case).certificate
    assert Certificate.from_json(json.loads(json.dumps(now.to_json()))) == now


@given(readings, st.lists(corrections, max_size=6))
def test_a_list_that_does_not_fit_is_refused_at_its_first_fault(read: Certificate, made: list[Correction]):
    index = _first_fault(read, made)
    if index is not None:
        assert _first_fault(read, made[:index]) is None
        assert _first_fault(read, made[: index + 1]) == index


def _first_fault(read: Certificate, made: list[Correction]) -> int | None:
    try:
        apply(read, made)
    except CorrectionError as error:
        return error.index
    return None


@given(st.lists(items(), max_size=4))
def test_no_correction_leaves_the_bytes(found: list[Item]):
    read = reading(*found)
    assert canonical(apply(read, []).certificate.to_json()) == canonical(read.to_json())
    assert not any("was" in place for one in read.to_json()["items"] for place in one["evidence"].values())


def _texts(certificate: Certificate) -> list[str | None]:
    facts = [getattr(one, field) for one in certificate.items for field in ItemField]
    return [fact.text if fact else None for fact in facts]


GOOD = reading(item("Assay", "99.6", limit="≥ 99.0"), item("Water", "0.0S", sure=0.6))


def test_a_corrected_result_is_sure_keeps_its_place_and_tells_what_was_read():
    now = apply(GOOD, [SetField(1, ItemField.RESULT, " 0.05 ")]).certificate.items[1].result
    assert now == Fact("0.05", GOOD.items[1].result.evidence, 1.0, "0.0S")


def test_a_result_set_back_to_what_was_read_was_never_changed():
    made = [SetField(1, "result", "0.05"), SetField(1, "result", "0.0S")]
    assert apply(GOOD, made).certificate.items[1].result == fact("0.0S")


def test_a_cleared_string_comes_back_with_its_place_and_its_past():
    made = [SetField(0, "limit", ""), SetField(0, "limit", "≥ 99.5")]
    assert apply(GOOD, made[:1]).certificate.items[0].limit is None
    assert apply(GOOD, made).certificate.items[0].limit == Fact("≥ 99.5", fact("≥ 99.0").evidence, 1.0, "≥ 99.0")


def test_a_string_that_was_not_there_stands_where_the_name_stands():
    method = apply(GOOD, [SetField(0, "method", "GB/T 601")]).certificate.items[0].method
    assert method == Fact("GB/T 601", GOOD.items[0].name.evidence, 1.0, "")


def test_a_corrected_name_is_what_its_parts_say():
    assert apply(GOOD, [SetField(0, "name", "Purity")]).certificate.items[0].name_parts == ("Purity",)
    two = [SetField(0, "name", "Purity"), SetField(0, "name", "Assay")]
    assert apply(GOOD, two).certificate.items[0].name_parts == GOOD.items[0].name_parts


def test_a_reading_corrected_before_still_tells_what_the_machine_read():
    once = apply(GOOD, [SetField(1, "result", "0.05")]).certificate
    assert apply(once, [SetField(1, "result", "0.06")]).certificate.items[1].result.was == "0.0S"


def at(top: float, x: float = 10, page: int = 1) -> Evidence:
    return Evidence(page, Box(x, top, x + 50, top + 10), ("Ash",))


def placed(name: str, where: Evidence) -> Item:
    return Item(Fact(name, where), (name,), None)


def test_an_added_item_stands_below_the_one_above_it_and_goes_on_counting():
    left, right = (
        (placed("a", at(100)), placed("b", at(140))),
        (placed("c", at(100, x=300)), placed("d", at(140, x=300))),
    )
    read = reading(*left, *right, placed("e", at(50, page=2)))
    added = AddItem(Entry("Ash", at(120)), result=Entry("0.1"))
    now = apply(read, [added, StrikeItem(0)])
    assert now.numbers == (5, 1, 2, 3, 4)
    assert now.certificate.items[0].result == Fact("0.1", at(120), 1.0, "")
    assert apply(reading(), [added]).numbers == (0,)
    assert apply(read, [AddItem(Entry("Ash", at(10, page=2)))]).numbers == (0, 1, 2, 3, 5, 4)


def test_what_is_assigned_goes_with_its_item():
    made = [AssignItem(1, "water"), AssignItem(0, "")]
    assert apply(GOOD, made).assigned == {1: "water", 0: ""}
    assert apply(GOOD, [*made, StrikeItem(0)]).assigned == {0: "water"}
    assert apply(GOOD, [*made, AssignItem(1, None)]).assigned == {0: ""}


def test_header_facts_are_set_added_removed_and_put_back():
    read = reading(header={HeaderField.BATCH: ["L-1", "L-2"]})
    made = [
        SetHeader(HeaderField.BATCH, 2, "L-3", at(10)),
        RemoveHeader(HeaderField.BATCH, 0),
        SetHeader("product", 0, "Soda ash, dense"),
    ]
    now = apply(read, made)
    assert now.positions[HeaderField.BATCH] == (1, 2)
    assert now.removed[HeaderField.BATCH][0].text == "L-1"
    assert now.certificate.header[HeaderField.PRODUCT][0].was == "Soda ash"
    back = apply(read, [*made, SetHeader(HeaderField.BATCH, 0, "L-1")])
    assert [one.text for one in back.certificate.header[HeaderField.BATCH]] == ["L-1", "L-2", "L-3"]
    assert back.removed == {}


def test_a_field_without_facts_is_not_in_the_header():
    now = apply(GOOD, [RemoveHeader(HeaderField.PRODUCT, 0)])
    assert HeaderField.PRODUCT not in now.certificate.header
    assert now.next_position(HeaderField.PRODUCT) == 0


def test_doubts_and_unread_pages_stay():
    read = reading(item("Assay", "99.6"), doubts=(Doubt("unread-page", "Page 2", 2),), unread=(2,))
    now = apply(read, [SetField(0, "result", "99.7")]).certificate
    assert (now.doubts, now.pages_unread) == (read.doubts, (2,))


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ([SetField(2, "result", "1")], "no item 2"),
        ([StrikeItem(0), SetField(0, "result", "1")], "is struck"),
        ([StrikeItem(0), StrikeItem(0)], "is struck"),
        ([RestoreItem(0)], "not struck"),
        ([ConfirmField(0, "method")], "has no method"),
        ([AssignItem(7, "assay")], "no item 7"),
        ([ConfirmHeader(HeaderField.GRADE, 0)], "no grade 0"),
        ([RemoveHeader(HeaderField.BATCH, 4)], "no batch 4"),
        ([SetHeader(HeaderField.GRADE, 0, "A")], "needs its place"),
        ([SetHeader(HeaderField.PRODUCT, 1, "A", at(1))], "one product at most"),
        ([SetHeader(HeaderField.BATCH, 3, "A", at(1))], "has 1 of batch"),
    ],
)
def test_what_does_not_fit_is_refused(made: list[Correction], why: str):
    with pytest.raises(CorrectionError, match=why) as caught:
        apply(GOOD, made)
    assert caught.value.index == len(made) - 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: SetField(-1, "result", "1"),
        lambda: SetField(True, "result", "1"),
        lambda: SetField(0, "colour", "1"),
        lambda: SetField(0, "name", " "),
        lambda: SetField(0, "result", "1", confidence=1.1),
        lambda: SetHeader("colour", 0, "1"),
        lambda: SetHeader("batch", 0, ""),
        lambda: AddItem(Entry("Ash")),
        lambda: AssignItem(0, 3),
        lambda: Entry(""),
    ],
)
def test_what_cannot_be_meant_does_not_come_to_be(make):
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        make()
