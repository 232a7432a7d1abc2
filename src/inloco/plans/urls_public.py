"""Addresses of what the public reads of plans."""

from django.urls import path

from inloco.plans.views import outputs

app_name = "public-plans"

urlpatterns = [
    path("", outputs.public_list, name="list"),
    path("<slug:slug>/", outputs.public_show, name="show"),
    path("<slug:slug>/summary.<slug:format>", outputs.public_file, name="file"),
]
