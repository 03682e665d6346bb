"""Any benchmark file to an instance."""

from dataclasses import replace
from pathlib import Path

from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import Conventions
from logiroute.solver.instances.from_sheet import instance_of
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.plain_in import is_li_lim, is_solomon, read_li_lim, read_solomon
from logiroute.solver.instances.vroom_in import read_vroom
from logiroute.solver.instances.vrplib_in import read_vrplib
from logiroute.solver.instances.vrplib_text import text_of


def read_instance(
    path: Path | str, *, convention: str | None = None, fewest_vehicles: bool = False
) -> Instance:
    """Read a benchmark instance.

    Parameters
    ----------
    path : Path or str
        VRPLIB (``.vrp``), Gehring & Homberger or Li & Lim (``.txt``), VROOM (``.json``); what is
        in it decides.
    convention : str, optional
        Name of one of `Conventions`, in lower case; by default the one that published best values
        of such instances follow. VROOM's numbers are whole.
    fewest_vehicles : bool
        Whether fewer routes are worth any cost, as Gehring & Homberger and Li & Lim count. VROOM's
        vehicles have fixed costs for that.

    Returns
    -------
    Instance

    Raises
    ------
    InputError
        All that is wrong with the file, with line and cure.
    OSError
        It cannot be read.
    """
    path = Path(path)
    complaints = Complaints(path)
    text = text_of(path)
    if text.lstrip().startswith("{"):
        return read_vroom(text, path, complaints)
    if is_solomon(text):
        sheet, usual = read_solomon(text, complaints), Conventions.DOUBLE.value
    elif is_li_lim(text):
        sheet, usual = read_li_lim(text, complaints), Conventions.DOUBLE.value
    elif "_SECTION" in text or "DIMENSION" in text:
        sheet, usual = read_vrplib(text, complaints)
    else:
        message = (
            "neither VRPLIB (DIMENSION and sections), nor Solomon's form (VEHICLE and CUSTOMER),"
            " nor Li & Lim's (three numbers, then rows of nine), nor VROOM's JSON"
        )
        complaints.stop(0, "", message, "S501")
    if sheet.name == "instance":
        sheet = replace(sheet, name=path.stem)
    if convention is not None:
        usual = Conventions[convention.upper()].value
    return instance_of(sheet, usual, complaints, fewest_vehicles=fewest_vehicles)
