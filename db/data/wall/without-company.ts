/**
 * Functions that any role of the application may call and that ask about no company, and why that tells nobody anything about
 * one. A function that is not here is attacked; one that is here and takes a company is a finding.
 */
export const WITHOUT_COMPANY: ReadonlyMap<string, string> = new Map([
  ...because("the sign-in: one account, by its exact address, before it is known who asks", ["account_to_sign_in"]),
  ...because("a session by the hash of its token, which only its owner holds", [
    "read_session",
    "touch_session",
    "step_up_session",
  ]),
  ...because("makes something of nobody's yet, and tells its number alone", ["add_company", "add_reseller"]),
  ...because("names and settings of companies and resellers: a process finds a company by them before it can name it", [
    "list_companies",
    "list_resellers",
  ]),
  ...because("which companies there have been and whether they are closed, so that each one's audit is signed", [
    "audited_companies",
  ]),
  ...because("keyed digests of what was guessed at", ["count_attempt", "clear_attempts", "forget_attempts"]),
  ...because("rows of sessions that have ended, for the clean-up", ["forget_sessions"]),
  ...because("partitions of all companies, by their days", [
    "ensure_day",
    "ensure_days",
    "ensure_month",
    "ensure_months",
    "party_leaves",
    "drop_leaf",
  ]),
  ...because("the installation's processes and jobs, which hold no personal data", [
    "report_process",
    "end_process",
    "list_processes",
    "pause_job",
    "end_job_pause",
    "job_pauses",
    "ask_job_command",
    "take_job_command",
    "finish_job_command",
    "job_commands",
    "job_keepings",
    "set_job_keeping",
    "cluster_figures",
    "table_figures",
  ]),
]);

function because(reason: string, names: readonly string[]): (readonly [string, string])[] {
  return names.map((name) => [name, reason] as const);
}
