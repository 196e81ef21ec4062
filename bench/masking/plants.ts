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
export const SOUGHT: Plant = phone("+46701740605", "0701740605");

/** One for each field. A field that nothing stores yet says so; a new field without an entry does not compile. */
export const PLANTS: Readonly<Record<Field, Plant | { readonly unplanted: string }>> = {
  phone: phone("+46846500477", "0846500477"),
  ssn: {
    field: "ssn",
    canonical: "198112289874",
    text: "19811228-9874",
    forbidden: (sight) => {
      if (sight.ssn === "shown" && sight.ssn_truncated === "shown") return [];
      const day = [loose("811228")];
      const tail = [loose("8112289"), loose("289874"), /[-+\u2010-\u2015]9874/, ...coded("198112289874", "8112289874")];
      if (sight.ssn === "hidden" || sight.ssn_truncated !== "shown") return [...day, ...tail];
      return hiddenOf(sight) > 5 ? [...day, ...tail] : tail;
    },
  },
  ssn_truncated: {
    field: "ssn_truncated",
    canonical: "19640823",
    text: "19640823",
    forbidden: (sight) =>
      sight.ssn_truncated === "shown" ? [] : [loose("640823"), loose("196408"), ...coded("19640823")],
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
      return [loose("qx7391zk".slice(0, Math.max(3, seen + 1))), loose("91zk"), ...coded("qx7391zk")];
    },
  },
  cost: {
    field: "cost",
    canonical: "9876543",
    text: "9876543",
    forbidden: (sight) => (sight.cost === "shown" ? [] : [loose("9876543"), loose("98765")]),
  },
  private: { unplanted: "no source tells private calls from others yet" },
};

export function planted(): readonly Plant[] {
  return [SOUGHT, ...Object.values(PLANTS).filter((plant) => "canonical" in plant)];
}

/** Which plants a text gives away to somebody of this sight; names of fields, never the text. */
export function leaksIn(text: string, sight: Sight, plants: readonly Plant[] = planted()): string[] {
  return plants
    .filter((plant) => plant.forbidden(sight).some((pattern) => pattern.test(text)))
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
      const head = national.slice(0, Math.max(6, seen + 1));
      return [loose(head), loose(national.slice(-6)), ...coded(canonical, text, canonical.slice(1))];
    },
  };
}

function hiddenOf({ maskDigits }: Sight): number {
  return maskDigits === "all" ? 99 : maskDigits;
}

/** The characters with whatever separators people put between them, and no digit before that would make them another number. */
function loose(text: string): RegExp {
  const parts = [...text].map((char) => char.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[\\s().\\u00a0/\\u2010-\\u2015-]{0,2}"), "iu");
}

/** What a program might hide it in without masking it. */
function coded(...values: readonly string[]): RegExp[] {
  return values.flatMap((value) => {
    const bytes = Buffer.from(value);
    const forms = [bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex"), [...value].reverse().join("")];
    return forms.map((form) => new RegExp(form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "u"));
  });
}
