"""Addresses of the audit pages."""

from __future__ import annotations

from django.urls import path

from lotgate.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="list"),
    path("export.<str:ending>", views.export, name="export"),
    path("proof", views.proof, name="proof"),
]
