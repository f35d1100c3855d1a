"""The scorecard: Hovor and its peers at the same work, on the same core, in the same run.

`python -m bench` (or `./dev.py bench`) measures, prints, keeps the raw lines in `results/`, draws the charts
of `docs/` and fills the tables of `docs/performance.md`. How to measure well is said there.
"""
