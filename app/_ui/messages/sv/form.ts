import type { Translation } from "../../words.ts";
import type { form as english } from "../en/form.ts";

export const form: Translation<typeof english> = {
  "form.busy": "Ett ögonblick",
  "form.reason": "Skäl",
  "form.missing": "Fyll i ”{label}”.",
  "form.choose": "Välj något under ”{label}”.",
  "form.tooShort": { one: "Skriv minst {count} tecken.", other: "Skriv minst {count} tecken." },
  "form.tooLong": { one: "Skriv högst {count} tecken.", other: "Skriv högst {count} tecken." },
  "form.range": "Skriv ett heltal mellan {min} och {max}.",
  "form.number": "Skriv ett heltal.",
  "form.email": "Skriv en e-postadress, till exempel anna@example.com.",
  "form.pattern": "”{label}” kan inte skrivas så.",
  "progress.share": "{share} %",
  "progress.almost": "snart klart",
  "progress.seconds": { one: "ungefär {count} sekund kvar", other: "ungefär {count} sekunder kvar" },
  "progress.minutes": { one: "ungefär {count} minut kvar", other: "ungefär {count} minuter kvar" },
  "progress.hours": { one: "ungefär {count} timme kvar", other: "ungefär {count} timmar kvar" },
  "table.columns": "Kolumner",
  "table.page": "{from}–{to} av {of}",
  "table.previous": "Föregående",
  "table.next": "Nästa",
};
