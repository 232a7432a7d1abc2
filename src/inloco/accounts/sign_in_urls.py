"""The pages of signing in: allauth's views, each with an access rule. There is no registration."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path, re_path

from inloco.accounts.access import public, signed_in

urlpatterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("sign-in/<slug:provider_id>/", public(openid_connect.login), name="openid_connect_login"),
    path("sign-in/<slug:provider_id>/back/", public(openid_connect.callback), name="openid_connect_callback"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path("password/reset/sent/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", public(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    path("second-step/", signed_in(mfa.index), name="mfa_index"),
    path("second-step/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("second-step/confirm/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/app/add/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/recovery-codes/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/recovery-codes/new/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-step/recovery-codes/file/", signed_in(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
]
