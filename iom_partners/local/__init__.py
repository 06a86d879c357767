"""The registry on one machine: PostgreSQL, Valkey, mail, web, two workers and beat as children of one supervisor."""
