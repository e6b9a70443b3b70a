"""How forms are drawn: label, control, error, help, in the templates ``layout/form.html`` and ``layout/field.html``."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Used for every form, so that ``{{ form }}`` and ``{{ form.name.as_field_group }}`` look alike everywhere."""

    form_template_name = "layout/form.html"
    field_template_name = "layout/field.html"
