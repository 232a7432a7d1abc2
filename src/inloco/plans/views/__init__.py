"""The pages of plans: load, form, action, redirect. A bad form answers 422; what somebody else changed meanwhile answers 409."""
