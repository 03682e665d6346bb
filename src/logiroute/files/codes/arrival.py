"""Codes of where and until when orders should be set down (S29)."""

from logiroute.files.codes.code import Code

ARRIVAL = {
    "S290": Code(
        "Being late could cost more than leaving the order out",
        "An order that is due costs up to 24 hours of late_cost_per_hour (in the policy). That is "
        "to be no more than a quarter of what leaving it out costs (penalties of the policy), or "
        "it might be left out for being late.",
        "Lower late_cost_per_hour, raise the penalty or the priority, or empty due or notice.",
    ),
    "S291": Code(
        "A place could cost more than leaving the order out",
        "extra_cost of a place is to be no more than a quarter of what leaving out an order costs "
        "that may go there (penalties of the policy), or it might be left out for it.",
        "Lower extra_cost, raise the penalty or the priority, or name other destinations.",
    ),
    "S292": Code(
        "A notice that nothing counts from (warning)",
        "The policy has neither due_after_notice_min nor same_day for people of this class, so "
        "it only says from when on they may be fetched; or it is after the last shift, and nobody "
        "fetches them on this day.",
        "Write one of them into a policy of your own, correct the time, or empty the cell.",
    ),
    "S293": Code(
        "Due only when it is too late anyway (warning)",
        "By arrive_by, or by the day of the notice, it has to be there before it is due, so that "
        "it is never late.",
        "Correct the times, or empty due.",
    ),
    "S294": Code(
        "Late before the day begins (warning)",
        "It is due, or has to be there, before the first shift begins. Whatever is still allowed "
        "counts as late.",
        "Correct due or notice, or add a shift that begins earlier.",
    ),
}
