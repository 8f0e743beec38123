import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('emissions', '0003_import_jobs'),
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalTarget',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='opprettet')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='endret')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versjon')),
                ('source', models.TextField(blank=True, help_text='Hvor opplysningen er hentet fra: dokument eller nettadresse, med dato.', verbose_name='kilde')),
                ('verified_on', models.DateField(blank=True, help_text='Datoen noen sist kontrollerte opplysningen mot kilden. La stå tom hvis den ikke er kontrollert.', null=True, verbose_name='sist kontrollert')),
                ('area', models.CharField(choices=[('kommune', 'kommune'), ('region', 'Osloregionen'), ('land', 'landet')], max_length=10, verbose_name='område')),
                ('base_year', models.PositiveSmallIntegerField(help_text='Året reduksjonen er regnet fra, for eksempel 2009.', verbose_name='basisår')),
                ('target_year', models.PositiveSmallIntegerField(help_text='Året målet skal være nådd.', verbose_name='målår')),
                ('reduction', models.DecimalField(decimal_places=2, help_text='Hvor mange prosent lavere utslippene skal være i målåret enn i basisåret, uten minus.', max_digits=5, verbose_name='reduksjon i prosent')),
                ('sectors', models.CharField(choices=[('nine', 'ni sektorer'), ('ten', 'ti sektorer')], help_text='Om målet gjelder summen av de ni sektorene som alle utgaver av statistikken har, eller av alle ti.', max_length=10, verbose_name='sektorer')),
                ('wording', models.TextField(blank=True, help_text='Målet slik det står i vedtaket eller planen.', verbose_name='ordlyd')),
                ('decided_on', models.DateField(blank=True, help_text='Tom hvis datoen ikke er kjent.', null=True, verbose_name='vedtatt')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, help_text='Bare for et mål som gjelder én kommune.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='members.municipality', verbose_name='kommune')),
            ],
            options={
                'verbose_name': 'historical utslippsmål',
                'verbose_name_plural': 'historical utslippsmål',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='opprettet')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versjon')),
                ('source', models.TextField(blank=True, help_text='Hvor opplysningen er hentet fra: dokument eller nettadresse, med dato.', verbose_name='kilde')),
                ('verified_on', models.DateField(blank=True, help_text='Datoen noen sist kontrollerte opplysningen mot kilden. La stå tom hvis den ikke er kontrollert.', null=True, verbose_name='sist kontrollert')),
                ('area', models.CharField(choices=[('kommune', 'kommune'), ('region', 'Osloregionen'), ('land', 'landet')], max_length=10, verbose_name='område')),
                ('base_year', models.PositiveSmallIntegerField(help_text='Året reduksjonen er regnet fra, for eksempel 2009.', verbose_name='basisår')),
                ('target_year', models.PositiveSmallIntegerField(help_text='Året målet skal være nådd.', verbose_name='målår')),
                ('reduction', models.DecimalField(decimal_places=2, help_text='Hvor mange prosent lavere utslippene skal være i målåret enn i basisåret, uten minus.', max_digits=5, verbose_name='reduksjon i prosent')),
                ('sectors', models.CharField(choices=[('nine', 'ni sektorer'), ('ten', 'ti sektorer')], help_text='Om målet gjelder summen av de ni sektorene som alle utgaver av statistikken har, eller av alle ti.', max_length=10, verbose_name='sektorer')),
                ('wording', models.TextField(blank=True, help_text='Målet slik det står i vedtaket eller planen.', verbose_name='ordlyd')),
                ('decided_on', models.DateField(blank=True, help_text='Tom hvis datoen ikke er kjent.', null=True, verbose_name='vedtatt')),
                ('municipality', models.ForeignKey(blank=True, help_text='Bare for et mål som gjelder én kommune.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.municipality', verbose_name='kommune')),
            ],
            options={
                'verbose_name': 'utslippsmål',
                'verbose_name_plural': 'utslippsmål',
                'ordering': ['area', 'municipality__sort_name', 'target_year', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('municipality__isnull', False)), fields=('municipality', 'target_year', 'sectors'), name='emissions_target_municipality', violation_error_message='Kommunen har allerede et mål for dette året og disse sektorene.'),
                    models.UniqueConstraint(condition=models.Q(('municipality', None)), fields=('area', 'target_year', 'sectors'), name='emissions_target_area', violation_error_message='Området har allerede et mål for dette året og disse sektorene.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('area', 'kommune'), ('municipality__isnull', False)), models.Q(('area__in', ['region', 'land']), ('municipality', None)), _connector='OR'), name='emissions_target_whose', violation_error_message='Et mål for en kommune trenger kommunen; et mål for regionen eller landet har ingen.'),
                    models.CheckConstraint(condition=models.Q(('target_year__gt', models.F('base_year'))), name='emissions_target_years', violation_error_message='Målåret må komme etter basisåret.'),
                    models.CheckConstraint(condition=models.Q(('base_year__gte', 1990), ('target_year__lte', 2100)), name='emissions_target_period', violation_error_message='Basisåret kan tidligst være 1990, og målåret senest 2100.'),
                    models.CheckConstraint(condition=models.Q(('reduction__gt', 0), ('reduction__lte', 100)), name='emissions_target_reduction', violation_error_message='Reduksjonen er mer enn 0 og høyst 100 prosent.'),
                    models.CheckConstraint(condition=models.Q(('sectors__in', ['nine', 'ten'])), name='emissions_target_sectors', violation_error_message='Et mål gjelder ni sektorer eller ti.'),
                    models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='emissions_target_source', violation_error_message='Et utslippsmål må ha en kilde.'),
                ],
            },
        ),
    ]
