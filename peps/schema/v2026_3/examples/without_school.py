"""Examples in custody, and for a child without a school place."""

CUSTODY = {
    "health_and_wellbeing.health_at_school": "Asthma: keeps his inhaler with him; glasses for "
    "reading are in the education block.",
    "about_me.what_i_like": "Boxing, drawing, and cooking on Fridays. I am good at calming people "
    "down when I want to.",
    "about_me.proud_of": "I read a whole book in here. I rang my nan on her birthday.",
    "about_me.what_helps": "One thing at a time. Give me the reason. Not on the wing when others "
    "hear.",
    "care_and_contacts.carer": "Held at Fernwood since 2 October; before: Jan P., who visits "
    "every second Saturday. Caseworker: Mr Ali, by the switchboard.",
    "care_and_contacts.carers_role_in_learning": "Jan sends books and asks about them on Sundays; "
    "Mr Ali has the timetable in his office.",
    "care_and_contacts.carers_role_in_leisure": "Mr Ali takes T. to the gym; Jan sends pencils.",
    "care_and_contacts.other_plans": "Detention placement plan of 9 October and care plan: both "
    "aim at a return to Jan. Sentence plan: boxing and mathematics.",
    "school_and_key_people.education_history": "Hill Primary; Hill School, Years 7 to 9; Green "
    "Lane pupil referral unit from May 2025.",
    "school_and_key_people.attended_before": "Green Lane pupil referral unit, Mill Road, Borset. "
    "The place is kept until Easter: asked for by the Virtual School on 5 October.",
    "school_and_key_people.current_arrangements": "15 hours a week: English, mathematics, "
    "cooking, art; library on Thursdays; work from Green Lane in the evening.",
    "school_and_key_people.needs_met_there": "Assessed on 6 October: reading age 11, dyslexia "
    "known. Coloured paper and a reader. The last PEP was sent on 3 October and read by Ms "
    "Stone.",
    "school_and_key_people.ehc_plan_authority": "Borset County Council; told of the detention on "
    "5 October.",
    "school_and_key_people.key_adult": "Ms Stone, art; T. says that she listens.",
    "school_and_key_people.school_contacts": "Ms Stone (education), Mr Reyes (youth offending "
    "team), Mr Ali (caseworker): by the switchboard until 5pm.",
    "release.release_on": "14 February 2027, half of the sentence; sure unless days are added.",
    "release.place_on_release": "Green Lane, mornings, from 15 February; he lives with Jan. Asked "
    "on 9 November; answer by 1 December. Mr Reyes takes him on the first day.",
    "release.continuity": "Level 1 cooking: four of six units, papers go with him on the day. "
    "Entered for mathematics in June at Green Lane; Ms Stone sends his art.",
    "attendance_and_behaviour.attendance_record": "52 of 58 lessons; six missed on court days and "
    "when the wing was closed.",
    "attendance_and_behaviour.behind_attendance": "Court on three days; no lesson refused since "
    "20 October.",
    "attendance_and_behaviour.conduct_record": "Calm in art and kitchen, helps others to read. "
    "Hard: the walk back to the wing.",
    "attendance_and_behaviour.attendance_support": "Ms Stone fetches him for the first lesson.",
    "attendance_and_behaviour.behaviour_strategies": "Agreed 20 October with Ms Okafor (Virtual "
    "School): ten minutes in the library before the walk back. Not: loss of art.",
    "attainment_and_progress.attainment_now": "Before: English 2, mathematics 3 (Year 10). On "
    "arrival: entry 3 in English, level 1 in mathematics. Now: level 1 cooking.",
    "attainment_and_progress.achievements": "Four units of cooking; his drawing hangs in the "
    "visits hall; finished his first novel.",
    "attainment_and_progress.educational_needs": "Now: writing more than a paragraph. Longer "
    "term: a trade, a bank account, and a class that he can stay in.",
    "attainment_and_progress.key_stage_support": "Reading with Ms Stone, three times a week; "
    "mathematics papers from Green Lane each Friday.",
    "attainment_and_progress.catch_up_support": "English one to one, four hours a week since 12 "
    "October, with coloured paper.",
    "new_targets.target_1_what": "T. writes one page that tells a story in order, without help.",
    "new_targets.target_1_measure": "Lines written alone, on every second Friday",
    "new_targets.target_1_baseline": "On 6 November: five lines",
    "new_targets.target_1_by_whom": "Ms Stone, education; T. himself",
    "new_targets.target_1_resource": "Two hours a week with Ms Stone; coloured paper, £6",
    "new_targets.monitoring": "Ms Stone and Mr Reyes on the last Friday of the month; the Virtual "
    "School is told the same day.",
    "aspirations_and_careers.aspirations": "To be a chef: he tastes what is missing. The kitchen "
    "manager offered him Fridays.",
    "aspirations_and_careers.longer_term_plan": "Level 1 cooking before release, level 2 at Weir "
    "College by July 2028, a Saturday job; savings with Jan’s help.",
    "aspirations_and_careers.careers_guidance": "Ms Hart, careers adviser, on 21 October; next on "
    "9 December about the college.",
    "aspirations_and_careers.financial_information": "Told on 21 October: what a course pays, and "
    "what must be declared to whom; he has the sheet.",
    "aspirations_and_careers.work_experience": "Kitchen, Fridays, since 16 October; a day at the "
    "college kitchen after release is asked for.",
    "childs_views.going_well": "Art and the kitchen.",
    "childs_views.should_change": "I want my own pencils on the wing. And to know where I go on "
    "the day I get out.",
    "childs_views.how_involved": "Mr Reyes read the draft to T., who changed two answers and was "
    "there by video for the whole meeting.",
    "transition_and_stability.planned_changes": "Release on 14 February to Jan; Green Lane from "
    "the next day.",
    "transition_and_stability.limit_disruption": "The place is kept, the same teacher, and Mr "
    "Reyes goes with him for a week.",
    "moving_on.next_place": "Weir College, catering level 2, from September 2027; visit in April.",
    "leisure_and_learning.leisure_interests": "Gym twice a week, drawing. Would like to play "
    "chess: Mr Ali asks about the club.",
    "leisure_and_learning.out_of_school_learning": "Library on Thursdays, work from Green Lane, "
    "chess book.",
    "leisure_and_learning.what_would_help": "Pencils on the wing (allowed since 3 November).",
    "meeting.attendees": "T. (by video), Ms Stone (education), Mr Ali (caseworker), Mr Reyes "
    "(youth offending team), Jan P., Ms Moss (social worker).",
    "meeting.for_the_review": "That the place at Green Lane is kept, and who meets him at the "
    "gate on 14 February.",
}

INTERIM = {
    "health_and_wellbeing.health_at_school": "Asthma: blue inhaler in the bag; Mr Bloom has the "
    "plan and knows what to do.",
    "school_and_key_people.current_arrangements": "Mr Bloom, qualified teacher, at the library: "
    "15 hours a week since 28 September; English, mathematics, science, art on Fridays.",
    "school_and_key_people.immediate_education": "Mr Bloom since 28 September, 15 hours; 20 from "
    "30 November. Oak School answers by 4 December; full time there from 4 January.",
    "school_and_key_people.key_adult": "Mr Bloom, tutor; and Jan.",
    "school_and_key_people.school_contacts": "Mr Day (last school), Mr Bloom (tutor), Ms Pike "
    "(admissions): e-mail, answered within two days.",
    "attendance_and_behaviour.attendance_record": "At Hill School 88% until June. Tuition: 64 of "
    "68 hours; four missed on the day of the move.",
    "attendance_and_behaviour.behind_attendance": "Summer was the move; since then only a cold.",
    "attendance_and_behaviour.conduct_record": "At Hill School two suspensions in groups of "
    "thirty. Now, one to one: polite, asks for breaks, finishes what is begun.",
    "attendance_and_behaviour.attendance_support": "Jan walks along; Mr Bloom texts when K. "
    "arrives.",
    "attendance_and_behaviour.suspensions": "Two at Hill School in May, three days together; none "
    "in tuition.",
    "attainment_and_progress.attainment_now": "Hill School, 30 June: reading expected, writing "
    "towards, mathematics towards. Mr Bloom’s test of 5 October: reading age 11 years 3 "
    "months.",
    "attainment_and_progress.qualifications": "Entered by Hill School: GCSE English, mathematics, "
    "combined science, art. Oak teaches the same boards; the art folder has been sent for.",
    "attainment_and_progress.key_stage_support": "Hill School’s plans and books, 15 hours a week "
    "with Mr Bloom; online science on Wednesdays; the library’s computer.",
    "attainment_and_progress.achievements": "Finished two books since the move; built a model "
    "bridge that holds a brick.",
    "aspirations_and_careers.careers_guidance": "Talk with Ms Orr, careers adviser, on 6 "
    "November; the next at the new school in February.",
    "aspirations_and_careers.financial_information": "Told on 6 November of the 16 to 19 bursary "
    "and apprentice wages; Jan has the sheet.",
    "aspirations_and_careers.work_experience": "A morning at the library desk in October; five "
    "days are asked for in July.",
    "childs_views.going_well": "Mr Bloom explains it until I get it.",
    "childs_views.should_change": "I want to be with other people again. When do I get a school?",
    "childs_views.how_involved": "K. told Mr Bloom what to say and came for the part about "
    "schools.",
    "new_targets.target_1_by_whom": "Mr Bloom, tutor; Jan at home",
    "new_targets.target_1_what": "K. writes a page that tells a story in order, with full stops.",
    "new_targets.target_1_measure": "Full stops right, of 20, on every second Friday",
    "new_targets.target_1_baseline": "On 6 November: 11 of 20",
    "new_targets.target_1_resource": "Two of the tutor’s hours a week; a writing book, £8",
    "new_targets.monitoring": "Mr Bloom every second Friday; Ms Moss and the Virtual School each "
    "month, until a school has begun.",
    "meeting.attendees": "K. (last half), Jan P. (carer), Mr Bloom (tutor), Ms Moss (social "
    "worker), Ms Okafor (Virtual School). Asked: Mr Day of the last school, who sent a "
    "report.",
    "actions.taken_forward_by": "Ms Moss, social worker, with Ms Okafor (Virtual School)",
}
