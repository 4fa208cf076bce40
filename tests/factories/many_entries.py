"""20,000 articles and 20,000 resources as the search keeps them, in one statement: the table as it is at its limit."""

from django.db import connection

EACH = 20_000
# Words of two in three titles, of every text, and of few: common ones are what costs.
COMMON = ["management", "leadership", "team", "change", "people", "trust", "coaching", "delegation", "strategy", "work"]
RARE = 6_000

# A text has 150 words: each of the common ones often, the others by a law of few and many.
ROWS = """
INSERT INTO search_searchentry (source, kind, key, audience, title, label, summary, words, codes, text, url, at, weight)
SELECT kind, kind, 'many-' || n, audience,
       initcap((%(common)s::text[])[1 + mod(n, 10)] || ' and ' || (%(common)s::text[])[1 + mod(n / 10, 10)])
           || ' after rarely' || to_hex(mod(n * 7, %(rare)s)) || ' ' || n,
       'Long read', 'What managers say about ' || (%(common)s::text[])[1 + mod(n / 7, 10)] || ' when nobody is there.',
       '', '{}', said, '/insights/many-' || n || '/', now() - n * interval '1 hour', 1
FROM generate_series(1, %(each)s) AS n,
     LATERAL (VALUES ('article', CASE WHEN mod(n, 4) = 0 THEN 'registered' ELSE 'public' END),
                     ('resource', 'members')) AS kinds (kind, audience),
     LATERAL (SELECT string_agg(
         CASE WHEN mod(k, 8) = 0 THEN (%(common)s::text[])[1 + mod(n + k / 8, 10)]
              ELSE 'rarely' || to_hex((power(mod(n * 31 + k * 7919, 10007) / 10007.0, 3) * %(rare)s)::int) END
         || CASE WHEN mod(k, 12) = 0 THEN '. ' ELSE '' END, ' ') AS said
         FROM generate_series(1, 150) AS k) AS texts
"""


WORDS = """
INSERT INTO search_searchword (word, stem, count)
SELECT word, (tsvector_to_array(to_tsvector('portal_english', word)))[1], 1 + mod(n, 900)
FROM (SELECT n, CASE WHEN n <= 10 THEN (%(common)s::text[])[n]
                        ELSE 'word' || translate(to_hex(n), '0123456789', 'ghijklmnop') END AS word
      FROM generate_series(1, 30000) AS n) AS words
"""


def many_entries() -> None:
    """Insert them and the words of many texts, and tell the planner."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"each": EACH, "common": COMMON, "rare": RARE})
        cursor.execute(WORDS, {"common": COMMON})
        cursor.execute("ANALYZE search_searchentry, search_searchword")
