"""How charts are drawn: plans of plain values, turned into Vega-Lite by Altair and into SVG by vl-convert.

`osloregionen/charts.py` is what others use. Here `plans` are the values that a drawing is made of, `kept`
draws each plan once, `kinds` names the module that draws it. Importing Altair takes most of a second, so only
a process that has something new to draw imports what is heavy: `kinds`, and what it imports.
"""
