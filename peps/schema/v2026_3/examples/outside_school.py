"""Examples of every part of a plan for whom no school teaches: after Year 11, and in custody."""

EXAMPLES = {
    "about_me.important_people": "My brother Ty. Jan and Pete. My nan, on Sundays. My friend "
    "Sami, we have known each other since we were four.",
    "care_and_contacts.parental_responsibility": "Care order: the authority shares it with Mum. "
    "Jan agrees to trips, photographs and first aid; medical treatment: social worker. Reports go "
    "to Jan, the social worker and, by post, to Mum.",
    "care_and_contacts.others_caring": "Jan’s sister, one weekend a month. Gran, on Sundays from "
    "2pm to 5pm: cooking and cards.",
    "care_and_contacts.care_only_note": "The carer’s address is kept from the father’s family. "
    "Letters go to the duty team’s address only.",
    "seeking_education.sought": "Weir College: asked 15 September, interview 22 September, "
    "refused on 6 October: the course is full. Green Lane College: asked 7 October, visit on 20 "
    "November.",
    "seeking_education.what_the_child_wants": "“A place where I can work with my hands, and not "
    "too big.” Jan: one that can be reached by bus.",
    "seeking_education.next_step": "The Virtual School Head rings Green Lane College on 23 "
    "November and asks for a start in January.",
    "seeking_education.start": "First day 4 January, met at the door by the tutor; mornings in the "
    "first week, all days from 18 January.",
    "alternative_provision.checked": "The farm rings by 10am if somebody is missing. Ms Lane "
    "visits once a month, last on 3 November: safe, and happy with the goats.",
    "alternative_provision.way_back": "From 11 January one more day on the course each fortnight, "
    "beginning with the workshop; all days after Easter.",
    "sen_and_ehc_plan.needs": "Speech, language and communication: identified at six, last "
    "assessed by the therapist in May 2026. Hearing tested in July: nothing found.",
    "sen_and_ehc_plan.provision": "A list of words for the week, instructions one at a time, and "
    "an hour with a tutor twice a week; the therapist looks at it once a term.",
    "sen_and_ehc_plan.undiagnosed": "Loses track after two steps and reads some words backwards. "
    "An assessor looks for dyslexia on 9 December and tells us at the January meeting.",
    "ehc_plan.outcomes": "Outcome 1, to explain a task to somebody else: target 1 here. Outcome "
    "3, to ask for help in words: target 2. Outcome 2 (self-care) is worked on at home.",
    "ehc_plan.next_annual_review": "12 March 2027, on the same afternoon as the spring PEP, with "
    "the SEND officer, so that everybody comes once.",
    "health_and_wellbeing.developmental_needs": "Watches the door and needs to know who comes and "
    "goes: early loss. Now: the same adult at the start of each day. Longer term: to trust a "
    "second adult, and to make friends.",
    "health_and_wellbeing.mental_health": "SDQ 17 in June (21 last year). Sees Ms Amos of CAMHS "
    "every second Monday since April, until Easter, then it is looked at again. If meals are "
    "left, Ms Amos is told on the day.",
    "health_and_wellbeing.health_at_school": "Asthma: blue inhaler in the bag. Glasses for "
    "reading. Allergic to nothing that we know of.",
    "childs_views.changed_since": "Yes, I see one person now and it is better. Nobody said "
    "anything about the bus yet.",
    "childs_views.what_changed": "You said that five people asked you the same. Since October it "
    "is one, whom you chose. We asked about the bus pass; the council said no, and we ask again "
    "in May.",
    "carer_and_parent_views.carers_views": "“Up before me on the days that matter. The day after "
    "family time is hard. I would like to hear when it went well, too, not only when it did not.”",
    "carer_and_parent_views.parents_views": "Mum, by telephone on 2 November: “I am proud of how "
    "it goes. I would like a photograph from the certificate day.” It was sent on 5 November.",
    "carer_and_parent_views.what_changed": "Jan asked for good news too: a message comes on "
    "Fridays since October. Mum has the photograph.",
    "review_of_targets.target_1_evidence": "From 34 to 61 marks of 80, in the paper of 12 "
    "November: on the way. Short practice each day worked, the weekend did not. It goes on.",
    "pupil_premium_plus.used": "£380 for tuition, 12 weeks (target 1); £90 for tools (target 2).",
    "pupil_premium_plus.difference": "Nine more marks since September, and all but one hour kept.",
    "pupil_premium_plus.planned": "£400 for tuition until Easter (target 1).",
    "transition_and_stability.limit_disruption": "The move is between two courses. The same bus, "
    "the same adviser, a visit before.",
    "transition_and_stability.transition_support": "Back after six weeks of illness: half days "
    "until 20 November, then a talk about what was missed.",
    "transition_and_stability.stability": "One adult who stays, the gym, and a carer who rings "
    "before things go wrong.",
    "moving_on.handed_over": "A talk on 10 June with whoever comes next: this plan, what helps "
    "after family time, the safeguarding file.",
    "moving_on.preparation": "Two visits when few are there, the bus tried out, a name to ask for.",
    "moving_on.first_term": "The adviser, every Friday until Christmas. It goes well if the days "
    "are kept and one friend is named. First PEP there by 15 October.",
    "meeting.for_the_review": "Whether the place stays the same after the move in February; that "
    "tuition goes on.",
    "actions.action_1_what": "Book the first six hours with the tutor and tell everybody the dates",
    "actions.taken_forward_by": "Ms Moss, social worker, with Ms Okafor (Virtual School)",
}
