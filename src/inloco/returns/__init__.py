"""Figures that services send: who sends which, for which period, by when; checked, chased and approved before they count."""
