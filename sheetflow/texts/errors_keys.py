"""The errors of logging in at Google, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

_NEW_KEY: Final = (
    "In the Google Cloud console: IAM & Admin > Service Accounts > the account > Keys > Add key > "
    "Create new key > JSON; name the file that it downloads in sheetflow.toml.",
    "En la consola de Google Cloud: IAM y administración > Cuentas de servicio > la cuenta > "
    "Claves > Agregar clave > Crear clave nueva > JSON; indique el archivo descargado en "
    "sheetflow.toml.",
)
_CHECK_PATH: Final = (
    "Check the path: key below [google] in sheetflow.toml, or GOOGLE_APPLICATION_CREDENTIALS. "
    "How to make a key: docs/google.md, step 4.",
    "Compruebe la ruta: key debajo de [google] en sheetflow.toml, o "
    "GOOGLE_APPLICATION_CREDENTIALS. Cómo crear una clave: docs/google.es.md, paso 4.",
)
_UNSET_ENDPOINT: Final = (
    "Unset SHEETFLOW_GOOGLE_ENDPOINT, or use a key of that server.",
    "Quite SHEETFLOW_GOOGLE_ENDPOINT, o use una clave de ese servidor.",
)

KEYS: Final[Mapping[str, ErrorText]] = {
    "no_credentials": ErrorText(
        "There are no Google credentials.",
        "No hay credenciales de Google.",
        "Log in as yourself: sheetflow login. Or name the key of a service account in "
        "sheetflow.toml ([google] key = …) or in GOOGLE_APPLICATION_CREDENTIALS. Step by step: "
        "docs/google.md",
        "Inicie sesión usted: sheetflow login. O indique la clave de una cuenta de servicio en "
        "sheetflow.toml ([google] key = …) o en GOOGLE_APPLICATION_CREDENTIALS. Paso a paso: "
        "docs/google.es.md",
    ),
    "key_given_as_text": ErrorText(
        "{0} holds the key itself, not its path.",
        "{0} contiene la clave misma, no su ruta.",
        "Write the key to a file that only you may read (chmod 600), and name that file there.",
        "Escriba la clave en un archivo que solo usted pueda leer (chmod 600) e indique ahí ese "
        "archivo.",
    ),
    "key_file_missing": ErrorText(
        "There is no key file {0}.",
        "No existe el archivo de clave {0}.",
        *_CHECK_PATH,
    ),
    "key_file_not_a_file": ErrorText(
        "The key file {0} is not a file.",
        "El archivo de clave {0} no es un archivo.",
        *_CHECK_PATH,
    ),
    "key_file_forbidden": ErrorText(
        "The key file {0} may not be read.",
        "No hay permiso para leer el archivo de clave {0}.",
        "Let its owner run sheetflow.",
        "Que su dueño ejecute sheetflow.",
    ),
    "key_file_exposed": ErrorText(
        "The key file {0} may be read by others than its owner.",
        "Otras personas, además de su dueño, pueden leer el archivo de clave {0}.",
        "Run: chmod 600 {1}",
        "Ejecute: chmod 600 {1}",
    ),
    "key_file_in_repository": ErrorText(
        "The key file {0} is inside a git repository, where it would be shared one day.",
        "El archivo de clave {0} está dentro de un repositorio de git, donde un día se "
        "compartiría.",
        "Move it to a folder outside of {1}, and name the new path in sheetflow.toml. If it was "
        "ever committed, make a new key and delete this one.",
        "Muévalo a una carpeta fuera de {1} e indique la ruta nueva en sheetflow.toml. Si alguna "
        "vez se guardó en el repositorio, cree otra clave y borre esta.",
    ),
    "key_file_not_json": ErrorText(
        "The key file {0} holds no key: it is not JSON.",
        "El archivo de clave {0} no contiene ninguna clave: no es JSON.",
        *_NEW_KEY,
    ),
    "key_file_empty": ErrorText(
        "The key file {0} holds no key.",
        "El archivo de clave {0} no contiene ninguna clave.",
        *_NEW_KEY,
    ),
    "key_file_of_client": ErrorText(
        "The key file {0} is an OAuth client, not the key of a service account.",
        "El archivo de clave {0} es un cliente de OAuth, no la clave de una cuenta de servicio.",
        *_NEW_KEY,
    ),
    "key_file_of_another_kind": ErrorText(
        "The key file {0} is not the key of a service account.",
        "El archivo de clave {0} no es la clave de una cuenta de servicio.",
        *_NEW_KEY,
    ),
    "key_file_incomplete": ErrorText(
        "The key file {0} is not whole.",
        "El archivo de clave {0} no está completo.",
        *_NEW_KEY,
    ),
    "key_file_unusable": ErrorText(
        "The key file {0} holds no key that can be used.",
        "El archivo de clave {0} no contiene ninguna clave utilizable.",
        "Make a new one, and delete this one at Google.",
        "Cree otra y borre esta en Google.",
    ),
    "key_file_elsewhere": ErrorText(
        "The key file {0} asks for tokens elsewhere than at Google.",
        "El archivo de clave {0} pide el acceso en un sitio que no es Google.",
        *_NEW_KEY,
    ),
    "key_file_of_test_server": ErrorText(
        "The key file {0} belongs to a test server on this machine.",
        "El archivo de clave {0} es de un servidor de pruebas en este ordenador.",
        "Set SHEETFLOW_GOOGLE_ENDPOINT as well.",
        "Defina también SHEETFLOW_GOOGLE_ENDPOINT.",
    ),
    "key_file_of_google": ErrorText(
        "The key file {0} is one of Google's, and SHEETFLOW_GOOGLE_ENDPOINT names a test server.",
        "El archivo de clave {0} es de Google, y SHEETFLOW_GOOGLE_ENDPOINT indica un servidor de "
        "pruebas.",
        *_UNSET_ENDPOINT,
    ),
    "login_of_google": ErrorText(
        "This machine's login is one of Google's, and SHEETFLOW_GOOGLE_ENDPOINT names a test "
        "server.",
        "El inicio de sesión de este ordenador es de Google, y SHEETFLOW_GOOGLE_ENDPOINT indica un "
        "servidor de pruebas.",
        *_UNSET_ENDPOINT,
    ),
}
