"use client";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { Refusal } from "../../_ui/failure.tsx";
import { CheckField, TextField } from "../../_ui/field.tsx";
import { Form } from "../../_ui/form.tsx";
import { Loading } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { SystemField } from "./choose-system.tsx";
import { LayoutField, takesLayout } from "./layout-field.tsx";
import { SiteFields } from "./site-fields.tsx";
import { type SourceInput, sourceInput } from "./source-input.ts";
import type { SourceView } from "./sources-page.tsx";
import { TestResult } from "./test-result.tsx";
import { TransportFields } from "./transport-fields.tsx";
import { useAttempt, useSourceForm } from "./use-source-form.ts";

interface SourceFormProps {
  readonly source: SourceView;
  readonly close: () => void;
  readonly saved: () => void;
}

/** Sets a source anew; it can be tried before it is saved. */
export function SourceForm({ source, close, saved }: SourceFormProps) {
  const words = useWords();
  const form = useSourceForm(source);
  const { attempt, test, accept, accepted } = useAttempt(form, source.id);
  const { driver, transport, values } = form;
  const save = useMutation({
    mutationFn: (input: SourceInput) => api.sources.change.mutate({ sourceId: source.id, source: input }),
    onSuccess: saved,
  });
  if (form.failed) return <Refusal error={form.failed} />;
  if (form.drivers === undefined || driver === undefined || transport === undefined) return <Loading />;
  const chosen = { driver, transport, values, source };
  return (
    <Form
      submit={words.t("action.save")}
      busy={save.isPending}
      error={save.error ?? test.error}
      close={close}
      send={(fields) => {
        // What the last test was refused for would stand before what this is refused for, and the other way round.
        if (test.isError) test.reset();
        save.mutate(sourceInput(fields, chosen));
      }}
      also={{
        label: words.t("sources.test.connection"),
        busy: test.isPending,
        send: (fields) => {
          save.reset();
          test.mutate(sourceInput(fields, chosen));
        },
      }}
    >
      <TextField
        id="source-name"
        name="name"
        label={words.t("sources.name")}
        defaultValue={source.name}
        required
        maxLength={120}
      />
      <SystemField drivers={form.drivers} driver={driver} choose={form.chooseDriver} />
      <TransportFields transport={transport} values={values} set={source.credentials} />
      <MoreFields form={form} source={source} />
      {attempt === null ? null : (
        <TestResult
          tested={attempt.found}
          transport={transport.id}
          accepted={accepted}
          accept={accept}
          settings={attempt.input.settings}
        />
      )}
    </Form>
  );
}

/** What the driver and the site ask for besides. */
export function MoreFields(props: { form: ReturnType<typeof useSourceForm>; source?: SourceView }) {
  const { driver, layouts, layout } = props.form;
  const words = useWords();
  if (driver === undefined) return null;
  return (
    <>
      {takesLayout(driver) ? (
        <LayoutField key={`${driver.id} ${layout}`} layouts={layouts} kind={driver.id} begun={layout} />
      ) : null}
      <SiteFields driver={driver} source={props.source} />
      <CheckField
        id="source-names"
        name="keepNames"
        label={words.t("sources.keepNames")}
        help={words.t("sources.keepNames.help")}
        defaultChecked={props.source?.keepNames ?? false}
      />
    </>
  );
}
