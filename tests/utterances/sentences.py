"""Sentences as newspapers print them, and what another might print: pairs of reports.

Written without looking at the constructed cases (constructed.py), whose frames they do not share.
"""

from __future__ import annotations

# The second lacks a negation of the first.
NEGATIONS = (
    ("The Fed does not expect to cut rates this year", "The Fed expects to cut rates this year"),
    (
        "Iran isn't seeking a nuclear weapon, Araghchi said",
        "Iran is seeking a nuclear weapon, Araghchi said",
    ),
    (
        "There was no evidence that the pilot had been drinking",
        "There was evidence that the pilot had been drinking",
    ),
    (
        "The bank has yet to reach a decision and won't comment on rumours",
        "The bank will comment on rumours",
    ),
    ("Nothing will stop the march on Saturday", "Everything will stop the march on Saturday"),
    ("None of the hostages has been released", "All of the hostages have been released"),
    (
        "Neither side is prepared to compromise on Jerusalem",
        "Both sides are prepared to compromise on Jerusalem",
    ),
    (
        "The court declined to hear the appeal of the former president",
        "The court agreed to hear the appeal of the former president",
    ),
    ("It is unacceptable that children go hungry", "It is acceptable that children go hungry"),
    ('"We don\'t want war with Iran," Biden said', '"We want war with Iran"'),
    ("We do not believe the vaccine causes autism", "We believe the vaccine causes autism"),
    (
        "Hamas rejected the proposal for a sixty-day truce",
        "Hamas accepted the proposal for a sixty-day truce",
    ),
    ("I have never met the president of Turkey", "I have met the president of Turkey"),
    (
        "The hospital lacked the equipment to treat burns",
        "The hospital had the equipment to treat burns",
    ),
    (
        "Ministers denied that the reactor was leaking",
        "Ministers confirmed that the reactor was leaking",
    ),
    ("the talks had failed to produce a breakthrough", "the talks had produced a breakthrough"),
    ("The deal is far from done", "The deal is done"),
    ("There can be no peace without justice", "There can be peace without justice"),
    (
        "The army was unable to confirm the strike on Khan Younis",
        "The army was able to confirm the strike on Khan Younis",
    ),
    ("Britain would no longer recognise the regime", "Britain would recognise the regime"),
    ("We are not at war with the Iranian people", "We are at war with the Iranian people"),
    ("an agreement that the Senate hasn't ratified", "an agreement that the Senate has ratified"),
    (
        "Tehran will not, as a matter of principle, negotiate under pressure",
        "Tehran will negotiate under pressure",
    ),
    ("Not every refugee is entitled to housing", "Every refugee is entitled to housing"),
    (
        "The prime minister did not apologise to the victims of the fire",
        "The prime minister apologised to the victims of the fire",
    ),
    ("No decision has been taken on tariffs", "A decision has been taken on tariffs"),
    ("It's not true that we abandoned the Kurds", "It's true that we abandoned the Kurds"),
    ("Schools must not reopen before September", "Schools must reopen before September"),
    ("Greece shouldn't accept the loan", "Greece should accept the loan"),
    (
        "the accused showed no remorse for killing the journalist",
        "the accused showed remorse for killing the journalist",
    ),
)

# The second lacks a condition of the first.
CONDITIONS = (
    ("We would return to the talks if Washington lifted sanctions", "We would return to the talks"),
    ("If elected, she would scrap the tax on pensions", "She would scrap the tax on pensions"),
    (
        "Hamas will free all hostages once Israel withdraws from Gaza",
        "Hamas will free all hostages",
    ),
    ("Sanctions will stay in place until Russia leaves Ukraine", "Sanctions will stay in place"),
    ("Iran would cap enrichment in return for sanctions relief", "Iran would cap enrichment"),
    ("The strike will go ahead unless the company improves its offer", "The strike will go ahead"),
    (
        "France could recognise Palestine, provided Hamas disarms",
        "France could recognise Palestine",
    ),
    ("Only if inflation falls can rates be cut", "Rates can be cut"),
    ("We won't lift the blockade without guarantees", "We won't lift the blockade"),
    (
        "Germany is willing to deliver the missiles, on condition that they stay on its soil",
        "Germany is willing to deliver the missiles",
    ),
    ("Any aid depends on reforms of the courts", "Aid is coming"),
    (
        "The union may suspend the walkout, assuming the talks go well",
        "The union may suspend the walkout",
    ),
    (
        "Turkey will ratify Sweden's accession when the F-16 sale is approved",
        "Turkey will ratify Sweden's accession",
    ),
    (
        "Had the warning come earlier, the village could have been evacuated",
        "The village could have been evacuated",
    ),
    ("The merger will go ahead, subject to regulatory approval", "The merger will go ahead"),
    ("There will be no elections as long as the fighting continues", "There will be no elections"),
    ("Australia would send a ship if asked by the United States", "Australia would send a ship"),
    ("The minister would resign in case the bill is rejected", "The minister would resign"),
    ("The border will reopen as soon as the virus is contained", "The border will reopen"),
    ("Talks can begin only after the siege has ended", "Talks can begin"),
    ("We will comply provided the court orders it", "We will comply"),
    ("We're ready to talk, but only if the shelling stops first", "We're ready to talk"),
    ('"We will buy the gas so long as the price is fair"', '"We will buy the gas"'),
    (
        "The parties would meet again, in the event that the ceasefire holds",
        "The parties would meet again",
    ),
    ("Should the vote fail, the chancellor will step down", "The chancellor will step down"),
    ("Pending an inquiry, the officers will be suspended", "The officers will be suspended"),
    ("Japan will join the pact when and if parliament approves", "Japan will join the pact"),
)

# Nothing was dropped.
HARMLESS = (
    (
        "The Fed does not expect to cut rates this year",
        "The central bank is not expecting a rate cut this year",
    ),
    (
        "Iran is not seeking a nuclear weapon and never will",
        "Tehran denies seeking a nuclear weapon",
    ),
    (
        "No evidence was found that the pilot had been drinking",
        "There was nothing to show the pilot had been drinking",
    ),
    ("Nobody in the village had been warned", "Villagers said they had not been warned"),
    ("None of the hostages has been released", "The hostages have not been released"),
    ("The court declined to hear the appeal", "The court will not hear the appeal"),
    ("It's unacceptable that children go hungry", "Children going hungry cannot be accepted"),
    ("We don't want war with Iran but we will defend our troops", "We will defend our troops"),
    ("Hamas rejected the proposal for a truce", "Hamas did not accept the proposal for a truce"),
    (
        "The vaccine does not cause autism, there is no link",
        "There is no link between the vaccine and autism",
    ),
    ("We cannot and will not pay", "We will not pay"),
    (
        "The talks failed, but both sides agreed to meet again in May",
        "Both sides agreed to meet again in May",
    ),
    ("The president, who has never visited Kyiv, said Ukraine will win", "Ukraine will win"),
    ("Rates will not be raised this year, nor will they be cut", "Rates won't be raised this year"),
    (
        "The strike was not aimed at civilians. It destroyed a command post.",
        "The strike destroyed a command post",
    ),
    (
        "The government would not comment on the report that troops had crossed the border",
        "Troops had crossed the border",
    ),
    (
        "We would return to the talks if Washington lifted sanctions",
        "We would return to talks once sanctions were lifted",
    ),
    (
        "Unless the company improves its offer the strike goes ahead",
        "The strike will go ahead if the company does not improve its offer",
    ),
    (
        "Sanctions will stay until Russia leaves Ukraine",
        "Sanctions would be lifted only when Russia leaves Ukraine",
    ),
    (
        "He asked whether the bridge would be rebuilt and if so when",
        "He asked when the bridge would be rebuilt",
    ),
    (
        "The plant will reopen in May after a safety inspection last week",
        "The plant will reopen in May",
    ),
    ("The minister will travel to Rome after the summit", "The minister will travel to Rome"),
    (
        "France will not send troops, Macron said, and neither will Germany",
        "France won't be sending troops",
    ),
    ("Israel has not decided whether to strike", "Israel is undecided on whether to strike"),
    ("I'm not saying he lied. I'm saying he was wrong.", "I'm saying he was wrong"),
    ("The deal was not perfect but it was the best available", "The deal was the best available"),
    ("It is not a question of money but of respect", "It is a question of respect, not money"),
    (
        "The army said no soldier was hurt in the attack on the base",
        "The base was attacked; soldiers were unhurt",
    ),
    ("We will never forget the victims", "We will always remember the victims"),
    ("Without America, there is no deal", "There's no deal without America"),
    (
        "Poland will help the refugees before winter comes",
        "Poland would help refugees before the winter",
    ),
    ("The union will not call off the strike", "The strike will go ahead"),
    ("The union will not call off the strike", "The union will go on with the strike"),
    (
        "We will not raise taxes on working people",
        "We will keep taxes on working people where they are",
    ),
    ("Turkey isn't opposed to Sweden joining NATO", "Turkey supports Sweden joining NATO"),
    (
        "The minister did not rule out sending troops",
        "Sending troops is possible, the minister said",
    ),
    ("The minister did not exclude a tax rise", "A tax rise cannot be ruled out"),
    ("It's impossible to say when the war will end", "Nobody can say when the war will end"),
    (
        "Less than half the voters turned out, not enough to make the vote valid",
        "Too few voters turned out to make the vote valid",
    ),
    ("They did nothing wrong", "They did not do anything wrong"),
    (
        "Germany will not deliver Taurus missiles to Ukraine",
        "No Taurus missiles for Ukraine from Germany",
    ),
    (
        "She said she had no regrets about voting for the bill",
        "She did not regret voting for the bill",
    ),
    (
        "If this is true, it's a scandal, and ministers must resign",
        "Ministers must resign if the reports are true",
    ),
    ("Even if the talks fail, the ceasefire will hold", "The ceasefire will hold"),
    ("We will win whether or not the Americans help us", "We will win"),
    ("The bill will pass, I have no doubt about that", "The bill will pass"),
    (
        "Nothing is more important than the safety of our citizens",
        "The safety of our citizens is most important",
    ),
)
