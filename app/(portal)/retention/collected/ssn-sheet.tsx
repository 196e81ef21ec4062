"use client";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { dayText } from "../rule-words.ts";
import type { CollectedView } from "./collected-page.tsx";

/** Whether personal identity numbers are stored, on what ground, and on which before. */
export function SsnSheet({ view, change }: { view: CollectedView; change: () => void }) {
  const words = useWords();
  const mayChange = useMay("ssn.justify");
  const { ground, earlier } = view;
  return (
    <Sheet
      title={words.t("collected.ssn")}
      actions={
        <>
          <Tag tone={ground === null ? "ok" : "plain"}>
            {words.t(ground === null ? "collected.ssn.off" : "collected.ssn.on")}
          </Tag>
          {mayChange ? (
            <Button onClick={change}>
              {words.t(ground === null ? "collected.ssn.justify" : "collected.ssn.withdraw")}
            </Button>
          ) : null}
        </>
      }
      padded
    >
      <p>
        {ground === null
          ? words.t("collected.ssn.off.help")
          : words.t("collected.ssn.since", {
              ground: words.t(`collected.ground.${ground.ground}`),
              name: ground.justifiedByName,
              day: dayText(ground.justifiedAt, words),
              reason: ground.reason,
            })}
      </p>
      {earlier.length === 0 ? null : (
        <details className="mt-2">
          <summary className="font-semibold text-ink-2">{words.t("collected.earlier")}</summary>
          <ul>
            {earlier.map((one) => (
              <li key={one.justifiedAt.toISOString()}>
                {words.t("collected.earlier.row", {
                  ground: words.t(`collected.ground.${one.ground}`),
                  from: dayText(one.justifiedAt, words),
                  to: one.withdrawnAt === null ? "" : dayText(one.withdrawnAt, words),
                  reason: one.reason,
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Sheet>
  );
}
