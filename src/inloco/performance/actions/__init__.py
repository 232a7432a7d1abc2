"""What people do with extracts and reports. Each action checks the policy, writes, and leaves an audit event; views
only call them."""
