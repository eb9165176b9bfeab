"""The registry: its rules, its versions, its pages and its spreadsheet."""
