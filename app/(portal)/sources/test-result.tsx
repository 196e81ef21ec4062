"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { bytes } from "../../_ui/bytes.ts";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { PinBox } from "./pin-box.tsx";
import { SecurityTags } from "./security-tags.tsx";
import { isListener } from "./source-words.ts";
import { clockTime, shortTime } from "../../_ui/times.ts";
import { useSentences } from "../../_ui/use-sentence.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

export type Tested = inferRouterOutputs<AppRouter>["sources"]["test"];

interface TestResultProps {
  readonly tested: Tested;
  readonly transport: string;
  /** The key that stands among the settings, and what accepting another one does. */
  readonly accepted?: string;
  readonly accept?: ((fingerprint: string) => void) | undefined;
  /** With which it was tested. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What a test found: what there is, and the first records as they would be read. Nothing was stored. */
export function TestResult({ tested, transport, accepted = "", accept, settings }: TestResultProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const reasons = Object.entries(tested.undefined);
  const misread = reasons.reduce((sum, [, count]) => sum + count, 0);
  const listens = isListener(transport, settings);
  // Before its key is accepted, nothing was asked of the other side.
  const isOpen = tested.pin !== undefined && tested.pin.fingerprint !== accepted;
  const ofFiles = ["shared-file", "sftp", "ftp"].includes(transport);
  return (
    <div role="status" className="grid gap-2 rounded-md bg-sunken p-3">
      {tested.pin === undefined ? null : <PinBox pin={tested.pin} accepted={accepted} accept={accept} />}
      {transport === "shared-file" ? (
        <p className="font-semibold">{words.t("sources.test.files", { count: tested.files })}</p>
      ) : tested.frames > 0 ? (
        <p className="font-semibold">{words.t(listens ? "sources.test.heard" : "sources.test.reads")}</p>
      ) : isOpen ? null : (
        <p className="font-semibold">{words.t(listens ? "sources.test.listens" : "sources.test.reached")}</p>
      )}
      {tested.enter === undefined ? null : <ToEnter enter={tested.enter} />}
      <SecurityTags label={tested.label} transport={transport} told />
      <Facts>
        {tested.newestAt === null ? null : (
          <Fact name={words.t("sources.test.newest")}>{shortTime(tested.newestAt, zone)}</Fact>
        )}
        {tested.bytes === 0 ? null : (
          <Fact name={words.t(ofFiles ? "sources.test.size" : "sources.test.size.read")}>
            {bytes(tested.bytes, words)}
          </Fact>
        )}
        {tested.unreadable > 0 ? (
          <Fact name={words.t("sources.test.unreadable")}>
            <Tag tone="warn">{words.number(tested.unreadable)}</Tag>
          </Fact>
        ) : null}
        {tested.leftOut === undefined || tested.leftOut === 0 ? null : (
          <Fact name={words.t("sources.test.leftOut")}>{words.number(tested.leftOut)}</Fact>
        )}
        {tested.frames === 0 ? null : (
          <>
            <Fact name={words.t("sources.test.frames")}>{words.number(tested.frames)}</Fact>
            <Fact name={words.t("sources.test.records")}>{words.number(tested.records)}</Fact>
            <Fact name={words.t("sources.test.undefined")}>
              {misread > 0 ? <Tag tone="warn">{words.number(misread)}</Tag> : words.number(0)}
            </Fact>
          </>
        )}
      </Facts>
      {tested.files === 0 && transport === "shared-file" ? (
        <p className="text-ink-2">{words.t("sources.test.nothing")}</p>
      ) : null}
      {misread > 0 && tested.records === 0 ? (
        <p className="rounded-md bg-amber-soft px-2 py-1">{words.t("sources.test.misfit")}</p>
      ) : null}
      {misread > 0 ? <Misread tested={tested} reasons={reasons} /> : null}
      {tested.sample.length > 0 ? (
        <>
          <p className="font-semibold">{words.t("sources.test.sample")}</p>
          <ul className="grid gap-1.5">
            {tested.sample.map((record, at) => (
              // The records have no id before they are stored, and the list never changes.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <li key={at} className="grid border-t border-line pt-1.5 font-mono text-[12.5px]">
                <span>
                  {clockTime(record.startedAt, zone)}{" "}
                  {words.t("sources.test.seconds", { count: record.durationSeconds })}
                  {record.direction === null ? null : ` ${words.t(`direction.${record.direction}`)}`}
                  {record.disposition === null ? null : ` ${words.t(`disposition.${record.disposition}`)}`}
                </span>
                <span className="break-words text-ink-2">
                  {record.numbers.length > 0 ? record.numbers.join("  ") : words.t("sources.test.hidden")}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

/** What the telephone system has to be told, so that it finds the way here. */
function ToEnter({ enter }: { enter: NonNullable<Tested["enter"]> }) {
  const words = useWords();
  return (
    <div className="grid gap-1.5 rounded-md border border-line bg-sheet p-3">
      <p className="font-semibold">{words.t("sources.enter")}</p>
      <Facts>
        {Object.entries(enter).map(([name, value]) => (
          <Fact key={name} name={words.known(`sources.enter.${name}`) ?? name}>
            <span className="font-mono text-[12.5px] break-all">
              {name === "address" && /^(0\.0\.0\.0|::)$/.test(value) ? words.t("sources.enter.anyAddress") : value}
            </span>
          </Fact>
        ))}
      </Facts>
    </div>
  );
}

/** Which lines would not be understood, and why. */
function Misread({ tested, reasons }: { tested: Tested; reasons: readonly [string, number][] }) {
  const words = useWords();
  const said = useSentences();
  return (
    <>
      <p className="font-semibold">{words.t("sources.test.misread")}</p>
      <Facts>
        {reasons.slice(0, 5).map(([reason, count]) => (
          <Fact key={reason} name={said(reason)}>
            {words.number(count)}
          </Fact>
        ))}
      </Facts>
      <ul className="grid gap-1.5">
        {tested.misread.map(({ at, reason, text }) => (
          <li key={at} className="grid border-t border-line pt-1.5 text-[12.5px]">
            <span>
              {words.t("sources.test.misread.line", { at })}: {said(reason)}
            </span>
            {text === null ? null : <span className="font-mono break-all text-ink-2">{text}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
