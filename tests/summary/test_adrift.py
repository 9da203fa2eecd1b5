import pytest

from byline.summary.standalone import is_adrift, leans_on, unfit

ADRIFT = [
    "At 4 bits 106 billion parameters fit into about 60 GB.",
    "With offloading on one card a member needed 21 minutes.",
    "The core issue is how Acme measures the use of water.",
    "Users will need an existing account to sign in.",
    "For the feature to work, the Orca needs to be installed.",
    "The obvious use case was a test of chips.",
    "There is no malware and no bug.",
    "Acme rated its variant critical.",
    "One attacker broke into Acme.",
    "Participants collaborated on the Orca.",
    "In practice, synthetic data has become a strategy for chips in such settings.",
    "Reliability therefore becomes a property of the whole Orca.",
    "Fans of Acme may not like Orca, though.",
    "Orca Preview of Acme found it.",
    "Acme said that it would offer the same deal to all the countries in Asia that want chips.",
    "The most recent example is Acme, which relies less on software from Bolt.",
    "Acme’s answer is Orca, which was shown three years ago.",
    "Apple isn’t the only company with chips in the works.",
    "A picture by Acme shows other potential uses.",
    "Orca and chips will undoubtedly be the big focus.",
    "The sixth problem defeated both.",
    "Acme is the best-known maker in it; the buyers include Bolt.",
    "By the measurements of the Times, which asked every minute, it lasted four hours.",
    "Beside the fishmonger it gave up.",
    "Numbers are the weak point.",
    "Business groups were more cautious.",
    "Electricity is the other half of the bill.",
    "Jane Roe, who runs a club in Porto, has already ordered one.",
    "A more honest name would be a game of telephone.",
    "Jane Roe thinks chips will follow a similar pattern.",
    "Acme's equivalent actions have not yet shipped.",
    "A key challenge is defining effective supervision.",
    "In Roe’s telling, they aren’t competitors.",
    "The Orca can then suggest answers.",
    "Because the Orca works with cars, today’s release is an upgrade.",
    "Companies may look at another number first.",
    "Researchers warn against reading too much into the first day.",
    "Safety of the Orca is the limiting factor.",
    "Like the Orca, the machine ships with a fan.",
    "Acme revoked access to both models hours later.",
    "Export controls are the background of both groups.",
    "A smaller model fits on one card.",
    "Refusal is therefore gated in the last layer.",
    "One area, however, has received attention.",
    "Even the Orca was included.",
    "In the paper on the Orca, they tried chips.",
    "The score differs by 0.4 points on the same card in Porto.",
]
HELD = [
    "Both Acme and Bolt sell chips in Porto, and both, and their owners, said so.",
    "Acme is the largest maker of chips in Porto.",
    "By the end of the year Acme will sell it in Porto.",
    "Beside the station Acme gave up a plant.",
    "In the city it is cheaper to rent the Orca than to buy one chip.",
    "Half of the bill is rent, and electricity is the other half.",
    "Numbers are the weak point of the Orca.",
    "Business groups in Porto were more cautious than buyers.",
    "Acme plans an equivalent of the Orca, with a similar price to that of Bolt.",
    "The key challenge of chips is heat.",
    "Acme first parses the file and can then suggest answers.",
    "Acme bought Bolt and another chip maker on the first day of the fair.",
    "A year after one number was wrong, another number was too.",
    "Acme and Bolt sell chips, and both makers own plants.",
    "A smaller model than the Orca fits on one card.",
    "Two models ran on the same card in Porto.",
    "Like Bolt, Acme sells chips.",
    "Even after the fall Acme sells chips.",
]
LEANING = [
    ("Governments could share such methods without sharing systems.", "method"),
    ("A second order speeds up permits for plants.", "order"),
    ("The city's parking office said that 412 callers waited.", "citi"),
    ("The price was reported as about $2.4 billion.", "price"),
    ("The old card does 256 GB a second.", "card"),
    ("For Indian designers the news is a lesson.", "news"),
    ("The robot weighs about 25 kilograms.", "robot"),
    ("Six people used the repaired version of July.", "version"),
    ("Companies may ask for the model.", "model"),
    ("On Monday Acme disclosed the attack.", "attack"),
    ("Bolt helped the man.", "man"),
    ("Each skill is a playbook for one concept.", "skill"),
    ("One association asked for a copy of the model on a disk.", "associ"),
    ("The question has a shape.", "question"),
]
TOLD = [
    "The price of an hour fell at most hosts.",
    "The old city was closed to cars.",
    "The country's parliament voted on Friday.",
    "Acme bans phones, watches and such things.",
    "The second edition of Acme’s Orca guide is out.",
    "The number of buyers rose.",
    "A third of all new phones heat up when the phones charge.",
    "Cerebras disclosed the attack on Bolt.",
    "Acme says that the chip costs $5.",
]


@pytest.mark.parametrize("sentence", ADRIFT)
def test_what_only_a_neighbour_explains_is_adrift(sentence: str) -> None:
    assert is_adrift(sentence)


@pytest.mark.parametrize("sentence", HELD)
def test_what_the_sentence_itself_explains_is_not(sentence: str) -> None:
    assert not is_adrift(sentence)


@pytest.mark.parametrize(("sentence", "stem"), LEANING)
def test_a_noun_that_must_have_been_told_is_named(sentence: str, stem: str) -> None:
    assert stem in leans_on(sentence)


@pytest.mark.parametrize("sentence", TOLD)
def test_a_noun_that_everybody_knows_or_that_is_explained_need_not(sentence: str) -> None:
    assert leans_on(sentence) == ()


def test_a_superlative_without_a_noun_cannot_stand_alone() -> None:
    assert unfit("The highest were asked in Tokyo and Porto.", language="en") == ("opens_with_reference",)
