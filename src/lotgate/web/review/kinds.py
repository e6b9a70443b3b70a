"""The forms of the review page by the last part of their addresses."""

from __future__ import annotations

from collections.abc import Mapping

from lotgate.web.review.forms import ReviewForm
from lotgate.web.review.item_forms import AddForm, AssignForm, ColumnForm, ItemForm, RestoreForm, StrikeForm
from lotgate.web.review.lot_forms import HeaderForm, NewHeaderForm, RuleForm, StandardForm

FORMS: Mapping[str, type[ReviewForm]] = {
    "item": ItemForm,
    "add": AddForm,
    "strike": StrikeForm,
    "restore": RestoreForm,
    "assign": AssignForm,
    "header": HeaderForm,
    "new-header": NewHeaderForm,
    "column": ColumnForm,
    "rule": RuleForm,
    "standard": StandardForm,
}
