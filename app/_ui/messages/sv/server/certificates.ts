/** What an erasure's signed statement says of what remains; the statement itself stays as it was signed. */
export const certificates = {
  "destroyed keys in copies of the keyring taken before": "förstörda nycklar i kopior av nyckelringen från tiden innan",
  "copies of the keyring cluster that somebody kept by hand with its root key; Gallra makes none":
    "kopior av nyckelringens kluster som någon själv har sparat tillsammans med rotnyckeln; Gallra gör inga",
  "files as they came, in copies taken before they were read": "filer som de kom, i kopior från innan de lästes",
  "copies of the inbox; they open until their day's key is destroyed":
    "kopior av inkorgen; de går att öppna tills dygnets nyckel förstörs",
  "raw records without their numbers, in segments as they were before":
    "rådata utan sina nummer, i segment som de såg ut innan",
  "copies of the data cluster; they open until their day's key ends":
    "kopior av dataklustret; de går att öppna tills dygnets nyckel tar slut",
  "dead rows of the keyring": "döda rader i nyckelringen",
  "its own disk, until the next scrub": "dess egen disk, tills den skrivs om nästa gång",
  "segments not read yet; the number is left out when they are":
    "segment som inte är lästa än; numret utelämnas när de läses",
  inbox: "inkorgen",
  "lines no driver understood": "rader som ingen drivrutin förstod",
  "undefined lines": "rader som inte förstods",
  "exported files": "exporterade filer",
  exports: "exporterna",
  "rows that the re-search still found": "rader som den nya sökningen ändå hittade",
  "data cluster and keyring": "dataklustret och nyckelringen",
  "sealed values that do not open and could not be looked into":
    "förseglade värden som inte går att öppna och inte kunde genomsökas",
  "data cluster and inbox": "dataklustret och inkorgen",
  "This erasure does not wait any more. Look at the list again.": "Raderingen väntar inte längre. Se på listan igen.",
  "Only who asked for an erasure may withdraw it. Somebody else may decline it.":
    "Bara den som bad om en radering får dra tillbaka den. Någon annan får avslå den.",
  "You asked for this erasure yourself: somebody else of the company has to decide.":
    "Du bad själv om raderingen: någon annan på företaget måste bestämma.",
  "Write the beginning of your own numbers with the country in front, as +46 8 465 00: five digits at least and ten at most.":
    "Skriv början på era egna nummer med landet först, som +46 8 465 00: minst fem siffror och högst tio.",
} as const;
