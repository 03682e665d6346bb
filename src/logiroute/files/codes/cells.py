"""Codes of files, columns and single cells (S1, S20, S21)."""

from logiroute.files.codes.code import Code

FILES = {
    "S101": Code(
        "A file or sheet is missing",
        "A day needs scenario.toml, places, vehicles and orders, the tables that others refer to, "
        "and the files that scenario.toml names.",
        "Add the file under the name in the message, or correct the path in scenario.toml.",
    ),
    "S102": Code(
        "A file is not readable text",
        "The bytes are no UTF-8, UTF-16 or GBK text, the file is locked, or it is far too large.",
        'Save the table from the spreadsheet as "CSV UTF-8" and close it there.',
    ),
    "S103": Code(
        "A file or sheet has a name that no table has",
        "A table with a misspelt name would silently be left out.",
        "Rename it as suggested. If it is a table of your own (a warning), nothing needs doing.",
    ),
    "S104": Code(
        "Unknown column or key",
        "A misspelt header would silently drop a whole column.",
        "Rename the column as suggested, or delete it; a column of your own may be hidden by "
        "moving it to another file.",
    ),
    "S105": Code(
        "Coordinates without a datum",
        "lon and lat alone do not say whether they are WGS-84, GCJ-02 or BD-09, which lie up to "
        "a kilometre apart.",
        "Name the columns lon_wgs84, lat_wgs84 (GPS, OpenStreetMap, Tianditu), lon_gcj02, "
        "lat_gcj02 (Amap, Tencent) or lon_bd09, lat_bd09 (Baidu).",
    ),
    "S106": Code(
        "Coordinate columns do not make one pair",
        "A longitude of one datum stands with a latitude of another, one of the two is missing, "
        "or there are two pairs.",
        "Keep one longitude and one latitude column of the same datum.",
    ),
    "S107": Code(
        "A required column or key is missing",
        "The table cannot be understood without it.",
        "Add the column or key named in the message.",
    ),
    "S108": Code(
        "A cell stands under no header",
        "The row is longer than the header, mostly because a text contains the separator.",
        "Quote the text, delete the surplus cell, or give its column a header.",
    ),
    "S109": Code(
        "Something is given twice",
        "Two columns, keys, sheets or files mean the same; it is not clear which one counts.",
        "Delete one of them.",
    ),
    "S110": Code(
        "The encoding was guessed (warning)",
        "The file is not UTF-8. It was read as GBK, but holds characters rare in Chinese text.",
        'If names look wrong, save the table as "CSV UTF-8".',
    ),
    "S111": Code(
        "A file breaks the rules of its format",
        "TOML, GeoJSON or CSV has a syntax error, such as a missing quotation mark or bracket.",
        "Repair the line named in the message.",
    ),
    "S112": Code(
        "A workbook cannot be opened",
        "It is damaged, protected by a password, or no .xlsx file.",
        "Open it in the spreadsheet and save it as .xlsx without a password.",
    ),
    "S113": Code(
        "A table is empty",
        "There is not even a row with the names of the columns.",
        "Write the header row, or delete the file if the table is not needed.",
    ),
    "S114": Code(
        "A file is in the way",
        "The template would replace something that is already there.",
        "Choose an empty folder.",
    ),
    "S115": Code(
        "A file cannot be written",
        "The folder is missing or protected, the disk is full, or the file is one that the same "
        "command reads.",
        "Choose another folder or file, or free the one named.",
    ),
}

CELLS = {
    "S201": Code(
        "A required cell is empty",
        "Every row needs a value there.",
        "Write the value, or delete the row.",
    ),
    "S202": Code(
        "A text cannot be used",
        "It is too long, contains control characters, or is no id.",
        "Type the text again, shorter; an id has at most 80 characters and no |.",
    ),
    "S203": Code(
        "Not a whole number",
        "Pieces, persons and beds are counted, not measured.",
        "Write digits only, such as 12.",
    ),
    "S204": Code(
        "Not a number",
        "The cell holds letters, a unit or the wrong decimal mark.",
        "Write the number alone; the unit is in the header. In files separated by commas the "
        "decimal mark is a point, in files separated by semicolons a comma or a point.",
    ),
    "S205": Code(
        "A number is out of range",
        "It is negative, zero where at least one is needed, or larger than anything real.",
        "Correct the number, and look at the unit in the header.",
    ),
    "S206": Code(
        "Not one of the known words",
        "The column takes a fixed set of words.",
        "Write one of the words in the message, in English or Chinese.",
    ),
    "S207": Code(
        "Not a time or date",
        "The text is no time such as 06:30, 26:00 (02:00 the next day) or 2022-04-10 06:30.",
        "Write it in one of these forms; windows are written 06:00-09:00|13:00-18:00.",
    ),
    "S208": Code(
        "A window ends before it starts, or windows overlap",
        "Mostly a window across midnight written as 22:00-02:00.",
        "Swap the two, or add 24 hours to a time on the next day (22:00-26:00); join windows that "
        "overlap.",
    ),
    "S209": Code(
        "A coordinate is outside the world",
        "Longitudes go from -180 to 180 and latitudes from -90 to 90; often the two are swapped.",
        "Swap the two, or correct the degrees.",
    ),
    "S210": Code(
        "A column does not apply to this kind of order, or is needed and empty",
        "Each kind of order uses some of the columns only, so that nothing is silently ignored.",
        "Empty the cell, fill the one named, or correct the kind.",
    ),
    "S211": Code(
        "A number may have a thousands separator",
        "1,234 or 1.234 is a thousand for some and a little more than one for others.",
        "Write it without a thousands separator.",
    ),
    "S212": Code(
        "A spreadsheet error",
        "A formula failed and the cell shows #N/A, #REF! or the like, or it was never worked out.",
        "Repair the formula, or write the value. Formulas that a program wrote have no values "
        "until a spreadsheet saves them.",
    ),
    "S213": Code(
        "A geometry cannot be read",
        "A zone is a polygon or multipolygon, a closure a point or one line, in GeoJSON or WKT, "
        "longitude before latitude.",
        "Draw it again, or export it as GeoJSON.",
    ),
    "S214": Code(
        "A geometry is cut off",
        "An Excel cell holds 32,767 characters and no more.",
        "Continue the text in the columns geometry_2, geometry_3, … or use a day folder with "
        "zones.geojson.",
    ),
    "S215": Code(
        "Unknown timezone",
        "Timezones have IANA names.",
        "Write a name such as Asia/Shanghai.",
    ),
    "S216": Code(
        "A clock time that does not exist",
        "Clocks jump over it when summer time begins.",
        "Write the time the clocks jump to.",
    ),
    "S217": Code(
        "A load dimension cannot have this name",
        "kg, m3, seats, stretchers, wheelchairs and child_seats have columns of their own, and a "
        "name has letters, digits and _ only.",
        "Choose another name, such as capacity_boxes.",
    ),
    "S218": Code(
        "Beds that become free cannot be read",
        "Each entry is a time, a plus and a number of beds; entries are separated by |.",
        "Write them like 14:00+3|18:00+5.",
    ),
    "S219": Code(
        "Ways to a place beyond the roads cannot be read",
        "Each entry is an exit, a colon, minutes, a slash and kilometres; entries are separated by "
        "|, each exit is given once.",
        "Write them like X1:48min/52.3km|X2:61min/60km.",
    ),
}
