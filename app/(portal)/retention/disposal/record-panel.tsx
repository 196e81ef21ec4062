"use client";
import { api } from "../../../_trpc/client.ts";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { dayOf } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import { PRODUCT_ORDER } from "../product-order.ts";

interface RecordPanelProps {
  readonly close: () => void;
  readonly changed: () => void;
}

const CLASSES = ["phone", "ssn", "ssn_truncated", "name", "raw", "undefined", "call"] as const;

/** The decision as the board took it: who, number, day, what it covers and for how long that is kept. */
export function RecordPanel({ close, changed }: RecordPanelProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const record = useAct(api.disposal.record.mutate, { onSuccess: changed });
  const days = { inputMode: "numeric", pattern: "[0-9]{1,4}", wrong: words.t("retention.change.mask.wrong") } as const;
  return (
    <Panel title={words.t("disposal.record")} close={close}>
      <Form
        submit={words.t("disposal.record")}
        busy={record.isPending}
        error={record.error}
        close={close}
        send={(fields) => record.mutate(decisionOf(fields))}
      >
        <TextField
          id="decision-authority"
          name="authority"
          label={words.t("disposal.authority")}
          required
          minLength={3}
          maxLength={200}
        />
        <TextField id="decision-number" name="number" label={words.t("disposal.number")} required maxLength={80} />
        <TextField
          id="decision-day"
          name="decidedOn"
          type="date"
          label={words.t("disposal.decidedOn")}
          max={dayOf(new Date(), zone)}
          required
        />
        <TextField
          id="decision-about"
          name="about"
          label={words.t("disposal.about")}
          help={words.t("disposal.about.help")}
          required
          minLength={3}
          maxLength={500}
        />
        <SelectField id="decision-product" name="product" label={words.t("disposal.product")}>
          <option value="">{words.t("disposal.product.all")}</option>
          {PRODUCT_ORDER.map((product) => (
            <option key={product} value={product}>
              {words.t(`product.${product}`)}
            </option>
          ))}
        </SelectField>
        <SelectField id="decision-class" name="class" label={words.t("disposal.class")}>
          <option value="">{words.t("disposal.class.all")}</option>
          {CLASSES.map((cls) => (
            <option key={cls} value={cls}>
              {words.t(`class.${cls}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          id="decision-least"
          name="shortestDays"
          label={words.t("disposal.atLeast")}
          help={words.t("disposal.days.help")}
          {...days}
        />
        <TextField
          id="decision-most"
          name="longestDays"
          label={words.t("disposal.atMost")}
          help={words.t("disposal.days.help")}
          {...days}
        />
      </Form>
    </Panel>
  );
}

function decisionOf(fields: FormFields) {
  const product = PRODUCT_ORDER.find((one) => one === fields.text("product"));
  const cls = CLASSES.find((one) => one === fields.text("class"));
  const item = {
    ...(product === undefined ? {} : { products: [product] }),
    ...(cls === undefined ? {} : { classes: [cls] }),
    shortestDays: fields.number("shortestDays"),
    longestDays: fields.number("longestDays"),
  };
  return {
    authority: fields.text("authority"),
    number: fields.text("number"),
    decidedOn: fields.text("decidedOn"),
    about: fields.text("about"),
    items: [item],
  };
}
