"""Every address. A test holds that each has an access rule and stands in the access matrix."""

from django.urls import include, path

from inloco.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("theme.css", views.theme, name="theme"),
    path("settings/", views.settings_in_force, name="settings"),
    path("gallery/", views.gallery, name="gallery"),
    path("", include("inloco.accounts.sign_in_urls")),
    path("", include("inloco.accounts.urls")),
    path("", include("inloco.audit.urls")),
    path("", include("inloco.performance.urls")),
    path("", include("inloco.children.urls")),
    path("papers/", include("inloco.papers.urls")),
    path("", include("inloco.quality.urls")),
    path("", include("inloco.returns.urls")),
    path("plans/", include("inloco.plans.urls")),
    path("public/plans/", include("inloco.plans.urls_public")),
    path("boards/", include("inloco.board.urls")),
    path("public/boards/", include("inloco.board.urls_public")),
]

handler400 = "inloco.web.errors.bad_request"
handler403 = "inloco.web.errors.forbidden"
handler404 = "inloco.web.errors.not_found"
handler500 = "inloco.web.errors.failed"
