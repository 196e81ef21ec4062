import type { Sentences } from "../../../sentences.ts";

export const alarmSentences: Sentences = {
  "Twenty recipients at most. Remove one, or name an address that several people read.":
    "Högst tjugo mottagare. Ta bort en, eller ange en adress som flera läser.",
  "This recipient does not exist any more.": "Mottagaren finns inte längre.",
  "Name at least one kind of alarm.": "Ange minst ett slag av larm.",
  "Name only kinds of alarms that you may see yourself.": "Ange bara slag av larm som du själv får se.",
  "Of the installation itself every alarm is told.": "Om själva installationen skickas varje larm.",
  "This address is told already.": "Adressen får redan larm.",
  "Enter the address of the webhook.": "Ange webhookens adress.",
  "Enter the address together with the secret.": "Ange adressen tillsammans med hemligheten.",
  "The host name is too long.": "Värdnamnet är för långt.",
  "Ten tests within ten minutes at most. Wait a little.": "Högst tio prov på tio minuter. Vänta lite.",
  "A key of the alarm messages is missing from the folder secrets, or damaged. Put it back from your copy of the secrets, or start Gallra anew, which makes it where there was none.":
    "En nyckel för larmutskicken saknas i mappen secrets, eller är skadad. Lägg tillbaka den från er kopia av hemligheterna, eller starta om Gallra, som gör den där ingen fanns.",
  "Write one address, such as drift@example.org, without a name beside it.":
    "Skriv en adress, som drift@example.org, utan namn bredvid.",
  "Write the fingerprint as SHA256: followed by 32 pairs of digits with a colon between them.":
    "Skriv fingeravtrycket som SHA256: och sedan 32 par av siffror med kolon emellan.",
  "Write an address that begins with https:// and holds neither a user name nor a #.":
    "Skriv en adress som börjar med https:// och varken har användarnamn eller #.",
  "A secret begins with whsec_ and goes on in base64.": "En hemlighet börjar med whsec_ och fortsätter i base64.",
  "Enter the user and the password together: neither is kept from before.":
    "Ange användare och lösenord tillsammans: inget av dem sparas från förut.",
  "Write a host name or an address, such as mail.example.org.":
    "Skriv ett värdnamn eller en adress, som mail.example.org.",
  "Write where people open the portal, such as https://gallra.example, and nothing after it.":
    "Skriv var portalen öppnas, som https://gallra.example, och inget därefter.",
};
