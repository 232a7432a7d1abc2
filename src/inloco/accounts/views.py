"""People and their roles, for a system administrator; the account page, for everybody."""

from __future__ import annotations

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts import actions, presenters
from inloco.accounts.access import SignedInRequest, permission, signed_in
from inloco.accounts.forms import PersonForm, RoleForm
from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import can_change, check_can_change
from inloco.accounts.roles import Role

PAGE = 50


@permission(Permission.MANAGE_USERS)
@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    words, role = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
    found = User.objects.with_roles().matching(words)
    if role in Role.values:
        found = found.with_role(role, on=timezone.localdate())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/people.html",
        {"page": page, "rows": [presenters.row(person) for person in page], "words": words, "role": role, "roles": Role.choices},
    )


@permission(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.add_person(**form.cleaned_data, by=request.user)
        messages.success(request, f"{person.name} has been added. Now give a role, and send the link for a password.")
        return redirect("people:person", person.pk)
    return render(request, "accounts/person_form.html", {"form": form}, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_USERS)
@require_GET
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User.objects.with_roles(), pk=pk)
    return render(
        request,
        "accounts/person.html",
        {"page": presenters.person(shown), "may_change": can_change(shown, by=request.user)},
    )


@permission(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    check_can_change(shown, by=request.user)
    form = PersonForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        actions.change_person(shown, **form.cleaned_data, by=request.user)
        messages.success(request, f"{shown.name} has been changed.")
        return redirect("people:person", pk)
    return render(request, "accounts/person_form.html", {"form": form, "person": shown}, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def give_role(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    check_can_change(shown, by=request.user)
    form = RoleForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        actions.give_role(shown, **form.cleaned_data, by=request.user)
        messages.success(request, f"{shown.name} has the role {Role(form.cleaned_data['role']).label}.")
        return redirect("people:person", pk)
    return render(request, "accounts/role_form.html", {"form": form, "person": shown}, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_USERS)
@require_POST
def end_role(request: SignedInRequest, pk: int, assignment: int) -> HttpResponse:
    held = get_object_or_404(RoleAssignment.objects.select_related("user"), pk=assignment, user_id=pk)
    actions.end_role(held, on=timezone.localdate(), by=request.user)
    messages.success(request, f"{held.user.name} no longer has the role {held.get_role_display()}.")
    return redirect("people:person", pk)


@permission(Permission.MANAGE_USERS)
@require_POST
def set_active(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "yes"
    actions.set_active(shown, active=active, by=request.user)
    messages.success(request, f"{shown.name} {'can sign in again' if active else 'can no longer sign in'}.")
    return redirect("people:person", pk)


@permission(Permission.MANAGE_USERS)
@require_POST
def send_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mails the link with which the person chooses a password."""
    shown = get_object_or_404(User.objects.active(), pk=pk)
    form = ResetPasswordForm({"email": shown.email})
    if form.is_valid():
        form.save(request)
    messages.success(request, f"A link to choose a password has been sent to {shown.email}.")
    return redirect("people:person", pk)


@signed_in
@require_GET
def permissions(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/permissions.html", {"table": presenters.permission_table()})


@signed_in
@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/account.html", {"page": presenters.person(request.user)})
