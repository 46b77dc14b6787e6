"""HTTP to Google: credentials, quota, retries, faults, and the few requests of a sync."""
