"""Chinese time expressions as intervals: 上周五, 去年同期, 民国109年, 5月2日至5日.

Text of one expression and the day it was written enter; a ``TimeValue`` leaves. What can't be told stays without
a value and with a note saying why: never a wrong date.
"""

from kg.time.anchor import anchor_of, dateline_day
from kg.time.edtf import interval_of
from kg.time.resolve import TimeValue, resolve_time

__all__ = ["TimeValue", "anchor_of", "dateline_day", "interval_of", "resolve_time"]
