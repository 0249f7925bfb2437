# /// exercise
# title = "An umbrella's price"
# kind = "investigate"
# difficulty = 3
# minutes = 40
# practices = ["quantiles", "costs and thresholds", "reading an experiment"]
# ///

# %% [markdown]
# Two users need more than a mean. Use `forecasts`, `X`, `y`, `wet` and `plain` of the chapter.
#
# 1. A drainage engineer wants an amount that is exceeded one time in ten. Train with
#    `functional.quantile_loss` for the quantiles 0.5, 0.8, 0.9 and 0.95. For each, measure
#    how often the rain that fell was above the forecast, over the year and by quarter.
# 2. A market trader loses 1 by packing up needlessly, and $k$ if the stall gets soaked. For
#    $k$ = 2, 5, 10 and 20, find the threshold on the forecast chance of rain (from `plain`)
#    that would have cost least,
#    and compare it with $1/(1 + k)$. What do "always pack up" and "never" cost?
#
# Deliver a table for each, and five sentences. Success: a reader knows for which quantiles the
# forecast keeps its promise, and how much the best threshold saves compared with $1/(1 + k)$.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. finds the forecast for the quantile 0.5 at zero nearly always, and says why: it rains in
#    14 of 100 cases, so all quantiles below about 0.86 of a *typical* hour are zero;
# 2. cuts forecasts off at zero before counting (many are a hair below, and a dry hour would
#    count as above), and finds about 11 in 100 above the quantile 0.9, 8 above 0.95;
# 3. shows the quarters, the second of which had more rain than all forecasts promised, and does
#    not call a forecast calibrated by the year's mean alone;
# 4. derives the threshold: packing up costs $1 - p$ on average, staying $k\,p$, so pack up
#    if $p > 1/(1+k)$;
# 5. notes that a threshold chosen on the year that it is judged on looks better than it is, and
#    that it beats $1/(1+k)$ by a few hundredths at most, as `plain` is nearly calibrated;
# 6. gives the costs of "always" and "never" next to the others.
