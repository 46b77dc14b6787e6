"""All hidden tabs of a live workbook, put together.

`_calc` row r decides row r of Leads. `_log` row r reads line r of the Contacts log, and at its
right stand the same lines sorted by lead. `_calc` takes from the last line of a lead's block there,
by these columns of `_log`:

    sorted     row of the lead x 100000 + row of the line, ascending; 0 in rows without a line first
    out        our last contact (with its time), before the one before it, 0 where there is none
    reply      their last reply, automatic ones left aside
    touches    our contacts that no reply followed: of the reply that _calc.reply says
    agreed     the earliest open day that was agreed, agreement its text; announced likewise
    phase      1 where a line notes a phase; open_ending where a note leaves it open
"""
