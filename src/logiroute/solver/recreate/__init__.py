"""The compiled kernel: ruin and recreate over the rules' columns."""
