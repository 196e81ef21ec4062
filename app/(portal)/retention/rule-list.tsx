"use client";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { LifeBar } from "./life-bar.tsx";
import type { RuleView } from "./retention-page.tsx";

const PRODUCTS = ["tid", "cc", "presentity", "pbx"] as const;

/** The rules, product by product, each with the life of its datum as a bar. */
export function RuleList({ rules, change }: { rules: readonly RuleView[]; change: (rule: RuleView) => void }) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const mayTighten = useMay("retention.tighten");
  return (
    <Sheet title={words.t("retention.rules")}>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: drawn as cards the roles would be lost */}
      <table role="table" className="cards w-full">
        <caption className="sr-only">{words.t("retention.rules")}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {(["product", "class", "life", "days"] as const).map((column) => (
              <th key={column} role="columnheader" scope="col">
                {words.t(`retention.column.${column}`)}
              </th>
            ))}
            {maySet || mayTighten ? (
              <th role="columnheader" scope="col">
                <span className="sr-only">{words.t("retention.change")}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {PRODUCTS.flatMap((product) => rules.filter((rule) => rule.product === product)).map((rule) => (
            <tr key={`${rule.product} ${rule.class}`} role="row">
              <td role="cell" data-label={words.t("retention.column.product")}>
                <b className="font-semibold">{words.t(`product.${rule.product}`)}</b>
              </td>
              <td role="cell" data-label={words.t("retention.column.class")}>
                {words.t(`class.${rule.class}`)}
              </td>
              <td role="cell" className="w-2/5" data-label={words.t("retention.column.life")}>
                <LifeBar rule={rule} rules={rules} />
              </td>
              <td role="cell" data-label={words.t("retention.column.days")}>
                <Days rule={rule} />
              </td>
              {maySet || mayTighten ? (
                <td role="cell" data-label="">
                  <Button
                    kind="plain"
                    onClick={() => change(rule)}
                    aria-label={`${words.t("retention.change")}: ${words.t(`product.${rule.product}`)}, ${words.t(`class.${rule.class}`)}`}
                  >
                    {words.t("retention.change")}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </Sheet>
  );
}

function Days({ rule }: { rule: RuleView }) {
  const words = useWords();
  if (rule.keptDays === null) return <Tag tone="bad">{words.t("retention.off")}</Tag>;
  return (
    <span>
      {words.t("retention.days", { count: rule.keptDays })}{" "}
      {rule.isDefault ? <Tag>{words.t("retention.default")}</Tag> : null}
    </span>
  );
}
