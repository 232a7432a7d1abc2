"""What people fill in about boards, one module a noun."""
