"""Reports for people: two years compared and one thread, composed once as blocks and written in several forms."""

from api.reports.blocks import Report
from api.reports.changes import changes_report
from api.reports.markdown import to_markdown
from api.reports.table import changes_csv, changes_xlsx
from api.reports.thread import thread_report

__all__ = ["Report", "changes_csv", "changes_report", "changes_xlsx", "thread_report", "to_markdown"]
