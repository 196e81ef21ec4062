/** Rules, disposal decisions and what is collected. */
export const rules = {
  "This company is a public body and holds records that only its disposal decisions may end. Its kind can change when nothing is held any more.":
    "Företaget är en myndighet och har handlingar som bara får gallras enligt dess beslut. Slaget kan ändras när inget finns kvar.",
  "This company is a public body, and no disposal decision covers {1} of product {2}. Record the decision under Retention, Disposal decisions, then start the source.":
    "Företaget är en myndighet, och inget gallringsbeslut omfattar {1} för produkten {2}. Registrera beslutet under Gallring, Gallringsbeslut, och starta sedan källan.",
  "A ground is recorded already. Withdraw it first to record another one.":
    "En grund är redan angiven. Ta tillbaka den först för att ange en annan.",
  "No ground is recorded: nothing is stored, and there is nothing to withdraw.":
    "Ingen grund är angiven: inget lagras, och det finns inget att ta tillbaka.",
  "Nobody asked for this by name, so the cool-down cannot be skipped.":
    "Ingen bad om det här under eget namn, så betänketiden kan inte hoppas över.",
  "This decision is gone, or has ended already. Look at the list again.":
    "Beslutet finns inte, eller har redan upphört. Se på listan igen.",
  "Only a public body disposes by decision. The nights of this company stand under Retention.":
    "Bara en myndighet gallrar enligt beslut. Det här företagets nätter står under Gallring.",
  "Only a public body needs disposal decisions. Change the company's kind first.":
    "Bara en myndighet behöver gallringsbeslut. Ändra först vilket slag av företag det är.",
  "The disposal decision lets class {1} be kept for {2} days at most. Choose {3} days or fewer.":
    "Gallringsbeslutet låter {1} sparas högst {2} dagar. Välj {3} dagar eller färre.",
  "The disposal decision wants class {1} kept for {2} days at least. Choose {3} days or more.":
    "Gallringsbeslutet kräver att {1} sparas minst {2} dagar. Välj {3} dagar eller fler.",
  "The decision lies in the future. Give the day on which it was taken.":
    "Beslutet ligger i framtiden. Ange dagen då det fattades.",
  "A decision that holds covers some of this already. End that one first.":
    "Ett beslut som gäller omfattar redan något av det här. Avsluta det först.",
  "The decision names {1} of {2} twice. Name each once.": "Beslutet nämner {1} för {2} två gånger. Nämn varje en gång.",
  "This company is a public body: its call records{1} are public records, and no disposal decision covers them. Nothing is erased until the decision is recorded under Retention, Disposal decisions. Answer the person with this reason (Archives Act, section 10; GDPR Article 17(3)).":
    "Företaget är en myndighet: dess samtalsuppgifter{1} är allmänna handlingar, och inget gallringsbeslut omfattar dem. Inget raderas förrän beslutet är registrerat under Gallring, Gallringsbeslut. Svara personen med det här skälet (10 § arkivlagen, artikel 17.3 i dataskyddsförordningen).",
  "This company is a public body, and no disposal decision covers {1} of product {2}: no rule runs for it. Record the decision first, under Disposal decisions.":
    "Företaget är en myndighet, och inget gallringsbeslut omfattar {1} för produkten {2}: ingen regel verkar för det. Registrera beslutet först, under Gallringsbeslut.",
} as const;
