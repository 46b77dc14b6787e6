"""New workbooks, adoption (`init`), the demo, holidays."""
