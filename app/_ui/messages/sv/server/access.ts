/** Sign-in, people, companies and rights. */
export const access = {
  "Sign in first.": "Logga in först.",
  "The email and the password do not belong together. Check both and try again.":
    "E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.",
  "Choose a password of at least {1} characters.": "Välj ett lösenord med minst {1} tecken.",
  "Choose a password of at most {1} characters.": "Välj ett lösenord med högst {1} tecken.",
  "The secret for sign-in cookies is missing from the home. Start Gallra with npm start, which makes it.":
    "Hemligheten för inloggningskakor saknas i hemmet. Starta Gallra med npm start, som skapar den.",
  "Say which reseller the company belongs to.": "Ange vilken återförsäljare företaget hör till.",
  "Say which reseller the person works for.": "Ange vilken återförsäljare personen arbetar för.",
  "There is no such company. Choose one of your own companies.": "Företaget finns inte. Välj ett av dina egna företag.",
  "This company does not exist.": "Företaget finns inte.",
} as const;
