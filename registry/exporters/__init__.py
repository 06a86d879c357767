"""One file a format: rows in, text or bytes out, no database."""

from registry.exporters.csv import begins_formula, csv_lines, safe_cell
from registry.exporters.rejected import rejected_csv, rejected_xlsx

__all__ = ["begins_formula", "csv_lines", "rejected_csv", "rejected_xlsx", "safe_cell"]
