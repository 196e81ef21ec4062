"use client";
import { type ReactNode, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { dayOf, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { grouped, permissionText, type ProfileView, profileName, seesValues, sightText } from "./profile-view.ts";

interface CardProps {
  readonly profile: ProfileView;
  /** null where the reader may not. */
  readonly change: (() => void) | null;
  readonly copy: (() => void) | null;
  readonly dropped: (() => void) | null;
}

/** One profile in words: what it may, how it sees, who has it. */
export function ProfileCard({ profile, change, copy, dropped }: CardProps) {
  const words = useWords();
  const name = profileName(profile, words);
  return (
    <li className="grid gap-2 px-3 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold break-words">{name}</h3>
        {profile.id === null ? null : (
          <Tag>{words.t("profiles.madeFrom", { base: words.t(`profile.${profile.base}`) })}</Tag>
        )}
        <span className="mr-auto text-ink-2">{heldBy(profile, words)}</span>
        {copy === null ? null : (
          <Button onClick={copy} aria-label={words.t("profiles.copy.label", { name })}>
            {words.t("profiles.copy")}
          </Button>
        )}
        {change === null ? null : (
          <Button onClick={change} aria-label={words.t("profiles.change.label", { name })}>
            {words.t("profiles.change")}
          </Button>
        )}
        {dropped === null || profile.id === null || profile.holders > 0 ? null : (
          <Drop profileId={profile.id} name={name} dropped={dropped} />
        )}
      </div>
      <dl className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[90px_minmax(0,1fr)]">
        <Line name={words.t("profiles.may")}>
          <May profile={profile} />
        </Line>
        <Line name={words.t("profiles.sees")}>
          {seesValues(profile) ? sightText(profile.sight, words) : words.t("profiles.noNumbers")}
        </Line>
        {profile.permissions.includes("data.export") ? (
          <Line name={words.t("profiles.inFiles")}>{sightText(profile.exportSight, words)}</Line>
        ) : null}
      </dl>
      <Footnotes profile={profile} />
    </li>
  );
}

/** Whose accounts lie outside the company are not counted here: then it says how far they reach. */
function heldBy({ base, holders }: ProfileView, words: Words): string {
  if (base === "reseller") return words.t("profiles.reach.reseller");
  if (base === "system-administrator") return words.t("profiles.reach.installation");
  return holders === 0 ? words.t("profiles.holders.none") : words.t("profiles.holders", { count: holders });
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function May({ profile: { permissions } }: { profile: ProfileView }) {
  const words = useWords();
  const groups = grouped(permissions);
  if (groups.length === 0) return words.t("profiles.nothing");
  return (
    <ul className="grid gap-0.5">
      {groups.map((one) => (
        <li key={one.group}>
          <b className="font-semibold">{words.t(`permissions.${one.group}`)}:</b>{" "}
          {one.permissions.map((permission) => permissionText(permission, words)).join(" · ")}
        </li>
      ))}
    </ul>
  );
}

function Footnotes({ profile }: { profile: ProfileView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "Europe/Stockholm";
  const { people, holders, changedAt, changedBy } = profile;
  const rest = holders - people.length;
  const date = changedAt === null ? null : longDay(dayOf(changedAt, zone), words);
  return (
    <>
      {people.length === 0 ? null : (
        <p className="text-[12.5px] text-ink-2">
          {people.map((person) => person.name).join(", ")}
          {rest > 0 ? ` ${words.t("profiles.more", { count: rest })}` : null}
        </p>
      )}
      {date === null ? null : (
        <p className="text-[12.5px] text-ink-3">
          {changedBy === null
            ? words.t("profiles.changedAt", { date })
            : words.t("profiles.changedBy", { date, name: changedBy })}
        </p>
      )}
    </>
  );
}

function Drop({ profileId, name, dropped }: { profileId: string; name: string; dropped: () => void }) {
  const words = useWords();
  const [sure, setSure] = useState(false);
  const drop = useAct(() => api.profiles.drop.mutate({ profileId }), { onSuccess: dropped });
  return (
    <>
      <Button
        kind={sure ? "danger" : "danger-line"}
        disabled={drop.isPending}
        aria-label={sure ? undefined : words.t("profiles.drop.label", { name })}
        onClick={() => (sure ? drop.mutate() : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {words.t(sure ? "profiles.drop.sure" : "profiles.drop")}
      </Button>
      <Refusal className="basis-full" error={drop.error} />
    </>
  );
}
