import type { Translation } from "../../../words.ts";
import type { ftp as english } from "../../en/transports/ftp.ts";

/** Filer över FTP, så som källans formulär visar dem. */
export const ftp: Translation<typeof english> = {
  "transport.ftp": "FTP och FTPS",
  "transport.ftp.help":
    "Filer på en annan maskin. Under TLS krypterat, och servern känns igen på sitt certifikat; ren FTP skickar lösenord och samtal i klartext. Inget går förlorat så länge filerna ligger kvar.",
  "transport.ftp.host": "Värd",
  "transport.ftp.host.help": "Serverns namn eller adress. Driften tillåter dess nät först.",
  "transport.ftp.port": "Port",
  "transport.ftp.port.help": "21; för implicit TLS oftast 990.",
  "transport.ftp.security": "Kryptering",
  "transport.ftp.security.help":
    "Explicit TLS begärs på den vanliga porten; implicit TLS talas från första byten. Utan den läser alla på vägen lösenord och samtal.",
  "transport.ftp.security.explicit": "TLS, explicit",
  "transport.ftp.security.implicit": "TLS, implicit",
  "transport.ftp.security.none": "ingen: klartext",
  "transport.ftp.trust": "Vem som är betrodd",
  "transport.ftp.trust.help":
    "Certifikatet som du godtar, eller ett som en känd utfärdare har ställt ut på värdens namn.",
  "transport.ftp.trust.pin": "det godtagna certifikatet",
  "transport.ftp.trust.name": "en utfärdare",
  "transport.ftp.pin": "Serverns certifikat",
  "transport.ftp.pin.help":
    "Pröva källan, jämför fingeravtrycket med det som serverns administratör uppger, och godkänn det. Ett annat certifikat stoppar källan.",
  "transport.ftp.user": "Användare",
  "transport.ftp.user.help": "En egen användare, som får läsa den här mappen och inget annat.",
  "transport.ftp.password": "Lösenord",
  "transport.ftp.password.help": "Förseglas genast; ingen ser det igen.",
  "transport.ftp.folder": "Mapp",
  "transport.ftp.folder.help": "Sökväg på servern; . är där användaren hamnar.",
  "transport.ftp.pattern": "Filnamn",
  "transport.ftp.pattern.help": "Med * och ?. Det ska också passa namnet som en fil får när den roteras.",
  "transport.ftp.mode": "Hur filerna kommer",
  "transport.ftp.mode.help":
    "En fil som växer läses medan den växer. En som läggs dit hel läses när inget ändras i den längre.",
  "transport.ftp.mode.tail": "de växer",
  "transport.ftp.mode.drop": "hela",
  "transport.ftp.restSeconds": "Sekunder utan ändring",
  "transport.ftp.restSeconds.help": "Så länge ska en fil ha varit oförändrad innan den räknas som färdig.",
  "transport.ftp.everySeconds": "Sekunder mellan avläsningarna",
  "transport.ftp.everySeconds.help": "Ett litet tal ger samtalen tidigare och frågar servern oftare.",
  "transport.ftp.after": "Filer som är lagrade",
  "transport.ftp.after.help":
    "Först när varje byte av en fil finns i databasen, och filen inte har ändrats sedan dess.",
  "transport.ftp.after.leave": "ligger kvar",
  "transport.ftp.after.delete": "tas bort på servern",
  "transport.ftp.after.move": "flyttas på servern",
  "transport.ftp.moveTo": "Flytta till",
  "transport.ftp.moveTo.help": "En mapp som redan finns; räknad från den som läses, eller från /.",
};
