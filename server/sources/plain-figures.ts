type Figures = Readonly<Record<string, number | string | null>>;

/** Names and words in plain letters alone: whatever a transport has by mistake put in beside them stays where it is. */
export function plainFigures(live: Readonly<Record<string, unknown>>): Figures {
  const kept = Object.entries(live).flatMap(([name, value]): [string, number | string | null][] => {
    if (!NAME.test(name)) return [];
    if (value === null) return [[name, null]];
    if (typeof value === "number" && Number.isFinite(value)) return [[name, value]];
    // Five digits in a row may be a number that somebody dialled; so long a count is told as a number.
    return typeof value === "string" && WORD.test(value) && !/\d{5}/.test(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(kept.slice(0, MOST_FIGURES));
}

const MOST_FIGURES = 40;
const NAME = /^[a-z][A-Za-z0-9-]{0,39}$/;
const WORD = /^[A-Za-z0-9.:/_ -]{0,80}$/;
