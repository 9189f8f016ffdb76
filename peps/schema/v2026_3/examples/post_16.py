"""Examples after Year 11: in education, at work, and in neither."""

_PATHWAY = {
    "about_me.what_i_like": "I like being trusted with the keys. I am good at talking to people "
    "who are upset, and I make the best jollof.",
    "about_me.proud_of": "I passed maths the second time. I have paid my own phone for a year.",
    "about_me.what_helps": "Text me, don’t ring. Tell me straight when something is not good "
    "enough. Mornings are hard when I slept badly.",
    "care_and_contacts.carer": "Jan P., supported lodgings since June; mobile with the college. "
    "She may be told about attendance: S. agreed on 8 September.",
    "care_and_contacts.carers_role_in_learning": "Wakes S. once, not twice, asks how the day was, "
    "and goes through forms with her on Sundays.",
    "care_and_contacts.carers_role_in_leisure": "Lends the car to the netball club and comes to "
    "matches.",
    "care_and_contacts.others_caring": "Ms Orr, personal adviser, every second week; her aunt on "
    "Sundays.",
    "care_and_contacts.other_plans": "The pathway plan aims at her own flat at 18½: this plan "
    "adds money and travel. No other plan says otherwise.",
    "school_and_key_people.education_history": "Three primary schools; Hill School, Years 7 to "
    "11; Weir College since September 2026.",
    "school_and_key_people.pathway_plan": "Reviewed on 14 December with Ms Orr, personal adviser. "
    "Both say: finish the course, save for a deposit, learn to drive.",
    "attainment_and_progress.english_and_mathematics": "English 5. Mathematics 3: GCSE again in "
    "June, three hours a week; 4 in the October paper.",
    "attainment_and_progress.achievements": "Passed two units with merit; ran the open evening "
    "stall; opened her own account.",
    "attainment_and_progress.educational_needs": "Now: mathematics and handing in on time. Longer "
    "term: driving theory, speaking in interviews, and seeing a hospital from inside.",
    "attainment_and_progress.catch_up_support": "Mathematics one to one, Wednesdays at 2pm, and "
    "the missed unit in the December workshop.",
    "attainment_and_progress.what_made_a_difference": "Study hour with her mentor since October: "
    "all five pieces handed in, of three before. It goes on.",
    "attendance_and_behaviour.attendance_record": "92% of hours this term; two days at court, "
    "four mornings late in September, none since.",
    "attendance_and_behaviour.behind_attendance": "The September mornings were the new bus; she "
    "takes the earlier one now.",
    "attendance_and_behaviour.conduct_record": "Works well in a team, is asked for by younger "
    "students. Hard: being told off before others.",
    "attendance_and_behaviour.attendance_support": "A text from her mentor at 8am on Mondays; a "
    "bus pass since October.",
    "attendance_and_behaviour.behaviour_strategies": "Agreed 12 October with Ms Okafor (Virtual "
    "School): she may leave for five minutes and says when she is back. Not: a talk before "
    "others.",
    "health_and_wellbeing.mental_health": "Counselling at college on Tuesdays since October, her "
    "own wish. CAMHS ended in August; adult services are asked for in May, before she is 18.",
    "childs_views.going_well": "Placement. They treat me like staff.",
    "childs_views.should_change": "I want one person at college who knows, not five. And the "
    "bursary comes too late in the month.",
    "childs_views.how_involved": "S. chaired the meeting with Ms Orr beside her and wrote her own "
    "targets.",
    "review_of_targets.target_1_evidence": "All five pieces were in on time (three of five in "
    "July). The study hour did it. Met; the next target is about mathematics.",
    "new_targets.target_1_what": "S. passes the spring mathematics mock with grade 4.",
    "new_targets.target_1_measure": "Marks in the monthly paper; 4 begins at 48 of 80",
    "new_targets.target_1_baseline": "October paper: 41 of 80",
    "new_targets.target_1_by_whom": "S., with Mr Bello, mathematics; Ms Orr asks each month",
    "new_targets.target_1_resource": "One hour of tuition a week, £360",
    "new_targets.monitoring": "S. and her mentor on the last Friday of each month: hours, marks, "
    "money, mood; Ms Orr is told the same day.",
    "aspirations_and_careers.aspirations": "To be a nurse for children. She is calm when others "
    "are not; the ward sister said so in October.",
    "aspirations_and_careers.longer_term_plan": "Level 3 health by July 2028, mathematics 4 by "
    "June, then nursing at university; £600 saved for a deposit; driving theory by Easter.",
    "aspirations_and_careers.careers_guidance": "Ms Hart, careers adviser, on 6 October and in "
    "March; university open day on 28 November with Ms Orr.",
    "aspirations_and_careers.work_experience": "Two weeks on the children’s ward in October; a "
    "day at the ambulance station is arranged for 9 December.",
    "aspirations_and_careers.bursary": "Applied 4 September, paid since 1 October, each month; "
    "travel and uniform paid from it; meals are free at college.",
    "aspirations_and_careers.financial_information": "Told on 6 October: the higher education "
    "bursary, student finance for care leavers, her savings account. She has the sheet.",
    "pupil_premium_plus.used": "£360 for mathematics tuition (target 1); £48 for her uniform.",
    "pupil_premium_plus.difference": "12 more marks in mathematics since September.",
    "pupil_premium_plus.planned": "£360 for tuition until June (target 1).",
    "transition_and_stability.planned_changes": "S. moves to her own flat in the same town in "
    "July, after the examination. College stays.",
    "transition_and_stability.stability": "Jan’s house, netball, and one mentor at college.",
    "leisure_and_learning.leisure_interests": "Netball on Thursdays, cooking for friends. Would "
    "like to learn to drive.",
    "leisure_and_learning.out_of_school_learning": "Study hour on Wednesdays, a laptop of her "
    "own, first aid course in January.",
    "leisure_and_learning.what_would_help": "The driving theory fee and netball shoes.",
    "moving_on.next_place": "Nursing at Norbridge University: applied in November, interview in "
    "February; second choice: nursing apprenticeship.",
    "moving_on.preparation": "A summer school in July, a room for the whole year, Ms Orr drives "
    "her and her boxes.",
    "moving_on.first_term": "Ms Orr, by telephone on Sundays until Christmas. It goes well if she "
    "eats, goes to lectures and has her money on the first of the month.",
    "meeting.attendees": "S., Jan P. (supported lodgings), Ms Hart (mentor), Ms Orr (personal "
    "adviser), Ms Moss (social worker).",
    "actions.action_1_what": "Send the bursary form again with the letter from the Virtual School",
    "actions.taken_forward_by": "S. and Ms Hart, mentor, with Ms Orr, personal adviser",
}

IN_EDUCATION = {
    **_PATHWAY,
    "school_and_key_people.current_arrangements": "Health and social care, level 3, year 1, 18 "
    "hours a week, placement on Thursdays on a children’s ward.",
    "school_and_key_people.immediate_education": "Back two days a week since 2 November after "
    "illness; three from 4 January, all five after half term. Work is sent for the other "
    "days.",
    "school_and_key_people.key_adult": "Ms Hart, mentor, whom S. chose; when she is away, Mr "
    "Bello.",
    "school_and_key_people.school_contacts": "Ms Vale (designated person), Ms Hart (mentor), Ms "
    "Orr (personal adviser): by text or e-mail until 5pm.",
    "attainment_and_progress.attainment_now": "GCSE: six at 4 or above. Now: level 3 health, two "
    "units merit, one pass; target merit, predicted merit.",
    "attainment_and_progress.key_stage_support": "Study hour on Wednesdays; Ms Hart watches hours "
    "and hand-ins each Friday and rings before the second is missed.",
}
AT_WORK = {
    **_PATHWAY,
    "health_and_wellbeing.health_at_school": "Asthma: inhaler in his jacket; no spraying without "
    "a mask. Mr Lane knows: he told him himself.",
    "school_and_key_people.education_history": "Two primary schools; Hill School, Years 7 to 11; "
    "Weir College for one term; at the garage since March 2026.",
    "school_and_key_people.current_arrangements": "Apprentice at Lane Garage, 30 hours a week, "
    "since 2 March 2026; written contract; paid weekly, payslips seen by Ms Orr.",
    "school_and_key_people.training": "Light vehicle, level 2, with Weir College: Fridays, and "
    "two evenings online. Six of 14 units done. The day at college is paid.",
    "school_and_key_people.key_adult": "Mr Lane senior, who began the same way.",
    "school_and_key_people.school_contacts": "Mr Lane (employer), Ms Vale (training provider), Ms "
    "Orr (personal adviser): mobile, after 4pm.",
    "attainment_and_progress.attainment_now": "GCSE: four at 4 or above. Level 2 light vehicle: "
    "six units passed, brakes and electrics to come by July.",
    "attainment_and_progress.english_and_mathematics": "English 4, mathematics 4, both in June "
    "2025. He writes the job cards and reckons the bills himself.",
    "attainment_and_progress.key_stage_support": "Ms Vale comes to the garage once a month; tools "
    "bought; Ms Orr may be rung on a bad morning, from 7am.",
    "attendance_and_behaviour.attendance_record": "In on all but two days since September, both "
    "for a cold; every Friday at college.",
    "attendance_and_behaviour.conduct_record": "Polite with customers; asks when he is not sure. "
    "Hard: being corrected before the others; Mr Lane takes him aside now.",
    "aspirations_and_careers.bursary": "Does not apply: he earns a wage. Tools (£180) were paid "
    "by the authority.",
    "aspirations_and_careers.financial_information": "Payslip gone through with Ms Orr; "
    "apprentice wage from his birthday; travel card for apprentices since October.",
    "aspirations_and_careers.aspirations": "To have his own garage. He hears what is wrong before "
    "he sees it; Mr Lane says so.",
    "aspirations_and_careers.longer_term_plan": "Level 2 by July 2027, driving licence by then, "
    "level 3 after it; £20 a week into his savings.",
    "new_targets.target_1_what": "He passes the unit on brakes at the first attempt.",
    "new_targets.target_1_measure": "Marks in the provider’s practice test; pass is 70%",
    "new_targets.target_1_baseline": "54% on 6 November",
    "new_targets.target_1_by_whom": "Ms Vale, training provider; Mr Lane",
    "new_targets.target_1_resource": "An hour on Fridays with Ms Vale; the practice book, £18",
    "childs_views.going_well": "I did a whole service on my own.",
    "childs_views.should_change": "College work on a phone is rubbish. I need something to type "
    "on.",
    "leisure_and_learning.out_of_school_learning": "Driving lessons on Sundays; a laptop for the "
    "online evenings, asked for on 9 November.",
    "moving_on.next_place": "Level 3 at Lane Garage from September 2027; Mr Lane has said yes in "
    "writing, if level 2 is passed.",
    "moving_on.preparation": "The level 3 tutor meets him in June; Mr Lane gives him the small "
    "jobs alone from May.",
    "moving_on.first_term": "Ms Vale and Mr Lane, once a month until Christmas. It goes well if "
    "he is in on time and brings his work to college.",
    "pupil_premium_plus.used": "Tools (£180) from the pathway plan’s budget (target 1).",
    "pupil_premium_plus.difference": "He no longer waits for others’ tools and finishes a job in "
    "the time.",
    "pupil_premium_plus.planned": "A laptop (£350) from the authority’s fund for care leavers "
    "(target 1).",
}
IN_NEITHER = {
    **_PATHWAY,
    "about_me.what_i_like": "I like dogs and being outside. I am strong, and I can fix a bike.",
    "about_me.proud_of": "I stayed to the end of the bricklaying day. And I cook on Sundays.",
    "care_and_contacts.carer": "Jan P., supported lodgings since June; a text any time. Mr Finn "
    "has her number: R. agreed on 8 September.",
    "health_and_wellbeing.mental_health": "Sees Ms Amos of CAMHS every second Monday, in the park "
    "if he likes; adult services are asked for in May, before he is 18.",
    "health_and_wellbeing.health_at_school": "Asthma: carries his inhaler; dust brings it on, so "
    "a mask on the site.",
    "attendance_and_behaviour.behaviour_strategies": "Agreed 12 October with Ms Okafor (Virtual "
    "School): a text the evening before, no calls; he may wait outside until he is ready.",
    "attainment_and_progress.achievements": "First aid certificate in September; counts the till "
    "at the food bank alone; stayed a whole day at the taster.",
    "attainment_and_progress.educational_needs": "Now: English and mathematics of everyday life, "
    "and being with three people, not one. Longer term: a trade outside.",
    "attainment_and_progress.catch_up_support": "Mathematics at home with a tutor, twice a week, "
    "with prices and the theory test.",
    "attainment_and_progress.what_made_a_difference": "One tutor, at home, since October: 18 of "
    "20 hours kept. It goes on until the farm begins.",
    "new_targets.monitoring": "Mr Finn every second week: hours, how it felt, what is next; Ms "
    "Orr is told the same day.",
    "transition_and_stability.planned_changes": "Two half days at the farm from 12 January.",
    "transition_and_stability.limit_disruption": "Mr Finn goes along for the first month; the "
    "tutor stays.",
    "transition_and_stability.stability": "Jan’s house, the dog, and Mr Finn’s Tuesdays.",
    "leisure_and_learning.what_would_help": "A bus pass, and boots that keep the water out.",
    "moving_on.first_term": "Mr Finn, every week until Easter. It goes well if he is there in the "
    "third month and says so himself.",
    "meeting.attendees": "R. (walked with Mr Finn before), Jan P. (supported lodgings), Mr Finn "
    "(participation adviser), Ms Orr (personal adviser), Ms Moss (social worker).",
    "actions.action_1_what": "Write to Green Lane Farm about the place from January",
    "actions.taken_forward_by": "Mr Finn, participation adviser, with Ms Orr, personal adviser",
    "school_and_key_people.education_history": "Hill School, Years 7 to 11; Weir College from "
    "September 2025, left in February 2026.",
    "school_and_key_people.current_arrangements": "Out of education since 12 February. Helps at "
    "the food bank on Mondays; gym on Wednesdays with his adviser.",
    "school_and_key_people.participation_adviser": "Mr Finn, participation adviser, every Tuesday "
    "by text and every second week in person; next on 24 November.",
    "school_and_key_people.what_stands_in_the_way": "R.: “I can’t do a room of thirty.” Also: no "
    "bus before 9am, sleep, and two courses that ended badly.",
    "school_and_key_people.steps_back": "Taster in bricklaying on 14 October: he stayed to the "
    "end. Visit to Green Lane Farm on 3 November; a place from January is asked for, answer "
    "by 1 December.",
    "school_and_key_people.key_adult": "Mr Finn; and Jan, who knows when to wait.",
    "school_and_key_people.school_contacts": "Ms Orr (personal adviser), Mr Finn (participation "
    "adviser): by text; Ms Orr until 8pm.",
    "attainment_and_progress.attainment_now": "GCSE: English 3, mathematics 2, art 5. One unit of "
    "level 1 construction. First aid certificate, September.",
    "attainment_and_progress.english_and_mathematics": "English 3, mathematics 2. Functional "
    "skills in mathematics at home with a tutor, two hours a week since October.",
    "attainment_and_progress.key_stage_support": "Tutor at Jan’s kitchen table, Tuesdays and "
    "Fridays, one hour; the theory test on his phone; the food bank’s till.",
    "attendance_and_behaviour.attendance_record": "Kept 9 of 11 appointments since September; the "
    "two missed were before 10am.",
    "attendance_and_behaviour.behind_attendance": "He sleeps badly; appointments are after 11am "
    "now.",
    "attendance_and_behaviour.conduct_record": "Gentle with older people at the food bank. Walks "
    "away from groups; he says so first now.",
    "attendance_and_behaviour.attendance_support": "Mr Finn fetches him for the first three "
    "visits.",
    "aspirations_and_careers.aspirations": "To work outside with few people. He is strong, on "
    "time after 11am, and good with dogs.",
    "aspirations_and_careers.longer_term_plan": "At the farm two days a week by February, level 1 "
    "land skills by July 2027, then an apprenticeship; a bank account in his own name by "
    "Christmas.",
    "aspirations_and_careers.careers_guidance": "Mr Finn on 6 October: three ways on; the farm "
    "was his choice. Next in December.",
    "aspirations_and_careers.work_experience": "Half a day at the farm on 3 November; four more "
    "in December.",
    "aspirations_and_careers.bursary": "Not yet: he is on no course. The form is ready for "
    "January.",
    "aspirations_and_careers.financial_information": "Told on 6 October what he gets with a "
    "course and without; opening an account with Ms Orr on 26 November.",
    "new_targets.target_1_what": "R. spends two half days a week at the farm and learns one task "
    "that he can do alone.",
    "new_targets.target_1_measure": "Half days kept, of those offered; the farmer’s word on the "
    "task",
    "new_targets.target_1_baseline": "In November: one half day, with Mr Finn beside him",
    "new_targets.target_1_by_whom": "Mr Finn, with Mrs Dell of the farm",
    "new_targets.target_1_resource": "Boots and coat (£70), a lift for the first month",
    "childs_views.going_well": "The dogs. Nobody asks me things there.",
    "childs_views.should_change": "Stop sending me lists of courses. Show me one.",
    "childs_views.how_involved": "R. talked to Mr Finn on a walk, read the draft on his phone and "
    "changed two words.",
    "moving_on.next_place": "Level 1 land skills at Weir College from September 2027; not applied "
    "for yet, visit in March.",
    "moving_on.preparation": "Two visits with Mr Finn when few are there; the farm goes on beside "
    "it.",
    "leisure_and_learning.leisure_interests": "Walks Jan’s dog, gym on Wednesdays. Would like to "
    "fish.",
    "leisure_and_learning.out_of_school_learning": "The tutor, twice a week; theory test app; "
    "library card.",
    "pupil_premium_plus.used": "Tutor, 18 hours (£720), from the Virtual School’s budget (target "
    "1).",
    "pupil_premium_plus.difference": "He has done 18 of 20 hours, and asked for a third.",
    "pupil_premium_plus.planned": "£480 for tuition until Easter, £70 for boots and coat (target "
    "1).",
}
