"""Opens files of strangers, in a process of its own with little memory, little time and nothing to steal.

Started by `registry.importers.reader`. Imports only the standard library, python-calamine, openpyxl, defusedxml
and charset-normalizer, and nothing of the product, so that it starts quickly and a flaw in a parser meets neither
settings nor database.
"""
