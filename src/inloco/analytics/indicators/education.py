"""Personal education plans."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import LOOKED_AFTER_TABLES, SHORT_BREAKS_ONLY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

FAMILY = "Education and employment"

PEP_UP_TO_DATE = Indicator(
    id="pep_up_to_date_pct",
    title="Children looked after with an up-to-date education plan",
    family=FAMILY,
    definition="Of the children aged 5 to 17 looked after on the day, those whose personal education plan was reviewed in "
    "the school "
    "term of the day or in the one before.",
    source=Source("Personal education plans", "Promoting the education of looked-after children, statutory guidance 2018"),
    grain="child_month",
    counts="children",
    unit=Unit.PERCENT,
    basis=Basis.AS_AT,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="looked_after and age between 5 and 17",
    met="is_pep_current",
    excluded={
        "under 5, 18 or over, or without a date of birth": "looked_after and not coalesce(age between 5 and 17, false)",
        **SHORT_BREAKS_ONLY,
    },
    because="'education plan reviewed ' || said(last_pep_on)",
    tables=(*LOOKED_AFTER_TABLES, "local_pep"),
    example="On 31 August 2019, in the summer term, a review on 1 January 2019 is up to date, one on 31 December 2018 is not.",
    limits="Needs local_pep.csv: the dataset has no education plans. Terms are taken to begin on 1 January, 16 April and 1 "
    "September.",
)
PEP_WITH_SDQ = Indicator(
    id="sdq_linked_to_pep_count",
    title="Education plans with a questionnaire of strengths and difficulties",
    family=FAMILY,
    definition="Personal education plans reviewed in the period with which a questionnaire (SDQ) went.",
    source=Source("Local", "delivery plan, health and education together"),
    grain="education_plan",
    counts="plans",
    unit=Unit.COUNT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="has_sdq",
    because="'reviewed on ' || said(reviewed_on)",
    tables=("person", "local_pep"),
    limits="Needs local_pep.csv with its column has_sdq.",
    compare_with="sdq_completed_pct",
)
INDICATORS = (PEP_UP_TO_DATE, PEP_WITH_SDQ)
