"""A snapshot -> Workbook: headings, whose column is whose, leads, Playbook, Calendar, Contacts log.
Pure.
"""
