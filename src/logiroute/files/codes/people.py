"""Codes of who is in a party of people (S28)."""

from logiroute.files.codes.code import Code

PEOPLE = {
    "S281": Code(
        "Ages of some persons only, or of too many",
        "Who may be taken where can depend on the age of each, so ages are given for all persons "
        "of a party or for none.",
        "Write as many ages as there are persons, separated by |, or empty the cell.",
    ),
    "S282": Code(
        "Children without a grown-up",
        "Everybody in the party is younger than the policy lets ride alone "
        "(accompanied_under_years).",
        "Add the parent to persons and ages; or write companion (陪同) under needs, if somebody "
        "who is not of the party rides along.",
    ),
    "S283": Code(
        "More on stretchers, in wheelchairs or on child seats than there are persons",
        "stretchers, wheelchairs and child_seats say how many of the persons need one, and nobody "
        "needs two of them.",
        "Correct the number, or persons; who needs nothing is in persons only.",
    ),
}
