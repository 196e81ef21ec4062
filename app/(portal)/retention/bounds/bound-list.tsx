"use client";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { dayText } from "../rule-words.ts";
import type { BoundView } from "./bounds-page.tsx";

interface BoundListProps {
  readonly bounds: readonly BoundView[];
  readonly change: (bound: BoundView) => void;
}

// biome-ignore-start lint/a11y/noRedundantRoles: drawn as cards the roles would be lost
/** One row a kind of datum, with or without a bound. */
export function BoundList({ bounds, change }: BoundListProps) {
  const words = useWords();
  const days = (count: number | null) =>
    count === null ? (
      <span className="text-ink-3">{words.t("retention.bounds.none")}</span>
    ) : (
      words.t("retention.days", { count })
    );
  return (
    <Sheet title={words.t("retention.bounds.sheet")}>
      <table role="table" className="cards w-full">
        <caption className="sr-only">{words.t("retention.bounds.sheet")}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {(
              [
                "retention.column.class",
                "retention.bounds.shortest",
                "retention.bounds.longest",
                "retention.bounds.by",
              ] as const
            ).map((column) => (
              <th key={column} role="columnheader" scope="col">
                {words.t(column)}
              </th>
            ))}
            <th role="columnheader" scope="col">
              <span className="sr-only">{words.t("retention.change")}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {bounds.map((bound) => (
            <tr role="row" key={bound.class}>
              <td role="cell" data-label={words.t("retention.column.class")}>
                <b className="font-semibold">{words.t(`class.${bound.class}`)}</b>
              </td>
              <td role="cell" data-label={words.t("retention.bounds.shortest")}>
                {days(bound.shortestDays)}
              </td>
              <td role="cell" data-label={words.t("retention.bounds.longest")}>
                {days(bound.longestDays)}
              </td>
              <td role="cell" className="text-ink-2" data-label={words.t("retention.bounds.by")}>
                <SetBy bound={bound} />
              </td>
              <td role="cell" data-label="">
                <Button
                  kind="plain"
                  onClick={() => change(bound)}
                  aria-label={`${words.t("retention.change")}: ${words.t(`class.${bound.class}`)}`}
                >
                  {words.t("retention.change")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}
// biome-ignore-end lint/a11y/noRedundantRoles: see above

function SetBy({ bound: { setByName, setAt, reason } }: { bound: BoundView }) {
  const words = useWords();
  if (setByName === null || setAt === null) return null;
  return words.t("retention.bounds.by.text", { name: setByName, day: dayText(setAt, words), reason: reason ?? "" });
}
