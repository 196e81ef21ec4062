/** Fetches the file with a POST of the page's own form: fetching it is written to the audit, which a link must not do. */
export function downloadAudit(): void {
  const form = document.createElement("form");
  form.method = "POST";
  form.action = "/api/audit-export";
  form.hidden = true;
  document.body.append(form);
  form.submit();
  form.remove();
}
