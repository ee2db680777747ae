/**
 * What a stretch of a statement is: a promise, an option, a duty of the customer, a request to a reporter, a notice
 * about the statement itself, or none of these. Headings, dates, contact lines, definitions, descriptions, plans in
 * tables and self-praise are no claims. All patterns run on a bounded text and have no nested repetition.
 */
import type { ClaimKind, Modality } from '#core/vocabulary.ts'
import { wordPattern } from './quantify.ts'

export interface Classification {
  kind: ClaimKind
  modality: Modality
}

/** What a lead-in makes of the items below it; `none` means they are no claims. */
export type LeadInClass = Classification | 'none'

export interface Candidate {
  text: string
  kind: 'sentence' | 'item' | 'row'
  leadIn: string | null
  leadInClass: LeadInClass | null
  section: string | null
  /** Status cell of a table row, if the table has such a column. */
  status: string | null
  /** The sentence before speaks of this document. */
  afterDocument: boolean
  /** Best score that binding found. */
  score: number
}

const promise: Classification = { kind: 'promise', modality: 'does' }
const option: Classification = { kind: 'option', modality: 'may' }
const customerDuty: Classification = { kind: 'customer_duty', modality: 'customer' }
const intake: Classification = { kind: 'intake', modality: 'customer' }
const notice: Classification = { kind: 'notice', modality: 'does' }
const plan: Classification = { kind: 'notice', modality: 'plans' }

const mayWord = wordPattern('k(?:ann|önnen)|may|might|can')
const hypothetical = wordPattern('could|könnten?|would|würden?')
const customer = wordPattern(`
  (?:der |die |unsere |jeder |jede )?(?:kunde|kunden|kundin|auftraggeber|auftraggebers|auftraggeberin)|sie|
  customers?(?: organi[sz]ations?)?|clients?|you|your|subscribers?`)
const duty = wordPattern(`
  sicherzustellen|stellt sicher|sorgt|sorgen|(?:selbst |allein |weiterhin )?(?:verantwortlich|zuständig|verpflichtet)|verantwortung|obliegt|obliegen|müssen|
  muss|sollten|sollte|soll|responsib(?:le|ility|ilities)|must|should|shall|obliged|obligated|agree to|required to|
  need to|needs to|accountable`)
const disclosureTopic = wordPattern(`
  schwachstelle\\p{L}*|sicherheitslücke\\p{L}*|\\p{L}*vorf(?:all|alls|älle|ällen|alles)|meldung\\p{L}*|melden|
  vulnerabilit\\p{L}*|incidents?|exploits?|security (?:issues?|concerns?|bugs?|flaws?|problems?)|reports?|
  disclosure|abuse|weakness\\p{L}*|bugs?`)
const noneLead = wordPattern(`
  beispiele?|examples?|for example|beispielsweise|gilt für|gelten für|applies to|apply to|applicable to|
  referenzen|references|siehe auch|see also|weitere informationen|further information|konsequenzen|
  folgenden maßnahmen führen|disziplin\\p{L}*|definition\\p{L}*|schritte|steps|before deploying|verify|checklist|
  to rotate|implement dual|warn(?:zeichen|signs?)|watch for|potentially suspicious|begriffe|terms|
  inhaltsverzeichnis|inhalt|contents|links|logged events|allowed|configuration|konfiguration|ansprechpartner|
  kontakt|contact`)
const planSection = wordPattern(`
  geplant\\p{L}*|nicht (?:implementiert|umgesetzt)|noch offen|offene? punkte|roadmap|ausblick|zukünftig\\p{L}*|
  planned|not implemented|open (?:items|points|issues)|future|upcoming|to-?dos?|next steps|coming soon|known gaps|
  nächste schritte|bekannte lücken|in vorbereitung`)
const noSection = wordPattern(`
  change ?log|änderungshistorie|revisionshistorie|version history|revision history|document history|references|
  referenzen|quellen|sources|glossar|glossary|definitionen|definitions|begriffe|inhaltsverzeichnis|
  table of contents|contents|impressum|imprint|freigabe|approval|geltungsbereich|scope|checklist|conse(?:quences)|
  konsequenzen bei verstößen|overview & policy purpose|zweck und zielsetzung|want to know more|questions`)
const plannedStatus =
  /^[^\p{L}]*(?:geplant|planned|in planung|offen|open|todo|to do|tbd|in progress|in arbeit|in umsetzung|pending|not (?:yet|implemented|started)|nicht umgesetzt|noch nicht|nein|no|future|zukünftig|roadmap|vorgesehen|backlog|upcoming|in preparation|in vorbereitung|teilweise|partial|partly|n\/a|entfällt|not applicable)(?![\p{L}])/iu
const plannedCell = /🔶|🚧|⏳|❌|🔜|(?<!\p{L})(?:planned|geplant|to be written|noch umzusetzen|coming soon)(?!\p{L})/iu
const plannedProse = wordPattern(`
  currently preparing|preparing for|bereiten (?:uns|wir)|in the coming (?:year|months)|im kommenden jahr|next year|nächstes jahr|im nächsten jahr|geplant|planen wir|
  wir planen|plant|in planung|künftig|zukünftig|noch nicht (?:umgesetzt|implementiert|verfügbar|vorhanden|
  eingeführt|zertifiziert)|noch kein\\p{L}*|angestrebt|streben|strebt|beabsichtig\\p{L}*|in vorbereitung|
  auf unserer roadmap|arbeiten (?:wir )?(?:derzeit|aktuell) (?:an|daran)|vorgesehen für|wird derzeit (?:aufgebaut|
  eingeführt|vorbereitet)|(?:is|are|being|currently) planned|planned for|plans? to|planning to|
  (?:we )?intends? to|aims? to|upcoming|not yet|not currently|will be (?:introduced|implemented|added|rolled out|
  available)|coming soon|on our roadmap|working towards?|in the process of (?:obtaining|becoming|implementing|
  achieving)|post-mvp|in the future|future release|we expect to|to be (?:implemented|written|introduced|completed)`)
const futureYear =
  /(?<!\p{L})(?:by|until|bis|ab|im lauf(?:e)?|during|in|from|starting|until|ende|mitte|anfang|q[1-4])\s(?:the end of |end of |ende |mitte |anfang |zum |des jahres |early |late |q[1-4][\s/])?20[2-4]\d(?!\d)/iu
const future = wordPattern('werden wir|wir werden|will|wird|werden|soll|sollen|shall')

const documentSubject =
  /^(?:(?:alle|all|unsere|our)\s)?(?:dies(?:e[rsnm]?)?|das|die|der|this|these|the|unsere?|our)\s(?:(?:hier|vorliegenden?|oben|folgenden?|above|present|following)\s)?(?:[\p{L}\p{N}„“"&/-]+\s){0,3}?(?:sicherheitsdokumentation|informationssicherheitsmaßnahmen|sicherheitsmaßnahmen|security statement|sicherheitsaussage|sicherheitserklärung|statement|dokuments?|dokumentation|erklärung|aussagen?|zusicherungen|sätze|texte?|seite|übersicht|leitlinie|document|documentation|page|sentences|overview|security measures|measures|description|annex|anlage|tom|toms|tom-übersicht|beschreibung|guide|article|notice|summary|fassung|version|policy|richtlinie)(?![\p{L}-])/iu
const thisDocument = wordPattern(`
  dies(?:e|er|es|en|em) (?:\\p{L}+ )?(?:dokuments?|erklärung|aussage|seite|übersicht|anlage|beschreibung|
  statements?|security statements?|tom|toms|text|textes|maßnahmen|informationssicherheitsmaßnahmen)|
  this (?:\\p{L}+ )?(?:document|statement|page|overview|annex|description|notice|text)|
  these (?:\\p{L}+ )?(?:measures|statements|toms|terms)`)
const describing = wordPattern(`
  dokumentiert|dokumentieren|beschreib(?:t|en)|schildert|erläutert|fasst|zeigt|listet|enthält|richtet sich|dient|
  definiert|stellt (?:dar|vor)|gibt (?:einen )?überblick|describes?|documents?|outlines?|lists?|explains?|
  summari[sz]es?|defines?|provides? an? (?:overview|summary)|presents?|covers|is intended|is to|represents?|
  speaks? of|spricht von|sprechen von|handelt von`)
const noticeWord = wordPattern(`
  gelten|gilt|gültig|in kraft|bestandteil|teil des|aktualisier\\p{L}*|angepasst|geändert|ändern|fortgeschrieben|
  keine garantie\\p{L}*|keine (?:vertragliche |rechtliche )?zusicherung\\p{L}*|keine gewähr\\p{L}*|
  beschreibender natur|beschreibend|unverbindlich|ersetz(?:t|en)|verbindlich|maßgeblich|fassung\\p{L}*|effective|
  valid|apply|applies|form part|forms part|part of|updated?|amended?|modif\\p{L}*|changed?|supersedes?|replaces?|
  no (?:guarantees?|warrant\\p{L}*)|not (?:a |constitute a? ?)(?:guarantee|warranty)|descriptive|informational|
  binding|in force|prevails?|published`)
const reviewWord = wordPattern(`
  überprüf\\p{L}*|überprüft|geprüft|prüfen|reviewed|reviews?|re-?evaluated?|auditiert|audited|checked|review`)
const reserve = wordPattern('behalten uns (?:das recht )?vor|behält sich vor|reserves? the right')
const noGuarantee = wordPattern(`
  keine garantien?|keine gewähr|no guarantees?|no warrant(?:y|ies)|not a guarantee|not constitute a (?:guarantee|
  warranty)|kein(?:e)? system ist|no system (?:is|can be)|cannot guarantee|absolute sicherheit|perfect security`)

const commitment = wordPattern(`
  stell(?:t|en)(?: \\p{L}+){0,6} sicher|gewährleist\\p{L}*|verpflichtet|verpflichten|verpflichtend|
  garantier\\p{L}*|sicherstellen|sichergestellt|muss|müssen|dürfen|darf|ensures?|guarantees?|must|shall|
  is required|are required|mandatory|will|undertakes?|commits? to`)
const finite = wordPattern(`
  ist|sind|wird|werden|wurde|wurden|hat|haben|erfolg(?:t|en)|besteh(?:t|en)|lieg(?:t|en)|unterhält|unterhalten|
  führt|führen|nutzt|nutzen|verwend(?:et|en)|setzt|setzen|speicher(?:t|n)|verschlüssel(?:t|n)|prüf(?:t|en)|
  schütz(?:t|en)|erhält|erhalten|durchläuft|durchlaufen|finde(?:t|n)|überwach(?:t|en)|betreib(?:t|en)|
  existier(?:t|en)|gilt|gelten|benötig(?:t|en)|erfordert|erfordern|verhindert|ermöglich(?:t|en)|bestätig(?:t|en)|
  melde(?:t|n)|inform(?:iert|ieren)|protokollier(?:t|en)|beschränkt|beschränken|gehör(?:t|en)|läuft|laufen|is|are|
  was|were|be|been|has|have|had|does|do|will|must|shall|should|uses?|maintains?|encrypts?|stores?|requires?|
  provides?|performs?|conducts?|reviews?|tests?|monitors?|logs?|limits?|restricts?|receives?|undergo(?:es)?|
  implements?|employs?|keeps?|runs?|operates?|applies|apply|follows?|protects?|prevents?|notif(?:y|ies)|inform|
  train|trains|complet(?:e|es)|aligns?|supports?|enforces?|expires?|belongs?|holds?|sits?|confirms?|answers?|
  treats?|documents?`)
const praise = wordPattern(`
  nehmen(?: \\p{L}+){0,6} ernst|höchste priorität|oberste priorität|liegt uns am herzen|steht an erster stelle|
  unser ziel ist|unser anspruch|vertrauen sie|wir wissen|wir verstehen|wir glauben|wir sind überzeugt|stolz|
  very seriously|seriously|top priority|highest priority|deeply committed|is critical|are critical|is important|
  particularly important|essential to|huge responsibility|we believe|we understand|we know|we recogni[sz]e|
  we realize|our goal|our mission|our intention|peace of mind|proud|trust is|earn(?:ed)? (?:the|your) trust|
  core to our|world-?class|cutting[- ]edge|around the block|committed to (?:security|protecting|continuously|
  keeping|your)|is committed to|shared responsibility|gemeinsame aufgabe|we rely on|delicate balance|
  it is our responsibility`)
const pointer =
  /^\(?(?:entwurf|draft|vorlage|ausnahme:|exception:|in particular|daraus folgt|siehe|mehr (?:dazu|informationen)|weitere informationen|details|erfahren sie|lesen sie|hinweis:|anmerkung:|beispiel:|quelle:|for (?:more|detailed|further|access)|see |learn more|read more|you can (?:view|find|reach|see|request|read|learn)|to (?:learn|request|secure|get)|go to|visit\s|note:|example|source:|additional information about|location:|have a |want to|talk to|contact |questions|sie (?:finden|können .{0,40}(?:einsehen|nachlesen))|take a look)/iu
const definition = wordPattern(`
  (?:is|are) (?:an? |the )?(?:set|type|kind|practice|method|form|protection|property|scope|purpose)|bezeichnet|
  bezeichnen|versteht man|verstehen wir|zu verstehen|this (?:typically )?means|means that|refers to|
  is referred to|is defined as|is considered|im sinne|daraus folgt|this means|das bedeutet`)
const meta =
  /^(?:stand|änderungshistorie|change ?log|history|zuletzt (?:aktualisiert|geändert)|letzte (?:aktualisierung|änderung)|last (?:updated|modified|revised|reviewed)|version|datum|date|author|autor|owner|verantwortlicher?:|verantwortlich:|status|revision|dokument|document id|klassifizierung|classification:|template|genehmigt|approved by|nächster review|next review|organisation|framework|applies to|maintained by|review frequency|gültig ab|effective(?: date| from)?:|©|copyright|alle rechte|all rights|tel|telefon|phone|fax|e-?mail|adresse|address|kontakt|contact|impressum|ansprechpartner)(?:\.?\s*[:|©]|\s+\d|\s(?:am|on|der|by|date)\s)/iu
const placeholder =
  /\[(?:todo|tbd|datum|name|date)\b|<[a-z-]+>|\[[^\]]{0,40}(?:aktivieren|bestätigen|dokumentieren|bereitstellen)\b/iu
const contactSign = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}\.[\p{L}]{2,}|https?:\/\/|(?<!\p{L})www\./iu
const invitation = wordPattern(`
  bitte|please|kontaktieren sie|wenden sie sich|schreiben sie|melden sie|senden sie|nennen sie|teilen sie|
  geben sie|beschreiben sie|contact us|write to|email us|e-mail us|let us know|tell us|send us|report (?:it|them|
  security|any|a|vulnerabilities)|reach out|reach us|get in touch|erreichen sie`)
const conditionReporter =
  /^(?:wenn|falls|sollten|sofern|haben) sie\s|^if you\s|^should you\s|^have you\s|^(?:a|your) (?:good |helpful )?report\s|^(?:ihre|eine) (?:gute |hilfreiche )?meldung\s/iu
const subordinate =
  /(?:,\s*)(?:die|der|das|welche[rs]?|dass|damit|sodass|so dass|wenn|falls|um|was|wer|deren|dessen|which|who|that|so)\s|\s(?:so that|to ensure|to make sure|to allow|ensure that|ensures that|in order to|whether|that|which|who)\s/iu
const conditional =
  /^(?:wenn|falls|sollten?|sofern|soweit|tritt|treten|wird|werden|if|when|where|while|whenever|should|in the event|once|before|vor|bevor|nach|after|since|although|obwohl|während)\s/iu
const negation = wordPattern(`
  nicht(?!-| (?:nur|autorisiert|berechtigt|befugt|produktiv|öffentlich|mehr benötigt|mehr erforderlich|relevant|
  notwendig))|kein(?:e|er|en|em|es)?|niemals|nie|keinerlei|do not|does not|don’t|don't|doesn’t|doesn't|will not|
  never|are not|is not|cannot|can not|must not|may not|is never|not|no (?:customer|personal|production|one|person|
  shared|account|employee|plain\\p{L}*|pii)|nobody|no(?= \\p{L}+ (?:is|are|has|have|can|may|leaves?))`)
const notPossessed = wordPattern(`
  derzeit (?:noch )?(?:nicht|kein\\p{L}*)|aktuell (?:noch )?(?:nicht|kein\\p{L}*)|existiert derzeit|generally not|
  is not (?:yet|currently)|has not|have not|hasn’t|haven’t|may be transferred unencrypted|not encrypted|
  nicht verschlüsselt|verschlüsselt (?:aktuell|derzeit) (?:jedoch )?(?:nicht|kein\\p{L}*)|not undergone|
  unverschlüsselt übertragen`)

/** Classifies a lead-in: what its items are. */
export function classifyLeadIn(leadIn: string, section: string | null): LeadInClass {
  const text = leadIn.slice(-700)
  if (section !== null && (planSection.test(section) || noSection.test(section))) return 'none'
  if (plannedProse.test(text) || planSection.test(text)) return 'none'
  if (invitation.test(text) && (disclosureTopic.test(text) || (section !== null && disclosureTopic.test(section))))
    return intake
  if (
    /(?:meldung|report|nachricht|message|hinweis)\p{L}*\s.{0,40}(?:sollte|enthalten|umfassen|should|include|contain|helps?|hilft)|(?:hilft|helfen) uns|helps? us/iu.test(
      text,
    )
  )
    return intake
  if (isCustomerDuty(text)) return customerDuty
  if (noneLead.test(text)) return 'none'
  if (mainClauseMay(text)) return option
  if (section !== null && isCustomerSection(section)) return customerDuty
  return promise
}

function isCustomerSection(section: string): boolean {
  return /(?:verantwortlichkeiten?|verantwortung|pflichten|mitwirkung\p{L}*|aufgaben) (?:des |der |unserer |von )?(?:kunden?|auftraggebers?)|mitwirkungspflicht|kundenpflicht|ihre (?:verantwortung|pflichten|mitwirkung|aufgaben)|(?:customers?|clients?|your|user)(?:['’]s?)? (?:responsib|dut|obligation|part|side)|responsibilit\p{L}* of (?:the )?customer|was (?:sie|kunden) (?:tun|selbst)|what (?:you|customers) (?:do|are responsible|must)|complementary user entity|geteilte verantwortung|shared responsib/iu.test(
    section,
  )
}

function isCustomerDuty(text: string): boolean {
  if (
    /(?:ist|sind|bleibt|bleiben) (?:allein |ausschließlich |weiterhin )?(?:der|die) (?:kunden?|auftraggeber)\s(?:\p{L}+\s){0,2}(?:verantwortlich|zuständig|verpflichtet)/iu.test(
      text,
    )
  )
    return true
  if (
    /(?:obliegt|obliegen|verantwortung|pflicht|sache) (?:dem|den|des|der|jedes|beim) (?:kunden?|auftraggebers?)|(?:responsibility|duty) of (?:the |each |our )?(?:customer|client|user)|customer(?:['’]s|s['’]) (?:sole )?responsibility|(?:your|customer) (?:own )?responsibility|bleib(?:t|en) in (?:der )?verantwortung|in (?:der )?verantwortung (?:des|der|unserer) kunden?/iu.test(
      text,
    )
  )
    return true
  const head = text.slice(0, 90)
  const who = customer.exec(head)
  if (who === null || who.index > 12) return false
  const rest = text.slice(who.index + who[0].length, who.index + 160)
  const must = duty.exec(rest)
  return must !== null && must.index < 60 && !/(?:we|wir)(?!\p{L})/iu.test(rest.slice(0, must.index))
}

/** Whether the main clause says "may": a "can" inside "so that … can" promises no option. */
function mainClauseMay(sentence: string): boolean {
  let main = sentence.slice(0, 1_200)
  if (conditional.test(main)) {
    const comma = main.indexOf(',')
    if (comma > 0 && comma < main.length - 2) main = main.slice(comma + 1)
  }
  const match = mayWord.exec(main)
  if (match === null) return /(?<!\p{L})(?:optional|optionally)(?!\p{L})/iu.test(main.slice(0, 300))
  const clause = subordinate.exec(main)
  if (clause !== null && clause.index < match.index) {
    // "…, die umfassen können:" at the very end is the lead-in's own verb.
    return /k(?:ann|önnen)\s*:?\s*$|may (?:include|comprise)[^:]{0,40}:\s*$/iu.test(main)
  }
  const after = main.slice(match.index + match[0].length)
  if (
    /^(?:not|n’t|n't)/iu.test(after.trimStart()) ||
    /^\s(?:\p{L}+\s){0,6}nicht(?!\p{L})/iu.test(after) ||
    /(?:niemand|nobody|no one|kein\p{L}*|no \p{L}+|nur|only)\s(?:\p{L}+\s){0,3}$/iu.test(main.slice(0, match.index))
  )
    return false
  return !/(?<!\p{L})(?:only|nur|ausschließlich|exclusively)(?!\p{L})/iu.test(after.slice(0, 80))
}

/** A document as the sentence's subject: "This page …", "Diese Maßnahmen …". */
export function speaksOfDocument(text: string): boolean {
  return documentSubject.test(text.slice(0, 200))
}

/** Whether a table row's status says that it is not there yet. */
export function isPlannedStatus(status: string): boolean {
  return plannedStatus.test(status) || plannedCell.test(status)
}

/** Kind and modality, or null when the candidate is no claim. */
export function classify(candidate: Candidate): Classification | null {
  const text = candidate.text.slice(0, 1_500)
  const { section, leadInClass } = candidate
  const listed = candidate.kind !== 'sentence'
  if (!/\p{L}{2}/u.test(text) || /\?["”“)]*$/.test(text)) return null
  if (meta.test(text) || placeholder.test(text) || isForm(text)) return null
  if (candidate.status !== null && isPlannedStatus(candidate.status)) return null
  if (listed && leadInClass === 'none') return null
  if (section !== null && planSection.test(section)) return null
  if (section !== null && noSection.test(section) && !reviewWord.test(text)) return null
  if (listed && plannedCell.test(text)) return null

  const aboutDocument = speaksOfDocument(text) || (candidate.afterDocument && /^(?:es|sie|it|they)\s/iu.test(text))
  if (aboutDocument || thisDocument.test(text) || (reserve.test(text) && section !== null)) {
    const found = classifyAboutDocument(text, aboutDocument, candidate)
    if (found !== undefined) return found
  }
  if (noGuarantee.test(text)) return /garanti|gewähr|guarant|warrant/iu.test(text) ? notice : null

  if (leadInClass !== null && leadInClass !== 'none' && listed && leadInClass.kind !== 'promise') return leadInClass
  if (isIntake(text, candidate)) return intake
  if (
    invitation.test(text) &&
    contactSign.test(text) &&
    disclosureTopic.test(text) &&
    !/^(?:wir|we)\s|mitarbeit|employee|staff|violation|verstöße/iu.test(text)
  )
    return intake
  if (invitation.test(text) && (contactSign.test(text) || /^(?:bitte|please)\s/iu.test(text))) return null
  if (
    isCustomerDuty(text) ||
    (section !== null &&
      !praise.test(text) &&
      isCustomerSection(section) &&
      (listed || duty.test(text)) &&
      !/(?<!\p{L})(?:wir|we|our|unser\p{L}*)(?!\p{L})/iu.test(text))
  )
    return customerDuty
  if (contactSign.test(text) && text.split(/\s+/).length < 6) return null

  if (plannedProse.test(text) || (futureYear.test(text) && future.test(text))) {
    if (listed) return null
    return candidate.score >= 0.5 ? plan : null
  }
  if (pointer.test(text)) return null
  if (praise.test(text) && candidate.score < 0.94) return null
  if (definition.test(text) || (!listed && hypothetical.test(text) && !mayWord.test(text))) return null
  if (notPossessed.test(text)) return candidate.score >= 0.5 ? { kind: 'notice', modality: 'not' } : null
  if (mainClauseMay(text)) {
    const bound = candidate.score >= 0.6 || (listed && leadInClass !== null)
    return bound ? option : null
  }
  const modality: Modality = isNegated(text) ? 'not' : 'does'
  if (listed && leadInClass !== null)
    return candidate.score >= 0.35 || text.split(/\s+/).length >= 2 ? { ...promise, modality } : null
  if (candidate.score >= (listed ? 0.55 : 0.58)) {
    if (
      listed ||
      finite.test(text) ||
      (text.split(/\s+/).length >= 4 && /[.!]$/.test(text)) ||
      /^[^:]{2,60}:\s/u.test(text) ||
      candidate.score >= 0.85
    )
      return { ...promise, modality }
    return null
  }
  if (
    /^(?:wir|we)\s/iu.test(text) &&
    isNegated(text) &&
    /daten|data|information|zugriff|access|dritte|third part/iu.test(text)
  )
    return { ...promise, modality: 'not' }
  if (
    commitment.test(text) &&
    finite.test(text) &&
    /(?<!\p{L})(?:wir|unser\p{L}*|we|our|alle|all|mitarbeit\p{L}*|employees|personnel|staff|daten|data|zugriff\p{L}*|access|system\p{L}*|kundendaten)(?!\p{L})/iu.test(
      text,
    ) &&
    /sicherheit|secur|schutz|protect|daten|data|zugriff|access|system|vertraulich|confiden|compliance/iu.test(text)
  ) {
    return { ...promise, modality }
  }
  return null
}

/** A field to fill in ("Owner: {{name}}"), not a sentence whose subject is filled in. */
function isForm(text: string): boolean {
  if (!/\{\{|«/.test(text)) return false
  const rest = text.replace(/\{\{[^}]{0,60}\}\}|«[^»]{0,60}»/g, ' ').trim()
  return rest.split(/\s+/).length < 5 || /^[^:.]{2,40}:\s*(?:$|[(|])/u.test(rest) || /\|/.test(rest)
}

/** undefined: not decided here. */
function classifyAboutDocument(
  text: string,
  subject: boolean,
  candidate: Candidate,
): Classification | null | undefined {
  const may = mayWord.test(text)
  if (reviewWord.test(text) && !may && !noGuarantee.test(text)) return promise
  if (noGuarantee.test(text) || (noticeWord.test(text) && (subject || may || reserve.test(text)))) {
    if (
      subject &&
      describing.test(text) &&
      !may &&
      !noGuarantee.test(text) &&
      // "describe the safeguards that … apply": what the subject does comes first.
      (describing.exec(text)?.index ?? 0) < (noticeWord.exec(text)?.index ?? 0)
    )
      return null
    return notice
  }
  if (reserve.test(text)) return notice
  if (subject && describing.test(text)) return null
  if (subject && candidate.score < 0.8) return null
  return undefined
}

function isIntake(text: string, candidate: Candidate): boolean {
  const topic = disclosureTopic.test(text) || (candidate.section !== null && disclosureTopic.test(candidate.section))
  if (!topic) return false
  // "We confirm every report" is our promise, "please tell us" is the request.
  if (/^(?:wir|we)\s/iu.test(text)) return false
  if (/^(?:e-?mail|mail|write to|schreiben an)\s+\S+@/iu.test(text)) return text.split(/\s+/).length > 4
  if (conditionReporter.test(text) && (invitation.test(text) || contactSign.test(text))) return true
  return (
    /^(?:bitte|please|melden|senden|schreiben|report|send|email|nennen|beschreiben|geben|teilen)\s/iu.test(text) &&
    invitation.test(text) &&
    !/(?:mitarbeit|employee|staff)/iu.test(text)
  )
}

function isNegated(text: string): boolean {
  const match = negation.exec(text)
  if (match === null) return false
  const clause = subordinate.exec(text)
  return clause === null || clause.index > match.index
}
