import type { Field, Sight } from "#server/domain/sight.ts";

/** A value laid out to be found where it must not be. Numbers come from the series kept for fiction. */
export interface Plant {
  readonly field: Field;
  readonly canonical: string;
  /** As a telephone system writes it. */
  readonly text: string;
  /** What may not leave a door by this sight, in any notation; nothing where the field is shown. */
  forbidden(sight: Sight): readonly RegExp[];
}

/** The number that is typed into the search. */
export const SOUGHT: Plant = phone("+46313900677", "0313900677");

/** One for each field. A field that nothing stores yet says so; a new field without an entry does not compile. */
export const PLANTS: Readonly<Record<Field, Plant | { readonly unplanted: string }>> = {
  phone: phone("+46846500477", "0846500477"),
  ssn: {
    field: "ssn",
    canonical: "200310102397",
    text: "20031010-2397",
    forbidden: (sight) => {
      if (sight.ssn === "shown" && sight.ssn_truncated === "shown") return [];
      const day = [loose("031010")];
      const tail = [loose("0310102"), loose("102397"), /[-+\u2010-\u2015]2397/, ...coded("200310102397", "0310102397")];
      if (sight.ssn === "hidden" || sight.ssn_truncated !== "shown") return [...day, ...tail];
      return hiddenOf(sight) > 5 ? [...day, ...tail] : tail;
    },
  },
  ssn_truncated: {
    field: "ssn_truncated",
    canonical: "19640823",
    text: "19640823",
    forbidden: (sight) => {
      if (sight.ssn_truncated === "shown") return [];
      const seen = sight.ssn_truncated === "hidden" ? 0 : Math.max(0, 8 - hiddenOf(sight));
      return [...head("19640823", seen), loose("640823"), ...coded("19640823")];
    },
  },
  name: {
    field: "name",
    canonical: "Zebulon Kvarnspov",
    text: "Zebulon Kvarnspov",
    forbidden: (sight) =>
      sight.name === "shown" ? [] : [/ebulon/iu, /kvarnspov/iu, ...coded("Zebulon Kvarnspov", "Kvarnspov")],
  },
  extension: {
    field: "extension",
    canonical: "qx7391zk",
    text: "qx7391zk",
    forbidden: (sight) => {
      if (sight.extension === "shown") return [];
      const seen = sight.extension === "hidden" ? 0 : Math.max(0, 8 - hiddenOf(sight));
      return [...head("qx7391zk", seen), loose("7391zk"), ...coded("qx7391zk")];
    },
  },
  cost: {
    field: "cost",
    canonical: "9876543",
    text: "9876543",
    forbidden: (sight) => (sight.cost === "shown" ? [] : [loose("9876543"), ...coded("9876543")]),
  },
  // Somebody who stands in private calls alone: seen as telephone numbers are, and no better than private calls.
  private: {
    ...phone("+46980319277", "0980319277"),
    field: "private",
    forbidden: (sight) => phone("+46980319277", "0980319277").forbidden(sightOfPrivate(sight)),
  },
};

/** Written apart from the masking it judges. */
function sightOfPrivate(sight: Sight): Sight {
  const worse = [sight.phone, sight.private];
  return { ...sight, phone: worse.includes("hidden") ? "hidden" : worse.includes("masked") ? "masked" : "shown" };
}

export function planted(): readonly Plant[] {
  return [SOUGHT, ...Object.values(PLANTS).filter((plant) => "canonical" in plant)];
}

/** Among thousands of ids of requests one holds any six digits sooner or later. */
const RANDOM_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Which plants a text gives away to somebody of this sight; names of fields, never the text. */
export function leaksIn(text: string, sight: Sight, plants: readonly Plant[] = planted()): string[] {
  const told = text.replace(RANDOM_ID, "-");
  return plants
    .filter((plant) => plant.forbidden(sight).some((pattern) => pattern.test(told)))
    .map((plant) => (plant === SOUGHT ? "phone (sought)" : plant.field));
}

/** Written apart from the masking it judges: a head of the national digits longer than what stays, or a tail of six. */
function phone(canonical: string, text: string): Plant {
  const national = text.slice(1);
  return {
    field: "phone",
    canonical,
    text,
    forbidden: (sight) => {
      if (sight.phone === "shown") return [];
      const seen = sight.phone === "hidden" ? 0 : Math.max(0, national.length - hiddenOf(sight));
      return [...head(national, seen), loose(national.slice(-6)), ...coded(canonical, text, canonical.slice(1))];
    },
  };
}

function hiddenOf({ maskDigits }: Sight): number {
  return maskDigits === "all" ? 99 : maskDigits;
}

/** More of the beginning than stays: six characters anywhere, fewer where a mask follows, for chance writes three or four. */
function head(text: string, seen: number): RegExp[] {
  const patterns = [loose(text.slice(0, Math.max(6, seen + 1)))];
  for (let length = Math.max(2, seen + 1); length < 6; length++)
    patterns.push(new RegExp(`${loose(text.slice(0, length)).source}${BETWEEN}•`, "iu"));
  return patterns;
}

const BETWEEN = "[\\s().\\u00a0/\\u2010-\\u2015-]{0,2}";

/** The characters with whatever separators people put between them. */
function loose(text: string): RegExp {
  const parts = [...text].map((char) => char.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(BETWEEN), "iu");
}

/** What a program might hide it in without masking it. */
function coded(...values: readonly string[]): RegExp[] {
  return values.flatMap((value) => {
    const bytes = Buffer.from(value);
    const forms = [bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex"), [...value].reverse().join("")];
    return forms.map((form) => new RegExp(form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "u"));
  });
}
