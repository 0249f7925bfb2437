"""Tests of the package, the chapters, the tools and the web book."""
