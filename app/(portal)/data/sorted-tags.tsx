import { Tag } from "../../_ui/tag.tsx";
import type { Words } from "../../_ui/words.ts";
import type { Hit } from "./use-search.ts";

type SortedHit = Pick<Hit, "nature" | "apart" | "category" | "cost" | "costSeen">;

/** What the company counts a call as: a word each, and nothing where nobody has said anything. */
export function SortedTags({ hit, words }: { hit: SortedHit; words: Words }) {
  return (
    <>
      {hit.nature === null ? null : (
        <span title={words.t(`sorted.by.${hit.nature.by}`)}>
          <Tag tone={hit.nature.is === "private" ? "warn" : "plain"}>{words.t(`sorted.${hit.nature.is}`)}</Tag>
        </span>
      )}
      {hit.apart === null ? null : (
        <span title={apartText(hit, words)}>
          <Tag>{words.t("sorted.apart")}</Tag>
        </span>
      )}
      {hit.category === null ? null : (
        <span title={words.t("sorted.shielded.help")}>
          <Tag tone="info">{categoryText(hit.category, words)}</Tag>
        </span>
      )}
    </>
  );
}

/** E.g. "Private, marked by hand". */
export function natureText({ nature }: SortedHit, words: Words): string {
  return nature === null ? "" : `${words.t(`sorted.${nature.is}.long`)}, ${words.t(`sorted.by.${nature.by}`)}`;
}

/** E.g. "short, cheap". */
export function apartText({ apart }: SortedHit, words: Words): string {
  const reasons = (apart ?? []).map((one) => words.t(`sorted.apart.${one}`));
  return reasons.length === 0 ? words.t("sorted.apart.hidden") : reasons.join(", ");
}

export function categoryText(category: string, words: Words): string {
  return words.known(`gate.category.${category}`) ?? category;
}

/** The amount by the reader's own decimal sign; masked as it comes. */
export function costText({ cost, costSeen }: SortedHit, words: Words): string {
  if (costSeen === "hidden") return words.t("seen.hidden");
  return costSeen === "shown" && words.language === "sv" ? cost.replace(".", ",") : cost;
}
