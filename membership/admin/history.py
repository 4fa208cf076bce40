"""What staff changed in grades, routes, criteria and areas: one list for each history, to read."""

from cmiportal.history_admin import show_histories

show_histories(
    "membership",
    {
        "GradeHistory": "change of a grade,changes of grades",
        "RouteHistory": "change of a route,changes of routes",
        "CharteredCriterionHistory": "change of a criterion,changes of criteria",
        "AreaHistory": "change of an area,changes of areas",
    },
)
