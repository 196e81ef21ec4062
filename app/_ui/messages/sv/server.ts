import type { Sentences } from "../../sentences.ts";
import { access } from "./server/access.ts";
import { alarmSentences } from "./server/alarms.ts";
import { cases } from "./server/cases.ts";
import { certificates } from "./server/certificates.ts";
import { collection } from "./server/collection.ts";
import { data } from "./server/data.ts";
import { driverTitles } from "./server/driver-titles.ts";
import { drivers } from "./server/drivers.ts";
import { gate } from "./server/gate.ts";
import { keyring } from "./server/keyring.ts";
import { layouts } from "./server/layouts.ts";
import { lineReasons } from "./server/line-reasons.ts";
import { natures } from "./server/natures.ts";
import { operation } from "./server/operation.ts";
import { processingSentences } from "./server/processing.ts";
import { rawSentences } from "./server/raw-records.ts";
import { rules } from "./server/rules.ts";
import { fieldFaultSentences } from "./server/field-faults.ts";
import { edgeSentences } from "./server/edges.ts";
import { sourceSentences } from "./server/sources.ts";
import { tariffSentences } from "./server/tariffs.ts";
import { undefinedSentences } from "./server/undefined-lines.ts";

/**
 * Sentences of the server that people meet at the portal, in Swedish. The server writes one language; a test reads them from its
 * source, so that none is forgotten. `{1}`, `{2}` stand for what the server puts in.
 */
export const SERVER_SENTENCES: Sentences = {
  ...access,
  ...alarmSentences,
  ...cases,
  ...certificates,
  ...collection,
  ...edgeSentences,
  ...sourceSentences,
  ...data,
  ...drivers,
  ...driverTitles,
  ...gate,
  ...keyring,
  ...layouts,
  ...processingSentences,
  ...tariffSentences,
  ...rawSentences,
  ...rules,
  ...undefinedSentences,
  ...lineReasons,
  ...natures,
  ...operation,
  "Another company has this short name already. Choose another one.":
    "Ett annat företag har redan det kortnamnet. Välj ett annat.",
  "A short name has small letters, digits and hyphens; a country has two capital letters.":
    "Ett kortnamn har små bokstäver, siffror och bindestreck; ett land två stora bokstäver.",
  "Choose a company first.": "Välj företag först.",
  "Leave numbers out of the purpose: write why, not who.": "Skriv inga nummer i ändamålet: skriv varför, inte vem.",
  "Your profile hides this value, so that it cannot be shown.":
    "Din profil döljer det här värdet, så det går inte att visa.",
  "Your profile does not show extensions, so that it cannot search by them.":
    "Din profil visar inte anknytningar, så det går inte att söka på dem.",
  "This value has been erased. Nobody can show it any more.": "Värdet är raderat. Ingen kan visa det längre.",
  "This value has gone by its retention rule. Nobody can show it any more.":
    "Värdet har gallrats enligt sin regel. Ingen kan visa det längre.",
  "The call came after the time of this value was over, so that it was never stored.":
    "Samtalet kom in efter att värdets tid var ute, så det lagrades aldrig.",
  "This value is about to be erased. Until that is done or undone nobody reads it.":
    "Värdet ska raderas. Tills det är gjort eller ångrat läser ingen det.",
  "There is no such value in this call. Search again.": "Det finns inget sådant värde i samtalet. Sök igen.",
  "You have shown {count} values within an hour, and no more are shown. Wait a while, or ask for an export.":
    "Du har visat {count} värden inom en timme, och fler visas inte. Vänta en stund eller be om en export.",
  "Leave numbers of persons out of the name of a profile.": "Skriv inga personers nummer i en profils namn.",
  "This profile cannot hold one of these rights. Take it away, or start from another profile.":
    "Profilen kan inte ha en av rättigheterna. Ta bort den eller utgå från en annan profil.",
  "One of these rights needs another one that is not chosen. Choose both or neither.":
    "En av rättigheterna behöver en annan som inte är vald. Välj båda eller ingen.",
  "The date of birth is part of the personal identity number: it cannot be hidden more than the whole number is.":
    "Födelsedatumet är en del av personnumret: det kan inte döljas mer än hela numret.",
  "This profile would do or show more than you may do or see yourself. Ask somebody who may.":
    "Profilen skulle få göra eller se mer än du själv får. Be någon som får.",
  "You cannot change the profile that you have yourself. Ask a colleague who may.":
    "Du kan inte ändra den profil du själv har. Be en kollega som får.",
  "This file shows more than your profile shows you now. Ask for a new export.":
    "Filen visar mer än din profil nu visar dig. Begär en ny export.",
  "A profile stays with what it was made from. Make a new one instead.":
    "En profil utgår alltid från samma inbyggda. Gör en ny i stället.",
  "A company has 50 profiles of its own at the most. Delete one that nobody has.":
    "Ett företag har högst 50 egna profiler. Ta bort en som ingen har.",
  "There is no such profile any more.": "Profilen finns inte längre.",
  "There is a profile with this name already. Choose another name.":
    "Det finns redan en profil med det namnet. Välj ett annat.",
  "Somebody has this profile. Give them another one first, then delete it.":
    "Någon har profilen. Ge dem en annan först och ta sedan bort den.",
  "Choose a password other than the present one.": "Välj ett annat lösenord än det nuvarande.",
  "Choose a password of at least 12 characters.": "Välj ett lösenord med minst 12 tecken.",
  "Choose a password that does not contain your own name.": "Välj ett lösenord som inte innehåller ditt eget namn.",
  "That password is among the first to be guessed. Choose another one.":
    "Det lösenordet gissas bland de första. Välj ett annat.",
  "The present password is not right.": "Det nuvarande lösenordet stämmer inte.",
  "Everything in this selection is gone already.": "Allt i det här urvalet är redan borta.",
  "Nothing matches any more, so that there is nothing to select. Search again.":
    "Inget stämmer längre, så det finns inget att välja. Sök igen.",
  "This selection is over. Search again and select anew.": "Urvalet gäller inte längre. Sök igen och välj på nytt.",
  "The selection is too large for one erasure. Narrow it by period and erase it in parts.":
    "Urvalet är för stort för en enda radering. Begränsa tiden och radera det i delar.",
  "Too many people share what was typed. Leave the possible hits out, or type the whole number.":
    "För många personer delar det som skrevs. Uteslut de möjliga träffarna, eller skriv hela numret.",
  "Something of this company is being erased. The work is repeated by itself.":
    "Något hos företaget raderas just nu. Arbetet görs om av sig självt.",
  "Somebody with this e-mail address exists already.": "Någon med den e-postadressen finns redan.",
  "Somebody else adds sources at this moment. Try again.": "Någon annan lägger till källor just nu. Försök igen.",
  "There is no such certificate.": "Intyget finns inte.",
  "There is no such erasure.": "Raderingen finns inte.",
  "This is no public age key. It begins with age1; whoever will open the file makes one with age-keygen. A key that begins with AGE-SECRET-KEY is secret: keep it.":
    "Det här är ingen öppen age-nyckel. Den börjar med age1; den som ska öppna filen gör en med age-keygen. En nyckel som börjar med AGE-SECRET-KEY är hemlig: behåll den.",
  "This export has no manifest: it is not ready yet, or it never was.":
    "Exporten har ingen följesedel: den är inte klar än, eller blev det aldrig.",
  "The file that was written is not whole, and was destroyed. Ask for it again.":
    "Filen som skrevs är inte hel och förstördes. Begär den igen.",
  "The file could not be written, however often it was tried. Whoever runs Gallra finds the reason on the health page.":
    "Filen gick inte att skriva, hur många gånger det än försöktes. Den som driver Gallra hittar orsaken på hälsosidan.",
  "There is no such export.": "Exporten finns inte.",
  "There is no such company within your reach.": "Det finns inget sådant företag inom din räckvidd.",
  "There is no such person within your reach.": "Det finns ingen sådan person inom din räckvidd.",
  "This source does not exist.": "Källan finns inte.",
  "This erasure has started and cannot be undone.": "Raderingen har börjat och kan inte ångras.",
  "This export has no file: it is not ready yet, or over.": "Exporten har ingen fil: den är inte klar än, eller över.",
  "This link has been used, or its ten minutes are over. Ask for a new one.":
    "Länken är använd, eller dess tio minuter är slut. Be om en ny.",
  "This data has passed its retention time and can no longer be read.":
    "Uppgifterna har gallrats och kan inte längre läsas.",
  "The keyring is being changed; try again.": "Nyckelringen ändras just nu. Försök igen.",
  "The keyring is busy with other destructions; try again.": "Nyckelringen förstör något annat just nu. Försök igen.",
  "The keyring is behind its ledger. Start the worker, which replays it; until then nothing is served.":
    "Nyckelringen ligger efter sin liggare. Starta arbetaren, som spelar upp den; till dess visas ingenting.",
  "You cannot change your own profile or access. Ask a colleague who may.":
    "Du kan inte ändra din egen profil eller åtkomst. Be en kollega som får.",
  "You cannot give or take this profile. Ask somebody whose profile includes it.":
    "Du kan inte ge eller ta den profilen. Be någon vars profil omfattar den.",
  "You cannot give this profile. Ask somebody whose profile includes it.":
    "Du kan inte ge den profilen. Be någon vars profil omfattar den.",
  "You do not have the right to do this here. Ask an administrator of the company for it.":
    "Du har inte rätt att göra det här. Be en administratör på företaget om den.",
  "You may only shorten this. To keep it longer, ask the reseller to change the rule.":
    "Du får bara förkorta den. Be återförsäljaren ändra regeln om den ska vara längre.",
  "The folder of the source does not exist. Create it, or mount the share, on the machine of the collector.":
    "Källans mapp finns inte. Skapa den, eller montera den delade mappen, på insamlarens maskin.",
  "Sources may not read this folder. The operator allows it with gallra permit folder on the machine of the collector.":
    "Källor får inte läsa den här mappen. Driften tillåter den med gallra permit folder på insamlarens maskin.",
  "The folder of the source cannot be read. Give the user that runs Gallra read access to it.":
    "Källans mapp går inte att läsa. Ge användaren som kör Gallra läsrätt till den.",
  "The path of the source is no folder. Name the folder, and the file by its pattern.":
    "Källans sökväg är ingen mapp. Ange mappen, och filen med sitt mönster.",
  "The input cannot be used as it is.": "Det som skrevs går inte att använda som det är.",
  "Too many attempts. Wait {minutes} min and try again.": "För många försök. Vänta {minutes} min och försök igen.",
  "Confirm with your password that it is you, and try again.":
    "Bekräfta med ditt lösenord att det är du, och försök igen.",
  "Choose a password of your own first: sign in to the portal and change it there. The one you have was chosen by somebody else.":
    "Välj först ett eget lösenord: logga in i portalen och byt det där. Det du har har någon annan tagit fram.",
  "Your session has ended. Sign in again.": "Din inloggning har upphört. Logga in igen.",
  "The company has an administrator of its own, who adds the further ones.":
    "Företaget har en egen administratör, som lägger till fler.",
  "Only the company's own administrator gives this profile: it looks at the company's people.":
    "Bara företagets egen administratör ger den här profilen: den ser uppgifter om personer.",
  "The company's own administrator resets passwords there.": "Där tar företagets egen administratör fram nya lösenord.",
  "This is the company's last administrator. Make somebody else one first.":
    "Det här är företagets sista administratör. Gör först någon annan till det.",
  "Say which company the person belongs to.": "Ange vilket företag personen hör till.",
  "Too many people are signing in at once. Try again in a minute.":
    "För många loggar in samtidigt. Försök igen om en minut.",
  "Only a system administrator of the installation may do this.":
    "Bara installationens systemadministratör får göra det.",
  "A reason must not hold a number of anybody. Leave it away.":
    "Ett skäl får inte innehålla någons nummer. Utelämna det.",
  "This job is paused already. Let it go on first.": "Jobbet är redan pausat. Låt det fortsätta först.",
  "This job is not paused.": "Jobbet är inte pausat.",
  "Promises are kept by this job. It can be paused for 24 hours at most.":
    "Löften hänger på det här jobbet. Det kan pausas i högst 24 timmar.",
  "This job has not run since its last pause. Let it do its work before it is paused again.":
    "Jobbet har inte körts sedan den förra pausen. Låt det göra sitt arbete innan det pausas igen.",
  "This job is about something. It is asked for by what it is about.":
    "Jobbet gäller något bestämt. Det begärs där det hör hemma.",
  "A hundred requests wait for the worker already. Does it run?":
    "Hundra önskemål väntar redan på arbetaren. Är den igång?",
  // The last of them takes whatever a field is told that no sentence above is for.
  ...fieldFaultSentences,
};
