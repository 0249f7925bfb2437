"""The print edition: the built pages as one PDF."""
