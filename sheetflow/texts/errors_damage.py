"""The errors of damaged and hostile workbooks, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

_REPAIR: Final = (
    "Open it in Excel and let it repair the file, or restore an earlier version.",
    "Ábralo en Excel y deje que lo repare, o restaure una versión anterior.",
)
_SAVE_AGAIN: Final = (
    "Open it in Excel, save it as .xlsx under a new name, and use that copy.",
    "Ábralo en Excel, guárdelo como .xlsx con otro nombre y use esa copia.",
)
_RESTORE: Final = (
    "Restore it from a backup or an earlier version.",
    "Restáurelo desde una copia de seguridad o una versión anterior.",
)

DAMAGE: Final[Mapping[str, ErrorText]] = {
    "zip_empty": ErrorText(
        "The zip archive is empty.",
        "El archivo zip está vacío.",
        "Restore the file from a backup.",
        "Restaure el archivo desde una copia de seguridad.",
    ),
    "too_many_parts": ErrorText(
        "The file has {0:number} parts; more than {1:number} are not taken.",
        "El archivo tiene {0:number} partes; no se admiten más de {1:number}.",
    ),
    "too_large_unpacked": ErrorText(
        "The parts of the file would take more than 4 GB unpacked.",
        "Las partes del archivo ocuparían más de 4 GB al descomprimirse.",
    ),
    "entities_declared": ErrorText(
        "The file declares XML entities, as hostile files do.",
        "El archivo declara entidades XML, como hacen los archivos maliciosos.",
        *_SAVE_AGAIN,
    ),
    "part_names_strange": ErrorText(
        "Names inside the file are written with backslashes or zero bytes.",
        "Dentro del archivo hay nombres escritos con barras invertidas o bytes nulos.",
        *_SAVE_AGAIN,
    ),
    "part_name_outside": ErrorText(
        "A name inside the file points outside of it.",
        "Un nombre dentro del archivo apunta fuera de él.",
        *_SAVE_AGAIN,
    ),
    "part_name_twice": ErrorText(
        "Two parts inside the file have the same name.",
        "Dos partes dentro del archivo tienen el mismo nombre.",
        *_SAVE_AGAIN,
    ),
    "part_encrypted": ErrorText(
        "Parts of the file are encrypted.",
        "Hay partes del archivo cifradas.",
        "Remove the password and save it again.",
        "Quite la contraseña y guárdelo de nuevo.",
    ),
    "compression_unknown": ErrorText(
        "Parts of the file are compressed in a way that Excel does not use.",
        "Hay partes del archivo comprimidas de un modo que Excel no usa.",
        *_SAVE_AGAIN,
    ),
    "sizes_contradict": ErrorText(
        "The sizes inside the file contradict each other.",
        "Los tamaños indicados dentro del archivo se contradicen.",
        "Restore it from a backup.",
        "Restáurelo desde una copia de seguridad.",
    ),
    "part_inflates": ErrorText(
        "A part of the file would unpack to more than 500 times its size.",
        "Una parte del archivo ocuparía al descomprimirse más de 500 veces su tamaño.",
        *_SAVE_AGAIN,
    ),
    "parts_overlap": ErrorText(
        "Parts inside the file overlap.",
        "Hay partes dentro del archivo que se solapan.",
        *_SAVE_AGAIN,
    ),
    "file_cut_off": ErrorText("The file is cut off.", "El archivo está cortado.", *_RESTORE),
    "directory_unreadable": ErrorText(
        "The file is damaged: its table of contents cannot be read.",
        "El archivo está dañado: no se puede leer su índice.",
        *_REPAIR,
    ),
    "file_damaged": ErrorText("The file is damaged.", "El archivo está dañado.", *_REPAIR),
    "part_damaged": ErrorText(
        "The file is damaged in its part {0}.",
        "El archivo está dañado en su parte {0}.",
        *_REPAIR,
    ),
    "part_too_long": ErrorText(
        "The part {0} is longer than {1:number} MB.",
        "La parte {0} ocupa más de {1:number} MB.",
    ),
    "part_missing": ErrorText(
        "The part {0} is missing from the file.", "Falta la parte {0} del archivo.", *_REPAIR
    ),
    "sheet_missing": ErrorText(
        "The sheet {0:quoted} is missing from the file.",
        "Falta la hoja {0:quoted} en el archivo.",
        *_REPAIR,
    ),
    "not_well_formed": ErrorText(
        "The file is damaged: one of its parts is not well-formed XML.",
        "El archivo está dañado: una de sus partes no es XML bien formado.",
        *_REPAIR,
    ),
    "not_patchable": ErrorText(
        "a part of the workbook is not well-formed XML",
        "una parte del libro no es XML bien formado",
    ),
    "element_too_long": ErrorText(
        "An element of the file is longer than any real one.",
        "Un elemento del archivo es más largo que cualquiera real.",
        *_REPAIR,
    ),
    "shared_text_missing": ErrorText(
        "A cell names a shared text that the file does not hold.",
        "Una celda remite a un texto compartido que no está en el archivo.",
        *_REPAIR,
    ),
    "sheets_unlisted": ErrorText(
        "the workbook lists no sheets", "el libro no enumera ninguna hoja"
    ),
    "sheet_without_rows": ErrorText("the sheet {0} has no rows", "la hoja {0} no tiene filas"),
    "cell_twice": ErrorText(
        "The cell {1} is twice in the sheet {0}.",
        "La celda {1} está dos veces en la hoja {0}.",
        *_REPAIR,
    ),
    "cell_elsewhere": ErrorText(
        "A cell in row {0} of a sheet says that it is in row {1}.",
        "Una celda de la fila {0} de una hoja dice estar en la fila {1}.",
        *_REPAIR,
    ),
    "sheet_twice": ErrorText(
        "Two sheets of the workbook are called {0:quoted}.",
        "Dos hojas del libro se llaman {0:quoted}.",
        *_REPAIR,
    ),
    "part_of_two_roles": ErrorText(
        "The part {0} of the file is two things at once.",
        "La parte {0} del archivo es dos cosas a la vez.",
        *_SAVE_AGAIN,
    ),
    "headers_contradict": ErrorText(
        "The file is damaged: what it says of its part {0} contradicts itself.",
        "El archivo está dañado: lo que dice de su parte {0} se contradice.",
        *_SAVE_AGAIN,
    ),
    "rows_unordered": ErrorText(
        "The rows of a sheet are not in order.",
        "Las filas de una hoja no están en orden.",
        "Open the workbook in Excel, save it, and run again.",
        "Abra el libro en Excel, guárdelo y ejecute de nuevo.",
    ),
    "row_not_met": ErrorText(
        "row {0} is not where it should be: the rows of the sheet are out of order",
        "la fila {0} no está en su sitio: las filas de la hoja están desordenadas",
        "open the file in Excel and save it",
        "abra el archivo en Excel y guárdelo",
    ),
}
