"""Examples from the early years: a child of two to five."""

EXAMPLES = {
    "about_me.what_i_like": "J. runs to the sand tray and pours for a long time. He laughs at "
    "bubbles, and he brings a book when he wants to be close to somebody.",
    "about_me.proud_of": "He put on his own boots and clapped. He showed everybody his tower.",
    "about_me.important_people": "He asks for Jan, for his sister Bee, and for Ms Ray at nursery. "
    "His rabbit comes along.",
    "about_me.what_helps": "One voice at a time, a picture of what comes next, and his rabbit "
    "near. Loud rooms and many people at the door make it hard.",
    "care_and_contacts.carers_role_in_learning": "Sings and looks at books with J. every evening, "
    "names what they see on the way, and uses the same signs as nursery.",
    "care_and_contacts.carers_role_in_leisure": "Takes J. to the toddler group on Mondays and to "
    "the swings whenever it is dry.",
    "school_and_key_people.education_history": "A childminder from nine months, three days a "
    "week; nothing from May to August 2026; Bluebell Nursery since 7 September.",
    "school_and_key_people.early_years_pupil_premium": "It pays for Ms Ray’s course on signing "
    "and for a set of picture cards that go home with J.",
    "school_and_key_people.current_arrangements": "Mondays to Thursdays, 9am to 12 noon, 15 "
    "funded hours; the Caterpillar room, eight children, Ms Ray and Mr Oz.",
    "school_and_key_people.early_years": "Rated good in 2025. A small room and the same two "
    "adults suit J., who needs time with new people. Ms Ray knows attachment and signs with "
    "him.",
    "school_and_key_people.key_adult": "Ms Ray; when she is away, Mr Oz, whom J. knows.",
    "school_and_key_people.school_contacts": "Ms Bell (manager and designated person), Ms Ray "
    "(key person), Ms Ade (SENCO): by telephone until 6pm.",
    "attendance_and_behaviour.attendance_record": "46 of 48 sessions this term; two missed with a "
    "cold.",
    "attendance_and_behaviour.behind_attendance": "The two sessions missed were a cold; he was "
    "glad to be back.",
    "attendance_and_behaviour.conduct_record": "Cries when Jan leaves, for about five minutes, "
    "then plays beside one other child. Shares when an adult is near. Rests with his rabbit.",
    "attendance_and_behaviour.attendance_support": "Jan stays for the first song; Ms Ray is at "
    "the door with his picture card.",
    "attendance_and_behaviour.behaviour_strategies": "Agreed 12 October with Ms Okafor (Virtual "
    "School): name the feeling, stay near, wait. Not: taking him out of the room alone.",
    "attainment_and_progress.area_communication": "Understands two steps (“coat, then door”). "
    "Says about 40 words and joins two: “more juice”. Listens to a short story on a lap.",
    "attainment_and_progress.area_physical": "Climbs the steps one foot at a time, kicks a ball, "
    "and threads large beads. Eats with a spoon.",
    "attainment_and_progress.area_social": "Looks to Ms Ray before he tries something new. Takes "
    "turns with one child. Shows when he is cross with his hands, more and more with a sign.",
    "attainment_and_progress.area_literacy": "Turns pages, points at the dog, and joins in with "
    "the last word of a rhyme. Makes marks and says that it is Bee.",
    "attainment_and_progress.area_mathematics": "Counts to three on the stairs, finds the big "
    "cup, and says “more” and “all gone”.",
    "attainment_and_progress.area_world": "Waters the beans every day and knows where the postman "
    "goes. Looks at photographs of his nursery in summer.",
    "attainment_and_progress.area_arts": "Dances when the drum begins, paints with both hands, "
    "and feeds the doll.",
    "attainment_and_progress.two_year_check": "Made on 3 November with Jan and the health "
    "visitor: as expected but for speech. Referred to speech therapy on 5 November.",
    "attainment_and_progress.reception_checks": "Baseline made on 25 September. A good level of "
    "development is expected in July but for writing.",
    "attainment_and_progress.achievements": "Joins two words since October; slept at nursery for "
    "the first time; said sorry to a friend without being told.",
    "attainment_and_progress.educational_needs": "Now: words for what he wants. Longer term: to "
    "play with two or three others, and to know animals, the sea and a train from near.",
    "attainment_and_progress.key_stage_support": "Signing in every song, talk time with Ms Ray "
    "for ten minutes a day, the therapist’s game box at home and at nursery.",
    "attainment_and_progress.catch_up_support": "A language group of three, Tuesdays and "
    "Thursdays, 15 minutes, by the therapist’s plan, from October until Easter.",
    "attainment_and_progress.what_made_a_difference": "Signing since September: from 12 to 40 "
    "words by Ms Ray’s list. The group goes on until Easter.",
    "sen_and_ehc_plan.needs": "Speech is later than expected: seen in the check at two, on the "
    "therapist’s list since 5 November. Hearing was tested in August and is well.",
    "sen_and_ehc_plan.provision": "Signs and pictures in every routine; a group of three, twice a "
    "week; the therapist visits each half term.",
    "sen_and_ehc_plan.undiagnosed": "He does not always turn to his name. Ms Ade and Jan note "
    "when, until 4 December; then the health visitor decides about a second hearing test.",
    "ehc_plan.outcomes": "Outcome 1, to ask in words or signs: target 1 here. Outcome 2, to eat "
    "with others: target 2.",
    "health_and_wellbeing.developmental_needs": "He had three homes before he was two: he needs "
    "the same people at the same time. Now: one key person. Longer term: to be comforted by "
    "a second.",
    "health_and_wellbeing.mental_health": "Wakes at night since the move, less in November. Jan "
    "is advised by the infant mental health team, next on 2 December; nursery uses the same "
    "words.",
    "health_and_wellbeing.other_provision": "Portage at home on Fridays; picture cards in both "
    "places.",
    "childs_views.going_well": "J. put the happy face beside the sand, the song and Ms Ray.",
    "childs_views.should_change": "He put the sad face beside the photograph of the dinner table, "
    "and covered his ears.",
    "childs_views.changed_since": "He eats at the small table now and put the happy face beside "
    "it.",
    "childs_views.what_changed": "You showed us that dinner is loud. Now you eat at the small "
    "table with Bee and Ms Ray.",
    "childs_views.how_involved": "With faces and photographs, with Ms Ray, on two mornings; he "
    "came to the meeting for his song.",
    "carer_and_parent_views.carers_views": "“He sings in the car now. I would like to know what "
    "he ate, then I know how the evening will be.”",
    "carer_and_parent_views.parents_views": "Mum, at family time on 4 November: “He likes it when "
    "you sing his name.” Nursery does so now.",
    "carer_and_parent_views.what_changed": "Jan asked what he eats: it stands in the little book "
    "each day since October. Mum’s song is in the morning circle.",
    "review_of_targets.target_1_evidence": "He asks with a word or sign six times a morning (two "
    "in July), by Ms Ray’s tally. It goes on, with two words together.",
    "new_targets.target_1_what": "J. asks for what he wants with two words or signs together.",
    "new_targets.target_1_measure": "How often in one morning, by a tally on every second Friday",
    "new_targets.target_1_baseline": "On 6 November: twice in a morning, with one word",
    "new_targets.target_1_by_whom": "Ms Ray, key person; Jan at home",
    "new_targets.target_1_resource": "Ten minutes a day with Ms Ray; picture cards from early "
    "years pupil premium",
    "new_targets.monitoring": "Ms Ray’s tally and two photographs a fortnight; Ms Bell and Jan "
    "look at it together each half term.",
    "aspirations_and_careers.aspirations": "He loves water, wheels and being outside. Jan hopes "
    "that he makes a friend; Ms Ray, that he tells us his own stories one day.",
    "aspirations_and_careers.longer_term_plan": "At the start of Year 1: tells what he did in a "
    "sentence, plays with two friends, goes to the toilet alone. Talk time and the group "
    "lead there.",
    "pupil_premium_plus.used": "£150 of early years pupil premium for picture cards and the "
    "signing course (target 1).",
    "pupil_premium_plus.difference": "28 new words or signs since September, and fewer tears at "
    "lunch.",
    "pupil_premium_plus.planned": "£100 for a music group that J. and Jan go to (target 1).",
    "transition_and_stability.planned_changes": "J. moves to his adoptive parents in March; the "
    "panel has agreed. He changes nursery at Easter, not in the same month.",
    "transition_and_stability.limit_disruption": "Ms Ray visits the new nursery with him, his "
    "rabbit and his cards go along, and Jan telephones on Sundays.",
    "transition_and_stability.transition_support": "A book of photographs of the new nursery, "
    "three visits in February, Ms Ray there on the first morning.",
    "transition_and_stability.stability": "The same door, the same song, Ms Ray and Jan.",
    "moving_on.next_place": "Hill Primary, Reception in September; offered on 16 April. His "
    "sister is there.",
    "moving_on.preparation": "Four visits in June with Ms Ray, a photograph book for the summer, "
    "school lunch tried with Bee, his teacher comes to see him at home.",
    "moving_on.handed_over": "Ms Bell and Ms Quick (Hill) on 10 June: this plan, his signs, what "
    "comforts him, the safeguarding file.",
    "moving_on.first_term": "Ms Quick and Jan each Friday until half term. It goes well if he "
    "eats, plays with somebody, and stops crying within five minutes.",
    "leisure_and_learning.leisure_interests": "Swings, water and music. Would like to try the "
    "farm: Jan takes him in the spring.",
    "leisure_and_learning.out_of_school_learning": "Toddler group on Mondays, rhyme time in the "
    "library on Fridays, books that nursery lends.",
    "leisure_and_learning.what_would_help": "A bus ticket for Jan, and a group that is not loud.",
    "actions.action_1_what": "Ask the therapist for a place in the January group and tell Jan",
    "meeting.attendees": "J. (for his song), Jan P. (carer), Ms Bell (manager), Ms Ray (key "
    "person), Ms Moss (social worker). Asked and could not come: the health visitor, who "
    "sent her notes.",
    "meeting.for_the_review": "When the move to the adoptive parents and that of nursery happen, "
    "so that they are not in one month.",
}
