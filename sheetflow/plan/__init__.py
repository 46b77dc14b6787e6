"""Workbook + state + today -> Plan: identity, edits, duplicates, touches, rows, the safety brake.
Pure.
"""
