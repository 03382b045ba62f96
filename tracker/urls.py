"""The pages at / (in French at /fr/ and so on), the API at /api/v1/, the admin at /admin/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path


urlpatterns = [
    path("api/v1/", include("compliance.api.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include("compliance.web.urls")), prefix_default_language=False),
]
handler500 = "tracker.outage.broken"
