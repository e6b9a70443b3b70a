"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from lotgate.web.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.lots, name="list"),
    path("upload", views.upload, name="upload"),
    path("uploads/<int:pk>/read-again", views.read_again, name="read-again"),
    path("examples", views.examples, name="examples"),
]
