"""Readings and lists of corrections that fit them, as Hypothesis strategies."""

from __future__ import annotations

from hypothesis import strategies as st

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
from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from readings import reading

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(
    lambda t: bool(t.strip())
)
_CENTS = st.integers(0, 80000)


@st.composite
def places(draw: st.DrawFn) -> Evidence:
    x, y = draw(_CENTS) / 100, draw(_CENTS) / 100
    return Evidence(
        draw(st.integers(1, 3)), Box(x, y, round(x + 40, 2), round(y + 10, 2)), tuple(draw(st.lists(texts, min_size=1)))
    )


facts = st.builds(Fact, texts.map(str.strip), places(), st.integers(0, 100).map(lambda n: n / 100))
maybe = st.none() | facts


@st.composite
def items(draw: st.DrawFn) -> Item:
    name = draw(facts)
    return Item(name, (name.text,), draw(maybe), unit=draw(maybe), limit=draw(maybe), sample=draw(maybe))


readings = st.builds(
    lambda found, batches: reading(*found, header={HeaderField.BATCH: batches}),
    st.lists(items(), max_size=5),
    st.lists(texts.map(str.strip), max_size=3),
)

entries = st.builds(Entry, texts, st.none() | places())
corrections = st.one_of(
    st.builds(SetField, st.integers(0, 9), st.sampled_from(ItemField), texts, st.none() | places()),
    st.builds(ConfirmField, st.integers(0, 9), st.sampled_from(ItemField)),
    st.builds(AddItem, st.builds(Entry, texts, places()), st.none() | entries, st.none() | entries),
    st.builds(StrikeItem, st.integers(0, 9)),
    st.builds(RestoreItem, st.integers(0, 9)),
    st.builds(AssignItem, st.integers(0, 9), st.none() | st.just("") | texts),
    st.builds(SetHeader, st.sampled_from(HeaderField), st.integers(0, 3), texts, st.none() | places()),
    st.builds(ConfirmHeader, st.sampled_from(HeaderField), st.integers(0, 3)),
    st.builds(RemoveHeader, st.sampled_from(HeaderField), st.integers(0, 3)),
)
"""Any correction, whether it fits or not."""


@st.composite
def fitting(draw: st.DrawFn, certificate: Certificate) -> list[Correction]:
    """Corrections that fit the certificate, each drawn from what the ones before it left."""
    made: list[Correction] = []
    for _ in range(draw(st.integers(0, 8))):
        made.append(draw(_next(apply(certificate, made))))
    return made


@st.composite
def _next(draw: st.DrawFn, now: Corrected) -> Correction:
    choices: list[st.SearchStrategy[Correction]] = [
        st.builds(AddItem, st.builds(Entry, texts, places()), st.none() | entries, st.none() | entries),
        st.builds(
            lambda field, text, place: SetHeader(field, now.next_position(field), text, place),
            st.sampled_from(HeaderField),
            texts,
            places(),
        ),
    ]
    if now.numbers:
        number = st.sampled_from(now.numbers)
        choices += [
            st.builds(SetField, number, st.sampled_from(ItemField), texts, st.none() | places()),
            st.builds(
                SetField, number, st.sampled_from([f for f in ItemField if f is not ItemField.NAME]), st.just("")
            ),
            st.builds(ConfirmField, number, st.just(ItemField.NAME)),
            st.builds(StrikeItem, number),
            st.builds(AssignItem, number, st.none() | st.just("") | texts),
        ]
    if now.struck:
        choices.append(st.builds(RestoreItem, st.sampled_from(sorted(now.struck))))
    places_of_header = [(field, position) for field, ones in now.positions.items() for position in ones]
    if places_of_header:
        chosen = st.sampled_from(places_of_header)
        choices += [chosen.map(lambda at: ConfirmHeader(*at)), chosen.map(lambda at: RemoveHeader(*at))]
    return draw(st.one_of(choices))
