"""Examples for the sections that every variant has, of a child of school age."""

EXAMPLES = {  # section.field → a good answer
    "about_me.what_i_like": "I like maps and trains, and I can draw the whole Tube from memory. I "
    "am good at looking after our dog, and at waiting for my friends when they are slow.",
    "about_me.proud_of": "I swam 50 metres. And I went to school on the day after I saw Mum, even "
    "though I was sad.",
    "about_me.important_people": "My brother Ty. Jan and Pete at home. Mr Day in the library. My "
    "friend Amira, we have known each other since Reception.",
    "about_me.what_helps": "Tell me the day before if something changes. I like it when I can "
    "show you first and write it later. Noise gets in the way, and being asked in front of "
    "everybody.",
    "care_and_contacts.carer": "Jan P., foster carer since March 2025. Mobile on the school’s "
    "contact list; best after 9.30am, a text any time. Goes to all meetings.",
    "care_and_contacts.parental_responsibility": "Care order: the authority shares it with Mum. "
    "Jan agrees to day trips, photographs inside school and first aid; residential trips and "
    "medical treatment: social worker. Reports go to Jan, the social worker and, by post, to "
    "Mum.",
    "care_and_contacts.carers_role_in_learning": "Reads with K. for 20 minutes on most evenings, "
    "signs the planner on Fridays, comes to parents’ evenings, and practises spellings in "
    "the car.",
    "care_and_contacts.carers_role_in_leisure": "Takes K. to swimming on Tuesdays and stays to "
    "watch; bought the second-hand keyboard and found the teacher.",
    "care_and_contacts.others_caring": "Jan’s sister, one weekend a month; she knows about the "
    "reading. Gran, on Sundays from 2pm to 5pm: baking and cards.",
    "care_and_contacts.family_time": "Mum, every second Wednesday at 4pm, supervised: a quiet "
    "start on Thursdays helps. Only Jan or the named taxi collects. Dad has no contact by "
    "order of the court; call the social worker at once if he comes.",
    "care_and_contacts.other_plans": "The care plan’s aim is long-term fostering with Jan: this "
    "plan keeps the school. The health plan asks for glasses in class, see health. Nothing "
    "here says otherwise than those plans.",
    "care_and_contacts.care_only_note": "The carer’s address is kept from the father’s family. "
    "The school writes to the duty team’s address only.",
    "sen_and_ehc_plan.needs": "Speech, language and communication: identified in Year 1, last "
    "assessed by the therapist in May 2026. Hearing tested in July: nothing found.",
    "sen_and_ehc_plan.provision": "SEN support: a word bank and a talk partner in every lesson; "
    "group with Ms Lee, twice a week for 30 minutes; the therapist looks at it once a term.",
    "sen_and_ehc_plan.undiagnosed": "K. loses track after two steps and reads some words "
    "backwards. The SENCO screens for dyslexia on 9 December and tells us at the January "
    "meeting.",
    "ehc_plan.maintained_by": "Borset County Council",
    "ehc_plan.outcomes": "Outcome 1, to tell a story in order by Year 6: target 1 here. Outcome "
    "3, to ask for help in words: target 2. Outcome 2 (self-care) is worked on at home.",
    "ehc_plan.not_delivered": "Speech therapy, 6 hours a term, since September: two hours given. "
    "The SEND officer has asked the trust for a second therapist and answers by 4 December.",
    "ehc_plan.next_annual_review": "12 March 2027, on the same afternoon as the spring PEP, with "
    "the SEND officer, so that K. and Jan come once.",
    "health_and_wellbeing.developmental_needs": "K. watches the door and needs to know who comes "
    "and goes: early loss. Now: the same adult at the start of each day. Longer term: to "
    "trust a second adult, and to make friends outside lessons.",
    "health_and_wellbeing.mental_health": "SDQ 17 in June (21 last year). K. sees Ms Amos of "
    "CAMHS every second Monday at school since April, until Easter, then it is looked at "
    "again. Nightmares are rarer. If K. stops eating at lunch, Mr Day rings Jan and Ms Amos "
    "on the day.",
    "health_and_wellbeing.other_provision": "Drawing and talking with Ms Reid, Thursdays at 10am, "
    "12 weeks from October; a mentor from the football club, once a week.",
    "health_and_wellbeing.health_at_school": "Asthma: blue inhaler in the class bag, two puffs "
    "before PE. Glasses for reading. Allergic to nothing that we know of.",
    "childs_views.going_well": "Science, because we do experiments. And I have somebody to sit "
    "with at lunch now.",
    "childs_views.should_change": "I don’t want to be taken out of art for reading. And can "
    "somebody tell me when Ms Reid is away?",
    "childs_views.changed_since": "Yes, I eat in the library now and it is better. Nobody said "
    "anything about the bus yet.",
    "childs_views.how_involved": "K. chose the room and the biscuits, brought her own page, and "
    "stayed for the first half hour. She asked Mr Day to say the part about art for her.",
    "carer_and_parent_views.carers_views": "“She comes home singing on art days. Mornings after "
    "family time are hard. I would like to hear when it went well, too, not only when it did "
    "not.”",
    "carer_and_parent_views.parents_views": "Mum, by telephone on 2 November: “I am proud of her "
    "reading. I would like a copy of her school photograph.” It was sent on 5 November.",
    "carer_and_parent_views.what_changed": "Jan asked for good news too: Mr Day sends a line on "
    "Fridays since October. Mum has the photograph.",
    "review_of_targets.target_1_evidence": "From 34 to 61 of the first 100 words, tested on 12 "
    "November: she is on the way. Five minutes a day worked, the Friday quiz did not. It "
    "goes on, with the next 50 words.",
    "new_targets.target_1_what": "K. reads a story of her own choice aloud to a younger class, "
    "with no more than five words helped.",
    "new_targets.target_1_measure": "Words helped on one page, counted every second Friday.",
    "new_targets.target_1_baseline": "On 6 November: 14 words helped on one page.",
    "new_targets.target_1_by_whom": "Ms Lee, teaching assistant; Jan at home",
    "new_targets.target_1_resource": "20 minutes with Ms Lee, four times a week; £60 for books",
    "new_targets.monitoring": "Ms Lee’s chart every second Friday; Mr Day looks at all targets, "
    "attendance and how K. feels with her in the last week of each half term, and tells Jan.",
    "aspirations_and_careers.aspirations": "To work with animals; today a vet, last year a zoo "
    "keeper. She is patient and never forgets a name. In October she met Dr Shah at the "
    "surgery.",
    "pupil_premium_plus.used": "£380 for reading with Ms Lee, 12 weeks (target 1); £45 for the "
    "swimming badge (target 2); £90 for a laptop case and headphones.",
    "pupil_premium_plus.difference": "Reading age up by nine months in one term. She swims with "
    "her class now. The headphones stay in the drawer: she says she does not need them.",
    "pupil_premium_plus.planned": "£400 for Ms Lee until Easter (target 1); £120 for six art "
    "sessions that show whether she wants lessons (target 3).",
    "transition_and_stability.planned_changes": "K. moves to her aunt in the same town in the "
    "February half term: the court has agreed. The school stays.",
    "transition_and_stability.limit_disruption": "The move is in the holiday. The same taxi and "
    "driver. Mr Day meets her at the gate in the first week. No test in that week.",
    "transition_and_stability.transition_support": "Back after six weeks of illness: half days "
    "until 20 November, with Amira beside her; Ms Lee goes through what she missed in maths.",
    "transition_and_stability.stability": "Amira, Mr Day, swimming, and a carer who rings before "
    "things go wrong. School and home speak on Fridays.",
    "leisure_and_learning.leisure_interests": "Swims on Tuesdays, draws every day. Would like to "
    "try judo: Jan asks about a taster in December.",
    "leisure_and_learning.out_of_school_learning": "Homework club on Mondays and Wednesdays, a "
    "desk and a lamp in her room, the library with Jan every second Saturday, a tablet for "
    "maths.",
    "leisure_and_learning.what_would_help": "A lift home after judo at 6pm, and the kit (£35).",
    "moving_on.next_place": "Elm School, offered on 1 March and accepted; her friend Amira goes "
    "there too. Her first wish, and Jan’s.",
    "moving_on.handed_over": "Mr Day and Ms Quick (Elm) meet on 10 June: this plan, the talk "
    "partner, what helps after family time, the safeguarding file. Ms Quick comes to the "
    "summer PEP.",
    "moving_on.first_term": "Ms Quick, with K. each Friday until half term. Signs that it goes "
    "well: she eats lunch, names two friends, and is in every day. First PEP there by 15 "
    "October.",
    "seeking_education.without_since": "Since 14 September: the move to Jan was 40 miles. Ten "
    "hours a week of tuition since 28 September.",
    "seeking_education.sought": "Elm School (good): asked 15 September, consulted 22 September, "
    "no answer until 6 October, then refused: “full”. Oak School (outstanding): asked 7 "
    "October, visit on 20 November.",
    "seeking_education.what_the_child_wants": "K.: “A school with an art room, and not too big.” "
    "Jan: one that she can reach by bus.",
    "seeking_education.next_step": "The Virtual School Head rings the head of Oak on 23 November "
    "and asks for a direction if there is no place by 4 December.",
    "seeking_education.start": "First day 4 January with Ms Quick; mornings in the first week, "
    "full time from 18 January; the tutor goes with her for six lessons.",
    "alternative_provision.provider": "Green Lane Farm, Tuesdays and Thursdays, 9.30am to 2.30pm; "
    "not registered as a school, checked by the authority on 3 September.",
    "alternative_provision.why": "To find back to groups after the summer, since 8 September, "
    "until the spring half term; looked at every three weeks.",
    "alternative_provision.taught": "Animal care (level 1 award), English and mathematics for an "
    "hour each day with work that Ms Lane sends.",
    "alternative_provision.checked": "The farm rings the school by 10am if K. is not there. Ms "
    "Lane visits once a month, last on 3 November: safe, and happy with the goats.",
    "alternative_provision.way_back": "From 11 January one more day at school each fortnight, "
    "beginning with art; full time at school after half term.",
    "actions.action_1_what": "Book the six art sessions and tell K. and Jan the dates",
    "actions.action_1_who": "Jan P., carer",
    "actions.taken_forward_by": "Mr Day, designated teacher, with Ms Moss, social worker",
    "meeting.attendees": "K. (first half), Jan P. (carer), Mr Day (designated teacher), Ms Moss "
    "(social worker), Ms Lee. Asked and could not come: Mum, who sent her words.",
    "meeting.for_the_review": "Whether the school stays K.’s after the move in February, and who "
    "takes her there; that reading with Ms Lee goes on.",
    "school_and_key_people.education_history": "Little Acorns nursery, 2019 to 2020; Hill "
    "Primary, Reception to Year 3; three months out of school before care; here since "
    "January 2025.",
    "school_and_key_people.immediate_education": "Since 2 November: mornings at school, 15 hours "
    "a week, and two afternoons with a tutor. One more afternoon at school each fortnight; "
    "full time from 11 January. Ms Lane looks at it with K. every Friday.",
    "school_and_key_people.key_adult": "Mr Day, library; when he is away, Ms Lee. K. chose both.",
    "school_and_key_people.school_contacts": "Mr Day (designated teacher), Ms Lee (class), Ms Ade "
    "(SENCO): by the school office or their school e-mail, answered within a day.",
    "attendance_and_behaviour.attendance_record": "94% this term, 91% this year; four days ill, "
    "one authorised for court. No lateness since the new taxi.",
    "attendance_and_behaviour.conduct_record": "Kind to younger children, works well in pairs. "
    "Two times this term she left the room after family time; she came back within ten "
    "minutes.",
    "attendance_and_behaviour.attendance_support": "A text to Jan if she is not in by 9am; a "
    "later start (9.30am) on Thursdays after family time, until Christmas.",
    "attendance_and_behaviour.suspensions": "One suspension, one day, 8 October, for pushing. "
    "Work was set by 9am and marked; a talk with Ms Reid on the day after. None since.",
    "attainment_and_progress.attainment_now": "English: working towards, mathematics: expected, "
    "science: expected (teacher assessment, 20 October). Reading age 9 years 2 months.",
    "attainment_and_progress.educational_needs": "Now: fluent reading, and beginning a piece of "
    "writing alone. Longer term: to plan her own work, to speak before a group, and to see "
    "places that her friends know, such as the sea and a theatre.",
    "attainment_and_progress.key_stage_support": "Reading with Ms Lee, four times 20 minutes; a "
    "word bank in every lesson; the first question done together.",
    "attainment_and_progress.catch_up_support": "Mathematics in a group of three, 30 minutes on "
    "Mondays, Wednesdays and Fridays, since October; it closes gaps in fractions first.",
    "aspirations_and_careers.longer_term_plan": "By July 2028: reads and writes as expected of "
    "her age, swims 400 metres, and has spent a week with the vet. Jan saves £10 a month for "
    "her.",
}
