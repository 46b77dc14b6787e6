"""THE reasons that the system and the reader of TOML give, in English and Spanish.

The system's are known by the name of their errno, and read in English as it says them; so do those
of TOML's reader, which has no codes but its sentences. A reason that is not here stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from errno import errorcode
from typing import Final

from sheetflow.model import Text

OS_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "os_eacces": ("Permission denied", "permiso denegado"),
    "os_eperm": ("Operation not permitted", "operación no permitida"),
    "os_enoent": ("No such file or directory", "no existe el archivo o la carpeta"),
    "os_enotdir": ("Not a directory", "no es una carpeta"),
    "os_eisdir": ("Is a directory", "es una carpeta"),
    "os_erofs": ("Read-only file system", "el sistema de archivos es de solo lectura"),
    "os_enospc": ("No space left on device", "no queda espacio en el disco"),
    "os_edquot": ("Disk quota exceeded", "cuota de disco superada"),
    "os_eio": ("Input/output error", "error de entrada/salida"),
    "os_enametoolong": ("File name too long", "nombre de archivo demasiado largo"),
    "os_emfile": ("Too many open files", "demasiados archivos abiertos"),
    "os_eloop": (
        "Too many levels of symbolic links",
        "demasiados enlaces simbólicos encadenados",
    ),
    "os_estale": ("Stale file handle", "la carpeta de red ya no responde"),
    "os_ebusy": ("Device or resource busy", "dispositivo o recurso ocupado"),
    "os_etimedout": ("Connection timed out", "la conexión tardó demasiado"),
}

TOML_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "toml_value": ("Invalid value", "valor no válido"),
    "toml_statement": ("Invalid statement", "instrucción no válida"),
    "toml_string": ("Unterminated string", "texto sin cerrar"),
    "toml_array": ("Unclosed array", "lista sin cerrar"),
    "toml_twice": ("Cannot overwrite a value", "no se puede dar un valor dos veces"),
    "toml_equals": (
        "Expected '=' after a key in a key/value pair",
        "falta '=' tras una clave",
    ),
    "toml_newline": (
        "Expected newline or end of document after a statement",
        "falta un salto de línea tras una instrucción",
    ),
}

REASONS: Final[Mapping[str, tuple[str, str]]] = {
    **OS_REASONS,
    **TOML_REASONS,
    "said": ("{0}", "{0}"),
    "os_error": ("[Errno {0}] {1}: {2}", "{1}"),
    "toml_at": ("{0} (at line {1}, column {2})", "{0} (línea {1}, columna {2})"),
    "toml_no_file": ("it is no file", "no es un archivo"),
    "toml_at_end": ("{0} (at end of document)", "{0} (al final del documento)"),
    "toml_text": ("text", "un texto"),
    "toml_table": ("a table or a list", "una tabla o una lista"),
}

_TOML_CODES: Final = {english: code for code, (english, _) in TOML_REASONS.items()}


def os_reason(error: OSError) -> Text:
    """Returns why the system refused, without number or path."""
    code = f"os_{errorcode.get(error.errno or 0, '')}".lower()
    return Text(code) if code in OS_REASONS else Text("said", (error.strerror or str(error),))


def os_error(error: OSError) -> Text:
    """Returns the whole of what Python says of an OSError; in Spanish only why."""
    if error.filename is None:
        return Text("said", (str(error),))
    return Text("os_error", (error.errno, os_reason(error), repr(error.filename)))


def toml_reason(sentence: str) -> Text:
    """Returns what the reader of TOML says is wrong, without the position."""
    code = _TOML_CODES.get(sentence)
    return Text(code) if code else Text("said", (sentence,))
