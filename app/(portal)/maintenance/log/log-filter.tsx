"use client";
import type { inferRouterInputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { useWords } from "../../../_ui/use-words.tsx";

export type LogFilter = Omit<inferRouterInputs<AppRouter>["maintenance"]["log"], "before" | "limit">;
export const NO_FILTER: LogFilter = {};

const SERVICES = [
  "supervisor",
  "web",
  "worker",
  "collector",
  "browser",
  "demo",
  "postgres-data",
  "postgres-keyring",
] as const;
const LEVELS = ["info", "warn", "error"] as const;

interface LogFilterFormProps {
  readonly filter: LogFilter;
  readonly set: (filter: LogFilter) => void;
  readonly follow: boolean;
  readonly setFollow: (follow: boolean) => void;
}

export function LogFilterForm({ filter, set, follow, setFollow }: LogFilterFormProps) {
  const words = useWords();
  return (
    <div className="border-b border-line p-3">
      <Form submit={words.t("log.search")} busy={false} send={(fields) => set(filterOf(fields))}>
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <SelectField
            id="log-service"
            name="service"
            label={words.t("log.service")}
            defaultValue={filter.service ?? ""}
          >
            <option value="">{words.t("log.service.all")}</option>
            {SERVICES.map((service) => (
              <option key={service} value={service}>
                {service}
              </option>
            ))}
          </SelectField>
          <SelectField id="log-level" name="level" label={words.t("log.level")} defaultValue={filter.level ?? ""}>
            <option value="">{words.t("log.level.all")}</option>
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {words.t(`log.level.${level}`)}
              </option>
            ))}
          </SelectField>
          <TextField
            id="log-event"
            name="event"
            label={words.t("log.event")}
            help={words.t("log.event.help")}
            defaultValue={filter.event}
            pattern="[a-z][a-z.\-]{0,40}"
            spellCheck={false}
          />
          <TextField
            id="log-request"
            name="requestId"
            label={words.t("log.request")}
            help={words.t("log.request.help")}
            wrong={words.t("log.request.wrong")}
            defaultValue={filter.requestId}
            pattern="[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,15}"
            spellCheck={false}
          />
          {(["from", "to"] as const).map((name) => (
            <TextField
              key={name}
              id={`log-${name}`}
              name={name}
              type="datetime-local"
              label={words.t(`log.${name}`)}
              defaultValue={minuteOf(filter[name])}
            />
          ))}
          <label className="flex items-start gap-2 self-end pb-1.5 sm:col-span-2">
            <input
              type="checkbox"
              className="mt-1"
              checked={follow}
              onChange={(event) => setFollow(event.target.checked)}
            />
            <span>
              <span className="font-semibold">{words.t("log.follow")}</span>{" "}
              <span className="text-ink-2">{words.t("log.follow.help")}</span>
            </span>
          </label>
        </div>
      </Form>
    </div>
  );
}

/** In UTC, as its field holds it. */
function minuteOf(at: Date | undefined): string | undefined {
  return at?.toISOString().slice(0, 16);
}

function filterOf(fields: FormFields): LogFilter {
  const service = SERVICES.find((known) => known === fields.text("service"));
  const level = LEVELS.find((known) => known === fields.text("level"));
  const [event, requestId] = [fields.optional("event"), fields.optional("requestId")];
  const [from, to] = [fields.optional("from"), fields.optional("to")];
  return {
    ...(service === undefined ? {} : { service }),
    ...(level === undefined ? {} : { level }),
    ...(event === null ? {} : { event }),
    ...(requestId === null ? {} : { requestId }),
    ...(from === null ? {} : { from: new Date(`${from}Z`) }),
    ...(to === null ? {} : { to: new Date(`${to}Z`) }),
  };
}
