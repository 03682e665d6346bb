"""Maps, pages, workbooks and exchange files made from a plan."""
