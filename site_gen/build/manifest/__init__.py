"""The manifest: what one build leaves for the next, in one SQLite database; whose files are ours.

``database`` opens it, ``months`` and ``authors`` are its tables, ``site_list`` is the one file in
the output folder that names the build it belongs to, ``upgrade`` reads what version 0.1.0 left.
"""
