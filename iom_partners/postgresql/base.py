"""PostgreSQL as Django knows it, but for one thing: whether a kept connection still stands is seen, not asked."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def close_if_health_check_failed(self):
        """At the first statement of each request. A server that ends a connection says so on it: as long as there is
        nothing to read, it stands, and the question of whether it does would be one trip of three to answer a page.
        """
        if self.connection and not self.health_check_done and not self._has_something_to_say():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _has_something_to_say(self):
        if self.connection.closed:
            return True
        looked = select.poll()
        looked.register(self.connection.fileno(), select.POLLIN)
        return bool(looked.poll(0))
