/**
 * What a stretch of a statement is: a promise, an option, a duty of the customer, a request to a reporter, a notice
 * about the statement itself or about what is planned or missing, or none of these. Headings, dates, contact lines,
 * definitions, descriptions and self-praise are no claims. A sentence without any known measure is a claim only among
 * claims: its neighbours decide (reader.ts).
 */
import type { ClaimKind, Modality } from '#core/vocabulary.ts'
import { isCustomerDuty, isCustomerSection } from './customer.ts'
import {
  aside,
  asserting,
  boilerplate,
  commitment,
  conditional,
  contactLine,
  conditionReporter,
  consequence,
  contactSign,
  definition,
  describing,
  disclosureTopic,
  documentSubject,
  duty,
  finite,
  hypothetical,
  imperative,
  invitation,
  marketing,
  mayWord,
  meta,
  noGuarantee,
  noneLead,
  noSection,
  noticeWord,
  offered,
  placeholder,
  planSection,
  pointer,
  praise,
  reserve,
  resulting,
  reviewWord,
  subordinate,
  thisDocument,
} from './kind-words.ts'
import { deniesMeasure, isPlanned, type Progress } from './modality.ts'

export interface Classification {
  kind: ClaimKind
  modality: Modality
  /** Nothing but its form speaks for it: it is a claim if this share of its neighbours are. */
  leastCompany?: number
}

/** What a lead-in makes of the items below it; `none` means they are no claims. */
export type LeadInClass = Classification | 'none'

export interface Candidate {
  text: string
  kind: 'sentence' | 'item' | 'row'
  leadIn: string | null
  leadInClass: LeadInClass | null
  section: string | null
  /** What a status column, a box or a short answer says of it. */
  progress: Progress | null
  /** It answers a question that was put above it. */
  isAnswer: boolean
  /** The sentence before speaks of this document. */
  afterDocument: boolean
  /** Best score that binding found, and that for duties of customers. */
  score: number
  dutyScore: number
}

const promise: Classification = { kind: 'promise', modality: 'does' }
const option: Classification = { kind: 'option', modality: 'may' }
const customerDuty: Classification = { kind: 'customer_duty', modality: 'customer' }
const intake: Classification = { kind: 'intake', modality: 'customer' }
const notice: Classification = { kind: 'notice', modality: 'does' }
const plan: Classification = { kind: 'notice', modality: 'plans' }
const gap: Classification = { kind: 'notice', modality: 'not' }

/** Classifies a lead-in: what its items are. */
export function classifyLeadIn(leadIn: string, section: string | null): LeadInClass {
  const text = leadIn.slice(-700)
  if (section !== null && noSection.test(section)) return 'none'
  if (isPlanned(text) || planSection.test(text) || (section !== null && planSection.test(section))) return plan
  if (/(?:nicht|not) (?:umgesetzt|implementiert|vorhanden|implemented|in place|covered)/iu.test(text)) return gap
  const onDisclosure = disclosureTopic.test(text) || (section !== null && disclosureTopic.test(section))
  if (invitation.test(text) && onDisclosure) return intake
  if (
    /(?:meldung|report|nachricht|message|hinweis)\p{L}*\s.{0,40}(?:sollte|enthalten|umfassen|should|include|contain|helps?|hilft)|(?:hilft|helfen) uns|helps? us/iu.test(
      text,
    )
  )
    return intake
  if (onDisclosure && /^(?:hilfreich|useful|helpful|nützlich|wichtig|ideally|idealerweise)/iu.test(text)) return intake
  if (isCustomerDuty(text)) return customerDuty
  if (noneLead.test(text)) return 'none'
  if (mainClauseMay(text)) return option
  if (section !== null && isCustomerSection(section)) return customerDuty
  return promise
}

/** Whether the main clause says "may": a "can" inside "so that … can" promises no option. */
function mainClauseMay(sentence: string): boolean {
  let main = sentence.slice(0, 1_200)
  if (conditional.test(main)) {
    const comma = main.indexOf(',')
    if (comma > 0 && comma < main.length - 2) main = main.slice(comma + 1)
  }
  if (consequence.test(main) || /(?<!\p{L})(?:we (?:will|shall)|wir werden|werden wir)(?!\p{L})/iu.test(main))
    return false
  if (offered.test(main)) return true
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
    /^\s(?:never|nie|niemals)(?!\p{L})/iu.test(after) ||
    /(?:niemand|nobody|no one|kein\p{L}*|no \p{L}+|nur|only|höchstens|at most|no more than|not more than)\s(?:\p{L}+\s){0,7}$/iu.test(
      main.slice(0, match.index),
    )
  )
    return false
  return !/(?<![\p{L}-])(?:only|nur|ausschließlich|exclusively)(?!\p{L})/iu.test(after.slice(0, 80))
}

/** A document as the sentence's subject: "This page …", "Diese Maßnahmen …". */
export function speaksOfDocument(text: string): boolean {
  return documentSubject.test(text.slice(0, 200))
}

/** Kind and modality, or null when the candidate is no claim. */
export function classify(candidate: Candidate): Classification | null {
  const text = candidate.text.slice(0, 1_500)
  const { section, leadInClass, progress, score } = candidate
  const listed = candidate.kind !== 'sentence'
  if (!/\p{L}{2}/u.test(text) || (/\?["”“)]*$/.test(text) && progress === null)) return null
  if (meta.test(text) || boilerplate.test(text) || contactLine.test(text) || placeholder.test(text) || isForm(text))
    return null
  if (progress === 'none') return null
  if (progress === 'planned') return plan
  if (progress === 'not') return gap
  if (listed && leadInClass === 'none') return null
  if (section !== null && noSection.test(section) && !reviewWord.test(text)) return null
  if (section !== null && planSection.test(section)) return listed || score >= 0.5 || isPlanned(text) ? plan : null

  const aboutDocument = speaksOfDocument(text) || (candidate.afterDocument && /^(?:es|sie|it|they)\s/iu.test(text))
  if (aboutDocument || thisDocument.test(text) || (reserve.test(text) && section !== null)) {
    const found = classifyAboutDocument(text, aboutDocument, candidate)
    if (found !== undefined) return found
  }
  if (noGuarantee.test(text))
    return /garanti|gewähr|guarant|warrant|legal advice|rechtsberatung/iu.test(text) ? notice : null

  if (leadInClass !== null && leadInClass !== 'none' && listed && leadInClass.kind !== 'promise') return leadInClass
  if (isIntake(text, candidate)) return intake
  if (
    invitation.test(text) &&
    contactSign.test(text) &&
    disclosureTopic.test(text) &&
    !/^(?:wir|we)\s|mitarbeit|employee|staff|violation|verstöße/iu.test(text)
  )
    return intake
  if (isDuty(text, candidate, listed)) return customerDuty
  if (invitation.test(text) && (contactSign.test(text) || /^(?:bitte|please)\s/iu.test(text))) return null
  if (contactSign.test(text) && text.split(/\s+/).length < 6) return null

  const meant = score >= 0.5 || listed || candidate.isAnswer
  if (isPlanned(text)) return meant || (commitment.test(text) && asserting.test(text)) ? plan : null
  if (deniesMeasure(text)) return meant || asserting.test(text) ? gap : null
  if (pointer.test(text) || (aside.test(text) && score < 0.8)) return null
  if (praise.test(text) && score < 0.94) return null
  if (resulting.test(text) && score < 0.8) return null
  if (definition.test(text) || (!listed && hypothetical.test(text) && !mayWord.test(text))) return null
  if (candidate.isAnswer) return mainClauseMay(text) ? option : promise
  if (mainClauseMay(text)) {
    if (score >= 0.5 || (listed && leadInClass !== null)) return option
    return marketing.test(text) ? null : { ...option, leastCompany: 0.34 }
  }
  return classifyPromise(text, candidate, listed)
}

function classifyPromise(text: string, { score, leadInClass }: Candidate, listed: boolean): Classification | null {
  const length = text.split(/\s+/).length
  if (listed && leadInClass !== null) return score >= 0.35 || length >= 2 ? promise : null
  if (score >= 0.5) {
    const isSentence = finite.test(text) || (length >= 4 && /[.!]$/.test(text)) || /^[^:]{2,60}:\s/u.test(text)
    if (listed || isSentence || score >= 0.85) return promise
    return { ...promise, leastCompany: 0.34 }
  }
  if (marketing.test(text)) return null
  if (listed) return length >= 2 || score > 0 ? { ...promise, leastCompany: 0.34 } : null
  if (
    commitment.test(text) &&
    finite.test(text) &&
    asserting.test(text) &&
    /sicherheit|secur|schutz|protect|daten|data|zugriff|access|system|vertraulich|confiden|compliance/iu.test(text)
  )
    return promise
  if (
    /^(?:wir|we)\s/iu.test(text) &&
    /daten|data|information|zugriff|access|dritte|third part/iu.test(text) &&
    forbids(text)
  )
    return promise
  // "No long-lived credentials." needs no verb.
  const isNominal = /^(?:no|kein\p{L}*|nothing)\s/iu.test(text)
  const isSentence = finite.test(text) || (length >= 5 && /[.!]$/.test(text))
  if (length < 3 || !(isSentence || isNominal)) return null
  return { ...promise, leastCompany: asserting.test(text) ? 0.34 : 0.5 }
}

function forbids(text: string): boolean {
  return /(?<!\p{L})(?:nicht|kein\p{L}*|nie|niemals|not|never|don['’]t|no)(?!\p{L})/iu.test(text)
}

function isDuty(text: string, { section, dutyScore }: Candidate, listed: boolean): boolean {
  if (isCustomerDuty(text)) return true
  const ours = /(?<!\p{L})(?:wir|we|our|unser\p{L}*)(?!\p{L})/iu.test(text)
  if (section !== null && isCustomerSection(section) && !praise.test(text) && !ours)
    return (
      listed ||
      duty.test(text) ||
      imperative.test(text) ||
      dutyScore >= 0.5 ||
      /(?<!\p{L})(?:sie|ihre\p{L}*|you|your)(?!\p{L})/iu.test(text)
    )
  return imperative.test(text) && !ours && dutyScore >= 0.9 && !contactSign.test(text) && !disclosureTopic.test(text)
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
  if (/(?<!\p{L})(?:draft|entwurf|vorlage|template)(?!\p{L})/iu.test(text)) return null
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
    /^(?:bitte|please|melden|senden|schreiben|report|send|e?mail|write|nennen|beschreiben|geben|teilen)\s/iu.test(
      text,
    ) &&
    invitation.test(text) &&
    !/(?:mitarbeit|employee|staff)/iu.test(text)
  )
}
