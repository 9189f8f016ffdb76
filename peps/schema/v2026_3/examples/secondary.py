"""Examples from secondary school, where they differ from those of every child."""

EXAMPLES = {
    "about_me.what_i_like": "Basketball, and fixing bikes with Pete. I am good at explaining "
    "things to people who don’t get them, because I didn’t get them either.",
    "about_me.proud_of": "I stayed in maths all term. And I cooked for eight people.",
    "about_me.what_helps": "Let me sit near the door. Ask me quietly. Tell me the day before if "
    "there is a cover teacher. Being stared at gets in the way.",
    "care_and_contacts.carers_role_in_learning": "Looks at the homework app with L. on Sundays, "
    "keeps his phone downstairs after nine, and rings Mr Day before things grow.",
    "care_and_contacts.carers_role_in_leisure": "Drives to basketball on Saturdays, and lets L. "
    "use the workshop.",
    "school_and_key_people.current_arrangements": "Year 9, tutor group 9K, full time; set 2 in "
    "mathematics, set 3 in English with Ms Lee in two lessons of four; library at break.",
    "school_and_key_people.school_contacts": "Mr Day (designated teacher), Ms Khan (tutor), Ms "
    "Ade (SENCO): by the school office or their school e-mail, answered within a day.",
    "attendance_and_behaviour.conduct_record": "38 praise points, 5 behaviour points. Good with "
    "younger pupils. Hard: the corridor after lunch, and the days after family time.",
    "attainment_and_progress.attainment_now": "English 3 (target 5), mathematics 4 (target 5), "
    "science 4 (target 5), design 6 (target 6): teacher assessment, 20 October.",
    "attainment_and_progress.options": "Chosen so far: design, sport. History or business is "
    "open. Talked over with Ms Khan on 9 November and with Jan; he goes to the options "
    "evening on 21 January.",
    "attainment_and_progress.qualifications": "GCSE English (target 5, predicted 4), mathematics "
    "(5, 5), combined science (5-5, 4-4), design (6, 6), sport (level 2 merit). In doubt: "
    "English literature. Extra time of 25% is agreed, and a small room.",
    "attainment_and_progress.achievements": "Led the Year 7 basketball club; first 6 in design; "
    "read his own poem in assembly.",
    "attainment_and_progress.educational_needs": "Now: to plan an answer of more than one "
    "paragraph. Longer term: to revise alone, to use public transport, and to see a "
    "workplace from inside.",
    "attainment_and_progress.key_stage_support": "English tuition, one to one, Tuesdays at "
    "3.30pm, until May; a plan on one page before each long answer; all mock papers gone "
    "through.",
    "attainment_and_progress.what_made_a_difference": "Tuition in mathematics since January: from "
    "3 to 4 in the October paper. It stops at Christmas; English begins.",
    "review_of_targets.target_1_evidence": "Two paragraphs with evidence in four of six answers "
    "(none in July). The one-page plan works, the app did not. It goes on to three "
    "paragraphs.",
    "new_targets.target_1_what": "L. writes answers of three paragraphs, each with evidence from "
    "the text, without a prompt.",
    "new_targets.target_1_measure": "Marked answers with three such paragraphs, of the last six",
    "new_targets.target_1_baseline": "In October: one of six",
    "new_targets.target_1_by_whom": "Ms Khan, English; the tutor, Mr Bloom",
    "new_targets.target_1_resource": "One hour of tuition a week until Easter: £480 of pupil "
    "premium plus",
    "aspirations_and_careers.aspirations": "To be an engineer: he likes to find out why a thing "
    "does not work and does not give up. In October he met two apprentices at the bus works.",
    "aspirations_and_careers.longer_term_plan": "By July 2028: 5 in English and mathematics, 6 in "
    "design; then a level 3 engineering course at Weir College. A week at the bus works in "
    "Year 10. His savings account: he has the number and looks at it with Jan.",
    "aspirations_and_careers.careers_guidance": "Interview with Ms Orr, careers adviser, on 6 "
    "October; next in March. College open day on 14 November, with Jan.",
    "aspirations_and_careers.financial_information": "Told on 6 October: what an apprentice "
    "earns, what travel and tools for a course cost, how his savings grow. He keeps the sheet; "
    "Ms Orr asks about it in March.",
    "aspirations_and_careers.work_experience": "A day at the bus works in May; five days there "
    "are asked for in July. Visit to the university’s engineering day on 3 December.",
    "pupil_premium_plus.used": "£480 for mathematics tuition, 12 hours (target 1); £60 for a bike "
    "course (target 3).",
    "pupil_premium_plus.difference": "One grade up in mathematics. He repaired four bikes and was "
    "asked to help at the club.",
    "pupil_premium_plus.planned": "£480 for English tuition until Easter (target 1); £75 for the "
    "college’s taster weekend (target 2).",
    "childs_views.going_well": "Design. Basketball. Mr Day listens and does not make a fuss.",
    "childs_views.should_change": "Stop taking me out of PE for meetings. I want to know in "
    "advance who will be at them.",
    "childs_views.how_involved": "L. told Mr Day what to say, chose the time after school, and "
    "was there for the targets. He struck one out, and it is gone.",
    "leisure_and_learning.leisure_interests": "Basketball on Saturdays, the bike workshop. Would "
    "like to try climbing: taster on 12 December.",
    "leisure_and_learning.out_of_school_learning": "Homework club on Mondays, tuition on "
    "Tuesdays, a laptop of his own, revision guides, a desk in the quiet room.",
    "moving_on.next_place": "Weir College, level 3 engineering: applied in November, interview on "
    "20 January; second choice: sixth form here. It needs 5 in mathematics.",
    "moving_on.preparation": "Two taster days in June, the bus tried with Jan in August, and Mr "
    "Bello from the college meets him at the door on the first day.",
    "moving_on.handed_over": "Mr Day and Ms Orr (college) on 10 June: this plan, extra time, what "
    "helps, the safeguarding file; the bursary form goes along.",
    "moving_on.first_term": "Ms Orr, every Friday until half term. It goes well if he is in each "
    "day, hands in the first piece of work, and knows two names.",
}
