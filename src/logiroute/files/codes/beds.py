"""Codes of beds that are given again once people have been fetched (S295–S299)."""

from logiroute.files.codes.code import Code

BEDS = {
    "S295": Code(
        "Beds that become free too late for anybody (warning)",
        "The place gives beds of fetched people to others (bed_turnover_min). The plan counts on "
        "them from the end of the last window in which these people may be fetched, with the time "
        "the rooms need; here that is after the last shift.",
        "Write under window_end (or arrive_by) by when they are fetched.",
    ),
    "S296": Code(
        "Beds that are given again but not counted",
        "bed_turnover_min says when others may have the beds of people who were fetched, and beds "
        "is empty: free beds are not counted at all.",
        "Write how many beds are free in the beginning, if only 0, or empty bed_turnover_min.",
    ),
}
