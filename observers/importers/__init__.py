"""Importers know formats, not our database: a file in, frozen dataclasses out."""
