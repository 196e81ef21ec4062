import type { Translation } from "../../words.ts";
import type { account as english } from "../en/account.ts";

export const account: Translation<typeof english> = {
  "stepUp.title": "Bekräfta att det är du",
  "stepUp.why":
    "Den som raderar, exporterar, visar hela nummer eller ändrar rättigheter får ange lösenordet igen när det har gått mer än 15 minuter.",
  "stepUp.password": "Ditt lösenord",
  "stepUp.submit": "Fortsätt",
  "me.forced.title": "Välj ett eget lösenord",
  "me.forced.why":
    "Lösenordet du loggade in med har någon annan tagit fram. Tills du har bytt det går inget annat att göra.",
  "session.title": "Inloggningar",
  "session.ofPerson": "Personens inloggningar",
  "session.column.place": "Var",
  "session.column.address": "Adress",
  "session.column.seen": "Senast använd",
  "session.column.started": "Inloggad",
  "session.column.ends": "Upphör senast",
  "session.here": "den här",
  "session.cli": "kommandoraden",
  "session.on": "{browser} på {system}",
  "session.browser.other": "annan webbläsare",
  "session.system.other": "annat system",
  "session.end": "Logga ut",
  "session.endOthers": { one: "Logga ut {count} annan", other: "Logga ut {count} andra" },
  "session.endAll": "Logga ut överallt",
  "session.ended": "Utloggad. Nästa anrop därifrån avvisas.",
  "session.endedCount": { one: "{count} inloggning avslutades.", other: "{count} inloggningar avslutades." },
  "session.show": "Visa inloggningarna",
  "session.none": "Inte inloggad någonstans.",
  "session.limits":
    "En inloggning upphör när den inte har använts på {minutes} minuter, och senast {hours} timmar efter att den började.",
  "people.search": "Namn eller e-post",
  "people.found": { one: "{count} person", other: "{count} personer" },
  "people.state.any": "alla lägen",
  "people.state.active": "aktiva",
  "people.state.disabled": "avstängda",
  "people.state.never": "aldrig inloggade",
  "people.state.change": "måste byta lösenord",
  "people.never": "Aldrig inloggad",
  "people.mustChange": "Måste byta lösenord",
  "people.column.company": "Företag",
  "people.access": "Åtkomst",
  "people.disable.help":
    "Loggas ut genast och kan inte logga in igen. Det personen har gjort står kvar i granskningen.",
  "people.enable.help": "Personen får logga in igen med det lösenord som gällde.",
  "people.reset": "Ta fram ett nytt lösenord",
  "people.reset.help":
    "Ett nytt lösenord tas fram och visas en gång. Personen loggas ut överallt och måste välja ett eget vid nästa inloggning.",
  "people.reset.confirm": "Ta fram lösenordet",
  "people.password.once":
    "Det här visas en gång. Lämna över det personligen: det går bara att använda för att välja ett eget lösenord.",
  "people.password.handed": "Jag har noterat det",
  "audit.action.session.close": "Loggade ut",
  "audit.action.session.step-up-refused": "Angav fel lösenord",
  "audit.action.password.refused": "Angav fel nuvarande lösenord",
};
