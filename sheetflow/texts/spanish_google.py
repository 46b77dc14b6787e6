"""Errors of Google Sheets in Spanish; spanish.py says how the texts are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GOOGLE_ERRORS: Final[Mapping[str, str]] = {
    # ── the address
    "This address is not the address of a Google Sheet.": "Esta dirección no es la de una hoja de Google.",
    "The address names no sheet.": "La dirección no indica ninguna hoja.",
    "This is the address of a published copy, which cannot be written.": "Es la dirección de una copia publicada, en la que no se puede escribir.",
    "This is a file stored on Google Drive, not a Google Sheet.": "Es un archivo guardado en Google Drive, no una hoja de Google.",
    "This is {} on Google Drive, not a sheet.": "Es {0:said} de Google Drive, no una hoja.",
    "There is no such Google Sheet.": "No existe esa hoja de Google.",
    "open the sheet in a browser and copy the address from there": "abra la hoja en el navegador y copie de allí la dirección",
    "open the sheet itself and copy the address from the browser: it has /edit in it": "abra la hoja misma y copie la dirección del navegador: contiene /edit",
    "open it and choose File > Save as Google Sheets, then use the address of the new sheet": "ábralo y elija Archivo > Guardar como Hojas de cálculo de Google; use luego la dirección de la hoja nueva",
    "Copy the address from the browser again; if it was deleted, restore it from the bin.": "Copie otra vez la dirección del navegador; si se borró, restáurela desde la papelera.",
    # ── settings
    "SHEETFLOW_GOOGLE_ENDPOINT is for a test server on this machine only.": "SHEETFLOW_GOOGLE_ENDPOINT es solo para un servidor de pruebas en este ordenador.",
    "write an address such as http://127.0.0.1:8080, or remove the variable": "escriba una dirección como http://127.0.0.1:8080, o quite la variable",
    "The quota of Google Sheets is not a number of requests a minute: {}": "La cuota de Google Sheets no es un número de peticiones por minuto: {0}",
    "write 60, or reads and writes as 60,30": "escriba 60, o lecturas y escrituras como 60,30",
    "A quota of 0 (no limit) is for a test server on this machine only.": "Una cuota de 0 (sin límite) es solo para un servidor de pruebas en este ordenador.",
    "write the requests a minute that Google allows the account, usually 60": "escriba las peticiones por minuto que Google permite a la cuenta, normalmente 60",
    "{} must be a number, 0 or more.": "{0} debe ser un número, 0 o más.",
    "write a number such as 1 or 0.5": "escriba un número como 1 o 0.5",
    # ── the key
    "There are no Google credentials.": "No hay credenciales de Google.",
    "Name the key of a service account in sheetflow.toml ([google] key = …) or in GOOGLE_APPLICATION_CREDENTIALS, "
    "or run: gcloud auth application-default login": "Indique la clave de una cuenta de servicio en sheetflow.toml ([google] key = …) o en"
    " GOOGLE_APPLICATION_CREDENTIALS, o ejecute: gcloud auth application-default login",
    "There is no key file {}.": "No existe el archivo de clave {0}.",
    "The key file {} is not a file.": "El archivo de clave {0} no es un archivo.",
    "The key file {} may not be read.": "No hay permiso para leer el archivo de clave {0}.",
    "The key file {} may be read by others than its owner.": "Otras personas, además de su dueño, pueden leer el archivo de clave {0}.",
    "Run: chmod 600 {}": "Ejecute: chmod 600 {0}",
    "The key file {} is inside a git repository, where it would be shared one day.": "El archivo de clave {0} está dentro de un repositorio de git, donde un día se compartiría.",
    "Move it to a folder outside of {}, and name the new path in sheetflow.toml. If it was ever committed, make a new "
    "key and delete this one.": "Muévalo a una carpeta fuera de {0} e indique la ruta nueva en sheetflow.toml. Si alguna vez se guardó en el"
    " repositorio, cree otra clave y borre esta.",
    "The key file {} holds no key.": "El archivo de clave {0} no contiene ninguna clave.",
    "The key file {} holds no key: it is not JSON.": "El archivo de clave {0} no contiene ninguna clave: no es JSON.",
    "The key file {} holds no key that can be used.": "El archivo de clave {0} no contiene ninguna clave utilizable.",
    "The key file {} is an OAuth client, not the key of a service account.": "El archivo de clave {0} es un cliente de OAuth, no la clave de una cuenta de servicio.",
    "The key file {} is not the key of a service account.": "El archivo de clave {0} no es la clave de una cuenta de servicio.",
    "The key file {} is not whole.": "El archivo de clave {0} no está completo.",
    "The key file {} asks for tokens elsewhere than at Google.": "El archivo de clave {0} pide el acceso en un sitio que no es Google.",
    "The key file {} belongs to a test server on this machine.": "El archivo de clave {0} es de un servidor de pruebas en este ordenador.",
    "Set SHEETFLOW_GOOGLE_ENDPOINT as well.": "Defina también SHEETFLOW_GOOGLE_ENDPOINT.",
    "In the Google Cloud console: IAM & Admin > Service Accounts > the account > Keys > Add key > Create new key > "
    "JSON; name the file that it downloads in sheetflow.toml.": "En la consola de Google Cloud: IAM y administración > Cuentas de servicio > la cuenta > Claves > Agregar clave"
    " > Crear clave nueva > JSON; indique el archivo descargado en sheetflow.toml.",
    "Check the path: key below [google] in sheetflow.toml, or GOOGLE_APPLICATION_CREDENTIALS. How to make a key: "
    "docs/google.md, step 4.": "Compruebe la ruta: key debajo de [google] en sheetflow.toml, o GOOGLE_APPLICATION_CREDENTIALS. Cómo crear una"
    " clave: docs/google.es.md, paso 4.",
    "Make a new one, and delete this one at Google.": "Cree otra y borre esta en Google.",
    # ── access
    "Google gives {} no access: {}": "Google no da acceso a {0:said}: {1:said}",
    "Google gives no access, and the clock of this machine is {} minutes off: {}": "Google no da acceso, y el reloj de este ordenador tiene una desviación de {0} minutos: {1}",
    "Set the clock (timedatectl set-ntp true), then run again.": "Ponga el reloj en hora (timedatectl set-ntp true) y ejecute de nuevo.",
    "Google does not let us act as {}: {}": "Google no nos deja actuar como {0:said}: {1}",
    "In the Google Cloud console, open {} > Permissions, and give {} the role Service Account Token Creator.": "En la consola de Google Cloud, abra {0} > Permisos y dé a {1:said} el rol Creador de tokens de cuenta de"
    " servicio.",
    "Google does not accept our access token: {}": "Google no acepta nuestra credencial de acceso: {0}",
    "Check in the Google Cloud console that the service account still exists, make a new key for it, and check the "
    "clock of this machine.": "Compruebe en la consola de Google Cloud que la cuenta de servicio aún existe, cree otra clave para ella y"
    " compruebe el reloj de este ordenador.",
    "Run sheetflow doctor, or log in to Google again.": "Ejecute sheetflow doctor, o inicie sesión en Google otra vez.",
    "The credentials do not cover Google Sheets: {}": "Las credenciales no incluyen Google Sheets: {0}",
    "Run: gcloud auth application-default login --scopes=openid,https://www.googleapis.com/auth/cloud-platform,"
    "https://www.googleapis.com/auth/spreadsheets": "Ejecute: gcloud auth application-default login"
    " --scopes=openid,https://www.googleapis.com/auth/cloud-platform,https://www.googleapis.com/auth/spreadsheets",
    "An API that sheetflow needs is not switched on: {}": "Una API que sheetflow necesita no está habilitada: {0}",
    "In the Google Cloud console, open the project of the key, and enable the API that is named here.": "En la consola de Google Cloud, abra el proyecto de la clave y habilite la API que se nombra aquí.",
    "We may not read or write the sheet: {}": "No tenemos permiso para leer o escribir la hoja: {0}",
    "Share the sheet with {} as Editor.": "Comparta la hoja con {0:said} como Editor.",
    "protected ranges keep sheetflow out of its columns in '{}'": "hay intervalos protegidos que impiden a sheetflow escribir en sus columnas en '{0}'",
    "let {} edit them (Data, Protect sheets and ranges)": "permita que {0:said} los edite (Datos, Proteger hojas e intervalos)",
    # ── the network, and what Google answers
    "Google cannot be reached: {}.": "No se puede llegar a Google: {0:said}.",
    "Google cannot be reached: its certificate is not accepted.": "No se puede llegar a Google: su certificado no se acepta.",
    "Google cannot be reached: the proxy asks for a password.": "No se puede llegar a Google: el proxy pide una contraseña.",
    "Check the clock of this machine; where a company inspects the traffic, REQUESTS_CA_BUNDLE names its certificate.": "Compruebe el reloj de este ordenador; si una empresa inspecciona el tráfico, REQUESTS_CA_BUNDLE indica su"
    " certificado.",
    "Check the network, and try again later.": "Compruebe la red e inténtelo más tarde.",
    "Try again later.": "Inténtelo más tarde.",
    "Google has trouble or is busy: {}": "Google tiene problemas o está ocupado: {0:said}",
    "The quota of {} {} a minute is used up.": "Se ha agotado la cuota de {0} {1:said} por minuto.",
    "Try again in a minute; or raise quota in sheetflow.toml, if Google allows the account more.": "Inténtelo dentro de un minuto; o suba quota en sheetflow.toml, si Google permite más a la cuenta.",
    "Google refuses the request: {}": "Google rechaza la petición: {0}",
    "Google refused a change and said: {}": "Google rechazó un cambio y dijo: {0}",
    "Google refused a request and said: {}": "Google rechazó una petición y dijo: {0}",
    "Google refused a change.": "Google rechazó un cambio.",
    "Google answered something that was not asked.": "Google respondió algo que no se había preguntado.",
    "Run again. If it stays so, run sheetflow doctor, and show both messages to whoever set sheetflow up.": "Ejecute de nuevo. Si sigue igual, ejecute sheetflow doctor y enseñe ambos mensajes a quien instaló sheetflow.",
    "Google did not say whether it took a change.": "Google no dijo si aceptó un cambio.",
    # ── people at work
    "Somebody moved columns meanwhile.": "Entretanto alguien movió columnas.",
    "Somebody moved rows meanwhile.": "Entretanto alguien movió filas.",
    "Somebody moved the footer of a table meanwhile.": "Entretanto alguien movió la fila de totales de una tabla.",
    "the tab {} has the name of our hidden tab": "la pestaña {0} se llama como nuestra pestaña oculta",
    "Somebody typed into a cell that was to be answered meanwhile.": "Entretanto alguien escribió en una celda que se iba a responder.",
    "A row that was to be answered was moved or changed meanwhile.": "Entretanto se movió o cambió una fila que se iba a responder.",
    "Another run of sheetflow wrote meanwhile.": "Entretanto escribió otra ejecución de sheetflow.",
    "People kept moving columns while the sheet was read.": "Se siguieron moviendo columnas mientras se leía la hoja.",
    "People kept moving rows while the answers were written.": "Se siguieron moviendo filas mientras se escribían las respuestas.",
}

GOOGLE_REASONS: Final[Mapping[str, str]] = {
    "the account that runs sheetflow": "la cuenta que ejecuta sheetflow",
    "the account of sheetflow": "la cuenta de sheetflow",
    "a text document": "un documento de texto",
    "a presentation": "una presentación",
    "a form": "un formulario",
    "a drawing": "un dibujo",
    "a folder": "una carpeta",
    "our own account": "nuestra propia cuenta",
    "reads": "lecturas",
    "writes": "escrituras",
    "the answer cannot be read": "la respuesta no se puede leer",
    "the certificate is not accepted": "el certificado no se acepta",
    "the connection was lost": "se perdió la conexión",
    "the connection is refused": "la conexión se rechaza",
    "the proxy does not answer": "el proxy no responde",
    "no secure connection": "no hay conexión segura",
    "its name cannot be found (DNS)": "no se encuentra su nombre (DNS)",
    "no connection": "no hay conexión",
    "no answer in time": "no respondió a tiempo",
}
"""What our own code says inside of those messages; Google's own words stay as they are."""
