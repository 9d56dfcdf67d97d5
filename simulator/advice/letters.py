"""Skeletons of letters, one for each kind: to be filled in by the writer, in the writer's own words.

What stands in brackets only the writer knows. Each is short, says one thing, and asks for
nothing that the NRMP's rules forbid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.plain_words import specialty_words

if TYPE_CHECKING:
    from simulator.strategy.messages import Message

SIGNED = "With kind regards,\n[your full name], AAMC ID [number]"

SKELETONS: dict[str, tuple[str, str]] = {
    "update": (
        "New since my application: [what, in five words]",
        (
            "since I applied to {program} in {specialty}, this has been added to my file: [one fact, with its date]. "
            "It is in ERAS.\n\n[One sentence: what it lets you do in this program, that you could not say before.]"
        ),
    ),
    "tie": (
        "My tie to [city or region]",
        (
            "I have applied to {program} in {specialty}. I want you to know one thing that the form does not show: "
            "[the tie, as a plain fact: since when, with whom, until when].\n\n"
            "[One sentence: why you would train and stay there.]"
        ),
    ),
    "rotation": (
        "[Month and year] with your [ward, clinic or laboratory]",
        (
            "I worked in your [ward, clinic or laboratory] in [month and year] with Dr. [name], who knows that "
            "I mention it. "
            "I have applied to {program} in {specialty}.\n\n"
            "[One sentence: what you saw there that made you apply. One: who can say how you worked.]"
        ),
    ),
    "visa": (
        "A question about visa sponsorship",
        (
            "I have applied to {program} in {specialty}. I would need [J-1 or H-1B; for H-1B: Step 3 passed on ...]. "
            "I have not found your present policy on your pages.\n\n"
            "Does your institution sponsor this visa for residents who start next July?"
        ),
    ),
    "thanks": (
        "Thank you for [day of the interview]",
        (
            "thank you for the time that you and your residents gave me on [day].\n\n"
            "[One sentence: a thing that was said there and has stayed with you.]"
        ),
    ),
    "interest": (
        "Still with great interest in {program}",
        (
            "I interviewed with you on [day], and I would gladly train at {program}.\n\n"
            "[Two sentences: what of the program fits what you have done and want to do. "
            "What is new since, if anything.]"
        ),
    ),
    "intent": (
        "{program} is my first choice",
        (
            "I interviewed with you on [day]. I will rank {program} first.\n\n"
            "[Two sentences: why, in facts about the program.]\n\nI ask for nothing in return; I wanted you to know it."
        ),
    ),
}


def skeleton(message: Message) -> str:
    """Return subject and text for one message, with gaps for what only the writer knows.

    Parameters
    ----------
    message : Message

    Returns
    -------
    str
        Lines, the subject first.
    """
    subject, text = SKELETONS[message.kind]
    filled = {"program": message.program, "specialty": specialty_words(message.specialty)}
    to = "Dear Dr. [program director],"
    return f"Subject: {subject.format(**filled)}\n\n{to}\n\n{text.format(**filled)}\n\n{SIGNED}"
