"""The rows of the Playbook and the Calendar, as they are written into a new workbook."""

from __future__ import annotations

from itertools import chain, zip_longest

from sheetflow.decide.messages import message_rows
from sheetflow.decide.phrases import REPROACHES
from sheetflow.decide.playbook import (
    CALENDAR_HEADINGS,
    CHANNELS,
    DEFAULT,
    DEFAULT_WORDS,
    ENDS,
    EVENTS,
    EVENTS_HEADING,
    PACES,
    PHRASES,
    PHRASES_HEADING,
    REPROACH_HEADING,
    SETTING_HEADING,
    SETTINGS,
    STAGE_HEADINGS,
    STAGES,
    YOUR_WORDS_HEADINGS,
    Setting,
    Stage,
)
from sheetflow.decide.sequence import step_rows
from sheetflow.decide.symptoms import symptom_rows
from sheetflow.model import Value


def playbook_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the Playbook tab with the defaults: stages, settings, steps, symptoms,
    phrases, one blank row between.
    """
    i = 1 if lang == "es" else 0
    headings = tuple(both[i] for both in STAGE_HEADINGS.values())
    stages = tuple(_stage_row(stage, i) for stage in STAGES)
    head_of_settings = (SETTING_HEADING[i], ("Value", "Valor")[i], ("Meaning", "Significado")[i])
    settings = tuple(_setting_row(setting, i) for setting in SETTINGS)
    numbers = ((headings, *stages), (head_of_settings, *settings))
    tables = (*numbers, steps_rows(lang), symptoms_rows(lang), _phrase_rows(i))
    every = (*tables, (your_words_headings(lang),))
    return tuple(chain.from_iterable(((), *table) for table in every))[1:]


def steps_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the table `Steps` with the defaults."""
    i = 1 if lang == "es" else 0
    labels = {stage.key: stage.label[i] for stage in STAGES}
    channels = {key: both[i] for key, both in CHANNELS.items()}
    return tuple(step_rows(labels, channels, i))


def symptoms_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the table of symptoms with the defaults."""
    i = 1 if lang == "es" else 0
    return tuple(symptom_rows({}, {key: both[i] for key, both in CHANNELS.items()}, i))


def messages_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the Messages tab with the texts that ship, in one language."""
    i = 1 if lang == "es" else 0
    labels = {stage.key: stage.label[i] for stage in STAGES}
    channels = {key: both[i] for key, both in CHANNELS.items()}
    return message_rows(lang, labels, channels)


def _phrase_rows(i: int) -> tuple[tuple[Value, ...], ...]:
    """Returns the lists of phrases, side by side under their headings."""
    headings = (PHRASES_HEADING[i], EVENTS_HEADING[i], REPROACH_HEADING[i])
    return (headings, *zip_longest(PHRASES, EVENTS, REPROACHES))


def reproach_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the list of reproaches under its heading, for a Playbook that is without."""
    return ((REPROACH_HEADING[lang == "es"],), *((phrase,) for phrase in REPROACHES))


def your_words_headings(lang: str) -> tuple[Value, ...]:
    """Returns the heading row of the table Your words."""
    return tuple(both[lang == "es"] for both in YOUR_WORDS_HEADINGS.values())


def calendar_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the heading row of the Calendar tab."""
    return (tuple(both[lang == "es"] or None for both in CALENDAR_HEADINGS.values()),)


def _stage_row(stage: Stage, i: int) -> tuple[Value, ...]:
    label = {**ENDS, **CHANNELS, **PACES, "": ("", "")}
    pace, ends_in, channel = (label[k][i] for k in (stage.pace, stage.ends_in, stage.channel))
    numbers = (None,) * 3 if stage.closed else (stage.min_gap, stage.cold_after, stage.max_touches)
    names = (stage.key, stage.en, stage.es)
    steps = (stage.step_en, stage.step_es)
    gaps, also = ", ".join(map(str, stage.gaps)), ", ".join(stage.also) or None
    return (*names, pace, gaps, *numbers, ends_in, channel, *steps, also)


def _setting_row(setting: Setting, i: int) -> tuple[Value, ...]:
    name, note = (setting.en, setting.es)[i], (setting.note_en, setting.note_es)[i]
    return (name, _default_of(setting.key, i), note)


def _default_of(key: str, i: int) -> Value:
    words = DEFAULT_WORDS.get(key)
    if words is not None:
        return words[i]
    value = getattr(DEFAULT, key)
    if key == "time_zone":
        return None
    return value if isinstance(value, int | float | str) else None
