"use client";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { LifeBar } from "./life-bar.tsx";
import type { RuleView } from "./retention-page.tsx";

const PRODUCTS = ["tid", "cc", "presentity", "pbx"] as const;

interface RuleListProps {
  readonly rules: readonly RuleView[];
  readonly change: (rule: RuleView) => void;
}

/** The rules, product by product, each with the life of its datum as a bar; products without data fold away. */
export function RuleList({ rules, change }: RuleListProps) {
  const words = useWords();
  const isUsed = (product: RuleView["product"]) =>
    rules.some((rule) => rule.product === product && (rule.oldestDay !== null || !rule.isDefault));
  const used = PRODUCTS.filter(isUsed);
  const shown = used.length === 0 ? PRODUCTS : used;
  const folded = PRODUCTS.filter((product) => !shown.includes(product));
  return (
    <Sheet title={words.t("retention.rules")}>
      <RuleTable rules={rules} products={shown} change={change} caption={words.t("retention.rules")} />
      {folded.length === 0 ? null : (
        <details className="border-t border-line">
          <summary className="px-3 py-2 font-semibold text-ink-2">{words.t("retention.rules.unused")}</summary>
          <RuleTable rules={rules} products={folded} change={change} caption={words.t("retention.rules.unused")} />
        </details>
      )}
    </Sheet>
  );
}

// biome-ignore-start lint/a11y/noRedundantRoles: drawn as cards the roles would be lost
function RuleTable({
  rules,
  products,
  change,
  caption,
}: RuleListProps & { products: readonly RuleView["product"][]; caption: string }) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const mayTighten = useMay("retention.tighten");
  const mayChange = maySet || mayTighten;
  return (
    <table role="table" className="cards w-full">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {(["product", "class", "life", "days"] as const).map((column) => (
            <th key={column} role="columnheader" scope="col">
              {words.t(`retention.column.${column}`)}
            </th>
          ))}
          {mayChange ? (
            <th role="columnheader" scope="col">
              <span className="sr-only">{words.t("retention.change")}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {products
          .flatMap((product) => rules.filter((rule) => rule.product === product))
          .map((rule) => (
            <RuleRow
              key={`${rule.product} ${rule.class}`}
              rule={rule}
              rules={rules}
              change={mayChange ? change : null}
            />
          ))}
      </tbody>
    </table>
  );
}

function RuleRow({
  rule,
  rules,
  change,
}: {
  rule: RuleView;
  rules: readonly RuleView[];
  change: ((rule: RuleView) => void) | null;
}) {
  const words = useWords();
  const name = `${words.t(`product.${rule.product}`)}, ${words.t(`class.${rule.class}`)}`;
  return (
    <tr role="row">
      <td role="cell" data-label={words.t("retention.column.product")}>
        <b className="font-semibold">{words.t(`product.${rule.product}`)}</b>
      </td>
      <td role="cell" data-label={words.t("retention.column.class")}>
        {words.t(`class.${rule.class}`)}
      </td>
      <td role="cell" className="md:w-2/5" data-label={words.t("retention.column.life")}>
        <LifeBar rule={rule} rules={rules} />
      </td>
      <td role="cell" data-label={words.t("retention.column.days")}>
        <Days rule={rule} />
      </td>
      {change === null ? null : (
        <td role="cell" data-label="">
          <Button kind="plain" onClick={() => change(rule)} aria-label={`${words.t("retention.change")}: ${name}`}>
            {words.t("retention.change")}
          </Button>
        </td>
      )}
    </tr>
  );
}
// biome-ignore-end lint/a11y/noRedundantRoles: see above

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
