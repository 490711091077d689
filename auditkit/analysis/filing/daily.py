"""Words of the talk around an interview: greetings, food, travel, weather, rooms, appointments.

A line with one of them needs more to be taken for something that belongs to a requirement. Words
that auditors and auditees need are left out, however daily: train, call, night.
"""

from __future__ import annotations

DAILY = frozenset(
    """
    hello hi hey bye goodbye welcome morning afternoon evening please thanks thank sorry
    excuse pardon congratulations cheers lovely nice funny perfect super course coffee tea
    milk sugar water juice biscuit cake lunch breakfast dinner canteen eat drink hungry fish
    menu snack restaurant kitchen trip bus bike tram taxi airport flight hotel traffic
    parking park drove car garage weather rain snow sun sunny warm summer winter window
    heating loud quiet stairs lift elevator corridor restroom toilet bathroom chair phone
    ringing mute microphone projector wifi battery charger zoom invitation slides frozen
    daughter son wife husband fever birthday vacation oclock half hear repeat today tomorrow
    yesterday monday tuesday wednesday thursday friday soon meet spell career joined born
    grew floor moment
    """.split()  # noqa: SIM905
)
