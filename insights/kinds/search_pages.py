"""Lists of articles, reports, campaigns and the library, which the search finds beside what stands in them."""

from cmiportal.registry import Entry, SearchPage

ENTRIES: tuple[Entry, ...] = (
    SearchPage(
        key="articles",
        title="Articles",
        url_name="insights:article_list",
        summary="Features, interviews and practical guidance on the work of managing.",
        words="knowledge insights news blog read latest",
        label="List",
        popular=True,
    ),
    SearchPage(
        key="topics",
        title="Topics",
        url_name="insights:topic_list",
        summary="What our articles and resources are about.",
        words="subjects themes",
        label="List",
    ),
    SearchPage(
        key="reports",
        title="Research and reports",
        url_name="insights:report_list",
        summary="What we found out about managing, to read and to download.",
        words="studies surveys papers publications downloads",
        label="List",
    ),
    SearchPage(
        key="campaigns",
        title="Campaigns",
        url_name="insights:campaign_list",
        summary="What we stand up for, and what you can do at work.",
        label="List",
    ),
    SearchPage(
        key="library",
        title="Resource library",
        url_name="insights:resource_list",
        summary="Checklists, models, thinkers, videos and books for members and registered learners.",
        words="managementdirect resources study support essays referencing",
        label="List",
        popular=True,
    ),
    SearchPage(
        key="playlists",
        title="Learning journeys",
        url_name="insights:playlist_list",
        summary="For each unit the resources that help with it, in the order in which they are best read.",
        words="playlists reading lists units",
        label="List",
    ),
)
