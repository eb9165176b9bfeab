"""The sentence parts that invented residents speak in; every text begins with a mark that it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from complaints.intake.rules import AllegationKind as Kind
from complaints.registry.rules import TechnologyType as Type

MARKS: Final = {"en": "[Demonstration]", "es": "[Demostración]"}
ENGLISH, SPANISH = "en", "es"


@dataclass(frozen=True, slots=True)
class Phrases:
    """How one language tells a complaint. `{thing}`, `{place}`, `{day}` and `{corner}` are filled in."""

    things: Mapping[Type, str]
    any_thing: str
    openings: tuple[str, ...]
    wrongs: Mapping[Kind, str]
    effects: tuple[str, ...]
    wishes: tuple[str, ...]
    times: tuple[str, ...]
    abouts: tuple[str, ...]
    replies: tuple[str, ...]


_EN: Final = Phrases(
    things={
        Type.LICENCE_PLATE_READER: "the license plate reader",
        Type.FIXED_CAMERA: "the police camera",
        Type.MOBILE_CAMERA_TRAILER: "the camera trailer",
        Type.GUNSHOT_DETECTION: "the gunshot detection",
        Type.BODY_WORN_CAMERA: "the body camera",
        Type.IN_CAR_CAMERA: "the camera in the patrol car",
        Type.FACE_RECOGNITION: "the comparison of mugshots",
        Type.CELL_SITE_SIMULATOR: "the device that imitates a phone tower",
        Type.DEVICE_FORENSICS: "the machine that copies phones",
    },
    any_thing="a device that nobody would name",
    openings=(
        "I live near {corner}.",
        "I was on my way to work along {corner}.",
        "I had parked near {corner} to visit my mother.",
        "Our shop is close to {corner}.",
        "My family was walking home past {corner}.",
        "We were waiting for the bus at {corner}.",
    ),
    wrongs={
        Kind.UNAUTHORISED_ACCESS: "Somebody I know who works for the police told me where I had been all week, and "
        "that can only have come from {thing}.",
        Kind.FALSE_REASON: "I was told that I had been looked up with {thing} for a case that does not exist.",
        Kind.OUTSIDE_POLICY: "I believe that {thing} was used for something that the written policy does not allow.",
        Kind.NO_WARRANT: "Nobody could show me a judge's order for the use of {thing}.",
        Kind.KEPT_TOO_LONG: "An officer spoke of records from {thing} that are many months older than they may be.",
        Kind.SHARED_WITHOUT_AUTHORITY: "I learned that records from {thing} went to another agency, and nobody can say "
        "who approved it.",
        Kind.MISIDENTIFICATION: "I was stopped and held because {thing} took me for somebody else.",
        Kind.FALSE_ALERT: "Officers came running after an alert from {thing}, and nothing at all had happened here.",
        Kind.PROTECTED_ACTIVITY: "People who came to a peaceful meeting were watched with {thing}.",
        Kind.DISCRIMINATORY_USE: "I saw how {thing} was used on people of one background, and not on others who did "
        "the same.",
        Kind.DISCRIMINATORY_PLACEMENT: "Our blocks are full of it: {thing} is everywhere here and nowhere across the "
        "avenue.",
        Kind.PRIVATE_RECORDING: "From where it is, {thing} records what happens behind our windows.",
        Kind.FAILURE_TO_ACTIVATE: "Afterwards we were told that {thing} had not been switched on, so nothing shows "
        "what was done.",
        Kind.UNDISCLOSED_TECHNOLOGY: "One day {thing} was there, and no list that the city publishes names it.",
        Kind.VENDOR_ACCESS: "A worker of the company behind {thing} told me what he had seen of our street.",
        Kind.SECURITY_BREACH: "A neighbor found pictures from {thing} on the internet, open to everybody.",
        Kind.MALFUNCTION: "For weeks {thing} has been reporting what is not there, and nobody repairs it.",
        Kind.RETALIATION: "Since I complained about {thing}, the same patrol car stops at my house in the evenings.",
        Kind.OTHER: "I have a concern about {thing} that fits no other box.",
    },
    effects=(
        "My children have been afraid since.",
        "I lost a day's pay over it.",
        "I asked at the station and got no answer.",
        "Two neighbors saw it too.",
        "It has happened more than once.",
        "I have kept the papers I was given.",
        "Nobody explained anything to us.",
    ),
    wishes=(
        "I want to know what was recorded and who looked at it.",
        "Please have the records deleted.",
        "Please tell me what the rules are, and who keeps them.",
        "I would like somebody to say that this was wrong.",
        "Please make sure that it does not happen to others.",
    ),
    times=("about seven in the evening", "early in the morning", "around noon", "shortly after midnight", ""),
    abouts=("Two officers in uniform; I did not see a name.", "The unit that works with this equipment.", ""),
    replies=(
        "Thank you. It happened again last week, at about the same time.",
        "I have found the paper with the time of the stop: it was ten past eight.",
        "My neighbor would also speak with you, if her name stays out of it.",
        "When may I expect to hear what came of it?",
        "Thank you for the explanation. I have nothing to add.",
    ),
)

_ES: Final = Phrases(
    things={
        Type.LICENCE_PLATE_READER: "el lector de placas",
        Type.FIXED_CAMERA: "la cámara de la policía",
        Type.MOBILE_CAMERA_TRAILER: "el remolque con cámaras",
        Type.GUNSHOT_DETECTION: "el detector de disparos",
        Type.BODY_WORN_CAMERA: "la cámara corporal",
        Type.IN_CAR_CAMERA: "la cámara de la patrulla",
        Type.FACE_RECOGNITION: "la comparación de fotos policiales",
        Type.CELL_SITE_SIMULATOR: "el aparato que imita una antena de teléfono",
        Type.DEVICE_FORENSICS: "la máquina que copia teléfonos",
    },
    any_thing="un aparato que nadie quiso nombrar",
    openings=(
        "Vivo cerca de {corner}.",
        "Iba al trabajo por {corner}.",
        "Me había estacionado cerca de {corner} para visitar a mi madre.",
        "Nuestra tienda está junto a {corner}.",
        "Mi familia volvía a casa por {corner}.",
    ),
    wrongs={
        Kind.UNAUTHORISED_ACCESS: "Una persona conocida que trabaja para la policía me dijo dónde había estado toda la "
        "semana, y solo pudo saberlo por {thing}.",
        Kind.FALSE_REASON: "Me dijeron que me buscaron con {thing} para un caso que no existe.",
        Kind.OUTSIDE_POLICY: "Creo que se usó {thing} para algo que la política escrita no permite.",
        Kind.NO_WARRANT: "Nadie pudo mostrarme una orden judicial para usar {thing}.",
        Kind.KEPT_TOO_LONG: "Un agente habló de registros de {thing} con muchos meses más de lo permitido.",
        Kind.SHARED_WITHOUT_AUTHORITY: "Supe que los registros de {thing} llegaron a otra agencia y nadie sabe quién "
        "lo aprobó.",
        Kind.MISIDENTIFICATION: "Me detuvieron porque {thing} me confundió con otra persona.",
        Kind.FALSE_ALERT: "Llegaron agentes por una alerta de {thing}, y aquí no había pasado nada.",
        Kind.PROTECTED_ACTIVITY: "Vigilaron con {thing} a quienes fueron a una reunión pacífica.",
        Kind.DISCRIMINATORY_USE: "Vi que usaban {thing} con personas de un solo origen y no con otras que hacían lo "
        "mismo.",
        Kind.DISCRIMINATORY_PLACEMENT: "En nuestras cuadras está en todas partes {thing}, y al otro lado de la avenida "
        "no hay nada.",
        Kind.PRIVATE_RECORDING: "Desde donde está, {thing} graba lo que pasa detrás de nuestras ventanas.",
        Kind.FAILURE_TO_ACTIVATE: "Después nos dijeron que {thing} no estaba encendida, y nada muestra lo que pasó.",
        Kind.UNDISCLOSED_TECHNOLOGY: "Un día apareció {thing}, y ninguna lista de la ciudad lo menciona.",
        Kind.VENDOR_ACCESS: "Un empleado de la empresa de {thing} me contó lo que había visto de nuestra calle.",
        Kind.SECURITY_BREACH: "Un vecino encontró en internet imágenes de {thing}, abiertas a cualquiera.",
        Kind.MALFUNCTION: "Desde hace semanas {thing} avisa de cosas que no pasan, y nadie lo repara.",
        Kind.RETALIATION: "Desde que me quejé de {thing}, la misma patrulla se para frente a mi casa por las noches.",
        Kind.OTHER: "Tengo una inquietud sobre {thing} que no cabe en ninguna otra casilla.",
    },
    effects=(
        "Desde entonces mis hijos tienen miedo.",
        "Perdí un día de sueldo.",
        "Pregunté en la comisaría y no me respondieron.",
        "Dos vecinas también lo vieron.",
        "Ha pasado más de una vez.",
        "Nadie nos explicó nada.",
    ),
    wishes=(
        "Quiero saber qué se grabó y quién lo vio.",
        "Por favor, borren los registros.",
        "Quiero que alguien diga que esto estuvo mal.",
        "Por favor, que no le pase a nadie más.",
    ),
    times=("hacia las siete de la tarde", "temprano por la mañana", "cerca del mediodía", ""),
    abouts=("Dos agentes de uniforme; no vi ningún nombre.", "La unidad que trabaja con este equipo.", ""),
    replies=(
        "Gracias. Volvió a pasar la semana pasada, más o menos a la misma hora.",
        "Encontré el papel con la hora: eran las ocho y diez.",
        "¿Cuándo sabré qué resultó de esto?",
        "Gracias por la explicación. No tengo nada que agregar.",
    ),
)

PHRASES: Final = {ENGLISH: _EN, SPANISH: _ES}
IN_ENGLISH_PLEASE: Final = "I am writing in English because a neighbor helps me; please answer simply."
"""Said by those whose site is in a language that these phrases do not speak."""


def spoken(language: str) -> str:
    """Which of the languages here somebody speaks whose site is in `language`."""
    return language if language in PHRASES else ENGLISH
