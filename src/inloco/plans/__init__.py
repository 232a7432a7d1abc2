"""Delivery plans: one record an action, several views, an update cycle from a board's date backwards."""
