"""Addresses of the standards' pages."""

from __future__ import annotations

from django.urls import path

from lotgate.web.standards import editing, views

app_name = "standards"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", editing.new, name="new"),
    path("import", editing.import_file, name="import"),
    path("from-document/<int:number>", editing.from_document, name="from-document"),
    path("compare", views.compare, name="compare"),
    path("four-eyes", views.four_eyes, name="four-eyes"),
    path("<int:number>/", views.version, name="version"),
    path("<int:number>/file", views.file, name="file"),
    path("<int:number>/impact", views.impact, name="impact"),
    path("<int:number>/form", editing.form, name="form"),
    path("<int:number>/text", editing.text, name="text"),
    path("check", editing.check, name="check"),
    path("<int:number>/next", editing.following, name="next"),
    path("<int:number>/confirm", views.confirm, name="confirm"),
    path("<int:number>/release", views.release, name="release"),
    path("<int:number>/withdraw", views.withdraw, name="withdraw"),
]
