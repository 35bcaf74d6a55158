-- The views: what articles.md asks to be shown. `since` is the day from which an age is counted.

-- View: divisions_in_force (第六条): the divisions that gave way to others, and the one that answers for the area of each today: what the log says of a division, else the list that comes with the program.
CREATE VIEW divisions_in_force AS
WITH RECURSIVE
bundled (division, successor, changed_on) AS (VALUES {bundled divisions}),
changes AS (
  SELECT division, successor, changed_on FROM division_changes
  UNION ALL
  SELECT * FROM bundled WHERE division NOT IN (SELECT division FROM division_changes)),
steps (division, in_force, since) AS (
  SELECT division, successor, changed_on FROM changes WHERE changed_on <= date({today})
  UNION ALL
  SELECT s.division, c.successor, c.changed_on FROM steps s JOIN changes c ON c.division = s.in_force
  WHERE s.since < c.changed_on AND c.changed_on <= date({today}))
SELECT division, in_force, max(since) AS since FROM steps GROUP BY division ORDER BY division;

-- View: master_catalog (第十五条、第二十二条): a division's entries that are not retired, by sharing type and openness.
CREATE VIEW master_catalog AS
SELECT {division in force: b.division} AS division,
  count(*) AS entries,
  coalesce(sum(e.sharing = 'unconditional'), 0) AS unconditional,
  coalesce(sum(e.sharing = 'conditional'), 0) AS conditional,
  coalesce(sum(e.sharing = 'notShared'), 0) AS not_shared,
  sum(e.openness = 'unconditional') AS open_unconditionally,
  sum(e.openness = 'onApplication') AS open_on_application,
  sum(e.openness = 'notOpen') AS not_open
FROM catalog_entries e LEFT JOIN bodies b ON b.department = e.department
WHERE e.retired_at IS NULL
GROUP BY 1 ORDER BY 1;

-- View: department_sharing (第二十二条): a department's entries that are not retired and say how they are shared, with the share of each sharing type in whole percents that add up to 100 (largest remainder; of equal ones the first).
CREATE VIEW department_sharing AS
WITH counts AS (
  SELECT department, count(*) AS entries, sum(sharing = 'unconditional') AS u,
    sum(sharing = 'conditional') AS c, sum(sharing = 'notShared') AS n
  FROM catalog_entries WHERE retired_at IS NULL AND sharing IS NOT NULL GROUP BY department),
remainders AS (
  SELECT *, u * 100 % entries AS ru, c * 100 % entries AS rc, n * 100 % entries AS rn,
    100 - u * 100 / entries - c * 100 / entries - n * 100 / entries AS missing
  FROM counts)
SELECT r.department, b.name, b.division, r.entries,
  r.u * 100 / r.entries + (r.missing > (r.rc > r.ru) + (r.rn > r.ru)) AS unconditional_percent,
  r.c * 100 / r.entries + (r.missing > (r.ru >= r.rc) + (r.rn > r.rc)) AS conditional_percent,
  r.n * 100 / r.entries + (r.missing > (r.ru >= r.rn) + (r.rc >= r.rn)) AS not_shared_percent
FROM remainders r LEFT JOIN bodies b ON b.department = r.department
ORDER BY r.department;

-- View: unfiled_entries (第十五条): entries that are not retired and were never filed (备案) by their department, or were revised since.
CREATE VIEW unfiled_entries AS
SELECT entry, name, department,
  substr(CASE WHEN filed_at IS NULL THEN registered_at ELSE revised_at END, 1, 10) AS since
FROM catalog_entries
WHERE (filed_at IS NULL OR filed_at < revised_at) AND retired_at IS NULL ORDER BY position;

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
  SELECT 1 FROM catalog_entries e
  WHERE e.entry = p.entry AND e.department = p.department AND e.retired_at IS NULL)
ORDER BY p.position;

-- View: bodies_without_officer (第三十三条): provincial and city departments and institutions that designated nobody.
CREATE VIEW bodies_without_officer AS
SELECT b.department, b.name, b.division, b.level, substr(b.registered_at, 1, 10) AS since
FROM bodies b
WHERE b.level IN ('province', 'city')
  AND b.kind IN ('department', 'dataAuthority', 'cyberspaceAuthority', 'institution')
  AND NOT EXISTS (SELECT 1 FROM officers o WHERE o.department = b.department)
ORDER BY b.position;

-- View: security_status (第二十九条、第三十一条): when each body last set rules, assessed its risks (安全风险评估), had itself tested (安全测评) and held a drill.
CREATE VIEW security_status AS
SELECT b.department, b.name, b.division,
  substr(max(CASE WHEN m.kind IN ('managementRules', 'applicationRules') THEN m.taken_at END), 1, 10) AS rules_on,
  substr(max(CASE WHEN m.kind = 'emergencyPlan' THEN m.taken_at END), 1, 10) AS emergency_plan_on,
  substr(max(CASE WHEN m.kind = 'riskAssessment' THEN m.taken_at END), 1, 10) AS risk_assessed_on,
  substr(max(CASE WHEN m.kind = 'securityTest' THEN m.taken_at END), 1, 10) AS tested_on,
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

-- View: uses_and_purposes (第二十三条): every use of shared data; of one under a request, whether its user had asked for it and was agreed to by then, whether the grant was over, and the purpose that was granted.
CREATE VIEW uses_and_purposes AS
SELECT u.use_id, u.request, u.entry, u.department, r.purpose AS granted_purpose,
  coalesce(u.purpose, r.purpose) AS purpose,
  coalesce(r.decision IN ('agreed', 'partlyAgreed') AND r.replied_at <= u.used_at
    AND r.requester = u.department, 0) AS agreed,
  coalesce(substr(u.used_at, 1, 10) > r.valid_until, 0) OR coalesce(u.used_at > r.revoked_at, 0)
    OR coalesce(u.used_at > r.relinquished_at, 0) AS ended,
  coalesce(u.purpose, r.purpose) = r.purpose AS as_granted, u.used_at
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

-- Duties that nobody did, of bodies that the order binds: since the body was registered, or since the order's first day.

-- View: divisions_without_plan (第八条): divisions in which a government or a data authority is registered, and no government has published a development plan (发展规划).
CREATE VIEW divisions_without_plan AS
SELECT d.division, d.since
FROM (
  SELECT {division in force: b.division} AS division, {since: min(b.registered_at)} AS since
  FROM bodies b WHERE b.kind IN ('government', 'dataAuthority') AND {bound: b} GROUP BY 1) d
WHERE NOT EXISTS (
  SELECT 1 FROM plans p JOIN bodies b ON b.department = p.body
  WHERE p.kind = 'development' AND b.kind = 'government'
    AND {division in force: b.division} = d.division)
ORDER BY d.division;

-- View: authorities_without_annual_plan (第八条): data authorities that have not set a work plan (年度工作计划) for the current year.
CREATE VIEW authorities_without_annual_plan AS
SELECT b.department, b.name, b.division, CAST(strftime('%Y', {today}) AS INTEGER) AS year,
  max({since: b.registered_at}, strftime('%Y-01-01', {today})) AS since
FROM bodies b
WHERE b.kind = 'dataAuthority' AND {bound: b} AND NOT EXISTS (
  SELECT 1 FROM plans p WHERE p.kind = 'annual' AND p.body = b.department
    AND p.year = CAST(strftime('%Y', {today}) AS INTEGER))
ORDER BY b.position;

-- View: authorities_without_master_catalog (第十五条): data authorities whose division's master catalogue (政务数据总目录) they, or another of the division, have never had compiled.
CREATE VIEW authorities_without_master_catalog AS
SELECT b.department, b.name, b.division, {since: b.registered_at} AS since
FROM bodies b
WHERE b.kind = 'dataAuthority' AND {bound: b} AND NOT EXISTS (
  SELECT 1 FROM master_catalog_compilations m JOIN bodies a ON a.department = m.authority
  WHERE a.kind = 'dataAuthority'
    AND {division in force: a.division} = {division in force: b.division}
    AND {division in force: m.division} = {division in force: b.division})
ORDER BY b.position;

-- View: entries_never_assessed (第十八条): entries that are not retired and whose data was never assessed for its quality (完整性、准确性、时效性和可用性).
CREATE VIEW entries_never_assessed AS
SELECT e.entry, e.name, e.department, b.division, {since: e.registered_at} AS since
FROM catalog_entries e LEFT JOIN bodies b ON b.department = e.department
WHERE e.retired_at IS NULL AND (b.department IS NULL OR {bound: b})
  AND NOT EXISTS (SELECT 1 FROM quality_assessments q WHERE q.entry = e.entry)
ORDER BY e.position;

-- View: authorities_without_exchange_platform (第二十一条): data authorities of the province and of cities in whose division no data authority has built an exchange platform (政务信息资源交换共享平台).
CREATE VIEW authorities_without_exchange_platform AS
SELECT b.department, b.name, b.division, b.level, {since: b.registered_at} AS since
FROM bodies b
WHERE b.kind = 'dataAuthority' AND b.level IN ('province', 'city') AND {bound: b}
  AND NOT EXISTS (
    SELECT 1 FROM platforms p JOIN bodies a ON a.department = p.builder
    WHERE p.kind = 'exchangePlatform' AND a.kind = 'dataAuthority'
      AND {division in force: a.division} = {division in force: b.division})
ORDER BY b.position;

-- View: divisions_without_open_data_site (第二十四条): the province and cities in which a government or a data authority is registered, and nobody has built a site for open data (政务数据开放网站).
CREATE VIEW divisions_without_open_data_site AS
SELECT d.division, d.level, d.since
FROM (
  SELECT {division in force: b.division} AS division, b.level,
    {since: min(b.registered_at)} AS since
  FROM bodies b
  WHERE b.kind IN ('government', 'dataAuthority') AND b.level IN ('province', 'city')
    AND {bound: b} GROUP BY 1) d
WHERE NOT EXISTS (
  SELECT 1 FROM platforms p JOIN bodies b ON b.department = p.builder
  WHERE p.kind = 'openDataSite' AND {division in force: b.division} = d.division)
ORDER BY d.division;

-- View: authorities_without_training_plan (第三十四条): data authorities that have never planned any training (培训计划).
CREATE VIEW authorities_without_training_plan AS
SELECT b.department, b.name, b.division, {since: b.registered_at} AS since
FROM bodies b
WHERE b.kind = 'dataAuthority' AND {bound: b}
  AND NOT EXISTS (SELECT 1 FROM trainings t WHERE t.authority = b.department)
ORDER BY b.position;

-- View: divisions_without_evaluation (第三十五条): divisions in which a government or a data authority is registered, and no government has evaluated a department (监督评估).
CREATE VIEW divisions_without_evaluation AS
SELECT d.division, d.since
FROM (
  SELECT {division in force: b.division} AS division, {since: min(b.registered_at)} AS since
  FROM bodies b WHERE b.kind IN ('government', 'dataAuthority') AND {bound: b} GROUP BY 1) d
WHERE NOT EXISTS (
  SELECT 1 FROM evaluations v JOIN bodies b ON b.department = v.government
  WHERE b.kind = 'government' AND {division in force: b.division} = d.division)
ORDER BY d.division;
