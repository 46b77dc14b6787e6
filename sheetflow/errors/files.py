"""What is wrong with a workbook that is a file: opening it, its parts, replacing it.

A value of type `object` is a str, or a Text where the words differ by language.
"""

from __future__ import annotations

from sheetflow.errors import AccessError, BusyError, ConfigError, DamagedError, SheetflowError

# ── a new workbook


class NewNameUnfit(ConfigError):
    """A new workbook was to be made at a path that does not end in .xlsx."""

    path: str


class NewNameTaken(ConfigError):
    """A new workbook was to be made where there is a file already."""

    path: str


class NewFolderMissing(ConfigError):
    """A new workbook was to be made in a folder that is not there."""

    path: str


class NewFileForbidden(AccessError):
    """The system does not let us make a new workbook; `reason` is what it says."""

    path: str
    reason: object


class HolidaysUnknown(ConfigError):
    """Somebody asked for the holidays of a country or region that is not known."""

    country: str


# ── opening it


class WorkbookMissing(ConfigError):
    """There is no file at the path."""

    path: str


class NotAFile(ConfigError):
    """The path is that of a folder, a pipe or a device."""

    path: str


class ReadForbidden(AccessError):
    """The system does not let us read the file."""

    path: str


class ReadFailed(BusyError):
    """The disk or the network does not give the file; `reason` is what the system says."""

    path: str
    reason: object


class OpenElsewhere(BusyError):
    """Excel or LibreOffice has the workbook open.

    `who` is a person's name, maybe with a machine, as the lock file `file_name` tells it.
    """

    who: object
    file_name: str


class ChangedWhileRead(BusyError):
    """Somebody saved the file between our opening it and our reading it to the end."""


class NotReadYet(SheetflowError):
    """A program called `apply` before `read`."""


# ── what kind of file it is


class PasswordProtected(DamagedError):
    """The workbook is encrypted as a whole."""


class OldOfficeFile(DamagedError):
    """The file is an OLE container: .xls, .doc, or a message of Outlook."""


class FileEmpty(DamagedError):
    """The file has no bytes."""


class NoZip(DamagedError):
    """The file does not begin like a zip, as every .xlsx does."""


class IsOpenDocument(DamagedError):
    """The file is an .ods, or another document of OpenOffice and LibreOffice."""


class IsBinaryWorkbook(DamagedError):
    """The file is an .xlsb."""


class OtherZip(DamagedError):
    """The file is a zip that holds no Office document."""


class OtherOfficeFile(DamagedError):
    """The file is a document of Word, PowerPoint or another program of Office."""


class NoWorkbookInside(DamagedError):
    """The file is laid out like an Office document, and names no main part."""


class DigitallySigned(DamagedError):
    """The workbook carries a digital signature."""


class SharedWorkbook(DamagedError):
    """The workbook is shared as Excel did before co-authoring, with its changes tracked."""


class NoWorksheet(DamagedError):
    """The workbook has charts or macro sheets only."""


# ── damaged or hostile files


class ZipEmpty(DamagedError):
    """The zip has no entries."""


class TooManyParts(DamagedError):
    """The zip has more entries than any real workbook."""

    parts: int
    most: int


class TooLargeUnpacked(DamagedError):
    """All parts together declare more than 4 GB."""


class EntitiesDeclared(DamagedError):
    """A part declares a document type or entities, which no office program writes."""


class PartNamesStrange(DamagedError):
    """The name of a part holds a backslash or a zero byte."""


class PartNameOutside(DamagedError):
    """The name of a part is empty, absolute, or goes up by `..`."""


class PartNameTwice(DamagedError):
    """The names of two parts differ in case at most."""


class PartEncrypted(DamagedError):
    """A zip entry is encrypted."""


class CompressionUnknown(DamagedError):
    """A zip entry is neither deflated nor stored."""


class SizesContradict(DamagedError):
    """A stored zip entry declares different sizes packed and unpacked."""


class PartInflates(DamagedError):
    """A part declares more than 500 times its packed size, as bombs do."""


class PartsOverlap(DamagedError):
    """Two zip entries share bytes of the file."""


class FileCutOff(DamagedError):
    """A zip entry goes on beyond the end of the file."""


class DirectoryUnreadable(DamagedError):
    """The zip's table of contents is broken or missing."""


class FileDamaged(DamagedError):
    """Something in the file cannot be what it says, and no part of it is to blame alone."""


class PartDamaged(DamagedError):
    """A part does not unpack, or holds what cannot be there; `part` is its name in the zip."""

    part: str


class PartTooLong(DamagedError):
    """A part that is read as a whole is longer than `most` megabytes."""

    part: str
    most: int


class PartMissing(DamagedError):
    """The file refers to a part that it does not hold."""

    part: str


class SheetMissing(DamagedError):
    """The workbook lists a sheet, and the file does not hold its part."""

    sheet: str


class NotWellFormed(DamagedError):
    """A part that is read is no well-formed XML."""


class NotPatchable(DamagedError):
    """A small part that is to be changed is no well-formed XML."""


class ElementTooLong(DamagedError):
    """One row, text or head of a sheet is longer than any that a program writes."""


class SharedTextMissing(DamagedError):
    """A cell names a shared text beyond the end of their table."""


class SheetsUnlisted(DamagedError):
    """The workbook part has no list of sheets to which a new one could be added."""


class SheetWithoutRows(DamagedError):
    """The sheet of a leads tab has no element for rows."""

    sheet: str


class CellTwice(DamagedError):
    """Two cells of a sheet that is read have one address, such as K5."""

    sheet: str
    cell: str


class CellElsewhere(DamagedError):
    """A cell of row `row` names row `named` as its own, where other programs show it."""

    row: int
    named: int


class SheetTwice(DamagedError):
    """Two sheets of the workbook have one name; Excel makes no difference of case."""

    sheet: str


class PartOfTwoRoles(DamagedError):
    """One part of the file is two things at once, such as the styles and a sheet."""

    part: str


class HeadersContradict(DamagedError):
    """The zip's table of contents and the header before a part do not say the same of it."""

    part: str


class RowsUnordered(DamagedError):
    """The rows of a sheet do not ascend over more than one piece of it."""


class RowNotMet(DamagedError):
    """A row that is to be written is not met where its number belongs."""

    row: int


# ── writing it


class ChangedMeanwhile(BusyError):
    """The file, or the workbook in RAM, is no longer what was read."""


class ReadOnlyWorkbook(AccessError):
    """The file has no write permission."""


class OwnerWouldChange(AccessError):
    """Another user owns the file, and the system does not let us give the new one to them."""


class SeveralNames(AccessError):
    """The file has several names (hard links), which would become several files."""


class FolderForbidden(AccessError):
    """The system does not let us write into the folder of the workbook."""


class DiskFull(BusyError):
    """The disk is full, or the quota of the user."""


class WriteFailed(BusyError):
    """The disk or the network does not take the new file; `reason` is what the system says."""

    reason: object


class ResultTooLarge(DamagedError):
    """The new file would need zip64."""


class TabGone(DamagedError):
    """A tab that is to be changed is not in the workbook in RAM."""

    tab: str


class SheetGone(DamagedError):
    """A worksheet that is to be changed is not in the file."""

    sheet: str


class TabTaken(DamagedError):
    """A tab that is to be added has the name of another one."""

    tab: str


class StateTabUnfit(DamagedError):
    """The tab with the name of our hidden one is a chart or a macro sheet."""

    tab: str


class NoRoomForColumns(DamagedError):
    """Fewer than `count` columns right of the headings are free."""

    count: int


class FormatsUsedUp(DamagedError):
    """The workbook has as many cell formats as Excel can keep."""

    count: int


class ArrayInRow(DamagedError):
    """An array formula or a data table covers a cell of ours in this row."""

    row: int


class ArrayInCell(DamagedError):
    """A cell of ours begins an array formula or a data table; `cell` is its reference."""

    cell: str


class SharedFormulaStuck(DamagedError):
    """The formula at `cell`, which other cells share, cannot be written for one of them."""

    cell: str
