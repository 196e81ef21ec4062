"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { api } from "../../../_trpc/client.ts";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Failed, Loading } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { SystemField, WayField } from "../choose-system.tsx";
import { PlaceField } from "../place-field.tsx";
import { MoreFields } from "../source-form.tsx";
import { type SourceInput, sourceInput } from "../source-input.ts";
import { TestResult } from "../test-result.tsx";
import { TransportFields } from "../transport-fields.tsx";
import { useAttempt, useSourceForm } from "../use-source-form.ts";
import { AskOperator } from "../ask-operator.tsx";
import { StartStep } from "./start-step.tsx";

/** From a telephone system to its first calls: choose, set, look, start. What was looked at is what starts. */
export function SourceWizard() {
  const words = useWords();
  const router = useRouter();
  const form = useSourceForm();
  const [edgeId, choosePlace] = useState<string | null>(null);
  const { attempt, test, accept, accepted, isStale, touch } = useAttempt(form, undefined, edgeId);
  const open = ({ sourceId }: { readonly sourceId: number }) => router.push(`/sources/${sourceId}`);
  const keep = useMutation({
    mutationFn: (input: SourceInput) => api.sources.add.mutate({ ...input, edgeId }),
    onSuccess: open,
  });
  const { driver, transport, values } = form;
  if (form.failed) return <Failed error={form.failed} retry={() => globalThis.location.reload()} />;
  if (!form.drivers || !form.ways || driver === undefined || transport === undefined) return <Loading />;
  const chosen = { driver, transport, values };
  return (
    <div className="grid max-w-3xl items-start gap-4 xl:max-w-none xl:grid-cols-2">
      <div onChange={touch}>
        <Form
          submit={words.t("sources.test.connection")}
          busy={test.isPending}
          error={test.error ?? keep.error}
          send={(fields) => {
            keep.reset();
            test.mutate(sourceInput(fields, chosen));
          }}
          also={{
            label: words.t("sources.keep"),
            // Until the source's page is there, a second press would store a second source.
            busy: keep.isPending || keep.isSuccess,
            send: (fields) => {
              // What the last test was refused for would stand before what this is refused for.
              if (test.isError) test.reset();
              keep.mutate(sourceInput(fields, chosen));
            },
          }}
        >
          <Sheet title={words.t("sources.step.what")} padded>
            <div className="grid gap-3">
              <TextField id="source-name" name="name" label={words.t("sources.name")} required maxLength={120} />
              <SystemField drivers={form.drivers} driver={driver} choose={form.chooseDriver} />
              <WayField ways={form.ways} driver={driver} transport={transport} choose={form.chooseWay} />
              <PlaceField edgeId={edgeId} choose={choosePlace} />
            </div>
          </Sheet>
          <Sheet title={words.t("sources.step.set")} padded>
            <div className="grid gap-3">
              <TransportFields transport={transport} values={values} />
              <MoreFields form={form} />
            </div>
          </Sheet>
        </Form>
      </div>
      <div className="grid min-w-0 gap-4 xl:sticky xl:top-4 xl:mt-2">
        <Sheet title={words.t("sources.step.found")} padded>
          {test.error ? (
            <AskOperator error={test.error} settings={test.variables?.settings ?? {}} atEdge={edgeId !== null} />
          ) : null}
          {attempt === null ? (
            <p role="status" className="text-ink-2">
              {words.t(
                test.isPending
                  ? edgeId === null
                    ? "sources.test.busy"
                    : "sources.test.busy.edge"
                  : test.error
                    ? "sources.step.found.failed"
                    : "sources.step.found.waits",
              )}
            </p>
          ) : (
            <TestResult
              tested={attempt.found}
              transport={attempt.input.transport ?? transport.id}
              accepted={accepted}
              // The key of what was tested before is none of what stands there now.
              accept={isStale ? undefined : accept}
              settings={attempt.input.settings}
            />
          )}
        </Sheet>
        <Sheet title={words.t("sources.step.start")} padded>
          {attempt === null ? (
            <p className="text-ink-2">{words.t("sources.step.start.waits")}</p>
          ) : (
            <StartStep attempt={attempt} product={driver.product} isStale={isStale} started={open} />
          )}
        </Sheet>
      </div>
    </div>
  );
}
