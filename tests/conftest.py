"""Puts tests/ on the path, so that tests of every room can share `case_files` and `invented`."""
