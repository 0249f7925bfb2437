# /// exercise
# title = "A penalty at the data"
# kind = "investigate"
# difficulty = 4
# minutes = 60
# practices = ["mode collapse", "dynamics of a game", "a fair comparison"]
# ///

# %% [markdown]
# In the one-point game a penalty on the discriminator's gradient *at the real data* stopped the
# cycle. Does it help on the ring? Use `train`, `make_player` and `coverage` of the chapter.
#
# 1. Write `r1_loss(critic, real, fake)`: the logarithmic loss, plus $\tfrac{\gamma}{2}$ times
#    the mean of $\lVert \nabla_{\mathbf{x}} s(\mathbf{x}) \rVert^2$ over the real points. Check
#    the penalty against a critic whose gradient you know.
# 2. Train for 4,000 steps with $\gamma$ = 0.1, 1 and 10, with `lr_d` = 0.002 and 0.016, and
#    with three seeds each. Record clouds covered and the fraction of samples inside a cloud
#    after 800 and after 4,000 steps.
# 3. Put the bare circle and the plain game, with the same learning rates, seeds and steps, into
#    the same table. Choose a setting, and check it on three seeds that you have not looked at.
#
# Deliver a table and six sentences. Success: a reader can say what $\gamma$ costs and what it
# buys, and how sure you are.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. checks the penalty, for instance on the critic $s(\mathbf{x}) = \mathbf{w}^\top\mathbf{x}$,
#    whose squared gradient is $\lVert \mathbf{w} \rVert^2$ at every point;
# 2. shows all games, not a mean alone;
# 3. finds, with `lr_d` = 0.002 and every $\gamma$, all clouds covered in nearly every game,
#    with 0.7 to 0.9 of the samples inside after 4,000 steps, and fewer with the fast
#    discriminator, above all for large $\gamma$;
# 4. compares with the plain game at the same learning rate, where a fast discriminator (0.016)
#    covers one or two clouds;
# 5. has the null model in the table: after 800 steps a game may cover all clouds and still be
#    no better than the bare circle;
# 6. chooses by a stated rule, checks on fresh seeds, and does not report the games that it
#    chose by.
