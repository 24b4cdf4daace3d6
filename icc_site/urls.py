"""The addresses of the site: public pages below a language, the rest beside them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap as sitemap_part
from django.urls import include, path, re_path

from accounts.urls import through_the_city
from events.views import material
from icc_site import feeds, views
from icc_site.late import late
from icc_site.sight.metrics import metrics
from icc_site.sitemaps import SITEMAPS, sitemap
from open_data.urls import for_programs, pages
from operations import urls as operations
from programme.models.actions import CODE
from reporting.views.files import attachment

handler500 = "icc_site.views.server_error"

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_part, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("i18n/", include("django.conf.urls.i18n")),
    late("admin/", "icc_site.back_office", "admin"),
    path("media/materials/<str:name>", material, name="material"),
    path("media/reports/<str:name>", attachment, name="attachment"),
    late("api/v1/", "open_data.api.urls", "api"),
    *for_programs,
    *operations.for_programs,
    *through_the_city,
    *i18n_patterns(
        path("", views.home, name="home"),
        path("about/", views.about, name="about"),
        path("feed/", feeds.SiteFeed(), name="feed"),
        path("baskets/<slug:slug>/feed/", feeds.BasketFeed(), name="basket_feed"),
        path("strategies/<slug:slug>/feed/", feeds.StrategyFeed(), name="strategy_feed"),
        re_path(rf"^actions/(?P<code>{CODE})/feed/$", feeds.ActionFeed(), name="action_feed"),
        path("", include("accounts.urls")),
        *pages,
        *operations.pages,
        path("", include("council.urls")),
        path("", include("events.urls")),
        path("", include("programme.urls")),
        path("", include("privacy.urls")),
        path("", include("readers.urls")),
        path("", include("reporting.urls")),
        path("", include("search.urls")),
    ),
]
