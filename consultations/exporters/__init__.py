"""Files of consultations: facts in, bytes out, no database."""
