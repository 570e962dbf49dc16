"""The gap report, as a page and as a workbook."""

from records.reports.html import write_gap_report
from records.reports.workbook import write_report_workbook

__all__ = ["write_gap_report", "write_report_workbook"]
