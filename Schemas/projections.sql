-- The projections: what the log says now, as tables that a developer may query with SQL.
--
-- The ledger keeps them in the event's own transaction; they can be thrown away and rebuilt from
-- the log (`govledger rebuild LEDGER`). Do not write to them.
--
-- Timestamps are Beijing time with milliseconds (2025-09-26T15:20:00.000+08:00) and dates are
-- Beijing dates, so that text order is time order. Bodies are unified social credit codes
-- (GB 32100), divisions GB/T 2260 codes. `position` is that of the event that made the row.

-- Registered bodies (有关部门、主管部门等).
CREATE TABLE bodies (
  department TEXT PRIMARY KEY NOT NULL, -- the body's code
  name TEXT NOT NULL, -- full name
  division TEXT NOT NULL, -- the division whose body it is
  level TEXT NOT NULL, -- province, city or county, as the division's code tells
  kind TEXT NOT NULL, -- department, dataAuthority, cyberspaceAuthority, government, institution, utility
  registered_at TEXT NOT NULL, -- when it was registered
  position INTEGER NOT NULL -- position of department.registered
) WITHOUT ROWID;
CREATE INDEX bodies_by_division ON bodies (division, kind);

-- Catalogue entries (政务数据目录条目, 第十五条), as they stand after every revision.
CREATE TABLE catalog_entries (
  entry TEXT PRIMARY KEY NOT NULL, -- the entry
  department TEXT NOT NULL, -- the department whose data it describes
  name TEXT NOT NULL, -- name of the entry
  classification TEXT NOT NULL, -- 分类
  format TEXT NOT NULL, -- 格式
  fields TEXT NOT NULL, -- 属性: a JSON list of {"name","type"}
  update_cycle TEXT NOT NULL, -- 更新时限
  sharing TEXT NOT NULL, -- 共享类型: unconditional, conditional, notShared (第二十二条)
  sharing_mode TEXT NOT NULL, -- 共享方式
  use_requirements TEXT NOT NULL, -- 使用要求
  legal_basis TEXT, -- the basis in law of a restriction (第二十二条)
  openness TEXT NOT NULL, -- unconditional, onApplication, notOpen (第二十五条)
  registered_at TEXT NOT NULL, -- when it was registered
  revised_at TEXT, -- when the last recorded revision was made
  retired_at TEXT, -- when it was retired; empty while it is current
  retirement_reason TEXT, -- why it was retired
  filed_at TEXT, -- when it was last filed (备案)
  filed_with TEXT, -- the authority that it was filed with
  position INTEGER NOT NULL -- position of catalog.entry-registered
) WITHOUT ROWID;
CREATE INDEX catalog_entries_by_department ON catalog_entries (department);

-- Changes of law or functions that call for an update of the catalogue (第十六条).
CREATE TABLE update_triggers (
  trigger_id TEXT PRIMARY KEY NOT NULL, -- the trigger
  department TEXT NOT NULL, -- the department that has to update its catalogue
  kind TEXT NOT NULL, -- lawAmended, functionsChanged
  instrument TEXT NOT NULL, -- the instrument that changed
  promulgated_on TEXT, -- when it was promulgated
  effective_on TEXT NOT NULL, -- when it takes effect
  entries TEXT NOT NULL, -- the entries that it touches: a JSON list
  extended_at TEXT, -- when the period was last extended (延期)
  extended_days INTEGER, -- by how many days then
  submitted_at TEXT, -- when the update was submitted for review (政务数据共享条例 第十七条)
  submitted_to TEXT, -- the authority that it was submitted to
  published_at TEXT, -- when the authority published it
  position INTEGER NOT NULL -- position of catalog.update-triggered
) WITHOUT ROWID;

-- Requests to share data (共享申请, 第二十三条) with their replies and withdrawals.
CREATE TABLE share_requests (
  request TEXT PRIMARY KEY NOT NULL, -- the request
  entry TEXT NOT NULL, -- the entry asked for
  department TEXT, -- the department that has to reply
  requester TEXT NOT NULL, -- the body that asks
  purpose TEXT NOT NULL, -- what the data is for
  legal_basis TEXT NOT NULL, -- the duty in law that it serves
  items TEXT, -- the items asked for, when not all: a JSON list
  requested_at TEXT NOT NULL, -- when it was made
  received_at TEXT NOT NULL, -- when the platform received it
  decision TEXT, -- agreed (同意), refused (不同意); empty until replied
  terms TEXT, -- terms of use
  reasons TEXT, -- reasons of a refusal
  replied_at TEXT, -- when it was replied to (答复)
  withdrawn_at TEXT, -- when it was withdrawn
  withdrawal_reason TEXT, -- why it was withdrawn
  extended_at TEXT, -- when the period for the reply was last extended (延期)
  extended_days INTEGER, -- by how many days then
  supplement_requested_at TEXT, -- when missing material was last asked for (补充材料)
  supplemented_at TEXT, -- when it was last received
  provided_at TEXT, -- when the data was last provided (提供)
  provided_by TEXT, -- interface, batch, file
  position INTEGER NOT NULL -- position of share.requested
) WITHOUT ROWID;
CREATE INDEX share_requests_by_department ON share_requests (department, received_at);

-- Applications for open data (依申请公开, 第二十五条) with what became of them.
CREATE TABLE open_applications (
  application TEXT PRIMARY KEY NOT NULL, -- the application
  entry TEXT NOT NULL, -- the entry applied for
  department TEXT, -- the department that has to reply
  applicant TEXT NOT NULL, -- who applies
  purpose TEXT NOT NULL, -- what the data is for
  received_at TEXT NOT NULL, -- when it was received
  correction_requested_at TEXT, -- when a correction was last asked for (补正)
  corrected_at TEXT, -- when it was last received
  consultation_begun_at TEXT, -- when third parties were last asked (征求第三方意见)
  consultation_ended_at TEXT, -- when that last ended
  extended_at TEXT, -- when the period for the reply was last extended (延期)
  extended_days INTEGER, -- by how many days then
  decision TEXT, -- agreed, partlyAgreed, refused; empty until replied
  reasons TEXT, -- reasons of a refusal
  replied_at TEXT, -- when it was replied to (答复)
  withdrawn_at TEXT, -- when it was withdrawn
  withdrawal_reason TEXT, -- why it was withdrawn
  position INTEGER NOT NULL -- position of open.applied
) WITHOUT ROWID;

-- Verifications of data that a user found wrong (校核, 第十七条).
CREATE TABLE verifications (
  verification TEXT PRIMARY KEY NOT NULL, -- the verification
  entry TEXT NOT NULL, -- the entry whose data it is about
  department TEXT, -- the department whose data it is
  requester TEXT NOT NULL, -- the body that asks
  problem TEXT NOT NULL, -- what is wrong
  received_at TEXT NOT NULL, -- when it was received
  outcome TEXT, -- corrected, confirmed; empty until resolved
  explanation TEXT, -- what was found
  resolved_at TEXT, -- when it was resolved
  position INTEGER NOT NULL -- position of verification.raised
) WITHOUT ROWID;

-- Obligations with their clocks. The verdict at a time follows from the columns: `audit` gives it.
CREATE TABLE obligations (
  obligation TEXT PRIMARY KEY NOT NULL, -- rule/subject, such as sd329.23/SR-1
  rule TEXT NOT NULL, -- the rule, such as sd329.23
  article TEXT NOT NULL, -- the article, such as 第二十三条
  department TEXT NOT NULL, -- the obligated body
  subject TEXT NOT NULL, -- updateTrigger, shareRequest, incident, verification, openApplication
  trigger_id TEXT, -- the update trigger (sd329.16)
  entry TEXT, -- the entry to update (sd329.16); empty when the trigger lists none
  request TEXT, -- the share request (sd329.23)
  incident TEXT, -- the incident (sd329.31)
  verification TEXT, -- the verification (校核)
  application TEXT, -- the application for open data
  recipient_kind TEXT, -- dataAuthority or cyberspaceAuthority (sd329.31)
  start_on TEXT NOT NULL, -- the day from which is counted, as the act that opened it says
  opened_at TEXT NOT NULL, -- when that act took place, from which hours are counted
  working_days INTEGER, -- working days allowed; empty for any other period
  due_on TEXT, -- the due date by the calendar known now; empty past that calendar
  provisional_due_on TEXT, -- the due date by bare weekends, past the known calendar
  due_at TEXT, -- the moment at which a period of hours ends
  suspended INTEGER NOT NULL, -- 1 while the clock stands still
  clock_acts TEXT, -- the acts that may have moved the clock: a JSON list
  only_if_done INTEGER NOT NULL, -- 1 for the time limit of a right: not owed unless it is used
  discharged_at TEXT, -- when it was first discharged
  discharged_by TEXT, -- id of the event that discharged it
  discharge_position INTEGER, -- position of that event
  closed_at TEXT, -- when it was withdrawn or its entry retired
  position INTEGER NOT NULL -- position of the event that opened it
) WITHOUT ROWID;
CREATE INDEX obligations_by_trigger ON obligations (trigger_id) WHERE trigger_id IS NOT NULL;
CREATE INDEX obligations_by_entry ON obligations (entry) WHERE entry IS NOT NULL;
CREATE INDEX obligations_open ON obligations (due_on, department)
  WHERE discharged_at IS NULL AND closed_at IS NULL AND only_if_done = 0;

-- Data security incidents (泄露、毁损、丢失或者安全风险, 第三十一条).
CREATE TABLE incidents (
  incident TEXT PRIMARY KEY NOT NULL, -- the incident
  department TEXT NOT NULL, -- the department whose data it is
  kind TEXT NOT NULL, -- leak, damage, loss, risk
  summary TEXT NOT NULL, -- what is known of it
  grade TEXT, -- extraordinary, major, larger, ordinary; empty where it was not graded
  operator TEXT, -- criticalInfrastructure, centralOrgan, other; empty where it is not said
  detected_at TEXT NOT NULL, -- when it was detected
  measures TEXT, -- remedial measures (补救措施) last recorded
  remedied_at TEXT, -- when they were taken
  data_authority TEXT, -- the data authority that it was first reported to
  data_authority_reported_at TEXT, -- when
  cyberspace_authority TEXT, -- the cyberspace authority that it was first reported to
  cyberspace_authority_reported_at TEXT, -- when
  closed_at TEXT, -- when its handling ended (处置结束)
  conclusion TEXT, -- how it ended
  summarised_at TEXT, -- when the summary report was last made (总结报告)
  summary_report TEXT, -- what it says
  position INTEGER NOT NULL -- position of incident.detected
) WITHOUT ROWID;

-- Projects under review (审核, 第九条).
CREATE TABLE projects (
  project TEXT PRIMARY KEY NOT NULL, -- the project
  department TEXT NOT NULL, -- the department
  kind TEXT NOT NULL, -- develop, maintain, purchase
  name TEXT NOT NULL, -- name of the project
  fixed_asset_investment INTEGER NOT NULL, -- 1 when it involves fixed-asset investment
  state_subsidy INTEGER NOT NULL, -- 1 when it takes a state investment subsidy
  submitted_at TEXT NOT NULL, -- when it was submitted
  authority TEXT, -- the authority of the review last recorded
  outcome TEXT, -- approved, rejected, returned
  reasons TEXT, -- reasons of that review
  reviewed_at TEXT, -- when that review was made
  started_at TEXT, -- when work began
  position INTEGER NOT NULL -- position of project.submitted
) WITHOUT ROWID;

-- Holiday notices in the log (those bundled with the program count as well).
CREATE TABLE holiday_notices (
  notice TEXT PRIMARY KEY NOT NULL, -- name of the notice, such as 国办发明电〔2025〕7号
  issued_on TEXT NOT NULL, -- when it was issued; from that day it is known
  days_off TEXT NOT NULL, -- days of rest: a JSON list of dates
  days_worked TEXT NOT NULL, -- weekend days worked in exchange: a JSON list of dates
  position INTEGER NOT NULL -- position of calendar.notice-issued
) WITHOUT ROWID;

-- Adoptions of rule books.
CREATE TABLE rule_book_adoptions (
  position INTEGER PRIMARY KEY NOT NULL, -- position of rules.adopted
  book TEXT NOT NULL, -- name and version of the rule book
  adopted_from TEXT NOT NULL -- the first day on which it applies
) WITHOUT ROWID;
