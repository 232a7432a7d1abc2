"""The register that is kept beside the figures, and what a web process reads before its first reader comes."""

import pytest

from inloco.children import register as module
from inloco.children.presenters.child import child_page
from inloco.children.references import reference_of
from inloco.data_folder import data_folder
from inloco.web import warming

pytestmark = pytest.mark.usefixtures("loaded")


def test_another_process_reads_what_the_first_kept(monkeypatch):
    module._register.cache_clear()
    first = module.register()
    module._register.cache_clear()
    monkeypatch.setattr(module, "_worked_out", lambda *_: pytest.fail("worked out again"))
    again = module.register()
    assert again.entries == first.entries
    assert any(entry.dues for entry in again.entries.values())


def test_a_spoilt_register_is_worked_out_again():
    module._register.cache_clear()
    first = module.register()
    for file in (data_folder() / "figures").glob("*-register-*"):
        file.write_bytes(b"spoilt")
    module._register.cache_clear()
    assert module.register().entries == first.entries


def test_other_settings_make_another_register():
    module._register.cache_clear()
    module.register()
    kept = set((data_folder() / "figures").glob("*-register-*"))
    (data_folder() / "council.toml").write_text('[figures]\nallocated_worker_roles = ["KEY WORKER"]\n')
    module.register()
    assert set((data_folder() / "figures").glob("*-register-*")) > kept


def test_wrong_settings_do_not_take_the_children_away():
    module._register.cache_clear()
    (data_folder() / "council.toml").write_text("[figures]\nallocated_worker_roles = 1\n")
    known = module.register()
    assert known.entries
    assert child_page(next(iter(known.entries))) is not None


@pytest.mark.django_db
def test_a_web_process_warms_without_computing(monkeypatch):
    from inloco.analytics import engine

    monkeypatch.setattr(engine, "compute", lambda *_, **__: pytest.fail("computed"))
    warming.warm()


def test_a_reference_does_not_depend_on_what_was_asked_before():
    assert reference_of("Amara") != reference_of("Bela")
    assert reference_of("Amara") == reference_of("Amara")
