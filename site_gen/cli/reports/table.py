"""Which report each command makes. A module is loaded when a schema is made of its record."""

from collections.abc import Mapping

REPORTS: Mapping[str, str] = {
    "build": "site_gen.cli.reports.build:BuildReport",
    "check": "site_gen.cli.reports.check:CheckReport",
    "doctor": "site_gen.cli.reports.doctor:DoctorReport",
    "enrich": "site_gen.cli.reports.enrich:EnrichReport",
    "export": "site_gen.cli.reports.files:ExportReport",
    "fetch": "site_gen.cli.reports.imports:FetchReport",
    "import": "site_gen.cli.reports.imports:ImportReport",
    "init": "site_gen.cli.reports.init:InitReport",
    "move": "site_gen.cli.reports.days:MoveReport",
    "remove": "site_gen.cli.reports.files:RemoveReport",
    "serve": "site_gen.cli.reports.build:ServeReport",
    "undo": "site_gen.cli.reports.days:UndoReport",
    "words": "site_gen.cli.reports.files:WordsReport",
}
"""The class of the report, as ``module:name``, by command. Other commands have none."""
