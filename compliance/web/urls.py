"""The pages."""

from django.urls import path

from compliance.web import ledger, press, regime, review, searching
from compliance.web.take import pages
from compliance.web.take.citing import cite
from compliance.web.take.embed import embed
from compliance.web.take.feeds import FEEDS, feed


urlpatterns = [
    path("", ledger.overview, name="overview"),
    path("caps/<slug:slug>/", ledger.cap, name="cap"),
    path("caps/<slug:slug>/<str:period>/", ledger.cap, name="cap"),
    path("caps/<slug:slug>/<str:period>/what-if/", ledger.whatif, name="whatif"),
    path("caps/<slug:slug>/<str:period>/take/", pages.take, name="take"),
    path("caps/<slug:slug>/<str:period>/briefing.pdf", pages.briefing, name="briefing"),
    path("caps/<slug:slug>/<str:period>/<slug:name>.<slug:form>", pages.of_cap, name="cap_file"),
    path("overview/<slug:name>.<slug:form>", pages.of_overview, name="overview_file"),
    path("embed/caps/<slug:slug>/<str:period>/", embed, name="embed"),
    path("cite/<slug:digest>/", cite, name="cite"),
    *(path(f"feeds/{name}.atom", feed, {"name": name}, name=f"feed_{name}") for name in FEEDS),
    path("obligations/", ledger.obligations, name="obligations"),
    path("obligations/<slug:name>.<slug:form>", pages.of_obligations, name="obligations_file"),
    path("states/", ledger.states, name="states"),
    path("states/<str:code>/", ledger.state_page, name="state"),
    path("resolutions/", regime.resolutions, name="resolutions"),
    path("resolutions/resolutions.<slug:form>", pages.of_resolutions, name="resolutions_file"),
    path("resolutions/<int:number>/", regime.resolution, name="resolution"),
    path(
        "resolutions/<int:number>/<slug:name>.<slug:form>",
        pages.of_resolution,
        name="resolution_file",
    ),
    path("law/", regime.law, name="law"),
    path("law/<slug:name>.<slug:form>", pages.of_law, name="law_file"),
    path("law/good/", regime.good, name="good"),
    path("law/good/<slug:name>.<slug:form>", pages.of_good, name="good_file"),
    path("articles/", press.articles, name="articles"),
    path("articles/articles.<slug:form>", pages.of_articles, name="articles_file"),
    path("articles/<int:pk>/", press.article, name="article"),
    path("articles/<int:pk>/<slug:name>.<slug:form>", pages.of_article, name="article_file"),
    path("visit/", ledger.mark, name="visit"),
    path("search/", searching.search_page, name="search"),
    path("findings/", review.findings, name="findings"),
    path("findings/findings.<slug:form>", pages.of_findings, name="findings_file"),
    path("findings/changes/", review.changes, name="changes"),
]
