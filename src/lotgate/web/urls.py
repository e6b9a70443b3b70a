"""Where the page families hang."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from lotgate.web.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("", include("lotgate.web.inbox.urls")),
    path("accounts/", include("lotgate.web.accounts.urls")),
    path("audit/", include("lotgate.web.audit.urls")),
    path("standards/", include("lotgate.web.standards.urls")),
    path("", include("lotgate.web.review.urls")),
]

handler400 = "lotgate.web.layout.failures.bad_request"
handler403 = "lotgate.web.layout.failures.forbidden"
handler404 = "lotgate.web.layout.failures.not_found"
handler500 = "lotgate.web.layout.failures.broken"
