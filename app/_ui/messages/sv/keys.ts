import type { Translation } from "../../words.ts";
import type { keys as english } from "../en/keys.ts";

export const keys: Translation<typeof english> = {
  "rootKeys.title": "Nycklar",
  "rootKeys.lead":
    "En gång i veckan får varje företag nya nycklar under en ny rotnyckel, och den gamla rotnyckeln förstörs. Det som raderats dessförinnan går sedan inte att läsa i någon kopia av nyckelringen, vem som än har sparat den.",
  "rootKeys.next": "Nästa nyckelgeneration",
  "rootKeys.next.at": "{at}, eller tidigare för hand",
  "rootKeys.next.late": { one: "{count} timme försenad", other: "{count} timmar försenad" },
  "rootKeys.next.late.help":
    "Det som raderats sedan den förra går fortfarande att läsa i kopior av nyckelringen. Se efter arbetaren och jobbet Nyckelgeneration, eller starta en här.",
  "rootKeys.root": "Rotnyckel i bruk",
  "rootKeys.root.help": "Dess beteckning; den säger ingenting om nyckeln.",
  "rootKeys.sheet": "Reservblad",
  "rootKeys.sheet.none": "Inget blad har gjorts. På maskinen: gallra keys escrow --file FIL",
  "rootKeys.sheet.present": "Gjort {at}, för den rotnyckel som är i bruk",
  "rootKeys.sheet.old":
    "Gjort {at}, för en rotnyckel som är förstörd. Förstör det bladet och gör ett nytt: gallra keys escrow --file FIL",
  "rootKeys.running": "Pågår",
  "rootKeys.running.companies": "{done} av {total} företag har nya nycklar",
  "rootKeys.running.copied": {
    one: "{count} identitet i företaget som står på tur har de nya nycklarna",
    other: "{count} identiteter i företaget som står på tur har de nya nycklarna",
  },
  "rootKeys.running.help":
    "Sökningar, insamling och raderingar fortsätter under tiden. Ett avbrott gör ingen skada: generationen fortsätter själv.",
  "rootKeys.start": "Starta en generation nu",
  "rootKeys.start.root": "Byt bara rotnyckeln",
  "rootKeys.start.why":
    "En generation i förtid gör ingen skada. Kopior av nyckelringen från tiden före går efteråt inte att öppna för någon: gör en ny kopia när den är klar.",
  "rootKeys.started": "Beställd. Arbetaren börjar inom en minut.",
  "rootKeys.past": "Generationer",
  "rootKeys.past.none": "Det har inte varit någon generation än",
  "rootKeys.past.none.why": "Den första kommer en vecka efter det första företaget, på natten.",
  "rootKeys.column.number": "Nummer",
  "rootKeys.column.kind": "Vad",
  "rootKeys.column.begun": "Började",
  "rootKeys.column.ended": "Slutade",
  "rootKeys.column.companies": "Företag",
  "rootKeys.column.subjects": "Identiteter",
  "rootKeys.column.pause": "Längsta väntan",
  "rootKeys.kind.generation": "alla nycklar",
  "rootKeys.kind.root": "bara rotnyckeln",
  "rootKeys.unended": "inte avslutad",
  "health.figure.nextAt": "nästa",
  "health.figure.hoursLate": "timmar försenad",
  "health.figure.running": "pågår",
  "health.figure.dataHere": "data på den här maskinen",
  "health.figure.keyringHere": "nyckelringen på den här maskinen",
};
