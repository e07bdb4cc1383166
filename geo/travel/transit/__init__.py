"""Door to door by public transport: streets and a timetable, for every minute of a window.

    stops on the streets -> changes between them -> rounds of rides -> walks to everywhere

A search holds a whole window at once: its arrays have a row for each stop and a column for each
departure, with seconds since that departure, so that one step serves all of them. Where trips end
at the asked place, the same runs on the timetable with time reversed (`reversed_timetable`): a
departure is then the time at which one has to be there, and seconds count back.
"""
