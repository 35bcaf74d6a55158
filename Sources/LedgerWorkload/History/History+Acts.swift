import LedgerCore

/// What each act comes to when its time comes.
extension History {
  mutating func perform(_ act: Act) -> Record {
    switch act {
    case .registerBody(let body): registerBody(body)
    case .registerSecondAuthority: registerSecondAuthority()
    case .mergeBody: mergeBody()
    case .registerEntries(let body, let left): registerEntries(of: body, left)
    case .adoptRules: adoptRules()
    case .issueNotice(let index): issueNotice(index)
    case .begin(let beginning): begin(beginning)
    case .trigger(let instrument, let body): trigger(by: instrument, for: body)
    case .answer(let answer): self.answer(answer)
    case .reply(let request): reply(to: request)
    case .withdraw(let request, let replyFollows): withdraw(request, replyFollows)
    case .remedy(let incident): remedy(incident)
    case .report(let incident, let recipient): report(incident, to: recipient)
    case .review(let project): review(project)
    case .start(let project): start(project)
    case .works(let works): build(works)
    case .publishPlan(let seat, let year): publishPlan(of: seat, in: year)
    case .setAnnualPlan(let seat, let year): setAnnualPlan(of: seat, for: year)
    case .follow(let sequel): follow(sequel)
    }
  }

  private mutating func begin(_ beginning: Beginning) -> Record {
    switch beginning {
    case .request: request()
    case .project: submitProject()
    case .incident: detectIncident()
    case .filing: fileCatalogue()
    case .revision: revise()
    case .retirement: retire()
    case .registration: registration()
    case .functionChange: changeFunctions()
    case .specialPlan: fileSpecialPlan()
    case .cloudUse: applyForCloud()
    case .works: build(anyWorks())
    case .master: compileMaster()
    case .source: assignSource()
    case .collection: startCollection()
    case .verification: raiseVerification()
    case .quality: assessQuality()
    case .purchase: applyForPurchase()
    case .access: countAccesses()
    case .paper: demandPaper()
    case .publication: publish()
    case .application: applyForOpenData()
    case .securityRules: setSecurityRules()
    case .assessment: assessSecurity()
    case .drill: holdDrill()
    case .officer: designateOfficer()
    case .training: planTraining()
    case .evaluation: evaluate()
    case .referral: refer()
    }
  }

  private mutating func follow(_ sequel: Sequel) -> Record {
    switch sequel {
    case .completeProject(let project): complete(project)
    case .decideCloudUse(let system): decide(system)
    case .deploy(let system): deploy(system)
    case .assignAgain(let item): assignAgain(item)
    case .resolve(let verification): resolve(verification)
    case .decidePurchase(let purchase): decide(purchase)
    case .completePurchase(let purchase): complete(purchase)
    case .catalogue(let purchase): catalogue(purchase)
    case .concludePurchase(let purchase, let entry): conclude(purchase, with: entry)
    case .use(let request): use(request)
    case .revoke(let request): revoke(request)
    case .relinquish(let request): relinquish(request)
    case .extendReply(let application): extendReply(to: application)
    case .replyToApplicant(let application): reply(to: application)
    case .close(let incident): close(incident)
    case .reportUse(let application): reportUse(application)
    case .holdTraining(let training): hold(training)
    case .submitUpdate(let update): submit(update)
    case .publishUpdate(let update): publish(update)
    case .provide(let request): provide(request)
    case .askForCorrection(let application): askForCorrection(of: application)
    case .lapse(let application): lapse(application)
    case .summarise(let incident): summarise(incident)
    case .setRules(let body): setRules(after: body)
    }
  }
}
