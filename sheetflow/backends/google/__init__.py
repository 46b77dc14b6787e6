"""Google Sheets: addresses, credentials, the quota, and the few requests that the Google backend
sends.
"""
