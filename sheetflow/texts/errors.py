"""THE errors in English and Spanish, by code: what happened, and what to do about it.

A text has numbered places for the values of its error, in the order in which its class lists them.
A place may say how it shows its value: `{0:column}` is a heading, `{0:number}` is 10,000 or 10.000,
`{0:quoted}` is a name in quotes, `{0:list}` joins several by commas, `{0:lines}` writes each on a
line of its own, `{0:leads}` counts (words.COUNTED). A value that is a Text is written in the
language of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class ErrorText(NamedTuple):
    """An error in both languages: what happened, and what to do about it."""

    en: str
    es: str
    advice_en: str = ""
    advice_es: str = ""


LISTS: Final[Mapping[str, ErrorText]] = {
    "tab_not_found": ErrorText(
        "there is no tab named '{0}'",
        "no hay ninguna pestaña llamada '{0}'",
        "the tabs are: {1:list}",
        "las pestañas son: {1:list}",
    ),
    "leads_tab_gone": ErrorText(
        "the tab '{0:list}', which held {1:leads}, is gone",
        "ya no está la pestaña '{0:list}', que contenía {1:leads}",
        "bring it back: Undo, in Google Sheets File > Version history, in Excel an older copy of"
        " the file; or name the tab that holds the leads now with --tab",
        "recupérela: Deshacer, en Google Sheets Archivo > Historial de versiones, en Excel una"
        " copia anterior del archivo; o indique con --tab la pestaña que ahora tiene los leads",
    ),
    "addressed_tab_gone": ErrorText(
        "the address names a tab (gid={0}) that is not there",
        "la dirección indica una pestaña (gid={0}) que no existe",
        "copy the address again, or leave gid out; the tabs are: {1:list}",
        "copie de nuevo la dirección, o quite gid; las pestañas son: {1:list}",
    ),
    "live_needs1900": ErrorText(
        "this workbook counts days from 1904; live formulas count from 1900",
        "este libro cuenta los días desde 1904; las fórmulas vivas, desde 1900",
        "go on with sheetflow sync, which answers in it as before; nothing was written",
        "siga con sheetflow sync, que responde en él como antes; no se ha escrito nada",
    ),
    "live_needs_one_tab": ErrorText(
        "live formulas decide one tab of leads, and several hold leads here: {0:list}",
        "las fórmulas vivas deciden una sola pestaña de leads, y aquí hay varias: {0:list}",
        "go on with sheetflow sync, which answers in all of them, or put the leads into one tab; "
        "nothing was written",
        "siga con sheetflow sync, que responde en todas, o reúna los leads en una pestaña; no se "
        "ha escrito nada",
    ),
    "live_needs_playbook": ErrorText(
        "live formulas read the tables of the Playbook, and its stages or its settings are missing",
        "las fórmulas vivas leen las tablas de la Estrategia, y faltan sus etapas o sus ajustes",
        "rename that Playbook and run sheetflow init --live again, which adds a whole one",
        "cambie el nombre de esa Estrategia y ejecute otra vez sheetflow init --live, que añade "
        "una completa",
    ),
    "tab_is_ours": ErrorText(
        "the tab '{0}' is sheetflow's own: its name and its headings say so",
        "la pestaña '{0}' es de sheetflow: lo dicen su nombre y sus encabezados",
        "name the tab that holds the leads",
        "indique la pestaña que contiene los leads",
    ),
    "no_usable_headings": ErrorText(
        "no tab has usable headings for leads",
        "ninguna pestaña tiene encabezados de leads que sirvan",
        "a leads tab needs a heading Name or Company,"
        " and one of Email, Phone, Stage, Since, Last contact …\n{0:lines}",
        "una pestaña de leads necesita un encabezado Nombre o Empresa,"
        " y uno de Correo, Teléfono, Etapa, Alta, Último contacto …\n{0:lines}",
    ),
    "tabs_left_out": ErrorText(
        "the Playbook leaves out every tab with leads",
        "la Estrategia deja fuera todas las pestañas con leads",
        "change Tabs followed or Tabs left out; the tabs are: {0:list}",
        "cambie Pestañas seguidas o Pestañas fuera; las pestañas son: {0:list}",
    ),
    "heading_twice": ErrorText(
        "two columns claim '{0:column}': {1} and {2}",
        "dos columnas dicen ser {0:column}: {1} y {2}",
        "make the two cells agree, or rename one of the two headings",
        "haga que las dos celdas coincidan, o cambie el nombre de uno de los dos encabezados",
    ),
    "playbook_unusable": ErrorText(
        "the Playbook or Calendar has entries that cannot be used",
        "la Estrategia o el Calendario tiene entradas que no se pueden usar",
    ),
    "statuses_swung": ErrorText(
        "{0} of {1} leads would change status although their own cells did not",
        "{0} de {1} leads cambiarían de estado sin que sus propias celdas hayan cambiado",
        "check the time zone, the Playbook, and whether a heading was renamed;"
        " --force writes it once",
        "revise la zona horaria, la Estrategia y si cambió algún encabezado;"
        " --force lo escribe una vez",
    ),
    "leads_gone": ErrorText(
        "{0} of {1:known_leads} {0:gone}",
        "{0:gone} {0} de {1:known_leads}",
        "check that this is the right file, and whether a heading was renamed;"
        " --force goes on once",
        "compruebe que este es el archivo correcto y si cambió algún encabezado;"
        " --force sigue una vez",
    ),
    "lead_not_found": ErrorText(
        "no lead is in that row or has that name",
        "ningún lead está en esa fila ni tiene ese nombre",
        "name a sheet row such as 12, Leads!12, or a name",
        "indique una fila de la hoja como 12, Leads!12, o un nombre",
    ),
    "no_owners": ErrorText(
        "no lead has an owner",
        "ningún lead tiene responsable",
        "fill in the column Owner, or leave --owner out",
        "rellene la columna Responsable, o quite --owner",
    ),
    "owner_unknown": ErrorText(
        "no lead has the owner '{0}'",
        "ningún lead tiene el responsable '{0}'",
        "the owners are: {1:list}",
        "los responsables son: {1:list}",
    ),
}

LIST_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "tab_headings": ("tab '{0}': found {1:list}", "pestaña '{0}': hay {1:list}"),
    "tab_no_headings": (
        "tab '{0}': found no known heading",
        "pestaña '{0}': no hay ningún encabezado conocido",
    ),
    "heading_read": ("{0} {1:column}", "{0} {1:column}"),
    "heading_typed": ("{0} {1}", "{0} {1}"),
    "heading_meant": (
        "{0}; {1} '{2}': did you mean {3}?",
        "{0}; {1} '{2}': ¿quiso decir {3}?",
    ),
    "nothing_typed": (
        "nothing is typed into the workbook yet:"
        " sheetflow init adds a tab with headings to type under",
        "aún no hay nada escrito en el libro:"
        " sheetflow init añade una pestaña con encabezados para empezar a escribir",
    ),
}
"""The lines of `no_usable_headings`: what a tab holds, heading by heading."""

_GOOGLE_SETTINGS: Final = (
    'the settings are: key = "key.json", impersonate = "robot@…", quota = 60, wait_seconds = 90, '
    "change_detection = true",
    'los ajustes son: key = "key.json", impersonate = "robot@…", quota = 60, wait_seconds = 90, '
    "change_detection = true",
)

SETTINGS: Final[Mapping[str, ErrorText]] = {
    "target_missing": ErrorText(
        "There is no file {0}.",
        "No existe el archivo {0}.",
        "Check the name, or make one with: sheetflow init {1}",
        "Compruebe el nombre, o cree uno con: sheetflow init {1}",
    ),
    "target_unknown": ErrorText(
        "There is no file {0}.",
        "No existe el archivo {0}.",
        "Check the name, or make one with: sheetflow init {1}\nsheetflow.toml knows: {2:list}",
        "Compruebe el nombre, o cree uno con: sheetflow init {1}\nsheetflow.toml conoce: {2:list}",
    ),
    "target_is_folder": ErrorText(
        "{0} is a folder",
        "{0} es una carpeta",
        "name a workbook, such as leads.xlsx",
        "indique un libro, como leads.xlsx",
    ),
    "settings_missing": ErrorText(
        "SHEETFLOW_CONFIG names {0}, and no such file is there",
        "SHEETFLOW_CONFIG indica {0}, y no existe tal archivo",
        "mend its path, or remove the variable",
        "corrija su ruta, o quite la variable",
    ),
    "settings_unreadable": ErrorText(
        "{0} cannot be read: {1}",
        "no se puede leer {0}: {1}",
        "mend or remove it",
        "corríjalo o quítelo",
    ),
    "settings_table_unknown": ErrorText(
        "{0}: {1} is not known here",
        "{0}: aquí no se conoce {1}",
        "the tables are [targets] and [google]; names go below [targets], "
        "settings such as key below [google], stale_after above all tables",
        "las tablas son [targets] y [google]; los nombres van debajo de [targets], "
        "ajustes como key debajo de [google], stale_after encima de todas las tablas",
    ),
    "stale_after_wrong": ErrorText(
        "{0}: stale_after is a whole number of working days",
        "{0}: stale_after es un número entero de días laborables",
        "write a line such as stale_after = 1 above all tables",
        "escriba una línea como stale_after = 1 encima de todas las tablas",
    ),
    "settings_of_another": ErrorText(
        "{0} belongs to somebody else, so it is not read: it could lead to another workbook or key",
        "{0} es de otra persona, así que no se lee: podría llevar a otro libro o a otra clave",
        "run sheetflow in another folder, or name your own settings in SHEETFLOW_CONFIG",
        "ejecute sheetflow en otra carpeta, o indique sus propios ajustes en SHEETFLOW_CONFIG",
    ),
    "settings_exposed": ErrorText(
        "others may write {0}, so it is not read: it could lead to another workbook or key",
        "otros pueden escribir {0}, así que no se lee: podría llevar a otro libro o a otra clave",
        "look through it, then: chmod go-w {1}",
        "revíselo y después: chmod go-w {1}",
    ),
    "target_name_unfit": ErrorText(
        "{0}: the name {1} has a slash, so it would be taken for a path",
        "{0}: el nombre {1} lleva una barra, así que se tomaría por una ruta",
        'write a name without one, such as madrid = "madrid.xlsx"',
        'escriba un nombre sin ella, como madrid = "madrid.xlsx"',
    ),
    "targets_not_paths": ErrorText(
        "{0}: [targets] maps names to paths",
        "{0}: [targets] asigna rutas a nombres",
        'write lines such as madrid = "madrid.xlsx"',
        'escriba líneas como madrid = "madrid.xlsx"',
    ),
    "google_not_a_table": ErrorText(
        "{0}: [google] is a table",
        "{0}: [google] es una tabla",
        'write lines such as key = "key.json" below it',
        'escriba debajo líneas como key = "key.json"',
    ),
    "google_setting_unknown": ErrorText(
        "{0}: [google] has no setting {1}",
        "{0}: [google] no tiene el ajuste {1}",
        *_GOOGLE_SETTINGS,
    ),
    "google_setting_wrong": ErrorText(
        "{0}: {1} in [google] cannot be {2}",
        "{0}: {1} en [google] no puede ser {2}",
        *_GOOGLE_SETTINGS,
    ),
    "number_unknown": ErrorText(
        "there is no error number {0}",
        "no hay ningún número de error {0}",
        "write it as -v shows it, such as SF012; the manual lists them all",
        "escríbalo como lo muestra -v, por ejemplo SF012; el manual los enumera todos",
    ),
    "unforeseen": ErrorText(
        "unexpected {0} in {1}. -v shows more.", "{0} inesperado en {1}. -v muestra más."
    ),
}
