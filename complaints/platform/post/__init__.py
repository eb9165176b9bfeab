"""Mail: put down with what it tells of, and sent later by `jobs run`."""
