"""Made-up actions, each with the findings that a careful project manager would make, and no others.

They were written to be unlike any one council's plan: the rules are measured against them so that they fit plans, not a plan.
An example is a clean action with some fields changed; ``found`` is every rule that should speak.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from inloco.plans.reading import SheetView
from inloco.plans.reading.notes import read_notes
from inloco.plans.reading.owners import read_owners
from inloco.plans.rules import Item, LooseRemark, Material, Measure
from inloco.plans.timescales import read_timescale
from inloco.plans.words import Brag

AS_AT = date(2026, 3, 2)

CLEAN = {
    "objective": "1",
    "ref": "1",
    "activity": "Give every child in care a named person to ring at weekends",
    "progress": "16.02.26 - Rota agreed with both homes; first calls taken.",
    "evidence": "Rota of February",
    "responsible": "Ines Calloway – Head of Placements",
    "timescale": "30/06/26",
    "brag": "Green",
    "metric": "Number of children with a named person",
    "current": "112 31/01/26",
    "target": "140",
}


@dataclass(frozen=True)
class Example:
    """One action, or several in one plan, and the rules that should speak."""

    name: str
    found: frozenset[str]
    actions: tuple[dict[str, str], ...]
    remarks: tuple[str, ...] = ()
    lines: tuple[dict[str, str], ...] = field(default=())


def one(
    name: str, found: str = "", *, lines: tuple[dict[str, str], ...] = (), remarks: tuple[str, ...] = (), **changed: str
) -> Example:
    """An example of one action; ``found`` has the rules with spaces between."""
    return Example(name, frozenset(found.split()), (changed,), remarks, lines)


def several(name: str, found: str, *actions: dict[str, str]) -> Example:
    return Example(name, frozenset(found.split()), actions)


def item(changed: dict[str, str], lines: tuple[dict[str, str], ...] = ()) -> Item:
    values = CLEAN | changed
    view = SheetView(values.get("view", "live"))
    own = Measure(view, values["ref"], values["metric"], values["current"], values["target"])
    has_own = values["metric"] or values["current"] or values["target"]
    return Item(
        key=None,
        view=view,
        objective=values["objective"],
        ref=values["ref"],
        activity=values["activity"],
        progress=values["progress"],
        evidence=values["evidence"],
        responsible=values["responsible"],
        timescale=read_timescale(values["timescale"]),
        brag=Brag(values["brag"]) if values["brag"] else None,
        notes=tuple(read_notes(values["progress"])),
        measures=(
            *((own,) if has_own else ()),
            *(
                Measure(
                    SheetView.METRICS,
                    line.get("ref", values["ref"]),
                    line.get("metric", ""),
                    line.get("current", ""),
                    line.get("target", ""),
                    progress=line.get("progress", ""),
                )
                for line in lines
            ),
        ),
    )


def material(example: Example) -> Material:
    items = tuple(item(changed, example.lines) for changed in example.actions)
    remarks = tuple(LooseRemark(items[0].view, items[0].objective, text, items[0].ref) for text in example.remarks)
    people = frozenset(name for one in items for name in read_owners(one.responsible).people)
    return Material(as_at=AS_AT, items=items, remarks=remarks, people=people)


OTHER = {
    "ref": "2",
    "activity": "Ask foster carers which training they would come to",
    "progress": "20.02.26 - Thirty carers answered the questions.",
    "metric": "Number of answers",
    "responsible": "Tobiah Renshaw",
}
PASTED = (
    "18.02.26 - The regional steering group met in the town hall and asked every service to send its figures to the analyst "
    "before Easter."
)

EXAMPLES = (
    one("nothing is wrong"),
    # Prepositions that end a sentence, and one that breaks it off
    one("a question word before", activity="Ask every carer what the child in their home would like to be better at"),
    one("from then on", activity="Give a laptop to each child in our care from year seven on"),
    one("nothing after the preposition", "text_cut_off", activity="Give a laptop to each child in our care before the end of"),
    # What stands in the column of the data
    one("a note where the figure belongs", "update_in_measure", current="18.02.26 Every home has been asked by its manager"),
    one("a figure with a note", current="18.02.26 - 31 of the homes have been asked"),
    # Past the end
    one("a day past and Green", "past_due_green", timescale="01/03/26"),
    one("due on the very day", timescale="02/03/26"),
    one("a month past and Green", "past_due_green", timescale="Jan-26"),
    one("this month is not past", timescale="Mar-26"),
    one("past and Amber", "past_due_not_red", timescale="31/01/26", brag="Amber"),
    one("past and Red is said already", timescale="31/01/26", brag="Red"),
    one("past, closed and Blue", timescale="31/01/26", brag="Blue", view="closed"),
    one("past, but ongoing without an end", "no_date", timescale="01/09/25 and ongoing"),
    one("past in a range that ends later", timescale="Sep 25 – Sep 26"),
    one("a beginning is no end", "no_date", timescale="From Jan-25"),
    # Done or not
    one("the last note says complete", "complete_not_blue", progress="10.01.26 - Cards sent. 18.02.26 - Action complete."),
    one("close it", "complete_not_blue", progress="18.02.26 - Every home has its rota. Close."),
    one("done and turn blue", "complete_not_blue working_note_left_in", progress="18.02.26 - Done. Please turn blue."),
    one("RAG blue", "complete_not_blue", progress="18.02.26 - Board agreed, RAG - Blue."),
    one("handed over to business as usual", "complete_not_blue", progress="18.02.26 - Handed over to business as usual."),
    one("can be closed", "complete_not_blue", progress="18.02.26 - All homes covered, this can now be closed."),
    one("no further action", "complete_not_blue", progress="18.02.26 - No further action required."),
    one("fully implemented", "complete_not_blue", progress="18.02.26 - The rota is fully implemented in all homes."),
    one("reopened after it was complete", progress="05.01.26 - Action complete. 18.02.26 - Reopened: two homes have no one."),
    one("closed cases are not a closed action", progress="18.02.26 - Sampled forty closed cases; most calls were answered."),
    one("staying close is a scheme", progress="18.02.26 - Two young people moved into staying close flats."),
    one("a form to complete", progress="18.02.26 - Managers to complete the form by Friday."),
    one("not complete", progress="18.02.26 - Training is not yet complete in the north."),
    one("nearly done", progress="18.02.26 - The handbook is 90% complete."),
    one("a phase is done", progress="18.02.26 - Phase 1 completed, phase 2 begins in April."),
    one("once complete", progress="18.02.26 - Once completed the leaflet goes to every child."),
    one(
        "closed to new referrals", progress="18.02.26 - The old duty line was closed to new callers so that all ring one number."
    ),
    one("will be complete", progress="18.02.26 - The training will be completed by the end of April."),
    one("asked whether it is done", progress="18.02.26 - Is the action complete?"),
    one("a remark below says so", "complete_not_blue stray_remark", remarks=("action complete",)),
    one("a remark below says something else", "stray_remark", remarks=("spoke to the homes on Monday",)),
    # Blue with work left
    one("Blue and still to do", "blue_open_work", brag="Blue", progress="18.02.26 - Two homes still need a rota."),
    one("Blue and planned", "blue_open_work", brag="Blue", view="closed", progress="Roll out to the nurseries is planned."),
    one(
        "Blue, work before and closed after",
        brag="Blue",
        progress="05.01.26 - Two homes still need a rota. 18.02.26 - Action closed.",
    ),
    one("Blue and awaiting", "blue_open_work", brag="Blue", progress="18.02.26 - Awaiting the figures of the second home."),
    one("Blue, and somebody is asked", "blue_open_work", brag="Blue", progress="18.02.26 - IC to liaise with the second home."),
    one("Blue, and begun", "blue_open_work", brag="Blue", progress="18.02.26 - The homes have started to draw their rotas."),
    one("Blue and quiet", brag="Blue", progress="18.02.26 - Launched with all homes."),
    # Judgement
    one("no BRAG", "no_brag", brag=""),
    one("no BRAG and past", "no_brag past_due_not_red", brag="", timescale="31/01/26"),
    one(
        "Green and paused", "brag_better_than_evidence", progress="18.02.26 - Paused: this is paused until a manager is in post."
    ),
    one("Green and no bids", "brag_better_than_evidence", progress="18.02.26 - Tender closed with no compliant bids."),
    one("Green and behind", "brag_better_than_evidence", progress="18.02.26 - Recruitment is behind schedule by a month."),
    one("Amber and behind is honest", brag="Amber", progress="18.02.26 - Recruitment is behind schedule by a month."),
    one("Green after it resumed", progress="05.01.26 - This was paused over Christmas. 18.02.26 - Calls resumed in all homes."),
    one("children at risk are the work, not a risk", progress="18.02.26 - Work with children at risk of going missing goes on."),
    one("preventing delay is the aim", progress="18.02.26 - Weekly panel held to prevent further delay for sibling groups."),
    # Updates
    one("stale", "stale_update", progress="10.11.25 - Rota drafted."),
    one("a month's note is dated", progress="February 2026 - Rota in use."),
    one("an update without a date", "stale_update", progress="Rota agreed with both homes."),
    one("nothing said", "no_update", progress=""),
    one("monitored, stale is not asked", progress="10.11.25 - Rota drafted.", view="ongoing"),
    # Dates
    one("no date", "no_date", timescale=""),
    one("to be confirmed", "no_date", timescale="TBC"),
    one("ongoing without a review", "no_date", timescale="Ongoing"),
    one("ongoing with a review", timescale="Ongoing - review Sep-26"),
    one("years alone", "unreadable_date", timescale="2025-26"),
    one("no date in it", "unreadable_date", timescale="when the new team starts"),
    one("a slip", "unreadable_date", timescale="30./06/26"),
    one("a day that does not exist", "impossible_date", timescale="31/06/26"),
    one("a note of no day", "impossible_date", progress="30.02.26 - Asked again. 18.02.26 - Answer came."),
    one("a note whose date lost a point", "unreadable_date stale_update", progress="18.026 - Answer came from both homes."),
    one("a version number is no date", progress="18.02.26 - Version 1.13.2 of the form is in use."),
    # Who
    one("nobody", "no_owner", responsible=""),
    one("two people", "several_owners", responsible="Ines Calloway - Head of Placements and Tobiah Renshaw - Commissioner"),
    one("three people without commas", "several_owners", responsible="Ines Calloway Tobiah Renshaw Maud Okonjo Heads of Service"),
    one("a name with particles", responsible="Lotte van der Meer, Virtual School"),
    one("a name with a hyphen and an apostrophe", responsible="Anne-Marie O'Dowd – Participation Lead"),
    one("a post that one person holds", responsible="Head of Service, Safeguarding"),
    one("a department", "owner_not_a_person", responsible="Commissioning & Partnerships"),
    one("posts in the plural", "owner_not_a_person", responsible="All Heads of Service"),
    one("partner agencies", "owner_not_a_person", responsible="Health (CCG and providers)"),
    # Measures
    one("no measure", "no_metric", metric="", current="", target=""),
    one(
        "a measure on the metrics view",
        metric="",
        current="",
        target="",
        lines=({"ref": "1a", "metric": "Calls answered", "current": "80% 31/01/26"},),
    ),
    one("a value without a day", "current_without_date", current="112"),
    one("a value of a quarter", current="112 Q3 2025/26"),
    one(
        "going down that should go up",
        "metric_wrong_way",
        metric="Increase in calls answered",
        current="84% Nov-25\n71% Jan-26",
        target="",
    ),
    one("going down that should go down", metric="Reduction in unanswered calls", current="84 Nov-25\n71 Jan-26", target=""),
    one("target reached", "target_reached", current="140 31/01/26"),
    one("target of fewer reached", "target_reached", metric="Reduction in complaints", current="4 31/01/26", target="6"),
    one("target of fewer not reached", metric="Reduction in complaints", current="9 31/01/26", target="6"),
    one("missed past its date", "brag_better_than_evidence", current="90 31/01/26", target="140 31/12/25"),
    one("a change is no value to reach", current="112 31/01/26", target="reduce by 20"),
    # Names that the public would read
    one("a councillor by name", "named_person", activity="Ask Cllr Tobermory to open the fair for every child in care"),
    one("a title and a name", "named_person", activity="Give every child in care the number of Mrs. Ferrers to ring"),
    one("a whole name that the plan knows", "named_person", activity="Ask Ines Calloway to ring every child in care"),
    one("a common given name and a surname", "named_person", activity="Ask Samir Tobermory to ring every child in care"),
    one("a first name alone", "named_person", activity="Find the weekend number that Samir’s brother asked for"),
    one("a first name that is a word", activity="Sing a Carol with every child in care, at St George and in the Victoria wing"),
    one("a name in what is done", activity="Ask Samir Tobermory to ring every child in care", brag="Blue", view="closed"),
    one("a name that only officers read", progress="16.02.26 - Samir Tobermory agreed the rota with both homes."),
    one("an award with somebody's name", activity="Enter two homes for the Jack Tobermory Award and the Anna Freud Centre model"),
    one("councillors' champions", activity="Name Councillor Champions and follow up Miss Appointments in every home"),
    one("two months", activity="Hold the fair in April May or June for Every Child in Care"),
    # Words
    one("cut off after a little word", "text_cut_off", activity="Give every child in care a named person to ring at the"),
    one("cut off in a bracket", "text_cut_off", responsible="Ines Calloway (with advice from the designated doctor"),
    one(
        "goes on elsewhere",
        "text_cut_off",
        progress="16.02.26 - The rota of the two homes in the north was agreed with both managers and is",
        lines=(
            {"progress": "16.02.26 - The rota of the two homes in the north was agreed with both managers and is now printed."},
        ),
    ),
    one("a verb takes its preposition", activity="Make a short film of each home that children are introduced to"),
    one("the people we care for", activity="Keep brothers and sisters together among the young people we care for"),
    one("instruction left in", "working_note_left_in", progress="18.02.26 - Homes agreed. Amend timescales to June."),
    one("an empty slot", "working_note_left_in", activity="Give every child in care a named person, [insert name], to ring"),
    one(
        "a timescale for children is no instruction",
        progress="18.02.26 - Court may extend the timescales for children with siblings.",
    ),
    one("carried on from another", "follow_on_unlinked", progress="18.02.26 - Carried over from action 12."),
    one("see another objective", "follow_on_unlinked", progress="18.02.26 - See Objective 3, action 4b."),
    one(
        "at an action of another objective",
        "follow_on_unlinked",
        activity="Put right what objective 1 found, as said under objective 1 1b",
    ),
    one("follows on from none that there is", "follow_on_unlinked", progress="18.02.26 - Linked to Objective 7, 7c."),
    one("a number of homes is no reference", progress="18.02.26 - Four children moved to 2 new homes, linked with 12 schools."),
    one("in line with policy", progress="18.02.26 - Rota redrawn in line with the new policy."),
    # Evidence
    one("Blue without evidence", "evidence_missing", brag="Blue", evidence=""),
    one("Blue with a question", "evidence_missing", brag="Blue", evidence="How will this be evidenced?"),
    one("in an e-mail", "evidence_missing", evidence="See email"),
    one("open without evidence", evidence=""),
    # Several actions
    several("the same reference twice", "duplicate_ref", {"ref": "5a"}, OTHER | {"ref": "5A."}),
    several("the same reference in two objectives", "", {"ref": "5a"}, OTHER | {"ref": "5a", "objective": "2"}),
    several("the same activity", "same_activity_twice", {}, OTHER | {"activity": CLEAN["activity"].upper()}),
    several("a pasted update", "pasted_update", {"progress": PASTED}, OTHER | {"progress": PASTED}),
    several(
        "all that one says is what others say too",
        "pasted_update",
        {"progress": CLEAN["progress"] + " 20.02.26 - Meeting to choose the questions of the spring audit."},
        OTHER | {"progress": "20.02.26 - Meeting to choose the questions of the spring audit."},
    ),
    several(
        "a copied update that breaks off",
        "pasted_update text_cut_off",
        {"progress": PASTED + " What the young people answered will be used to change the rota of weekends."},
        OTHER | {"progress": PASTED + " What the young people answered will be used"},
    ),
    several(
        "one meeting noted twice",
        "",
        {"progress": CLEAN["progress"] + " 20.02.26 - Met the homes on Monday."},
        OTHER | {"progress": OTHER["progress"] + " 20.02.26 - Met the homes on Monday."},
    ),
    several(
        "parts of one action share an update", "", {"ref": "3a", "progress": PASTED}, OTHER | {"ref": "3b", "progress": PASTED}
    ),
    several(
        "a year filled down the column",
        "dragged_year",
        {"timescale": "31/07/26"},
        OTHER | {"timescale": "31/07/27"},
        {**OTHER, "ref": "3", "activity": "Print the answers", "timescale": "31/07/28", "progress": "21.02.26 - Printer booked."},
    ),
    several(
        "months filled down the column",
        "dragged_year",
        {"timescale": "Feb-27"},
        OTHER | {"timescale": "Feb-28"},
        {**OTHER, "ref": "3", "activity": "Print the answers", "timescale": "Feb-29", "progress": "21.02.26 - Printer booked."},
    ),
    several(
        "all that is said is the same",
        "pasted_update",
        {"progress": "20.02.26 - Workshops booked for April in every home."},
        OTHER | {"progress": "20.02.26 - Workshops booked for April in every home."},
    ),
    one(
        "one reference twice on the metrics view",
        "duplicate_ref",
        lines=({"ref": "1a", "metric": "Calls answered"}, {"ref": "1a", "metric": "Calls missed"}),
    ),
    several("two years that may well be meant", "", {"timescale": "31/07/26"}, OTHER | {"timescale": "31/07/27"}),
    several(
        "a year filled down in the notes",
        "dragged_year",
        {"progress": "16.02.26 - Plan drafted, to be in use by 31.07.26"},
        OTHER | {"progress": "16.02.26 - Plan drafted, to be in use by 31.07.27"},
    ),
)
