"""THE synonyms of the headings in columns.py: what CRMs, forms and teams write over their lists.

Each is written once, as people would; heading_words.py says which other spellings it covers.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Words(NamedTuple):
    """What else means a column, with a bar between.

    `dated_*` do beside a word such as date, on, fecha (`Enquiry date`); `loose_*` do where no other
    heading of the tab means it.
    """

    en: str = ""
    es: str = ""
    dated_en: str = ""
    dated_es: str = ""
    loose_en: str = ""
    loose_es: str = ""


MORE: Final = {
    "name": Words(
        en="Contact person|Primary contact|Main contact|Key contact|Point of contact|POC|Contact full name|Customer full name|"
           "Consumer|Investor|Visitor|Student|Patient|Attendee|Applicant|End user contact|Prospect name|Consumer name|"
           "Investor name|Visitor name|Student name|Patient name|Attendee name|Applicant name|Candidate name|Guest name|"
           "Participant name|Parent name|Member name|Buyer name|Tenant name|Donor name|Recipient name|Respondent name|"
           "Potential client|Potential customer|Name and surname|First and last name|First name and last name|Fullname|"
           "Name and last name|Person name|Subscriber name|Contacts|Client contact|Borrower name|Enquirer name|Caller name",
        es="Nombre y apellido|Apellidos y nombre|Apellidos y nombres|Apellido y nombre|Nombres y apellidos|Nombre del prospecto|"
           "Nombre del lead|Nombre de la persona|Nombre del interesado|Nombre contacto|Contacto principal|Titular|"
           "Visitante|Alumno|Paciente|Comprador|Solicitante|Asistente|Participante|Nombre del alumno|Nombre del paciente|"
           "Nombre del solicitante|Nombre del comprador|Nombre del titular|Nombre del visitante|Nombre del participante|"
           "Nombre del asistente|Cliente potencial|Posible cliente|Nombre apellidos|Nombre apellido|Nombre completo del cliente|"
           "Cliente o prospecto|Interesada|Nombre del candidato|Nombre del estudiante|Estudiante",
        loose_en="Deal|Deal name|Deal title|Opportunity|Opportunity name|Potential name|Opportunity title|Title of deal",
        loose_es="Oportunidad|Nombre de la oportunidad|Nombre del trato|Trato|Nombre del negocio potencial|Nombre de oportunidad",
    ),
    "first_name": Words(en="First|Contact first name|Firstname", es="Nombres|Nombre del contacto de pila"),
    "last_name": Words(en="Last|Second name|Contact last name|Lastname", es="Primer apellido|Apellido paterno"),
    "company": Words(
        en="Business name|Firm name|Associated company|Primary associated company|Company account|Sales account|End user account|"
           "Company or account|Organization name|Employer|Current company|Primary company|Customer company|Client company|"
           "Account or company|Companies|Name of company|Prospect company|Lead company|Parent company name",
        es="Nombre de la cuenta|Cuenta|Nombre de la compañía|Nombre de la organización|Nombre del negocio|Entidad|Empresa asociada|"
           "Empresa cliente|Nombre comercial|Denominación social|Razón social del cliente|Empresa u organización|Empresas|"
           "Empresa principal|Nombre fiscal|Empresa o negocio|Compañía asociada",
        loose_en="School|School name|College name|University|Institution|Institution name|Clinic name|Hotel name|Restaurant name|"
                 "Store name|Shop name|Agency|Agency name|Brand|Brand name|Practice name|Workplace|Household|Venue name",
        loose_es="Institución|Establecimiento|Comercio|Local|Marca|Colegio|Centro|Nombre del establecimiento|Nombre del local|"
                 "Nombre del centro|Nombre del colegio|Nombre de la institución|Tienda|Restaurante",
    ),
    "email": Words(
        en="Mail ID|Email ID|Work email|Business email|Primary email|Email 1|Email 1 value|Work mail|Email work|Company email|"
           "Corporate email|Main email|Emails|Email contact|Best email|Mail address|Emailaddress|Contact mail|Verified email|"
           "Professional email",
        es="Correo principal|Correo corporativo|Correo de trabajo|Correo empresarial|Dirección de correo electrónico|"
           "Correo electrónico del contacto|Correos|Correo del cliente|Email principal|Email de trabajo|"
           "Correo electrónico principal|Email corporativo|Email del cliente|Correo laboral|Correo profesional|Dirección email",
        loose_en="Personal email|Secondary email|Other email|Alternate email|Alternative email|Email 2|Email home|Email 3|"
                 "Additional email|Second email|Home email",
        loose_es="Correo personal|Correo secundario|Correo alternativo|Otro correo|Correo 2|Segundo correo|Email alternativo|"
                 "Correo electrónico 2|Correo electrónico secundario",
    ),
    "phone": Words(
        en="Contact number|Contact no|Mobile no|Mobile number|Cell number|Cellphone|Cell no|Phone no|Work phone|Business phone|"
           "Office phone|Direct phone|Company phone|Main phone|Primary phone|Mobile phone number|Phone 1|Phone 1 value|"
           "WhatsApp|WhatsApp number|WhatsApp no|Phone work|Phone mobile|Phones|Work direct phone|Direct dial|Landline|"
           "Best phone|Customer number phone|Contact phone number|Phonenumber|Handphone|Work phone number|Telephone no|Tel number|"
           "Phone or WhatsApp|Corporate phone|Contact mobile|Direct line|Business phone number|Person phone",
        es="Teléfono celular|Teléfono fijo|Fijo|Teléfono principal|Teléfono de trabajo|Teléfono de la empresa|Teléfono oficina|"
           "Teléfono 1|Número de celular|Número de contacto|Número celular|Número móvil|Número de WhatsApp|Número WhatsApp|"
           "Nº teléfono|Nº de móvil|No. de teléfono|No. teléfono|Teléfono WhatsApp|Teléfono del cliente|Contacto telefónico|"
           "Teléfono móvil del contacto|Número telefónico|Celulares|Móviles|Teléfono directo|Teléfono empresa|No. celular|"
           "Número de móvil|Teléfono corporativo|Teléfono personal|Wsp|Wasap",
        loose_en="Home phone|Other phone|Alternate phone|Alternate number|Alternative phone|Secondary phone|Phone 2|Phone 3|"
                 "Second phone|Phone home|Alternate contact number|Alt phone|Additional phone|Mobile 2|Alternate mobile|Phone other",
        loose_es="Teléfono 2|Teléfono 3|Teléfono alternativo|Teléfono alt|Teléfono secundario|Otro teléfono|Teléfono de casa|"
                 "Segundo teléfono|Celular 2|Móvil 2|Teléfono casa|Teléfono adicional|Teléfono particular",
    ),
    "owner": Words(
        en="Sales person|Sales representative|Representative|Sales owner|Account owner|Account executive|Deal owner|Contact owner|"
           "Opportunity owner|Potential owner|Company owner|Record owner|Owner name|Responsible person|Responsible|Assigned|"
           "Assignee|Assigned user|Assigned rep|Assigned agent|Assigned sales rep|Assigned owner|Person in charge|Handled by|"
           "Managed by|Owned by|Advisor|Adviser|Counsellor|Counselor|Consultant|Sales agent|Sales executive|Sales manager|"
           "Relationship manager|SDR|BDR|Lead assigned to|Assigned salesperson|Lead manager|Assigned team member|Follow up by|"
           "Contacted by|Sales consultant|Assigned advisor|Assigned consultant|Assigned counsellor|Assigned staff|Assigned employee|"
           "Telecaller|Closer|Setter|KAM|Key account manager|Business owner rep|Sales advisor|Assigned to user|Assigned executive|"
           "Sales user|Salesman|Sales associate|Loan officer|Realtor|Owner full name",
        es="Propietario|Propietaria|Propietario del lead|Dueño del lead|Asesor|Asesora|Asesor comercial|Asesor asignado|"
           "Asesor de ventas|Ejecutivo de ventas|Ejecutivo comercial|Ejecutivo asignado|Ejecutivo de cuenta|Agente comercial|"
           "Agente asignado|Comercial asignado|Vendedor asignado|Usuario asignado|Persona asignada|Representante|"
           "Representante de ventas|Representante comercial|Responsable comercial|Responsable de ventas|Responsable asignado|"
           "Responsable del seguimiento|Responsable seguimiento|Encargada|Gestora|Gestor comercial|Gestor asignado|Asignada|"
           "Asignada a|Atendido por|Gestionado por|A cargo de|Consultor|Consultora|Trader asignado|Propietario del registro|"
           "Propietario del contacto|Persona responsable|Delegado|Delegado comercial|Vendedor responsable|Promotor|Comercial responsable|"
           "Contactado por|Operador asignado|Closer|Setter|Gerente de cuenta|Usuario responsable|Quién atiende|Quién lo lleva|Quién lleva|Lo lleva|Técnico comercial",
        loose_en="Executive|Manager|Staff|Team member|User assigned|Officer|Coordinator|Associate|Admissions rep|Created by owner",
        loose_es="Ejecutivo|Ejecutiva|Secretaria|Secretario|Recepcionista|Coordinador|Coordinadora|Operador|Atiende|Persona a cargo",
    ),
    "stage": Words(
        en="Opportunity stage|Funnel stage|Current stage|Stage name|Lead phase|Deal phase|Sales phase|Sales funnel stage|"
           "Stage of sale|CRM stage|Sales pipeline stage|Buying stage|Prospect stage|Customer stage|Client stage",
        es="Etapa del negocio|Etapa del embudo|Etapa del pipeline|Etapa comercial|Etapa actual|Etapa de ventas|Etapa del trato|"
           "Etapa de la oportunidad|Etapa del proceso|Fase de ventas|Fase comercial|Fase actual|Fase del embudo|Fase del trato|"
           "Etapa del cliente|Fase del proceso|Etapa del prospecto|Fase de la oportunidad|Etapa de seguimiento",
        loose_en="Lifecycle stage|Customer lifecycle stage",
        loose_es="Etapa del ciclo de vida|Fase del ciclo de vida",
    ),
    "fit": Words(en="Fit?|Is a fit|Is it possible", es="¿Encaja?|¿Es posible?|Viable"),
    "segment": Words(en="Client segment", es="Segmento del cliente|Segmentación"),
    "source": Words(
        en="Original source|Origin|Source of lead|Acquisition source|Referral source|How did you hear about us|"
           "How did they find us|Marketing source|Enquiry source|Inquiry source|Source channel|Traffic source|Contact source|"
           "Original traffic source|Deal source|Lead origin|Source name|Lead source name|How they heard about us|Sourced from|"
           "How did you find us|Where did you hear about us|Prospect source|Lead generation source|Source of enquiry",
        es="Origen del contacto|Fuente del lead|Fuente de origen|Fuente original|Fuente del contacto|Origen del cliente|"
           "Origen de la oportunidad|Fuente de prospecto|Fuente del prospecto|Origen del prospecto|Cómo nos conociste|"
           "Cómo nos ha conocido|Fuente de captación|Origen de contacto|¿Cómo nos encontró?|Cómo nos encontró|Procedencia del lead|"
           "Fuente de la oportunidad|Origen de la consulta",
        loose_en="Channel|Campaign name|Campaign source|UTM source|Referred by|Referrer|Reference|Acquisition channel|Referral|"
                 "Lead channel|Event source|Marketing channel|Contact channel of origin|Original source drill down|Source detail",
        loose_es="Canal|Canal de captación|Canal de entrada|Canal de origen|Referido por|Recomendado por|Nombre de la campaña|"
                 "Vía de entrada|Referido|Canal de adquisición|Medio de captación|Referencia de origen",
    ),
    "created": Words(
        en="Timestamp|Submitted|Signed up|Registered|Record created|Submission time|Created by date|Add time|First seen|Create time|"
           "Creation time|Date lead received|Date lead created|Lead received|Received",
        es="Marca temporal|Creada|Registrado|Fecha de alta del lead|Dado de alta el|Fecha primer registro|Recibido el|Hora de creación",
        dated_en="Create|Add|Inquiry|Enquiry|Enquired|Inquired|Submission|Registration|Signup|Lead|Entry|Entered|Interest|Request|"
                 "Requested|Receipt|Optin|Capture|Captured|Intake|Lead in|First inquiry|First enquiry|Generated|Lead generated|"
                 "Arrival|Acquired|Acquisition|Lead entry|Imported|Lead capture|Application|Applied|Lead creation|Opportunity created",
        dated_es="Creación|Registro|Entrada|Ingreso|Interés|Lead|Captación|Solicitud|Consulta|Inscripción|Recepción|Recibido|Alta|"
                 "Captura|Llegada|Primera consulta|Incorporación|Registrado|Contacto inicial|Ingreso del lead|Petición|Prospección",
        loose_en="First visit|Connected on",
        loose_es="Primera visita",
    ),
    "last_contact": Words(
        en="Last called|Last call|Last emailed|Last email sent|Last interaction|Last communication|Last spoken|Last spoke|"
           "Last spoken to|Last conversation|Last follow up|Last followed up|Last reached out|Last touchpoint|Last touched|"
           "Last attempt|Last contact attempt|Last contact made|Last message sent|Last outbound|Contacted on|Last contacted at|"
           "Last contact at|When last contacted|Most last contact|Last sales contact|Last phone call|Last texted",
        es="Última llamada|Última gestión|Último seguimiento|Última comunicación|Última interacción|Última conversación|"
           "Último intento|Último correo enviado|Último email enviado|Última vez contactado|Último acercamiento|Contactado el|"
           "Último contacto realizado|Última toma de contacto|Último WhatsApp|Último contacto con el cliente|Última vez que se contactó",
        dated_en="Contact|Contacted|Outreach|Last activity|Last email|Last meeting|Last message|Last visit|Last contact with us|"
                 "Last sales activity|Last action|Outreach sent|Reached out|Last sent|Last task|Last correspondence|Last engaged by us",
        dated_es="Contacto|Contactado|Última actividad|Último correo|Último email|Última reunión|Último mensaje|Última visita|"
                 "Último envío|Última acción|Última",
        loose_en="Last activity|Last email|Last meeting|Last visit",
        loose_es="Última actividad|Última visita|Última reunión|Último correo|Último email",
    ),
    "last_reply": Words(
        en="Last replied|Last responded|Last answered|Last reply received|Last email reply|Last inbound|Last message received|"
           "Last email replied|Last customer reply|Last inbound message",
        es="Última contestación|Último mensaje recibido|Última respuesta del cliente|Última respuesta recibida",
        dated_en="Reply|Replied|Response|Responded|Answered|Client reply|Reply received|Response received",
        dated_es="Respuesta|Contestación|Contestó|Respondió|Respuesta recibida|Respuesta del cliente",
    ),
    "agreement": Words(en="Commitment", es="Acuerdos|Acuerdo alcanzado"),
    "agreed_for": Words(
        en="Task due date|Agreed day", es="Acordado para el",
        dated_en="Agreed|Agreement|Due|Promised|Commitment|Promise",
        dated_es="Acuerdo|Acordada|Acordado|Compromiso|Límite|Comprometida|Pactada",
    ),
    "appointment": Words(
        en="Next meeting|Next appointment|Meeting scheduled for|Demo scheduled for|Appointment day|Visit scheduled for",
        es="Próxima cita|Próxima reunión|Próxima visita|Cita agendada|Reunión agendada|Visita programada|Cita programada",
        dated_en="Meeting|Visit|Demo|Consultation|Viewing|Appointment|Scheduled meeting|Showing|Site visit|Call booked",
        dated_es="Cita|Reunión|Visita|Demo|Cita programada|Reunión programada|Demostración",
    ),
    "not_before": Words(en="Do not contact before|Not before date", es="No contactar antes de|No llamar antes de"),
    "do_not_contact": Words(en="Do not contact flag|Do not disturb|No contact", es="No contactar más|Lista Robinson|Robinson"),
    "attempts": Words(
        en="Call attempts|Attempts made|Times contacted|Number of times contacted|Number of contacts|No of contacts|N contacts|"
           "Number of contact attempts|Follow up count|Attempt count|Number of follow ups|No of follow ups|Contact count|"
           "Outreach attempts|Follow up attempts|No of attempts|Number of calls made",
        es="N.º de contactos|N° Contactos|Nº contactos|Número de contactos|Intentos de contacto|Intentos de llamada|Veces contactado|"
           "Cantidad de intentos|Cantidad de contactos|Número de seguimientos|Nº seguimientos|No. intentos|Intentos realizados",
    ),
    "value": Words(
        en="Estimated value|Expected revenue|Estimated revenue|Potential value|Potential revenue|Estimated sale|Estimated amount|"
           "Deal amount|Pipeline value|Expected value|Opportunity amount|Contract value|Proposal value|Estimated deal value|"
           "Potential deal value|Estimated deal size|Sale value|Potential amount|Lead value|Estimated sales|Budget amount|"
           "Estimated budget|Expected amount|Est. deal size|Project value|Client budget|Total value|Sales value|Deal worth|"
           "Estimated opportunity value|Projected value|Projected revenue|Value of deal|Annual contract value|Quoted amount",
        es="Valor estimado|Importe estimado|Monto estimado|Valor potencial|Ingreso estimado|Ingresos estimados|Ingresos esperados|"
           "Ingreso esperado|Valor del negocio|Valor de la oportunidad|Importe de la oportunidad|Monto de la oportunidad|"
           "Valor del trato|Importe potencial|Monto potencial|Presupuesto estimado|Valor de la propuesta|Importe de la propuesta|"
           "Presupuesto del cliente|Importe del presupuesto|Importe presupuesto|Importe presup.|Importe presupuestado|Importe de la oferta|Valor propuesta|Monto de la propuesta|Valor total|"
           "Importe previsto|Monto cotizado|Valor esperado|Importe ofertado|Valor cotizado|Venta estimada|Valor de venta",
        loose_en="Estimated|Estimated premium|Budget formatted|Quote amount|Quote value|Revenue|MRR|ACV|ARR|Premium|Budget range|"
                 "Proposed amount|Deal price|Fee|Estimated fees",
        loose_es="Honorarios|Honorarios prospectados|Volumen estimado|Ticket|Prima|Cotización estimada|Estimado|Ticket estimado",
    ),
    "notes": Words(
        en="Internal notes|Additional notes|Call notes|Meeting notes|Follow up notes|Lead notes|Message and notes|Notes and comments|"
           "Observations|Remark|Comments and notes|General notes|Contact notes|Sales notes|Notes and next steps|Conversation notes",
        es="Anotaciones|Obs|Notas internas|Notas de seguimiento|Notas y comentarios|Comentarios y notas|Observaciones generales|"
           "Notas del contacto|Notas adicionales|Comentarios adicionales|Observaciones y comentarios|Notas de la llamada",
        loose_en="Description|Message|Details|Last note|Latest note|Last comment|Additional information|Note content|Enquiry message|"
                 "Lead description|Inquiry message|Additional comments|Conversation summary",
        loose_es="Descripción|Mensaje|Detalles|Detalle|Última nota|Último comentario|Información adicional|Anotación|Última observación",
    ),
    "next_contact": Words(
        en="Next touch|Next touch date|Next call|Next call date|Next outreach|Next outreach date|Next followup date|Contact again on|"
           "Follow up on|Next attempt|Remind me on|Next contact on|Next followup on|Next reach out|Call again on|Follow up due|"
           "Next touchpoint|Next scheduled contact|Next follow up at|Next contact due|Recontact on",
        es="Próxima llamada|Próxima gestión|Próximo toque|Volver a llamar el|Volver a contactar el|Llamar el|Contactar el|"
           "Próxima fecha|Próximo seguimiento el|Próxima fecha de contacto|Próxima fecha de seguimiento|Seguimiento el|"
           "Siguiente contacto|Siguiente seguimiento|Siguiente llamada|Próxima comunicación|Recontactar el",
        dated_en="Followup|Callback|Retry|Next step|Next action|Next activity|Reminder|Next task|Recontact|Next meeting or call|"
                 "Next activity deadline|Planned contact|Scheduled followup|Next",
        dated_es="Seguimiento|Rellamada|Próxima acción|Próximo paso|Próxima actividad|Próxima tarea|Próxima gestión|Recordatorio|"
                 "Acción|Volver a llamar|Volver a contactar|Recontacto|Próxima|Seguimiento programado",
    ),
    "status": Words(
        en="Lead status|Deal status|Contact status|Sales status|Current status|Pipeline status|Opportunity status|Prospect status|"
           "Client status|Customer status|Status of lead|CRM status|Status update|Lead state|Overall status|Outreach status|Call status|"
           "Contact state|Status name|Follow up status|Followup status|Enquiry status|Inquiry status|Stage or status|Potential status",
        es="Estatus|Estado comercial|Estado actual|Estado del lead|Estado del cliente|Estado de la oportunidad|Estado de venta|"
           "Estado del contacto|Estado del prospecto|Estado del seguimiento|Estado de seguimiento|Estado de gestión|Estado CRM|"
           "Estado de la gestión|Estatus del lead|Estatus comercial|Estatus actual|Estado de la venta|Estado lead|"
           "Estado de contacto|Estado del negocio|Situación|Situación actual|Estado del trato|Estado de la venta|Estatus del cliente",
    ),
}  # fmt: skip

NOT_OURS: Final = (
    "Close date|Closing date|Expected close date|Expected closing|Closed on|Fecha de cierre|Fecha prevista de cierre|Cierre|"
    "Fecha de cierre prevista|Fecha estimada de cierre|Modified date|Modified on|Updated|Updated on|Last updated|Last modified|"
    "Última actualización|Última modificación|Actualizado|Fecha de modificación|Date of birth|Birth date|DOB|Fecha de nacimiento|"
    "Cumpleaños|Meeting type|Contact type|Lead type|Customer type|Tipo de contacto|Tipo de cliente|Job title|Title|"
    "Billing contact|Product name|Event name|Vendor name|User name|File name|Form name|Ad name|Adset name|Domain name|Project name|"
    "Customer since|Client since|Cliente desde|Reply status|Status reason|Email status|Payment status|Contact method|Lead score|"
    "Next step|Next action|Fecha de pago|Fecha de entrega|Fecha de vencimiento|Fecha de baja|Start date|End date|Payment date|"
    "Fecha de inicio|Fecha de fin|Delivery date|Order date|Invoice date|Expiry date|Renewal date|Fecha de renovación|Company size|"
    "Company type|Last purchase|Última compra|Contact time|Contact info|Lead time|Client manager|Account number|Phone extension|"
    "Phone type|Email type|Owner email|Company phone extension|Nombre del producto|Nombre del evento|Nombre de usuario|Customer lead|"
    "Client lead|Deal lead|Billing date|Hire date|Contract date|Fecha de contrato|Fecha de factura|Fecha de compra|Purchase date"
)
"""Headings that look like ours and mean something else: they are never read, nor asked about."""
