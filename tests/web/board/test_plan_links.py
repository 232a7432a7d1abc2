"""A resolution becomes an action of a plan: asked, taken on, linked or declined, and read from both sides."""

import pytest
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.analytics.errors import InputRefused, NotAllowed, NotNow
from inloco.board import minutes_text
from inloco.board.actions import meetings, plan_links, resolutions
from inloco.board.models import Resolution
from inloco.board.my_tasks import board_tasks
from inloco.plans.models import Action, ProgressNote
from inloco.plans.origins import origins_of
from tests.factories.people import person
from tests.factories.plans import Scene, scene
from tests.web.board.conftest import DAY, Board
from tests.web.queries import assert_queries


@pytest.fixture
def made(board: Board) -> Scene:
    return scene(on=board.today)


@pytest.fixture
def resolved(board: Board, made: Scene) -> Resolution:
    """An action that the board gave to the lead of the plan, due in sixty days."""
    item = board.held().items.first()
    return resolutions.resolve(
        item=item, kind="action", text="Give every child a card with their rights", owner=made.lead,
        due_on=board.today + 60 * DAY, by=board.officer,
    )  # fmt: skip


def values(made: Scene, **more: object) -> dict[str, object]:
    return {"ref": "9z", "activity": "A card of rights for every child", "accountable": made.lead, **more}


class TestANewAction:
    def test_is_asked_of_the_manager_who_makes_it(self, board, made, resolved):
        plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer)
        asked = [one for one in board_tasks(made.manager) if "Make a resolution an action" in one.title]
        assert [one.why for one in asked] == [f"Resolution {resolved.reference}"]
        assert resolved.text not in asked[0].title
        action = plan_links.add_action(
            resolution=resolved, objective=made.first, values=values(made), timescale="31/03/2031", by=made.manager
        )
        resolved.refresh_from_db()
        assert (resolved.plan_action, resolved.plan_asked) == (action, None)
        assert (action.plan, action.accountable, action.due_on.year) == (made.plan, made.lead, 2031)
        assert [one.text for one in resolved.updates.all()] == ["Carried by the action 1/9z of “Our plan”."]
        assert not list(board_tasks(made.manager))

    def test_leaves_the_owners_tasks_to_the_plan(self, board, made, resolved):
        assert [one.title for one in board_tasks(made.lead)] == [resolved.text]
        plan_links.link_action(resolution=resolved, action=made.actions["good"], by=board.officer)
        assert not list(board_tasks(made.lead))

    def test_may_be_asked_for_with_the_resolution(self, board, made):
        item = board.held().items.first()
        given = {"item": item, "text": "Do it", "owner": made.lead, "plan": made.plan, "by": board.officer}
        assert resolutions.resolve(kind="action", **given).plan_asked == made.plan
        with pytest.raises(NotNow, match="A decision is done"):
            resolutions.resolve(kind="decision", **given)

    def test_of_a_day_that_does_not_exist_changes_nothing(self, board, made, resolved):
        plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer)
        before = Action.objects.count()
        with pytest.raises(InputRefused):
            plan_links.add_action(
                resolution=resolved, objective=made.first, values=values(made), timescale="31/02/2031", by=made.manager
            )
        resolved.refresh_from_db()
        assert resolved.plan_asked == made.plan
        assert Action.objects.count() == before

    def test_is_declined_with_a_reason_that_democratic_services_read(self, board, made, resolved):
        plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer)
        with pytest.raises(NotNow, match="A reason is missing"):
            plan_links.decline_action(resolution=resolved, reason=" ", by=made.manager)
        plan_links.decline_action(resolution=resolved, reason="It is work of the schools", by=made.manager)
        resolved.refresh_from_db()
        assert (resolved.plan_asked, resolved.plan_answer) == (None, "It is work of the schools")


class TestRefusals:
    def test_only_democratic_services_hand_over(self, board, made, resolved):
        for somebody in (board.people["chair"], made.manager, made.lead):
            with pytest.raises(NotAllowed):
                plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=somebody)
            with pytest.raises(NotAllowed):
                plan_links.take_out(resolution=resolved, by=somebody)

    def test_only_managers_of_plans_take_on(self, board, made, resolved):
        plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer)
        for somebody in (board.officer, board.people["chair"], made.lead):
            with pytest.raises(NotAllowed):
                plan_links.add_action(resolution=resolved, objective=made.first, values=values(made), timescale="", by=somebody)
            with pytest.raises(NotAllowed):
                plan_links.decline_action(resolution=resolved, reason="No", by=somebody)

    def test_a_plan_that_was_not_asked_takes_nothing_on(self, board, made, resolved):
        with pytest.raises(NotNow, match="No plan is asked"):
            plan_links.add_action(resolution=resolved, objective=made.first, values=values(made), timescale="", by=made.manager)
        with pytest.raises(NotNow, match="No plan is asked"):
            plan_links.link_action(resolution=resolved, action=made.actions["good"], by=made.manager)

    def test_another_plan_than_the_one_that_was_asked(self, board, made, resolved):
        other = type(made.plan).objects.create(slug="other", title="Other plan")
        with pytest.raises(NotNow, match="no objective"):
            plan_links.ask_for_action(resolution=resolved, plan=other, by=board.officer)
        other.objectives.create(number="1", title="Something else", position=1)
        plan_links.ask_for_action(resolution=resolved, plan=other, by=board.officer)
        with pytest.raises(NotNow, match="of another plan"):
            plan_links.add_action(resolution=resolved, objective=made.first, values=values(made), timescale="", by=made.manager)
        with pytest.raises(NotNow, match="of another plan"):
            plan_links.link_action(resolution=resolved, action=made.actions["good"], by=made.manager)
        other.archived_at = resolved.item.added_at
        with pytest.raises(NotNow, match="no longer in use"):
            plan_links.ask_for_action(resolution=resolved, plan=other, by=board.officer)

    @pytest.mark.parametrize("done", ["blue", "closed"])
    def test_an_action_that_is_done_carries_nothing(self, board, made, resolved, done):
        with pytest.raises(NotNow, match="The action is done"):
            plan_links.link_action(resolution=resolved, action=made.actions[done], by=board.officer)

    def test_one_action_at_a_time(self, board, made, resolved):
        plan_links.link_action(resolution=resolved, action=made.actions["good"], by=board.officer)
        with pytest.raises(NotNow, match="carries the resolution already"):
            plan_links.link_action(resolution=resolved, action=made.actions["late"], by=board.officer)
        with pytest.raises(NotNow, match="carries the resolution already"):
            plan_links.name_elsewhere(resolution=resolved, reference="Health plan 3", by=board.officer)
        plan_links.take_out(resolution=resolved, by=board.officer)
        with pytest.raises(NotNow, match="No plan has"):
            plan_links.take_out(resolution=resolved, by=board.officer)
        with pytest.raises(NotNow, match="not named"):
            plan_links.name_elsewhere(resolution=resolved, reference=" ", by=board.officer)
        assert plan_links.name_elsewhere(resolution=resolved, reference="Health plan 3", by=board.officer).plan_action is None

    def test_what_is_closed_goes_into_no_plan(self, board, made, resolved):
        resolutions.close_resolution(resolution=resolved, note="Done", by=board.officer)
        for refused in (
            lambda: plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer),
            lambda: plan_links.link_action(resolution=resolved, action=made.actions["good"], by=board.officer),
            lambda: plan_links.take_out(resolution=resolved, by=board.officer),
        ):
            with pytest.raises(NotNow, match="has been closed"):
                refused()


class TestBothWays:
    def test_matters_arising_show_the_actions_brag_date_and_last_note(self, board, made, resolved):
        plan_links.link_action(resolution=resolved, action=made.actions["late"], by=board.officer)
        ProgressNote.objects.create(action=made.actions["late"], text="Printed | 200 cards", on=board.today, author=made.lead)
        following = meetings.open_agenda(meeting=board.plan(40), by=board.officer, on=board.today)
        told = minutes_text.matters(following, public=False)
        assert "| In the plan |" in told
        assert "Our plan, action 1/1a: Green, due " in told
        assert ", overdue. Last note of " in told
        assert "Printed \\| 200 cards" in told

    def test_the_public_reads_the_colour_of_the_public_plan_and_no_note(self, board, made, resolved):
        plan_links.link_action(resolution=resolved, action=made.actions["late"], by=board.officer)
        ProgressNote.objects.create(action=made.actions["late"], text="Printed 200 cards", on=board.today, author=made.lead)
        following = meetings.open_agenda(meeting=board.plan(40), by=board.officer, on=board.today)
        assert "Our plan" not in minutes_text.matters(following, public=True).replace("of “Our plan”", "")
        made.plan.is_public = True
        made.plan.save()
        told = minutes_text.matters(following, public=True)
        assert "Our plan, action 1/1a: Red |" in told
        assert "Printed" not in told

    def test_the_action_says_where_it_comes_from(self, board, made, resolved):
        action = made.actions["nobody"]
        assert origins_of(action, by=board.officer) == []
        plan_links.link_action(resolution=resolved, action=action, by=board.officer)
        (seen,) = origins_of(action, by=board.people["member"])
        assert seen.words == (
            f"Resolved by Corporate Parenting Board on {board.today.day} {board.today:%B %Y}, resolution {resolved.reference}"
        )
        assert (seen.text, seen.state) == (resolved.text, "Open")
        assert seen.address == reverse("board:resolution", args=[resolved.pk])

    def test_others_read_the_words_once_the_minutes_are_agreed(self, board, made, resolved):
        action = made.actions["nobody"]
        plan_links.link_action(resolution=resolved, action=action, by=board.officer)
        (hidden,) = origins_of(action, by=made.manager)
        assert (hidden.text, hidden.state, hidden.address) == ("", "", "")
        type(resolved.meeting).objects.filter(pk=resolved.meeting_id).update(state="minutes_agreed")
        assert origins_of(action, by=made.manager)[0].text == resolved.text
        type(resolved.item).objects.filter(pk=resolved.item_id).update(is_exempt=True, exempt_reason="Contract")
        assert origins_of(action, by=made.manager)[0].text == ""
        assert origins_of(action, by=board.officer)[0].text == resolved.text


class TestPages:
    def test_from_the_meeting_to_the_plan_and_back(self, board, made, resolved, client):
        client.force_login(board.officer)
        address = reverse("board:resolution", args=[resolved.pk])
        assert "Put it into a plan" in client.get(address).content.decode()
        hand_over = reverse("board:hand-over", args=[resolved.pk])
        assert client.get(hand_over).status_code == 200
        refused = client.post(hand_over, {"how": "new", "plan": "", "action": "", "reference": "kept"})
        assert refused.status_code == 422
        assert "Select the plan" in refused.content.decode()
        assert 'value="kept"' in refused.content.decode()
        sent = client.post(hand_over, {"how": "new", "plan": made.plan.pk, "action": "", "reference": ""})
        assert sent.status_code == 302
        assert "its manager is asked" in client.get(address).content.decode()

        client.force_login(made.manager)
        page = client.get(address).content.decode()
        assert "Make it a new action" in page
        assert "Put it into a plan" not in page
        form = client.get(reverse("board:take-on", args=[resolved.pk])).content.decode()
        assert resolved.text in form
        given = {"objective": made.first.pk, "ref": "9z", "activity": "A card", "accountable": made.lead.pk}
        bad = client.post(reverse("board:take-on", args=[resolved.pk]), given | {"timescale": "31/02/2031"})
        assert bad.status_code == 422
        assert "31/02/2031" in bad.content.decode()
        good = client.post(reverse("board:take-on", args=[resolved.pk]), given | {"timescale": "31/03/2031"})
        assert good.status_code == 302
        action = Action.objects.get(ref="9z")
        shown = assert_queries(client, reverse("plans:action", args=[made.plan.slug, action.pk]))
        assert f"resolution {resolved.reference}" in shown

        client.force_login(board.officer)
        page = assert_queries(client, address)
        assert "Our plan, action 1/9z" in page
        assert reverse("plans:action", args=[made.plan.slug, action.pk]) in page
        assert client.post(reverse("board:take-out", args=[resolved.pk])).status_code == 302
        assert "Put it into a plan" in client.get(address).content.decode()

    def test_who_is_asked_links_or_declines(self, board, made, resolved, client):
        plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer)
        client.force_login(made.manager)
        choose = reverse("board:take-on-existing", args=[resolved.pk])
        shown = client.get(choose).content.decode()
        assert "Train carers with young people" in shown
        assert "Recruit two matching officers" not in shown
        assert client.post(choose, {"action": made.actions["closed"].pk}).status_code == 422
        decline = reverse("board:decline", args=[resolved.pk])
        assert client.get(decline).status_code == 200
        assert client.post(decline, {"reason": ""}).status_code == 422
        assert client.post(choose, {"action": made.actions["good"].pk}).status_code == 302
        resolved.refresh_from_db()
        assert resolved.plan_action == made.actions["good"]

    def test_a_manager_who_is_not_asked_reads_no_resolution(self, board, made, resolved, client):
        client.force_login(person(Role.PROJECT_MANAGER, name="Hedda Quill"))
        assert client.get(reverse("board:resolution", args=[resolved.pk])).status_code == 403
        client.force_login(made.lead)
        assert client.get(reverse("board:resolution", args=[resolved.pk])).status_code == 200

    def test_words_kept_from_the_public_are_not_written_into_the_plan(self, board, made, resolved, client):
        type(resolved.item).objects.filter(pk=resolved.item_id).update(is_exempt=True, exempt_reason="Contract")
        plan_links.ask_for_action(resolution=resolved, plan=made.plan, by=board.officer)
        client.force_login(made.manager)
        form = client.get(reverse("board:take-on", args=[resolved.pk])).content.decode()
        assert f">{resolved.text}</textarea>" not in form.replace("\n", "")

    def test_the_work_on_the_next_meeting_shows_it(self, board, made, resolved, client):
        plan_links.link_action(resolution=resolved, action=made.actions["good"], by=board.officer)
        following = meetings.open_agenda(meeting=board.plan(40), by=board.officer, on=board.today)
        client.force_login(board.officer)
        shown = assert_queries(client, reverse("board:work", args=[board.body.slug, following.on]))
        assert "Our plan, action 1/1b: Green" in shown
        assert "Two courses booked" in shown
