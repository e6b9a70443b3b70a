"""Addresses of the pages of one lot."""

from __future__ import annotations

from django.urls import path

from lotgate.web.review import deciding, files, views

app_name = "review"
urlpatterns = [
    path("lots/<int:pk>/", views.lot, name="lot"),
    path("lots/<int:pk>/next", views.following, name="next"),
    path("lots/<int:pk>/confirm", views.confirm, name="confirm"),
    path("lots/<int:pk>/undo", views.undo, name="undo"),
    path("lots/<int:pk>/edit/<slug:kind>", views.edit, name="edit"),
    path("lots/<int:pk>/sign", deciding.sign, name="sign"),
    path("lots/<int:pk>/refuse", deciding.refuse, name="refuse"),
    path("lots/<int:pk>/reopen", deciding.reopen, name="reopen"),
    path("lots/<int:pk>/pages/<int:number>", files.page, name="page"),
    path("lots/<int:pk>/words", files.words, name="words"),
    path("lots/<int:pk>/original", files.original, name="original"),
    path("lots/<int:pk>/report.<slug:kind>", files.report, name="report"),
]
