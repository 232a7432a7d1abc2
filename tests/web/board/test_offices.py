"""Chair and vice-chair change within a membership, and who held the office before stays on record."""

import pytest
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board import policies
from inloco.board.actions import bodies, offices
from inloco.board.models import Membership, OfficeTerm
from tests.factories.people import person
from tests.web.board.conftest import DAY
from tests.web.queries import assert_queries


def offices_on(board, on):
    serving = Membership.objects.serving(on=on).filter(body=board.body)
    return {one.name: one.office for one in serving if one.office}


def change(board, who, office, on, **given):
    return offices.change_office(
        membership=board.members[who],
        office=office,
        from_on=on,
        **{"reason": "Elected by the board", "by": board.officer, **given},
    )


class TestChanging:
    def test_the_chair_hands_over_and_the_past_stays(self, board):
        change(board, "member", "chair", board.today)
        assert offices_on(board, board.today) == {"Rosalind Petherick": "chair"}
        assert offices_on(board, board.today - DAY) == {"Councillor Odette Farnaby": "chair"}
        assert policies.sets_agenda(board.body, by=board.people["member"])
        assert not policies.sets_agenda(board.body, by=board.people["chair"])
        assert [(one.membership.name, one.until_on) for one in OfficeTerm.objects.filter(body=board.body)] == [
            ("Rosalind Petherick", None),
            ("Councillor Odette Farnaby", board.today - DAY),
        ]

    def test_a_vice_chair_becomes_chair_and_lays_it_down(self, board):
        change(board, "member", "vice_chair", board.today - 30 * DAY)
        assert len(offices_on(board, board.today - DAY)) == 2
        change(board, "member", "chair", board.today - 9 * DAY)
        change(board, "member", "", board.today, reason="Laid down")
        assert offices_on(board, board.today - 10 * DAY)["Rosalind Petherick"] == "vice_chair"
        assert offices_on(board, board.today - DAY) == {"Rosalind Petherick": "chair"}
        assert offices_on(board, board.today) == {}

    def test_a_change_to_come_waits_for_its_day(self, board):
        change(board, "member", "chair", board.today + 30 * DAY)
        assert offices_on(board, board.today) == {"Councillor Odette Farnaby": "chair"}
        assert offices_on(board, board.today + 30 * DAY) == {"Rosalind Petherick": "chair"}

    def test_the_end_of_a_membership_ends_the_office(self, board):
        change(board, "member", "vice_chair", board.today + 30 * DAY)
        for who in ("chair", "member"):
            bodies.end_membership(membership=board.members[who], last_day=board.today, reason="Resigned", by=board.officer)
        (left,) = OfficeTerm.objects.filter(body=board.body)
        assert (left.office, left.until_on, left.reason) == ("chair", board.today, "Resigned")
        made = bodies.appoint(
            body=board.body,
            name="Councillor Linus Abara",
            kind="voting",
            from_on=board.today + DAY,
            office="chair",
            by=board.officer,
        )
        assert offices_on(board, board.today + DAY) == {made.name: "chair"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("who", "office", "days", "given", "says"),
        [
            ("member", "chair", 0, {"reason": " "}, "A reason is missing"),
            ("co_opted", "chair", 0, {}, "Only a member with a vote"),
            ("member", "chair", -501, {}, "is no member on that day"),
            ("chair", "chair", 0, {}, "has chair on that day already"),
            ("member", "", 0, {}, "has no office on that day already"),
            ("member", "chair", -500, {}, "became chair on that very day"),
        ],
    )
    def test_what_cannot_be(self, board, who, office, days, given, says):
        before = list(OfficeTerm.objects.values())
        with pytest.raises(NotNow, match=says):
            change(board, who, office, board.today + days * DAY, **given)
        assert list(OfficeTerm.objects.values()) == before

    def test_nobody_slips_in_before_a_change_to_come(self, board):
        change(board, "member", "chair", board.today + 30 * DAY)
        with pytest.raises(NotNow, match="Rosalind Petherick becomes chair on"):
            change(board, "young", "chair", board.today)
        with pytest.raises(NotNow, match="becomes chair on"):
            change(board, "member", "vice_chair", board.today)

    def test_a_second_chair_by_appointment(self, board):
        with pytest.raises(NotNow, match="has a chair in that time"):
            bodies.appoint(body=board.body, name="X", kind="voting", from_on=board.today, office="chair", by=board.officer)

    def test_whom_the_constitution_bars(self, board):
        cabinet = person(Role.CABINET_MEMBER, name="Councillor Perpetua Dunmore")
        Membership.objects.filter(pk=board.members["member"].pk).update(person=cabinet)
        board.members["member"].refresh_from_db()
        with pytest.raises(NotNow, match="bars them: cabinet member"):
            change(board, "member", "chair", board.today)

    def test_is_for_democratic_services(self, board):
        for who in ("chair", "member", "young"):
            with pytest.raises(NotAllowed):
                change(board, "member", "chair", board.today, by=board.people[who])


def test_the_page_changes_the_office_and_shows_the_history(board, client):
    client.force_login(board.officer)
    member = board.members["member"]
    address = reverse("board:office", args=[board.body.slug, member.pk])
    assert client.get(address).status_code == 200
    day = {"from_on-day": board.today.day, "from_on-month": board.today.month, "from_on-year": board.today.year}
    bad = client.post(address, {"office": "chair", **day, "reason": ""})
    assert bad.status_code == 422
    assert client.post(address, {"office": "chair", **day, "reason": "Elected at the annual meeting"}).status_code == 302
    page = assert_queries(client, reverse("board:constitution", args=[board.body.slug]))
    assert "Who has held which office" in page
    assert "Elected at the annual meeting" in page
    client.force_login(board.people["stranger"])
    assert "Kit Amankwah" not in client.get(reverse("board:constitution", args=[board.body.slug])).content.decode()
