"""How forms are drawn: label, control, error, help, in the templates ``layout/form.html`` and ``layout/field.html``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Used for every form, so that ``{{ form }}`` and ``{{ form.name.as_field_group }}`` look alike everywhere."""

    form_template_name = "layout/form.html"
    field_template_name = "layout/field.html"


class DayField(forms.DateField):
    """A day to filter by, which may stay empty. Far from the ends of the calendar, so that every zone has it."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.DateInput({"type": "date"}, "%Y-%m-%d"))
        ends = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
        super().__init__(required=False, validators=ends, **given)


class LongSelect(forms.Select):
    """A choice among many, drawn by one template: Django's own calls two for every option."""

    template_name = "layout/select.html"
