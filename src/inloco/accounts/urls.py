"""People and roles."""

from django.urls import path

from inloco.accounts import views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/add/", views.add, name="add"),
    path("people/permissions/", views.permissions, name="permissions"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.change, name="change"),
    path("people/<int:pk>/roles/add/", views.give_role, name="give_role"),
    path("people/<int:pk>/roles/<int:assignment>/end/", views.end_role, name="end_role"),
    path("people/<int:pk>/active/", views.set_active, name="set_active"),
    path("people/<int:pk>/link/", views.send_link, name="send_link"),
    path("account/", views.account, name="account"),
]
