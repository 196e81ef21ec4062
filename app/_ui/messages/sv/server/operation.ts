/** Jobs, and what the API itself says. */
export const operation = {
  "This job is about something. It is asked for by what it is about.":
    "Jobbet gäller något bestämt. Det begärs där det hör hemma.",
  "A hundred requests wait for the worker already. Does it run?":
    "Hundra begäranden väntar redan på arbetaren. Är den igång?",
  "A reason must not hold a number of anybody. Leave it away.":
    "Ett skäl får inte innehålla någons nummer. Utelämna det.",
  "This job is paused already. Let it go on first.": "Jobbet är redan pausat. Låt det gå vidare först.",
  "This job is not paused.": "Jobbet är inte pausat.",
  "Promises are kept by this job. It can be paused for 24 hours at most.":
    "Jobbet håller löften. Det kan pausas i högst 24 timmar.",
  "This job has not run since its last pause. Let it do its work before it is paused again.":
    "Jobbet har inte körts sedan förra pausen. Låt det göra sitt innan det pausas igen.",
  "The portal and the server do not understand each other. Reload the page.":
    "Portalen och servern förstår inte varandra. Ladda om sidan.",
  'The field "{1}" cannot be used as it is.': "Fältet går inte att använda som det är.",
  'The field "{1}" is a day, written like 2026-11-22.': "Fältet är en dag, skriven som 2026-11-22.",
  'The field "{1}" is an id, copied from where it is shown.': "Fältet är en beteckning, kopierad därifrån den visas.",
  'The field "{1}" needs at least {2} characters.': "Fältet behöver minst {2} tecken.",
  'The field "{1}" takes at most {2} characters.': "Fältet rymmer högst {2} tecken.",
  'The field "{1}" is at least {2}.': "Fältet är minst {2}.",
  'The field "{1}" is at most {2}.': "Fältet är högst {2}.",
  'The field "{1}" is one of {2}.': "Fältet är något av {2}.",
  "A short name has small letters (a to z), digits and hyphens, and begins with a letter or a digit, such as ekdala.":
    "Ett kortnamn har små bokstäver (a till z), siffror och bindestreck och börjar med en bokstav eller siffra, till exempel ekdala.",
  "The demo is being loaded or removed at this moment. Wait for it, or cancel it.":
    "Demodata läses in eller tas bort just nu. Vänta tills det är klart, eller avbryt.",
  "The demo is loaded already.": "Demodata finns redan.",
  "There is no demo to remove.": "Det finns ingen demo att ta bort.",
  "Nothing is being done to the demo.": "Inget görs med demodata just nu.",
} as const;
