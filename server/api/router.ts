import { cancelVerify as cancelVerifyAudit } from "./audit/cancel-verify.ts";
import { chain as auditChain } from "./audit/chain.ts";
import { installationCancelVerify } from "./audit/installation-cancel-verify.ts";
import { installationChain } from "./audit/installation-chain.ts";
import { installationList } from "./audit/installation-list.ts";
import { installationVerify } from "./audit/installation-verify.ts";
import { list as listAudit } from "./audit/list.ts";
import { mayExport as mayExportAudit } from "./audit/may-export.ts";
import { verify as verifyAudit } from "./audit/verify.ts";
import { invite as inviteEdge } from "./edges/invite.ts";
import { list as listEdges } from "./edges/list.ts";
import { place as placeSource } from "./edges/place.ts";
import { renew as renewInvitation } from "./edges/renew.ts";
import { revoke as revokeEdge } from "./edges/revoke.ts";
import { list as listCertificates } from "./certificates/list.ts";
import { read as readCertificate } from "./certificates/read.ts";
import { add as addCompany } from "./companies/add.ts";
import { change as changeCompany } from "./companies/change.ts";
import { choose as chooseCompany } from "./companies/choose.ts";
import { find as findCompanies } from "./companies/find.ts";
import { list as listCompanies } from "./companies/list.ts";
import { justify as justifySsn } from "./collected/justify.ts";
import { set as setCollected } from "./collected/set.ts";
import { show as showCollected } from "./collected/show.ts";
import { withdraw as withdrawSsn } from "./collected/withdraw.ts";
import { installation as installationCopies } from "./copies/installation.ts";
import { meter as exposureMeter } from "./copies/meter.ts";
import { show as showCopies } from "./copies/show.ts";
import { cancel as cancelCase } from "./cases/cancel.ts";
import { decide as decideObjection } from "./cases/decide.ts";
import { hold } from "./cases/hold.ts";
import { lift as liftCase } from "./cases/lift.ts";
import { list as listCases } from "./cases/list.ts";
import { object } from "./cases/object.ts";
import { prepareErasure } from "./cases/prepare-erasure.ts";
import { renew as renewCase } from "./cases/renew.ts";
import { restrictCalls } from "./cases/restrict-calls.ts";
import { restrictPerson } from "./cases/restrict-person.ts";
import { correct } from "./data/correct.ts";
import { freeze } from "./data/freeze.ts";
import { mark } from "./data/mark.ts";
import { quality } from "./data/quality.ts";
import { reveal } from "./data/reveal.ts";
import { search } from "./data/search.ts";
import { selected } from "./data/selected.ts";
import { start as startGeneration } from "./keys/start.ts";
import { state as keyState } from "./keys/state.ts";
import { cancel as cancelDemo } from "./demo/cancel.ts";
import { status as demoStatus } from "./demo/status.ts";
import { turn as turnDemo } from "./demo/turn.ts";
import { end as endDecision } from "./disposal/end.ts";
import { protocol as disposalProtocol } from "./disposal/protocol.ts";
import { record as recordDecision } from "./disposal/record.ts";
import { show as showDisposal } from "./disposal/show.ts";
import { decide as decideErasure } from "./erasures/decide.ts";
import { list as listErasures } from "./erasures/list.ts";
import { preview as previewErasure } from "./erasures/preview.ts";
import { read as readErasure } from "./erasures/read.ts";
import { readWaiting as readWaitingErasure } from "./erasures/read-waiting.ts";
import { request as requestErasure } from "./erasures/request.ts";
import { setSetting as setErasureSetting } from "./erasures/set-setting.ts";
import { setting as erasureSetting } from "./erasures/setting.ts";
import { undo as undoErasure } from "./erasures/undo.ts";
import { waiting as waitingErasures } from "./erasures/waiting.ts";
import { cancel as cancelExport } from "./exports/cancel.ts";
import { link as linkExport } from "./exports/link.ts";
import { list as listExports } from "./exports/list.ts";
import { manifest as exportManifest } from "./exports/manifest.ts";
import { read as readExport } from "./exports/read.ts";
import { request as requestExport } from "./exports/request.ts";
import { cancelJob } from "./maintenance/cancel-job.ts";
import { deleteJobs } from "./maintenance/delete-jobs.ts";
import { health as readHealth } from "./maintenance/health.ts";
import { jobHistory } from "./maintenance/job-history.ts";
import { jobs as listJobs } from "./maintenance/jobs.ts";
import { keepJobs } from "./maintenance/keep-jobs.ts";
import { log as readLog } from "./maintenance/log.ts";
import { pauseJob } from "./maintenance/pause-job.ts";
import { previewBundle } from "./maintenance/preview-bundle.ts";
import { resumeJob } from "./maintenance/resume-job.ts";
import { retryJob } from "./maintenance/retry-job.ts";
import { runJob } from "./maintenance/run-job.ts";
import { takeBundle } from "./maintenance/take-bundle.ts";
import { changePassword } from "./me/change-password.ts";
import { firstSteps } from "./me/first-steps.ts";
import { endOtherSessions } from "./me/end-other-sessions.ts";
import { endSession } from "./me/end-session.ts";
import { sessions as ownSessions } from "./me/sessions.ts";
import { stepUp } from "./me/step-up.ts";
import { companies as companiesOverview } from "./overview/companies.ts";
import { company as companyOverview } from "./overview/company.ts";
import { end as endPattern } from "./patterns/end.ts";
import { list as listPatterns } from "./patterns/list.ts";
import { request as requestPattern } from "./patterns/request.ts";
import { add as addPerson } from "./people/add.ts";
import { change as changePerson } from "./people/change.ts";
import { endSessions as endPersonSessions } from "./people/end-sessions.ts";
import { list as listPeople } from "./people/list.ts";
import { resetPassword } from "./people/reset-password.ts";
import { sessions as personSessions } from "./people/sessions.ts";
import { assign as assignProfile } from "./profiles/assign.ts";
import { drop as dropProfile } from "./profiles/drop.ts";
import { list as listProfiles } from "./profiles/list.ts";
import { preview as previewProfile } from "./profiles/preview.ts";
import { save as saveProfile } from "./profiles/save.ts";
import { bounds } from "./retention/bounds.ts";
import { confirmSweep } from "./retention/confirm-sweep.ts";
import { decide } from "./retention/decide.ts";
import { disabled } from "./retention/disabled.ts";
import { preview as previewRetention } from "./retention/preview.ts";
import { previewAudit } from "./retention/preview-audit.ts";
import { set as setRetention } from "./retention/set.ts";
import { setAudit } from "./retention/set-audit.ts";
import { setBound } from "./retention/set-bound.ts";
import { show as showRetention } from "./retention/show.ts";
import { sweepState } from "./retention/sweep-state.ts";
import { template } from "./retention/template.ts";
import { processing } from "./processing.ts";
import { router } from "./trpc.ts";
import { list as listViews } from "./views/list.ts";
import { look as setLook } from "./views/look.ts";
import { remove as removeView } from "./views/remove.ts";
import { save as saveView } from "./views/save.ts";

/** The table of contents of the portal's API: one procedure a file, each calling one verb. */
export const appRouter = router({
  overview: router({ company: companyOverview, companies: companiesOverview }),
  copies: router({ show: showCopies, meter: exposureMeter, installation: installationCopies }),
  data: router({ search, freeze, reveal, correct, mark, selected, quality }),
  patterns: router({ list: listPatterns, request: requestPattern, end: endPattern }),
  cases: router({
    list: listCases,
    hold,
    restrictCalls,
    restrictPerson,
    object,
    cancel: cancelCase,
    lift: liftCase,
    renew: renewCase,
    decide: decideObjection,
    prepareErasure,
  }),
  edges: router({
    list: listEdges,
    invite: inviteEdge,
    renew: renewInvitation,
    revoke: revokeEdge,
    place: placeSource,
  }),
  exports: router({
    list: listExports,
    manifest: exportManifest,
    read: readExport,
    request: requestExport,
    cancel: cancelExport,
    link: linkExport,
  }),
  erasures: router({
    list: listErasures,
    read: readErasure,
    preview: previewErasure,
    request: requestErasure,
    undo: undoErasure,
    waiting: waitingErasures,
    readWaiting: readWaitingErasure,
    decide: decideErasure,
    setting: erasureSetting,
    setSetting: setErasureSetting,
  }),
  certificates: router({ list: listCertificates, read: readCertificate }),
  audit: router({
    list: listAudit,
    chain: auditChain,
    verify: verifyAudit,
    cancelVerify: cancelVerifyAudit,
    mayExport: mayExportAudit,
    installationList,
    installationChain,
    installationVerify,
    installationCancelVerify,
  }),
  retention: router({
    show: showRetention,
    preview: previewRetention,
    set: setRetention,
    previewAudit,
    setAudit,
    decide,
    disabled,
    template,
    bounds,
    setBound,
    sweepState,
    confirmSweep,
  }),
  disposal: router({ show: showDisposal, record: recordDecision, end: endDecision, protocol: disposalProtocol }),
  collected: router({ show: showCollected, set: setCollected, justify: justifySsn, withdraw: withdrawSsn }),
  companies: router({
    list: listCompanies,
    find: findCompanies,
    add: addCompany,
    change: changeCompany,
    choose: chooseCompany,
  }),
  keys: router({ state: keyState, start: startGeneration }),
  demo: router({ status: demoStatus, turn: turnDemo, cancel: cancelDemo }),
  profiles: router({
    list: listProfiles,
    preview: previewProfile,
    save: saveProfile,
    drop: dropProfile,
    assign: assignProfile,
  }),
  people: router({
    list: listPeople,
    add: addPerson,
    change: changePerson,
    resetPassword,
    sessions: personSessions,
    endSessions: endPersonSessions,
  }),
  views: router({ list: listViews, save: saveView, remove: removeView, look: setLook }),
  maintenance: router({
    health: readHealth,
    jobs: listJobs,
    jobHistory,
    runJob,
    pauseJob,
    resumeJob,
    retryJob,
    cancelJob,
    deleteJobs,
    keepJobs,
    log: readLog,
    previewBundle,
    takeBundle,
  }),
  me: router({ firstSteps, stepUp, changePassword, sessions: ownSessions, endSession, endOtherSessions }),
  ...processing,
});

export type AppRouter = typeof appRouter;
