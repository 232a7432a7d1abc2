"""The roles that people have, in the words of the service."""

from django.db import models


class Role(models.TextChoices):
    """One line a role. What each may do is the table in ``permissions``."""

    BOARD_MEMBER = "board_member", "Board member"
    YOUNG_REPRESENTATIVE = "young_representative", "Children in care and care leaver representative"
    FAMILY_REPRESENTATIVE = "family_representative", "Family or carer representative"
    CO_OPTED_MEMBER = "co_opted_member", "Co-opted member"
    CABINET_MEMBER = "cabinet_member", "Cabinet member"
    DIRECTOR = "director", "Director of children’s services"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    STRATEGIC_LEAD = "strategic_lead", "Strategic lead"
    IMPROVEMENT_PARTNER = "improvement_partner", "Improvement partner"
    PROJECT_MANAGER = "project_manager", "Project manager"
    BI_OFFICER = "bi_officer", "Business intelligence officer"
    BI_MANAGER = "bi_manager", "Business intelligence manager"
    IRO = "iro", "Independent reviewing officer"
    QR_MANAGER = "qr_manager", "Quality and review manager"
    SAFEGUARDING_MANAGER = "safeguarding_manager", "Safeguarding manager"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Practice or team manager"
    SENIOR_MANAGER = "senior_manager", "Senior manager"
    PERSONAL_ADVISER = "personal_adviser", "Personal adviser"
    VIRTUAL_SCHOOL = "virtual_school", "Virtual school or employment officer"
    AUDITOR = "auditor", "Audit team member"
    DEMOCRATIC_SERVICES = "democratic_services", "Democratic services officer"
    SERVICE_LEAD = "service_lead", "Responsible service lead"
    PARTNER = "partner", "Partner agency"
    INSPECTOR = "inspector", "Inspector or peer reviewer"
    ADMINISTRATOR = "administrator", "System administrator"


TIME_LIMITED = frozenset({Role.INSPECTOR})
"""Roles that may only be given with a last day."""

NEEDS_AREA = frozenset({Role.HEAD_OF_SERVICE, Role.SENIOR_MANAGER, Role.SAFEGUARDING_MANAGER, Role.TEAM_MANAGER})
"""Roles whose sight of children follows the person's area."""

NEEDS_PROFESSIONAL = frozenset({Role.IRO, Role.SOCIAL_WORKER, Role.PERSONAL_ADVISER})
"""Roles whose sight of children follows the person's worker id in the extract."""
