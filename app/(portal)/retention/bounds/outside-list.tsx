"use client";
import { Sheet } from "../../../_ui/sheet.tsx";
import { EmptyState } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { BoundsView } from "./bounds-page.tsx";

/** Companies whose rules are older than a bound and lie outside it. */
export function OutsideList({ outside }: { outside: BoundsView["outside"] }) {
  const words = useWords();
  return (
    <Sheet title={words.t("retention.bounds.outside")}>
      {outside.length === 0 ? (
        <EmptyState
          title={words.t("retention.bounds.outside.none")}
          why={words.t("retention.bounds.outside.none.why")}
        />
      ) : (
        <ul>
          {outside.map((one) => (
            <li
              key={`${one.slug} ${one.class}`}
              className="flex flex-wrap items-center gap-x-3 border-t border-line px-3.5 py-2 first:border-t-0"
            >
              <b className="mr-auto font-semibold">{one.name}</b>
              <span>{words.t(`class.${one.class}`)}</span>
              <span className="text-ink-2">{words.t("retention.bounds.outside.rules", { count: one.rules })}</span>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
