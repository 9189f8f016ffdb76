"""Names from which invented children and staff are drawn."""

GIRLS = (
    "Aaliyah Abigail Amelia Amina Aria Ava Bethany Chloe Daisy Eliza Ella Emily Esme Evie Faith "
    "Fatima Florence Freya Grace Hannah Harper Holly Imani Isla Ivy Jasmine Jessica Kayleigh "
    "Keira Lacey Layla Leah Lexi Lily Lola Lucy Maisie Maryam Matilda Mia Millie Molly Nadia "
    "Niamh Olivia Phoebe Poppy Priya Ruby Safa Sienna Skye Sofia Summer Tia Willow Yasmin Zara Zoë"
).split()
BOYS = (
    "Aaron Adam Ahmed Aidan Alfie Archie Arthur Ayaan Ben Blake Bobby Caleb Callum Charlie Connor "
    "Daniel Declan Dylan Elijah Ethan Ezra Finley Frankie Freddie George Harley Harry Harvey Hugo "
    "Ibrahim Isaac Jack Jaden Jake Jamal James Jayden Joshua Kai Kian Kyle Leo Lewis Liam Logan "
    "Louis Luca Malachi Mason Max Mohammed Noah Oliver Oscar Owen Reece Riley Ryan Samir Samuel "
    "Tariq Theo Thomas Toby Tyler Yusuf Zac"
).split()
FAMILY = (
    "Abbott Adeyemi Ahmed Akhtar Allen Andrews Atkinson Bailey Barker Begum Bennett Booth Brooks "
    "Burgess Carter Chambers Clarke Cole Coleman Cooke Cox Crossley Davies Dawson Dixon Doyle "
    "Edwards Ellis Evans Farrow Fletcher Ford Fox Gallagher Gibson Gordon Graham Grant Gray "
    "Griffiths Hale Hamilton Harrison Hart Hassan Hayes Hill Holmes Hudson Hunt Hussain Jackson "
    "Jenkins Johnson Kaur Kelly Kennedy Khan King Knight Lawson Lewis Lloyd Marsh Marshall Mason "
    "McCarthy McKenzie Mills Mitchell Moore Morgan Murphy Murray Naylor Nowak Obi O'Brien "
    "O'Connor Okafor Osborne Owen Palmer Parker Patel Pearce Perry Phillips Porter Powell Price "
    "Quinn Rahman Reid Reynolds Richards Roberts Robinson Rose Russell Ryan Saunders Scott Shah "
    "Shaw Simpson Singh Spencer Stevens Stone Sutton Taylor Thompson Turner Wade Walker Walsh "
    "Ward Watson Webb Wells West White Wilkinson Williams Wood Wright Young Yusuf Zielinski"
).split()
UNACCOMPANIED = {
    "first": "Abdul Ali Amanuel Bahram Dawit Farhad Hamid Hewan Idris Jawad Karwan Mehari".split(),
    "last": "Abdi Ahmadi Berhane Daud Haile Hamid Kidane Mohammadi Noori Omar Rahimi".split(),
    "language": ["Arabic", "Dari", "Kurdish", "Pashto", "Tigrinya", "Vietnamese"],
}
