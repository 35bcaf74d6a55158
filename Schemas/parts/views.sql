-- The views: what articles.md asks to be shown. `since` is the day from which an age is counted.

-- View: master_catalog (第十五条、第二十二条): a division's entries that are not retired, by sharing type and openness.
CREATE VIEW master_catalog AS
SELECT {division in force: b.division} AS division,
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
