"""What each flag means, in English and Spanish, as words.py writes its texts."""

from __future__ import annotations

from typing import Final

FLAGS_MEAN: Final = {
    "no_agreement": ("they reacted, and nothing was dated after it", "reaccionaron y no se fechó nada después"),
    "open_ending": ("the agreement or a note leaves it open", "el acuerdo o una nota lo deja abierto"),
    "reproach": ("the agreement or a note blames them", "el acuerdo o una nota les reprocha algo"),
    "promise_missed": ("an agreed or announced day passed without a contact", "pasó un día acordado o anunciado sin contacto"),
    "too_soon": ("the last two contacts lie too close together", "los dos últimos contactos están demasiado juntos"),
    "too_many": ("more touches than the cap and its last message", "más toques que el máximo y su último mensaje"),
    "skipped_stage": ("the stage moved forward over an open one", "la etapa avanzó saltándose una abierta"),
    "unconfirmed": ("the appointment is not confirmed and its time has come", "la cita no está confirmada y ya toca"),
    "unknown_fit": ("nobody said whether it is possible, as of others", "nadie ha dicho si es posible, como de otros"),
    "unknown_phase": ("contacted, and no phase is noted", "hubo contacto y no se anotó la fase"),
    "no_owner": ("nobody is responsible, as for others", "no hay responsable, como en otros"),
    "no_address": ("there is neither phone nor email", "no hay ni teléfono ni correo"),
    "owner_away": ("it is due while the owner is away", "toca mientras el responsable está ausente"),
    "duplicate": ("another lead has the same email or phone", "otro lead tiene el mismo correo o teléfono"),
    "reply_unseen": ("they wrote after it was closed or no longer followed", "escribieron después de cerrarlo o de dejar de seguirlo"),
    "typed_over": ("a person's text stands in one of our cells", "hay un texto escrito a mano en una de nuestras celdas"),
    "word_date": ("a date was typed as a word; typed again, the same word is no change", "una fecha se escribió con una palabra; la misma palabra escrita otra vez no cambia nada"),
    "bad_cell": ("a cell cannot be read", "una celda no se puede leer"),
}  # fmt: skip
"""What each flag means."""
