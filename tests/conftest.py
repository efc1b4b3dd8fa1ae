"""Puts tests/ on the path, so that tests of every room can share `case_files` and `invented`."""

collect_ignore_glob = ["conftest.py", "*/conftest.py"]
"""Files of set-up hold no tests; two of one name cannot both be looked through for doctests."""
