"""Irregular verbs: the forms that no stemmer brings to their verb."""

from __future__ import annotations

_FORMS = (
    "begin began begun; break broke broken; bring brought; build built; buy bought; catch caught; "
    "choose chose chosen; come came; cut; deal dealt; draw drew drawn; drive drove driven; "
    "fall fell fallen; feel felt; fight fought; find found; forbid forbade forbidden; "
    "forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten; "
    "give gave given; go went gone; grow grew grown; hold held; keep kept; know knew known; "
    "lead led; leave left; lend lent; lose lost; make made; mean meant; meet met; pay paid; "
    "ride rode ridden; rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; "
    "send sent; shoot shot; show shown; shrink shrank shrunk; sink sank sunk; speak spoke spoken; "
    "spend spent; stand stood; steal stole stolen; strike struck; swear swore sworn; "
    "take took taken; teach taught; tell told; think thought; throw threw thrown; "
    "understand understood; undertake undertook undertaken; wear wore worn; win won; "
    "withdraw withdrew withdrawn; withhold withheld; withstand withstood; write wrote written"
)
BASE = {
    form: verb
    for forms in _FORMS.split(";")
    for verb, *others in [forms.split()]
    for form in others
}
