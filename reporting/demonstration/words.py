"""What invented children, carers and teachers say in invented plans."""

# One of the variants is drawn for each answer; a blank variant leaves the question open.
PHRASES: dict[str, list[str]] = {
    "about_me.what_i_like": [
        "I like football and I am in goal on Saturdays. I like it when my dog waits for me.",
        "Drawing, and baking with my carer. I want people to know that I am funny.",
        "I like being outside. I know a lot about trains and I can tell you all of them.",
        "Music. I write my own lyrics but I don't show them to everyone.",
    ],
    "about_me.proud_of": [
        "I read a whole book on my own.",
        "I swam 200 metres.",
        "I stayed in maths all week, even on Thursday.",
        "",
    ],
    "about_me.important_people": [
        "My sister, my carer, and Mr Lane in the library.",
        "My nan. I see her every other Sunday.",
        "",
    ],
    "about_me.what_helps": [
        "Please tell me the day before if something changes.",
        "It helps when I can sit near the door and when nobody makes a fuss.",
        "Asking me quietly, not in front of everyone.",
    ],
    "care_and_contacts.carer": ["Foster carer since the last move; details are with the council."],
    "care_and_contacts.parental_responsibility": [
        "The authority shares parental responsibility with the mother; the carer decides on trips.",
        "The parents hold parental responsibility; the child is looked after by agreement.",
    ],
    "care_and_contacts.carers_role_in_learning": [
        "Reads together each evening, checks homework on the school's app, comes to every meeting.",
        "Drives to the after-school club, keeps a quiet table for homework, rings the tutor.",
    ],
    "care_and_contacts.carers_role_in_leisure": [
        "Takes part in weekend swimming and has joined the library with the child.",
        "Encourages the boxing club and goes along to matches.",
    ],
    "care_and_contacts.others_caring": ["An aunt gives respite once a month and knows this plan."],
    "care_and_contacts.other_plans": ["The care plan of this year; no other plan says otherwise."],
    "school_and_key_people.education_history": [
        "Nursery and primary school in the home town, then here. Two moves before being in care.",
        "One primary school throughout; transferred with the year group.",
    ],
    "school_and_key_people.current_arrangements": [
        "Full timetable in mainstream classes, with a mentor twice a week.",
        "Mainstream, with small-group English and a quiet start on Mondays.",
    ],
    "school_and_key_people.key_adult": [
        "The mentor, seen on arrival each day.",
        "The head of year.",
    ],
    "school_and_key_people.school_contacts": ["Designated teacher and head of year, by the office"],
    "attendance_and_behaviour.attendance_record": [
        "97% this term, no lateness.",
        "91%: five days of illness.",
        "84%: missed sessions after contact days; the bus pass came late.",
    ],
    "attendance_and_behaviour.behind_attendance": [
        "Nothing to add.",
        "A week of illness in October; otherwise in every day and on time.",
        "Sessions missed after contact days; the bus pass came late and is there now.",
    ],
    "attendance_and_behaviour.conduct_record": [
        "Two positive calls home each week.",
        "Some refusals in the afternoon, fewer than last term.",
    ],
    "attendance_and_behaviour.suspensions": ["None."],
    "attendance_and_behaviour.behaviour_strategies": [
        "Time-out card, a known adult, and no public correction; agreed with the virtual school.",
        "Seat near the door; lessons begin with a task that is sure to succeed.",
    ],
    "attainment_and_progress.attainment_now": [
        "English 3, mathematics 4, science 3 by teacher assessment.",
        "Working at the expected standard in reading, towards it in writing and mathematics.",
        "Below age-related expectations in writing; secure in number.",
    ],
    "attainment_and_progress.achievements": [
        "School council; bronze award in swimming.",
        "Lead part in the spring play.",
    ],
    "attainment_and_progress.educational_needs": [
        "Vocabulary and reading stamina; planning longer writing.",
        "Times tables to fluency; confidence to ask for help.",
    ],
    "attainment_and_progress.key_stage_support": ["Weekly planning with the subject teachers."],
    "attainment_and_progress.catch_up_support": [
        "Twenty minutes of reading with a trained assistant, four times a week."
    ],
    "attainment_and_progress.what_made_a_difference": [
        "The reading programme: eight months' gain in one term.",
        "The mentor: no lesson left since half term.",
    ],
    "sen_and_ehc_plan.needs": ["None identified.", "Speech, language and communication."],
    "sen_and_ehc_plan.provision": ["Not needed.", "Weekly session with the therapist's plan."],
    "health_and_wellbeing.developmental_needs": [
        "Early losses make endings hard; every ending is prepared.",
        "Sensitive to noise; settles with routine.",
    ],
    "health_and_wellbeing.mental_health": [
        "No present concern; the carer's questionnaire is done each year.",
        "Seen by the children and young people's mental health service once a fortnight.",
    ],
    "health_and_wellbeing.other_provision": ["None beyond what is written above."],
    "childs_views.going_well": ["Art and my friends.", "Maths is better now.", "PE. Always PE."],
    "childs_views.should_change": [
        "Less writing. And tell me when the teacher is away.",
        "I want to move up a set.",
        "Nothing really.",
    ],
    "childs_views.what_changed": [
        (
            "You asked to know the day before when a teacher is away. Mr Lane tells you "
            "at registration now; twice he forgot, and said so."
        ),
        (
            "You asked for less writing. In science you may record your answer; in English not "
            "yet, because the examination is written."
        ),
        "Nothing yet: you asked to move up a set, and the test for it is after half term.",
    ],
    "childs_views.how_involved": [
        "Chose the place of the meeting and opened it.",
        "Spoke with the key adult before, and read the plan after.",
    ],
    "carer_and_parent_views.carers_views": [
        "Settled and proud of the new blazer. Homework is a battle only on Sundays."
    ],
    "carer_and_parent_views.parents_views": [
        "Pleased with the report; asks for copies of photographs.",
        "Was asked and did not wish to add anything.",
    ],
    "new_targets.target_1_what": [
        "Read aloud for ten minutes without losing the thread.",
        "Write three linked paragraphs from a plan.",
        "Solve two-step problems in mathematics and explain each step.",
        "Read and discuss one whole book with the key adult.",
        "Use ten new subject words each fortnight in own writing.",
    ],
    "new_targets.target_1_measure": [
        "Reading age test at the end of term.",
        "Three pieces of writing marked by the same grid.",
        "Ten problems a week, seven right with words.",
        "Five conversations noted by the key adult.",
        "Words found in the exercise books, counted fortnightly.",
    ],
    "new_targets.target_1_baseline": [
        "Reading age 9 years 2 months.",
        "One paragraph, with help to begin.",
        "Three of ten right, steps not explained.",
        "No book finished since last year.",
        "Two or three new words a fortnight.",
    ],
    "new_targets.target_2_what": [
        "Recall times tables to 12 within five seconds.",
        "Plan and hand in homework on four days of five.",
        "Ask for help before leaving a task.",
        "Spell the hundred words of the year's list.",
        "Present for five minutes to a small group.",
    ],
    "new_targets.target_2_measure": [
        "Weekly quiz, 54 of 60 right.",
        "The homework app at the end of each week.",
        "Tally of the teaching assistant, each lesson.",
        "Weekly test, 90 of 100 right.",
        "Two talks before the end of term.",
    ],
    "new_targets.target_2_baseline": [
        "38 of 60 right in September.",
        "Two of five handed in.",
        "Leaves the task three times a lesson.",
        "61 of 100 right.",
        "Has spoken to the key adult only.",
    ],
    "new_targets.target_3_what": [
        "Stay in every afternoon lesson for a whole week.",
        "Arrive by 8.45 on every day of the week.",
        "Come to school on the day after family time.",
        "Use the time-out card in place of leaving.",
        "Attend 96% of sessions this half term.",
    ],
    "new_targets.target_3_measure": [
        "Lesson register.",
        "Register, each week.",
        "Register of those days.",
        "Count of cards and of lessons left.",
        "Register.",
    ],
    "new_targets.target_3_baseline": [
        "Leaves two lessons a week.",
        "Late on two days of five.",
        "Missed three of the last six.",
        "Four lessons left, one card used.",
        "91% last term.",
    ],
    "new_targets.monitoring": ["Key adult and designated teacher look at all three fortnightly."],
    "aspirations_and_careers.aspirations": [
        "Wants to be a vet.",
        "Wants to build bridges.",
        "Would like to work with cars.",
        "Not sure; likes being with small children.",
    ],
    "aspirations_and_careers.longer_term_plan": [
        "Visit to the college in spring; choose subjects that keep science open."
    ],
    "aspirations_and_careers.careers_guidance": ["One conversation with the adviser each term."],
    "pupil_premium_plus.used": ["One-to-one tuition, ten hours."],
    "pupil_premium_plus.difference": ["Two steps in mathematics since the summer."],
    "pupil_premium_plus.planned": ["Tuition to continue; a laptop for coursework."],
    "transition_and_stability.stability": ["The placement is long term and the school stays."],
    "leisure_and_learning.leisure_interests": [
        "Swimming, and the drama club on Thursdays.",
        "Football; cadets from next term.",
        "Gaming with cousins, guitar.",
    ],
    "leisure_and_learning.out_of_school_learning": ["Homework club twice a week."],
    "actions.action_1_what": [
        "Order the reading programme's next set.",
        "Arrange the visit to the next school.",
    ],
    "new_targets.target_1_by_whom": ["Key adult, with the class."],
    "new_targets.target_1_resource": ["Twenty minutes a day with a trained adult."],
    "new_targets.target_2_by_whom": ["Tutor."],
    "new_targets.target_2_resource": ["One-to-one tuition from pupil premium plus."],
    "new_targets.target_3_by_whom": ["Key adult and carer."],
    "new_targets.target_3_resource": ["None beyond time."],
    "review_of_targets.target_1_evidence": [
        "Work in the book shows it; the next step is agreed with the child.",
        "Half way: the measure has moved, and the support goes on.",
        "The test at half term was better by four months.",
    ],
    "review_of_targets.target_2_evidence": ["Weekly notes; kept for one more term."],
    "review_of_targets.target_3_evidence": ["Seen by the key adult on four days of five."],
    "transition_and_stability.planned_changes": [""],
    "transition_and_stability.limit_disruption": [""],
    "transition_and_stability.transition_support": [""],
    "ehc_plan.maintained_by": ["The authority that looks after the child"],
    "ehc_plan.outcomes": ["Outcomes 1 and 3, served by the first and third target here."],
    "ehc_plan.not_delivered": ["Therapy fell out twice; the SENCO arranges both by half term."],
    "ehc_plan.next_annual_review": ["In spring, on the day of the review of this plan."],
    "seeking_education.without_since": ["Since the placement began; the last school is too far."],
    "seeking_education.sought": ["Two schools asked; one has answered that it has a place."],
    "seeking_education.what_the_child_wants": ["A school near the carer, with a football team."],
    "seeking_education.next_step": ["Officer to visit with the child and carer next week."],
    "seeking_education.start": ["Mornings at first, a buddy, full time after two weeks."],
    "alternative_provision.provider": ["A registered provider, two days a week."],
    "alternative_provision.why": ["Since September, to keep the child in learning; until Easter."],
    "alternative_provision.taught": ["English, mathematics, and catering at level 1."],
    "alternative_provision.checked": ["The school rings daily and visits every fortnight."],
    "alternative_provision.way_back": ["One more lesson in school every fortnight."],
    "moving_on.next_place": ["Two places visited; the first choice is named."],
    "moving_on.preparation": ["Three visits, a map, and a photograph of the new tutor."],
    "moving_on.handed_over": ["This plan and a meeting of both teachers before the holidays."],
    "moving_on.first_term": ["The new key adult, weekly; goes well if lunch is not alone."],
    "school_and_key_people.immediate_education": ["Tuition for the other days until Easter."],
    "actions.action_1_who": ["Designated teacher"],
    "actions.action_2_what": ["Ask for the questionnaire's score."],
    "actions.action_2_who": ["Social worker"],
    "actions.action_3_what": ["Book the tutor for next term."],
    "actions.action_3_who": ["Virtual school officer"],
    "actions.action_4_what": [""],
    "actions.action_4_who": [""],
    "actions.taken_forward_by": ["The designated teacher, with the social worker."],
    "meeting.attendees": ["Child, carer, social worker, designated teacher."],
    "meeting.for_the_review": ["Settled at school; the reading target is the one to watch."],
    "meeting.copies_to": ["Virtual school, designated teacher, carer, child."],
}
FALLBACK = {"text": "Designated teacher", "long": "Talked through at the meeting; no change."}
FEEDBACK = {
    "green": "A plan that shows the child. The targets are sharp and the baselines are there.",
    "amber": "Good on what happens now; please say more of the steps to the longer-term plan.",
    "red": "These targets would fit many children. Say what this child's own next steps are, and "
    "how they follow from what the child says in the plan.",
}
