import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('emissions', '0004_target'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClimateReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='opprettet')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versjon')),
                ('source', models.TextField(blank=True, help_text='Hvor opplysningen er hentet fra: dokument eller nettadresse, med dato.', verbose_name='kilde')),
                ('verified_on', models.DateField(blank=True, help_text='Datoen noen sist kontrollerte opplysningen mot kilden. La stå tom hvis den ikke er kontrollert.', null=True, verbose_name='sist kontrollert')),
                ('year', models.PositiveSmallIntegerField(error_messages={'unique': 'Det finnes allerede en Klimastatus for dette året.'}, help_text='Året rapporten handler om, ikke året den blir laget.', unique=True, verbose_name='år')),
                ('sectors', models.CharField(choices=[('nine', 'ni sektorer'), ('ten', 'ti sektorer')], help_text='Om summene gjelder de ni sektorene som alle utgaver av statistikken har, eller alle ti. Summer av ti kan ikke sammenlignes med eldre rapporter som har ni.', max_length=10, verbose_name='sektorer')),
                ('summary', models.TextField(blank=True, help_text='Det viktigste, med rådets egne ord. Tallene kommer av seg selv. Må være skrevet før rapporten kan publiseres.', verbose_name='sammendrag')),
                ('remark', models.TextField(blank=True, help_text='Vises over rapporten på nettsiden, for eksempel om en feil som er funnet senere. Selve rapporten endres ikke.', verbose_name='merknad etter publisering')),
                ('edition', models.ForeignKey(help_text='Utgaven alle tallene i rapporten er hentet fra, også når det kommer en nyere.', limit_choices_to={'kind': 'all'}, on_delete=django.db.models.deletion.PROTECT, related_name='climate_reports', to='emissions.edition', verbose_name='utgave av statistikken')),
            ],
            options={
                'verbose_name': 'Klimastatus',
                'verbose_name_plural': 'Klimastatus',
                'ordering': ['-year'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('year__gte', 2009), ('year__lte', 2100)), name='emissions_climatereport_year', violation_error_message='Statistikken begynner i 2009. Året må ligge mellom 2009 og 2100.'),
                    models.CheckConstraint(condition=models.Q(('sectors__in', ['nine', 'ten'])), name='emissions_climatereport_sectors', violation_error_message='En Klimastatus gjelder ni sektorer eller ti.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HistoricalClimateReport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='opprettet')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='endret')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versjon')),
                ('source', models.TextField(blank=True, help_text='Hvor opplysningen er hentet fra: dokument eller nettadresse, med dato.', verbose_name='kilde')),
                ('verified_on', models.DateField(blank=True, help_text='Datoen noen sist kontrollerte opplysningen mot kilden. La stå tom hvis den ikke er kontrollert.', null=True, verbose_name='sist kontrollert')),
                ('year', models.PositiveSmallIntegerField(db_index=True, error_messages={'unique': 'Det finnes allerede en Klimastatus for dette året.'}, help_text='Året rapporten handler om, ikke året den blir laget.', verbose_name='år')),
                ('sectors', models.CharField(choices=[('nine', 'ni sektorer'), ('ten', 'ti sektorer')], help_text='Om summene gjelder de ni sektorene som alle utgaver av statistikken har, eller alle ti. Summer av ti kan ikke sammenlignes med eldre rapporter som har ni.', max_length=10, verbose_name='sektorer')),
                ('summary', models.TextField(blank=True, help_text='Det viktigste, med rådets egne ord. Tallene kommer av seg selv. Må være skrevet før rapporten kan publiseres.', verbose_name='sammendrag')),
                ('remark', models.TextField(blank=True, help_text='Vises over rapporten på nettsiden, for eksempel om en feil som er funnet senere. Selve rapporten endres ikke.', verbose_name='merknad etter publisering')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, help_text='Utgaven alle tallene i rapporten er hentet fra, også når det kommer en nyere.', limit_choices_to={'kind': 'all'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='emissions.edition', verbose_name='utgave av statistikken')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Klimastatus',
                'verbose_name_plural': 'historical Klimastatus',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PublishedClimateReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='år')),
                ('published_on', models.DateField(verbose_name='publisert')),
                ('content', models.TextField(verbose_name='innhold')),
                ('content_sha256', models.CharField(max_length=64, verbose_name='innholdets SHA-256')),
                ('pdf', models.BinaryField(verbose_name='PDF')),
                ('pdf_sha256', models.CharField(max_length=64, verbose_name='PDF-ens SHA-256')),
                ('pdf_pages', models.PositiveIntegerField(verbose_name='sider i PDF-en')),
                ('pdf_bytes', models.PositiveIntegerField(verbose_name='PDF-ens størrelse i byte')),
                ('made_at', models.DateTimeField(verbose_name='registrert')),
                ('made_by', models.CharField(max_length=150, verbose_name='registrert av')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_climate_reports', to='emissions.edition', verbose_name='utgave av statistikken')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='emissions.climatereport', verbose_name='Klimastatus')),
            ],
            options={
                'verbose_name': 'publisert Klimastatus',
                'verbose_name_plural': 'publiserte Klimastatus-rapporter',
                'ordering': ['-year'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('content', ''), _negated=True), name='emissions_publishedclimatereport_whole', violation_error_message='En publisert Klimastatus har innhold.'),
                    models.CheckConstraint(condition=models.Q(('content_sha256__regex', '^[0-9a-f]{64}$'), ('pdf_sha256__regex', '^[0-9a-f]{64}$')), name='emissions_publishedclimatereport_sha256', violation_error_message='En SHA-256 er 64 sifre og bokstaver fra a til f.'),
                ],
            },
        ),
    ]
