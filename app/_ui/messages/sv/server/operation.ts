/** Jobs, and what the API itself says. */
export const operation = {
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
