/** Statistics and guards. */
export const processingSentences = {
  "A week has seven days.": "En vecka har sju dagar.",
  "A day has at most three stretches of hours.": "En dag har högst tre tidsspann.",
  "Hours end after they begin. A night goes until 24:00, and from 00:00 the day after.":
    "Tider slutar efter att de börjat. En natt går till 24:00, och från 00:00 dagen därpå.",
  "The hours of a day follow on each other.": "En dags tider kommer efter varandra.",
  "At most 200 closed days can be listed. Take away those that are over.":
    "Högst 200 stängda dagar kan anges. Ta bort de som har varit.",
  "The period is longer than {1} days. Choose a shorter one.": "Perioden är längre än {1} dagar. Välj en kortare.",
  "That is more than 50,000 transfer sessions. Choose a shorter period, or one source.":
    "Det är mer än 50 000 överföringar. Välj en kortare period eller en enda källa.",
  "That is more than 50,000 days of sources. Choose a shorter period, or one source.":
    "Det är mer än 50 000 dagar sammanlagt för källorna. Välj en kortare period eller en enda källa.",
  "No guard is set here.": "Här finns ingen bevakning.",
  "This alarm does not exist, or somebody looks after it already.":
    "Larmet finns inte, eller så tar någon redan hand om det.",
} as const;
