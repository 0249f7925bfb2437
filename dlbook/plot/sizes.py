"""Three sizes of figures, (width, height) in inches, made for the column of the book.

At 120 dots per inch WIDE and TALL fill its 800 pixels; SMALL takes half of it.
"""

SMALL = (4.0, 2.8)
WIDE = (6.6, 3.2)
TALL = (6.6, 5.2)
