"""Tours: stops with hours, and travel times between them -> the order that wastes the least time.

The steps, in order: `problem` says what is asked in plain numbers, `exact` answers up to 13 stops
by dynamic programming, `searched` more of them, `timing` puts an order on the clock, `repair`
mends it, `solve` leads through these, `explain` says why something does not fit, `by_hand`
keeps an order that somebody chose, and `tour` makes the problem of a town and the plan of the
answer.
"""
