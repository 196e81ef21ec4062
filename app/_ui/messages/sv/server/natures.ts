/** Private and business calls. */
export const natures = {
  "None of these calls is stored any more, or their facts have gone. Search again.":
    "Inget av samtalen finns kvar, eller så har uppgifterna om dem gallrats. Sök igen.",
  "At most 1,000 calls are marked at once. Narrow the choice, for example by period.":
    "Högst 1 000 samtal märks på en gång. Begränsa urvalet, till exempel med en period.",
  "Your profile hides who is in private calls, so that you cannot make one a business call.":
    "Din profil döljer vem som är med i privata samtal, så du kan inte göra ett sådant till ett tjänstesamtal.",
  "One of these calls is private. Say why it is not to be private any more; that is written in the audit.":
    "Ett av samtalen är privat. Skriv varför det inte längre ska vara privat; det skrivs i granskningsloggen.",
  "The company lists as many numbers as it can: {1} of these stand there now, the others do not. Take some off first.":
    "Företagets lista är full: {1} av numren står där nu, de andra inte. Ta bort några först.",
  "This number stands on no list, or has been taken off meanwhile. Nothing changed.":
    "Numret står inte på någon lista, eller har tagits bort under tiden. Ingenting ändrades.",
  "{1} is no whole telephone number with its area code. Write it as it is dialled from outside, for example 070-174 06 05 or +46 70 174 06 05. Nothing was added.":
    "{1} är inget helt telefonnummer med riktnummer. Skriv det som det slås utifrån, till exempel 070-174 06 05 eller +46 70 174 06 05. Inget lades till.",
  "Your profile does not show extensions, so that you cannot choose one.":
    "Din profil visar inte anknytningar, så du kan inte välja någon.",
  "No call has this extension yet. Write it as the telephone system does, for example 3017.":
    "Inget samtal har den anknytningen än. Skriv den som telefonsystemet gör, till exempel 3017.",
  "This rule has been removed already.": "Regeln är redan borttagen.",
  "This number has been taken off the list. Nobody can show it.":
    "Numret har tagits bort från listan. Ingen kan visa det.",
  "Your profile or a rule of the company hides these values, so that none can be shown.":
    "Din profil eller en av företagets regler döljer de här värdena, så inget av dem kan visas.",
  "A code is made of digits, *, # and -, as the telephone system writes it: for example *71 or 9-2.":
    "En kod består av siffror, *, # och -, så som telefonsystemet skriver den: till exempel *71 eller 9-2.",
  "A code has at most {1} digits: longer ones read like somebody's number, and numbers of people stand in no rule. Put the number on the list below instead.":
    "En kod har högst {1} siffror: längre läses som någons nummer, och personers nummer står inte i någon regel. Sätt numret på listan nedan i stället.",
  "A company has at most {1} such rules. Remove one first.":
    "Ett företag har högst {1} sådana regler. Ta bort en först.",
  "The hours end before they begin. For a night, choose the hours of the day and say that the rule is about calls outside of them.":
    "Tiden slutar innan den börjar. För en natt: välj dagens timmar och säg att regeln gäller samtal utanför dem.",
  "There is a rule for this code already. Change that one, or remove it.":
    "Det finns redan en regel för koden. Ändra den, eller ta bort den.",
  "This rule has been removed meanwhile. Make a new one.": "Regeln har tagits bort under tiden. Gör en ny.",
  "This source does not exist any more. Choose another one, or all sources.":
    "Källan finns inte längre. Välj en annan, eller alla källor.",
  "The facts of this call are not here any more. Search again.": "Uppgifterna om samtalet finns inte längre. Sök igen.",
} as const;
