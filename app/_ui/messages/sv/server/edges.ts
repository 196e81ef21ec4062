/** Collectors at the customers, as the portal speaks of them. */
export const edgeSentences = {
  "A source that runs stays where it is. Stop it first, then say where it runs.":
    "En källa som körs stannar där den är. Stoppa den först och säg sedan var den ska köras.",
  "Another edge of the company has this name. Choose another one.":
    "En annan platsinsamlare hos företaget har det namnet. Välj ett annat.",
  "The edge of this source has no key to seal a credential to: it has not come yet, or was revoked. Enrol it first, or move the source.":
    "Källans platsinsamlare har ingen nyckel att försegla uppgifter till: den har inte kommit än, eller är återkallad. Skriv in den först, eller flytta källan.",
  "The edge that ran this source may still hold something that it has not handed over. Let it finish, which takes half a minute at most once it is heard of, or revoke it if it is gone, then move the source.":
    "Platsinsamlaren som körde källan kan ännu hålla något som den inte har lämnat över. Låt den bli klar, vilket tar högst en halv minut när den hörs av, eller återkalla den om den är borta, och flytta sedan källan.",
  "The source was moved to another machine meanwhile. Save it again.":
    "Källan flyttades till en annan maskin under tiden. Spara den igen.",
  "This edge does not exist, or was revoked before.": "Platsinsamlaren finns inte, eller är redan återkallad.",
  "This edge does not exist.": "Platsinsamlaren finns inte.",
  "This edge is enrolled already, or revoked. For another machine, add another edge.":
    "Platsinsamlaren är redan inskriven, eller återkallad. Lägg till en annan för en annan maskin.",
  "This is no code of an edge. Copy the whole line that the portal shows.":
    "Det här är ingen kod för en platsinsamlare. Kopiera hela raden som portalen visar.",
  "What the portal wants this edge to do cannot be read.":
    "Det som portalen vill att platsinsamlaren ska göra kan inte läsas.",
  "The edge is not heard of, so nothing can be tried there. See that its machine runs and reaches this portal, then test again.":
    "Platsinsamlaren hörs inte av, så inget kan prövas där. Se till att dess maskin är igång och når portalen, och pröva igen.",
  "The source runs there already.": "Källan körs redan där.",
  "This edge does not exist, or was revoked. Choose another place for the source.":
    "Platsinsamlaren finns inte, eller är återkallad. Välj en annan plats för källan.",
  "This edge has not come yet, so it cannot try anything. Enrol it with its code, then test again.":
    "Platsinsamlaren har inte kommit än, så den kan inte pröva något. Skriv in den med dess kod och pröva igen.",
} as const;
