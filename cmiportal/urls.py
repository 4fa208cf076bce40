"""All addresses: each app brings its own, the roof comes last."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("cmiportal.accounts.urls")),
    path("", include("cmiportal.notifications.urls")),
    path("", include("cmiportal.links.urls")),
    path("", include("cmiportal.documents.urls")),
    path("", include("cmiportal.billing.urls")),
    path("", include("cmiportal.ui.urls")),
    path("", include("membership.urls")),
    path("", include("qualifications.urls")),
    path("", include("events.urls")),
    path("", include("cmiportal.site.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("cmiportal.demo.urls")))
