"""What campaigns register: their place in the menu, and the tables that visitors read."""

from cmiportal.registry import Entry, NavigationEntry, PublicTable

PUBLIC = ("Campaign", "CampaignDefinition", "CampaignQuote", "CampaignStory", "CampaignGuidance")

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="campaigns",
        label="Campaigning & Advocacy",
        url_name="insights:campaign_list",
        section="main",
        menu="insights",
        order=70,
    ),
    *(PublicTable(key=model.lower(), model=f"insights.{model}") for model in PUBLIC),
)
