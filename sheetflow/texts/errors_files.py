"""The errors of workbooks that are files, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

_RESTORE: Final = (
    "Restore it from a backup or an earlier version.",
    "Restáurelo desde una copia de seguridad o una versión anterior.",
)
_NAME_IT: Final = ("Name the workbook itself.", "Indique el libro mismo.")
_IN_A_MOMENT: Final = ("Run again in a moment.", "Ejecute de nuevo dentro de un momento.")
_MOVE: Final = ("move it to another column", "pásela a otra columna")

FILES: Final[Mapping[str, ErrorText]] = {
    # ── a new workbook
    "new_name_unfit": ErrorText(
        "{0} is not there, and a new workbook ends in .xlsx",
        "{0} no existe, y un libro nuevo termina en .xlsx",
        "name it leads.xlsx, say",
        "llámelo, por ejemplo, leads.xlsx",
    ),
    "new_name_taken": ErrorText(
        "{0} is there already",
        "{0} ya existe",
        "name a file that is not there yet",
        "indique un archivo que aún no exista",
    ),
    "new_folder_missing": ErrorText(
        "the folder of {0} is not there",
        "la carpeta de {0} no existe",
        "make it first",
        "créela antes",
    ),
    "new_file_forbidden": ErrorText(
        "{0} cannot be written", "no se puede escribir {0}", "{1}", "{1}"
    ),
    "holidays_unknown": ErrorText(
        "the holidays of '{0}' are not known",
        "no se conocen los festivos de '{0}'",
        "write two letters such as GB, or ES-CT",
        "escriba dos letras como ES, o ES-CT",
    ),
    # ── opening it
    "workbook_missing": ErrorText(
        "There is no file {0}.",
        "No existe el archivo {0}.",
        "Check the name, or make one with: sheetflow init",
        "Compruebe el nombre, o cree uno con: sheetflow init",
    ),
    "not_a_file": ErrorText("{0} is not a file.", "{0} no es un archivo.", *_NAME_IT),
    "read_forbidden": ErrorText(
        "{0} may not be read.",
        "No hay permiso para leer {0}.",
        "Ask its owner for permission to read and write it.",
        "Pida a su propietario permiso para leerlo y escribirlo.",
    ),
    "read_failed": ErrorText(
        "{0} cannot be read: {1}.",
        "No se puede leer {0}: {1}.",
        "Check the disk or the network and run again.",
        "Compruebe el disco o la red y ejecute de nuevo.",
    ),
    "open_elsewhere": ErrorText(
        "The workbook is open elsewhere: {0} has it.",
        "El libro está abierto en otro sitio: lo tiene {0}.",
        "Close it there and run again. If nobody has it open, a crash left the lock file "
        "(~$… or .~lock…#) beside {1}: delete that.",
        "Ciérrelo allí y ejecute de nuevo. Si nadie lo tiene abierto, un cierre inesperado dejó el "
        "archivo de bloqueo (~$… o .~lock…#) junto a {1}: bórrelo.",
    ),
    "changed_while_read": ErrorText(
        "The file changed while it was being read.",
        "El archivo cambió mientras se leía.",
        *_IN_A_MOMENT,
    ),
    "not_read_yet": ErrorText(
        "the workbook must be read before it is written",
        "hay que leer el libro antes de escribirlo",
    ),
    # ── what kind of file it is
    "password_protected": ErrorText(
        "The workbook is protected with a password, so it cannot be read.",
        "El libro está protegido con contraseña, así que no se puede leer.",
        "In Excel: File > Info > Protect Workbook > Encrypt with Password, empty the field, save.",
        "En Excel: Archivo > Información > Proteger libro > Cifrar con contraseña, vacíe el campo "
        "y guarde.",
    ),
    "old_office_file": ErrorText(
        "This is an old .xls workbook or another OLE document.",
        "Es un libro .xls antiguo u otro documento OLE.",
        "In Excel: save it as .xlsx.",
        "En Excel: guárdelo como .xlsx.",
    ),
    "file_empty": ErrorText("The file is empty.", "El archivo está vacío.", *_RESTORE),
    "no_zip": ErrorText(
        "This is no .xlsx workbook (perhaps a CSV or text file, or a lock file).",
        "No es un libro .xlsx (quizá un CSV, un archivo de texto o uno de bloqueo).",
        "Open it in Excel or LibreOffice and save it as .xlsx.",
        "Ábralo en Excel o LibreOffice y guárdelo como .xlsx.",
    ),
    "is_open_document": ErrorText(
        "This is an OpenDocument file (.ods).",
        "Es un archivo OpenDocument (.ods).",
        "In LibreOffice: File > Save As > Excel (.xlsx).",
        "En LibreOffice: Archivo > Guardar como > Excel (.xlsx).",
    ),
    "is_binary_workbook": ErrorText(
        "This is a binary workbook (.xlsb).",
        "Es un libro binario (.xlsb).",
        "In Excel: save it as .xlsx or .xlsm.",
        "En Excel: guárdelo como .xlsx o .xlsm.",
    ),
    "other_zip": ErrorText(
        "This is a zip file, but no Excel workbook.",
        "Es un archivo zip, pero no un libro de Excel.",
        "Name the workbook itself, saved as .xlsx.",
        "Indique el libro mismo, guardado como .xlsx.",
    ),
    "other_office_file": ErrorText(
        "The file is an Office document, but no Excel workbook.",
        "El archivo es un documento de Office, pero no un libro de Excel.",
        *_NAME_IT,
    ),
    "no_workbook_inside": ErrorText(
        "The file holds no workbook.",
        "El archivo no contiene ningún libro.",
        "Open it in Excel and save it as .xlsx.",
        "Ábralo en Excel y guárdelo como .xlsx.",
    ),
    "digitally_signed": ErrorText(
        "The workbook is digitally signed; any change would break the signature.",
        "El libro tiene firma digital; cualquier cambio la invalidaría.",
        "Remove the signature in Excel: File > Info > View Signatures.",
        "Quite la firma en Excel: Archivo > Información > Ver firmas.",
    ),
    "shared_workbook": ErrorText(
        "The workbook is shared the old way, with tracked changes, so it cannot be patched safely.",
        "El libro está compartido a la antigua, con control de cambios, y no se puede modificar "
        "sin riesgo.",
        "In Excel: Review > Unshare Workbook, then save.",
        "En Excel: Revisar > Compartir libro, deje de compartirlo y guarde.",
    ),
    "no_worksheet": ErrorText(
        "The workbook has no worksheet.",
        "El libro no tiene ninguna hoja de cálculo.",
        "Open it in Excel and add one.",
        "Ábralo en Excel y añada una.",
    ),
    # ── writing it
    "changed_meanwhile": ErrorText(
        "The workbook changed while it was being worked on; nothing was written.",
        "El libro cambió mientras se trabajaba en él; no se ha escrito nada.",
        "Run again.",
        "Ejecute de nuevo.",
    ),
    "read_only_workbook": ErrorText(
        "The workbook is read-only.",
        "El libro es de solo lectura.",
        "Allow writing to it (chmod u+w), or work on a copy.",
        "Permita escribir en él (chmod u+w), o trabaje con una copia.",
    ),
    "owner_would_change": ErrorText(
        "The workbook belongs to somebody else, who would lose it.",
        "El libro es de otra persona, que lo perdería.",
        "Let its owner run sheetflow.",
        "Que su dueño ejecute sheetflow.",
    ),
    "several_names": ErrorText(
        "The workbook has several names (hard links), and only one of them would be synced.",
        "El libro tiene varios nombres (enlaces duros) y solo se sincronizaría uno.",
        "Make a copy of it under the name that you sync.",
        "Haga una copia con el nombre que se sincroniza.",
    ),
    "folder_forbidden": ErrorText(
        "The folder of the workbook may not be written.",
        "No hay permiso para escribir en la carpeta del libro.",
        "Ask its owner for permission to write there.",
        "Pida a su propietario permiso para escribir en ella.",
    ),
    "disk_full": ErrorText(
        "The disk is full; nothing was written.",
        "El disco está lleno; no se ha escrito nada.",
        "Make room and run again.",
        "Haga sitio y ejecute de nuevo.",
    ),
    "write_failed": ErrorText(
        "The workbook cannot be written: {0}.",
        "No se puede escribir el libro: {0}.",
        *_IN_A_MOMENT,
    ),
    "result_too_large": ErrorText(
        "The workbook would become larger than 4 GB.", "El libro pasaría de 4 GB."
    ),
    "tab_gone": ErrorText(
        "there is no tab {0:quoted} in the workbook any more",
        "ya no hay ninguna pestaña {0:quoted} en el libro",
    ),
    "sheet_gone": ErrorText(
        "there is no sheet {0:quoted} in the workbook any more",
        "ya no hay ninguna hoja {0:quoted} en el libro",
    ),
    "tab_taken": ErrorText(
        "there is a tab {0:quoted} already",
        "ya hay una pestaña {0:quoted}",
        "rename it and run again",
        "cámbiele el nombre y ejecute de nuevo",
    ),
    "state_tab_unfit": ErrorText(
        "the tab {0} is ours, but is no worksheet",
        "la pestaña {0} es nuestra, pero no es una hoja de cálculo",
        "delete it and run again",
        "bórrela y ejecute de nuevo",
    ),
    "no_room_for_columns": ErrorText(
        "the sheet has no room for {0:more_columns}: it is full up to column XFD",
        "en la hoja {0:more_columns}: está llena hasta la columna XFD",
        "delete empty columns at the right of the leads, then run again",
        "borre columnas vacías a la derecha de los leads y ejecute de nuevo",
    ),
    "formats_used_up": ErrorText(
        "the workbook has {0} cell formats, as many as Excel can keep",
        "el libro tiene {0} formatos de celda, tantos como Excel puede guardar",
        "remove unused formats first",
        "quite antes los formatos que no se usan",
    ),
    "array_in_row": ErrorText(
        "row {0} holds an array formula or a data table in a column of ours",
        "la fila {0} tiene una fórmula matricial o una tabla de datos en una columna nuestra",
        *_MOVE,
    ),
    "array_in_cell": ErrorText(
        "cell {0} holds an array formula in a column of ours",
        "la celda {0} tiene una fórmula matricial en una columna nuestra",
        *_MOVE,
    ),
    "shared_formula_stuck": ErrorText(
        "the shared formula at {0} cannot be moved out of a column of ours",
        "la fórmula compartida de {0} no se puede sacar de una columna nuestra",
    ),
}

FILE_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "table_not_widened": (
        "{0}: the table {1} could not be widened; sort it together with our columns",
        "{0}: no se pudo ensanchar la tabla {1}; ordénela junto con nuestras columnas",
    ),
    "filter_not_widened": (
        "{0}: the filter could not be widened to our columns: what stands between is in the way. "
        "Sorting with it leaves our answers behind, and the next sync puts them right; move what "
        "stands between away and widen the filter, or sort without it",
        "{0}: no se pudo ensanchar el filtro hasta nuestras columnas: lo que hay en medio estorba. "
        "Al ordenar con él, nuestras respuestas no se mueven, y la próxima sincronización las "
        "corrige; aparte lo que hay en medio y ensanche el filtro, u ordene sin él",
    ),
    "front_stays": (
        "{0}: our columns stay where they are, since something there would not move with them: {1}",
        "{0}: nuestras columnas se quedan donde están, porque hay algo que no se movería con "
        "ellas: {1}",
    ),
}
"""What could not be written the usual way, and was written all the same."""

FILE_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "somebody": ("somebody", "alguien"),
    "person_on_machine": ("{0} on {1}", "{0} en {1}"),
    "front_charts": ("charts, pictures or comments", "gráficos, imágenes o comentarios"),
    "front_filter": ("a filter", "un filtro"),
    "front_formats": (
        "conditional formats or drop-downs",
        "formatos condicionales o listas desplegables",
    ),
    "front_formulas": ("formulas", "fórmulas"),
    "front_merged": ("merged cells", "celdas combinadas"),
    "front_names": ("named ranges", "nombres de rangos"),
    "front_other": ("parts of another kind", "partes de otra clase"),
    "front_pivots": ("a pivot table", "una tabla dinámica"),
    "front_tables": ("an Excel table", "una tabla de Excel"),
}
"""What stands inside of these sentences: names for who has none, or has two."""
