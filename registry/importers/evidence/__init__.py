"""Looks into documents of strangers and writes them anew, in a process of its own with little memory and little time.

Started by `registry.importers.documents`. Imports only the standard library, pikepdf and Pillow, and nothing of the
product, so that a flaw in a parser meets neither settings nor database.
"""
