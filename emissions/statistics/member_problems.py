"""What can be wrong between a file of statistics and the members: the texts, in both languages.

As `problems.TEXTS`, which takes them in: English for the command line, Norwegian for the admin.
"""

from django.utils.translation import gettext_noop as _

MEMBER_TEXTS: dict[str, tuple[str, str]] = {
    "number-for-all": (
        "the file holds all municipalities; --municipality is for a file of one",
        _("filen gjelder alle kommuner. La Kommunenummer stå tomt, det er bare for en fil med én kommune"),
    ),
    "no-member": (
        "none of the %(members)s members is in the file: no number in it was a member's on any date",
        _("ingen av de %(members)s medlemmene er i filen: ingen av numrene har vært et medlems"),
    ),
    "members-only": (
        "the file holds the members' municipalities only: the country's sum would be the members' own",
        _(
            "filen har bare medlemmenes kommuner; summen for landet blir da medlemmenes, og nettsidene viser "
            "ingen andel av landet. Bruk filen med alle kommuner fra Miljødirektoratet"
        ),
    ),
    "name-at-another-number": (
        "%(name)s has no figures, and the file has “%(theirs)s” as number %(number)s, which is not its own",
        _(
            "%(name)s har ingen tall, men filen har «%(theirs)s» med nummer %(number)s, som ikke er "
            "registrert for kommunen"
        ),
    ),
    "years-gone": (
        "the file has no figures for %(years)s, which edition %(edition)s has: they would be gone",
        _(
            "filen har ingen tall for %(years_nb)s, som utgave %(edition)s har. Tas den nye i bruk, har "
            "nettsidene ikke lenger tall for %(years_nb)s"
        ),
    ),
    "outside-differs": (
        (
            "municipalities that are no members have other sums in %(years)s than in the edition in use, "
            "most so in %(year)s: %(before)s tonnes there, %(after)s here. The country's sum follows them"
        ),
        _(
            "kommunene som ikke er medlemmer, har til sammen andre tall for %(years_nb)s enn i utgaven "
            "som er i bruk. Størst er forskjellen i %(year)s: %(before_nb)s tonn der, %(after_nb)s tonn her. "
            "De er med i landets sum, som andelene av landet regnes av"
        ),
    ),
    "names-differ": (
        (
            "%(count)s of the %(members)s members that were found by number have another name in the file, "
            "for example %(number)s: “%(theirs)s”, not “%(ours)s”. Have the columns moved?"
        ),
        _(
            "%(count)s av de %(members)s medlemmene som er funnet på nummer, heter noe annet i filen, "
            "for eksempel %(number)s: «%(theirs)s», ikke «%(ours)s». Er kolonnene forskjøvet?"
        ),
    ),
    "other-name": (
        "number %(number)s is %(ours)s here, and “%(theirs)s” in the file",
        _("nummer %(number)s er %(ours)s i portalen, og «%(theirs)s» i filen"),
    ),
    "numbers-of-another-day": (
        (
            "the numbers that held on %(asked)s find %(fewer)s members, those of %(on)s find %(more)s: "
            "the latter were used"
        ),
        _(
            "numrene som gjaldt %(asked_nb)s, finner %(fewer)s medlemmer, de fra %(on_nb)s, finner %(more)s: "
            "de siste er brukt"
        ),
    ),
    "number-of-another-day": (
        (
            "number %(number)s (“%(theirs)s” in the file) was %(ours)s's on another date than %(on)s: "
            "its rows count for the country only"
        ),
        _(
            "nummer %(number)s («%(theirs)s» i filen) tilhørte %(ours)s på en annen dato enn %(on_nb)s: "
            "radene teller bare med for landet"
        ),
    ),
    "published-early": (
        "the file has figures for %(year)s, and is said to be published on %(on)s: is that date right?",
        _("filen har tall for %(year)s, og skal være publisert %(on_nb)s: er datoen riktig?"),
    ),
    "no-name": (
        (
            "the file does not say which municipality it is of (a workbook does, in its sheet “Info”; CSV "
            "never does): give its number with --municipality NUMBER"
        ),
        _(
            "filen sier ikke hvilken kommune den gjelder (et Excel-ark gjør det i arket «Info», en CSV-fil "
            "aldri). Last den opp på nytt, og fyll ut Kommunenummer"
        ),
    ),
    "shared-name": (
        (
            "“%(name)s” is the name of several municipalities in Norway: give the number with "
            "--municipality NUMBER"
        ),
        _("flere kommuner i Norge heter eller har hett «%(name)s»: fyll ut Kommunenummer"),
    ),
    "not-a-member-name": (
        (
            "“%(name)s” (sheet “Info”, “Datasett”) is not the name of a member; if it is one by another "
            "name, give its number with --municipality NUMBER"
        ),
        _(
            "«%(name)s» (arket «Info», «Datasett») er ikke navnet på et medlem; er det et medlem under et "
            "annet navn, fyll ut Kommunenummer"
        ),
    ),
    "not-a-number": (
        "“%(number)s” is not a municipality's number: write four digits",
        _("«%(number)s» er ikke et kommunenummer: skriv fire sifre"),
    ),
    "not-a-members-number": (
        "no member has or had the number %(number)s",
        _("ingen av medlemmene har eller har hatt nummer %(number)s"),
    ),
    "number-of-several": (
        "the number %(number)s has been several members': %(names)s. --published-on would decide",
        _("nummer %(number)s har tilhørt flere medlemmer: %(names)s. Fyll ut Publisert, så avgjør datoen"),
    ),
    "another-name": (
        "the file is of “%(name)s” (sheet “Info”, “Datasett”), but number %(number)s is %(ours)s",
        _("filen gjelder «%(name)s» (arket «Info», «Datasett»), men nummer %(number)s er %(ours)s"),
    ),
    "odd-name": (
        "“%(name)s” is too long for the name of a source or a gas, or holds signs that no name has",
        _("«%(name)s» er for langt for navnet på en utslippskilde eller klimagass, eller har ulovlige tegn"),
    ),
    "stored-for-another": (
        (
            "the very same file is stored already as edition %(edition)s, of %(municipality)s: only one of "
            "the two can be right"
        ),
        _(
            "akkurat den samme filen er allerede lagret som utgave %(edition)s, for %(municipality)s. Bare "
            "én av de to kan være riktig: kontroller kommunenummeret"
        ),
    ),
    "sector-missing": (
        (
            "no member has figures of %(sectors)s in %(years)s: a missing row is not a zero, and there is no "
            "sum over all sectors"
        ),
        _(
            "ingen av medlemmene har tall for %(sectors_nb)s i %(years_nb)s. En rad som mangler, er ikke "
            "null, så summen av alle sektorene blir ikke regnet ut"
        ),
    ),
    "members-sector-missing": (
        (
            "%(member)s has no figures of %(sectors)s in %(years)s: a missing row is not a zero, and the "
            "sums it belongs in are left out"
        ),
        _(
            "%(member)s har ingen tall for %(sectors_nb)s i %(years_nb)s. En rad som mangler, er ikke null, "
            "så summene den hører til i, blir ikke regnet ut"
        ),
    ),
    "members-year-missing": (
        "%(member)s has no figures at all in %(years)s: the region has no sums then",
        _("%(member)s har ingen tall i det hele tatt i %(years_nb)s. Da får regionen ingen summer"),
    ),
    "more-lacking": (
        "figures are missing in %(count)s more ways like these",
        _("det mangler tall på %(count)s måter til av samme slag"),
    ),
    "new-source": (
        "new source “%(source)s” in the sector %(sector)s (%(gases)s)",
        _("ny utslippskilde «%(source)s» i sektoren %(sector)s (%(gases)s)"),
    ),
    "new-gas": (
        "the source “%(source)s” in the sector %(sector)s has a new gas: %(gases)s",
        _("utslippskilden «%(source)s» i sektoren %(sector)s har en ny klimagass: %(gases)s"),
    ),
}
