"""THE shipped words of stages: what teams call ours, in English and Spanish.

A word is compared after `fold_word`: case, accents, dashes, punctuation, icons, a number in front,
and the endings of gender and number do not matter. What a team's own Playbook says counts first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from sheetflow.columns import fold

_APART: Final = re.compile(r"[\W_]+")
_NUMBERED: Final = re.compile(r"(?:(?:stage|step|etapa|fase|paso) )?0?\d{1,2} (?=\D)")
_NOUNS: Final = frozenset({"baja", "bajas"})
"""Words whose ending is no gender: `bajo` is not `baja`."""


def fold_word(text: str) -> str:
    """Folds the word of a stage for comparison."""
    return " ".join(map(_stem, plain_word(text).split()))


def plain_word(text: str) -> str:
    """Folds the word of a stage, with its endings."""
    plain = _APART.sub(" ", fold(text).replace("'", "").replace("’", "")).strip()
    return _NUMBERED.sub("", plain, count=1)


def _stem(word: str) -> str:
    """Returns a word without the endings of gender and number."""
    if len(word) < 4 or word in _NOUNS:
        return word
    if word.endswith("iones"):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:-1] if word.endswith(("o", "a")) else word


_ENDINGS: Final = ("o", "a", "os", "as")

# fmt: off
SHIPPED: Final[Mapping[str, tuple[str, ...]]] = {
    "new": tuple("""
        new|new lead|new enquiry|new inquiry|new contact|new prospect|new opportunity|new deal|
        brand new|open|open lead|open not contacted|not contacted|not yet contacted|uncontacted|
        not called|not called yet|to contact|to be contacted|to call|to email|to do|todo|backlog|
        not started|no contact yet|no action|no action yet|untouched|unworked|not worked|
        unprocessed|fresh|fresh lead|incoming|inbound|raw|raw lead|unassigned|subscriber|lead|
        lead in|lead received|lead captured|received|inquiry|enquiry|inquiry received|prospect|
        suspect|identified|target|targeted|assigned|allocated|uncategorised|uncategorized|
        uncontacted lead|cold|cold lead|registered|captured|awareness|applicant|web lead|
        needs contact|first stage|ready to contact|pending contact|created|nuevo|nuevo lead|
        nuevo contacto|nuevo cliente potencial|nueva consulta|nueva oportunidad|nuevo prospecto|
        lead nuevo|contacto nuevo|abierto|sin contactar|no contactado|aun no contactado|
        todavia no contactado|por contactar|a contactar|por llamar|a llamar|para llamar|
        para contactar|pendiente|pendiente de contactar|pendiente contactar|pendiente de contacto|
        pendiente de llamar|pendiente llamar|pendiente de llamada|pendiente de primer contacto|
        por hacer|sin empezar|sin iniciar|no iniciado|no empezado|sin contacto|sin llamar|
        sin asignar|asignado|entrante|recibido|lead recibido|solicitud recibida|solicitud|
        consulta|prospecto|posible cliente|cliente potencial|potencial|sin gestionar|
        no gestionado|por gestionar|sin tratar|sin trabajar|sin atender|por atender|suscriptor|
        frio|identificado|captado|registrado|alta nueva|ingresado|creado|interesado nuevo|
        contacto pendiente|llamada pendiente
        """.split("|")),
    "informed": tuple("""
        working on it|work in progress|wip|
        informed|contacted|contact made|made contact|first contact|first contact made|
        initial contact|1st contact|reached|reached out|reach out|outreach|attempted|
        attempted to contact|attempting contact|attempting to contact|attempted contact|
        contact attempted|contacting|connected|called|call made|called once|called twice|emailed|
        email sent|e mail sent|mail sent|message sent|messaged|texted|sms sent|whatsapp sent|
        letter sent|left message|left a message|message left|left vm|left voicemail|
        left a voicemail|lvm|voicemail|voice mail|no answer|na no answer|did not answer|
        didnt answer|not answering|no pick up|no response|no reply|not responding|unresponsive|
        not responsive|unreachable|not reached|not reachable|could not reach|couldnt reach|
        cant reach|busy|line busy|ringing|info sent|information sent|sent info|sent information|
        details sent|brochure sent|catalogue sent|catalog sent|in contact|in touch|
        in conversation|in discussion|in dialogue|working|working contacted|being worked|worked|
        in progress|in process|ongoing|active lead|processing|engaged|following up|follow up|
        followup|followed up|to follow up|needs follow up|follow up needed|follow up required|
        follow up sent|nurturing|nurture|call back|callback|to call back|call again|call later|
        ring back|processed|responded|replied|answered|marketing qualified lead|
        marketing qualified|mql|1st follow up|2nd follow up|3rd follow up|second contact|
        third contact|awaiting reply|awaiting response|waiting for reply|waiting for response|
        waiting for answer|informado|contactado|contacto realizado|contacto hecho|
        contacto establecido|primer contacto|primer contacto hecho|primer contacto realizado|
        segundo contacto|tercer contacto|contacto inicial|1er contacto|2o contacto|llamado|
        llamada realizada|llamada hecha|se le llamo|ya contactado|ya llamado|intento de contacto|
        intentado contactar|contactando|no contesta|no contesto|no responde|no respondio|no coge|
        no coge el telefono|no atiende|no atendio|no localizado|no localizable|ilocalizable|
        ilocalizado|inubicable|sin respuesta|sin contestar|no hay respuesta|apagado|
        telefono apagado|comunica|comunicando|ocupado|buzon|buzon de voz|salta el buzon|
        salta buzon|contestador|mensaje dejado|se dejo mensaje|dejado mensaje|mensaje enviado|
        whatsapp enviado|sms enviado|correo enviado|email enviado|e mail enviado|mail enviado|
        informacion enviada|info enviada|enviada informacion|enviada info|se envio informacion|
        dossier enviado|catalogo enviado|folleto enviado|en contacto|en conversacion|
        en conversaciones|conversando|en dialogo|en proceso|en curso|en progreso|en tramite|
        en seguimiento|seguimiento|hacer seguimiento|dar seguimiento|en gestion|gestionando|
        en atencion|atendido|trabajando|lead activo|volver a llamar|rellamar|rellamada|
        llamar de nuevo|llamar otra vez|llamar mas tarde|volver a contactar|recontactar|nutricion|
        en nutricion|respondio|respondido|contesto|contestado|esperando respuesta|
        pendiente de respuesta|pendiente respuesta|a la espera de respuesta|en espera de respuesta
        """.split("|")),
    "interested": tuple("""
        interested|very interested|showed interest|shows interest|interest shown|interest|
        expressed interest|positive|positive reply|qualified|qualified lead|qualified to buy|
        qualifying|in qualification|qualification|lead qualified|prequalified|pre qualified|
        sales qualified lead|sales qualified|sales accepted lead|sales accepted|sal|sql|pql|
        product qualified lead|hot|hot lead|hot prospect|warm|warm lead|warm prospect|opportunity|
        open opportunity|open deal|potential|potential customer|potential client|prospecting|
        good lead|good prospect|good fit|considering|thinking|thinking about it|thinking it over|
        wants to buy|wants more info|wants info|likely|high interest|interesado|muy interesado|
        interes|con interes|mostro interes|muestra interes|le interesa|si le interesa|si interesa|
        me interesa|positivo|respuesta positiva|cualificado|calificado|lead cualificado|
        lead calificado|precalificado|precualificado|calificacion|cualificacion|en calificacion|
        en cualificacion|califica|caliente|lead caliente|muy caliente|tibio|templado|oportunidad|
        oportunidad abierta|prospeccion|prospectando|en prospeccion|considerando|valorando|
        lo esta valorando|pensando|lo esta pensando|se lo esta pensando|se lo piensa|pensandolo|
        lo piensa|pensandoselo|buen lead|buen candidato|quiere mas informacion|pide informacion|
        pidio informacion
        """.split("|")),
    "meeting": tuple("""
        meeting|meeting set|meeting set up|meeting scheduled|meeting booked|meeting arranged|
        meeting planned|meeting agreed|meeting fixed|to meet|appointment|appointment set|
        appointment scheduled|appointment booked|appointment made|appt set|appt scheduled|appt|
        appt booked|demo scheduled|demo booked|demo set|demo planned|demo requested|
        call scheduled|call booked|phone call scheduled|discovery call scheduled|
        intro call scheduled|visit scheduled|visit booked|visit planned|viewing booked|
        viewing scheduled|viewing arranged|viewing|site visit scheduled|scheduled|booked|
        consultation booked|consultation scheduled|rescheduled|interview scheduled|tour scheduled|
        presentation booked|cita|cita fijada|cita concertada|cita agendada|cita programada|
        cita confirmada|cita cerrada|cita acordada|con cita|reunion|reunion fijada|
        reunion agendada|reunion programada|reunion concertada|reunion acordada|
        reunion planificada|reunion pendiente|demo agendada|demo programada|demo concertada|
        visita|visita programada|visita agendada|visita concertada|visita fijada|visita pendiente|
        llamada agendada|llamada programada|llamada concertada|videollamada agendada|
        entrevista agendada|entrevista concertada|agendado|agendada cita|reagendado|reprogramado
        """.split("|")),
    "met": tuple("""
        met|meeting held|meeting done|meeting completed|meeting took place|meeting attended|
        met with|had meeting|met in person|attended|showed up|showed|demo|demo done|demo given|
        demo held|demo completed|demoed|demonstration|product demo|presentation|presentation done|
        presentation made|presentation given|presentation scheduled|presented|visited|visit done|
        visit made|site visit|site visit done|site survey|survey done|viewed|viewing done|toured|
        needs analysis|needs assessment|needs defined|needs identified|needs discovery|
        requirements gathered|id decision makers|identify decision makers|
        decision maker bought in|decision maker identified|discovery|discovery call|
        discovery done|discovery completed|value proposition|perception analysis|evaluation|
        evaluating|in evaluation|design|sampling|samples sent|sample sent|solution design|scoping|
        scoped|trial|in trial|free trial|pilot|proof of concept|poc|technical evaluation|
        consultation done|assessed|assessment|reunido|reunidos|reunion hecha|reunion realizada|
        reunion celebrada|reunion mantenida|tuvimos reunion|cita hecha|cita realizada|
        cita celebrada|visitado|visita hecha|visita realizada|visita efectuada|demo hecha|
        demo realizada|demostracion|demostracion realizada|presentacion|presentacion hecha|
        presentacion realizada|presentado|analisis de necesidades|analisis|necesidades definidas|
        necesidades detectadas|deteccion de necesidades|descubrimiento|evaluacion|en evaluacion|
        evaluando|diagnostico|muestra enviada|muestras enviadas|en prueba|prueba|prueba gratuita|
        piloto|diseno|entrevistado|entrevista realizada|asistio
        """.split("|")),
    "proposal": tuple("""
        proposition|
        proposal|proposal sent|proposal made|proposal submitted|proposal presented|
        proposal delivered|proposal price quote|proposal quote|proposal in progress|
        preparing proposal|proposal requested|proposal review|quote|quote sent|quote given|
        quote submitted|quote requested|quoted|quoting|quotation|quotation sent|price quote|
        price sent|prices sent|pricing|pricing sent|bid|bid sent|bid submitted|tender submitted|
        estimate|estimate sent|estimate given|estimated|offer|offer sent|offer made|offered|
        contract|contract sent|contract out|contract review|contract negotiation|contracting|
        agreement sent|out for signature|awaiting signature|waiting for signature|
        pending signature|paperwork|paperwork sent|legal|legal review|negotiation|negotiating|
        negotiations|negotiations started|negotiation started|negotiation review|in negotiation|
        in negotiations|under negotiation|under review|in review|review|reviewing|
        reviewing proposal|decision|decision pending|pending decision|awaiting decision|
        waiting for decision|waiting on decision|decision making|pending approval|
        awaiting approval|waiting for approval|verbal yes|verbal agreement|verbal commitment|
        verbally agreed|verbal|commit|committed|closing|about to close|ready to close|propuesta|
        propuesta enviada|propuesta hecha|propuesta presentada|propuesta entregada|
        propuesta economica|propuesta en curso|enviada propuesta|preparando propuesta|presupuesto|
        presupuesto enviado|presupuesto entregado|presupuesto pasado|enviado presupuesto|
        pasado presupuesto|presupuestado|preparando presupuesto|cotizacion|cotizacion enviada|
        cotizacion entregada|enviada cotizacion|cotizado|cotizando|oferta|oferta enviada|
        oferta hecha|oferta presentada|oferta entregada|enviada oferta|ofertado|precio enviado|
        precios enviados|tarifa enviada|tarifas enviadas|contrato|contrato enviado|
        contrato en revision|contrato pendiente|negociacion|en negociacion|negociando|revision|
        en revision|revisando|revisando propuesta|en estudio|estudiando|estudiando propuesta|
        decision|pendiente de decision|pendiente decision|esperando decision|decidiendo|
        pendiente de firma|pendiente firma|para firmar|por firmar|a falta de firma|
        esperando firma|pendiente de aprobacion|pendiente aprobacion|esperando aprobacion|
        por aprobar|si verbal|acuerdo verbal|aceptado verbalmente|por cerrar|a punto de cerrar|
        para cerrar|cerrando|pendiente de cierre|pendiente de cerrar
        """.split("|")),
    "won": tuple("""
        closed converted|
        won|win|closed won|close won|closed and won|closed win|won deal|deal won|deal closed won|
        deal done|success|successful|closed successful|closed successfully|customer|new customer|
        existing customer|current customer|already a customer|already customer|became customer|
        active customer|client|new client|existing client|current client|already a client|
        active client|sold|sale|sale made|sale closed|sales closed|closed sale|sale completed|
        sale done|ordered|order placed|order received|order confirmed|ordered and paid|
        purchase order received|po received|paid|fully paid|paid in full|deposit paid|
        payment received|signed|signed up|contract signed|closed signed|closed paid|
        closed customer|converted|conversion|converted to client|converted to customer|purchased|
        bought|buyer|purchase|enrolled|enrollment|subscribed|joined|member|onboarding|onboarded|
        evangelist|invoiced|billed|delivered|shipped|installed|implemented|live|accepted|
        proposal accepted|quote accepted|offer accepted|approved|ganado|ganada|cerrado ganado|
        cierre ganado|negocio ganado|trato ganado|oportunidad ganada|venta ganada|exito|exitoso|
        con exito|cerrado con exito|cierre exitoso|vendido|venta|venta cerrada|venta realizada|
        venta hecha|venta concretada|cerrado venta|cerrada venta|cliente|clienta|cliente nuevo|
        nuevo cliente|cliente activo|clienta activa|cliente actual|ya es cliente|ya cliente|
        es cliente|cliente ganado|pagado|pago recibido|pago realizado|cerrado pagado|cobrado|
        senal pagada|reserva pagada|firmado|contrato firmado|cerrado firmado|cerrado cliente|
        convertido|comprado|compro|ha comprado|compra realizada|comprador|contratado|
        contrato cerrado|matriculado|matricula|inscrito|inscripcion realizada|facturado|
        facturacion|entregado|enviado y pagado|instalado|implementado|en produccion|aceptado|
        aceptada propuesta|propuesta aceptada|presupuesto aceptado|oferta aceptada|
        cotizacion aceptada|aprobado|aprobada propuesta|presupuesto aprobado|pedido|
        pedido realizado|pedido recibido|pedido confirmado|adjudicado|concretado|alta de cliente|
        dado de alta
        """.split("|")),
    "lost": tuple("""
        closed not converted|not converted|no convertido|ghosted|
        lost|loss|closed lost|close lost|closed and lost|closed loss|lost deal|deal lost|
        lost lead|lost opportunity|lost sale|lost customer|lost client|lost to competition|
        lost to competitor|closed lost to competition|lost competition|went with competitor|
        went with competition|chose competitor|chose someone else|went elsewhere|bought elsewhere|
        competitor|competition|unsuccessful|failed|not interested|no longer interested|
        uninterested|no interest|not for us|not a fit|not fit|no fit|bad fit|poor fit|wrong fit|
        rejected|rejection|declined|refused|turned down|said no|no sale|no deal|not sold|no go|
        no thanks|quote rejected|proposal rejected|offer rejected|quote declined|
        proposal declined|not proceeding|unqualified|disqualified|not qualified|junk|junk lead|
        bad lead|fake|fake lead|invalid|invalid lead|invalid number|invalid email|invalid phone|
        test lead|bad timing|dead|dead lead|dropped|abandoned|gave up|given up|no budget|no money|
        too expensive|price too high|wrong number|wrong person|wrong contact|bad number|bad data|
        number not in service|disconnected|bounced|email bounced|hard bounce|spam|churned|churn|
        former customer|former client|ex customer|ex client|cancelled|canceled|cancellation|
        withdrawn|withdrew|void|not viable|no potential|out of business|out of area|not eligible|
        ineligible|perdido|perdida|cerrado perdido|cierre perdido|negocio perdido|trato perdido|
        venta perdida|oportunidad perdida|cliente perdido|perdido por precio|
        perdido por competencia|perdido competencia|se fue con la competencia|
        se fue a la competencia|competencia|compro en otro sitio|compro a otro|eligio a otro|
        no interesado|no esta interesado|no le interesa|no les interesa|no interesa|
        ya no le interesa|ya no interesa|ya no esta interesado|sin interes|no hay interes|
        no tiene interes|desinteresado|no quiere|no quieren|rechazado|rechazo|rechazada propuesta|
        propuesta rechazada|presupuesto rechazado|oferta rechazada|cotizacion rechazada|
        no aceptado|no acepta|no acepto|denegado|descartado|descarte|desestimado|desechado|
        no compra|no compro|no comprara|no vendido|no venta|no concretado|no cerrado|no gracias|
        no cualificado|no calificado|no califica|no cualifica|no apto|no valido|no viable|
        no procede|no encaja|invalido|falso|lead falso|lead basura|basura|muerto|abandonado|
        sin presupuesto|no tiene presupuesto|sin dinero|no tiene dinero|muy caro|caro|precio alto|
        numero equivocado|numero erroneo|numero incorrecto|telefono equivocado|telefono erroneo|
        telefono incorrecto|numero no existe|telefono no existe|datos erroneos|datos falsos|
        correo rebotado|email rebotado|rebotado|spam|baja de cliente|ex cliente|excliente|
        antiguo cliente|cliente anterior|cancelado|cancela|cancelo|anulado|desistido|desiste|
        desistio|desistimiento|retirado|fallido|fuera de zona|sin potencial
        """.split("|")),
    "closed": tuple("""
        closed|close|closed deal|deal closed|case closed|ticket closed|lead closed|done|finished|
        complete|completed|finalised|finalized|concluded|inactive|not active|archived|archive|
        ended|end|terminated|resolved|solved|settled|duplicate|duplicated|dup|dupe|duplicate lead|
        merged|deleted|removed|not followed|do not follow|no follow up|stop|stopped|
        no further action|nfa|closed no action|cerrado|caso cerrado|expediente cerrado|
        lead cerrado|cierre definitivo|terminado|finalizado|finiquitado|acabado|completado|
        completo|concluido|inactivo|no activo|archivado|archivo|hecho|listo|realizado|resuelto|
        solucionado|duplicado|lead duplicado|repetido|fusionado|eliminado|borrado|sin seguimiento|
        no seguir|no hacer seguimiento|no dar seguimiento|desactivado
        """.split("|")),
    "no_contact": tuple("""
        dnc|do not contact|do not call|dont call|dont contact|dont email|do not email|do not mail|
        do not text|do not disturb|never contact|never call|no calls|stop contact|stop contacting|
        stop calling|asked not to be contacted|asked not to be called|
        does not want to be contacted|doesnt want to be contacted|requested no contact|
        remove from list|remove me|take off list|unsubscribed|unsubscribe|opted out|opt out|
        optout|blacklisted|blacklist|black list|blocked|blocklisted|blocklist|deceased|
        passed away|died|no contactar|no contactar mas|no volver a contactar|no llamar|
        no llamar mas|no volver a llamar|no molestar|no escribir|no enviar correos|
        no enviar emails|no quiere que le llamen|no quiere que le llamemos|
        no quiere que le contacten|no quiere ser contactado|no quiere mas llamadas|
        no desea ser contactado|pide no ser contactado|pidio no ser contactado|baja|bajas|
        dado de baja|solicita baja|solicito baja|pide la baja|pidio la baja|darse de baja|
        dar de baja|se dio de baja|baja lopd|baja rgpd|baja newsletter|desuscrito|robinson|
        lista robinson|lista negra|en lista negra|bloqueado|bloquear|fallecido|fallecio|
        ha fallecido|difunto
        """.split("|")),
}
"""What each of our stages is called; `closed` says so without saying how, `no_contact` that they
are not to be contacted.
"""
# fmt: on

PLAIN: Final = tuple(
    map(
        fold,
        (
            "won", "closed won", "lost", "closed lost", "closed", "not interested",
            "do not contact", "dnc", "ganado", "ganada", "perdido", "perdida", "cerrado", "cerrada",
            "no interesado", "no interesada", "no interesa", "no contactar",
        ),
    )
)  # fmt: skip
"""The unmistakable words: they count also where a longer text begins with one."""

_AS_BEGUN: Final = "-‐‑–—:;,.("
"""What follows such a word where a text goes on."""


@cache
def shipped_words() -> Mapping[str, str]:
    """Maps each shipped word, as `fold_word` leaves it, to the stage that it means."""
    words: dict[str, str] = {}
    for key, names in SHIPPED.items():
        for name in names:
            words.setdefault(fold_word(name), key)
    return MappingProxyType(words)


@cache
def shipped_forms() -> Mapping[str, str]:
    """Maps each shipped word, as `plain_word` leaves it, to the stage that it means; with each come
    its forms of gender and number.
    """
    words, forms = shipped_words(), dict[str, str]()
    for names in SHIPPED.values():
        for name in names:
            plain = plain_word(name)
            forms.setdefault(plain, words[fold_word(name)])
    for plain, key in list(forms.items()):
        for ending in _ENDINGS:
            forms.setdefault(" ".join(_inflected(word, ending) for word in plain.split()), key)
    return MappingProxyType(forms)


def _inflected(word: str, ending: str) -> str:
    """Returns a word with another ending of gender and number, where it has one."""
    stem = _stem(word)
    return stem + ending if word.removeprefix(stem) in _ENDINGS else word


def beginning_of(text: str) -> str:
    """Returns the unmistakable word with which a longer text begins; blank where there is none."""
    folded = fold(text)
    found = ""
    for word in PLAIN:
        rest = folded[len(word) :].lstrip() if folded.startswith(word) else ""
        if rest and rest[0] in _AS_BEGUN and len(word) > len(found):
            found = word
    return found
