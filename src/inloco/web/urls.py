"""Every address. A test holds that each has an access rule and stands in the access matrix."""

from importlib import import_module

from django.urls import include, path

from inloco.web import views



def installed(app: str) -> bool:
    try:
        import_module(app)
    except ModuleNotFoundError:
        return False
    return True


urlpatterns = [
    path("", views.home, name="home"),
    path("theme.css", views.theme, name="theme"),
    path("gallery/", views.gallery, name="gallery"),
    path("", include("inloco.accounts.sign_in_urls")),
    path("", include("inloco.accounts.urls")),
    *[path("", include(app)) for app in ("inloco.performance.urls", "inloco.children.urls", "inloco.audit.urls") if installed(app)],
]

handler400 = "inloco.web.errors.bad_request"
handler403 = "inloco.web.errors.forbidden"
handler404 = "inloco.web.errors.not_found"
handler500 = "inloco.web.errors.failed"
