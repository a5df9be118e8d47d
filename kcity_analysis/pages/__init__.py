"""What a page takes: an executed notebook, made harmless, into one file; bundles of pages."""
