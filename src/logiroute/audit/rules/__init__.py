"""Table of contents of the auditor's rules."""
