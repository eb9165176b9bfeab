"""What programs and catalogues read of a release: descriptions of its tables, its terms, the feed."""
