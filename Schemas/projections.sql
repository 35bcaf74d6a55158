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
  origin TEXT, -- produced, obtained, collectedByThirdParty, authorised, system (第三条); empty where it is not said
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
  use_purpose TEXT, -- what the data was last reported to be used for (第二十八条)
  use_reported_at TEXT, -- when that was reported
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
  completed_at TEXT, -- when it was completed
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

-- Plans (发展规划、年度工作计划、专项规划, 第八条).
CREATE TABLE plans (
  plan TEXT PRIMARY KEY NOT NULL, -- the plan
  kind TEXT NOT NULL, -- development, annual, special
  title TEXT NOT NULL, -- its title
  body TEXT NOT NULL, -- the government that published it, the authority that set it or the department that filed it
  period TEXT, -- the years of a development plan
  year INTEGER, -- the year of an annual plan
  filed_with TEXT, -- the authority that a special plan was filed with (备案)
  development_plan TEXT, -- the development plan that it rests on, where it is said
  made_at TEXT NOT NULL, -- when it was published, set or filed
  position INTEGER NOT NULL -- position of the event
) WITHOUT ROWID;

-- Nodes of the government cloud (电子政务云节点, 第十条).
CREATE TABLE cloud_nodes (
  node TEXT PRIMARY KEY NOT NULL, -- the node
  name TEXT, -- its name
  builder TEXT, -- the body that built it
  plan_title TEXT, -- the plan for it that was last filed (建设方案)
  planned_by TEXT, -- the authority that filed the plan
  plan_filed_with TEXT, -- the authority that it was filed with
  plan_filed_at TEXT, -- when
  commissioned_at TEXT, -- when it was commissioned
  built_on TEXT, -- when a node from before the order was built
  declared_at TEXT, -- when that was declared
  merged_into TEXT, -- the node that took it in (归并整合)
  merged_by TEXT, -- the authority that merged it
  merged_at TEXT, -- when
  position INTEGER NOT NULL -- position of the first event about it
) WITHOUT ROWID;

-- Systems on cloud nodes (部署业务系统, 第十一条).
CREATE TABLE cloud_systems (
  system TEXT PRIMARY KEY NOT NULL, -- the system
  name TEXT, -- its name
  department TEXT, -- the department whose it is
  node TEXT, -- the node
  authority TEXT, -- the authority that was last applied to
  applied_at TEXT, -- when
  decided_by TEXT, -- the authority that last decided
  outcome TEXT, -- approved, rejected
  reasons TEXT, -- reasons of that decision
  decided_at TEXT, -- when
  deployed_at TEXT, -- when it was deployed
  position INTEGER NOT NULL -- position of the first event about it
) WITHOUT ROWID;

-- Government networks and shared support systems (电子政务网络、共性应用支撑系统, 第十二条、第十三条).
CREATE TABLE infrastructure (
  infrastructure TEXT PRIMARY KEY NOT NULL, -- the network or system
  kind TEXT NOT NULL, -- network, identityAuthentication, electronicSeal, otherShared
  name TEXT NOT NULL, -- its name
  builder TEXT NOT NULL, -- the body that built it
  recorded_at TEXT NOT NULL, -- when it was built
  position INTEGER NOT NULL -- position of infrastructure.recorded
) WITHOUT ROWID;

-- Databases, exchange platforms and open-data sites (第二十条、第二十一条、第二十四条).
CREATE TABLE platforms (
  platform TEXT PRIMARY KEY NOT NULL, -- the platform
  kind TEXT NOT NULL, -- baseDatabase, themeDatabase, exchangePlatform, openDataSite
  name TEXT NOT NULL, -- its name
  builder TEXT NOT NULL, -- the body that built it
  recorded_at TEXT NOT NULL, -- when it was built
  position INTEGER NOT NULL -- position of platform.recorded
) WITHOUT ROWID;

-- Compilations of master catalogues (政务数据总目录, 第十五条).
CREATE TABLE master_catalog_compilations (
  compilation TEXT PRIMARY KEY NOT NULL, -- the compilation
  division TEXT NOT NULL, -- the division
  authority TEXT NOT NULL, -- the authority that compiled it
  entries INTEGER NOT NULL, -- how many entries it says that it holds
  compiled_at TEXT NOT NULL, -- when
  position INTEGER NOT NULL -- position of catalog.master-compiled
) WITHOUT ROWID;

-- Sources of data items (一数一源, 第十七条): every assignment.
CREATE TABLE data_sources (
  position INTEGER PRIMARY KEY NOT NULL, -- position of source.assigned
  item TEXT NOT NULL, -- the data item
  department TEXT NOT NULL, -- the department that is its source
  entry TEXT NOT NULL, -- the entry that holds it
  supersedes TEXT, -- the department whose source it replaces
  assigned_at TEXT NOT NULL -- when
) WITHOUT ROWID;

-- Collections of data (采集, 第十七条).
CREATE TABLE collections (
  collection TEXT PRIMARY KEY NOT NULL, -- the collection
  department TEXT NOT NULL, -- the department that collects
  entry TEXT NOT NULL, -- the entry that holds such data
  purpose TEXT NOT NULL, -- what for
  exception_basis TEXT, -- the law that makes an exception
  started_at TEXT NOT NULL, -- when it began
  position INTEGER NOT NULL -- position of collection.started
) WITHOUT ROWID;

-- Assessments of the quality of data (完整性、准确性、时效性和可用性, 第十八条), in hundredths.
CREATE TABLE quality_assessments (
  position INTEGER PRIMARY KEY NOT NULL, -- position of quality.assessed
  entry TEXT NOT NULL, -- the entry
  assessor TEXT NOT NULL, -- the body that assessed it
  completeness INTEGER NOT NULL, -- 完整性
  accuracy INTEGER NOT NULL, -- 准确性
  timeliness INTEGER NOT NULL, -- 时效性
  usability INTEGER NOT NULL, -- 可用性
  assessed_at TEXT NOT NULL -- when
) WITHOUT ROWID;
CREATE INDEX quality_assessments_by_entry ON quality_assessments (entry);

-- Purchases of data (购买社会数据, 第十九条).
CREATE TABLE purchases (
  purchase TEXT PRIMARY KEY NOT NULL, -- the purchase
  department TEXT, -- the department that buys
  data TEXT, -- what is bought
  purpose TEXT, -- what for
  authority TEXT, -- the authority that was last applied to
  applied_at TEXT, -- when
  decided_by TEXT, -- the authority that last decided (批准)
  outcome TEXT, -- approved, rejected
  reasons TEXT, -- reasons of that decision
  decided_at TEXT, -- when
  supplier TEXT, -- who sold it
  completed_at TEXT, -- when it was bought
  entry TEXT, -- the catalogue entry that holds it
  catalogued_at TEXT, -- when it entered the catalogue
  position INTEGER NOT NULL -- position of the first event about it
) WITHOUT ROWID;

-- Direct use of unconditionally shared data (直接获取, 第二十三条): daily counts.
CREATE TABLE data_accesses (
  access TEXT PRIMARY KEY NOT NULL, -- the count
  entry TEXT NOT NULL, -- the entry
  requester TEXT NOT NULL, -- the body that takes it
  accessed_on TEXT NOT NULL, -- the day
  calls INTEGER NOT NULL, -- how many calls
  position INTEGER NOT NULL -- position of data.accessed
) WITHOUT ROWID;

-- Uses of data that was shared on request (使用, 第二十三条).
CREATE TABLE data_uses (
  use_id TEXT PRIMARY KEY NOT NULL, -- the use
  request TEXT NOT NULL, -- the request
  department TEXT NOT NULL, -- the department that uses it
  purpose TEXT NOT NULL, -- what for
  used_at TEXT NOT NULL, -- when
  position INTEGER NOT NULL -- position of data.used
) WITHOUT ROWID;

-- Publications of open data (开放, 第二十四条、第二十五条).
CREATE TABLE open_publications (
  position INTEGER PRIMARY KEY NOT NULL, -- position of open.published
  entry TEXT NOT NULL, -- the entry
  mode TEXT NOT NULL, -- unconditional, onApplication
  site TEXT NOT NULL, -- where
  published_at TEXT NOT NULL -- when
) WITHOUT ROWID;

-- Paper that was demanded of applicants (纸质材料, 第二十七条).
CREATE TABLE paper_demands (
  demand TEXT PRIMARY KEY NOT NULL, -- the demand
  department TEXT NOT NULL, -- the department that demands it
  entry TEXT NOT NULL, -- the entry that holds the material
  matter TEXT NOT NULL, -- the matter of government service (政务服务事项)
  exception_basis TEXT, -- the law that makes an exception
  demanded_at TEXT NOT NULL, -- when
  position INTEGER NOT NULL -- position of paper.demanded
) WITHOUT ROWID;

-- Security rules, assessments and drills (安全管理制度、应急处置预案、评估、演练, 第二十九条、第三十一条).
CREATE TABLE security_measures (
  position INTEGER PRIMARY KEY NOT NULL, -- position of the event
  department TEXT NOT NULL, -- the body
  kind TEXT NOT NULL, -- managementRules, emergencyPlan, applicationRules, riskAssessment, securityTest, drill
  subject TEXT NOT NULL, -- the title, the result or the scenario
  taken_at TEXT NOT NULL -- when
) WITHOUT ROWID;
CREATE INDEX security_measures_by_department ON security_measures (department, kind);

-- Officers for e-government and government data (指定工作人员, 第三十三条).
CREATE TABLE officers (
  position INTEGER PRIMARY KEY NOT NULL, -- position of officer.designated
  department TEXT NOT NULL, -- the body
  name TEXT NOT NULL, -- who
  post TEXT NOT NULL, -- in what post
  designated_at TEXT NOT NULL -- when
) WITHOUT ROWID;
CREATE INDEX officers_by_department ON officers (department);

-- Training (培训, 第三十四条).
CREATE TABLE trainings (
  training TEXT PRIMARY KEY NOT NULL, -- the training
  authority TEXT NOT NULL, -- the authority that planned it
  title TEXT NOT NULL, -- its title
  year INTEGER NOT NULL, -- the year
  planned_at TEXT NOT NULL, -- when it was planned
  held_at TEXT, -- when it was last held
  participants INTEGER, -- how many took part then
  position INTEGER NOT NULL -- position of training.planned
) WITHOUT ROWID;

-- Evaluations of departments (监督评估, 第三十五条).
CREATE TABLE evaluations (
  evaluation TEXT PRIMARY KEY NOT NULL, -- the evaluation
  department TEXT NOT NULL, -- the department
  government TEXT NOT NULL, -- the government that evaluates
  period TEXT NOT NULL, -- the period
  result TEXT NOT NULL, -- the result
  recorded_at TEXT NOT NULL, -- when
  position INTEGER NOT NULL -- position of evaluation.recorded
) WITHOUT ROWID;

-- Referrals to those who decide on liability (法律责任, 第三十六条、第三十七条、第三十八条).
CREATE TABLE referrals (
  referral TEXT PRIMARY KEY NOT NULL, -- the referral
  department TEXT NOT NULL, -- the body whose acts are referred
  findings TEXT NOT NULL, -- the findings: a JSON list
  basis TEXT NOT NULL, -- the law that it rests on
  referred_to TEXT NOT NULL, -- to whom
  referred_at TEXT NOT NULL, -- when
  position INTEGER NOT NULL -- position of accountability.referred
) WITHOUT ROWID;

-- The views: what articles.md asks to be shown. `since` is the day from which an age is counted.

-- View: master_catalog (第十五条、第二十二条): a division's entries that are not retired, by sharing type and openness.
CREATE VIEW master_catalog AS
SELECT CASE b.division WHEN '370684' THEN '370614' WHEN '370634' THEN '370614' ELSE b.division END AS division,
  count(*) AS entries,
  sum(e.sharing = 'unconditional') AS unconditional,
  sum(e.sharing = 'conditional') AS conditional,
  sum(e.sharing = 'notShared') AS not_shared,
  sum(e.openness = 'unconditional') AS open_unconditionally,
  sum(e.openness = 'onApplication') AS open_on_application,
  sum(e.openness = 'notOpen') AS not_open
FROM catalog_entries e LEFT JOIN bodies b ON b.department = e.department
WHERE e.retired_at IS NULL
GROUP BY 1 ORDER BY 1;

-- View: department_sharing (第二十二条): a department's entries that are not retired, with the share of each sharing type in hundredths.
CREATE VIEW department_sharing AS
SELECT e.department, b.name, b.division, count(*) AS entries,
  sum(e.sharing = 'unconditional') * 100 / count(*) AS unconditional_percent,
  sum(e.sharing = 'conditional') * 100 / count(*) AS conditional_percent,
  sum(e.sharing = 'notShared') * 100 / count(*) AS not_shared_percent
FROM catalog_entries e LEFT JOIN bodies b ON b.department = e.department
WHERE e.retired_at IS NULL
GROUP BY e.department ORDER BY e.department;

-- View: unfiled_entries (第十五条): entries that are not retired and were never filed (备案).
CREATE VIEW unfiled_entries AS
SELECT entry, name, department, substr(registered_at, 1, 10) AS since
FROM catalog_entries WHERE filed_at IS NULL AND retired_at IS NULL ORDER BY position;

-- View: unmerged_nodes (第十条): county nodes from before the order that are not merged yet.
CREATE VIEW unmerged_nodes AS
SELECT n.node, n.name, n.builder, b.division, substr(n.declared_at, 1, 10) AS declared_on, n.built_on AS since
FROM cloud_nodes n LEFT JOIN bodies b ON b.department = n.builder
WHERE n.declared_at IS NOT NULL AND n.merged_at IS NULL AND coalesce(b.level, 'county') = 'county'
ORDER BY n.position;

-- View: uncatalogued_purchases (第十九条): data that was bought and is not in the buyer's own catalogue.
CREATE VIEW uncatalogued_purchases AS
SELECT p.purchase, p.department, p.data, substr(p.completed_at, 1, 10) AS since
FROM purchases p
WHERE p.completed_at IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM catalog_entries e WHERE e.entry = p.entry AND e.department = p.department)
ORDER BY p.position;

-- View: bodies_without_officer (第三十三条): provincial and city departments and institutions that designated nobody.
CREATE VIEW bodies_without_officer AS
SELECT b.department, b.name, b.division, b.level, substr(b.registered_at, 1, 10) AS since
FROM bodies b
WHERE b.level IN ('province', 'city')
  AND b.kind IN ('department', 'dataAuthority', 'cyberspaceAuthority', 'institution')
  AND NOT EXISTS (SELECT 1 FROM officers o WHERE o.department = b.department)
ORDER BY b.position;

-- View: security_status (第二十九条、第三十一条): when each body last set rules, assessed and held a drill.
CREATE VIEW security_status AS
SELECT b.department, b.name, b.division,
  substr(max(CASE WHEN m.kind IN ('managementRules', 'applicationRules') THEN m.taken_at END), 1, 10) AS rules_on,
  substr(max(CASE WHEN m.kind = 'emergencyPlan' THEN m.taken_at END), 1, 10) AS emergency_plan_on,
  substr(max(CASE WHEN m.kind IN ('riskAssessment', 'securityTest') THEN m.taken_at END), 1, 10) AS assessed_on,
  substr(max(CASE WHEN m.kind = 'drill' THEN m.taken_at END), 1, 10) AS drilled_on
FROM bodies b LEFT JOIN security_measures m ON m.department = b.department
WHERE b.kind <> 'government'
GROUP BY b.department ORDER BY b.position;

-- View: open_incidents (第三十一条): incidents that are not reported to both authorities, or not remedied.
CREATE VIEW open_incidents AS
SELECT incident, department, kind, substr(detected_at, 1, 10) AS since,
  data_authority_reported_at IS NOT NULL AS reported_to_data_authority,
  cyberspace_authority_reported_at IS NOT NULL AS reported_to_cyberspace_authority,
  remedied_at IS NOT NULL AS remedied
FROM incidents
WHERE data_authority_reported_at IS NULL OR cyberspace_authority_reported_at IS NULL
  OR remedied_at IS NULL
ORDER BY position;

-- View: uses_and_purposes (第二十三条): every use of shared data, whether its user had asked for it and was agreed to by then, and the purpose that it was asked for.
CREATE VIEW uses_and_purposes AS
SELECT u.use_id, u.request, u.department, r.purpose AS granted_purpose, u.purpose,
  coalesce(r.decision = 'agreed' AND r.replied_at <= u.used_at AND r.requester = u.department, 0) AS agreed,
  u.purpose = r.purpose AS as_granted, u.used_at
FROM data_uses u LEFT JOIN share_requests r ON r.request = u.request ORDER BY u.position;

-- View: latest_quality (第十八条): the last assessment of each entry.
CREATE VIEW latest_quality AS
SELECT q.entry, e.name, e.department, q.completeness, q.accuracy, q.timeliness, q.usability,
  q.assessor, substr(q.assessed_at, 1, 10) AS since
FROM quality_assessments q LEFT JOIN catalog_entries e ON e.entry = q.entry
WHERE q.position = (
  SELECT position FROM quality_assessments p WHERE p.entry = q.entry
  ORDER BY p.assessed_at DESC, p.position DESC LIMIT 1)
ORDER BY q.position;
