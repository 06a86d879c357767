"""The registry on one machine: PostgreSQL, Valkey, mail, web, three workers and beat as children of one supervisor."""
