import { Tag } from "../../_ui/tag.tsx";
import { longDay } from "../../_ui/times.ts";
import type { Words } from "../../_ui/words.ts";
import type { Hit } from "./use-search.ts";

/** What cases and corrections have to say of a call: a word each. */
export function CaseTags({ hit, words }: { hit: Pick<Hit, "kept" | "restricted" | "correctedOn">; words: Words }) {
  return (
    <>
      {hit.restricted ? <Tag tone="warn">{words.t("holds.tag.restriction")}</Tag> : null}
      {hit.kept !== null && !(hit.restricted && hit.kept.kind === "restriction") ? (
        <span title={words.t("holds.kept.by", { name: hit.kept.name })}>
          <Tag tone="info">{words.t(`holds.tag.${hit.kept.kind}`)}</Tag>
        </span>
      ) : null}
      {hit.correctedOn === null ? null : (
        <Tag>{words.t("holds.tag.corrected", { day: longDay(hit.correctedOn, words) })}</Tag>
      )}
    </>
  );
}
