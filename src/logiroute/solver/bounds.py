"""The largest amounts a search counts with: its sums have to stay below 2⁶³.

What is larger is cut down to these. That changes no plan of a real day, and never makes a plan
look feasible that is not: what is carried is cut to more than what can be carried.
"""

#: Base units of a load dimension, units of an item or beds: as grams, a thousand million tonnes.
MOST_LOAD = 2**50

#: Seconds: longer than all the time from the year 1 to 9999.
MOST_S = 2**40

#: Length of a cell in which bays and docks are counted. A vehicle waits less than one for the next.
CELL_S = 60

#: Cost units: 2.5 thousand million of the currency.
MOST_COST = 2**52
