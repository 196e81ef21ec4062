import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Product } from "./product.ts";

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** A company of a test's own, with its people and a source that has been read to its end. */
export interface Town {
  readonly slug: string;
  readonly name: string;
  readonly administrator: Person;
  readonly dpo: Person;
  /** Of a reseller who has this company only. */
  readonly reseller: Person;
  /** Reaches the installation, and so every company that other tests have settled. */
  readonly operator: Person;
  /** The folder that its source reads, and where other sources of the company may read below. */
  readonly folder: string;
  /** Calls of NUMBER among those written. */
  readonly calls: number;
}

/** Reserved for fiction by the Post and Telecom Authority. */
export const NUMBER = "0701740605";
export const OTHER_NUMBER = "0701740633";
const CALLS = 30;

/** A company of that slug, which no other test file may use, in a product that others use as well. */
export async function settle(product: Product, slug: string): Promise<Town> {
  const name = `Vårdcentralen ${slug.slice(0, 1).toUpperCase()}${slug.slice(1)}`;
  const house = `Telefonhuset ${slug}`;
  const folder = join(product.home, "shared", slug);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "calls.csv"), callFile());
  const own = ["--company", slug];
  const people = [
    userLine({ email: `anna@${slug}.example`, profile: "company-administrator", place: own }),
    userLine({ email: `kim@${slug}.example`, profile: "dpo", place: own }),
    userLine({ email: `rut@${slug}.example`, profile: "reseller", place: ["--reseller", house] }),
    userLine({ email: `siv@${slug}.example`, profile: "system-administrator" }),
  ];
  const [, ...answers] = await product.commands([
    words("company add --slug", slug, "--name", name, "--reseller", house, "--extension-length 4"),
    ...people,
    ...readLines(own, folder),
  ]);
  const [administrator, dpo, reseller, operator] = answers.slice(0, people.length).map(personOf);
  if (administrator === undefined || dpo === undefined || reseller === undefined || operator === undefined)
    throw new Error("every person was added");
  return { slug, name, administrator, dpo, reseller, operator, folder, calls: CALLS };
}

interface NewPerson {
  readonly email: string;
  readonly profile: string;
  /** Names the company or the reseller, as the command does. */
  readonly place?: readonly string[];
}

/** Somebody more, e.g. a supervisor. */
export async function addPerson(product: Product, person: NewPerson): Promise<Person> {
  return personOf(await product.command(userLine(person)));
}

function userLine({ email, profile, place = [] }: NewPerson): string[] {
  const name = email.split("@")[0] ?? email;
  return words("user add --email", email, "--name", name, "--profile", profile, ...place);
}

function personOf([line]: readonly Record<string, unknown>[]): Person {
  return { email: String(line?.["email"]), password: String(line?.["password"]) };
}

/** After these everything in the folder is stored: by the running collector and worker, or by the second. */
function readLines(own: readonly string[], folder: string): string[][] {
  const source = ["--driver", "flexi-call-history", "--path", folder, "--name", "Presentity", "--start"];
  return [words("source add", ...own, ...source), words("collect --once", ...own)];
}

function words(first: string, ...rest: readonly string[]): string[] {
  return [...first.split(" "), ...rest.flatMap((part) => (part.startsWith("--") ? part.split(" ") : [part]))];
}

/** A call a day of NUMBER, in changing notations, and one of somebody else beside each. */
function callFile(): string {
  const notations = [NUMBER, "+46701740605", "0046701740605", "070-174 06 05"];
  const lines = ["SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS"];
  for (let i = 0; i < CALLS; i++) {
    const day = new Date(Date.now() - (i + 1) * 86_400_000).toISOString().slice(0, 10);
    lines.push(
      `CALL_HISTORY;extension=30${10 + (i % 5)};${day} 10:15:0${i % 10}.000;a-${i};IN;${notations[i % 4]};30${10 + (i % 5)};;5;61;ANSWERED`,
    );
    lines.push(`CALL_HISTORY;extension=3000;${day} 11:00:00.000;b-${i};OUT;3000;${OTHER_NUMBER};;5;30;ANSWERED`);
  }
  return `${lines.join("\n")}\n`;
}
