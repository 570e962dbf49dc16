"""The gap report, as a page and as a workbook, and the digitization certificates."""

from records.reports.certificate import write_certificates
from records.reports.html import write_gap_report
from records.reports.workbook import write_report_workbook

__all__ = ["write_certificates", "write_gap_report", "write_report_workbook"]
