"""The work behind the pages: the queue and its workers, reading files in processes of their own, the watched folder."""
