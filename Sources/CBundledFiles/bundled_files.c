// The files that the program carries in itself, so that a tool of one file needs nothing beside it.
// `#embed` keeps the files the single truth: a change of one is a change of the program.
#include "bundled_files.h"

static const unsigned char common[] = {
#embed "../../Schemas/common.json"
};
static const unsigned char record[] = {
#embed "../../Schemas/record.json"
};
static const unsigned char event[] = {
#embed "../../Schemas/event.json"
};
static const unsigned char report[] = {
#embed "../../Schemas/report.json"
};
static const unsigned char comparison[] = {
#embed "../../Schemas/comparison.json"
};
static const unsigned char certificate[] = {
#embed "../../Schemas/certificate.json"
};
static const unsigned char capsule[] = {
#embed "../../Schemas/capsule.json"
};
static const unsigned char rule_book[] = {
#embed "../../Schemas/rule-book.json"
};
static const unsigned char notice[] = {
#embed "../../Schemas/notice.json"
};
static const unsigned char accountability_referred[] = {
#embed "../../Schemas/events/accountability.referred.json"
};
static const unsigned char calendar_notice_issued[] = {
#embed "../../Schemas/events/calendar.notice-issued.json"
};
static const unsigned char catalog_entry_registered[] = {
#embed "../../Schemas/events/catalog.entry-registered.json"
};
static const unsigned char catalog_entry_retired[] = {
#embed "../../Schemas/events/catalog.entry-retired.json"
};
static const unsigned char catalog_entry_revised[] = {
#embed "../../Schemas/events/catalog.entry-revised.json"
};
static const unsigned char catalog_filed[] = {
#embed "../../Schemas/events/catalog.filed.json"
};
static const unsigned char catalog_master_compiled[] = {
#embed "../../Schemas/events/catalog.master-compiled.json"
};
static const unsigned char catalog_trigger_reviewed[] = {
#embed "../../Schemas/events/catalog.trigger-reviewed.json"
};
static const unsigned char catalog_update_extended[] = {
#embed "../../Schemas/events/catalog.update-extended.json"
};
static const unsigned char catalog_update_published[] = {
#embed "../../Schemas/events/catalog.update-published.json"
};
static const unsigned char catalog_update_submitted[] = {
#embed "../../Schemas/events/catalog.update-submitted.json"
};
static const unsigned char catalog_update_triggered[] = {
#embed "../../Schemas/events/catalog.update-triggered.json"
};
static const unsigned char cloud_legacy_node_declared[] = {
#embed "../../Schemas/events/cloud.legacy-node-declared.json"
};
static const unsigned char cloud_node_commissioned[] = {
#embed "../../Schemas/events/cloud.node-commissioned.json"
};
static const unsigned char cloud_node_merged[] = {
#embed "../../Schemas/events/cloud.node-merged.json"
};
static const unsigned char cloud_node_plan_filed[] = {
#embed "../../Schemas/events/cloud.node-plan-filed.json"
};
static const unsigned char cloud_system_deployed[] = {
#embed "../../Schemas/events/cloud.system-deployed.json"
};
static const unsigned char cloud_use_applied[] = {
#embed "../../Schemas/events/cloud.use-applied.json"
};
static const unsigned char cloud_use_decided[] = {
#embed "../../Schemas/events/cloud.use-decided.json"
};
static const unsigned char collection_started[] = {
#embed "../../Schemas/events/collection.started.json"
};
static const unsigned char data_accessed[] = {
#embed "../../Schemas/events/data.accessed.json"
};
static const unsigned char data_used[] = {
#embed "../../Schemas/events/data.used.json"
};
static const unsigned char department_registered[] = {
#embed "../../Schemas/events/department.registered.json"
};
static const unsigned char evaluation_recorded[] = {
#embed "../../Schemas/events/evaluation.recorded.json"
};
static const unsigned char incident_closed[] = {
#embed "../../Schemas/events/incident.closed.json"
};
static const unsigned char incident_detected[] = {
#embed "../../Schemas/events/incident.detected.json"
};
static const unsigned char incident_remedied[] = {
#embed "../../Schemas/events/incident.remedied.json"
};
static const unsigned char incident_reported[] = {
#embed "../../Schemas/events/incident.reported.json"
};
static const unsigned char incident_summarised[] = {
#embed "../../Schemas/events/incident.summarised.json"
};
static const unsigned char infrastructure_recorded[] = {
#embed "../../Schemas/events/infrastructure.recorded.json"
};
static const unsigned char officer_designated[] = {
#embed "../../Schemas/events/officer.designated.json"
};
static const unsigned char open_applied[] = {
#embed "../../Schemas/events/open.applied.json"
};
static const unsigned char open_consultation_begun[] = {
#embed "../../Schemas/events/open.consultation-begun.json"
};
static const unsigned char open_consultation_ended[] = {
#embed "../../Schemas/events/open.consultation-ended.json"
};
static const unsigned char open_corrected[] = {
#embed "../../Schemas/events/open.corrected.json"
};
static const unsigned char open_correction_requested[] = {
#embed "../../Schemas/events/open.correction-requested.json"
};
static const unsigned char open_extended[] = {
#embed "../../Schemas/events/open.extended.json"
};
static const unsigned char open_published[] = {
#embed "../../Schemas/events/open.published.json"
};
static const unsigned char open_replied[] = {
#embed "../../Schemas/events/open.replied.json"
};
static const unsigned char open_use_reported[] = {
#embed "../../Schemas/events/open.use-reported.json"
};
static const unsigned char open_withdrawn[] = {
#embed "../../Schemas/events/open.withdrawn.json"
};
static const unsigned char paper_demanded[] = {
#embed "../../Schemas/events/paper.demanded.json"
};
static const unsigned char plan_annual_set[] = {
#embed "../../Schemas/events/plan.annual-set.json"
};
static const unsigned char plan_published[] = {
#embed "../../Schemas/events/plan.published.json"
};
static const unsigned char plan_special_filed[] = {
#embed "../../Schemas/events/plan.special-filed.json"
};
static const unsigned char platform_recorded[] = {
#embed "../../Schemas/events/platform.recorded.json"
};
static const unsigned char project_completed[] = {
#embed "../../Schemas/events/project.completed.json"
};
static const unsigned char project_reviewed[] = {
#embed "../../Schemas/events/project.reviewed.json"
};
static const unsigned char project_started[] = {
#embed "../../Schemas/events/project.started.json"
};
static const unsigned char project_submitted[] = {
#embed "../../Schemas/events/project.submitted.json"
};
static const unsigned char purchase_applied[] = {
#embed "../../Schemas/events/purchase.applied.json"
};
static const unsigned char purchase_catalogued[] = {
#embed "../../Schemas/events/purchase.catalogued.json"
};
static const unsigned char purchase_completed[] = {
#embed "../../Schemas/events/purchase.completed.json"
};
static const unsigned char purchase_decided[] = {
#embed "../../Schemas/events/purchase.decided.json"
};
static const unsigned char quality_assessed[] = {
#embed "../../Schemas/events/quality.assessed.json"
};
static const unsigned char security_assessed[] = {
#embed "../../Schemas/events/security.assessed.json"
};
static const unsigned char security_drill_held[] = {
#embed "../../Schemas/events/security.drill-held.json"
};
static const unsigned char security_rules_set[] = {
#embed "../../Schemas/events/security.rules-set.json"
};
static const unsigned char audit_attested[] = {
#embed "../../Schemas/events/audit.attested.json"
};
static const unsigned char rules_adopted[] = {
#embed "../../Schemas/events/rules.adopted.json"
};
static const unsigned char share_extended[] = {
#embed "../../Schemas/events/share.extended.json"
};
static const unsigned char share_provided[] = {
#embed "../../Schemas/events/share.provided.json"
};
static const unsigned char share_replied[] = {
#embed "../../Schemas/events/share.replied.json"
};
static const unsigned char share_requested[] = {
#embed "../../Schemas/events/share.requested.json"
};
static const unsigned char share_supplement_requested[] = {
#embed "../../Schemas/events/share.supplement-requested.json"
};
static const unsigned char share_supplemented[] = {
#embed "../../Schemas/events/share.supplemented.json"
};
static const unsigned char share_withdrawn[] = {
#embed "../../Schemas/events/share.withdrawn.json"
};
static const unsigned char source_assigned[] = {
#embed "../../Schemas/events/source.assigned.json"
};
static const unsigned char training_held[] = {
#embed "../../Schemas/events/training.held.json"
};
static const unsigned char training_planned[] = {
#embed "../../Schemas/events/training.planned.json"
};
static const unsigned char verification_raised[] = {
#embed "../../Schemas/events/verification.raised.json"
};
static const unsigned char verification_resolved[] = {
#embed "../../Schemas/events/verification.resolved.json"
};
static const unsigned char projections[] = {
#embed "../../Schemas/projections.sql"
};
static const unsigned char order_329[] = {
#embed "../LedgerCore/Bundled/order-329.json"
};
static const unsigned char decree_809[] = {
#embed "../LedgerCore/Bundled/decree-809.json"
};
static const unsigned char disclosure_2019[] = {
#embed "../LedgerCore/Bundled/disclosure-2019.json"
};
static const unsigned char incident_2025[] = {
#embed "../LedgerCore/Bundled/incident-2025.json"
};
static const unsigned char holiday_notices[] = {
#embed "../LedgerCore/Bundled/holiday-notices.json"
};
static const unsigned char divisions[] = {
#embed "../LedgerCore/Bundled/divisions.json"
};
static const unsigned char sample_history[] = {
#embed "../LedgerWorkload/Sample/sample-history.jsonl"
};

#define FILE_ENTRY(name, bytes) {name, bytes, sizeof bytes}

static const bundled_file_t files[] = {
    FILE_ENTRY("common", common),
    FILE_ENTRY("record", record),
    FILE_ENTRY("event", event),
    FILE_ENTRY("report", report),
    FILE_ENTRY("comparison", comparison),
    FILE_ENTRY("certificate", certificate),
    FILE_ENTRY("capsule", capsule),
    FILE_ENTRY("rule-book", rule_book),
    FILE_ENTRY("notice", notice),
    FILE_ENTRY("accountability.referred", accountability_referred),
    FILE_ENTRY("calendar.notice-issued", calendar_notice_issued),
    FILE_ENTRY("catalog.entry-registered", catalog_entry_registered),
    FILE_ENTRY("catalog.entry-retired", catalog_entry_retired),
    FILE_ENTRY("catalog.entry-revised", catalog_entry_revised),
    FILE_ENTRY("catalog.filed", catalog_filed),
    FILE_ENTRY("catalog.master-compiled", catalog_master_compiled),
    FILE_ENTRY("catalog.trigger-reviewed", catalog_trigger_reviewed),
    FILE_ENTRY("catalog.update-extended", catalog_update_extended),
    FILE_ENTRY("catalog.update-published", catalog_update_published),
    FILE_ENTRY("catalog.update-submitted", catalog_update_submitted),
    FILE_ENTRY("catalog.update-triggered", catalog_update_triggered),
    FILE_ENTRY("cloud.legacy-node-declared", cloud_legacy_node_declared),
    FILE_ENTRY("cloud.node-commissioned", cloud_node_commissioned),
    FILE_ENTRY("cloud.node-merged", cloud_node_merged),
    FILE_ENTRY("cloud.node-plan-filed", cloud_node_plan_filed),
    FILE_ENTRY("cloud.system-deployed", cloud_system_deployed),
    FILE_ENTRY("cloud.use-applied", cloud_use_applied),
    FILE_ENTRY("cloud.use-decided", cloud_use_decided),
    FILE_ENTRY("collection.started", collection_started),
    FILE_ENTRY("data.accessed", data_accessed),
    FILE_ENTRY("data.used", data_used),
    FILE_ENTRY("department.registered", department_registered),
    FILE_ENTRY("evaluation.recorded", evaluation_recorded),
    FILE_ENTRY("incident.closed", incident_closed),
    FILE_ENTRY("incident.detected", incident_detected),
    FILE_ENTRY("incident.remedied", incident_remedied),
    FILE_ENTRY("incident.reported", incident_reported),
    FILE_ENTRY("incident.summarised", incident_summarised),
    FILE_ENTRY("infrastructure.recorded", infrastructure_recorded),
    FILE_ENTRY("officer.designated", officer_designated),
    FILE_ENTRY("open.applied", open_applied),
    FILE_ENTRY("open.consultation-begun", open_consultation_begun),
    FILE_ENTRY("open.consultation-ended", open_consultation_ended),
    FILE_ENTRY("open.corrected", open_corrected),
    FILE_ENTRY("open.correction-requested", open_correction_requested),
    FILE_ENTRY("open.extended", open_extended),
    FILE_ENTRY("open.published", open_published),
    FILE_ENTRY("open.replied", open_replied),
    FILE_ENTRY("open.use-reported", open_use_reported),
    FILE_ENTRY("open.withdrawn", open_withdrawn),
    FILE_ENTRY("paper.demanded", paper_demanded),
    FILE_ENTRY("plan.annual-set", plan_annual_set),
    FILE_ENTRY("plan.published", plan_published),
    FILE_ENTRY("plan.special-filed", plan_special_filed),
    FILE_ENTRY("platform.recorded", platform_recorded),
    FILE_ENTRY("project.completed", project_completed),
    FILE_ENTRY("project.reviewed", project_reviewed),
    FILE_ENTRY("project.started", project_started),
    FILE_ENTRY("project.submitted", project_submitted),
    FILE_ENTRY("purchase.applied", purchase_applied),
    FILE_ENTRY("purchase.catalogued", purchase_catalogued),
    FILE_ENTRY("purchase.completed", purchase_completed),
    FILE_ENTRY("purchase.decided", purchase_decided),
    FILE_ENTRY("quality.assessed", quality_assessed),
    FILE_ENTRY("security.assessed", security_assessed),
    FILE_ENTRY("security.drill-held", security_drill_held),
    FILE_ENTRY("security.rules-set", security_rules_set),
    FILE_ENTRY("rules.adopted", rules_adopted),
    FILE_ENTRY("audit.attested", audit_attested),
    FILE_ENTRY("share.extended", share_extended),
    FILE_ENTRY("share.provided", share_provided),
    FILE_ENTRY("share.replied", share_replied),
    FILE_ENTRY("share.requested", share_requested),
    FILE_ENTRY("share.supplement-requested", share_supplement_requested),
    FILE_ENTRY("share.supplemented", share_supplemented),
    FILE_ENTRY("share.withdrawn", share_withdrawn),
    FILE_ENTRY("source.assigned", source_assigned),
    FILE_ENTRY("training.held", training_held),
    FILE_ENTRY("training.planned", training_planned),
    FILE_ENTRY("verification.raised", verification_raised),
    FILE_ENTRY("verification.resolved", verification_resolved),
    FILE_ENTRY("projections", projections),
    FILE_ENTRY("order-329", order_329),
    FILE_ENTRY("decree-809", decree_809),
    FILE_ENTRY("disclosure-2019", disclosure_2019),
    FILE_ENTRY("incident-2025", incident_2025),
    FILE_ENTRY("holiday-notices", holiday_notices),
    FILE_ENTRY("divisions", divisions),
    FILE_ENTRY("sample-history", sample_history),
};

size_t bundled_file_count(void) { return sizeof files / sizeof files[0]; }

bundled_file_t bundled_file(size_t index) { return files[index]; }
