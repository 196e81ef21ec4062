/** Search, views, reveal, erasure, retention and audit. */
export const data = {
  "There is no such product or data class.": "Produkten eller dataklassen finns inte.",
  "The selection holds {1} calls now, not {2}. Look at the preview again and type that number.":
    "Urvalet har nu {1} samtal, inte {2}. Se på förhandsvisningen igen och skriv det antalet.",
  "The plan of this erasure is gone.": "Planen för raderingen är borta.",
  "This value is masked to everybody by the company's retention rule. Nobody can show it; it is deleted when its time is over.":
    "Värdet är maskerat för alla enligt företagets gallringsregel. Ingen kan visa det; det raderas när dess tid är ute.",
  "The selection of this export is gone.": "Exportens urval är borta.",
  "The rows of this export do not add up.": "Exportens rader går inte ihop.",
  "What this manifest shows is not what was signed.": "Det som följesedeln visar är inte det som undertecknades.",
  "This file is no manifest: expected JSON with the fields statement and jws.":
    "Filen är ingen följesedel: JSON med fälten statement och jws väntades.",
  "Only a person can reveal a value.": "Bara en person kan visa ett värde.",
  "You have shown {1} values within an hour, and no more are shown. Wait a while, or ask for an export.":
    "Du har visat {1} värden på en timme, och fler visas inte. Vänta en stund, eller be om en export.",
  "You have searched {1} times within an hour, and no more are answered until {2}. The company's data protection officer sees this in the audit.":
    "Du har sökt {1} gånger på en timme, och fler svar ges inte förrän {2}. Företagets dataskyddsombud ser det i granskningsloggen.",
  "You keep {1} exports already that have not been fetched. Fetch or delete one first, or wait until the oldest is over.":
    "Du har redan {1} exporter som inte har hämtats. Hämta eller ta bort en först, eller vänta tills den äldsta är över.",
  "The company keeps {1} exports already. Delete one first, or wait until the oldest is over.":
    "Företaget har redan {1} exporter. Ta bort en först, eller vänta tills den äldsta är över.",
  "Your profile hides these values, so that no pattern finds them.":
    "Din profil döljer de här värdena, så inget mönster hittar dem.",
  "Views belong to people; sign in as one.": "Vyer hör till personer; logga in som en.",
  "Give the view a name without a telephone or identity number: names are read by others and never erased by rule.":
    "Ge vyn ett namn utan telefon- eller personnummer: namnet läses av andra och gallras aldrig.",
  "You keep {1} views already. Remove one you no longer use.":
    "Du har redan {1} vyer. Ta bort en som du inte längre använder.",
  "There is no such view of yours. Save it as a new one.": "Du har ingen sådan vy. Spara den som en ny.",
  "Your profile does not show extensions, so that a view cannot keep one.":
    "Din profil visar inte anknytningar, så en vy kan inte spara någon.",
  "Your profile does not show extensions, so that it cannot sort by them.":
    "Din profil visar inte anknytningar, så det går inte att sortera efter dem.",
  "No call has this extension or queue. Leave it out of the view, or correct it.":
    "Inget samtal har den anknytningen eller kön. Utelämna den ur vyn, eller rätta den.",
  "Too many files are being locked at once. Try again in a minute.":
    "För många filer krypteras samtidigt. Försök igen om en minut.",
  "This page belongs to another list. Search again and turn the pages from its first.":
    "Sidan hör till en annan lista. Sök igen och bläddra från den första.",
  "More than 10,000 calls match; only their date can order so many. Narrow them by period or source, or sort by date.":
    "Fler än 10 000 samtal stämmer; så många kan bara ordnas efter datum. Begränsa tiden eller källan, eller sortera efter datum.",
  "A shorter rule has just taken hold, and what is past it goes first. Try again in a minute; if it lasts, see that the worker runs.":
    "En kortare regel har just börjat gälla, och det som är äldre än den gallras först. Försök igen om en minut; hjälper det inte, se efter att arbetaren är igång.",
  "Somebody has just changed this rule. Look at it again.": "Någon har just ändrat regeln. Se på den igen.",
  "Clean-up does not wait: there is nothing to confirm.": "Gallringen väntar inte: det finns inget att bekräfta.",
  "This change is gone. Look at the list again.": "Ändringen är borta. Se på listan igen.",
  "Only who asked for a change may withdraw it. The company may decline it.":
    "Bara den som bad om en ändring får ta tillbaka den. Företaget får avslå den.",
  "You asked for this change yourself: somebody else of the company has to decide.":
    "Du bad själv om ändringen: någon annan på företaget måste besluta.",
  "This change does not wait any more. Look at the list again.": "Ändringen väntar inte längre. Se på listan igen.",
  "The clocks of this machine and of the databases disagree by more than five minutes. Nothing is destroyed until they agree.":
    "Datorns och databasernas klockor skiljer sig mer än fem minuter. Inget förstörs förrän de går lika.",
  "The last clean-up is more than two days old. Look at the clock, then confirm with: gallra sweep --confirm-clock":
    "Den senaste gallringen är mer än två dygn gammal. Se efter vad klockan är, och bekräfta sedan med: gallra sweep --confirm-clock",
  "Archiving is not possible yet. Choose delete, truncate or mask; take an export first where it is needed.":
    "Arkivering går inte än. Välj radera, korta eller maskera; ta en export först om den behövs.",
  "Only a full personal identity number (class ssn) can be truncated.": "Bara ett helt personnummer kan kortas.",
  "Masked after {1} days would never happen: it is deleted after {2}. Name fewer days.":
    "Maskering efter {1} dagar skulle aldrig inträffa: det raderas efter {2}. Ange färre dagar.",
  "Only numbers, identity numbers and names are shown, so only they can be masked.":
    "Bara nummer, personnummer och namn visas, så bara de kan maskeras.",
  "The operator of this installation lets class {1} be kept for {2} days at most (set {3}). Choose {4} days or fewer, or ask the operator.":
    "Installationens drift låter klassen {1} sparas i högst {2} dagar. Välj {4} dagar eller färre, eller fråga driften.",
  "The operator of this installation wants class {1} kept for {2} days at least (set {3}). Choose {4} days or more, or ask the operator.":
    "Installationens drift vill att klassen {1} sparas i minst {2} dagar. Välj {4} dagar eller fler, eller fråga driften.",
  "A rule is being applied or a person erased in this company; try again in a minute.":
    "En regel tillämpas eller en person raderas hos företaget; försök igen om en minut.",
  "The audit is being verified already. Its result appears here when it is done.":
    "Granskningsloggen kontrolleras redan. Resultatet visas här när det är klart.",
  "Another process signs heads of this audit; try again.":
    "En annan process undertecknar granskningsloggen; försök igen.",
  "The last of the signed heads of an audit cannot be read. Run gallra audit verify, and put the file back from its copy.":
    "Granskningsloggens senaste underskrift går inte att läsa. Kör gallra audit verify, och lägg tillbaka filen från dess kopia.",
  "An audit is kept for {1} days at least.": "En granskningslogg sparas i minst {1} dagar.",
  "The file cannot be read. Check its name and that this user may read it.":
    "Filen går inte att läsa. Kontrollera namnet och att användaren får läsa den.",
  "This file is no exported audit: its first line must be the one that Gallra writes. Export the audit again.":
    "Filen är ingen exporterad granskningslogg: den första raden ska vara den som Gallra skriver. Exportera den igen.",
  "Two persons are needed, and the account of one of you was made, or given a password or rights, less than a week ago. It counts from {1} on; somebody else of the company may decide before.":
    "Det behövs två personer, och en av era användare skapades, eller fick lösenord eller rättigheter, för mindre än en vecka sedan. Den räknas från och med {1}; någon annan i företaget kan besluta innan dess.",
  "Somebody in this selection is being erased already, or has just expired. Wait until that erasure is done or undone, and select anew.":
    "Någon i urvalet håller redan på att raderas, eller har just gallrats. Vänta tills den raderingen är klar eller ångrad, och gör ett nytt urval.",
  "{1} erasures of this company wait already. Decide on them, or wait until they begin.":
    "{1} raderingar i företaget väntar redan. Besluta om dem, eller vänta tills de börjar.",
  "Something else of this company was just being erased or held. Nothing has been asked for yet: try again.":
    "Något annat i företaget höll just på att raderas eller bevaras. Inget har begärts än: försök igen.",
  "The reference holds what reads like somebody's number. Give the number of the case, for example KS 2026-1234.":
    "Beteckningen innehåller något som ser ut som någons nummer. Ange ärendets beteckning, till exempel KS 2026-1234.",
} as const;
