"""Days, months, quarters and years as people write them, read as the periods that values are of."""

from __future__ import annotations

import re

MONTHS = {
    name: at for at, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}


def period_of(written: str) -> str:
    """``2018/19``, ``2019-03``, ``2019-03-31`` or ``2019`` for a period as people write it; empty when it cannot be read."""
    text = written.strip().lower().replace("’", "'")
    if found := re.match(r"((?:19|20)\d{2}) ?[/–-] ?(\d{4}|\d{2})$", text):
        first, second = int(found[1]), int(found[2]) % 100
        return f"{first}/{second:02d}" if (first + 1) % 100 == second else f"{first}-{found[2]}"
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})$", text):
        return text
    names = "|".join(MONTHS)
    if found := re.match(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({names})[a-z.]*,? ?'?(\d{{2,4}})$", text):
        return f"{_year(found[3])}-{MONTHS[found[2]]:02d}-{int(found[1]):02d}"
    if found := re.match(rf"({names})[a-z.]* (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})$", text):
        return f"{found[3]}-{MONTHS[found[1]]:02d}-{int(found[2]):02d}"
    if found := re.match(rf"({names})[a-z.]*[ -]*'?(\d{{2,4}})$", text):
        return f"{_year(found[2])}-{MONTHS[found[1]]:02d}"
    if found := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})$", text):
        return f"{_year(found[3])}-{int(found[2]):02d}-{int(found[1]):02d}"
    if found := re.match(r"q([1-4]),? (?:of )?(\d{4})(?:[/-]\d{2})?$", text):
        return f"{found[2]}-Q{found[1]}"
    if (found := re.match(r"q([1-4]),? (\d{2})[/-](\d{2})$", text)) and int(found[2]) + 1 == int(found[3]):
        return f"20{found[2]}-Q{found[1]}"
    return text if re.fullmatch(r"(?:19|20)\d{2}", text) else ""


def _year(written: str) -> int:
    number = int(written)
    return number if number > 99 else 2000 + number
