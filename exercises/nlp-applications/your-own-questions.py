# /// exercise
# title = "Your own questions"
# kind = "investigate"
# difficulty = 3
# minutes = 60
# practices = ["test sets", "retrieval", "error analysis"]
# ///

# %% [markdown]
# The sixty questions were written by the author of this page, who knows the book. Are they too
# easy, or too hard in one way? Use `bm25`, `encoder`, `vectors`, `best`, `mixed` and `passages`
# of the chapter.
#
# 1. Before you run anything, write twenty questions that you had yourself while reading, each
#    with the page that answers it. Don't look at the page's words while you write.
# 2. Measure recall at five, and at one, of BM25, of the vectors and of their sum, with
#    bootstrap intervals of the paired differences. Are your questions harder than those of the
#    chapter?
# 3. Read every failure of the vectors. Sort them: another word for the thing; a question that
#    several pages answer; an answer that is spread over passages, or stands in a formula or a
#    table that is not in the passages; something else.
# 4. Change one thing that your failures suggest (leave the headings out of the passages; stem
#    words; weigh the sum differently), tune it on the thirty questions for tuning alone, and
#    test it once on yours.
#
# Deliver your questions, a table with intervals, and ten sentences. Success: a reader can tell
# which kind of failure is most frequent, and whether your change helped by more than chance.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. has questions and pages that were fixed before the first run, and says so;
# 2. reports recall at one and at five with paired intervals, and is careful: twenty questions
#    tell apart only large differences;
# 3. compares with the chapter's sixty questions by the same measure, and gives a reason for a
#    difference, such as more everyday words, which cost BM25 more than the vectors;
# 4. sorts all failures, with an example of each kind, and names the most frequent;
# 5. says of some failures that the label was too narrow: another page answered the question
#    too;
# 6. tunes its change on the thirty questions, tests once, and reports a tie as a tie.
