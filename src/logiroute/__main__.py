"""``python -m logiroute``: the command where its folder is not on the search path."""

from logiroute.cli import main

if __name__ == "__main__":
    main()
