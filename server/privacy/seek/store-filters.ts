import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DIRECTIONS, RECORD_KINDS, ROLES } from "../../domain/codes.ts";
import { NATURE_CHOICES } from "../../domain/nature.ts";
import { addDays, startOfDay } from "../../domain/zoned-time.ts";
import { findEndpoints } from "../../keyring/index.ts";
import type { PartyFilters } from "../../store/index.ts";
import type { SearchFilters } from "../search-input.ts";

/** Filters in the codes of the database. An extension nobody has matches nothing. */
export async function storeFilters(ctx: CompanyContext, filters: SearchFilters): Promise<PartyFilters> {
  const zone = ctx.company.timeZone;
  const { from, to, extension, sourceIds, roles, sources, directions, natures, apart, shielded } = filters;
  // Whoever may not read an extension must not find it out by asking for one after the other.
  if (extension !== undefined && ctx.actor.sight.extension !== "shown") {
    throw new AppError("forbidden", "Your profile does not show extensions, so that it cannot search by them.");
  }
  return {
    ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
    ...(to === undefined ? {} : { to: startOfDay(addDays(to, 1), zone) }),
    ...(sourceIds.length === 0 ? {} : { sourceIds }),
    ...(roles.length === 0 ? {} : { roles: roles.map((role) => ROLES[role]) }),
    ...(sources.length === 0 ? {} : { kinds: sources.map((kind) => RECORD_KINDS[kind]) }),
    ...(directions.length === 0 ? {} : { directions: directions.map((direction) => DIRECTIONS[direction]) }),
    ...(natures.length === 0 ? {} : { natures: natures.flatMap((choice) => [...NATURE_CHOICES[choice]]) }),
    ...(apart === undefined ? {} : { apart: apart === "only" }),
    ...(shielded === undefined ? {} : { shielded: shielded === "only" }),
    ...(extension === undefined ? {} : { endpointIds: await findEndpoints(ctx.keyring, ctx.company.id, extension) }),
  };
}

/** Whether nothing was left out: then a selection is everything about somebody. */
export function isUnfiltered(filters: SearchFilters): boolean {
  const { from, to, extension, apart, shielded, ...lists } = filters;
  return (
    from === undefined &&
    to === undefined &&
    extension === undefined &&
    apart === undefined &&
    shielded === undefined &&
    Object.values(lists).every((list) => list.length === 0)
  );
}
