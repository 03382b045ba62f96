"""The pages."""

from django.urls import path

from compliance.web import ledger, press, regime, review, searching


urlpatterns = [
    path("", ledger.overview, name="overview"),
    path("caps/<slug:slug>/", ledger.cap, name="cap"),
    path("caps/<slug:slug>/<str:period>/", ledger.cap, name="cap"),
    path("caps/<slug:slug>/<str:period>/months.csv", ledger.cap_csv, name="cap_csv"),
    path("caps/<slug:slug>/<str:period>/what-if/", ledger.whatif, name="whatif"),
    path("obligations/", ledger.obligations, name="obligations"),
    path("states/", ledger.states, name="states"),
    path("states/<str:code>/", ledger.state_page, name="state"),
    path("resolutions/", regime.resolutions, name="resolutions"),
    path("resolutions/<int:number>/", regime.resolution, name="resolution"),
    path("law/", regime.law, name="law"),
    path("law/good/", regime.good, name="good"),
    path("articles/", press.articles, name="articles"),
    path("articles/<int:pk>/", press.article, name="article"),
    path("visit/", ledger.mark, name="visit"),
    path("search/", searching.search_page, name="search"),
    path("findings/", review.findings, name="findings"),
    path("findings/changes/", review.changes, name="changes"),
]
