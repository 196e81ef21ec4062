import type { Translation } from "../../words.ts";
import type { auditRule as english } from "../en/audit-rule.ts";

export const auditRule: Translation<typeof english> = {
  "class.audit": "Granskningslogg",
  "auditRule.title": "Granskningsloggen",
  "auditRule.change": "Hur länge granskningsloggen sparas",
  "auditRule.lead":
    "Vem som gjort vad sparas så länge; därefter gallras det varje natt, och en signerad kontrollpunkt står kvar i stället.",
  "auditRule.there": {
    one: "Det finns {count} post, från {day}.",
    other: "Det finns {count} poster, den äldsta från {day}.",
  },
  "auditRule.days": "Dagar efter postens dag",
  "auditRule.least": { one: "Minst {count} dag.", other: "Minst {count} dagar." },
  "auditRule.goes": {
    one: "{count} post försvinner genast och kan inte återskapas.",
    other: "{count} poster försvinner genast och kan inte återskapas.",
  },
  "auditRule.goesOn": {
    one: "{day} försvinner {count} post och kan inte återskapas. Fram till dess går det att ångra.",
    other: "{day} försvinner {count} poster och kan inte återskapas. Fram till dess går det att ångra.",
  },
  "auditRule.cooling": {
    one: "{day} försvinner {count} post ur granskningsloggen, av det som finns nu.",
    other: "{day} försvinner {count} poster ur granskningsloggen, av det som finns nu.",
  },
  "auditRule.monthsEnd": {
    one: "Nyckeln till {count} månad förstörs: ingen kan längre se vem månadens poster gällde.",
    other: "Nycklarna till {count} månader förstörs: ingen kan längre se vem de månadernas poster gällde.",
  },
  "auditRule.monthsMoved": {
    one: "Nyckeln till {count} månad får ett annat slut.",
    other: "Nycklarna till {count} månader får ett annat slut.",
  },
  "auditRule.checkpoint":
    "Kedjan går att kontrollera från kontrollpunkten. Det som fanns före den styrks bara av kopior av de signerade huvudena.",
};
