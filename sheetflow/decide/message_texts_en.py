"""THE messages in English, as they ship; decide/messages.py says what each is for.

An email is greeted and signed when the texts are put together, a script for the phone only greeted.
"""

from __future__ import annotations

from typing import Final

GREETING: Final = "Hello {first_name},"
SPOKEN_GREETING: Final = "Hello {first_name}."
CLOSING: Final = "Kind regards,\n{owner}"

EMAILS: Final = (
    # key, stage, subject, paragraphs
    ("acknowledgement", "", "We have your message",
     "Thank you for your message. It has arrived, and a person has read it.",
     "A good answer takes a little care: you will have it on {next_date}."),
    ("answer", "", "Your message",
     "Thank you for your message; it helps me to know what matters to you.",
     "I would rather answer it properly than in a hurry, so on {next_date} I will come back to "
     "you and we go through it point by point. If you would rather talk, send me a number and an "
     "hour."),
    ("information", "", "What you asked for",
     "Thank you for your interest. With this message comes what you asked for.",
     "Reading is one thing and your own case is another: I will be in touch on {next_date} to "
     "hear what you are looking for. A few lines or ten minutes are enough."),
    ("talk", "", "Could we talk on {next_date}?",
     "Before I send you more to read, I would like to hear what you have in mind.",
     "I propose two days: {next_date}, or the same day one week later. Which one suits you, at "
     "what time, and on which number? I will be in touch on {next_date} to settle it."),
    ("talk", "interested", "A day to talk",
     "You know what we do; now I would like to know what you need. It is best said in a short "
     "talk.",
     "I propose two days: {next_date}, or the same day one week later. Which one suits you, at "
     "what time, and on which number? I will be in touch on {next_date} to settle it."),
    ("useful", "", "Something that made me think of you",
     "I am sending you something that made me think of you: it shows how others solved a question "
     "much like yours.",
     "I will be in touch on {next_date} to hear whether it fits your case."),
    ("confirmation", "", "Our appointment on {appointment}",
     "I am looking forward to our appointment on {appointment}.",
     "Please confirm it with a short yes. If the day has become awkward, propose another one and "
     "I will make it fit."),
    ("see_you", "", "We meet on {appointment}",
     "We meet on {appointment}, as planned, and I have kept the time free for you.",
     "Bring the questions that matter most to you: we will begin with them."),
    ("agreed", "", "What we agreed",
     "Thank you for the talk; it was good to hear how you see things.",
     "So that neither of us has to remember it, I have noted the main point: {agreement}.",
     "I am on it, and on {next_date} I will tell you how it goes."),
    ("agreed", "met", "What we agreed, and the proposal",
     "Thank you for the meeting; it was good to hear how you see things. I have noted the main "
     "point: {agreement}.",
     "The proposal comes with this message. I will be in touch on {next_date} to go through it "
     "with you and to answer whatever you want to ask."),
    ("meeting", "", "Two days for our meeting",
     "It would be good to sit down together, and I propose two days: {next_date}, or the same day "
     "one week later.",
     "Choose one of them, with the hour that suits you, and it is fixed. I will be in touch on "
     "{next_date} first thing, should it still be open."),
    ("walkthrough", "", "The proposal, page by page",
     "A proposal is easier to judge together than alone, so I would like to go through it with "
     "you, page by page.",
     "I will be in touch on {next_date} for that; twenty minutes are enough. Tell me which hour "
     "suits you, and on which number."),
    ("reminder_1", "", "A short note",
     "Days fill up quickly, so this is only a short note. What you asked for is on my desk, and I "
     "would be glad to take it further with you.",
     "I will be in touch on {next_date}. If another day suits you better, answer with it."),
    ("reminder_1", "informed", "What did you make of it?",
     "You have had a little time with what I sent you. What did you like, and what is missing?",
     "I propose that we talk about it on {next_date}, and I will be in touch that day. Which hour "
     "suits you?"),
    ("reminder_1", "met", "A word on the proposal",
     "One more word on the proposal. You said very clearly what you need, and I have kept to it.",
     "I propose that we talk on {next_date}: I will be in touch that day, and we go through what "
     "is still open."),
    ("reminder_1", "proposal", "What is still open?",
     "A proposal always leaves a question or two, and yours deserve an answer.",
     "Which ones are they? Write them to me in a line or two, and on {next_date} you will have "
     "the answers."),
    ("reminder_2", "", "What others in your place did",
     "Others in your place asked themselves the same things. Most of them began with something "
     "small, looked at the result after a few weeks, and decided then.",
     "Ten minutes are enough to tell you how they went about it: I will be in touch on "
     "{next_date}."),
    ("reminder_2", "proposal", "What others decided on",
     "People who decide on something like this often ask what tipped the scales for others. As a "
     "rule it was simple: from the first day they knew whom to call.",
     "I will be in touch on {next_date} to hear what would tip the scales for you."),
    ("voice", "", "Two minutes",
     "I have one question for you, and it takes two minutes. It is about this: {agreement}.",
     "I will be in touch again on {next_date}. My number is {phone}."),
    ("question", "", "One question",
     "One question only: is this still a plan, or has something else come first?",
     "Both are good answers. I will be in touch on {next_date} to hear which one is yours."),
    ("question", "meeting", "Our meeting",
     "One question only: does the meeting still suit you, and on which day?",
     "I propose {next_date}, and I will be in touch that day to fix it."),
    ("last", "", "My last message",
     "We have tried to reach you about this: {agreement}. For some weeks we have heard nothing.",
     "I do not want to bother you. I will take your silence as a no, and this is my last message.",
     "Should it come up again, here is my number: {phone}. I wish you all the best."),
    ("nurture", "", "A few lines for you",
     "No offer today, only a few lines so that you know what is new with us, and what others "
     "found most useful lately.",
     "I will write to you again on {next_date}. Should it become urgent sooner, my number is "
     "{phone}."),
    ("promised", "", "As agreed",
     "I am writing about what we agreed: {agreement}.",
     "How do you see it today? I will be in touch on {next_date} for the next step."),
    ("announced", "", "As announced",
     "I promised to get in touch, and here I am.",
     "I would like to hear what is new on your side. I will be in touch on {next_date}, and we go "
     "on from there."),
    ("event", "", "It was good to meet you",
     "Thank you for stopping by; it was good to meet you.",
     "Talking in passing is one thing, and talking calmly another. I will be in touch on "
     "{next_date} to hear what you need; if another day suits you better, answer with it."),
    ("missing", "", "What was missing?",
     "Thank you for saying it so openly; it helps me more than a polite word.",
     "One question, so that we do better: what was missing? A line is enough, and I will be in "
     "touch on {next_date} about it."),
    ("deciding", "", "How do you decide?",
     "I am glad that you like it.",
     "So that I help and do not get in your way: how do you decide, who else has a say, and by "
     "when? I will be in touch on {next_date} with what you need for it."),
)  # fmt: skip

SCRIPTS: Final = (
    # key, stage, what to say on the phone
    ("acknowledgement", "",
     "Your message has arrived, and I have read it. A good answer takes a little care: I will call "
     "you on {next_date} with it."),
    ("answer", "",
     "Thank you for your message. Shall we go through it now? What I cannot answer at once I will "
     "look up, and I will call you on {next_date} with it."),
    ("information", "",
     "You asked us for information, and I have it ready for you. To which address shall I send it? "
     "I will call you on {next_date} to hear what you made of it."),
    ("talk", "",
     "You showed interest in what we do, and I would like to hear what you need. Is this a good "
     "moment? If it is not, I will call you on {next_date}: does the morning suit you, or the "
     "afternoon?"),
    ("useful", "",
     "I have something that shows how others solved a question much like yours, and I will send it "
     "to you today. I will call you on {next_date} to hear whether it fits your case."),
    ("confirmation", "",
     "I am calling to confirm our appointment on {appointment}. Does it still suit you? If it does "
     "not, we find another day right now."),
    ("see_you", "",
     "We meet on {appointment}, as planned. What would you like me to have ready for you?"),
    ("agreed", "",
     "I am calling about the main point of our talk: {agreement}. I am on it, and I will call you "
     "again on {next_date}."),
    ("meeting", "",
     "I would like to fix the day of our meeting with you. What do you say to {next_date}, in the "
     "morning or in the afternoon? If you cannot say yet, I will call you on {next_date} and we "
     "fix it then."),
    ("walkthrough", "",
     "You have our proposal, and I would like to go through it with you, page by page. Do you have "
     "it at hand? If now is not the moment, I will call you on {next_date}: at what time?"),
    ("reminder_1", "",
     "I wrote to you a few days ago and would like to add my voice to it. Shall we find a day to "
     "talk? If you cannot say yet, I will call you on {next_date}."),
    ("reminder_1", "informed",
     "You have had a little time with what I sent you. What did you like, and what is missing for "
     "your case? I will call you on {next_date} with the answers."),
    ("reminder_1", "met",
     "Did the proposal reach you in good order? I would like to go through it with you: I will "
     "call you on {next_date} for that. Which hour suits you?"),
    ("reminder_1", "proposal",
     "How do you see our proposal by now, and what do you still need in order to decide? I will "
     "call you on {next_date}, and we go on from there."),
    ("reminder_2", "",
     "Others in your place asked themselves the same things, and I can tell you in five minutes "
     "what they did. If now is not the moment, I will call you on {next_date}."),
    ("voice", "",
     "I am calling about this: {agreement}. I have one question for you, and it takes two minutes. "
     "I will call you again on {next_date}. My number is {phone}. Have a good day."),
    ("question", "",
     "One question only: is this still a plan, or has something else come first? If you cannot say "
     "yet, I will call you on {next_date}."),
    ("last", "",
     "We have tried to reach you about this: {agreement}. For some weeks we have heard nothing. I "
     "do not want to bother you: I will take your silence as a no, and this is my last message. "
     "Should it come up again, here is my number: {phone}. I wish you all the best."),
    ("nurture", "",
     "No offer today: I only wanted to hear how you are, and whether things have moved on your "
     "side. I will call you again on {next_date}."),
    ("promised", "",
     "I am calling about what we agreed: {agreement}. How do you see it today? I will call you on "
     "{next_date} for the next step."),
    ("announced", "",
     "I promised to get in touch, and here I am. What is new on your side? I will call you on "
     "{next_date}, and we go on from there."),
    ("event", "",
     "Thank you for stopping by; it was good to meet you. I would like to hear calmly what you "
     "need. If now is not the moment, I will call you on {next_date}: at what time?"),
    ("missing", "",
     "Thank you for saying it so openly. One question, so that we do better: what was missing? If "
     "now is not the moment, I will call you on {next_date}."),
    ("deciding", "",
     "I am glad that you like it. So that I help and do not get in your way: how do you decide, "
     "who else has a say, and by when? I will call you on {next_date} with what you need for it."),
)  # fmt: skip
