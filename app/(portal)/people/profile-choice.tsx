"use client";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Profile } from "#server/domain/permissions.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { profileName } from "../profiles/profile-view.ts";

interface ChoiceProps {
  readonly person: { readonly id: string; readonly name: string; readonly profile: Profile };
  readonly changed: () => void;
}

/** The profiles of the company worked on; one answer for all rows of a page. */
export function useProfiles() {
  return useQuery({ queryKey: ["profiles"], queryFn: () => api.profiles.list.query() });
}

/** Which profile somebody has, and the button that gives them another one: nothing changes by an arrow key. */
export function ProfileChoice({ person, changed }: ChoiceProps) {
  const words = useWords();
  const id = useId();
  const { data, refetch } = useProfiles();
  const present = data?.holders[person.id] ?? person.profile;
  const [picked, setPicked] = useState<string | null>(null);
  const give = useAct(
    (to: string) => {
      const own = data?.own.some((one) => one.id === to) ?? false;
      const builtIn = data?.givable.find((one) => one === to);
      if (!own && builtIn === undefined) return Promise.resolve();
      return api.profiles.assign.mutate({
        accountId: person.id,
        to: own || builtIn === undefined ? { profileId: to } : { builtIn },
      });
    },
    {
      onSettled: () => {
        setPicked(null);
        void refetch();
        changed();
      },
    },
  );
  if (data === undefined) return words.t(`profile.${person.profile}`);
  const endUser = person.profile === "end-user";
  const value = picked ?? present;
  const builtIn = data.givable.filter((one) => (one === "end-user") === endUser);
  const chosenName = [...data.own, ...data.builtIn].find((one) => (one.id ?? one.base) === value);
  const name = chosenName === undefined ? words.t(`profile.${person.profile}`) : profileName(chosenName, words);
  if (!builtIn.includes(person.profile)) return name;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="sr-only">
        {words.t("profiles.choice.label", { name: person.name })}
      </label>
      <select
        id={id}
        className="min-h-8 max-w-60 rounded-md border border-edge bg-sheet px-2 py-1 text-ink"
        value={value}
        disabled={give.isPending}
        onChange={(event) => setPicked(event.target.value)}
      >
        <optgroup label={words.t("profiles.choice.builtIn")}>
          {builtIn.map((profile) => (
            <option key={profile} value={profile}>
              {words.t(`profile.${profile}`)}
            </option>
          ))}
        </optgroup>
        {data.own.length === 0 || endUser ? null : (
          <optgroup label={words.t("profiles.choice.own")}>
            {data.own.map((profile) => (
              <option key={profile.id} value={profile.id ?? ""}>
                {profile.name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      {value === present ? null : (
        <Button
          kind="main"
          disabled={give.isPending}
          aria-label={words.t("profiles.choice.give.label", { name: person.name, profile: name })}
          onClick={() => give.mutate(value)}
        >
          {words.t("profiles.choice.give")}
        </Button>
      )}
      {give.isError ? (
        <span role="alert" className="basis-full text-[12.5px] whitespace-normal text-brick">
          <FailureText error={give.error} />
        </span>
      ) : null}
    </span>
  );
}
