import type { Tone } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import type { Words } from "../../_ui/words.ts";
import type { Night } from "./answers.ts";

/** What a signed night says, in the reader's language. */
export function nightSentence({ statement, finishedAt }: Night, words: Words, zone: string): string {
  const time = shortTime(finishedAt, zone);
  if (statement === null) return words.t("copies.canary.forged", { time });
  const { outcome, stores, resentLeft, files, unreadable, brokenOffAt } = statement;
  const names = (list: typeof stores) => list.map(({ store }) => words.t(`copies.store.${store}`));
  const reached = stores.filter((store) => store.reached > 0).length;
  switch (outcome) {
    case "gone":
      return words.t("copies.canary.gone", { time, reached, stores: stores.length });
    case "failed":
      return words.t("copies.canary.failed", { time, where: brokenOffAt ?? "" });
    case "missed": {
      const where = names(stores.filter((store) => store.reached === 0)).join(", ");
      return words.t("copies.canary.missed", { time, reached, stores: stores.length, where });
    }
    case "left": {
      const where = [
        ...names(stores.filter((store) => store.left > 0)),
        ...(resentLeft > 0 ? [words.t("copies.canary.again")] : []),
        ...(files.found > 0 ? [words.t("copies.canary.files")] : []),
        ...(unreadable > 0 ? [words.t("copies.canary.unread")] : []),
      ];
      return words.t("copies.canary.left", { time, where: where.join(", ") });
    }
  }
}

export function nightTone({ statement }: Night): Tone {
  return statement?.outcome === "gone" ? "ok" : "bad";
}
