"use client";
import Link from "next/link";
import { Progress } from "../../_ui/progress.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { isOver } from "../data/erase-progress.tsx";
import { isRunning } from "../exports/export-progress.tsx";
import { useErasures, useExports } from "./use-overview.ts";

const MOST = 10;

/** Exports and erasures that are being worked on; the server is asked, so that a reload loses nothing. */
export function UnderWay() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const seesExports = useMay("data.export");
  const seesErasures = useMay("certificate.see");
  const exports = useExports(seesExports);
  const erasures = useErasures(seesErasures);
  if (!seesExports && !seesErasures) return null;
  const running = (exports.data ?? []).filter(({ state }) => isRunning(state));
  const open = (erasures.data ?? []).filter(({ state }) => !isOver(state));
  const lines = [
    ...open.map((one) => ({
      id: one.erasureId,
      href: "/certificates",
      title:
        one.state === "asked"
          ? words.t("erase.state.asked")
          : one.canBeUndone && one.startsAt !== null
            ? words.t("overview.erasure.grace", { time: shortTime(one.startsAt, zone) })
            : words.t("overview.erasure"),
      done: one.rowsDone,
      of: one.rows,
    })),
    ...running.map((one) => ({
      id: one.exportId,
      href: "/exports",
      title: words.t("overview.export", { format: words.known(`export.format.${one.format}`) ?? one.format }),
      done: one.rowsDone,
      of: one.rowsTotal,
    })),
  ];
  return (
    <Sheet title={words.t("overview.underWay")}>
      {lines.length === 0 ? (
        <Said title={words.t("overview.underWay.none")}>{words.t("overview.underWay.none.help")}</Said>
      ) : (
        <ul>
          {lines.slice(0, MOST).map(({ id, href, title, done, of }) => (
            <li key={id} className="border-b border-line last:border-b-0">
              <Link href={href} prefetch={false} className="block px-3.5 py-2 -outline-offset-2! hover:bg-sunken">
                <p className="mb-1 font-semibold">{title}</p>
                <Progress done={done} of={of} label={words.t("overview.rowsOf", { done, count: of })} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
