"""The Chinese calendar from 1990 to 2050: the day that 农历八月十五 falls on.

Numbers enter, a date leaves. The table holds facts of the calendar, computed once and checked to run on without a gap.
"""

from datetime import date, timedelta
from typing import Final

from kg.time.period import UnresolvedTimeError

#: Year, New Year's day (month and day), leap month or 0, and for every month in turn 1 if it has 30 days, 0 if 29.
_TABLE: Final = """
1990 0127  5 0100100101111
1991 0215  0 010010010111
1992 0204  0 011001001011
1993 0123  3 0110101001010
1994 0210  0 111010100101
1995 0131  8 0110101100101
1996 0219  0 010110101100
1997 0207  0 101010110110
1998 0128  5 1001001101101
1999 0216  0 100100101110
2000 0205  0 110010010110
2001 0124  4 1101010010101
2002 0212  0 110101001010
2003 0201  0 110110100101
2004 0122  2 0101101010101
2005 0209  0 010101101010
2006 0129  7 1010101011011
2007 0218  0 001001011101
2008 0207  0 100100101101
2009 0126  5 1100100101011
2010 0214  0 101010010101
2011 0203  0 101101001010
2012 0123  4 1011010101010
2013 0210  0 101011010101
2014 0131  9 0101010110101
2015 0219  0 010010111010
2016 0208  0 101001011011
2017 0128  6 0101001010111
2018 0216  0 010100101011
2019 0205  0 101010010011
2020 0125  4 0111010010101
2021 0212  0 011010101010
2022 0201  0 101011010101
2023 0122  2 0100110110101
2024 0210  0 010010110110
2025 0129  6 1010010101110
2026 0217  0 101001001110
2027 0206  0 110100100110
2028 0126  5 1110100100110
2029 0213  0 110101010011
2030 0203  0 010110101010
2031 0123  3 0110101101010
2032 0211  0 100101101101
2033 0131 11 0100101011101
2034 0219  0 010010101101
2035 0208  0 101001001101
2036 0128  6 1101001001011
2037 0215  0 110100100101
2038 0204  0 110101010010
2039 0124  5 1101101010100
2040 0212  0 101101011010
2041 0201  0 010101101101
2042 0122  2 0100101011011
2043 0210  0 010010011011
2044 0130  7 1010010010111
2045 0217  0 101001001011
2046 0206  0 101010100101
2047 0126  5 1011010100101
2048 0214  0 011011010010
2049 0202  0 101011011010
2050 0123  3 0101010110110
"""
_YEARS: Final = {int(row.split()[0]): row.split()[1:] for row in _TABLE.strip().splitlines()}


def new_year(year: int) -> date:
    """The first day of the first month.

    Raises:
        UnresolvedTimeError: The year is not in the table.
    """
    row = _YEARS.get(year)
    if row is None:
        raise UnresolvedTimeError("outside the table of the Chinese calendar")
    return date(year, int(row[0][:2]), int(row[0][2:]))


def lunar_day(year: int, month: int, day: int, *, is_leap: bool = False) -> date:
    """The date of a day of the Chinese calendar.

    Raises:
        UnresolvedTimeError: No such day, or the year is not in the table.
    """
    first = new_year(year)
    leap, lengths = int(_YEARS[year][1]), _YEARS[year][2]
    if not 1 <= month <= 12 or (is_leap and month != leap):
        raise UnresolvedTimeError("no such month in the Chinese calendar")
    index = month - 1 + (is_leap or 0 < leap < month)
    if not 1 <= day <= 29 + int(lengths[index]):
        raise UnresolvedTimeError("no such day in the Chinese calendar")
    return first + timedelta(days=sum(29 + int(length) for length in lengths[:index]) + day - 1)
