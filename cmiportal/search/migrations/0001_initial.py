"""How texts are taken apart into words, the entries that are found, and the words they are made of."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from cmiportal.database import short_rows, text_search


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        # The extensions pg_trgm and unaccent.
        ('accounts', '0001_initial'),
    ]

    operations = [
        *text_search('portal_english', copy='english', dictionary='english_stem'),
        *text_search('portal_words', copy='simple', dictionary='simple'),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=120)),
                ('audience', models.CharField(default='public', max_length=12)),
                ('title', models.CharField(max_length=320)),
                ('label', models.CharField(blank=True, max_length=160)),
                ('summary', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('text', models.TextField(blank=True)),
                ('url', models.CharField(max_length=400)),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('weight', models.FloatField(default=1)),
                ('open_vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='portal_english', weight='A'), '||', django.contrib.postgres.search.SearchVector('summary', 'words', config='portal_english', weight='B'), django.contrib.postgres.search.SearchConfig('portal_english')), '||', django.contrib.postgres.search.SearchVector(models.Case(models.When(audience='public', then=models.F('text')), default=models.Value(''), output_field=models.TextField()), config='portal_english', weight='C'), django.contrib.postgres.search.SearchConfig('portal_english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.Case(models.When(audience='public', then=models.Value('')), default=models.F('title'), output_field=models.TextField()), config='portal_english', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.Case(models.When(audience='public', then=models.Value('')), default=models.F('summary'), output_field=models.TextField()), models.Case(models.When(audience='public', then=models.Value('')), default=models.F('words'), output_field=models.TextField()), config='portal_english', weight='B'), django.contrib.postgres.search.SearchConfig('portal_english')), '||', django.contrib.postgres.search.SearchVector(models.Case(models.When(audience='public', then=models.Value('')), default=models.F('text'), output_field=models.TextField()), config='portal_english', weight='C'), django.contrib.postgres.search.SearchConfig('portal_english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('title_vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='portal_english'), '||', django.contrib.postgres.search.SearchVector('title', config='portal_words'), django.contrib.postgres.search.SearchConfig('portal_english')), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'ordering': ['source', 'key'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['open_vector'], name='search_entry_open'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['title_vector'], name='search_entry_title'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['codes'], name='search_entry_codes'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 'registered')), fastupdate=False, fields=['vector'], name='search_entry_registered'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 'members')), fastupdate=False, fields=['vector'], name='search_entry_members')],
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='search_entry_once')],
            },
        ),
        # Counting by kind reads every row that matches: without the texts that is a tenth of the pages.
        short_rows('search_searchentry', over=256),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('stem', models.CharField(db_index=True, max_length=40)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['word'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='search_word_alike', opclasses=['gin_trgm_ops'])],
            },
        ),
    ]
