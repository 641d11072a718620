"""Reports: frozen documents of tables, charts and words, and the renderers that write them."""

from __future__ import annotations

from ccops.reports.document.charts import Chart, ChartKind, Series
from ccops.reports.document.following import At, RowLess, RowsAbove, SumOf
from ccops.reports.document.kinds import PageKind, ReportKind
from ccops.reports.document.languages import built_by_language, in_own_languages
from ccops.reports.document.model import (
    Attachment,
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Frame,
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
from ccops.reports.document.rendering import (
    Renderer,
    Report,
    TableRenderer,
    TemplatedRenderer,
    looking_in,
)
from ccops.reports.document.workings import Workings
from ccops.reports.formats.csv_text import CSV, CsvRenderer
from ccops.reports.formats.docx import DOCX, DocxRenderer, write_templates
from ccops.reports.formats.drawing import Drawing
from ccops.reports.formats.each import reports_of_each, write_each
from ccops.reports.formats.fonts import found_families
from ccops.reports.formats.html import HTML
from ccops.reports.formats.json_text import JSON
from ccops.reports.formats.long_tables import table_names
from ccops.reports.formats.markdown import MARKDOWN
from ccops.reports.formats.pdf import PDF, PDF_ARCHIVE, PdfRenderer
from ccops.reports.formats.terminal import TERMINAL, TerminalRenderer
from ccops.reports.formats.xlsx import XLSX
from ccops.reports.operations import (
    ATTRITION,
    CLIENT,
    OPERATIONS,
    QUALITY,
    Operations,
    Quality,
    SpanKind,
    operations_of,
    quality_of,
)
from ccops.reports.operations.contract_lines import contract_lines
from ccops.reports.operations.contract_words import ContractWords
from ccops.reports.operations.kpi_measuring import measure_kpi
from ccops.reports.operations.kpi_page import build_kpi
from ccops.reports.parts.kpi_data import KpiSources, shown_indicator
from ccops.reports.parts.working_out import workings_behind, workings_of
from ccops.reports.pay.approval_sheet import APPROVAL, ApprovalKind
from ccops.reports.pay.board import BOARD
from ccops.reports.pay.bonus_notice import BONUS_NOTICE
from ccops.reports.pay.corrections_page import CORRECTIONS
from ccops.reports.pay.statement import STATEMENT
from ccops.reports.pay.statement_file import StatementFile, statements_in
from ccops.reports.pay.verified import VerifiedStatement
from ccops.reports.people.appraisal import APPRAISAL
from ccops.reports.people.floor import FLOOR
from ccops.reports.people.hours_accounts import HOURS
from ccops.reports.people.learning import LEARNING
from ccops.reports.people.organization import ORGANIZATION
from ccops.reports.people.promotion_review import PROMOTION
from ccops.reports.people.report_calendar import REPORT_CALENDAR
from ccops.reports.people.team_goals import TEAM_GOALS
from ccops.reports.rulebook import RuleBook, build_rule_book

#: The kinds of reports of a settlement that the library brings.
REPORTS: tuple[ReportKind, ...] = (
    STATEMENT,
    BONUS_NOTICE,
    APPRAISAL,
    APPROVAL,
    HOURS,
    PROMOTION,
    TEAM_GOALS,
    BOARD,
    FLOOR,
    CLIENT,
    ATTRITION,
    CORRECTIONS,
    OPERATIONS,
    QUALITY,
    LEARNING,
    ORGANIZATION,
    REPORT_CALENDAR,
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
    "BOARD",
    "BONUS_NOTICE",
    "CLIENT",
    "CORRECTIONS",
    "FLOOR",
    "HOURS",
    "LEARNING",
    "OPERATIONS",
    "ORGANIZATION",
    "PROMOTION",
    "QUALITY",
    "RENDERERS",
    "REPORTS",
    "REPORT_CALENDAR",
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
    "Frame",
    "KpiSources",
    "Layout",
    "Look",
    "Operations",
    "PageKind",
    "Paragraph",
    "Part",
    "PdfRenderer",
    "Quality",
    "Renderer",
    "Report",
    "ReportKind",
    "RowLess",
    "RowsAbove",
    "RuleBook",
    "Section",
    "Series",
    "Signature",
    "SignatureBlock",
    "SpanKind",
    "StatementFile",
    "Step",
    "SumOf",
    "Table",
    "TableRenderer",
    "TemplatedRenderer",
    "TerminalRenderer",
    "Tone",
    "Unfolding",
    "VerifiedStatement",
    "Workings",
    "build_kpi",
    "build_rule_book",
    "built_by_language",
    "contract_lines",
    "found_families",
    "in_own_languages",
    "looking_in",
    "measure_kpi",
    "operations_of",
    "quality_of",
    "reports_of_each",
    "shown_indicator",
    "statements_in",
    "table_names",
    "workings_behind",
    "workings_of",
    "write_each",
    "write_templates",
]
