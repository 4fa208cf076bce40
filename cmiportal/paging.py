"""Lists in pages, which answer whatever page is asked for: a link from last week finds the last page there is."""

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.views.generic import ListView


class PagedList(ListView):
    """A list of rows; a page beyond the last shows the last, a page that is no number the first."""

    paginate_by = 20

    def paginate_queryset(
        self, queryset: QuerySet[Model], page_size: int
    ) -> tuple[Paginator, Page, QuerySet[Model], bool]:
        """Django's answer for its views: the paginator, the page, its rows, and whether there are others."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()
