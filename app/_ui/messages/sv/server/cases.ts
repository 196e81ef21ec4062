/** What the verbs of holds, restrictions, objections, corrections and patterns answer, in Swedish. */
export const cases = {
  "What this case keeps has changed just now. Try again.": "Det som ärendet behåller har just ändrats. Försök igen.",
  "A restriction of many calls is being carried out. Try again in some minutes, or narrow the search by period.":
    "En begränsning av många samtal pågår. Försök igen om några minuter, eller begränsa sökningen till en period.",
  "The last day lies in the past. Choose today or a later day.":
    "Den sista dagen har redan varit. Välj i dag eller en senare dag.",
  "Whether data is right is to be found out within {1} months: the last day is {2} at the latest. It can be renewed.":
    "Om en uppgift stämmer ska vara utrett inom {1} månader: den sista dagen är senast {2}. Det går att förlänga.",
  "A case lasts {1} years at most: the last day is {2} at the latest. It can be renewed.":
    "Ett ärende varar högst {1} år: den sista dagen är senast {2}. Det går att förlänga.",
  "Everything in this selection is gone already. Search again.": "Allt i urvalet är redan borta. Sök igen.",
  "One case keeps at most {1} calls. Narrow the selection by period and make several cases.":
    "Ett ärende bevarar högst {1} samtal. Begränsa urvalet till en kortare period och gör flera ärenden.",
  "An objection ends with its decision: decide it instead of lifting it.":
    "En invändning upphör när den avgörs: avgör den i stället för att häva den.",
  "This case cannot be renewed now. Look at the list again.": "Ärendet går inte att förlänga nu. Se på listan igen.",
  "The new last day must lie after {1}. To end the case sooner, lift it.":
    "Den nya sista dagen måste ligga efter {1}. Häv ärendet om det ska sluta tidigare.",
  "Only an objection is decided. Lift this case instead.": "Bara en invändning avgörs. Häv det här ärendet i stället.",
  "There is no such case. Look at the list again.": "Ärendet finns inte. Se på listan igen.",
  "This case has ended, or is just ending. Look at the list again.":
    "Ärendet är avslutat, eller avslutas just nu. Se på listan igen.",
  "Tell the person first that the restriction ends (GDPR Art. 18(3)), and give the day on which you did.":
    "Underrätta först personen om att begränsningen upphör (artikel 18.3 i GDPR), och ange vilken dag du gjorde det.",
  "The day on which the person was told lies in the future.": "Dagen då personen underrättades har inte varit än.",
  "This page belongs to another list. Begin again with its first page.":
    "Sidan hör till en annan lista. Börja om på den första sidan.",
  "Only an objection that was upheld leads to an erasure.": "Bara en invändning som har bifallits leder till radering.",
  "This is not the person the objection is about. Type the identifier as it was noted.":
    "Det är inte den person som invändningen gäller. Skriv numret så som det noterades.",
  "Type one whole number, or a full personal identity number: only these stand for one person.":
    "Skriv ett helt telefonnummer eller ett fullständigt personnummer: bara de står för en enda person.",
  "Type the whole telephone number as it should stand in the call.":
    "Skriv hela telefonnumret så som det ska stå i samtalet.",
  "Type the whole personal identity number as it should stand in the call.":
    "Skriv hela personnumret så som det ska stå i samtalet.",
  "There is no such value in this call any more. Search again.": "Det värdet finns inte längre i samtalet. Sök igen.",
  "That identifier has been erased for calls of this time, and is not stored again.":
    "Det numret är raderat för samtal från den tiden, och lagras inte igen.",
  "Several people have this part in the call, so that none of them can be told apart.":
    "Flera personer har samma roll i samtalet, så det går inte att skilja dem åt.",
  "This call is held and stays as it is. Lift the hold first, or correct it afterwards.":
    "Samtalet bevaras och förblir som det är. Häv först bevarandet, eller rätta samtalet efteråt.",
  "The facts of this call have gone by their rule; there is nothing to correct.":
    "Uppgifterna om samtalet har gallrats enligt sin regel; det finns inget att rätta.",
  "This call is restricted (GDPR Art. 18). Who may see restricted data can correct it.":
    "Samtalet är begränsat (artikel 18 i GDPR). Den som får se begränsade uppgifter kan rätta det.",
  "This value is restricted (GDPR Art. 18): it is stored and nobody uses it. It can be shown again when the case ends.":
    "Värdet är begränsat (artikel 18 i GDPR): det lagras och ingen använder det. Det kan visas igen när ärendet upphör.",
  "Everything that matches is restricted (GDPR Art. 18): it is stored and not used. Who may see restricted data can select it with a purpose.":
    "Allt som stämmer är begränsat (artikel 18 i GDPR): det lagras och används inte. Den som får se begränsade uppgifter kan välja det med ett ändamål.",
  "The end of this case has passed; nothing can be kept until then.":
    "Ärendets sista dag har varit; inget kan bevaras till dess.",
  "Only a person can search by a pattern.": "Bara en person kan söka på mönster.",
  "{1} of your searches are still running. Wait for one of them, or cancel it.":
    "{1} av dina sökningar pågår än. Vänta på en av dem eller avbryt den.",
  "There is no such search. Look at the list again.": "Sökningen finns inte. Se på listan igen.",
  "The period ends before it begins.": "Perioden slutar innan den börjar.",
  "A pattern is made of digits, * for any digits and ? for one digit: 070-174*.":
    "Ett mönster består av siffror, * för vilka siffror som helst och ? för en siffra: 070-174*.",
  "This is a whole number and no pattern: search for it, or put a * or ? into it.":
    "Det här är ett helt nummer och inget mönster: sök på det, eller sätt in en * eller ett ?.",
  "A pattern needs at least {1} digits, or it matches nearly everybody.":
    "Ett mönster behöver minst {1} siffror, annars stämmer det på nästan alla.",
  "This case is made already. Lift it, or decide it, instead of cancelling it.":
    "Ärendet är redan genomfört. Häv det, eller avgör det, i stället för att avbryta det.",
  "This is a telephone number or a personal identity number, and no extension.":
    "Det här är ett telefonnummer eller ett personnummer, och ingen anknytning.",
  "{1} cases last in this company. Lift one that is not needed first.":
    "{1} ärenden pågår i företaget. Häv först ett som inte behövs.",
};
