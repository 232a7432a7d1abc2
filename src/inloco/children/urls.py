"""Addresses of the pages about children. A child stands in them by an opaque reference, never by an id."""

from django.urls import path

from inloco.children import views

app_name = "children"

urlpatterns = [
    path("children/", views.my_children, name="list"),
    path("children/<slug:reference>/", views.child, name="child"),
    path("children/<slug:reference>/timescales/", views.clocks, name="clocks"),
]
