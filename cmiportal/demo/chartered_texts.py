"""What applicants, referees and assessors write in the demo: invented, of the length that each criterion asks for."""

LEADING_PEOPLE = (
    "When I took over the planning team at {employer} in January of last year, nine people worked in it and three "
    "had just left. Sickness stood at eleven days a head, twice that of the teams beside us, and in the survey of the "
    "autumn only two of nine had said that they knew what was expected of them. My predecessor had made every "
    "decision himself. He was liked, and nobody had learnt to decide. I was asked for two things: to keep the "
    "service running through the summer, and to have a team that would manage without me in a year.",
    "I began by listening. In the first three weeks I spoke with each of the nine for an hour, with the same four "
    "questions: what do you do that nobody sees, what stops you, what would you decide tomorrow if you might, and "
    "what should I leave alone? I wrote the answers down and gave each person their own to correct. Two answers came "
    "from nearly everybody. They waited for decisions for days, and they heard how they were doing once a year.",
    "So I changed who decides. We listed the thirty decisions that come up in a month, from swapping a shift to "
    "turning a customer away, and agreed for each who takes it, who is asked and who is told. Nineteen of them moved "
    "from me to the team. I said in front of everybody that I would stand by a decision taken that way even where I "
    "would have taken another, and in March I had to: a planner moved a delivery that I would have kept, the customer "
    "rang me, and I told her that the planner had been right to decide and would call her back. That call was worth "
    "more than the list.",
    "The second change was feedback. Each of us now has half an hour every fortnight, on a fixed day, and it is not "
    "cancelled. I start with what I have seen since the last time, one example each, and ask what the other has seen "
    "of me. It was stiff for a month. By May people brought their own examples. One colleague, who had been given up "
    "as unwilling, turned out to be afraid of the new software; she had six mornings with a colleague from another "
    "site and now shows it to others.",
    "A year later nobody has left but one, who was promoted. Sickness is at five days. In this autumn's survey eight "
    "of nine know what is expected of them, and planning mistakes that reached a customer fell from fourteen to five "
    "a month. In August I was away for three weeks and was not called once. The skills that made the difference were "
    "listening before I acted, handing over decisions with a clear frame, and giving feedback early and in small "
    "pieces. What I would do otherwise: I should have told my own manager sooner what I was handing over. He heard of "
    "it from a customer.",
)
MANAGING_CHANGE = (
    "In the spring of last year {employer} decided to bring two sites under one roof. Forty-one people were to move "
    "eleven miles, shifts had to be joined, and the lease of the old building ended on the last day of October. I was "
    "asked to lead the move. Why it was needed was clear to whoever saw the figures: two half-empty buildings, two "
    "sets of stock, and customers who were told by one site that the other had what they wanted. It was not clear to "
    "the people, who had heard three different reasons from three managers.",
    "I planned backwards from October and forwards from the people. On one page stood what had to be true on the first "
    "of each month. On a second page stood every group that would lose something, and what: an hour of travel, a "
    "parking place, a team of friends, a post as supervisor that would exist once instead of twice. I asked each group "
    "to correct its own line. That took two weeks which the steering group thought were lost. They were the best two "
    "weeks of the project, because I learnt that the bus which made the new site possible for fourteen people stopped "
    "running at seven in the evening.",
    "We could not change the bus, so we changed the shift. It now ends at half past six. To carry people along I did "
    "three things. I said every Monday what was decided, what was open and who decided it, on one sheet at both doors. "
    "I asked two people from each site, not the loudest, to test everything a week before the others. And the two "
    "supervisors heard from me, in person and before anybody else, that there would be one post, how it would be "
    "filled and what the other would be offered. One of them leads the training now.",
    "Two things went wrong. The labels of four hundred shelves were printed from a list of the year before, and for "
    "nine days we looked for stock that was there. I had checked the printer and not the list. I told the customers "
    "who waited, before they asked, and had every tenth shelf counted twice before we opened the rest. The second was "
    "that I spoke too long of what would be better. A colleague said in September: you never say what we lose. From "
    "then on every meeting began with that.",
    "We handed back the keys on the twenty-eighth of October. Thirty-nine of forty-one people came along. The two "
    "stocks became one that is smaller by a fifth, and the cost of the move stayed four per cent under its budget. "
    "Three months later the figure that mattered most to me was that orders sent to the wrong site, eighty in a bad "
    "month, had become none. The skills that made the difference were planning backwards from a fixed day, telling "
    "people honestly and on time what was decided, and asking those who stood to lose. I would check the list and not "
    "the printer.",
)
IMPACT = (
    "The result that I am most content with is the time that a complaint takes at {employer}. Eighteen months ago it "
    "took nineteen working days on average from the first call to an answer that the customer accepted. Today it takes "
    "six, and the share of complaints that come back within a quarter has fallen from one in five to one in fourteen. "
    "I led that work from the first measurement to the handover, with a team of five, beside my daily duties.",
    "We had no figures at first, only a feeling that it took long. I sat with the four people who answer complaints "
    "and followed sixty closed cases from the file, minute by minute. Of nineteen days, the case was worked on for "
    "less than three hours. The rest was waiting: for a delivery note from another department, for a signature, for "
    "somebody to come back from leave. Nobody had been slow. The work lay in trays.",
    "So the plan had three parts. Whoever takes the first call keeps the case to its end, and may give up to two "
    "hundred pounds without asking anybody. Delivery notes are scanned at the gate, so that no one has to ask for "
    "them. And each morning at a quarter past nine we stand for ten minutes before a board on which every case older "
    "than five days is named, with the one thing that it waits for. The scanner cost four thousand pounds; the rest "
    "cost courage. The finance director feared that two hundred pounds without a signature would become the usual "
    "answer. I proposed a trial of eight weeks and a count every Friday, and agreed with him beforehand which figure "
    "would end it.",
    "The count said what neither of us had expected. The sums that we gave went down by a sixth, because a customer "
    "who is answered in two days asks for less than one who has waited for four weeks. The trial became the rule in "
    "February. The team now spends about eleven hours a week less on chasing papers, which we have put into calling "
    "customers a month after their case; what we hear there led to two changes at the gate and one in the packing.",
    "In figures, a year before and after: complaints closed within ten days, 31 and 88 in a hundred; payments to "
    "customers, £64,200 and £53,900; customers lost within a quarter of a complaint, 22 and 9. Not all of that is "
    "ours. In the same year the carrier changed, and that accounts for perhaps a third of the fall in complaints as "
    "such, which is why I measure how long they take and not how many there are. My own part was to have it measured "
    "before anybody proposed a remedy, to win the trial, and to stand at the board every morning until it no longer "
    "needed me. Since June a colleague leads it, and two other departments have asked her to show them the board.",
)
CPD = (
    "I keep my record in four steps: what I need, what I plan, what I did, and what came of it. A year ago, after the "
    "conversations with my team, I saw two needs. I gave feedback too late, and I read a balance sheet only with help. "
    "For the first I took part in a workshop of two days on coaching at work, and then practised with a colleague who "
    "watched three of my conversations and told me what she saw. For the second I worked through a course on finance "
    "for managers, four hours a month, and asked our controller to explain our own accounts to me line by line.",
    "What I have learnt I use every week. The fortnightly conversations in my team come from the workshop, and so does "
    "the habit of naming one thing that I saw instead of an opinion. The course paid for itself in the budget round: I "
    "found that we carried the same maintenance twice, and I could say why our figures looked better than they were. "
    "Not everything worked. A series of talks on strategy taught me words that I did not need, and I gave it up after "
    "the second evening and wrote down why.",
    "In the next 12 months I plan three things. I want to lead people whom I do not manage, because the joint project "
    "with our suppliers begins in spring; for that I have asked a member of the Institute in another industry to meet "
    "me every six weeks. I want to understand what our data can and cannot tell, since we are about to buy software "
    "that promises much. And I want to teach: twice next year I will run the induction for new supervisors, as nothing "
    "shows me my gaps so clearly as a question from somebody who is new.",
)
CONDUCT = (
    "In March a supplier with whom we have worked for years invited me to a weekend of sport, in the same month in "
    "which we had to choose between his offer and two others. I declined. The harder part came later. I learnt that a "
    "colleague of my own rank had been there the year before and had entered it nowhere. At stake were his standing, "
    "a good working relation, and the trust of the two other bidders, who would never have known.",
    "I spoke to him first, in private, and said what I had heard and what I would do: that he had until Friday to "
    "enter it himself, and that after that I would. He was angry, and for two weeks he did not speak to me. He entered "
    "it. I told our director that I had known for three days, and asked that somebody else judge the three offers. "
    "The cheaper of the two others won.",
    "Being open was not the easy way, and the Code left no doubt that it was the right one. I would do it again, and "
    "sooner: I slept on it for a night longer than was needed. Since then we talk about invitations every quarter, "
    "before anybody has one.",
)
STANDARD = (
    "I have looked at the nine areas with the help of my line manager and of two people whom I lead, each of whom "
    "marked them without seeing what the others had marked. We agreed on my strongest two. The first is developing "
    "people and capabilities: of the nine people in my team three have taken on more since I came, one has been "
    "promoted, and the survey says that eight of nine know what is expected of them. The second is achieving results. "
    "What I have promised in the last two years was there on the day, or I had said in time that it would not be; my "
    "statement on impact gives the figures.",
    "In the middle I see communicating and influencing, making decisions, and leading change. I do these soundly with "
    "people who know me. With strangers I still take too long to say what I want, and two of the three who marked me "
    "said so in nearly the same words. I have begun to prepare one sentence before each meeting, and to say it within "
    "the first five minutes.",
    "I need to grow most in building relationships and networks, and in managing resource and risk. For years my work "
    "lay within one site. I know too few people who see us from outside, and I noticed it when the carrier changed and "
    "I heard of it last. The plan in my statement on professional development begins there. As for risk, I can name "
    "what may go wrong in my own work, but the register of the whole company was new to me until this spring, when I "
    "asked to sit in on its yearly review. I came back with eleven questions and have found answers to six.",
)
STATEMENTS = {
    "leading_people": LEADING_PEOPLE,
    "managing_change": MANAGING_CHANGE,
    "impact": IMPACT,
    "cpd": CPD,
    "conduct": CONDUCT,
    "standard": STANDARD,
}
EMPLOYERS = ("Fellgate Logistics", "Harrow Lane Housing", "Northmere Foods", "Calder Valley Care", "Brackenfield Rail")
POSTS = ("Operations manager", "Head of service", "Planning manager", "Regional manager", "Programme manager")

# What stands behind the statement on impact: kind, title, text, where in it.
FIGURES = (
    "work_product",
    "Complaints, a year before and after",
    "Complaints closed within ten days: 31 and 88 in a hundred. Payments to customers: £64,200 and £53,900. Customers "
    "lost within a quarter of a complaint: 22 and 9.\n\nThe carrier changed in the same year; the second table takes "
    "that out.",
    "The second table",
)
# What referees answer: one who knows the work, and one who does not.
REFERENCE = {
    "knows_as": "I was their line manager for four years, until last summer.",
    "supports": "yes",
    "text": "I saw them take over a team that had stopped deciding anything, and hand the decisions back to it one by "
    "one. They tell people what is bad news first, and in person. What they say in their statements about the figures "
    "is so: I signed them.\n\nIf I were to name one thing to work at, it is the patience to explain to people outside "
    "the team what the team has long agreed.",
}
FAINT_REFERENCE = {
    "knows_as": "We worked in the same building for a year.",
    "supports": "yes",
    "text": "I liked to work beside them and would do so again. Of the figures I know nothing, as I was in sales.",
}

MET = (
    "A whole story with its figures, and your own part in it is plain throughout.",
    "You name three skills and show each at work; the part on what went wrong convinces most.",
    "Clear, honest about limits, and borne out by what your referee says.",
)
NOT_YET = (
    "The story tells what the team did. Say what you yourself decided, which three of your skills made the difference, "
    "and how you know."
)
RECOMMENDED = "As judged criterion by criterion."
MISSING = "Nearly there: one statement has to show your own part in what was done."
ADDED = (
    "\n\nMy own part was this. I decided that we measure before we propose, chose the sixty cases and followed them "
    "myself, and wrote the proposal for the trial. The three skills that made the difference were patience with "
    "figures, winning over somebody with good reasons against me, and letting go once it worked."
)
DECLINED = (
    "In two statements we could not find what you decided yourself, and your referee knows of neither result. "
    "Chartered status rests on what can be shown. Apply again with results of your own that somebody can confirm."
)
GROUNDS = (
    "The figures that the assessor asks for belong to our customer, and I am not free to give them. I offered a letter "
    "of our finance director, which nobody asked for. I ask that somebody new reads my file."
)
STANDS = (
    "I have read the whole file anew, and the letter of the finance director. It confirms the sums and not your part "
    "in them, which is what the criterion asks for. The outcome stands."
)
CONFLICT = "The applicant and I worked at the same site until two years ago, and we are still in touch."
