"""People who sign in. Names are invented."""

from __future__ import annotations

import datetime as dt
from itertools import count

from inloco.accounts.models import User
from inloco.accounts.roles import Role

PASSWORD = "harbour lantern thistle"
NAMES = (
    "Amara Fenwick", "Tobias Okonjo", "Mirela Ashdown", "Yusuf Brackley", "Saoirse Pemberley", "Dev Hartnoll", "Ngozi Wetherby",
    "Elin Marchbank", "Kofi Larkspur", "Parveen Oldacre", "Jory Tamblyn", "Hana Silverdale",
)  # fmt: skip
_number = count(1)


def person(*roles: Role | str, name: str = "", email: str = "", on: dt.date = dt.date(2018, 4, 1), **fields: object) -> User:
    """A person with these roles since ``on``; sees nothing until given an area or worker id where the role needs one."""
    number = next(_number)
    made = User.objects.create_user(
        email=email or f"person{number}@council.example", name=name or NAMES[number % len(NAMES)], password=PASSWORD, **fields
    )
    for role in roles:
        made.role_assignments.create(role=Role(role), from_on=on)
    return made
