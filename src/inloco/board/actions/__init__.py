"""What people do with boards: constitution, agenda, pack, minutes, resolutions, reading. One module a noun."""
