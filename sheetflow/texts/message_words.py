"""THE words about messages: what is odd about a text of the Messages tab, and how one is shown."""

from __future__ import annotations

from typing import Final

MESSAGE_PROBLEMS: Final = {
    "unknown_placeholder": ("'{0}' is no placeholder: nothing is put there; write one such as {1}",
                            "'{0}' no es ningún marcador: no se pone nada en su lugar; escriba uno como {1}"),
    "message_stage": ("no stage of the Playbook is called so: this text serves no lead", "ninguna etapa de la Estrategia se llama así: este texto no sirve a ningún lead"),
    "message_touch": ("say which touch this text is for: 1, 2, 3 …, or leave it blank", "diga para qué toque es este texto: 1, 2, 3 …, o déjelo en blanco"),
    "message_language": ("say en or es, or leave it blank", "diga en o es, o déjelo en blanco"),
    "text_open_ending": ("this text leaves it open who gets in touch next ('{0}')", "este texto deja abierto quién da el siguiente paso («{0}»)"),
    "text_reproach": ("this text blames them ('{0}')", "este texto les reprocha algo («{0}»)"),
    "text_no_date": ("this text announces no next contact; put {0} into it", "este texto no anuncia el próximo contacto; ponga {0} en él"),
    "last_with_date": ("the last message announces no next contact; take {0} out of it", "el último mensaje no anuncia otro contacto; quite {0} de él"),
    "only_this_language": ("this message has no text in English: this one in Spanish is used", "este mensaje no tiene ningún texto en español: se usa este en inglés"),
    "unknown_message": ("the steps name a message that has no text: '{0}'", "los pasos nombran un mensaje que no tiene texto: «{0}»"),
}  # fmt: skip
"""None of these stops a run; a text is checked where it stands."""

TEXT_CHECKS: Final = {
    "message_stage": ("Stage: none of the Playbook is called so", "Etapa: ninguna de la Estrategia se llama así"),
    "message_touch": ("Touch: write 1, 2, 3 …, or leave it blank", "Toque: escriba 1, 2, 3 …, o déjelo en blanco"),
    "message_language": ("Language: write en or es", "Idioma: escriba en o es"),
    "unknown_placeholder": ("unknown placeholder {0}", "marcador desconocido {0}"),
    "text_open_ending": ("open ending “{0}”", "final abierto «{0}»"),
    "text_reproach": ("reproach “{0}”", "reproche «{0}»"),
    "last_with_date": ("announces a next contact: take {next_date} out", "anuncia otro contacto: quite {fecha}"),
    "text_no_date": ("announces no next contact: add {next_date}", "no anuncia el próximo contacto: añada {fecha}"),
    "only_this_language": ("used in Spanish: there is none in English", "se usa en inglés: no hay ninguno en español"),
}  # fmt: skip
"""The same in few words, as the formulas of the tab Messages say it beside a text; in their order.
`{0}` is what was found."""
LONGEST_CHECK: Final = 250
"""Characters of what stands beside a text."""

MESSAGE_SHOWN: Final = {
    "message_ready": ("Message, ready to send ({0}):", "Mensaje, listo para enviar ({0}):"),
    "message_subject": ("Subject: {0}", "Asunto: {0}"),
    "message_announces": ("It announces {0}: type that day into Announced for.", "Anuncia el {0}: escriba ese día en Anunciado para."),
}  # fmt: skip
