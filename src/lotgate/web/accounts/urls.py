"""Addresses of the account pages."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from lotgate.web.accounts import people, views

app_name = "accounts"
urlpatterns = [
    path("first-visit", views.first_visit, name="first-visit"),
    path("sign-in", views.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", views.language, name="language"),
    path("me", people.me, name="me"),
    path("", people.listing, name="list"),
    path("new", people.new, name="new"),
    path("site", people.site, name="site"),
    path("<int:number>", people.change, name="change"),
    path("<int:number>/password", people.reset, name="reset"),
]
