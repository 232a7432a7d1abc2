"""Contradictions in papers: what typed numbers, dates, tables and lists say about each other that cannot be true together."""

from inloco.documents.contradictions.checking import check, check_pack
from inloco.documents.contradictions.contradiction import RULES, Contradiction, Rule, Severity

__all__ = ["RULES", "Contradiction", "Rule", "Severity", "check", "check_pack"]
