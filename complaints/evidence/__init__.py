"""Files that belong to a complaint: photos, papers, recordings, as they are kept, opened and taken back."""
