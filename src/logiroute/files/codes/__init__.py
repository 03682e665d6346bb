"""The codes of input problems: what each means, why it comes up, and the cure.

``docs/errors.md`` is this table in prose; a test holds the two together. S1 is about files and
columns, S20–S21 about single cells, S22–S23, S240, S245 and S247 about how rows fit together,
S241–S243 and S246 about the policy, S25 about a plan file, S26–S27 are warnings, S28 is about who
is in a party, S290–S294 about where and until when, S295–S299 about beds that are given again, S30
comes from the roads (but S308, a warning about suits), S31 is about what cannot all be meant, S4
comes from the output folder and S5 from benchmark instances.
"""

from logiroute.files.codes.arrival import ARRIVAL
from logiroute.files.codes.beds import BEDS
from logiroute.files.codes.cells import CELLS, FILES
from logiroute.files.codes.code import Code
from logiroute.files.codes.dispatch import DISPATCH
from logiroute.files.codes.fit import FIT, OUTPUT, POLICY_AND_PLAN, ROADS, WARNINGS
from logiroute.files.codes.instances import INSTANCES
from logiroute.files.codes.people import PEOPLE

#: Code → what it means.
CODES: dict[str, Code] = {
    **FILES,
    **CELLS,
    **FIT,
    **POLICY_AND_PLAN,
    **WARNINGS,
    **PEOPLE,
    **ARRIVAL,
    **BEDS,
    **ROADS,
    **DISPATCH,
    **OUTPUT,
    **INSTANCES,
}
