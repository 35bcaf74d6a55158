import LedgerCore

/// Purchases of data from society (购买社会数据, art. 19): approved, made, and entered in the
/// catalogue.
extension History {
  mutating func applyForPurchase() -> Record {
    let body = anyDepartment()
    serials.purchase += 1
    let id = identifiers("PU-", serials.purchase)
    let data = random.below(PurchaseTexts.data.count)
    planDecision(
      OpenPurchase(
        serial: serials.purchase, body: body, data: data,
        goesRegardless: lapses(.purchaseWithoutApproval)))
    return record(
      id, by: body,
      PurchaseApplied(
        purchase: id, authority: code(authority(of: body)), data: PurchaseTexts.data[data],
        department: code(body), purpose: random.pick(PurchaseTexts.purposes)))
  }

  /// A decision, and in an import now and then a purchase that does not wait for it.
  private mutating func planDecision(_ purchase: OpenPurchase) {
    if purchase.goesRegardless {
      plan(
        .follow(.completePurchase(purchase)),
        at: officeTime(afterWorkingDays: random.within(1...3)))
    }
    plan(
      .follow(.decidePurchase(purchase)), at: officeTime(afterWorkingDays: random.within(4...15)))
  }

  mutating func decide(_ purchase: OpenPurchase) -> Record {
    let authority = decider(for: purchase.body)
    let isApproved = purchase.serial == 1 || leads(880)
    let isMade = isApproved && (purchase.serial == 1 || leads(920))
    if isMade && !purchase.goesRegardless {
      plan(
        .follow(.completePurchase(purchase)),
        at: officeTime(afterWorkingDays: random.within(10...60)))
    }
    let id = identifiers("PU-", purchase.serial)
    return record(
      identifiers("PU-", purchase.serial, ".decided"), by: authority,
      PurchaseDecided(
        purchase: id, authority: code(authority), outcome: isApproved ? .approved : .rejected,
        reasons: reasons(unless: isApproved, among: PurchaseTexts.rejections)),
      causation: id)
  }

  mutating func complete(_ purchase: OpenPurchase) -> Record {
    let id = identifiers("PU-", purchase.serial)
    if purchase.serial == 1 || leads(850) {
      plan(
        .follow(.catalogue(purchase)), at: officeTime(afterWorkingDays: random.within(3...40)))
    }
    return record(
      identifiers("PU-", purchase.serial, ".done"), by: purchase.body,
      PurchaseCompleted(
        purchase: id, data: PurchaseTexts.data[purchase.data], department: code(purchase.body),
        supplier: random.pick(PurchaseTexts.suppliers)), causation: id)
  }

  /// The data becomes an entry; where entries are counted, one of the department's own has it.
  mutating func catalogue(_ purchase: OpenPurchase) -> Record {
    if scale.countsEntries {
      guard let entry = someEntries(of: purchase.body, atMost: 1).first else { return revise() }
      return conclude(purchase, with: entry)
    }
    let record = registerEntry(
      of: purchase.body, origin: .obtained, name: PurchaseTexts.data[purchase.data])
    if let slot = catalogue.entries(of: purchase.body).last {
      plan(
        .follow(.concludePurchase(purchase, catalogue.entry(in: slot))),
        at: now.adding(minutes: random.within(5...200)))
    }
    return record
  }

  /// In an import now and then the entry that is told of is another's.
  mutating func conclude(_ purchase: OpenPurchase, with entry: EntryReference) -> Record {
    var (entry, body) = (entry, purchase.body)
    let isAny = breach == nil
    if lapses(.purchaseCataloguedElsewhere),
      let slot = anyEntry(where: { isAny || $0.body != purchase.body })
    {
      (entry, body) = (catalogue.entry(in: slot), catalogue[slot].body)
    }
    follow(entry.slot)
    let id = identifiers("PU-", purchase.serial)
    return record(
      identifiers("PU-", purchase.serial, ".entry"), by: purchase.body,
      PurchaseCatalogued(purchase: id, entry: identifier(of: entry, body)), causation: id)
  }
}
