"""20,000 articles and 20,000 resources in a few statements; their words are as common and as rare as those of texts.

What the search keeps of so many is ``many_entries``.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from insights.models import ArticleSeries, Author, Topic

from .qualifications import NOW

ARTICLES, RESOURCES = 20_000, 20_000
TOPICS, SERIES, AUTHORS = 15, 6, 40
# In every text, and often; the others by a law of few and many. Made words keep the stemmer busy, as real ones do.
COMMON = ["management", "leadership", "team", "change", "people", "trust", "coaching", "budget", "strategy", "café"]
RARE, PARAGRAPHS, PARAGRAPHS_EACH = 6_000, 1_000, 8

# Texts are put together of these, or a statement would take minutes. Where they are copied, an empty text is added:
# a value that was made small before would stay in its row, which none that comes from a form does.
PARAGRAPH_ROWS = """
CREATE TEMPORARY TABLE many_paragraph ON COMMIT DROP AS
SELECT p, said FROM generate_series(0, %(paragraphs)s - 1) AS p, LATERAL (
    SELECT string_agg(
        CASE WHEN mod(k, 8) = 0 THEN (%(common)s::text[])[1 + mod(p + k / 8, 10)]
             ELSE 'rarely' || to_hex((power(mod(p * 31 + k * 7919, 10007) / 10007.0, 3) * %(rare)s)::int) END
        || CASE WHEN mod(k, 12) = 0 THEN '.' ELSE '' END, ' ' ORDER BY k) AS said
    FROM generate_series(1, 60) AS k) AS words
"""
BODIES = """
CREATE TEMPORARY TABLE many_body ON COMMIT DROP AS
SELECT n, string_agg(said, E'\\n\\n' ORDER BY k) AS body,
       initcap((%(common)s::text[])[1 + mod(n, 10)] || ' and ' || (%(common)s::text[])[1 + mod(n / 10, 10)])
           || ' after rarely' || to_hex(mod(n * 7, %(rare)s)) || ' ' || n AS title
FROM generate_series(1, greatest(%(articles)s, %(resources)s)) AS n, generate_series(1, %(each)s) AS k,
     many_paragraph WHERE p = mod(n * 7 + k * 131, %(paragraphs)s)
GROUP BY n
"""
# Every fiftieth is a draft, every fortieth is put away; the others appeared hour by hour, the last ones lately.
ARTICLE_ROWS = """
INSERT INTO insights_article (id, moves, state, slug, kind, audience, topic_id, series_id, latest_id, shown_id,
                              publish_at, published_at, created_at)
SELECT ('01950000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 0, state, 'many-article-' || n,
       (ARRAY['article', 'news', 'interview', 'research', 'long_read', 'highlights', 'case_study'])[1 + mod(n, 7)],
       (ARRAY['public', 'public', 'public', 'registered', 'members'])[1 + mod(n, 5)],
       'many-' || mod(n * 7, %(topics)s), CASE WHEN mod(n, 3) = 0 THEN 'many-' || mod(n / 3, %(series)s) END,
       %(from)s + n, CASE WHEN state <> 'draft' THEN %(from)s + n END, NULL,
       CASE WHEN state <> 'draft' THEN appeared END, appeared - interval '3 days'
FROM generate_series(1, %(articles)s) AS n,
     LATERAL (SELECT %(at)s - (%(articles)s - n) * interval '1 hour' AS appeared,
                     CASE WHEN mod(n, 50) = 0 THEN 'draft' WHEN mod(n, 40) = 1 THEN 'archived' ELSE 'published' END
                         AS state) AS as_of_now
"""
VERSIONS = """
INSERT INTO insights_articleversion (id, article_id, number, title, standfirst, body, minutes, begins, written_at)
SELECT latest_id, id, 1, title, 'What managers say about it when nobody is there.', body || '', 2,
       split_part(body, E'\\n\\n', 1), created_at
FROM insights_article JOIN many_body ON n = latest_id - %(from)s WHERE slug LIKE 'many-article-%%'
"""
ARTICLE_EVENTS = """
INSERT INTO insights_articleevent (sequence, action, from_state, to_state, at, data, previous_digest, digest,
                                   article_id)
SELECT 0, 'create', '', state, created_at, '{}', '', '', id FROM insights_article WHERE slug LIKE 'many-article-%%'
"""
WRITTEN_BY = """
INSERT INTO insights_article_authors (article_id, author_id)
SELECT id, 'many-' || mod(latest_id, %(authors)s) FROM insights_article WHERE slug LIKE 'many-article-%%'
"""
RESOURCE_ROWS = """
INSERT INTO insights_resource (slug, kind, title, summary, body, topic_id, levels, minutes, link, published_on,
                               updated_at)
SELECT 'many-resource-' || n,
       (ARRAY['checklist', 'model', 'thinker', 'video', 'elearning', 'definition', 'book'])[1 + mod(n, 7)],
       title, 'Eight things to do before, during and after it.', body || '', 'many-' || mod(n * 7, %(topics)s),
       CASE WHEN mod(n, 3) = 0 THEN ARRAY[2 + mod(n, 7)] ELSE '{}' END, 1 + mod(n, 90), '',
       CASE WHEN mod(n, 50) <> 0 THEN (%(at)s - mod(n, 400) * interval '1 day')::date END, %(at)s
FROM many_body WHERE n <= %(resources)s
"""
STATEMENTS = (
    *(PARAGRAPH_ROWS, BODIES, ARTICLE_ROWS, VERSIONS, ARTICLE_EVENTS, WRITTEN_BY, RESOURCE_ROWS),
    "DROP TABLE many_body, many_paragraph",
)


def many_insights(*, articles: int = ARTICLES, resources: int = RESOURCES, at: datetime = NOW) -> None:
    """So many of each, the latest at ``at``; call it in a transaction, once.

    The rows agree with one another, so that keys and triggers can stay silent meanwhile.
    """
    for model, count in ((Topic, TOPICS), (ArticleSeries, SERIES)):
        model.objects.bulk_create(model(key=f"many-{n}", title=f"{model.__name__} {n}") for n in range(count))
    Author.objects.bulk_create(Author(key=f"many-{n}", name=f"Author {n}") for n in range(AUTHORS))
    values: dict[str, Any] = {
        **{"articles": articles, "resources": resources, "at": at, "common": COMMON, "rare": RARE},
        **{"paragraphs": PARAGRAPHS, "each": PARAGRAPHS_EACH},
        **{"topics": TOPICS, "series": SERIES, "authors": AUTHORS},
    }
    with connection.cursor() as cursor:
        # Above what is there and what sequences give out meanwhile.
        cursor.execute("SELECT coalesce(max(id), 0) + 1000000 FROM insights_articleversion")
        values["from"] = cursor.fetchone()[0]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in STATEMENTS:
            cursor.execute("ANALYZE insights_article")  # else the planner takes it for an empty table
            cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE")
