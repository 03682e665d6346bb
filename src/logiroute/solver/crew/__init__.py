"""The crew of a search: jobs, and the processes that do them."""
