"""Errors and notes in Spanish: they are raised in English, and put into Spanish where a person
reads them.

A `{}` stands for a value in English, `{0}` for the same value in Spanish. A place in Spanish may
say how it shows its value: `{0:said}` is a text of this table, `{0:number}` 10.000.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from sheetflow.texts.spanish_google import GOOGLE_ERRORS, GOOGLE_REASONS

ERRORS: Final[Mapping[str, str]] = {
    **GOOGLE_ERRORS,
    # ── the command line and its settings
    "{} is a folder": "{0} es una carpeta",
    "name a workbook, such as leads.xlsx": "indique un libro, como leads.xlsx",
    "{} is there already": "{0} ya existe",
    "SHEETFLOW_CONFIG names {}, and no such file is there": "SHEETFLOW_CONFIG indica {0}, y no existe tal archivo",
    "mend its path, or remove the variable": "corrija su ruta, o quite la variable",
    "{}: {} is not known here": "{0}: aquí no se conoce {1}",
    "the tables are [targets] and [google]; names go below [targets], settings such as key below [google]": "las tablas son [targets] y [google]; los nombres van debajo de [targets], ajustes como key debajo de [google]",
    "sheetflow.toml knows: {}": "sheetflow.toml conoce: {0}",
    "The workbook is read-only.": "El libro es de solo lectura.",
    "Allow writing to it (chmod u+w), or work on a copy.": "Permita escribir en él (chmod u+w), o trabaje con una copia.",
    "The workbook belongs to somebody else, who would lose it.": "El libro es de otra persona, que lo perdería.",
    "Let its owner run sheetflow.": "Que su dueño ejecute sheetflow.",
    "The workbook has several names (hard links), and only one of them would be synced.": "El libro tiene varios nombres (enlaces duros) y solo se sincronizaría uno.",
    "Make a copy of it under the name that you sync.": "Haga una copia con el nombre que se sincroniza.",
    "name a file that is not there yet": "indique un archivo que aún no exista",
    "{} cannot be read: {}": "no se puede leer {0}: {1:said}",
    "mend or remove it": "corríjalo o quítelo",
    "{}: [targets] maps names to paths": "{0}: [targets] asigna rutas a nombres",
    'write lines such as madrid = "madrid.xlsx"': 'escriba líneas como madrid = "madrid.xlsx"',
    "{} is not there, and a new workbook ends in .xlsx": "{0} no existe, y un libro nuevo termina en .xlsx",
    "name it leads.xlsx, say": "llámelo, por ejemplo, leads.xlsx",
    "the holidays of '{}' are not known": "no se conocen los festivos de '{0}'",
    "write two letters such as GB, or ES-CT": "escriba dos letras como ES, o ES-CT",
    "the folder of {} is not there": "la carpeta de {0} no existe",
    "make it first": "créela antes",
    "{} cannot be written": "no se puede escribir {0}",
    "write the day as 2026-11-30": "escriba el día como 2026-11-30",
    "unexpected {}. -v shows more.": "{0} inesperado. -v muestra más.",
    "unexpected {} in {}. -v shows more.": "{0} inesperado en {1}. -v muestra más.",
    # ── opening the file
    "{} is not a file.": "{0} no es un archivo.",
    "Name the workbook itself.": "Indique el libro mismo.",
    "There is no file {}.": "No existe el archivo {0}.",
    "Check the name, or make one with: sheetflow init": "Compruebe el nombre, o cree uno con: sheetflow init",
    "Check the name, or make one with: sheetflow init {}": "Compruebe el nombre, o cree uno con: sheetflow init {0}",
    "{} may not be read.": "No hay permiso para leer {0}.",
    "Ask its owner for permission to read and write it.": "Pida a su propietario permiso para leerlo y escribirlo.",
    "{} cannot be read: {}.": "No se puede leer {0}: {1:said}.",
    "Check the disk or the network and run again.": "Compruebe el disco o la red y ejecute de nuevo.",
    "The workbook is open elsewhere: {} has it.": "El libro está abierto en otro sitio: lo tiene {0}.",
    "The workbook is open elsewhere: {} on {} has it.": "El libro está abierto en otro sitio: lo tiene {0} en {1}.",
    "The workbook is open elsewhere: somebody has it.": "El libro está abierto en otro sitio: lo tiene alguien.",
    "Close it there and run again. If nobody has it open, a crash left the lock file (~$… or .~lock…#) beside {}:"
    " delete that.": "Ciérrelo allí y ejecute de nuevo. Si nadie lo tiene abierto, un cierre inesperado dejó el archivo de bloqueo"
    " (~$… o .~lock…#) junto a {0}: bórrelo.",
    # ── what kind of file it is
    "The workbook is protected with a password, so it cannot be read.": "El libro está protegido con contraseña, así que no se puede leer.",
    "In Excel: File > Info > Protect Workbook > Encrypt with Password, empty the field, save.": "En Excel: Archivo > Información > Proteger libro > Cifrar con contraseña, vacíe el campo y guarde.",
    "This is an old .xls workbook or another OLE document.": "Es un libro .xls antiguo u otro documento OLE.",
    "In Excel: save it as .xlsx.": "En Excel: guárdelo como .xlsx.",
    "The file is empty.": "El archivo está vacío.",
    "Restore it from a backup or an earlier version.": "Restáurelo desde una copia de seguridad o una versión anterior.",
    "This is no .xlsx workbook (perhaps a CSV or text file, or a lock file).": "No es un libro .xlsx (quizá un CSV, un archivo de texto o uno de bloqueo).",
    "Open it in Excel or LibreOffice and save it as .xlsx.": "Ábralo en Excel o LibreOffice y guárdelo como .xlsx.",
    "This is an OpenDocument file (.ods).": "Es un archivo OpenDocument (.ods).",
    "In LibreOffice: File > Save As > Excel (.xlsx).": "En LibreOffice: Archivo > Guardar como > Excel (.xlsx).",
    "This is a binary workbook (.xlsb).": "Es un libro binario (.xlsb).",
    "In Excel: save it as .xlsx or .xlsm.": "En Excel: guárdelo como .xlsx o .xlsm.",
    "This is a zip file, but no Excel workbook.": "Es un archivo zip, pero no un libro de Excel.",
    "Name the workbook itself, saved as .xlsx.": "Indique el libro mismo, guardado como .xlsx.",
    "The file is an Office document, but no Excel workbook.": "El archivo es un documento de Office, pero no un libro de Excel.",
    "The file holds no workbook.": "El archivo no contiene ningún libro.",
    "Open it in Excel and save it as .xlsx.": "Ábralo en Excel y guárdelo como .xlsx.",
    "The workbook is digitally signed; any change would break the signature.": "El libro tiene firma digital; cualquier cambio la invalidaría.",
    "Remove the signature in Excel: File > Info > View Signatures.": "Quite la firma en Excel: Archivo > Información > Ver firmas.",
    "The workbook is shared the old way, with tracked changes, so it cannot be patched safely.": "El libro está compartido a la antigua, con control de cambios, y no se puede modificar sin riesgo.",
    "In Excel: Review > Unshare Workbook, then save.": "En Excel: Revisar > Compartir libro, deje de compartirlo y guarde.",
    "The workbook has no worksheet.": "El libro no tiene ninguna hoja de cálculo.",
    "Open it in Excel and add one.": "Ábralo en Excel y añada una.",
    # ── damaged or hostile files
    "The zip archive is empty.": "El archivo zip está vacío.",
    "Restore the file from a backup.": "Restaure el archivo desde una copia de seguridad.",
    "Restore it from a backup.": "Restáurelo desde una copia de seguridad.",
    "The file has {} parts; more than {} are not taken.": "El archivo tiene {0:number} partes; no se admiten más de {1:number}.",
    "The parts of the file would take more than 4 GB unpacked.": "Las partes del archivo ocuparían más de 4 GB al descomprimirse.",
    "The file declares XML entities, as hostile files do.": "El archivo declara entidades XML, como hacen los archivos maliciosos.",
    "Open it in Excel, save it as .xlsx under a new name, and use that copy.": "Ábralo en Excel, guárdelo como .xlsx con otro nombre y use esa copia.",
    "Names inside the file are written with backslashes or zero bytes.": "Dentro del archivo hay nombres escritos con barras invertidas o bytes nulos.",
    "A name inside the file points outside of it.": "Un nombre dentro del archivo apunta fuera de él.",
    "Two parts inside the file have the same name.": "Dos partes dentro del archivo tienen el mismo nombre.",
    "Parts of the file are encrypted.": "Hay partes del archivo cifradas.",
    "Remove the password and save it again.": "Quite la contraseña y guárdelo de nuevo.",
    "Parts of the file are compressed in a way that Excel does not use.": "Hay partes del archivo comprimidas de un modo que Excel no usa.",
    "The sizes inside the file contradict each other.": "Los tamaños indicados dentro del archivo se contradicen.",
    "A part of the file would unpack to more than 500 times its size.": "Una parte del archivo ocuparía al descomprimirse más de 500 veces su tamaño.",
    "Parts inside the file overlap.": "Hay partes dentro del archivo que se solapan.",
    "The file is cut off.": "El archivo está cortado.",
    "The file is damaged: its table of contents cannot be read.": "El archivo está dañado: no se puede leer su índice.",
    "The file is damaged: one of its parts is not well-formed XML.": "El archivo está dañado: una de sus partes no es XML bien formado.",
    "A cell names a shared text that the file does not hold.": "Una celda remite a un texto compartido que no está en el archivo.",
    "The file is damaged in its part {}.": "El archivo está dañado en su parte {0}.",
    "The file is damaged.": "El archivo está dañado.",
    "The part {} is longer than {} MB.": "La parte {0} ocupa más de {1:number} MB.",
    "The part {} is missing from the file.": "Falta la parte {0} del archivo.",
    "The sheet {} is missing from the file.": "Falta la hoja {0} en el archivo.",
    "Open it in Excel and let it repair the file, or restore an earlier version.": "Ábralo en Excel y deje que lo repare, o restaure una versión anterior.",
    "An element of the file is longer than any real one.": "Un elemento del archivo es más largo que cualquiera real.",
    "a part of the workbook is not well-formed XML": "una parte del libro no es XML bien formado",
    "the workbook lists no sheets": "el libro no enumera ninguna hoja",
    "the sheet {} has no rows": "la hoja {0} no tiene filas",
    "The rows of a sheet are not in order.": "Las filas de una hoja no están en orden.",
    "Open the workbook in Excel, save it, and run again.": "Abra el libro en Excel, guárdelo y ejecute de nuevo.",
    "row {} is not where it should be: the rows of the sheet are out of order": "la fila {0} no está en su sitio: las filas de la hoja están desordenadas",
    "open the file in Excel and save it": "abra el archivo en Excel y guárdelo",
    # ── writing it
    "the workbook must be read before it is written": "hay que leer el libro antes de escribirlo",
    "The file changed while it was being read.": "El archivo cambió mientras se leía.",
    "The workbook changed while it was being worked on; nothing was written.": "El libro cambió mientras se trabajaba en él; no se ha escrito nada.",
    "Run again.": "Ejecute de nuevo.",
    "Run again in a moment.": "Ejecute de nuevo dentro de un momento.",
    "The workbook would become larger than 4 GB.": "El libro pasaría de 4 GB.",
    "The workbook cannot be written: {}.": "No se puede escribir el libro: {0:said}.",
    "The folder of the workbook may not be written.": "No hay permiso para escribir en la carpeta del libro.",
    "Ask its owner for permission to write there.": "Pida a su propietario permiso para escribir en ella.",
    "The disk is full; nothing was written.": "El disco está lleno; no se ha escrito nada.",
    "Make room and run again.": "Haga sitio y ejecute de nuevo.",
    "there is no tab {} in the workbook any more": "ya no hay ninguna pestaña {0} en el libro",
    "there is no sheet {} in the workbook any more": "ya no hay ninguna hoja {0} en el libro",
    "there is a tab {} already": "ya hay una pestaña {0}",
    "rename it and run again": "cámbiele el nombre y ejecute de nuevo",
    "the tab {} is ours, but is no worksheet": "la pestaña {0} es nuestra, pero no es una hoja de cálculo",
    "delete it and run again": "bórrela y ejecute de nuevo",
    "the shared formula at {} cannot be moved out of a column of ours": "la fórmula compartida de {0} no se puede sacar de una columna nuestra",
    "the sheet has no room for {} more columns: it is full up to column XFD": "en la hoja no caben {0} columnas más: está llena hasta la columna XFD",
    "delete empty columns at the right of the leads, then run again": "borre columnas vacías a la derecha de los leads y ejecute de nuevo",
    "row {} holds an array formula or a data table in a column of ours": "la fila {0} tiene una fórmula matricial o una tabla de datos en una columna nuestra",
    "cell {} holds an array formula in a column of ours": "la celda {0} tiene una fórmula matricial en una columna nuestra",
    "move it to another column": "pásela a otra columna",
    "the workbook has {} cell formats, as many as Excel can keep": "el libro tiene {0} formatos de celda, tantos como Excel puede guardar",
    "remove unused formats first": "quite antes los formatos que no se usan",
    "{}: the table {} could not be widened; sort it together with our columns": "{0}: no se pudo ensanchar la tabla {1}; ordénela junto con nuestras columnas",
    "{}: the filter could not be widened to our columns": "{0}: no se pudo ensanchar el filtro hasta nuestras columnas",
}

SYSTEM: Final[Mapping[str, str]] = {
    **GOOGLE_REASONS,
    "[Errno {}] {}: {}": "{1:said}",
    "Permission denied": "permiso denegado",
    "Operation not permitted": "operación no permitida",
    "No such file or directory": "no existe el archivo o la carpeta",
    "Not a directory": "no es una carpeta",
    "Is a directory": "es una carpeta",
    "Read-only file system": "el sistema de archivos es de solo lectura",
    "No space left on device": "no queda espacio en el disco",
    "Disk quota exceeded": "cuota de disco superada",
    "Input/output error": "error de entrada/salida",
    "File name too long": "nombre de archivo demasiado largo",
    "Too many open files": "demasiados archivos abiertos",
    "Too many levels of symbolic links": "demasiados enlaces simbólicos encadenados",
    "Stale file handle": "la carpeta de red ya no responde",
    "Device or resource busy": "dispositivo o recurso ocupado",
    "Connection timed out": "la conexión tardó demasiado",
    "{} (at line {}, column {})": "{0:said} (línea {1}, columna {2})",
    "{} (at end of document)": "{0:said} (al final del documento)",
    "Invalid value": "valor no válido",
    "Invalid statement": "instrucción no válida",
    "Unterminated string": "texto sin cerrar",
    "Unclosed array": "lista sin cerrar",
    "Cannot overwrite a value": "no se puede dar un valor dos veces",
    "Expected '=' after a key in a key/value pair": "falta '=' tras una clave",
    "Expected newline or end of document after a statement": "falta un salto de línea tras una instrucción",
}
"""What the system and the reader of TOML say inside of our own messages; what is not here stays as
it is.
"""


def translate(text: str, lang: str) -> str:
    """A message, an advice of any number of lines, or a note in this language; unknown texts stay
    English.
    """
    if lang != "es":
        return text
    whole = _spanish(text)
    return (
        whole
        if whole is not None
        else "\n".join(_spanish(line) or line for line in text.splitlines())
    )


def _spanish(text: str) -> str | None:
    """The Spanish of one text, with its values put over; None where no template fits."""
    known = ERRORS.get(text) or SYSTEM.get(text)
    if known is not None:
        return known
    for pattern, spanish in _patterns():
        if match := pattern.fullmatch(text):
            return spanish.format(*(_Value(value) for value in match.groups()))
    return None


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The templates with values, those that say most first: the others would take their texts for
    values.
    """
    open_ones = [pair for pair in (*ERRORS.items(), *SYSTEM.items()) if "{}" in pair[0]]
    open_ones.sort(key=lambda pair: -len(pair[0].replace("{}", "")))
    return [
        (re.compile("(.*?)".join(map(re.escape, english.split("{}")))), spanish)
        for english, spanish in open_ones
    ]


class _Value(str):
    """A value that knows how to show itself."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return _SHOWN[spec](str(self)) if spec else str(self)


_SHOWN: Final[Mapping[str, Callable[[str], str]]] = {
    "said": lambda text: translate(text, "es"),
    "number": lambda text: text.replace(",", "."),
}
