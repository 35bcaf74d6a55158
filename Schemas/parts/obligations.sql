-- Obligations with their clocks. The verdict at a time follows from the columns: `audit` gives it.
CREATE TABLE obligations (
  obligation TEXT PRIMARY KEY NOT NULL, -- rule/subject, such as sd329.23/SR-1
  rule TEXT NOT NULL, -- the rule, such as sd329.23
  article TEXT NOT NULL, -- the article, such as 第二十三条
  department TEXT NOT NULL, -- the obligated body: whoever owes it now, or owed it when it ended
  heir_of TEXT, -- the body that owed it when it arose, where another took its place (机构改革)
  subject TEXT NOT NULL, -- updateTrigger, shareRequest, incident, verification, openApplication
  trigger_id TEXT, -- the update trigger (sd329.16)
  entry TEXT, -- the entry to update (sd329.16); empty when the trigger lists none
  request TEXT, -- the share request (sd329.23)
  incident TEXT, -- the incident (sd329.31.remedy, sd329.31.report)
  verification TEXT, -- the verification (校核)
  application TEXT, -- the application for open data
  recipient_kind TEXT, -- as what it receives a report, such as dataAuthority (sd329.31.report)
  start_on TEXT NOT NULL, -- the day from which is counted, as the act that opened it says
  opened_at TEXT NOT NULL, -- when that act took place, from which hours are counted
  working_days INTEGER, -- working days allowed; empty for any other period
  due_on TEXT, -- the due date by the calendar known now; empty past that calendar
  provisional_due_on TEXT, -- the due date by bare weekends, past the known calendar
  due_at TEXT, -- the moment at which a period of hours ends
  suspended INTEGER NOT NULL, -- 1 while the clock stands still
  only_if_done INTEGER NOT NULL, -- 1 for the time limit of a right: not owed unless it is used
  discharged_at TEXT, -- when it was first discharged, before any closing
  discharged_by TEXT, -- id of the event that discharged it
  discharge_position INTEGER, -- position of that event
  closed_at TEXT, -- when it was withdrawn or its entry retired, before any discharge
  position INTEGER NOT NULL -- position of the event that opened it
) WITHOUT ROWID;
CREATE INDEX obligations_open ON obligations (due_on, department)
  WHERE discharged_at IS NULL AND closed_at IS NULL AND only_if_done = 0;
CREATE INDEX obligations_provisional ON obligations (provisional_due_on)
  WHERE provisional_due_on IS NOT NULL
    AND discharged_at IS NULL AND closed_at IS NULL AND only_if_done = 0;
