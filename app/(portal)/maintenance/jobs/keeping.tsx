"use client";
import { api } from "../../../_trpc/client.ts";
import { Refusal } from "../../../_ui/failure.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Fact, Facts } from "../../../_ui/panel.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Jobs } from "./jobs-page.tsx";

const FINISHED = ["completed", "failed", "cancelled"] as const;
type Finished = (typeof FINISHED)[number];

/** How long finished jobs are kept, and a way to delete them at once: by how they ended and by age. */
export function Keeping({ keeping, changed }: { keeping: Jobs["keeping"]; changed: () => void }) {
  const words = useWords();
  const keep = useAct((input: { state: Finished; keptDays: number }) => api.maintenance.keepJobs.mutate(input), {
    onSuccess: changed,
  });
  const remove = useAct(
    (input: { state: Finished; olderThanDays: number }) => api.maintenance.deleteJobs.mutate(input),
    { onSuccess: changed },
  );
  return (
    <Sheet title={words.t("jobs.keeping")} padded>
      <p className="max-w-2xl text-ink-2">{words.t("jobs.keeping.lead")}</p>
      <div className="mt-3 grid gap-6 md:grid-cols-3">
        <div>
          <Facts>
            {keeping.map(({ state, keptDays }) => (
              <Fact key={state} name={words.t(`jobs.state.${state}`)}>
                {words.number(keptDays)}
              </Fact>
            ))}
          </Facts>
          <p className="mt-1 text-[12.5px] text-ink-2">{words.t("jobs.keeping.kept")}</p>
        </div>
        <Form
          submit={words.t("jobs.keeping.save")}
          busy={keep.isPending}
          error={keep.error}
          send={(fields) => keep.mutate({ state: stateIn(fields.text("state")), keptDays: fields.number("days") ?? 7 })}
        >
          <StateField id="keep-state" />
          <TextField
            id="keep-days"
            name="days"
            type="number"
            label={words.t("jobs.keeping.kept")}
            min={1}
            max={3650}
            defaultValue={7}
            required
          />
        </Form>
        <div>
          <Form
            submit={words.t("jobs.keeping.delete")}
            kind="danger"
            busy={remove.isPending}
            send={(fields) =>
              remove.mutate({ state: stateIn(fields.text("state")), olderThanDays: fields.number("days") ?? 0 })
            }
          >
            <StateField id="delete-state" />
            <TextField
              id="delete-days"
              name="days"
              type="number"
              label={words.t("jobs.keeping.older")}
              min={0}
              max={3650}
              defaultValue={30}
              required
            />
          </Form>
          <Refusal className="mt-2" error={remove.error} />
          <p role="status" className="mt-2 text-ink-2 empty:hidden">
            {remove.isSuccess ? words.t("jobs.run.asked") : ""}
          </p>
        </div>
      </div>
    </Sheet>
  );
}

function StateField({ id }: { id: string }) {
  const words = useWords();
  return (
    <SelectField id={id} name="state" label={words.t("jobs.keeping.state")} defaultValue="completed">
      {FINISHED.map((state) => (
        <option key={state} value={state}>
          {words.t(`jobs.state.${state}`)}
        </option>
      ))}
    </SelectField>
  );
}

function stateIn(text: string): Finished {
  return FINISHED.find((known) => known === text) ?? "completed";
}
