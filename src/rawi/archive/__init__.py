"""Archives: so many texts that no dossier holds them, in partitioned Parquet; a dossier is cut out of one.

Everything goes in steps, each a map of a pure task over files: a task reads files, writes one file, and is not done
again where that file is there. So any engine does the work, an interrupted one goes on where it stopped, and no step
holds everything at once.
"""
