"""Hostile documents for `extract`, each determined by seed and number: ``python -m tests.fuzz N [SEED]``."""
