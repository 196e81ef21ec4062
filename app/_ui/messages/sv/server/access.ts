/** Sign-in, people, companies and rights. */
export const access = {
  "Sign in first.": "Logga in först.",
  "Your session has ended. Sign in again.": "Din session är slut. Logga in igen.",
  "Confirm with your password that it is you, and try again.":
    "Bekräfta med ditt lösenord att det är du, och försök igen.",
  "The email and the password do not belong together. Check both and try again.":
    "E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.",
  "Too many people are signing in at once. Try again in a minute.":
    "Många loggar in på en gång. Försök igen om en minut.",
  "Choose a password of at least {1} characters.": "Välj ett lösenord med minst {1} tecken.",
  "Choose a password of at most {1} characters.": "Välj ett lösenord med högst {1} tecken.",
  "Choose a password of your own first: sign in to the portal and change it there. The one you have was chosen by somebody else.":
    "Välj ett eget lösenord först: logga in i portalen och byt det där. Det du har valdes av någon annan.",
  "The secret for sign-in cookies is missing from the home. Start Gallra with npm start, which makes it.":
    "Hemligheten för inloggningskakor saknas i hemmet. Starta Gallra med npm start, som skapar den.",
  "Say which reseller the company belongs to.": "Ange vilken återförsäljare företaget hör till.",
  "Say which reseller the person works for.": "Ange vilken återförsäljare personen arbetar för.",
  "Say which company the person belongs to.": "Ange vilket företag personen hör till.",
  "The company has an administrator of its own, who adds the further ones.":
    "Företaget har en egen administratör, som lägger till fler.",
  "Only the company's own administrator gives this profile: it looks at the company's people.":
    "Bara företagets egen administratör ger den profilen: den ser företagets personer.",
  "The company's own administrator resets passwords there.":
    "Företagets egen administratör återställer lösenorden där.",
  "This is the company's last administrator. Make somebody else one first.":
    "Det här är företagets sista administratör. Gör någon annan till administratör först.",
  "Only a system administrator of the installation may do this.":
    "Det här får bara installationens systemadministratör göra.",
  "There is no such company. Choose one of your own companies.": "Företaget finns inte. Välj ett av dina egna företag.",
  "This company does not exist.": "Företaget finns inte.",
} as const;
