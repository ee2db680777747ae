/**
 * What a question asks for: its language, whether it wants a yes or no and which of the two would be good news, a
 * number, a description or a document, and whether it is several questions. Deterministic; in doubt it says so.
 */
import type { Locale } from '#platform/i18n/locale.ts'

export type Asking =
  'whether' | 'how_often' | 'how_long' | 'until_when' | 'since_when' | 'which' | 'description' | 'document'

export interface AskedPart {
  readonly text: string
  readonly asking: Asking
  /** For `whether`: the answer that says that all is well; null where that is in doubt. */
  readonly good: 'yes' | 'no' | null
  /** What was said before it, on which its words rest. */
  readonly leadIn: string | null
}

export interface AskedQuestion {
  readonly locale: Locale
  readonly parts: readonly AskedPart[]
}

const german =
  /(?<!\p{L})(?:der|die|das|und|ist|sind|werden|wird|für|mit|von|nicht|eine?[nmrs]?|durch|auf|im|zur|zum|bei|sowie|oder|des|dem|den|sie|ihre?[nmrs]?|wie|welche[nmrs]?|haben|gibt|es|nach|aus|bitte|wer|wo|sich|dass|ja|falls|wenn|innerhalb|verfügt|daten)(?!\p{L})|[äöüß]/giu
const english =
  /(?<!\p{L})(?:the|and|is|are|of|to|for|with|by|not|your|you|do|does|this|or|from|in|on|an|be|has|have|how|which|what|who|where|please|any|all|if|so|at|data)(?!\p{L})/giu

/** Of a question; `otherwise` where its words do not tell. */
export function languageOf(text: string, otherwise: Locale): Locale {
  const de = text.match(german)?.length ?? 0
  const en = text.match(english)?.length ?? 0
  if (de === en) return otherwise
  return de > en ? 'de' : 'en'
}

const goesOn =
  /^(?:if (?:so|yes|applicable|not)|if the answer is yes|falls ja|wenn ja|sofern ja|falls nein|wenn nein|falls zutreffend)[,:]?\s*/iu
const numbering = /^(?:\(?[A-Z]{0,5}[-.]?\d+(?:[.-]\d+)*[.)]?\s+|[-•*]\s+)/u

/** Takes a question apart. `previous`: the question in front of it, for those that go on. */
export function readQuestion(text: string, previous: string | null, otherwise: Locale): AskedQuestion {
  const plain = text.replaceAll(/\s+/g, ' ').trim().replace(numbering, '')
  const locale = languageOf(plain, previous === null ? otherwise : languageOf(previous, otherwise))
  const follows =
    goesOn.test(plain) || /^(?:how often|wie oft|how long|wie lange|since when|seit wann)\?$/iu.test(plain)
  const body = plain.replace(goesOn, '')
  const leadIn = follows ? previous : null
  const parts: AskedPart[] = []
  for (const part of split(body)) {
    const asking = askingOf(part)
    parts.push({
      text: part,
      asking,
      good: asking === 'whether' ? goodAnswer(part) : null,
      leadIn:
        leadIn ??
        parts
          .map((one) => one.text)
          .join(' ')
          .slice(0, 600) ??
        null,
    })
  }
  return { locale, parts: parts.map((part) => ({ ...part, leadIn: part.leadIn === '' ? null : part.leadIn })) }
}

const second = [
  String.raw`(?:,\s*)?(?:and|or|as well as)\s+(?=(?:is|are|does|do|has|have|can|will|was|were|how|who|when|what|which|where|by whom)\s)`,
  String.raw`(?:,\s*)?(?:und|oder|sowie)\s+(?=(?:wie|wer|wann|wo|welche\p{L}*|von wem|durch wen|in welch\p{L}*|werden|wird|ist|sind|gibt es|haben|hat|besteht|können|kann)\s)`,
  String.raw`,\s*(?=(?:how often|how long|since when|by whom|wie oft|wie lange|seit wann|durch wen|von wem)(?!\p{L}))`,
].join('|')
const parted = new RegExp(String.raw`(?<=\?)\s+(?=\S)|;\s+|${second}`, 'iu')

function split(text: string): string[] {
  const pieces = text
    .split(parted)
    .map((one) => one.trim())
    .filter((one) => /\p{L}{2}/u.test(one))
  // An introduction in front of the question is no question.
  const asking = pieces.filter(
    (one, at) => at === pieces.length - 1 || one.endsWith('?') || pieces.length === 1 || !/[.:]$/.test(one),
  )
  return asking.length === 0 ? [text] : asking
}

const documentAsked =
  /(?:(?:attach|upload|enclose|append)(?!\p{L})|(?:provide|share|send|submit|supply)(?: us)?(?: with)? (?:a |an )?(?:your |the )?(?:most |latest |current |recent |copy|copies|evidence|documentation|report|certificate|polic|sample|last )|füg\p{L}* .{0,80}bei(?!\p{L})|leg\p{L}* .{0,80}(?:bei|vor)(?!\p{L})|(?:über)?send\p{L}* sie|stellen sie .{0,80}(?:bereit|zur verfügung)|hochladen|laden sie .{0,80}hoch|als anlage|nachweis\p{L}* (?:beifügen|vorlegen)|reichen sie .{0,80}ein(?!\p{L})|übermitteln sie|copy of)/iu
const describeAsked =
  /(?<!\p{L})(?:describe|explain|outline|elaborate|detail|summari[sz]e|specify|list|name|state|indicate|beschreib\p{L}*|erläuter\p{L}*|erklär\p{L}*|schilder\p{L}*|nennen|benennen|skizzier\p{L}*|stellen sie dar|geben sie .{0,60} an)(?!\p{L})/iu
const imperative =
  /^(?:please|bitte|kindly)\s|^(?:describe|explain|outline|list|beschreiben|erläutern|nennen|erklären)\s/iu

const oftenAsked =
  /(?:how (?:often|frequently|regularly)|(?:at )?what (?:frequency|intervals?)|wie (?:oft|häufig|regelmäßig)|in welch\p{L}* (?:abständen|intervallen|turnus|rhythmus|zyklus)|welche\p{L}* (?:häufigkeit|turnus))/iu
const longAsked =
  /(?:how long|for what (?:period|time)|wie lange|für welchen zeitraum|what is the retention|welche aufbewahrung\p{L}*)/iu
const untilAsked =
  /(?:within (?:what|which|how (?:many|much))|in (?:what|which) (?:time\p{L}*|period)|how (?:quickly|soon|fast)|what is the (?:deadline|time ?frame|response time)|innerhalb (?:welche\p{L}*|wie vieler)|binnen (?:welche\p{L}*|wie vieler)|wie (?:schnell|rasch)|in welche\p{L}* (?:frist|zeit)|after how (?:many|long)|nach wie viele\p{L}*)/iu
const sinceAsked =
  /(?:since when|since what (?:date|year)|seit wann|when (?:was|were|did) .{0,60}(?:introduced|start|last)|wann (?:wurde|wurden) .{0,60}(?:eingeführt|zuletzt)|seit welchem)/iu
const whichAsked =
  /(?:^|[,:;(]\s*|(?<!\p{L})(?:in|to|from|by|at|on|with|under|auf|aus|an|für|mit|von|durch|nach|unter|bei)\s)(?:which|what|who|whom|whose|where|when|why|how|welche\p{L}*|was|wer|wem|wen|wessen|wo|wohin|woher|wann|warum|wie|wodurch|womit)(?!\p{L})/iu

function askingOf(text: string): Asking {
  if (documentAsked.test(text) && !/^(?:do|does|can|will|werden|können|haben)\s/iu.test(text)) return 'document'
  if (sinceAsked.test(text)) return 'since_when'
  if (oftenAsked.test(text)) return 'how_often'
  if (longAsked.test(text)) return 'how_long'
  if (untilAsked.test(text)) return 'until_when'
  if (imperative.test(text) && describeAsked.test(text)) return 'description'
  if (/^(?:how|wie)\s/iu.test(text)) return 'description'
  if (whichAsked.test(text) && !polar.test(text)) return 'which'
  return 'whether'
}

/** A verb in front asks for yes or no, whatever question words its clauses hold. */
const polar =
  /^(?:do|does|did|is|are|has|have|can|could|will|would|should|may|was|were|ist|sind|wird|werden|wurde\p{L}*|hat|haben|gibt|besteht|bestehen|existier\p{L}*|verfüg\p{L}*|kann|können|darf|dürfen|muss|müssen|erfolg\p{L}*|lieg\p{L}*)\s/iu

/** What looks like a negation and denies nothing. */
const harmless =
  /without (?:undue )?delay|no (?:later|less|more|longer) than|not (?:later|less|more|older) than|not only|ohne (?:schuldhaftes zögern|unangemessene verzögerung)|nicht (?:nur|später|älter|weniger|mehr) (?:als)?|whether or not|no\. \d/giu
const negation =
  /(?<!\p{L})(?:not|n['’]t|never|no|none|nobody|without|unable|lack(?:s|ing)?|exempt(?:ed)?|except(?:ions?)?|exclud\p{L}*|nicht|kein\p{L}*|nie|niemals|ohne|niemand|fehl(?:t|en)|ausnahme\p{L}*|ausgenommen|verzicht\p{L}*)(?!\p{L})|n['’]t(?!\p{L})/giu
const prevention =
  /(?<!\p{L})(?:prevent\p{L}*|prohibit\p{L}*|forbid\p{L}*|forbidden|ban(?:ned)?|disabled?|block(?:s|ed)?|impossible|avoid\p{L}*|verhinder\p{L}*|verbot\p{L}*|untersag\p{L}*|ausgeschlossen|unterbund\p{L}*|unterbind\p{L}*|deaktiviert|gesperrt|unmöglich|vermieden|vermeid\p{L}*)(?!\p{L})/giu
/** What nobody should do: a "no" is the good answer. */
const misdeed =
  /(?<!\p{L})(?:(?:in |im |as )?(?:clear ?text|plain ?text|klartext)|unencrypted|unverschlüsselt\p{L}*|shared (?:user |admin\p{L}* )?(?:accounts?|logins?|credentials?|passwords?)|accounts? shared|gemeinsam genutzte\p{L}*|geteilte\p{L}* (?:konten|zugänge|accounts?)|sammelkont\p{L}*|gruppenkont\p{L}*|default passwords?|standardpasswör\p{L}*|outside (?:of )?(?:the )?(?:eu|eea|european|germany)|außerhalb (?:der|des|von) (?:eu|europ\p{L}*|ewr|deutschland)|drittl(?:and|änder\p{L}*)|third countr\p{L}*|(?:production|live|real|customer)(?: customer)? data (?:\p{L}+ ){0,3}(?:in|for) (?:\p{L}+ )?(?:test|development|non-production)\p{L}*|(?:produktiv|echt|kunden|produktions)daten|sell|sold|verkauf\p{L}*|(?:access|see|read|view|einsehen|zugreifen)\p{L}* (?:\p{L}+ ){0,4}(?:other|another|anderer|fremde\p{L}*) (?:tenants?|customers?|mandanten|kunden)\p{L}*|(?:other|another) (?:tenant|customer)['’]?s?['’]? data)(?!\p{L})/giu
/** These words about real data are a misdeed only in places where they do not belong. */
const needsTest = /(?:produktiv|echt|kunden|produktions)daten|customer data|real data|live data|production data/iu
const testPlace = /(?<!\p{L})(?:test\p{L}*|entwicklung\p{L}*|development|staging|non-production|qa)(?!\p{L})/iu
/** Something is done about the misdeed; what a yes means then, a person says. */
const aboutMisdeed =
  /(?<!\p{L})(?:detect\p{L}*|scan\p{L}*|monitor\p{L}*|alert\p{L}*|polic(?:y|ies)|process\p{L}* for|procedure\p{L}*|protect\p{L}*|train\p{L}*|report\p{L}*|approv\p{L}*|erkenn\p{L}*|prüf\p{L}* auf|überwach\p{L}*|richtlinie\p{L}*|verfahren|schütz\p{L}*|schul\p{L}*|meld\p{L}*|genehmig\p{L}*|safeguards?|garantien)(?!\p{L})/iu

function goodAnswer(text: string): 'yes' | 'no' | null {
  const plain = text.replaceAll(harmless, ' ')
  const denied = plain.match(negation)?.length ?? 0
  const prevented = plain.match(prevention)?.length ?? 0
  const misdeeds = (plain.match(misdeed) ?? []).filter((one) => !needsTest.test(one) || testPlace.test(plain)).length
  const wrong = misdeeds > 0 ? 1 : 0
  const turns = denied + prevented + wrong
  if (turns === 0) return 'yes'
  if (turns > 2 || denied > 1) return null
  if (wrong > 0 && prevented === 0 && denied === 0 && aboutMisdeed.test(plain)) return null
  return turns === 1 ? 'no' : 'yes'
}
