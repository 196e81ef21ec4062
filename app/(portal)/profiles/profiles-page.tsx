"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { ProfileEditor } from "./profile-editor.tsx";
import { type Draft, type ProfileList, type ProfileView, profileName } from "./profile-view.ts";

/** The profiles of a company: the built-in ones, and its own. */
export function ProfilesPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("profiles.title")} lead={words.t("profiles.lead")} permission="people.see">
      <Profiles />
    </GuardedPage>
  );
}

function Profiles() {
  const query = useQuery({ queryKey: ["profiles"], queryFn: () => api.profiles.list.query() });
  const [draft, setDraft] = useState<Draft | null>(null);
  return (
    <Answer query={query}>
      {(list) => (
        <div className={`grid items-start gap-4 ${draft === null ? "" : "lg:grid-cols-[minmax(0,1fr)_440px]"}`}>
          <Lists list={list} edit={setDraft} changed={() => void query.refetch()} />
          {draft === null ? null : (
            <ProfileEditor
              key={`${draft.profileId} ${draft.base} ${draft.name}`}
              list={list}
              draft={draft}
              close={() => setDraft(null)}
              saved={() => {
                setDraft(null);
                void query.refetch();
              }}
            />
          )}
        </div>
      )}
    </Answer>
  );
}

interface ListsProps {
  readonly list: ProfileList;
  readonly edit: (draft: Draft) => void;
  readonly changed: () => void;
}

function Lists({ list, edit, changed }: ListsProps) {
  const words = useWords();
  const mayChange = useMay("profile.change");
  const begin = (draft: Draft | null) => (mayChange && draft !== null ? () => edit(draft) : null);
  const copy = (profile: ProfileView) => {
    const name = profile.id === null ? "" : `${profileName(profile, words)} 2`;
    const draft = draftOf(list, profile, name);
    return begin(draft === null ? null : { ...draft, profileId: null });
  };
  const supervisor = list.builtIn.find((one) => one.base === "supervisor");
  const add = supervisor === undefined ? null : copy(supervisor);
  return (
    <div className="grid min-w-0 gap-4">
      <Sheet
        title={words.t("profiles.own")}
        actions={
          add === null ? null : (
            <Button kind="main" onClick={add}>
              {words.t("profiles.add")}
            </Button>
          )
        }
      >
        {list.own.length === 0 ? (
          <EmptyState title={words.t("profiles.own.empty")} why={words.t("profiles.own.empty.help")} />
        ) : (
          <ul className="divide-y divide-line">
            {list.own.map((profile) => (
              <ProfileCard
                key={profile.id}
                profile={profile}
                change={begin(draftOf(list, profile, profile.name ?? ""))}
                copy={copy(profile)}
                dropped={mayChange ? changed : null}
              />
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet title={words.t("profiles.builtIn")}>
        <p className="border-b border-line px-3 py-2 text-ink-2">{words.t("profiles.builtIn.help")}</p>
        <ul className="divide-y divide-line">
          {list.builtIn.map((profile) => (
            <ProfileCard key={profile.base} profile={profile} change={null} copy={copy(profile)} dropped={null} />
          ))}
        </ul>
      </Sheet>
      <p>
        <Link href="/people" prefetch={false} className="font-semibold text-pine underline underline-offset-3">
          {words.t("profiles.toPeople")}
        </Link>
      </p>
    </div>
  );
}

/** null for a profile that nothing can be made from; rights that the asking person cannot give are left out. */
function draftOf(list: ProfileList, profile: ProfileView, name: string): Draft | null {
  const base = list.bases.find((one) => one.base === profile.base);
  if (base === undefined) return null;
  const { id: profileId, sight, exportSight } = profile;
  const permissions = profile.permissions.filter((one) => base.permissions.includes(one));
  return { profileId, name, base: base.base, permissions, sight, exportSight };
}
