"""THE words: every text people see, in English and Spanish. render.py puts them together.

A text is `(English, Spanish)` with numbered places for its arguments. A place may say how it shows its
argument: `{0:days}` is "3 working days", `{0:leads}` "1 lead" or "40 leads" (COUNTED has them all); dates,
columns, stages and channels find their own words.
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "es")

STATUSES: Final = {
    "check": ("Check row", "Revisar"),
    "reply": ("Reply now", "Responder ya"),
    "overdue": ("Overdue", "Vencido"),
    "today": ("Today", "Hoy"),
    "last_message": ("Last message", "Último mensaje"),
    "cold": ("Gone cold", "Enfriado"),
    "planned": ("Planned", "Planificado"),
    "waiting": ("Waiting", "En espera"),
    "no_answer": ("No answer", "Sin respuesta"),
    "won": ("Won", "Ganado"),
    "lost": ("Lost", "Perdido"),
    "not_followed": ("Not followed", "Sin seguimiento"),
}

FLAGS: Final = {
    "no_agreement": ("no agreement", "sin acuerdo"),
    "open_ending": ("open ending", "final abierto"),
    "reproach": ("reproach", "reproche"),
    "promise_missed": ("promise missed", "compromiso incumplido"),
    "too_soon": ("too soon", "demasiado pronto"),
    "too_many": ("too many touches", "demasiados toques"),
    "skipped_stage": ("skipped a stage", "etapa saltada"),
    "unconfirmed": ("not confirmed", "sin confirmar"),
    "unknown_fit": ("possible?", "¿posible?"),
    "unknown_phase": ("phase unknown", "fase desconocida"),
    "no_owner": ("no owner", "sin responsable"),
    "no_address": ("no phone or email", "sin teléfono ni correo"),
    "owner_away": ("owner away", "responsable ausente"),
    "duplicate": ("duplicate", "duplicado"),
    "reply_unseen": ("reply unseen", "respuesta sin ver"),
    "typed_over": ("typed over", "escrito encima"),
    "word_date": ("date as a word", "fecha con palabra"),
    "bad_cell": ("unreadable cell", "celda ilegible"),
}

WHY: Final = {
    "closed": ("Closed: the stage is {0}.", "Cerrado: la etapa es {0}."),
    "do_not_contact": ("Not followed: do not contact says yes.", "Sin seguimiento: no contactar dice sí."),
    "stage_closed": ("Not followed: the stage says closed, and neither won nor lost.", "Sin seguimiento: la etapa dice cerrado, y ni ganado ni perdido."),
    "stage_no_contact": ("Not followed: the stage says do not contact.", "Sin seguimiento: la etapa dice no contactar."),
    "opted_out": ("Not followed: this email or phone asked not to be contacted; type no into Do not contact to contact them again.", "Sin seguimiento: este correo o teléfono pidió que no se le contacte; escriba no en No contactar para volver a contactar."),
    "no_fit": ("Not followed: there is no possibility of buying.", "Sin seguimiento: no hay posibilidad de compra."),
    "problem": ("Not decided: {0}.", "Sin decidir: {0}."),
    "unreadable": ("{0} cannot be read", "no se puede leer {0}"),
    "stage_unknown": ("the word of its stage is not in the Playbook", "la palabra de su etapa no está en la Estrategia"),
    "in_future": ("{0} lies in the future ({1})", "{0} está en el futuro ({1})"),
    "reply": ("They wrote on {0} and we have not answered; an answer is due within {1:days}: {2}.",
              "Escribieron el {0} y no hemos respondido; la respuesta toca en {1:days}: {2}."),
    "confirm": ("The appointment of {0} is not confirmed; confirm it {1:days} before: {2}.",
                "La cita del {0} no está confirmada; confirmarla {1:days} antes: {2}."),
    "hold": ("The appointment of {0} is confirmed.", "La cita del {0} está confirmada."),
    "record": ("The appointment of {0} is past and nothing is noted since; record it by {1}.",
               "La cita del {0} ya pasó y no hay nada anotado desde entonces; anotarla el {1}."),
    "by_hand": ("Planned by hand for {0}; next contact {1}.", "Planificado a mano para el {0}; próximo contacto {1}."),
    "agreement": ("Agreed for {0}; next contact {1}.", "Acordado para el {0}; próximo contacto {1}."),
    "announced": ("Announced for {0}; next contact {1}.", "Anunciado para el {0}; próximo contacto {1}."),
    "first_contact_now": ("No contact yet, and no date of interest: today, {0}.", "Sin contacto aún ni fecha de interés: hoy, {0}."),
    "first_contact": ("No contact yet; they showed interest on {0}, first contact within {1:days}: {2}.",
                      "Sin contacto aún; mostraron interés el {0}, primer contacto en {1:days}: {2}."),
    "cadence": ("Touch {1} of {2} was on {0}, no answer; the next one after {3:days}: {4}.",
                "El toque {1} de {2} fue el {0}, sin respuesta; el siguiente tras {3:days}: {4}."),
    "last_message": ("Touch {1} of {2} was on {0}, no answer; the last message after {3:days}: {4}.",
                     "El toque {1} de {2} fue el {0}, sin respuesta; el último mensaje tras {3:days}: {4}."),
    "waiting": ("The last message went out on {0}; {1:days} of grace run to {2}.",
                "El último mensaje salió el {0}; {1:days} de gracia hasta el {2}."),
    "no_answer": ("The last message of {0} got no answer in {1:days} (to {2}); a reply reopens it.",
                  "El último mensaje del {0} no tuvo respuesta en {1:days} (hasta el {2}); una respuesta lo reabre."),
    "nurture": ("Touch {1} of {2} was on {0}; the touches are used up, a light one every {3:days}: {4}.",
                "El toque {1} de {2} fue el {0}; se agotaron los toques, uno suave cada {3:days}: {4}."),
    "snoozed": ("Not before {0}: moved to {1}.", "No antes del {0}: pasa al {1}."),
    "word_date": ("'{0}' is read as {1}: type the date.", "'{0}' se lee como {1}: escriba la fecha."),
    "away": ("The owner is away until {0}: moved to {1}.", "El responsable está ausente hasta el {0}: pasa al {1}."),
}  # fmt: skip

STEPS: Final = {
    "step_reply": ("Answer their message of {0} ({1})", "Responder su mensaje del {0} ({1})"),
    "step_reply_and": ("Answer their message of {0}: {1} ({2})", "Responder su mensaje del {0}: {1} ({2})"),
    "step_confirm": ("Confirm the appointment of {0} ({1})", "Confirmar la cita del {0} ({1})"),
    "step_hold": ("Hold the appointment of {0} ({1})", "Celebrar la cita del {0} ({1})"),
    "step_record": ("Record how the appointment of {0} went, or rebook it ({1})",
                    "Anotar cómo fue la cita del {0}, o fijar otra ({1})"),
    "step_agreement": ("Check: {0} ({1})", "Comprobar: {0} ({1})"),
    "step_announced": ("Get in touch as announced for {0} ({1})", "Contactar como se anunció para el {0} ({1})"),
    "step_last_message": ("Send the last message ({0})", "Enviar el último mensaje ({0})"),
    "step_stage": ("{0} ({1})", "{0} ({1})"),
    "step_reason": ("Write with a reason and a proposed date ({0})", "Escribir con un motivo y una fecha propuesta ({0})"),
    "step_call": ("Call, and ask for an email: {0} ({1})", "Llamar y pedir un correo: {0} ({1})"),
    "step_nurture": ("A light touch: {0}", "Un toque suave: {0}"),
    "step_cold": ("Start again gently: {0}", "Retomar con suavidad: {0}"),
    "step_waiting": ("Wait for their answer", "Esperar su respuesta"),
    "step_no_answer": ("Let it rest; a reply reopens it", "Dejar descansar; una respuesta lo reabre"),
}  # fmt: skip

MONTHS: Final = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "es": "ene feb mar abr may jun jul ago sep oct nov dic".split(),
}
DAYS: Final = {
    ("en", "working"): ("{} working day", "{} working days"),
    ("en", "calendar"): ("{} day", "{} days"),
    ("es", "working"): ("{} día laborable", "{} días laborables"),
    ("es", "calendar"): ("{} día", "{} días"),
}

COUNTED: Final = {
    "leads": (("{} lead", "{} leads"), ("{} lead", "{} leads")),
    "leads_are": (("{} lead is", "{} leads are"), ("{} lead", "{} leads")),
    "leads_remembered": (("{} lead remembered", "{} leads remembered"), ("{} lead recordado", "{} leads recordados")),
    "leads_decided": (("the lead can be decided", "all {} leads can be decided"), ("el lead se puede decidir", "los {} leads se pueden decidir")),
    "known_leads": (("{} known lead", "{} known leads"), ("{} lead conocido", "{} leads conocidos")),
    "gone": (("is gone", "are gone"), ("ha desaparecido", "han desaparecido")),
    "more_columns": (("{} more column", "{} more columns"), ("no cabe {} columna más", "no caben {} columnas más")),
    "rows": (("{} row", "{} rows"), ("{} fila", "{} filas")),
    "plans_stay": (("{} date after the last contact stays as your plan", "{} dates after the last contact stay as your plans"),
                   ("{} fecha posterior al último contacto queda como plan suyo",
                    "{} fechas posteriores al último contacto quedan como planes suyos")),
    "dates_replaced": (("{} earlier date is replaced", "{} earlier dates are replaced"), ("{} fecha anterior se sustituye", "{} fechas anteriores se sustituyen")),
    "cells_stay": (("{} cell that is no date stays as typed", "{} cells that are no dates stay as typed"),
                   ("{} celda que no es fecha queda como se escribió",
                    "{} celdas que no son fechas quedan como se escribieron")),
    "rows_undecided": (("{} row cannot be decided", "{} rows cannot be decided"), ("{} fila no se puede decidir", "{} filas no se pueden decidir")),
    "rows_to_check": (("{} row needs a look: its status says", "{} rows need a look: their status says"),
                      ("{} fila necesita revisión: su estado dice", "{} filas necesitan revisión: su estado dice")),
    "cells_written": (("{} cell written", "{} cells written"), ("{} celda escrita", "{} celdas escritas")),
    "changes": (("{} change", "{} changes"), ("{} cambio", "{} cambios")),
    "days_off": (("{} day off", "{} days off"), ("{} día libre", "{} días libres")),
    "absences": (("{} absence", "{} absences"), ("{} ausencia", "{} ausencias")),
    "stages": (("{} stage", "{} stages"), ("{} etapa", "{} etapas")),
    "hidden_tabs": (("{} hidden tab", "{} hidden tabs"), ("{} pestaña oculta", "{} pestañas ocultas")), "live_cells": (("{} cell", "{} cells"), ("{} celda", "{} celdas")),
    "reads": (("{} read", "{} reads"), ("{} lectura", "{} lecturas")), "writes": (("{} write", "{} writes"), ("{} escritura", "{} escrituras")),
}  # fmt: skip
"""What is counted, of one and of many, with whatever else of the sentence depends on it."""

DAY_COUNTS: Final = {"working": ("working", "laborables"), "calendar": ("calendar", "naturales")}

PROBLEMS: Final = {
    "left_alone": ("{0} says {1} too and is left alone; {2} is used", "{0} también dice {1} y no se usa; se usa {2}"),
    "theirs": ("this column stays the team's; sheetflow answers in one of its own", "esta columna sigue siendo del equipo; sheetflow responde en una propia"),
    "formula_differs": ("{0} in the file says {1}, sheetflow says {2}: it was probably saved without calculating; press Ctrl+Alt+F9 in Excel (Ctrl+Shift+F9 in LibreOffice) and save it; if this comes back, sheetflow doctor --repair writes the formulas anew", "{0} dice {1} en el archivo, y sheetflow dice {2}: seguramente se guardó sin recalcular; pulse Ctrl+Alt+F9 en Excel (Ctrl+Mayús+F9 en LibreOffice) y guárdelo; si vuelve a salir, sheetflow doctor --repair escribe de nuevo las fórmulas"),
    "formulas_follow": ("the column {0} came or went: the live formulas were written anew", "la columna {0} apareció o desapareció: las fórmulas vivas se escribieron de nuevo"), "formula_back": ("the live formula of {0} was gone and is back", "faltaba la fórmula viva de {0} y ha vuelto"), "page_renewed": ("the tab {0} was of an earlier version and was written anew", "la pestaña {0} era de una versión anterior y se escribió de nuevo"), "page_left": ("the tab {0} is of an earlier version and may show wrong rows; it was changed by hand and stays as it is: rename it and run init, which makes a new one", "la pestaña {0} es de una versión anterior y puede mostrar filas equivocadas; se cambió a mano y queda como está: cámbiele el nombre y ejecute init, que crea otra"), "page_old": ("the tab {0} is of an earlier version and may show wrong rows: doctor --repair writes it anew where nobody changed it", "la pestaña {0} es de una versión anterior y puede mostrar filas equivocadas: doctor --repair la escribe de nuevo si nadie la cambió"),
    "theirs_with_formulas": ("this column holds formulas and stays the team's; sheetflow answers in one of its own", "esta columna tiene fórmulas y sigue siendo del equipo; sheetflow responde en una propia"),
    "ours_now": ("sheetflow answers in this column from now on: {0:plans_stay}, {1:dates_replaced}, {2:cells_stay}", "desde ahora sheetflow responde en esta columna: {0:plans_stay}, {1:dates_replaced}, {2:cells_stay}"),
    "half_swapped": ("the dates of this column look half swapped by an import: the texts have a day above 12, no real date has; compare {0} with its source", "las fechas de esta columna parecen cambiadas a medias por una importación: los textos tienen un día mayor que 12, ninguna fecha real lo tiene; compare {0} con su origen"),
    "answered_here": ("sheetflow answers {0} in this column, so its cells are not read as {1}; add a column of your own for that", "sheetflow responde {0} en esta columna, así que sus celdas no se leen como {1}; añada para eso una columna propia"),
    "says_no_when": ("this tab is not followed: nothing in it says when, as other tabs do; to follow it, list all tabs to follow in the Playbook under Tabs followed", "esta pestaña no se sigue: nada en ella dice cuándo, como sí en otras; para seguirla, enumere en la Estrategia, en Pestañas seguidas, todas las que se siguen"),
    "left_out": ("this tab is left out as the Playbook says: its answers are no longer kept up", "esta pestaña queda fuera, como dice la Estrategia: sus respuestas ya no se actualizan"),
    "no_such_tab": ("the Playbook follows this tab, and none with leads is called so", "la Estrategia sigue esta pestaña, y ninguna con leads se llama así"),
    "remarks": ("taken for remarks below the list, and no leads ({0:rows})", "se toman por notas al pie de la lista, no por leads ({0:rows})"),
    "kind_is_theirs": ("this column stays the team's: few of its cells are kinds of leads", "esta columna sigue siendo del equipo: pocas de sus celdas son tipos de lead"),
    "refused_id": ("an sf id has no | and at most {0} characters; this row gets another one", "un sf id no lleva | y tiene como máximo {0} caracteres; esta fila recibe otro"),
    "unclear_id": ("which lead this row was, nothing tells for certain: it counts as a new one; check its Touches", "no se sabe con certeza qué lead era esta fila: cuenta como uno nuevo; revise sus Toques"),
    "status_unread": ("this column is not read: no word in it is a stage that we know; it is read as the stage once a cell says one, or Your words in the Playbook names one", "esta columna no se lee: ninguna de sus palabras es una etapa conocida; se lee como la etapa en cuanto una celda diga una, o Sus palabras de la Estrategia la nombre"),
    "status_unread_words": ("this column is not read: no word in it is a stage that we know ({0}); write the stage of each word in the Playbook, under Your words", "esta columna no se lee: ninguna de sus palabras es una etapa conocida ({0}); escriba la etapa de cada palabra en la Estrategia, en Sus palabras"),
    "status_free": ("no stage that we know in {0:rows} of this free text: followed as new leads; a filled Stage, or Your words in the Playbook, says otherwise", "ninguna etapa conocida en {0:rows} de este texto libre: se siguen como leads nuevos; si no lo son, rellene la Etapa, o Sus palabras de la Estrategia"),
    "status_free_words": ("no stage that we know in {0:rows} ({1}): followed as new leads until the stage of each word stands in the Playbook, under Your words", "ninguna etapa conocida en {0:rows} ({1}): se siguen como leads nuevos hasta que la Estrategia diga, en Sus palabras, la etapa de cada palabra"),
    "status_begun": ("counted as closed: {0:rows}, for a text that begins with a word such as Closed, Won or Lost; where one is still open, fill in its Stage", "cuentan como cierre: {0:rows}, por un texto que empieza con una palabra como Cerrado, Ganado o Perdido; si una sigue abierta, rellene su Etapa"),
    "as_stage": ("this column is read as the stage", "esta columna se lee como la etapa"),
    "near_miss": ("'{0}': did you mean {1}?", "'{0}': ¿quiso decir {1}?"),
    "unreadable_date": ("this date cannot be read for certain; write it as 2026-11-30, or the country into the Playbook where day and month may be swapped", "esta fecha no se puede leer con certeza; escríbala como 2026-11-30, o el país en la Estrategia si día y mes se pueden confundir"),
    "undated_word": ("nobody knows when '{0}' was typed, so it tells no day: type the date, with its year", "no se sabe cuándo se escribió '{0}', así que no dice qué día es: escriba la fecha, con su año"),
    "word_is_read": ("'{0}' is read as {1}: type the date", "'{0}' se lee como {1}: escriba la fecha"),
    "unreadable": ("{0} cannot be read", "no se puede leer {0}"),
    "unreadable_amount": ("this amount cannot be read for certain: type it as a number, such as 12000", "este importe no se puede leer con certeza: escríbalo como número, por ejemplo 12000"),
    "unknown_stage": ("no stage is called '{0}' ({1:rows}): say which one it means in the Playbook, under Your words or Also called", "ninguna etapa se llama '{0}' ({1:rows}): diga en la Estrategia cuál es, en Sus palabras o en También llamado"),
    "lies_ahead": ("{0} lies in the future", "{0} está en el futuro"),
    "duplicate": ("same email or phone as {0}", "mismo correo o teléfono que {0}"),
    "status_answered": ("'{0}' is a word of ours and was answered over: type Won, Lost or Not followed here, or change Stage", "'{0}' es una palabra nuestra y se respondió encima: escriba aquí Ganado, Perdido o Sin seguimiento, o cambie la Etapa"),
    "duplicates": ("same email or phone as an earlier lead", "mismo correo o teléfono que un lead anterior"),
    "typed_over": ("a person's text stands in {0}; empty the cell to get the answer back", "hay un texto escrito a mano en {0}; vacíe la celda para recuperar la respuesta"),
    "memory_lost": ("the memory of earlier runs is lost; touches come from the sheet", "se perdió la memoria de ejecuciones anteriores; los toques salen de la hoja"),
    "no_log_headings": ("headings not found; write Date, Lead and In/out", "no se encuentran los encabezados; escriba Fecha, Contacto y Entrada/salida"),
    "log_lead": ("no single lead matches this line", "ningún lead único corresponde a esta línea"),
    "log_date": ("the date of this line cannot be read", "la fecha de esta línea no se puede leer"),
    "log_way": ("say in or out", "diga entrada o salida"),
    "no_stages_table": ("these rows look like stages, but their headings are missing", "estas filas parecen etapas, pero faltan sus encabezados"),
    "unnamed_stage": ("this stage has no name", "esta etapa no tiene nombre"),
    "unknown_setting": ("this setting is not known", "este ajuste no se conoce"),
    "setting_twice": ("this setting stands twice", "este ajuste aparece dos veces"),
    "wrong_step_stage": ("a step needs a stage of this Playbook", "un paso necesita una etapa de esta Estrategia"),
    "wrong_touch": ("say which touch: 1, 2, 3 …, more or nurture", "diga qué toque: 1, 2, 3 …, más o mantener"),
    "touch_twice": ("this touch of the stage has a step already", "este toque de la etapa ya tiene un paso"),
    "wrong_symptom_stage": ("no stage of this Playbook is called so; blank fits all", "ninguna etapa de esta Estrategia se llama así; en blanco encaja siempre"),
    "wrong_opened": ("say yes, no or unknown, or leave it blank", "diga sí, no o desconocido, o déjelo en blanco"),
    "wrong_reaction": ("say positive, neutral, negative or none, or leave it blank", "diga positiva, neutral, negativa o ninguna, o déjelo en blanco"),
    "wrong_phase": ("say known or unknown, or leave it blank", "diga conocida o desconocida, o déjelo en blanco"),
    "wrong_touches": ("say which touches: 2, 2 to 4, or 3+", "diga qué toques: 2, 2 a 4, o 3+"),
    "no_symptom_step": ("say what to do when this row fits", "diga qué hacer cuando esta fila encaja"),
    "nameless_person": ("this person has no name", "esta persona no tiene nombre"),
    "person_twice": ("this person is here twice", "esta persona aparece dos veces"),
    "wrong_capacity": ("write how many touches fit into a day, or leave it blank", "escriba cuántos toques caben en un día, o déjelo en blanco"),
    "wrong_digest": ("say yes or no", "diga sí o no"),
    "lone_absence": ("an absence needs an owner and a first day", "una ausencia necesita responsable y primer día"),
    "named_twice": ("this stage is named twice", "esta etapa aparece dos veces"),
    "no_open_stage": ("there is no open stage", "no hay ninguna etapa abierta"),
    "wrong_pace": ("say Fast or Slow, or leave it blank", "diga Rápido o Lento, o déjelo en blanco"),
    "no_pace": ("an open stage needs a pace, or all its numbers: this one is missing", "una etapa abierta necesita un ritmo, o todos sus números: falta este"),
    "unknown_stage_meant": ("no stage is called '{0}'; name one of the Playbook, or write Not followed", "ninguna etapa se llama '{0}'; indique una de la Estrategia, o escriba Sin seguimiento"),
    "wrong_ends": ("say Nurture, Last message, Won or Lost", "diga Mantener, Último mensaje, Ganado o Perdido"),
    "wrong_gaps": ("write whole numbers of days such as 1, 2, 3, 5", "escriba números enteros de días como 1, 2, 3, 5"),
    "wrong_count": ("write a whole number of days", "escriba un número entero de días"),
    "wrong_positive": ("write a whole number from 1 on", "escriba un número entero desde 1"),
    "wrong_ratio": ("write a number above 0 and up to 1, such as 0.93", "escriba un número mayor que 0 y hasta 1, como 0,93"),
    "wrong_weekend": ("name the days off, such as Sat Sun, or write a WORKDAY.INTL code", "nombre los días libres, como sáb dom, o un código de DIA.LAB.INTL"),
    "no_working_day": ("no working day is left", "no queda ningún día laborable"),
    "wrong_day_count": ("say working or calendar", "diga laborables o naturales"),
    "wrong_zone": ("this time zone is not known; write one such as Europe/Madrid or GMT+02:00", "zona horaria desconocida; escriba una como Europe/Madrid o GMT+02:00"),
    "unknown_zone": ("the time zone '{0}' of the sheet is not known, so the days change at midnight UTC; choose one in File > Settings, or write one such as Europe/Madrid or GMT+02:00 into the Playbook", "no se conoce la zona horaria '{0}' de la hoja, así que los días cambian a medianoche UTC; elija una en Archivo > Configuración o escriba en la Estrategia una como Europe/Madrid o GMT+02:00"),
    "wrong_language": ("say en or es", "diga en o es"),
    "wrong_country": ("write the two letters of the country, such as GB", "escriba las dos letras del país, como ES"),
    "wrong_absence": ("the last day lies before the first", "el último día es anterior al primero"),
}  # fmt: skip

REPORT: Final = {
    "settings": ("settings: {0}", "ajustes: {0}"),
    "no_settings": ("settings: none", "ajustes: ninguno"),
    "requests": ("requests to Google: {0:reads}, {1:writes}", "peticiones a Google: {0:reads}, {1:writes}"),
    "wait_turn": ("waiting {0} s for our turn: this minute's requests (quota) are used up", "esperando el turno, {0} s: se han agotado las peticiones de este minuto (quota)"),
    "wait_network": ("Google cannot be reached; trying again in {0} s", "No se puede llegar a Google; se intentará de nuevo en {0} s"),
    "wait_trouble": ("Google is busy; trying again in {0} s", "Google está ocupado; se intentará de nuevo en {0} s"),
    "changes": ("{0:changes}", "{0:changes}"),
    "changes_told": ("{0:changes}; --all prints every cell", "{0:changes}; --all muestra cada celda"),
    "changes_and_rest": ("{0:changes}, also in {1:rows} not listed; --all prints every cell",
                         "{0:changes}, también en {1:rows} sin enumerar; --all muestra cada celda"),
    "nothing": ("Nothing to do: {0:leads_are} up to date.", "Nada que hacer: {0:leads_are} al día."),
    "synced": ("{0:leads}, {1:cells_written}.", "{0:leads}, {1:cells_written}."),
    "no_cells": ("{0:leads_are} up to date; only colours, notes or memory were written.", "{0:leads_are} al día; solo se escribieron colores, notas o memoria."),
    "tab": ("tab '{0}': headings in row {1}, {2:rows} to write", "pestaña '{0}': encabezados en la fila {1}, {2:rows} por escribir"),
    "as_left": ("the file is what the last run left", "el archivo está como lo dejó la última ejecución"),
    "checks": ("{0:rows_to_check} {1}.", "{0:rows_to_check} {1}."),
    "checks_left": ("{0:rows_to_check} {1} (sheetflow doctor names the cells).", "{0:rows_to_check} {1} (sheetflow doctor nombra las celdas)."),
    "nobody": ("(no owner)", "(sin responsable)"),
    "new_column": ("new column", "columna nueva"),
    "new_columns": ("new columns", "columnas nuevas"),
    "unknown_stages": ("words that no stage has, with their rows: {0}; say in the Playbook, under Your words or Also called, which stage each one means",
                       "palabras que no son ninguna etapa, con sus filas: {0}; diga en la Estrategia, en Sus palabras o en También llamado, qué etapa es cada una"),
    "and_more": ("{0} and {1} more", "{0} y {1} más"),
    "told_before": ("… and {0} more that were told before (-v lists them)", "… y {0} más que ya se dijeron (-v los enumera)"),
    "blank": ("blank", "vacío"),
    "row": ("row {0}", "fila {0}"),
    "more": ("… and {0} more", "… y {0} más"),
    "problems": ("To know:", "Para saber:"),
    "worklist": ("Worklist for {0}", "Lista de trabajo del {0}"),
    "worklist_empty": ("Nothing to do today.", "Nada que hacer hoy."),
    "late": ("({0} late)", "({0} de retraso)"),
    "no_room": ("{0}: … and {1} more, above the capacity of the day", "{0}: … y {1} más, por encima de la capacidad del día"),
    "stands_in": ("{0} for {1}, who is away", "{0} por {1}, que está ausente"),
    "exit_code": ("Exit code", "Código de salida"),
    "mend_cell": ("mend the cell", "corrija la celda"),
    "decided_by": ("Rule", "Regla"),
    "symptom_row": ("Step by the symptoms of the Playbook, row {0} of the table: {1}", "Paso según los síntomas de la Estrategia, fila {0} de la tabla: {1}"),
    "fits_all": ("fits all", "encaja siempre"),
    "numbers": ("Numbers", "Números"),
    "would_change": ("What would change it", "Qué lo cambiaría"),
    "if_nothing": ("If nothing happens: {0} from {1}.", "Si no pasa nada: {0} desde el {1}."),
    "today": ("Today", "Hoy"),
    "stays": ("If nothing happens it stays so.", "Si no pasa nada, sigue así."),
    "write_day": ("write the day as 2026-11-30", "escriba el día como 2026-11-30"),
    "reading": ("Reading", "Leyendo"),
    "deciding": ("Deciding", "Decidiendo"),
    "checking": ("Checking", "Comprobando"),
    "writing": ("Writing", "Escribiendo"),
    "saved": ("The workbook is at {0}", "El libro está en {0}"),
    "created": ("Created {0}. Type your leads, then: sheetflow sync {1}", "Creado {0}. Escriba sus leads y luego: sheetflow sync {1}"),
    "follows": ("The leads in the tab {0} are followed.", "Se siguen los leads de la pestaña {0}."),
    "adopted": ("{0}: ready.", "{0}: preparado."),
    "added": ("Tabs added: {0}.", "Pestañas añadidas: {0}."),
    "type_into": ("{0}: ready. Type your leads into the tab {1}, then: sheetflow sync {0}", "{0}: preparado. Escriba sus leads en la pestaña {1} y luego: sheetflow sync {0}"),
    "calendar_stays": ("The Calendar tab was there already and is yours: write {0} as the country into the Playbook, and sheetflow doctor lists the holidays to paste.", "La pestaña Calendario ya existía y es de ustedes: escriba {0} como país en la Estrategia, y sheetflow doctor enumera los festivos para pegarlos."),
    "brake": ("sync would stop here and write nothing ({0}): {1}", "sync se detendría aquí sin escribir nada ({0}): {1}"),
}  # fmt: skip

CHANGERS: Final = {
    "closed": ("Set the stage back to an open one.", "Volver a poner una etapa abierta."),
    "not_followed": ("Type yes into Possible?, or no into Do not contact.", "Escribir sí en ¿Posible?, o no en No contactar."),
    "problem": ("Mend the cell that cannot be read, or say in the Playbook, under Your words, which stage the word means.", "Corregir la celda que no se puede leer, o decir en la Estrategia, en Sus palabras, qué etapa es la palabra."),
    "reply": ("Answer them and type the day into Last contact.", "Responder y escribir el día en Último contacto."),
    "appointment": ("Confirm it, move it, or note a contact on or after its day.", "Confirmarla, moverla, o anotar un contacto desde ese día."),
    "by_hand": ("Make the contact and type its day into Last contact, or type another date.", "Hacer el contacto y escribir su día en Último contacto, o escribir otra fecha."),
    "agreement": ("Make the contact and type its day into Last contact, or agree on another day.", "Hacer el contacto y escribir su día en Último contacto, o acordar otro día."),
    "first_contact": ("Make the first contact and type its day into Last contact.", "Hacer el primer contacto y escribir su día en Último contacto."),
    "cadence": ("A reply, an agreement with a date, or the next touch.", "Una respuesta, un acuerdo con fecha, o el siguiente toque."),
    "last_message": ("Send the last message and type its day into Last contact; or a reply.", "Enviar el último mensaje y escribir su día en Último contacto; o una respuesta."),
    "waiting": ("A reply reopens it at once.", "Una respuesta lo reabre al momento."),
    "nurture": ("A reply, an agreement with a date, or a light touch.", "Una respuesta, un acuerdo con fecha, o un toque suave."),
}  # fmt: skip
"""What a person can do about the rule that decided."""

RULE_NAMES: Final = {
    "closed": ("closed", "cerrado"),
    "not_followed": ("not followed", "sin seguimiento"),
    "problem": ("problem", "problema"),
    "reply": ("reply", "respuesta"),
    "appointment": ("appointment", "cita"),
    "by_hand": ("by hand", "a mano"),
    "agreement": ("agreement", "acuerdo"),
    "first_contact": ("first contact", "primer contacto"),
    "cadence": ("cadence", "cadencia"),
    "last_message": ("last message", "último mensaje"),
    "waiting": ("waiting", "espera"),
    "nurture": ("nurture", "mantener"),
}
"""What a rule is called; JSON names it by its key."""

RULES: Final = {
    "closed": (
        "The stage is a closed one. Status: won or lost, as the Playbook says; no next contact.",
        "La etapa está cerrada. Estado: ganado o perdido, según la Estrategia; sin próximo contacto.",
    ),
    "not_followed": (
        "Possible? says no, or Do not contact says yes, in this row or earlier for the same email or phone. Nobody "
        "follows up.",
        "¿Posible? dice no, o No contactar dice sí, en esta fila o antes para el mismo correo o teléfono. Nadie hace "
        "seguimiento.",
    ),
    "problem": (
        "A cell that decides cannot be read, or says that something has already happened tomorrow. Nothing is guessed:"
        " mend the cell.",
        "Una celda que decide no se puede leer, o dice que algo ya pasó mañana. No se adivina nada: corrija la celda.",
    ),
    "reply": (
        "They wrote and we have not answered. This comes before anything we planned. Next contact: their message plus "
        "Answer within.",
        "Escribieron y no hemos respondido. Va antes que todo lo planeado. Próximo contacto: su mensaje más Responder "
        "en.",
    ),
    "appointment": (
        "There is an appointment. Not confirmed: confirm it, Confirm before ahead of its day. Confirmed: hold it, on "
        "its day. Past with no contact since: the working day after, note how it went or set another.",
        "Hay una cita. Sin confirmar: confirmarla, con Confirmar antes de adelanto. Confirmada: celebrarla, en su día."
        " Pasada y sin contacto desde entonces: el día laborable siguiente, anotar cómo fue o fijar otra.",
    ),
    "by_hand": (
        "Somebody typed a date over Next contact. That is the plan until Last contact reaches it; on a day off it "
        "moves to the next working day.",
        "Alguien escribió una fecha en Próximo contacto. Ese es el plan hasta que Último contacto la alcance; si cae "
        "en día libre, pasa al siguiente laborable.",
    ),
    "agreement": (
        "Something was agreed for a day after our last contact, or we announced ourselves for one. Next contact: the "
        "earlier of them, or the next working day.",
        "Se acordó algo para un día posterior al último contacto, o anunciamos uno. Próximo contacto: el primero de "
        "ellos, o el siguiente laborable.",
    ),
    "first_contact": (
        "Nobody has contacted them yet. Next contact: Since plus First contact after; without a date in Since, today.",
        "Nadie les ha contactado aún. Próximo contacto: Alta más Primer contacto tras; sin fecha en Alta, hoy.",
    ),
    "cadence": (
        "Silence, and the stage allows more touches. Next contact: the last one plus the stage's gap for this touch; "
        "the gaps widen.",
        "Silencio, y la etapa admite más toques. Próximo contacto: el último más la espera de la etapa para este "
        "toque; las esperas crecen.",
    ),
    "last_message": (
        "The touches are used up in a stage that ends in a last message. Next contact: the last one plus the last gap;"
        " then say goodbye kindly.",
        "Se agotaron los toques en una etapa que termina en un último mensaje. Próximo contacto: el último más la "
        "última espera; entonces, despedirse con amabilidad.",
    ),
    "waiting": (
        "The last message is out. It waits for Grace, then rests as no answer; a reply reopens it.",
        "El último mensaje ya salió. Espera los Días de gracia y luego descansa sin respuesta; una respuesta lo "
        "reabre.",
    ),
    "nurture": (
        "The touches are used up in a stage that goes on gently. Next contact: the last one plus Nurture every.",
        "Se agotaron los toques en una etapa que sigue con suavidad. Próximo contacto: el último más Mantener cada.",
    ),
}  # fmt: skip
"""Each rule in a sentence or two, for the manual; decide/rules.py has the condition itself."""
