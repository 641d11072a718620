"""Reports: frozen documents of tables, charts and words, and the renderers that write them."""

from __future__ import annotations

from ccops.reports.appraisal import APPRAISAL
from ccops.reports.approval_sheet import APPROVAL, ApprovalKind
from ccops.reports.bonus_notice import BONUS_NOTICE
from ccops.reports.charts import Chart, ChartKind, Series
from ccops.reports.contract_lines import contract_lines
from ccops.reports.contract_words import ContractWords
from ccops.reports.corrections_page import build_corrections
from ccops.reports.csv_text import CSV, CsvRenderer
from ccops.reports.docx import DOCX, DocxRenderer, write_templates
from ccops.reports.drawing import Drawing
from ccops.reports.each import reports_of_each, write_each
from ccops.reports.floor import FLOOR
from ccops.reports.following import At, RowsAbove
from ccops.reports.fonts import found_families
from ccops.reports.hours_accounts import HOURS
from ccops.reports.html import HTML
from ccops.reports.json_text import JSON
from ccops.reports.kinds import ReportKind
from ccops.reports.kpi_data import KpiSources, shown_indicator
from ccops.reports.kpi_measuring import measure_kpi
from ccops.reports.kpi_page import build_kpi
from ccops.reports.learning import build_learning
from ccops.reports.long_tables import table_names
from ccops.reports.markdown import MARKDOWN
from ccops.reports.model import (
    Attachment,
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Layout,
    Look,
    Paragraph,
    Part,
    Section,
    Signature,
    SignatureBlock,
    Step,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.operations import (
    ATTRITION,
    CLIENT,
    Operations,
    SpanKind,
    build_operations,
    operations_of,
)
from ccops.reports.organization import build_organization
from ccops.reports.pdf import PDF, PDF_ARCHIVE, PdfRenderer
from ccops.reports.promotion_review import PROMOTION
from ccops.reports.rendering import Renderer, Report, TemplatedRenderer, looking_in
from ccops.reports.report_calendar import build_report_calendar
from ccops.reports.statement import STATEMENT, statement_table
from ccops.reports.statement_file import StatementFile, statements_in
from ccops.reports.team_goals import TEAM_GOALS
from ccops.reports.terminal import TERMINAL, TerminalRenderer
from ccops.reports.verified import VerifiedStatement
from ccops.reports.working_out import workings_behind, workings_of
from ccops.reports.workings import Workings
from ccops.reports.xlsx import XLSX

#: The kinds of reports of a settlement that the library brings.
REPORTS: tuple[ReportKind, ...] = (
    STATEMENT,
    BONUS_NOTICE,
    APPRAISAL,
    APPROVAL,
    HOURS,
    PROMOTION,
    TEAM_GOALS,
    FLOOR,
    CLIENT,
    ATTRITION,
)

#: The renderers that the library brings.
RENDERERS: tuple[Renderer, ...] = (
    JSON,
    MARKDOWN,
    HTML,
    XLSX,
    CSV,
    TERMINAL,
    PDF,
    PDF_ARCHIVE,
    DOCX,
)

__all__ = [
    "APPRAISAL",
    "APPROVAL",
    "ATTRITION",
    "BONUS_NOTICE",
    "CLIENT",
    "FLOOR",
    "HOURS",
    "PROMOTION",
    "RENDERERS",
    "REPORTS",
    "STATEMENT",
    "TEAM_GOALS",
    "ApprovalKind",
    "At",
    "Attachment",
    "Cell",
    "Chart",
    "ChartKind",
    "Column",
    "ColumnKind",
    "ContractWords",
    "CsvRenderer",
    "Document",
    "DocxRenderer",
    "Drawing",
    "Fact",
    "Facts",
    "KpiSources",
    "Layout",
    "Look",
    "Operations",
    "Paragraph",
    "Part",
    "PdfRenderer",
    "Renderer",
    "Report",
    "ReportKind",
    "RowsAbove",
    "Section",
    "Series",
    "Signature",
    "SignatureBlock",
    "SpanKind",
    "StatementFile",
    "Step",
    "Table",
    "TemplatedRenderer",
    "TerminalRenderer",
    "Tone",
    "Unfolding",
    "VerifiedStatement",
    "Workings",
    "build_corrections",
    "build_kpi",
    "build_learning",
    "build_operations",
    "build_organization",
    "build_report_calendar",
    "contract_lines",
    "found_families",
    "looking_in",
    "measure_kpi",
    "operations_of",
    "reports_of_each",
    "shown_indicator",
    "statement_table",
    "statements_in",
    "table_names",
    "workings_behind",
    "workings_of",
    "write_each",
    "write_templates",
]
