"""The exchanges themselves, in WARC 1.1 (ISO 28500): evidence beside the blobs, which stay the working truth.

`exchange` says what is kept of one request and its answer, `records` makes records of it, `writer` keeps
the files of one run and portal, `tail` cuts what a killed process left half-written, `pointers` is the
archive's side, `reading` leads back from a pointer to its record.
"""
