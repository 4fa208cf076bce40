"""All addresses: each app brings its own, the roof comes late, and pages that editors write last of all."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler400 = "cmiportal.too_large.bad_request"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("cmiportal.accounts.urls")),
    path("", include("cmiportal.notifications.urls")),
    path("", include("cmiportal.links.urls")),
    path("", include("cmiportal.documents.urls")),
    path("", include("cmiportal.billing.urls")),
    path("", include("cmiportal.search.urls")),
    path("", include("cmiportal.enquiries.urls")),
    path("", include("cmiportal.ui.urls")),
    # Before the catalogue, in whose part of the site the guide to it stands.
    path("", include("insights.urls")),
    path("", include("membership.urls")),
    path("", include("qualifications.urls")),
    path("", include("events.urls")),
    path("", include("cmiportal.site.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("cmiportal.demo.urls")))
# Whatever else is asked for may be one of them.
urlpatterns.append(path("", include("insights.urls.pages")))
