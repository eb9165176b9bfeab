"""True counts, frozen releases, the annual report and the API."""
