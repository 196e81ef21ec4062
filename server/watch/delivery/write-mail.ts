import { ALARM_WORDS, type AlarmWords, CHECK_WORDS } from "../../domain/alarm-words.ts";
import type { Told, ToldAlarm } from "./told.ts";

type Language = "en" | "sv";

const TEXTS = {
  en: {
    installation: "The installation",
    test: "A test",
    testText: "This is a test of the alarm messages. Nothing is wrong.",
    over: "Over",
    alarm: "Alarm",
    several: (count: number) => `${count} alarms`,
    since: "since",
    until: "to",
    more: (count: number) => `And ${count} more, which the portal shows.`,
    open: "Open Gallra:",
    why: "You get this message because somebody entered your address under Alarm messages in Gallra. It is removed there.",
  },
  sv: {
    installation: "Installationen",
    test: "Ett prov",
    testText: "Detta är ett prov av larmutskicken. Inget är fel.",
    over: "Över",
    alarm: "Larm",
    several: (count: number) => `${count} larm`,
    since: "sedan",
    until: "till",
    more: (count: number) => `Och ${count} till, som portalen visar.`,
    open: "Öppna Gallra:",
    why: "Du får det här meddelandet för att någon har angett din adress under Larmutskick i Gallra. Den tas bort där.",
  },
} as const;

/** The mail in the recipient's language. Plain text: nothing to load, nothing to follow but the portal. */
export function writeMail(told: Told, language: Language): { readonly subject: string; readonly text: string } {
  const say = TEXTS[language];
  const whose = told.company?.name ?? say.installation;
  const link = told.portal === null ? [] : [`${say.open} ${told.portal}${pathOf(told)}`, ""];
  if (told.isTest)
    return { subject: `Gallra: ${whose}: ${say.test}`, text: lines(whose, "", say.testText, "", ...link, say.why) };
  const told1 = told.alarms.flatMap((alarm) => [...paragraphOf(alarm, told.timeZone, language), ""]);
  const more = told.more > 0 ? [say.more(told.more), ""] : [];
  return {
    subject: `Gallra: ${whose}: ${subjectOf(told, language)}`,
    text: lines(whose, "", ...told1, ...more, ...link, say.why),
  };
}

function subjectOf({ alarms, more }: Told, language: Language): string {
  const say = TEXTS[language];
  const [first] = alarms;
  if (first === undefined || alarms.length + more > 1) return say.several(alarms.length + more);
  return `${first.event === "over" ? `${say.over}: ` : ""}${titleOf(first, language)}`;
}

function paragraphOf(alarm: ToldAlarm, zone: string, language: Language): string[] {
  const say = TEXTS[language];
  const { event, raisedAt, endedAt } = alarm;
  const head = `${event === "over" ? say.over : say.alarm}: ${titleOf(alarm, language)}`;
  const time = `${say.since} ${timeIn(zone, raisedAt)}`;
  if (event === "over") return [head, endedAt === null ? time : `${time} ${say.until} ${timeIn(zone, endedAt)}`];
  return [head, time, wordsOf(alarm.kind).todo[language]];
}

/** What an alarm is called, with what it is about. */
export function titleOf({ kind, about }: Pick<ToldAlarm, "kind" | "about">, language: Language): string {
  const name = kind === "health" ? (CHECK_WORDS[about ?? ""]?.[language] ?? about) : about;
  const title = wordsOf(kind).title[language];
  return name === null ? title : `${title}: ${name}`;
}

/** Of a kind that this release does not know, what is said of a check. */
export function wordsOf(kind: string): AlarmWords {
  return (ALARM_WORDS as Readonly<Record<string, AlarmWords>>)[kind] ?? ALARM_WORDS.health;
}

/** Where the portal tells more. */
export function pathOf({ company }: Pick<Told, "company">): string {
  return company === null ? "/maintenance" : "/overview";
}

function timeIn(zone: string, at: Date): string {
  const written = at.toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return `${written} (${zone})`;
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
