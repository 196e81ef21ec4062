import type { Translation } from "../../words.ts";
import type { keys as english } from "../en/keys.ts";

export const keys: Translation<typeof english> = {
  "keys.title": "Nycklar",
  "keys.lead":
    "En gång i veckan får varje företag nya nycklar under en ny rotnyckel, och den gamla rotnyckeln förstörs. Det som raderats dessförinnan går sedan inte att läsa i någon kopia av nyckelringen, vem som än har sparat den.",
  "keys.next": "Nästa nyckelgeneration",
  "keys.next.at": "{at}, eller tidigare för hand",
  "keys.next.late": { one: "{count} timme försenad", other: "{count} timmar försenad" },
  "keys.next.late.help":
    "Det som raderats sedan den förra går fortfarande att läsa i kopior av nyckelringen. Se efter arbetaren och jobbet Nyckelgeneration, eller starta en här.",
  "keys.root": "Rotnyckel i bruk",
  "keys.root.help": "Dess beteckning; den säger ingenting om nyckeln.",
  "keys.sheet": "Reservblad",
  "keys.sheet.none": "Inget blad har gjorts. På maskinen: gallra keys escrow --file FIL",
  "keys.sheet.present": "Gjort {at}, för den rotnyckel som är i bruk",
  "keys.sheet.old":
    "Gjort {at}, för en rotnyckel som är förstörd. Förstör det bladet och gör ett nytt: gallra keys escrow --file FIL",
  "keys.running": "Pågår",
  "keys.running.companies": "{done} av {total} företag har nya nycklar",
  "keys.running.copied": {
    one: "{count} identitet i företaget som står på tur har de nya nycklarna",
    other: "{count} identiteter i företaget som står på tur har de nya nycklarna",
  },
  "keys.running.help":
    "Sökningar, insamling och raderingar fortsätter under tiden. Ett avbrott gör ingen skada: generationen fortsätter själv.",
  "keys.start": "Starta en generation nu",
  "keys.start.root": "Byt bara rotnyckeln",
  "keys.start.why":
    "En generation i förtid gör ingen skada. Kopior av nyckelringen från tiden före går efteråt inte att öppna för någon: gör en ny kopia när den är klar.",
  "keys.started": "Beställd. Arbetaren börjar inom en minut.",
  "keys.past": "Generationer",
  "keys.past.none": "Det har inte varit någon generation än",
  "keys.past.none.why": "Den första kommer en vecka efter det första företaget, på natten.",
  "keys.column.number": "Nummer",
  "keys.column.kind": "Vad",
  "keys.column.begun": "Började",
  "keys.column.ended": "Slutade",
  "keys.column.companies": "Företag",
  "keys.column.subjects": "Identiteter",
  "keys.column.pause": "Längsta väntan",
  "keys.kind.generation": "alla nycklar",
  "keys.kind.root": "bara rotnyckeln",
  "keys.unended": "inte avslutad",
  "health.figure.nextAt": "nästa",
  "health.figure.hoursLate": "timmar försenad",
  "health.figure.running": "pågår",
  "health.figure.dataHere": "data på den här maskinen",
  "health.figure.keyringHere": "nyckelringen på den här maskinen",
};
