"""The words and pictures of invented children, carers and parents, sent by their own links."""

Said = dict[str, list[tuple[list[str], str]]]  # question → choices and text, one of them drawn

PRIVATE = {"more"}
PICTURES: Said = {
    "school": [(["good"], ""), (["great"], "")],
    "going_well": [(["friends", "drawing"], ""), (["outside", "lunch"], "")],
    "should_change": [(["loud"], ""), (["still", "morning"], "")],
    "likes": [(["animals", "building"], ""), (["music", "playing"], "")],
    "helps": [(["quiet", "toy"], ""), (["friends", "break"], "")],
    "meeting": [(["me", "home", "teacher"], "")],
}
SIMPLE: Said = {
    "school": [(["okay"], "Because of Thursdays."), (["good"], "")],
    "going_well": [([], "Art club, and I have a best friend now."), ([], "Maths with Mr Lane.")],
    "should_change": [([], "The dining hall is too loud."), ([], "I want to sit near the door.")],
    "likes": [([], "Trains. I know all of them."), ([], "Swimming and baking.")],
    "proud": [([], "I swam 200 metres."), ([], "I read to my sister.")],
    "helps": [([], "When somebody tells me what comes next."), ([], "A break after writing.")],
    "hopes": [([], "Drive a train."), ([], "I want to be a vet.")],
    "meeting": [(["me", "home", "teacher"], "Not too many people.")],
    "more": [([], "I miss my old school a bit."), ([], "Nothing, thank you.")],
}
OWN_WORDS: Said = {
    "going_well": [
        ([], "PE and my form group. I am on the team for the county."),
        ([], "Science. I finally get it, and I like the practical days."),
    ],
    "should_change": [
        ([], "Do not take me out of lessons for meetings. Do it after school."),
        ([], "I want to move up a set in maths, and I want to know what I need for it."),
    ],
    "likes": [([], "Music. I write my own lyrics."), ([], "Boxing, and fixing bikes.")],
    "proud": [([], "A whole month without being late."), ([], "My piece in the exhibition.")],
    "helps": [
        ([], "Asking me quietly. Being shouted at gets in the way."),
        ([], "A plan on paper, and the same person to go to."),
    ],
    "hopes": [([], "An apprenticeship as an electrician."), ([], "College, then maybe nursing.")],
    "meeting": [([], "Me, Mr Lane and my carer. On a Wednesday."), ([], "I will come for a part.")],
    "more": [([], "I would rather say the rest to my social worker."), ([], "That is all.")],
}
CARER: Said = {
    "going_well": [([], "Gets up by alarm now and tells me about the day at dinner.")],
    "worries": [([], "Sundays are hard before school. Homework ends in tears once a week.")],
    "at_home": [([], "A quiet table and the app for spellings. We could do with a laptop.")],
    "leisure": [([], "Swims on Saturdays; would like to try the drama group.")],
    "next": [([], "Somebody at school to hand over to on Monday mornings.")],
}
PARENT: Said = {
    "going_well": [([], "The photographs of the exhibition made me very proud.")],
    "know": [([], "New places need a visit first. Likes to be useful.")],
    "hopes": [([], "Good results, and a friend to bring home.")],
}
