"""Day folders and workbooks in, plans in and out."""
