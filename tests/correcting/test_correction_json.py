"""A correction's JSON: both ways for every correction, and an error for everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correcting.acts import corrections
from lotgate.correcting import AssignItem, Correction, SetField, correction_from_json, correction_to_json
from lotgate.errors import SchemaError

SET = correction_to_json(SetField(1, "result", "0.1"))


@given(corrections)
def test_a_correction_survives_its_json(correction: Correction):
    again = correction_from_json(json.loads(json.dumps(correction_to_json(correction))))
    assert again == correction
    assert type(again) is type(correction)


def test_what_has_a_default_may_be_left_out():
    assert correction_from_json({k: SET[k] for k in ("schema", "type", "item", "field", "text")}) == SetField(
        1, "result", "0.1"
    )
    assert correction_from_json(correction_to_json(AssignItem(0, None))) == AssignItem(0, None)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"schema": "lotgate.correction/1"},
        SET | {"schema": "lotgate.correction/2"},
        SET | {"type": "Entry"},
        SET | {"type": ["SetField"]},
        SET | {"item": -1},
        SET | {"item": "1"},
        SET | {"item": True},
        SET | {"field": "colour"},
        SET | {"field": None},
        SET | {"text": None},
        SET | {"text": 0.1},
        SET | {"confidence": "1"},
        SET | {"confidence": float("nan")},
        SET | {"evidence": []},
        SET | {"evidence": {"page": 1, "box": [1, 2, 3], "words": ["a"]}},
        SET | {"evidence": {"page": 1, "box": [1, 2, 0, 4], "words": ["a"]}},
        SET | {"evidence": {"page": 1, "box": [1, 2, 3, float("nan")], "words": ["a"]}},
        SET | {"evidence": {"page": 0, "box": [1, 2, 3, 4], "words": ["a"]}},
        SET | {"evidence": {"page": 1, "box": [1, 2, 3, 4], "words": "a"}},
        SET | {"evidence": {"page": 1, "box": [1, 2, 3, 4], "words": [1]}},
        {k: v for k, v in SET.items() if k != "text"},
        {"schema": "lotgate.correction/1", "type": "AddItem", "name": None},
        {"schema": "lotgate.correction/1", "type": "AddItem", "name": {"text": "Ash"}},
        {"schema": "lotgate.correction/1", "type": "AssignItem", "item": 0, "characteristic": 3},
    ],
)
def test_nonsense_is_refused(data: Any):
    with pytest.raises(SchemaError):
        correction_from_json(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(corrections, st.data(), json_values)
def test_a_damaged_correction_is_refused_or_a_correction(correction: Correction, data: st.DataObject, value: Any):
    plain = correction_to_json(correction)
    key = data.draw(st.sampled_from(sorted(plain)))
    try:
        again = correction_from_json(plain | {key: value})
    except SchemaError:
        return
    assert correction_from_json(correction_to_json(again)) == again
