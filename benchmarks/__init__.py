"""Measurements: every figure beside a named peer, in the same run. No test depends on a time."""
