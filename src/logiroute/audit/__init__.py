"""An independent check of any plan."""
