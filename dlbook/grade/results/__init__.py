"""What comes out of grading: tables, reports and an analysis, all made from the journal."""
