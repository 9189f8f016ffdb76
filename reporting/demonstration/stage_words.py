"""What is said in invented plans of one stage: a nursery child's plan is not a pupil's."""

EARLY_YEARS: dict[str, list[str]] = {
    "about_me.what_i_like": ["Sand, water and the red tricycle. Points to the picture of the dog."],
    "about_me.proud_of": ["Showed everybody the tower before it fell.", ""],
    "about_me.important_people": ["Looks for the carer at the door, and for the key person.", ""],
    "about_me.what_helps": ["The blue blanket, and a song before each change."],
    "school_and_key_people.education_history": [
        "A childminder two days a week, then this nursery since the placement."
    ],
    "school_and_key_people.current_arrangements": ["Five mornings a week, 15 hours."],
    "school_and_key_people.key_adult": ["The key person of the room, seen at each arrival."],
    "school_and_key_people.school_contacts": ["Manager and SENCO, by the nursery's office."],
    "school_and_key_people.early_years": ["A small room, one key person, naps as at home."],
    "school_and_key_people.early_years_pupil_premium": ["A session of speech play each week."],
    "attendance_and_behaviour.attendance_record": ["92%: a week of chickenpox."],
    "attendance_and_behaviour.conduct_record": ["Plays beside others, joins in with singing."],
    "attendance_and_behaviour.behaviour_strategies": ["Warns of each change with a song."],
    "attainment_and_progress.achievements": ["Puts on a coat alone; climbs the low frame."],
    "attainment_and_progress.educational_needs": ["Words for feelings; sharing an adult."],
    "attainment_and_progress.area_communication": ["Two-word phrases; understands more."],
    "attainment_and_progress.area_physical": ["Runs, climbs, holds a brush in the fist."],
    "attainment_and_progress.area_social": ["Separates from the carer with comfort."],
    "attainment_and_progress.key_stage_support": ["Small-group play planned each week."],
    "attainment_and_progress.catch_up_support": ["Speech play, ten minutes each morning."],
    "attainment_and_progress.what_made_a_difference": ["The speech play: thirty new words."],
    "childs_views.going_well": ["Smiles at the water tray and stays there."],
    "childs_views.should_change": ["Cries when the room is loud; goes to the book corner."],
    "childs_views.what_changed": [
        "You went to the book corner when it was loud. Now there is a quiet tent beside it.",
        "You cried at the door. Now the blue blanket comes along, and we sing before goodbye.",
        "Nothing yet: you showed us that you want the tricycle, and a second one is asked for.",
    ],
    "childs_views.how_involved": ["Watched in play, with photographs, by the key person."],
    "carer_and_parent_views.carers_views": ["Sleeps through now, and sings at bath time."],
    "new_targets.target_1_what": [
        "Ask for help with words or a sign.",
        "Join two words to say what is wanted.",
        "Name five feelings in pictures and faces.",
        "Follow an instruction with two steps.",
    ],
    "new_targets.target_1_measure": [
        "Three times in a session, as the key person notes.",
        "Ten times in a morning, as noted.",
        "Four of five named, in play.",
        "Four of five, in the small group.",
    ],
    "new_targets.target_1_baseline": [
        "Pulls at a sleeve, once a day.",
        "Points, or uses one word.",
        "Knows happy and sad.",
        "Follows one step.",
    ],
    "new_targets.target_2_what": [
        "Take turns in a game with one other child.",
        "Wait for a turn on the slide with an adult near.",
        "Play beside two others for ten minutes.",
    ],
    "new_targets.target_2_measure": [
        "Five turns, seen twice a week.",
        "Four of five times.",
        "Seen three times a week.",
    ],
    "new_targets.target_2_baseline": [
        "One turn with an adult.",
        "One of five times.",
        "Two minutes.",
    ],
    "new_targets.target_3_what": [
        "Stay through story time in the small group.",
        "Come in happily on four mornings of five.",
        "Sit at the table for the whole of snack.",
    ],
    "new_targets.target_3_measure": [
        "Ten minutes on four days of five.",
        "As the key person notes.",
        "Seen each day.",
    ],
    "new_targets.target_3_baseline": [
        "Three minutes.",
        "Cries on three mornings of five.",
        "Leaves after two minutes.",
    ],
    "aspirations_and_careers.aspirations": [
        "To be understood, and to start Reception with a friend."
    ],
    "aspirations_and_careers.longer_term_plan": ["Two visits to the school before September."],
    "leisure_and_learning.leisure_interests": ["The park each day; music group on Fridays."],
    "leisure_and_learning.out_of_school_learning": ["Story time at the library."],
    "pupil_premium_plus.used": ["Not yet of school age; see the early years pupil premium."],
    "pupil_premium_plus.difference": ["See the early years pupil premium."],
    "pupil_premium_plus.planned": ["None before Reception."],
}
PRIMARY: dict[str, list[str]] = {
    "school_and_key_people.key_adult": ["The class teacher, and the learning mentor at lunch."],
    "school_and_key_people.school_contacts": ["Designated teacher and SENCO, by the office."],
    "attainment_and_progress.attainment_reading": ["Reads to the teacher daily, with pleasure."],
    "attainment_and_progress.attainment_writing": ["Writes three sentences with a frame."],
    "attainment_and_progress.attainment_mathematics": ["Secure to 100; learning to divide."],
    "attainment_and_progress.key_stage_support": ["Weekly planning of class teacher and mentor."],
    "actions.action_1_what": ["Order the reading programme's next set."],
    "aspirations_and_careers.longer_term_plan": ["Visit the secondary school in the summer."],
}
POST_16: dict[str, list[str]] = {
    "school_and_key_people.current_arrangements": ["Level 2 course, four days a week."],
    "school_and_key_people.key_adult": ["The course tutor, seen each Monday."],
    "school_and_key_people.pathway_plan": ["Its chapter on learning; the adviser holds both."],
    "attainment_and_progress.attainment_now": ["English 4, mathematics 3; on track for a merit."],
    "attainment_and_progress.achievements": ["A week of work experience with a good report."],
    "attainment_and_progress.educational_needs": ["Mathematics again in the summer; timekeeping."],
    "attainment_and_progress.english_and_mathematics": [
        "English passed; mathematics resit in May."
    ],
    "attainment_and_progress.catch_up_support": ["An hour of mathematics with a tutor each week."],
    "aspirations_and_careers.longer_term_plan": ["Level 3 next September, then an apprenticeship."],
    "aspirations_and_careers.bursary": ["The bursary for vulnerable groups is paid each month."],
    "aspirations_and_careers.financial_information": [
        "Savings account named; budget made together."
    ],
    "childs_views.going_well": ["The workshop days. I like being on time now."],
    "childs_views.should_change": ["Fewer people in meetings about me."],
    "carer_and_parent_views.carers_views": ["Gets up alone and cooks twice a week."],
    "new_targets.target_1_what": [
        "Pass the mathematics unit on fractions and ratio.",
        "Pass the mathematics unit on algebra.",
        "Write the workshop report without a template.",
    ],
    "new_targets.target_1_measure": [
        "Unit test, 24 of 40 right.",
        "Unit test, 26 of 40 right.",
        "Marked by the course grid: pass.",
    ],
    "new_targets.target_1_baseline": [
        "15 of 40 right in September.",
        "12 of 40 right.",
        "Two sections blank without the template.",
    ],
    "new_targets.target_2_what": [
        "Hand in each assignment on its day.",
        "Find and finish ten days of work experience.",
        "Keep a weekly plan of study.",
    ],
    "new_targets.target_2_measure": [
        "Four of four by the end of term.",
        "The employer's sheet.",
        "Shown to the tutor each Monday.",
    ],
    "new_targets.target_2_baseline": [
        "One of three in time.",
        "One day so far.",
        "No plan yet.",
    ],
    "actions.action_1_what": ["Arrange the visit to the college's open day."],
    "pupil_premium_plus.used": ["None; the bursary stands under money."],
    "pupil_premium_plus.difference": ["No funding was used."],
    "pupil_premium_plus.planned": ["A laptop from the post-16 fund."],
}
IN_NEITHER: dict[str, list[str]] = {
    "school_and_key_people.current_arrangements": ["No course at present; two days at the garage."],
    "school_and_key_people.key_adult": ["The personal adviser."],
    "school_and_key_people.school_contacts": ["The personal adviser, by the leaving care team."],
    "school_and_key_people.what_stands_in_the_way": ["Left the course after a move of home."],
    "school_and_key_people.steps_back": ["Two taster days; a place held for January."],
    "school_and_key_people.participation_adviser": ["The participation adviser, every fortnight."],
    "attendance_and_behaviour.attendance_record": ["Kept four of five appointments."],
    "attendance_and_behaviour.conduct_record": [
        "Gentle with the customers; walks away from groups, and says so first.",
        "Gets on with the adviser and one friend; large rooms are hard.",
    ],
    "attendance_and_behaviour.behaviour_strategies": [
        "A text the evening before and no calls; agreed with the virtual school.",
        "May wait outside until ready; agreed with the virtual school.",
    ],
    "attainment_and_progress.attainment_now": ["English 4, mathematics 3; one unit of level 1."],
    "attainment_and_progress.key_stage_support": ["A tutor at home for two hours each week."],
    "attainment_and_progress.what_made_a_difference": [
        "One tutor, at home: nine of ten hours kept.",
        "The adviser who goes along: both visits made.",
    ],
    "childs_views.going_well": ["The two days at the garage."],
    "transition_and_stability.stability": ["The placement is kept, and the same adviser."],
    "meeting.for_the_review": ["The place in January is the one to watch."],
    "new_targets.target_3_what": ["Keep both taster days."],
    "new_targets.target_3_measure": ["The college's register."],
    "new_targets.target_3_baseline": ["None kept in September."],
}
INTERIM: dict[str, list[str]] = {
    "school_and_key_people.current_arrangements": ["Tuition at home, ten hours a week."],
    "school_and_key_people.key_adult": ["The tutor, who has come since the move."],
    "school_and_key_people.school_contacts": ["The virtual school's officer, for the present."],
    "school_and_key_people.immediate_education": [
        "Tuition until the place starts, then full time."
    ],
    "attendance_and_behaviour.attendance_record": ["Every session with the tutor but one."],
}
BY_VARIANT: dict[str, dict[str, list[str]]] = {
    "early_years": EARLY_YEARS,
    "primary": PRIMARY,
    "post_16": POST_16,
    "post_16_at_work": POST_16,
    "post_16_in_neither": POST_16 | IN_NEITHER,
    "interim": INTERIM,
}

# How an officer comments on a mark that is not green.
COMMENTS: dict[str, str] = {
    "living_record": "Much of this stands as it did last term. What has happened since?",
    "linked_plans": "Which parts of the care plan does this serve?",
    "needs": "“Behaviour” is not a need: what lies behind it?",
    "mental_health": "What of this do the adults in lessons know, and do?",
    "short_term_targets": "Measured well; what changes for the child once it is met?",
    "longer_term_plan": "A hope without steps: what comes first, and when?",
    "actions": "Names and days are there; what will show that it was done?",
    "behaviour": "Which of these helps most, and how do you know?",
    "interventions": "What did the tuition change? A number or an example.",
}
