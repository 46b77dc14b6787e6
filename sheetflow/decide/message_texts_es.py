"""THE messages in Spanish, as they ship; decide/messages.py says what each is for.

An email is greeted and signed when the texts are put together, a script for the phone only greeted.
"""

from __future__ import annotations

from typing import Final

GREETING: Final = "Hola, {nombre_de_pila}:"
SPOKEN_GREETING: Final = "Hola, {nombre_de_pila}."
CLOSING: Final = "Un saludo,\n{responsable}"

EMAILS: Final = (
    # key, stage, subject, paragraphs
    ("acknowledgement", "", "Hemos recibido su mensaje",
     "Gracias por su mensaje. Ha llegado bien y ya lo ha leído una persona.",
     "Merece una respuesta con calma: la tendrá el {fecha}."),
    ("answer", "", "Sobre su mensaje",
     "Gracias por su mensaje; me ayuda saber qué es lo que le importa.",
     "Prefiero responderle bien a responderle deprisa: el {fecha} vuelvo con la respuesta y lo "
     "vemos punto por punto. Si prefiere que lo hablemos, envíeme un número y una hora."),
    ("information", "", "Lo que nos pidió",
     "Gracias por su interés. Con este mensaje le envío lo que nos pidió.",
     "Una cosa es leerlo y otra ver su caso: me pondré en contacto con usted el {fecha} para que "
     "me cuente qué busca. Con unas líneas o diez minutos tenemos suficiente."),
    ("talk", "", "¿Hablamos el {fecha}?",
     "Antes de enviarle más cosas para leer, me gustaría escuchar qué tiene en mente.",
     "Le propongo dos días: el {fecha} o el mismo día de la semana siguiente. ¿Cuál le viene "
     "bien, a qué hora y en qué número? El {fecha} me pondré en contacto con usted para "
     "concretarlo."),
    ("talk", "interested", "Un día para hablar",
     "Usted ya sabe lo que hacemos; ahora quiero saber yo lo que necesita, y eso se cuenta mejor "
     "hablando.",
     "Le propongo dos días: el {fecha} o el mismo día de la semana siguiente. ¿Cuál le viene "
     "bien, a qué hora y en qué número? El {fecha} me pondré en contacto con usted para "
     "concretarlo."),
    ("useful", "", "Esto me hizo pensar en usted",
     "Le envío algo que me hizo pensar en usted: cuenta cómo resolvieron otros una cuestión muy "
     "parecida a la suya.",
     "Me pondré en contacto con usted el {fecha} para saber si encaja en su caso."),
    ("confirmation", "", "Nuestra cita del {cita}",
     "Tengo muchas ganas de que llegue nuestra cita del {cita}.",
     "Confírmemela, por favor, con un simple sí. Si ese día se le ha complicado, propóngame otro "
     "y me adapto."),
    ("see_you", "", "Nos vemos el {cita}",
     "Nos vemos el {cita}, como quedamos; tengo ese rato reservado para usted.",
     "Traiga las preguntas que más le importen: empezaremos por ellas."),
    ("agreed", "", "Lo que acordamos",
     "Gracias por la conversación; me ha gustado conocer su punto de vista.",
     "Para que ninguno de los dos tenga que acordarse, dejo anotado lo principal: {acuerdo}.",
     "Ya estoy con ello, y el {fecha} le contaré cómo va."),
    ("agreed", "met", "Lo que acordamos y la propuesta",
     "Gracias por la reunión; me ha gustado conocer su punto de vista. Dejo anotado lo principal: "
     "{acuerdo}.",
     "Con este mensaje va la propuesta. El {fecha} me pondré en contacto con usted para repasarla "
     "y resolver lo que quiera preguntarme."),
    ("meeting", "", "Dos días para nuestra reunión",
     "Sería bueno sentarnos a hablar, y le propongo dos días: el {fecha} o el mismo día de la "
     "semana siguiente.",
     "Elija uno, con la hora que le venga bien, y queda fijado. El {fecha} a primera hora me "
     "pondré en contacto con usted, por si todavía no lo estuviera."),
    ("walkthrough", "", "La propuesta, página a página",
     "Una propuesta se valora mejor entre dos, así que me gustaría repasarla con usted página a "
     "página.",
     "Para eso me pondré en contacto con usted el {fecha}; con veinte minutos basta. Dígame qué "
     "hora le viene bien y en qué número."),
    ("reminder_1", "", "Unas líneas",
     "Los días se llenan enseguida, así que solo le escribo unas líneas. Tengo en mi mesa lo que "
     "nos pidió y me encantaría avanzar con usted.",
     "Me pondré en contacto con usted el {fecha}. Si le conviene otro día, contésteme con él."),
    ("reminder_1", "informed", "¿Qué le ha parecido?",
     "Ha tenido unos días para ver lo que le envié. ¿Qué le ha gustado y qué echa en falta?",
     "Le propongo que lo hablemos el {fecha}, y ese día me pondré en contacto con usted. ¿Qué "
     "hora le viene bien?"),
    ("reminder_1", "met", "Unas palabras sobre la propuesta",
     "Unas palabras más sobre la propuesta. Usted explicó con mucha claridad lo que necesita, y a "
     "eso me he ceñido.",
     "Le propongo que hablemos el {fecha}: ese día me pondré en contacto con usted y vemos lo que "
     "quede por aclarar."),
    ("reminder_1", "proposal", "¿Qué queda por aclarar?",
     "Toda propuesta deja alguna pregunta, y las suyas merecen respuesta.",
     "¿Cuáles son? Escríbamelas en un par de líneas y el {fecha} tendrá las respuestas."),
    ("reminder_2", "", "Qué hicieron otros en su lugar",
     "Otros en su lugar se hicieron las mismas preguntas. La mayoría empezó por algo pequeño, "
     "miró el resultado al cabo de unas semanas y entonces decidió.",
     "Con diez minutos basta para contarle cómo lo hicieron: me pondré en contacto con usted el "
     "{fecha}."),
    ("reminder_2", "proposal", "Por qué se decidieron otros",
     "Quien va a decidir algo así suele preguntar qué inclinó la balanza en otros casos. Casi "
     "siempre fue algo sencillo: desde el primer día supieron a quién llamar.",
     "Me pondré en contacto con usted el {fecha} para saber qué la inclinaría en su caso."),
    ("voice", "", "Dos minutos",
     "Tengo una pregunta para usted y son dos minutos. Es por lo siguiente: {acuerdo}.",
     "El {fecha} volveré a ponerme en contacto con usted. Mi número es {telefono}."),
    ("question", "", "Una sola pregunta",
     "Una sola pregunta: ¿sigue siendo un plan, o se ha adelantado otra cosa?",
     "Las dos respuestas son buenas. Me pondré en contacto con usted el {fecha} para saber cuál "
     "es la suya."),
    ("question", "meeting", "Nuestra reunión",
     "Una sola pregunta: ¿sigue viniéndole bien la reunión, y qué día?",
     "Le propongo el {fecha}, y ese día me pondré en contacto con usted para fijarla."),
    ("last", "", "Mi último mensaje",
     "Hemos intentado hablar con usted por lo siguiente: {acuerdo}. Desde hace unas semanas no "
     "sabemos nada.",
     "No quiero molestarle. Tomaré su silencio como un no, y este es mi último mensaje.",
     "Si algún día vuelve a surgir, este es mi número: {telefono}. Le deseo lo mejor."),
    ("nurture", "", "Unas líneas para usted",
     "Hoy no le ofrezco nada: solo unas líneas para que sepa qué hay de nuevo y qué les ha "
     "servido más a otros últimamente.",
     "Volveré a escribirle el {fecha}. Si antes le corre prisa, mi número es {telefono}."),
    ("promised", "", "Lo acordado",
     "Le escribo por lo que acordamos: {acuerdo}.",
     "¿Cómo lo ve hoy? Me pondré en contacto con usted el {fecha} para dar el siguiente paso."),
    ("announced", "", "Como le anuncié",
     "Le prometí ponerme en contacto con usted, y aquí estoy.",
     "Me gustaría saber qué hay de nuevo por su parte. Volveré a ponerme en contacto con usted el "
     "{fecha} y seguimos desde ahí."),
    ("event", "", "Me alegró conocerle",
     "Gracias por acercarse a saludarnos; me alegró conocerle.",
     "Una cosa es hablar de pasada y otra con calma. Me pondré en contacto con usted el {fecha} "
     "para que me cuente qué necesita; si le conviene otro día, contésteme con él."),
    ("missing", "", "¿Qué faltó?",
     "Gracias por decirlo con tanta franqueza; me ayuda más que una palabra amable.",
     "Una pregunta, para hacerlo mejor: ¿qué faltó? Con una línea basta, y el {fecha} me pondré "
     "en contacto con usted para comentarla."),
    ("deciding", "", "¿Cómo lo deciden?",
     "Me alegra que le guste.",
     "Para ayudarle sin estorbar: ¿cómo lo deciden, quién más opina y para cuándo? Me pondré en "
     "contacto con usted el {fecha} con lo que necesite para ello."),
)  # fmt: skip

SCRIPTS: Final = (
    # key, stage, what to say on the phone
    ("acknowledgement", "",
     "Su mensaje ha llegado y lo he leído. Merece una respuesta con calma: le llamaré el "
     "{fecha} para dársela."),
    ("answer", "",
     "Gracias por su mensaje. ¿Lo vemos ahora? Lo que no pueda responderle al momento lo "
     "consultaré, y le llamaré el {fecha} con ello."),
    ("information", "",
     "Nos pidió información y la tengo preparada para usted. ¿A qué dirección se la envío? Le "
     "llamaré el {fecha} para saber qué le ha parecido."),
    ("talk", "",
     "Mostró interés en lo que hacemos y me gustaría escuchar qué necesita. ¿Es buen momento? Si "
     "no lo es, le llamaré el {fecha}: ¿mejor por la mañana o por la tarde?"),
    ("useful", "",
     "Tengo algo que cuenta cómo resolvieron otros una cuestión muy parecida a la suya, y se lo "
     "envío hoy mismo. Le llamaré el {fecha} para saber si encaja en su caso."),
    ("confirmation", "",
     "Le llamo para confirmar nuestra cita del {cita}. ¿Sigue viniéndole bien? Si no, "
     "buscamos otro día ahora mismo."),
    ("see_you", "",
     "Nos vemos el {cita}, como quedamos. ¿Qué quiere que le tenga preparado?"),
    ("agreed", "",
     "Le llamo por lo principal de nuestra conversación: {acuerdo}. Ya estoy con ello, y volveré "
     "a llamarle el {fecha}."),
    ("meeting", "",
     "Me gustaría fijar con usted el día de nuestra reunión. ¿Qué le parece el {fecha}, por la "
     "mañana o por la tarde? Si todavía no lo sabe, le llamaré el {fecha} y lo fijamos "
     "entonces."),
    ("walkthrough", "",
     "Ya tiene nuestra propuesta y me gustaría repasarla con usted página a página. ¿La tiene a "
     "mano? Si no es el momento, le llamaré el {fecha}: ¿a qué hora?"),
    ("reminder_1", "",
     "Le escribí hace unos días y quería saludarle también de viva voz. ¿Buscamos un día para "
     "hablar? Si todavía no lo sabe, le llamaré el {fecha}."),
    ("reminder_1", "informed",
     "Ha tenido unos días para ver lo que le envié. ¿Qué le ha gustado y qué echa en falta para su "
     "caso? Le llamaré el {fecha} con las respuestas."),
    ("reminder_1", "met",
     "¿Le llegó bien la propuesta? Me gustaría repasarla con usted: le llamaré el {fecha} para "
     "eso. ¿Qué hora le viene bien?"),
    ("reminder_1", "proposal",
     "¿Cómo ve ahora nuestra propuesta, y qué necesita todavía para decidir? Le llamaré el "
     "{fecha} y seguimos desde ahí."),
    ("reminder_2", "",
     "Otros en su lugar se hicieron las mismas preguntas, y en cinco minutos puedo contarle qué "
     "hicieron. Si no es el momento, le llamaré el {fecha}."),
    ("voice", "",
     "Le llamo por lo siguiente: {acuerdo}. Tengo una pregunta para usted y son dos minutos. "
     "Volveré a llamarle el {fecha}. Mi número es {telefono}. Que tenga un buen día."),
    ("question", "",
     "Una sola pregunta: ¿sigue siendo un plan, o se ha adelantado otra cosa? Si todavía no lo "
     "sabe, le llamaré el {fecha}."),
    ("last", "",
     "Hemos intentado hablar con usted por lo siguiente: {acuerdo}. Desde hace unas semanas no "
     "sabemos nada. No quiero molestarle: tomaré su silencio como un no, y este es mi último "
     "mensaje. Si algún día vuelve a surgir, este es mi número: {telefono}. Le deseo lo mejor."),
    ("nurture", "",
     "Hoy no le ofrezco nada: solo quería saber cómo está y si algo ha cambiado por su parte. "
     "Volveré a llamarle el {fecha}."),
    ("promised", "",
     "Le llamo por lo que acordamos: {acuerdo}. ¿Cómo lo ve hoy? Le llamaré el {fecha} para "
     "dar el siguiente paso."),
    ("announced", "",
     "Le prometí ponerme en contacto con usted, y aquí estoy. ¿Qué hay de nuevo por su parte? Le "
     "llamaré el {fecha} y seguimos desde ahí."),
    ("event", "",
     "Gracias por acercarse a saludarnos; me alegró conocerle. Me gustaría escuchar con calma qué "
     "necesita. Si no es el momento, le llamaré el {fecha}: ¿a qué hora?"),
    ("missing", "",
     "Gracias por decirlo con tanta franqueza. Una pregunta, para hacerlo mejor: ¿qué faltó? Si no "
     "es el momento, le llamaré el {fecha}."),
    ("deciding", "",
     "Me alegra que le guste. Para ayudarle sin estorbar: ¿cómo lo deciden, quién más opina y para "
     "cuándo? Le llamaré el {fecha} con lo que necesite para ello."),
)  # fmt: skip
