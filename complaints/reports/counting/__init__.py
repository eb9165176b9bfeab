"""From the records to publishable counts: what is counted, what everybody knows, what may be told."""
