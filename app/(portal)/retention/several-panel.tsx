"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { SelectField } from "../../_ui/field.tsx";
import { Form } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { longDay } from "../../_ui/times.ts";
import { useAct } from "../../_ui/step-up.tsx";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { Effect } from "./effect.tsx";
import { PRODUCT_ORDER } from "./product-order.ts";
import type { RetentionPreview, RetentionView, RuleChange, RuleView } from "./retention-page.tsx";

interface SeveralPanelProps {
  readonly view: RetentionView;
  readonly previewed: (preview: RetentionPreview | null) => void;
  readonly close: () => void;
  readonly changed: () => void;
}

interface Wanted {
  readonly from: string;
  readonly product: string;
}

/** The rules of a whole product or company at once: as the defaults, or as another company has them. */
export function SeveralPanel({ view, previewed, close, changed }: SeveralPanelProps) {
  const words = useWords();
  const [changes, setChanges] = useState<readonly RuleChange[] | null>(null);
  const preview = useMutation({
    mutationFn: async (wanted: Wanted) => {
      const template = await api.retention.template.query(templateOf(wanted));
      setChanges(template.changes);
      return template.changes.length === 0 ? null : await api.retention.preview.query({ changes: template.changes });
    },
    onSuccess: previewed,
  });
  const set = useAct((reason: string) => api.retention.set.mutate({ changes: [...(changes ?? [])], reason }), {
    onSuccess: changed,
  });
  const forget = () => {
    setChanges(null);
    preview.reset();
    previewed(null);
  };
  const seen = preview.data ?? undefined;
  const waits = (seen?.waits.length ?? 0) > 0;
  return (
    <Panel title={words.t("retention.several")} close={close}>
      <p className="text-ink-2">{words.t("retention.several.help")}</p>
      <Form
        submit={
          seen !== undefined && !waits && seen.holdsOn !== null
            ? words.t("rules.change.submit", { day: longDay(seen.holdsOn, words) })
            : words.t(
                seen === undefined
                  ? "retention.change.preview"
                  : waits
                    ? "retention.change.ask"
                    : "retention.change.set",
              )
        }
        kind={(seen?.valuesDestroyed ?? 0) > 0 ? "danger" : "main"}
        busy={preview.isPending || set.isPending}
        error={set.error ?? preview.error}
        close={close}
        send={(fields) =>
          seen === undefined
            ? preview.mutate({ from: fields.text("from"), product: fields.text("product") })
            : set.mutate(fields.text("reason"))
        }
      >
        <Choices changed={forget} />
        {seen === undefined ? null : <Effect preview={seen} view={view} />}
        {changes?.length === 0 ? <p role="status">{words.t("retention.several.same")}</p> : null}
      </Form>
    </Panel>
  );
}

function Choices({ changed }: { changed: () => void }) {
  const words = useWords();
  const here = useViewer().company?.id;
  const companies = useQuery({ queryKey: ["companies"], queryFn: () => api.companies.list.query() });
  const others = (companies.data ?? []).filter((company) => company.id !== here);
  return (
    <div className="grid gap-3">
      <SelectField id="several-from" name="from" label={words.t("retention.several.from")} onChange={changed}>
        <option value="">{words.t("retention.several.defaults")}</option>
        {others.map((company) => (
          <option key={company.slug} value={company.slug}>
            {words.t("retention.several.copy", { name: company.name })}
          </option>
        ))}
      </SelectField>
      <SelectField id="several-product" name="product" label={words.t("retention.several.product")} onChange={changed}>
        <option value="">{words.t("retention.several.allProducts")}</option>
        {PRODUCT_ORDER.map((product) => (
          <option key={product} value={product}>
            {words.t(`product.${product}`)}
          </option>
        ))}
      </SelectField>
      <ReasonField id="several-reason" />
    </div>
  );
}

function templateOf({ from, product }: Wanted) {
  const known = PRODUCT_ORDER.find((one): one is RuleView["product"] => one === product);
  return { ...(from === "" ? {} : { from }), ...(known === undefined ? {} : { product: known }) };
}
