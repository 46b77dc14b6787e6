"""The errors of a person's login at Google, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

_MAKE_CLIENT: Final = (
    "In the Google Cloud console: Google Auth Platform > Clients > Create client > Desktop app > "
    "Download JSON (docs/google.md, “Your own login”). Then run: sheetflow login --client FILE",
    "En la consola de Google Cloud: Google Auth Platform > Clientes > Crear cliente > App de "
    "escritorio > Descargar JSON (docs/google.es.md, «Su propio inicio de sesión»). Después "
    "ejecute: sheetflow login --client ARCHIVO",
)
_CHECK_CLIENT: Final = (
    "Check the path behind --client: it is the file that the Google Cloud console downloads for "
    "an OAuth client.",
    "Compruebe la ruta que sigue a --client: es el archivo que la consola de Google Cloud descarga "
    "para un cliente de OAuth.",
)


LOGIN: Final[Mapping[str, ErrorText]] = {
    # ── the OAuth client
    "client_missing": ErrorText(
        "There is no OAuth client to log in with.",
        "No hay ningún cliente de OAuth con el que iniciar sesión.",
        *_MAKE_CLIENT,
    ),
    "client_file_missing": ErrorText(
        "There is no file {0}.",
        "No existe el archivo {0}.",
        *_CHECK_CLIENT,
    ),
    "client_file_forbidden": ErrorText(
        "The file {0} may not be read.",
        "No hay permiso para leer el archivo {0}.",
        *_CHECK_CLIENT,
    ),
    "client_file_unusable": ErrorText(
        "The file {0} holds no whole OAuth client.",
        "El archivo {0} no contiene ningún cliente de OAuth completo.",
        *_MAKE_CLIENT,
    ),
    "client_of_another_type": ErrorText(
        "The OAuth client in {0} is one of a web application, which cannot log in here.",
        "El cliente de OAuth de {0} es de una aplicación web, que no puede iniciar sesión aquí.",
        *_MAKE_CLIENT,
    ),
    "client_is_key": ErrorText(
        "The file {0} is the key of a service account, not an OAuth client.",
        "El archivo {0} es la clave de una cuenta de servicio, no un cliente de OAuth.",
        "A key needs no login: name it in sheetflow.toml, as key below [google].",
        "Una clave no necesita inicio de sesión: indíquela en sheetflow.toml, como key debajo de "
        "[google].",
    ),
    "client_elsewhere": ErrorText(
        "The OAuth client in {0} leads elsewhere than to Google.",
        "El cliente de OAuth de {0} lleva a un sitio que no es Google.",
        *_MAKE_CLIENT,
    ),
    # ── the consent
    "consent_refused": ErrorText(
        "You did not allow sheetflow to see and edit your spreadsheets.",
        "Usted no permitió que sheetflow vea y edite sus hojas de cálculo.",
        "Run sheetflow login again, and choose Continue; or sign in with the key of a service "
        "account, which sees only the sheets that are shared with it (docs/google.md).",
        "Ejecute sheetflow login otra vez y elija Continuar; o entre con la clave de una cuenta de "
        "servicio, que solo ve las hojas que se comparten con ella (docs/google.es.md).",
    ),
    "consent_failed": ErrorText(
        "Google did not complete the login: {0}",
        "Google no completó el inicio de sesión: {0}",
        "Run sheetflow login again. If it stays so, download the client anew from the Google Cloud "
        "console, and name it with --client.",
        "Ejecute sheetflow login otra vez. Si sigue igual, descargue de nuevo el cliente de la "
        "consola de Google Cloud e indíquelo con --client.",
    ),
    "consent_timed_out": ErrorText(
        "Nobody came back from Google's page within {0} minutes.",
        "Nadie volvió de la página de Google en {0} minutos.",
        "Run sheetflow login again. If Google's page said “Access blocked”, add your address in "
        "the console under Google Auth Platform > Audience > Test users; if your organisation "
        "blocks the app, ask its administrator.",
        "Ejecute sheetflow login otra vez. Si la página de Google decía «Acceso bloqueado», añada "
        "su dirección en la consola, en Google Auth Platform > Público > Usuarios de prueba; si lo "
        "bloquea su organización, pregunte a quien la administra.",
    ),
    "consent_of_another": ErrorText(
        "The answer that came in belongs to another login, so it was not used.",
        "La respuesta que llegó es de otro inicio de sesión, así que no se ha usado.",
        "Close the older tabs of Google's page, and run sheetflow login again.",
        "Cierre las pestañas anteriores de la página de Google y ejecute sheetflow login otra vez.",
    ),
    "scopes_not_granted": ErrorText(
        "You logged in, but left out what sheetflow needs: to see and edit your spreadsheets.",
        "Usted inició sesión, pero dejó fuera lo que sheetflow necesita: ver y editar sus hojas de "
        "cálculo.",
        "Run sheetflow login again, and tick every box on Google's page.",
        "Ejecute sheetflow login otra vez y marque todas las casillas de la página de Google.",
    ),
    "port_busy": ErrorText(
        "Another program uses the port {0} of this machine.",
        "Otro programa usa el puerto {0} de este ordenador.",
        "Name another one with --port, or leave --port out.",
        "Indique otro con --port, o quite --port.",
    ),
    # ── the login that is kept
    "login_not_kept": ErrorText(
        "The login {0} cannot be changed: {1}",
        "El inicio de sesión {0} no se puede cambiar: {1}",
        "Check who owns the folder, and whether the disk is full; then run sheetflow login again.",
        "Compruebe de quién es la carpeta y si el disco está lleno; después ejecute sheetflow "
        "login otra vez.",
    ),
    "login_file_forbidden": ErrorText(
        "The login {0} may not be read.",
        "No hay permiso para leer el inicio de sesión {0}.",
        "Let its owner run sheetflow.",
        "Que su dueño ejecute sheetflow.",
    ),
    "login_file_exposed": ErrorText(
        "The login {0} may be read by others than its owner.",
        "Otras personas, además de su dueño, pueden leer el inicio de sesión {0}.",
        "Run: chmod 600 {1}",
        "Ejecute: chmod 600 {1}",
    ),
    "login_file_unusable": ErrorText(
        "The login {0} is damaged.",
        "El inicio de sesión {0} está dañado.",
        "Remove that file, and run: sheetflow login",
        "Quite ese archivo y ejecute: sheetflow login",
    ),
    "login_elsewhere": ErrorText(
        "The login {0} belongs to a server that is not Google's.",
        "El inicio de sesión {0} es de un servidor que no es de Google.",
        "Remove that file, and run: sheetflow login",
        "Quite ese archivo y ejecute: sheetflow login",
    ),
    "login_scopes_short": ErrorText(
        "Your login does not allow all that sheetflow.toml asks for.",
        "Su inicio de sesión no permite todo lo que pide sheetflow.toml.",
        "Run: sheetflow login (or take change_detection out of sheetflow.toml)",
        "Ejecute: sheetflow login (o quite change_detection de sheetflow.toml)",
    ),
    "login_ended": ErrorText(
        "Your login at Google is over: {0}",
        "Su inicio de sesión en Google ha terminado: {0}",
        "Run: sheetflow login. Where the app of the client is in testing, every login ends after 7 "
        "days: in the console, Google Auth Platform > Audience, choose Publish app, or Internal.",
        "Ejecute: sheetflow login. Si la app del cliente está en pruebas, todo inicio de sesión "
        "termina a los 7 días: en la consola, en Google Auth Platform > Público, elija Publicar "
        "app, o Interno.",
    ),
    "login_asked_again": ErrorText(
        "Your organisation wants you to log in to Google again: {0}",
        "Su organización quiere que inicie sesión en Google otra vez: {0}",
        "Run: sheetflow login. For runs by themselves (cron) use the key of a service account "
        "(docs/google.md), for which no session ends.",
        "Ejecute: sheetflow login. Para ejecuciones automáticas (cron) use la clave de una cuenta "
        "de servicio (docs/google.es.md), para la que ninguna sesión termina.",
    ),
    "client_gone": ErrorText(
        "Google does not accept the OAuth client of your login: {0}",
        "Google no acepta el cliente de OAuth de su inicio de sesión: {0}",
        *_MAKE_CLIENT,
    ),
    "logout_untold": ErrorText(
        "The login is removed here, but Google could not be told: {0}",
        "El inicio de sesión se quitó aquí, pero no se pudo avisar a Google: {0}",
        "Take it away yourself: https://myaccount.google.com/connections",
        "Retírelo usted: https://myaccount.google.com/connections",
    ),
    # ── a key by value
    "key_value_unreadable": ErrorText(
        "SHEETFLOW_GOOGLE_KEY holds no key, neither as it is nor in base64.",
        "SHEETFLOW_GOOGLE_KEY no contiene ninguna clave, ni tal cual ni en base64.",
        "Put the content of the key file there; its path goes into GOOGLE_APPLICATION_CREDENTIALS.",
        "Ponga ahí el contenido del archivo de clave; su ruta va en "
        "GOOGLE_APPLICATION_CREDENTIALS.",
    ),
}

LOGIN_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "no_refresh_token": (
        "it gave no token for later runs",
        "no dio ninguna credencial para ejecuciones posteriores",
    ),
    "key_in_variable": ("in SHEETFLOW_GOOGLE_KEY", "de SHEETFLOW_GOOGLE_KEY"),
}
"""What is inside of those sentences."""

LOGIN_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "open": (
        "Google's page opens in your browser. If it does not, open this address there:",
        "La página de Google se abre en su navegador. Si no, abra allí esta dirección:",
    ),
    "open_yourself": (
        "Open this address in a browser on this machine:",
        "Abra esta dirección en un navegador de este ordenador:",
    ),
    "forward": (
        "You work here over SSH. On your own machine, run first: ssh -N -L {0}:127.0.0.1:{0} {1}\n"
        "Then open this address in the browser there:",
        "Trabaja aquí por SSH. En su propio ordenador ejecute primero: ssh -N -L "
        "{0}:127.0.0.1:{0} {1}\nDespués abra esta dirección en el navegador de allí:",
    ),
    "waiting": (
        "Waiting up to {0} minutes for your answer (Ctrl-C ends it) …",
        "Esperando su respuesta hasta {0} minutos (Ctrl-C termina) …",
    ),
    "page_answered": (
        "sheetflow has Google's answer. Close this page, and go back to the terminal.",
        "sheetflow tiene la respuesta de Google. Cierre esta página y vuelva al terminal.",
    ),
    "page_strange": (
        "This answer belongs to another login, and was not used. Go back to the terminal.",
        "Esta respuesta es de otro inicio de sesión y no se ha usado. Vuelva al terminal.",
    ),
    "logged_in": (
        "You are logged in to Google. The login is kept in {0}, which only you may read.",
        "Ha iniciado sesión en Google. Se guarda en {0}, que solo usted puede leer.",
    ),
    "key_first": (
        "But a key is named ({0}), and goes before it.",
        "Pero hay una clave indicada ({0}), y va antes.",
    ),
    "impersonate_first": (
        "But impersonate is set ({0}), for which this login does not count.",
        "Pero impersonate está definido ({0}), para lo que este inicio de sesión no vale.",
    ),
    "logged_out": (
        "You are logged out: the login is removed here and at Google.",
        "Ha cerrado la sesión: se quitó aquí y en Google.",
    ),
    "not_logged_in": (
        "There is no login of sheetflow.",
        "No hay ningún inicio de sesión de sheetflow.",
    ),
    "gspread_stays": (
        "The one of gspread still counts: {0}",
        "El de gspread sigue valiendo: {0}",
    ),
}
"""What `login` and `logout` say."""
