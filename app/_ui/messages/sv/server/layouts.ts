/** Layouts: made, saved and used. */
export const layouts = {
  "Give either a saved layout or the layout's text, not both.":
    "Ange antingen en sparad layout eller layoutens text, inte båda.",
  "The layout of this source is not there. Choose another version.":
    "Källans layout finns inte. Välj en annan version.",
  "There is no such layout. The list shows those there are.": "Layouten finns inte. Listan visar dem som finns.",
  "This layout has no such version.": "Layouten har ingen sådan version.",
  "Leave numbers out of the name of a layout: say which system it is for.":
    "Skriv inga nummer i en layouts namn: skriv vilket system den är för.",
  "A text of this layout looks like somebody's number. A layout is kept in plain: write columns and words, never a number.":
    "En text i layouten ser ut som någons nummer. En layout sparas i klartext: skriv kolumner och ord, aldrig ett nummer.",
  "Somebody else saves a layout at this moment. Try again.": "Någon annan sparar en layout just nu. Försök igen.",
  "Another layout has this name already. Choose another one.": "En annan layout har redan det namnet. Välj ett annat.",
  "Somebody else has saved a newer version meanwhile. Take the layout's JSON along, open the newest version and compare.":
    "Någon annan har sparat en nyare version under tiden. Ta med layoutens JSON, öppna den nyaste versionen och jämför.",
  "A layout has at most {1} versions. Save it as a new one.": "En layout har högst {1} versioner. Spara den som en ny.",
  "A source is read with this layout. Give the source another layout first.":
    "En källa läses med layouten. Ge källan en annan layout först.",
  "No columns are found in this sample. Take ten to twenty whole lines with calls in them, or fill in the form by hand.":
    "Inga kolumner hittas i provet. Ta tio till tjugo hela rader med samtal i, eller fyll i formuläret för hand.",
} as const;
