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
  position INTEGER NOT NULL -- position of share.requested
) WITHOUT ROWID;
CREATE INDEX share_requests_by_department ON share_requests (department, received_at);

-- Obligations with their clocks. The verdict at a time follows from the columns: `audit` gives it.
CREATE TABLE obligations (
  obligation TEXT PRIMARY KEY NOT NULL, -- rule/subject, such as sd329.23/SR-1
  rule TEXT NOT NULL, -- the rule, such as sd329.23
  article TEXT NOT NULL, -- the article, such as 第二十三条
  department TEXT NOT NULL, -- the obligated body
  trigger_id TEXT, -- the update trigger (sd329.16)
  entry TEXT, -- the entry to update (sd329.16); empty when the trigger lists none
  request TEXT, -- the share request (sd329.23)
  incident TEXT, -- the incident (sd329.31)
  recipient_kind TEXT, -- dataAuthority or cyberspaceAuthority (sd329.31)
  start_on TEXT NOT NULL, -- the day from which is counted, itself not counted
  working_days INTEGER, -- working days allowed; empty where the law gives no number
  due_on TEXT, -- the due date by the calendar known now; empty past that calendar
  provisional_due_on TEXT, -- the due date by bare weekends, past the known calendar
  discharged_at TEXT, -- when it was first discharged
  discharged_by TEXT, -- id of the event that discharged it
  discharge_position INTEGER, -- position of that event
  closed_at TEXT, -- when it was withdrawn or its entry retired
  position INTEGER NOT NULL -- position of the event that opened it
) WITHOUT ROWID;
CREATE INDEX obligations_by_trigger ON obligations (trigger_id) WHERE trigger_id IS NOT NULL;
CREATE INDEX obligations_by_entry ON obligations (entry) WHERE entry IS NOT NULL;
CREATE INDEX obligations_open ON obligations (due_on, department)
  WHERE discharged_at IS NULL AND closed_at IS NULL;

-- Data security incidents (泄露、毁损、丢失或者安全风险, 第三十一条).
CREATE TABLE incidents (
  incident TEXT PRIMARY KEY NOT NULL, -- the incident
  department TEXT NOT NULL, -- the department whose data it is
  kind TEXT NOT NULL, -- leak, damage, loss, risk
  summary TEXT NOT NULL, -- what is known of it
  detected_at TEXT NOT NULL, -- when it was detected
  measures TEXT, -- remedial measures (补救措施) last recorded
  remedied_at TEXT, -- when they were taken
  data_authority TEXT, -- the data authority that it was first reported to
  data_authority_reported_at TEXT, -- when
  cyberspace_authority TEXT, -- the cyberspace authority that it was first reported to
  cyberspace_authority_reported_at TEXT, -- when
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
