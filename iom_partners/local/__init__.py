"""The registry on one machine: PostgreSQL, Valkey, mail, web, worker and beat as children of one supervisor."""
