"""What doctor says, in English and Spanish."""

from __future__ import annotations

from typing import Final

DOCTOR: Final = {
    "tab": ("tab '{0}': headings in row {1}, {2:leads}; {3}", "pestaña '{0}': encabezados en la fila {1}, {2:leads}; {3}"),
    "columns": ("tab '{0}': our columns to come: {1}", "pestaña '{0}': columnas nuestras por añadir: {1}"),
    "fix_columns": ("sheetflow sync {0} adds them", "sheetflow sync {0} las añade"),
    "absent": ("tab '{0}' has no column {1}", "la pestaña '{0}' no tiene columna {1}"),
    "fix_absent_last_contact": ("add it: without it every lead waits for its first contact", "añádala: sin ella todo lead espera su primer contacto"),
    "fix_absent_created": ("add it: without it a first contact is due at once", "añádala: sin ella el primer contacto toca ya"),
    "fix_absent_stage": ("add it: without it every lead is in the first stage", "añádala: sin ella todo lead está en la primera etapa"),
    "fix_absent_owner": ("add it: without it the worklist cannot be split", "añádala: sin ella no se puede repartir la lista"),
    "no_playbook": ("no Playbook tab: the default numbers count", "no hay pestaña Estrategia: valen los números por defecto"),
    "fix_init": ("sheetflow init {0} adds it", "sheetflow init {0} la añade"),
    "playbook_older": ("the Playbook or Calendar is without columns, tables or words that are asked about", "a la Estrategia o al Calendario les faltan columnas, tablas o palabras por las que se pregunta"),
    "playbook": ("Playbook: {0:stages}, every entry readable", "Estrategia: {0:stages}, todas las entradas legibles"),
    "utc": ("the days change at midnight UTC", "los días cambian a medianoche UTC"),
    "fix_utc": ("write a time zone such as Europe/Madrid into the Playbook", "escriba una zona horaria como Europe/Madrid en la Estrategia"),
    "no_holidays": ("no holidays: only weekends are off", "no hay festivos: solo se libra el fin de semana"),
    "fix_holidays": ("sheetflow init {0} --country {1} adds a Calendar tab with them", "sheetflow init {0} --country {1} añade una pestaña Calendario con ellos"),
    "fix_no_country": ("write the country into the Playbook, such as {0}: sheetflow doctor then lists the days to paste into the Calendar tab", "escriba el país en la Estrategia, como {0}: sheetflow doctor enumera entonces los días para pegarlos en la pestaña Calendario"),
    "paste_holidays": ("paste the holidays of {0} into the Calendar tab:", "pegue los festivos de {0} en la pestaña Calendario:"),
    "no_memory": ("never synced: nothing is remembered yet", "nunca sincronizado: aún no se recuerda nada"),
    "fix_memory": ("the first sheetflow sync begins the memory", "el primer sheetflow sync crea la memoria"),
    "memory": ("memory: {0:leads_remembered}", "memoria: {0:leads_remembered}"),
    "checks": ("{0:rows_undecided}", "{0:rows_undecided}"),
    "no_checks": ("{0:leads_decided}", "{0:leads_decided}"),
    "blank": ("the workbook is empty", "el libro está vacío"),
    "fix_blank": ("sheetflow init {0} adds a tab with headings to type under", "sheetflow init {0} añade una pestaña con encabezados para empezar a escribir"),
    "settings": ("settings: {0}", "ajustes: {0}"),
    "fix_cell": ("mend the cells named above", "corrija las celdas nombradas arriba"),
}  # fmt: skip

GOOGLE: Final = {
    "key": ("key file {0}: only its owner may read it, and no repository holds it", "archivo de clave {0}: solo su dueño puede leerlo y no está en ningún repositorio"),
    "default": ("no key file: the Google login of this machine counts", "sin archivo de clave: vale el inicio de sesión de Google de este ordenador"),
    "to_act": ("is to act as {0}", "debe actuar como {0}"),
    "acts": ("acts as {0}", "actúa como {0}"),
    "read": ("Google lets {0} read the sheet '{1}'", "Google deja leer la hoja '{1}' a {0}"),
    "written": ("an earlier sync could write into the sheet; whether the next one may, Google tells only then", "una sincronización anterior pudo escribir en la hoja; si la próxima puede, Google solo lo dirá entonces"),
    "edit": ("whether the sheet may be edited, Google tells only when something is written", "si la hoja se puede editar, Google lo dice solo al escribir"),
    "fix_edit": ("share the sheet with {0} as Editor; the first sync tells", "comparta la hoja con {0} como Editor; la primera sincronización lo dirá"),
    "changes": ("Google Drive tells when the sheet has changed", "Google Drive dice cuándo ha cambiado la hoja"),
    "protected": ("tab '{0}': a protected range keeps {1} out of {2}", "pestaña '{0}': un intervalo protegido impide a {1} escribir en {2}"),
    "fix_protected": ("in the menu Data > Protect sheets and ranges, let {0} edit it", "en el menú Datos > Proteger hojas e intervalos, permita que {0} lo edite"),
    "locale": ("locale {0}", "configuración regional {0}"),
    "locale_dates": ("locale {0}: what somebody types as 4/5/2026 becomes {1}", "configuración regional {0}: lo que alguien escribe como 4/5/2026 pasa a ser {1}"),
    "fix_locale": ("the headings are in another language: if people type dates the other way, change it in File > Settings", "los encabezados están en otro idioma: si las fechas se escriben al revés, cámbiela en Archivo > Configuración"),
    "zone": ("time zone {0}: a day begins when it begins there", "zona horaria {0}: el día empieza cuando empieza allí"),
    "zone_playbook": ("time zone {0}, from the Playbook", "zona horaria {0}, de la Estrategia"),
    "zone_unknown": ("the time zone '{0}' of the sheet is not known: the days change at midnight UTC", "la zona horaria '{0}' de la hoja no se conoce: los días cambian a medianoche UTC"),
    "zone_utc": ("time zone {0}: the days change at midnight UTC", "zona horaria {0}: los días cambian a medianoche UTC"),
    "fix_zone": ("choose your own in File > Settings", "elija la suya en Archivo > Configuración"),
    "quota": ("at most {0:reads} and {1:writes} a minute, for all runs of this machine", "como mucho {0:reads} y {1:writes} por minuto, entre todas las ejecuciones de este ordenador"),
    "alone": ("the requests of other runs on this machine are not counted in", "no se cuentan las peticiones de otras ejecuciones en este ordenador"),
    "fix_alone": ("let sheetflow write into its folder in ~/.cache", "permita que sheetflow escriba en su carpeta de ~/.cache"),
}  # fmt: skip
"""What doctor says of a Google Sheet alone."""
