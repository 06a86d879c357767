"""One file a format: rows in, text or bytes out, no database."""

from registry.exporters.csv import begins_formula, csv_lines, safe_cell

__all__ = ["begins_formula", "csv_lines", "safe_cell"]
