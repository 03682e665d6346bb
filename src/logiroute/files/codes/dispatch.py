"""Codes of what is allowed each by itself and cannot all be meant (S31)."""

from logiroute.files.codes.code import Code

DISPATCH = {
    "S310": Code(
        "Nowhere to bring a party (warning)",
        "Every place it could go to is full, refuses the class or a need of theirs, is off-county "
        "for people who stay local, or is where they are. The day is planned without it, and the "
        "plan lists it as unserved.",
        "Name other destinations, or correct beds, accepts, refuses and off_county of the places.",
    ),
    "S311": Code(
        "A need that is refused and nearly that of an order (warning)",
        "A place refuses who has a need with this word in it. No order has one, but one has a need "
        "that is spelt almost like it.",
        "Write the same word in refuses and in needs.",
    ),
    "S312": Code(
        "It would have to be there before it may be fetched",
        "Nobody is fetched before the notice, and nothing before its window begins; arrive_by, or "
        "the end of the window, is sooner. A time on the next day is written 24:00 or later.",
        "Correct one of the times, or empty a cell.",
    ),
    "S313": Code(
        "Due before it may be fetched (warning)",
        "due, or the end of the day of the notice for a class with same_day, is before its window "
        "begins or before the notice.",
        "Correct one of the times, or empty due.",
    ),
    "S314": Code(
        "A need that nothing is planned for (warning)",
        "Words under needs are printed, and looked at by places that refuse them; they give nobody "
        "a stretcher, a place for a wheelchair, a child seat or a nurse.",
        "Write how many under stretchers, wheelchairs or child_seats, or a skill under skills; who "
        "rides along with them and is not of the crew is a companion (陪同).",
    ),
    "S315": Code(
        "Somebody of a crew without a role (warning)",
        "Two drivers change over and need no rests. People with skills and no role may have come "
        "along for these, so they are counted as escorts where somebody else drives.",
        "Write driver or escort under role.",
    ),
    "S316": Code(
        "People would be set down where nobody is taken in",
        "Exits, relief areas and disinfection stations are for vehicles and their drivers.",
        "Name another destination, or correct the kind of the place.",
    ),
    "S318": Code(
        "More time in suits when it is hot (warning)",
        "On a hot day suit_max_min counts as well as suit_max_hot_min, so the longer of the two "
        "never does.",
        "Lower suit_max_hot_min, or leave it out.",
    ),
    "S319": Code(
        "Drivers who have driven enough (warning)",
        "By driven_day_min or driven_week_min the driving rule leaves them no driving on this day, "
        "so the vehicle stays where it is.",
        "Correct the number, or give the vehicle another crew.",
    ),
}
