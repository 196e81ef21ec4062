import type { Translation } from "../../words.ts";
import type { guide as english } from "../en/guide.ts";

export const guide: Translation<typeof english> = {
  "guide.title": "Första stegen",
  "guide.done": "{done} av {of} klara",
  "guide.putAway": "Lägg undan guiden",
  "guide.ticked": "klart",
  "guide.choose": "Välj först vilket företag du ska arbeta med.",
  "guide.handOver":
    "Din del är klar. Företagets administratör loggar in, lägger till en källa och gör den första sökningen.",
  "guide.show": "Visa första stegen",
  "guide.company": "Ett företag",
  "guide.company.help": "Det får egna nycklar, och allt som samlas in stannar inom företaget.",
  "guide.company.go": "Lägg till ett företag",
  "guide.people": "Personer",
  "guide.people.help": "Någon som administrerar företaget, och dess dataskyddsombud.",
  "guide.people.go": "Lägg till personer",
  "guide.source": "En källa",
  "guide.source.help": "Mappen där växeln skriver sina samtalsposter. Prova den innan du sparar.",
  "guide.source.go": "Lägg till en källa",
  "guide.collected": "De första samtalen",
  "guide.collected.help": "Starta källan. Det som ligger i mappen läses genast, det som kommer sedan allteftersom.",
  "guide.collected.go": "Starta källan",
  "guide.retention": "Vad som sparas, och hur länge",
  "guide.retention.help": "Varje slags uppgift har sin regel; det som ska bort gallras av sig självt varje natt.",
  "guide.retention.go": "Se reglerna",
  "guide.search": "En första sökning",
  "guide.search.help": "Ett nummer, hur det än skrivs, hittar alla samtal det var med i.",
  "guide.search.go": "Sök",
  "demo.title": "Demodata",
  "demo.off": "Tre påhittade företag med 130 dagars samtal att se sig om i. Allt kan tas bort igen.",
  "demo.on": "Demodata finns: {names}. Personernas lösenord står i first-sign-in.json i hemmet.",
  "demo.load": "Läs in demodata",
  "demo.loading": "Demodata läses in, steg {done} av {of}",
  "demo.removing": "Demodata tas bort, steg {done} av {of}",
  "demo.remove": "Ta bort demodata",
  "demo.remove.help":
    "Företagen försvinner med källor, samtal, filer, nycklar och personer, också i säkerhetskopior. Andra företag berörs inte.",
  "demo.removeNow": "Ta bort demodata för gott",
  "demo.failed":
    "Det senaste försöket misslyckades och görs om av sig självt. Arbetarens logg berättar vad slags fel det var.",
  "demo.cancelled": "Det senaste försöket avbröts. Det som redan var gjort står kvar.",
};
