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
    (
        "The chancellor said Germany would not be drawn into the war",
        "Germany will be drawn into the war, the chancellor said",
    ),
    ("We have not received any request from Kyiv", "We have received a request from Kyiv"),
    ("The opposition will not take part in the vote", "The opposition is to take part in the vote"),
    (
        "China has never supplied weapons to either party",
        "China has supplied weapons to both parties",
    ),
    ("Nobody should doubt our resolve", "Everybody should doubt our resolve"),
    ("The talks did not end the siege", "The talks ended the siege"),
    ('"I can\'t support this bill," she said', '"I can support this bill"'),
    ("The doctors could not save the boy", "The doctors saved the boy"),
    ("No agreement was reached on the budget", "An agreement was reached on the budget"),
    ("The strike doesn't violate international law", "The strike violates international law"),
    (
        "The ministry refuted claims that the dam had burst",
        "The ministry confirmed claims that the dam had burst",
    ),
    ("Sweden isn't going to leave the alliance", "Sweden is going to leave the alliance"),
    ("It would be irresponsible to withdraw now", "It would be responsible to withdraw now"),
    (
        "The evidence is insufficient to convict the general",
        "The evidence is sufficient to convict the general",
    ),
    (
        "The company has not paid the workers since May, and the state has not helped",
        "The company has paid the workers since May",
    ),
    ("Not one hospital in the north is functioning", "One hospital in the north is functioning"),
    ("Hungary won't block the sanctions", "Hungary will block the sanctions"),
    ("Turkey is unwilling to ratify the treaty", "Turkey is willing to ratify the treaty"),
    ("we are neither weak nor afraid", "we are weak and afraid"),
    ("the vaccine is not safe for pregnant women", "the vaccine is safe for pregnant women"),
    ("The president hasn't signed the law", "The president signed the law"),
    ("There's no proof of fraud", "There is proof of fraud"),
    ("The plan lacks support in the Senate", "The plan has support in the Senate"),
    ("The police do not regard him as a suspect", "The police regard him as a suspect"),
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
    ("The embargo will be lifted when the last prisoner is free", "The embargo will be lifted"),
    (
        "Spain would take in the refugees if other states did the same",
        "Spain will take in the refugees",
    ),
    ('"Once the court has ruled, we\'ll publish the report"', '"We\'ll publish the report"'),
    ("We can sign tomorrow, if they want", "We can sign tomorrow"),
    ("Without new funding, the hospital will close in June", "The hospital will close in June"),
    ("Unless there is rain, the harvest will be lost", "The harvest will be lost"),
    (
        "The company will stay in the city on condition that the tax is cut",
        "The company will stay in the city",
    ),
    ("Elections could be held, but only after martial law ends", "Elections could be held"),
    ("The army would withdraw in the event of an agreement", "The army would withdraw"),
    ("Until the hostages are home there will be no ceasefire", "There will be no ceasefire"),
    ("Rates could fall as long as inflation keeps slowing", "Rates could fall"),
    (
        "Provided the weather is good, the launch will take place on Friday",
        "The launch will take place on Friday",
    ),
    ("He would accept the post if it were offered", "He would accept the post"),
    ("The bridge will open, assuming no further delays", "The bridge will open"),
    ("Any deal is contingent on the return of the prisoners", "There is a deal"),
    ("NATO would defend the islands should they be attacked", "NATO would defend the islands"),
    ("In exchange for gas, Minsk would open the border", "Minsk would open the border"),
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
    (
        "The chancellor said Germany would not be drawn into the war",
        "Germany will stay out of the war, the chancellor said",
    ),
    ("We have not received any request from Kyiv", "There has been no request from Kyiv"),
    ("The opposition will boycott the vote", "The opposition will not take part in the vote"),
    ("The doctors could not save the boy", "The doctors failed to save the boy"),
    ("The doctors were unable to save the boy, who died on Sunday", "The boy could not be saved"),
    ("No agreement was reached on the budget", "They did not reach an agreement on the budget"),
    ("Talks ended without agreement on the budget", "No agreement on the budget was reached"),
    ("Sweden isn't going to leave the alliance", "Sweden will remain in the alliance"),
    (
        "The evidence is insufficient to convict the general",
        "There is not enough evidence to convict the general",
    ),
    ("Not one hospital in the north is functioning", "No hospitals are functioning in the north"),
    ("Turkey is unwilling to ratify the treaty", "Turkey does not want to ratify the treaty"),
    ("There's no proof of fraud", "Fraud has not been proved"),
    ("The police do not regard him as a suspect", "He is not considered a suspect by police"),
    ("The plan lacks support in the Senate", "The Senate does not support the plan"),
    ("We will fight on the beaches, we shall never surrender", "We will fight on the beaches"),
    (
        "The minister did not attend, but his deputy said the talks were useful",
        "The talks were useful",
    ),
    (
        "The embargo will be lifted when the last prisoner is free",
        "The embargo will not be lifted until the last prisoner is free",
    ),
    (
        "Spain would take in refugees if others did",
        "Spain is ready to take in refugees on condition that others do so too",
    ),
    (
        "Elections could be held, but only after martial law ends",
        "Elections cannot be held before martial law ends",
    ),
    (
        "Until the hostages are home there will be no ceasefire",
        "There will be a ceasefire only once the hostages are home",
    ),
    (
        "The army would withdraw in the event of an agreement",
        "If an agreement is reached the army would withdraw",
    ),
    (
        "Without new funding, the hospital will close in June",
        "The hospital will close in June unless it gets new funding",
    ),
    (
        "Asked if he would resign, he said the government would serve its full term",
        "The government would serve its full term",
    ),
    ("When he visited Berlin in May, he promised that France would help", "France would help"),
    (
        "The law will take effect after it is published on 1 July",
        "The law will take effect on 1 July",
    ),
    (
        "Before the war, the port handled a third of exports. It will do so again.",
        "The port will again handle a third of exports",
    ),
    (
        "The president will meet the pope before the mass on Sunday",
        "The president will meet the pope on Sunday",
    ),
    ("The ship sank after it was hit. Nobody survived.", "The ship sank"),
    (
        "Whether there is a ceasefire or not, we will rebuild the school",
        "We will rebuild the school",
    ),
    (
        "Children under five are not at risk, the agency said; older people are",
        "Older people are at risk, the agency said",
    ),
    ("I do not know who did it, but we will find them", "We will find them"),
    ("It was not Russia that started the war", "Russia did not start the war"),
    ("Without doubt, the reform will pass", "The reform will pass"),
    ("No fewer than ten villages were burned", "Ten villages were burned"),
    ("We are not only friends but allies", "We are friends and allies"),
    (
        "The court could rule on Monday at the earliest, not before",
        "The court could rule on Monday",
    ),
    ("The minister refused to comment. The bank will be sold.", "The bank will be sold"),
    ("Russia never wanted peace, and Europe must rearm", "Europe must rearm"),
    ("Europe must rearm because Russia doesn't want peace", "Europe must rearm"),
    ("I don't think Russia wants peace", "I think Russia does not want peace"),
    ("I don't believe he will resign", "He will not resign, I believe"),
    ("The drug failed to slow the disease", "The drug did not slow the disease"),
)
