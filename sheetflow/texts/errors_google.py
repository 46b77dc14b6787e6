"""The errors of Google Sheets, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

_COPY_ADDRESS: Final = (
    "open the sheet in a browser and copy the address from there",
    "abra la hoja en el navegador y copie de allí la dirección",
)
_CHECK_NETWORK: Final = (
    "Check the network, and try again later.",
    "Compruebe la red e inténtelo más tarde.",
)
_SHOW_DOCTOR: Final = (
    "Run again. If it stays so, run sheetflow doctor, and show both messages to whoever set "
    "sheetflow up.",
    "Ejecute de nuevo. Si sigue igual, ejecute sheetflow doctor y enseñe ambos mensajes a quien "
    "instaló sheetflow.",
)
_RUN_AGAIN: Final = ("Run again.", "Ejecute de nuevo.")
_IN_A_MOMENT: Final = ("Run again in a moment.", "Ejecute de nuevo dentro de un momento.")
_RENAME: Final = ("rename it and run again", "cámbiele el nombre y ejecute de nuevo")


GOOGLE: Final[Mapping[str, ErrorText]] = {
    # ── the address
    "not_a_sheet_address": ErrorText(
        "This address is not the address of a Google Sheet.",
        "Esta dirección no es la de una hoja de Google.",
        *_COPY_ADDRESS,
    ),
    "address_without_sheet": ErrorText(
        "The address names no sheet.",
        "La dirección no indica ninguna hoja.",
        *_COPY_ADDRESS,
    ),
    "published_copy": ErrorText(
        "This is the address of a published copy, which cannot be written.",
        "Es la dirección de una copia publicada, en la que no se puede escribir.",
        "open the sheet itself and copy the address from the browser: it has /edit in it",
        "abra la hoja misma y copie la dirección del navegador: contiene /edit",
    ),
    "excel_on_drive": ErrorText(
        "This is a file stored on Google Drive, not a Google Sheet.",
        "Es un archivo guardado en Google Drive, no una hoja de Google.",
        "open it and choose File > Save as Google Sheets, then use the address of the new sheet",
        "ábralo y elija Archivo > Guardar como Hojas de cálculo de Google; use luego la dirección "
        "de la hoja nueva",
    ),
    "another_document": ErrorText(
        "This is {0} on Google Drive, not a sheet.",
        "Es {0} de Google Drive, no una hoja.",
        *_COPY_ADDRESS,
    ),
    "sheet_not_found": ErrorText(
        "There is no such Google Sheet.",
        "No existe esa hoja de Google.",
        "Copy the address from the browser again; if it was deleted, restore it from the bin.",
        "Copie otra vez la dirección del navegador; si se borró, restáurela desde la papelera.",
    ),
    # ── settings
    "endpoint_elsewhere": ErrorText(
        "SHEETFLOW_GOOGLE_ENDPOINT is for a test server on this machine only.",
        "SHEETFLOW_GOOGLE_ENDPOINT es solo para un servidor de pruebas en este ordenador.",
        "write an address such as http://127.0.0.1:8080, or remove the variable",
        "escriba una dirección como http://127.0.0.1:8080, o quite la variable",
    ),
    "quota_unreadable": ErrorText(
        "The quota of Google Sheets is not a number of requests a minute: {0}",
        "La cuota de Google Sheets no es un número de peticiones por minuto: {0}",
        "write 60, or reads and writes as 60,30",
        "escriba 60, o lecturas y escrituras como 60,30",
    ),
    "quota_unlimited": ErrorText(
        "A quota of 0 (no limit) is for a test server on this machine only.",
        "Una cuota de 0 (sin límite) es solo para un servidor de pruebas en este ordenador.",
        "write the requests a minute that Google allows the account, usually 60",
        "escriba las peticiones por minuto que Google permite a la cuenta, normalmente 60",
    ),
    "not_a_span": ErrorText(
        "{0} must be a number, 0 or more.",
        "{0} debe ser un número, 0 o más.",
        "write a number such as 1 or 0.5",
        "escriba un número como 1 o 0.5",
    ),
    # ── access
    "login_refused": ErrorText(
        "Google gives {0} no access: {1}",
        "Google no da acceso a {0}: {1}",
        "Check in the Google Cloud console that the service account still exists, make a new key "
        "for it, and check the clock of this machine.",
        "Compruebe en la consola de Google Cloud que la cuenta de servicio aún existe, cree otra "
        "clave para ella y compruebe el reloj de este ordenador.",
    ),
    "login_expired": ErrorText(
        "Google gives {0} no access: {1}",
        "Google no da acceso a {0}: {1}",
        "Run sheetflow doctor, or log in to Google again.",
        "Ejecute sheetflow doctor, o inicie sesión en Google otra vez.",
    ),
    "clock_wrong": ErrorText(
        "Google gives no access, and the clock of this machine is {0} minutes off: {1}",
        "Google no da acceso, y el reloj de este ordenador tiene una desviación de {0} minutos: "
        "{1}",
        "Set the clock (timedatectl set-ntp true), then run again.",
        "Ponga el reloj en hora (timedatectl set-ntp true) y ejecute de nuevo.",
    ),
    "impersonation_refused": ErrorText(
        "Google does not let us act as {0}: {1}",
        "Google no nos deja actuar como {0}: {1}",
        "In the Google Cloud console, open {0} > Permissions, and give {2} the role Service "
        "Account Token Creator.",
        "En la consola de Google Cloud, abra {0} > Permisos y dé a {2} el rol Creador de tokens "
        "de cuenta de servicio.",
    ),
    "token_refused": ErrorText(
        "Google does not accept our access token: {0}",
        "Google no acepta nuestra credencial de acceso: {0}",
        "Check in the Google Cloud console that the service account still exists, make a new key "
        "for it, and check the clock of this machine.",
        "Compruebe en la consola de Google Cloud que la cuenta de servicio aún existe, cree otra "
        "clave para ella y compruebe el reloj de este ordenador.",
    ),
    "scopes_missing": ErrorText(
        "The credentials do not cover Google Sheets: {0}",
        "Las credenciales no incluyen Google Sheets: {0}",
        "Log in with sheetflow login; or let the login of this machine act as a service account "
        "(impersonate in sheetflow.toml).",
        "Inicie sesión con sheetflow login; o haga que la sesión de este ordenador actúe como una "
        "cuenta de servicio (impersonate en sheetflow.toml).",
    ),
    "api_disabled": ErrorText(
        "An API that sheetflow needs is not switched on ({0}): {1}",
        "Una API que sheetflow necesita no está habilitada ({0}): {1}",
        "In the Google Cloud console, choose the project of the key or of the OAuth client, then "
        "APIs & Services > Library, and enable the API that is named here.",
        "En la consola de Google Cloud, elija el proyecto de la clave o del cliente OAuth, luego "
        "APIs y servicios > Biblioteca, y habilite la API que se nombra aquí.",
    ),
    "quota_project_missing": ErrorText(
        "The login of this machine has no project that its requests count for: {0}",
        "La sesión de este ordenador no tiene un proyecto al que se cuenten sus peticiones: {0}",
        "Run: gcloud auth application-default set-quota-project PROJECT, with a project of yours "
        "in which the Google Sheets API is enabled.",
        "Ejecute: gcloud auth application-default set-quota-project PROYECTO, con un proyecto "
        "suyo en el que la Google Sheets API esté habilitada.",
    ),
    "quota_project_denied": ErrorText(
        "The account may not use the project that its requests count for: {0}",
        "La cuenta no puede usar el proyecto al que se cuentan sus peticiones: {0}",
        "Ask the owner of the project for the role Service Usage Consumer; or choose one of your "
        "own: gcloud auth application-default set-quota-project PROJECT.",
        "Pida al propietario del proyecto el rol Consumidor de uso del servicio; o elija uno "
        "suyo: gcloud auth application-default set-quota-project PROYECTO.",
    ),
    "project_unusable": ErrorText(
        "Google does not serve the project of the login: {0}",
        "Google no atiende al proyecto de la sesión: {0}",
        "See in the Google Cloud console whether the project still exists and is not suspended; "
        "else make a key or an OAuth client in another one.",
        "Vea en la consola de Google Cloud si el proyecto aún existe y no está suspendido; si no, "
        "cree una clave o un cliente OAuth en otro.",
    ),
    "organisation_forbids": ErrorText(
        "A policy of your organisation on Google Cloud forbids this: {0}",
        "Una política de su organización en Google Cloud lo impide: {0}",
        "Show this message to whoever administers Google Cloud in your organisation.",
        "Enseñe este mensaje a quien administra Google Cloud en su organización.",
    ),
    "domain_forbids": ErrorText(
        "The administrators of your Google Workspace forbid this: {0}",
        "Los administradores de su Google Workspace lo impiden: {0}",
        "Ask an administrator: in the Admin console, under Apps > Google Workspace > Drive and "
        "Docs, and under Security > API controls.",
        "Pregunte a un administrador: en la consola de administración, en Aplicaciones > Google "
        "Workspace > Drive y Documentos, y en Seguridad > Controles de API.",
    ),
    "account_blocked": ErrorText(
        "Google has blocked or deleted the account {0}: {1}",
        "Google ha bloqueado o eliminado la cuenta {0}: {1}",
        "Use another account, or ask whoever administers this one.",
        "Use otra cuenta, o pregunte a quien administra esta.",
    ),
    "delegation_missing": ErrorText(
        "{0} may not act for people of your domain: {1}",
        "{0} no puede actuar en nombre de personas de su dominio: {1}",
        "An administrator allows it in the Admin console: Security > API controls > Domain-wide "
        "delegation, with the client ID of the account and the scope "
        "https://www.googleapis.com/auth/spreadsheets.",
        "Un administrador lo permite en la consola de administración: Seguridad > Controles de "
        "API > Delegación de todo el dominio, con el ID de cliente de la cuenta y el permiso "
        "https://www.googleapis.com/auth/spreadsheets.",
    ),
    "drive_full": ErrorText(
        "The Google storage of the owner of the sheet is full: {0}",
        "El almacenamiento de Google del propietario de la hoja está lleno: {0}",
        "The owner frees some space in Google Drive; then run again.",
        "El propietario libera espacio en Google Drive; después, ejecute de nuevo.",
    ),
    "answer_of_another": ErrorText(
        "Something else than Google Sheets refused the request: {0}",
        "La petición la rechazó algo que no es Google Sheets: {0}",
        "A proxy or firewall may stand between, or Google takes this network for a robot: try "
        "from another network, or ask whoever looks after this one.",
        "Puede haber un proxy o cortafuegos en medio, o Google toma esta red por un robot: pruebe "
        "desde otra red, o pregunte a quien cuida de esta.",
    ),
    "sheet_forbidden": ErrorText(
        "We may not read or write the sheet: {1}",
        "No tenemos permiso para leer o escribir la hoja: {1}",
        "Share the sheet with {0} as Editor.",
        "Comparta la hoja con {0} como Editor.",
    ),
    "columns_protected": ErrorText(
        "protected ranges keep sheetflow out of its columns in '{0}'",
        "hay intervalos protegidos que impiden a sheetflow escribir en sus columnas en '{0}'",
        "let {1} edit them (Data, Protect sheets and ranges)",
        "permita que {1} los edite (Datos, Proteger hojas e intervalos)",
    ),
    # ── the network, and what Google answers
    "google_unreachable": ErrorText(
        "Google cannot be reached: {0}.",
        "No se puede llegar a Google: {0}.",
        *_CHECK_NETWORK,
    ),
    "certificate_refused": ErrorText(
        "Google cannot be reached: its certificate is not accepted.",
        "No se puede llegar a Google: su certificado no se acepta.",
        "Check the clock of this machine; where a company inspects the traffic, "
        "REQUESTS_CA_BUNDLE names its certificate.",
        "Compruebe el reloj de este ordenador; si una empresa inspecciona el tráfico, "
        "REQUESTS_CA_BUNDLE indica su certificado.",
    ),
    "proxy_password": ErrorText(
        "Google cannot be reached: the proxy asks for a password.",
        "No se puede llegar a Google: el proxy pide una contraseña.",
        *_CHECK_NETWORK,
    ),
    "google_busy": ErrorText(
        "Google has trouble or is busy: {0}",
        "Google tiene problemas o está ocupado: {0}",
        "Try again later.",
        "Inténtelo más tarde.",
    ),
    "quota_used_up": ErrorText(
        "The quota of {0} {1} a minute is used up.",
        "Se ha agotado la cuota de {0} {1} por minuto.",
        "Try again in a minute; or raise quota in sheetflow.toml, if Google allows the account "
        "more.",
        "Inténtelo dentro de un minuto; o suba quota en sheetflow.toml, si Google permite más a "
        "la cuenta.",
    ),
    "request_refused": ErrorText(
        "Google refuses the request: {0}",
        "Google rechaza la petición: {0}",
        *_SHOW_DOCTOR,
    ),
    "read_refused": ErrorText(
        "Google refused a request and said: {0}",
        "Google rechazó una petición y dijo: {0}",
        *_SHOW_DOCTOR,
    ),
    "change_refused": ErrorText(
        "Google refused a change and said: {0}",
        "Google rechazó un cambio y dijo: {0}",
        *_SHOW_DOCTOR,
    ),
    "change_refused_once": ErrorText(
        "Google refused a change.",
        "Google rechazó un cambio.",
        *_RUN_AGAIN,
    ),
    "answer_not_asked": ErrorText(
        "Google answered something that was not asked.",
        "Google respondió algo que no se había preguntado.",
        *_SHOW_DOCTOR,
    ),
    "change_unsure": ErrorText(
        "Google did not say whether it took a change.",
        "Google no dijo si aceptó un cambio.",
        *_RUN_AGAIN,
    ),
    "cells_used_up": ErrorText(
        "the spreadsheet is full: with our columns it would be over the ten million cells that "
        "Google allows, blank ones included ({0} too many)",
        "la hoja de cálculo está llena: con nuestras columnas pasaría de los diez millones de "
        "celdas que Google permite, contando las que están en blanco (sobran {0})",
        "delete blank rows at the bottom of its tabs, or blank columns at the right, then run "
        "again",
        "borre filas en blanco al final de sus pestañas, o columnas en blanco a la derecha, y "
        "ejecute de nuevo",
    ),
    # ── people at work
    "sheet_not_read": ErrorText(
        "the workbook must be read before it is written",
        "hay que leer el libro antes de escribirlo",
    ),
    "state_tab_name_taken": ErrorText(
        "the tab {0} has the name of our hidden tab",
        "la pestaña {0} se llama como nuestra pestaña oculta",
        *_RENAME,
    ),
    "new_tab_name_taken": ErrorText(
        "there is a tab {0} already",
        "ya hay una pestaña {0}",
        *_RENAME,
    ),
    "columns_moved": ErrorText(
        "Somebody moved columns meanwhile.",
        "Entretanto alguien movió columnas.",
        *_RUN_AGAIN,
    ),
    "rows_moved": ErrorText(
        "Somebody moved rows meanwhile.",
        "Entretanto alguien movió filas.",
        *_RUN_AGAIN,
    ),
    "footer_moved": ErrorText(
        "Somebody moved the footer of a table meanwhile.",
        "Entretanto alguien movió la fila de totales de una tabla.",
        *_RUN_AGAIN,
    ),
    "answer_typed_over": ErrorText(
        "Somebody typed into a cell that was to be answered meanwhile.",
        "Entretanto alguien escribió en una celda que se iba a responder.",
        *_RUN_AGAIN,
    ),
    "row_changed": ErrorText(
        "A row that was to be answered was moved or changed meanwhile.",
        "Entretanto se movió o cambió una fila que se iba a responder.",
        *_RUN_AGAIN,
    ),
    "another_run": ErrorText(
        "Another run of sheetflow wrote meanwhile.",
        "Entretanto escribió otra ejecución de sheetflow.",
        *_RUN_AGAIN,
    ),
    "columns_keep_moving": ErrorText(
        "People kept moving columns while the sheet was read.",
        "Se siguieron moviendo columnas mientras se leía la hoja.",
        *_IN_A_MOMENT,
    ),
    "rows_keep_moving": ErrorText(
        "People kept moving rows while the answers were written.",
        "Se siguieron moviendo filas mientras se escribían las respuestas.",
        *_IN_A_MOMENT,
    ),
}

GOOGLE_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    # ── accounts without an address
    "account_in_use": ("the account that runs sheetflow", "la cuenta que ejecuta sheetflow"),
    "own_account": ("our own account", "nuestra propia cuenta"),
    # ── what an address may lead to
    "document": ("a text document", "un documento de texto"),
    "presentation": ("a presentation", "una presentación"),
    "form": ("a form", "un formulario"),
    "drawing": ("a drawing", "un dibujo"),
    "folder": ("a folder", "una carpeta"),
    # ── what is counted
    "reads": ("reads", "lecturas"),
    "writes": ("writes", "escrituras"),
    # ── what happened on the way to Google
    "answer_unreadable": ("the answer cannot be read", "la respuesta no se puede leer"),
    "connection_lost": ("the connection was lost", "se perdió la conexión"),
    "connection_refused": ("the connection is refused", "la conexión se rechaza"),
    "proxy_silent": ("the proxy does not answer", "el proxy no responde"),
    "not_secure": ("no secure connection", "no hay conexión segura"),
    "name_not_found": ("its name cannot be found (DNS)", "no se encuentra su nombre (DNS)"),
    "no_connection": ("no connection", "no hay conexión"),
    "no_answer": ("no answer in time", "no respondió a tiempo"),
}
"""What is inside of those sentences: reasons, and names for what has none."""
