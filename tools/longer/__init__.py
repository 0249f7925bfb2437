"""Runs that chapters only tell of: longer ones, with other seeds, and searches.

``python -m tools.longer CHAPTER [PART ...]`` repeats them with the chapter's own code, and
writes what they gave to ``book/_results/CHAPTER_longer.json``.
"""
