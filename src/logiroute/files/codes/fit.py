"""Codes of how things fit together, of warnings, roads and output (S22 to S4)."""

from logiroute.files.codes.code import Code

FIT = {
    "S220": Code(
        "A place is reached by ways nobody can check",
        "Zones are not looked at on ways beyond the roads, so neither the place nor the exit lies "
        "in one; and an exit lies on the roads.",
        "Correct the coordinates, or empty the cell.",
    ),
    "S221": Code(
        "An id is given twice",
        "References to it would be ambiguous.",
        "Give one of the rows another id, or delete it.",
    ),
    "S222": Code(
        "Unknown place, zone, vehicle, item or order",
        "The row refers to an id that no row of the other table has.",
        "Correct the id as suggested, or add the row.",
    ),
    "S223": Code(
        "Unknown class of the policy",
        "Vehicle, zone and party classes are defined by the policy of the day.",
        "Write one of the classes in the message, or name another policy in scenario.toml.",
    ),
    "S224": Code(
        "A priority without a penalty",
        "The policy does not say what leaving an order of this priority unserved costs.",
        "Use another priority, or add it under [penalties] in the policy.",
    ),
    "S225": Code(
        "No vehicles",
        "A day without vehicles cannot be planned.",
        "Fill the table vehicles.",
    ),
    "S226": Code(
        "An order without lines",
        "A delivery or collection must say what and how much.",
        "Add rows for it in order_lines.",
    ),
    "S227": Code(
        "Lines for an order that takes none",
        "A transfer moves people, not goods.",
        "Delete the rows in order_lines, or correct the kind of the order.",
    ),
    "S228": Code(
        "A zone crosses itself",
        "Where the edge crosses itself, inside and outside are not defined.",
        "Draw the edge again near the point in the message.",
    ),
    "S229": Code(
        "A zone or closure is empty",
        "The zone has no polygon, fewer than three different corners, or no area; the closure has "
        "no point, or a line without length.",
        "Draw it, or delete it.",
    ),
    "S230": Code(
        "A gate stands off its zone's edge",
        "A gate opens the edge where it stands; more than 50 m away it opens nothing.",
        "Correct the coordinates, their datum, or the zone it belongs to.",
    ),
    "S231": Code(
        "A vehicle for goods does not start at a depot",
        "Goods are loaded where the shift starts, and only depots have any.",
        "Start it at a place of kind depot, or name the depots it loads at in reload_depots.",
    ),
    "S232": Code(
        "The own zone is missing, or means nothing",
        "Classes that never leave their zone must say which one it is; others have none.",
        "Fill or empty own_zone.",
    ),
    "S233": Code(
        "No place can take this order",
        "No place of the kind exists, or none of the destinations accepts people of this class, "
        "whichever of their orders one looks at.",
        "Add destinations, or correct accepts and kind of the places.",
    ),
    "S234": Code(
        "A place is of the wrong kind",
        "Goods and stock are at depots only, and vehicles load there only; ways beyond the roads "
        "begin at exits.",
        "Name a place of the right kind, or correct the kind of the place.",
    ),
    "S235": Code(
        "A vehicle with several shifts ends elsewhere than it starts",
        "Each shift begins at the vehicle's start, and nothing brings it back there in between.",
        "End it where it starts, give it one shift, or write a second vehicle for the other shift.",
    ),
    "S236": Code(
        "One of two cells must be filled, and only one",
        "A closure is a point or a line; a pass is for a zone or for one gate.",
        "Fill one of the two and empty the other; write a second row for the other.",
    ),
    "S237": Code(
        "Loading for a further trip does not fit the trips",
        "A vehicle with several trips needs a depot to load at in between; one that makes one trip "
        "from a depot never loads again.",
        "Write how many trips a shift may have in max_trips, and where it may load in "
        "reload_depots, or empty the cells.",
    ),
    "S238": Code(
        "Bays where nothing is disinfected",
        "Bays count the vehicles that a disinfection station can take in at once; other places "
        "have none.",
        "Empty the cell, or correct the kind of the place.",
    ),
    "S239": Code(
        "Nowhere to disinfect vehicles",
        "The policy asks for disinfection after a run with people of this class (disinfect_min), "
        "and the day has no disinfection station.",
        "Add a place of kind disinfection_station, or set disinfect_min to 0 in a policy of your "
        "own.",
    ),
    "S240": Code(
        "Beds become free that are not counted",
        "Beds that come on top later need a number of beds that are free now, if only 0.",
        "Write the number of free beds in beds, or empty the cell.",
    ),
    "S245": Code(
        "Households that do not make up the party",
        "A party with households may be split, each household whole: their sizes add up to its "
        "persons, it is of no group that must ride together, and its parts need ids of their own.",
        "Write sizes like 4|3|1x12 (one household of 4, one of 3, twelve of one person) that add "
        "up to persons, or empty the cell.",
    ),
    "S247": Code(
        "Docks that are not counted here",
        "Docks are for the work of orders at sites and hand-over points, not for loading at a "
        "depot, disinfection or rests; and where they are counted nobody rests.",
        "Empty the cell; at a disinfection station write bays.",
    ),
}

POLICY_AND_PLAN = {
    "S241": Code(
        "Unknown policy",
        "The policy is neither one that comes with logiroute nor a .toml file in the day folder.",
        "Write one of the names in the message, or the path of a policy file.",
    ),
    "S242": Code(
        "A policy file has a wrong key or value",
        "A key is unknown or missing, or its value is not allowed.",
        "Correct it as the message says; the policies that come with logiroute are commented.",
    ),
    "S243": Code(
        "A policy leaves a case open",
        "Each vehicle class needs an entry for each zone class, and may name known classes only.",
        "Add the entry, or correct the name.",
    ),
    "S246": Code(
        "Shifts that follow one another too soon",
        "The driving rule of the vehicle's class asks for time off between two shifts of a crew.",
        "Give the later shift to a vehicle row of its own, with another crew, or move it.",
    ),
    "S251": Code(
        "A plan file is malformed",
        "It is no JSON, or not the shape of a plan.",
        "Repair the value at the path in the message, or write the plan again.",
    ),
}

WARNINGS = {
    "S261": Code(
        "No orders (warning)",
        "The day asks for nothing.",
        "Fill the table orders.",
    ),
    "S262": Code(
        "Not enough stock (warning)",
        "The orders ask for more than depots may issue; some will be unserved.",
        "Add stock, lower the reserve, or lower the quantities.",
    ),
    "S263": Code(
        "An order is larger than every vehicle (warning)",
        "Orders are not split, so it will be unserved.",
        "Divide the order, or add a larger vehicle.",
    ),
    "S264": Code(
        "Not in force while vehicles are on duty (warning)",
        "A zone, closure or pass ends before the first shift or begins after the last one, or a "
        "gate is closed in between all the time.",
        "Correct valid_from and valid_to, or the hours of the gate, or leave it.",
    ),
    "S266": Code(
        "A window outside all shifts (warning)",
        "No vehicle is on duty then, so the order will be unserved.",
        "Correct the window or the shifts.",
    ),
    "S267": Code(
        "A place lies far from all others (warning)",
        "With longitude and latitude swapped it would be near them.",
        "Swap the two if so.",
    ),
    "S268": Code(
        "No vehicle may do this order (warning)",
        "By kind, class, skills or seats none qualifies, for it or for all of its group, so it "
        "will be unserved.",
        "Correct vehicle_classes or skills, or add a vehicle.",
    ),
    "S269": Code(
        "A load dimension on one side only (warning)",
        "Items take up a dimension that no vehicle offers.",
        "Give the two columns the same name: load_boxes and capacity_boxes.",
    ),
    "S270": Code(
        "A destination that cannot be used (warning)",
        "It does not accept the party class, is off-county for people who stay local, or has too "
        "few beds, so it is never chosen.",
        "Correct accepts, off_county and beds, or take it out.",
    ),
    "S271": Code(
        "A pass that is not needed (warning)",
        "The policy asks vehicles of this class for no pass at gates of such a zone: they pass "
        "without, or not at all.",
        'Write "pass" under enter or leave in the policy, or delete the pass.',
    ),
    "S272": Code(
        "A profile that no vehicle uses (warning)",
        "It is made in the table profiles, and no vehicle names it.",
        "Name it under profile in vehicles, or delete it.",
    ),
    "S273": Code(
        "Nowhere to disinfect vehicles after work in zones (warning)",
        "The policy asks for disinfection of vehicles that work in such zones (disinfect_min of a "
        "vehicle class there), and the day has no disinfection station: they do no work there.",
        "Add a place of kind disinfection_station, or set disinfect_min to 0 in a policy of your "
        "own.",
    ),
}

ROADS = {
    "S301": Code(
        "A place is too far from the roads",
        "No road that its vehicles may use lies within snap_limit_m.",
        "Correct the coordinates or their datum, or raise snap_limit_m in scenario.toml.",
    ),
    "S302": Code(
        "A gate without a road",
        "No road crosses the zone's edge at the gate.",
        "Move the gate to where the road crosses the edge.",
    ),
    "S303": Code(
        "A place is shut in",
        "Zones, or the kind of its streets, keep every vehicle of the day away; its orders stay "
        "unserved.",
        "Add a vehicle of a class that may go there or a gate, correct the zone, or deliver "
        "elsewhere.",
    ),
    "S304": Code(
        "The road network cannot be read",
        "The file is missing, damaged, or of no known kind.",
        "Name an .osm, .osm.gz, .osm.pbf, .graphml or .parquet file under roads in scenario.toml.",
    ),
    "S305": Code(
        "All places are off the roads by the same distance",
        "That is what GCJ-02 or BD-09 coordinates look like when they are taken for WGS-84.",
        "Name the coordinate columns after the datum they are in.",
    ),
    "S306": Code(
        "Unknown profile",
        "The profile of a vehicle says how fast it moves on which streets; this one is not known.",
        "Write one of the profiles in the message, or make it in the table profiles.",
    ),
    "S307": Code(
        "A closure that blocks nothing (warning)",
        "No street runs near the blocked point, or along the line of the blocked street.",
        "Move it onto the street it is meant to block; look at the datum of its coordinates.",
    ),
    "S308": Code(
        "Nobody says how hot the day is (warning)",
        "By the policy crews of a vehicle class are in protective suits for less long on hot days "
        "(suit_max_hot_min); without temperature_c the day is planned as one that is not hot.",
        "Write temperature_c in scenario.toml: the highest temperature of the forecast.",
    ),
}

OUTPUT = {
    "S401": Code(
        "The output folder cannot be used",
        "It holds files that are not a plan's, or its parent cannot be written to.",
        "Name a new folder.",
    ),
    "S402": Code(
        "An option cannot be used",
        "An option of the command is not understood, or does not fit the day or another option.",
        "Give it as the message says.",
    ),
}
