import type { Translation } from "../../../words.ts";
import type { sftp as english } from "../../en/transports/sftp.ts";

/** Filer över SSH, så som källans formulär visar dem. */
export const sftp: Translation<typeof english> = {
  "transport.sftp": "SFTP",
  "transport.sftp.help":
    "Filer på en annan maskin över SSH. Krypterat; servern känns igen på sin nyckel; inget går förlorat så länge filerna ligger kvar.",
  "transport.sftp.host": "Värd",
  "transport.sftp.host.help": "Serverns namn eller adress. Driften tillåter dess nät först.",
  "transport.sftp.port": "Port",
  "transport.sftp.port.help": "22, om servern inte säger annat.",
  "transport.sftp.user": "Användare",
  "transport.sftp.user.help": "En egen användare, som får läsa den här mappen och inget annat.",
  "transport.sftp.signIn": "Logga in med",
  "transport.sftp.signIn.help": "Det som servern kräver. Inget annat erbjuds den.",
  "transport.sftp.signIn.password": "lösenord",
  "transport.sftp.signIn.key": "privat nyckel",
  "transport.sftp.password": "Lösenord",
  "transport.sftp.password.help": "Förseglas genast; ingen ser det igen.",
  "transport.sftp.privateKey": "Privat nyckel",
  "transport.sftp.privateKey.help":
    "Hela nyckelfilen, i OpenSSH:s form eller PEM. Förseglas genast; ingen ser den igen.",
  "transport.sftp.passphrase": "Nyckelns lösenfras",
  "transport.sftp.passphrase.help": "Bara om nyckelfilen har en.",
  "transport.sftp.pin": "Värdnyckel",
  "transport.sftp.pin.help":
    "Pröva källan, jämför fingeravtrycket med det som serverns administratör uppger, och godkänn det. En annan nyckel stoppar källan.",
  "transport.sftp.folder": "Mapp",
  "transport.sftp.folder.help": "Sökväg på servern; . är där användaren hamnar.",
  "transport.sftp.pattern": "Filnamn",
  "transport.sftp.pattern.help": "Med * och ?. Det ska också passa namnet som en fil får när den roteras.",
  "transport.sftp.mode": "Hur filerna kommer",
  "transport.sftp.mode.help":
    "En fil som växer läses medan den växer. En som läggs dit hel läses när inget ändras i den längre.",
  "transport.sftp.mode.tail": "de växer",
  "transport.sftp.mode.drop": "hela",
  "transport.sftp.restSeconds": "Sekunder utan ändring",
  "transport.sftp.restSeconds.help": "Så länge ska en fil ha varit oförändrad innan den räknas som färdig.",
  "transport.sftp.everySeconds": "Sekunder mellan avläsningarna",
  "transport.sftp.everySeconds.help": "Ett litet tal ger samtalen tidigare och frågar servern oftare.",
  "transport.sftp.after": "Filer som är lagrade",
  "transport.sftp.after.help":
    "Först när varje byte av en fil finns i databasen, och filen inte har ändrats sedan dess.",
  "transport.sftp.after.leave": "ligger kvar",
  "transport.sftp.after.delete": "tas bort på servern",
  "transport.sftp.after.move": "flyttas på servern",
  "transport.sftp.moveTo": "Flytta till",
  "transport.sftp.moveTo.help": "En mapp som redan finns; räknad från den som läses, eller från /.",
  "transport.sftp.oldAlgorithms": "Gammal kryptering",
  "transport.sftp.oldAlgorithms.help":
    "Bara för en server som inte kan något nyare: det den erbjuder kan knäckas av någon på vägen som gör sig besväret.",
};
