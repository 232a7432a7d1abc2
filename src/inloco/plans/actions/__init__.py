"""What happens to plans: each verb checks, writes, leaves its event in the trail and tells people on commit."""
