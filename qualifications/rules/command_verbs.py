"""What the command verbs of criteria ask, in plain words, and how deep a level goes; text of ours, for learners."""

from collections.abc import Iterable

VERBS = {
    "agree": "Settle something with the people concerned, and show what was settled.",
    "analyse": "Take the matter apart: what its parts are, how they act on each other, and what follows from that.",
    "apply": "Use a method or an idea on a real case at work, and show what came of it.",
    "appraise": "Weigh what something is worth: where it serves, where it falls short, and for whom.",
    "assess": "Judge how good, large or likely something is, against a yardstick that you name.",
    "carry out": "Do it at work, and show that you did.",
    "compare": "Set two or more things beside each other: where they are alike, where they differ, and why it matters.",
    "deliver": "Do it in front of the people it is for, and show that you did.",
    "describe": "Say what it is like, in enough detail that somebody who does not know it can picture it.",
    "develop": "Work something out step by step, from a first idea to a thing that can be used.",
    "discuss": "Look at the matter from more than one side, with reasons for each, and say where you come out.",
    "distinguish between": "Say what makes one thing different from another that is easily taken for it.",
    "evaluate": "Weigh strengths and weaknesses with evidence, and reach a judgement.",
    "examine": "Look closely: set out how something works or came about, and question what is taken for granted.",
    "explain": "Give the reasons: how it works and why it is so, with examples.",
    "formulate": "Put together something new and exact, such as a strategy, from what you have found out.",
    "identify": "Name the points that matter, briefly.",
    "justify": "Give the reasons and the evidence for a choice, and say why the other choices are weaker.",
    "outline": "Give the main points in their order, without the detail.",
    "plan": "Set out what will be done, by whom, by when and with what.",
    "prepare": "Get everything ready that the task needs, and show it.",
    "present": "Set out the facts or the case clearly for those who have to act on it.",
    "produce": "Make the piece of work that is named, ready to be used.",
    "propose": "Put forward a course of action with the reasons for it.",
    "recommend": "Say what should be done, drawn from what you found, with the reasons for it.",
    "reflect on": "Look back at what you did: what happened, what you learned, and what you will do differently.",
    "review": "Go over what was done and what came of it, and say what to keep and what to change.",
}
CRITICALLY = "Critically: question the evidence and the assumptions, your own too, and weigh competing views."
# From which level on an answer goes how deep; a level stands under the highest number that it reaches.
DEPTH = {
    2: "At this level a clear answer from your own work is enough.",
    4: "At this level an answer joins what you do at work with the ideas and models that explain it.",
    6: "At this level an answer argues: from theory, from evidence of your organisation and from what others found.",
    7: "At this level an answer argues from published research, weighs competing views and says how sure it can be.",
}


def explained(verbs: Iterable[str]) -> list[tuple[str, str]]:
    """Each verb once, by the alphabet, with what it asks: ``[("analyse critically", "Take the matter apart …")]``.

    A verb that we have no words for is left out.
    """
    known = ((verb, _asked(verb)) for verb in sorted({verb.strip().lower() for verb in verbs}))
    return [(verb, words) for verb, words in known if words]


def depth(level: int) -> str:
    """How deep an answer goes at a level from 2 to 8."""
    return DEPTH[max(number for number in DEPTH if number <= level)]


def _asked(verb: str) -> str:
    """``reflect critically on`` asks what ``reflect on`` asks, and more."""
    plain = " ".join(word for word in verb.split() if word != "critically")
    words = VERBS.get(plain, "")
    return f"{words} {CRITICALLY}" if words and plain != verb else words
