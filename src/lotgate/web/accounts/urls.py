"""Addresses of the account pages."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from lotgate.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("first-visit", views.first_visit, name="first-visit"),
    path("sign-in", views.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", views.language, name="language"),
]
