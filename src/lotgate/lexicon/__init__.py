"""The language of certificates: grammars of numbers, limits, results, dates; words and units as data."""
