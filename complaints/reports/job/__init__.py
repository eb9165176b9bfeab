"""The report job and who prepares it: due days, reminders, what is missing, freeze and folder."""
