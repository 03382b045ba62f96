"""The pages at /, the API at /api/v1/, the admin at /admin/."""

from django.contrib import admin
from django.urls import include, path


urlpatterns = [
    path("api/v1/", include("compliance.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("compliance.web.urls")),
]
handler500 = "tracker.outage.broken"
