"""Addresses of performance: figures under ``performance/``, the monthly reports and the extracts beside them."""

from django.urls import include, path, register_converter

from inloco.performance.converters import AreaConverter, IndicatorConverter, PeriodConverter
from inloco.performance.views import analysis, catalogue, figures, indicator, overview

register_converter(IndicatorConverter, "indicator")
register_converter(PeriodConverter, "figure_period")
register_converter(AreaConverter, "area")

pages = [
    path("", overview.overview, name="overview"),
    path("overview.csv", overview.overview_csv, name="overview-csv"),
    path("late/", analysis.late, name="late"),
    path("late.csv", analysis.late_csv, name="late-csv"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("<indicator:indicator>/", indicator.indicator, name="indicator"),
    path("<indicator:indicator>/figures.csv", indicator.indicator_csv, name="indicator-csv"),
    path("<indicator:indicator>/sql/", catalogue.sql, name="sql"),
    path("<indicator:indicator>/<figure_period:period>/<area:area>/", figures.figure, name="figure"),
    path("<indicator:indicator>/<figure_period:period>/<area:area>/children/", figures.children, name="children"),
    path("<indicator:indicator>/<figure_period:period>/<area:area>/bridge/", analysis.bridge, name="bridge"),
    path("<indicator:indicator>/<figure_period:period>/<area:area>/groups/", analysis.groups, name="groups"),
]

urlpatterns = [
    path("performance/", include((pages, "performance"))),
    path("reports/", include("inloco.performance.urls_reports")),
    path("extracts/", include("inloco.performance.urls_extracts")),
]
